"""One household judged by a criterion: worked by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import fupin as fp
from fupin.errors import (
    DayError,
    NotInForceError,
)
from tests.policy.criteria import with_leaf
from tests.rules.criteria import (
    HAVES,
    MET,
    SICHUAN,
    UNKNOWN,
    UNMET,
    asked,
    household,
    judged,
    members,
    parts,
    seen,
    survey,
)

INSURED = fp.Person(id="one", insured=True)

# --- One Over and Six Haves ---------------------------------------------------------------------


def test_who_lacks_nothing_may_exit() -> None:
    verdict = judged(survey())
    assert (verdict.outcome, verdict.failing, verdict.needed) == (MET, (), ())
    assert (verdict.subject, verdict.criterion, verdict.book) == (
        "H-1", "household-exit", "sichuan-2016",
    )  # fmt: skip
    assert (verdict.on, verdict.seen) == (dt.date(2016, 12, 31), dt.date(2016, 12, 1))


@pytest.mark.parametrize(
    ("income", "outcome"),
    [("2952", UNMET), ("2951.99", UNMET), ("2952.01", MET), ("0", UNMET), ("100000", MET)],
)
def test_an_income_on_the_line_is_not_over_it(income: str, outcome: fp.Outcome) -> None:
    assert judged(survey(net_income_per_head=income)).outcome is outcome


@pytest.mark.parametrize(
    ("until", "income", "outcome"),
    [
        ("2015-12-31", "2900", MET),  # 2,855 yuan in 2015
        ("2015-12-31", "2855", UNMET),
        ("2016-12-31", "2900", UNMET),
        ("2017-12-31", "2952.01", UNKNOWN),  # nobody knows the line of 2017
        ("2021-12-31", "9000", UNKNOWN),  # there is none
        (None, "9000", UNKNOWN),
    ],
)
@pytest.mark.parametrize("on", ["2016-12-31", "2017-03-15", "2030-01-01"])
def test_an_income_meets_the_line_of_its_own_year_whenever_it_is_asked_about(
    until: str | None, income: str, outcome: fp.Outcome, on: str
) -> None:
    """2016 income asked in March 2017 meets the line of 2016."""
    found = judged(survey(income_until=until, net_income_per_head=income), on=on)
    assert found.outcome is outcome


def test_the_line_is_carried_on_only_if_the_question_says_so_and_then_it_is_recorded() -> None:
    of_2017 = survey(income_until="2017-12-31", net_income_per_head="2952.01")
    verdict = judged(of_2017, carry=True, on="2018-03-01")
    assert verdict.outcome is MET
    assert "the last known value of a parameter holds on" in verdict.assumptions
    assert judged(of_2017, on="2018-03-01").assumptions == ()


@pytest.mark.parametrize("name", HAVES)
def test_one_have_that_is_lacking_fails_and_one_not_known_is_needed(name: str) -> None:
    lacking, unknown = judged(survey(**{name: False})), judged(survey(**{name: None}))
    leaf = name.replace("_", "-")
    assert (lacking.outcome, lacking.failing, lacking.needed) == (UNMET, (leaf,), ())
    assert (unknown.outcome, unknown.failing, unknown.needed) == (UNKNOWN, (), (leaf,))


def test_what_is_unknown_is_not_needed_of_a_household_that_fails_anyhow() -> None:
    verdict = judged(survey(water=False, power=None))
    assert (verdict.outcome, verdict.failing, verdict.needed) == (UNMET, ("water",), ())


@pytest.mark.parametrize(
    ("children", "education", "outcome", "needed"),
    [
        (0, None, MET, ()),
        (0, False, MET, ()),
        (1, True, MET, ()),
        (1, False, UNMET, ()),
        (1, None, UNKNOWN, ("education",)),
        (None, True, MET, ()),
        (None, False, UNKNOWN, ("school-age",)),
        (None, None, UNKNOWN, ("education", "school-age")),
        (-1, False, UNKNOWN, ("school-age",)),
        (101, False, UNKNOWN, ("school-age",)),
    ],
)
def test_education_is_asked_where_there_are_children_of_school_age(
    children: int | None, education: bool | None, outcome: fp.Outcome, needed: tuple[str, ...]
) -> None:
    found = judged(survey(school_age_children=children, education=education))
    assert (found.outcome, found.needed) == (outcome, needed)


def test_of_whom_nothing_is_known_nothing_is_met() -> None:
    verdict = judged(fp.Survey(household="H-1", on="2016-12-01"))
    assert verdict.outcome is UNKNOWN
    leaves = [leaf.id for leaf in SICHUAN.criterion("household-exit").tree.leaves()]
    assert list(verdict.needed) == leaves


@pytest.mark.parametrize("income", ["-0.01", "-5000", "100000.01", "9999999"])
def test_an_income_that_cannot_be_is_no_evidence(income: str) -> None:
    verdict = judged(survey(net_income_per_head=income))
    assert (verdict.outcome, verdict.needed) == (UNKNOWN, ("income",))
    assert verdict.notes == ("net_income_per_head: beyond what can be, no evidence",)
    assert "net income over the national line: recorded, but no evidence" in verdict.explain("en")
    assert "人均纯收入超过国家扶贫标准：已登记，不作依据" in verdict.explain("zh")
    assert "人均纯收入超过国家扶贫标准：登记值不可能，不作依据" in verdict.explain("zh")


# --- Which survey counts ------------------------------------------------------------------------


def test_the_latest_survey_by_the_day_counts_in_whatever_order() -> None:
    old, new = survey(on="2016-11-01", water=False), survey(on="2016-12-01")
    assert judged([old, new]).outcome is judged([new, old]).outcome is MET
    before = judged([old, new], on="2016-11-30")
    assert (before.outcome, before.seen) == (UNMET, dt.date(2016, 11, 1))
    assert before.notes == (
        "1 dated after 2016-11-30: no evidence",
        "net_income_per_head: of a period to 2016-12-31, after 2016-11-30: no evidence",
    )


def test_what_two_surveys_of_one_day_say_differently_is_not_known() -> None:
    verdict = judged([survey(), survey(water=False, net_income_per_head="3000")])
    assert (verdict.outcome, verdict.needed) == (UNKNOWN, ("income", "water"))
    assert verdict.notes == (
        "net_income_per_head: surveys of one day, or without a day, differ",
        "water: surveys of one day, or without a day, differ",
    )
    assert judged([survey(), survey()]).outcome is MET
    assert judged([survey(), survey(water=None)]).outcome is UNKNOWN


@pytest.mark.parametrize(("water", "outcome"), [(True, MET), (False, UNKNOWN), (None, UNKNOWN)])
def test_a_survey_without_a_day_may_be_the_latest(water: bool | None, outcome: fp.Outcome) -> None:
    """Where it says the same nothing is lost; elsewhere it may be the truth of today."""
    found = judged([survey(), survey(on=None, water=water)])
    assert (found.outcome, found.seen) == (outcome, dt.date(2016, 12, 1))


def test_a_survey_without_a_day_or_of_the_future_is_no_evidence_alone() -> None:
    undated, future = judged(survey(on=None)), judged(survey(on="2017-01-01"))
    assert undated.outcome is future.outcome is UNKNOWN
    assert undated.seen is future.seen is None
    assert undated.notes == ("1 without a day: no evidence",)
    assert future.notes == ("1 dated after 2016-12-31: no evidence",)


@pytest.mark.parametrize(
    ("on", "outcome"), [("2016-06-30", MET), ("2017-06-01", MET), ("2017-06-02", UNKNOWN)]
)
def test_evidence_older_than_the_criterion_allows_is_none(on: str, outcome: fp.Outcome) -> None:
    text = with_leaf('flag = "water"') + "fresh_for = { months = 12 }\n"
    found = fp.criteria.assess(seen(water=True), fp.policy.parse(text), "exit", on=on, carry=True)
    assert found.judgement.parts[1].outcome is outcome
    if outcome is UNKNOWN:
        assert found.seen is None
        assert found.notes == ("seen on 2016-06-01: older than 12 months",)


# --- Income by its parts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("net", "outcome", "value"),
    [
        ("8856.01", MET, "≈2952.003333"),  # a third of a fen over 2,952
        ("8856.00", UNMET, "2952"),
        ("8855.99", UNMET, "≈2951.996667"),
        ("-0.01", UNKNOWN, None),
        ("300000.01", UNKNOWN, None),
        ("300000", MET, "100000"),
    ],
)
def test_income_by_its_parts_is_compared_exactly(
    net: str, outcome: fp.Outcome, value: str | None
) -> None:
    """Over three members: what one of them has, to the last part of a fen."""
    bare = survey(net_income_per_head=None, income_until=None)
    verdict = judged(bare, household=household(), income=parts(net))
    assert (verdict.outcome, verdict.judgement.parts[0].value) == (outcome, value)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"business": "4000", "business_expenses": "-9000"}, UNKNOWN),  # not 13,000
        *(
            ({"business_expenses": "0", part: "-0.01"}, UNKNOWN)
            for part in ("wage", "business", "property", "transfer", "business_expenses")
        ),
        ({"wage": "100000000.01", "business_expenses": "100000000"}, UNKNOWN),
        ({"wage": "100000000", "business_expenses": "100000000"}, MET),
    ],
)
def test_a_part_of_an_income_that_cannot_be_leaves_it_unknown(
    change: dict[str, str], outcome: fp.Outcome
) -> None:
    """Expenses below nothing would make the poor rich."""
    bare = survey(net_income_per_head=None)
    told = parts("12000", **change)
    assert judged(bare, household=household(), income=told).outcome is outcome


@pytest.mark.parametrize(
    ("change", "size", "notes"),
    [
        ({}, 3, ()),
        ({"business_expenses": "-1"}, 3, ("business_expenses: beyond what can be, no evidence",)),
        ({"wage": "300001"}, 3, ("net_income_per_head: beyond what can be, no evidence",)),
        ({"business_expenses": "99999"}, 3,
         ("net_income_per_head: beyond what can be, no evidence",)),
        ({"until": "2017-01-01"}, 3,
         ("net_income_per_head: of a period to 2017-01-01, after 2016-12-31: no evidence",)),
        ({"wage": None}, 3, ()),
        ({"until": None}, 3, ()),
        ({}, None, ()),
    ],
)  # fmt: skip
def test_why_an_income_by_its_parts_is_no_evidence_is_noted(
    change: dict[str, Any], size: int | None, notes: tuple[str, ...]
) -> None:
    bare = survey(net_income_per_head=None)
    verdict = judged(bare, household=household(size), income=parts("12000", **change))
    assert verdict.notes == notes
    assert ("已登记，不作依据" in verdict.explain("zh")) is bool(notes)
    assert ("人均纯收入超过国家扶贫标准：未登记" in verdict.explain("zh")) is (
        not notes and verdict.outcome is UNKNOWN
    )


@pytest.mark.parametrize("size", [None, 0, -1, 1_001])
def test_nobody_knows_an_income_per_head_without_heads(size: int | None) -> None:
    bare = survey(net_income_per_head=None)
    found = judged(bare, household=household(size), income=parts("9000"))
    assert (found.outcome, found.needed[0]) == (UNKNOWN, "income")
    assert judged(bare, income=parts("9000")).needed == ("income",)


@pytest.mark.parametrize("change", [{"wage": None}, {"until": None}, {"until": "2017-01-01"}])
def test_an_income_with_a_part_missing_or_a_year_not_over_is_not_known(
    change: dict[str, Any],
) -> None:
    bare = survey(net_income_per_head=None)
    told = parts("9000", **change)
    assert judged(bare, household=household(), income=told).needed == ("income",)


@pytest.mark.parametrize("size", [0, -1])
def test_of_a_household_of_nobody_nothing_is_known(size: int) -> None:
    """Not even that it lacks something: its record is at fault."""
    for found in (survey(), survey(water=False), ()):
        verdict = judged(found, household=household(size))
        assert (verdict.outcome, verdict.failing, verdict.seen) == (UNKNOWN, (), None)
        assert verdict.notes == ("the household has a size below 1: no evidence",)
        assert "登记人口不足 1 人，不作依据" in verdict.explain("zh")
    assert judged(survey(), household=household(None)).outcome is MET
    facts = asked('flag = "all_insured"', household=members(one=MET), persons=[INSURED])
    assert facts.outcome is MET
    nobody = fp.Household(id="H-1", size=0, members=members(one=MET).members)
    told = asked('flag = "all_insured"', household=nobody, persons=[INSURED])
    assert told.outcome is UNKNOWN


@pytest.mark.parametrize(
    ("on", "outcome"), [("2016-12-30", UNKNOWN), ("2016-12-31", MET), ("2017-01-01", MET)]
)
def test_an_income_of_a_period_that_is_not_over_is_no_evidence(
    on: str, outcome: fp.Outcome
) -> None:
    """Whenever it was asked for: in June nobody has earned what December brings."""
    verdict = judged(survey(), on=on)
    assert verdict.outcome is outcome
    note = "net_income_per_head: of a period to 2016-12-31, after 2016-12-30: no evidence"
    assert verdict.notes == ((note,) if outcome is UNKNOWN else ())
    poor = judged(survey(net_income_per_head="3"), on=on)
    assert poor.outcome is (UNKNOWN if outcome is UNKNOWN else UNMET)
    zh = "人均纯收入超过国家扶贫标准：截至 2016-12-31，晚于 2016-12-30，不作依据"
    assert (zh in verdict.explain("zh")) is (outcome is UNKNOWN)


def test_the_parts_answer_where_the_survey_tells_of_a_period_that_is_not_over() -> None:
    told = parts("9000", until="2015-12-31")
    verdict = judged(survey(), household=household(), income=told, on="2016-12-30")
    assert (verdict.outcome, verdict.judgement.parts[0].value) == (MET, "3000")


def test_income_by_its_parts_meets_the_line_of_the_year_it_was_earned_in() -> None:
    """Whatever period the other incomes of the survey are of."""
    bare = survey(net_income_per_head=None, income_until="2016-12-31")
    told = parts("8700", until="2015-12-31")  # 2,900 a head: over 2,855, under 2,952
    verdict = judged(bare, household=household(), income=told)
    assert (verdict.outcome, verdict.judgement.parts[0].limit) == (MET, "2855")
    assert verdict.judgement.parts[0].limit_on == dt.date(2015, 12, 31)


def test_the_day_of_another_income_stays_that_of_the_survey() -> None:
    leaf = (
        'compare = "disposable_income_per_head", is = "over", parameter = "line", '
        'at = "income_until"'
    )
    told = seen(disposable_income_per_head="2900", income_until="2015-12-31")
    income = parts("8700", until="2016-12-31")
    found = asked(leaf, told, income=income, household=household(), on="2016-12-31")
    assert (found.outcome, found.limit) == (MET, "2855")


def test_an_income_that_the_survey_gives_goes_before_its_parts() -> None:
    verdict = judged(survey(), household=household(), income=parts("3"))
    assert verdict.judgement.parts[0].value == "3210"
    cannot_be = judged(
        survey(net_income_per_head="-1"), household=household(), income=parts("9000")
    )
    assert cannot_be.judgement.parts[0].value == "3000"


# --- Assumptions --------------------------------------------------------------------------------


def test_an_assumption_answers_what_is_unknown_and_is_recorded() -> None:
    verdict = judged(survey(income_steady=None), assume={"income_steady": True})
    assert (verdict.outcome, verdict.assumptions) == (MET, ("income_steady = True",))
    [steady] = [n for n in verdict.judgement.nodes() if n.id == "income-steady"]
    assert steady.assumed
    known = judged(survey(income_steady=False), assume={"income_steady": True})
    assert (known.outcome, known.assumptions) == (UNMET, ())


def test_what_cannot_be_may_be_answered_by_an_assumption_too() -> None:
    found = judged(survey(school_age_children=-1, education=False),
                   assume={"school_age_children": 0, "income_until": "2016-12-31"})  # fmt: skip
    assert (found.outcome, found.assumptions) == (MET, ("school_age_children = 0",))
    assert found.notes == ("school_age_children: beyond what can be, no evidence",)
    assert not any(node.set_aside for node in found.judgement.nodes())


def test_a_day_may_be_assumed() -> None:
    found = judged(survey(income_until=None), assume={"income_until": "2016-12-31"})
    assert found.assumptions == ("income_until = 2016-12-31",)
    with pytest.raises(DayError, match="assume= income_until"):
        judged(survey(), assume={"income_until": "2016"})


def test_facts_may_be_assumed() -> None:
    for answer, outcome in ((True, MET), (False, UNMET)):
        found = asked('flag = "all_insured"', seen(), assume={"all_insured": answer})
        assert (found.outcome, found.assumed) == (outcome, True)


def test_a_book_may_be_taken_as_in_force_and_that_is_recorded() -> None:
    with pytest.raises(NotInForceError):
        judged(survey(), on="2015-12-31")
    told = judged(survey(on="2015-12-01", income_until="2015-12-31"), on="2015-12-31",
                  assume={"in_force": True})  # fmt: skip
    assert told.outcome is MET
    assert told.assumptions == ("sichuan-2016: taken as in force, as the question said",)


# --- Trees --------------------------------------------------------------------------------------


def test_who_is_asked_nothing_because_a_condition_fails_is_told_of_the_condition() -> None:
    """Under a negation, not to be asked is what makes it fail."""
    part = (
        'all = [{ id = "a", zh = "甲", en = "a", flag = "water", '
        'applies_when = { id = "b", zh = "乙", en = "b", flag = "power" } }]'
    )
    text = with_leaf(f'not = {{ id = "g", zh = "组", en = "g", {part} }}').replace(
        'compare = "net_income_per_head", is = "over", parameter = "line", at = "income_until"',
        'flag = "food"',
    )
    book = fp.policy.parse(text)
    for told, failing in (
        ({"power": False}, ("b",)),
        ({"power": False, "water": True}, ("a", "b")),
        ({"power": True, "water": True}, ("a",)),
        ({"power": None, "water": True}, ("a",)),
    ):
        found = fp.criteria.assess(seen(food=True, **told), book, "exit", on="2016-06-30")
        assert (found.outcome, found.failing) == (UNMET, failing)
