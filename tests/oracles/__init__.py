"""Population oracles: what the calculators should say, by plain loops over plain objects.

They rest on the rooms that judge one subject (`Household.within`, `pairing.check`, `duty.check`),
which have cases of their own. They know nothing of frames.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from fupin.divisions import Level, read

Key = tuple[Any, ...]
Sums = dict[Key, dict[str, int]]

_NESTED = ("events", "members")


def one_each(records: Iterable[Any]) -> list[Any]:
    """One record an id: a field in which records of one id differ is not known."""
    by_id: dict[str, list[Any]] = {}
    for record in records:
        by_id.setdefault(record.id, []).append(record)
    return [_folded(told) for told in by_id.values()]


def _folded(told: Sequence[Any]) -> Any:
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(told[0])):
        values = [getattr(record, field.name) for record in told]
        if field.name in _NESTED:
            changes[field.name] = tuple(inner for value in values for inner in value)
        elif any(value != values[0] for value in values):
            changes[field.name] = () if isinstance(values[0], tuple) else None
    return attrs.evolve(told[0], **changes)


def placed(code: str | None, level: str) -> tuple[str | None, str]:
    """Where a unit stands in rows of a level: its division, and here, above or unknown."""
    division = read(code)
    if division is None:
        return None, "unknown"
    asked = Level(level)
    cut = division.code[: asked.digits].ljust(12, "0")
    return cut, "here" if division.level.rank >= asked.rank else "above"


def summed(
    units: Iterable[tuple[Mapping[str, Any], Mapping[str, int]]],
    by: Sequence[str],
    also: Sequence[str] = ("rule",),
) -> Sums:
    """Sums of the measures of units by place and column.

    Args:
        units: for each what it is grouped by (with `division` and `rule`) and its measures.
        by: names of levels, and of columns.
        also: names that stand before them, where they are told.
    """
    levels = [name for name in by if name in set(Level)]
    columns = [name for name in by if name not in set(Level)]
    sums: dict[Key, Counter[str]] = {}
    for about, measures in units:
        before = [about[name] for name in also if name in about]
        own = [about[column] for column in columns]
        places: list[list[Any]] = [[]]
        if levels:
            places = [[level, *placed(about["division"], level)] for level in levels]
        for place in places:
            sums.setdefault((*before, *place, *own), Counter()).update(measures)
    return {key: dict(total) for key, total in sums.items()}


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Rows in an order that empty cells have a place in."""
    return sorted(rows, key=lambda row: tuple(map(str, row)))
