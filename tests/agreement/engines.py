"""The same tables as every engine holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
import duckdb
import ibis
import polars as pl

import fupin as fp
from fupin.frames import SPECS
from fupin.frames.nested import nested

Tables = Mapping[str, Sequence[Any]]
Rows = dict[str, list[dict[str, Any]]]
Frames = dict[str, pl.DataFrame]

_TYPES: dict[str, Any] = {
    "count": pl.Int64, "day": pl.Date, "flag": pl.Boolean, "yuan": pl.Decimal(15, 2),
    "share": pl.Decimal(9, 6),
    "amount": pl.Decimal(18, 4),
}  # fmt: skip


def rows_of(tables: Tables) -> Rows:
    """Model objects as rows; what households hold inside in tables of their own."""
    told: Rows = {
        name: [_row(record, name) for record in records] for name, records in tables.items()
    }
    for records in tables.values():
        for record in records:
            for name, row in nested(record):
                told.setdefault(name, []).append(row)
    return told


def _type_of(cells: Sequence[Any]) -> Any:
    """The type of a column of one's own."""
    kinds = {bool: "flag", int: "count", Decimal: "yuan"}
    kind = next((kinds.get(type(cell), "text") for cell in cells if cell is not None), "text")
    return _TYPES.get(kind, pl.String)


def _row(record: Any, table: str) -> dict[str, Any]:
    """The cells of a record; several words of one stand in one cell."""
    cells = {f.name: getattr(record, f.name) for f in attrs.fields(type(record))}
    several = {n: v for n, v in cells.items() if isinstance(v, tuple)}
    words = {n: ";".join(v) or None for n, v in several.items() if n in SPECS[table].types}
    return {n: v for n, v in cells.items() if n not in several} | words


def in_polars(tables: Tables) -> Frames:
    """Model objects as typed frames."""
    return framed(rows_of(tables))


def framed(tables: Rows) -> Frames:
    """Rows as typed frames; a column that is empty throughout is not there, as in a list."""
    frames = {}
    for name, rows in tables.items():
        spec = SPECS[name]
        schema = {c.name: _TYPES.get(c.type, pl.String) for c in spec.columns}
        own = sorted({column for row in rows for column in row} - set(schema))
        schema |= {column: _type_of([row[column] for row in rows]) for column in own}
        frame = pl.DataFrame(rows, schema=schema)
        empty = [c for c in frame.columns if frame[c].null_count() == frame.height and c not in own]
        frames[name] = frame.drop([c for c in empty if c not in spec.required])
    return frames


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Days as ISO text and numbers as text, as a CSV read without types gives them."""
    return frame.with_columns(pl.col(pl.Date, pl.Int64, pl.Decimal).cast(pl.String))


def _pandas_datetimes(frame: pl.DataFrame) -> Any:
    return frame.to_pandas()


def _pandas_objects(frame: pl.DataFrame) -> Any:
    import pandas as pd

    return pd.DataFrame({c: pd.Series(frame[c].to_list(), dtype=object) for c in frame.columns})


def _pandas_nullable(frame: pl.DataFrame) -> Any:
    return _pandas_objects(frame).convert_dtypes()


def _pandas_arrow(frame: pl.DataFrame) -> Any:
    return frame.to_pandas(use_pyarrow_extension_array=True)


def _duckdb(frame: pl.DataFrame) -> Any:
    return duckdb.from_arrow(frame.to_arrow())


Hold = Callable[[pl.DataFrame], Any]
ENGINES: dict[str, Hold] = {
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pandas": _pandas_datetimes,
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": _duckdb,
    "ibis": lambda frame: ibis.memtable(frame.to_arrow()),
}
WAYS: dict[str, Hold] = {
    **ENGINES,
    "polars-text": _texts,
    "polars-datetime": lambda frame: frame.with_columns(pl.col(pl.Date).cast(pl.Datetime("us"))),
    "pandas-nullable": _pandas_nullable,
    "pandas-objects": _pandas_objects,
    "pandas-arrow": _pandas_arrow,
}
"""What else an engine may hold in its columns; it differs until they are read, and not after."""


def hold(engine: str, frame: pl.DataFrame) -> Any:
    """The same rows as an engine holds them."""
    if engine == "pyspark":
        from tests.spark.cluster import laid_down  # of Spark nothing is read where it is not asked

        return laid_down(frame)
    return WAYS[engine](frame)


def registered(engine: str, frames: Frames) -> fp.Registry:
    """A registry of these tables as an engine holds them, or "lists"."""
    if engine == "lists":
        return fp.Registry.of(**{name: frame.to_dicts() for name, frame in frames.items()})
    if engine == "pyspark":
        from tests.spark.cluster import registered as on_spark

        return on_spark(frames)
    return fp.Registry.of(**{name: hold(engine, frame) for name, frame in frames.items()})


_KEPT: dict[tuple[str, int], tuple[Frames, fp.Registry]] = {}


def held_by(engine: str, frames: Frames) -> fp.Registry:
    """The same, made once: asking changes nothing about a registry."""
    key = (engine, id(frames))
    if key not in _KEPT:
        _KEPT[key] = (frames, registered(engine, frames))
    return _KEPT[key][1]


def listed(frames: Frames) -> fp.Registry:
    """The same rows as lists hold them."""
    return held_by("lists", frames)
