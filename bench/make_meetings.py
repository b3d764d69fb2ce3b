"""The meetings of the bench's links, and the people who live in its places.

- meetings: each of a link drawn by hash, so that some have none and some have several; one in 20
  before or after 2016, 1 % on a day nobody wrote down, 0.2 % written twice, 0.05 % without helper.
- populations: the rural population of every real village, and of every county the sum of its
  villages; of one village in 200 and one county in 50 nobody knows it, and in some fewer people
  are said to live than are on record.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from bench.hashed import below, one_in
from bench.written import Table

YEAR = 2016


def meetings(count: int, ends: Mapping[str, pl.Expr]) -> Table:
    """The meetings: kind, helper, party, on; those written twice come last in each part.

    Args:
        count: how many.
        ends: kind, helper and party of the link that a meeting is of, by its row.
    """
    row = pl.col("row")
    days = pl.when(one_in(row, 52, 20)).then(below(row, 53, 500) - 100).otherwise(
        below(row, 53, 366)
    )  # fmt: skip
    day = (pl.lit(date(YEAR, 1, 1)) + pl.duration(days=days)).cast(pl.Date)

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        told = rows.select(
            "row",
            kind=ends["kind"],
            helper=pl.when(~one_in(row, 54, 2_000)).then(ends["helper"]),
            party=ends["party"],
            on=pl.when(~one_in(row, 55, 100)).then(day),
        )
        return pl.concat([told, told.filter(one_in(row, 56, 500))]).drop("row")

    return Table(count, made)


def populations(villages: pl.Series) -> Table:
    """The populations of the year: division, year, persons; counties after villages."""
    row = pl.col("row")
    people = 400 + below(row, 57, 1_200) + below(row, 58, 1_200)
    every = pl.DataFrame({"code": villages}).with_row_index("row").with_columns(people=people)
    county = pl.col("code").str.slice(0, 6)
    counties = every.group_by(code=county).agg(pl.col("people").sum()).sort("code")
    coded = counties.with_row_index("row").with_columns(pl.col("code") + "000000")

    def told(places: pl.DataFrame, one: int) -> pl.DataFrame:
        return places.select(
            division="code",
            year=pl.lit(YEAR, dtype=pl.Int16),
            persons=pl.when(~one_in(row, 59, one)).then("people").cast(pl.Int64),
        )

    return Table(1, lambda _: pl.concat([told(every, 200), told(coded, 50)]))
