"""What a result says, in the form of the oracles; and whether an engine says what lists do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import narwhals.stable.v2 as nw
import polars as pl
import polars.selectors as cs

import fupin as fp
from tests.agreement.engines import Frames, held_by, listed
from tests.oracles import Sums, in_order

Asked = TypeVar("Asked", bound=fp.Table)


def sums_of(result: fp.Table) -> Sums:
    """The measures of each row, by its keys."""
    return {
        tuple(row[k] for k in result.keys): {m: row[m] for m in result.measures}
        for row in result.rows.to_dicts()
    }


def rows_of(listing: Any, columns: Sequence[str]) -> list[Any]:
    """Columns of a listing of any engine, row by row and in order; times of day are left off."""
    rows = nw.from_native(listing).lazy().collect("polars").to_native().select(columns)
    return in_order(rows.with_columns(cs.datetime().cast(pl.Date)).rows())


def check_alike(
    engine: str,
    frames: Frames,
    ask: Callable[[fp.Registry], Asked],
    told: Callable[[Asked], Any],
) -> None:
    """Asserts that an engine answers as lists of the same rows do, to the digest.

    Args:
        engine: what holds the rows.
        frames: the rows.
        ask: the question.
        told: what is compared of the result.
    """
    found, expected = (ask(registry) for registry in (held_by(engine, frames), listed(frames)))
    assert told(found) == told(expected)
    assert found.digest == expected.digest
