"""Does one helper keep a pairing rule on 9 September 2016? The rules are those of Guangyuan."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.findings import Standing
from fupin.policy import parse
from tests.policy.books import TEXT

ON = "2016-09-09"
BOOK = fp.policy.load("guangyuan-2016")
CITY = fp.Deputy(id="D-1", level="city", division="5108", since="2011-12-01")


def links(number: int, kind: str = "deputy-household", **asked: Any) -> list[fp.Link]:
    """So many links of one helper to as many parties, in force since 2015."""
    said = {"helper": "D-1", "since": "2015-03-01", **asked}
    return [fp.Link(kind=kind, party=f"P-{n}", **said) for n in range(number)]


def check(helper: Any, held: list[fp.Link], rule: str, **asked: Any) -> fp.Finding:
    """The finding of one rule of Guangyuan."""
    return fp.pairing.check(helper, held, BOOK, on=ON, rule=rule, **asked)


def deputy(level: str | None, **said: Any) -> fp.Deputy:
    """A deputy of a level, in office."""
    about = {"division": "5108", "since": "2011-12-01", **said}
    return fp.Deputy(id="D-1", level=level, **about)


def member(service: str | None) -> fp.StandingCommitteeMember:
    """A member of the standing committee, in office."""
    return fp.StandingCommitteeMember(
        id="D-1", service=service, division="5108", since="2011-12-01"
    )


@pytest.mark.parametrize(
    ("helper", "rule", "kind", "quota"),
    [
        (deputy("city"), "deputy-households", "deputy-household", 3),
        (deputy("county"), "deputy-households", "deputy-household", 1),
        (deputy("township"), "deputy-households", "deputy-household", 1),
        (deputy("city"), "deputy-voters", "deputy-voter", 5),
        (deputy("county"), "deputy-voters", "deputy-voter", 10),
        (deputy("township"), "deputy-voters", "deputy-voter", 10),
        (member("full-time"), "member-deputies", "member-deputy", 3),
        (member("part-time"), "member-deputies", "member-deputy", 2),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_quota_itself_is_enough_and_one_less_is_not(
    helper: Any, rule: str, kind: str, quota: int
) -> None:
    kept = check(helper, links(quota, kind), rule)
    short = check(helper, links(quota - 1, kind), rule)
    assert (kept.outcome, kept.missing) == (fp.Outcome.MET, fp.Bounds(0, 0))
    assert (short.outcome, short.missing) == (fp.Outcome.UNMET, fp.Bounds(1, 1))


def test_more_than_at_least_is_no_fault() -> None:
    assert check(CITY, links(7), "deputy-households").outcome is fp.Outcome.MET


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, fp.Outcome.MET),
        ({"until": "2016-09-10"}, fp.Outcome.MET),
        ({"until": "2016-09-09"}, fp.Outcome.UNMET),
        ({"since": "2016-09-10"}, fp.Outcome.UNMET),
        ({"since": "2016-09-09"}, fp.Outcome.MET),
        ({"since": None}, fp.Outcome.UNKNOWN),
        ({"since": None, "until": "2016-09-09"}, fp.Outcome.UNMET),
        ({"since": "2016-09-09", "until": "2015-01-01"}, fp.Outcome.UNKNOWN),
        ({"party": None}, fp.Outcome.UNKNOWN),
        ({"helper": None}, fp.Outcome.UNMET),
        ({"helper": "D-2"}, fp.Outcome.UNMET),
        ({"kind": "cadre-household"}, fp.Outcome.UNMET),
        ({"kind": None}, fp.Outcome.UNKNOWN),
        ({"kind": "friendship"}, fp.Outcome.UNKNOWN),
    ],
    ids=str,
)
def test_what_one_link_of_a_township_deputy_says(
    change: dict[str, Any], outcome: fp.Outcome
) -> None:
    said = {
        "kind": "deputy-household", "helper": "D-1", "party": "H-1", "since": "2015-03-01", **change
    }  # fmt: skip
    found = check(deputy("township"), [fp.Link(**said)], "deputy-households")
    assert found.outcome is outcome


def test_the_same_household_twice_counts_once() -> None:
    twice = [*links(2), *links(2, since="2016-01-01")]
    assert check(CITY, twice, "deputy-households").value == fp.Bounds(2, 2)


def test_rows_of_one_link_that_contradict_each_other_are_unknown() -> None:
    said = [*links(1), *links(1, until="2016-01-01")]
    assert check(deputy("county"), said, "deputy-households").value == fp.Bounds(0, 1)
    roles = [*links(1, role="first"), *links(1, role="second")]
    assert check(deputy("county"), roles, "deputy-households").outcome is fp.Outcome.UNKNOWN


@pytest.mark.parametrize("level", ["province", "nation"])
def test_provincial_deputies_have_no_duty(level: str) -> None:
    found = check(deputy(level), [], "deputy-households")
    assert (found.standing, found.outcome, found.asked) == (Standing.NO_DUTY, None, None)


@pytest.mark.parametrize(
    "helper",
    [
        deputy(None),
        deputy("continent"),
        deputy("city", since=None),
        deputy("city", division="51x8"),
    ],
    ids=["no level", "unknown level", "no first day", "unreadable division"],
)
def test_of_whom_it_is_not_known_whether_he_is_bound_nothing_is_judged(helper: fp.Deputy) -> None:
    found = check(helper, links(3), "deputy-households")
    assert (found.standing, found.outcome) == (Standing.UNPLACED, fp.Outcome.UNKNOWN)


@pytest.mark.parametrize(
    "helper",
    [deputy("city", until="2016-09-09"), deputy("city", division="1101"), member("full-time")],
    ids=["out of office", "elsewhere", "another post"],
)
def test_who_is_surely_not_bound_has_no_duty(helper: Any) -> None:
    assert check(helper, [], "deputy-households").standing is Standing.NO_DUTY


@pytest.mark.parametrize(
    ("change", "standing", "outcome"),
    [
        ({}, Standing.EXEMPT, None),
        ({"rule": None}, Standing.UNPLACED, fp.Outcome.UNKNOWN),
        ({"rule": "deputy-voters"}, Standing.JUDGED, fp.Outcome.UNMET),
        ({"helper": "D-2"}, Standing.JUDGED, fp.Outcome.UNMET),
        ({"until": "2016-09-09"}, Standing.JUDGED, fp.Outcome.UNMET),
        ({"since": None}, Standing.UNPLACED, fp.Outcome.UNKNOWN),
        ({"quota": 1}, Standing.JUDGED, fp.Outcome.MET),
        ({"quota": 2}, Standing.JUDGED, fp.Outcome.UNMET),
        ({"quota": 9}, Standing.JUDGED, fp.Outcome.UNMET),
        ({"quota": 1, "since": None}, Standing.JUDGED, fp.Outcome.UNKNOWN),
        ({"quota": 1, "until": "2016-09-09"}, Standing.JUDGED, fp.Outcome.UNMET),
    ],
    ids=str,
)
def test_what_an_exemption_makes_of_a_city_deputy_with_one_household(
    change: dict[str, Any], standing: Standing, outcome: fp.Outcome | None
) -> None:
    said = {"helper": "D-1", "rule": "deputy-households", "since": "2016-01-01", **change}
    found = check(CITY, links(1), "deputy-households", exemptions=[fp.Exemption(**said)])
    assert (found.standing, found.outcome) == (standing, outcome)


@pytest.mark.parametrize(
    ("level", "standing"),
    [("?", Standing.EXEMPT), (None, Standing.EXEMPT), ("province", Standing.NO_DUTY)],
)
def test_who_is_surely_exempt_is_so_whatever_his_quota_would_be(
    level: str | None, standing: Standing
) -> None:
    lifted = fp.Exemption(helper="D-1", rule="deputy-households", since="2016-01-01")
    found = check(deputy(level), [], "deputy-households", exemptions=[lifted])
    assert (found.standing, found.outcome) == (standing, None)


def test_an_exemption_that_raises_a_quota_changes_nothing() -> None:
    raised = fp.Exemption(helper="D-1", rule="deputy-households", quota=9, since="2016-01-01")
    found = check(CITY, links(3), "deputy-households", exemptions=[raised])
    assert found.outcome is fp.Outcome.MET


def test_one_household_keeps_what_was_reported_and_not_the_rule() -> None:
    reported = check(CITY, links(1), "deputy-households", yardstick="at-least-one")
    assert reported.outcome is fp.Outcome.MET
    assert reported.grounds.yardstick == "at-least-one"
    assert check(CITY, links(1), "deputy-households").outcome is fp.Outcome.UNMET


@pytest.mark.parametrize(
    ("number", "outcome"), [(4, fp.Outcome.UNMET), (5, fp.Outcome.MET), (6, fp.Outcome.UNMET)]
)
def test_in_the_strict_reading_six_voters_are_too_many(number: int, outcome: fp.Outcome) -> None:
    held = links(number, "deputy-voter")
    assert check(CITY, held, "deputy-voters", yardstick="exactly-five").outcome is outcome


def test_without_a_rule_there_is_a_finding_for_each_rule_of_the_post() -> None:
    found = fp.pairing.check(CITY, links(3), BOOK, on=ON)
    assert [(f.rule, f.outcome) for f in found] == [
        ("deputy-households", fp.Outcome.MET),
        ("deputy-voters", fp.Outcome.UNMET),
    ]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("510824102201", fp.Bounds(1, 1)),
        ("510811101201", fp.Bounds(0, 0)),
        ("51x8", fp.Bounds(0, 1)),
        (None, fp.Bounds(0, 1)),
    ],
)
def test_own_division_counts_those_who_live_in_it(place: str | None, value: fp.Bounds) -> None:
    book = parse(TEXT)
    helper = fp.Deputy(id="D-1", level="county", division="510824", since="2011-12-01")
    found = fp.pairing.check(
        helper, links(1), book, on=ON, rule="deputy-households", parties={"P-0": place}
    )
    assert found.value == value


def test_a_party_that_is_nowhere_named_may_live_anywhere() -> None:
    helper = fp.Deputy(id="D-1", level="county", division="510824", since="2011-12-01")
    found = fp.pairing.check(helper, links(1), parse(TEXT), on=ON, rule="deputy-households")
    assert found.value == fp.Bounds(0, 1)
    unnamed = [fp.Link(kind="deputy-household", helper="D-1", party=None, since="2015-03-01")]
    found = fp.pairing.check(helper, unnamed, parse(TEXT), on=ON, rule="deputy-households")
    assert found.value == fp.Bounds(0, 1)
