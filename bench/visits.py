"""Which links were met twice in 2016, written by hand, by Polars.

As in `bench.queries`, it knows the tables and uses what a careful author would: helpers stand once,
all of those with links of this kind are deputies, every kind can be read. The meaning is the
library's own:

- Asked of is each pair of helper and household linked at some time in the year, by a helper in
  office at some time in it; where that is not sure, or not whether both lasted all the year, it is
  `unplaced`; where they surely did not, `not_judged`.
- Rows that contradict each other, and links without a household, are sure of nothing, as in
  `bench.queries`.
- Days on which the two met are counted once; each meeting on a day nobody wrote down may be one
  more.
"""

from datetime import date
from pathlib import Path

import polars as pl

from bench.queries import KIND

DAY = date(2016, 12, 31)
FIRST, AFTER = date(2016, 1, 1), date(2017, 1, 1)
TIMES = 2
DUTIES = ("level", "subjects", "judged", "met", "unmet", "unknown", "not_judged", "unplaced")
PLANES = ("there", "may_be_there", "along", "may_be_along")

col = pl.col


def visits_polars(folder: Path) -> pl.DataFrame:
    """Links by the level of their deputy, and how often they were met."""
    bound = col("there") & col("in_office")
    along, may = col("along") & col("all_year"), col("may_be_along") & col("may_be_all_year")
    did, most = col("did").fill_null(0), col("did").fill_null(0) + col("undated").fill_null(0)
    unplaced = ~bound | (may & ~along)
    judged = ~unplaced & may
    counts = {
        "subjects": pl.lit(1),
        "judged": judged,
        "met": judged & (did >= TIMES),
        "unmet": judged & (most < TIMES),
        "unknown": judged & (did < TIMES) & (most >= TIMES),
        "not_judged": ~unplaced & ~may,
        "unplaced": unplaced,
    }
    return (
        _pairs(folder)
        .join(_helpers(folder), left_on="helper", right_on="id")
        .join(_met(folder), on=["helper", "party"], how="left")
        .select("level", **{name: told.cast(pl.Int64) for name, told in counts.items()})
        .group_by("level")
        .agg(pl.all().sum())
        .collect(engine="streaming")
    )


def _periods() -> dict[str, pl.Expr]:
    """Whether a period shares a day with the year, and whether it lasts all of it."""
    faulty = (col("since") >= col("until")).fill_null(value=False)
    ended = (col("until") <= FIRST).fill_null(value=False)
    stays = (col("until") >= AFTER).fill_null(value=True)
    begun, before = col("since") < AFTER, col("since") <= FIRST
    return {
        "there": begun.fill_null(value=False) & ~ended & ~faulty,
        "may_be_there": (begun.fill_null(value=True) & ~ended) | faulty,
        "along": before.fill_null(value=False) & stays & ~faulty,
        "may_be_along": (before.fill_null(value=True) & stays) | faulty,
    }


def _helpers(folder: Path) -> pl.LazyFrame:
    told = _periods()
    rows = pl.scan_parquet(folder / "helpers" / "*.parquet")
    return rows.filter((col("post") == "deputy") & told["may_be_there"]).select(
        "id",
        "level",
        in_office=told["there"],
        all_year=told["along"],
        may_be_all_year=told["may_be_along"],
    )


def _pairs(folder: Path) -> pl.LazyFrame:
    """The pairs that may have been linked in the year; those with several rows are folded."""
    told, keys, names = _periods(), ["helper", "party"], list(PLANES)
    whole = col("party").is_not_null()
    told |= {name: told[name] & whole for name in ("there", "along")}
    begun = (col("since") <= DAY).fill_null(value=True)
    # Those that ended before the year may contradict others; those still to come contradict none.
    links = (
        pl.scan_parquet(folder / "links" / "*.parquet")
        .filter((col("kind") == KIND) & col("helper").is_not_null() & begun)
        .select(*keys, "since", "until", **told)
    )
    pairs = links.filter(whole).group_by(keys).agg(pl.len(), col(names).max())
    several = links.join(pairs.filter(col("len") > 1), on=keys, how="semi")
    periods = several.group_by(*keys, "since").agg(
        pl.len(),
        col(names).max(),
        n=col("until").count(),
        a=col("until").min(),
        b=col("until").max(),
    )
    agree = (col("n") == 0) | ((col("n") == col("len")) & (col("a") == col("b")))
    folded = periods.with_columns(col("there", "along") & agree.fill_null(value=False))
    parts = (
        pairs.filter(col("len") == 1),
        folded.group_by(keys).agg(col(names).max()),
        links.filter(~whole),
    )
    return pl.concat([part.select(*keys, *names) for part in parts]).filter("may_be_there")


def _met(folder: Path) -> pl.LazyFrame:
    """On how many days a helper met a household in the year, and how often on no known day."""
    on = col("on")
    meetings = pl.scan_parquet(folder / "meetings" / "*.parquet").filter(
        (col("kind") == KIND) & col("helper").is_not_null()
    )
    keys = ["helper", "party"]
    inside = meetings.filter(on.is_between(FIRST, DAY) | on.is_null())
    days = inside.group_by(*keys, "on").agg(pl.len())
    return days.group_by(keys).agg(
        did=on.count(), undated=pl.when(on.is_null()).then("len").otherwise(0).sum()
    )
