"""Households screened by Sichuan's criterion, written by hand, by Polars and DuckDB.

As in `bench.queries`, both know the tables and use what a careful author would: ids are integers,
incomes are of 2015 or 2016, and most households have one survey. The meaning is the library's own:

- What counts is the latest survey by the day. What several of that day say differently is not
  known, nor what one without a day says otherwise; a household without any is unknown.
- An income beyond what can be is not known. It meets the line of the year it is of.
- Education is asked where there are children of school age.
- A household is unmet where an item surely fails, else unknown where one is not known, else met.
  `failing` and `needed` sum the masks of those items, a bit an item in the order of the book.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from bench.make_surveys import DAY, MAYBE
from bench.queries import THREADS

SCREEN = ("met", "unmet", "unknown", "failing", "needed")
INCOME, EDUCATION, CHILDREN = 0, 4, 5
FLAGS = {
    "income_steady": 1, "food": 2, "clothing": 3, "medical": 6, "housing": 7, "water": 8,
    "power": 9, "broadcast": 10,
}  # fmt: skip
"""The bit of each item in a mask."""
EVERY = 2**11 - 1
LINES = {2015: 2855, 2016: 2952}
MOST_INCOME = 100_000

col = pl.col

# ---------------------------------------------------------------- Polars


def screen_polars(folder: Path) -> pl.DataFrame:
    """By Polars: how many households by verdict, and the sums of their masks."""
    failing, needed = col("failing"), col("needed")
    return (
        masked(folder)
        .select(
            met=((failing == 0) & (needed == 0)).sum(),
            unmet=(failing > 0).sum(),
            unknown=((failing == 0) & (needed > 0)).sum(),
            failing=failing.cast(pl.Int64).sum(),
            needed=pl.when(failing == 0).then(needed).otherwise(0).cast(pl.Int64).sum(),
        )
        .select(pl.all().cast(pl.Int64))
        .collect(engine="streaming")
    )


def masked(folder: Path) -> pl.LazyFrame:
    """The masks of each household: what stands twice is found by sorting, and only that folded."""
    told = pl.scan_parquet(folder / "surveys" / "*.parquet").collect(engine="streaming")
    ids = told["household"].sort()
    twice = told["household"].is_in(ids.filter(ids == ids.shift()).unique().implode())
    alone, several = told.filter(~twice).lazy(), told.filter(twice).lazy()
    return pl.concat([_masks(alone), _masks(_folded(several))])


def _folded(surveys: pl.LazyFrame) -> pl.LazyFrame:
    """One row a household: its latest surveys, empty where they differ."""
    last = pl.when(col("on") <= DAY).then("on").max().over("household")
    newest = surveys.with_columns(last=last).filter(
        (col("on") == col("last")) | col("on").is_null() | col("last").is_null()
    )
    spread = [
        expr
        for name in MAYBE
        for expr in (
            col(name).min().alias(f"{name}_min"),
            col(name).max().alias(f"{name}_max"),
            col(name).null_count().alias(f"{name}_null"),
        )
    ]
    agreed = [
        pl.when((col(f"{name}_min") == col(f"{name}_max")) & (col(f"{name}_null") == 0))
        .then(f"{name}_min")
        .alias(name)
        for name in MAYBE
    ]
    told = newest.group_by("household").agg(col("last").first().alias("on"), *spread)
    return told.select("household", "on", *agreed)


def _masks(surveys: pl.LazyFrame) -> pl.LazyFrame:
    """The bits of the items that fail, and of those not known; of no survey, nothing is known."""
    income, until = col("net_income_per_head"), col("income_until")
    line = (
        pl.when(until >= date(2016, 1, 1))
        .then(LINES[2016])
        .when(until >= date(2015, 1, 1))
        .then(LINES[2015])
    )
    rich = pl.when(income.is_between(0, MOST_INCOME)).then(income > line)
    some, taught = col("school_age_children") >= 1, col("education")
    flags = {bit: col(flag) for flag, bit in FLAGS.items()}
    failing = {INCOME: ~rich, EDUCATION: some & ~taught, **{b: ~flag for b, flag in flags.items()}}
    needed = {
        INCOME: rich.is_null(),
        EDUCATION: some.fill_null(value=True) & taught.is_null(),
        CHILDREN: some.is_null() & ~taught.fill_null(value=False),
        **{b: flag.is_null() for b, flag in flags.items()},
    }
    seen = (col("on") <= DAY).fill_null(value=False)
    told = surveys.select("household", seen=seen, failing=_bits(failing), needed=_bits(needed))
    return told.select(
        "household",
        failing=pl.when("seen").then("failing").otherwise(pl.lit(0, dtype=pl.Int16)),
        needed=pl.when("seen").then("needed").otherwise(pl.lit(EVERY, dtype=pl.Int16)),
    )


def _bits(items: dict[int, pl.Expr]) -> pl.Expr:
    mask: pl.Expr = pl.lit(0, dtype=pl.Int16)
    for bit, holds in items.items():
        mask = mask + holds.fill_null(value=False).cast(pl.Int16) * pl.lit(2**bit, dtype=pl.Int16)
    return mask


# ---------------------------------------------------------------- SQL, for DuckDB and Spark


def _sum_of(items: Sequence[tuple[int, str]]) -> str:
    return " + ".join(f"case when {holds} then {2**bit} else 0 end" for bit, holds in items)


_FAILING = _sum_of(
    [(INCOME, "not rich"), (EDUCATION, "school_age_children >= 1 and not education")]
    + [(bit, f"not {flag}") for flag, bit in FLAGS.items()]
)
_NEEDED = _sum_of(
    [
        (INCOME, "rich is null"),
        (EDUCATION, "coalesce(school_age_children >= 1, true) and education is null"),
        (CHILDREN, "school_age_children is null and not coalesce(education, false)"),
    ]
    + [(bit, f"{flag} is null") for flag, bit in FLAGS.items()]
)
_MASKS = f"""
    select case when seen is null then 0 else {_FAILING} end as failing,
        case when seen is null then {EVERY} else {_NEEDED} end as needed
    from (
        select *, case when net_income_per_head between 0 and {MOST_INCOME}
            then net_income_per_head > case
                when income_until >= date '2016-01-01' then {LINES[2016]}
                when income_until >= date '2015-01-01' then {LINES[2015]}
            end end as rich
        from {{rows}}
    )
