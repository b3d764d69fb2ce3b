"""What changes between two books or days, by assessing one unit after the other on both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import attrs

from fupin.outcomes import Outcome
from fupin.policy import Rulebook
from tests.oracles import Sums, summed
from tests.oracles.screening import Drawn, assessed

Change = tuple[str, str | None, str, str, frozenset[str]]
JUDGED = {"met", "unmet", "unknown"}


@attrs.frozen
class Said:
    """What one side says of a unit.

    Attributes:
        about: its division, and what it is grouped by.
        outcome: met, unmet, unknown or unplaced.
        failing: leaves to blame.
        needed: leaves that could still change it.
    """

    about: Mapping[str, Any]
    outcome: str
    failing: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


def comparing(
    tables: Drawn,
    sides: Sequence[tuple[Rulebook | Sequence[Rulebook], dt.date]],
    criterion: str,
    *,
    by: Sequence[str] = (),
    population: str | None = None,
    **asked: Any,
) -> tuple[Sums, list[Change]]:
    """Units by place and what is said before and after, and those of whom that differs."""
    before, after = (
        _said(tables, policy, on, criterion, population=population, **asked) for policy, on in sides
    )
    pairs = []
    for name in {*before, *after}:
        first, second = before.get(name), after.get(name)
        about = (first or second or Said({}, "")).about
        pairs.append((name, about, first or Said(about, "absent"), second or Said(about, "absent")))
    pairs.sort(key=lambda pair: (pair[2].outcome, pair[3].outcome))
    sums: Sums = {}
    for outcomes, told in groupby(pairs, lambda pair: (pair[2].outcome, pair[3].outcome)):
        units = summed([(about, {"units": 1}) for _, about, *_ in told], by)
        sums |= {(*key, *outcomes): row for key, row in units.items()}
    changed = [
        (name, about["division"], one.outcome, other.outcome, _because(one, other))
        for name, about, one, other in pairs
        if one.outcome != other.outcome
    ]
    return sums, sorted(changed, key=str)


def _said(
    tables: Drawn, policy: Rulebook | Sequence[Rulebook], on: dt.date, criterion: str, **asked: Any
) -> dict[str, Said]:
    said = {}
    for unit, bound, found in assessed(tables, policy, on=on, criterion=criterion, **asked):
        inside, about = unit.within & bound, {"division": unit.division, **unit.about}
        if inside is not Outcome.UNMET and found is not None:
            outcome = "unplaced" if inside is Outcome.UNKNOWN else found.outcome.value
            said[unit.id] = Said(about, outcome, found.failing, found.needed)
    return said


def _because(one: Said, other: Said) -> frozenset[str]:
    """The leaves to blame for what is unmet, or else those needed for what is unknown."""
    outcomes = {one.outcome, other.outcome}
    if not outcomes <= JUDGED:
        return frozenset()
    told = "failing" if "unmet" in outcomes else "needed"
    return frozenset((*getattr(one, told), *getattr(other, told)))
