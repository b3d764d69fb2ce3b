"""Who is poor and how many live there: the bounds of the chain of exits, worked by hand."""

from __future__ import annotations

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError
from tests.coverage.exited import (
    CANGXI,
    GOOD,
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
    village,
)

# --- Rural population ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "persons"),
    [
        ([people(CANGXI, 100, 2015), people(CANGXI, 200, 2016)], 200),
        ([people(CANGXI, 100, 2015), people(CANGXI, 200, 2017)], 100),
        ([people(CANGXI, 100), people(CANGXI, 100)], 100),
        ([people(CANGXI, 100), people(CANGXI, 101)], None),
        ([people(CANGXI, 100, 2015), people(CANGXI, None, 2016)], None),
        ([people(CANGXI, 0)], None),
        ([people(CANGXI, -5)], None),
        ([people(CANGXI, 100, None)], None),
        ([people(OTHER, 100), people("510824102", 1000)], None),
        ([], None),
    ],
    ids=["latest year", "not a later year", "said twice", "contradicting", "latest says nothing",
         "nobody", "less than nobody", "no year", "other places", "no table"],
)  # fmt: skip
def test_the_population_is_that_of_the_very_place_and_the_latest_year(
    told: list[fp.RuralPopulation], persons: int | None
) -> None:
    """Never a sum over villages or households."""
    chain = ask(
        households=[household("H-1")],
        surveys=[good("H-1")],
        populations=told or None,
        village_surveys=[village()],
    )
    outcome = "unknown" if persons is None else "met"
    assert cells(chain, "rural_population", "outcome", division=CANGXI) == [persons, outcome]
    assert cells(chain, "incidence_low", division=CANGXI) == [None if persons is None else 0.0]


def test_a_population_of_nobody_is_none_where_no_verdict_is_asked_for_either() -> None:
    chain = ask(populations=[people("510824102", 0)], asked={"by": "township"})
    assert cells(chain, "rural_population", "incidence_low", "incidence_high") == [None] * 3


def test_more_poor_than_people_contradict_each_other_and_nothing_is_known() -> None:
    chain = poor(5, 4)
    bounds = cells(chain, "incidence_low", "incidence_high", "combined_incidence_low", "outcome")
    assert bounds == [None, None, None, "unknown"]


def test_an_incidence_is_never_more_than_all() -> None:
    """8 of 6 may be poor, 4 surely are."""
    chain = ask(
        households=[household("H-1"), household("H-2")],
        surveys=[bad("H-1")],
        populations=[people(CANGXI, 6)],
    )
    assert cells(chain, "poor_most", "incidence_low", "incidence_high") == [8, 4 / 6, 1.0]


def test_a_village_without_households_has_nobody_poor_and_the_result_says_so() -> None:
    """Told of by its population, by the table of villages, by its survey: wherever it stands."""
    chain = ask(
        populations=[people(CANGXI, 100)],
        villages=[fp.Village(division=OTHER, poor=True)],
        village_surveys=[village(CANGXI), village(ZHAOHUA)],
    )
    assert cells(chain, "poor", "poor_most", "outcome", division=CANGXI) == [0, 0, "met"]
    assert cells(chain, "poor", "poor_most", "outcome", division=OTHER) == [0, 0, "unknown"]
    assert cells(chain, "poor", "poor_most", "outcome", division=ZHAOHUA) == [0, 0, "unknown"]
    assert chain.rate("village") == fp.Rate(0, 1, unknown=1)
    said = "a place without households on record has nobody poor"
    assert said in chain.provenance.assumptions


def test_no_place_above_a_village_is_taken_for_one() -> None:
    chain = ask(
        populations=[people("510824", 100)],
        villages=[fp.Village(division=d) for d in ("510824102", "441900", "51x8")],
    )
    assert chain.rows.is_empty()


# --- Households ---------------------------------------------------------------------------------


def test_persons_are_counted_between_bounds_by_what_is_known_of_each_household() -> None:
    chain = ask(
        households=[
            household("H-1", size=4), household("H-2", size=3), household("H-3", size=2),
            household("H-4", size=5, registration="exited"),
            household("H-5", size=6, registration="exited"),
            household("H-6", size=7, registration="unheard-of"),
        ],
        surveys=[bad("H-1"), good("H-2"), bad("H-4")],
        populations=[people(CANGXI, 1000)],
    )  # fmt: skip
    counts = ("in_need", "exited", "may_exit", "may_not_exit", "exit_unknown", "unplaced")
    assert cells(chain, *counts) == [3, 2, 1, 1, 1, 1]
    assert cells(chain, "poor", "poor_most") == [4, 4 + 2 + 7]
    assert cells(chain, "recorded_poor", "recorded_poor_most") == [9, 16]
    assert cells(chain, "wrongly_exited", "wrongly_exited_most") == [5, 5 + 6 + 7]
    assert cells(chain, "exited_persons", "exited_persons_most") == [11, 18]
    assert cells(chain, "incidence_low", "incidence_high") == [0.004, 0.013]


