"""Indications (评估参考): what a register suggests, beside the yardsticks of county evaluations.

An evaluation samples households and asks them. A register knows only what it was told: what follows
from it are indications, never the rates of an evaluation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from fupin.amounts import compared
from fupin.policy import Books, Value

YARDSTICKS: Mapping[str, str] = {
    "combined_incidence": "evaluation-combined-incidence",
    "wrong_exit_rate": "evaluation-wrong-exit-rate",
    "omission_rate": "evaluation-omission-rate",
}
"""The parameter that each indication stands beside."""

_PARTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "combined_incidence": (("recorded_poor", "wrongly_exited", "omitted"), "rural_population"),
    "wrong_exit_rate": (("wrongly_exited",), "exited_persons"),
    "omission_rate": (("omitted",), "unregistered_persons"),
}
_SCHEMA = {
    "level": pl.String, "division": pl.String, "measure": pl.String, "low": pl.Float64,
    "high": pl.Float64, "under": pl.Float64, "outcome": pl.String,
}  # fmt: skip


def indications(rows: Iterable[Mapping[str, Any]], limits: Mapping[str, Value]) -> pl.DataFrame:
    """Each place's indications with their bounds, and how they stand to the yardsticks.

    Args:
        rows: places, as `exits` sums them.
        limits: the yardstick of each indication, where the books have one.
    """
    told = [_told(row, name, limits.get(name)) for row in rows for name in _PARTS]
    return pl.DataFrame(told, schema=_SCHEMA)


def yardsticks(books: Books, on: Any) -> dict[str, Value]:
    """The yardsticks that books have on a day, by indication."""
    found: dict[str, Value] = {}
    for name, parameter_id in YARDSTICKS.items():
        for book in books.books:
            for parameter in book.parameters:
                value = parameter.timeline.get(on)
                if parameter.id == parameter_id and value is not None and value.given:
                    found.setdefault(name, value)
    return found


def _told(row: Mapping[str, Any], name: str, limit: Value | None) -> dict[str, Any]:
    parts, whole = _PARTS[name]
    low, high = (_share([row[f"{p}{end}"] for p in parts], row[whole]) for end in ("", "_most"))
    outcome = None
    if limit is not None and limit.number is not None:
        bounds = (low or Fraction(0), Fraction(1) if high is None else high)
        outcome = compared(*bounds, "under", Fraction(limit.number)).value
    return {
        "level": row["level"],
        "division": row["division"],
        "measure": name,
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
        "under": None if limit is None or limit.number is None else float(limit.number),
        "outcome": outcome,
    }


def _share(parts: list[int | None], whole: int | None) -> Fraction | None:
    """The sum of parts over a whole; None where a part or the whole is not known."""
    if not whole or None in parts:
        return None
    return Fraction(sum(part for part in parts if part is not None), whole)
