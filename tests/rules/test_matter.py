"""What became of one matter: a suggestion of spring 2016 that has three months from 10 March."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.findings import MatterFinding, Standing
from fupin.policy import amend, load

MET, UNMET, UNKNOWN = fp.Outcome
LAW, SUPERVISION = load("cn-deputies-2015"), load("cn-supervision")
SAID: dict[str, Any] = {
    "id": "S-1", "kind": "suggestion", "issuer": "D-1", "addressee": "O-3",
    "raised": "2016-02-24", "assigned": "2016-03-10", "hard": False,
}  # fmt: skip


def done(step: str | None, on: str | None, by: str | None = "O-3", of: str = "S-1") -> fp.Handling:
    """Something done about the matter."""
    return fp.Handling(matter=of, step=step, on=on, by=by)


def found(
    *handlings: fp.Handling, on: str = "2016-09-09", book: Any = LAW, **said: Any
) -> MatterFinding:
    """What became of the suggestion."""
    return fp.matter.check(fp.Matter(**{**SAID, **said}), book, on=on, handlings=handlings)


# --- In time -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("replied", "on", "status", "outcome"),
    [
        ("2016-03-10", "2016-03-10", "in-time", MET),
        ("2016-06-10", "2016-06-10", "in-time", MET),
        ("2016-06-11", "2016-06-11", "late", UNMET),
        ("2016-06-11", "2016-06-10", "not-yet-due", None),
        (None, "2016-06-10", "not-yet-due", None),
        (None, "2016-06-11", "overdue", UNMET),
    ],
)
def test_the_day_of_the_same_number_three_months_later_is_the_last(
    replied: str | None, on: str, status: str, outcome: fp.Outcome | None
) -> None:
    told = found(*([done("reply", replied)] if replied else []), on=on)
    assert (told.status, told.outcome) == (status, outcome)
    assert str(told.due) == str(told.due_latest) == "2016-06-10"


@pytest.mark.parametrize(
    ("assigned", "hard", "due", "latest"),
    [
        ("2016-11-30", False, "2017-02-28", "2017-02-28"),
        ("2016-03-10", True, "2016-09-10", "2016-09-10"),
        ("2016-03-10", None, "2016-06-10", "2016-09-10"),
    ],
)
def test_hard_matters_have_six_months(assigned: str, hard: Any, due: str, latest: str) -> None:
    told = found(assigned=assigned, hard=hard, on="2017-12-31")
    assert (str(told.due), str(told.due_latest)) == (due, latest)


@pytest.mark.parametrize(
    ("replied", "on", "status"),
    [
        (None, "2016-06-10", "not-yet-due"),
        (None, "2016-06-11", "unplaced"),
        (None, "2016-09-11", "overdue"),
        ("2016-06-10", "2016-06-11", "in-time"),
        ("2016-06-11", "2016-06-11", "unknown"),
        ("2016-06-11", "2016-09-11", "unknown"),
        ("2016-09-11", "2016-09-11", "late"),
    ],
)
def test_where_nobody_knows_whether_it_is_hard_its_end_lies_between(
    replied: str | None, on: str, status: str
) -> None:
    told = found(*([done("reply", replied)] if replied else []), on=on, hard=None)
    assert told.status == status


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({"raised": "2016-09-10"}, Standing.NO_DUTY),
        ({"raised": None}, Standing.UNPLACED),
        ({"raised": "2015-08-28"}, Standing.UNPLACED),
        ({"kind": None}, Standing.UNPLACED),
        ({"kind": "motion"}, Standing.UNPLACED),
        ({"kind": "inquiry-item"}, Standing.NO_NUMBER),
        ({"assigned": None}, Standing.UNPLACED),
        ({"assigned": "2016-02-23"}, Standing.UNPLACED),
        ({"assigned": "2016-09-10"}, Standing.NOT_YET_DUE),
    ],
)
def test_a_term_runs_only_where_it_is_known_to(said: Any, standing: Standing) -> None:
    told = found(**said)
    assert (told.standing, told.due) == (standing, None)
    assert told.outcome is (UNKNOWN if standing is Standing.UNPLACED else None)


def test_a_law_of_another_place_or_one_with_no_months_sets_none() -> None:
    here = amend(LAW, terms={"suggestion-reply": {"months": 1}})
    elsewhere = here.model_copy(update={"division": "5107"})
    assert found(book=elsewhere, division="5108").standing is Standing.UNPLACED
    assert found(book=elsewhere, division=None).standing is Standing.UNPLACED
    none = amend(LAW, terms={"suggestion-reply": {}}).model_copy(update={"division": "5108"})
    assert found(book=[LAW, none], division="5108").standing is Standing.NO_NUMBER


def test_a_law_may_be_taken_as_in_force_on_any_day() -> None:
    matter = fp.Matter(**{**SAID, "raised": "2014-02-24", "assigned": "2014-03-10"})
    told = fp.matter.check(matter, LAW, on="2014-12-31", assume={"in_force": True})
    assert told.status == "overdue"
    before = fp.Matter(**{**SAID, "raised": "1949-09-01", "assigned": "1949-09-30"})
    told = fp.matter.check(before, LAW, on="2014-12-31", assume={"in_force": True})
    assert told.standing is Standing.UNPLACED


# --- Who replied, and when -----------------------------------------------------------------------


def test_a_reply_of_a_body_that_was_not_asked_is_a_finding_and_answers_nothing() -> None:
    told = found(done("reply", "2016-04-01", by="O-9"), done("reply", "2016-04-02", by="O-8"))
    assert (told.status, told.answered, told.others) == ("overdue", UNMET, ("O-8", "O-9"))
    assert told.faults == ()


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (done("reply", None), {}),
        (done("reply", "2016-04-01", by=None), {}),
        (done("reply", "2016-04-01"), {"addressee": None}),
        (done("reply", "2016-03-09"), {}),
        (done("lost", "2016-04-01"), {}),
        (done(None, "2016-04-01"), {}),
    ],
)
def test_a_reply_that_may_count_leaves_it_unknown(reply: fp.Handling, said: Any) -> None:
    told = found(reply, **said)
    assert (told.status, told.answered, told.answered_on) == ("unknown", UNKNOWN, None)
    assert told.others == ()


def test_what_is_of_another_matter_or_dated_later_is_not_there() -> None:
    told = found(done("reply", "2016-04-01", of="S-2"), done("closed", "2016-09-10"))
    assert (told.status, told.closed) == ("overdue", UNMET)


# --- Closed, reopened, followed up ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "closed", "reopened"),
    [
        ([], UNMET, UNMET),
        ([("closed", "2016-05-01")], MET, UNMET),
        ([("closed", None)], UNKNOWN, UNMET),
        ([("closed", "2016-02-23")], UNKNOWN, UNMET),
        ([("closed", "2016-05-01"), ("reopened", "2016-05-02")], UNMET, MET),
        ([("closed", "2016-05-01"), ("reopened", "2016-05-01")], UNKNOWN, MET),
        ([("closed", "2016-05-01"), ("reopened", None)], UNKNOWN, UNKNOWN),
        ([("closed", "2016-05-03"), ("reopened", "2016-05-02")], MET, MET),
        ([("closed", "2016-05-03"), ("lost", "2016-05-02")], MET, UNKNOWN),
        ([("closed", "2016-05-03"), ("lost", "2016-05-04")], UNKNOWN, UNKNOWN),
    ],
)
def test_it_is_closed_where_nothing_reopened_it_since(
    rows: Any, closed: fp.Outcome, reopened: fp.Outcome
) -> None:
    told = found(*(done(step, on) for step, on in rows))
    assert (told.closed, told.reopened) == (closed, reopened)


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([("follow-up", "2016-04-01")], UNMET),
        ([("closed", "2016-05-01")], UNMET),
        ([("follow-up", "2016-05-01"), ("closed", "2016-05-01")], MET),
        ([("follow-up", "2016-05-02"), ("closed", "2016-05-01")], UNMET),
        ([("follow-up", None), ("closed", "2016-05-01")], UNKNOWN),
        ([("follow-up", "2016-04-01"), ("closed", None)], UNKNOWN),
    ],
)
def test_it_was_followed_up_until_closure_where_a_follow_up_came_by_then(
    rows: Any, outcome: fp.Outcome
) -> None:
    assert found(*(done(step, on) for step, on in rows)).followed_up is outcome


# --- What cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "said", "faults"),
    [
        ([("closed", "2016-02-23")], {}, ("closed on 2016-02-23, before the matter was raised",)),
        ([(None, "2016-02-23")], {}, ("step on 2016-02-23, before the matter was raised",)),
        ([("reply", "2016-03-09")], {}, ("reply on 2016-03-09, before the assignment",)),
        ([("reopened", "2016-05-01")], {}, ("reopened, and never closed before",)),
        ([("reopened", "2016-05-01"), ("closed", None)], {}, ()),
        (
            [],
            {"assigned": "2016-02-23"},
            ("assignment on 2016-02-23, before the matter was raised",),
        ),
        ([("follow-up", "2016-03-09")], {}, ()),
        ([("reply", "2016-01-01")], {"raised": None, "assigned": None}, ()),
    ],
)
def test_what_comes_too_early_is_named(rows: Any, said: Any, faults: tuple[str, ...]) -> None:
    assert found(*(done(step, on) for step, on in rows), **said).faults == faults


# --- In words ------------------------------------------------------------------------------------


def test_it_is_told_in_chinese_and_english() -> None:
    told = found(
        done("reply", "2016-05-20"), done("follow-up", "2016-06-01"), done("closed", "2016-07-01"),
        done("reply", "2016-05-01", by="O-9"), done("reply", "2016-03-01"),
    )  # fmt: skip
    head, *others = told.explain("en").splitlines()
    cited = "(cn-deputies-2015, reply to a deputy's suggestion)"
    assert head == f"S-1, suggestion, on 2016-09-09: answered in time {cited}"
    assert others == [
        "  raised 2016-02-24; assigned 2016-03-10; due by 2016-06-10",
        "  answered 2016-05-20; closed: yes; reopened: no; followed up until closure: yes",
        "  replied and was not asked: O-9",
        "  cannot be: reply on 2016-03-01, before the assignment",
        "  source: 中华人民共和国全国人民代表大会和地方各级人民代表大会代表法（2015年修正）",
    ]
    assert told.explain().splitlines() == [
        "S-1，意见建议，2016-09-09：按期答复（cn-deputies-2015，代表建议、批评和意见的答复期限）",
        "  提出 2016-02-24；交办 2016-03-10；应于 2016-06-10 前（含）答复",
        "  已答复 2016-05-20；已办结：是；曾重新办理：否；跟踪监督至办结：是",
        "  未被交办而答复：O-9",
        "  不合情理：答复（2016-03-01）早于交办之日",
        "  依据：中华人民共和国全国人民代表大会和地方各级人民代表大会代表法（2015年修正）",
    ]


@pytest.mark.parametrize(
    ("said", "rows", "line"),
    [
        ({"hard": None}, [], "due by 2016-06-10, at the latest 2016-09-10"),
        ({"raised": None}, [], "raised on a day not known"),
        ({"kind": None}, [], "S-1, matter, on 2016-09-09: not known whether a term runs"),
        ({"kind": "motion"}, [], "S-1, motion, on 2016-09-09"),
        ({}, [("closed", None)], "closed: not known; reopened: no; followed up until closure: no"),
        ({"kind": "inquiry-item"}, [], "no term set\n"),
    ],
)
def test_what_is_not_known_is_said(said: Any, rows: Any, line: str) -> None:
    assert line in found(*(done(step, on) for step, on in rows), **said).explain("en")


def test_impossible_reopenings_and_assignments_are_told_in_chinese() -> None:
    told = found(done("reopened", "2016-05-01"), assigned="2016-02-23").explain("zh")
    assert "未曾办结而重新办理" in told
    assert "交办（2016-02-23）早于提出之日" in told
