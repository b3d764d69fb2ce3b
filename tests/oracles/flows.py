"""Stock and flow of a population, by looking at one household after the other, day by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from fupin.model import Household, Membership
from fupin.model.statuses import EVENTS, POPULATIONS, TRACKS, fault, span
from fupin.outcomes import Outcome
from tests.oracles import Sums, in_order, one_each, summed

Drawn = Mapping[str, Sequence[Any]]
Cells = dict[str, list[int]]
MEASURES = ("households", "households_possible", "persons", "persons_possible", "size_unknown")
DAY = dt.timedelta(1)

SIDES = {
    "in_need": {
        "opening": "opening",
        "registered": "gain",
        "exit-annulled": "gain",
        "relapsed": "gain",
        "joined": "natural gain",
        "now-known": "unknown gain",
        "exited": "loss",
        "deregistered": "loss",
        "gone": "natural loss",
        "split": "natural loss",
        "merged": "natural loss",
        "left": "natural loss",
        "no-longer-known": "unknown loss",
        "closing": "closing",
    },
    "monitored": {
        "opening": "opening",
        "at-risk": "gain",
        "elimination-annulled": "gain",
        "joined": "natural gain",
        "now-known": "unknown gain",
        "risk-eliminated": "loss",
        "left": "natural loss",
        "no-longer-known": "unknown loss",
        "closing": "closing",
    },
    "registered": {
        "opening": "opening",
        "registered": "gain",
        "joined": "natural gain",
        "now-known": "unknown gain",
        "deregistered": "loss",
        "gone": "natural loss",
        "split": "natural loss",
        "merged": "natural loss",
        "left": "natural loss",
        "no-longer-known": "unknown loss",
        "closing": "closing",
    },
}
SIDES["all"] = SIDES["registered"]  # into either from among the deregistered alone


def flows(
    tables: Drawn,
    *,
    since: dt.date,
    until: dt.date,
    by: Sequence[str] = (),
    population: str = "in_need",
) -> tuple[Sums, list[Any]]:
    """Sums by key, and the households whose own account does not balance."""
    rows: list[tuple[Mapping[str, Any], Mapping[str, int]]] = []
    open_: list[Any] = []
    for unit in one_each(tables["households"]):
        cells, doubtful = _account(unit, population, since, until)
        about: dict[str, Any] = {"division": unit.division, "cause": unit.cause}
        rows.append((about, {f"{n} {m}": c for n, cs in cells.items() for m, c in cs.items()}))
        open_ += doubtful
    names = list(SIDES[population].items())
    if not by and not rows:
        rows = [({"division": None}, {f"{n} {m}": 0 for n, _ in names for m in MEASURES})]
    return {
        (*key, line, name, side): {m: total[f"{name} {m}"] for m in MEASURES}
        for key, total in summed(rows, by).items()
        for line, (name, side) in enumerate(names, 1)
    }, in_order(open_)


def _account(
    unit: Household, population: str, since: dt.date, until: dt.date
) -> tuple[dict[str, dict[str, int]], list[Any]]:
    sides = SIDES[population]
    cells: Cells = {name: [0] * 5 for name in sides}
    ends = {"opening": since - DAY, "closing": until - DAY}
    within = {name: unit.within(population, on) for name, on in ends.items()}
    for name, end in ends.items():
        _put(cells[name], within[name] is Outcome.MET, _may(within[name]), unit.persons(end))
    for name, sure, on in _crossings(unit, population, since, until):
        for line in [name] if name in sides else [n for n in sides if n in EVENTS]:
            _put(cells[line], sure, True, unit.persons(on))
    ever = any(map(_may, within.values())) or any(cells[n][1] for n in sides if n in EVENTS)
    for day in (since + DAY * n for n in range((until - since).days)):
        before, here = unit.within(population, day - DAY), unit.within(population, day)
        if before is here is Outcome.MET:
            was, there = unit.presence(day - DAY), unit.presence(day)
            for person in there:
                steps = (was[person], there[person])
                cells["joined"][2] += steps == (Outcome.UNMET, Outcome.MET)
                cells["left"][2] += steps == (Outcome.MET, Outcome.UNMET)
    if ever:
        joins, leaves = _perhaps(unit.members, since, until)
        cells["joined"][3], cells["left"][3] = joins, leaves
    doubtful = []
    unknown = Outcome.UNKNOWN in within.values()
    for place, what in ((0, "households"), (2, "persons")):
        gained = sum(cells[n][place] for n, s in sides.items() if s in ("gain", "natural gain"))
        lost = sum(cells[n][place] for n, s in sides.items() if s in ("loss", "natural loss"))
        first, last = cells["opening"][place], cells["closing"][place]
        rest = last - first - gained + lost
        name = "now-known" if rest > 0 else "no-longer-known"
        cells[name][place] = cells[name][place + 1] = abs(rest)
        uncounted = any(cell[4] for cell in cells.values())
        if unknown if what == "households" else not unknown and (uncounted or rest):
            doubtful.append((unit.id, what, first, gained, lost, last))
    return {n: dict(zip(MEASURES, cs, strict=True)) for n, cs in cells.items()}, doubtful


def _put(cell: list[int], sure: bool, may: bool, persons: int | None) -> None:
    cell[0] += sure
    cell[1] += may
    cell[2] += sure * (persons or 0)
    cell[3] += may * (persons or 0)
    cell[4] += may and persons is None


def _may(outcome: Outcome) -> bool:
    return outcome is not Outcome.UNMET


def _crossings(
    unit: Household, population: str, since: dt.date, until: dt.date
) -> list[tuple[str, bool, dt.date]]:
    """Each event that may cross in the window: its word, whether it surely does, and the day."""
    asked = POPULATIONS[population]
    track = TRACKS[asked.track]
    told: dict[tuple[dt.date, str], dt.date] = {}
    for event in unit.events:
        if event.event in EVENTS and event.event not in track.follows:
            continue
        first, last = span(event) or (dt.date.min, dt.date.min)
        key = last, event.event
        told[key] = min(first, told.get(key, first))
    order = sorted(told)
    found: list[tuple[str, bool, dt.date]] = []
    for place, (at, word) in enumerate(order):
        starts = told[at, word]
        undated = starts == dt.date.min
        earlier = [key for key in order if told[key] <= at]
        sound = all(_sound(track, [k for k in order if k[0] <= j[0]]) for j in earlier)
        before = track.makes.get(order[place - 1][1], track.start) if place else track.start
        after = track.makes.get(word)
        was, comes = before in asked.statuses, after in asked.statuses
        can = word not in EVENTS or word in SIDES[population]
        day = at if comes or undated else at - DAY
        if not (undated or (starts < until and at >= since)):
            continue
        if sound and was is not comes:
            sure = starts >= since and at < until
            found.append((word, sure, day))
        elif not sound and can:
            found.append((word, False, day))
    return found


def _sound(track: Any, order: list[tuple[dt.date, str]]) -> bool:
    known = all(on != dt.date.min and word in track.follows for on, word in order)
    return known and fault(track, order) is None


def _perhaps(members: Sequence[Membership], since: dt.date, until: dt.date) -> tuple[int, int]:
    """How many memberships may begin and end in a window; what is said twice counts once."""
    found: dict[str, int] = defaultdict(int)
    for member in set(members):
        faulty = member.period.faulty
        begins, ends = member.since, member.until
        inside = begins is not None and since <= begins < until
        earlier = begins is None and (ends is None or ends > since)
        found["joined"] += faulty or inside or earlier
        found["left"] += faulty or (ends is not None and since <= ends < until)
    return found["joined"], found["left"]
