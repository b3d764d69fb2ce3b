"""Who gave an act (帮扶主体): each act stands once, under its giver, or under several.

Where several gave together nobody knows who gave which part. So their act is nobody's alone: it
has a row of its own, and the rows of all givers add up to the whole.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from fupin.frames import Registry, normalise
from fupin.frames.engines import Frame


def with_givers(registry: Registry, acts: Frame) -> Frame:
    """Acts with `giver`, where it was one alone, and `given`: "alone", "jointly" or "unknown".

    Args:
        registry: uses `givers`.
        acts: one row an act, with `id`.
    """
    if not registry.has("givers"):
        nobody = normalise.empty("id", registry.ids)
        return acts.with_columns(giver=nobody, given=nw.lit("unknown"))
    rows = registry.frame("givers", "act", "giver", why="coverage.deliveries")
    each = rows.filter(~nw.col("act").is_null()).unique(["act", "giver"])
    told = each.group_by("act").agg(
        nw.len().alias("_givers"),
        nw.col("giver").min().alias("giver"),
        nw.col("giver").count().alias("_known"),
    )
    joined = acts.join(told, left_on="id", right_on="act", how="left")
    number, named = nw.col("_givers").fill_null(0), nw.col("_known").fill_null(0)
    alone = (number == 1) & (named == 1)
    several = (named > 1) & (number == named)
    word = nw.when(several).then(nw.lit("jointly")).otherwise(nw.lit("unknown"))
    return joined.with_columns(
        giver=nw.when(alone).then(nw.col("giver")),
        given=nw.when(alone).then(nw.lit("alone")).otherwise(word),
    )
