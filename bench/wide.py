"""Larger than memory: tables of several GiB on disk, answered within two; and persons folded.

Real registries carry much that a question does not ask: names of streets, remarks, numbers of
cards. So the tables of `bench.make_data` are written anew, uncompressed, each with a column of 64
letters that nobody asks, in parts as ever. The library answers households, quotas and screen; what
that takes is written down, and the tables are removed.

With them are made the memberships of three persons a household, which the library folds into
households when it counts persons by county.

    python -m bench.wide --size nation
"""

import argparse
import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bench import contestants
from bench.hashed import below, mixed, one_in, shuffled
from bench.make_data import SIZES
from bench.measured import measured
from bench.run import HERE, ROOT, child

WIDE = ("households", "helpers", "links", "surveys")
QUESTIONS = ("households", "quotas", "screen", "persons")
MEMBERS, PART = 3, 1_000_000
AIM_GIB = 2.0


def widen(given: Path, folder: Path) -> None:
    """The tables of a folder, uncompressed, with a column that nobody asks."""
    row = pl.int_range(pl.len())
    letters = pl.concat_str(*(mixed(row, salt).cast(pl.String).str.zfill(20) for salt in range(3)))
    for table in WIDE:
        (folder / table).mkdir(parents=True, exist_ok=True)
        for part in sorted((given / table).glob("*.parquet")):
            rows = pl.read_parquet(part).with_columns(remark=letters + "####")
            rows.write_parquet(folder / table / part.name, compression="uncompressed")


def enrol(households: int, folder: Path) -> None:
    """The memberships: household, person, since, until; a few ended, a few written twice."""
    folder.mkdir(parents=True, exist_ok=True)
    row, day = pl.col("row"), pl.lit(date(2010, 1, 1))
    since = day + pl.duration(days=below(row, 91, 2_000))
    until = day + pl.duration(days=2_000 + below(row, 92, 800))
    for number, start in enumerate(range(0, households, PART)):
        stop = min(start + PART, households) * MEMBERS
        rows = pl.select(row=pl.int_range(start * MEMBERS, stop, dtype=pl.Int64)).select(
            household=shuffled(row // MEMBERS, households),
            person="row",
            since=pl.when(~one_in(row, 93, 200)).then(since.cast(pl.Date)),
            until=pl.when(one_in(row, 94, 25)).then(until.cast(pl.Date)),
        )
        twice = rows.filter(one_in(pl.col("person"), 95, 1_000))
        pl.concat([rows, twice]).write_parquet(folder / f"part-{number:03}.parquet")


def asked(question: str, folder: Path, small: Path) -> dict[str, object]:
    """What one question takes; it is asked of a small registry first, outside the clock."""
    if question == "persons":
        tables = {**contestants.TABLES, "memberships": "*"}
        contestants.households(contestants.scanned(small))
        return measured(lambda: contestants.households(contestants.scanned(folder, tables)))
    return contestants.one(question, "library-polars", folder, small)


def table(results: dict[str, Any]) -> str:
    """The results as a Markdown table."""
    lines = ["| larger than memory | GiB on disk | s | CPU s | peak GiB |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for question, told in results["questions"].items():
        cells = [f"{told[k]:.2f}" for k in ("on_disk_gib", "seconds", "cpu_seconds", "peak_gib")]
        lines.append(f"| {' | '.join([question, *cells])} |")
    return "\n".join(lines)


def on_disk(folder: Path) -> float:
    """GiB that the tables of a folder take."""
    return sum(f.stat().st_size for f in folder.rglob("*.parquet")) / 2**30


def main() -> None:
    """Make, ask each question in a process of its own, write down, remove."""
    parser = argparse.ArgumentParser(prog="python -m bench.wide", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="nation")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--questions", nargs="+", choices=QUESTIONS, default=list(QUESTIONS))
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench", metavar="FOLDER")
    parser.add_argument("--results", type=Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument("--ask", choices=QUESTIONS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    data = given.data.resolve()
    wide, small = data / f"{given.size}-wide", data / "small"
    if given.ask:
        print(json.dumps(asked(given.ask, wide, small)))
        return
    for size in ("small", given.size):
        child(["bench.make_data", size, str(data / size)], given.threads)
    written = given.results / f"{given.size}-wide.json"
    results: dict[str, Any] = {"size": given.size, "threads": given.threads, "questions": {}}
    try:
        widen(data / given.size, wide)
        for question in given.questions:
            if question == "persons":
                enrol(SIZES[given.size].households, wide / "memberships")
            same = ["--size", given.size, "--data", str(data), "--ask", question]
            told = json.loads(child(["bench.wide", *same], given.threads))
            results["questions"][question] = {**told, "on_disk_gib": round(on_disk(wide), 2)}
            print(question, told, file=sys.stderr)
    finally:
        shutil.rmtree(wide, ignore_errors=True)
    written.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    written.with_suffix(".md").write_text(table(results) + "\n", encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
