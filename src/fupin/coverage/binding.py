"""Which rule binds a row, and where a subject stands by it, in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import narwhals.stable.v2 as nw

from fupin.coverage.codes import padded, readable_division
from fupin.findings import Standing
from fupin.frames.planes import CERTAIN, Plane
from fupin.policy import Applied, Criterion, Duty, PairingRule, Parameter

Entry = TypeVar("Entry", PairingRule, Duty, Criterion, Parameter)


def first_that_holds(
    group: Sequence[Applied[Entry]], value: Callable[[Applied[Entry]], nw.Expr], none: nw.Expr
) -> nw.Expr:
    """What the most specific book that may hold for a row's division says, row by row.

    A row of unreadable division gets what the smallest division's book says; `applies` tells that
    it is not known.
    """
    chosen = none
    for applied in reversed(group):
        if applied.scope is None:
            chosen = value(applied)
        else:
            here = ~readable_division() | _inside(applied)
            chosen = nw.when(here).then(value(applied)).otherwise(chosen)
    return chosen


def applies(group: Sequence[Applied[Entry]]) -> Plane:
    """Whether any of the books holds for a row's division."""
    holds = first_that_holds(group, lambda _: nw.lit(value=True), nw.lit(value=False))
    if group[0].scope is None:
        return CERTAIN
    return Plane(holds & readable_division(), holds)


def first_of(steps: Sequence[tuple[nw.Expr, Standing]], otherwise: Standing) -> nw.Expr:
    """Where a subject stands: what the first condition that is true of it says."""
    standing: nw.Expr = nw.lit(otherwise.value)
    for condition, name in reversed(steps):
        standing = nw.when(condition).then(nw.lit(name.value)).otherwise(standing)
    return standing


def _inside(applied: Applied[Any]) -> nw.Expr:
    assert applied.scope is not None
    return padded().str.starts_with(applied.scope.short)
