"""Which book holds where and when: the smaller division first, and never two of one."""

import datetime as dt
from typing import Any

import pytest

import fupin as fp
from fupin import policy
from fupin.divisions import Division
from fupin.errors import NotInForceError, QuestionError, RulebookError, UnknownRuleError
from fupin.outcomes import Outcome
from fupin.policy import Books, nearest
from tests.policy.books import TEXT

CITY = policy.parse(TEXT)
COUNTY = policy.parse(TEXT.replace('"made-up"', '"county"').replace('"5108"', '"510824"'))
EVERYWHERE = policy.parse(TEXT.replace('"made-up"', '"all"').replace('division = "5108"', ""))
SEEN = fp.Survey(household="H-1", on="2016-12-01")
ONE = fp.Registry.of(
    households=[fp.Household(id="H-1", registration="in-need", division="510824102201")],
    surveys=[SEEN],
)
IN_2016 = dt.date(2016, 6, 30)


@pytest.mark.parametrize(
    ("place", "book", "applies"),
    [
        ("510824102201", "county", Outcome.MET),
        ("510811", "made-up", Outcome.MET),
        ("11", "all", Outcome.MET),
    ],
)
def test_the_book_of_the_smallest_division_holds(place: str, book: str, applies: Outcome) -> None:
    [group] = Books.of([EVERYWHERE, CITY, COUNTY]).pairing("deputy-households").values()
    found = nearest(group, Division.of(place))
    assert (found[0].book.id, found[1]) == (book, applies)


def test_elsewhere_no_book_holds_and_of_an_unknown_place_it_is_unknown() -> None:
    [group] = Books.of([CITY, COUNTY]).pairing("deputy-households").values()
    assert nearest(group, Division.of("11"))[1] is Outcome.UNMET
    assert nearest(group, None)[1] is Outcome.UNKNOWN


def test_two_books_of_one_division_are_refused() -> None:
    other = policy.parse(TEXT.replace('"made-up"', '"other"'))
    with pytest.raises(RulebookError, match="made-up and other, for one division and day"):
        Books.of([CITY, other]).pairing()


def test_a_book_out_of_force_leaves_the_others() -> None:
    later = policy.parse(
        TEXT.replace('"made-up"', '"later"')
        .replace("2016-01-01", "2017-01-01")
        .replace("until = 2017-01-01", "until = 2018-01-01")
    )
    assert Books.of([CITY, later]).on(IN_2016).ids == ("made-up",)
    with pytest.raises(NotInForceError) as told:
        Books.of([CITY, later]).on(dt.date(2020, 1, 1))
    assert told.value.nearest == (dt.date(2017, 12, 31),)


def test_no_book_and_an_unknown_assumption_ask_nothing_sensible() -> None:
    with pytest.raises(QuestionError, match="holds no rulebook"):
        Books.of([])
    with pytest.raises(QuestionError, match="it was given sunshine"):
        Books.of(CITY).on(IN_2016, {"sunshine": True})


def test_a_set_of_books_is_taken_as_it_is() -> None:
    books = Books.of(CITY)
    assert Books.of(books) is books
    assert books.assumed(None) == ()


def test_an_unknown_rule_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownRuleError, match="no pairing rule 'tea' in these books; there are"):
        Books.of(CITY).pairing("tea")
    with pytest.raises(UnknownRuleError, match="no duty 'tea' in these books; there are: visits"):
        Books.of(CITY).duties("tea")


def test_books_of_one_division_may_differ_in_what_is_not_asked() -> None:
    """Both rest on the national line; only one says how places leave poverty."""
    other = policy.amend(policy.load("cn-lines"), parameters={"national-line": 3000}, id="mine")
    books = Books.of([policy.load("cn-2016"), other])
    assert [applied.book.id for applied in books.criteria("village-exit")] == ["cn-2016"]
    assert [applied.book.id for applied in books.parameters("incidence-limit")] == ["cn-2016"]
    with pytest.raises(RulebookError, match="parameter national-line stands in cn-2016 and mine"):
        books.parameters("national-line")


@pytest.mark.parametrize(
    "asked",
    [
        lambda policy: fp.criteria.assess(SEEN, policy, "household-exit", on="2016-12-31"),
        lambda policy: fp.coverage.screen(ONE, policy, "household-exit", on="2016-12-31"),
        lambda policy: fp.coverage.exits(ONE, policy, on="2016-12-31"),
        lambda policy: fp.procedure.check([], policy, procedure="household-exit", on="2016-12-31"),
    ],
    ids=["assess", "screen", "exits", "check"],
)
def test_the_name_of_a_book_is_none_and_is_told_how_to_become_one(asked: Any) -> None:
    for named in ("sichuan-2016", ["sichuan-2016"]):
        with pytest.raises(QuestionError, match=r'give fp\.policy\.load\("sichuan-2016"\)'):
            asked(named)


@pytest.mark.parametrize(("given", "what"), [(None, "NoneType"), ([7], "int")])
def test_what_is_no_book_at_all_is_refused_by_its_kind(given: Any, what: str) -> None:
    with pytest.raises(QuestionError, match=f"holds a {what}: expected what fp.policy.load gives"):
        Books.of(given)
