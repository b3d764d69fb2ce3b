"""Tables as they are read (读入): each column once, by its canonical type, or every fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

from fupin.errors import SchemaError
from fupin.frames import normalise
from fupin.frames.engines import Frame, Kind
from fupin.frames.tables import SPECS, ColumnType, TableSpec

Tables: TypeAlias = Mapping[str, Frame]
Columns: TypeAlias = Mapping[str, Mapping[str, ColumnType | None]]


def as_told(frame: Frame, kinds: Mapping[str, Any], table: str) -> Frame:
    """Columns of the user's own, read as the kinds that a rulebook declares.

    Args:
        frame: the table, with these columns.
        kinds: how each is to be read, by name.
        table: name of the table, for messages.
    """
    problems, read = [], []
    schema = frame.collect_schema() if kinds else {}
    for column, kind in kinds.items():
        how = normalise.read(column, schema[column], kind)
        if isinstance(how, str):
            problems.append(f"{how} @ {table}.{column}")
        else:
            read.append(how.value.alias(column))
    if problems:
        raise SchemaError(problems)
    return frame.with_columns(*read) if read else frame


def read(
    frames: Mapping[str, Frame], kinds: Mapping[str, Kind | None]
) -> tuple[Tables, Columns, Any]:
    """Every table with its columns read by their canonical types.

    Args:
        frames: the tables as they were given, by name.
        kinds: the kind of frame each was given as, for messages; None: a list.

    Returns:
        The tables with their marks of unreadable cells, the columns of each with their canonical
        types, and the one type of ids.

    Raises:
        SchemaError: a missing column or a wrong type; `.problems` lists every fault.
    """
    problems: list[str] = []
    schemas = {name: frame.collect_schema() for name, frame in frames.items()}
    ids = _type_of_ids(schemas, problems)
    tables: dict[str, Frame] = {}
    columns: dict[str, dict[str, ColumnType | None]] = {}
    for name, frame in frames.items():
        spec, schema = SPECS[name], schemas[name]
        problems += [
            f"missing column {c}: {name} has {', '.join(schema.names())} @ {name}"
            for c in spec.required
            if c not in schema.names()
        ]
        exprs: list[nw.Expr] = []
        columns[name] = {c: spec.types.get(c) for c in schema.names()}
        for column, dtype in schema.items():
            problem = _expressions(spec, column, dtype, ids, exprs)
            if problem:
                held = f" ({kinds[name]})" if kinds[name] else ""
                problems.append(f"{problem} @ {name}.{column}{held}")
        tables[name] = _doubtful(frame.select(*exprs) if exprs else frame)
    if problems:
        raise SchemaError(problems)
    return tables, columns, ids


def _expressions(
    spec: TableSpec, column: str, dtype: Any, ids: Any, into: list[nw.Expr]
) -> str | None:
    """Add the expressions that read one column; the fault, if its type is wrong."""
    kind = spec.types.get(column)
    if kind is None:
        into.append(nw.col(column))
        return None
    how = normalise.read(column, dtype, kind)
    if isinstance(how, str):
        return how
    value = how.value
    if kind == "id" and ids == nw.String and dtype != nw.String:
        value = value.cast(nw.String)
    into.append(value.alias(column))
    if how.unreadable is not None:
        into.append(how.unreadable.alias(normalise.UNREADABLE + column))
    return None


def _type_of_ids(schemas: Mapping[str, Any], problems: list[str]) -> Any:
    """Text or integer: the one type of ids through a registry."""
    found: dict[str, str] = {}
    for name, schema in schemas.items():
        for column, dtype in schema.items():
            if SPECS[name].types.get(column) != "id":
                continue
            if dtype == nw.String or isinstance(dtype, (nw.Categorical, nw.Enum)):
                found.setdefault("text", f"{name}.{column}")
            elif dtype.is_numeric():
                found.setdefault("integer", f"{name}.{column}")
    if len(found) > 1:
        problems.append(
            f"ids are text in {found['text']} and integer in {found['integer']}: "
            "give them one type @ registry"
        )
    return nw.Int64 if "integer" in found else nw.String


def _doubtful(frame: Frame) -> Frame:
    """Rows whose end could not be read lose their beginning too: they are unknown on every day."""
    names = frame.collect_schema().names()
    for end, also in (
        ("until", ("since",)),
        ("quota", ("since", "until")),
    ):
        mark = normalise.UNREADABLE + end
        if mark in names:
            frame = frame.with_columns(
                nw.when(~nw.col(mark)).then(nw.col(c)).alias(c) for c in also if c in names
            )
    for status in ("registration", "monitoring"):
        mark = f"{normalise.UNREADABLE}{status}_on"
        if mark in names and status in names:
            frame = frame.with_columns(
                nw.when(nw.col(mark)).then(nw.lit("?")).otherwise(nw.col(status)).alias(status)
            )
    return frame
