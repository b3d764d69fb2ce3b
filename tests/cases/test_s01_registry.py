"""S1, registry and divisions: 739 poor villages in seven counties, areas of several tags, levels.

The report gives totals: how they lie over the counties, and every household, is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

import fupin as fp

ON = "2016-09-09"
COUNTIES = ("510802", "510811", "510812", "510821", "510822", "510823", "510824")
POOR_VILLAGES = 739
TAGS = ("盆周山区", "革命老区", "连片贫困地区", "地震重灾区")
BOOK = fp.policy.load("sichuan-2016")


def villages(poor: int = POOR_VILLAGES, others: int = 70) -> list[fp.Village]:
    """Poor villages and others, dealt out to the counties of the city."""
    return [
        fp.Village(
            division=f"{COUNTIES[n % 7]}{100 + n // 700:03}{200 + n // 7 % 100:03}",
            poor=n < poor,
            tags=TAGS,
        )
        for n in range(poor + others)
    ]


def screened(listed: Sequence[fp.Village], **asked: Any) -> fp.coverage.Screening:
    """The poor villages among them, as whoever may leave poverty is looked for."""
    registry = fp.Registry.of(villages=listed, village_surveys=[])
    return fp.coverage.screen(registry, BOOK, "village-exit", on=ON, **asked)


def test_s1_the_poor_villages_of_the_counties_add_up_to_739() -> None:
    """S1: 739 poor villages of the city, spread over its seven counties."""
    by_place = screened(villages(), by=["city", "county"])
    rows = by_place.rows.select("level", "division", "units")
    assert rows.filter(level="city").rows() == [("city", "510800000000", POOR_VILLAGES)]
    counties = rows.filter(level="county")
    assert counties["division"].to_list() == [f"{county}000000" for county in COUNTIES]
    assert counties["units"].sum() == POOR_VILLAGES


def test_s1_a_village_that_is_not_poor_is_not_among_them_and_an_unknown_one_may_be() -> None:
    """S1: 70 others are left out; of one nobody says whether it is poor."""
    listed = [*villages(), fp.Village(division="510824102299")]
    found = screened(listed).rows
    assert found.select("units", "unplaced").rows() == [(POOR_VILLAGES, 1)]
    assert screened(listed, population="all").rows["units"].to_list() == [POOR_VILLAGES + 71]


def test_s1_a_division_bears_several_tags_at_once() -> None:
    """S1: mountains, old base, contiguous poverty, earthquake: all four of one village."""
    registry = fp.Registry.of(villages=villages(2, 0))
    [first, _] = registry.native("villages")["tags"].to_list()
    assert tuple(first.split(";")) == TAGS


def test_s1_a_provincial_deputy_helps_without_a_quota_and_outside_the_city_too() -> None:
    """S1: nothing is asked of the deputy, who covers a household of another city."""
    deputy = fp.Deputy(id="D-1", level="province", division="51", since="2011-12-01")
    registry = fp.Registry.of(
        helpers=[deputy],
        households=[fp.Household(id="H-1", division="511902", registration="in-need")],
        links=[fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2012-01-01")],
    )
    book = fp.policy.load("guangyuan-2016")
    asked: dict[str, Any] = {"on": ON, "rule": "deputy-households"}
    quotas = fp.coverage.quotas(registry, book, **asked).rows
    assert quotas.select("helpers", "obliged", "unmet").rows() == [(1, 0, 0)]
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert covered.total == fp.Rate(1, 1)


def household(name: str, *events: tuple[str, str], size: int = 4) -> fp.Household:
    """A household of the register."""
    told = [fp.Event(event=event, on=on) for event, on in events]
    return fp.Household(id=name, division="510824102201", size=size, events=told)


@pytest.mark.parametrize("population", ["in_need", "exited", "registered"])
def test_s1_the_register_of_a_year_balances_household_by_household(population: str) -> None:
    """S1: opening and gains are losses and closing, in households and in persons."""
    registered = ("registered", "2014-04-01")
    registry = fp.Registry.of(
        households=[
            household("H-1", registered),
            household("H-2", registered, ("exited", "2016-12-31")),
            household("H-3", registered, ("exited", "2015-12-31"), ("relapsed", "2016-05-01")),
            household("H-4", ("registered", "2016-03-01"), size=2),
            household("H-5", registered, ("deregistered", "2016-06-01"), size=3),
            household("H-6", registered, ("exited", "2016-01-31"), ("gone", "2016-08-01")),
        ]
    )
    year = {"since": "2016-01-01", "until": "2017-01-01"}
    account = fp.coverage.flows(registry, **year, population=population)
    assert account.unbalanced().height == 0
    sign = {"opening": 1, "gain": 1, "loss": -1, "closing": -1}
    for what in ("households", "persons"):
        rows = account.rows.select("side", what).rows()
        assert sum(sign[side.split()[-1]] * n for side, n in rows) == 0
    unknown = pl.col("side").str.starts_with("unknown")
    assert account.rows.filter(unknown)["households"].sum() == 0


def test_s1_a_register_that_contradicts_itself_says_which_household() -> None:
    """S1, broken: a household that exits and was never registered is named, with the reason."""
    broken = household("H-7", ("exited", "2016-06-30"))
    registry = fp.Registry.of(households=[household("H-1", ("registered", "2014-04-01")), broken])
    account = fp.coverage.flows(registry, since="2016-01-01", until="2017-01-01")
    assert account.unbalanced().select("household", "why").rows() == [
        ("H-7", "events cannot follow one another as they are told")
    ]
