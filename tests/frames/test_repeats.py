"""Keys that stand in several rows are told from those that stand in one, whatever their type."""

from __future__ import annotations

from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from fupin.frames.repeats import parted

ROWS = {
    "whole numbers": {"id": [1, 2, 1, None, None, 3], "row": range(6)},
    "text": {"id": ["a", "b", "a", None, None, "c"], "row": range(6)},
    "text and a number": {
        "id": ["a", "a", "a", None, None, "b"], "year": [1, 2, 1, 1, 1, None], "row": range(6),
    },
}  # fmt: skip


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_rows_of_a_key_that_stands_once_pass_by(rows: dict[str, Any], engine: str) -> None:
    frame = pl.DataFrame(rows)
    native = frame.lazy() if engine == "polars" else duckdb.from_arrow(frame.to_arrow())
    key = [column for column in rows if column != "row"]
    alone, several = (
        sorted(part.collect()["row"].to_list()) for part in parted(nw.from_native(native), *key)
    )
    assert alone == [1, 3, 4, 5]  # nobody knows whether those without a whole key are like others
    assert several == [0, 2]


def test_keys_that_share_a_hash_are_no_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl.Expr, "hash", lambda column, seed: pl.lit(0, pl.UInt64))
    frame = pl.DataFrame({"id": ["a", "b", "a", "c"], "row": range(4)})
    alone, several = parted(nw.from_native(frame.lazy()), "id")
    assert sorted(alone.collect()["row"].to_list()) == [1, 3]
    assert sorted(several.collect()["row"].to_list()) == [0, 2]
