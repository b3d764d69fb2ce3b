"""The example on Spark does what it shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parents[2] / "examples" / "on_spark.py"


def test_the_example_runs_as_a_script(spark: Any, tmp_path: Path) -> None:
    """In an empty folder, every warning an error; the cluster of the tests says that there is Java.

    Spark logs what it likes: only how it ends and what it prints count.
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPT)],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "households: long" in done.stdout
    assert "unmet" in done.stdout
