"""What of Spark's tests may be skipped, and what a run that skips more ends with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.spark import rule
from tests.spark.rule import NO_JAVA, judged

ROOT = Path(__file__).parents[2]
ASKED = "tests/spark/test_cluster.py::test_workers_are_processes_of_their_own"


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    """How a run of one test on a cluster ends, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--spark", "--no-cov", *arguments, ASKED],
        cwd=ROOT, env={**os.environ, **environment},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def without_java(folder: Path) -> Mapping[str, str]:
    """An environment in which nothing leads to Java."""
    return {"PATH": str(folder), "JAVA_HOME": str(folder)}


def test_without_java_tests_are_skipped_and_counted(tmp_path: Path) -> None:
    code, said = run(**without_java(tmp_path))
    assert code == 0
    assert "1 skipped" in said
    assert f"Spark: 1 tests were skipped: {NO_JAVA}" in said


def test_with_java_a_skipped_test_is_a_failed_run(tmp_path: Path) -> None:
    skips = (
        "import pytest\n"
        "def pytest_collection_modifyitems(items):\n"
        "    for item in items:\n"
        "        item.add_marker(pytest.mark.skip(reason='for no reason'))\n"
    )
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    (tmp_path / "skips_all.py").write_text(skips, encoding="utf-8")
    code, said = run("-p", "skips_all", PYTHONPATH=str(tmp_path), JAVA_HOME=str(tmp_path))
    assert code == 1
    assert "Spark: 1 tests were skipped, and there is Java: that is a failure" in said


def test_java_is_looked_for_where_its_home_is_said_to_be_and_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in without_java(tmp_path).items():
        monkeypatch.setenv(name, value)
    assert rule.java() is None
    (tmp_path / "java").touch(mode=0o755)
    assert rule.java() == str(tmp_path / "java")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    assert rule.java() == str(tmp_path / "bin" / "java")
    assert judged(0) == (pytest.ExitCode.OK, "Spark: no test was skipped")
