"""What happened to households (农户事件): registered, exited, relapsed, split, merged."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.households import household_id
from fupin.datasets.margins import MIXES

_STORIES = frozenset(str(story) for story in MIXES["story"].parts)
_FAMILIES = frozenset({"split", "merged"})
_ELSE = frozenset(
    {"ordinary", "snapshot", "snapshot unread", "undated", "impossible"}
    | {"registered 2015", "registered 2016"}
)
# A registration known by its year counts from the year's last day: too late for an exit within it.
_OUT_2014 = frozenset({"exited 2014", "relapsed"})


@attrs.frozen
class Step:
    """One event of one or more stories (事件步骤).

    Attributes:
        stories: the stories it belongs to.
        event: the event.
        first: first day it may fall on; None: the day the household changed, or none at all.
        days: how many days it may fall on.
        stream: stream of hashes that decides the day.
        by_year: share of `margins.SHARES` known by the year alone.
    """

    stories: frozenset[str]
    event: str
    first: dt.date | None
    days: int = 1
    stream: int = 0
    by_year: str | None = None


def _step(
    stories: str, event: str, first: str, days: int, stream: int, *, by_year: str | None = None
) -> Step:
    named = frozenset(stories.split(", "))
    return Step(named, event, dt.date.fromisoformat(first), days, stream, by_year)


# In the order in which the events of one story follow each other.
STEPS: tuple[Step, ...] = (
    _step("impossible", "exited", "2014-05-01", 30, 401),
    Step(
        (_STORIES | _FAMILIES) - _ELSE - _OUT_2014,
        "registered",
        dt.date(2014, 4, 1),
        214,
        402,
        "registered by year",
    ),
    Step(_OUT_2014, "registered", dt.date(2014, 4, 1), 214, 402),
    _step("impossible", "registered", "2014-07-01", 30, 403),
    Step(frozenset({"undated"}), "registered", None),
    Step(frozenset({"from split", "from merger"}), "registered", None),
    _step("exited 2014, relapsed", "exited", "2014-12-01", 31, 404, by_year="exit by year"),
    _step("registered 2015", "registered", "2015-01-05", 300, 405),
    _step("unknown word", "left-list", "2015-06-01", 30, 406),
    _step("deregistered, registered again", "deregistered", "2015-08-01", 200, 407),
    _step("two on a day", "pending-exit", "2015-11-10", 1, 408),
    _step("two on a day", "deregistered", "2015-11-10", 1, 408),
    _step("exited 2015, exit annulled", "exited", "2015-12-01", 31, 409, by_year="exit by year"),
    _step("registered 2016", "registered", "2016-01-05", 180, 410),
    _step("relapsed", "relapsed", "2016-01-05", 240, 411),
    _step("exit annulled", "exit-annulled", "2016-03-01", 60, 412),
    _step("registered again", "registered", "2016-03-01", 100, 413),
    _step("exited 2016, pending", "pending-exit", "2016-08-01", 92, 414),
    _step("exit refused", "pending-exit", "2016-08-01", 31, 415),
    _step("exit refused", "exit-refused", "2016-09-15", 60, 416),
    _step("exited 2016", "exited", "2016-12-01", 31, 417, by_year="exit 2016 by year"),
    Step(frozenset({"gone"}), "gone", None),
    Step(frozenset({"split"}), "split", None),
    Step(frozenset({"merged"}), "merged", None),
)


def table(draw: Draw, households: pl.DataFrame) -> pl.DataFrame:
    """The table `events`: the steps of each household's story, in order."""
    rows = pl.concat(
        _happened(draw, households, number, step) for number, step in enumerate(STEPS)
    ).sort("row", "number")
    twice = draw.happens("event twice", ROW * len(STEPS) + pl.col("number"))
    return pl.concat([rows, rows.filter(twice)]).select(
        pl.col("id").alias("household"), "event", "on", "year"
    )


def _happened(draw: Draw, households: pl.DataFrame, number: int, step: Step) -> pl.DataFrame:
    on = pl.col("changed")
    unknown: pl.Expr = pl.lit(value=False)
    if step.first is not None:
        on = draw.day(step.stream, step.first, step.days)
    if step.by_year is not None:
        unknown = draw.happens(step.by_year)
    return households.filter(pl.col("story").is_in(step.stories)).select(
        "row",
        pl.lit(number).alias("number"),
        household_id().alias("id"),
        pl.lit(step.event).alias("event"),
        pl.when(~unknown).then(on).alias("on"),
        pl.when(unknown).then(on.dt.year()).cast(pl.Int64).alias("year"),
    )


def successions(households: pl.DataFrame) -> pl.DataFrame:
    """The table `successions`: which household came out of which, and how."""
    split = households.filter(pl.col("story") == "from split").select(
        pl.col("root").alias("row"), ROW.alias("next"), "changed", pl.lit("split").alias("how")
    )
    merged = households.filter(pl.col("story") == "merged").select(
        "row", (pl.col("root") + 2).alias("next"), "changed", pl.lit("merged").alias("how")
    )
    return (
        pl.concat([split, merged])
        .sort("row", "next")
        .select(
            household=household_id(),
            successor=household_id(pl.col("next")),
            on="changed",
            how="how",
        )
    )
