"""Which evidence a screening rests on: surveys, incomes, and places, worked by hand."""

from __future__ import annotations

from typing import Any

import attrs
import pandas as pd
import polars as pl
import pytest

import fupin as fp
from fupin.errors import (
    QuestionError,
)
from fupin.policy.load import validated
from tests.coverage.screened import (
    CANGXI,
    HEBEI,
    ON,
    ZHAOHUA,
    income,
    outcomes,
    poor,
    rows,
    screened,
    seen,
)
from tests.policy.criteria import TEXT
from tests.rules.criteria import NATION, SICHUAN, village

# --- Which evidence counts ------------------------------------------------------------------------


def test_the_latest_survey_by_the_day_counts() -> None:
    told = [seen("H-1", on="2016-11-01", water=False), seen("H-1", on="2016-12-01")]
    assert outcomes(screened(tables={"surveys": told})) == {"H-1": "met"}
    assert outcomes(screened(tables={"surveys": told}, on="2016-11-30")) == {"H-1": "unmet"}


def test_surveys_dated_later_are_set_aside_and_counted() -> None:
    """H-1 alone, H-2 and H-3 beside one that counts, H-4 twice; H-5 has none; H-6 is of nobody."""
    days: dict[str, list[str | None]] = {
        "H-1": ["2017-01-01"], "H-2": ["2016-12-01", "2017-01-01"], "H-3": ["2016-12-01"],
            "H-4": ["2017-01-01", "2018-01-01"], "H-5": [None], "H-6": ["2017-01-01"],
    }  # fmt: skip
    told = [seen(home, on=day) for home, each in days.items() for day in each]
    found = screened(tables={"surveys": told[:-1]})
    assert rows(found, "units", "met", "no_survey", "later") == [(5, 2, 3, 3)]
    homes = [poor(home, size=0 if home == "H-6" else 4) for home in days]
    listed = screened(tables={"surveys": told, "households": homes})
    assert rows(listed, "units", "met", "no_survey", "later") == [(6, 2, 4, 3)]
    assert rows(screened(tables={"surveys": told[:-1]}, on="2018-01-01"), "later") == [(0,)]


@pytest.mark.parametrize("on", ["2016-12-01", None])
@pytest.mark.parametrize(("water", "outcome"), [(True, "met"), (False, "unknown")])
def test_what_surveys_of_one_day_or_none_say_differently_is_unknown(
    on: str | None, water: bool, outcome: str
) -> None:
    told = [seen("H-1"), seen("H-1", on=on, water=water)]
    assert outcomes(screened(tables={"surveys": told})) == {"H-1": outcome}


def test_evidence_too_old_is_unknown_and_counted_apart() -> None:
    book = fp.policy.parse(f"{TEXT}fresh_for = {{ months = 6 }}\n")
    told = [seen("H-1", on="2016-07-01"), seen("H-2", on="2016-06-30")]
    found = screened(book, tables={"surveys": told}, criterion="exit")
    assert outcomes(found) == {"H-1": "met", "H-2": "unknown"}
    assert rows(found, "units", "stale", "no_survey") == [(2, 1, 0)]


@pytest.mark.parametrize(
    "cell", [-0.01, 100_000.01, float("nan"), float("inf"), 2952.005, 1e300], ids=repr
)
@pytest.mark.parametrize("engine", [pl.DataFrame, pd.DataFrame], ids=["polars", "pandas"])
def test_an_income_that_cannot_be_is_unknown(cell: float, engine: Any) -> None:
    cells = {c: [v, v] for c, v in _cells(seen("H-1")).items() if v is not None}
    cells |= {"household": ["H-1", "H-2"], "net_income_per_head": [cell, 3210.0]}
    found = fp.coverage.screen(
        fp.Registry.of(surveys=engine(cells)), SICHUAN, "household-exit", on=ON
    )
    told = pl.DataFrame(found.verdicts)
    assert told["outcome"].to_list() == ["unknown", "met"]


def _cells(record: Any) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in attrs.fields(type(record))}


@pytest.mark.parametrize(("size", "outcome"), [(3, "met"), (0, "unknown"), (1_001, "unknown")])
def test_nobody_knows_an_income_per_head_of_a_household_of_nobody(size: int, outcome: str) -> None:
    tables = {"households": [poor("H-1", size=size)], "incomes": [income("9000")],
              "surveys": [seen("H-1", net_income_per_head=None)]}  # fmt: skip
    assert outcomes(screened(tables=tables)) == {"H-1": outcome}