"""
_SAME = ", ".join(
    f"case when count({c}) = count(*) and min({c}) = max({c}) then min({c}) end as {c}"
    for c in MAYBE
)
_SCREEN = f"""
with told as (
    select *, case when surveys.on <= date '{DAY}' then surveys.on end as seen,
        surveys.on is null as undated
    from surveys
),
several as materialized (select household from told group by household having count(*) > 1),
rows_of_several as (select * from told semi join several using (household)),
lasts as (select household, max(seen) as last from rows_of_several group by household),
newest as (
    select rows_of_several.*, last from rows_of_several join lasts using (household)
    where seen = last or undated or last is null
),
folded as (select any_value(last) as seen, {_SAME} from newest group by household),
alone as (select * from told anti join several using (household)),
masks as ({_MASKS.format(rows="alone")} union all {_MASKS.format(rows="folded")})
select count(*) filter (where failing = 0 and needed = 0) as met,
    count(*) filter (where failing > 0) as unmet,
    count(*) filter (where failing = 0 and needed > 0) as unknown,
    cast(sum(failing) as bigint) as failing,
    cast(sum(needed) filter (where failing = 0) as bigint) as needed
from masks
"""

SQL = {"screen": (_SCREEN, SCREEN)}
"""The query and the columns of its answer."""


def screen_duckdb(folder: Path) -> pl.DataFrame:
    """By DuckDB: households with several surveys are told apart first, likewise."""
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {THREADS}")
        connection.execute("set preserve_insertion_order = false")
        files = folder / "surveys" / "*.parquet"
        connection.execute(f"create view surveys as select * from read_parquet('{files}')")
        return pl.DataFrame(connection.execute(_SCREEN).fetchall(), schema=SCREEN, orient="row")
