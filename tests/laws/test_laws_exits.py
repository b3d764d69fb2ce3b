"""What holds of the chain of exits on every registry: bounds, sums, lists, one household more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON
from tests import draws
from tests.agreement.exited import GOOD, VILLAGES, Drawn, chains

NATION = fp.policy.load("cn-2016")
LEVELS = ("village", "township", "county", "city", "province")
PERSONS = (
    "poor", "recorded_poor", "wrongly_exited", "omitted", "combined_poor", "exited_persons",
    "unregistered_persons",
)  # fmt: skip
SHARES = ("incidence", "recorded_incidence", "combined_incidence")
COUNTS = (
    "in_need", "exited", "may_exit", "may_not_exit", "exit_unknown", "unplaced", "taken_as_exited",
    "not_taken", "not_found", "size_unknown",
)  # fmt: skip
UNMOVED = (
    "poor", "poor_most", "may_exit", "may_not_exit", "exit_unknown", "size_unknown", "omitted",
    "omitted_most", "outcome", "failing", "needed",
)  # fmt: skip
few = draws(8)

Rows = dict[tuple[Any, ...], dict[str, Any]]


def asked(drawn: Drawn, **asked: Any) -> fp.coverage.Exits:
    """The chain on the day, by the nation's book."""
    return fp.coverage.exits(fp.Registry.of(**drawn), NATION, **{"on": ON, **asked})


def rows(drawn: Drawn, **more: Any) -> Rows:
    """Rows by place."""
    told = asked(drawn, **more).rows.to_dicts()
    return {(row["level"], row["division"], row["placed"]): row for row in told}


def within(low: Any, inner: Any, high: Any) -> bool:
    """Whether a number lies between bounds; an upper one that is empty is no bound."""
    return low <= inner and (high is None or (inner is not None and inner <= high))


@few
@given(drawn=chains(), listed=st.sets(st.sampled_from(["H-0", "H-1", "H-2", "X-1"])))
def test_a_lower_bound_is_never_above_the_upper_and_a_share_lies_in_0_to_1(
    drawn: Drawn, listed: set[str]
) -> None:
    for row in rows(drawn, by=LEVELS, assume_exited=listed).values():
        for name in PERSONS:
            assert row[name] is None or within(0, row[name], row[f"{name}_most"]), name
        for name in SHARES:
            low, high = row[f"{name}_low"], row[f"{name}_high"]
            assert (low is None and high is None) or within(0, low, 1), name
            assert high is None or low <= high <= 1, name
        assert row["recorded_poor"] <= row["combined_poor"]
        assert row["omitted"] is None or row["omitted"] <= row["combined_poor"]


@few
@given(drawn=chains())
def test_rows_of_every_level_add_up_to_the_same_and_to_what_screening_counts(drawn: Drawn) -> None:
    """Of one book for the whole nation: those in need, and what is said of them."""
    chain = asked(drawn, by=LEVELS, assume_exited=["H-1", "X-1"]).rows
    sums = chain.group_by("level").agg(pl.col(*COUNTS, *PERSONS).sum()).drop("level")
    assert sums.unique().height <= 1
    registry = fp.Registry.of(**drawn)
    [screened] = fp.coverage.screen(
        registry, NATION, "household-exit", on=ON, population="in_need"
    ).rows.to_dicts()
    chain = asked(drawn).rows.select(pl.col(*COUNTS, "recorded_poor", "poor").sum())
    [whole] = chain.to_dicts()
    for name, column in {
        "in_need": "units", "may_exit": "met", "may_not_exit": "unmet", "exit_unknown": "unknown",
        "unplaced": "unplaced", "recorded_poor": "persons", "poor": "persons_unmet",
    }.items():  # fmt: skip
        if "division" in registry.columns("households") or name in ("in_need", "recorded_poor"):
            assert whole[name] == screened[column], name


