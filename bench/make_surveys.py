"""The surveys of the bench's households, and what OpenFisca is given of them.

- surveys: one for every household, seen in the last quarter of 2016; a year's income or an older
  one's, a few beyond what can be; a twentieth or so of each answer is not known, more where there
  are no children to ask about. Besides: one in 50 was seen before, and said otherwise; one in 100
  has no day; one in 100 was seen after the day of the question; one in 1,000 is written twice
  alike, one in 1,000 written twice on one day and unlike.
- known: what is left for an engine that knows no unknowns: one row a household, with its size and
  the latest survey by the day. What is not known, or contradicts itself, is filled so that the
  criterion is not met by it; so the number of those that surely meet it can be compared.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from bench.hashed import below, one_in, shuffled
from bench.written import Table

DAY = date(2016, 12, 31)
FLAGS: Mapping[str, tuple[int, int]] = {
    "income_steady": (70, 50),
    "food": (10, 20),
    "clothing": (12, 20),
    "education": (15, 30),
    "medical": (30, 40),
    "housing": (60, 30),
    "water": (50, 60),
    "power": (8, 15),
    "broadcast": (20, 50),
}
"""Of 1,000 answers, how many are no, and how many are not known."""

MAYBE = ("income_until", "net_income_per_head", "school_age_children", *FLAGS)
"""What a survey says, all of it perhaps not known."""

_SALT = 60


def surveys(count: int) -> Table:
    """The surveys of so many households; second ones come last in each part."""
    row = pl.col("row")

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        told = rows.select(row, household=shuffled(row, count), on=_seen(row), **_answers(row, 0))
        before = _changed(told.filter(one_in(row, 43, 50))).with_columns(on=_seen_before(row))
        alike = told.filter(one_in(row, 44, 1_000))
        unlike = told.filter(one_in(row, 45, 1_000)).with_columns(
            water=~pl.col("water"), net_income_per_head=pl.col("net_income_per_head") + 100
        )
        return pl.concat([told, before, alike, unlike]).drop("row")

    return Table(count, made)


def _changed(rows: pl.DataFrame) -> pl.DataFrame:
    """The same households with other answers."""
    return rows.with_columns(**_answers(pl.col("row"), 100))


def _seen(row: pl.Expr) -> pl.Expr:
    """The day of a survey: the last quarter of 2016; a few after it, a few not known."""
    late = one_in(row, 46, 100)
    days = pl.when(late).then(92 + below(row, 47, 30)).otherwise(below(row, 47, 92))
    day = (pl.lit(date(2016, 10, 1)) + pl.duration(days=days)).cast(pl.Date)
    return pl.when(~one_in(row, 48, 100)).then(day)


def _seen_before(row: pl.Expr) -> pl.Expr:
    return (pl.lit(date(2015, 10, 1)) + pl.duration(days=below(row, 49, 300))).cast(pl.Date)


def _answers(row: pl.Expr, other: int) -> dict[str, pl.Expr]:
    """What a survey says; another `other` gives other answers."""
    salt = _SALT + other
    children = below(row, salt, 4) * below(row, salt + 1, 2)
    fen = 150_000 + below(row, salt + 2, 400_000) + below(row, salt + 3, 400_000)
    absurd = one_in(row, salt + 4, 2_000)
    yuan = pl.when(absurd).then(fen * 100).otherwise(fen).cast(pl.Float64) / 100
    year = pl.when(one_in(row, salt + 5, 8)).then(2015).otherwise(2016)
    answers: dict[str, pl.Expr] = {
        "income_until": pl.when(~one_in(row, salt + 6, 50)).then(pl.date(year, 12, 31)),
        "net_income_per_head": pl.when(~one_in(row, salt + 7, 25)).then(
            yuan.cast(pl.Decimal(12, 2))
        ),
        "school_age_children": pl.when(~one_in(row, salt + 8, 33)).then(children.cast(pl.Int8)),
    }
    for number, (flag, (no, unknown)) in enumerate(FLAGS.items()):
        draw = below(row, salt + 10 + number, 1_000)
        answers[flag] = pl.when(draw >= unknown).then(draw >= no + unknown)
    unasked = (children == 0) & ~one_in(row, salt + 9, 3)
    answers["education"] = pl.when(~unasked).then(answers["education"])
    return answers


def known(folder: Path) -> Table:
    """Of the tables in a folder, in one part: see `_known`."""

    def made(_: pl.DataFrame) -> pl.DataFrame:
        asked = (pl.scan_parquet(folder / t / "*.parquet") for t in ("surveys", "households"))
        return _known(*asked)

    return Table(1, made)


def _known(told: pl.LazyFrame, households: pl.LazyFrame) -> pl.DataFrame:
    """One row a household: its latest survey by the day, what is not known filled, its size."""
    on, undated = pl.col("on"), pl.col("on").is_null()
    last = on.filter(on <= DAY).max().over("household")
    newest = told.with_columns(last=last).filter((on == pl.col("last")) | undated)
    seen = newest.filter(pl.col("last").is_not_null())
    alike = {name: pl.col(name).n_unique() == 1 for name in MAYBE}
    agreed = [pl.when(one).then(pl.col(name).first()).alias(name) for name, one in alike.items()]
    one = seen.group_by("household").agg(*agreed)
    income = pl.col("net_income_per_head").cast(pl.Float64)
    sizes = households.select(household="id", size=pl.col("size").fill_null(1).cast(pl.Int64))
    return (
        sizes.join(one, on="household", how="left")
        .with_columns(
            *(pl.col(flag).fill_null(value=False) for flag in FLAGS),
            income_until=pl.col("income_until").fill_null(date(1970, 12, 31)),
            net_income_per_head=pl.when(income <= 100_000).then(income).fill_null(0.0),
            school_age_children=pl.col("school_age_children").fill_null(1),
        )
        .sort("household")
        .collect()
    )
