"""Laws of division codes: one tree, and patterns that say what the code says."""

import re

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from fupin import datasets
from fupin.divisions import CODE, NATION, SHORT_CODE, Division, Level, read
from fupin.testing import divisions

SHAPED = st.from_regex(r"\A[0-9]{1,13}\Z") | st.from_regex(r"\A[0-9]{2,9}0{0,8}\Z")


@given(SHAPED)
def test_the_patterns_match_what_can_be_read(text: str) -> None:
    readable = read(text) is not None
    assert bool(re.search(SHORT_CODE, text)) is readable
    assert bool(re.search(CODE, text)) is (readable and len(text) == 12)
    assert pl.Series([text]).str.contains(SHORT_CODE).item() is readable


@given(divisions())
def test_every_division_is_read_back_from_its_codes(division: Division) -> None:
    assert Division.of(division.code) == division == Division.of(division.short)
    assert Division.of(int(division.code)) == division
    assert division.level.digits == len(division.short)


@given(st.data(), st.sampled_from([level for level in Level if level is not Level.NATION]))
def test_a_level_draws_divisions_of_that_level(data: st.DataObject, level: Level) -> None:
    assert data.draw(divisions(level)).level is level


@given(divisions())
def test_the_way_up_ends_at_the_nation(division: Division) -> None:
    steps, place = 0, division.parent
    while place is not None:
        assert place.contains(division)
        assert place.level.rank < division.level.rank
        steps, place = steps + 1, place.parent
    assert 1 <= steps <= 5


@given(divisions(), divisions(), divisions())
def test_containment_is_a_partial_order(a: Division, b: Division, c: Division) -> None:
    assert a.contains(a)
    assert NATION.contains(a)
    if a.contains(b) and b.contains(a):
        assert a == b
    if a.contains(b) and b.contains(c):
        assert a.contains(c)


@given(divisions(), st.sampled_from(Level))
def test_what_it_lies_in_at_a_level_contains_it(division: Division, level: Level) -> None:
    there = division.at(level)
    assert (there is None) is (level.rank > division.level.rank)
    assert there is None or there.contains(division)


def test_every_shipped_code_is_read_at_the_level_of_its_table() -> None:
    names = datasets.divisions()
    levels = dict(names.select("code", "level").iter_rows())
    assert len(levels) > 40_000
    wrong = {c: level for c, level in levels.items() if Division.of(c).level.value != level}
    assert wrong == {}
    parents = dict(names.select("code", "parent").iter_rows())
    above = {c: p for c, p in parents.items() if p is not None}
    assert {c for c, p in above.items() if str(Division.of(c).parent) != p} == set()
