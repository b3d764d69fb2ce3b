"""Make the bench's tables: the same rows for the same size, on any machine.

A table is written in parts, each by itself and none half: a run that was stopped goes on where it
stopped, and no more than one part is in memory.

The households, helpers and links are invented; only the village codes are real (620,573 villages as
of 2023, in ``bench/data``). Every value is a hash of its row number: see `bench.hashed`.

    python -m bench.make_data million build/bench/million

What the rows hold, all of it on purpose:

- households: ids in shuffled order, 0.5 % without a division, 1 % without a size; a few large
  villages and many small ones; half in need by the record, a third exited, 0.2 % not said.
- helpers: deputies of five levels (0.2 % without a level) and, above their ids, cadres; 1 % with an
  unknown first day; some no longer in post.
- links: four in five of kind deputy-household, else cadre-household; 1 % with an unknown first day,
  0.05 % with an end before the first day, 0.05 % without helper, 0.05 % without household, 0.1 %
  written twice alike, 0.1 % written twice with unlike last days.
- meetings of helpers and parties that are linked, and the people of each place: see
  `bench.make_meetings`.
- surveys, and the known answers that OpenFisca is given: see `bench.make_surveys`.
"""

import argparse
import json
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from bench.hashed import below, one_in, shuffled
from bench.make_meetings import meetings, populations
from bench.make_surveys import known, surveys
from bench.measured import peak_gib
from bench.written import Table, write

HERE = Path(__file__).parent
MADE_BY = ("make_data.py", "make_meetings.py", "make_surveys.py", "hashed.py")
MOST_KNOWN = 1_000_000
"""OpenFisca, which holds everything in memory, is asked about so many households at most."""

DIGITS = {"nation": 0, "province": 2, "city": 4, "county": 6, "township": 9}
DEPUTIES_PER_100_000 = {"nation": 100, "province": 800, "city": 4_600, "county": 23_000}
"""Deputies of each level among 100,000; the rest sit in townships."""

FIRST_DAY = date(2013, 1, 1)


@dataclass(frozen=True)
class Size:
    """How many rows each table has."""

    households: int
    links: int
    deputies: int
    cadres: int

    @property
    def meetings(self) -> int:
        """Meetings: three for two links."""
        return self.links * 3 // 2


SIZES = {
    "small": Size(households=20_000, links=9_000, deputies=1_800, cadres=150),
    "tenth": Size(households=100_000, links=43_300, deputies=8_700, cadres=670),
    "million": Size(households=1_000_000, links=433_000, deputies=87_000, cadres=6_700),
    "three": Size(households=3_000_000, links=1_300_000, deputies=260_000, cadres=20_000),
    "ten": Size(households=10_000_000, links=4_330_000, deputies=870_000, cadres=67_000),
    "nation": Size(households=30_000_000, links=13_000_000, deputies=2_600_000, cadres=200_000),
}


def village_codes() -> pl.Series:
    """The real villages' 12-digit codes, as text, in the order of the file."""
    table = pl.read_csv(HERE / "data" / "villages.csv.gz", schema_overrides={"code": pl.String})
    return table["code"]


def skewed_village(rows: pl.Expr, villages: int) -> pl.Expr:
    """The place in the list of each row's village; a product of hashes makes some large."""
    large_first = below(rows, 11, villages) * below(rows, 12, villages) // villages
    return shuffled(large_first, villages)


def day_or_none(days: pl.Expr, missing: pl.Expr) -> pl.Expr:
    """The day so many days after the first one, None where ``missing``."""
    day = (pl.lit(FIRST_DAY) + pl.duration(days=days)).cast(pl.Date)
    return pl.when(~missing).then(day)


def households(size: Size, villages: pl.Series) -> Table:
    """The households: id, division, size, registration."""
    row, draw = pl.col("row"), below(pl.col("row"), 17, 1_000)
    status = pl.when(draw < 500).then(pl.lit("in-need")).when(draw < 833).then(pl.lit("exited"))

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        place = rows.select(skewed_village(row, len(villages))).to_series()
        return rows.with_columns(code=villages.gather(place)).select(
            id=shuffled(row, size.households),
            division=pl.when(~one_in(row, 13, 200)).then("code"),
            size=pl.when(~one_in(row, 14, 100)).then(
                (1 + below(row, 15, 4) + below(row, 16, 4)).cast(pl.Int8)
            ),
            registration=status.when(draw < 998).then(pl.lit("ordinary")),
        )

    return Table(size.households, made)


