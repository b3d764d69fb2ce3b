"""One question asked of one engine: by the library, or by a query written by hand in its language.

What is in memory with pandas and PyArrow is read before the clock starts; Polars and DuckDB read
Parquet under it, and so does Spark, whose session of two threads stands before. Spark works in
a process beside, which is counted too.

    python -m bench.engine households pyspark-hand build/bench/million build/bench/small
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

import fupin as fp
from bench import contestants, queries, screens
from bench.measured import held_gib, named, peak_gib

ENGINES = ("polars", "duckdb", "pandas", "pyarrow", "pyspark")
SQL = queries.SQL | screens.SQL
TICKS = os.sysconf("SC_CLK_TCK")

Ask = Callable[[Path], Callable[[], pl.DataFrame]]
"""Given a folder, what is to be measured."""


def library(question: str, engine: str) -> Ask:
    """The library, on frames of an engine."""
    answer, tables = contestants.LIBRARY[question]
    if engine in ("polars", "duckdb"):
        registry = contestants.REGISTRIES[f"library-{engine}"]
        return lambda folder: lambda: answer(registry(folder, tables))

    def ask(folder: Path) -> Callable[[], pl.DataFrame]:
        frames = opened(engine, folder, tables)
        return lambda: answer(fp.Registry.of(**frames))

    return ask


def hand(question: str, engine: str) -> Ask:
    """A query written by hand."""
    if engine in ("polars", "duckdb"):
        query = contestants.BY_HAND[question][f"hand-{engine}"]
        return lambda folder: lambda: query(folder)
    if engine == "pyspark":
        return lambda folder: lambda: in_spark(question, folder)
    if engine == "pandas":
        from bench import in_pandas as written
    else:
        from bench import in_pyarrow as written
    by_hand, (_, tables) = getattr(written, question), contestants.LIBRARY[question]

    def ask(folder: Path) -> Callable[[], pl.DataFrame]:
        frames = opened(engine, folder, tables)
        return lambda: by_hand(frames)

    return ask


def opened(engine: str, folder: Path, tables: contestants.Tables) -> dict[str, Any]:
    """The tables as frames of an engine: in memory, or a Spark plan."""
    columns = {t: c.split(", ") for t, c in tables.items()}
    if engine == "pyspark":
        spark = session()
        return {t: spark.read.parquet(str(folder / t)).select(*c) for t, c in columns.items()}
    import pyarrow.parquet as pq

    given = {t: None if c == ["*"] else c for t, c in columns.items()}
    read = {t: pq.read_table(folder / t, columns=c) for t, c in given.items()}
    if engine == "pyarrow":
        return read
    import pandas as pd

    return {t: table.to_pandas(types_mapper=pd.ArrowDtype) for t, table in read.items()}


def session() -> Any:
    """The one Spark session, on two threads of this machine."""
    from pyspark.sql import SparkSession

    build = SparkSession.builder.master(f"local[{queries.THREADS}]")
    for name, value in {
        "spark.driver.memory": "6g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }.items():
        build = build.config(name, value)
    made = build.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def in_spark(question: str, folder: Path) -> pl.DataFrame:
    """A query written by hand, in Spark's SQL, which is DuckDB's but for one word."""
    (query, columns), (_, tables) = SQL[question], contestants.LIBRARY[question]
    for table, frame in opened("pyspark", folder, tables).items():
        frame.createOrReplaceTempView(table)
    rows = session().sql(query.replace(" materialized", "")).collect()
    return pl.DataFrame([tuple(row) for row in rows], schema=columns, orient="row")


def measured(answer: Callable[[], pl.DataFrame]) -> dict[str, object]:
    """What an answer takes here and in the processes beside, and a name for it."""
    before, start = _cpu(), time.perf_counter()
    rows = answer()
    seconds, cpu, peak = time.perf_counter() - start, _cpu() - before, peak_gib() + _peak_beside()
    cells = rows.sort(rows.columns, nulls_last=True).rows()
    return {"seconds": seconds, "cpu_seconds": cpu, "peak_gib": peak, "answer": named(cells)}


def _beside() -> list[Path]:
    """The processes that this one started, and theirs."""
    found, told = [], [Path("/proc/self")]
    while told:
        for task in (told.pop() / "task").glob("*/children"):
            children = [Path("/proc") / child for child in task.read_text("utf-8").split()]
            found += children
            told += children
    return found


def _cpu() -> float:
    """Processor time of this process and of those beside it."""
    own = time.process_time()
    for process in _beside():
        cells = (process / "stat").read_text("utf-8").rsplit(")", 1)[1].split()
        own += (int(cells[11]) + int(cells[12])) / TICKS
    return own


def _peak_beside() -> float:
    """The most memory that the processes beside have held, in GiB."""
    return sum(held_gib(process / "status") for process in _beside())


def one(question: str, who: str, folder: Path, small: Path) -> dict[str, object]:
    """One measurement; the small tables are asked first: no import falls under the clock."""
    engine, by = who.split("-")
    ask = (library if by == "library" else hand)(question, engine)
    ask(small)()
    return measured(ask(folder))


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
