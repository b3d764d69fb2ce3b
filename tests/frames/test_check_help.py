"""What the check says of acts of help, plans and schemes: each rule finds its row, by its id."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.amounts import RECORDED
from fupin.frames import SPECS


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"on": None}, "acts.on missing"),
        ({"on": None, "every": "month"}, "acts.since missing"),
        ({"every": "month", "since": "2016-01-01"}, "acts.on beside a rhythm"),
        ({"kind": "kindness"}, "acts.kind unknown"),
        ({"every": "week", "on": None, "since": "2016-01-01"}, "acts.every unknown"),
        ({"quantity": 5}, "acts.unit missing"),
        ({"unit": "mu"}, "acts.quantity missing"),
        ({"quantity": 5, "unit": "bucket"}, "acts.unit unknown"),
        ({"quantity": 5, "unit": "act"}, "acts.unit unknown"),
        ({"quantity": -5, "unit": "mu"}, "acts.quantity below 0"),
        ({"quantity": 10**9 + 1, "unit": "mu"}, "acts.quantity unreadable"),
        ({"quantity": 5, "unit": "yuan", "money": 5}, "acts.money told twice"),
        ({"quantity": 5, "unit": "person", "persons": 5}, "acts.persons told twice"),
        ({"money": "-0.01"}, "acts.money below 0"),
        ({"persons": 10**9 + 1}, "acts.persons implausible"),
        ({"person_times": -1}, "acts.person_times below 0"),
        ({"households": -1}, "acts.households below 0"),
        ({"at_least": ["size"]}, "acts.at_least unknown"),
        ({"on": None, "since": "2016-03-01", "until": "2016-02-01"}, "acts period empty"),
    ],
)
def test_a_faulty_act_is_found_by_its_id(said: dict[str, Any], rule: str) -> None:
    """One act, one fault."""
    told = {"id": "A-7", "kind": "training", "on": "2016-01-05", **said}
    found = fp.Registry.of(acts=[fp.Act(**told)]).check()
    assert found.counts == {rule: 1}
    assert found.rows["row"].to_list() == ["A-7"]


def test_a_text_that_says_over_so_much_is_no_number_and_what_to_do_is_said() -> None:
    """The check says where, and how a lower bound is entered."""
    row = {"id": "A-7", "kind": "training", "on": "2016-01-05", "quantity": "over 5", "unit": "mu"}
    [said] = fp.Registry.of(acts=[row]).check().sentences()
    assert said.startswith("acts.quantity of A-7: the cell cannot be read as a amount")
    assert "over N is N, and named in at_least" in said


def test_givers_items_and_schemes_of_nobody_are_found() -> None:
    """Their act, or household, is in no table."""
    registry = fp.Registry.of(
        acts=[fp.Act(id="A-1", kind="deed", on="2016-01-05", household="H-9")],
        givers=[{"act": "A-2", "giver": "D-1"}],
        households=[fp.Household(id="H-1")],
        schemes=[fp.Scheme(id="X-1", household="H-8")],
    )
    assert registry.check().counts == {
        "acts.household not among households": 1,
        "givers.act not among acts": 1,
        "schemes.household not among households": 1,
    }


def test_faulty_items_of_a_plan_are_found() -> None:
    """No unit, no quantity, a number below 0, words that are none."""
    items = [
        fp.PlanItem(kind="planting", item="walnut", quantity=5),
        fp.PlanItem(kind="planting", item="ginkgo", unit="mu", term="middling", reach="far"),
        fp.PlanItem(kind="planting", item="kiwifruit", unit="mu", quantity=-1),
    ]
    plan = fp.Plan(id="N-1", division="510824299299", version=0, since="2015-01-01", items=items)
    assert fp.Registry.of(plans=[plan]).check().counts == {
        "plan_items.quantity below 0": 1, "plan_items.quantity missing": 1,
        "plan_items.reach unknown": 1, "plan_items.term unknown": 1,
        "plan_items.unit missing": 1, "plans.version below 1": 1,
    }  # fmt: skip


def test_records_come_back_with_what_they_carry() -> None:
    """An act with its givers and words, a plan and a scheme with their items, by version."""
    act = fp.Act(id="A-1", kind="deed", on="2016-01-05", quantity="7.7", unit="km", money="0.50",
                 at_least=["money", "quantity"], givers=["D-1", "D-2"])  # fmt: skip
    items = [fp.PlanItem(kind="planting", item="walnut", quantity=450, unit="mu", term="long")]
    plans = [
        fp.Plan(id="N-1", division="510824299299", version=n, items=items[:n]) for n in range(2)
    ]
    scheme = fp.Scheme(id="X-1", household="H-1", since="2015-01-01", items=items)
    registry = fp.Registry.of(acts=[act], plans=plans, schemes=[scheme])
    assert registry.records("acts", id="A-1") == [act]
    assert registry.records("plans", division=510824299299) == plans
    assert registry.records("schemes", household="H-1") == [scheme]
    alone = fp.Registry.of(acts=[{"id": "A-1", "kind": "deed"}])
    assert alone.records("acts", kind="deed") == [fp.Act(id="A-1", kind="deed")]


def test_items_in_two_places_are_refused() -> None:
    """Inside a plan, and in a table of their own."""
    plan = fp.Plan(id="N-1", division="510824299299", items=[fp.PlanItem(kind="planting")])
    with pytest.raises(fp.FupinError, match="plan_items stand inside plans and in a table"):
        fp.Registry.of(plans=[plan], plan_items=[{"plan": "N-1"}])


def test_every_unit_is_named_on_the_page_of_tables() -> None:
    """A user looks there for what may stand in a cell."""
    [unit] = [column for column in SPECS["acts"].columns if column.name == "unit"]
    assert all(word in unit.meaning for word in RECORDED)
