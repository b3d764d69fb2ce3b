"""What is frozen on one engine is what every other computes, for every calculator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fupin as fp
from fupin.coverage import (
    capacity,
    compare,
    deprivation,
    duties,
    exits,
    households,
    poverty,
    quotas,
    screen,
    timeline,
)
from tests.agreement.engines import ENGINES

TABLES = fp.datasets.tables("5108", households=400, seed=2016)
OF = {engine: ENGINES[engine] for engine in ("polars", "polars-lazy", "pandas-objects", "duckdb")}
REGISTRIES = {e: fp.Registry.of(**{n: as_(t) for n, t in TABLES.items()}) for e, as_ in OF.items()}
GUANGYUAN, OLD, NEW = (
    fp.policy.load(name) for name in ("guangyuan-2016", "sichuan-2015", "sichuan-2016")
)
ON, KINDS = dt.date(2016, 12, 31), ["deputy-household"]
HAVES = ["water", "power", "housing"]
INDICATORS: dict[str, Any] = {"on": ON, "indicators": HAVES, "cutoff": "1/3", "by": "county"}
DAYS: dict[str, Any] = {"on": "2016-06-30", "other_on": ON, "by": "county"}

ASKS: dict[str, Callable[[fp.Registry], fp.Table]] = {
    "households": lambda r: households(r, on=ON, kinds=KINDS, by=("county", "village")),
    "households in all": lambda r: households(r, on=ON, kinds=KINDS),
    "quotas": lambda r: quotas(r, GUANGYUAN, on=ON, by=("county", "level")),
    "duties": lambda r: duties(r, GUANGYUAN, on=ON, by="county"),
    "capacity": lambda _: capacity(GUANGYUAN, {"city": 359}, on=ON),
    "timeline": lambda r: timeline(households, r, days=["2016-06-30", ON], kinds=KINDS),
    "screen": lambda r: screen(r, NEW, "household-exit", on=ON, by="county"),
    "compare": lambda r: compare(r, OLD, "household-exit", other=NEW, **DAYS),
    "exits": lambda r: exits(r, NEW, on=ON, by="county"),
    "poverty": lambda r: poverty(r, on=ON, line="2952", by="county"),
    "deprivation": lambda r: deprivation(r, **INDICATORS),
    "indicators": lambda r: deprivation(r, **INDICATORS).indicators,
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=list(ASKS))
def test_every_engine_computes_what_was_frozen(ask: Any, tmp_path: Path) -> None:
    """The digest, the provenance, and every cell; floats but for their last digits."""
    result = ask(REGISTRIES["polars"])
    frozen = result.freeze(tmp_path)
    assert frozen.digest == result.digest
    assert frozen.rows.equals(result.rows)
    assert frozen.provenance.lines() == result.provenance.lines()
    for engine, registry in REGISTRIES.items():
        again = ask(registry)
        assert frozen.compare(again).same, (engine, frozen.compare(again))
        if engine == "duckdb":
            assert again.freeze(tmp_path / engine).compare(result).same
