"""Quantities: exact in every unit of their dimension, and never added to what is unlike."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from fupin.amounts import TOLD_IN, UNITS, Quantity, compared, exact, unit_of
from fupin.errors import AmountError
from fupin.outcomes import Outcome


@pytest.mark.parametrize(
    ("amount", "unit", "to", "told"),
    [
        (15, "mu", "hectare", "1 hectare"),
        (3, "mu", "m2", "2,000 m2"),
        (1, "mu", "m2", "2,000/3 m2"),
        (1, "m2", "mu", "0.0015 mu"),
        ("7.7", "km", "m", "7,700 m"),
        (3, "jin", "kg", "1.5 kg"),
        ("0.25", "tonne", "jin", "500 jin"),
    ],
)
def test_units_of_one_dimension_convert_exactly(
    amount: str | int, unit: str, to: str, told: str
) -> None:
    assert str(Quantity.of(amount, unit).to(to)) == told


@pytest.mark.parametrize(
    ("unit", "other"),
    [("mu", "m"), ("person", "person-time"), ("person", "household"), ("kg", "head")],
)
def test_unlike_units_are_never_added(unit: str, other: str) -> None:
    with pytest.raises(AmountError, match="unlike units are never added"):
        _ = Quantity.of(1, unit) + Quantity.of(1, other)


def test_a_lower_bound_stays_one_when_it_is_summed() -> None:
    over = Quantity.of(1000, "person-time", at_least=True)
    total = over + Quantity.of(5, "person-time")
    assert (str(total), total.exact) == ("≥ 1,005 person-time", None)
    assert str(Quantity(Fraction(1), Fraction(3), "mu") + Quantity.of(2, "mu")) == "3 to 5 mu"


@pytest.mark.parametrize(
    ("how", "limit", "expected"),
    [
        ("over", 999, Outcome.MET), ("over", 1000, Outcome.UNKNOWN),
        ("at_least", 1000, Outcome.MET), ("at_least", 1001, Outcome.UNKNOWN),
        ("under", 1000, Outcome.UNMET), ("under", 1001, Outcome.UNKNOWN),
        ("at_most", 999, Outcome.UNMET), ("at_most", 1000, Outcome.UNKNOWN),
        ("exactly", 999, Outcome.UNMET), ("exactly", 1000, Outcome.UNKNOWN),
    ],
)  # fmt: skip
def test_a_comparison_of_a_lower_bound_that_may_go_either_way_is_unknown(
    how: str, limit: int, expected: Outcome
) -> None:
    over = Quantity.of(1000, "item", at_least=True)
    assert over.is_(how, Quantity.of(limit, "item")) is expected  # type: ignore[arg-type]
    assert compared(Fraction(1000), None, how, Fraction(limit)) is expected  # type: ignore[arg-type]


def test_a_limit_is_exact() -> None:
    with pytest.raises(AmountError, match="the limit is ≥ 5 item: expected an exact quantity"):
        Quantity.of(9, "item").is_("over", Quantity.of(5, "item", at_least=True))


@pytest.mark.parametrize("value", [0.5, True, "1000余", "NaN", "1.00001", None])
def test_what_is_no_exact_number_is_refused_without_being_shown(value: object) -> None:
    with pytest.raises(AmountError, match="expected") as refused:
        exact(value)  # type: ignore[arg-type]  # what is refused
    assert "1000" not in str(refused.value)


def test_a_quantity_is_of_a_known_unit_not_below_nothing_and_the_right_way_round() -> None:
    assert exact("7.70") == Decimal("7.7")
    with pytest.raises(AmountError, match="no unit 'li': expected one of mu"):
        Quantity.of(7, "li")
    with pytest.raises(AmountError, match="below 0"):
        Quantity.of(-7, "km")
    with pytest.raises(AmountError, match="the lower bound is over the upper"):
        Quantity(Fraction(3), Fraction(2), "mu")


def test_every_unit_is_told_in_one_of_its_dimension() -> None:
    assert {unit.dimension for unit in UNITS.values()} == set(TOLD_IN)
    assert unit_of("hectare").per(TOLD_IN["area"]) == 15
