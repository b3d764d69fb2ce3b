"""How often acts were done (举措次数): what `Act.times` says of one, for a table.

An act of a day counts once on that day; of a period, once where all of it lies in the window; in a
rhythm, as often as the rhythm falls into the window. Of all others it is not known whether they
were done, or not known how often.
"""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.frames.engines import Frame
from fupin.frames.planes import count, known
from fupin.model.acts import RHYTHMS

ONCE = "once"
"""What stands for the rhythm of an act without one."""


def counted(rows: Frame, begins: nw.Expr | None, end: dt.date, *, rhythms: bool) -> Frame:
    """Acts that were done in a window, or may have been, with how often.

    Args:
        rows: acts with `on`, `since`, `until`, `_every` (`ONCE` without a rhythm) and `_agreed`,
            whether all that is said of an act agrees on when it was done.
        begins: the first day of the window; None: it has no beginning.
        end: the first day after it.
        rhythms: whether any act may have one; if not, none is looked for.

    Returns:
        The rows with `_times`, surely so often; `_may`, 1 where it is not known whether it was
        done; `_loose`, 1 where it is not known how often either; and `_dated` and `_rhythm`,
        whether it is an act of a known day, or in a known rhythm.
    """
    once, rhythm, often = nw.col("_agreed"), nw.lit(value=False), nw.lit(0)
    if rhythms:
        once = known(nw.col("_every") == ONCE).sure & once
        named = nw.col("_every").fill_null("").is_in(sorted(RHYTHMS))
        begun = known(nw.col("since") >= nw.col("until")).sure | nw.col("since").is_null()
        rhythm = named & nw.col("on").is_null() & ~begun & nw.col("_agreed")
        often = since_then(nw.lit(end))
        if begins is not None:
            often = _none_or(often - since_then(begins))
    told = rows.with_columns(_once=once, _dated=once & ~nw.col("on").is_null(), _rhythm=rhythm)
    inside, outside = _within(begins, nw.lit(end))
    placed = told.with_columns(_in=inside, _out=outside, _often=often)
    single, steady = nw.col("_once"), nw.col("_rhythm")
    laid = placed.with_columns(
        _times=nw.when(steady).then(nw.col("_often")).otherwise(count(single & nw.col("_in"))),
        _may=count(~steady & ~(single & (nw.col("_in") | nw.col("_out")))),
        _loose=count(~single & ~steady),
    )
    return laid.filter((nw.col("_times") > 0) | (nw.col("_may") > 0))


def outside(begins: nw.Expr | None, end: dt.date, *, rhythms: bool) -> nw.Expr:
    """Whether an act was surely not done in a window, if all that is said of it agrees.

    Args:
        begins: as for `counted`.
        end: as for `counted`.
        rhythms: as for `counted`.
    """
    _, out = _within(begins, nw.lit(end))
    return out & known(nw.col("_every") == ONCE).sure if rhythms else out


def _within(first: nw.Expr | None, end: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """Whether all the days that an act may have been on lie in a window, and whether none does."""
    on, since, until = nw.col("on"), nw.col("since"), nw.col("until")
    here, inside, outside = known(on < end).sure, known(until <= end).sure, known(since >= end).sure
    if first is not None:
        here = here & known(on >= first).sure
        inside = inside & known(since >= first).sure
        outside = outside | known(until <= first).sure
    sound = ~known(since >= until).sure
    dated = ~on.is_null()
    return (
        nw.when(dated).then(here).otherwise(inside & sound),
        nw.when(dated).then(~here).otherwise(outside & sound),
    )


def since_then(before: nw.Expr) -> nw.Expr:
    """How often a rhythm has come before a day, or before its own end where that is sooner.

    It comes on the day of the month that it began on, or on the last of a shorter month: so it has
    come in every month before the one of that day, and in that one too if it began on an earlier
    day of a month.
    """
    since, until = nw.col("since"), nw.col("until")
    end = nw.when(known(until < before).sure).then(until).otherwise(before)
    months = month_of(end) - month_of(since) + count(since.dt.day() < end.dt.day())
    step = nw.lit(1)
    for word, length in RHYTHMS.items():
        step = nw.when(nw.col("_every") == word).then(nw.lit(length)).otherwise(step)
    turns = ((months + step - 1) // step).cast(nw.Int64)
    return nw.when(known(since < end).sure).then(turns).otherwise(nw.lit(0)).cast(nw.Int64)


def month_of(on: nw.Expr) -> nw.Expr:
    """The number of the month that a day lies in, counted from the year 0."""
    return on.dt.year().cast(nw.Int64) * 12 + on.dt.month().cast(nw.Int64) - 1


def _none_or(number: nw.Expr) -> nw.Expr:
    return nw.when(number > 0).then(number).otherwise(nw.lit(0)).cast(nw.Int64)
