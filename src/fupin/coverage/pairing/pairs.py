"""Who holds whom, in columns: what `fupin.model.holdings` says of a heap of links, for a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

import narwhals.stable.v2 as nw

from fupin.dates import Period
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, holds, known, one_of
from fupin.frames.repeats import Pairing
from fupin.model.links import KINDS


def pairs(
    registry: Registry,
    kinds: Sequence[str],
    asked: Mapping[str, Plane],
    why: str,
    *,
    latest: dt.date,
) -> Frame:
    """Each pair of helper and party that is possibly linked by one of some kinds.

    Args:
        registry: needs `links`.
        kinds: kinds of link that count; an unreadable kind may be any of them.
        asked: conditions on a row of `links`, by name, such as whether it holds on the day.
        why: what asks, for messages.
        latest: the last day asked about. A link that begins later says nothing, and contradicts
            none that does: rows of one key have one beginning.

    Returns:
        helper, party and, for each condition, its name (1 where it surely holds) and its name
        with a question mark (1 where it possibly holds). A link that lacks an end has a row of its
        own: it may lead to anybody.
    """
    rows = _asked(registry, kinds, asked, why, latest)
    return _pairing(registry, tuple(asked)).pairs(rows)


def linked(
    registry: Registry,
    kinds: Sequence[str],
    on: dt.date,
    why: str,
    *,
    end: Literal["helper", "party"],
) -> Frame:
    """For each helper, or each party, how many it is linked with on a day by links of some kinds.

    Args:
        registry: needs `links`.
        kinds: kinds of link that count.
        on: the day asked about.
        why: what asks, for messages.
        end: whose links are counted. A household mostly has one helper, a helper several.

    Returns:
        `_unit`, and `_low` and `_high`: how many it is surely and possibly linked with.
    """
    rows = _asked(registry, kinds, {"_held": holds(on)}, why, on)
    counted = _pairing(registry, ("_held",)).sums(rows, end, few=end == "party")
    return counted.rename({end: "_unit", "_held": "_low", "_held?": "_high"})


def visited(
    registry: Registry, kinds: Sequence[str], window: Period, on: dt.date, why: str
) -> Frame:
    """For each party, by how many helpers of some kinds it was met in a window, up to a day.

    Args:
        registry: needs `meetings`.
        kinds: kinds of link that count.
        window: the days counted in, of known ends.
        on: the day of knowledge: what is dated later is not there yet.
        why: what asks, for messages.

    Returns:
        `_unit`, and `_low` and `_high`: by how many it was surely and possibly met.
    """
    wanted, day = one_of("kind", kinds, {*KINDS, *kinds}), nw.col("on")
    inside = known(
        (day >= nw.lit(window.since)) & (day < nw.lit(window.until)) & (day <= nw.lit(on))
    )
    met, nobody = wanted & inside, nw.col("helper").is_null()
    rows = registry.frame("meetings", "kind", "helper", "party", "on", why=why)
    laid = rows.filter(met.possible & ~nw.col("party").is_null()).select(
        "party", "helper", count(met.sure & ~nobody).alias("_low"), nw.lit(1).alias("_rows")
    )
    each = laid.group_by("party", "helper").agg(nw.col("_low").max(), nw.col("_rows").sum())
    # Whoever is not named may each be somebody else.
    high = nw.when(nobody).then(nw.col("_rows")).otherwise(nw.lit(1)).cast(nw.Int64)
    told = each.select(nw.col("party").alias("_unit"), "_low", high.alias("_high"))
    return told.group_by("_unit").agg(nw.col("_low").sum(), nw.col("_high").sum())


def _asked(
    registry: Registry,
    kinds: Sequence[str],
    asked: Mapping[str, Plane],
    why: str,
    latest: dt.date,
) -> Frame:
    """Links that may count, with the conditions laid down beside them."""
    wanted = one_of("kind", kinds, {*KINDS, *kinds})
    whole = ~nw.col("helper").is_null() & ~nw.col("party").is_null()
    begun = (nw.col("since") <= nw.lit(latest)).fill_null(value=True)
    faulty = (nw.col("since") >= nw.col("until")).fill_null(value=False)
    columns = ("kind", "helper", "party", "since", "until", *_role(registry))
    rows = registry.frame("links", *columns, why=why).filter(wanted.possible & (begun | faulty))
    return rows.with_columns(
        **{name: count(stands.sure & wanted.sure & whole) for name, stands in asked.items()},
        **{f"{name}?": count(stands.possible) for name, stands in asked.items()},
    )


def _pairing(registry: Registry, conditions: tuple[str, ...]) -> Pairing:
    return Pairing(("helper", "party"), ("kind", "since"), ("until", *_role(registry)), conditions)


def _role(registry: Registry) -> tuple[str, ...]:
    return ("role",) if registry.has("links", "role") else ()
