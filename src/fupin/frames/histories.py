"""Households' histories in columns: what `fupin.model.statuses.walk` says of one, for a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals.stable.v2 as nw

from fupin.frames.engines import Frame
from fupin.frames.planes import count
from fupin.frames.registry import Registry
from fupin.model.statuses import EVENTS, Track

# Events are put in order by one number: year, month and day, then the event's place in its track.
_CODES = 100


def walked(registry: Registry, track: Track[Any], on: dt.date, why: str) -> Frame:
    """Where the events of each household lead on a day.

    Args:
        registry: needs `events`.
        track: registration or monitoring.
        on: the day asked about.
        why: what asks, for messages.

    Returns:
        `_of`, the household; `_code`, the place of its last event in `track.makes`, from 1; 0
        before the first; `_own`, 1 where any event is of the track; `_bad`, 1 where they are
        impossible, undated or unreadable.
    """
    today = on.year * 10_000 + on.month * 100 + on.day
    day, year, word = nw.col("on"), nw.col("year"), nw.col("event").fill_null("?")
    # Months and days come in small integers that overflow: each is widened first.
    y, m, d = (part.cast(nw.Int64) for part in (day.dt.year(), day.dt.month(), day.dt.day()))
    number = y * 10_000 + m * 100 + d
    by_year = day.is_null() & ((year >= dt.MINYEAR) & (year <= dt.MAXYEAR)).fill_null(value=False)
    at = nw.when(by_year).then(year * 10_000 + 1231).otherwise(number).fill_null(0).cast(nw.Int64)
    starts = nw.when(by_year).then(year * 10_000 + 101).otherwise(number).fill_null(0)
    code = nw.lit(0)
    for n, event in enumerate(track.makes, start=1):
        code = nw.when(word == event).then(nw.lit(n)).otherwise(code)
    others = sorted(EVENTS - set(track.follows))
    rows = registry.frame("events", "household", "event", "on", "year", why=why)
    laid = rows.filter(~nw.col("household").is_null() & ~word.is_in(others)).select(
        nw.col("household").alias("_of"),
        word.alias("_event"),
        at.alias("_at"),
        code.cast(nw.Int64).alias("_n"),
        count(starts <= today).alias("_begun"),
        count((starts == 0) | (by_year & (starts <= today) & (at >= today))).alias("_dim"),
    )
    # What is said twice counts once; the order is one, whatever the order of rows.
    once = laid.group_by("_of", "_at", "_event", "_n").agg(
        nw.col("_begun").max(), nw.col("_dim").max()
    )
    before = nw.col("_event").shift(1).over("_of", order_by=["_at", "_event"])
    same_day = nw.col("_at").shift(1).over("_of", order_by=["_at", "_event"]) == nw.col("_at")
    stepped = once.with_columns(
        nw.concat_str(before.fill_null(""), nw.lit(">"), nw.col("_event")).alias("_step"),
        same_day.fill_null(value=False).alias("_tie"),
    )
    allowed = [f"{b or ''}>{e}" for e, after in track.follows.items() for b in after]
    wrong = (nw.col("_dim") > 0) | nw.col("_tie") | ~nw.col("_step").is_in(allowed)
    begun = nw.col("_begun") > 0
    told = stepped.select(
        "_of",
        count(begun & wrong).alias("_bad"),
        count(nw.col("_n") > 0).alias("_own"),
        nw.when(begun)
        .then(nw.col("_at") * _CODES + nw.col("_n"))
        .otherwise(nw.lit(0))
        .alias("_last"),
    )
    last = told.group_by("_of").agg(nw.col(c).max() for c in ("_bad", "_own", "_last"))
    return last.select("_of", "_bad", "_own", (nw.col("_last") % _CODES).alias("_code"))
