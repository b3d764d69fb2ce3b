"""Agreement prove nothing by passing through a line: cases cover every branch without them."""

from pathlib import Path

import pytest

from tests.agreement.engines import ENGINES, WAYS

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measured without coverage, they take two thirds of the time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("no_cover")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for an engine is put to each; with `--spark` to Spark, and no other."""
    if "engine" in metafunc.fixturenames:
        spark = metafunc.config.getoption("--spark")
        every_way = metafunc.definition.get_closest_marker("every_way") is not None
        ways = WAYS if every_way else ENGINES
        metafunc.parametrize("engine", ["pyspark"] if spark else ways)
