"""Which items of plans were delivered: what counts, what may count, and what is not known."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError

ON = "2016-09-09"
VILLAGE = "510824102201"


def act(**said: Any) -> fp.Act:
    """100 mu of walnut in the village in March 2016, unless something else is said."""
    given = {"id": "A-1", "kind": "planting", "item": "walnut", "division": VILLAGE}
    when = {} if {"since", "until"} & set(said) else {"on": "2016-03-12"}
    return fp.Act(**{**given, **when, "quantity": 100, "unit": "mu", **said})


def planned(
    *acts: fp.Act, plan: dict[str, Any] | None = None, **item: Any
) -> tuple[fp.Coverage, dict[str, Any]]:
    """A plan of one item held against acts, and its one row."""
    asked = {"kind": "planting", "item": "walnut", "quantity": 100, "unit": "mu", **item}
    said = {"id": "N-1", "division": VILLAGE, "since": "2015-01-01", **(plan or {})}
    plans = [fp.Plan(items=[fp.PlanItem(**asked)], **said)]
    done = fp.coverage.plans(fp.Registry.of(plans=plans, acts=list(acts)), on=ON)
    return done, next(iter(done.rows.to_dicts()), {})


@pytest.mark.parametrize(
    ("said", "met"),
    [
        ({}, "met"),
        ({"quantity": 99}, "unmet"),
        ({"quantity": 99, "at_least": ["quantity"]}, "unknown"),
        ({"quantity": None}, "unknown"),
        ({"unit": None}, "unknown"),
        ({"unit": "bucket"}, "unknown"),
        ({"unit": "m"}, "unmet"),
        ({"quantity": 7, "unit": "hectare"}, "met"),
        ({"kind": None}, "unknown"),
        ({"kind": "industry"}, "unmet"),
        ({"item": None}, "unknown"),
        ({"item": "ginkgo"}, "unmet"),
        ({"division": "510824102202"}, "unmet"),
        ({"division": None}, "unmet"),
        ({"on": "2014-12-31"}, "unmet"),
        ({"on": "2016-09-10"}, "unmet"),
        ({"on": None}, "unknown"),
        ({"since": "2014-12-01", "until": "2015-02-01"}, "unknown"),
        ({"on": None, "every": "week", "since": "2016-01-01"}, "unknown"),
        ({"on": None, "every": "year", "since": "2013-05-01", "quantity": 50}, "met"),
    ],
)
def test_an_item_is_met_by_what_was_surely_given_there_since_the_plan_began(
    said: dict[str, Any], met: str
) -> None:
    """And unmet only where nothing that is not known could fill it."""
    done, row = planned(act(**said))
    told = "met" if row["met"] else "unknown" if row["unknown"] else "unmet"
    assert told == met
    assert len(done.missing()) == (met != "met")


def test_without_any_act_an_item_is_unmet() -> None:
    """Nothing was given, and nothing may have been."""
    done, row = planned(act(division="510811"))
    assert (row["items"], row["delivered"], row["open"]) == (1, 0.0, 0)
    assert done.missing()["outcome"].to_list() == ["unmet"]


@pytest.mark.parametrize(("unit", "delivered"), [("item", 0.0), ("m", 7.0), ("km", 7000.0)])
def test_only_like_units_count_for_an_item(unit: str, delivered: float) -> None:
    """Of 7 km planned, 7 roads that somebody counted are no length at all."""
    road: dict[str, Any] = {"kind": "infrastructure", "item": "road"}
    done, row = planned(act(**road, quantity=7, unit=unit), **road, quantity=7, unit="km")
    assert (row["planned"], row["delivered"], row["unknown"]) == (7000.0, delivered, 0)
    assert done.missing()["outcome"].to_list() == ["unmet"] * (unit != "km")


def test_an_item_of_any_kind_of_thing_takes_all_of_its_kind() -> None:
    """No item is named: 60 mu of one and 60 of another are enough."""
    _, row = planned(act(quantity=60), act(id="A-2", item="ginkgo", quantity=60), item=None)
    assert (row["met"], row["delivered"]) == (1, 120.0)


@pytest.mark.parametrize(("quantity", "unit"), [(-1, "mu"), (None, "mu"), (5, None), (5, "bucket")])
def test_an_item_without_an_amount_that_can_be_is_unknown(quantity: Any, unit: str | None) -> None:
    """Nobody knows whether it was met."""
    _, row = planned(act(), quantity=quantity, unit=unit)
    assert (row["items"], row["met"], row["unknown"]) == (1, 0, 1)


def test_an_item_without_a_quantity_is_met_by_one_act() -> None:
    """A culture square is there, or is not; money and persons have units of their own."""
    bare = {"quantity": None, "unit": None}
    square = act(kind="facility", item="square", money=5000, **bare)
    _, row = planned(square, kind="facility", item="square", **bare)
    assert (row["unit"], row["met"]) == ("act", 1)
    _, row = planned(square, kind="facility", item="square", quantity=6000, unit="yuan")
    assert (row["met"], row["planned"], row["delivered"]) == (0, 6000.0, 5000.0)


def test_acts_that_tell_no_amounts_at_all_may_meet_items_without_one() -> None:
    """A table of acts with a kind and a day, and no more."""
    rows = [{"id": "A-1", "kind": "planting", "division": VILLAGE, "on": "2016-03-12"}]
    plan = fp.Plan(
        id="N-1", division=VILLAGE, since="2015-01-01", items=[fp.PlanItem(kind="planting")]
    )
    done = fp.coverage.plans(fp.Registry.of(plans=[plan], acts=rows), on=ON)
    assert done.total == fp.Rate(1, 1)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"division": None}, fp.Rate(0, 1, unknown=1)),
        ({"since": None}, fp.Rate(0, 0, unplaced=1)),
        ({"since": "2016-09-10"}, fp.Rate(0, 0)),
        ({"until": "2016-09-09"}, fp.Rate(0, 0)),
        ({"since": "2016-04-01"}, fp.Rate(0, 1)),
        ({"version": None}, fp.Rate(1, 1)),
    ],
)
def test_a_plan_asks_where_and_when_it_is_in_force(plan: dict[str, Any], expected: fp.Rate) -> None:
    """In an unknown place nobody knows what was given; without a beginning, whether it holds."""
    done, _ = planned(act(), plan=plan)
    assert done.total == expected


def test_rows_of_one_version_that_differ_in_when_leave_it_unknown() -> None:
    """It may be in force; said twice alike, it is one."""
    item = [fp.PlanItem(kind="planting")]
    plan = fp.Plan(id="N-1", division=VILLAGE, since="2015-01-01", items=item)
    other = fp.Plan(id="N-1", division=VILLAGE, since="2015-01-01", until="2016-01-01", items=item)
    totals = [
        fp.coverage.plans(fp.Registry.of(plans=plans, acts=[act()]), on=ON).total
        for plans in ([plan, plan], [plan, other])
    ]
    assert totals == [fp.Rate(1, 1), fp.Rate(0, 0, unplaced=1)]


def test_rows_of_one_item_that_differ_leave_what_is_planned_unknown() -> None:
    """100 mu, or 200?"""
    items = [fp.PlanItem(kind="planting", quantity=n, unit="mu") for n in (100, 200)]
    plan = fp.Plan(id="N-1", division=VILLAGE, since="2015-01-01", items=items)
    done = fp.coverage.plans(fp.Registry.of(plans=[plan], acts=[act(quantity=900)]), on=ON)
    assert done.total == fp.Rate(0, 1, unknown=1)


def test_items_are_told_by_place_and_by_columns() -> None:
    """By county and kind; a name that is neither is refused, and so is a registry without acts."""
    plan = fp.Plan(
        id="N-1", division=VILLAGE, since="2015-01-01",
        items=[fp.PlanItem(kind="planting", term="long"), fp.PlanItem(kind="deed", term="short")],
    )  # fmt: skip
    registry = fp.Registry.of(plans=[plan], acts=[act()])
    by_kind = fp.coverage.plans(registry, on=ON, by=["county", "kind"])
    assert by_kind.rate(kind="planting", division="510824000000") == fp.Rate(1, 1)
    by_term = fp.coverage.plans(registry, on=ON, by=["term", "unit"])
    assert by_term.rate(term="short") == fp.Rate(0, 1)
    with pytest.raises(QuestionError, match="by= cannot be colour"):
        fp.coverage.plans(registry, on=ON, by="colour")
    with pytest.raises(SchemaError, match=r"coverage\.plans needs the table"):
        fp.coverage.plans(fp.Registry.of(plans=[plan]), on=ON)
