"""What was done about each matter by a day, in columns: what `fupin.matter` says of one."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, known, one_of
from fupin.model.vocabulary import HANDLINGS

EVER, NEVER = dt.date(1000, 1, 1), dt.date.max
"""Before all days that matter, and after them; Spark takes no year of fewer than four digits."""

_FIRST = ("_replied", "_followed")
_LAST = ("_ended", "_reopened")


def with_handlings(registry: Registry, matters: Frame, on: dt.date, why: str) -> Frame:
    """Matters with the days on which something was done about them, as of a day.

    Args:
        registry: needs `handlings`.
        matters: one row each: id, addressee, raised, assigned, and whatever else.
        on: the day of knowledge: what is dated later is not there yet.
        why: what asks, for messages.

    Returns:
        The rows with the first day of a reply and of a follow-up (`_replied`, `_followed`) and the
        last of a closure and of a reopening (`_ended`, `_reopened`), each as it surely was and,
        with a question mark, as it may have been; days that there are not are `EVER` or `NEVER`.
        `_others` is 1 where a body replied that was not asked.
    """
    rows = registry.frame("handlings", "matter", "step", "on", "by", why=why)
    there = ~nw.col("matter").is_null() & (nw.col("on") <= nw.lit(on)).fill_null(value=True)
    of = matters.filter(~nw.col("id").is_null()).select(
        nw.col("id").alias("_of"), "addressee", "raised", "assigned"
    )
    both = rows.filter(there).join(of, left_on="matter", right_on="_of", how="inner")
    asked = known(nw.col("by") == nw.col("addressee"))
    early = (nw.col("on") < nw.col("raised")).fill_null(value=False)
    unassigned = (nw.col("on") < nw.col("assigned")).fill_null(value=False)
    dated = ~nw.col("on").is_null() & ~early
    reply = _is("reply")
    laid = both.select(
        nw.col("matter").alias("_of"),
        *_days(reply & asked, dated & ~unassigned, EVER, "_replied"),
        *_days(_is("follow-up"), dated, EVER, "_followed"),
        *_days(_is("closed"), dated, NEVER, "_ended"),
        *_days(_is("reopened"), dated, NEVER, "_reopened"),
        count(reply.sure & ~asked.possible).alias("_others"),
    )
    told = laid.group_by("_of").agg(
        *(nw.col(c).min() for name in _FIRST for c in (name, f"{name}?")),
        *(nw.col(c).max() for name in _LAST for c in (name, f"{name}?")),
        nw.col("_others").max(),
    )
    return matters.join(told, left_on="id", right_on="_of", how="left").with_columns(
        *(_or(c, NEVER) for name in _FIRST for c in (name, f"{name}?")),
        *(_or(c, EVER) for name in _LAST for c in (name, f"{name}?")),
        nw.col("_others").fill_null(0).cast(nw.Int64).alias("_others"),
    )


def answered() -> Plane:
    """Whether the body that was asked replied."""
    return Plane(nw.col("_replied") < nw.lit(NEVER), nw.col("_replied?") < nw.lit(NEVER))


def closed() -> Plane:
    """Whether the last closure came after anything that may have reopened it."""
    ended, reopened = nw.col("_ended"), nw.col("_reopened")
    return Plane(
        (ended > nw.lit(EVER)) & (ended > nw.col("_reopened?")),
        (nw.col("_ended?") > nw.lit(EVER)) & (nw.col("_ended?") >= reopened),
    )


def reopened() -> Plane:
    """Whether it ever was."""
    return Plane(nw.col("_reopened") > nw.lit(EVER), nw.col("_reopened?") > nw.lit(EVER))


def followed_up() -> Plane:
    """Whether it is closed, and was followed up by then."""
    followed, ended = nw.col("_followed"), nw.col("_ended")
    return closed() & Plane(followed <= ended, nw.col("_followed?") <= nw.col("_ended?"))


def _is(step: str) -> Plane:
    return one_of("step", (step,), HANDLINGS)


def _days(counts: Plane, dated: nw.Expr, undated: dt.date, name: str) -> tuple[nw.Expr, nw.Expr]:
    """The day on which something surely was done, and the one on which it may have been."""
    some = nw.when(dated).then(nw.col("on")).otherwise(nw.lit(undated))
    return (
        nw.when(counts.sure & dated).then(nw.col("on")).alias(name),
        nw.when(counts.possible).then(some).alias(f"{name}?"),
    )


def _or(name: str, day: dt.date) -> nw.Expr:
    there = ~nw.col(name).is_null()
    return nw.when(there).then(nw.col(name)).otherwise(nw.lit(day)).alias(name)
