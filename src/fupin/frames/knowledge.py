"""What was known on a day (录入日、撤销日): the rows of a table that stood then.

A row is known from the day it was recorded until the day before it was withdrawn. Where one of the
two cannot be read, or it was withdrawn before it was recorded, nobody knows whether it stands: such
a row is kept, and neither what it says is known, nor when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import narwhals.stable.v2 as nw

from fupin.frames.engines import Frame
from fupin.frames.normalise import UNREADABLE
from fupin.frames.planes import CERTAIN, Plane, known
from fupin.frames.tables import KNOWLEDGE, TableSpec

RECORDED, WITHDRAWN = (column.name for column in KNOWLEDGE)
DOUBTFUL = f"{UNREADABLE}standing"
"""The mark of a row of which it is not known whether it stands."""

_STATUSES = ("registration", "monitoring")


def crossed() -> nw.Expr:
    """Whether a row was withdrawn before it was recorded; both on one day is no fault."""
    return known(nw.col(RECORDED) > nw.col(WITHDRAWN)).sure


def standing(frame: Frame, columns: Collection[str], on: dt.date | None) -> Frame:
    """The rows that stood on a day, or may have, marked where that can be doubted.

    Args:
        frame: a table with its marks of unreadable cells.
        columns: the columns that were given.
        on: the day of knowledge; None: every row that was not withdrawn stands.
    """
    asked = [WITHDRAWN] if on is None else [RECORDED, WITHDRAWN]
    days = [name for name in asked if name in columns]
    if not days:
        return frame
    unreadable = [f"{UNREADABLE}{name}" for name in days]
    marks = [mark for mark in unreadable if mark in frame.collect_schema().names()]
    stands = CERTAIN
    for name in days:
        stays = _stays(name, on).fill_null(value=True)
        stands = stands & Plane(stays, stays)
    for mark in marks:
        stands = stands & Plane(~nw.col(mark), nw.lit(value=True))
    both = {RECORDED, WITHDRAWN} <= {*columns}
    if both:
        stands = Plane(stands.sure & ~crossed(), stands.possible | crossed())
    kept = frame.filter(stands.possible)
    return kept.with_columns((~stands.sure).alias(DOUBTFUL)) if marks or both else kept


def _stays(name: str, on: dt.date | None) -> nw.Expr:
    """Whether a row stands by one of its days; empty where that day is."""
    day = nw.col(name)
    if on is None:
        return day.is_null()
    return day <= nw.lit(on) if name == RECORDED else day > nw.lit(on)


def said(frame: Frame, spec: TableSpec, columns: Collection[str]) -> Frame:
    """The rows that `standing` kept; of those in doubt no more than which record it is."""
    dated = RECORDED in columns or WITHDRAWN in columns
    if not dated or DOUBTFUL not in frame.collect_schema().names():
        return frame
    which = {name for name in spec.key if spec.types[name] != "day"}
    firm = nw.when(~nw.col(DOUBTFUL))
    cells = {c: firm.then(nw.col(c)) for c in columns if c not in {*which, RECORDED, WITHDRAWN}}
    # A status that is empty was never entered: one that nobody knows is a word of no vocabulary.
    words = {c: cells[c].otherwise(nw.lit("?")) for c in _STATUSES if c in cells}
    return frame.with_columns(spec.key[0], **{**cells, **words}).drop(DOUBTFUL)
