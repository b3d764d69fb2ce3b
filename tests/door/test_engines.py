"""Using one engine loads no other: nobody needs pandas for the sake of DuckDB."""

import pytest

from tests.door.test_door import loaded

ENGINES = {"pandas", "pyarrow", "duckdb", "ibis", "pyspark", "dask"}
"""Polars is always there: what is small is computed by it."""

BEFORE = """
import polars
ARROW = lambda cells: polars.DataFrame(cells).to_arrow()  # PyArrow alone loads pandas for it
"""
ASK = """
import fupin
links = {"kind": ["deputy-household"], "helper": ["D-1"], "party": ["H-1"], "since": ["2015-03-01"]}
households = {"id": ["H-1"], "division": ["510824102201"], "size": [4]}
registry = fupin.Registry.of(households=HOLD(households), links=HOLD(links))
asked = {"on": "2016-09-09", "kinds": ["deputy-household"], "by": "county"}
covered = fupin.coverage.households(registry, **asked)
assert str(covered.total) == "1 of 1: 100.0 %"
covered.native, covered.missing()
registry.check()
"""


@pytest.mark.parametrize(
    ("hold", "needs"),
    [
        ("HOLD = lambda cells: [dict(zip(cells, row)) for row in zip(*cells.values())]", set()),
        ("import polars; HOLD = polars.DataFrame", set()),
        ("import polars; HOLD = polars.LazyFrame", set()),
        ("HOLD = ARROW", {"pyarrow"}),
        ("import pandas; HOLD = pandas.DataFrame", {"pandas", "pyarrow"}),
        (
            "import duckdb; HOLD = lambda cells: duckdb.from_arrow(ARROW(cells))",
            {"duckdb", "pyarrow"},
        ),
        (
            "import ibis; HOLD = lambda cells: ibis.memtable(ARROW(cells))",
            {"ibis", "duckdb", "pyarrow", "pandas"},  # which Ibis itself loads
        ),
    ],
    ids=["list", "polars", "polars-lazy", "pyarrow", "pandas", "duckdb", "ibis"],
)
def test_using_one_engine_loads_no_other(hold: str, needs: set[str]) -> None:
    assert loaded(BEFORE + hold + ASK) & ENGINES <= needs