def helpers(size: Size, villages: pl.Series) -> Table:
    """The helpers: id, post, level, division, since, until; cadres after deputies."""
    row = pl.col("row")
    draw = below(row, 21, 100_000)
    level: pl.Expr = pl.lit("township")
    reached = sum(DEPUTIES_PER_100_000.values())
    for name, share in reversed(DEPUTIES_PER_100_000.items()):
        level = pl.when(draw < reached).then(pl.lit(name)).otherwise(level)
        reached -= share
    digits = pl.col("level").replace_strict(DIGITS, return_dtype=pl.Int64)
    since = below(row, 24, 1_500)
    deputy = row < size.deputies

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        place = rows.select(below(row, 22, len(villages))).to_series()
        return rows.with_columns(code=villages.gather(place), level=level).select(
            id=row,
            post=pl.when(deputy).then(pl.lit("deputy")).otherwise(pl.lit("cadre")),
            level=pl.when(deputy & ~one_in(row, 23, 500)).then("level"),
            division=pl.when(deputy)
            .then(pl.col("code").str.slice(0, digits).str.pad_end(12, "0"))
            .otherwise("code"),
            since=day_or_none(since, one_in(row, 25, 100)),
            until=day_or_none(since + 200 + below(row, 26, 900), ~one_in(row, 27, 12)),
        )

    return Table(size.deputies + size.cadres, made)


def ends(link: pl.Expr, size: Size) -> dict[str, pl.Expr]:
    """The kind of a link by its row, its helper and its household."""
    deputy = below(link, 31, 5) > 0
    helper = (
        pl.when(deputy)
        .then(below(link, 32, size.deputies))
        .otherwise(size.deputies + below(link, 32, size.cadres))
    )
    kind = pl.when(deputy).then(pl.lit("deputy-household")).otherwise(pl.lit("cadre-household"))
    return {"kind": kind, "helper": helper, "party": below(link, 33, size.households)}


def links(size: Size) -> Table:
    """The links: kind, helper, party, role, since, until; repeats come last in each part."""
    row = pl.col("row")
    since = below(row, 34, 1_500)
    lasts = (
        pl.when(one_in(row, 37, 2_000)).then(-10).otherwise(30 + below(row, 36, 900))
    )  # -10: the end stands before the beginning
    ended = one_in(row, 38, 8) | one_in(row, 37, 2_000)
    told = ends(row, size)

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        each = rows.select(
            "row",
            kind=told["kind"],
            helper=pl.when(~one_in(row, 39, 2_000)).then(told["helper"]),
            party=pl.when(~one_in(row, 40, 2_000)).then(told["party"]),
            role=pl.lit(None, dtype=pl.String),
            since=day_or_none(since, one_in(row, 35, 100)),
            until=day_or_none(since + lasts, ~ended),
        )
        alike = each.filter(one_in(row, 41, 1_000))
        unlike = each.filter(one_in(row, 42, 1_000)).with_columns(
            until=pl.col("until").fill_null(pl.lit(date(2015, 6, 1))).dt.offset_by("31d")
        )
        return pl.concat([each, alike, unlike]).drop("row")

    return Table(size.links, made)


def make(size: str, folder: Path) -> None:
    """Write the tables of ``size`` under ``folder``, unless a finished set stands there already."""
    stamp = "".join((HERE / name).read_text(encoding="utf-8") for name in MADE_BY)
    villages, rows = village_codes(), SIZES[size]
    tables = {
        "households": households(rows, villages),
        "helpers": helpers(rows, villages),
        "links": links(rows),
        "surveys": surveys(rows.households),
        "meetings": meetings(rows.meetings, ends(below(pl.col("row"), 51, rows.links), rows)),
        "populations": populations(villages),
    }
    if rows.households <= MOST_KNOWN:
        tables["known"] = known(folder)
    write(folder, tables, stamp)


def main() -> None:
    """Read the command line and make the tables."""
    parser = argparse.ArgumentParser(description="Make the bench's tables.")
    parser.add_argument("size", choices=sorted(SIZES))
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    make(given.size, given.folder)
    cpu = time.process_time()
    print(json.dumps({"cpu_seconds": round(cpu, 1), "peak_gib": round(peak_gib(), 2)}))


if __name__ == "__main__":
    main()
