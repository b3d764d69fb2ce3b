"""Whom a criterion is asked about: whoever was surveyed, or whom the registry lists."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError

ON = "2016-12-31"
CANGXI, OTHER, ZHAOHUA = "510824102201", "510824102202", "510811101201"
BOOK = fp.policy.load("sichuan-2016")
HAVES = dict.fromkeys(
    ("collective_income", "paved_road", "clinic", "culture_room", "network"), True
)  # fmt: skip


def village(division: str, **more: Any) -> fp.VillageSurvey:
    """A village without anybody poor."""
    said: dict[str, Any] = {"poor_persons": 0, "rural_population": 1000, **HAVES, **more}
    return fp.VillageSurvey(division=division, on="2016-06-01", **said)


def screened(unit: str, tables: dict[str, Any], **asked: Any) -> fp.coverage.Screening:
    """The exit of a unit, asked of a registry."""
    return fp.coverage.screen(fp.Registry.of(**tables), BOOK, f"{unit}-exit", on=ON, **asked)


SURVEYED: dict[str, Any] = {"village_surveys": [village(CANGXI), village(OTHER), village(ZHAOHUA)]}
LISTED: dict[str, Any] = {
    **SURVEYED,
    "villages": [
        fp.Village(division=CANGXI, poor=True), fp.Village(division=OTHER, poor=False),
        fp.Village(division="510824103201", poor=True), fp.Village(division="510824103202"),
    ],
}  # fmt: skip


# --- Villages and counties ----------------------------------------------------------------------


def test_without_a_table_of_villages_every_one_surveyed_is_judged_and_the_result_says_so() -> None:
    found = screened("village", SURVEYED, by="county")
    assert found.rows.select("division", "units", "met").rows() == [
        ("510811000000", 1, 1), ("510824000000", 2, 2),
    ]  # fmt: skip
    assert "everyone surveyed is judged: no villages were given" in found.provenance.assumptions


def test_the_poor_villages_are_judged_where_the_registry_says_which_they_are() -> None:
    """One has no survey; of another nobody says whether it is poor."""
    found = screened("village", LISTED)
    assert found.total == fp.Rate(1, 2, unknown=1, unplaced=1)
    assert found.provenance.asked["population"] == "poor"
    assert screened("village", LISTED, population="poor").digest == found.digest


def test_all_villages_are_judged_where_the_question_says_so() -> None:
    assert screened("village", LISTED, population="all").total == fp.Rate(2, 4, unknown=2)


def test_a_village_said_to_be_poor_and_not_poor_may_be_either() -> None:
    twice = [*LISTED["villages"], fp.Village(division=CANGXI, poor=False)]
    found = screened("village", {**LISTED, "villages": twice})
    assert found.total == fp.Rate(0, 1, unknown=1, unplaced=2)


def test_villages_may_be_counted_by_a_column_of_their_table() -> None:
    tagged = pl.DataFrame({"division": [CANGXI, OTHER], "area": ["Qinba", "none"]})
    surveys = pl.DataFrame({"division": [CANGXI], "on": ["2016-06-01"]})
    found = screened("village", {"villages": tagged, "village_surveys": surveys}, by="area")
    assert found.rows.select("area", "units").rows() == [("Qinba", 1), ("none", 1)]


def test_counties_are_those_that_were_surveyed() -> None:
    survey = fp.CountySurvey(division="510824", on="2016-06-01", township_schools=False)
    found = screened("county", {"county_surveys": [survey]}, by="city")
    assert found.rows.select("division", "units", "unmet").rows() == [("510800000000", 1, 1)]


# --- Households ---------------------------------------------------------------------------------


def test_without_a_table_of_households_everyone_surveyed_is_judged() -> None:
    found = screened("household", {"surveys": [fp.Survey(household="H-1", on="2016-06-01")]})
    assert found.total == fp.Rate(0, 1, unknown=1)
    assert "everyone surveyed is judged: no households were given" in found.provenance.assumptions


def test_households_are_of_the_population_that_the_question_names_or_else_the_criterion() -> None:
    homes = [
        fp.Household(id="H-1", division=CANGXI, size=2, registration="in-need"),
        fp.Household(id="H-2", division=CANGXI, size=3, registration="exited"),
    ]
    tables = {"households": homes, "surveys": [fp.Survey(household="H-1", on="2016-06-01")]}
    for population, persons in ((None, 2), ("in_need", 2), ("exited", 3), ("registered", 5)):
        found = screened("household", tables, population=population)
        assert found.rate("persons").denominator == persons


# --- What is refused ----------------------------------------------------------------------------

HOMES = {
    "households": pl.DataFrame(
        {"id": ["H-1"], "division": [CANGXI], "outcome": ["good"], "met": [1], "placed": ["x"]}
    ),
    "surveys": pl.DataFrame({"household": ["H-1"], "on": ["2016-06-01"]}),
}
ALONE = {"surveys": HOMES["surveys"]}
COUNTY = {"county_surveys": [fp.CountySurvey(division="510824", on="2016-06-01")]}


@pytest.mark.parametrize(
    ("unit", "tables", "asked", "told"),
    [
        (
            "household",
            ALONE,
            {"by": "county"},
            "by place or column: of a household only surveys are",
        ),
        (
            "household",
            ALONE,
            {"population": "exited"},
            "by population: .* pass the table households",
        ),
        (
            "village",
            SURVEYED,
            {"population": "poor"},
            "by population: .* pass the table villages",
        ),
        ("village", SURVEYED, {"by": "clinic"}, "by place or column: .* pass the table villages"),
        (
            "village",
            SURVEYED,
            {"by": "safe_water"},
            "by place or column: .* pass the table villages",
        ),
        (
            "village",
            LISTED,
            {"population": "rich"},
            "no population 'rich' of villages: expected po",
        ),
        (
            "village",
            {**SURVEYED, "villages": [fp.Village(division=CANGXI)]},
            {"population": "poor"},
            r"nothing tells which villages are poor: give villages\.poor",
        ),
        ("county", COUNTY, {"population": "poor"}, "by population: .* no table lists them"),
        ("county", COUNTY, {"by": "service_centres"}, "by place or column: .* no table lists them"),
        ("household", HOMES, {"by": "id"}, "by= cannot be id: every unit would be a row"),
        (
            "household",
            HOMES,
            {"by": "outcome"},
            r"by= cannot be outcome: coverage\.screen says",
        ),
        (
            "household",
            HOMES,
            {"by": "met"},
            "by= cannot be met: the result has a column of that na",
        ),
        ("household", HOMES, {"by": ("county", "placed")}, "by= cannot be placed: the result has"),
    ],
)
def test_a_population_or_column_that_nothing_tells_is_refused(
    unit: str, tables: dict[str, Any], asked: dict[str, Any], told: str
) -> None:
    with pytest.raises(QuestionError, match=told):
        screened(unit, tables, **asked)


def test_a_column_called_as_a_side_of_a_comparison_is_refused() -> None:
    households = HOMES["households"].rename({"met": "before"})
    registry = fp.Registry.of(households=households, surveys=HOMES["surveys"])
    with pytest.raises(QuestionError, match="by= cannot be before: the result has a column"):
        fp.coverage.compare(registry, BOOK, "household-exit", on=ON, other=BOOK, by="before")
