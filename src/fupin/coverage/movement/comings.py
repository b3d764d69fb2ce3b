"""Persons who join and leave the households of a population (人口自然增减), by their memberships.

Who joins on the day on which the household comes in, comes in with it; who leaves on the day on
which it goes out, goes out with it. Neither is a natural change.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from fupin.coverage.status import member_of
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.histories import numbered, reached
from fupin.frames.planes import count, holds, known, plane
from fupin.frames.repeats import Pairing
from fupin.model.statuses import Population


def comings(
    registry: Registry,
    steps: Frame,
    units: Frame,
    population: Population,
    window: tuple[int, int],
) -> Frame:
    """For each household, how many persons joined and left it in a window.

    Args:
        registry: needs `memberships`.
        steps: what `stepped` lays out.
        units: households with their snapshot, one row each.
        population: the population.
        window: numbers of its first day and of the first after it.

    Returns:
        `_id`; `_joined` and `_left`, persons who surely did so while the household surely was in
        the population, on that day and the one before; `_joined?` and `_left?`, all who may have.
    """
    given = registry.frame(
        "memberships", "household", "person", "since", "until", why="coverage.flows"
    )
    rows = given.filter(~nw.col("household").is_null()).select(
        nw.col("household").alias("_of"),
        "person",
        numbered("since").alias("since"),
        numbered("until").alias("until"),
    )
    possible = _possible(rows, window)
    changed = _changed(rows, window)
    days = changed.join(_placed(steps, units, changed, population), on=["_of", "_day"], how="inner")
    sure = days.group_by("_of").agg(nw.col("_joined").sum(), nw.col("_left").sum())
    both = possible.join(sure, on="_of", how="left")
    return both.select(
        nw.col("_of").alias("_id"),
        "_joined?",
        "_left?",
        *(nw.col(c).fill_null(0).cast(nw.Int64).alias(c) for c in ("_joined", "_left")),
    )


def _possible(rows: Frame, window: tuple[int, int]) -> Frame:
    """For each household, rows that may begin and end in the window; what is said twice, once."""
    begins, ends = nw.col("since"), nw.col("until")
    faulty = (begins >= ends).fill_null(value=False)
    there = (ends > window[0]).fill_null(value=True)
    joins = faulty | _within("since", window) | (begins.is_null() & there)
    leaves = faulty | _within("until", window)
    once = rows.group_by("_of", "person", "since", "until").agg(nw.len().alias("_rows"))
    nobody = nw.col("person").is_null()
    number = nw.when(nobody).then(nw.col("_rows")).otherwise(nw.lit(1)).cast(nw.Int64)
    laid = once.filter(joins | leaves).select(
        "_of", (count(joins) * number).alias("_joined?"), (count(leaves) * number).alias("_left?")
    )
    sums = laid.group_by("_of").agg(nw.col("_joined?").sum(), nw.col("_left?").sum())
    return sums.select("_of", *(nw.col(c).cast(nw.Int64) for c in ("_joined?", "_left?")))


def _changed(rows: Frame, window: tuple[int, int]) -> Frame:
    """For each household and day of the window, how many persons surely joined and left it."""
    named = rows.filter(~nw.col("person").is_null())
    ends = [
        named.filter(_within(end, window)).select("_of", "person", nw.col(end).alias("_day"))
        for end in ("since", "until")
    ]
    days = nw.concat(ends, how="vertical").unique(["_of", "person", "_day"])
    both = days.join(named, on=["_of", "person"], how="inner")
    at, before = holds(nw.col("_day")), holds(nw.col("_day") - 1)
    laid = both.with_columns(
        **{"_at": count(at.sure), "_at?": count(at.possible)},
        **{"_was": count(before.sure), "_was?": count(before.possible)},
    )
    ends_and_day = ("_of", "person", "_day")
    persons = Pairing(ends_and_day, ("since",), ("until",), ("_at", "_was")).pairs(laid)
    joined = (nw.col("_at") > 0) & (nw.col("_was?") == 0)
    left = (nw.col("_was") > 0) & (nw.col("_at?") == 0)
    told = persons.filter(joined | left).select(
        "_of", "_day", count(joined).alias("_joined"), count(left).alias("_left")
    )
    return told.group_by("_of", "_day").agg(nw.col("_joined").sum(), nw.col("_left").sum())


def _placed(steps: Frame, units: Frame, days: Frame, population: Population) -> Frame:
    """The days on which a household surely is in the population, as it was the day before."""
    snapshot = (population.track, f"{population.track}_on")
    named = units.filter(~nw.col("id").is_null())
    own = named.select(nw.col("id").alias("_of"), *snapshot)
    rows = days.select("_of", "_day").join(own, on="_of", how="inner")
    happened = rows.select("_of", "_day").join(steps, on="_of", how="inner")
    for name, on in (("_in", nw.col("_day")), ("_was_in", nw.col("_day") - 1)):
        told = reached(happened, on, "_of", "_day")
        seen = known(numbered(snapshot[1]) <= on).possible
        rows = rows.join(told, on=["_of", "_day"], how="left")
        rows = rows.with_columns(*member_of(population, seen).columns(name))
        rows = rows.drop("_bad", "_own", "_code")
    return rows.filter(plane("_in").sure & plane("_was_in").sure).select("_of", "_day")


def _within(column: str, window: tuple[int, int]) -> nw.Expr:
    day = nw.col(column)
    return ((day >= window[0]) & (day < window[1])).fill_null(value=False)
