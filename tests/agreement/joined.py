"""Many drawn registries as one, so that an engine is asked once what it would be asked of each.

The cases stand side by side: their ids tell them apart, and so does the column `case`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fupin.divisions import PSEUDO_COUNTIES
from fupin.frames import SPECS
from fupin.testing import tables
from tests.agreement.engines import Frames, Rows, framed, rows_of

T = TypeVar("T")
CASES = 50
_ANY = (
    HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
)  # fmt: skip


def cases(of: st.SearchStrategy[T], number: int = CASES) -> list[T]:
    """So many draws, the same each time."""
    drawn: list[T] = []

    @settings(
        max_examples=number, phases=[Phase.generate], derandomize=True, database=None,
        deadline=None, suppress_health_check=_ANY,
    )  # fmt: skip
    @given(of)
    def keep(one: T) -> None:
        drawn.append(one)

    keep()
    return drawn


def joined(drawn: Iterable[Mapping[str, list[Any]]], *, places: bool = False) -> Frames:
    """All cases as one registry.

    Args:
        drawn: the registries, as lists of model objects.
        places: whether cities are told apart too, where places themselves are judged.
    """
    beside: Rows = {}
    for number, registry in enumerate(drawn):
        for name, rows in rows_of(registry).items():
            told = beside.setdefault(name, [])
            told += [_of_case(name, row, number, places=places) for row in rows]
    return framed(beside)


@cache
def together() -> Frames:
    """Drawn registries of every table as one: the one that most questions are put to."""
    return joined(cases(tables()))


def _of_case(table: str, row: Mapping[str, Any], number: int, *, places: bool) -> dict[str, Any]:
    types = SPECS[table].types
    cells: dict[str, Any] = {"case": f"case {number}"}
    for column, cell in row.items():
        kind = types.get(column) if cell is not None else None
        if kind == "id":
            cells[column] = f"{number}:{cell}"
        elif kind == "code" and places:
            cells[column] = _elsewhere(str(cell), number)
        else:
            cells[column] = cell
    return cells


def _elsewhere(code: str, number: int) -> str:
    """A code of the same province and level in a city of the case's own."""
    if not code.isdecimal() or len(code) < 4 or code[:6] in PSEUDO_COUNTIES:
        return code
    return f"{code[:2]}{number + 10:02}{code[4:]}"
