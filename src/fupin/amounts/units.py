"""Units of quantity (计量单位): one closed table; what measures the same thing converts exactly.

No library has the mu, and floats break sums: every unit is a whole number of parts of its
dimension, and an amount in it has at most four decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

import attrs

from fupin.errors import AmountError

DECIMALS = 4
"""Decimals that a recorded amount may have: a hectare with four is told to the square metre."""


@attrs.frozen
class Unit:
    """A unit of quantity (计量单位).

    Example:
        >>> UNITS["mu"].per(UNITS["m2"])
        Fraction(2000, 3)

    Attributes:
        id: the word for it.
        zh: the Chinese word.
        dimension: what it measures; only units of one dimension are ever added.
        parts: how many parts of its dimension it is; an area is told in thirds of a square metre.
    """

    id: str
    zh: str
    dimension: str
    parts: int

    def per(self, other: Unit) -> Fraction:
        """How many of another unit make one of this.

        Raises:
            AmountError: they measure unlike things.
        """
        if self.dimension != other.dimension:
            raise AmountError(
                f"{self.id} is no {other.dimension}: expected a unit of {other.dimension}, such as "
                f"{other.id}; unlike units are never added or compared"
            )
        return Fraction(self.parts, other.parts)


UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        unit.id: unit
        for unit in (
            Unit("mu", "亩", "area", 2000),
            Unit("hectare", "公顷", "area", 30_000),
            Unit("m2", "平方米", "area", 3),
            Unit("m", "米", "length", 1),
            Unit("km", "公里", "length", 1000),
            Unit("m3", "立方米", "volume", 1),
            Unit("kg", "公斤", "mass", 2),
            Unit("jin", "斤", "mass", 1),
            Unit("tonne", "吨", "mass", 2000),
            Unit("head", "头（只）", "head", 1),
            Unit("plant", "株", "plant", 1),
            Unit("item", "件（处、口）", "item", 1),
            Unit("session", "期（场）", "session", 1),
            Unit("workday", "工日", "workday", 1),
            Unit("household", "户", "household", 1),
            Unit("person", "人", "person", 1),
            Unit("person-time", "人次", "person-time", 1),
            Unit("yuan", "元", "money", 1),
            Unit("act", "次", "act", 1),
        )
    }
)
"""Every unit by its word. The first of a dimension is the one that sums are told in."""

RECORDED = frozenset(UNITS) - {"act"}
"""The units that a record may be told in; acts are counted, not told."""

TOLD_IN: Mapping[str, Unit] = MappingProxyType(
    {unit.dimension: unit for unit in reversed(tuple(UNITS.values()))}
)
"""By dimension, the unit that sums are told in."""


def unit_of(word: str) -> Unit:
    """The unit of a word.

    Raises:
        AmountError: no such unit.
    """
    if word not in UNITS:
        raise AmountError(f"no unit {word!r}: expected one of {', '.join(UNITS)}")
    return UNITS[word]
