"""Yuan to the fen, counts between bounds, and rates that carry what is not known."""

from decimal import Decimal

import pytest

from fupin.amounts import Bounds, Rate, fen, from_fen, share, yuan
from fupin.errors import AmountError
from fupin.outcomes import Outcome

MET, UNMET, UNKNOWN = Outcome


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2855", "2855"), ("0.1", "0.1"), ("3210.50", "3210.50"), (2855, "2855"), (Decimal(-1), "-1")],
)
def test_yuan_are_exact(value: Decimal | int | str, expected: str) -> None:
    assert yuan(value) == Decimal(expected)


@pytest.mark.parametrize(
    "value", [0.1, True, "0.123", "NaN", "Infinity", "many", None, Decimal("0.001")]
)
def test_what_is_no_exact_amount_is_refused_without_being_shown(value: object) -> None:
    with pytest.raises(AmountError, match="expected") as told:
        yuan(value, where="Income.amount")  # type: ignore[arg-type]  # what is refused
    assert str(told.value).startswith("Income.amount: ")
    assert "0.1" not in str(told.value)


@pytest.mark.parametrize("value", ["0.0475", "0", 1, Decimal("0.047501"), "1E-6"])
def test_shares_are_exact(value: Decimal | int | str) -> None:
    assert share(value) == Decimal(value)


@pytest.mark.parametrize("value", [0.1, True, "0.1234567", "NaN", "Infinity", "many", None])
def test_what_is_no_exact_share_is_refused_without_being_shown(value: object) -> None:
    with pytest.raises(AmountError, match="expected") as told:
        share(value, where="Loan.interest_rate")  # type: ignore[arg-type]  # what is refused
    assert str(told.value).startswith("Loan.interest_rate: ")
    assert "0.1234567" not in str(told.value)


def test_a_yuan_has_a_hundred_fen() -> None:
    assert fen(Decimal("3210.50")) == 321_050
    assert from_fen(321_050) == Decimal("3210.50")


def test_over_a_thousand_stays_a_lower_bound_when_summed() -> None:
    assert Bounds(1000, None) + Bounds(5, 7) == Bounds(1005, None)
    assert Bounds(1, 2) + Bounds(5, 7) == Bounds(6, 9)


@pytest.mark.parametrize(("least", "expected"), [(1000, MET), (1200, UNKNOWN)])
def test_over_a_thousand_may_be_twelve_hundred(least: int, expected: Outcome) -> None:
    assert Bounds(1000, None).at_least(least) is expected
    assert Bounds(3, 4).at_least(5) is UNMET


def test_bounds_that_are_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(AmountError, match="lower one first"):
        Bounds(3, 2)


def test_a_rate_lies_between_all_unknown_unmet_and_all_unknown_met() -> None:
    rate = Rate(60, 80, unknown=10, unplaced=20)
    assert (rate.low, rate.high) == (60 / 100, 90 / 100)
    assert rate.value is None
    assert str(rate) == "60 of 80, unknown 10, unplaced 20: 60.0 % to 90.0 %"


def test_a_rate_without_unknowns_has_one_value() -> None:
    assert Rate(1, 4).value == 0.25
    assert str(Rate(1, 4)) == "1 of 4: 25.0 %"


def test_of_nobody_there_is_no_rate() -> None:
    nobody = Rate(0, 0)
    assert (nobody.low, nobody.high, nobody.value) == (None, None, None)
    assert str(nobody) == "0 of 0: undefined"
    assert nobody.under("0.03") is UNKNOWN


def test_while_weights_are_not_known_nothing_is_known_for_sure() -> None:
    rate = Rate(20, 40, uncounted=1)
    assert (rate.low, rate.high, rate.value) == (0.0, 1.0, None)
    assert rate.at_least("0.5") is UNKNOWN
    assert str(rate) == "20 of 40, uncounted 1: 50.0 % of those counted"


@pytest.mark.parametrize(
    ("rate", "under", "at_most"),
    [
        (Rate(2, 100), MET, MET),
        (Rate(3, 100), UNMET, MET),
        (Rate(4, 100), UNMET, UNMET),
        (Rate(2, 100, unknown=1), UNKNOWN, MET),
        (Rate(2, 100, unknown=2), UNKNOWN, UNKNOWN),
    ],
    ids=str,
)
def test_under_three_percent_leaves_three_percent_out(
    rate: Rate, under: Outcome, at_most: Outcome
) -> None:
    assert rate.under("0.03") is under
    assert rate.at_least(Decimal("0.03")) is ~under
    assert rate.at_most("0.03") is at_most
    assert rate.over("0.03") is ~at_most


def test_a_third_is_exact() -> None:
    assert Rate(1, 3).at_least("0.3333333333333333333333") is MET
    assert Rate(1, 3).over("0.3333333333333333333334") is UNMET


def test_rates_of_two_places_add_up_to_the_rate_of_both() -> None:
    assert Rate(1, 4, 1) + Rate(2, 6, 0, 3, 1) == Rate(3, 10, 1, 3, 1)


@pytest.mark.parametrize(
    ("counts", "fault"),
    [
        ((3, 2), "expected at most that"),
        ((1, 2, 2), "expected at most that"),
        ((-1, 2), "0 or more"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(counts: tuple[int, ...], fault: str) -> None:
    with pytest.raises(AmountError, match=fault):
        Rate(*counts)
