"""Rows that speak of the same thing: said twice they are one; where they differ, nothing is sure.

Most things are spoken of once. So those that stand in several rows are found first, by counting,
and only they are folded; the rest passes by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.frames.engines import Frame
from fupin.frames.registry import Registry


def one_row_each(
    registry: Registry,
    table: str,
    columns: Sequence[str],
    why: str,
    own: Mapping[str, str] | None = None,
) -> Frame:
    """One row a unit of a table, by id.

    Rows of one id fold into one; a column in which they differ is empty, as if it were not known.
    A row without id stands for a unit of its own.

    Args:
        registry: needs `table`.
        table: name of the table.
        columns: columns to keep beside the id.
        why: what asks, for messages.
        own: how columns of the user's own are to be read.
    """
    rows = registry.frame(table, "id", *columns, why=why, own=own)
    if registry.sound(f"{table} repeated"):
        return rows
    alone, several = parted(rows, "id")
    return nw.concat([alone, folded(several, ("id",), columns)], how="vertical")


def folded(rows: Frame, key: Sequence[str], columns: Sequence[str]) -> Frame:
    """One row a key; a column in which its rows differ is empty, as if it were not known."""
    seen = rows.group_by(*key).agg(
        nw.len().alias("_rows"), *(expr for column in columns for expr in spread(column))
    )
    return seen.select(
        *key, *(nw.when(same(c)).then(nw.col(f"_{c}_min")).alias(c) for c in columns)
    )


@attrs.frozen
class Pairing:
    """How rows with a period make pairs, and when they contradict each other.

    Rows of one pair and one key that differ in `agree` contradict each other: what they say is
    possible, and not sure. A row that lacks an end stands for a pair of its own, of which no
    condition holds surely.

    Attributes:
        ends: the columns that make a pair.
        key: columns that tell the periods of one pair apart, such as `since`.
        agree: columns in which rows of one pair and key must agree.
        conditions: names of conditions laid down beside each row: the name is 1 where it surely
            holds, the name with a question mark where it possibly does.
    """

    ends: tuple[str, ...]
    key: tuple[str, ...]
    agree: tuple[str, ...]
    conditions: tuple[str, ...]

    def pairs(self, rows: Frame) -> Frame:
        """One row a pair of which anything is possible: what any of its rows says holds of it."""
        whole = rows.filter(~self._lacks)
        counted = whole.group_by(*self.ends).agg(nw.len().alias("_rows"), *self._highest)
        twice = counted.filter(nw.col("_rows") > 1).select(*self.ends)
        several = whole.join(twice, on=list(self.ends), how="semi")
        alone = counted.filter(nw.col("_rows") == 1)
        parts = (alone, self._folded(several), rows.filter(self._lacks))
        pairs = nw.concat([part.select(*self.ends, *self._names) for part in parts], how="vertical")
        loose = (nw.col(f"{name}?") > 0 for name in self.conditions)
        return pairs.filter(nw.any_horizontal(*loose, ignore_nulls=True))

    def sums(self, rows: Frame, *end: str, few: bool) -> Frame:
        """For each unit at one end, of how many pairs the conditions hold.

        Args:
            rows: as for `pairs`.
            end: the end whose units are asked about; rows without it are left out.
            few: whether most units have one row. Then what stands in several rows is looked for
                by unit, and otherwise by pair.
        """
        named = rows.filter(*(~nw.col(column).is_null() for column in end))
        total = [nw.col(name).sum() for name in self._names]
        by = list(end if few else self.ends)
        counted = named.group_by(*by).agg(nw.len().alias("_rows"), *total)
        twice = counted.filter(nw.col("_rows") > 1).select(*by)
        folded = self._folded(named.join(twice, on=by, how="semi"))
        alone = nw.col("_rows") == 1
        if few:
            return self._both(end, counted.filter(alone), folded.group_by(*end).agg(*total))
        each = self._both(end, counted.filter(alone | self._lacks), folded)
        return each.group_by(*end).agg(*total)

    def periods(self, rows: Frame) -> Frame:
        """The ends and the conditions, one row a pair and key.

        Most are spoken of once. Where an end is lacking, what is possible is how often it is.
        """
        told, by = once(rows), (*self.ends, *self.key)
        lacks = nw.any_horizontal(*(nw.col(column).is_null() for column in by), ignore_nulls=True)
        alone, several = parted(told.filter(~lacks), *by)
        agreed = self._agreed(nw.concat([several, told.filter(lacks)], how="vertical"))
        return self._both(self.ends, alone, agreed)

    def _both(self, end: Sequence[str], *parts: Frame) -> Frame:
        sums = [nw.col(name).cast(nw.Int64) for name in self._names]
        return nw.concat([part.select(*end, *sums) for part in parts], how="vertical")

    def _folded(self, rows: Frame) -> Frame:
        """One row a pair; those that lack an end are told apart by what they have, and summed."""
        return self._gathered(self._agreed(rows))

    def _agreed(self, rows: Frame) -> Frame:
        """One row a pair and key; of one whose rows contradict each other nothing is sure."""
        spreads = [expr for column in self.agree for expr in spread(column)]
        periods = self._gathered(rows, *self.key, also=(nw.len().alias("_rows"), *spreads))
        agreed = nw.all_horizontal(*(same(column) for column in self.agree), ignore_nulls=True)
        firm = nw.when(agreed)
        sure = [firm.then(nw.col(n)).otherwise(nw.lit(0)).alias(n) for n in self.conditions]
        return periods.with_columns(*sure)

    def _gathered(self, rows: Frame, *key: str, also: Sequence[nw.Expr] = ()) -> Frame:
        """Rows of one pair and key as one; where an end is lacking, each is another."""
        loose = [f"{name}?" for name in self.conditions]
        totals = [nw.col(name).sum().alias(f"_{name}") for name in loose]
        told = rows.group_by(*self.ends, *key).agg(*self._highest, *totals, *also)
        each = nw.when(self._lacks)
        return told.with_columns(
            each.then(nw.col(f"_{name}")).otherwise(nw.col(name)).cast(nw.Int64).alias(name)
            for name in loose
        )

    @property
    def _names(self) -> tuple[str, ...]:
        return (*self.conditions, *(f"{name}?" for name in self.conditions))

    @property
    def _highest(self) -> list[nw.Expr]:
        return [nw.col(name).max() for name in self._names]

    @property
    def _lacks(self) -> nw.Expr:
        ends = (nw.col(end).is_null() for end in self.ends)
        return nw.any_horizontal(*ends, ignore_nulls=True)


def once(rows: Frame) -> Frame:
    """The same rows, read once however often they are used; Polars holds them meanwhile."""
    if rows.implementation is not nw.Implementation.POLARS:
        return rows
    held: Frame = nw.from_native(rows.to_native().cache())
    return held


def _as_they_are(rows: Frame) -> Frame:
    return rows


def parted(
    rows: Frame, *key: str, then: Callable[[Frame], Frame] = _as_they_are
) -> tuple[Frame, Frame]:
    """Rows whose key stands once, and those whose key stands in several rows.

    A row that lacks part of the key is among the first: it is like no other.

    Args:
        rows: the rows.
        key: the columns of the key.
        then: what is made of the first, row by row. It is made of all, before the others are left
            out, so that what comes out of it is carried along and not what went in.
    """
    twice, on = _twice(rows.select(*key), *key), list(key)
    return then(rows).join(twice, on=on, how="anti"), rows.join(twice, on=on, how="semi")


def _twice(ids: Frame, *key: str) -> Frame:
    """The keys that stand in several rows, perhaps more than once.

    To count a nation's keys takes gigabytes in Polars. So it sorts whole numbers, where equal ones
    stand side by side; of other keys it sorts the hashes, and counts those that share theirs. The
    few that come out are kept: they are asked for twice.
    """
    if ids.implementation is not nw.Implementation.POLARS:
        return _counted(ids, *key)
    native = ids.to_native()
    if len(key) == 1 and ids.collect_schema()[key[0]] == nw.Int64:
        twice = _beside_its_like(native, pl.col(key[0]))
    else:
        hashes = (pl.col(column).hash(number) for number, column in enumerate(key))
        hashed = native.drop_nulls(key).with_columns(_hash=pl.sum_horizontal(*hashes))
        alike = _beside_its_like(hashed.select("_hash"), pl.col("_hash"))
        few: Frame = nw.from_native(hashed.join(alike, on="_hash", how="semi").select(key))
        twice = _counted(few, *key).to_native()
    kept: Frame = nw.from_native(twice.cache())
    return kept


def _beside_its_like(rows: pl.LazyFrame, value: pl.Expr) -> pl.LazyFrame:
    return rows.sort(value).filter(value == value.shift())


def _counted(ids: Frame, *key: str) -> Frame:
    counted = ids.group_by(*key).agg(nw.len().alias("_rows"))
    return counted.filter(nw.col("_rows") > 1).select(*key)


def spread(column: str) -> tuple[nw.Expr, ...]:
    """What tells whether all rows of a group agree in a column."""
    c = nw.col(column)
    return (
        c.min().alias(f"_{column}_min"),
        c.max().alias(f"_{column}_max"),
        c.count().alias(f"_{column}_n"),
    )


def same(column: str) -> nw.Expr:
    """Whether they do: all empty, or all given and equal."""
    n, rows = nw.col(f"_{column}_n"), nw.col("_rows")
    equal = (nw.col(f"_{column}_min") == nw.col(f"_{column}_max")).fill_null(value=True)
    return (n == 0) | ((n == rows) & equal)
