"""Which households are paired, by looking at one household after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from fupin.dates import Period
from fupin.model import Household, Kind, holdings
from fupin.model.statuses import POPULATIONS
from fupin.outcomes import Outcome
from tests.oracles import Sums, one_each, summed

Drawn = Mapping[str, Sequence[Any]]


def households(
    tables: Drawn,
    *,
    on: dt.date,
    kinds: Collection[str],
    by: Sequence[str] = (),
    population: str = "in_need",
    times: int = 1,
    met: Period | None = None,
) -> tuple[Sums, list[tuple[str, str]]]:
    """Sums by key, and who is left out with the outcome."""
    units: list[Household] = one_each(tables["households"])
    held = holdings(tables["links"], kinds, on)
    told = any(h.events or h.registration is not None for h in tables["households"])
    rows, left_out = [], []
    for unit in units:
        within = unit.within(population, on)
        if population in ("in_need", "registered", "all") and not told:
            within = Outcome.MET
        low = sum(b.low for (_, party), b in held.items() if party == unit.id)
        high = sum(b.high or 0 for (_, party), b in held.items() if party == unit.id)
        if met is not None:
            low, high = _met(tables, unit.id, kinds, met, on)
        paired = Outcome.bounds(low >= times, high >= times)
        persons = unit.persons(on)
        about = {"division": unit.division, "cause": unit.cause, "size": unit.size}
        rows.append((about, _measures(within, paired, persons)))
        if within is not Outcome.UNMET and paired is not Outcome.MET:
            certain = within is Outcome.MET and paired is Outcome.UNMET
            left_out.append((unit.id, "unmet" if certain else "unknown"))
    if not by and not rows:
        rows = [({"division": None}, _measures(Outcome.UNMET, Outcome.UNMET, None))]
    return summed(rows, by), sorted(left_out)


def _met(
    tables: Drawn, party: str, kinds: Collection[str], window: Period, on: dt.date
) -> tuple[int, int]:
    """By how many helpers a household was surely and possibly met in a window."""
    surely, possibly, nobody = set(), set(), 0
    for meeting in tables["meetings"]:
        told = meeting.on is None or (meeting.on <= on and window.holds(meeting.on))
        if meeting.party != party or told is Outcome.UNMET or told is False:
            continue
        if meeting.kind in kinds or meeting.kind not in {kind.value for kind in Kind}:
            nobody += meeting.helper is None
            possibly.add(meeting.helper)
            if meeting.on is not None and meeting.kind in kinds:
                surely.add(meeting.helper)
    return len(surely - {None}), len(possibly - {None}) + nobody


def _measures(within: Outcome, paired: Outcome, persons: int | None) -> dict[str, int]:
    surely = within is Outcome.MET
    ones = {
        "households": surely,
        "paired": surely and paired is Outcome.MET,
        "unknown": surely and paired is Outcome.UNKNOWN,
        "unplaced": within is Outcome.UNKNOWN,
    }
    heads = {
        "persons" if name == "households" else f"persons_{name}": one * (persons or 0)
        for name, one in ones.items()
    }
    uncounted = within is not Outcome.UNMET and persons is None
    return {**{n: int(one) for n, one in ones.items()}, **heads, "size_unknown": int(uncounted)}


def tells(tables: Drawn, population: str) -> bool:
    """Whether anything in the tables tells who is in a population."""
    if any(h.events for h in tables["households"]) or population == "in_need":
        return True
    track = POPULATIONS[population].track
    known = any(getattr(h, track) is not None for h in tables["households"])
    return known or population in ("registered", "all")
