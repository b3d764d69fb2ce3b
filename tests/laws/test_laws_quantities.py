"""Laws of quantities and acts: conversion loses nothing, sums keep their bounds."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from fupin.amounts import UNITS, Quantity
from fupin.dates import Period
from fupin.model import Act
from fupin.testing import acts, days, quantities


@given(quantities(), st.data())
def test_there_and_back_is_the_same_quantity(told: Quantity, data: st.DataObject) -> None:
    alike = [u.id for u in UNITS.values() if u.dimension == UNITS[told.unit].dimension]
    unit = data.draw(st.sampled_from(alike))
    assert told.to(unit).to(told.unit) == told


@given(quantities(), st.data())
def test_a_sum_is_the_same_either_way_round_and_known_only_if_both_are(
    one: Quantity, data: st.DataObject
) -> None:
    alike = quantities().filter(lambda q: UNITS[q.unit].dimension == UNITS[one.unit].dimension)
    other = data.draw(alike)
    total = one + other
    assert total == (other + one).to(one.unit)
    assert (total.exact is None) == (one.exact is None or other.exact is None)
    assert total.low == one.low + other.to(one.unit).low


@given(acts(), st.lists(days(), min_size=3, max_size=3, unique=True))
def test_how_often_an_act_was_done_adds_up_over_windows(act: Act, edges: list[dt.date]) -> None:
    """What is surely known of two windows side by side is known of both together."""
    first, middle, last = sorted(edges)
    parts = [act.times(Period(first, middle)), act.times(Period(middle, last))]
    known = [times for times in parts if times is not None]
    if len(known) == 2:
        assert act.times(Period(first, last)) == sum(known)
