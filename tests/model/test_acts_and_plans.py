"""Acts of help and plans as values: how often, how much, which version holds."""

from __future__ import annotations

from typing import Any

import pytest

from fupin.dates import Period
from fupin.errors import AmountError, ModelError
from fupin.model import Act, Plan, PlanItem, Scheme
from fupin.model.plans import in_force

UP_TO = Period(None, "2016-09-10")
YEAR = Period.year(2016)


def act(**said: Any) -> Act:
    return Act(id="A-1", kind="planting", **said)


@pytest.mark.parametrize(
    ("said", "window", "times"),
    [
        ({"on": "2016-09-09"}, UP_TO, 1),
        ({"on": "2016-09-10"}, UP_TO, 0),
        ({"on": "2015-12-31"}, YEAR, 0),
        ({"since": "2016-01-01", "until": "2016-09-10"}, YEAR, 1),
        ({"since": "2015-12-31", "until": "2016-09-10"}, YEAR, None),
        ({"since": "2016-09-10", "until": "2016-09-10"}, YEAR, None),
        ({"since": "2016-01-01"}, YEAR, None),
        ({"since": "2017-01-01"}, YEAR, 0),
        ({}, YEAR, None),
        ({"every": "month", "since": "2016-01-31"}, UP_TO, 8),
        ({"every": "quarter", "since": "2015-11-30"}, YEAR, 4),
        ({"every": "year", "since": "2014-02-28", "until": "2016-02-28"}, YEAR, 0),
        ({"every": "month", "since": "2016-01-31"}, Period("2016-01-01"), None),
        ({"every": "month"}, YEAR, None),
        ({"every": "week", "since": "2016-01-31"}, YEAR, None),
        ({"every": "month", "since": "2016-01-31", "on": "2016-01-31"}, YEAR, None),
    ],
)
def test_how_often_an_act_was_done(said: dict[str, Any], window: Period, times: int | None) -> None:
    """Once, as often as its rhythm falls into the window, not at all, or nobody knows."""
    assert act(**said).times(window) == times


def test_what_an_act_reached_is_told_in_units() -> None:
    """A lower bound as one; what is not known, or cannot be, as nothing."""
    taught = act(quantity=5, unit="session", person_times=1000, at_least=["person_times"])
    assert str(taught.amount) == "5 session"
    assert str(taught.reached("person-time")) == "≥ 1,000 person-time"
    assert taught.reached("person") is None
    assert act(quantity=5).amount is None
    assert act(quantity=5, unit="bucket").amount is None
    assert act(quantity=-5, unit="mu").amount is None
    assert str(act(household="H-1").reached("household")) == "1 household"
    assert str(act(quantity=5, unit="yuan", at_least=["much"]).amount) == "≥ 5 yuan"


def test_an_amount_that_is_only_told_as_over_so_much_is_refused_as_a_number() -> None:
    """The class, the field and the record are named, with what to do; the text is not shown."""
    for name in ("quantity", "money", "households", "persons", "person_times"):
        with pytest.raises(
            AmountError, match=rf"^Act\.{name}: no .* lower bound.* @ id A-1$"
        ) as no:
            act(**{name: "over 1000"})
        assert "over 1000" not in str(no.value)
    with pytest.raises(ModelError, match=r"Act\.at_least"):
        act(at_least="money")


@pytest.mark.parametrize(
    ("quantity", "unit", "told"),
    [(450, "mu", "450 mu"), (None, "mu", None), (450, None, None), (-1, "mu", None)],
)
def test_what_is_planned(quantity: Any, unit: str | None, told: str | None) -> None:
    """A quantity with its unit, or nothing that could be held against deliveries."""
    amount = PlanItem(kind="planting", quantity=quantity, unit=unit).amount
    assert (amount if amount is None else str(amount)) == told


def plan(version: int | None, since: str | None, until: str | None = None) -> Plan:
    return Plan(id="N-1", division="510824", version=version, since=since, until=until)


@pytest.mark.parametrize(
    ("versions", "held"),
    [
        ([plan(1, "2015-01-01"), plan(2, "2016-03-01")], ["unmet", "met"]),
        ([plan(1, "2015-01-01"), plan(2, "2016-09-10")], ["met", "unmet"]),
        ([plan(1, "2015-01-01"), plan(2, None)], ["unknown", "unknown"]),
        ([plan(None, "2015-01-01"), plan(2, "2016-03-01")], ["unknown", "unknown"]),
        ([plan(None, "2015-01-01")], ["met"]),
        ([plan(1, "2015-01-01", "2016-09-09")], ["unmet"]),
    ],
)
def test_the_highest_version_in_force_holds(versions: list[Plan], held: list[str]) -> None:
    """On 9 September 2016; of versions without a number nobody knows."""
    assert [told.value for told in in_force(versions, "2016-09-09").values()] == held


def test_schemes_have_versions_too_and_other_ids_stand_apart() -> None:
    """A household's second scheme does not end another household's first."""
    schemes = [
        Scheme(id="X-1", household="H-1", since="2015-01-01"),
        Scheme(id="X-2", household="H-2", version=2, since="2016-01-01"),
    ]
    assert [told.value for told in in_force(schemes, "2016-09-09").values()] == ["met", "met"]
    assert str(schemes[0].period) == "2015-01-01.."
    assert str(plan(1, "2015-01-01").period) == "2015-01-01.."
