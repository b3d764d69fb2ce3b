"""Was what is due done? The duties are those of Guangyuan: twice a year, a report, a session."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.findings import Standing
from fupin.policy import parse
from tests.policy.books import TEXT

BOOK = fp.policy.load("guangyuan-2016")
END = "2016-12-31"
MEMBER = fp.StandingCommitteeMember(
    id="M-1", service="full-time", division="5108", since="2011-12-01"
)
LINK = fp.Link(kind="member-deputy", helper="M-1", party="D-9", since="2012-01-01")


def met(*days: str | None, **change: Any) -> list[fp.Meeting]:
    """Meetings of the member with the deputy."""
    said = {"kind": "member-deputy", "helper": "M-1", "party": "D-9", **change}
    return [fp.Meeting(on=on, **said) for on in days]


def meetings(helper: Any = MEMBER, link: fp.Link = LINK, **asked: Any) -> list[fp.Finding]:
    """What became of the duty to meet."""
    said = {"on": END, "links": [link], **asked}
    return list(fp.duty.check(helper, BOOK, duty="member-meetings", **said))


def reports(*given: fp.Report, helper: Any = MEMBER, on: str = END, **asked: Any) -> fp.Finding:
    """What became of the duty to report."""
    [found] = fp.duty.check(helper, BOOK, duty="member-report", on=on, reports=given, **asked)
    return found


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        (["2016-01-01", "2016-12-31"], fp.Outcome.MET),
        (["2016-05-04", "2016-05-04"], fp.Outcome.UNMET),
        (["2015-12-31", "2016-05-04"], fp.Outcome.UNMET),
        (["2016-05-04", None], fp.Outcome.UNKNOWN),
        ([None, None], fp.Outcome.UNKNOWN),
        ([None], fp.Outcome.UNMET),
        ([], fp.Outcome.UNMET),
    ],
    ids=str,
)
def test_two_distinct_days_of_the_year_are_asked(
    days: list[str | None], outcome: fp.Outcome
) -> None:
    [found] = meetings(meetings=met(*days))
    assert (found.standing, found.outcome) == (Standing.JUDGED, outcome)


def test_twice_is_met_as_soon_as_it_is_reached_and_not_yet_due_before() -> None:
    [early] = meetings(on="2016-09-09", meetings=met("2016-05-04"))
    [reached] = meetings(on="2016-09-09", meetings=met("2016-05-04", "2016-09-09"))
    [later] = meetings(on="2016-09-09", meetings=met("2016-05-04", "2016-09-10"))
    assert (early.standing, early.outcome) == (Standing.NOT_YET_DUE, None)
    assert (reached.standing, reached.outcome) == (Standing.JUDGED, fp.Outcome.MET)
    assert later.standing is Standing.NOT_YET_DUE


@pytest.mark.parametrize(
    "change", [{"party": "D-8"}, {"helper": "M-2"}, {"kind": "deputy-voter"}], ids=str
)
def test_meetings_with_others_do_not_count(change: dict[str, str]) -> None:
    [found] = meetings(meetings=met("2016-05-04", "2016-06-01", **change))
    assert found.value == fp.Bounds(0, 0)


def test_a_meeting_of_an_unknown_kind_may_count() -> None:
    [found] = meetings(meetings=met("2016-05-04", "2016-06-01", kind="tea"))
    assert found.outcome is fp.Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({"since": "2016-06-01"}, Standing.NOT_JUDGED),
        ({"until": "2016-06-01"}, Standing.NOT_JUDGED),
        ({"since": None}, Standing.UNPLACED),
        ({"party": None}, Standing.UNPLACED),
        ({"kind": "tea"}, Standing.UNPLACED),
    ],
    ids=str,
)
def test_a_link_that_was_there_for_part_of_the_year_is_not_judged(
    change: dict[str, Any], standing: Standing
) -> None:
    said = {"kind": "member-deputy", "helper": "M-1", "party": "D-9", "since": "2012-01-01"}
    [found] = meetings(link=fp.Link(**{**said, **change}))
    assert found.standing is standing


@pytest.mark.parametrize(
    "change",
    [{"until": "2016-01-01"}, {"since": "2017-01-01"}, {"helper": "M-2"}, {"kind": "deputy-voter"}],
    ids=str,
)
def test_a_link_of_another_time_helper_or_kind_asks_nothing(change: dict[str, Any]) -> None:
    said = {"kind": "member-deputy", "helper": "M-1", "party": "D-9", "since": "2012-01-01"}
    assert meetings(link=fp.Link(**{**said, **change})) == []


def test_rows_of_one_link_that_contradict_each_other_leave_it_open_whether_it_binds() -> None:
    other = fp.Link(
        kind="member-deputy", helper="M-1", party="D-9", since="2012-01-01", until="2016-03-01"
    )
    [found] = meetings(links=[LINK, other])
    assert found.standing is Standing.UNPLACED


def test_two_links_that_follow_each_other_are_one_pair() -> None:
    first = fp.Link(
        kind="member-deputy", helper="M-1", party="D-9", since="2012-01-01", until="2013-01-01"
    )
    second = fp.Link(kind="member-deputy", helper="M-1", party="D-9", since="2014-01-01")
    [found] = meetings(links=[first, second], meetings=met("2016-05-04", "2016-06-01"))
    assert found.outcome is fp.Outcome.MET


def test_visits_to_households_have_no_number_and_are_not_judged() -> None:
    deputy = fp.Deputy(id="D-1", level="city", division="5108", since="2011-12-01")
    link = fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-01-01")
    [found] = fp.duty.check(deputy, BOOK, on=END, links=[link])
    assert (found.standing, found.outcome, found.asked) == (Standing.NO_NUMBER, None, None)
    assert found.explain("en") == (
        "met 0 times in 2016-01-01..2016-12-31, known on 2016-12-31: no number set "
        "(guangyuan-2016, regular visits to linked households)"
    )


@pytest.mark.parametrize(
    ("report", "outcome"),
    [
        (fp.Report(helper="M-1", year=2016, on="2016-12-20"), fp.Outcome.MET),
        (fp.Report(helper="M-1", year=2016, on="2016-12-20", duty="member-report"), fp.Outcome.MET),
        (fp.Report(helper="M-1", year=2016, on="2016-12-20", duty="other"), fp.Outcome.UNMET),
        (fp.Report(helper="M-1", year=2015, on="2016-12-20"), fp.Outcome.UNMET),
        (fp.Report(helper="M-1", year=2016, on="2017-01-05"), fp.Outcome.UNMET),
        (fp.Report(helper="M-1", year=2016), fp.Outcome.UNKNOWN),
        (fp.Report(helper="M-1", year=None, on="2016-12-20"), fp.Outcome.UNKNOWN),
        (fp.Report(helper="M-2", year=2016, on="2016-12-20"), fp.Outcome.UNMET),
    ],
    ids=lambda value: None if isinstance(value, fp.Report) else value,
)
def test_a_report_counts_for_its_year_once_it_is_in(report: fp.Report, outcome: fp.Outcome) -> None:
    assert reports(report).outcome is outcome


@pytest.mark.parametrize(
    ("exemption", "standing"),
    [
        (fp.Exemption(helper="M-1", rule="member-report", since="2016-03-01"), Standing.NOT_JUDGED),
        (fp.Exemption(helper="M-1", rule=None, since="2016-03-01"), Standing.UNPLACED),
        (fp.Exemption(helper="M-1", rule="member-meetings", since="2016-03-01"), Standing.JUDGED),
        (fp.Exemption(helper="M-1", rule="member-report", since="2017-03-01"), Standing.JUDGED),
        (fp.Exemption(helper="M-2", rule="member-report", since="2016-03-01"), Standing.JUDGED),
    ],
    ids=["lifts", "of an unknown rule", "of another duty", "of another year", "of another member"],
)
def test_an_exemption_within_the_year_takes_the_member_out(
    exemption: fp.Exemption, standing: Standing
) -> None:
    assert reports(exemptions=[exemption]).standing is standing


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        ({"since": "2016-06-01"}, Standing.NOT_JUDGED),
        ({"since": None}, Standing.UNPLACED),
        ({"division": "51x8"}, Standing.UNPLACED),
    ],
    ids=str,
)
def test_a_member_there_for_part_of_the_year_is_not_judged(
    change: dict[str, Any], standing: Standing
) -> None:
    said = {"service": "full-time", "division": "5108", "since": "2011-12-01", **change}
    assert reports(helper=fp.StandingCommitteeMember(id="M-1", **said)).standing is standing


def test_a_rule_may_judge_who_was_there_for_part_of_the_window() -> None:
    text = TEXT.replace("times = 1", 'times = 1\npart_window = "judged"')
    helper = fp.Deputy(id="D-1", level="county", division="510824", since="2016-09-01")
    link = fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2016-09-01")
    asked: dict[str, Any] = {"on": "2016-09-30", "links": [link], "duty": "visits"}
    [judged] = fp.duty.check(helper, parse(text), **asked)
    [not_judged] = fp.duty.check(helper, parse(TEXT), **asked)
    assert (judged.standing, judged.outcome) == (Standing.JUDGED, fp.Outcome.UNMET)
    assert not_judged.standing is Standing.NOT_JUDGED


def test_a_member_who_left_before_the_year_and_a_deputy_owe_no_report() -> None:
    left = fp.StandingCommitteeMember(
        id="M-1", division="5108", since="2011-12-01", until="2016-01-01"
    )
    deputy = fp.Deputy(id="D-1", level="city", division="5108", since="2011-12-01")
    for helper in (left, deputy):
        assert fp.duty.check(helper, BOOK, duty="member-report", on=END) == ()


def test_another_window_may_be_asked_for() -> None:
    quarter = fp.Period.quarter(2016, 1)
    [found] = meetings(window=quarter, meetings=met("2016-03-31", "2016-04-01"))
    assert (found.value, found.outcome) == (fp.Bounds(1, 1), fp.Outcome.UNMET)


@pytest.mark.parametrize(
    ("held", "outcome"),
    [
        ([fp.Session(duty="committee-session", division="5108", year=2016, on="2016-11-08")],
         fp.Outcome.MET),
        ([fp.Session(duty="committee-session", division="510824", year=2016, on="2016-11-08")],
         fp.Outcome.UNMET),
        ([fp.Session(duty="committee-session", division=None, year=2016, on="2016-11-08")],
         fp.Outcome.UNKNOWN),
        ([fp.Session(duty="other", division="5108", year=2016, on="2016-11-08")],
         fp.Outcome.UNMET),
        ([], fp.Outcome.UNMET),
    ],
    ids=["held", "of a county", "of nobody knows whom", "on something else", "none"],
)  # fmt: skip
def test_the_committee_holds_its_session_once_a_year(
    held: list[fp.Session], outcome: fp.Outcome
) -> None:
    [found] = fp.duty.sessions(held, BOOK, on=END)
    assert (found.subject, found.outcome) == ("510800000000", outcome)


def test_the_session_of_the_running_year_is_not_yet_due() -> None:
    [found] = fp.duty.sessions([], BOOK, on="2016-09-09")
    assert found.standing is Standing.NOT_YET_DUE
