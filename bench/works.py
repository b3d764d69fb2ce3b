"""Deliveries, matters and places, written by hand, by Polars.

As in `bench.queries`, each knows the tables and uses what a careful author would: that ids stand
once, that every unit, kind, step and level can be read, that no act has a rhythm. The meaning is
the library's own: what is undated may or may not have been, and stands apart.
"""

from datetime import date
from pathlib import Path

import polars as pl

DAY = date(2016, 12, 31)
FIRST = date(2016, 1, 1)
DELIVERIES = (
    "kind", "unit", "acts", "parts", "parts_unplaced", "at_least", "unknown", "unplaced",
)  # fmt: skip
MATTERS = (
    "kind", "raised", "raised_unknown", "assigned", "judged", "in_time", "late", "overdue",
    "unknown", "not_yet_due", "no_term", "unplaced", "answered", "closed", "closed_unknown",
    "reopened", "followed_up", "followed_up_unknown", "replied_by_others",
)  # fmt: skip
PLACES = ("division", "places", "met", "unmet", "unknown", "unplaced")
PARTS = {"mu": 2_000, "hectare": 30_000, "m": 1, "km": 1_000, "head": 1}
TOLD = {"hectare": "mu", "km": "m"}
ONE = 10_000
LAW = date(2015, 8, 29)
EVER, NEVER = date(1000, 1, 1), date.max
ROUNDS, LEVEL = (1, 2), "county"

col, lit = pl.col, pl.lit


def deliveries_polars(folder: Path) -> pl.DataFrame:
    """What acts gave in 2016, by kind and unit."""
    acts = pl.scan_parquet(folder / "acts" / "*.parquet")
    unit = col("unit").replace_strict({u: TOLD.get(u, u) for u in PARTS}, return_dtype=pl.String)
    parts = col("unit").replace_strict(PARTS, return_dtype=pl.Int64)
    there = col("on").is_not_null()
    inside = acts.filter(col("on").is_between(FIRST, DAY) | ~there)
    least = col("at_least") == "person_times"
    amounts = {
        "act": (lit(value=True), lit(ONE, dtype=pl.Int64), lit(value=False)),
        "own": (col("unit").is_not_null(), col("quantity") * parts * ONE, lit(value=False)),
        "yuan": (col("money").is_not_null(), col("money") * ONE, lit(value=False)),
        "person-time": (col("person_times").is_not_null(), col("person_times") * ONE, least),
    }
    sums = inside.group_by("kind", own=unit).agg(
        expr.cast(pl.Int64).alias(f"{name}:{measure}")
        for name, (said, value, low) in amounts.items()
        for measure, expr in {
            "acts": (said & there).sum(),
            "parts": value.filter(there & said).sum(),
            "parts_unplaced": value.filter(~there & said).sum(),
            "at_least": (low & said).sum(),
            "unknown": (said & value.is_null()).sum(),
            "unplaced": (said & ~there).sum(),
        }.items()
    )
    told = sums.collect(engine="streaming")
    each = [
        told.select(
            "kind",
            (col("own") if name == "own" else lit(name)).alias("unit"),
            *(col(f"{name}:{measure}").alias(measure) for measure in DELIVERIES[2:]),
        )
        for name in amounts
    ]
    rows = pl.concat(each).group_by("kind", "unit").agg(pl.all().sum())
    return rows.filter((col("acts") > 0) | (col("unplaced") > 0)).select(DELIVERIES)


