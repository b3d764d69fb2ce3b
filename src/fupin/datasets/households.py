"""Households (农户): where they live, how many they are, and what became of them since 2014."""

from __future__ import annotations

import datetime as dt

import polars as pl

from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.margins import COUNTS
from fupin.datasets.places import Places

_PLACE, _CHANGED, _GONE = 310, 311, 312
_BLOCK = COUNTS["families"].count
# Within each block of rows: one household splits in two, further on two merge into one.
_SPLIT, _MERGED = 0, 10
_FAMILIES = {
    _SPLIT: "split",
    _SPLIT + 1: "from split",
    _SPLIT + 2: "from split",
    _MERGED: "merged",
    _MERGED + 1: "merged",
    _MERGED + 2: "from merger",
}


def household_id(row: pl.Expr = ROW) -> pl.Expr:
    """The id of the household of a row: H-0000001 for row 0."""
    return pl.format("H-{}", (row + 1).cast(pl.String).str.zfill(7))


def stock(draw: Draw, places: Places, households: int) -> pl.DataFrame:
    """What is true of each household, before anything of it is unknown or wrong.

    Returns:
        row, root (the first row of its family, or its own), place and code, story (a word of
        the mix, or the part played in a family), changed (day the family changed, or it was
        gone), size (persons) and known (whether its size and members are).
    """
    block = ROW // _BLOCK * _BLOCK
    inside = ROW - block
    # A family stands only where all three of its rows do.
    whole = pl.when(inside < _MERGED).then(block + _SPLIT + 3).otherwise(block + _MERGED + 3)
    part = inside.replace_strict(_FAMILIES, default=None, return_dtype=pl.String)
    start = pl.when(inside < _MERGED).then(block + _SPLIT).otherwise(block + _MERGED)
    root = pl.col("root")
    return (
        pl.select(row=pl.int_range(households, dtype=pl.Int64))
        .with_columns(part=pl.when(whole <= households).then(part))
        .with_columns(root=pl.when(pl.col("part").is_not_null()).then(start).otherwise(ROW))
        .with_columns(
            story=pl.coalesce("part", draw.pick("story")),
            place=pl.lit(places.slots).gather(draw.below(_PLACE, len(places.slots), root)),
        )
        .with_columns(
            pl.lit(places.frame["code"]).gather("place").alias("code"),
            changed=pl.when(pl.col("part").is_not_null())
            .then(draw.day(_CHANGED, dt.date(2015, 1, 1), 699, root))
            .when(pl.col("story") == "gone")
            .then(draw.day(_GONE, dt.date(2015, 1, 1), 600)),
            size=_size(draw),
            known=pl.col("part").is_not_null() | ~draw.happens("size unknown"),
        )
        .drop("part")
    )


def _size(draw: Draw) -> pl.Expr:
    """Persons: as drawn; of those that came together or fell apart, the sum of both."""
    story = pl.col("story")
    return (
        pl.when(story == "from merger")
        .then(draw.pick("size", ROW - 2) + draw.pick("size", ROW - 1))
        .when(story == "split")
        .then(draw.pick("size", ROW + 1) + draw.pick("size", ROW + 2))
        .otherwise(draw.pick("size"))
        .cast(pl.Int64)
    )


def table(draw: Draw, households: pl.DataFrame) -> pl.DataFrame:
    """The table `households`, with the unknowns and faults that `margins` states.

    Those that are gone have no size; a few rows stand twice, alike or not.
    """
    code, story = pl.col("code"), pl.col("story")
    division = (
        pl.when(draw.happens("division unknown"))
        .then(None)
        .when(draw.happens("division coarse"))
        .then(code.str.slice(0, 9) + "000")
        .when(draw.happens("division wrong"))
        .then(code.str.slice(0, 6) + "000201")
        .otherwise(code)
    )
    here = pl.col("known") & ~story.is_in(["gone", "split", "merged"])
    attribute = draw.pick("attribute")
    snapshot = story.is_in(["snapshot", "snapshot unread"])
    rows = households.select(
        "row",
        "code",
        id=household_id(),
        division=division,
        size=pl.when(here).then(pl.col("size") + draw.happens("size unlike").cast(pl.Int64)),
        registration=pl.when(story == "snapshot")
        .then(pl.lit("in-need"))
        .when(story == "snapshot unread")
        .then(pl.lit("poor?")),
        registration_on=pl.when(snapshot).then(pl.lit(dt.date(2016, 6, 30))),
        cause=pl.when(~draw.happens("cause unknown")).then(draw.pick("cause")),
        attribute=pl.when((attribute == "五保贫困户") & (pl.col("size") > 2))
        .then(pl.lit("一般贫困户"))
        .otherwise(attribute),
    )
    alike = rows.filter(draw.happens("household twice"))
    unlike = rows.filter(draw.happens("household conflict")).with_columns(
        division=code.str.slice(0, 6) + "000000", size=pl.col("size") + 1
    )
    return pl.concat([rows, alike, unlike]).drop("row", "code")
