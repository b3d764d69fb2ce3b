"""Rows that speak of the same thing: said twice they are one; where they differ, nothing is sure.

Most things are spoken of once. So those that stand in several rows are found first, by counting,
and only they are folded; the rest passes by.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.frames.engines import Frame
from fupin.frames.registry import Registry


def one_row_each(registry: Registry, table: str, columns: Sequence[str], why: str) -> Frame:
    """One row a unit of a table, by id.

    Rows of one id fold into one; a column in which they differ is empty, as if it were not known.
    A row without id stands for a unit of its own.

    Args:
        registry: needs `table`.
        table: name of the table.
        columns: columns to keep beside the id.
        why: what asks, for messages.
    """
    rows = registry.frame(table, "id", *columns, why=why)
    if registry.sound(f"{table} repeated"):
        return rows
    alone, several = parted(rows, "id")
    seen = several.group_by("id").agg(
        nw.len().alias("_rows"), *(expr for column in columns for expr in spread(column))
    )
    folded = seen.select(
        "id", *(nw.when(same(c)).then(nw.col(f"_{c}_min")).alias(c) for c in columns)
    )
    return nw.concat([alone, folded], how="vertical")


def one_row_a_pair(
    rows: Frame,
    *,
    ends: tuple[str, str],
    within: Sequence[str],
    key: Sequence[str],
    agree: Sequence[str],
    conditions: Sequence[str],
) -> Frame:
    """One row a pair, from rows with a period: what is said of it holds where any row says so.

    Rows of one pair and one key that differ in `agree` contradict each other: what they say is
    possible, and not sure. A row that lacks an end stands for a pair of its own.

    Args:
        rows: with the ends, the columns of `key` and `agree` and, for each condition, its name
            (1 where it surely holds of the row) and its name with a question mark (possibly).
        ends: the two columns that make a pair.
        within: one end or both: rows that are alone in these columns are alone in their pair.
            Counting one end is cheaper where most have one row; both, where most have several.
        key: columns that tell the periods of one pair apart, such as `since`.
        agree: columns in which rows of one key must agree.
        conditions: names of the conditions.

    Returns:
        The ends and the conditions, rows of which nothing is possible left out.
    """
    firm, loose = list(conditions), [f"{name}?" for name in conditions]
    alone, several = parted(rows, *within)
    periods = several.group_by(*ends, *key).agg(
        *(nw.col(name).max() for name in (*firm, *loose)),
        nw.len().alias("_rows"),
        *(expr for column in agree for expr in spread(column)),
    )
    agreed = nw.all_horizontal(*(same(column) for column in agree), ignore_nulls=True)
    doubted = periods.select(
        *ends,
        *(
            nw.when(agreed).then(nw.col(n)).otherwise(nw.lit(0)).cast(nw.Int64).alias(n)
            for n in firm
        ),
        *loose,
    )
    folded = doubted.group_by(*ends).agg(nw.col(name).max() for name in (*firm, *loose))
    columns = (*ends, *firm, *loose)
    pairs = nw.concat([alone.select(*columns), folded.select(*columns)], how="vertical")
    return pairs.filter(nw.any_horizontal(*(nw.col(n) > 0 for n in loose), ignore_nulls=True))


def parted(rows: Frame, *key: str) -> tuple[Frame, Frame]:
    """Rows whose key stands once, and those whose key stands in several rows.

    A row that lacks part of the key is among the first: it is like no other.
    """
    counted = rows.group_by(*key).agg(nw.len().alias("_rows"))
    twice = counted.filter(nw.col("_rows") > 1).select(*key)
    on = list(key)
    return rows.join(twice, on=on, how="anti"), rows.join(twice, on=on, how="semi")


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
