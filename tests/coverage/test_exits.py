"""The chain of exits at the end of 2016: worked by hand, a few households at a time."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError, UnknownRuleError

ON, SEEN = "2016-12-31", "2016-06-01"
CANGXI, OTHER, ZHAOHUA = "510824102201", "510824102202", "510811101201"
GUIZHOU, HUBEI = "520102001201", "420102001201"
NATION, SICHUAN = (fp.policy.load(name) for name in ("cn-2016", "sichuan-2016"))
BEFORE = fp.policy.load("sichuan-2015")
GOOD: dict[str, Any] = {
    "on": SEEN, "income_until": "2015-12-31", "net_income_per_head": "2856",
    "school_age_children": 0,
    **dict.fromkeys(
        ("income_steady", "food", "clothing", "medical", "housing", "water", "power", "broadcast"),
        True,
    ),
}  # fmt: skip
HAVES: dict[str, Any] = dict.fromkeys(
    ("collective_income", "paved_road", "clinic", "culture_room", "network", "safe_water", "power"),
    True,
)  # fmt: skip
THREE: dict[str, Any] = dict.fromkeys(
    ("township_schools", "township_clinics", "service_centres"), True
)


def household(name: str, division: str | None = CANGXI, size: int | None = 4, **more: Any) -> Any:
    """A registered household in need."""
    return fp.Household(
        id=name, division=division, size=size, **{"registration": "in-need", **more}
    )


def bad(name: str) -> fp.Survey:
    """A household that may not leave."""
    return fp.Survey(household=name, **{**GOOD, "housing": False})


def good(name: str) -> fp.Survey:
    """A household that may leave."""
    return fp.Survey(household=name, **GOOD)


def people(division: str, persons: int | None, year: int | None = 2016) -> fp.RuralPopulation:
    """Who is registered there as rural."""
    return fp.RuralPopulation(division=division, year=year, persons=persons)


def village(division: str = CANGXI, **more: Any) -> fp.VillageSurvey:
    """A village that has all it should."""
    return fp.VillageSurvey(division=division, on=SEEN, **{**HAVES, **more})


def county(division: str = "510824", **more: Any) -> fp.CountySurvey:
    """A county that has all it should."""
    return fp.CountySurvey(division=division, on=SEEN, **{**THREE, **more})


def ask(policy: Any = SICHUAN, *, asked: dict[str, Any] | None = None, **tables: Any) -> Any:
    """The chain on the day."""
    registry = fp.Registry.of(**{"households": [], "surveys": [], **tables})
    return fp.coverage.exits(registry, policy, **{"on": ON, **(asked or {})})


def poor(number: int, of: int, policy: Any = SICHUAN, place: str = CANGXI, **asked: Any) -> Any:
    """A village in which so many of so many persons are surely still poor."""
    return ask(
        policy,
        asked=asked,
        households=[household(f"H-{n}", place, 1) for n in range(number)],
        surveys=[bad(f"H-{n}") for n in range(number)],
        populations=[people(place, of)],
        village_surveys=[village(place)],
    )


def cells(chain: fp.coverage.Exits, *columns: str, **where: Any) -> list[Any]:
    """Cells of the one row that agrees with `where`."""
    [row] = chain.rows.filter(**{"placed": "here", **where}).select(columns).rows()
    return list(row)


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


# --- Outside the register -----------------------------------------------------------------------


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


# --- What if a list goes out --------------------------------------------------------------------

LIST: dict[str, Any] = {
    "households": [
        household("H-1", size=1), household("H-2", size=2), household("H-3", size=3),
        household("H-4", size=4, registration="exited"),
        household("H-5", size=5, registration="unheard-of"),
    ],
    "surveys": [good("H-1"), bad("H-2"), bad("H-3"), bad("H-4")],
    "populations": [people(CANGXI, 100)],
    "village_surveys": [village()],
}  # fmt: skip


def test_a_list_moves_households_to_the_exited_and_changes_nobodys_circumstances() -> None:
    """By the record the village falls under the line; by the criteria it does not."""
    before = ask(**LIST, asked={"size_at_most": 5})
    after = ask(**LIST, asked={"assume_exited": ["H-1", "H-3"], "size_at_most": 5})
    assert cells(before, "in_need", "exited", "recorded_poor") == [3, 1, 6]
    assert cells(after, "in_need", "exited", "recorded_poor") == [1, 3, 2]
    assert cells(before, "poor", "poor_most") == cells(after, "poor", "poor_most") == [5, 10]
    assert cells(before, "wrongly_exited", "combined_poor") == [4, 10]
    assert cells(after, "wrongly_exited", "combined_poor") == [7, 9]
    assert cells(before, "may_exit", "may_not_exit") == cells(after, "may_exit", "may_not_exit")
    assert cells(before, "outcome_recorded", "outcome") == ["unmet", "unmet"]
    more = ask(**LIST, asked={"assume_exited": ["H-1", "H-3", "H-5"]})
    assert cells(more, "outcome_recorded", "outcome") == ["met", "unmet"]
    assert more.rate("village", "record") == fp.Rate(1, 1)
    assert more.rate("village") == fp.Rate(0, 1)


def test_nothing_of_a_list_is_lost() -> None:
    """Two are taken, one is not in need, two are no households: five ids, one said twice."""
    listed = ["H-1", "H-5", "H-4", "X-1", "X-2", "H-1"]
    chain = ask(**LIST, asked={"assume_exited": listed, "by": ("village", "county")})
    columns = ("taken_as_exited", "not_taken", "not_found")
    village, unknown = (
        chain.rows.filter(level="village", placed=placed).select(columns).row(0)
        for placed in ("here", "unknown")
    )
    assert (village, unknown) == ((2, 1, 0), (0, 0, 2))
    assert chain.provenance.asked["assume_exited"] == 5
    sums = chain.rows.group_by("level").agg(pl.sum_horizontal(columns).sum().alias("ids"))
    assert sums["ids"].to_list() == [5, 5]


def test_a_household_of_unknown_status_on_the_list_has_exited_or_was_never_in_need() -> None:
    one = {"households": [household("H-5", size=5, registration="unheard-of")]}
    chain = ask(**one, surveys=[bad("H-5")], asked={"assume_exited": ["H-5"]})
    assert cells(chain, "in_need", "exited", "unplaced", "taken_as_exited") == [0, 0, 1, 1]
    assert cells(chain, "recorded_poor_most", "exited_persons_most", "poor_most") == [0, 5, 5]


@pytest.mark.parametrize(
    ("listed", "ids"),
    [
        ("H-1", "text"), (["H-1", None], "text"), ([1], "text"), ([True], "text"),
        ([float("nan")], "text"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_ids_is_refused(listed: Any, ids: str) -> None:
    with pytest.raises(QuestionError, match=f"a list of ids of households, {ids} @ assume_exited"):
        ask(**LIST, asked={"assume_exited": listed})


def test_ids_may_be_integers_and_come_from_a_column() -> None:
    households = pl.DataFrame(
        {"id": [1, 2], "division": [CANGXI] * 2, "size": [4, 2], "registration": ["in-need"] * 2}
    )
    surveys = pl.DataFrame({"household": [1], "on": ["2016-12-01"]})
    listed = households.filter(id=2)["id"]
    chain = ask(households=households, surveys=surveys, asked={"assume_exited": listed})
    assert cells(chain, "recorded_poor", "taken_as_exited") == [4, 1]
    with pytest.raises(QuestionError, match="integers @ assume_exited"):
        ask(households=households, surveys=surveys, asked={"assume_exited": ["1"]})


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


# --- Criteria of one's own ----------------------------------------------------------------------


def own_book(tree: dict[str, Any], unit: str = "village", **more: Any) -> fp.Rulebook:
    """A made-up book that judges a unit by one leaf."""
    leaf = {"id": "leaf", "zh": "项", "en": "leaf", **tree}
    sourced = {"source": "notice", "checked": "unverified"}
    criterion = {"id": "own", "zh": "自定", "en": "own", "unit": unit, "tree": leaf, **sourced}
    return fp.policy.Rulebook.model_validate(
        {
            "id": "own", "zh": "自定", "en": "own", "life": {"since": "2016-01-01"},
            "sources": {"notice": {"title": "通知", "issuer": "县"}},
            "criteria": [{**criterion, **more.pop("criterion", {})}], **more,
        }
    )  # fmt: skip


def asked_by(book: fp.Rulebook, **tables: Any) -> Any:
    """The chain with villages judged by a book of one's own."""
    return ask([NATION, book], **tables, asked={"criteria": {"village": "own"}})


