"""A county office's month: every question of the monthly report in one call, and who to look up.

    python county_month.py                                 on the synthetic registry of one county
    python county_month.py FOLDER                          on your own: FOLDER/households.csv, …
    python county_month.py FOLDER --since 2016-12-01 --until 2017-01-01

A month holds its first day and not the day after its last: --until is the first of the next one.
The columns of the files are those of docs/tables.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

import fupin as fp

PAIRED = ["deputy-household", "cadre-household", "medical-household"]
RESPONSIBLE = ["cadre-household"]  # 帮扶责任人; name the kinds that your county counts
POSTS = ["first-secretary", "work-team", "full-time-deputy-secretary"]
MOST = 4  # how many households are too many for one person: no rule says, an office does


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path, nargs="?", help="CSV files named after the tables")
    asked.add_argument("--since", default="2016-12-01", help="first day (2016-12-01)")
    asked.add_argument("--until", default="2017-01-01", help="first day after it (2017-01-01)")
    options = asked.parse_args()
    try:
        registry = read(options.folder) if options.folder else synthetic()
        month = fp.Period(options.since, options.until)
        for heading, table in answers(registry, month):
            title(heading)
            show(table)
    except fp.FupinError as error:
        sys.exit(str(error))


def answers(registry: fp.Registry, month: fp.Period) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each question of the month with the rows that answer it."""
    coverage, last = fp.coverage, month.last
    window = {"since": month.since, "until": month.until}
    year = {"since": month.since.replace(month=1, day=1), "until": month.until}
    deputies, exit_book = fp.policy.load("guangyuan-2016"), fp.policy.load("sichuan-2016")

    stock = coverage.flows(registry, **window)
    yield (
        "1 Stock and flow of households in need (存量与增减): this month, this year",
        side_by_side(stock, coverage.flows(registry, **year)),
    )
    yield "  … and whose account is not certain", reasons(stock)

    alone = coverage.households(registry, on=last, kinds=RESPONSIBLE, by="township")
    without = (pl.col("households") - pl.col("paired") - pl.col("unknown")).alias("without")
    paired = ["division", "households", "paired", "unknown", without, "low", "high"]
    yield (
        "2 Households without a responsible helper (帮扶责任人): most, by township",
        alone.rows.select(paired).sort("without", descending=True).head(8),
    )
    yield "  … the first of them, by id", named(alone)

    held = coverage.quotas(registry, deputies, on=last, by=["level", "service"])
    short = ["rule", "level", "service", "obliged", "met", "unmet", "unknown", "missing"]
    yield (
        "3 Deputies and members under their quota, by level and group",
        held.rows.select(short).filter(pl.col("obliged") > 0),
    )

    load = coverage.loads(registry, on=last, kinds=PAIRED, most=MOST)
    heaviest = load.missing().sort("held", descending=True).drop("helper", "division")
    yield f"4 Persons with more than {MOST} households over all their posts", heaviest.head(8)

    met = coverage.households(registry, on=last, kinds=PAIRED, met=fp.Period(**year), by="county")
    visited = ["division", "households", "paired", "unknown", "unplaced", "low", "high"]
    yield (
        "5 Households met by a helper since New Year (走访); the others were not",
        met.rows.select(visited),
    )
    yield "  … the first of those that were not", named(met)

    changed = coverage.changes(registry, **year, kinds=[*PAIRED, *POSTS])
    yield (
        "6 What changed among links and posts since New Year",
        changed.rows.filter(pl.col("changes_possible") > 0),
    )
    gaps = coverage.gaps(registry, **window, kinds=PAIRED, days=7)
    yield (
        "  … and households that were a week without any helper this month",
        gaps.rows.select("households", "covered", "unknown", "gap_days", "low", "high"),
    )

    found = coverage.screen(
        registry, exit_book, "household-exit", on=last, assume={"income_steady": True}
    )
    ready = found.verdicts.filter(outcome="met", unplaced=False)["id"]
    if_exit = coverage.exits(registry, exit_book, on=last, assume_exited=ready, size_at_most=8)
    yield f"7 Poor villages that reach 3 %, if the list of {len(ready):,} exits", verdicts(if_exit)
    yield "  … those that pass, and the share of the poor in them", passing(if_exit)

    again = coverage.screen(
        registry, exit_book, "household-exit", on=last, population="exited",
        assume={"income_steady": True},
    )  # fmt: skip
    yield (
        "8 Exited households that fail now, because of what",
        again.reasons.filter(pl.col("failing") > 0).select("leaf", "zh", "failing", "needed"),
    )
    failing = again.verdicts.filter(outcome="unmet").sort("id").select("id", "division")
    yield "  … the first of them, by id", failing.head(8)
    asked: list[Any] = [coverage.Posted(post) for post in POSTS if registry.has("postings")]
    asked += [coverage.Planned()] if registry.has("plans") else []
    asked += [coverage.Inspected()] if registry.has("inspections") else []
    if asked and registry.has("villages"):
        kept = coverage.places(registry, asked, on=last)
        columns = ["what", "places", "met", "unmet", "unknown", "low", "high"]
        yield (
            "9 Poor villages with their posts filled, a plan, an inspection",
            kept.rows.select(columns),
        )
        yield "  … by village: what it lacks, or may lack", lacks(kept)
    if registry.has("acts"):
        given = coverage.deliveries(registry, on=last, window=month, by=["village", "kind"])
        columns = ["division", "kind", "amount", "unit", "acts", "unknown"]
        yield "10 Works and help of this month, by village", given.shown.select(columns).head(20)


