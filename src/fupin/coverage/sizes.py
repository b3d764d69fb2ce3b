"""How many persons a household has on a day: what `Household.persons` says, for a table."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import count, holds
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
    low, high = nw.col("_low"), nw.col("_high")
    counted = nw.when((low == high) & (high >= 1)).then(high)
    agreed = nw.when((nw.col("size") == counted).fill_null(value=True)).then(counted)
    size = nw.when(low.is_null()).then(told).otherwise(agreed)
    return rows.with_columns(size.alias("_size")).drop("_low", "_high"), FROM_MEMBERS


def _members(registry: Registry, on: dt.date) -> Frame:
    """For each household, how many distinct persons were surely and possibly in it."""
    there = holds(on)
    columns = ("household", "person", "since", "until")
    rows = registry.frame("memberships", *columns, why="coverage.households")
    laid = rows.with_columns(
        **{"_in": count(there.sure & ~nw.col("person").is_null()), "_in?": count(there.possible)}
    )
    persons = Pairing(("household", "person"), ("since",), ("until",), ("_in",))
    each = persons.sums(laid, "household", few=False)
    return each.rename({"household": "_household", "_in": "_low", "_in?": "_high"})
