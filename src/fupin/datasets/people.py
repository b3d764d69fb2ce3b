"""Persons and their households (家庭成员): ids and days of birth, nothing else; nobody is real."""

from __future__ import annotations

import datetime as dt

import polars as pl

from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.households import household_id

_BORN, _LEFT = 320, 321
_STANDARD_TIME = dt.date(2013, 12, 31)
"""The day as of which the registration form was filled in."""

_NEWCOMER = 9
"""Number of a person who took another's place; members are numbered from 0, at most 8 of them."""


def _person(row: pl.Expr, number: pl.Expr) -> pl.Expr:
    """An id from the household where the person is first met, and a number in it."""
    return pl.format("P-{}{}", (row + 1).cast(pl.String).str.zfill(7), number)


def tables(draw: Draw, households: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables `memberships` and `persons`.

    On every day from 2013-12-31 on, a household that is there has as many members as its size.
    Persons of a household that splits or merges move, with their ids, on the day it does.
    """
    number = pl.col("number")
    story = pl.col("story")
    # Persons are numbered in the smallest household they ever belong to.
    own = households.filter(pl.col("known") & ~story.is_in(["split", "from merger"]))
    members = own.with_columns(number=pl.int_ranges(0, pl.col("size"))).explode("number")
    away = story.is_in(["gone", "merged"])
    changes = (
        draw.happens("member change")
        & (pl.col("size") > 1)
        & ~story.is_in(["gone", "merged", "from split"])
    )
    left = draw.day(_LEFT, dt.date(2015, 1, 1), 700)
    last = changes & (number == pl.col("size") - 1)
    standard = pl.lit(_STANDARD_TIME)
    unknown = draw.happens("member unknown") & (number == 0) & (story != "from split")
    here = members.select(
        "row",
        "number",
        household=household_id(),
        person=_person(ROW, number),
        since=pl.when(story == "from split").then("changed").when(~unknown).then(standard),
        until=pl.when(away).then("changed").when(last).then(left),
    )
    before = members.filter(story == "from split").select(
        "row",
        "number",
        household=household_id(pl.col("root")),
        person=_person(ROW, number),
        since=standard,
        until="changed",
    )
    after = members.filter(story == "merged").select(
        "row",
        "number",
        household=household_id(pl.col("root") + 2),
        person=_person(ROW, number),
        since="changed",
        until=pl.lit(None, dtype=pl.Date),
    )
    came = members.filter(last).select(
        "row",
        pl.lit(_NEWCOMER, dtype=pl.Int64).alias("number"),
        household=household_id(),
        person=_person(ROW, pl.lit(_NEWCOMER)),
        since=left,
        until=pl.lit(None, dtype=pl.Date),
    )
    memberships = pl.concat([here, before, after, came]).sort("row", "number", "since")
    numbered = ROW * 10 + number
    persons = (
        pl.concat([here, came])
        .sort("row", "number")
        .select(
            id="person",
            born=pl.when(~draw.happens("born unknown", numbered)).then(
                draw.day(_BORN, dt.date(1930, 1, 1), 30_650, numbered)
            ),
        )
    )
    return memberships.drop("row", "number"), persons
