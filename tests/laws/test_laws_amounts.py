"""Laws of amounts and rates: nothing is lost, and the bounds are reached."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fupin.amounts import Bounds, Rate, fen, from_fen, yuan
from fupin.outcomes import Outcome
from fupin.testing import bounds, rates
from fupin.testing import yuan as amounts

SHARES = st.fractions(0, 1, max_denominator=20).map(lambda f: Decimal(f.numerator) / f.denominator)


@given(amounts())
def test_yuan_and_fen_are_the_same_amount(amount: Decimal) -> None:
    assert from_fen(fen(amount)) == amount == yuan(str(amount))


@given(rates())
def test_a_rate_lies_between_its_bounds_and_they_between_none_and_all(rate: Rate) -> None:
    if rate.low_exact is None or rate.high_exact is None:
        assert rate.denominator + rate.unplaced == 0
    else:
        assert 0 <= rate.low_exact <= rate.high_exact <= 1
    if rate.value is not None:
        assert rate.value == rate.numerator / rate.denominator


@given(rates(), st.data())
def test_however_the_unknown_turns_out_the_share_lies_within(
    rate: Rate, data: st.DataObject
) -> None:
    counted = data.draw(st.integers(0, rate.unknown))
    placed = data.draw(st.integers(0, rate.unplaced))
    of_them = data.draw(st.integers(0, placed))
    settled = Rate(rate.numerator + counted + of_them, rate.denominator + placed)
    if settled.low_exact is not None:
        assert rate.low_exact is not None
        assert rate.high_exact is not None
        assert rate.low_exact <= settled.low_exact <= rate.high_exact


@given(rates())
def test_both_bounds_are_reached(rate: Rate) -> None:
    whole = rate.denominator + rate.unplaced
    if whole and not rate.uncounted:
        most = rate.numerator + rate.unknown + rate.unplaced
        assert Rate(rate.numerator, whole).low_exact == rate.low_exact
        assert Rate(most, whole).low_exact == rate.high_exact


@given(rates(), rates(), rates())
def test_rates_of_parts_add_up_in_any_order(a: Rate, b: Rate, c: Rate) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Rate(0, 0) == a


@given(rates(), SHARES)
def test_a_threshold_is_kept_where_both_bounds_keep_it(rate: Rate, line: Decimal) -> None:
    if rate.low_exact is None or rate.high_exact is None:
        assert rate.over(line) is Outcome.UNKNOWN
    else:
        keeps = {bound > Fraction(line) for bound in (rate.low_exact, rate.high_exact)}
        assert rate.over(line) is (Outcome.of(keeps.pop()) if len(keeps) == 1 else Outcome.UNKNOWN)
    assert rate.at_most(line) is ~rate.over(line)
    assert rate.under(line) is ~rate.at_least(line)


@given(bounds(), bounds(), st.integers(0, 100), st.integers(0, 100))
def test_sums_of_bounds_hold_the_sums_of_what_they_hold(
    one: Bounds, other: Bounds, n: int, m: int
) -> None:
    first = one.low + n if one.high is None else min(one.low + n, one.high)
    second = other.low + m if other.high is None else min(other.low + m, other.high)
    both = one + other
    assert both.low <= first + second
    assert both.high is None or first + second <= both.high
    assert both.at_least(both.low) is Outcome.MET
