"""Villages and counties judged, and where a household lies: worked by hand."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import fupin as fp
from fupin.errors import (
    NoValueError,
    QuestionError,
    UnknownRuleError,
)
from tests.policy.criteria import with_leaf
from tests.rules.criteria import (
    MET,
    NATION,
    SICHUAN,
    UNKNOWN,
    UNMET,
    VILLAGE,
    asked,
    household,
    judged,
    parts,
    seen,
    survey,
    village,
)

# --- Villages and counties ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("poor", "most", "outcome", "strict"),
    [
        (29, None, MET, MET), (30, None, MET, UNMET), (31, None, UNMET, UNMET),
        (29, 30, MET, UNKNOWN), (30, 31, UNKNOWN, UNMET), (31, 40, UNMET, UNMET),
        (0, 1000, UNKNOWN, UNKNOWN), (None, None, UNKNOWN, UNKNOWN), (None, 30, UNKNOWN, UNKNOWN),
        (31, 30, UNKNOWN, UNKNOWN), (1001, None, UNKNOWN, UNKNOWN), (-1, None, UNKNOWN, UNKNOWN),
        (30, -1, UNKNOWN, UNKNOWN),
    ],
)  # fmt: skip
def test_incidence_is_held_against_the_line_with_its_bounds(
    poor: int | None, most: int | None, outcome: fp.Outcome, strict: fp.Outcome
) -> None:
    """3 % of 1,000 are 30: down to it by the Civil Code, not under it."""
    told = village(poor_persons=poor, poor_persons_most=most)
    assert judged(told, criterion="village-exit").outcome is outcome
    assert judged(told, criterion="village-exit", yardstick="under").outcome is strict


@pytest.mark.parametrize(
    ("people", "value"),
    [(1000, "3–4 %"), (700, "≈4.285714 %–≈5.714286 %"), (35, "≈85.714286 %–100 %")],
)
def test_a_share_is_said_in_per_cent(people: int, value: str) -> None:
    told = village(poor_persons=30, poor_persons_most=40, rural_population=people)
    found = judged(told, criterion="village-exit").judgement.parts[0]
    assert found.value == value.replace("3–4 %", "3 %–4 %")
    assert found.limit == "3 %"


@pytest.mark.parametrize("people", [None, 0, -5])
def test_of_a_village_of_nobody_incidence_is_not_known(people: int | None) -> None:
    told = village(rural_population=people)
    assert judged(told, criterion="village-exit").needed == ("incidence",)


@pytest.mark.parametrize(
    ("poor", "most", "outcome"), [(3, 5, MET), (3, 6, UNKNOWN), (6, 7, UNMET), (6, 5, UNKNOWN)]
)
def test_poor_persons_are_as_many_as_their_bounds_say(
    poor: int, most: int, outcome: fp.Outcome
) -> None:
    text = (
        with_leaf('compare = "poor_persons", is = "at_most", value = 5')
        .replace('unit = "household"\nsource', 'unit = "village"\nsource')
        .replace('"net_income_per_head", is = "over"', '"incidence", is = "over"')
        .replace('parameter = "line", at = "income_until"', "value = 0")
    )
    told = village(poor_persons=poor, poor_persons_most=most)
    found = fp.criteria.assess(told, fp.policy.parse(text), "exit", on="2016-12-31")
    assert found.judgement.parts[1].outcome is outcome


@pytest.mark.parametrize(
    ("division", "poor", "outcome"),
    [
        (VILLAGE, 30, MET), (VILLAGE, 31, UNMET), ("130123101201", 20, MET),
        ("130123101201", 21, UNMET), ("51x8", 20, MET), ("51x8", 25, UNKNOWN),
        ("51x8", 31, UNMET),
    ],
)  # fmt: skip
def test_the_west_has_a_line_of_its_own(division: str, poor: int, outcome: fp.Outcome) -> None:
    """2 % in the nation, 3 % in the west; where a village lies nobody may know."""
    told = village(division, poor_persons=poor)
    assert judged(told, NATION, criterion="village-exit").outcome is outcome


def test_a_place_may_be_written_short_or_long() -> None:
    seen_twice = [
        fp.CountySurvey(division="510824", on="2016-06-01", township_schools=False),
        fp.CountySurvey(division="510824000000", on="2016-12-01", poor_persons=0,
                        rural_population=9, township_schools=True, township_clinics=True,
                        service_centres=True),
    ]  # fmt: skip
    verdict = judged(seen_twice, criterion="county-exit")
    assert (verdict.outcome, verdict.subject) == (MET, "510824")


# --- Where a household lies ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("division", "outcome", "value"),
    [(VILLAGE, MET, VILLAGE), ("52", UNMET, "52"), ("51x8", UNKNOWN, None), (None, UNKNOWN, None)],
)
def test_a_household_lies_in_one_of_some_places_or_not(
    division: str | None, outcome: fp.Outcome, value: str | None
) -> None:
    where = fp.Household(id="H-1", division=division)
    found = asked('within = "places"', seen(), household=where)
    assert (found.outcome, found.value) == (outcome, value)


def test_the_book_of_the_smallest_place_judges() -> None:
    books = [NATION, SICHUAN]
    here, there = judged(survey(), books, household=household()), judged(
        survey(water=False), books, household=fp.Household(id="H-1", division="520123")
    )  # fmt: skip
    assert (here.book, there.book) == ("sichuan-2016", "cn-2016")
    assert there.outcome is MET


@pytest.mark.parametrize(
    ("books", "where"),
    [
        (SICHUAN, fp.Household(id="H-1", division="52")),
        ([NATION, SICHUAN], None),
        ([NATION, SICHUAN], fp.Household(id="H-1")),
    ],
    ids=["elsewhere", "no household", "no division"],
)
def test_a_book_that_does_not_hold_for_the_subject_judges_nobody(books: Any, where: Any) -> None:
    with pytest.raises(QuestionError, match="pass the book of its place, or say where it lies"):
        judged(survey(), books, household=where)


def test_a_book_passed_alone_is_taken_to_hold_where_the_division_is_not_told() -> None:
    assert judged(survey(), SICHUAN).book == "sichuan-2016"
    assert judged(survey(), SICHUAN, household=fp.Household(id="H-1")).book == "sichuan-2016"


# --- What a subject is not ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surveys", "more", "fault"),
    [
        ([], {}, "household-exit asks about a household: give its survey"),
        ([survey(), survey(household="H-2")], {}, "records of several subjects"),
        (survey(), {"household": fp.Household(id="H-2")}, "records of several subjects"),
        (survey(), {"income": attrs.evolve(parts("9000"), household="H-2")}, "several subjects"),
        (village(), {}, "expected Survey, got VillageSurvey"),
        (village(), {"criterion": "county-exit"}, "expected CountySurvey, got VillageSurvey"),
        (survey(), {"criterion": "village-exit"}, "expected VillageSurvey, got Survey"),
        (village(), {"criterion": "village-exit", "household": household()}, "its survey alone"),
        (village(), {"criterion": "village-exit", "income": parts("9000")}, "its survey alone"),
        ([village(), village("510824102202")], {"criterion": "village-exit"}, "several subjects"),
        (survey(), {"assume": {"tea": True}}, "assume= knows no tea"),
    ],
)  # fmt: skip
def test_a_question_about_no_one_subject_is_refused(
    surveys: Any, more: dict[str, Any], fault: str
) -> None:
    with pytest.raises(QuestionError, match=fault):
        judged(surveys, **more)


def test_a_household_without_a_survey_is_asked_about_by_itself() -> None:
    verdict = judged([], household=household(), income=parts("9000"))
    assert (verdict.subject, verdict.seen, verdict.outcome) == ("H-1", None, UNKNOWN)
    assert "income" not in verdict.needed


def test_a_criterion_or_yardstick_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UnknownRuleError, match="there are: household-exit, village-exit"):
        judged(survey(), criterion="tea")
    with pytest.raises(UnknownRuleError, match="household-exit has no yardstick 'under'"):
        judged(survey(), yardstick="under")


def test_a_parameter_that_nobody_knows_says_how_to_supply_it() -> None:
    book = fp.policy.load("cn-2026")
    [criterion] = [c.id for c in book.criteria if c.unit == "household"][:1]
    with pytest.raises(NoValueError, match=r"Supply it: policy\.amend"):
        judged(survey(on="2026-06-01"), book, criterion=criterion, on="2026-06-30")


@pytest.mark.parametrize(
    ("found", "note"),
    [
        ({"poor_persons": 1001}, "incidence: beyond what can be, no evidence"),
        ({"poor_persons": 9, "poor_persons_most": 8},
         "poor_persons: beyond what can be, no evidence"),
        ({"rural_population": 0}, "rural_population: beyond what can be, no evidence"),
    ],
)  # fmt: skip
def test_numbers_of_a_place_that_contradict_each_other_are_noted(
    found: dict[str, Any], note: str
) -> None:
    verdict = judged(village(**found), criterion="village-exit")
    assert (verdict.outcome, verdict.notes) == (UNKNOWN, (note,))
