"""S16, kinds of help: the three deputies of the report, what each gave, and to whom."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.dates import Period
from tests.cases.village import VILLAGE

ON = "2016-09-09"
SOME_DAY: dict[str, Any] = {"since": "2013-01-01", "until": "2016-09-10"}
INVESTOR = [
    fp.Act(id="a-1", kind="industry", money=10_000_000, givers=["a"], **SOME_DAY),
    fp.Act(id="a-2", kind="planting", item="walnut", quantity=1200, unit="mu", givers=["a"],
           **SOME_DAY),
    fp.Act(id="a-3", kind="planting", item="walnut-led", quantity=210, unit="mu", households=36,
           givers=["a"], **SOME_DAY),
]  # fmt: skip
KIWIFRUIT = [
    fp.Act(id="b-1", kind="planting", item="kiwifruit", quantity=10, unit="mu", households=4,
           givers=["b"], **SOME_DAY),
    fp.Act(id="b-2", kind="seedlings", unit="plant", households=4, givers=["b"], **SOME_DAY),
    fp.Act(id="b-3", kind="technique", households=4, givers=["b"], **SOME_DAY),
    *(
        fp.Act(id=f"b-4-{n}", kind="employment", household=f"H-{n}", persons=1, givers=["b"],
               **SOME_DAY)
        for n in range(4)
    ),
]  # fmt: skip
SECRETARY = [
    fp.Act(id="c-1", kind="industry", item="poultry", household="H-9", givers=["c"], **SOME_DAY),
    fp.Act(id="c-2", kind="employment", household="H-9", persons=1, givers=["c"], **SOME_DAY),
    fp.Act(id="c-3", kind="daily-goods", item="grain-and-oil", household="H-9", every="month",
           since="2016-01-05", givers=["c"]),
]  # fmt: skip
ALL = [*INVESTOR, *KIWIFRUIT, *SECRETARY]


@pytest.mark.parametrize(
    ("giver", "kind", "unit", "told"),
    [
        ("a", "industry", "yuan", "10,000,000 yuan"),
        ("a", "planting", "mu", "1,410 mu"),
        ("a", "planting", "household", "36 household"),
        ("b", "planting", "mu", "10 mu"),
        ("b", "technique", "household", "4 household"),
        ("b", "employment", "person", "4 person"),
        ("b", "employment", "household", "4 household"),
        ("c", "industry", "act", "1 act"),
        ("c", "employment", "person", "1 person"),
        ("c", "daily-goods", "act", "9 act"),
    ],
)
def test_what_each_deputy_gave_comes_back(giver: str, kind: str, unit: str, told: str) -> None:
    """S16: (a) 10,000,000 yuan, walnut, 36 households; (b) 10 mu, a job each; (c) monthly goods."""
    given = fp.coverage.deliveries(fp.Registry.of(acts=ALL), on=ON, by=["giver", "kind"])
    assert str(given.quantity(unit, giver=giver, kind=kind)) == told


@pytest.mark.parametrize(("item", "mu"), [("walnut", 1200), ("walnut-led", 210)])
def test_the_plantings_of_the_investor_stand_apart_by_item(item: str, mu: int) -> None:
    """S16 (a): 1,200 mu of his own, and 210 mu that 36 households planted."""
    given = fp.coverage.deliveries(fp.Registry.of(acts=INVESTOR), on=ON, by="item")
    assert given.quantity("mu", item=item) == fp.Quantity.of(mu, "mu")


def test_free_seedlings_of_an_unknown_number_are_not_nothing() -> None:
    """S16 (b): how many seedlings nobody tells: at least 0, and one act that speaks of them."""
    given = fp.coverage.deliveries(fp.Registry.of(acts=KIWIFRUIT), on=ON)
    [plants] = given.rows.filter(unit="plant").to_dicts()
    assert (plants["acts"], plants["unknown"], plants["low"]) == (1, 1, 0.0)
    assert str(given.quantity("plant")) == "≥ 0 plant"


def test_goods_bought_every_month_count_as_often_as_they_were_bought() -> None:
    """S16 (c): from 5 January 2016: 9 times by 9 September, 3 of them in the second quarter."""
    registry = fp.Registry.of(acts=SECRETARY[2:])
    window = Period.year(2016)
    bought = fp.coverage.deliveries(registry, on=ON, by="quarter", window=window)
    told = {row["period"]: row["acts"] for row in bought.rows.filter(unit="act").to_dicts()}
    assert told == {"2016-Q1": 3, "2016-Q2": 3, "2016-Q3": 3}
    assert SECRETARY[2].times(Period(None, "2016-09-10")) == 9


@pytest.mark.parametrize("kind", fp.ActKind)
def test_each_kind_of_help_comes_back_by_its_kind(kind: fp.ActKind) -> None:
    """S16: every kind that the library knows, with a day and a place, is one act of that kind."""
    act = fp.Act(id="A-1", kind=kind, division=VILLAGE, on="2016-05-04")
    registry = fp.Registry.of(acts=[act])
    given = fp.coverage.deliveries(registry, on=ON, by="kind")
    assert given.rows["kind"].to_list() == [kind.value]
    assert str(given.quantity("act", kind=kind.value)) == "1 act"
    assert not registry.check().counts


def test_a_kind_that_is_none_of_them_is_found() -> None:
    """S16, broken: the word is kept as it was given, and named by the check."""
    registry = fp.Registry.of(
        acts=[fp.Act(id="A-1", kind="planing", division=VILLAGE, on="2016-05-04")]
    )
    given = fp.coverage.deliveries(registry, on=ON, by="kind")
    assert str(given.quantity("act", kind="planing")) == "1 act"
    assert registry.check().counts == {"acts.kind unknown": 1}


def test_a_rhythm_that_nobody_knows_is_not_counted() -> None:
    """S16, broken: "now and then" is no rhythm; the act may have been done any number of times."""
    broken = fp.Act(id="c-3", kind="daily-goods", every="now and then", since="2016-01-05")
    registry = fp.Registry.of(acts=[broken])
    bought = fp.coverage.deliveries(registry, on=ON)
    assert str(bought.quantity("act")) == "≥ 0 act"
    assert bought.rows["unplaced"].to_list() == [1]
    assert registry.check().counts == {"acts.every unknown": 1}
