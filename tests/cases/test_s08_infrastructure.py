"""S8, infrastructure delivered: every figure of the village entered as a record, and got back."""

from __future__ import annotations

import polars as pl
import pytest

import fupin as fp
from tests.cases.village import BY_THE_REPORT, ON, VILLAGE, given

WORKS = [
    given("W-1", "infrastructure", "road", "7.7", "km"),
    given("W-2", "infrastructure", "hill-pond", 6, "item"),
    given("W-3", "infrastructure", "drought-cistern", 24, "item"),
    given("W-4", "infrastructure", "lined-canal", 4200, "m"),
    given("W-5", "infrastructure", "levelled-land", 300, "mu"),
]


@pytest.mark.parametrize(
    ("item", "unit", "told"),
    [
        ("road", "km", "7.7 km"),
        ("road", "m", "7,700 m"),
        ("hill-pond", "item", "6 item"),
        ("drought-cistern", "item", "24 item"),
        ("lined-canal", "m", "4,200 m"),
        ("levelled-land", "mu", "300 mu"),
        ("levelled-land", "hectare", "20 hectare"),
    ],
)
def test_each_work_comes_back_in_its_unit(item: str, unit: str, told: str) -> None:
    """S8: 7.7 km of roads, 6 ponds, 24 cisterns, 4,200 m of canal, 300 mu levelled."""
    works = fp.coverage.deliveries(fp.Registry.of(acts=WORKS), on=ON, by=["village", "item"])
    assert str(works.quantity(unit, item=item, division=VILLAGE)) == told


def test_roads_and_canals_add_up_in_metres_and_never_with_mu_or_ponds() -> None:
    """S8: a row for each unit; kilometres are metres, and land is none."""
    works = fp.coverage.deliveries(fp.Registry.of(acts=WORKS), on=ON)
    told = dict(zip(works.rows["unit"], works.rows["low"], strict=True))
    assert told == {"act": 5.0, "item": 30.0, "m": 11_900.0, "mu": 300.0}


def test_works_of_no_stated_day_are_not_there_before_the_report() -> None:
    """S8: the report tells no days; a year before it nobody knows which works were done."""
    works = fp.coverage.deliveries(fp.Registry.of(acts=WORKS), on="2015-09-09")
    assert str(works.quantity("km")) == "0 to 11.9 km"
    assert str(works.quantity("act")) == "0 to 5 act"


def test_a_length_in_an_unknown_unit_is_counted_and_added_to_nothing() -> None:
    """S8, broken: "7.7 li" of road is no known length; it stands in a row of its own."""
    broken = [given("W-1", "infrastructure", "road", "7.7", "li"), *WORKS[1:]]
    registry = fp.Registry.of(acts=broken)
    works = fp.coverage.deliveries(registry, on=ON)
    assert str(works.quantity("m")) == "4,200 m"
    [unknown] = works.rows.filter(pl.col("unit").is_null()).to_dicts()
    assert (unknown["acts"], unknown["unknown"], unknown["high"]) == (1, 1, None)
    assert registry.check().counts == {"acts.unit unknown": 1}


def test_a_village_that_is_not_there_any_more_keeps_its_works() -> None:
    """S8: the village was merged away; its works are asked for by the code they were entered at."""
    assert BY_THE_REPORT.until is not None
    works = fp.coverage.deliveries(fp.Registry.of(acts=WORKS), on=ON, by="county")
    assert str(works.quantity("km", division="510824000000")) == "11.9 km"
