"""Acts by calendar month, quarter or year (分期): each where it was done, those of a rhythm in all.

An act of which it is not known in which it was done stands in a row without one, so that the rows
add up to the whole window.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.work.rhythms import month_of, since_then
from fupin.dates import Period, Unit, add_months
from fupin.errors import QuestionError
from fupin.frames.engines import Frame, move
from fupin.frames.planes import count, known
from fupin.model.acts import RHYTHMS

MOST = 600
"""So many slots and no more: fifty years of months."""

_NOWHERE = -1


@attrs.frozen(slots=False)
class Slots:
    """The calendar months, quarters or years of a window (分期).

    Example:
        >>> from fupin.dates import Period
        >>> [name for name, _ in Slots("quarter", Period("2016-02-01", "2016-09-10")).told]
        ['2016-Q1', '2016-Q2', '2016-Q3']

    Attributes:
        unit: "month", "quarter" or "year".
        window: the window; it has both ends.
    """

    unit: Unit
    window: Period

    def __attrs_post_init__(self) -> None:
        if self.window.since is None:
            raise QuestionError(f"by= {self.unit}: say in window= of which days")
        if len(self.told) > MOST:
            said = f"by= {self.unit}: window= has {len(self.told)} of them"
            raise QuestionError(f"{said}; expected {MOST} at most")

    @cached_property
    def told(self) -> list[tuple[str, Period]]:
        """The name of each, and those of its days that lie in the window."""
        first, end = self.window.since or dt.date.min, self.window.until or dt.date.max
        begins = dt.date(first.year, (first.month - 1) // self._step * self._step + 1, 1)
        told = []
        while begins < end:
            after = add_months(begins, self._step)
            told.append((self._name(begins), Period(max(begins, first), min(after, end))))
            begins = after
        return told

    @property
    def _step(self) -> int:
        return RHYTHMS[self.unit]

    def _name(self, begins: dt.date) -> str:
        if self.unit == "month":
            return f"{begins:%Y-%m}"
        quarter = f"-Q{(begins.month + 2) // 3}" if self.unit == "quarter" else ""
        return f"{begins.year}{quarter}"

    def laid(self, rows: Frame, beside: Frame) -> Frame:
        """Acts as `counted` gives them, once for each slot that they were done in.

        Args:
            rows: the acts.
            beside: a table of the registry, where the slots are put to be joined.

        Returns:
            The acts with `period`, the name of the slot; empty where it is not known. `_times` is
            how often they were done in it.
        """
        dated, rhythm, sure = nw.col("_dated"), nw.col("_rhythm"), nw.col("_times") > 0
        first = self._number(nw.when(dated).then(nw.col("on")).otherwise(nw.col("since")))
        within = dated | known(first == self._last(nw.col("until"))).sure
        begun = nw.when(first > 0).then(first).otherwise(nw.lit(0))
        single = nw.when(within & sure).then(first).otherwise(nw.lit(_NOWHERE))
        numbered = rows.with_columns(
            _first=nw.when(rhythm).then(begun).otherwise(single).cast(nw.Int64),
            _many=count(rhythm),
        )
        each = numbered.join(self._table(beside), on=["_many", "_first"], how="inner")
        often = since_then(nw.col("_till")) - since_then(nw.col("_from"))
        told = each.with_columns(
            _times=nw.when(rhythm).then(often).otherwise(nw.col("_times")).cast(nw.Int64)
        )
        return told.filter((nw.col("_times") > 0) | (nw.col("_may") > 0))

    def _number(self, on: nw.Expr) -> nw.Expr:
        """The number of the slot that a day lies in, from 0."""
        first = self.told[0][1].since or dt.date.min
        begun = (first.year * 12 + first.month - 1) // self._step
        return (month_of(on) // self._step).cast(nw.Int64) - begun

    def _last(self, end: nw.Expr) -> nw.Expr:
        """The number of the slot of the last day before another."""
        month = month_of(end) - count(known(end.dt.day() == 1).sure)
        first = self.told[0][1].since or dt.date.min
        begun = (first.year * 12 + first.month - 1) // self._step
        return (month // self._step).cast(nw.Int64) - begun

    def _table(self, beside: Frame) -> Frame:
        """The slot of an act done once; those of one in a rhythm, from the first on; or none."""
        numbers = range(len(self.told))
        pairs = [(0, n, n) for n in numbers]
        pairs += [(1, first, n) for first in numbers for n in numbers[first:]]
        columns = {
            "_many": [many for many, _, _ in pairs],
            "_first": [first for _, first, _ in pairs],
            "period": [self.told[n][0] for _, _, n in pairs],
            "_from": [self.told[n][1].since for _, _, n in pairs],
            "_till": [self.told[n][1].until for _, _, n in pairs],
        }
        nowhere = {"_many": [0], "_first": [_NOWHERE], "period": [None], "_from": [None]}
        told = pl.DataFrame(columns)
        none = pl.DataFrame({**nowhere, "_till": [None]}, schema=told.schema)
        frame: Frame = nw.from_native(pl.concat([told, none]).lazy())
        return move(frame, beside)
