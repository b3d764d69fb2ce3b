"""Columns as people have them are read alike by every engine, and three values stay three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl
import pytest

import fupin as fp
from fupin.dates import Period
from fupin.errors import SchemaError
from fupin.frames import SPECS, engines
from fupin.frames.planes import (
    CERTAIN,
    NEVER,
    UNKNOWN,
    Plane,
    count,
    covers,
    holds,
    known,
    overlaps,
)
from fupin.frames.planes import one_of as one_of_words
from fupin.outcomes import Outcome
from tests.agreement.engines import hold

pytestmark = pytest.mark.every_way
NAN, INFINITE = float("nan"), float("inf")
FEN = pl.Decimal(18, 2)


@attrs.frozen
class Column:
    """Cells of a column, what they are read as, and how many cannot be.

    Attributes:
        name: the table and the column.
        cells: what was given.
        read: what it is read as.
        lost: how many cells were given and cannot be read.
    """

    name: str
    cells: pl.Series
    read: list[Any]
    lost: int = 0


def _flags(cells: list[Any], read: list[Any], lost: int = 0, **kind: Any) -> Column:
    return Column("surveys.water", pl.Series(cells, **kind), read, lost)


def _codes(cells: list[Any], read: list[Any], lost: int = 0, **kind: Any) -> Column:
    return Column("households.division", pl.Series(cells, **kind), read, lost)


def _days(cells: list[Any], read: list[Any], lost: int = 0, **kind: Any) -> Column:
    return Column("surveys.income_until", pl.Series(cells, **kind), read, lost)


def _yuan(cells: list[Any], fen: list[Any], lost: int = 0, **kind: Any) -> Column:
    return Column("surveys.net_income_per_head", pl.Series(cells, **kind), fen, lost)


def _counts(cells: list[Any], read: list[Any], lost: int = 0, **kind: Any) -> Column:
    return Column("households.size", pl.Series(cells, **kind), read, lost)


VILLAGE = "510824102201"
DAY = dt.date(2016, 12, 1)
MIDNIGHT, MORNING = dt.datetime(2016, 12, 1), dt.datetime(2016, 12, 1, 8)  # noqa: DTZ001

COLUMNS = {
    "flags": _flags([True, False, None], [True, False, None]),
    "flags of nothing": _flags([None, None], [None, None], dtype=pl.Boolean),
    "flags as numbers": _flags([1, 0, None, 7, -1], [True, False, None, None, None], 2),
    "flags as floats": _flags([1.0, 0.0, NAN, None, 0.5], [True, False, None, None, None], 1),
    "flags as words": _flags(
        ["是", "否", "有", "无", "√", "×", None, ""], [True, False] * 3 + [None, None]
    ),
    "flags in English": _flags(
        ["Yes", "no", "TRUE", "False", "y", "N", "1", "0", "maybe", "是的"],
        [True, False] * 4 + [None, None], 2,
    ),
    "codes": _codes(
        [VILLAGE, "510824", "5108", "", None, "51x8", "5108 ", "５１０８"],
        [VILLAGE, "510824", "5108", None, None, "51x8", "5108 ", "５１０８"], 3,
    ),
    "codes as integers": _codes([int(VILLAGE), 510824, None], [VILLAGE, "510824", None]),
    "codes as floats": _codes([float(VILLAGE), 510824.0, NAN], [VILLAGE, "510824", None]),
    "days": _days([DAY, None], [DAY, None]),
    "days as timestamps": _days([MIDNIGHT, MORNING, None], [DAY, None, None], 1),
    "days as text": _days(
        ["2016-12-01", "2016-02-29", "", None], [DAY, dt.date(2016, 2, 29), None, None]
    ),
    "impossible days": _days(
        ["2015-02-29", "2016-13-01", "2016-12", "2016-12-1", "20161201", "1.12.2016",
         "２016-12-01"],
        [None] * 7, 7,
    ),
    "yuan as decimals": _yuan(["2952.01", "-5.00", None], [295201, -500, None], dtype=FEN),
    "yuan as integers": _yuan([3210, 0, -7, None], [321000, 0, -700, None]),
    "yuan as floats": _yuan(
        [3210.5, 2952.01, 0.1 + 0.2, NAN, None, 2952.005, 1e13, INFINITE],
        [321050, 295201, 30, None, None, None, None, None], 3,
    ),
    "yuan as text": _yuan(
        ["3210", "3210.5", "-5.00", "", None, "3,210", "1e3", "3210.505", "３２１０"],
        [321000, 321050, -500, None, None, None, None, None, None], 4,
    ),
    "counts": _counts([4, None], [4, None], dtype=pl.Int64),
    "narrow counts": _counts([4, None], [4, None], dtype=pl.Int8),
    "counts without a sign": _counts([4, 255], [4, 255], dtype=pl.UInt16),
    "counts as floats": _counts([4.0, 4.5, NAN, None, INFINITE, 1e300], [4, *[None] * 5], 3),
    "counts as text": _counts(["4", "four", "4.0", "", None, "４"], [4, *[None] * 5], 3),
}  # fmt: skip


def table(rows: int, name: str, **columns: pl.Series) -> pl.DataFrame:
    """Rows of a table, one after the other by their key, with what else it must have."""
    key, *others = SPECS[name].required
    kinds = SPECS[name].types
    lacking = {
        other: pl.Series([None] * rows, dtype=pl.Date if kinds[other] == "day" else pl.String)
        for other in others
    }
    return pl.DataFrame({key: [f"N-{row}" for row in range(rows)], **lacking, **columns})


@cache
def given(name: str) -> tuple[str, str, pl.DataFrame]:
    """The table and the column of a case, and rows with its cells."""
    of, column = COLUMNS[name].name.split(".")
    cells = COLUMNS[name].cells
    return of, column, table(len(cells), of, **{column: cells})


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_is_read_alike_by_every_engine(engine: str, name: str) -> None:
    """The values, row by row, and how many are lost."""
    of, column, frame = given(name)
    registry = fp.Registry.of(**{of: hold(engine, frame)})
    key = SPECS[of].required[0]
    told = engines.collect(registry.frame(of, key, column)).sort(key)
    assert told[column].to_list() == COLUMNS[name].read
    assert registry.check().counts.get(f"{of}.{column} unreadable", 0) == COLUMNS[name].lost


@pytest.mark.parametrize(
    ("column", "cells", "fault"),
    [
        ("income_until", [3.5], "type Float64: expected days"),
        ("income_until", [True], "type Boolean: expected days"),
        ("net_income_per_head", [True], "type Boolean: expected yuan"),
        ("school_age_children", [False], "type Boolean: expected whole numbers"),
    ],
)
def test_a_type_that_cannot_be_read_is_refused_by_name(
    engine: str, column: str, cells: list[Any], fault: str
) -> None:
    """Of the column and of the kind of frame, before anything is computed."""
    held = hold(engine, table(1, "surveys", **{column: pl.Series(cells)}))
    with pytest.raises(SchemaError) as told:
        fp.Registry.of(surveys=held)
    kind = engines.take(held, "surveys")[1]
    assert told.value.problems == (f"{fault} @ surveys.{column} ({kind})",)


THREE = (True, False, None)
PAIRS = list(product(THREE, THREE))
DAYS = (None, *(DAY + dt.timedelta(days) for days in range(4)))
PERIODS = list(product(DAYS, DAYS))
MIDST = DAY + dt.timedelta(1)
WINDOW = Period(MIDST, DAY + dt.timedelta(3))


@cache
def laid() -> pl.DataFrame:
    """Every pair of yes, no and nothing; every period of a few days; some words."""
    rows = len(PERIODS)
    pairs = [PAIRS[row % len(PAIRS)] for row in range(rows)]
    words = ["in-need", "exited", "soon", None]
    return pl.DataFrame(
        {
            "kind": [words[row % len(words)] for row in range(rows)],
            "helper": ["D-1"] * rows,
            "party": [f"N-{row:02}" for row in range(rows)],
            "one": [pair[0] for pair in pairs],
            "other": [pair[1] for pair in pairs],
            "since": pl.Series([period[0] for period in PERIODS], dtype=pl.Date),
            "until": pl.Series([period[1] for period in PERIODS], dtype=pl.Date),
        }
    )


def _one_of(word: str | None) -> Outcome:
    return Outcome.of({"in-need": True, "exited": False, None: False}.get(word))


ONE, OTHER = known(nw.col("one")), known(nw.col("other"))
CONDITIONS: dict[str, tuple[Plane, Callable[[dict[str, Any]], Outcome]]] = {
    "known": (ONE, lambda row: Outcome.of(row["one"])),
    "and": (ONE & OTHER, lambda row: Outcome.of(row["one"]) & Outcome.of(row["other"])),
    "or": (ONE | OTHER, lambda row: Outcome.of(row["one"]) | Outcome.of(row["other"])),
    "certain": (ONE | CERTAIN, lambda _: Outcome.MET),
    "never": (ONE & NEVER, lambda _: Outcome.UNMET),
    "unknown": (ONE & UNKNOWN, lambda row: Outcome.of(row["one"]) & Outcome.UNKNOWN),
    "equal": (
        known(nw.col("one") == nw.col("other")),
        lambda row: Outcome.of(None if None in (row["one"], row["other"])
                               else row["one"] == row["other"]),
    ),
    "one of": (
        one_of_words("kind", ["in-need"], ["in-need", "exited", ""]),
        lambda row: _one_of(row["kind"]),
    ),
    "holds": (holds(MIDST), lambda row: Period(row["since"], row["until"]).holds(MIDST)),
    "overlaps": (
        overlaps(WINDOW), lambda row: Period(row["since"], row["until"]).overlaps(WINDOW)
    ),
    "covers": (
        covers(WINDOW), lambda row: Period(row["since"], row["until"]).covers(WINDOW)
    ),
}  # fmt: skip


def test_three_values_are_three_on_every_engine(engine: str) -> None:
    """Each combination of them: sure and possible are yes or no, and say what Kleene's logic says.

    On each engine as a registry reads it, so that nothing is left to its own idea of nothing.
    """
    registry = fp.Registry.of(links=hold(engine, laid()))
    own = {"one": "flag", "other": "flag"}
    frame = registry.frame("links", "party", "kind", "since", "until", *own, own=own)
    planes = {name: plane for name, (plane, _) in CONDITIONS.items()}
    asked = frame.select(
        "party",
        *(expr for name, plane in planes.items() for expr in plane.columns(name)),
        *(count(plane.unknown).alias(f"{name}#") for name, plane in planes.items()),
    )
    told = engines.collect(asked).sort("party").to_dicts()
    for row, found in zip(laid().to_dicts(), told, strict=True):
        for name, (_, expected) in CONDITIONS.items():
            outcome = Outcome.bounds(found[name], found[f"{name}?"])
            assert outcome is expected(row), (name, row)
            assert {type(found[name]), type(found[f"{name}?"])} == {bool}
            assert found[f"{name}#"] == (outcome is Outcome.UNKNOWN)
