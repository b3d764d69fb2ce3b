"""The page of benchmarks shows what the bench wrote, and says what falls short."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")


@pytest.mark.parametrize("size", ["million", "nation"])
def test_the_tables_of_the_page_are_those_of_the_last_run(size: str) -> None:
    """A run that is kept is shown."""
    tables = (ROOT / "bench" / "results" / f"{size}.md").read_text("utf-8").strip().split("\n\n")
    assert [table for table in tables if table not in PAGE] == []


@pytest.mark.parametrize("size", ["million", "nation"])
def test_all_contestants_of_a_run_that_is_kept_gave_the_same_answer(size: str) -> None:
    """Ratios of unlike answers mean nothing."""
    results = json.loads((ROOT / "bench" / "results" / f"{size}.json").read_text("utf-8"))
    assert all(found["same_answer"] for found in results["questions"].values())
