"""A Spark cluster on this machine alone: a driver, and two workers that are processes of their own.

`local-cluster` starts master and workers inside the driver and an executor, a process, for each
worker, all on 127.0.0.1. They end with the driver, and the driver ends with Python, however that
ends: so nothing is left behind.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fupin as fp

if TYPE_CHECKING:
    import polars as pl

WORKERS = 2
JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss4m"
"""Processes that live for minutes: what is compiled once and fast is compiled well enough."""

FOR_FEW_ROWS = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Planning anew between two stages, and compiling, would take longer than the rows do."""

SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": JAVA_OPTIONS,
    "spark.executor.extraJavaOptions": JAVA_OPTIONS,
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    **FOR_FEW_ROWS,
    "spark.default.parallelism": "2",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.warehouse.dir": "warehouse",
    "spark.local.dir": "local",
}
"""Small data for a small machine; what decides an answer is as Spark has it by default."""

FOLDERS = ("spark.sql.warehouse.dir", "spark.local.dir")
LOG = """\
rootLogger.level = off
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
"""


def home(folder: Path) -> dict[str, str]:
    """Lay down a home of Spark, and say what environment leads there.

    It is one of links with settings of its own, so that nothing is written beside the package.
    """
    package = Path(str(importlib.import_module("pyspark").__file__)).parent
    settings = [
        f"{name} {folder / value if name in FOLDERS else value}" for name, value in SETTINGS.items()
    ]
    conf = folder / "home" / "conf"
    conf.mkdir(parents=True)
    (conf / "log4j2.properties").write_text(LOG, encoding="utf-8")
    (conf / "spark-defaults.conf").write_text("\n".join(settings), encoding="utf-8")
    for part in package.iterdir():
        (folder / "home" / part.name).symlink_to(part)
    return {
        "SPARK_HOME": str(folder / "home"),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }


@contextmanager
def cluster(folder: Path) -> Iterator[Any]:
    """A session on a cluster of its own, which keeps its files in a folder."""
    os.environ |= home(folder)
    builder = importlib.import_module("pyspark.sql").SparkSession.builder
    session = builder.appName("fupin").master(f"local-cluster[{WORKERS},1,1024]").getOrCreate()
    try:
        yield session
    finally:
        session.stop()


_LAID: dict[int, tuple[pl.DataFrame, Any]] = {}
_REGISTERED: dict[int, tuple[Mapping[str, pl.DataFrame], fp.Registry]] = {}
"""By the identity of what was held, which is its own as long as that is kept here."""


def laid_down(frame: pl.DataFrame) -> Any:
    """A frame as one of Spark, read from a file of Parquet as a nation's tables are."""
    if id(frame) not in _LAID:
        spark = importlib.import_module("pyspark.sql").SparkSession.getActiveSession()
        assert spark is not None, "no cluster runs: pass --spark"
        file = Path(spark.conf.get("spark.local.dir")).parent / f"table-{len(_LAID)}.parquet"
        frame.write_parquet(file)
        _LAID[id(frame)] = frame, spark.read.parquet(str(file))
    return _LAID[id(frame)][1]


def registered(frames: Mapping[str, pl.DataFrame]) -> fp.Registry:
    """A registry of such frames, one for all who ask: Spark's planner takes its time."""
    if id(frames) not in _REGISTERED:
        tables = {name: laid_down(frame) for name, frame in frames.items()}
        _REGISTERED[id(frames)] = frames, fp.Registry.of(**tables)
    return _REGISTERED[id(frames)][1]


def processes(spark: Any) -> list[int]:
    """The ids of the processes that the driver started; one that ended has no command."""
    children = spark._jvm.java.lang.ProcessHandle.current().children().toList()
    return sorted(child.pid() for child in children if child.info().command().isPresent())