def matters_polars(folder: Path) -> pl.DataFrame:
    """What became of matters by the end of 2016, by kind."""
    rows = pl.scan_parquet(folder / "matters" / "*.parquet").filter(
        (col("raised") <= DAY) | col("raised").is_null()
    )
    told = rows.join(_handled(folder, rows), left_on="id", right_on="matter", how="left")
    replied, maybe = (col(c).fill_null(NEVER) for c in ("replied", "replied?"))
    followed, followed_maybe = (col(c).fill_null(NEVER) for c in ("followed", "followed?"))
    ended, ended_maybe = (col(c).fill_null(EVER) for c in ("ended", "ended?"))
    again, again_maybe = (col(c).fill_null(EVER) for c in ("again", "again?"))
    timed, there = col("kind") == "suggestion", col("raised").is_not_null()
    plain, longer = (col("assigned").dt.offset_by(by) for by in ("3mo", "6mo"))
    due = pl.when(col("hard").fill_null(value=False)).then(longer).otherwise(plain)
    latest = pl.when(col("hard").fill_null(value=True)).then(longer).otherwise(plain)
    runs = timed & (col("raised") >= LAW) & (col("assigned") >= col("raised"))
    runs = runs.fill_null(value=False)
    begun = runs & (col("assigned") <= DAY)
    in_time = begun & (replied <= due)
    waiting = begun & ~in_time & (due >= DAY)
    past, answered = latest < DAY, replied < NEVER
    judged = in_time | (begun & ~waiting & (past | answered))
    too_late = past & (maybe > latest)
    closed = (ended > EVER) & (ended > again_maybe)
    closed_maybe = (ended_maybe > EVER) & (ended_maybe >= again)
    by_end = closed & (followed <= ended)
    by_end_maybe = closed_maybe & (followed_maybe <= ended_maybe)
    not_yet = waiting | (runs & (col("assigned") > DAY))
    counts = {
        "raised": there,
        "raised_unknown": (~there),
        "assigned": (there & (col("assigned") <= DAY)),
        "judged": judged,
        "in_time": in_time,
        "late": (judged & too_late & answered),
        "overdue": (judged & too_late & ~answered),
        "unknown": (judged & ~in_time & ~too_late),
        "not_yet_due": not_yet,
        "no_term": (there & ~timed),
        "unplaced": (timed & ~judged & ~not_yet),
        "answered": (there & answered),
        "closed": (there & closed),
        "closed_unknown": (there & closed_maybe & ~closed),
        "reopened": (there & (again > EVER)),
        "followed_up": (there & by_end),
        "followed_up_unknown": (there & closed & by_end_maybe & ~by_end),
        "replied_by_others": (there & col("others").fill_null(value=False)),
    }
    flags = told.select("kind", **{name: flag.cast(pl.Int64) for name, flag in counts.items()})
    return flags.group_by("kind").agg(pl.all().sum()).collect()


def _handled(folder: Path, matters: pl.LazyFrame) -> pl.LazyFrame:
    """The first and last days of what was done about each matter, surely and possibly."""
    on, step = col("on"), col("step")
    asked = col("by") == col("addressee")
    dated = on.is_not_null() & ~(on < col("raised")).fill_null(value=False)
    in_turn = dated & ~(on < col("assigned")).fill_null(value=False)
    reply = (step == "reply") & asked
    rows = pl.scan_parquet(folder / "handlings" / "*.parquet").filter((on <= DAY) | on.is_null())
    both = rows.join(
        matters.select("id", "addressee", "raised", "assigned"), left_on="matter", right_on="id"
    )

    def days(of: pl.Expr, known: pl.Expr, other: date) -> tuple[pl.Expr, pl.Expr]:
        return pl.when(of & known).then(on), pl.when(of).then(
            pl.when(known).then(on).otherwise(other)
        )

    told = {
        "replied": days(reply, in_turn, EVER),
        "followed": days(step == "follow-up", dated, EVER),
        "ended": days(step == "closed", dated, NEVER),
        "again": days(step == "reopened", dated, NEVER),
    }
    laid = both.select(
        "matter",
        *(
            expr.alias(f"{n}{end}")
            for n, pair in told.items()
            for expr, end in zip(pair, ("", "?"), strict=True)
        ),
        others=(step == "reply") & ~asked,
    )
    return laid.group_by("matter").agg(
        pl.col("replied", "replied?", "followed", "followed?").min(),
        pl.col("ended", "ended?", "again", "again?", "others").max(),
    )


def places_polars(folder: Path) -> pl.DataFrame:
    """Poor villages inspected in two rounds in which the county took part, by county."""
    there = (col("on") <= DAY).fill_null(value=False)
    sure = there & col("round").is_not_null()
    rounds = (
        pl.scan_parquet(folder / "inspections" / "*.parquet")
        .filter(
            ~col("assisting")
            & (col("round").is_in(ROUNDS) | col("round").is_null())
            & col("levels").str.contains(LEVEL, literal=True)
            & ((col("on") <= DAY) | col("on").is_null())
        )
        .group_by("division")
        .agg(
            low=col("round").filter(sure).n_unique(),
            high=col("round").drop_nulls().n_unique() + col("round").null_count(),
        )
    )
    least = len(ROUNDS)
    poor, kept, may = col("poor"), col("low") >= least, col("high") >= least
    return (
        pl.scan_parquet(folder / "villages" / "*.parquet")
        .join(rounds, on="division", how="left")
        .with_columns(col("low", "high").fill_null(0))
        .group_by(division=col("division").str.slice(0, 6).str.pad_end(12, "0"))
        .agg(
            places=poor.sum(),
            met=(poor & kept).sum(),
            unmet=(poor & ~may).sum(),
            unknown=(poor & may & ~kept).sum(),
            unplaced=poor.is_null().sum(),
        )
        .select("division", pl.exclude("division").cast(pl.Int64))
        .collect(engine="streaming")
    )
