"""Agreement prove nothing by passing through a line: cases cover every branch without them."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measured without coverage, they take two thirds of the time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("no_cover")
