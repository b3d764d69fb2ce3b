"""Persons and their households (家庭成员): ids, birth, school, insurance; nobody is real."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.households import household_id

_BORN, _LEFT = 320, 321
_STANDARD_TIME = dt.date(2013, 12, 31)
"""The day as of which the registration form was filled in."""

_NEWCOMER = 9
"""Number of a person who took another's place; members are numbered from 0, at most 8 of them."""


@attrs.frozen(eq=False)
class People:
    """The people of a registry (人员).

    Attributes:
        memberships: the table `memberships`.
        persons: the table `persons`.
        children: row of a household, and its members on 2016-12-31 who are of school age.
    """

    memberships: pl.DataFrame
    persons: pl.DataFrame
    children: pl.DataFrame

    @classmethod
    def of(cls, draw: Draw, households: pl.DataFrame) -> People:
        """The people of the households.

        On every day from 2013-12-31 on, a household that is there has as many members as its size.
        Persons of a household that splits or merges move, with their ids, on the day it does.

        Args:
            draw: what the seed decides.
            households: what `circumstances.lived` returns.
        """
        number, story = pl.col("number"), pl.col("story")
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
        still = pl.lit(None, dtype=pl.Date)
        here = _members(
            members,
            since=pl.when(story == "from split").then("changed").when(~unknown).then(standard),
            until=pl.when(away).then("changed").when(last).then(left),
        )
        before = _members(
            members.filter(story == "from split"),
            pl.col("root"),
            since=standard,
            until=pl.col("changed"),
        )
        after = _members(
            members.filter(story == "merged"),
            pl.col("root") + 2,
            since=pl.col("changed"),
            until=still,
        )
        newcomers = members.filter(last).with_columns(
            number=pl.lit(_NEWCOMER, dtype=pl.Int64), since=left
        )
        came = _members(newcomers, since=pl.col("since"), until=still)
        memberships = pl.concat([here, before, after, came]).sort("row", "number", "since")
        return cls(
            memberships=memberships.select("household", "person", "since", "until"),
            persons=_persons(draw, pl.concat([here, came])),
            children=_children(draw, pl.concat([here, after, came])),
        )


def _members(
    members: pl.DataFrame, home: pl.Expr = ROW, *, since: pl.Expr, until: pl.Expr
) -> pl.DataFrame:
    """Members of a household, each in it for a time."""
    return members.select(
        "row",
        "number",
        home.alias("home"),
        "education",
        "medical",
        household=household_id(home),
        person=_person(ROW, pl.col("number")),
        since=since,
        until=until,
    )


def _person(row: pl.Expr, number: pl.Expr) -> pl.Expr:
    """An id from the household where the person is first met, and a number in it."""
    return pl.format("P-{}{}", (row + 1).cast(pl.String).str.zfill(7), number)


def _persons(draw: Draw, members: pl.DataFrame) -> pl.DataFrame:
    """The table `persons`: children of school age are at school where education is secured."""
    number = _numbered()
    born = _born(draw)
    young = _aged(born, 3, 5) | _aged(born, 15, 21)
    at_school = (
        pl.when(_of_school_age(born))
        .then("education")
        .otherwise(young & draw.happens("at school", number))
    )
    insured = pl.col("medical") | (pl.col("number") > 0)
    return members.sort("row", "number").select(
        id="person",
        born=pl.when(~draw.happens("born unknown", number)).then(born),
        at_school=pl.when(~draw.happens("school unknown", number)).then(at_school),
        insured=pl.when(~draw.happens("insured unknown", number)).then(insured),
    )


def _children(draw: Draw, members: pl.DataFrame) -> pl.DataFrame:
    """How many children of school age each household has at the end of 2016."""
    here = members.filter(pl.col("until").is_null())
    of_age = _of_school_age(_born(draw)).cast(pl.Int64)
    return here.group_by(pl.col("home").alias("row")).agg(of_age.sum().alias("children"))


def _numbered() -> pl.Expr:
    return ROW * 10 + pl.col("number")


def _born(draw: Draw) -> pl.Expr:
    return draw.day(_BORN, dt.date(1930, 1, 1), 30_650, _numbered())


def _of_school_age(born: pl.Expr) -> pl.Expr:
    """Whether a person is in the nine years of compulsory education, 6 to 14 years old."""
    return _aged(born, 6, 14)


def _aged(born: pl.Expr, least: int, most: int) -> pl.Expr:
    """Whether a person is so many years old on 2016-12-31."""
    first, last = dt.date(2016 - most - 1, 12, 31), dt.date(2016 - least, 12, 31)
    return (born > pl.lit(first)) & (born <= pl.lit(last))
