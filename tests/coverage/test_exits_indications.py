"""Outside the register, and beside the yardsticks of evaluations: worked by hand."""

from __future__ import annotations

import polars as pl
import pytest

import fupin as fp
from tests.coverage.exited import (
    BEFORE,
    CANGXI,
    GUIZHOU,
    NATION,
    OTHER,
    SICHUAN,
    ZHAOHUA,
    ask,
    bad,
    cells,
    good,
    household,
    people,
    poor,
)


def test_without_the_table_of_unregistered_households_nobody_knows_who_was_omitted() -> None:
    """The lower bound of all together stays: it is what the register itself tells."""
    chain = ask(
        households=[household("H-1"), household("H-2", size=2, registration="exited")],
        surveys=[bad("H-1"), bad("H-2")],
        populations=[people(CANGXI, 100), people(OTHER, 100)],
    )
    unknown = ("omitted", "omitted_most", "unregistered_persons", "unregistered_persons_most")
    assert cells(chain, *unknown, division=CANGXI) == [None] * 4
    assert cells(chain, *unknown, division=OTHER) == [None] * 4
    combined = ("combined_poor", "combined_poor_most", "combined_incidence_low",
                "combined_incidence_high")  # fmt: skip
    assert cells(chain, *combined, division=CANGXI) == [6, None, 0.06, None]
    assert cells(chain, *combined, division=OTHER) == [0, None, 0.0, None]


def test_omitted_and_wrongly_exited_households_are_indications_beside_the_yardsticks() -> None:
    """Of 100 persons 4 are in need, 2 of 10 exited wrongly, 1 to 3 of 3 unregistered omitted."""
    chain = ask(
        households=[
            household("H-1"), household("H-2", size=2, registration="exited"),
            household("H-3", size=8, registration="exited"),
        ],
        surveys=[bad("H-1"), bad("H-2"), good("H-3"), bad("U-1")],
        populations=[people(CANGXI, 100)],
        unregistered=[
            fp.Household(id="U-1", division=CANGXI, size=1),
            fp.Household(id="U-2", division=CANGXI, size=2),
        ],
    )  # fmt: skip
    assert cells(chain, "omitted", "omitted_most", "wrongly_exited") == [1, 3, 2]
    assert cells(chain, "combined_incidence_low", "combined_incidence_high") == [0.07, 0.09]
    told = chain.indications.select("measure", "low", "high", "under", "outcome").rows()
    assert told == [
        ("combined_incidence", 0.07, 0.09, 0.03, "unmet"),
        ("wrong_exit_rate", 0.2, 0.2, 0.02, "unmet"),
        ("omission_rate", pytest.approx(1 / 3), 1.0, 0.02, "unmet"),
    ]


def test_an_indication_that_nothing_tells_is_open_and_one_of_nobody_is_none() -> None:
    chain = ask(
        households=[household("H-1", size=1), household("H-2", ZHAOHUA, registration="exited")],
        surveys=[good("H-1"), good("H-2")],
        populations=[people(CANGXI, 100)],
    )
    [combined, wrong, omission] = chain.indications.filter(division=CANGXI).to_dicts()
    assert (combined["low"], combined["high"], combined["outcome"]) == (0.01, None, "unknown")
    assert (wrong["low"], wrong["high"], wrong["outcome"]) == (None, None, "unknown")
    assert (omission["low"], omission["high"], omission["outcome"]) == (None, None, "unknown")


def test_the_rate_of_wrong_exits_is_bounded_by_who_may_have_exited() -> None:
    """4 surely exited, 2 of them wrongly; of 4 more nobody knows whether they exited."""
    chain = ask(
        households=[
            household("H-1", size=2, registration="exited"),
            household("H-2", size=2, registration="exited"),
            household("H-3", size=4, registration="unheard-of"),
        ],
        surveys=[bad("H-1"), good("H-2"), good("H-3")],
    )
    [_, wrong, _] = chain.indications.to_dicts()
    assert (wrong["low"], wrong["high"]) == (0.25, 0.5)


def test_where_nobody_surely_exited_all_who_may_have_may_have_wrongly() -> None:
    chain = ask(households=[household("H-1", registration="unheard-of")], surveys=[bad("H-1")])
    [_, wrong, _] = chain.indications.to_dicts()
    assert (wrong["low"], wrong["high"], wrong["outcome"]) == (0.0, 1.0, "unknown")


def test_an_indication_is_never_more_than_all() -> None:
    """2 exited wrongly; of 4 that fail nobody knows whether they exited."""
    chain = ask(
        households=[
            household("H-1", size=2, registration="exited"),
            household("H-2", size=4, registration="unheard-of"),
        ],
        surveys=[bad("H-1"), bad("H-2")],
    )
    [_, wrong, _] = chain.indications.to_dicts()
    assert (wrong["low"], wrong["high"]) == (pytest.approx(1 / 3), 1.0)


def test_of_more_poor_than_people_there_is_no_indication() -> None:
    [combined, *_] = poor(5, 4).indications.to_dicts()
    assert (combined["low"], combined["high"], combined["outcome"]) == (None, None, "unknown")


def test_a_yardstick_is_that_of_the_place() -> None:
    """Sichuan's evaluations had limits; none was read for other provinces, nor before the plan."""
    chain = ask(
        [NATION, SICHUAN],
        households=[household("H-1", CANGXI), household("H-2", GUIZHOU)],
        surveys=[bad("H-1"), bad("H-2")],
        populations=[people(CANGXI, 100), people(GUIZHOU, 100)],
    )
    under = {
        division: told["under"].to_list()
        for (division,), told in chain.indications.group_by("division")
    }
    assert under == {CANGXI: [0.03, 0.02, 0.02], GUIZHOU: [None, None, None]}
    outcomes = chain.indications.filter(division=GUIZHOU)["outcome"].to_list()
    assert outcomes == [None, None, None]
    before = poor(1, 100, BEFORE, on="2016-06-30")
    assert (before.yardsticks, set(before.indications["under"])) == ({}, {None})


def test_a_household_that_the_register_has_is_not_outside_it_wherever_it_stands() -> None:
    """In need, exited, or perhaps so; an ordinary one that is in both tables is outside."""
    status = {"H-1": "in-need", "H-2": "exited", "H-3": "unheard-of", "H-4": "ordinary"}
    chain = ask(
        households=[household(name, size=1, registration=s) for name, s in status.items()],
        surveys=[bad(name) for name in status],
        unregistered=[fp.Household(id=name, division=CANGXI, size=1) for name in status],
    )
    assert cells(chain, "unregistered_persons", "unregistered_persons_most") == [1, 2]
    assert cells(chain, "omitted", "omitted_most", "combined_poor") == [1, 2, 3]


def test_an_unregistered_household_without_id_counts_for_itself() -> None:
    unknown = pl.DataFrame({"id": [None, None], "division": [CANGXI] * 2, "size": [1, 2]},
                           schema_overrides={"id": pl.String})  # fmt: skip
    households = pl.DataFrame({"id": ["H-1"], "division": [CANGXI], "size": [4]})
    surveys = pl.DataFrame({"household": ["H-1"], "on": ["2016-12-01"]})
    chain = ask(households=households, surveys=surveys, unregistered=unknown)
    assert cells(chain, "unregistered_persons", "omitted_most") == [3, 3]
