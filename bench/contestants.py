"""Who is measured: the library on either engine, and the hand-written queries.

Run as a module it is one measurement in a process of its own, and prints it as JSON:

    python -m bench.contestants households library-polars build/bench/million build/bench/small
"""

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

import fupin as fp
from bench import queries

BOOK = Path(__file__).parent / "book.toml"
TABLES = ("households", "helpers", "links")

Answer = Callable[[Path], pl.DataFrame]


def scanned(folder: Path) -> fp.Registry:
    """The tables as Polars plans."""
    return fp.Registry.of(**{t: pl.scan_parquet(folder / t / "*.parquet") for t in TABLES})


def related(folder: Path) -> fp.Registry:
    """The tables as DuckDB relations."""
    duckdb.execute(f"set threads = {queries.THREADS}")
    duckdb.execute("set preserve_insertion_order = false")
    duckdb.execute("set enable_progress_bar = false")
    return fp.Registry.of(**{t: duckdb.read_parquet(str(folder / t / "*.parquet")) for t in TABLES})


def checked(folder: Path) -> fp.Registry:
    """The tables as Polars plans, after the check: what it found sound is not looked at again."""
    registry = scanned(folder)
    registry.check()
    return registry


def households(registry: fp.Registry) -> pl.DataFrame:
    """Households in need by county, by the library."""
    asked = fp.coverage.households(registry, on=queries.DAY, by="county", kinds=[queries.KIND])
    return asked.rows.select(queries.HOUSEHOLDS)


def quotas(registry: fp.Registry) -> pl.DataFrame:
    """Deputies by level and what they hold, by the library."""
    asked = fp.coverage.quotas(registry, BOOKS, on=queries.DAY, by="level", rule=RULE)
    return asked.rows.select(queries.QUOTA_COLUMNS)


RULE = "deputy-households"
BOOKS = fp.policy.load(BOOK)

REGISTRIES = {"library-polars": scanned, "library-duckdb": related, "library-checked": checked}
LIBRARY = {"households": households, "quotas": quotas}
BY_HAND: dict[str, dict[str, Answer]] = {
    "households": {
        "hand-polars": queries.households_polars,
        "hand-duckdb": queries.households_duckdb,
    },
    "quotas": {"hand-polars": queries.quotas_polars, "hand-duckdb": queries.quotas_duckdb},
}


def check(folder: Path) -> dict[str, object]:
    """The check itself, which nothing written by hand stands against."""
    return measured(lambda: pl.DataFrame({"faults": [str(scanned(folder).check())]}))


def measured(answer: Callable[[], pl.DataFrame]) -> dict[str, object]:
    """What an answer takes, by the clock and of the processors, and a name for the answer."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    rows = answer()
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    cells = rows.sort(rows.columns, nulls_last=True).rows()
    return {
        "seconds": seconds,
        "cpu_seconds": after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime,
        "peak_gib": peak_gib(),
        "rows": len(cells),
        "answer": hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16],
    }


def peak_gib() -> float:
    """The most memory this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (2**30 if sys.platform == "darwin" else 2**20)


def one(question: str, who: str, folder: Path, small: Path) -> dict[str, object]:
    """One measurement; the small tables are asked first: no import falls under the clock."""
    if question == "check":
        str(scanned(small).check())
        return check(folder)
    if who in BY_HAND[question]:
        by_hand = BY_HAND[question][who]
        by_hand(small)
        return measured(lambda: by_hand(folder))
    ask, open_ = LIBRARY[question], REGISTRIES[who]
    ask(open_(small))
    if open_ is checked:  # the check is measured by itself
        registry = open_(folder)
        return measured(lambda: ask(registry))
    return measured(lambda: ask(open_(folder)))


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
