"""Which term binds a matter, and its last day, in columns: what `fupin.matter` says of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.codes import padded, readable_division
from fupin.dates import add_days, add_months
from fupin.frames.engines import Frame, move
from fupin.frames.normalise import empty
from fupin.frames.planes import known
from fupin.model.vocabulary import MATTERS
from fupin.policy import EARLIEST, Applied, Term

Groups = Mapping[str, Sequence[Applied[Term]]]
_NONE = 0  # months, where the term that binds sets none


def with_terms(rows: Frame, groups: Groups, on: dt.date, *, always: bool) -> Frame:
    """Matters with what binds them on the day they were raised.

    Args:
        rows: needs kind, division, raised, assigned and hard.
        groups: terms by kind, as `Books.terms` gives them.
        on: the day asked about.
        always: whether the books are taken as in force on any day.

    Returns:
        The rows with `_kind_known`; `_no_term`, none is set for them; `_bound`, it is known what
        binds them; `_runs`, they have an assignment that a term can run from; and the first and
        the last day that its last day may be, `_due` and `_due_latest`, empty where none runs.
    """
    timed = {k: g for k, g in groups.items() if any(a.entry.months for a in g)}
    words = {*MATTERS, *groups}
    kind = nw.col("kind").fill_null("")
    least, most, sure = (_chosen(timed, what, always=always) for what in ("least", "most", "sure"))
    laid = rows.with_columns(
        kind.is_in(sorted(words)).alias("_kind_known"),
        kind.is_in(sorted(words - set(timed))).alias("_untimed"),
        least.alias("_least"),
        most.alias("_most"),
        sure.alias("_sure"),
        (nw.col("assigned") >= nw.col("raised")).fill_null(value=False).alias("_ordered"),
    )
    bound = (nw.col("_least") >= 0) & (nw.col("_sure") > 0)
    told = laid.with_columns(
        bound.alias("_bound"),
        (nw.col("_untimed") | (bound & (nw.col("_least") == _NONE))).alias("_no_term"),
        (nw.col("_ordered") & (nw.col("assigned") >= nw.lit(EARLIEST)))
        .fill_null(value=False)
        .alias("_runs"),
    )
    return _with_days(told, timed, on, always=always)


def _chosen(timed: Groups, what: str, *, always: bool) -> nw.Expr:
    """What the most specific book of the day says, row by row; below 0 where none does."""
    chosen = nw.lit(-1)
    for kind, group in timed.items():
        for applied in reversed(group):
            there = ~nw.col("raised").is_null() if always else _in_life(applied)
            here = there & (nw.col("kind") == kind).fill_null(value=False)
            if applied.scope is not None:
                inside = padded().str.starts_with(applied.scope.short)
                here = here & (~readable_division() | inside)
            chosen = nw.when(here).then(_said(applied, what)).otherwise(chosen)
    return chosen.cast(nw.Int64)


def _said(applied: Applied[Term], what: str) -> nw.Expr:
    """The months at least and at most, by whether a matter is hard; or whether it surely holds."""
    if what == "sure":
        everywhere = applied.scope is None
        held = nw.lit(value=True) if everywhere else readable_division()
        return nw.when(held).then(nw.lit(1)).otherwise(nw.lit(0))
    plain, hard = (applied.entry.asked(hard=flag) or (_NONE, _NONE) for flag in (False, True))
    flag = known(nw.col("hard"))
    is_hard = flag.sure if what == "least" else flag.possible
    return nw.when(is_hard).then(nw.lit(hard[0])).otherwise(nw.lit(plain[0]))


def _in_life(applied: Applied[Term]) -> nw.Expr:
    """Whether the book answers on the day the matter was raised."""
    life, raised = applied.book.life.period, nw.col("raised")
    inside = raised >= nw.lit(life.since)
    if life.until is not None:
        inside = inside & (raised < nw.lit(life.until))
    return inside.fill_null(value=False)


def _with_days(rows: Frame, timed: Groups, on: dt.date, *, always: bool) -> Frame:
    """The last days, looked up in a table of days that the calendar made."""
    entries = [applied for group in timed.values() for applied in group]
    months = sorted(
        {n for a in entries for flag in (False, True) for n in a.entry.asked(hard=flag) or ()}
    )
    if not months:
        nothing = empty("day")
        return rows.with_columns(nothing.alias("_due"), nothing.alias("_due_latest"))
    begins = [a.book.life.period.since or EARLIEST for a in entries]
    first = EARLIEST if always else max(min(begins), EARLIEST)
    table: Frame = nw.from_native(_days(first, on, tuple(months)).lazy())
    joined = rows.join(move(table, rows), left_on="assigned", right_on="_day", how="left")
    return joined.with_columns(
        _picked(months, "_least").alias("_due"), _picked(months, "_most").alias("_due_latest")
    ).drop(*(f"_due_{n}" for n in months))


def _picked(months: Sequence[int], number: str) -> nw.Expr:
    day = empty("day")
    for n in months:
        day = nw.when(nw.col(number) == n).then(nw.col(f"_due_{n}")).otherwise(day)
    runs = nw.col("_runs") & nw.col("_bound")
    picked: nw.Expr = nw.when(runs).then(day)
    return picked


@lru_cache(maxsize=16)
def _days(first: dt.date, last: dt.date, months: tuple[int, ...]) -> pl.DataFrame:
    """Every day between two, with the day so many months later."""
    days = [add_days(first, n) for n in range((last - first).days + 1)]
    later = {f"_due_{n}": [add_months(day, n) for day in days] for n in months}
    schema = dict.fromkeys(("_day", *later), pl.Date)
    return pl.DataFrame({"_day": days, **later}, schema=schema)
