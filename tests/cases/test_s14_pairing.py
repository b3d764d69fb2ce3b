"""S14, deputies are paired with poor households: three of a city deputy, one of the others.

The head counts are those of the report; who is paired with whom is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any

import pytest

import fupin as fp

BOOK = fp.policy.load("guangyuan-2016")
ON = "2016-09-09"
KIND = "deputy-household"
HEADS = {"city": 359, "county": 1_428, "township": 10_951}
ASKED = {"city": 3, "county": 1, "township": 1}


@cache
def deputies() -> tuple[fp.Deputy, ...]:
    """Every mandate of the report."""
    return tuple(
        fp.Deputy(id=f"D-{level}-{n}", level=level, division="5108", since="2011-12-01")
        for level, heads in HEADS.items()
        for n in range(heads)
    )


def paired(held: Mapping[str, int]) -> list[fp.Link]:
    """So many households for each deputy of a level, each household once."""
    numbers = count()
    return [
        fp.Link(kind=KIND, helper=deputy.id, party=f"H-{next(numbers)}", since="2015-03-01")
        for deputy in deputies()
        for _ in range(held[str(deputy.level)])
    ]


def quotas(links: list[fp.Link], *exempt: fp.Exemption, **asked: Any) -> fp.Coverage:
    registry = fp.Registry.of(helpers=deputies(), links=links, exemptions=exempt or None)
    asked = {"on": ON, "rule": "deputy-households", "by": "level", **asked}
    return fp.coverage.quotas(registry, BOOK, **asked)


def test_s14_the_head_counts_ask_13456_pairings() -> None:
    """S14: 359 deputies of three households, 12,379 of one."""
    assert fp.coverage.capacity(BOOK, HEADS, on=ON).asked["deputy-households"] == 13_456
    assert len(deputies()) == 12_738


def test_s14_who_holds_what_the_rule_asks_meets_it_and_every_pairing_counts() -> None:
    """S14: every one of 12,738 deputies, by level, with 13,456 pairings in all."""
    held = quotas(paired(ASKED))
    assert held.rows.select("level", "obliged", "met", "held").rows() == [
        ("city", 359, 359, 359 * 3),
        ("county", 1_428, 1_428, 1_428),
        ("township", 10_951, 10_951, 10_951),
    ]
    assert held.rows["held"].sum() == 13_456
    assert held.total == fp.Rate(12_738, 12_738)


def test_s14_at_least_one_each_is_the_reported_result_and_not_the_rule() -> None:
    """S14: one household each is all of them by the report, and 359 too few by the rule."""
    one_each = paired(dict.fromkeys(HEADS, 1))
    reported = quotas(one_each, yardstick="at-least-one")
    assert reported.total == fp.Rate(12_738, 12_738)
    by_rule = quotas(one_each)
    assert by_rule.total == fp.Rate(12_738 - 359, 12_738)
    assert by_rule.rows["missing"].sum() == 359 * 2


def test_s14_a_deputy_without_any_household_breaks_both_and_is_named() -> None:
    """S14, broken: whoever has no household is missing by the rule and by the report."""
    alone = [link for link in paired(ASKED) if link.helper != "D-township-0"]
    for yardstick in (None, "at-least-one"):
        assert quotas(alone, yardstick=yardstick).missing()["helper"].to_list() == ["D-township-0"]


def test_s14_the_few_with_real_difficulties_may_be_exempt_or_asked_less() -> None:
    """S14: one deputy is exempt, and of another one household is asked instead of three."""
    alone = [link for link in paired(ASKED) if link.helper not in ("D-township-0", "D-city-0")]
    alone.append(fp.Link(kind=KIND, helper="D-city-0", party="H-0", since="2015-03-01"))
    lifted = fp.Exemption(helper="D-township-0", rule="deputy-households", since="2016-01-01")
    lowered = fp.Exemption(helper="D-city-0", rule="deputy-households", quota=1, since="2016-01-01")
    held = quotas(alone, lifted, lowered)
    assert held.rows["exempt"].sum() == 1
    assert held.total == fp.Rate(12_737, 12_737)


def test_s14_a_household_with_a_cadre_and_no_deputy_is_not_covered() -> None:
    """S14, broken: the link of a cadre does not stand for that of a deputy."""
    registry = fp.Registry.of(
        households=[fp.Household(id="H-1", registration="in-need")],
        links=[fp.Link(kind="cadre-household", helper="C-1", party="H-1", since="2015-03-01")],
    )
    assert fp.coverage.households(registry, on=ON, kinds=[KIND]).total == fp.Rate(0, 1)


def test_s14_visits_are_asked_at_regular_intervals_and_no_number_is_set() -> None:
    """S14: visits have no number, so nothing is judged; whether one was in a month can be asked."""
    registry = fp.Registry.of(
        helpers=deputies()[:1],
        households=[fp.Household(id="H-0", registration="in-need")],
        links=paired(ASKED)[:1],
        meetings=[fp.Meeting(kind=KIND, helper="D-city-0", party="H-0", on="2016-05-04")],
    )
    duty = fp.coverage.duties(registry, BOOK, on=ON, duty="household-visits").rows
    assert duty.select("subjects", "judged", "no_number").rows() == [(1, 0, 1)]
    visited: dict[str, Any] = {"on": ON, "kinds": [KIND]}
    for month, expected in ((5, fp.Rate(1, 1)), (6, fp.Rate(0, 1))):
        window = fp.Period.month(2016, month)
        assert fp.coverage.households(registry, met=window, **visited).total == expected


def test_s14_mandates_are_not_persons_one_may_hold_two() -> None:
    """S14: one person with two mandates holds three households, one more than two."""
    both = [
        fp.Deputy(id="D-1", level="city", division="5108", person="P-1", since="2011-12-01"),
        fp.Deputy(id="D-2", level="township", division="510824102", person="P-1"),
    ]
    links = [
        fp.Link(kind=KIND, helper=helper, party=party, since="2015-03-01")
        for helper, party in (("D-1", "H-1"), ("D-1", "H-2"), ("D-2", "H-2"), ("D-2", "H-3"))
    ]
    registry = fp.Registry.of(helpers=both, links=links)
    rows = fp.coverage.loads(registry, on=ON, kinds=[KIND], most=2).rows
    assert rows.select("persons", "posts", "held", "over").rows() == [(1, 2, 3, 1)]


@pytest.mark.parametrize(
    ("since", "change", "days"), [("2016-09-09", "handed-over", 0), ("2016-09-12", "ended", 3)]
)
def test_s14_a_household_that_passes_to_another_deputy_has_no_gap_unless_days_lie_between(
    since: str, change: str, days: int
) -> None:
    """S14: handed over on the day there is no gap; three days later there are three days of it."""
    registry = fp.Registry.of(
        households=[fp.Household(id="H-1", registration="in-need")],
        links=[
            fp.Link(kind=KIND, helper="D-1", party="H-1", since="2015-03-01", until="2016-09-09"),
            fp.Link(kind=KIND, helper="D-2", party="H-1", since=since),
        ],
    )
    month: dict[str, Any] = {"since": "2016-09-01", "until": "2016-10-01"}
    listed = fp.coverage.changes(registry, **month, kinds=[KIND]).listed()
    assert listed.filter(helper="D-1")["change"].to_list() == [change]
    gaps = fp.coverage.gaps(registry, **month, kinds=[KIND])
    assert gaps.rows["gap_days"].to_list() == [days]
    assert gaps.total == fp.Rate(int(days == 0), 1)
