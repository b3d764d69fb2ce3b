"""Gaps in help, by looking at one household after the other, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from fupin.model import Household, holdings
from fupin.model.statuses import EVENTS, POPULATIONS, TRACKS, span
from fupin.outcomes import Outcome
from tests.oracles import Sums, in_order, one_each, summed

Drawn = Mapping[str, Sequence[Any]]
DAY = dt.timedelta(1)


def gaps(
    tables: Drawn,
    *,
    since: dt.date,
    until: dt.date,
    kinds: Sequence[str],
    by: Sequence[str] = (),
    population: str = "in_need",
    days: int = 1,
) -> tuple[Sums, list[Any]]:
    """Sums by key, and who was left without a helper for how long."""
    window = [since + DAY * n for n in range((until - since).days)]
    tied: dict[str, list[tuple[bool, bool]]] = {}
    units: list[Household] = one_each(tables["households"])
    for day in window:
        held = holdings(tables["links"], kinds, day)
        for unit in units:
            own = [bounds for (_, party), bounds in held.items() if party == unit.id]
            sure = any(bounds.low > 0 for bounds in own)
            tied.setdefault(unit.id, []).append((sure, bool(own)))
    told = any(h.events or h.registration is not None for h in tables["households"])
    rows, left_out = [], []
    for unit in units:
        within = unit.within(population, window[-1])
        if population in ("in_need", "registered") and not told:
            within = Outcome.MET
        sure_from, may_from = _came(unit, population, since, until)
        gap = most = 0
        for day, (sure, may) in zip(window, tied[unit.id], strict=True):
            gap += within is Outcome.MET and day >= sure_from and not may
            in_it = day >= may_from if within is Outcome.MET else within is Outcome.UNKNOWN
            most += in_it and not sure
        covered = Outcome.bounds(most < days, gap < days)
        persons = unit.persons(window[-1])
        cells = _measures(within, covered, persons)
        cells["gap_days"] = gap if within is Outcome.MET else 0
        cells["gap_days_possible"] = most
        rows.append(({"division": unit.division, "cause": unit.cause}, cells))
        if within is not Outcome.UNMET and covered is not Outcome.MET:
            certain = within is Outcome.MET and covered is Outcome.UNMET
            left_out.append((unit.id, gap, most, "unmet" if certain else "unknown"))
    if not by and not rows:
        nobody = {**_measures(Outcome.UNMET, Outcome.UNMET, None)}
        rows = [({"division": None}, {**nobody, "gap_days": 0, "gap_days_possible": 0})]
    return summed(rows, by), in_order(left_out)


def _came(
    unit: Household, population: str, since: dt.date, until: dt.date
) -> tuple[dt.date, dt.date]:
    """From when on it surely, possibly has been in the population, if it is at the end."""
    asked = POPULATIONS[population]
    track = TRACKS[asked.track]
    told: dict[tuple[dt.date, str], dt.date] = {}
    for event in unit.events:
        days = span(event)
        if days is not None and (event.event in track.follows or event.event not in EVENTS):
            key = days[1], event.event
            told[key] = min(days[0], told.get(key, days[0]))
    came = None
    before: str | None = track.start
    for at, word in sorted(told):
        after = track.makes.get(word)
        if at < until and after in asked.statuses and before not in asked.statuses:
            came = at, told[at, word]
        before = after
    if came is None:
        seen = unit.registration_on if asked.track == "registration" else unit.monitoring_on
        return seen or since, since
    at, starts = came
    return at if starts == at else at + DAY, starts


def _measures(within: Outcome, covered: Outcome, persons: int | None) -> dict[str, int]:
    surely = within is Outcome.MET
    ones = {
        "households": surely,
        "covered": surely and covered is Outcome.MET,
        "unknown": surely and covered is Outcome.UNKNOWN,
        "unplaced": within is Outcome.UNKNOWN,
    }
    heads = {
        "persons" if name == "households" else f"persons_{name}": one * (persons or 0)
        for name, one in ones.items()
    }
    uncounted = within is not Outcome.UNMET and persons is None
    return {**{n: int(one) for n, one in ones.items()}, **heads, "size_unknown": int(uncounted)}
