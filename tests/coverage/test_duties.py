"""Duties of 2016 over a few records: worked by hand from Guangyuan's rules."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import SchemaError
from fupin.policy import parse
from tests.policy.books import TEXT

BOOK = fp.policy.load("guangyuan-2016")
END = "2016-12-31"
MEMBERS = [
    fp.StandingCommitteeMember(id="M-1", service="full-time", division="5108", since="2011-12-01"),
    fp.StandingCommitteeMember(id="M-2", service="part-time", division="5108", since="2016-06-01"),
]
LINKS = [
    fp.Link(kind="member-deputy", helper="M-1", party="D-1", since="2012-01-01"),
    fp.Link(kind="member-deputy", helper="M-1", party="D-2", since="2012-01-01"),
    fp.Link(kind="member-deputy", helper="M-2", party="D-3", since="2016-06-01"),
]


def met(party: str, *days: str | None, helper: str = "M-1") -> list[fp.Meeting]:
    """Meetings with a deputy."""
    return [fp.Meeting(kind="member-deputy", helper=helper, party=party, on=on) for on in days]


def ask(on: str = END, duty: str | None = None, by: Any = None, **tables: Any) -> fp.Coverage:
    """The duties of two members and their three deputies."""
    given = {"helpers": MEMBERS, "links": LINKS, "meetings": [], "reports": [], **tables}
    return fp.coverage.duties(fp.Registry.of(**given), BOOK, on=on, duty=duty, by=by)


def row(result: fp.Coverage, rule: str) -> dict[str, Any]:
    """The measures of a duty that are not 0."""
    [told] = result.rows.filter(rule=rule).select(result.measures).to_dicts()
    return {name: value for name, value in told.items() if value}


def test_each_linked_deputy_is_to_be_met_twice() -> None:
    meetings = [*met("D-1", "2016-03-01", "2016-12-31"), *met("D-2", "2016-03-01", "2016-03-01")]
    result = ask(meetings=meetings)
    assert row(result, "member-meetings") == {
        "subjects": 3, "judged": 2, "met": 1, "unmet": 1, "not_judged": 1,
    }  # fmt: skip
    assert result.rate(rule="member-meetings") == fp.Rate(1, 2)
    assert result.missing().filter(rule="member-meetings").select(
        "helper", "party", "asked", "done", "done_possible", "outcome"
    ).rows() == [("M-1", "D-2", 2, 1, 1, "unmet")]


def test_on_9_september_what_is_not_reached_is_not_yet_due() -> None:
    result = ask("2016-09-09", meetings=met("D-1", "2016-03-01", "2016-04-01"))
    assert row(result, "member-meetings") == {
        "subjects": 3, "judged": 1, "met": 1, "not_yet_due": 1, "not_judged": 1,
    }  # fmt: skip
    assert row(result, "member-report") == {"subjects": 2, "not_yet_due": 1, "not_judged": 1}


def test_a_meeting_on_a_day_nobody_wrote_down_may_count() -> None:
    result = ask(meetings=met("D-1", "2016-03-01", None))
    assert row(result, "member-meetings") == {
        "subjects": 3, "judged": 2, "unmet": 1, "unknown": 1, "not_judged": 1,
    }  # fmt: skip


def test_a_link_whose_helper_is_in_no_table_binds_somebody() -> None:
    stranger = fp.Link(kind="member-deputy", helper="M-9", party="D-9", since="2012-01-01")
    result = ask(links=[stranger], meetings=met("D-9", "2016-03-01", helper="M-9"))
    assert row(result, "member-meetings") == {"subjects": 1, "unplaced": 1}


def test_reports_are_asked_of_each_member_there_all_year() -> None:
    reports = [fp.Report(helper="M-1", year=2016, on="2016-12-20")]
    result = ask(reports=reports)
    assert row(result, "member-report") == {"subjects": 2, "judged": 1, "met": 1, "not_judged": 1}


@pytest.mark.parametrize(
    ("exemption", "expected"),
    [
        ({}, {"subjects": 2, "not_judged": 2}),
        ({"quota": 0}, {"subjects": 2, "not_judged": 2}),
        ({"rule": None}, {"subjects": 2, "unplaced": 1, "not_judged": 1}),
        ({"rule": "member-meetings"}, {"subjects": 2, "judged": 1, "unmet": 1, "not_judged": 1}),
    ],
    ids=str,
)
def test_an_exempt_member_is_not_judged(exemption: dict[str, Any], expected: Any) -> None:
    said = {"helper": "M-1", "rule": "member-report", "since": "2016-03-01", **exemption}
    assert row(ask(exemptions=[fp.Exemption(**said)]), "member-report") == expected


def test_visits_have_no_number() -> None:
    deputy = fp.Deputy(id="D-1", level="city", division="5108", since="2011-12-01")
    link = fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-01-01")
    result = ask(helpers=[deputy], links=[link])
    assert row(result, "household-visits") == {"subjects": 1, "no_number": 1}


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (
            [fp.Session(duty="committee-session", division="5108", year=2016, on="2016-11-08")],
            {"subjects": 1, "judged": 1, "met": 1},
        ),
        (
            [fp.Session(duty="committee-session", division=None, year=2016, on="2016-11-08")],
            {"subjects": 1, "judged": 1, "unknown": 1},
        ),
        ([], {"subjects": 1, "judged": 1, "unmet": 1}),
    ],
)
def test_the_session_is_asked_of_the_place(sessions: list[fp.Session], expected: Any) -> None:
    registry = fp.Registry.of(sessions=sessions)
    result = fp.coverage.duties(registry, BOOK, on=END)
    assert row(result, "committee-session") == expected
    assert result.rows["rule"].to_list() == ["committee-session"]
    by_county = fp.coverage.duties(registry, BOOK, on=END, by="county").rows
    assert by_county.select("division", "placed").rows() == [("510800000000", "above")]


def test_duties_whose_tables_were_not_given_are_left_out_and_the_result_says_so() -> None:
    left = ask().provenance.assumptions
    assert "committee-session was left out: it needs sessions" in left
    with pytest.raises(SchemaError, match=r"coverage\.duties needs the table: pass sessions="):
        ask(duty="committee-session")
    with pytest.raises(SchemaError, match=r"coverage\.duties needs"):
        fp.coverage.duties(fp.Registry.of(households=[]), BOOK, on=END)


def test_duties_by_service_and_place() -> None:
    result = ask(duty="member-report", by=["city", "service"])
    assert result.rows.select("division", "service", "judged", "not_judged").rows() == [
        ("510800000000", "full-time", 1, 0),
        ("510800000000", "part-time", 0, 1),
    ]


def test_another_window_may_be_asked_for() -> None:
    registry = fp.Registry.of(helpers=MEMBERS, links=LINKS, meetings=met("D-1", "2016-03-31"))
    quarter = fp.Period.quarter(2016, 1)
    result = fp.coverage.duties(registry, BOOK, on=END, duty="member-meetings", window=quarter)
    assert row(result, "member-meetings") == {"subjects": 2, "judged": 2, "unmet": 2}
    assert result.provenance.asked["windows"] == ("2016-01-01..2016-03-31",)


def test_a_rule_may_judge_who_was_there_for_part_of_the_window() -> None:
    text = TEXT.replace("times = 1", 'times = 1\npart_window = "judged"')
    helper = fp.Deputy(id="D-1", level="county", division="510824", since="2016-09-01")
    link = fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2016-09-01")
    registry = fp.Registry.of(helpers=[helper], links=[link], meetings=[])
    judged, not_judged = (
        row(fp.coverage.duties(registry, parse(book), on="2016-09-30"), "visits")
        for book in (text, TEXT)
    )
    assert judged == {"subjects": 1, "judged": 1, "unmet": 1}
    assert not_judged == {"subjects": 1, "not_judged": 1}


def test_a_member_without_an_id_may_have_reported() -> None:
    helpers = pl.DataFrame(
        {"id": [None, "M-1"], "post": ["member"] * 2, "division": ["5108"] * 2,
         "since": ["2011-12-01"] * 2}
    )  # fmt: skip
    reports = pl.DataFrame({"helper": ["M-1"], "year": [2016], "on": ["2016-12-20"]})
    registry = fp.Registry.of(helpers=helpers, reports=reports)
    result = fp.coverage.duties(registry, BOOK, on=END)
    assert row(result, "member-report") == {"subjects": 2, "judged": 1, "met": 1, "unplaced": 1}
