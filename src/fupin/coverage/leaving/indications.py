"""Indications (评估参考): what a register suggests, beside the yardsticks of county evaluations.

An evaluation samples households and asks them. A register knows only what it was told: what follows
from it are indications, never the rates of an evaluation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import polars as pl

from fupin.amounts import compared
from fupin.divisions import Division
from fupin.outcomes import Outcome
from fupin.policy import Books, Value

YARDSTICKS: Mapping[str, str] = {
    "combined_incidence": "evaluation-combined-incidence",
    "wrong_exit_rate": "evaluation-wrong-exit-rate",
    "omission_rate": "evaluation-omission-rate",
}
"""The parameter that each indication stands beside."""

_PARTS: Mapping[str, tuple[str, str, str]] = {
    "combined_incidence": ("combined_poor", "rural_population", "rural_population"),
    "wrong_exit_rate": ("wrongly_exited", "exited_persons", "exited_persons_most"),
    "omission_rate": ("omitted", "unregistered_persons", "unregistered_persons_most"),
}
"""The persons of each indication, and those they are a share of, at least and at most."""

_SCHEMA = {
    "level": pl.String, "division": pl.String, "measure": pl.String, "low": pl.Float64,
    "high": pl.Float64, "under": pl.Float64, "outcome": pl.String,
}  # fmt: skip


@attrs.frozen
class Yardstick:
    """What the evaluation of a county asks, in one place (评估标准).

    Attributes:
        scope: the division of the book that has it; None: everywhere.
        value: the limit that an indication is to stay under, with its source.
    """

    scope: Division | None
    value: Value


def yardsticks(books: Books, on: dt.date, *, carry: bool) -> dict[str, tuple[Yardstick, ...]]:
    """The yardsticks that books have on a day, by indication, the smallest division first."""
    there = {parameter.id for book in books.books for parameter in book.parameters}
    return {
        name: tuple(
            Yardstick(applied.scope, value)
            for applied in books.parameters(parameter)
            for period, value in applied.entry.known(carry=carry)
            if period.holds(on) is Outcome.MET
        )
        for name, parameter in YARDSTICKS.items()
        if parameter in there
    }


def indications(
    rows: Iterable[Mapping[str, Any]], limits: Mapping[str, Sequence[Yardstick]]
) -> pl.DataFrame:
    """Each place's indications with their bounds, and how they stand to the yardsticks.

    Args:
        rows: places, as `exits` sums them.
        limits: the yardsticks of each indication, where the books have any.
    """
    told = [_told(row, name, limits.get(name, ())) for row in rows for name in _PARTS]
    return pl.DataFrame(told, schema=_SCHEMA)


def _told(row: Mapping[str, Any], name: str, limits: Sequence[Yardstick]) -> dict[str, Any]:
    some, least, most = _PARTS[name]
    low, high = _bounds((row[some], row[f"{some}_most"]), (row[least], row[most]))
    place = Division.of(row["division"])
    here = (y.value.number for y in limits if y.scope is None or y.scope.contains(place))
    limit, outcome = next(here, None), None
    if limit is not None:
        bounds = (low or Fraction(0), Fraction(1) if high is None else high)
        outcome = compared(*bounds, "under", Fraction(limit)).value
    return {
        "level": row["level"],
        "division": row["division"],
        "measure": name,
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
        "under": None if limit is None else float(limit),
        "outcome": outcome,
    }


def _bounds(
    some: tuple[int | None, int | None], whole: tuple[int | None, int | None]
) -> tuple[Fraction | None, Fraction | None]:
    """The share that some are of a whole, both between bounds; None: not known, or of nobody."""
    (low, high), (least, most) = some, whole
    if most == 0 or (low is not None and most is not None and low > most):
        return None, None  # nobody, or numbers that contradict each other
    share = None if low is None or most is None else Fraction(low, most)
    if high is None or least is None:
        return share, None
    return share, Fraction(high, least) if high <= least and least else Fraction(1)
