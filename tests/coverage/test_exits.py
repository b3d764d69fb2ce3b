"""The chain of exits: whose verdict, by which book, on the line and beside it; what is refused."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError, UnknownRuleError
from tests.coverage.exited import (
    BEFORE,
    CANGXI,
    GUIZHOU,
    HUBEI,
    NATION,
    ON,
    OTHER,
    SICHUAN,
    ZHAOHUA,
    ask,
    bad,
    cells,
    county,
    good,
    household,
    people,
    poor,
    village,
)

# --- On the line --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "of", "place", "own", "strict"),
    [
        (1, 100, HUBEI, "met", "met"), (2, 100, HUBEI, "met", "unmet"),
        (3, 100, HUBEI, "unmet", "unmet"), (2, 100, GUIZHOU, "met", "met"),
        (3, 100, GUIZHOU, "met", "unmet"), (4, 100, GUIZHOU, "unmet", "unmet"),
        (29, 1000, CANGXI, "met", "met"), (3, 100, CANGXI, "met", "unmet"),
        (31, 1000, CANGXI, "unmet", "unmet"),
    ],
)  # fmt: skip
def test_on_the_line_a_village_passes_where_the_words_include_the_number(
    number: int, of: int, place: str, own: str, strict: str
) -> None:
    """降至2%以下, in the west and in Sichuan 3%以下: at most; by the yardstick under, not on it."""
    book = SICHUAN if place == CANGXI else NATION
    assert cells(poor(number, of, book, place), "outcome") == [own]
    assert cells(poor(number, of, book, place, yardstick="under"), "outcome") == [strict]


@pytest.mark.parametrize(("number", "outcome"), [(39, "met"), (40, "unmet")])
def test_under_the_first_rule_of_sichuan_no_village_passes_on_the_line(
    number: int, outcome: str
) -> None:
    """低于4%: under, and there is no other reading."""
    assert cells(poor(number, 1000, BEFORE, on="2016-06-30"), "outcome") == [outcome]
    with pytest.raises(UnknownRuleError, match="has no yardstick 'under'"):
        poor(number, 1000, BEFORE, on="2016-06-30", yardstick="under")


def test_the_places_on_the_line_are_those_of_which_the_two_readings_differ() -> None:
    """2 % and 3 % of 100: one is on the line of the east, one on that of the west."""
    places = {HUBEI: 2, GUIZHOU: 3, CANGXI: 2, OTHER: 1}
    ids = {f"{place}-{n}": place for place, number in places.items() for n in range(number)}
    tables = {
        "households": [household(name, place, 1) for name, place in ids.items()],
        "surveys": [bad(name) for name in ids],
        "populations": [people(place, 100) for place in places],
    }
    own, strict = (
        ask(NATION, **tables, asked={"yardstick": yardstick}).rows.select("division", "outcome")
        for yardstick in (None, "under")
    )
    listed = own.join(strict, on="division").filter(pl.col("outcome") != pl.col("outcome_right"))
    assert sorted(listed["division"]) == [HUBEI, GUIZHOU]


def test_what_fails_and_what_is_still_needed_stands_in_masks_that_decode() -> None:
    chain = ask(
        households=[household("H-1", size=4)],
        surveys=[bad("H-1")],
        populations=[people(CANGXI, 100)],
        village_surveys=[village(clinic=False, network=None)],
    )
    outcome, failing, needed = cells(chain, "outcome", "failing", "needed")
    names = {leaf["bit"]: leaf["leaf"] for leaf in chain.leaves["village"]}
    assert outcome == "unmet"
    assert [names[bit] for bit in names if failing >> bit & 1] == ["incidence", "clinic"]
    assert needed == 0


# --- Books and places ---------------------------------------------------------------------------


def test_each_village_is_judged_by_the_book_of_its_place() -> None:
    """Sichuan's asks for a road, the nation's for the incidence alone."""
    chain = ask(
        [NATION, SICHUAN],
        households=[household("H-1")],
        surveys=[good("H-1")],
        populations=[people(place, 100) for place in (CANGXI, GUIZHOU)],
        village_surveys=[village(CANGXI, paved_road=False), village(GUIZHOU, paved_road=False)],
    )
    assert cells(chain, "outcome", division=CANGXI) == ["unmet"]
    assert cells(chain, "outcome", division=GUIZHOU) == ["met"]
    assert chain.rate("village") == fp.Rate(1, 2)


def test_books_are_told_apart_by_their_place_even_where_they_have_one_name() -> None:
    """A province's copy of the nation's book, with 1 %: two books called cn-2016."""
    strict = fp.policy.amend(
        NATION, parameters={"incidence-limit": "0.01", "incidence-limit-west": "0.01"}, id=NATION.id
    )
    chain = ask(
        [NATION, strict.model_copy(update={"division": "51"})],
        households=[household(f"H-{n}", place) for n, place in enumerate((CANGXI, GUIZHOU))],
        surveys=[bad("H-0"), bad("H-1")],
        populations=[people(CANGXI, 200), people(GUIZHOU, 200)],
    )
    assert cells(chain, "outcome", division=CANGXI) == ["unmet"]
    assert cells(chain, "outcome", division=GUIZHOU) == ["met"]


def test_where_no_book_holds_a_place_has_no_verdict_and_is_not_counted() -> None:
    chain = ask(
        households=[household("H-1", GUIZHOU)],
        surveys=[good("H-1")],
        populations=[people(place, 100) for place in (CANGXI, GUIZHOU)],
        village_surveys=[village(CANGXI)],
    )
    assert cells(chain, "outcome", "failing", "needed", division=GUIZHOU) == [None, None, None]
    assert chain.rate("village") == fp.Rate(1, 1)


def test_of_a_household_where_no_book_holds_nobody_knows_whether_it_may_exit() -> None:
    chain = ask(households=[household("H-1", GUIZHOU)], surveys=[good("H-1")])
    assert cells(chain, "in_need", "exit_unknown", "poor", "poor_most") == [1, 1, 0, 4]


def test_of_a_household_whose_place_cannot_be_read_nobody_knows_whether_the_book_holds() -> None:
    chain = ask(households=[household("H-1", "51x8")], surveys=[good("H-1")])
    columns = ("placed", "in_need", "may_exit", "exit_unknown", "poor", "poor_most")
    assert chain.rows.select(columns).rows() == [("unknown", 1, 0, 1, 0, 4)]


def test_villages_outside_the_poor_ones_count_into_the_county() -> None:
    """Of 200 persons in the county 8 are poor, 4 of them in a village that is none of the poor."""
    tables = {
        "households": [household("H-1", CANGXI), household("H-2", OTHER)],
        "surveys": [bad("H-1"), bad("H-2")],
        "populations": [people(CANGXI, 100), people(OTHER, 1000), people("510824", 200)],
        "villages": [
            fp.Village(division=CANGXI, poor=True),
            fp.Village(division=OTHER, poor=False),
        ],
        "village_surveys": [village(CANGXI), village(OTHER)],
        "county_surveys": [county()],
    }
    chain = ask(**tables, asked={"by": ("village", "county")})
    assert cells(chain, "poor", "incidence_low", "outcome", level="county") == [8, 0.04, "unmet"]
    assert cells(chain, "poor_village", "outcome", division=CANGXI) == [True, "unmet"]
    assert cells(chain, "poor_village", "outcome", division=OTHER) == [False, "met"]


def test_the_share_of_villages_that_pass_is_that_of_the_poor_ones_where_the_registry_tells() -> (
    None
):
    """As `screen` does: what is not among the villages is none; what nobody says may be one."""
    places = (CANGXI, OTHER, ZHAOHUA)
    told: dict[str, Any] = {
        "populations": [people(place, 100) for place in places],
        "village_surveys": [village(place) for place in places],
    }
    villages = [fp.Village(division=CANGXI, poor=True), fp.Village(division=OTHER)]
    assert ask(**told).rate("village") == fp.Rate(3, 3)
    some = ask(**told, villages=villages)
    assert some.rate("village") == fp.Rate(1, 1, unplaced=1)
    assert cells(some, "poor_village", division=OTHER) == [None]
    assert cells(some, "poor_village", division=ZHAOHUA) == [False]
    twice = ask(**told, villages=[*villages, fp.Village(division=CANGXI, poor=False)])
    assert cells(twice, "poor_village", division=CANGXI) == [None]
    assert twice.rate("village") == fp.Rate(0, 0, unplaced=2)


def test_a_county_passes_by_its_own_population_and_its_own_survey() -> None:
    chain = ask(
        households=[household("H-1", CANGXI)],
        surveys=[bad("H-1")],
        populations=[people(CANGXI, 10), people("510824000000", 200)],
        county_surveys=[county("510824")],
        asked={"by": "county"},
    )
    assert cells(chain, "rural_population", "outcome") == [200, "met"]
    assert chain.rate("county") == fp.Rate(1, 1)


def test_a_city_without_counties_is_a_county_and_other_levels_have_no_verdict() -> None:
    chain = ask(
        NATION,
        households=[household("H-1", "441900003001", 1)],
        surveys=[bad("H-1")],
        populations=[people("441900", 100)],
        asked={"by": ("city", "county", "township")},
    )
    assert cells(chain, "poor", "incidence_low", "outcome", level="county") == [1, 0.01, "met"]
    assert cells(chain, "poor", "incidence_low", "outcome", level="city") == [1, 0.01, None]
    assert cells(chain, "poor", "incidence_low", "outcome", level="township") == [1, None, None]
    assert set(chain.leaves) == {"county"}


def test_households_without_a_village_stand_in_rows_of_their_own_and_move_no_verdict() -> None:
    """One known to the township, one nowhere; the result says that no verdict counts them."""
    chain = ask(
        households=[household("H-1", "510824102"), household("H-2", None), household("H-3")],
        surveys=[bad("H-1"), bad("H-2"), good("H-3")],
        populations=[people(CANGXI, 100), people("510824102", 100)],
        village_surveys=[village()],
    )
    assert chain.rows.select("division", "placed", "in_need", "poor_most", "outcome").rows() == [
        ("510824102000", "above", 1, 4, None),
        (CANGXI, "here", 1, 0, "met"),
        (None, "unknown", 1, 4, None),
    ]
    assert chain.rows["rural_population"].to_list() == [None, 100, None]
    assert (
        "households whose place is not known down to the level move no verdict"
        in chain.provenance.assumptions
    )


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"by": ()}, "goes by division levels"),
        ({"by": ("village", "cause")}, "goes by division levels"),
        ({"by": "hamlet"}, "by= cannot be hamlet"),
        ({"criteria": {"province": "x"}}, "criteria= names criteria of household, village, county"),
        ({"criteria": {"household": None}}, "the first one always"),
        ({"criteria": {"village": "county-exit"}}, "county-exit asks about a county: expected a v"),
        ({"criteria": {"household": "village-exit"}}, "asks about a village: expected a household"),
        ({"assume": {"luck": True}}, "assume= knows no luck"),
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        ask(households=[household("H-1")], surveys=[bad("H-1")], asked=asked)


def test_tables_that_are_needed_are_named() -> None:
    with pytest.raises(SchemaError, match=r"coverage\.exits needs the table: pass surveys="):
        fp.coverage.exits(fp.Registry.of(households=[household("H-1")]), SICHUAN, on=ON)
    with pytest.raises(SchemaError, match=r"coverage\.exits needs the table: pass households="):
        fp.coverage.exits(fp.Registry.of(surveys=[bad("H-1")]), SICHUAN, on=ON)


def test_a_rate_that_was_not_asked_for_is_refused() -> None:
    chain = poor(1, 100)
    with pytest.raises(
        QuestionError, match="no rate of 'county' by 'criteria': expected one of vil"
    ):
        chain.rate("county")
    with pytest.raises(
        QuestionError, match="by 'rumour': expected one of village, by record or cri"
    ):
        chain.rate("village", "rumour")


def test_outside_its_days_a_book_answers_when_the_question_says_so_and_that_is_told() -> None:
    """Under 4 %, a year after 3 % took its place: the last value holds on."""
    late: dict[str, Any] = {"on": "2017-06-30", "assume": {"in_force": True}, "carry": True}
    chain = poor(39, 1000, BEFORE, **late)
    assert cells(chain, "outcome") == ["met"]
    assert any("taken as in force" in said for said in chain.provenance.assumptions)
