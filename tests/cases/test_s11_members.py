"""S11, committee members contact deputies: three or two, twice a year each, a report, a session.

The report gives the rule and no members: they are made up.
"""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp

BOOK = fp.policy.load("guangyuan-2016")
YEAR_END = "2016-12-31"
ASKED = {"full-time": 3, "part-time": 2}


def member(name: str, service: str) -> fp.StandingCommitteeMember:
    """A member of the city's standing committee."""
    return fp.StandingCommitteeMember(id=name, service=service, division="5108", since="2011-12-01")


def contacts(name: str, number: int) -> list[fp.Link]:
    """Deputies whom a member contacts."""
    return [
        fp.Link(kind="member-deputy", helper=name, party=f"{name}-D-{n}", since="2012-01-01")
        for n in range(number)
    ]


def met(links: list[fp.Link], *days: str) -> list[fp.Meeting]:
    """Each of the deputies met on each of the days."""
    return [
        fp.Meeting(kind="member-deputy", helper=link.helper, party=link.party, on=day)
        for link in links
        for day in days
    ]


MEMBERS = [member("M-1", "full-time"), member("M-2", "part-time")]
LINKS = [*contacts("M-1", 3), *contacts("M-2", 2)]


def quotas(links: list[fp.Link]) -> fp.Coverage:
    registry = fp.Registry.of(helpers=MEMBERS, links=links)
    return fp.coverage.quotas(registry, BOOK, on="2016-09-09", rule="member-deputies", by="service")


def duties(duty: str, **tables: Any) -> fp.Coverage:
    registry = fp.Registry.of(**{"helpers": MEMBERS, "links": LINKS, **tables})
    return fp.coverage.duties(registry, BOOK, on=YEAR_END, duty=duty)


def test_s11_a_full_time_member_contacts_three_deputies_and_a_part_time_one_two() -> None:
    """S11: full-time members three, part-time ones two, each counted by service."""
    held = quotas(LINKS)
    assert held.rows.select("service", "asked", "held", "met").rows() == [
        ("full-time", 3, 3, 1),
        ("part-time", 2, 2, 1),
    ]


@pytest.mark.parametrize("service", ["full-time", "part-time"])
def test_s11_one_deputy_fewer_breaks_the_rule(service: str) -> None:
    """S11, broken: a member with one deputy too few does not meet the quota, and is named."""
    name = {"full-time": "M-1", "part-time": "M-2"}[service]
    fewer = [link for link in LINKS if link.helper != name] + contacts(name, ASKED[service] - 1)
    held = quotas(fewer)
    assert held.total == fp.Rate(1, 2)
    assert held.missing().select("helper", "asked", "held").rows() == [
        (name, ASKED[service], ASKED[service] - 1)
    ]


def test_s11_each_deputy_is_met_twice_a_year() -> None:
    """S11: two days with each deputy; two meetings in all, or both on one day, are too few."""
    twice = met(LINKS, "2016-03-08", "2016-10-12")
    assert duties("member-meetings", meetings=twice).total == fp.Rate(5, 5)
    # Two meetings in all, the other reading, are not enough in this one.
    in_all = met(LINKS[:1], "2016-03-08", "2016-10-12")
    assert duties("member-meetings", meetings=in_all).total == fp.Rate(1, 5)
    one_day = met(LINKS, "2016-03-08", "2016-03-08")
    assert duties("member-meetings", meetings=one_day).total == fp.Rate(0, 5)


def test_s11_each_member_reports_in_writing_at_the_end_of_the_year() -> None:
    """S11: a written report of each member; whoever hands in none is named."""
    reports = [fp.Report(helper=m.id, year=2016, on="2016-12-20") for m in MEMBERS]
    assert duties("member-report", reports=reports).total == fp.Rate(2, 2)
    assert duties("member-report", reports=reports[:1]).missing()["helper"].to_list() == ["M-2"]


def test_s11_the_committee_studies_the_contact_work_once_a_year() -> None:
    """S11: one session a year on the contact work; without it the duty is unmet."""
    session = fp.Session(duty="committee-session", division="5108", year=2016, on="2016-11-08")
    assert duties("committee-session", sessions=[session]).total == fp.Rate(1, 1)
    assert duties("committee-session", sessions=[]).total == fp.Rate(0, 1)