def side_by_side(month: Any, year: Any) -> pl.DataFrame:
    """Two accounts, line by line."""
    columns = ["households", "households_possible", "persons"]
    names = {column: f"{column}_year" for column in columns}
    return month.rows.select("line", "flow", *columns).join(
        year.rows.select("line", *columns).rename(names), on="line"
    )


def reasons(account: Any) -> pl.DataFrame:
    """How many households lack what, for their account to balance for certain."""
    rows = account.unbalanced().group_by("what", "why").len("households")
    return rows.sort("what", "households", descending=[False, True])


def verdicts(chain: Any) -> pl.DataFrame:
    """Poor villages by what the record, and what the criteria, say of them."""
    rows = chain.rows.filter(placed="here", level="village", poor_village=True)
    return rows.group_by("outcome_recorded", "outcome").len("villages").sort("villages")[::-1]


def named(covered: Any) -> pl.DataFrame:
    """The first households that are surely not covered."""
    rows = covered.missing().filter(outcome="unmet")
    return rows.sort("household").select("household", "division").head(8)


def passing(chain: Any) -> pl.DataFrame:
    """The first poor villages that pass by the criteria, with their incidence."""
    rows = chain.rows.filter(placed="here", level="village", poor_village=True, outcome="met")
    shares = ["incidence_low", "incidence_high"]
    return rows.sort("division").select("division", "outcome_recorded", *shares).head(8)


def lacks(kept: Any) -> pl.DataFrame:
    """The first villages that lack something, with all of it."""
    rows = kept.missing().sort("place", "what").group_by("place", "outcome", maintain_order=True)
    return rows.agg(pl.col("what").str.join(", ").alias("lacks")).head(8)


def synthetic() -> fp.Registry:
    """The synthetic registry; it says what it is."""
    print("SYNTHETIC DATA: households, links and meetings are drawn by a seed, on the divisions of")
    print("Cangxi (苍溪县, 510824). Nobody in it exists. For your own data pass a folder.")
    return fp.datasets.registry("510824", households=20_000, seed=2016)


def read(folder: Path) -> fp.Registry:
    """Every table of the folder, all cells as text: the registry reads them."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        sys.exit(f"no CSV files in {folder}: expected households.csv, events.csv, links.csv, …")
    return fp.Registry.of(**{f.stem: pl.read_csv(f, infer_schema=False) for f in files})


def title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def show(table: pl.DataFrame) -> None:
    with pl.Config(
        tbl_rows=40,
        tbl_cols=-1,
        tbl_width_chars=200,
        fmt_str_lengths=60,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        float_precision=3,
    ):
        print(table)


if __name__ == "__main__":
    main()