@few
@given(drawn=chains(12), place=st.sampled_from(VILLAGES), size=st.none() | st.integers(1, 4))
def test_a_household_more_that_fails_never_lowers_who_is_poor_nor_lets_a_place_pass(
    drawn: Drawn, place: str, size: int | None
) -> None:
    """Nor does it change any other place."""
    told = [fp.Event(event="registered", on="2014-04-01")]
    more = fp.Household(id="N-1", division=place, size=size, events=told)
    survey = fp.Survey(household="N-1", **{**GOOD, "housing": False})
    others = [attrs.evolve(h, registration=None) for h in drawn["households"]]
    drawn = {**drawn, "households": [more, *others]}  # so that events tell in both
    before, after = (
        rows({**drawn, "households": households, "surveys": [*drawn["surveys"], survey]})
        for households in ([attrs.evolve(more, division=None), *others], drawn["households"])
    )
    for key, row in after.items():
        was = before.get(key)
        if key[1] is None or was is None:
            continue
        if key[1] != place:
            assert row == was
            continue
        for name in ("poor", "recorded_poor", "combined_poor"):
            assert was[name] <= row[name]
            most = (was[f"{name}_most"], row[f"{name}_most"])
            assert None in most or most[0] <= most[1]
        assert row["outcome"] != "met" or was["outcome"] == "met"
        assert row["outcome_recorded"] != "met" or was["outcome_recorded"] == "met"


@few
@given(drawn=chains(), lists=st.lists(st.sampled_from([f"H-{n}" for n in range(12)]), max_size=10))
def test_a_list_moves_households_from_in_need_to_the_exited_and_nothing_else(
    drawn: Drawn, lists: Sequence[str]
) -> None:
    """And a place that passes by the record with a list passes with a longer one."""
    before, some, more = (
        rows(drawn, assume_exited=listed) for listed in ([], lists[::2], [*lists, "X-1"])
    )
    for row in some.values():
        assert row["not_found"] == 0 or row["division"] is None
    ids = sum(row["taken_as_exited"] + row["not_taken"] + row["not_found"] for row in some.values())
    assert ids == len(set(lists[::2]))
    for key, was in before.items():
        shorter, longer = some[key], more[key]
        for row in (shorter, longer):
            moved = was["in_need"] - row["in_need"]
            assert 0 <= moved <= row["taken_as_exited"]
            assert row["exited"] - was["exited"] == moved
            for name in UNMOVED:
                assert row[name] == was[name], name
            assert row["recorded_poor"] <= was["recorded_poor"]
            assert row["combined_poor"] <= was["combined_poor"]
            assert was["wrongly_exited"] <= row["wrongly_exited"]
        if shorter["outcome_recorded"] == "met":
            assert longer["outcome_recorded"] == "met"


@st.composite
def learned(draw: st.DrawFn, drawn: Drawn) -> Drawn:
    """The same registry in which something that was not known is."""
    seen = {survey.household for survey in drawn["surveys"]}
    every = [*drawn["households"], *drawn.get("unregistered", ())]
    ids = [household.id for household in every]
    surveys = [
        attrs.evolve(s, water=draw(st.booleans()))
        if s.water is None and [t.household for t in drawn["surveys"]].count(s.household) == 1
        else s
        for s in drawn["surveys"]
    ]
    surveys += [
        fp.Survey(household=name, **{**GOOD, "housing": draw(st.booleans())})
        for name in sorted({*ids} - seen)
        if draw(st.booleans())
    ]
    sized: Drawn = {
        name: [
            attrs.evolve(h, size=draw(st.integers(1, 4)))
            if h.size in (None, 0) and not h.members and ids.count(h.id) == 1
            else h
            for h in drawn[name]
        ]
        for name in ("households", "unregistered")
        if name in drawn
    }
    return {**drawn, **sized, "surveys": surveys}


@few
@given(data=st.data())
def test_learning_what_was_not_known_never_moves_a_bound_outward_nor_turns_a_verdict(
    data: st.DataObject,
) -> None:
    drawn = data.draw(chains())
    before, after = rows(drawn), rows(data.draw(learned(drawn)))
    assert before.keys() == after.keys()
    for key, was in before.items():
        row = after[key]
        for name in PERSONS:
            if was[name] is not None:
                assert was[name] <= row[name], name
            if was[f"{name}_most"] is not None:
                assert row[f"{name}_most"] <= was[f"{name}_most"], name
        for outcome in ("outcome", "outcome_recorded"):
            if was[outcome] == "met":
                assert row[outcome] == "met"
            if was[outcome] == "unmet":  # or more are poor than live there, and nothing is known
                assert row[outcome] in ("unmet", "unknown")
