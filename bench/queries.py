"""What the library is measured against: the same answers, written by hand, by Polars and DuckDB.

Both know the bench's tables and use what a careful author of one query would: integer ids that
stand once in `households` and `helpers`, days that are dates, codes that are all readable. The
library is told none of this. The meaning is the library's own:

- A link holds on the day surely where `since <= day` and not `until <= day`; possibly where `since`
  is unknown and not `until <= day`. A link whose end is not after its beginning holds possibly,
  on every day.
- Rows of one key (kind, helper, party, since) are one link; where they differ in `until` or `role`
  they contradict each other, and the link holds at most possibly.
- A link without helper possibly pairs its household; a link without household possibly counts for
  its helper, each row for itself. Neither holds surely.
- `households`: a household is paired surely, possibly or not. Those without a division stand in
  a row of their own (division null); a missing size counts 0 persons and 1 in `size_unknown`.
- `quotas`: deputies who may be in office on the day, by level. Those of province and nation have no
  duty; of one without a level, or in office only possibly, it is not known whether he is bound
  (`unplaced`). One who is bound is `met` where he surely holds enough distinct households,
  `unmet` where not even possibly, else `unknown`.
"""

import os
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

DAY = date(2016, 9, 9)
KIND = "deputy-household"
THREADS = int(os.environ.get("POLARS_MAX_THREADS", "2"))
QUOTAS = {"city": 3, "county": 1, "township": 1}

HOUSEHOLDS = (
    "division", "households", "paired", "unknown",
    "persons", "persons_paired", "persons_unknown", "size_unknown",
)  # fmt: skip
QUOTA_COLUMNS = (
    "level", "helpers", "no_duty", "obliged", "met", "unmet", "unknown", "unplaced",
    "asked", "held", "held_possible", "missing", "missing_possible",
)  # fmt: skip

col = pl.col

# ---------------------------------------------------------------- Polars


def households_polars(folder: Path) -> pl.DataFrame:
    """Households in need by county, by Polars: by party first, since most have one link."""
    links = _links(folder).filter(col("party").is_not_null())
    parties = links.group_by("party").agg(pl.len(), col("sure").max(), col("possible").max())
    several = links.join(parties.filter(col("len") > 1), on="party", how="semi")
    helped = pl.concat(
        [
            parties.filter(col("len") == 1).select("party", "sure", "possible"),
            _folded(several).group_by("party").agg(col("sure").max(), col("possible").max()),
        ]
    ).filter("possible")
    size = col("size").cast(pl.Int64).fill_null(0)
    unknown = col("possible") & ~col("sure")
    return (
        _scan(folder, "households")
        .join(helped, left_on="id", right_on="party", how="left")
        .with_columns(col("sure").fill_null(value=False), col("possible").fill_null(value=False))
        .select(
            division=col("division").str.slice(0, 6),
            paired="sure",
            unknown=unknown,
            persons=size,
            persons_paired=size * col("sure"),
            persons_unknown=size * unknown,
            size_unknown=col("size").is_null(),
        )
        .group_by("division")
        .agg(pl.len().alias("households"), pl.all().sum())
        .select("division", *(col(c).cast(pl.Int64) for c in HOUSEHOLDS[1:]))
        .with_columns(col("division") + "000000")
        .collect(engine="streaming")
    )