@pytest.mark.parametrize(("size", "outcome"), [(4, "met"), (None, "met"), (0, "unknown")])
def test_of_a_household_of_nobody_nothing_is_known(size: int | None, outcome: str) -> None:
    """Whatever its survey says: its record is at fault."""
    tables = {"households": [poor("H-1", size=size)], "surveys": [seen("H-1")]}
    found = screened(tables=tables)
    assert outcomes(found) == {"H-1": outcome}
    assert rows(found, "no_survey") == [(int(size == 0),)]
    chain = fp.coverage.exits(fp.Registry.of(**tables), SICHUAN, on=ON, by="county")
    assert rows(chain, "may_exit", "may_not_exit", "exit_unknown") == [
        (int(size != 0), 0, int(size == 0))
    ]


@pytest.mark.parametrize(
    ("on", "outcome"), [("2016-12-30", "unknown"), ("2016-12-31", "met"), ("2017-01-01", "met")]
)
def test_an_income_of_a_period_that_is_not_over_is_no_evidence(on: str, outcome: str) -> None:
    assert outcomes(screened(tables={"surveys": [seen("H-1")]}, on=on)) == {"H-1": outcome}
    told = {"households": [poor("H-1", size=3)], "surveys": [seen("H-1")],
            "incomes": [income("9000", until="2015-12-31")]}  # fmt: skip
    assert outcomes(screened(tables=told, on=on)) == {"H-1": "met"}


@pytest.mark.parametrize(
    ("incomes", "outcome"),
    [
        ([income("8856.01")], "met"),  # a third of a fen over 2,952 a head
        ([income("8856")], "unmet"),
        ([income("8856.01"), income("8856.01")], "met"),
        ([income("8856.01"), income("8857")], "unknown"),
        ([income("8856.01"), income("1", until="2015-12-31")], "met"),
        ([income("8856.01"), income("1", until="2017-12-31")], "met"),  # it is not over yet
        ([income("8856.01"), income("8856.01", until=None)], "unknown"),
        ([income("8700", until="2015-12-31")], "met"),  # 2,900 a head: over 2,855
        ([income("8856.01", wage=None)], "unknown"),
        ([income("-1")], "unknown"),
        ([income("0", business="4000", business_expenses="-9000")], "unknown"),  # not 13,000
        *(
            ([income("9000", **{part: "-0.01"})], "unknown")
            for part in ("wage", "business", "property", "transfer", "business_expenses")
        ),
        ([income("100000000.01", business_expenses="99991000.01")], "unknown"),  # not 9,000
        ([income("100000000", business_expenses="99991000")], "met"),
    ],
    ids=range(18),
)
def test_income_by_its_parts_is_compared_exactly_with_the_line_of_its_year(
    incomes: list[fp.Income], outcome: str
) -> None:
    told = {"households": [poor("H-1", size=3)], "incomes": incomes,
            "surveys": [seen("H-1", net_income_per_head=None, income_until=None)]}  # fmt: skip
    assert outcomes(screened(tables=told)) == {"H-1": outcome}


# --- Villages and counties ------------------------------------------------------------------------


def test_villages_of_a_list_are_judged_the_poor_ones_where_it_says_which() -> None:
    tables = {
        "villages": [
            fp.Village(division=CANGXI, poor=True),
            fp.Village(division=ZHAOHUA, poor=False),
            fp.Village(division="510824102202"),
        ],
        "village_surveys": [village(CANGXI), village(ZHAOHUA, clinic=False)],
    }
    asked: dict[str, Any] = {"criterion": "village-exit", "tables": tables}
    found = screened(**asked)
    assert outcomes(found) == {CANGXI: "met", "510824102202": "unknown"}
    assert rows(found, "units", "met", "unplaced") == [(1, 1, 1)]
    everyone = screened(**asked, population="all", by="county")
    assert rows(everyone, "division", "units", "met") == [
        ("510811000000", 1, 0), ("510824000000", 2, 1),
    ]  # fmt: skip
    with pytest.raises(QuestionError, match="no population 'rich' of villages"):
        screened(**asked, population="rich")
    bare = {**tables, "villages": [{"division": CANGXI}, {"division": CANGXI[:9]}]}
    assert screened(criterion="village-exit", tables=bare).total.denominator == 2


@pytest.mark.parametrize(
    ("poor_persons", "most", "outcome"),
    [(3, 5, "met"), (3, 6, "unknown"), (6, 7, "unmet"), (6, 5, "unknown"), (3, None, "met")],
)
def test_poor_persons_are_as_many_as_their_bounds_say(
    poor_persons: int, most: int | None, outcome: str
) -> None:
    raw = fp.policy.parse(TEXT).model_dump()
    leaf = {"id": "few", "zh": "少", "en": "few", "compare": "poor_persons", "is": "at_most",
            "value": 5}  # fmt: skip
    raw["criteria"] = [{**raw["criteria"][0], "unit": "village", "tree": leaf}]
    told = {"village_surveys": [village(poor_persons=poor_persons, poor_persons_most=most)]}
    found = screened(validated(raw, "mine"), tables=told, criterion="exit")
    assert outcomes(found) == {CANGXI: outcome}


