"""Shares by day (逐日比例): rates of interest and shares of subsidy that change on known days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import attrs

from fupin.amounts import share
from fupin.dates import Period, Timeline
from fupin.errors import QuestionError
from fupin.outcomes import Outcome
from fupin.policy.parameters import Parameter
from fupin.policy.schema import Rulebook

Told = Decimal | int | str | Timeline[Decimal]
"""A share of 1 that holds on every day, or by days; with a rulebook the id of a parameter."""

BASES = (360, 365)
"""How many days of interest make a year, by either of two ways of counting."""

MOST_DAYS = 36_525
"""More days of interest than these are none: a century of a loan is a fault in a day."""

_ALWAYS = Period(dt.date.min, None)


@attrs.frozen
class Shares:
    """Shares of 1, by the days on which they hold.

    Example:
        >>> told = Shares.of(None, Timeline.of(("2019-01-01", Decimal("0.0435"))), "rates")
        >>> [(str(period), number) for period, number in told.entries]
        [('2019-01-01..', Decimal('0.0435'))]

    Attributes:
        entries: each share with its days; days without one are not known.
        said: what they are called in a result.
        parameter: the parameter they stand in, if any.
    """

    entries: tuple[tuple[Period, Decimal], ...]
    said: str
    parameter: Parameter | None = None

    @classmethod
    def of(
        cls, book: Rulebook | None, told: Told, name: str, on: dt.date | None = None,
        *, carry: bool = False,
    ) -> Shares:  # fmt: skip
        """The shares that a question names.

        Args:
            book: the rulebook in which `told` is the id of a parameter; None: it is a share, or
                shares by day.
            told: a share, shares by day, or the id.
            name: the argument, for messages.
            on: the day asked about, for messages.
            carry: let the last value of a parameter hold on.

        Raises:
            AmountError: no exact share.
            QuestionError: a share that is not from 0 to 1; a parameter of another unit; shares
                where a rulebook is given, and so an id is expected.
            UnknownRuleError: no such parameter.
            NoValueError: nothing tells its value.
        """
        if book is None and not isinstance(told, Timeline):
            number = share(told, where=f"{name}= without a rulebook is a share of 1")
            return cls(_within(((_ALWAYS, number),), name), f"{number}")
        if isinstance(told, Timeline):
            entries = tuple((period, share(n, where=name)) for period, n in told.entries)
            said = ", ".join(f"{n} in {period}" for period, n in entries)
            return cls(_within(entries, name), said)
        assert book is not None
        if not isinstance(told, str):
            raise QuestionError(
                f"{name}={told} is a share, and of a rulebook it is the id of a parameter: leave "
                "out the rulebook, or name the parameter"
            )
        parameter = book.parameter(told)
        if not parameter.unit.startswith("share"):
            raise QuestionError(f"{told} is in {parameter.unit}: expected a share")
        if not parameter.known():
            parameter.on(on or dt.date.max)  # which says who sets it, and how to supply it
        known = parameter.known(carry=carry)
        entries = tuple((period, value.number or Decimal(0)) for period, value in known)
        return cls(_within(entries, name), told, parameter)

    def on(self, day: dt.date) -> Decimal | None:
        """The share on a day; None: not known."""
        held = (n for period, n in self.entries if period.holds(day) is Outcome.MET)
        return next(held, None)


def _within(
    entries: Sequence[tuple[Period, Decimal]], name: str
) -> tuple[tuple[Period, Decimal], ...]:
    for _, number in entries:
        if not 0 <= number <= 1:
            raise QuestionError(f"{name} of {number}: expected a share of 1, from 0 to 1")
    return tuple(entries)


def days_of_change(told: Sequence[Shares | None]) -> tuple[dt.date, ...]:
    """The days on which any of several shares begins or ends, in order."""
    edges = {
        edge
        for shares in told
        if shares is not None
        for period, _ in shares.entries
        for edge in (period.since, period.until)
        if edge is not None
    }
    return tuple(sorted(edges))


def spans(
    told: Sequence[Shares | None], since: dt.date, until: dt.date
) -> tuple[tuple[dt.date, dt.date], ...]:
    """The spans of days, from one to another, in which none of several shares changes."""
    inside = [edge for edge in days_of_change(told) if since < edge < until]
    return tuple(pairwise((since, *inside, until))) if since < until else ()


def basis_of(basis: int) -> int:
    """How many days of interest make a year, once it is one of the two ways.

    Raises:
        QuestionError: neither.
    """
    if basis not in BASES:
        raise QuestionError(f"basis={basis}: expected 360 or 365 days to the year of interest")
    return basis
