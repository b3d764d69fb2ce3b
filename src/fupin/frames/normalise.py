"""The boundary: columns of whatever type people have, read as the canonical types.

Every column is read once, here, by its declared type. What cannot be read becomes empty and is
remembered in a column beside it (``?name``), so that the row answers unknown and `check()` can
say where; nothing is guessed. Only text can be unreadable, or a float that is no whole number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.dates import ISO_DAY
from fupin.frames.tables import ColumnType

UNREADABLE = "?"
YES = ("是", "有", "√", "yes", "true", "y", "1")
NO = ("否", "无", "×", "no", "false", "n", "0")
_COUNT = r"^-?[0-9]{1,15}$"
DECIMALS: Mapping[str, int] = MappingProxyType({"yuan": 2, "amount": 4, "share": 6})
"""How many decimals exact numbers have, by type: they are kept as so many parts of one."""
PARTS_OF_ONE: Mapping[str, int] = MappingProxyType({n: 10**d for n, d in DECIMALS.items()})
_MOST = 10**15
_DIGITS_BEFORE = {"yuan": 12, "amount": 9, "share": 6}
_NOISE = 2**-48  # of an amount: what a double may be off by after some sums
_DIGITS = 18
"""Decimals of so many digits and no more are exact when they are multiplied, on every engine."""


@attrs.frozen
class Reading:
    """How a column is read: its value, and which rows could not be; None: all can.

    Attributes:
        value: the value in its canonical type.
        unreadable: true where a cell was given and could not be read.
    """

    value: nw.Expr
    unreadable: nw.Expr | None = None


_SAMPLES: dict[ColumnType, Any] = {
    "id": 0,
    "text": "",
    "code": "",
    "day": dt.date(1970, 1, 1),
    "count": 0,
    "flag": False,
    "yuan": 0,
    "amount": 0,
    "share": 0,
}


def empty(kind: ColumnType, ids: Any = nw.String) -> nw.Expr:
    """A column of nothing, in its canonical type."""
    nothing = _nothing(kind, nw.lit(value=False))
    return nothing.cast(ids) if kind == "id" else nothing


def _nothing(kind: ColumnType, given: nw.Expr) -> nw.Expr:
    sample = _SAMPLES[kind]
    cells = nw.when(given).then(nw.lit(sample))
    return cells.cast(nw.Int64) if isinstance(sample, int) and sample is not False else cells


def read(name: str, dtype: Any, kind: ColumnType) -> Reading | str:
    """How to read a column, or what was wrong with its type, in words.

    Args:
        name: the column.
        dtype: its narwhals type.
        kind: the canonical type it is to have.
    """
    column = nw.col(name)
    if dtype == nw.Unknown:  # a column of nothing: its cells have no type yet
        return Reading(_nothing(kind, _given(column)))
    if isinstance(dtype, (nw.Categorical, nw.Enum)):
        column, dtype = column.cast(nw.String), nw.String()
    if kind in ("text", "code", "id") and dtype == nw.String:
        return Reading(nw.when(column != "").then(column))
    if kind in ("code", "id") and (dtype.is_integer() or dtype.is_float()):
        # An id may have more digits than anything that is counted.
        told = Reading(column.cast(nw.Int64)) if dtype.is_integer() else _whole(column, dtype)
        return told if kind == "id" else attrs.evolve(told, value=told.value.cast(nw.String))
    if kind in DECIMALS:
        return _exact(column, dtype, kind)
    readers = {"day": _day, "count": _count, "flag": _flag}
    if kind in readers:
        return readers[kind](column, dtype)
    return f"type {dtype}: expected {kind}"


def _day(column: nw.Expr, dtype: Any) -> Reading | str:
    if dtype == nw.Date:
        return Reading(column)
    if isinstance(dtype, nw.Datetime):
        if dtype.time_zone is not None:
            return "timestamps with a time zone: expected days, or naive timestamps at midnight"
        # A time of day would be dropped by the cast: such a cell is unreadable instead.
        whole = column.cast(nw.Date)
        midnight = whole.cast(nw.Datetime) == column.cast(nw.Datetime)
        return Reading(nw.when(midnight).then(whole), _given(column) & ~_true(midnight))
    if dtype == nw.String:
        good = column.fill_null("").str.contains(ISO_DAY)
        text = nw.when(good).then(column)
        return Reading(text.str.to_date("%Y-%m-%d"), _given(column) & (column != "") & ~good)
    return f"type {dtype}: expected days"


def _count(column: nw.Expr, dtype: Any) -> Reading | str:
    if dtype.is_integer() or dtype.is_float():
        return _whole(column, dtype)
    if dtype == nw.String:
        good = column.fill_null("").str.contains(_COUNT)
        text = nw.when(good).then(column)
        return Reading(text.cast(nw.Int64), _given(column) & (column != "") & ~good)
    return f"type {dtype}: expected whole numbers"


def _whole(column: nw.Expr, dtype: Any) -> Reading:
    """Whole numbers; one that is none, or too large to be one, cannot be read."""
    if dtype in _NARROW:
        return Reading(column.cast(nw.Int64))
    fits = column <= _MOST
    if dtype.is_float():
        column = _no_nan(column)
        small = _within(column, _MOST)
        fits = small.round(0) == small
    elif dtype.is_signed_integer():
        fits = fits & (column >= -_MOST)
    good = _true(fits)
    return Reading(nw.when(good).then(column).cast(nw.Int64), _given(column) & ~good)


_NARROW = (nw.Int8, nw.Int16, nw.Int32, nw.UInt8, nw.UInt16, nw.UInt32)


def _exact(column: nw.Expr, dtype: Any, kind: ColumnType) -> Reading | str:
    """Whole parts, such as fen; a number finer than these, or too large, cannot be read."""
    decimals, digits = DECIMALS[kind], _DIGITS_BEFORE[kind]
    parts, most = 10**decimals, 10**digits
    if dtype.is_integer():
        whole = _whole(column, dtype).value
        small = _true((whole >= -most) & (whole <= most))
        return Reading(nw.when(small).then(whole) * parts, _given(column) & ~small)
    if dtype == nw.String:
        written = rf"^-?[0-9]{{1,{digits}}}(\.[0-9]{{1,{decimals}}})?$"
        good = column.fill_null("").str.contains(written)
        text = nw.when(good).then(column)
        # 15 digits and less are exact in a double: the parts are whole after rounding.
        told = (text.cast(nw.Float64) * parts).round(0)
        return Reading(told.cast(nw.Int64), _given(column) & (column != "") & ~good)
    if isinstance(dtype, nw.Decimal) and dtype.scale <= decimals and dtype.precision <= _DIGITS:
        small = _within(column, most)
        return Reading((small * parts).cast(nw.Int64), _given(column) & small.is_null())
    if dtype == nw.Float64 or dtype.is_decimal():
        amount = _no_nan(column.cast(nw.Float64))
        small = _within(amount, most)
        told = (small * parts).round(0)
        exact = _true((small * parts - told).abs() <= small.abs() * (parts * _NOISE))
        return Reading(nw.when(exact).then(told).cast(nw.Int64), _given(amount) & ~exact)
    return f"type {dtype}: expected {'yuan' if kind == 'yuan' else 'numbers'}"


def _flag(column: nw.Expr, dtype: Any) -> Reading | str:
    if dtype == nw.Boolean:
        return Reading(column)
    if dtype.is_integer() or dtype.is_float():
        number = _no_nan(column) if dtype.is_float() else column
        yes, no, given = _true(number == 1), _true(number == 0), _given(number)
    elif dtype == nw.String:
        word = column.fill_null("").str.to_lowercase()
        yes, no, given = word.is_in(YES), word.is_in(NO), word != ""
    else:
        return f"type {dtype}: expected yes or no"
    return Reading(nw.when(yes | no).then(yes), given & ~yes & ~no)


def _no_nan(column: nw.Expr) -> nw.Expr:
    """A float that is no number is nothing."""
    told: nw.Expr = nw.when(~column.is_nan()).then(column)
    return told


def _within(column: nw.Expr, most: int) -> nw.Expr:
    """A number that is not too large, else nothing: some engines round to integers."""
    told: nw.Expr = nw.when(column.abs() <= most).then(column)
    return told


def _given(column: nw.Expr) -> nw.Expr:
    return ~column.is_null()


def _true(condition: nw.Expr) -> nw.Expr:
    """A condition with unknown as false, in the one form that is right on every engine."""
    return condition.fill_null(value=False)
