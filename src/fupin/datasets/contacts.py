"""What was done in 2016 (履职记录): visits, meetings, written reports, committee sessions."""

from __future__ import annotations

import datetime as dt

import polars as pl

from fupin.datasets.hashing import ROW, Draw, day
from fupin.datasets.posts import Posts

_SHIFT, _VISIT, _HANDED_IN = 370, 371, 372
_NEW_YEAR = dt.date(2016, 1, 1)
_SESSIONS = {2015: dt.date(2015, 12, 22), 2016: dt.date(2016, 12, 20)}


def meetings(
    draw: Draw, links: pl.DataFrame, mix: str, spans: int, days: int, *, sound: bool = False
) -> pl.DataFrame:
    """Meetings of 2016 under links, no two in one span of the year.

    Args:
        draw: what the seed decides.
        links: row and the columns of `links`.
        mix: mix that says how many are tried; those outside the link are dropped.
        spans: spans of the year.
        days: days of each span.
        sound: without the unknowns and faults that `margins` states for visits.

    Returns:
        The columns of `meetings`.
    """
    tried = (
        links.with_columns(number=pl.int_ranges(0, draw.pick(mix)), shift=draw.below(_SHIFT, spans))
        .explode("number")
        .filter(pl.col("number").is_not_null())
        .with_columns(row=ROW * spans + pl.col("number"))
    )
    span = (pl.col("number") + pl.col("shift")) % spans
    on, since, until = pl.col("on"), pl.col("since"), pl.col("until")
    held = (
        tried.with_columns(on=day(span * days + draw.below(_VISIT, days), _NEW_YEAR))
        .filter(since.is_null() | (since <= on), until.is_null() | (on < until))
        .select("row", "kind", "helper", "party", "on", "since")
    )
    if sound:
        return held.drop("row", "since")
    early = draw.happens("visit outside") & since.is_not_null()
    held = held.with_columns(
        on=pl.when(early)
        .then(since - pl.duration(days=20))
        .when(~draw.happens("visit undated"))
        .then("on")
    )
    twice = held.filter(draw.happens("visit twice"))
    return pl.concat([held, twice]).drop("row", "since")


def reports(draw: Draw, posts: Posts) -> pl.DataFrame:
    """The table `reports`: members' written reports of 2015 and 2016, some not handed in."""
    row = ROW * 2 + pl.col("year") - 2015
    return (
        posts.members.join(pl.DataFrame({"year": list(_SESSIONS)}), how="cross")
        .filter(draw.happens("reported", row))
        .select(
            "row",
            "year",
            helper="id",
            on=pl.date("year", 12, 10) + pl.duration(days=draw.below(_HANDED_IN, 21, row)),
            duty=pl.lit("member-report"),
        )
        .sort("row", "year")
        .select("helper", "year", "on", "duty")
    )


def sessions(cities: list[str]) -> pl.DataFrame:
    """The table `sessions`: one a year of each city's committee on the members' contact work."""
    return pl.DataFrame(
        [
            {"duty": "committee-session", "division": city, "year": year, "on": on}
            for city in cities
            for year, on in _SESSIONS.items()
        ],
        schema={"duty": pl.String, "division": pl.String, "year": pl.Int64, "on": pl.Date},
    )
