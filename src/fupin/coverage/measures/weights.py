"""Weights (权数): what a measure of poverty counts, households or the persons in them.

A household of five weighs five times as much as a person alone: sizes are frequency weights, and
counting them is counting its members one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import narwhals.stable.v2 as nw

from fupin.errors import QuestionError
from fupin.frames import Measure
from fupin.frames.planes import Plane, count

Weight = Literal["persons", "households"]

MOST_PERSONS = 10**9
"""A size beyond this is no size; below it, no sum over a nation passes 64 bits."""

_SHARES: dict[str, Measure] = {
    "persons": Measure(
        "persons_poor", "persons", "persons_unknown", "persons_unplaced", "size_unknown"
    ),
    "households": Measure("poor", "households", "unknown", "unplaced"),
}


def shares(weight: str) -> dict[str, Measure]:
    """The rates of the poor, the one asked for first.

    Args:
        weight: "persons" or "households".

    Raises:
        QuestionError: neither.
    """
    if weight not in _SHARES:
        raise QuestionError(f"no weight {weight!r}: expected one of {', '.join(_SHARES)}")
    return {weight: _SHARES[weight], **_SHARES}


def size() -> nw.Expr:
    """Persons of a household, from `_size`; empty where not known, or beyond what can be."""
    return nw.when(nw.col("_size") <= MOST_PERSONS).then(nw.col("_size"))


def weighing(weight: str) -> nw.Expr:
    """What a household weighs; one of unknown size has no persons that could be counted."""
    return size().fill_null(0) if weight == "persons" else nw.lit(1)


def weighed(condition: nw.Expr, weight: str) -> nw.Expr:
    """What a household weighs where a condition holds; 0 elsewhere."""
    return count(condition) * weighing(weight)


def counted(member: Plane, flags: Mapping[str, nw.Expr]) -> dict[str, nw.Expr]:
    """Columns of a result, integers a household: how many it is, and how many persons.

    Args:
        member: whether it is in the population.
        flags: conditions by name; "households" for the population itself.
    """
    ones = {name: count(flag) for name, flag in flags.items()}
    persons = {
        "persons" if name == "households" else f"persons_{name}": one * size().fill_null(0)
        for name, one in ones.items()
    }
    return {**ones, **persons, "size_unknown": count(member.possible & size().is_null())}


def mean(total: nw.Expr, of: str, parts: int = 1) -> nw.Expr:
    """A sum over so many, divided by them; empty for nobody.

    Args:
        total: the sum.
        of: the column that says how many.
        parts: how many parts of 1 the sum counts.
    """
    return total / nw.when(nw.col(of) > 0).then(nw.col(of) * parts).cast(nw.Float64)
