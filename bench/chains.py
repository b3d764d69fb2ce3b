"""Who is still poor, and which villages and counties may leave poverty, by hand, by Polars.

The part of the chain that an author would write who asks one question: the national criterion of
2016 for households, the incidence of villages and counties, their verdict by the criteria. The
library tells besides of relapses, lists, the verdict by the record, shares, and what fails.

- Poor are households in need by the record that do not reach the criterion: surely those that
  miss it, at most those too of which it is not known, or which may be in need.
- A household without a size counts no persons at least, and ten at most: an assumption.
- A place reaches its criterion where the poor are 2 % of its people or less, in the west 3 %.
  Where more are poor than live there, or nobody knows how many live there, nothing is known.
"""

from pathlib import Path

import polars as pl

from bench.screens import masked

LARGEST = 10
WEST = ["15", "45", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"]
HOUSEHOLD = 2**8
"""The items of the national criterion are the first eight of Sichuan's."""
CHAIN = (
    "level", "division", "in_need", "exited", "may_exit", "poor", "poor_most", "recorded_poor",
    "wrongly_exited", "rural_population", "outcome",
)  # fmt: skip
SUMS = CHAIN[2:9]

col = pl.col


def chain_polars(folder: Path) -> pl.DataFrame:
    """Villages and counties: sums, and their verdict."""
    by_village = _sums(folder).collect(engine="streaming").lazy()
    people = pl.scan_parquet(folder / "populations" / "*.parquet").select(
        "division", rural_population="persons"
    )
    levels = []
    for level, digits in (("village", 12), ("county", 6)):
        code = col("division").str.slice(0, digits).str.pad_end(12, "0")
        sums = by_village.group_by(division=code).agg(col(SUMS).sum())
        here = col("division").str.ends_with("000000") == (level == "county")
        both = sums.join(people.filter(here).unique(), on="division", how="full", coalesce=True)
        # Those of which nobody knows where they live are no place, and have no verdict.
        nowhere = sums.filter(col("division").is_null())
        both = pl.concat([both.filter(col("division").is_not_null()), nowhere], how="diagonal")
        levels.append(both.with_columns(col(SUMS).fill_null(0), level=pl.lit(level)))
    return pl.concat(levels).select(*CHAIN[:-1], outcome=_outcome()).collect(engine="streaming")


def _sums(folder: Path) -> pl.LazyFrame:
    """Counts of households and persons by village."""
    failing, needed = (col(bits) % HOUSEHOLD for bits in ("failing", "needed"))
    told = masked(folder).select("household", unmet=failing > 0, met=(failing == 0) & (needed == 0))
    rows = pl.scan_parquet(folder / "households" / "*.parquet")
    size, status = col("size").cast(pl.Int64), col("registration")
    in_need, exited = ((status == s).fill_null(value=False) for s in ("in-need", "exited"))
    unmet, met = col("unmet").fill_null(value=False), col("met").fill_null(value=False)
    persons, most = size.fill_null(0), size.fill_null(LARGEST)
    counts = {
        "in_need": in_need,
        "exited": exited,
        "may_exit": in_need & met,
        "poor": (in_need & unmet) * persons,
        "poor_most": ((in_need | status.is_null()) & ~met) * most,
        "recorded_poor": in_need * persons,
        "wrongly_exited": (exited & unmet) * persons,
    }
    laid = rows.join(told, left_on="id", right_on="household", how="left")
    each = laid.select("division", **{n: told.cast(pl.Int64) for n, told in counts.items()})
    return each.group_by("division").agg(pl.all().sum())


def _outcome() -> pl.Expr:
    poor, people = col("poor"), col("rural_population")
    most = pl.min_horizontal("poor_most", "rural_population")
    limit = pl.when(col("division").str.slice(0, 2).is_in(WEST)).then(3).otherwise(2) * people
    known = (poor <= people).fill_null(value=False)
    verdict = (
        pl.when(known & (most * 100 <= limit)).then(pl.lit("met"))
        .when(known & (poor * 100 > limit)).then(pl.lit("unmet"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip
    # One village of the list has the code of its county: it is no village.
    here = (col("level") == "county") | ~col("division").str.ends_with("000000")
    return pl.when(here & col("division").is_not_null()).then(verdict)
