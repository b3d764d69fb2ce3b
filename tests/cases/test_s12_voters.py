"""S12, deputies contact voters: five for a city deputy, ten for one of a county or township.

The head counts are those of the report (S14); the voters are made up.
"""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

import fupin as fp

BOOK = fp.policy.load("guangyuan-2016")
ON = "2016-09-09"
HEADS = {"city": 359, "county": 1_428, "township": 10_951}
ASKED = {"city": 5, "county": 10, "township": 10}


def quotas(voters: dict[str, int], yardstick: str | None = None) -> fp.Coverage:
    """One deputy a level, each with so many voters."""
    numbers = count()
    helpers = [
        fp.Deputy(id=f"D-{level}", level=level, division="510824", since="2011-12-01")
        for level in voters
    ]
    links = [
        fp.Link(kind="deputy-voter", helper=f"D-{level}", party=f"V-{next(numbers)}",
                since="2012-03-01")
        for level, number in voters.items()
        for _ in range(number)
    ]  # fmt: skip
    registry = fp.Registry.of(helpers=helpers, links=links)
    asked: dict[str, Any] = {"on": ON, "rule": "deputy-voters", "by": "level"}
    return fp.coverage.quotas(registry, BOOK, yardstick=yardstick, **asked)


def test_s12_the_head_counts_ask_125585_links_with_voters() -> None:
    """S12: 359 deputies of five voters, 12,379 of ten."""
    asked = fp.coverage.capacity(BOOK, HEADS, on=ON).asked["deputy-voters"]
    assert asked == sum(HEADS[level] * ASKED[level] for level in HEADS) == 125_585


def test_s12_a_city_deputy_contacts_five_voters_and_the_others_ten() -> None:
    """S12: each level holds what is asked of it, and meets it."""
    held = quotas(ASKED)
    assert held.rows.select("level", "asked", "held", "met").rows() == [
        ("city", 5, 5, 1),
        ("county", 10, 10, 1),
        ("township", 10, 10, 1),
    ]


@pytest.mark.parametrize("level", list(ASKED))
def test_s12_one_voter_fewer_breaks_the_rule(level: str) -> None:
    """S12, broken: a deputy with one voter too few does not meet the quota, and is named."""
    held = quotas({**ASKED, level: ASKED[level] - 1})
    assert held.total == fp.Rate(2, 3)
    assert held.missing()["helper"].to_list() == [f"D-{level}"]


def test_s12_fixed_five_in_its_strict_reading_is_exactly_five() -> None:
    """S12: six are enough for "at least five", and too many for "exactly five"."""
    six = {**ASKED, "city": 6}
    assert quotas(six).total == fp.Rate(3, 3)
    assert quotas(six, "exactly-five").total == fp.Rate(2, 3)
