"""What each helper holds in the scope of a rule (联系范围): anywhere, or in his own division."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.binding import first_that_holds
from fupin.coverage.codes import padded, readable_division
from fupin.coverage.pairing.pairs import linked, pairs
from fupin.divisions import Level
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, holds, plane
from fupin.frames.repeats import one_row_each
from fupin.policy import Applied, PairingRule

PARTIES = {
    "deputy-household": "households",
    "cadre-household": "households",
    "medical-household": "households",
    "member-deputy": "helpers",
    "deputy-voter": "voters",
}
"""The table of the other ends of each kind of link; a village is its own division."""

_COUNTS = ("_held", "_held?", "_outside")


def with_held(
    registry: Registry,
    helpers: Frame,
    group: Sequence[Applied[PairingRule]],
    on: dt.date,
    why: str,
) -> Frame:
    """Helpers with how many parties each surely and possibly holds in scope, and surely outside.

    Args:
        registry: needs `links`, and the table of the parties where a rule asks for the helper's
            own division.
        helpers: rows of `helpers`.
        group: the rule, in each book that may hold.
        on: the day asked about.
        why: what asks, for messages.

    Returns:
        The helpers with `_held`, `_held?` and `_outside`.
    """
    kinds = (group[0].entry.kind,)
    if any(a.entry.within == "own-division" for a in group):
        each = _in_scope(_placed(registry, helpers, group, on, why))
    else:
        each = linked(registry, kinds, on, why, end="helper").select(
            "_unit",
            nw.col("_low").alias("_held"),
            nw.col("_high").alias("_held?"),
            nw.lit(0).alias("_outside"),
        )
    joined = helpers.join(each, left_on="id", right_on="_unit", how="left")
    return joined.with_columns(nw.col(c).fill_null(0).cast(nw.Int64).alias(c) for c in _COUNTS)


def _in_scope(held: Frame) -> Frame:
    """For each helper, what he holds inside and outside."""
    inside, none = plane("_inside"), nw.lit(0)
    laid = held.select(
        nw.col("helper").alias("_unit"),
        nw.when(inside.sure).then(nw.col("_held")).otherwise(none).alias("_held"),
        nw.when(inside.possible).then(nw.col("_held?")).otherwise(none).alias("_held?"),
        nw.when(inside.possible).then(none).otherwise(nw.col("_held")).alias("_outside"),
    )
    return laid.group_by("_unit").agg(nw.col(c).sum() for c in _COUNTS)


def _placed(
    registry: Registry,
    helpers: Frame,
    group: Sequence[Applied[PairingRule]],
    on: dt.date,
    why: str,
) -> Frame:
    """Each pair, with the plane `_inside`: does the party lie in the helper's own division?"""
    kind = group[0].entry.kind
    held = pairs(registry, (kind,), {"_held": holds(on)}, why, latest=on)
    parties = one_row_each(registry, PARTIES[kind], ("division",), why)
    places = parties.filter(~nw.col("id").is_null()).select(
        nw.col("id").alias("_id"), nw.col("division").alias("_there")
    )
    asks = first_that_holds(
        group, lambda a: nw.lit(a.entry.within == "own-division"), nw.lit(value=False)
    )
    owners = helpers.filter(~nw.col("id").is_null()).select(
        nw.col("id").alias("_owner"), nw.col("division").alias("_own"), asks.alias("_asks")
    )
    both = held.join(places, left_on="party", right_on="_id", how="left").join(
        owners, left_on="helper", right_on="_owner", how="inner"
    )
    own, there = padded("_own"), padded("_there")
    inside = nw.lit(value=False)
    for digits in (level.digits for level in Level if level.digits):
        ends_here = own.str.slice(digits) == "0" * (12 - digits)
        inside = inside | (ends_here & (own.str.slice(0, digits) == there.str.slice(0, digits)))
    known = readable_division("_own") & readable_division("_there")
    free = ~nw.col("_asks")
    return both.with_columns(
        *Plane(free | (known & inside), free | ~known | inside).columns("_inside")
    )
