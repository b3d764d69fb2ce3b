"""Which items of plans were delivered, by looking at one item after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from fupin.amounts import RECORDED, TOLD_IN, UNITS
from fupin.dates import Period, add_days
from fupin.divisions import read
from fupin.model import Plan, PlanItem
from fupin.model.plans import in_force
from fupin.outcomes import Outcome
from tests.oracles import Sums, summed
from tests.oracles.deliveries import Done, done

Drawn = Mapping[str, Sequence[Any]]
LeftOut = list[tuple[Any, ...]]


@attrs.frozen
class Need:
    """What an item asks: in which unit, how many parts; None where not known."""

    kind: str | None
    item: str | None
    unit: str | None
    parts: int | None


def plans(tables: Drawn, *, on: dt.date, by: Sequence[str] = ()) -> tuple[Sums, LeftOut]:
    """Sums by key and unit, and who is left out with the outcome."""
    acts = done(tables["acts"])
    versions = _versions(tables["plans"])
    held = _held(versions, on)
    items = _items([*tables["plans"], *tables["schemes"]])
    rows, left_out = [], []
    for place, plan in enumerate(versions):
        since = [v.since for v in versions if v.id == plan.id]
        begins = None if None in since else min(day for day in since if day is not None)
        for need in items.get((plan.id, plan.version), ()):
            within = held[place]
            if within is Outcome.UNMET:
                continue
            low, more, loose = _given(need, plan, acts, begins, on)
            met = Outcome.UNKNOWN
            if need.parts is not None:
                anywhere = read(plan.division) is None
                may = low + more >= need.parts or loose or anywhere
                met = Outcome.bounds(low >= need.parts, may)
            sure = within is Outcome.MET
            about = {**attrs.asdict(need), "division": plan.division, "plan": plan.id}
            measures = {
                "items": int(sure),
                "met": int(sure and met is Outcome.MET),
                "unknown": int(sure and met is Outcome.UNKNOWN),
                "unplaced": int(not sure),
                "planned_parts": sure * (need.parts or 0),
                "delivered_parts": sure * low,
                "open": int(sure and (loose or more > 0)),
            }
            rows.append((about, measures))
            if met is not Outcome.MET:
                certain = sure and met is Outcome.UNMET
                told = (plan.id, need.kind, need.item, need.unit)
                left_out.append((*told, "unmet" if certain else "unknown"))
    return summed(rows, [*by, "unit"], also=()), sorted(left_out, key=lambda r: tuple(map(str, r)))


def _versions(plans: Sequence[Plan]) -> list[Plan]:
    """One plan a version; what its rows differ in is not known."""
    by_key: dict[tuple[Any, ...], list[Plan]] = {}
    for plan in plans:
        by_key.setdefault((plan.id, plan.version), []).append(plan)
    told = []
    for rows in by_key.values():
        fields = {n: {getattr(p, n) for p in rows} for n in ("division", "since", "until")}
        agreed: dict[str, Any] = {n: v.pop() if len(v) == 1 else None for n, v in fields.items()}
        when = len({(p.since, p.until) for p in rows}) == 1
        told.append(attrs.evolve(rows[0], **agreed, items=() if when else _UNLIKE))
    return told


_UNLIKE = (PlanItem(kind="rows of one version that differ in when it is in force"),)


def _held(versions: Sequence[Plan], on: dt.date) -> list[Outcome]:
    """Which versions hold; of one whose rows differ in when, nobody knows."""
    unlike = [
        attrs.evolve(v, since=None, until=None) if v.items == _UNLIKE else v for v in versions
    ]
    told = in_force(unlike, on)
    return [told[place] for place in range(len(versions))]


def _items(plans: Sequence[Any]) -> dict[tuple[Any, ...], list[Need]]:
    """What each version asks, each thing once."""
    each: dict[tuple[Any, ...], dict[tuple[Any, ...], set[int | None]]] = {}
    for plan in plans:
        for item in plan.items:
            unit, parts = _asked(item)
            asked = each.setdefault((plan.id, plan.version), {})
            asked.setdefault((item.kind, item.item, unit), set()).add(parts)
    return {
        of: [
            Need(kind, item, unit, parts.pop() if len(parts) == 1 else None)
            for (kind, item, unit), parts in asked.items()
        ]
        for of, asked in each.items()
    }


def _asked(item: PlanItem) -> tuple[str | None, int | None]:
    if item.quantity is None and item.unit is None:
        return "act", 10_000
    if item.unit not in RECORDED or item.unit is None:
        return None, None
    unit = UNITS[item.unit]
    told = TOLD_IN[unit.dimension].id
    too_much = item.quantity is None or not 0 <= item.quantity <= 10**9
    return told, None if too_much else int((item.quantity or 0) * 10_000 * unit.parts)


def _given(
    need: Need, plan: Plan, acts: Sequence[Done], begins: dt.date | None, on: dt.date
) -> tuple[int, int, bool]:
    """What was surely given, what more may have been, and whether that is unbounded."""
    low, more, loose = 0, 0, False
    for act in acts:
        place, own = read(act.act.division), read(plan.division)
        if place is None or own is None or place != own:
            continue
        known = attrs.evolve(act, agreed=act.agreed and begins is not None)
        times, may, often = known.times(Period(begins, add_days(on, 1)))
        if not times and not may:
            continue
        for amount in act.amounts:
            sure, possible = _fits(need, act, amount.unit)
            parts = amount.parts or 0
            low += sure * times * parts
            more += possible * (may - often) * parts + (possible - sure) * times * parts
            loose = loose or bool(possible and (amount.least or amount.parts is None or often))
    return low, more, loose


def _fits(need: Need, act: Done, unit: str | None) -> tuple[int, int]:
    """Whether an amount of an act surely is, and may be, of what an item asks."""
    said = [(need.kind, act.act.kind), (need.unit, unit)]
    if need.item is not None:
        said.append((need.item, act.act.item))
    sure = all(one is not None and one == other for one, other in said)
    possible = all(one is None or other is None or one == other for one, other in said)
    return int(sure), int(possible)
