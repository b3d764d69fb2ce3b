"""Laws of places, schemes and a helper's year: what one more record may change, and what not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.coverage import Inspected, Planned, Posted
from fupin.testing import ON, inspections, records, tables
from tests import draws

CODES = ["510824102201", "510824102202", "510811101201"]
VILLAGES = [fp.Village(division=code, poor=True) for code in CODES]
ROUNDS = (Inspected(1), Inspected(2), Inspected(1, 2))
REGISTERED = fp.Event(event="registered", on=dt.date(2014, 4, 1))
UNITS = [fp.Household(id=f"H-{n}", size=n, events=[REGISTERED]) for n in range(1, 4)]

seen = st.lists(inspections(), min_size=1, max_size=6)
one_sound = st.tuples(inspections(faulty=False), st.sampled_from(CODES)).map(
    lambda pair: attrs.evolve(pair[0], division=pair[1])
)


TOLD = fp.Inspection(division=CODES[2], round=3, levels=["city"], assisting=False, on="2016-01-01")
"""So that it is known of inspections whether they assist, in every registry alike."""


def kept(rows: Sequence[Any], what: Any = ROUNDS) -> dict[str, dict[str, int]]:
    """What villages keep, by what is asked of them."""
    registry = fp.Registry.of(villages=VILLAGES, inspections=[TOLD, *rows])
    told = fp.coverage.places(registry, what, on=ON, of="village").rows.to_dicts()
    return {row["what"]: row for row in told}


@draws(20)
@given(rows=seen, random=st.randoms(use_true_random=False))
def test_order_and_repeats_of_inspections_change_nothing(rows: Any, random: Random) -> None:
    """Of those that are told whole: two without a round may be of two rounds."""
    again = [*rows, *(row for row in rows if row.round and row.lead and row.on)]
    random.shuffle(again)
    assert kept(again) == kept(rows)


@draws(20)
@given(rows=seen, more=one_sound)
def test_one_more_inspection_takes_no_village_away(rows: Any, more: Any) -> None:
    """As long as it contradicts no other: none of the others has its place, round, lead and day."""
    key = (more.division, more.round, more.lead, more.on)
    if key in [(row.division, row.round, row.lead, row.on) for row in rows]:
        return
    before, after = kept(rows), kept([*rows, more])
    for what, row in before.items():
        assert after[what]["met"] >= row["met"]
        assert after[what]["unmet"] <= row["unmet"]


@draws(20)
@given(rows=seen)
def test_rounds_asked_together_are_kept_by_no_more_than_each_by_itself(rows: Any) -> None:
    """And every village is met, unmet or unknown."""
    told = {what: kept(rows, what)[str(what)] for what in ROUNDS}
    first, second, both = (told[what] for what in ROUNDS)
    assert both["met"] <= min(first["met"], second["met"])
    assert both["unmet"] >= max(first["unmet"], second["unmet"])
    for row in told.values():
        assert row["met"] + row["unmet"] + row["unknown"] == row["places"] == len(CODES)


@draws(20)
@given(drawn=tables("postings", "plans"))
def test_posts_and_plans_of_villages_add_up_whatever_was_drawn(drawn: dict[str, list[Any]]) -> None:
    """More posts asked are kept by fewer places."""
    registry = fp.Registry.of(villages=VILLAGES, **drawn)
    asked = (Posted("work-team"), Posted("work-team", "first-secretary"), Planned())
    rows = fp.coverage.places(registry, asked, on=ON, of="village").rows.to_dicts()
    told = {row["what"]: row for row in rows}
    for row in told.values():
        assert row["met"] + row["unmet"] + row["unknown"] == row["places"] == len(CODES)
    one, two = (told[str(what)] for what in asked[:2])
    assert two["met"] <= one["met"]
    assert two["unmet"] >= one["unmet"]


@draws(20)
@given(drawn=tables("schemes"), whose=st.sampled_from([unit.id for unit in UNITS]))
def test_one_more_scheme_takes_no_household_away(drawn: Any, whose: str) -> None:
    """One of its own, in force on the day: its household has one, and no other loses any."""
    own = fp.Scheme(id="X-own", household=whose, since="2015-01-01")
    before, after = (
        fp.coverage.schemes(fp.Registry.of(households=UNITS, schemes=some), on=ON)
        for some in (drawn["schemes"], [*drawn["schemes"], own])
    )
    old, new = before.rows.to_dicts()[0], after.rows.to_dicts()[0]
    assert new["with_scheme"] >= max(old["with_scheme"], 1)
    assert new["persons_with_scheme"] >= old["persons_with_scheme"]
    assert whose not in after.missing()["household"].to_list()
    assert new["with_scheme"] <= old["with_scheme"] + old["unknown"] + 1


POSTS = [
    fp.Deputy(id=f"D-{n}", person=f"P-{n % 2}", level="county", since="2011-12-01")
    for n in range(1, 5)
]
WORK = st.fixed_dictionaries(
    {
        "links": st.lists(records.links(), min_size=1, max_size=4),
        "meetings": st.lists(records.meetings(), min_size=1, max_size=6),
    }
)


def years(helpers: Sequence[Any], work: Any, window: fp.Period) -> dict[Any, dict[str, int]]:
    """What persons did in a window, up to the end of 2016."""
    registry = fp.Registry.of(helpers=helpers, **work)
    told = fp.coverage.helper_year(registry, on="2016-12-31", window=window).rows.to_dicts()
    return {(row["person"], row["helper"]): row for row in told}


@draws(15)
@given(work=WORK)
def test_what_is_sure_is_possible_and_a_longer_window_holds_no_less(work: Any) -> None:
    whole = years(POSTS, work, fp.Period.year(2016))
    part = years(POSTS, work, fp.Period("2016-03-01", "2016-09-01"))
    for who, row in whole.items():
        for name in ("links", "meetings"):
            assert row[name] <= row[f"{name}_possible"]
            assert part[who][name] <= row[name]
            assert part[who][f"{name}_possible"] <= row[f"{name}_possible"]


@draws(15)
@given(work=WORK)
def test_a_person_of_several_posts_did_no_more_than_those_posts_one_by_one(work: Any) -> None:
    """Meetings are of one post each, so they add up; parties of two posts may be the same."""
    apart = [attrs.evolve(post, person=f"P-{post.id}") for post in POSTS]
    window = fp.Period.year(2016)
    together = years(POSTS, work, window).values()
    single = years(apart, work, window).values()
    for name in ("links", "links_possible", "meetings_possible"):
        assert sum(row[name] for row in together) <= sum(row[name] for row in single)
    assert sum(row["posts"] for row in together) == sum(row["posts"] for row in single)