def test_a_household_of_which_nobody_knows_whether_it_exited_counts_once_in_the_whole() -> None:
    """In need or wrongly exited: poor in any case, and not twice."""
    chain = ask(
        households=[household("H-1", size=4, registration="unheard-of")],
        surveys=[bad("H-1")],
        populations=[people(CANGXI, 4)],
        unregistered=[fp.Household(id="U-1", division=ZHAOHUA, size=1)],
    )
    assert cells(chain, "combined_poor", "combined_poor_most", division=CANGXI) == [0, 4]
    assert cells(chain, "combined_incidence_high", division=CANGXI) == [1.0]


def test_persons_are_those_of_the_members_where_they_are_told() -> None:
    members = [fp.Membership(person=f"P-{n}", since="2014-01-01") for n in range(3)]
    chain = ask(
        households=[household("H-1", size=None, members=members)],
        surveys=[bad("H-1")],
        unregistered=[fp.Household(id="U-1", division=CANGXI, members=members[:2])],
    )
    assert cells(chain, "poor", "unregistered_persons", "omitted_most") == [3, 2, 2]


def test_income_by_its_parts_counts_for_both_lists() -> None:
    """2,855 a head is on the line and not over it; 2,856 is over it."""
    parts = dict.fromkeys(("business", "property", "transfer", "business_expenses"), 0)
    chain = ask(
        households=[household("H-1", size=4)],
        unregistered=[fp.Household(id="U-1", division=CANGXI, size=2)],
        surveys=[
            fp.Survey(household=name, **{**GOOD, "net_income_per_head": None})
            for name in ("H-1", "U-1")
        ],
        incomes=[
            fp.Income(household="H-1", until="2015-12-31", wage=4 * 2855, **parts),
            fp.Income(household="U-1", until="2015-12-31", wage=2 * 2856, **parts),
        ],
    )
    assert cells(chain, "poor", "omitted", "omitted_most") == [4, 0, 0]


def test_without_any_status_every_household_is_taken_as_in_need() -> None:
    chain = ask(households=[household("H-1", registration=None)], surveys=[bad("H-1")])
    assert cells(chain, "in_need", "exited", "poor", "wrongly_exited_most") == [1, 0, 4, 0]
    assert any("every household is taken as in need" in a for a in chain.provenance.assumptions)


def test_without_divisions_the_one_book_is_taken_to_hold_and_the_result_says_so() -> None:
    chain = ask(households=[household("H-1", None)], surveys=[bad("H-1")])
    assert chain.rows.select("placed", "poor", "poor_most").rows() == [("unknown", 4, 4)]
    assert any("no divisions were given" in said for said in chain.provenance.assumptions)
    with pytest.raises(QuestionError, match="several books, and no divisions"):
        ask([NATION, SICHUAN], households=[household("H-1", None)], surveys=[bad("H-1")])


def test_answers_to_what_is_not_known_are_told() -> None:
    seen = fp.Survey(household="H-1", **{**GOOD, "income_steady": None})
    steady = {"income_steady": True}
    chain = ask(households=[household("H-1")], surveys=[seen], asked={"assume": steady})
    assert cells(chain, "may_exit", "exit_unknown") == [1, 0]
    assert chain.provenance.asked["assume"] == {"income_steady": "True"}


# --- A city of 2014 -----------------------------------------------------------------------------


def test_the_incidence_of_guangyuan_in_2014_follows_from_its_poor_and_its_people() -> None:
    """348,200 poor and 14.6 % imply 2.385 million rural persons; 97,400 left in 2017: 4.1 %."""
    persons = round(348_200 / 0.146)
    sizes = pl.DataFrame({"id": range(3), "size": [97_400, 250_800, 0]})
    households = sizes.with_columns(
        division=pl.lit("510824102201"), registration=pl.Series(["in-need", "exited", "ordinary"])
    )
    tables = {
        "households": households,
        "surveys": pl.DataFrame({"household": [0], "on": ["2017-12-01"], "housing": [False]}),
        "populations": pl.DataFrame({"division": ["5108"], "year": [2014], "persons": [persons]}),
    }
    chain = ask(**tables, asked={"by": "city", "on": "2017-12-31"})
    assert round(cells(chain, "recorded_incidence_low")[0], 3) == 0.041
    all_of_them = ask(
        **{**tables, "households": households.with_columns(registration=pl.lit("in-need"))},
        asked={"by": "city", "on": "2017-12-31"},
    )
    assert round(cells(all_of_them, "recorded_incidence_low")[0], 3) == 0.146
