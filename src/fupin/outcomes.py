"""Outcomes (核查结果): met, unmet or unknown, in Kleene's strong logic.

The worse error is to strike off a household that is still poor: nothing unknown counts as met.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import reduce
from typing import NoReturn


class Outcome(StrEnum):
    """Whether something is so (是否达标): met, unmet, or not known.

    Example:
        >>> Outcome.MET & Outcome.UNKNOWN, Outcome.MET | Outcome.UNKNOWN, ~Outcome.UNKNOWN
        (<Outcome.UNKNOWN: 'unknown'>, <Outcome.MET: 'met'>, <Outcome.UNKNOWN: 'unknown'>)
        >>> if Outcome.UNKNOWN: ...
        Traceback (most recent call last):
        TypeError: an outcome is no yes or no: ask `is Outcome.MET`, or whether it is `.known`
    """

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Outcome:
        """The outcome of a yes, a no, or None for not known.

        Example:
            >>> Outcome.of(None)
            <Outcome.UNKNOWN: 'unknown'>
        """
        return cls.UNKNOWN if value is None else cls.MET if value else cls.UNMET

    @classmethod
    def bounds(cls, sure: bool, possible: bool) -> Outcome:
        """The outcome of what surely and what possibly holds.

        Example:
            >>> Outcome.bounds(sure=False, possible=True)
            <Outcome.UNKNOWN: 'unknown'>
        """
        return cls.MET if sure else cls.UNKNOWN if possible else cls.UNMET

    @property
    def known(self) -> bool:
        """Whether it is met or unmet."""
        return self is not Outcome.UNKNOWN

    def __and__(self, other: Outcome) -> Outcome:
        if Outcome.UNMET in (self, other):
            return Outcome.UNMET
        return Outcome.UNKNOWN if Outcome.UNKNOWN in (self, other) else Outcome.MET

    def __or__(self, other: Outcome) -> Outcome:
        return ~(~self & ~other)

    def __invert__(self) -> Outcome:
        return _OPPOSITES[self]

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an outcome is no yes or no: ask `is Outcome.MET`, or whether it is `.known`"
        )


_OPPOSITES = {
    Outcome.MET: Outcome.UNMET,
    Outcome.UNMET: Outcome.MET,
    Outcome.UNKNOWN: Outcome.UNKNOWN,
}


def all_of(*outcomes: Outcome) -> Outcome:
    """Met where every one is; of none, met.

    Example:
        >>> all_of(Outcome.MET, Outcome.UNKNOWN)
        <Outcome.UNKNOWN: 'unknown'>
    """
    return reduce(Outcome.__and__, outcomes, Outcome.MET)


def any_of(*outcomes: Outcome) -> Outcome:
    """Met where at least one is; of none, unmet.

    Example:
        >>> any_of(Outcome.UNMET, Outcome.UNKNOWN)
        <Outcome.UNKNOWN: 'unknown'>
    """
    return reduce(Outcome.__or__, outcomes, Outcome.UNMET)


def at_least(least: int, outcomes: Iterable[Outcome]) -> Outcome:
    """Met where so many are.

    Example:
        >>> at_least(2, [Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET])
        <Outcome.UNKNOWN: 'unknown'>
    """
    told = list(outcomes)
    sure = told.count(Outcome.MET)
    return Outcome.bounds(sure >= least, sure + told.count(Outcome.UNKNOWN) >= least)