def quotas_polars(folder: Path) -> pl.DataFrame:
    """Deputies by level and what they hold, by Polars."""
    links = _links(folder).filter(col("helper").is_not_null())
    whole = links.filter(col("party").is_not_null())
    pairs = whole.group_by("helper", "party").agg(
        pl.len(), col("sure").max(), col("possible").max()
    )
    several = whole.join(pairs.filter(col("len") > 1), on=["helper", "party"], how="semi")
    folded = _folded(several).group_by("helper", "party")
    wanted = ("helper", "sure", "possible")
    held = (
        pl.concat(
            [
                pairs.filter(col("len") == 1).select(wanted),
                folded.agg(col("sure").max(), col("possible").max()).select(wanted),
                links.filter(col("party").is_null()).select(wanted),
            ]
        )
        .group_by("helper")
        .agg(col("sure").sum().alias("low"), col("possible").sum().alias("high"))
    )
    sure, possible = _holds()
    asks = col("asks")
    bound = sure & asks.is_not_null()
    maybe = possible & (asks.is_not_null() | col("level").is_null())
    low, high = (col(c).cast(pl.Int64).fill_null(0) for c in ("low", "high"))
    return (
        _scan(folder, "helpers")
        .filter((col("post") == "deputy") & possible)
        .join(held, left_on="id", right_on="helper", how="left")
        .with_columns(asks=col("level").replace_strict(QUOTAS, default=None, return_dtype=pl.Int64))
        .with_columns(bound=bound, maybe=maybe, low=low, high=high)
        .select(
            "level",
            no_duty=~col("maybe"),
            obliged="bound",
            met=col("bound") & (col("low") >= asks),
            unmet=col("bound") & (col("high") < asks),
            unknown=col("bound") & (col("low") < asks) & (col("high") >= asks),
            unplaced=col("maybe") & ~col("bound"),
            asked=_where(col("bound"), asks),
            held=_where(col("bound"), col("low")),
            held_possible=_where(col("bound"), col("high")),
            missing=_where(col("bound") & (col("high") < asks), asks - col("high")),
            missing_possible=_where(col("bound") & (col("low") < asks), asks - col("low")),
        )
        .group_by("level")
        .agg(pl.len().alias("helpers"), pl.all().sum())
        .select("level", *(col(c).cast(pl.Int64) for c in QUOTA_COLUMNS[1:]))
        .collect(engine="streaming")
    )


def _scan(folder: Path, table: str) -> pl.LazyFrame:
    return pl.scan_parquet(folder / table / "*.parquet")


def _holds() -> tuple[pl.Expr, pl.Expr]:
    faulty = (col("since") >= col("until")).fill_null(value=False)
    ended = (col("until") <= DAY).fill_null(value=False)
    begun = col("since") <= DAY
    sure = begun.fill_null(value=False) & ~ended & ~faulty
    return sure, (begun.fill_null(value=True) & ~ended) | faulty


def _links(folder: Path) -> pl.LazyFrame:
    """Links of the kind that are not merely to come, and whether they hold on the day."""
    sure, possible = _holds()
    whole = col("helper").is_not_null() & col("party").is_not_null()
    begun = (col("since") <= DAY).fill_null(value=True)
    faulty = (col("since") >= col("until")).fill_null(value=False)
    # Rows of one key have one beginning, so those still to come contradict none that holds.
    return (
        _scan(folder, "links")
        .filter((col("kind") == KIND) & (begun | faulty))
        .select("helper", "party", "since", "until", "role", sure=sure & whole, possible=possible)
    )


def _folded(links: pl.LazyFrame) -> pl.LazyFrame:
    """One row a key, not sure where its rows contradict each other."""
    agree = pl.lit(value=True)
    for name in ("until", "role"):
        given = col(f"{name}_n")
        alike = (given == col("len")) & (col(f"{name}_min") == col(f"{name}_max"))
        agree = agree & ((given == 0) | alike.fill_null(value=False))
    spread = [
        expr
        for name in ("until", "role")
        for expr in (
            col(name).min().alias(f"{name}_min"),
            col(name).max().alias(f"{name}_max"),
            col(name).count().alias(f"{name}_n"),
        )
    ]
    keys = links.group_by("helper", "party", "since").agg(
        pl.len(), col("sure").max(), col("possible").max(), *spread
    )
    return keys.select("helper", "party", sure=col("sure") & agree, possible="possible")


