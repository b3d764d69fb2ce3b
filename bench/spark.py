"""How Spark answers on one machine, and how that grows: seconds, of processors too, and shuffles.

    python -m bench.spark 1 5

asks about 1 and 5 million households: tables are made as `bench.make_data` makes them, and read
from Parquet. Each question is asked once of a small registry, outside the clock, and must have the
answer that Polars has.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from pyspark.sql import SparkSession

import fupin as fp
from bench import queries
from bench.contestants import BOOKS, RULE, SICHUAN
from bench.make_data import SIZES, Size, make
from bench.make_surveys import DAY

ROOT = Path(__file__).parents[1]
TABLES = ("households", "helpers", "links", "surveys")
MILLION = SIZES["million"]
WAYS = ("Exchange", "BroadcastExchange", "ReusedExchange")

QUESTIONS: dict[str, Callable[[fp.Registry], Any]] = {
    "households": lambda r: fp.coverage.households(
        r, on=queries.DAY, by="county", kinds=[queries.KIND]
    ),
    "quotas": lambda r: fp.coverage.quotas(r, BOOKS, on=queries.DAY, by="level", rule=RULE),
    "screen": lambda r: fp.coverage.screen(r, SICHUAN, "household-exit", on=DAY),
}
"""The questions of the bench."""


def session() -> SparkSession:
    """Spark on two cores of this machine, with 4 GiB."""
    builder = SparkSession.builder.master("local[2]").appName("fupin")
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "4g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.log.level": "ERROR",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def folder_of(millions: int) -> Path:
    """Tables of so many million households; 0: the small ones."""
    size = f"{millions}-million" if millions > 1 else "million" if millions else "small"
    SIZES.setdefault(
        size,
        Size(
            households=MILLION.households * millions,
            links=MILLION.links * millions,
            deputies=MILLION.deputies * millions,
            cadres=MILLION.cadres * millions,
        ),
    )
    folder = ROOT / "build" / "bench" / size
    make(size, folder)
    return folder


def registry(spark: SparkSession, folder: Path) -> fp.Registry:
    """The tables as Spark reads them."""
    return fp.Registry.of(**{t: spark.read.parquet(str(folder / t)) for t in TABLES})


def processors(spark: Any) -> float:
    """Seconds of processors that Spark took so far."""
    process = spark._jvm.java.lang.ProcessHandle.current().pid()
    said = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(said[11]) + int(said[12])) / 100


def sent(frame: Any) -> Counter[str]:
    """How often rows are sent, in the plan that was run: to their like, everywhere, not again."""
    plan = frame._jdf.queryExecution().executedPlan().toString()
    ran = plan.split("== Initial Plan ==")[0]
    return Counter(re.findall(r"^\W*(\w*Exchange) ", ran, flags=re.MULTILINE))


def main() -> None:
    """Ask, and print a table in Markdown."""
    spark = session()
    sizes = [int(word) for word in sys.argv[1:]] or [1, 5]
    folders = {size: folder_of(size) for size in (0, *sizes)}
    print("| question | million households | s | s of processors | shuffled | broadcast | reused |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, ask in QUESTIONS.items():
        for size, folder in folders.items():
            found = ask(registry(spark, folder))
            begun, taken = time.perf_counter(), processors(spark)
            digest = found.digest
            seconds, taken = time.perf_counter() - begun, processors(spark) - taken
            tables = {t: pl.scan_parquet(folder / t / "*.parquet") for t in TABLES}
            assert digest == ask(fp.Registry.of(**tables)).digest, (name, size)
            if size:
                ways = sent(found.native)
                told = " | ".join(str(ways[way]) for way in WAYS)
                print(f"| {name} | {size} | {seconds:.1f} | {taken:.1f} | {told} |", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
