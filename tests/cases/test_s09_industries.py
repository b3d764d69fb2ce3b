"""S9, industries of the village: plantings by the mu, large-scale breeders by the household."""

from __future__ import annotations

import pytest

import fupin as fp
from tests.cases.village import ON, given

PLANTINGS = [
    given("P-1", "planting", "kiwifruit", 180, "mu"),
    given("P-2", "planting", "ginkgo", 300, "mu"),
    given("P-3", "planting", "walnut", 450, "mu"),
]
BREEDERS = [
    given(
        f"B-{item}", "breeding", item, 100 * number, "head", households=number,
        at_least=["quantity"],
    )
    for item, number in {"sheep": 1, "aquaculture": 2, "chicken": 15, "pig": 8}.items()
]  # fmt: skip


@pytest.mark.parametrize(("item", "mu"), [("kiwifruit", 180), ("ginkgo", 300), ("walnut", 450)])
def test_each_planting_comes_back(item: str, mu: int) -> None:
    """S9: 180 mu of kiwifruit, 300 of dwarf medicinal ginkgo, 450 of walnut."""
    planted = fp.coverage.deliveries(fp.Registry.of(acts=PLANTINGS), on=ON, by="item")
    assert planted.quantity("mu", item=item) == fp.Quantity.of(mu, "mu")


def test_plantings_add_up_and_are_told_in_hectares_too() -> None:
    """S9: 930 mu in all, which are 62 hectares and 620,000 square metres, exactly."""
    planted = fp.coverage.deliveries(fp.Registry.of(acts=PLANTINGS), on=ON)
    told = [str(planted.quantity(unit)) for unit in ("mu", "hectare", "m2")]
    assert told == ["930 mu", "62 hectare", "620,000 m2"]


@pytest.mark.parametrize(
    ("item", "number"), [("sheep", 1), ("aquaculture", 2), ("chicken", 15), ("pig", 8)]
)
def test_each_kind_of_breeder_comes_back(item: str, number: int) -> None:
    """S9: 1 of sheep, 2 of aquaculture, 15 of free-range chicken, 8 of pigs."""
    raised = fp.coverage.deliveries(fp.Registry.of(acts=BREEDERS), on=ON, by="item")
    assert raised.quantity("household", item=item) == fp.Quantity.of(number, "household")


def test_a_hundred_head_or_more_each_is_a_lower_bound_of_all() -> None:
    """S9: 26 breeders hold at least 2,600 head; whether they hold 3,000 nobody knows."""
    raised = fp.coverage.deliveries(fp.Registry.of(acts=BREEDERS), on=ON)
    assert str(raised.quantity("household")) == "26 household"
    heads = raised.quantity("head")
    assert str(heads) == "≥ 2,600 head"
    assert heads.is_("at_least", fp.Quantity.of(2600, "head")) is fp.Outcome.MET
    assert heads.is_("at_least", fp.Quantity.of(3000, "head")) is fp.Outcome.UNKNOWN
    assert "≥ 2,600" in repr(raised)


def test_a_negative_planting_is_not_taken_off_the_others() -> None:
    """S9, broken: minus 180 mu of kiwifruit are no planting; the sum is a lower bound."""
    broken = [given("P-1", "planting", "kiwifruit", -180, "mu"), *PLANTINGS[1:]]
    registry = fp.Registry.of(acts=broken)
    assert str(fp.coverage.deliveries(registry, on=ON).quantity("mu")) == "≥ 750 mu"
    assert registry.check().sentences()[0].startswith("acts.quantity of P-1: the number is below 0")
