"""When a run of Spark's tests may skip some: only where Spark cannot run, and then it says so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NO_JAVA = "Spark runs on Java, which is not on this machine"


def java() -> str | None:
    """Where Java is, which Spark runs on; None: nowhere."""
    home = os.environ.get("JAVA_HOME")
    told = Path(home, "bin", "java") if home else None
    return str(told) if told is not None and told.exists() else shutil.which("java")


def judged(skipped: int) -> tuple[pytest.ExitCode, str]:
    """What a run ends with, and why, if nothing in it failed and so many tests were skipped."""
    if not skipped:
        return pytest.ExitCode.OK, "Spark: no test was skipped"
    told = f"Spark: {skipped} tests were skipped"
    if java() is None:
        return pytest.ExitCode.OK, f"{told}: {NO_JAVA}"
    return pytest.ExitCode.TESTS_FAILED, f"{told}, and there is Java: that is a failure"
