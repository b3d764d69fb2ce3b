"""The golden digests: the same seed gives the same registry, on any machine and engine."""

import hashlib

import polars as pl
import pytest

from fupin.datasets import registry, tables
from fupin.datasets.synthetic import Engine

GOLDEN = {
    "households": "c52ee69087a72ce1",
    "events": "36b328f45e4239f8",
    "memberships": "7d9375189c0092c7",
    "successions": "2441b8b0650bdc0b",
    "persons": "1152382c836e06e8",
    "surveys": "e1a20113ede28689",
    "incomes": "e41290ca83a4af1b",
    "village_surveys": "9270bae26cdabe3d",
    "county_surveys": "59b9938d10a378c2",
    "populations": "165b8534f60f026b",
    "unregistered": "3fc7e14e13b94c43",
    "villages": "1b5c46f273c94cb5",
    "helpers": "7ab8e12287ffd24a",
    "links": "56e83965b4c914e2",
    "postings": "b993bd0fc4d3ca0a",
    "exemptions": "5e7b3bdc71d28928",
    "voters": "ab0e7167b252f03b",
    "meetings": "eff1ca0a8d6b70df",
    "reports": "71d969e8a2a046a2",
    "sessions": "1594f885aa1c5319",
}


def digest(table: pl.DataFrame) -> str:
    """The hash of a table's rows, whatever their order, as CSV."""
    return hashlib.sha256(table.sort(table.columns).write_csv().encode()).hexdigest()[:16]


@pytest.fixture(scope="module")
def small() -> dict[str, pl.DataFrame]:
    """A small registry of the city."""
    return tables("5108", households=3_000, seed=7)


def test_every_table_is_the_one_it_always_was(small: dict[str, pl.DataFrame]) -> None:
    """A change here changes published figures: it belongs into the changelog."""
    assert {name: digest(table) for name, table in small.items()} == GOLDEN


def test_rows_come_in_the_same_order_each_time(small: dict[str, pl.DataFrame]) -> None:
    """Not only the same rows."""
    again = tables("5108", households=3_000, seed=7)
    assert all(table.equals(again[name]) for name, table in small.items())


@pytest.mark.parametrize("engine", ["lazy", "pandas", "pyarrow", "duckdb"])
def test_every_engine_holds_the_same_rows(engine: Engine) -> None:
    """Conversion changes no cell that the registry reads."""
    polars = registry("510811", households=300, seed=7)
    other = registry("510811", households=300, seed=7, as_=engine)
    for table in polars.tables:
        columns = polars.columns(table)
        assert other.columns(table) == columns
        expected = polars.frame(table, *columns).to_native().collect()
        native = other.frame(table, *columns).to_native()
        found = native.pl() if engine == "duckdb" else native.collect()
        assert digest(found) == digest(expected), table


def test_another_seed_gives_another_registry() -> None:
    """Seeds differ in every table that holds anything of their own."""
    one, two = (tables("510811", households=300, seed=seed) for seed in (1, 2))
    assert [name for name in one if one[name].equals(two[name])] == ["reports", "sessions"]
