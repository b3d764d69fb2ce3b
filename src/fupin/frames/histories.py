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


def number(on: dt.date) -> int:
    """A day as one number that orders days: 20160909 for 9 September 2016.

    What is less than the number of a day is a day before it: one less stands for the day before.
    """
    return on.year * 10_000 + on.month * 100 + on.day


def numbered(column: str) -> nw.Expr:
    """The numbers of a column of days; empty where it is."""
    day = nw.col(column)
    # Months and days come in small integers that overflow: each is widened first.
    y, m, d = (part.cast(nw.Int64) for part in (day.dt.year(), day.dt.month(), day.dt.day()))
    return y * 10_000 + m * 100 + d


def stepped(registry: Registry, track: Track[Any], why: str) -> Frame:
    """Each event of each household on a track, in their order (事件先后).

    Args:
        registry: needs `events`.
        track: registration or monitoring.
        why: what asks, for messages.

    Returns:
        `_of`, the household; `_event` and `_n`, its place in `track.makes`, from 1, or 0 where its
        word is not known; `_at`, the number of its day, or of the last of its year, and `_starts`,
        that of the first day on which it may have happened, both 0 where that may be any;
        `_before`, the event before it, or no text; `_wrong`, 1 where it cannot stand there.
    """
    day, year, word = nw.col("on"), nw.col("year"), nw.col("event").fill_null("?")
    by_year = day.is_null() & ((year >= dt.MINYEAR) & (year <= dt.MAXYEAR)).fill_null(value=False)
    exact = numbered("on").fill_null(0)
    code = nw.lit(0)
    for n, event in enumerate(track.makes, start=1):
        code = nw.when(word == event).then(nw.lit(n)).otherwise(code)
    others = sorted(EVENTS - set(track.follows))
    rows = registry.frame("events", "household", "event", "on", "year", why=why)
    laid = rows.filter(~nw.col("household").is_null() & ~word.is_in(others)).select(
        nw.col("household").alias("_of"),
        word.alias("_event"),
        nw.when(by_year).then(year * 10_000 + 1231).otherwise(exact).cast(nw.Int64).alias("_at"),
        code.cast(nw.Int64).alias("_n"),
        nw.when(by_year).then(year * 10_000 + 101).otherwise(exact).cast(nw.Int64).alias("_starts"),
    )
    # What is said twice counts once; the order is one, whatever the order of rows.
    once = laid.group_by("_of", "_at", "_event", "_n").agg(nw.col("_starts").min())
    before = nw.col("_event").shift(1).over("_of", order_by=["_at", "_event"])
    same_day = nw.col("_at").shift(1).over("_of", order_by=["_at", "_event"]) == nw.col("_at")
    placed = once.with_columns(
        before.fill_null("").alias("_before"), same_day.fill_null(value=False).alias("_tie")
    )
    allowed = [f"{b or ''}>{e}" for e, after in track.follows.items() for b in after]
    step = nw.concat_str(nw.col("_before"), nw.lit(">"), nw.col("_event"))
    wrong = (nw.col("_starts") == 0) | nw.col("_tie") | ~step.is_in(allowed)
    return placed.with_columns(count(wrong).alias("_wrong")).drop("_tie")


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
    return reached(stepped(registry, track, why), nw.lit(number(on)), "_of")


def reached(steps: Frame, today: nw.Expr, *by: str) -> Frame:
    """Where events, laid out as by `stepped`, lead on the day of a number: as `walked`, by keys."""
    at, starts = nw.col("_at"), nw.col("_starts")
    begun = starts <= today
    inside_its_year = (starts < at) & begun & (at >= today)
    told = steps.select(
        *by,
        count((begun & (nw.col("_wrong") > 0)) | inside_its_year).alias("_bad"),
        count(nw.col("_n") > 0).alias("_own"),
        nw.when(begun).then(at * _CODES + nw.col("_n")).otherwise(nw.lit(0)).alias("_last"),
    )
    last = told.group_by(*by).agg(nw.col(c).max() for c in ("_bad", "_own", "_last"))
    return last.select(*by, "_bad", "_own", (nw.col("_last") % _CODES).alias("_code"))
