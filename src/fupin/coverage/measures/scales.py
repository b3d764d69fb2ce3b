"""Scales of deprivation (多维贫困标准): indicators, their weights, and the cutoff, all exact.

Scores are counted in whole parts of 1, so that a score on the cutoff is poor, and no rounding
decides about a household.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, lcm

import attrs

from fupin.errors import QuestionError

Exact = Fraction | Decimal | int | str

FINEST = 10**6
"""Weights are counted in at most so many parts of 1."""


@attrs.frozen
class Scale:
    """What is counted as lacking, what it weighs, and how much of it makes poor (多维贫困标准).

    Example:
        >>> weights = {"water": "2/3", "power": "1/3"}
        >>> scale = Scale.of({"water": "water", "power": "power"}, weights, "1/2")
        >>> scale.parts, scale.least, list(scale.each())
        (3, 2, [(0, 'water', 2), (1, 'power', 1)])

    Attributes:
        columns: the column of `surveys`, or the part of a criterion, by indicator.
        weights: weight by indicator, exactly.
        cutoff: the score from which a household is poor.
        said: what was assumed.
    """

    columns: Mapping[str, str]
    weights: Mapping[str, Fraction]
    cutoff: Fraction
    said: tuple[str, ...]

    @classmethod
    def of(
        cls, columns: Mapping[str, str], weights: Mapping[str, Exact] | None, cutoff: Exact
    ) -> Scale:
        """What a question names, checked.

        Raises:
            QuestionError: weights or a cutoff that are not exact, out of range, or of something
                else; weights that do not add up to 1.
        """
        names = tuple(columns)
        said: tuple[str, ...] = ()
        if weights is None:
            equal = Fraction(1, len(names))
            weights, said = dict.fromkeys(names, equal), (f"indicators weigh {equal} each",)
        if set(weights) != set(names):
            raise QuestionError(
                f"weights= are of {', '.join(weights)}: expected one for each of {', '.join(names)}"
            )
        told = {name: _exact(weights[name], f"weight of {name}") for name in names}
        if (total := sum(told.values())) != 1:
            raise QuestionError(f"weights= add up to {total}: expected 1, exactly")
        if lcm(*(w.denominator for w in told.values())) > FINEST:
            raise QuestionError(f"weights= finer than {FINEST} parts: expected simpler fractions")
        return cls(dict(columns), told, _exact(cutoff, "cutoff"), said)

    @property
    def parts(self) -> int:
        """Into how many parts 1 is divided, so that every weight is a whole number of them."""
        return lcm(*(w.denominator for w in self.weights.values()))

    @property
    def least(self) -> int:
        """The parts from which a household is poor: the cutoff, rounded up to whole parts."""
        return ceil(self.cutoff * self.parts)

    @property
    def told(self) -> tuple[str, ...]:
        """Each indicator, with what it is taken from where that is called otherwise, and weight."""
        columns = {n: "" if n == c else f" ({c})" for n, c in self.columns.items()}
        return tuple(sorted(f"{n}{columns[n]} {weight}" for n, weight in self.weights.items()))

    def each(self) -> Iterator[tuple[int, str, int]]:
        """Number, name and parts of each indicator."""
        for n, (name, w) in enumerate(self.weights.items()):
            yield n, name, int(w * self.parts)


def _exact(number: object, what: str) -> Fraction:
    """A number above 0 and at most 1, exactly."""
    if isinstance(number, bool) or not isinstance(number, (Fraction, Decimal, int, str)):
        kind = type(number).__name__
        raise QuestionError(f'{what}: {kind} is not exact: expected a fraction such as "1/3"')
    try:
        told = Fraction(number)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise QuestionError(f'{what}: no number: expected a fraction such as "1/3"') from None
    if not 0 < told <= 1:
        raise QuestionError(f"{what} is {told}: expected more than 0, at most 1")
    return told
