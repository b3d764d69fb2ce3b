"""Matters of 2016 over a few records: worked by hand from the Deputies Law."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError

BOOKS = [fp.policy.load(name) for name in ("cn-deputies-2015", "cn-supervision")]
ON = "2016-09-09"


def suggestion(number: int, **said: Any) -> fp.Matter:
    """A suggestion to O-3 that has until 10 June."""
    told = {"addressee": "O-3", "raised": "2016-02-24", "assigned": "2016-03-10", "hard": False}
    return fp.Matter(id=f"S-{number}", kind="suggestion", **{**told, **said})


def done(matter: str, step: str, on: str | None, by: str | None = "O-3") -> fp.Handling:
    return fp.Handling(matter=matter, step=step, on=on, by=by)


MATTERS = [
    suggestion(1, division="510824"),
    suggestion(2, division="510824"),
    suggestion(3, division="510811"),
    suggestion(4, hard=True, division="5108"),
    suggestion(5, raised=None),
    suggestion(6, raised="2016-09-10"),
    suggestion(7, hard=None),
    fp.Matter(id="Y-1", kind="deliberation-opinion", addressee="GOV", raised="2013-06-01"),
    fp.Matter(id="M-1", kind="motion", raised="2016-02-24"),
]
HANDLINGS = [
    done("S-1", "reply", "2016-05-20"),
    done("S-1", "follow-up", "2016-06-01"),
    done("S-1", "closed", "2016-07-01"),
    done("S-2", "reply", "2016-06-11"),
    done("S-2", "closed", "2016-07-01"),
    done("S-2", "reopened", "2016-08-01"),
    done("S-3", "reply", "2016-05-01", by="O-9"),
    done("S-7", "reply", "2016-07-01"),
    done("S-7", "closed", None),
    done("Y-1", "reply", "2013-09-01", by="PARTY"),
    done("Y-1", "closed", "2013-12-01", by="PARTY"),
    done("Y-1", "follow-up", "2013-10-01"),
]


def lasting(book: fp.Rulebook, **days: dt.date) -> fp.Rulebook:
    """A book with another life."""
    return book.model_copy(update={"life": book.life.model_copy(update=days)})


def ask(on: str = ON, books: Any = BOOKS, **asked: Any) -> fp.Coverage:
    return fp.coverage.matters(
        fp.Registry.of(matters=MATTERS, handlings=HANDLINGS), books, on=on, **asked
    )


def row(result: fp.Coverage, **where: Any) -> dict[str, Any]:
    """The measures of a row that are not 0."""
    [told] = result.rows.filter(**where).select(result.measures).to_dicts()
    return {name: value for name, value in told.items() if value}


def test_suggestions_are_judged_by_the_law_and_counted_by_what_became_of_them() -> None:
    assert row(ask(), kind="suggestion") == {
        "raised": 5, "raised_unknown": 1, "assigned": 5, "judged": 4, "in_time": 1, "late": 1,
        "overdue": 1, "unknown": 1, "not_yet_due": 1, "unplaced": 1, "answered": 3,
        "replied_by_others": 1, "closed": 1, "closed_unknown": 1, "reopened": 1, "followed_up": 1,
        "followed_up_unplaced": 1,
    }  # fmt: skip


def test_opinions_have_no_term_and_no_rate() -> None:
    """A reply of a body that was not asked answers nothing; its closure and follow-up count."""
    told = ask()
    assert row(told, kind="deliberation-opinion") == {
        "raised": 1, "assigned_unknown": 1, "no_term": 1, "replied_by_others": 1, "closed": 1,
        "followed_up": 1,
    }  # fmt: skip
    assert told.rate(kind="deliberation-opinion") == fp.Rate(0, 0)
    assert str(told.rate(kind="deliberation-opinion")) == "0 of 0: undefined"
    assert told.rate("closed", kind="deliberation-opinion") == fp.Rate(1, 1)
    assert row(told, kind="motion") == {"raised": 1, "assigned_unknown": 1, "unplaced": 1}


def test_unlike_kinds_are_never_added_together() -> None:
    told = ask()
    expected = (
        "rows of several kind= are never added together: say kind= one of deliberation-opinion"
    )
    with pytest.raises(QuestionError, match=expected):
        _ = told.total
    with pytest.raises(QuestionError, match="no 'tea': say kind= one of"):
        told.rate(kind="tea")
    assert told.rate(kind="suggestion") == fp.Rate(1, 4, unknown=1, unplaced=1)
    followed = told.rate("followed_up", kind="suggestion")
    assert followed == fp.Rate(1, 1, unplaced=1)


def test_of_one_kind_the_total_is_its_rate_and_of_none_undefined() -> None:
    one = fp.Registry.of(matters=MATTERS[:1], handlings=HANDLINGS)
    assert fp.coverage.matters(one, BOOKS, on=ON, by="kind").total == fp.Rate(1, 1)
    none = fp.Registry.of(matters=[], handlings=[])
    assert fp.coverage.matters(none, BOOKS, on=ON).total == fp.Rate(0, 0)


def test_who_was_not_answered_in_time_is_named_with_the_last_day() -> None:
    rows = ask().missing().select("matter", "due", "status", "outcome").sort("matter").rows()
    told = [(matter, due and str(due), status, outcome) for matter, due, status, outcome in rows]
    assert told == [
        ("M-1", None, "unknown", "unknown"),
        ("S-2", "2016-06-10", "late", "unmet"),
        ("S-3", "2016-06-10", "overdue", "unmet"),
        ("S-5", None, "unknown", "unknown"),
        ("S-7", "2016-06-10", "unknown", "unknown"),
    ]


def test_on_the_last_day_nothing_is_overdue_and_on_the_next_it_is() -> None:
    measures = ("not_yet_due", "overdue")
    days = {on: ask(on).rows.filter(kind="suggestion") for on in ("2016-06-10", "2016-06-11")}
    assert [days[on].select(measures).rows() for on in days] == [[(4, 0)], [(1, 1)]]


def test_matters_by_place_year_and_addressee() -> None:
    told = ask(by=["county", "year", "addressee"]).rows.filter(kind="suggestion")
    assert told.select("division", "placed", "year", "addressee", "raised", "late").rows() == [
        ("510800000000", "above", 2016, "O-3", 1, 0),
        ("510811000000", "here", 2016, "O-3", 1, 0),
        ("510824000000", "here", 2016, "O-3", 2, 1),
        (None, "unknown", 2016, "O-3", 1, 0),
        (None, "unknown", None, "O-3", 0, 0),
    ]
    with pytest.raises(QuestionError, match="by= cannot be tea: expected"):
        ask(by="tea")


def test_each_matter_meets_the_law_of_the_day_it_was_raised() -> None:
    """A made-up law of 2016 gives one month where that of 2015 gives three."""
    matters = [suggestion(1), suggestion(2, raised="2016-03-02")]
    replies = [done(f"S-{n}", "reply", "2016-05-01") for n in (1, 2)]
    registry = fp.Registry.of(matters=matters, handlings=replies)
    early = fp.policy.amend(BOOKS[0], terms={"suggestion-reply": {"months": 1}}, id="new")
    one = lasting(BOOKS[0], until=dt.date(2016, 3, 1))
    two = lasting(early, since=dt.date(2016, 3, 1))
    told = fp.coverage.matters(registry, [one, two], on=ON)
    assert (told.rows["in_time"].item(), told.rows["late"].item()) == (1, 1)
    assert [rule["in_force"] for rule in told.provenance.rules] == [
        "2015-08-29..2016-02-29", "2016-03-01..2025-03-10",
    ]  # fmt: skip


def test_a_law_that_has_no_end_binds_what_is_raised_under_it() -> None:
    """The law of 2025 and that of 2015 side by side: each binds its own."""
    both = [*BOOKS[:1], fp.policy.load("cn-deputies-2025")]
    new = suggestion(2, raised="2025-03-11", assigned="2025-03-20")
    registry = fp.Registry.of(matters=[suggestion(1), new], handlings=[])
    told = fp.coverage.matters(registry, both, on="2025-06-20", by="year")
    assert told.rows.select("year", "overdue", "not_yet_due").rows() == [(2016, 1, 0), (2025, 0, 1)]


def test_a_book_of_a_place_binds_its_matters_only() -> None:
    here = fp.policy.amend(BOOKS[0], terms={"suggestion-reply": {"months": 1}}, id="here")
    here = here.model_copy(update={"division": "510824"})
    matters = [suggestion(n, division=d) for n, d in enumerate(["510824", "510811", None])]
    replies = [done(f"S-{n}", "reply", "2016-05-01") for n in range(3)]
    registry = fp.Registry.of(matters=matters, handlings=replies)
    told = fp.coverage.matters(registry, [BOOKS[0], here], on=ON)
    assert row(told)["late"] == row(told)["in_time"] == row(told)["unplaced"] == 1


def test_a_law_may_be_taken_as_in_force() -> None:
    old = suggestion(1, raised="2014-02-24", assigned="2014-03-10")
    registry = fp.Registry.of(matters=[old], handlings=[])
    told = fp.coverage.matters(registry, BOOKS[:1], on=ON, assume={"in_force": True})
    assert row(told)["overdue"] == 1
    assert "cn-deputies-2015: taken as in force, as the question said" in (
        told.provenance.assumptions
    )
    assert row(fp.coverage.matters(registry, BOOKS, on=ON))["unplaced"] == 1


def test_books_without_any_term_judge_nothing() -> None:
    told = ask(books=BOOKS[1])
    assert told.rows["judged"].sum() == 0
    assert row(told, kind="suggestion")["no_term"] == 5


def test_without_handlings_it_is_said_what_to_pass() -> None:
    with pytest.raises(SchemaError, match=r"coverage\.matters needs the table: pass handlings="):
        fp.coverage.matters(fp.Registry.of(matters=MATTERS), BOOKS, on=ON)
