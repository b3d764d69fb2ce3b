"""What acts gave, by looking at one act after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from fupin.amounts import RECORDED, TOLD_IN, UNITS
from fupin.dates import Period, add_days, add_months
from fupin.model import Act
from fupin.model.acts import AMOUNTS, MOST, REACHED
from tests.oracles import Sums, summed

Drawn = Mapping[str, Sequence[Any]]
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@attrs.frozen
class Amount:
    """One amount of an act, each time: parts of its unit, None where not known."""

    unit: str | None
    parts: int | None
    least: bool


@attrs.frozen
class Done:
    """An act as all its rows tell of it together."""

    act: Act
    agreed: bool
    amounts: list[Amount]

    def times(self, window: Period) -> tuple[int, int, int]:
        """How often it was surely done; whether it may have been; whether it is open how often."""
        often = self.act.times(window) if self.agreed else None
        if often is not None:
            return often, 0, 0
        return 0, 1, int(not self.agreed or self.act.every is not None)


def deliveries(
    tables: Drawn, *, on: dt.date, by: Sequence[str] = (), window: Period | None = None
) -> Sums:
    """Sums by key and unit."""
    known = add_days(on, 1)
    span = Period(window.since if window else None, min((window and window.until) or known, known))
    unit_of_time = next((name for name in by if name in MONTHS), None)
    also = ([*("giver", "given")] if "giver" in by else []) + (["period"] if unit_of_time else [])
    columns = [name for name in by if name != "giver" and name not in MONTHS]
    rows = []
    for each in done(tables["acts"]):
        about = {"giver": None, **_fields(each.act), **_given(each.act, tables["acts"])}
        for period, told in _placed(each, span, unit_of_time):
            for amount in each.amounts:
                measures = _measures(amount, *told)
                if measures["acts"] or measures["unplaced"]:
                    rows.append(({**about, "period": period, "unit": amount.unit}, measures))
    return summed(rows, [*columns, "unit"], also=also)


def done(acts: Sequence[Act]) -> list[Done]:
    """Each act once, as all its rows tell of it."""
    by_id: dict[str, list[Act]] = {}
    for act in acts:
        by_id.setdefault(act.id, []).append(act)
    return [_together(told) for told in by_id.values()]


def _together(told: Sequence[Act]) -> Done:
    def agreed(name: str) -> Any:
        values = {getattr(act, name) for act in told}
        return values.pop() if len(values) == 1 else None

    fields = [f.name for f in attrs.fields(Act) if f.name not in ("at_least", "givers")]
    act = Act(**{name: agreed(name) for name in fields if name != "id"}, id=told[0].id)
    when = [(a.on, a.since, a.until, a.every) for a in told]
    values = {name: {_value(a, name) for a in told} for name in AMOUNTS}
    said = {name for name in AMOUNTS for a in told if _said(a, name)}
    least = {name for name in AMOUNTS for a in told if a.bounded_below(name)}
    unit = act.unit if act.unit in RECORDED else None
    known = {name: vs.pop() if len(vs) == 1 else None for name, vs in values.items()}
    amounts = [Amount("act", 10_000, least=False)]
    for name, own in REACHED.items():
        of = name
        if name not in said and "quantity" in said and unit == own:
            of = "quantity"
        if of in said:
            amounts.append(Amount(own, known[of], of in least))
    if "quantity" in said and unit not in REACHED.values():
        parts = None if unit is None or known["quantity"] is None else known["quantity"]
        told_in = None if unit is None else TOLD_IN[UNITS[unit].dimension].id
        if parts is not None and unit is not None:
            parts *= UNITS[unit].parts
        amounts.append(Amount(told_in, parts, "quantity" in least))
    return Done(act, len(set(when)) == 1, amounts)


def _said(act: Act, name: str) -> bool:
    if name == "quantity":
        return act.quantity is not None or act.unit is not None
    named = name == "households" and act.household is not None
    return getattr(act, name) is not None or named


def _value(act: Act, name: str) -> int | None:
    value = getattr(act, name)
    if name == "households" and value is None and act.household is not None:
        value = 1
    return None if value is None or not 0 <= value <= MOST[name] else int(value * 10_000)


def _fields(act: Act) -> dict[str, Any]:
    return {f.name: getattr(act, f.name) for f in attrs.fields(Act)}


def _given(act: Act, acts: Sequence[Act]) -> dict[str, Any]:
    givers = {giver for other in acts if other.id == act.id for giver in other.givers}
    if len(givers) == 1:
        return {"giver": givers.pop(), "given": "alone"}
    return {"giver": None, "given": "jointly" if givers else "unknown"}


def _placed(
    act: Done, window: Period, unit: str | None
) -> list[tuple[str | None, tuple[int, int, int]]]:
    """In which periods it was done, and how often."""
    whole = act.times(window)
    if unit is None or not whole[0]:
        return [(None, whole)]
    each = [(name, act.times(period)) for name, period in _slots(window, MONTHS[unit])]
    sure: list[tuple[str | None, tuple[int, int, int]]] = [
        (name, told) for name, told in each if told[0]
    ]
    return sure if sum(told[0] for _, told in sure) == whole[0] else [(None, whole)]


def _slots(window: Period, months: int) -> list[tuple[str, Period]]:
    first, end = window.since, window.until
    assert first is not None
    assert end is not None
    begins = dt.date(first.year, (first.month - 1) // months * months + 1, 1)
    slots = []
    while begins < end:
        after = add_months(begins, months)
        name = {1: f"{begins:%Y-%m}", 3: f"{begins.year}-Q{begins.month // 3 + 1}"}
        days = Period(max(begins, first), min(after, end))
        slots.append((name.get(months, f"{begins.year}"), days))
        begins = after
    return slots


def _measures(amount: Amount, times: int, may: int, loose: int) -> dict[str, int]:
    here = times + may
    return {
        "acts": times,
        "parts": times * (amount.parts or 0),
        "parts_unplaced": (may - loose) * (amount.parts or 0),
        "at_least": here if amount.least and amount.parts is not None else 0,
        "unknown": here if amount.parts is None or loose else 0,
        "unplaced": may,
    }
