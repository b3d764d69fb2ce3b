"""Laws of what acts gave: rows add up, order and repeats change nothing, the truth is within."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.dates import Period
from fupin.model.acts import AMOUNTS
from fupin.testing import ON, acts
from tests import draws

Acts = list[fp.Act]
some = st.lists(acts(), max_size=5)
sums = ("acts", "parts", "parts_unplaced", "at_least", "unknown", "unplaced")


def told(of: Acts, **asked: Any) -> fp.coverage.Deliveries:
    """What acts gave, on the day of drawn records."""
    return fp.coverage.deliveries(fp.Registry.of(acts=of), **{"on": ON, **asked})


def by_unit(result: fp.coverage.Deliveries, level: str | None = None) -> dict[Any, list[int]]:
    """The sums of a result by unit alone."""
    rows = result.rows if level is None else result.rows.filter(level=level)
    units: dict[Any, list[int]] = {}
    for row in rows.to_dicts():
        before = units.setdefault(row["unit"], [0] * len(sums))
        units[row["unit"]] = [a + row[name] for a, name in zip(before, sums, strict=True)]
    return units


@draws(8)
@given(some)
def test_rows_of_every_grouping_add_up_to_the_whole(of: Acts) -> None:
    """By place, kind, giver and quarter: each act stands once."""
    window = Period("2015-01-01", "2017-01-01")
    whole = by_unit(told(of, window=window))
    for by in (["county"], ["kind", "item"], ["giver"], ["quarter"], ["month", "giver"]):
        level = "county" if by == ["county"] else None
        assert by_unit(told(of, by=by, window=window), level) == whole, by


@draws(8)
@given(some, st.randoms(use_true_random=False))
def test_order_and_repeats_change_nothing(of: Acts, chance: Any) -> None:
    """The same acts, shuffled, some of them said again."""
    again = [*of, *of[:2]]
    chance.shuffle(again)
    assert told(again, by="giver").digest == told(of, by="giver").digest


@draws(25)
@given(st.lists(acts(faulty=False), max_size=4), st.data())
def test_what_turns_out_lies_between_the_bounds(of: Acts, data: st.DataObject) -> None:
    """An act whose day becomes known, an "over N" that becomes a number: within what was said."""
    of = [attrs.evolve(act, id=f"A-{n}") for n, act in enumerate(of)]
    before = told(of)
    settled = [_settled(act, data) for act in of]
    after = told(settled)
    for unit in (unit for unit in after.rows["unit"].to_list() if unit is not None):
        was, now = before.quantity(unit), after.quantity(unit)
        assert was.low <= now.low
        assert was.high is None or (now.high is not None and now.high <= was.high), unit


def _settled(act: fp.Act, data: st.DataObject) -> fp.Act:
    """The same act, with what is open about it decided."""
    more = {
        name: getattr(act, name) + data.draw(st.integers(0, 3))
        for name in AMOUNTS
        if name in act.at_least and getattr(act, name) is not None
    }
    known = attrs.evolve(act, **more, at_least=())
    if act.on is not None or act.every is not None or act.since is None:
        return known
    return attrs.evolve(known, on=act.since, since=None, until=None)
