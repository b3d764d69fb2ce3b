"""Spark Connect, where frames are plans that go to a server, gives the same answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import fupin as fp
from tests.agreement.asked import ASKS
from tests.spark.cluster import home
from tests.spark.connected import ASKED, TABLES

ROOT = Path(__file__).parents[2]


def test_calculators_answer_by_way_of_connect(spark: Any, tmp_path: Path) -> None:
    """In a process of its own, since a process speaks to Spark in one way only."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "tests.spark.connected", str(tmp_path)], cwd=ROOT,
        env={**os.environ, **home(tmp_path), "PYTHONPATH": paths},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("kind") == "pyspark.sql.connect.dataframe"
    registry = fp.Registry.of(**TABLES)
    assert found == {name: ASKS[name](registry).digest for name in ASKED}
