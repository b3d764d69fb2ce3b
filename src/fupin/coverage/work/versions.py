"""Versions of plans (规划版本): which is in force, as `in_force` of the model says of a few."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, holds, plane
from fupin.frames.repeats import same, spread

NO_VERSION = -1
"""What stands for a version without a number where tables are joined."""


def versions(registry: Registry, on: dt.date, why: str) -> Frame:
    """The versions of plans that are in force on a day, or may be.

    Args:
        registry: needs `plans`.
        on: the day asked about.
        why: what asks, for messages.

    Returns:
        `plan`, `_version`, `division`, the plane `_held`, and `_begins`, the first day of the
        plan's first version; empty where that is not known.
    """
    rows = registry.frame("plans", "id", "version", "division", "since", "until", why=why)
    each = _one_row_each(rows.filter(~nw.col("id").is_null()), on)
    by_id = each.group_by("id").agg(
        nw.col("_live").sum().alias("_living"),
        nw.col("_nameless").sum(),
        nw.col("_sure_version").max().alias("_top_sure"),
        nw.col("_live_version").max().alias("_top_live"),
        nw.col("since").min().alias("_begins"),
        nw.col("_unbegun").max(),
    )
    told = each.drop("_nameless", "_unbegun").join(by_id, on="id", how="inner")
    held, version = plane("_period"), nw.col("version")
    alone = nw.col("_living") == 1
    highest = (nw.col("_nameless") == 0) & (version >= nw.col("_top_live")).fill_null(value=False)
    above = (version < nw.col("_top_sure")).fill_null(value=False)
    in_force = Plane(held.sure & (alone | highest), held.possible & ~above)
    known = nw.col("_unbegun") == 0
    return (
        told.with_columns(*in_force.columns("_held"))
        .filter(nw.col("_held?"))
        .select(
            nw.col("id").alias("plan"),
            version.fill_null(NO_VERSION).cast(nw.Int64).alias("_version"),
            "division",
            "_held",
            "_held?",
            nw.when(known).then(nw.col("_begins")).alias("_begins"),
        )
    )


def _one_row_each(rows: Frame, on: dt.date) -> Frame:
    """One row a version; of one whose rows differ it is not known when it is in force."""
    seen = rows.group_by("id", "version").agg(
        nw.len().alias("_rows"),
        *(expr for c in ("division", "since", "until") for expr in spread(c)),
    )
    agreed = same("since") & same("until")
    each = seen.select(
        "id",
        "version",
        *(nw.when(same(c)).then(nw.col(f"_{c}_min")).alias(c) for c in ("division", "since")),
        nw.when(agreed).then(nw.col("_until_min")).alias("until"),
        agreed.alias("_agreed"),
    )
    period, agree = holds(on), nw.col("_agreed")
    told = each.with_columns(
        *Plane(period.sure & agree, period.possible | ~agree).columns("_period")
    )
    live, sure = nw.col("_period?"), nw.col("_period")
    nameless = nw.col("version").is_null()
    return told.with_columns(
        _live=count(live),
        _nameless=count(live & nameless),
        _sure_version=nw.when(sure).then(nw.col("version")),
        _live_version=nw.when(live).then(nw.col("version")),
        _unbegun=count(nw.col("since").is_null()),
    )
