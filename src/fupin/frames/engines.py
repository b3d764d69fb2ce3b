"""Which dataframe a table is, and how results go back as the same kind.

Frames in memory (pandas, PyArrow, Polars, lists of model objects) are computed by Polars, the
embedded engine, and handed back as what they were. Frames that stand elsewhere (DuckDB, Ibis,
Spark) or are plans already (Polars LazyFrame) are computed where they are, through narwhals, and
stay lazy.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.errors import MissingExtraError, SchemaError
from fupin.frames.tables import SPECS

Kind: TypeAlias = Literal["polars", "polars-lazy", "pandas", "pyarrow", "duckdb", "ibis", "pyspark"]
Frame: TypeAlias = "nw.LazyFrame[Any]"

IN_MEMORY: frozenset[Kind] = frozenset({"polars", "pandas", "pyarrow"})
_EAGER: dict[nw.Implementation, Kind] = {
    nw.Implementation.POLARS: "polars",
    nw.Implementation.PANDAS: "pandas",
    nw.Implementation.PYARROW: "pyarrow",
}
_LAZY: dict[nw.Implementation, Kind] = {
    nw.Implementation.POLARS: "polars-lazy",
    nw.Implementation.DUCKDB: "duckdb",
    nw.Implementation.IBIS: "ibis",
    nw.Implementation.PYSPARK: "pyspark",
    nw.Implementation.PYSPARK_CONNECT: "pyspark",
}

_NOT_DASK = (
    "frames of dask are not supported: through narwhals Dask reads no day from text, and makes "
    "words of a yes or no where some are missing; .compute() makes a pandas frame of it"
)
_EXPECTED = (
    "a frame of pandas, Polars, PyArrow, DuckDB, Ibis or PySpark, or a list of model objects"
)


def take(table: object, name: str) -> tuple[Frame, Kind | None]:
    """A table as a lazy frame, and what it was; None for a list of model objects.

    Raises:
        SchemaError: not a table, or of a kind that is not supported.
        MissingExtraError: pandas is read through PyArrow, which is not installed.
    """
    if isinstance(table, Sequence) and not isinstance(table, str):
        return _lazy(_from_objects(table, name)), None
    native: Any = table
    if nw.dependencies.is_dask_dataframe(native):
        raise SchemaError([f"{_NOT_DASK} @ {name}"])
    try:
        frame: Any = nw.from_native(native)
    except TypeError:
        fault = f"{type(table).__name__} is no table: expected {_EXPECTED} @ {name}"
        raise SchemaError([fault]) from None
    lazy = isinstance(frame, nw.LazyFrame)
    kind = (_LAZY if lazy else _EAGER).get(frame.implementation)
    if kind is None:
        engine = frame.implementation.name.lower()
        fault = f"frames of {engine} are not supported: expected {_EXPECTED} @ {name}"
        raise SchemaError([fault])
    return (frame if lazy else _lazy(_in_polars(frame, name))), kind


def give(frame: Frame, kind: Kind) -> Any:
    """A result as the kind of frame the registry was made of."""
    if kind not in IN_MEMORY:
        return frame.to_native()
    result = collect(frame)
    if kind == "pandas":
        return result.to_pandas()
    return result.to_arrow() if kind == "pyarrow" else result


def listed(frame: Frame, kind: Kind) -> Any:
    """A list of units as the kind of frame the registry was made of: in order, or still a plan."""
    if kind not in IN_MEMORY:
        return give(frame, kind)
    return give(_lazy(_in_order(collect(frame))), kind)


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by their first column, and by the others where it does not tell them apart."""
    first = rows.columns[0]
    ordered = rows.sort(first, nulls_last=True)
    if ordered[first].n_unique() == rows.height:  # an id, mostly: then the others need no look
        return ordered
    return rows.sort(rows.columns, nulls_last=True)


def collect(frame: Frame) -> pl.DataFrame:
    """A small result, in memory."""
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        return native.collect(engine="streaming")
    with _through_arrow(_LAZY[frame.implementation]):
        result: pl.DataFrame = frame.collect("polars").to_native()
    return result


