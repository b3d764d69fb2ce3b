"""Acts of help in columns (帮扶举措): one row an act, with what it gave each time, in whole parts.

An act that stands in several rows is one; an amount in which they differ is not known, and neither
is how often it was done where they differ in that.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.amounts import DECIMALS, RECORDED, TOLD_IN, UNITS
from fupin.coverage.work.rhythms import ONCE
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.marks import lacks, whole
from fupin.frames.normalise import DECIMALS as KEPT
from fupin.frames.planes import count
from fupin.frames.repeats import parted, same, spread
from fupin.frames.tables import SPECS
from fupin.model.acts import AMOUNTS, MOST, REACHED

_WHEN = ("on", "since", "until", "_every")
ONE = 10**DECIMALS
"""Parts of one, in which amounts are summed."""


def amounts_of(registry: Registry) -> tuple[str, ...]:
    """The amounts that the acts of a registry can tell of, each in a column of its own."""
    also = {"quantity": ("unit",), "households": ("household",)}
    return tuple(n for n in AMOUNTS if any(registry.has("acts", c) for c in (n, *also.get(n, ()))))


def one_act_each(
    registry: Registry, columns: Sequence[str], why: str, *, unless: nw.Expr | None = None
) -> Frame:
    """One row an act.

    Args:
        registry: needs `acts`.
        columns: columns of `acts` to keep, those of the user's own among them.
        why: what asks, for messages.
        unless: which acts may be left out, such as those `outside` a window; an act that stands in
            several rows never is.

    Returns:
        The id, the columns, and what `counted` needs; and for each of `amounts_of`: `_n`, its
        parts each time, empty where not known; `_n_said`, 1 where the act speaks of it; `_n_least`,
        1 where it is only a lower bound. The quantity has its `unit`.
    """
    registry.frame("acts", "id", *columns, why=why)  # which says what is missing
    names, bounded = amounts_of(registry), registry.has("acts", "at_least")
    kept = tuple(dict.fromkeys((*columns, *_WHEN, "unit", *(f"_{n}" for n in names))))
    flags = [f"_{n}_{flag}" for n in names for flag in ("said", "least")]

    def laid(rows: Frame) -> Frame:
        told = rows.with_columns(
            nw.lit(value=True).alias("_agreed"),
            *(_value(n).alias(f"_{n}") for n in names),
            *(count(_said(n)).alias(f"_{n}_said") for n in names),
            *((count(_least(n)) if bounded else nw.lit(0)).alias(f"_{n}_least") for n in names),
        )
        return told.select("id", *kept, *flags, "_agreed")

    def may_count(rows: Frame) -> Frame:
        return laid(rows if unless is None else rows.filter(~unless))

    rows = whole(registry, "acts").with_columns(nw.col("every").fill_null(ONCE).alias("_every"))
    if registry.sound("acts repeated"):
        return _each_by_its_unit(may_count(rows), names)
    alone, several = parted(rows, "id", then=may_count)
    each = nw.concat([alone, _folded(laid(several), kept, flags)], how="vertical")
    return _each_by_its_unit(each, names)


def _said(name: str) -> nw.Expr:
    """Whether an act speaks of an amount."""
    if name == "quantity":
        return ~lacks("quantity") | ~nw.col("unit").is_null()
    told = ~lacks(name)
    return told | ~nw.col("household").is_null() if name == "households" else told


def _value(name: str) -> nw.Expr:
    """An amount in parts; empty where it is not known, or cannot be."""
    cell, kept = nw.col(name), 10 ** KEPT.get(SPECS["acts"].types[name], 0)
    value = nw.when((cell >= 0) & (cell <= MOST[name] * kept)).then(cell * (ONE // kept))
    if name == "households":
        alone = lacks(name) & ~nw.col("household").is_null()
        return nw.when(alone).then(nw.lit(ONE)).otherwise(value).cast(nw.Int64)
    return value.cast(nw.Int64)


def _least(name: str) -> nw.Expr:
    """Whether an amount is only a lower bound; a word that names none may mean any."""
    words = nw.col("at_least").fill_null("")
    of_any = rf"\s*(?:{'|'.join(AMOUNTS)})\s*"
    strange = (words != "") & ~words.str.contains(rf"^{of_any}(?:;{of_any})*$")
    return words.str.contains(name, literal=True) | strange  # no name is part of another


def _folded(rows: Frame, kept: Sequence[str], flags: Sequence[str]) -> Frame:
    """One row an id of acts that stand in several."""
    seen = rows.group_by("id").agg(
        nw.len().alias("_rows"),
        *(expr for c in kept for expr in spread(c)),
        *(nw.col(flag).max() for flag in flags),
    )
    return seen.select(
        "id",
        *(nw.when(same(c)).then(nw.col(f"_{c}_min")).alias(c) for c in kept),
        *flags,
        nw.all_horizontal(*(same(c) for c in _WHEN), ignore_nulls=True).alias("_agreed"),
    )


def _each_by_its_unit(rows: Frame, names: Sequence[str]) -> Frame:
    """A quantity in yuan, households or persons is no quantity but that, where it is not given."""
    if "quantity" not in names:
        return rows
    twice = nw.lit(value=False)
    for name in names:
        if name in REACHED:
            here = (nw.col("unit") == REACHED[name]).fill_null(value=False)
            twice = twice | (here & (nw.col(f"_{name}_said") > 0))
    said = nw.when(twice).then(nw.lit(0)).otherwise(nw.col("_quantity_said")).cast(nw.Int64)
    return rows.with_columns(
        said.alias("_quantity_said"), in_parts().alias("_quantity"), told_in().alias("unit")
    )


def in_parts() -> nw.Expr:
    """A quantity in the parts of its dimension; empty where the unit is not known."""
    factor = nw.lit(1)
    for parts in sorted({UNITS[word].parts for word in RECORDED}):
        words = sorted(word for word in RECORDED if UNITS[word].parts == parts)
        factor = nw.when(nw.col("unit").is_in(words)).then(nw.lit(parts)).otherwise(factor)
    known = nw.col("unit").fill_null("").is_in(sorted(RECORDED))
    return nw.when(known).then(nw.col("_quantity") * factor).cast(nw.Int64)


def told_in() -> nw.Expr:
    """The unit that sums of a quantity are told in; empty where its own is not known."""
    told: nw.Expr = nw.col("unit")
    for dimension, unit in TOLD_IN.items():
        words = sorted(word for word in RECORDED if UNITS[word].dimension == dimension)
        if words != [unit.id]:
            told = nw.when(nw.col("unit").is_in(words)).then(nw.lit(unit.id)).otherwise(told)
    known = nw.col("unit").fill_null("").is_in(sorted(RECORDED))
    return nw.when(known).then(told)