def _where(condition: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(value).otherwise(0)


# ---------------------------------------------------------------- SQL, for DuckDB and Spark

_LINKS = f"""
    select helper, party, since, until, role,
        coalesce(since <= day, false) and not ended and not faulty
            and helper is not null and party is not null as sure,
        (coalesce(since <= day, true) and not ended) or faulty as possible
    from (
        select *, date '{DAY}' as day, coalesce(until <= date '{DAY}', false) as ended,
            coalesce(since >= until, false) as faulty
        from links where kind = '{KIND}'
    ) where coalesce(since <= day, true) or faulty
"""

_KEYS = """
    select helper, party, bool_or(possible) as possible, bool_or(sure)
        and (count(until) = 0 or (count(until) = count(*) and min(until) = max(until)))
        and (count(role) = 0 or (count(role) = count(*) and min(role) = max(role))) as sure
    from {rows} group by helper, party, since
"""

_HOUSEHOLDS = f"""
with laid as ({_LINKS}),
whole as materialized (select * from laid where party is not null),
parties as materialized (
    select party, count(*) as n, bool_or(sure) as sure, bool_or(possible) as possible
    from whole group by party
),
several as (select * from whole semi join (select party from parties where n > 1) using (party)),
helped as (
    select party, sure, possible from parties where n = 1 and possible
    union all
    select party, bool_or(sure), bool_or(possible)
    from ({_KEYS.format(rows="several")}) where possible group by party
)
select substr(division, 1, 6) || '000000' as division,
    count(*) as households,
    count(*) filter (where sure) as paired,
    count(*) filter (where possible and not sure) as unknown,
    cast(coalesce(sum(size), 0) as bigint) as persons,
    cast(coalesce(sum(size) filter (where sure), 0) as bigint) as persons_paired,
    cast(coalesce(sum(size) filter (where possible and not sure), 0) as bigint) as persons_unknown,
    count(*) filter (where size is null) as size_unknown
from households left join helped on id = party
group by 1
"""

_CASES = " ".join(f"when '{level}' then {links}" for level, links in QUOTAS.items())

_QUOTAS = f"""
with laid as ({_LINKS}),
whole as (select * from laid where helper is not null),
keys as ({_KEYS.format(rows="(select * from whole where party is not null)")}),
pairs as (
    select helper, bool_or(sure) as sure, bool_or(possible) as possible
    from keys group by helper, party
    union all
    select helper, sure, possible from whole where party is null
),
held as (
    select helper, count(*) filter (where sure) as low, count(*) filter (where possible) as high
    from pairs group by helper
),
helper_rows as (
    select *, case level {_CASES} end as asks,
        coalesce(since >= until, false) as faulty, coalesce(until <= date '{DAY}', false) as ended
    from helpers where post = 'deputy'
),
bound as (
    select *,
        (coalesce(since <= date '{DAY}', true) and not ended) or faulty as in_office,
        asks is not null and coalesce(since <= date '{DAY}', false) and not ended and not faulty
            as bound,
        asks is not null or level is null as maybe
    from helper_rows
),
judged as (
    select level, asks, bound, maybe, coalesce(low, 0) as low, coalesce(high, 0) as high
    from bound left join held on id = helper where in_office
)
select level,
    count(*) as helpers,
    count(*) filter (where not maybe) as no_duty,
    count(*) filter (where bound) as obliged,
    count(*) filter (where bound and low >= asks) as met,
    count(*) filter (where bound and high < asks) as unmet,
    count(*) filter (where bound and low < asks and high >= asks) as unknown,
    count(*) filter (where maybe and not bound) as unplaced,
    cast(coalesce(sum(asks) filter (where bound), 0) as bigint) as asked,
    cast(coalesce(sum(low) filter (where bound), 0) as bigint) as held,
    cast(coalesce(sum(high) filter (where bound), 0) as bigint) as held_possible,
    cast(coalesce(sum(asks - high) filter (where bound and high < asks), 0) as bigint) as missing,
    cast(coalesce(sum(asks - low) filter (where bound and low < asks), 0) as bigint)
        as missing_possible
from judged group by level
"""


SQL = {"households": (_HOUSEHOLDS, HOUSEHOLDS), "quotas": (_QUOTAS, QUOTA_COLUMNS)}
"""Queries and the columns of their answers."""


def households_duckdb(folder: Path) -> pl.DataFrame:
    """Households in need by county, by DuckDB."""
    return _asked(folder, _HOUSEHOLDS, HOUSEHOLDS)


def quotas_duckdb(folder: Path) -> pl.DataFrame:
    """Deputies by level and what they hold, by DuckDB."""
    return _asked(folder, _QUOTAS, QUOTA_COLUMNS)


def _asked(folder: Path, query: str, columns: tuple[str, ...]) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {THREADS}")
        connection.execute("set preserve_insertion_order = false")
        for table in ("households", "helpers", "links"):
            files = folder / table / "*.parquet"
            connection.execute(f"create view {table} as select * from read_parquet('{files}')")
        return pl.DataFrame(connection.execute(query).fetchall(), schema=columns, orient="row")
