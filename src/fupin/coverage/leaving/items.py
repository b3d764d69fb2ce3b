"""What is planned for households, in columns: the items of the schemes that hold on a day."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import Plane, count, holds
from fupin.model.vocabulary import REACHES, TERMS

_NO_VERSION = -1


def planned(registry: Registry, on: dt.date, why: str) -> Frame:
    """Each item that may be planned for a household: `_of`, `_in`, `_in?`, and what it says.

    A scheme that lists nothing has one item, of which nothing is known.

    Args:
        registry: needs `schemes`; uses `plan_items`.
        on: the day asked about.
        why: what asks, for messages.
    """
    schemes = _in_force(registry, on, why)
    if not registry.has("plan_items"):
        return schemes.with_columns(*(e for e in _flags(empty("text"), empty("text"))))
    rows = registry.frame("plan_items", "plan", "version", "term", "reach", why=why)
    items = rows.filter(~nw.col("plan").is_null()).select(
        nw.col("plan").alias("_plan"),
        nw.col("version").fill_null(_NO_VERSION).alias("_of_version"),
        "term",
        "reach",
    )
    both = schemes.join(
        items, left_on=["id", "version"], right_on=["_plan", "_of_version"], how="left"
    )
    return both.with_columns(*_flags(nw.col("term"), nw.col("reach")))


def _in_force(registry: Registry, on: dt.date, why: str) -> Frame:
    """Versions of schemes that may hold on a day, once each: the highest one in force holds."""
    columns = ("id", "version", "household", "since", "until")
    given = registry.frame("schemes", *columns, why=why)
    held, number = holds(on), nw.col("version").fill_null(_NO_VERSION)
    rows = given.filter(held.possible & ~nw.col("household").is_null()).select(
        "id", number.alias("version"), "household",
        count(held.sure).alias("_held"), count(held.possible).alias("_held?"),
    )  # fmt: skip
    one = rows.group_by("id", "version", "household").agg(
        nw.col("_held").max(), nw.len().alias("_rows")
    )
    numbered = nw.when(nw.col("version") != _NO_VERSION)
    seen = one.with_columns(
        nw.when(nw.col("_held") > 0).then(nw.col("version")).alias("_sure"),
        numbered.then(nw.lit(0)).otherwise(nw.col("_rows")).cast(nw.Int64).alias("_loose"),
    )
    # A version that has no number may stand above any other, and below it.
    own = ["id", "household"]
    tops = seen.group_by(*own).agg(
        nw.col("_sure").max().alias("_top"),
        nw.col("version").max().alias("_top?"),
        nw.col("_loose").sum().alias("_others"),
        nw.col("_rows").sum().alias("_all"),
    )
    told = seen.join(tops, on=own, how="left")
    loose = nw.col("version") == _NO_VERSION
    above = (nw.col("_top") > nw.col("version")).fill_null(value=False) & ~loose
    may = (
        nw.when(loose)
        .then(nw.col("_all") > 1)
        .otherwise((nw.col("_top?") > nw.col("version")) | (nw.col("_others") > 0))
    )
    firm = Plane((nw.col("_held") > 0) & ~may, ~above)
    return told.filter(firm.possible).select(
        nw.col("household").alias("_of"), "id", "version",
        count(firm.sure).alias("_in"), count(firm.possible).alias("_in?"),
    )  # fmt: skip


def _flags(term: nw.Expr, reach: nw.Expr) -> list[nw.Expr]:
    """What an item says of itself; another word says nothing."""
    said = {
        "long_term": (term, "long", TERMS),
        "short_term": (term, "short", TERMS),
        **{word: (reach, word, REACHES) for word in sorted(REACHES)},
    }
    told: list[nw.Expr] = [nw.lit(value=True).alias("planned")]
    for name, (word, wanted, words) in said.items():
        known = word.fill_null("").is_in(sorted(words))
        told.append(nw.when(known).then(word == wanted).alias(name))
    return told
