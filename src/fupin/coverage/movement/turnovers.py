"""Links and postings that begin, end and pass from one helper to another (结对、派驻的变动).

A link that is taken up again on the day it ended went on: what counts is whether the pair was
linked on a day and on the day before. A helper who comes on the day another of the kind goes, takes
over: that is no gap.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.histories import numbered
from fupin.frames.planes import Plane, count, holds, one_of
from fupin.frames.repeats import Pairing
from fupin.model.links import KINDS
from fupin.model.vocabulary import POSTINGS

UNREAD = "?"
"""The kind of a row whose kind cannot be read: it may be any of those asked about."""

_PAIR = ("kind", "helper", "party")
_WHY = "coverage.changes"


def ties(registry: Registry, kinds: Sequence[str]) -> Frame:
    """Links and postings of some kinds, with their days as numbers.

    Args:
        registry: needs `links` or `postings`, as the kinds ask.
        kinds: kinds of link, and posts.

    Returns:
        `kind`, one of those asked or "?"; `helper` (of a posting, the person) and `party` (of a
        posting, the place), as text; `role`; `since` and `until`; `_posting`.
    """
    posts = sorted(set(kinds) & POSTINGS)
    others = sorted(set(kinds) - POSTINGS)
    parts = []
    if others:
        wanted = one_of("kind", others, {*KINDS, *others})
        rows = registry.frame("links", *_PAIR, "role", "since", "until", why=_WHY)
        parts.append(_tied(rows.filter(wanted.possible), wanted, "helper", "party", posting=False))
    if posts:
        wanted = one_of("post", posts, POSTINGS)
        rows = registry.frame("postings", "person", "post", "division", "since", "until", why=_WHY)
        rows = rows.filter(wanted.possible).with_columns(
            nw.col("post").alias("kind"),
            nw.when(nw.lit(value=False)).then(nw.lit("")).alias("role"),
        )
        parts.append(_tied(rows, wanted, "person", "division", posting=True))
    return parts[0] if len(parts) == 1 else nw.concat(parts, how="vertical")


def _tied(rows: Frame, wanted: Plane, helper: str, party: str, *, posting: bool) -> Frame:
    kind = nw.when(wanted.sure).then(nw.col("kind")).otherwise(nw.lit(UNREAD))
    return rows.select(
        kind.alias("kind"),
        nw.col(helper).cast(nw.String).alias("helper"),
        nw.col(party).cast(nw.String).alias("party"),
        "role",
        numbered("since").alias("since"),
        numbered("until").alias("until"),
        nw.lit(posting).alias("_posting"),
    )


def dated(rows: Frame, window: tuple[int, int]) -> Frame:
    """Each pair and day of a window on which it began or ended, surely or possibly.

    Args:
        rows: what `ties` lays out.
        window: numbers of its first day and of the first after it.

    Returns:
        kind, helper, party, `_posting`, `_day`, and 1 or 0: `_began`, `_began?`, `_ended`,
        `_ended?`.
    """
    whole = rows.filter(~_lacks(), ~_faulty())
    ends = [
        whole.filter(_within(end, window)).select(*_PAIR, "_posting", nw.col(end).alias("_day"))
        for end in ("since", "until")
    ]
    days = nw.concat(ends, how="vertical").unique([*_PAIR, "_posting", "_day"])
    every = rows.filter(~_lacks()).rename({"kind": "_kind"})
    both = days.join(every, on=["helper", "party", "_posting"], how="inner")
    same, unread = nw.col("_kind") == nw.col("kind"), nw.col("_kind") == UNREAD
    both = both.filter(same | unread)
    sure = same & ~unread
    at, was = holds(nw.col("_day")), holds(nw.col("_day") - 1)
    edges = {
        name: count(same & ~_faulty() & (nw.col(end) == nw.col("_day")).fill_null(value=False))
        for name, end in (("_from", "since"), ("_to", "until"))
    }
    laid = both.with_columns(
        **edges,
        **{f"{name}?": edge for name, edge in edges.items()},
        **{"_at": count(at.sure & sure), "_at?": count(at.possible)},
        **{"_was": count(was.sure & sure), "_was?": count(was.possible)},
    )
    keys = (*_PAIR, "_posting", "_day")
    pairing = Pairing(keys, ("_kind", "since"), ("until", "role"), ("_at", "_was", "_from", "_to"))
    pairs = pairing.pairs(laid)
    here = Plane(nw.col("_at") > 0, nw.col("_at?") > 0)
    before = Plane(nw.col("_was") > 0, nw.col("_was?") > 0)
    # That nothing is sure of a pair makes no change of it on a day that no row names.
    starts, stops = nw.col("_from?") > 0, nw.col("_to?") > 0
    told = pairs.select(
        *keys,
        count(here.sure & ~before.possible).alias("_began"),
        count(here.possible & ~before.sure & starts).alias("_began?"),
        count(before.sure & ~here.possible).alias("_ended"),
        count(before.possible & ~here.sure & stops).alias("_ended?"),
    )
    return told.filter((nw.col("_began?") > 0) | (nw.col("_ended?") > 0))


def undated(rows: Frame, window: tuple[int, int]) -> Frame:
    """Rows that may begin or end in a window, nobody knows when or with whom.

    Returns:
        kind, helper, party, `_posting`, and how many may begin and end: `_begins`, `_ends`.
    """
    since, until = nw.col("since"), nw.col("until")
    faulty, lacks = _faulty(), _lacks()
    there = (until > window[0]).fill_null(value=True)
    begins = faulty | (since.is_null() & there) | (lacks & _within("since", window))
    ends = faulty | (lacks & _within("until", window))
    once = rows.group_by(*_PAIR, "_posting", "since", "until").agg(nw.len().alias("_rows"))
    number = nw.when(lacks).then(nw.col("_rows")).otherwise(nw.lit(1)).cast(nw.Int64)
    return once.filter(begins | ends).select(
        *_PAIR,
        "_posting",
        (count(begins) * number).alias("_begins"),
        (count(ends) * number).alias("_ends"),
    )


def open_on(rows: Frame, day: int) -> Frame:
    """Each pair that surely or possibly is linked on the day of a number: `_held`, `_held?`."""
    there = holds(nw.lit(day))
    sure = there.sure & ~_lacks() & (nw.col("kind") != UNREAD)
    laid = rows.with_columns(**{"_held": count(sure), "_held?": count(there.possible)})
    keys = (*_PAIR, "_posting")
    return Pairing(keys, ("since",), ("until", "role"), ("_held",)).pairs(laid)


def _lacks() -> nw.Expr:
    return nw.col("helper").is_null() | nw.col("party").is_null()


def _faulty() -> nw.Expr:
    return (nw.col("since") >= nw.col("until")).fill_null(value=False)


def _within(column: str, window: tuple[int, int]) -> nw.Expr:
    day = nw.col(column)
    return ((day >= window[0]) & (day < window[1])).fill_null(value=False)