@pytest.mark.parametrize(
    ("how", "most", "outcome"),
    [
        ("over", 40, "unknown"), ("over", 30, "unmet"), ("over", None, "unmet"),
        ("at_least", 40, "met"), ("under", 40, "unmet"), ("under", 29, "unknown"),
        ("at_most", 40, "unknown"), ("at_most", 30, "met"), ("exactly", 30, "met"),
        ("exactly", 40, "unknown"), ("exactly", None, "met"),
    ],
)  # fmt: skip
def test_a_share_stands_to_a_limit_in_five_ways(how: str, most: int | None, outcome: str) -> None:
    """30 of 1,000 at least, or so many at most, against 3 %."""
    raw = fp.policy.parse(TEXT).model_dump()
    leaf = {"id": "share", "zh": "率", "en": "share", "compare": "incidence", "is": how,
            "value": "0.03"}  # fmt: skip
    raw["criteria"] = [{**raw["criteria"][0], "unit": "village", "tree": leaf}]
    told = {"village_surveys": [village(poor_persons=30, poor_persons_most=most)]}
    found = screened(validated(raw, "mine"), tables=told, criterion="exit")
    assert outcomes(found) == {CANGXI: outcome}


def test_the_west_has_a_line_of_its_own() -> None:
    """2 % in the nation, 3 % in the west; of a village of no readable place it is not known."""
    poor_of = {CANGXI: 30, ZHAOHUA: 31, HEBEI: 20, "130123101202": 21, "51x8": 25}
    told = {"village_surveys": [village(code, poor_persons=n) for code, n in poor_of.items()]}
    found = screened(NATION, tables=told, criterion="village-exit")
    assert outcomes(found) == {
        CANGXI: "met", ZHAOHUA: "unmet", HEBEI: "met", "130123101202": "unmet",
        "51x800000000": "unknown",
    }  # fmt: skip
    assert found.listed("western", "needed")["id"].to_list() == ["51x800000000"]
    assert found.listed("western")["id"].to_list() == ["130123101202"]


def test_the_line_of_the_day_a_place_was_seen() -> None:
    """On the day the limit of 2016-08-18 begins, and the day before."""
    raw = SICHUAN.model_dump()
    raw["life"] = {"since": "2016-01-01"}
    [criterion] = [c for c in raw["criteria"] if c["id"] == "village-exit"]
    leaf = criterion["tree"]["all"][0]
    raw["criteria"] = [{**criterion, "tree": {**leaf, "at": "on"}, "yardsticks": []}]
    days = [(CANGXI, "2016-08-18"), (ZHAOHUA, "2016-08-17"), ("510824102202", "2016-08-18"),
            ("510824102202", None)]  # fmt: skip
    surveys = [village(division, on=day) for division, day in days]
    book = validated({**raw, "procedures": []}, "mine")
    found = screened(book, tables={"village_surveys": surveys}, criterion="village-exit")
    assert outcomes(found) == {CANGXI: "met", ZHAOHUA: "unknown", "510824102202": "unknown"}


def test_counties_are_those_that_were_surveyed() -> None:
    haves: Any = dict.fromkeys(("township_schools", "township_clinics", "service_centres"), True)
    good: Any = {"division": "510824", "on": "2016-12-01", "poor_persons": 0, "rural_population": 9}
    told = [
        fp.CountySurvey(**good, **haves),
        fp.CountySurvey(division="510811000000", on="2016-12-01"),
    ]
    found = screened(tables={"county_surveys": told}, criterion="county-exit", by="city")
    assert outcomes(found) == {"510824000000": "met", "510811000000": "unknown"}
    assert rows(found, "division", "units", "met") == [("510800000000", 2, 1)]
    assert not any("everyone surveyed" in said for said in found.provenance.assumptions)


@pytest.mark.parametrize("asked", [{"by": "network"}, {"population": "poor"}])
def test_of_villages_that_are_not_listed_only_the_place_is_known(asked: dict[str, Any]) -> None:
    told = {"village_surveys": [village(CANGXI)]}
    with pytest.raises(QuestionError, match="only surveys are known: pass the table villages"):
        screened(tables=told, criterion="village-exit", **asked)
