"""Every calculator hands back the kind of frame it was given, and what is lazy stays a plan."""

from __future__ import annotations

import polars as pl
import pytest

import fupin as fp
from tests.agreement.asked import ASKS, TABLES
from tests.agreement.engines import held_by, hold

FEW = {name: frame.head(50) for name, frame in TABLES.items()}
NEVER_LAZY = {"capacity"}
"""It reads no table: what the rules ask is a number of heads."""

each = pytest.mark.parametrize("ask", sorted(set(ASKS) - NEVER_LAZY))


@each
@pytest.mark.parametrize("kind", ["pandas", "pyarrow", "duckdb", "ibis"])
def test_every_calculator_answers_in_the_kind_of_its_tables(kind: str, ask: str) -> None:
    """As the registry was given them; a relation of DuckDB, an expression of Ibis, is a plan."""
    registry = held_by(kind, FEW)
    assert registry.kind == kind
    given = hold(kind, FEW["households"])
    assert type(ASKS[ask](registry).native) is type(given)


def exploding(frame: pl.DataFrame) -> pl.LazyFrame:
    """A lazy frame that nobody may read."""

    def explode(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError

    return frame.lazy().map_batches(explode, schema=frame.schema)


@each
def test_every_calculator_leaves_a_lazy_frame_a_plan(ask: str) -> None:
    """Asking reads nothing, and neither does the result until somebody looks."""
    registry = fp.Registry.of(**{name: exploding(frame) for name, frame in FEW.items()})
    result = ASKS[ask](registry)
    assert isinstance(result.native, pl.LazyFrame)
    assert not result.computed
