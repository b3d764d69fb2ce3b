"""Pairings of helpers with households (结对帮扶): begun, ended, handed over, resumed; faults."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.households import household_id
from fupin.datasets.places import Places

_PARTY, _EARLY, _PLAIN, _IN_2016, _LATE, _END, _BREAK = 500, 501, 502, 503, 504, 505, 506
_SLOTS, _VERSIONS = 8, 4
_MAIN, _BEFORE, _AFTER = 0, 1, 2
COLUMNS = ("kind", "helper", "party", "role", "since", "until")
_EARLIER = ("handed over", "moved on", "resumed", "overlapping")
"""Stories of a pairing in which another one came before it."""


@attrs.frozen(eq=False)
class Pool:
    """Households that may be paired, sorted by place (可结对户).

    Attributes:
        ids: ids of the households.
        scopes: scope (code), start and reach in `ids`.
    """

    ids: pl.Series
    scopes: pl.DataFrame

    @classmethod
    def of(cls, draw: Draw, places: Places, households: pl.DataFrame) -> Pool:
        """Households ever registered; of those out since 2014 only a few; no successors."""
        story = pl.col("story")
        never = story.is_in(["ordinary", "from split", "from merger"])
        early = (story == "exited 2014") & ~draw.happens("exited early")
        chosen = households.filter(~never & ~early).sort("place", "row")
        return cls(
            ids=chosen.select(household_id()).to_series(), scopes=places.scopes(chosen["place"])
        )


def pairings(draw: Draw, kind: str, first: int, helpers: pl.DataFrame, pool: Pool) -> pl.DataFrame:
    """Pairings of one kind.

    Args:
        draw: what the seed decides.
        kind: the kind of link.
        first: row number of the first; kinds are far apart.
        helpers: row, id, scope (code, none: anywhere), bound (whether never outside it) and
            households (how many).
        pool: the households to pair them with.

    Returns:
        row and the columns of `links`.
    """
    slot = pl.col("slot")
    tale, since = pl.col("tale"), pl.col("since")
    listed = (
        helpers.select("row", "id", "scope", "bound", "households", helper_row="row")
        .with_columns(
            # Who held a pairing that was handed over: the next of the same scope, or the last.
            other=pl.coalesce(
                pl.col("id").shift(-1).over("scope"), pl.col("id").shift(1).over("scope")
            ),
            slot=pl.int_ranges(0, pl.col("households")),
        )
        .filter(pl.col("households") > 0)
        .explode("slot")
        .with_columns(row=first + (ROW * _SLOTS + slot) * _VERSIONS)
        .join(pool.scopes, on="scope", how="left", maintain_order="left")
        .with_columns(
            outside=(draw.happens("outside") & ~pl.col("bound")) | pl.col("reach").is_null()
        )
        .with_columns(
            start=pl.when("outside").then(0).otherwise("start"),
            reach=pl.when("outside").then(len(pool.ids)).otherwise("reach"),
            tale=draw.pick("tale"),
        )
    )
    # The households of one helper lie a quarter of the scope apart: they are not the same one.
    drawn = draw.below(_PARTY, pl.col("reach"), first + pl.col("helper_row"))
    offset = drawn + slot * pl.max_horizontal(pl.col("reach") // _SLOTS, 1)
    ids = pl.lit(pool.ids)
    main = (
        listed.filter(pl.col("reach") > 0)
        .with_columns(
            party=ids.gather(pl.col("start") + offset % pl.col("reach")),
            neighbour=ids.gather(pl.col("start") + (offset + 1) % pl.col("reach")),
            since=_since(draw, tale),
            role=draw.pick("role").replace({"none": None}),
        )
        .with_columns(until=pl.when(tale == "ended").then(draw.day(_END, dt.date(2016, 1, 1), 244)))
    )
    before = main.filter(tale.is_in(_EARLIER)).with_columns(
        row=ROW + _BEFORE,
        id=pl.when(tale == "handed over").then("other").otherwise("id"),
        party=pl.when(tale == "moved on").then("neighbour").otherwise("party"),
        since=draw.day(_EARLY, dt.date(2015, 3, 1), 214),
        until=pl.when(tale == "resumed")
        .then(draw.day(_BREAK, dt.date(2015, 10, 1), 61))
        .when(tale == "overlapping")
        .then(since + pl.duration(days=30))
        .otherwise(since),
    )
    return (
        pl.concat([main, before])
        .sort("row")
        .filter(pl.col("id").is_not_null())
        .unique(["id", "party", "since"], keep="first", maintain_order=True)
        .select("row", pl.lit(kind).alias("kind"), pl.col("id").alias("helper"), *COLUMNS[2:])
    )


def _since(draw: Draw, tale: pl.Expr) -> pl.Expr:
    early = draw.day(_EARLY, dt.date(2015, 3, 1), 214)
    in_2016 = draw.day(_IN_2016, dt.date(2016, 1, 1), 244)
    return (
        pl.when(tale == "unknown")
        .then(None)
        .when(tale == "late")
        .then(draw.day(_LATE, dt.date(2016, 10, 1), 61))
        .when(tale == "ended")
        .then(early)
        .when(tale.is_in(_EARLIER) | (draw.pick("begun") == 2016))
        .then(in_2016)
        .otherwise(draw.day(_PLAIN, dt.date(2015, 3, 1), 306))
    )


def succeeded(links: pl.DataFrame, successions: pl.DataFrame) -> pl.DataFrame:
    """Pairings with households that split or merged end that day and go on with the successor."""
    first = successions.unique("household", keep="first", maintain_order=True)
    until, on, since = pl.col("until"), pl.col("on"), pl.col("since")
    moved = links.join(
        first.select(party="household", successor="successor", on="on"),
        on="party",
        how="left",
        maintain_order="left",
    )
    over = until <= on
    begun = since.is_null() | (since < on)
    stays = on.is_null() | over.fill_null(value=False)
    here = moved.with_columns(
        party=pl.when(stays | begun).then("party").otherwise("successor"),
        until=pl.when(~stays & begun).then(on).otherwise(until),
    )
    after = moved.filter(~stays & begun).with_columns(row=ROW + _AFTER, party="successor", since=on)
    return pl.concat([here, after]).sort("row").drop("successor", "on")


def spoiled(draw: Draw, links: pl.DataFrame) -> pl.DataFrame:
    """The pairings with the faults that `margins` states; copies stand last."""
    since, until = pl.col("since"), pl.col("until")
    fault = pl.col("fault")
    marked = links.with_columns(fault=draw.pick("fault"))
    rows = marked.with_columns(
        kind=pl.when(fault == "kind unknown").then(pl.lit("deputy-family")).otherwise("kind"),
        helper=pl.when(fault == "helper unknown")
        .then("X-" + pl.col("helper"))
        .when(fault != "no helper")
        .then("helper"),
        party=pl.when(fault == "party unknown")
        .then("X-" + pl.col("party"))
        .when(fault != "no party")
        .then("party"),
        until=pl.when(fault == "until before since")
        .then(since - pl.duration(days=10))
        .when(fault == "until is since")
        .then(since)
        .otherwise(until),
    )
    unlike = marked.filter((fault == "twice unlike") & since.is_not_null()).with_columns(
        until=since + pl.duration(days=500)
    )
    return pl.concat([rows, marked.filter(fault == "twice alike"), unlike]).drop("fault")
