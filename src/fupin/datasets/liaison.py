"""Liaison (联系): deputies with voters, committee members with deputies; the office's village."""

from __future__ import annotations

import datetime as dt

import polars as pl

from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.places import Places
from fupin.datasets.posts import OFFICE, Posts

_HOME, _FROM, _MEMBER_FROM = 360, 361, 362
_ASKED = {"full-time": 3, "part-time": 2}
_NO_DAY = pl.lit(None, dtype=pl.Date)
_NO_WORD = pl.lit(None, dtype=pl.String)


def _voter_id(number: pl.Expr) -> pl.Expr:
    return pl.format("V-{}", (number + 1).cast(pl.String).str.zfill(7))


def voters(draw: Draw, places: Places, deputies: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The table `voters`, as many as the rule asks for, and the links with them.

    Returns:
        the voters, each in the division of the deputy; and row with the columns of `links`.
    """
    slot = pl.col("slot")
    with_quota = deputies.filter(pl.col("asked") > 0).with_columns(
        first=pl.col("asked").cum_sum() - pl.col("asked")
    )
    total = with_quota["asked"].sum()
    own = (
        with_quota.with_columns(slot=pl.int_ranges(0, pl.col("asked")))
        .explode("slot")
        .join(places.scopes(places.frame["place"]), on="scope", how="left", maintain_order="left")
        .with_columns(row=pl.col("first") + slot)
    )
    home = pl.col("start") + draw.below(_HOME, pl.col("reach"))
    listed = own.select(
        id=_voter_id(ROW),
        division=pl.when(~draw.happens("voter unknown")).then(
            pl.lit(places.frame["code"]).gather(home)
        ),
    )
    contacts = (
        with_quota.with_columns(slot=pl.int_ranges(0, pl.col("voters")))
        .filter(pl.col("voters") > 0)
        .explode("slot")
        # A sixth voter is the first of the next deputy.
        .with_columns(row=pl.col("first") + slot)
        .filter(total > ROW)
    )
    began = draw.day(_FROM, dt.date(2012, 3, 1), 300)
    links = contacts.select(
        "row",
        kind=pl.lit("deputy-voter"),
        helper="id",
        party=_voter_id(ROW),
        role=_NO_WORD,
        since=pl.max_horizontal(began, "since"),
        until=_NO_DAY,
    )
    return listed, links


def member_links(draw: Draw, posts: Posts) -> pl.DataFrame:
    """Links of committee members with city deputies: three or two, less the gaps; never themselves.

    Returns:
        row and the columns of `links`.
    """
    slot = pl.col("slot")
    asked = pl.col("service").replace_strict(_ASKED, return_dtype=pl.Int64)
    number = asked - draw.happens("one deputy too few").cast(pl.Int64)
    return (
        posts.members.with_columns(slot=pl.int_ranges(0, number))
        .explode("slot")
        # Members are every eighth deputy of their city: those 1, 3 and 5 further on are none.
        .with_columns(contact=pl.col("deputy") + 1 + 2 * slot, row=ROW * 4 + slot)
        .join(
            posts.deputies.select(contact="row", party="id"),
            on="contact",
            how="left",
            maintain_order="left",
        )
        .select(
            "row",
            kind=pl.lit("member-deputy"),
            helper="id",
            party="party",
            role=_NO_WORD,
            since=draw.day(_MEMBER_FROM, dt.date(2012, 2, 1), 60),
            until=_NO_DAY,
        )
    )


def office_link(village: str | None) -> pl.DataFrame:
    """The office's designated assistance to its village, since the plan of 2015–2017; or none."""
    return (
        pl.DataFrame({"party": [village]}, schema={"party": pl.String})
        .drop_nulls()
        .select(
            kind=pl.lit("office-village"),
            helper=pl.lit(OFFICE),
            party="party",
            role=_NO_WORD,
            since=pl.lit(dt.date(2015, 1, 1)),
            until=_NO_DAY,
        )
    )
