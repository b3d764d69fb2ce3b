"""Rates (比率) that say what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs

from fupin.errors import AmountError
from fupin.outcomes import Outcome


@attrs.frozen
class Rate:
    """A share, with what is not known of it (比率).

    With n, d, u, x for numerator, denominator, unknown and unplaced, the share lies between
    n / (d + x) and (n + u + x) / (d + x).

    Example:
        >>> print(Rate(11412, 100000, unknown=318))
        11412 of 100000, unknown 318: 11.4 % to 11.7 %
        >>> Rate(1, 4).value, Rate(1, 4, unknown=1).value, Rate(0, 0).value
        (0.25, None, None)

    Attributes:
        numerator: units surely counted, all of them in the denominator.
        denominator: units surely in the population.
        unknown: units in the population of which it is not known whether they count.
        unplaced: units of which it is not known whether they are in the population.
        uncounted: units whose weight is not known, such as the persons of a household of unknown
            size; while there are any, nothing can be said of the share for sure.
    """

    numerator: int
    denominator: int
    unknown: int = 0
    unplaced: int = 0
    uncounted: int = 0

    def __attrs_post_init__(self) -> None:
        for name in ("numerator", "denominator", "unknown", "unplaced", "uncounted"):
            if getattr(self, name) < 0:
                raise AmountError(f"{name} is {getattr(self, name)}: expected 0 or more")
        if self.numerator + self.unknown > self.denominator:
            raise AmountError(
                f"numerator + unknown is {self.numerator + self.unknown}, denominator "
                f"{self.denominator}: expected at most that"
            )

    @property
    def low_exact(self) -> Fraction | None:
        """The least the share can be, exactly; None for nobody."""
        if self.uncounted:
            return Fraction(0)
        whole = self.denominator + self.unplaced
        return Fraction(self.numerator, whole) if whole else None

    @property
    def high_exact(self) -> Fraction | None:
        """The most the share can be, exactly; None for nobody."""
        if self.uncounted:
            return Fraction(1)
        whole = self.denominator + self.unplaced
        return Fraction(self.numerator + self.unknown + self.unplaced, whole) if whole else None

    @property
    def low(self) -> float | None:
        """The least the share can be, 0 to 1; None for nobody."""
        return None if self.low_exact is None else float(self.low_exact)

    @property
    def high(self) -> float | None:
        """The most the share can be, 0 to 1; None for nobody."""
        return None if self.high_exact is None else float(self.high_exact)

    @property
    def value(self) -> float | None:
        """The share, where nothing is unknown; else None."""
        return self.low if self.low_exact == self.high_exact and not self.unplaced else None

    def __add__(self, other: Rate) -> Rate:
        """The rate over two populations that share nobody."""
        mine, others = attrs.astuple(self), attrs.astuple(other)
        return Rate(*(a + b for a, b in zip(mine, others, strict=True)))

    def over(self, threshold: Decimal | str) -> Outcome:
        """Whether the share is greater than a threshold, such as "0.03"."""
        limit = Fraction(threshold)
        return self._compared(lambda share: share > limit)

    def at_least(self, threshold: Decimal | str) -> Outcome:
        """Whether the share is a threshold or greater."""
        limit = Fraction(threshold)
        return self._compared(lambda share: share >= limit)

    def under(self, threshold: Decimal | str) -> Outcome:
        """Whether the share is smaller than a threshold.

        Example:
            >>> Rate(2, 100, unknown=2).under("0.03")
            <Outcome.UNKNOWN: 'unknown'>
        """
        return ~self.at_least(threshold)

    def at_most(self, threshold: Decimal | str) -> Outcome:
        """Whether the share is a threshold or smaller."""
        return ~self.over(threshold)

    def __str__(self) -> str:
        said = [f"{self.numerator} of {self.denominator}"]
        doubts = ("unknown", "unplaced", "uncounted")
        said += [f"{name} {getattr(self, name)}" for name in doubts if getattr(self, name)]
        return f"{', '.join(said)}: {self._percent()}"

    def _compared(self, test: Callable[[Fraction], bool]) -> Outcome:
        """A test that stays true as the share rises, at both bounds; of nobody it is unknown."""
        if self.low_exact is None or self.high_exact is None:
            return Outcome.UNKNOWN
        return Outcome.bounds(test(self.low_exact), test(self.high_exact))

    def _percent(self) -> str:
        """The bounds in words; those of what could be counted, where weights are missing."""
        counted = attrs.evolve(self, uncounted=0)
        bounds = (counted.low, counted.high)
        ends = dict.fromkeys(f"{share:.1%}"[:-1] + " %" for share in bounds if share is not None)
        said = " to ".join(ends) or "undefined"
        return f"{said} of those counted" if self.uncounted else said
