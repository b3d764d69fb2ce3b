"""Helpers and the rules that bind them, in columns: shared by quotas and duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeVar

import narwhals.stable.v2 as nw

from fupin.divisions import SHORT_CODE, Division
from fupin.findings import Standing
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import CERTAIN, Plane, count
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
            chosen = nw.when(~_readable() | _inside(applied)).then(value(applied)).otherwise(chosen)
    return chosen


def applies(group: Sequence[Applied[Entry]]) -> Plane:
    """Whether any of the books holds for a row's division."""
    holds = first_that_holds(group, lambda _: nw.lit(value=True), nw.lit(value=False))
    if group[0].scope is None:
        return CERTAIN
    return Plane(holds & _readable(), holds)


def first_of(steps: Sequence[tuple[nw.Expr, Standing]], otherwise: Standing) -> nw.Expr:
    """Where a subject stands: what the first condition that is true of it says."""
    standing: nw.Expr = nw.lit(otherwise.value)
    for condition, name in reversed(steps):
        standing = nw.when(condition).then(nw.lit(name.value)).otherwise(standing)
    return standing


def readable_division(column: str = "division") -> nw.Expr:
    """Whether a division code can be read."""
    return nw.col(column).fill_null("").str.contains(SHORT_CODE)


def padded(column: str = "division") -> nw.Expr:
    """A division code with its zeros, 12 digits; empty text where it is not given."""
    return nw.concat_str(nw.col(column).fill_null(""), nw.lit("0" * 12)).str.slice(0, 12)


def inside_any(codes: Sequence[str], column: str = "division") -> nw.Expr:
    """Whether a division lies in any of some others; of one that cannot be read, nothing."""
    shorts = {Division.of(code).short for code in codes}
    cut = padded(column)
    inside = [
        cut.str.slice(0, digits).is_in(sorted(short for short in shorts if len(short) == digits))
        for digits in sorted({len(short) for short in shorts})
    ]
    return reduce(or_, inside)


def _readable() -> nw.Expr:
    return readable_division()


def _inside(applied: Applied[Any]) -> nw.Expr:
    assert applied.scope is not None
    return padded().str.starts_with(applied.scope.short)


def exempted(registry: Registry, rule: str, standing: Plane, why: str) -> Frame | None:
    """For each helper, what exemptions make of a rule; None where no exemptions were given.

    Returns:
        _exempt, and `_lifted` and `_lifted?` (1 where the quota is surely, possibly lifted),
        `_most` and `_least` (the number that it is surely, possibly lowered to, or empty).
    """
    if not registry.has("exemptions"):
        return None
    rows = registry.frame("exemptions", "helper", "rule", "quota", "since", "until", why=why)
    named = Plane((nw.col("rule") == rule).fill_null(value=False), nw.col("rule").is_null())
    stands = standing & Plane(named.sure, named.sure | named.possible)
    lifts, lowers = nw.col("quota").is_null(), ~nw.col("quota").is_null()
    laid = rows.filter(~nw.col("helper").is_null()).select(
        nw.col("helper").alias("_exempt"),
        count(stands.sure & lifts).alias("_lifted"),
        count(stands.possible & lifts).alias("_lifted?"),
        nw.when(stands.sure & lowers).then(nw.col("quota")).alias("_most"),
        nw.when(stands.possible & lowers).then(nw.col("quota")).alias("_least"),
    )
    return laid.group_by("_exempt").agg(
        nw.col("_lifted").max(),
        nw.col("_lifted?").max(),
        nw.col("_most").min(),
        nw.col("_least").min(),
    )
