"""Poverty lines (贫困线): the one amount a question names, or the amounts a rulebook dates.

A line of a rulebook is the line of the period that an income is of, and not of the day of the
question: the income of 2016 meets the line of 2016 whenever somebody asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.amounts import fen, yuan
from fupin.coverage.binding import applies, first_that_holds
from fupin.coverage.cited import cited_parameter
from fupin.dates import Period
from fupin.errors import QuestionError
from fupin.policy import Applied, Books, Parameter, Policy
from fupin.policy.fields import FIELDS

MOST_YUAN = 1_000_000
"""The highest line there can be: up to it the sum of squares over a nation stays in 64 bits."""


@attrs.frozen(eq=False)
class Line:
    """The line that each household is measured by (贫困线).

    Attributes:
        number: the line of a row, in fen, from its `division` and the `_taken` of its income; empty
            where not known.
        said: the line in words.
        books: ids of the rulebooks.
        rules: the parameters, with their values.
        assumptions: what was assumed.
    """

    number: nw.Expr
    said: str
    books: tuple[str, ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    assumptions: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        policy: Policy | None,
        line: Decimal | int | str,
        income: str,
        *,
        on: dt.date,
        carry: bool = False,
        reading: str | None = None,
    ) -> Line:
        """The line that a question names.

        Args:
            policy: the rulebook or several in which `line` is the id of a parameter; None: it is
                an amount.
            line: yuan per person per year, or the id.
            income: the column of `surveys` that is compared with it.
            on: the day asked about.
            carry: let the last value of a parameter hold on.
            reading: why a line on the other measure of income may be compared with this one.

        Raises:
            AmountError: no exact amount.
            QuestionError: an amount and a rulebook, a line that is no line, or one that is set
                for another measure of income in every period.
            UnknownRuleError: no such parameter.
            NoValueError: nothing tells its value.
        """
        if policy is None:
            amount = yuan(line, where="line= without a rulebook is an amount")
            return cls(nw.lit(_checked(amount)).cast(nw.Int64), f"{amount} yuan")
        if not isinstance(line, str):
            raise QuestionError(
                f"line={line} is an amount, and in a rulebook a line is the id of a parameter: "
                "leave out the rulebook, or name the parameter"
            )
        books = Books.of(policy)
        group = books.parameters(line)
        if not any(a.entry.known() for a in group):
            group[0].entry.on(on)  # which says who sets it, and how to supply it
        values = {a.scope: _values(a, income, carry=carry, reading=reading) for a in group}
        amounts = {scope: compared for scope, (compared, _) in values.items()}
        others = [period for _, other in values.values() for period in other]
        if not any(amounts.values()):
            raise QuestionError(
                f"{line} has no value for {income}: ask about the other income=, say in reading= "
                "how the two are compared, or give an amount as line=, without the rulebook"
            )
        number = first_that_holds(
            group, lambda a: _in_its_period(amounts[a.scope]), _in_its_period(())
        )
        said = [f"no line for {income} in {period}: those are unknown" for period in others]
        said += [f"the last value of {line} is carried on"] if carry else []
        said += [f"a line on another measure of income is compared: {reading}"] if reading else []
        return cls(
            nw.when(applies(group).sure).then(number),
            line,
            books.ids,
            tuple(cited_parameter(a) for a in group),
            tuple(said),
        )


Amounts = Sequence[tuple[Period, int]]


def _values(
    applied: Applied[Parameter], income: str, *, carry: bool, reading: str | None
) -> tuple[Amounts, list[Period]]:
    """The periods of a parameter and their fen, and those of another measure of income."""
    parameter, measure = applied.entry, FIELDS["household"][income].income
    if not parameter.unit.startswith("yuan"):
        raise QuestionError(
            f"{parameter.id} is in {parameter.unit}: expected yuan per person per year"
        )
    compared: list[tuple[Period, int]] = []
    others: list[Period] = []
    for period, value in parameter.known(carry=carry):
        number = _checked(yuan(value.number or 0, where=parameter.id))
        if reading is not None or value.income in (None, measure):
            compared.append((period, number))
        else:
            others.append(period)
    return compared, others


def _checked(amount: Decimal) -> int:
    """The fen of a line; QuestionError for what is no line."""
    if not 0 < amount <= MOST_YUAN:
        raise QuestionError(f"a line of {amount} yuan: expected more than 0, {MOST_YUAN} at most")
    return fen(amount)


def _in_its_period(amounts: Amounts) -> nw.Expr:
    """The amount of the period that `_taken` lies in; empty where there is none."""
    number: nw.Expr = nw.when(nw.lit(value=False)).then(nw.lit(0))
    taken = nw.col("_taken")
    for period, amount in amounts:
        inside = taken >= nw.lit(period.since)
        if period.until is not None:
            inside = inside & (taken < nw.lit(period.until))
        number = nw.when(inside.fill_null(value=False)).then(nw.lit(amount)).otherwise(number)
    return number.cast(nw.Int64)
