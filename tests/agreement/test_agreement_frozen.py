"""What is frozen on one engine is what every other computes, for every calculator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import fupin as fp
from tests.agreement.asked import ASKS, TABLES
from tests.agreement.engines import WAYS

OF = {engine: WAYS[engine] for engine in ("polars", "pandas-objects", "duckdb")}
REGISTRIES = {e: fp.Registry.of(**{n: as_(t) for n, t in TABLES.items()}) for e, as_ in OF.items()}


@pytest.mark.parametrize("ask", ASKS.values(), ids=list(ASKS))
def test_every_engine_computes_what_was_frozen(ask: Any, tmp_path: Path) -> None:
    """The digest, the provenance, and every cell; floats but for their last digits."""
    result = ask(REGISTRIES["polars"])
    assert result.rows.height
    frozen = result.freeze(tmp_path)
    assert frozen.digest == result.digest
    assert frozen.rows.equals(result.rows)
    assert frozen.provenance.lines() == result.provenance.lines()
    for engine, registry in REGISTRIES.items():
        again = ask(registry)
        assert frozen.compare(again).same, (engine, frozen.compare(again))
        if engine == "duckdb":
            assert again.freeze(tmp_path / engine).compare(result).same
