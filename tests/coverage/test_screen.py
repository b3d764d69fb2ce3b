"""Screening at the end of 2016: a few households, villages and counties, worked by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import (
    NotInForceError,
    NoValueError,
    QuestionError,
    SchemaError,
    UnknownRuleError,
)
from fupin.policy.load import validated
from tests.coverage.screened import (
    CANGXI,
    HEBEI,
    ON,
    OWN,
    ZHAOHUA,
    income,
    outcomes,
    poor,
    rows,
    screened,
    seen,
)
from tests.policy.criteria import TEXT, with_leaf
from tests.rules.criteria import NATION, SICHUAN, village

TABLES: dict[str, Any] = {
    "households": [poor("H-1"), poor("H-2", size=2), poor("H-3", ZHAOHUA, size=5), poor("H-4")],
    "surveys": [seen("H-1"), seen("H-2", water=False, power=None), seen("H-3", water=None)],
}


def test_households_and_persons_are_counted_side_by_side() -> None:
    found = screened(tables=TABLES, by="county")
    assert rows(found, "division", "units", "met", "unmet", "unknown", "no_survey") == [
        ("510811000000", 1, 0, 0, 1, 0),
        ("510824000000", 3, 1, 1, 1, 1),
    ]
    assert rows(found, "persons", "persons_met", "persons_unmet", "persons_unknown") == [
        (5, 0, 0, 5),
        (10, 4, 2, 4),
    ]
    assert found.total == fp.Rate(1, 4, unknown=2)
    assert found.rate("persons") == fp.Rate(4, 15, unknown=9)
    assert rows(found, "low", "high") == [(0.0, 1.0), (1 / 3, 2 / 3)]


def test_who_may_not_exit_is_listed_and_the_certain_told_from_the_unknown() -> None:
    missing = screened(tables=TABLES).missing()
    assert dict(missing.select("id", "outcome").rows()) == {
        "H-2": "unmet", "H-3": "unknown", "H-4": "unknown",
    }  # fmt: skip


def test_the_masks_say_who_fails_by_what_and_what_is_still_needed() -> None:
    found = screened(tables=TABLES)
    bits = {leaf["leaf"]: leaf["bit"] for leaf in found.leaves}
    masks = {row["id"]: (row["failing"], row["needed"]) for row in found.verdicts.to_dicts()}
    assert masks == {
        "H-1": (0, 0),
        "H-2": (2 ** bits["water"], 0),  # the power is not needed: it fails anyhow
        "H-3": (0, 2 ** bits["water"]),
        "H-4": (0, 2 ** len(bits) - 1),
    }


def test_reasons_count_who_fails_by_each_leaf_and_of_whom_it_is_needed() -> None:
    found = screened(tables=TABLES)
    told = {row["leaf"]: (row["failing"], row["needed"]) for row in found.reasons.to_dicts()}
    assert told["water"] == (1, 2)
    assert told["power"] == (0, 1)
    assert list(told) == [leaf.id for leaf in SICHUAN.criterion("household-exit").tree.leaves()]
    assert found.decode.columns == ["bit", "book", "leaf", "zh", "en"]
    assert found.decode["bit"].to_list() == list(range(11))


def test_who_fails_by_one_leaf_is_listed() -> None:
    found = screened(tables=TABLES)
    assert found.listed("water")["id"].to_list() == ["H-2"]
    assert found.listed("water", "needed")["id"].to_list() == ["H-3", "H-4"]
    with pytest.raises(QuestionError, match="no leaf 'tea': expected one of income, "):
        found.listed("tea")
    with pytest.raises(QuestionError, match="no mask 'met': expected failing or needed"):
        found.listed("water", "met")


def test_of_nobody_nothing_is_said() -> None:
    found = screened(tables={"households": [], "surveys": []})
    assert (found.total, found.total.value) == (fp.Rate(0, 0), None)
    assert set(found.reasons["needed"]) == {0}
    assert screened(tables={"surveys": []}).verdicts.height == 0


@pytest.mark.parametrize(
    ("haves", "outcome", "failing", "needed"),
    [
        ({"water": True, "power": True}, "met", [], []),
        ({"water": True, "power": None, "food": True}, "met", [], []),
        ({"water": True, "power": None}, "unknown", [], ["power"]),
        ({"water": None, "power": None, "food": True}, "unknown", [], ["water", "power"]),
        ({"water": False, "power": None}, "unmet", ["water", "food"], []),
        ({"water": False, "power": False, "food": True}, "unmet", ["water", "power"], []),
    ],
    ids=str,
)
def test_two_of_three_are_enough(
    haves: dict[str, bool | None], outcome: str, failing: list[str], needed: list[str]
) -> None:
    """And under a negation, those that hold are to blame."""
    haves = {"food": False, **haves}
    three = ", ".join(
        f'{{ id = "{name}", zh = "项", en = "leaf", flag = "{name}" }}'
        for name in ("water", "power", "food")
    )
    some = f"least = 2, of = [{three}]"
    told = {"surveys": [seen("H-1", **haves)]}
    found = screened(fp.policy.parse(with_leaf(some)), tables=told, criterion="exit")
    assert outcomes(found) == {"H-1": outcome}
    assert _named(found) == (failing, needed)
    book = fp.policy.parse(with_leaf(f'not = {{ id = "some", zh = "组", en = "some", {some} }}'))
    against = screened(book, tables=told, criterion="exit")
    opposite = {"met": "unmet", "unmet": "met", "unknown": "unknown"}[outcome]
    assert outcomes(against) == {"H-1": opposite}
    holding = [n for n in ("water", "power", "food") if haves[n] and outcome == "met"]
    assert _named(against) == (holding, needed)


@pytest.mark.parametrize(
    ("haves", "failing"),
    [
        ({"power": False}, ["b"]),
        ({"power": False, "water": True}, ["a", "b"]),
        ({"power": True, "water": True}, ["a"]),
        ({"power": None, "water": True}, ["a"]),
    ],
    ids=str,
)
def test_who_is_asked_nothing_because_a_condition_fails_is_told_of_the_condition(
    haves: dict[str, bool | None], failing: list[str]
) -> None:
    """Under a negation, not to be asked is what makes it fail."""
    part = (
        'all = [{ id = "a", zh = "甲", en = "a", flag = "water", '
        'applies_when = { id = "b", zh = "乙", en = "b", flag = "power" } }]'
    )
    book = fp.policy.parse(with_leaf(f'not = {{ id = "g", zh = "组", en = "g", {part} }}'))
    told = {"surveys": [seen("H-1", **{"water": None, **haves})]}
    found = screened(book, tables=told, criterion="exit")
    assert (outcomes(found), _named(found)) == ({"H-1": "unmet"}, (failing, []))


def _named(found: Any) -> tuple[list[str], list[str]]:
    """The leaves that are in the masks of the only row."""
    [row] = found.verdicts.to_dicts()
    failing, needed = (
        [leaf["leaf"] for leaf in found.leaves if row[mask] & 2 ** leaf["bit"]]
        for mask in ("failing", "needed")
    )
    return failing, needed


# --- Whom it is about ----------------------------------------------------------------------------


def test_a_criterion_is_about_its_population_unless_another_is_asked_for() -> None:
    tables = {
        "households": [poor("H-1"), poor("H-2", registration="exited"),
                       poor("H-3", registration=None)],
        "surveys": [seen("H-1"), seen("H-2", housing=False), seen("H-3")],
    }  # fmt: skip
    in_need = screened(tables=tables)
    assert outcomes(in_need) == {"H-1": "met", "H-3": "met"}
    assert rows(in_need, "units", "unplaced") == [(1, 1)]
    exited = screened(tables=tables, population="exited")
    assert exited.listed("housing")["id"].to_list() == ["H-2"]
    assert exited.provenance.asked["population"] == "exited"
    with pytest.raises(QuestionError, match="no population 'rich'"):
        screened(tables=tables, population="rich")


def test_without_households_everyone_surveyed_is_judged() -> None:
    """Whoever was seen without a day, or after it, is known to be there and no more."""
    days = {"H-1": "2016-12-01", "H-2": None, "H-3": "2017-01-01", "H-4": "2016-12-02"}
    told = [*(seen(home, on=day) for home, day in days.items()), seen("H-4", on=None)]
    found = screened(tables={"surveys": told})
    assert outcomes(found) == {"H-1": "met", "H-2": "unknown", "H-3": "unknown", "H-4": "met"}
    assert rows(found, "units", "no_survey") == [(4, 2)]
    assert "persons" not in found.measures
    assumed = " ".join(found.provenance.assumptions)
    assert "everyone surveyed is judged: no households were given" in assumed
    assert "the book is taken to hold for all: no divisions were given" in assumed


@pytest.mark.parametrize("asked", [{"by": "county"}, {"population": "exited"}])
def test_by_place_or_population_households_are_needed(asked: dict[str, Any]) -> None:
    with pytest.raises(QuestionError, match="only surveys are known: pass the table households"):
        screened(tables={"surveys": [seen("H-1")]}, **asked)


def test_income_by_its_parts_needs_households_and_nobody_else_breaks() -> None:
    """Without them nobody knows per whom."""
    bare = {"surveys": [seen("H-1", net_income_per_head=None)], "incomes": [income("9000")]}
    assert screened(tables=bare).listed("income", "needed")["id"].to_list() == ["H-1"]
    assert outcomes(screened(tables={**bare, "households": [poor("H-1", size=3)]})) == {
        "H-1": "met"
    }


def test_a_table_that_is_missing_is_told() -> None:
    with pytest.raises(SchemaError, match=r"coverage\.screen needs the table"):
        screened(tables={"households": [poor("H-1")]})


# --- Books and assumptions ------------------------------------------------------------------------


def test_a_row_is_judged_by_the_book_of_its_smallest_place() -> None:
    tables = {
        "households": [poor("H-1"), poor("H-2", HEBEI), poor("H-3", "51x8"), poor("H-4", None)],
        "surveys": [seen(f"H-{n}", water=False) for n in range(1, 5)],
    }
    both = screened([NATION, SICHUAN], tables=tables)
    assert outcomes(both) == {"H-1": "unmet", "H-2": "met", "H-3": "unmet", "H-4": "unmet"}
    assert {leaf["book"] for leaf in both.leaves} == {"cn-2016", "sichuan-2016"}
    alone = screened(tables=tables)
    assert rows(alone, "units", "no_rule", "unplaced") == [(1, 1, 2)]
    assert outcomes(alone) == {"H-1": "unmet", "H-3": "unmet", "H-4": "unmet"}


def test_several_books_need_divisions() -> None:
    with pytest.raises(QuestionError, match="no divisions that tell which holds"):
        screened([NATION, SICHUAN], tables={"surveys": [seen("H-1")]})


def other(text: str) -> fp.Rulebook:
    """The made-up book, of another place."""
    return fp.policy.parse(text.replace('id = "made-up"', 'id = "other"\ndivision = "5108"', 1))


@pytest.mark.parametrize(
    "text",
    [
        f"{TEXT}fresh_for = {{ months = 6 }}\n",
        f'{TEXT}population = "exited"\n',
        TEXT.replace('kind = "count"', 'kind = "yuan"'),
    ],
    ids=["freshness", "population", "kind of a field"],
)
def test_books_that_ask_about_other_evidence_are_passed_one_at_a_time(text: str) -> None:
    asked = 'compare = "rooms", is = "over", value = 1'
    books = [fp.policy.parse(with_leaf(asked)), other(with_leaf(asked, text))]
    with pytest.raises(QuestionError, match="pass one at a time"):
        screened(books, tables={"surveys": [seen("H-1")]}, criterion="exit")


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace('fold = "every"', 'fold = "some"'),
        TEXT.replace('flag = "insured"', 'compare = "age", is = "over", value = 1'),
    ],
    ids=["fold", "leaf"],
)
def test_books_that_differ_in_a_fact_are_passed_one_at_a_time(text: str) -> None:
    asked = 'flag = "all_insured"'
    books = [fp.policy.parse(with_leaf(asked)), other(with_leaf(asked, text))]
    tables = {**TABLES, "memberships": [{"household": "H-1", "person": "P"}]}
    with pytest.raises(QuestionError, match="pass one at a time"):
        screened(books, tables=tables, criterion="exit").rows  # noqa: B018


def test_books_of_more_leaves_than_a_mask_has_bits_are_passed_one_at_a_time() -> None:
    raw = fp.policy.parse(TEXT).model_dump()
    leaf = {"zh": "项", "en": "leaf", "flag": "water"}
    raw["criteria"][0]["tree"] = {
        "id": "root", "zh": "全", "en": "all", "all": [{"id": f"l{n}", **leaf} for n in range(32)],
    }  # fmt: skip
    books = [validated(raw, "one"), validated({**raw, "id": "b", "division": "5108"}, "b")]
    with pytest.raises(QuestionError, match="have 64 leaves: pass one at a time"):
        screened(books, tables=TABLES, criterion="exit")
    assert (
        screened(books[0], tables=TABLES, criterion="exit").verdicts["failing"].max() == 2**32 - 1
    )


def test_an_assumption_answers_what_is_unknown_and_is_recorded() -> None:
    told = {"surveys": [seen("H-1", income_steady=None), seen("H-2", income_steady=False)]}
    found = screened(tables=told, assume={"income_steady": True})
    assert outcomes(found) == {"H-1": "met", "H-2": "unmet"}
    assert found.provenance.asked["assume"] == {"income_steady": "True"}
    with pytest.raises(QuestionError, match="assume= knows no tea"):
        screened(tables=told, assume={"tea": True})


def test_what_cannot_be_is_answered_by_an_assumption_too() -> None:
    told = {"surveys": [seen("H-1", school_age_children=-1, education=False)]}
    assert outcomes(screened(tables=told)) == {"H-1": "unknown"}
    assert outcomes(screened(tables=told, assume={"school_age_children": 0})) == {"H-1": "met"}


def test_a_day_may_be_assumed() -> None:
    told = {"surveys": [seen("H-1", income_until=None)]}
    found = screened(tables=told, assume={"income_until": "2016-12-31"})
    assert outcomes(found) == {"H-1": "met"}


def test_the_line_is_carried_on_only_if_the_question_says_so() -> None:
    told = {"surveys": [seen("H-1", on="2018-01-01", income_until="2017-12-31")]}
    assert outcomes(screened(tables=told, on="2018-03-01")) == {"H-1": "unknown"}
    carried = screened(tables=told, on="2018-03-01", carry=True)
    assert outcomes(carried) == {"H-1": "met"}
    assert "the last known value of a parameter holds on" in carried.provenance.assumptions


def test_a_yardstick_is_another_reading_and_is_named() -> None:
    told = {"village_surveys": [village(poor_persons=30)]}
    asked: dict[str, Any] = {"criterion": "village-exit", "tables": told}
    assert outcomes(screened(**asked)) == {CANGXI: "met"}
    strict = screened(**asked, yardstick="under")
    assert outcomes(strict) == {CANGXI: "unmet"}
    assert strict.provenance.asked["yardstick"] == "under"


@pytest.mark.parametrize(
    ("book", "asked", "error"),
    [
        (SICHUAN, {"on": "2015-12-31"}, NotInForceError),
        (SICHUAN, {"criterion": "tea"}, UnknownRuleError),
        (SICHUAN, {"yardstick": "tea"}, UnknownRuleError),
        (SICHUAN, {"by": "tea"}, QuestionError),
        (fp.policy.load("cn-2026"), {"on": "2026-06-30", "criterion": "monitored"}, NoValueError),
    ],
    ids=["day", "criterion", "yardstick", "by", "no value"],
)
def test_a_question_that_makes_no_sense_is_refused(
    book: Any, asked: dict[str, Any], error: type[Exception]
) -> None:
    if asked.get("criterion") == "monitored":
        asked = {**asked, "criterion": book.criteria[0].id}
    with pytest.raises(error):
        screened(book, tables=TABLES, **asked)


# --- Frames ---------------------------------------------------------------------------------------


def test_what_was_asked_of_a_plan_stays_one_until_somebody_looks() -> None:
    surveys = pl.DataFrame({**OWN, "rooms": [3, 2, None]})
    book = fp.policy.parse(with_leaf('compare = "rooms", is = "over", value = 2.5'))
    lazy = fp.coverage.screen(fp.Registry.of(surveys=surveys.lazy()), book, "exit", on=ON)
    assert isinstance(lazy.verdicts, pl.LazyFrame)
    assert isinstance(lazy.listed("leaf"), pl.LazyFrame)
    assert lazy.listed("leaf").collect()["id"].to_list() == ["H-2"]
    eager = fp.coverage.screen(fp.Registry.of(surveys=surveys), book, "exit", on=ON)
    assert lazy.digest == eager.digest
    assert type(fp.coverage.screen(fp.Registry.of(surveys=surveys.to_arrow()), book, "exit",
                                   on=ON).verdicts) is type(surveys.to_arrow())  # fmt: skip
