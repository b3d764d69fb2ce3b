"""The page of benchmarks shows what the bench wrote, and says what falls short."""

import json
from pathlib import Path

import polars as pl
import pytest

from bench.written import PART, Table, write

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")


@pytest.mark.parametrize(
    "size", ["million", "nation", "nation-run", "nation-wide", "engines", "work"]
)
def test_the_tables_of_the_page_are_those_of_the_last_run(size: str) -> None:
    """A run that is kept is shown."""
    tables = (ROOT / "bench" / "results" / f"{size}.md").read_text("utf-8").strip().split("\n\n")
    assert [table for table in tables if table not in PAGE] == []


@pytest.mark.parametrize("size", ["million", "nation", "nation-run", "work"])
def test_all_contestants_of_a_run_that_is_kept_gave_the_same_answer(size: str) -> None:
    """Ratios of unlike answers mean nothing."""
    results = json.loads((ROOT / "bench" / "results" / f"{size}.json").read_text("utf-8"))
    assert all(found["same_answer"] for found in results["questions"].values())


def test_a_table_that_was_stopped_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """A part that stands is not made again, and no half one stands."""
    made: list[int] = []

    def rows(part: pl.DataFrame) -> pl.DataFrame:
        made.append(part["row"][0])
        if len(made) == 2:
            raise InterruptedError
        return part.head(1)

    tables = {"links": Table(2 * PART, rows)}
    with pytest.raises(InterruptedError):
        write(tmp_path / "made", tables, "as now")
    write(tmp_path / "made", tables, "as now")
    assert made == [0, PART, PART]
    assert pl.read_parquet(tmp_path / "made" / "links" / "*.parquet")["row"].to_list() == [0, PART]
