"""Poverty lines (贫困线): the one amount a question names, or the amounts a rulebook dates.

A line of a rulebook is the line of the period that an income is of, and not of the day of the
question: the income of 2016 meets the line of 2016 whenever somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.amounts import yuan
from fupin.coverage.cited import cited_parameter
from fupin.coverage.helpers import applies, first_that_holds
from fupin.errors import QuestionError
from fupin.policy import Applied, Books, Parameter, Rulebook
from fupin.policy.fields import FIELDS

MOST_YUAN = 1_000_000
"""The highest line there can be: up to it the sum of squares over a nation stays in 64 bits."""


@attrs.frozen(eq=False)
class Line:
    """The line that each household is measured by (贫困线).

    Attributes:
        fen: the line of a row, in fen, from its `division` and the `_until` of its income; empty
            where not known.
        said: the line in words.
        books: ids of the rulebooks.
        rules: the parameters, with their values.
        assumptions: what was assumed.
    """

    fen: nw.Expr
    said: str
    books: tuple[str, ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    assumptions: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        policy: Rulebook | Iterable[Rulebook] | Books | None,
        line: Decimal | int | str,
        income: str,
        *,
        carry: bool = False,
    ) -> Line:
        """The line that a question names.

        Args:
            policy: the rulebook or several in which `line` is the id of a parameter; None: it is
                an amount.
            line: yuan per person per year, or the id.
            income: the column of `surveys` that is compared with it.
            carry: let the last value of a parameter hold on.

        Raises:
            AmountError: no exact amount.
            QuestionError: an amount and a rulebook, a line that is no line, or one that is set
                for another measure of income in every period.
            UnknownRuleError: no such parameter.
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
        amounts = {a.book.id: _amounts(a, income, carry) for a in group}
        if not any(amounts.values()):
            raise QuestionError(
                f"{line} has no value for {income}: ask about the other income=, or give the "
                "amount itself as line=, without the rulebook"
            )
        nothing = _nothing()
        number = first_that_holds(group, lambda a: _on(amounts[a.book.id]), nothing)
        return cls(
            nw.when(applies(group).sure).then(number),
            line,
            books.ids,
            tuple(cited_parameter(a) for a in group),
            (f"the last value of {line} is carried on",) if carry else (),
        )


def _amounts(applied: Applied[Parameter], income: str, carry: bool) -> list[tuple[Any, int]]:
    """The periods of a parameter with their fen; those of another measure of income are no line."""
    measure = FIELDS["household"][income].income
    return [
        (period, _checked(value.number))
        for period, value in applied.entry.known(carry=carry)
        if value.income in (None, measure) and value.number is not None
    ]
