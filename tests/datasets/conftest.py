"""The registry that the pages speak of, made once."""

import polars as pl
import pytest

from fupin.datasets import tables


@pytest.fixture(scope="session")
def made() -> dict[str, pl.DataFrame]:
    """Guangyuan with 100,000 households, seed 2016."""
    return tables("5108", households=100_000, seed=2016)
