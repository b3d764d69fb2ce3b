"""S7, one plan per village, one scheme per household: versions, and what of them was delivered."""

from __future__ import annotations

import pytest

import fupin as fp
from tests.cases.test_s08_infrastructure import WORKS
from tests.cases.test_s09_industries import PLANTINGS
from tests.cases.village import ON, VILLAGE

ITEMS = [
    fp.PlanItem(kind="infrastructure", item="road", quantity="7.7", unit="km"),
    fp.PlanItem(kind="infrastructure", item="lined-canal", quantity=4200, unit="m"),
    fp.PlanItem(kind="infrastructure", item="levelled-land", quantity=300, unit="mu"),
    fp.PlanItem(kind="planting", item="kiwifruit", quantity=12, unit="hectare"),
]
FIRST = fp.Plan(id="N-1", division=VILLAGE, since="2015-01-01", until="2018-01-01", items=ITEMS)
REFINED = fp.Plan(
    id="N-1", division=VILLAGE, version=2, since="2016-03-01", until="2018-01-01",
    items=[*ITEMS, fp.PlanItem(kind="planting", item="walnut", quantity=500, unit="mu")],
)  # fmt: skip
SCHEMES = [
    fp.Scheme(
        id=f"X-{n}", household=f"H-{n}", since="2015-01-01",
        items=[
            fp.PlanItem(kind="planting", item="walnut", term="long", reach="common"),
            fp.PlanItem(kind="breeding", item="chicken", term="short", reach="characteristic"),
        ],
    )
    for n in range(45)
]  # fmt: skip


def planned(*plans: fp.Plan, on: str = "2016-09-09") -> fp.Coverage:
    """The items of plans against all works and plantings of the village."""
    registry = fp.Registry.of(plans=list(plans), acts=[*WORKS, *PLANTINGS])
    return fp.coverage.plans(registry, on=on, by="item")


def test_the_plan_of_2015_to_2017_is_in_force_on_the_day_of_the_report() -> None:
    """S7: from 2015 up to the end of 2017, and not a day longer."""
    held = [
        FIRST.holds(day).value for day in ("2014-12-31", "2015-01-01", "2017-12-31", "2018-01-01")
    ]
    assert held == ["unmet", "met", "met", "unmet"]


def test_what_the_plan_names_is_held_against_what_was_delivered() -> None:
    """S7: kilometres against kilometres, hectares against mu."""
    assert planned(FIRST).total == fp.Rate(4, 4)


def test_a_refined_plan_is_the_one_that_counts_and_its_works_count_from_the_first_on() -> None:
    """S7: the second version asks 500 mu of walnut; 450 were planted, some of them before it."""
    done = planned(FIRST, REFINED)
    assert done.total == fp.Rate(4, 5)
    [short] = done.missing().to_dicts()
    assert (short["item"], short["planned"], short["delivered"]) == ("walnut", 500.0, 450.0)
    assert short["outcome"] == "unmet"


def test_every_household_of_the_office_has_a_scheme_of_two_kinds_of_items() -> None:
    """S7, S9: a long-term and a short-term item, a common and a characteristic one."""
    registry = fp.Registry.of(schemes=SCHEMES)
    told = [registry.records("schemes", household=f"H-{n}") for n in range(45)]
    assert all(scheme.holds(ON) is fp.Outcome.MET for [scheme] in told)
    for [scheme] in told:
        assert {item.term for item in scheme.items} == {"long", "short"}
        assert {item.reach for item in scheme.items} == {"common", "characteristic"}


@pytest.mark.parametrize("held", [45, 44])
def test_one_scheme_a_household_is_counted(held: int) -> None:
    """S7: 45 households with a scheme are 45 of 45; one scheme fewer leaves one household."""
    households = [fp.Household(id=f"H-{n}", registration="in-need", size=3) for n in range(45)]
    registry = fp.Registry.of(households=households, schemes=SCHEMES[:held])
    told = fp.coverage.schemes(registry, on=ON)
    assert told.total == fp.Rate(held, 45)
    assert told.missing()["household"].to_list() == [f"H-{n}" for n in range(held, 45)]


@pytest.mark.parametrize(
    ("on", "held"), [("2014-12-31", 0), ("2015-01-01", 1), ("2017-12-31", 1), ("2018-01-01", 0)]
)
def test_one_plan_a_village_is_counted(on: str, held: int) -> None:
    """S7: the village has its plan on every day of 2015 to 2017."""
    registry = fp.Registry.of(plans=[FIRST])
    told = fp.coverage.places(registry, fp.coverage.Planned(), on=on, of=[VILLAGE])
    assert told.total == fp.Rate(held, 1)


@pytest.mark.parametrize("on", ["2014-12-31", "2018-01-01"])
def test_out_of_its_days_a_plan_asks_nothing(on: str) -> None:
    """S7, broken: on a day without a plan in force there is nothing to be delivered."""
    assert planned(FIRST, on=on).total == fp.Rate(0, 0)


def test_two_versions_without_numbers_leave_nobody_knowing_which_holds() -> None:
    """S7, broken: versions without a number; their items may be asked for, or may not."""
    unnamed = [
        fp.Plan(id="N-1", division=VILLAGE, version=None, since="2015-01-01", items=ITEMS[:1]),
        fp.Plan(id="N-1", division=VILLAGE, version=2, since="2015-01-01", items=ITEMS[:2]),
    ]
    assert planned(*unnamed).total == fp.Rate(0, 0, unplaced=3)
