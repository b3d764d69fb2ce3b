"""What-if books: other numbers, which say that they are supposed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import fupin as fp
from fupin import policy
from fupin.errors import (
    DayError,
    NotInForceError,
    NoValueError,
    RulebookError,
    UnknownRuleError,
)

LOCAL = policy.load("cn-2026")
NATION = policy.load("cn-2016")
CITY = policy.load("guangyuan-2016")
BEFORE, FIRST = dt.date(2026, 12, 31), dt.date(2027, 1, 1)


def line(**told: Any) -> policy.Parameter:
    """The local line, once it was supplied."""
    return policy.amend(LOCAL, **told).parameter("monitoring-line")


# --- A value that is set locally ----------------------------------------------------------------


def at_risk(book: fp.Rulebook) -> fp.Outcome:
    """A household with 7,999 yuan a head that nothing else weighs on."""
    survey = fp.Survey(
        household="H-1", on="2026-06-01", income_until="2025-12-31", net_income_per_head="7999",
        income_steady=True, sudden_hardship=False, risk=True,
    )  # fmt: skip
    return fp.criteria.assess(survey, book, "at-risk", on="2026-06-30").outcome


def test_without_a_local_value_the_question_is_refused_and_says_how_to_supply_one() -> None:
    with pytest.raises(NoValueError, match=r"each place sets its own.*policy\.amend\(book, ") as no:
        at_risk(LOCAL)
    assert "parameters={'monitoring-line': ...}" in str(no.value)


@pytest.mark.parametrize(("value", "outcome"), [("8000", "met"), ("7999", "unmet")])
def test_once_the_value_is_supplied_the_question_is_answered(value: str, outcome: str) -> None:
    """Under the local line; on it is not under it."""
    book = policy.amend(LOCAL, parameters={"monitoring-line": value})
    assert at_risk(book) == fp.Outcome(outcome)


def test_a_supplied_value_is_told_as_supposed_wherever_it_answers() -> None:
    """In the book, in a verdict and in the provenance of a result."""
    book = policy.amend(LOCAL, parameters={"monitoring-line": 8000}, title="made up by us")
    [value] = book.parameter("monitoring-line").values
    assert (book.sources[value.source].title, value.checked) == ("made up by us", "unverified")
    survey = fp.Survey(
        household="H-1", on="2026-06-01", income_until="2025-12-31", net_income_per_head=1
    )
    verdict = fp.criteria.assess(survey, book, "at-risk", on="2026-06-30")
    income = verdict.judgement.parts[0].parts[0]
    assert (income.limit_source, income.limit_checked) == ("made up by us", "unverified")
    found = fp.coverage.screen(fp.Registry.of(surveys=[survey]), book, "at-risk", on="2026-06-30")
    assert found.provenance.books == ("cn-2026-amended",)
    [limit] = found.provenance.rules[0]["limits"]["income-low"]
    assert (limit["source"], limit["checked"]) == ("made up by us", "unverified")


# --- Numbers ------------------------------------------------------------------------------------


def test_a_number_alone_holds_on_every_day() -> None:
    amended = line(parameters={"monitoring-line": "8000"})
    days = (dt.date.min, dt.date(2026, 2, 3), dt.date.max)
    assert {amended.on(on).number for on in days} == {Decimal(8000)}


def test_numbers_by_day_hold_each_to_the_first_day_of_the_next() -> None:
    amended = line(parameters={"monitoring-line": {FIRST: 8500, "2026-02-03": "8000.50"}})
    assert amended.on(BEFORE).number == Decimal("8000.50")
    assert amended.on(FIRST).number == Decimal(8500)
    with pytest.raises(NotInForceError) as early:
        amended.on(dt.date(2026, 2, 2))
    assert early.value.nearest == (dt.date(2026, 2, 3),)


def test_the_values_that_the_book_had_are_gone_and_the_book_stays() -> None:
    amended = policy.amend(NATION, parameters={"national-line": {"2016-01-01": 3000}})
    assert amended.parameter("national-line").on(dt.date(2016, 12, 31)).number == 3000
    with pytest.raises(NotInForceError):
        amended.parameter("national-line").on(dt.date(2014, 12, 31))
    assert NATION.parameter("national-line").on(dt.date(2016, 12, 31)).number == 2952


def test_a_number_in_decimals_is_the_one_that_was_written() -> None:
    amended = policy.amend(NATION, parameters={"incidence-limit": 0.03})
    assert amended.parameter("incidence-limit").values[0].number == Decimal("0.03")


def test_a_list_of_places_is_supplied_as_codes() -> None:
    """A county of 湘西州 beside the twelve provinces, and nothing else changed."""
    west = NATION.parameter("western-regions").values[0].codes
    survey = fp.VillageSurvey(
        division="433101101201", on="2016-12-01", poor_persons=25, rural_population=1000
    )
    amended = policy.amend(NATION, parameters={"western-regions": [*west, "4331"]})
    before, after = (
        fp.criteria.assess(survey, book, "village-exit", on="2016-12-31").outcome
        for book in (NATION, amended)
    )
    assert (before, after) == (fp.Outcome.UNMET, fp.Outcome.MET)


# --- Quotas -------------------------------------------------------------------------------------


def test_quotas_change_by_group_and_keep_their_operator() -> None:
    rule = policy.amend(CITY, quotas={"deputy-households": {"city": 4}}).rule("deputy-households")
    asked = {quota.group: (quota.operator, quota.links) for quota in rule.quotas}
    was = {
        quota.group: (quota.operator, quota.links)
        for quota in CITY.rule("deputy-households").quotas
    }
    assert asked == {**was, "city": (was["city"][0], 4)}
    checked = {quota.group: quota.checked for quota in rule.quotas}
    assert checked["city"] == "unverified"
    assert rule.yardsticks == CITY.rule("deputy-households").yardsticks


def test_more_links_are_asked_of_a_deputy_under_the_what_if() -> None:
    deputy = fp.Deputy(id="D-1", level="city", division="5108", since="2011-12-01")
    held = [
        fp.Link(kind="deputy-household", helper="D-1", party=f"H-{n}", since="2015-03-01")
        for n in range(3)
    ]
    more = policy.amend(CITY, quotas={"deputy-households": {"city": 4}})
    before, after = (
        fp.pairing.check(deputy, held, book, rule="deputy-households", on="2016-09-09").outcome
        for book in (CITY, more)
    )
    assert (before, after) == (fp.Outcome.MET, fp.Outcome.UNMET)


# --- What stays ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", policy.shipped())
def test_a_book_amended_in_nothing_differs_in_its_name_alone(name: str) -> None:
    book = policy.load(name)
    amended = policy.amend(book)
    assert amended.id == f"{name}-amended"
    said, was = amended.model_dump(), book.model_dump()
    del said["sources"]["supplied"]
    assert said | {"id": name} == was


def test_a_book_amended_twice_keeps_both_its_sources() -> None:
    first = policy.amend(NATION, parameters={"incidence-limit": "0.01"}, title="one", id="what-if")
    both = policy.amend(first, parameters={"incidence-limit-west": "0.02"}, title="two")
    again = policy.amend(both, parameters={"western-regions": ["51"]}, title="one")
    assert again.id == "what-if-amended-amended"
    told = {
        name: again.sources[again.parameter(name).values[0].source].title
        for name in ("incidence-limit", "incidence-limit-west", "western-regions")
    }
    assert told == {
        "incidence-limit": "one", "incidence-limit-west": "two", "western-regions": "one",
    }  # fmt: skip
    assert len(again.sources) == len(NATION.sources) + 2


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"parameters": {"line": 1}}, "no parameter in guangyuan-2016 is called 'line'"),
        ({"quotas": {"tea": {"city": 1}}}, "no pairing rule in guangyuan-2016 is called 'tea'"),
        (
            {"quotas": {"deputy-households": {"moon": 1, "city": 2}}},
            "deputy-households asks nothing of moon; it asks city, county, township",
        ),
    ],
)
def test_what_the_book_does_not_have_is_named(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(UnknownRuleError, match=told):
        policy.amend(CITY, **asked)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("much", r"valid decimal @ cn-2026-amended: parameters\[0\]\.values\[0\]\.number"),
        (float("nan"), "finite number @ cn-2026-amended"),
        (True, "expected a number, yuan per person per year @ monitoring-line"),
        (None, "expected a number, yuan per person per year @ monitoring-line"),
        (["51"], "expected a number, yuan per person per year @ monitoring-line"),
        ({}, "no value: expected one, or one by day @ monitoring-line"),
        ({"2026-03-01": 1, dt.date(2026, 3, 1): 2}, "a day stands twice @ monitoring-line"),
    ],
)
def test_what_is_no_number_is_refused_with_its_place(value: Any, told: str) -> None:
    with pytest.raises(RulebookError, match=told):
        line(parameters={"monitoring-line": value})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("51", "expected a list of codes of divisions @ western-regions"),
        (51, "expected a list of codes of divisions @ western-regions"),
        ([], "expected a list of codes of divisions @ western-regions"),
        (["5x"], r"no division code.* @ cn-2016-amended: parameters\[\d\]\.values\[0\]"),
    ],
)
def test_what_is_no_list_of_places_is_refused_with_its_place(value: Any, told: str) -> None:
    with pytest.raises(RulebookError, match=told):
        policy.amend(NATION, parameters={"western-regions": value})


def test_other_faults_are_those_of_any_rulebook() -> None:
    with pytest.raises(RulebookError, match=r"greater than or equal to 0 @ .*quotas\[0\]\.links"):
        policy.amend(CITY, quotas={"deputy-households": {"city": -1}})
    with pytest.raises(RulebookError, match="@ What If: id"):
        policy.amend(CITY, id="What If")
    with pytest.raises(DayError, match="monitoring-line: text that is no day"):
        line(parameters={"monitoring-line": {"spring": 1}})
