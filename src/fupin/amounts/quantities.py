"""Quantities (数量): exact amounts with a unit, known for sure or only between bounds.

"Over 1,000" is no thousand: it is a thousand at least, it stays so when it is summed, and a
comparison that may go either way is unknown.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from fupin.amounts.bounds import Comparison, compared
from fupin.amounts.numbers import exact
from fupin.amounts.units import unit_of
from fupin.errors import AmountError
from fupin.outcomes import Outcome


@attrs.frozen
class Quantity:
    """An amount with its unit, between bounds that are equal where it is exact (数量).

    Example:
        >>> planted = Quantity.of(180, "mu") + Quantity.of(20, "hectare")
        >>> print(planted, "=", planted.to("hectare"))
        480 mu = 32 hectare
        >>> trained = Quantity.of(1000, "person-time", at_least=True)
        >>> print(trained + Quantity.of(50, "person-time"))
        ≥ 1,050 person-time
        >>> trained.is_("at_least", Quantity.of(1200, "person-time"))
        <Outcome.UNKNOWN: 'unknown'>

    Attributes:
        low: at least so much.
        high: at most so much; None: no limit is known.
        unit: a word of `UNITS`.
    """

    low: Fraction
    high: Fraction | None
    unit: str

    def __attrs_post_init__(self) -> None:
        unit_of(self.unit)
        if self.high is not None and self.high < self.low:
            raise AmountError(f"{self.unit}: the lower bound is over the upper: expected it below")

    @classmethod
    def of(cls, amount: Decimal | int | str, unit: str, *, at_least: bool = False) -> Quantity:
        """A quantity as it is recorded.

        Args:
            amount: the number, exact to four decimals.
            unit: a word of `UNITS`.
            at_least: whether it is only a lower bound (以上、余、多).

        Raises:
            AmountError: no such unit, or no exact number, or one below 0.
        """
        number = Fraction(exact(amount))
        if number < 0:
            raise AmountError(f"{unit}: below 0: expected 0 or more")
        return cls(number, None if at_least else number, unit)

    @property
    def exact(self) -> Fraction | None:
        """The amount, where it is known exactly; else None."""
        return self.low if self.low == self.high else None

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit, exactly.

        Raises:
            AmountError: no such unit, or one of another dimension.
        """
        by = unit_of(self.unit).per(unit_of(unit))
        return Quantity(self.low * by, None if self.high is None else self.high * by, unit)

    def __add__(self, other: Quantity) -> Quantity:
        more = other.to(self.unit)
        known = self.high is not None and more.high is not None
        high = (self.high or Fraction()) + (more.high or Fraction()) if known else None
        return Quantity(self.low + more.low, high, self.unit)

    def is_(self, how: Comparison, limit: Quantity) -> Outcome:
        """Whether it stands to a limit as asked.

        Args:
            how: "over", "at_least", "under", "at_most" or "exactly".
            limit: the limit, an exact quantity of the same dimension.

        Raises:
            AmountError: the limit is not exact, or measures something else.
        """
        most = limit.to(self.unit).exact
        if most is None:
            raise AmountError(f"the limit is {limit}: expected an exact quantity")
        return compared(self.low, self.high, how, most)

    def __str__(self) -> str:
        if self.high is None:
            return f"≥ {_told(self.low)} {self.unit}"
        if self.low != self.high:
            return f"{_told(self.low)} to {_told(self.high)} {self.unit}"
        return f"{_told(self.low)} {self.unit}"


def _told(number: Fraction) -> str:
    """A number in digits where it has an end, else as a fraction."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return f"{number.numerator:,}/{number.denominator:,}"
    return f"{(Decimal(number.numerator) / number.denominator).normalize():,f}"
