"""Which households have a scheme in force, by looking at one household after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from fupin.model import Household, Scheme
from fupin.outcomes import Outcome, any_of
from tests.oracles import Sums, one_each, summed

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
Drawn = Mapping[str, Sequence[Any]]


def schemes(
    tables: Drawn, *, on: dt.date, by: Sequence[str] = ()
) -> tuple[Sums, list[tuple[str, str]]]:
    """Sums by key of households in need, and who is left out with the outcome."""
    told = any(h.events or h.registration is not None for h in tables["households"])
    rows, left_out = [], []
    for unit in one_each(tables["households"]):
        within = unit.within("in_need", on) if told else MET
        has = _has(unit, tables["schemes"], on)
        persons = unit.persons(on)
        ones = {
            "households": within is MET,
            "with_scheme": within is MET and has is MET,
            "unknown": within is MET and has is UNKNOWN,
            "unplaced": within is UNKNOWN,
        }
        heads = {
            "persons" if name == "households" else f"persons_{name}": one * (persons or 0)
            for name, one in ones.items()
        }
        uncounted = within is not UNMET and persons is None
        cells = {**ones, **heads, "size_unknown": uncounted}
        rows.append(({"division": unit.division}, {n: int(c) for n, c in cells.items()}))
        if within is not UNMET and has is not MET:
            certain = within is MET and has is UNMET
            left_out.append((unit.id, "unmet" if certain else "unknown"))
    return summed(rows, by), sorted(left_out)


def _has(unit: Household, rows: Sequence[Scheme], on: dt.date) -> Outcome:
    """Whether any version of any scheme of the household is in force."""
    mine = [row for row in rows if row.household == unit.id and row.holds(on) is not UNMET]
    return any_of(*(row.holds(on) & _firm(row, mine, rows) for row in mine))


def _firm(row: Scheme, mine: Sequence[Scheme], rows: Sequence[Scheme]) -> Outcome:
    same = [r for r in mine if (r.id, r.version) == (row.id, row.version)]
    agreed = len({(r.since, r.until) for r in same}) == 1
    ends = {r.household for r in rows if (r.id, r.version) == (row.id, row.version)}
    return Outcome.of(True if agreed and (row.version is None or len(ends) == 1) else None)
