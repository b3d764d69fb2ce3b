"""How many persons a household has on a day: what `Household.persons` says, for a table."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.histories import numbered
from fupin.frames.planes import Plane, count, holds
from fupin.frames.repeats import Pairing

FROM_SIZE = "persons are counted from households.size: no memberships were given"
FROM_MEMBERS = "persons are counted from memberships, and from households.size where it has none"
NO_SIZES = "no sizes and no memberships were given: persons could not be counted"


def sized(registry: Registry, units: Frame, on: dt.date) -> tuple[Frame, str]:
    """Households with their persons on the day in `_size`, and how they were counted.

    Empty where it is not known: no size, a size below 1, members of whom it is not known whether
    they were there, or a size that the members contradict.

    Args:
        registry: uses `memberships`.
        units: households with `id` and `size`.
        on: the day asked about.
    """
    told = nw.when(nw.col("size") >= 1).then(nw.col("size"))
    if not registry.has("memberships"):
        how = FROM_SIZE if registry.has("households", "size") else NO_SIZES
        return units.with_columns(told.alias("_size")), how
    rows = units.join(_members(registry, on), left_on="id", right_on="_household", how="left")
    return rows.with_columns(_agreed(told).alias("_size")).drop("_in", "_in?"), FROM_MEMBERS


def sized_at(registry: Registry, asks: Frame, units: Frame) -> Frame:
    """Asks with the persons of the household on the day of each in `_size`, as `sized` says.

    Args:
        registry: uses `memberships`.
        asks: `_of`, a household, and `_day`, the number of a day, beside other columns.
        units: households with `id` and `size`, one row each.
    """
    sizes = units.filter(~nw.col("id").is_null()).select(nw.col("id").alias("_id"), "size")
    rows = asks.join(sizes, left_on="_of", right_on="_id", how="left")
    told = nw.when(nw.col("size") >= 1).then(nw.col("size"))
    if not registry.has("memberships"):
        return rows.with_columns(told.alias("_size")).drop("size")
    columns = ("household", "person", "since", "until")
    given = registry.frame("memberships", *columns, why="coverage.flows")
    days = asks.select("_of", "_day").unique(["_of", "_day"])
    laid = _laid(
        days.join(given, left_on="_of", right_on="household", how="inner").with_columns(
            numbered("since").alias("since"), numbered("until").alias("until")
        ),
        holds(nw.col("_day")),
    )
    persons = Pairing(("_of", "_day", "person"), ("since",), ("until",), ("_in",))
    each = persons.sums(laid, "_of", "_day", few=False)
    both = rows.join(each, on=["_of", "_day"], how="left")
    return both.with_columns(_agreed(told).alias("_size")).drop("_in", "_in?", "size")


def _agreed(told: nw.Expr) -> nw.Expr:
    """The number of members, unless the size that is told contradicts it; it alone, if none are."""
    low, high = nw.col("_in"), nw.col("_in?")
    counted = nw.when((low == high) & (high >= 1)).then(high)
    agreed = nw.when((nw.col("size") == counted).fill_null(value=True)).then(counted)
    # DuckDB sums into 128 bits, and adds no such rows to others.
    return nw.when(low.is_null()).then(told).otherwise(agreed).cast(nw.Int64)


def _members(registry: Registry, on: dt.date) -> Frame:
    """For each household, how many distinct persons were surely and possibly in it."""
    columns = ("household", "person", "since", "until")
    rows = registry.frame("memberships", *columns, why="coverage.households")
    persons = Pairing(("household", "person"), ("since",), ("until",), ("_in",))
    each = persons.sums(_laid(rows, holds(on)), "household", few=False)
    return each.rename({"household": "_household"})


def _laid(rows: Frame, there: Plane) -> Frame:
    return rows.with_columns(
        **{"_in": count(there.sure & ~nw.col("person").is_null()), "_in?": count(there.possible)}
    )
