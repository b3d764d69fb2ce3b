"""Whole tables (整表): every canonical column, and beside it which of its cells cannot be read."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from fupin.frames import normalise
from fupin.frames.engines import Frame
from fupin.frames.registry import Registry
from fupin.frames.tables import SPECS


def whole(registry: Registry, table: str) -> Frame:
    """A table with every column and every mark; one that was not given is empty."""
    given, types = registry.given(table), SPECS[table].types
    there = set(given.collect_schema().names())
    absent = {c: normalise.empty(kind, registry.ids) for c, kind in types.items() if c not in there}
    marks = {normalise.UNREADABLE + c for c in types} - there
    return given.with_columns(**absent, **{mark: nw.lit(value=False) for mark in sorted(marks)})


def lacks(column: str) -> nw.Expr:
    """Whether nothing was given; what cannot be read was."""
    return nw.col(column).is_null() & ~nw.col(normalise.UNREADABLE + column)
