"""The shipped book of Guangyuan: the figures of the report, and nothing the report does not say."""

import datetime as dt

import pytest

from fupin import policy
from fupin.errors import NotInForceError
from fupin.policy import Books

BOOK = policy.load("guangyuan-2016")

# Read in the report of 9 September 2016 (S11, S12, S14), typed here once more.
QUOTAS = {
    "deputy-households": {"city": 3, "county": 1, "township": 1},
    "deputy-voters": {"city": 5, "county": 10, "township": 10},
    "member-deputies": {"full-time": 3, "part-time": 2},
}


@pytest.mark.parametrize(("rule", "expected"), QUOTAS.items())
def test_quotas_are_those_of_the_report(rule: str, expected: dict[str, int]) -> None:
    quotas = BOOK.rule(rule).quotas
    assert {q.group: q.links for q in quotas} == expected
    assert {q.operator for q in quotas} == {"at_least"}


def test_there_is_no_other_pairing_rule() -> None:
    assert {rule.id for rule in BOOK.pairing} == set(QUOTAS)


def test_what_was_reported_is_at_least_one_household_each_and_kept_apart_from_the_rule() -> None:
    [reported] = BOOK.rule("deputy-households").yardsticks
    assert reported.id == "at-least-one"
    assert {q.group: (q.operator, q.links) for q in reported.quotas} == dict.fromkeys(
        ("city", "county", "township"), ("at_least", 1)
    )


def test_five_fixed_voters_are_read_as_at_least_five_and_the_strict_reading_is_kept() -> None:
    [strict] = BOOK.rule("deputy-voters").yardsticks
    asked = {q.group: (q.operator, q.links) for q in strict.quotas}
    others = dict.fromkeys(("county", "township"), ("at_least", 10))
    assert asked == {"city": ("exactly", 5), **others}


@pytest.mark.parametrize(
    ("duty", "form", "times"),
    [
        ("household-visits", "meeting", None),
        ("member-meetings", "meeting", 2),
        ("member-report", "report", 1),
        ("committee-session", "session", 1),
    ],
)
def test_duties_are_yearly_and_visits_to_households_have_no_number(
    duty: str, form: str, times: int | None
) -> None:
    entry = BOOK.duty(duty)
    assert (entry.form, entry.times, entry.window) == (form, times, "year")


def test_the_report_does_not_say_where_so_it_is_anywhere() -> None:
    assert {rule.within for rule in BOOK.pairing} == {"anywhere"}
    assert all(rule.reading for rule in BOOK.pairing)


def test_every_value_names_the_report_and_that_its_text_was_read() -> None:
    quotas = [q for rule in BOOK.pairing for q in rule.quotas]
    others = [q for rule in BOOK.pairing for y in rule.yardsticks for q in y.quotas]
    values = [*BOOK.pairing, *quotas, *others, *BOOK.duties]
    assert {(value.source, value.checked) for value in values} == {("report", "text")}
    assert BOOK.sources["report"].date == dt.date(2016, 9, 9)


def test_it_extends_nothing_and_holds_for_the_city() -> None:
    assert BOOK.extends == ()
    assert (BOOK.division, BOOK.office, BOOK.superseded_by) == ("5108", None, None)


@pytest.mark.parametrize("on", [dt.date(2016, 9, 9), dt.date(2016, 12, 31)])
def test_an_attested_book_answers_from_its_day_to_the_end_of_the_year(on: dt.date) -> None:
    assert Books.of(BOOK).on(on).ids == ("guangyuan-2016",)


@pytest.mark.parametrize(
    ("on", "nearest"),
    [
        (dt.date(2016, 9, 8), dt.date(2016, 9, 9)),
        (dt.date(2017, 1, 1), dt.date(2016, 12, 31)),
    ],
)
def test_on_another_day_it_raises_and_names_the_nearest(on: dt.date, nearest: dt.date) -> None:
    with pytest.raises(NotInForceError, match=str(nearest)) as told:
        Books.of(BOOK).on(on)
    assert told.value.nearest == (nearest,)


def test_it_can_be_assumed_in_force_and_says_so() -> None:
    assume = {"in_force": True}
    books = Books.of(BOOK).on(dt.date(2020, 1, 1), assume)
    assert books.assumed(assume) == (
        "guangyuan-2016 is attested on 2016-09-09 and answers for that year",
        "guangyuan-2016: taken as in force, as the question said",
    )