def move(frame: Frame, beside: Frame) -> Frame:
    """A small table made in memory, where another stands that it is to be joined with."""
    kind = _LAZY[beside.implementation]
    if kind == "polars-lazy":
        return frame
    with _through_arrow(kind):
        rows = nw.from_native(collect(frame))
        native = beside.to_native()
        if kind == "duckdb":  # only tables of one connection can be joined
            arrow = rows.to_arrow()  # noqa: F841 - DuckDB finds it by its name
            return _as_lazy(native.query("beside", "select * from arrow"))
        session = native.sparkSession if kind == "pyspark" else None
        moved: Frame = rows.lazy(beside.implementation, session=session)
    return moved


def _lazy(frame: pl.DataFrame) -> Frame:
    return _as_lazy(frame.lazy())


def _as_lazy(native: Any) -> Frame:
    frame: Frame = nw.from_native(native)
    return frame


def _from_objects(objects: Sequence[Any], name: str) -> pl.DataFrame:
    """Fields of model objects, or of dicts, as columns.

    What is None throughout counts as not given; the columns of the key, and fields of one's own,
    are always there.
    """
    wrong = sorted({type(o).__name__ for o in objects if not _is_row(o)})
    if wrong:
        raise SchemaError(
            [f"list of {', '.join(wrong)}: expected model objects, or a frame @ {name}"]
        )
    known = SPECS[name].types if name in SPECS else {}
    cells = [_cells(o, known) for o in objects]
    names = dict.fromkeys(n for row in cells for n in row)
    columns = {n: [row.get(n) for row in cells] for n in names}
    kept = {n: c for n, c in columns.items() if n not in known or any(v is not None for v in c)}
    required = SPECS[name].required if name in SPECS else ()
    kept |= {n: [None] * len(cells) for n in required if n not in kept}
    return pl.DataFrame([_strict(column, n, name) for n, column in kept.items()])


def _is_row(item: object) -> bool:
    return isinstance(item, Mapping) or attrs.has(type(item))


def _cells(item: Any, known: Container[str]) -> dict[str, Any]:
    """One row: flat fields by name; a tuple of words is joined by ;, nested values are left out.

    So are words that stand in a table of their own.
    """
    if isinstance(item, Mapping):
        return dict(item)
    cells = {field.name: getattr(item, field.name) for field in attrs.fields(type(item))}
    if hasattr(item, "post"):
        cells["post"] = item.post
    nested = {n: v for n, v in cells.items() if isinstance(v, tuple)}
    here = {n: v for n, v in nested.items() if v and n in known}
    words = {n: ";".join(v) for n, v in here.items() if all(isinstance(w, str) for w in v)}
    return {n: v for n, v in cells.items() if n not in nested} | words


def _strict(cells: list[Any], column: str, table: str) -> pl.Series:
    try:
        return pl.Series(column, cells, strict=True)
    except (TypeError, pl.exceptions.PolarsError):
        raise SchemaError([f"cells of unlike types @ {table}.{column}"]) from None


def _in_polars(frame: Any, name: str) -> pl.DataFrame:
    """An in-memory frame as Polars, column by column, so that a fault is named by its column."""
    if frame.implementation is nw.Implementation.POLARS:
        native: pl.DataFrame = frame.to_native()
        return native
    if frame.implementation is nw.Implementation.PYARROW:
        taken = pl.from_arrow(frame.to_native())
        assert isinstance(taken, pl.DataFrame)
        return taken
    pandas = frame.to_native()
    columns, faults = {}, []
    with _through_arrow("pandas"):
        for column in pandas.columns:
            try:
                columns[str(column)] = pl.from_pandas(pandas[column].reset_index(drop=True))
            except ModuleNotFoundError:
                raise
            except Exception as error:  # PyArrow's message holds the cell: it is not passed on
                faults.append(
                    f"cells of unlike types ({type(error).__name__}): expected one type in a "
                    f"column @ {name}.{column}"
                )
    if faults:
        raise SchemaError(faults)
    return pl.DataFrame(columns)


_SPELLED = {"duckdb": "DuckDB", "ibis": "Ibis", "pyspark": "Spark", "pandas": "pandas"}


class _through_arrow:  # noqa: N801 - used as a statement
    """Says in one sentence that PyArrow is what is missing."""

    def __init__(self, kind: Kind) -> None:
        self.kind = _SPELLED[kind]

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ModuleNotFoundError):
            raise MissingExtraError(
                f"frames of {self.kind} are read through PyArrow, which is not installed: "
                "pip install pyarrow"
            ) from None
