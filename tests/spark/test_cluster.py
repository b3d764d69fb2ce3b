"""The cluster that tests ask is one: two workers beside the driver, and none of them stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.spark.cluster import WORKERS, processes

ROOT = Path(__file__).parents[2]
DIES = """
import os, sys
from pathlib import Path
from tests.spark.cluster import cluster, processes
with cluster(Path(sys.argv[1])) as spark:
    spark.range(10).count()
    print(*processes(spark), flush=True)
    os.kill(os.getpid(), 9)
"""


def test_workers_are_processes_of_their_own(spark: Any) -> None:
    """Each does its part of one query: it tells the process it runs in."""
    told = "java_method('java.lang.ProcessHandle', 'current') as process"
    rows = spark.range(0, 100_000, 1, 16).selectExpr(told).distinct().collect()
    assert sorted(int(row.process) for row in rows) == processes(spark)
    assert len(rows) == WORKERS


def test_they_speak_to_this_machine_alone(spark: Any) -> None:
    hosts = spark._jsparkSession.sparkContext().getExecutorMemoryStatus().keys().toList()
    assert {str(hosts.apply(n)).split(":")[0] for n in range(hosts.size())} == {"127.0.0.1"}
    assert hosts.size() == 1 + WORKERS


def test_what_decides_an_answer_is_as_spark_has_it(spark: Any) -> None:
    """A cast that fails raises, as with anybody who changed nothing."""
    assert spark.conf.get("spark.sql.ansi.enabled") == "true"


def alive(process: int) -> bool:
    """Whether a process runs; one that ended and was not yet asked about does not."""
    try:
        said = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return said.rsplit(")", 1)[1].split()[0] != "Z"


def test_no_worker_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    """The hardest end there is; every other one stops the session."""
    done = subprocess.run(
        [sys.executable, "-c", DIES, str(tmp_path)], cwd=ROOT, capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        encoding="utf-8", check=False,
    )  # fmt: skip
    workers = [int(word) for word in done.stdout.split()]
    assert len(workers) == WORKERS, done.stderr
    until = time.monotonic() + 60
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.2)
    assert not any(map(alive, workers))
