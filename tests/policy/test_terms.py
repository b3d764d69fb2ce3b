"""Terms in a book: what its grammar refuses, which law binds, what a what-if book changes."""

import datetime as dt

import pytest

import fupin as fp
from fupin import policy
from fupin.errors import QuestionError, RulebookError, UnknownRuleError
from fupin.outcomes import Outcome
from fupin.policy import Books, term_on

LAW = """
id = "law"
zh = "法"
en = "law"
{division}
[life]
since = {since}
{until}
[sources.law]
title = "法"
issuer = "人大"
[[terms]]
id = "reply"
zh = "答复期限"
en = "reply"
kind = "suggestion"
source = "law"
checked = "text"
{months}
"""


def law(
    since: str = "2016-01-01", until: str = "", division: str = "", months: str = "months = 3"
) -> policy.Rulebook:
    """A book with one term."""
    return policy.parse(
        LAW.format(
            since=since,
            until=f"until = {until}" if until else "",
            division=f'division = "{division}"' if division else "",
            months=months,
        ),
        name="law",
    )


@pytest.mark.parametrize(
    "months",
    ["months = 0", "hard_months = 6", "months = 3\nhard_months = 2", 'counted_from = "raised"'],
)
def test_months_that_make_no_term_are_refused(months: str) -> None:
    with pytest.raises(RulebookError, match=r"@ law: terms\[0\]"):
        law(months=months)


def test_a_kind_has_one_term_in_a_book() -> None:
    text = LAW.format(since="2016-01-01", until="", division="", months="")
    again = text[text.index("[[terms]]") :].replace('"reply"', '"other"')
    with pytest.raises(RulebookError, match="term for matters of kind stands twice: suggestion"):
        policy.parse(text + again)


def test_hard_matters_have_longer_and_those_nobody_knows_of_between() -> None:
    term = policy.load("cn-deputies-2025").term("suggestion-reply")
    asked = {hard: term.asked(hard=hard) for hard in (False, True, None)}
    assert asked == {False: (3, 3), True: (6, 6), None: (3, 6)}
    assert law().term("reply").asked(hard=True) == (3, 3)


@pytest.mark.parametrize("term", ["opinion-report", "inquiry-report"])
def test_opinions_and_inquiries_have_no_term_in_the_law(term: str) -> None:
    entry = policy.load("cn-supervision").term(term)
    assert entry.asked(hard=None) is None
    assert entry.reading is not None
    assert "no number of months is set" in entry.reading.lower()


def test_an_unknown_term_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownRuleError, match="called 'tea'; there are: suggestion-reply"):
        policy.load("cn-deputies-2015").term("tea")


@pytest.mark.parametrize(
    ("raised", "book"),
    [
        ("2015-08-28", None),
        ("2015-08-29", "cn-deputies-2015"),
        ("2025-03-10", "cn-deputies-2015"),
        ("2025-03-11", "cn-deputies-2025"),
    ],
)
def test_the_law_of_the_day_it_was_raised_binds(raised: str, book: str | None) -> None:
    laws = Books.of([policy.load("cn-deputies-2015"), policy.load("cn-deputies-2025")])
    applied, binds = term_on(laws.terms()["suggestion"], dt.date.fromisoformat(raised), None)
    assert (applied and applied.book.id) == book
    assert binds is (Outcome.MET if book else Outcome.UNKNOWN)


def test_the_book_of_the_smaller_division_goes_first() -> None:
    group = Books.of([law(), law(division="5108", months="months = 1")]).terms()["suggestion"]
    day = dt.date(2016, 9, 9)
    places = {code: fp.Division.of(code) for code in ("510824", "5107")}
    found = {code: term_on(group, day, places.get(code or "")) for code in ("510824", "5107", None)}
    months = {code: (one and one.entry.months, binds) for code, (one, binds) in found.items()}
    assert months == {
        "510824": (1, Outcome.MET), "5107": (3, Outcome.MET), None: (1, Outcome.UNKNOWN),
    }  # fmt: skip


def test_two_laws_of_one_place_and_day_are_refused() -> None:
    with pytest.raises(RulebookError, match="a term of a suggestion stands in law and law"):
        Books.of([law(), law("2016-06-01")]).terms()
    following = Books.of([law(until="2016-06-01"), law("2016-06-01")])
    assert len(following.terms()["suggestion"]) == 2
    with pytest.raises(RulebookError, match="for one division and day"):
        following.terms({"in_force": True})
    with pytest.raises(QuestionError, match="assume= knows 'in_force'"):
        following.terms({"tea": True})


def test_a_committees_resolution_may_set_the_term_that_the_law_does_not() -> None:
    supervision = policy.load("cn-supervision")
    book = policy.amend(supervision, terms={"opinion-report": {"months": 3}}, title="决议")
    term = book.term("opinion-report")
    assert (term.months, term.hard_months, term.checked) == (3, None, "unverified")
    assert book.sources[term.source].title == "决议"
    assert supervision.term("opinion-report").months is None
    with pytest.raises(UnknownRuleError, match="has no days; a term has months and hard_months"):
        policy.amend(supervision, terms={"opinion-report": {"days": 3}})
    with pytest.raises(RulebookError, match="hard_months is given with months"):
        policy.amend(supervision, terms={"opinion-report": {"hard_months": 3}})


def test_terms_of_a_book_that_is_built_on_stay() -> None:
    own = 'id = "own"\nzh = "甲"\nen = "own"\nextends = ["cn-supervision"]\n'
    own += '[life]\nsince = 2016-01-01\n[sources.own]\ntitle = "甲"\nissuer = "甲"\n'
    own += '[[terms]]\nid = "opinion-report"\nzh = "甲"\nen = "own"\nmonths = 2\nsource = "own"\n'
    book = policy.parse(own + 'kind = "deliberation-opinion"\nchecked = "text"\n')
    assert {term.id: term.months for term in book.terms} == {
        "inquiry-report": None, "opinion-report": 2,
    }  # fmt: skip
