"""Counts known between bounds (数量区间), and how an amount stands to a limit."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal

import attrs

from fupin.errors import AmountError
from fupin.outcomes import Outcome

Comparison = Literal["over", "at_least", "under", "at_most", "exactly"]
"""How an amount stands to a limit: 超过, 不低于, 低于, 不超过, 等于."""


def compared(low: Fraction, high: Fraction | None, how: Comparison, limit: Fraction) -> Outcome:
    """Whether an amount known between bounds stands to a limit as asked.

    Example:
        >>> compared(Fraction(2, 100), Fraction(4, 100), "under", Fraction(3, 100))
        <Outcome.UNKNOWN: 'unknown'>

    Args:
        low: at least so much.
        high: at most so much; None: no limit is known.
        how: how it is to stand.
        limit: the limit.
    """
    most = math.inf if high is None else high
    match how:
        case "over":
            return Outcome.bounds(low > limit, most > limit)
        case "at_least":
            return Outcome.bounds(low >= limit, most >= limit)
        case "under":
            return Outcome.bounds(most < limit, low < limit)
        case "at_most":
            return Outcome.bounds(most <= limit, low <= limit)
        case _:
            return Outcome.bounds(low == most == limit, low <= limit <= most)


@attrs.frozen
class Bounds:
    """A count known between bounds (数量区间): "over 1,000" is `Bounds(1000, None)`.

    Example:
        >>> Bounds(1000, None) + Bounds(5, 5)
        Bounds(low=1005, high=None)

    Attributes:
        low: at least so many.
        high: at most so many; None: no limit is known.
    """

    low: int
    high: int | None

    def __attrs_post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise AmountError(f"bounds {self.low} to {self.high}: expected the lower one first")

    def __add__(self, other: Bounds) -> Bounds:
        open_ended = self.high is None or other.high is None
        high = None if open_ended else (self.high or 0) + (other.high or 0)
        return Bounds(self.low + other.low, high)

    def at_least(self, least: int) -> Outcome:
        """Whether it is surely, possibly or surely not so many.

        Example:
            >>> Bounds(1000, None).at_least(1200)
            <Outcome.UNKNOWN: 'unknown'>
        """
        return Outcome.bounds(self.low >= least, self.high is None or self.high >= least)