def test_a_field_of_ones_own_is_unknown_where_there_is_no_survey_of_villages() -> None:
    field = {"name": "nursery", "unit": "village", "kind": "flag", "zh": "园", "en": "nursery"}
    book = own_book({"flag": "nursery"}, fields=[field])
    told = {"populations": [people(CANGXI, 100)]}
    assert cells(asked_by(book, **told), "outcome") == ["unknown"]
    surveys = [{"division": CANGXI, "on": "2016-12-01", "nursery": True}]
    assert cells(asked_by(book, **told, village_surveys=surveys), "outcome") == ["met"]


def test_a_number_of_poor_persons_is_met_only_if_the_most_there_may_be_is() -> None:
    """4 are poor for sure, 8 at most."""
    tables = {
        "households": [household("H-1"), household("H-2")],
        "surveys": [bad("H-1")],
        "populations": [people(CANGXI, 100)],
    }
    for number, outcome in ((3, "unmet"), (4, "unknown"), (7, "unknown"), (8, "met")):
        book = own_book({"compare": "poor_persons", "is": "at_most", "value": number})
        assert cells(asked_by(book, **tables), "outcome") == [outcome]


def test_who_is_poor_is_of_the_day_however_old_the_survey_of_the_village() -> None:
    """What the survey says of a clinic is too old; the incidence is not, nor the day it is of."""
    fresh: dict[str, Any] = {"criterion": {"fresh_for": {"months": 6}}}
    told = {"populations": [people(CANGXI, 100)]}
    surveys = [fp.VillageSurvey(division=CANGXI, on="2016-01-01", clinic=True, poor_persons=90)]
    low = own_book({"compare": "incidence", "is": "at_most", "value": "0.03"}, **fresh)
    clinic = own_book({"flag": "clinic"}, **fresh)
    assert cells(asked_by(low, **told, village_surveys=surveys), "outcome") == ["met"]
    assert cells(asked_by(clinic, **told, village_surveys=surveys), "outcome") == ["unknown"]
    value = {"since": "2016-07-01", "number": "0.03", "source": "notice", "checked": "unverified"}
    dated = own_book(
        {"compare": "incidence", "is": "at_most", "parameter": "limit", "at": "on"},
        parameters=[{"id": "limit", "zh": "限", "en": "limit", "unit": "share", "values": [value]}],
        **fresh,
    )
    assert cells(asked_by(dated, **told, village_surveys=surveys), "outcome") == ["met"]


def test_a_level_may_go_without_a_verdict() -> None:
    """A book that has no criterion of counties answers all the same."""
    book = own_book({"flag": "housing"}, "household")
    tables = {"households": [household("H-1")], "surveys": [bad("H-1")]}
    criteria: dict[str, Any] = {"household": "own", "village": None, "county": None}
    chain = ask(book, **tables, asked={"criteria": criteria, "by": ("village", "county")})
    assert chain.rows.select("level", "poor", "outcome").rows() == [
        ("county", 4, None), ("village", 4, None),
    ]  # fmt: skip
    assert chain.provenance.asked["criteria"] == {"household": "own"}
    with pytest.raises(
        QuestionError, match="no rate of 'village' by 'criteria': expected one of no"
    ):
        chain.rate("village")
    with pytest.raises(UnknownRuleError, match="no criterion 'county-exit'"):
        ask(book, **tables, asked={"criteria": {"household": "own"}, "by": "county"})


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
