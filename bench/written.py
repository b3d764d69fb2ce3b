"""Tables written in parts, so that a run that was killed goes on where it stopped.

A part is written beside its place and moved there whole: what stands there is finished. Only one
part is held in memory at a time. Beside the tables stands what they were made by; where that has
changed, all is made anew.
"""

import math
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

PART = 2_000_000
"""Rows made and written at a time."""
WIDTH = 40


@dataclass(frozen=True)
class Table:
    """A table to be made.

    Attributes:
        rows: how many row numbers it is made of.
        made: what is made of some of them, given as the column `row`.
    """

    rows: int
    made: Callable[[pl.DataFrame], pl.DataFrame]

    @property
    def parts(self) -> int:
        """In how many parts it is written."""
        return math.ceil(self.rows / PART)

    def part(self, number: int) -> pl.DataFrame:
        """One of its parts."""
        stop = min((number + 1) * PART, self.rows)
        return self.made(pl.select(row=pl.int_range(number * PART, stop, dtype=pl.Int64)))


def write(folder: Path, tables: Mapping[str, Table], stamp: str) -> None:
    """Write the parts that do not stand in a folder yet, and say how far it is.

    Args:
        folder: a folder of their own for the tables.
        tables: by name, in the order they are made in.
        stamp: what they are made by.
    """
    begun, done = folder / "begun", folder / "done"
    if done.exists() and done.read_text(encoding="utf-8") == stamp:
        return
    if not begun.exists() or begun.read_text(encoding="utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begun.write_text(stamp, encoding="utf-8")
    wanted = [(name, number) for name, table in tables.items() for number in range(table.parts)]
    for count, (name, number) in enumerate(wanted):
        place = folder / name / f"part-{number:03}.parquet"
        if not place.exists():
            _say(count, len(wanted), name)
            place.parent.mkdir(exist_ok=True)
            half = place.with_suffix(".half")
            tables[name].part(number).write_parquet(half)
            half.replace(place)
    _say(len(wanted), len(wanted), "done")
    print(file=sys.stderr)
    begun.rename(done)


def _say(count: int, of: int, what: str) -> None:
    """A bar on one line, where somebody is looking; else a line for each part."""
    bar = f"[{'#' * (WIDTH * count // of):<{WIDTH}}]"
    end = "\r" if sys.stderr.isatty() else "\n"
    print(f"{bar} {count:3} of {of} parts  {what:<12}", end=end, file=sys.stderr, flush=True)
