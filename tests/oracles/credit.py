"""What loans cost, by asking of one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from fupin import credit
from fupin.amounts import fen
from fupin.model import Loan
from fupin.outcomes import Outcome
from tests.oracles import Sums, in_order, one_each, summed

Told = tuple[str, int | None, int | None, int | None]


def interests(
    loans: Sequence[Loan],
    *,
    on: dt.date,
    by: Sequence[str] = (),
    population: str | None = None,
    **asked: Any,
) -> tuple[Sums, list[Told]]:
    """Sums by key; and of each loan that may belong: days, fen of interest and of subsidy."""
    rows: list[tuple[Mapping[str, Any], dict[str, int]]] = []
    each: list[Told] = []
    for loan in one_each(loans):
        within = Outcome.of(None if loan.on is None else loan.on <= on)
        if population is not None:
            within = within & Outcome.of(getattr(loan, population))
        found = credit.interest(_latest(loans, loan.id, on), on=on, **asked)
        cost, paid = (None if y is None else fen(y) for y in (found.yuan, found.subsidy))
        if within is not Outcome.UNMET:
            each.append((loan.id, found.days, cost, paid))
        surely = int(within is Outcome.MET)
        measures = {
            "loans": surely,
            "known": surely * (cost is not None),
            "unknown": surely * (cost is None),
            "unplaced": int(within is Outcome.UNKNOWN),
            "interest_fen": surely * (cost or 0),
        }
        if asked.get("subsidy") is not None:
            measures |= {"subsidy_unknown": surely * (paid is None)}
            measures |= {"subsidy_fen": surely * (paid or 0)}
        rows.append(({"division": loan.division, "household": loan.household}, measures))
    return summed(rows, by), in_order(each)


def _latest(loans: Sequence[Loan], name: str, on: dt.date) -> Loan:
    """What the last rows on or before a day say of a loan; what they differ in is not known."""
    own = [loan for loan in loans if loan.id == name]
    last = max((x.on for x in own if x.on is not None and x.on <= on), default=None)
    if last is None:
        return Loan(id=name)
    told = [loan for loan in own if loan.on in (last, None)]
    differ: dict[str, Any] = {
        field.name: None
        for field in attrs.fields(Loan)
        if len({getattr(loan, field.name) for loan in told}) > 1
    }
    return attrs.evolve(told[0], **differ)
