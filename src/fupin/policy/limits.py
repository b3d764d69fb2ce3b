"""Limits (限值): the number a comparison is made with, and the days it holds on.

A parameter may be taken on the day of the question, or on a day of the evidence itself: the income
of a year meets the line of that year's last day.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from fupin.dates import Period
from fupin.outcomes import Outcome
from fupin.policy.parameters import Value
from fupin.policy.schema import Rulebook
from fupin.policy.tree import Node


@attrs.frozen
class Limit:
    """One number of a comparison (限值).

    Attributes:
        number: the number, in the unit of the field.
        period: days of the evidence on which it is the limit; None: any.
        value: where it stands in the book; None: in the criterion itself.
    """

    number: Fraction
    period: Period | None = None
    value: Value | None = None


def limits(book: Rulebook, node: Node, on: dt.date, *, carry: bool = False) -> tuple[Limit, ...]:
    """The limits of a comparison, in order of days.

    Example:
        >>> from fupin.policy import load
        >>> book = load("cn-2016")
        >>> [income] = [n for n in book.criterion("household-exit").tree.leaves() if n.compare
        ...             and n.at]
        >>> [int(limit.number) for limit in limits(book, income, dt.date(2016, 12, 31))][:3]
        [2300, 2536, 2625]

    Args:
        book: the book the criterion stands in.
        node: a leaf that compares.
        on: the day of the question.
        carry: let the last value of a parameter hold on.

    Raises:
        NotInForceError: the parameter has no value on the day.
        NoValueError: nothing tells its value.
    """
    told = _values(book, node, on, carry=carry)
    return tuple(_limit(value, period) for period, value in told) or (_own(node),)


def limit_on(
    book: Rulebook, node: Node, on: dt.date, taken: dt.date | None, *, carry: bool = False
) -> Limit | None:
    """The one of the limits that holds on a day of the evidence; None: the day has none.

    Args:
        book: as for `limits`, and so are `node`, `on` and `carry`.
        node: a leaf that compares.
        on: the day of the question.
        taken: the day of the evidence; None: it is not known.
        carry: let the last value of a parameter hold on.
    """
    if node.value is not None:
        return _own(node)
    for period, value in _values(book, node, on, carry=carry):
        if period is None or (taken is not None and period.holds(taken) is Outcome.MET):
            return _limit(value, period)
    return None


def _values(
    book: Rulebook, node: Node, on: dt.date, *, carry: bool
) -> tuple[tuple[Period | None, Value], ...]:
    """The values of the parameter, in order of days; one without a period holds on any."""
    if node.parameter is None:
        return ()
    parameter = book.parameter(node.parameter)
    known = () if node.at is None else parameter.known(carry=carry)
    return known or ((None, parameter.on(on, carry=carry)),)


def _own(node: Node) -> Limit:
    assert node.value is not None
    return Limit(Fraction(node.value))


def _limit(value: Value, period: Period | None) -> Limit:
    assert value.number is not None  # a book that compares with a list of places is refused
    return Limit(_exact(value.number), period, value)


@lru_cache(maxsize=1024)
def _exact(number: Decimal) -> Fraction:
    return Fraction(number)
