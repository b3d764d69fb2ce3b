"""Matters (事项办理情况): raised, answered in time, overdue, closed, followed up, by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.binding import first_of
from fupin.coverage.cited import cited_term
from fupin.coverage.grouping import By
from fupin.coverage.oversight.handled import answered, closed, followed_up, reopened, with_handlings
from fupin.coverage.oversight.terms import Groups, with_terms
from fupin.dates import DayLike, day
from fupin.findings import Standing
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, known, plane
from fupin.frames.repeats import one_row_each
from fupin.policy import Assumptions, Books, Policy

SHARES = {
    "in_time": Measure("in_time", "judged", "unknown", "unplaced"),
    "answered": Measure("answered", "raised", "answered_unknown", "raised_unknown"),
    "closed": Measure("closed", "raised", "closed_unknown", "raised_unknown"),
    "followed_up": Measure("followed_up", "closed", "followed_up_unknown", "followed_up_unplaced"),
}
MEASURES = (
    "raised", "raised_unknown", "assigned", "assigned_unknown",
    "judged", "in_time", "late", "overdue", "unknown", "not_yet_due", "no_term", "unplaced",
    "answered", "answered_unknown", "replied_by_others", "closed", "closed_unknown",
    "reopened", "reopened_unknown", "followed_up", "followed_up_unknown", "followed_up_unplaced",
)  # fmt: skip
_WHY = "coverage.matters"
_COLUMNS = ("kind", "issuer", "addressee", "division", "raised", "assigned", "hard")


def matters(
    registry: Registry,
    policy: Policy,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    assume: Assumptions | None = None,
) -> Coverage:
    """What became of opinions, inquiry items and suggestions by a day (事项办理情况).

    Matters of unlike kinds are never added together. Only a reply of the body that was asked
    answers a matter; the law of the day on which it was raised says by when.

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     matters=[
        ...         fp.Matter(
        ...             id="S-1", kind="suggestion", addressee="O-3", raised="2016-02-24",
        ...             assigned="2016-03-10", hard=False,
        ...         ),
        ...         fp.Matter(id="Y-1", kind="deliberation-opinion", raised="2016-04-28"),
        ...     ],
        ...     handlings=[fp.Handling(matter="S-1", step="reply", on="2016-05-20", by="O-3")],
        ... )
        >>> books = [fp.policy.load("cn-deputies-2015"), fp.policy.load("cn-supervision")]
        >>> told = matters(registry, books, on="2016-09-09")
        >>> told.rows.select("kind", "raised", "judged", "in_time", "no_term").rows()
        [('deliberation-opinion', 1, 0, 0, 1), ('suggestion', 1, 1, 1, 0)]
        >>> print(told.rate(kind="suggestion"))
        1 of 1: 100.0 %

    Args:
        registry: needs `matters` and `handlings`.
        policy: the rulebooks: of each matter, that of the day it was raised is taken.
        on: the day of knowledge: what is dated later is not there yet.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels, columns of `matters`, and "year", the calendar year it was raised in.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Returns:
        By `kind` and place: raised, assigned; of them judged by a term (in_time, late, overdue,
        unknown), not_yet_due, no_term (none is set: no rate), unplaced (not known whether one
        runs, those raised on an unknown day among them); answered, replied_by_others, closed,
        reopened, followed_up (until closure), each with what is not known beside it. `low` and
        `high` bound the share of those judged that were answered in time. Rates: "in_time",
        "answered", "closed", "followed_up".

    Raises:
        SchemaError: a table is missing.
        RulebookError: two books hold terms of one kind, place and day.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    books = Books.of(policy)
    groups = books.terms(assume)
    grouping = By.of(_others(by), registry, "matters", derived=("year",))
    listed = tuple(c for c in dict.fromkeys((*_COLUMNS, *grouping.needed)) if c != "year")
    judged = _judged(registry, listed, groups, at, always=bool((assume or {}).get("in_force")))
    summed = grouping.sums(
        judged,
        _measures(at),
        also=("kind",),
        sound=registry.sound("matters.division unreadable"),
    )
    low, high = SHARES["in_time"].bounds()
    keys = ("kind", *grouping.keys)
    return Coverage(
        frame=summed.select(*keys, *MEASURES).with_columns(low, high),
        kind=registry.kind,
        keys=keys,
        measures=MEASURES,
        provenance=registry.provenance(
            "matters",
            at,
            asked={"by": grouping.names},
            books=books.ids,
            rules=tuple(cited_term(a) for group in groups.values() for a in group),
            assumptions=books.assumed(assume),
        ),
        shares=SHARES,
        split="kind",
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged),
    )


def _others(by: str | Sequence[str] | None) -> tuple[str, ...]:
    """What rows are grouped by beside the kind, which they always are."""
    names = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    return tuple(name for name in names if name != "kind")


def _judged(
    registry: Registry, listed: Sequence[str], groups: Groups, on: dt.date, *, always: bool
) -> Frame:
    """Every matter that may have been raised, with what was done and where its term stands."""
    units = one_row_each(registry, "matters", listed, _WHY)
    raised = known(nw.col("raised") <= nw.lit(on))
    there = units.filter(raised.possible).with_columns(
        *raised.columns("_raised"), nw.col("raised").dt.year().cast(nw.Int64).alias("year")
    )
    told = with_terms(with_handlings(registry, there, on, _WHY), groups, on, always=always)
    today, due, latest = nw.lit(on), nw.col("_due"), nw.col("_due_latest")
    in_time = (nw.col("_replied") <= due).fill_null(value=False)
    past = (latest < today).fill_null(value=False)
    too_late = past & (nw.col("_replied?") > latest).fill_null(value=True)
    steps = [
        (~nw.col("_kind_known"), Standing.UNPLACED),
        (nw.col("_no_term"), Standing.NO_NUMBER),
        (~nw.col("_bound") | ~nw.col("_runs"), Standing.UNPLACED),
        ((nw.col("assigned") > today).fill_null(value=False), Standing.NOT_YET_DUE),
        (in_time, Standing.JUDGED),
        ((due >= today).fill_null(value=False), Standing.NOT_YET_DUE),
        (past | answered().sure, Standing.JUDGED),
    ]
    return told.with_columns(
        first_of(steps, Standing.UNPLACED).alias("_standing"),
        *Plane(in_time, ~too_late).columns("_in_time"),
    )


def _measures(on: dt.date) -> dict[str, nw.Expr]:
    """The columns of the result, each an integer a matter."""
    raised, in_time, standing = plane("_raised"), plane("_in_time"), nw.col("_standing")
    assigned = known(nw.col("assigned") <= nw.lit(on))
    judged = standing == Standing.JUDGED.value
    ended, followed = closed(), followed_up()
    states = {
        "assigned": assigned, "answered": answered(), "closed": ended, "reopened": reopened()
    }  # fmt: skip
    counted = {
        f"{name}{mark}": count(raised.sure & flag)
        for name, state in states.items()
        for mark, flag in (("", state.sure), ("_unknown", state.unknown))
    }
    by_ended = raised & ended
    return {
        "raised": count(raised.sure),
        "raised_unknown": count(raised.unknown),
        "judged": count(judged),
        "in_time": count(judged & in_time.sure),
        "late": count(judged & ~in_time.possible & answered().sure),
        "overdue": count(judged & ~in_time.possible & ~answered().sure),
        "unknown": count(judged & in_time.unknown),
        "not_yet_due": count(standing == Standing.NOT_YET_DUE.value),
        "no_term": count(raised.sure & (standing == Standing.NO_NUMBER.value)),
        "unplaced": count(standing == Standing.UNPLACED.value),
        **counted,
        "replied_by_others": count(raised.sure & (nw.col("_others") > 0)),
        "followed_up": count(by_ended.sure & followed.sure),
        "followed_up_unknown": count(by_ended.sure & followed.unknown),
        "followed_up_unplaced": count(by_ended.unknown),
    }


def _left_out(judged: Frame) -> Frame:
    """Matters that surely or possibly were not answered in time: certain, or unknown."""
    in_time, standing = plane("_in_time"), nw.col("_standing")
    is_judged = standing == Standing.JUDGED.value
    open_ = (is_judged & ~in_time.sure) | (standing == Standing.UNPLACED.value)
    certain = is_judged & ~in_time.possible
    late = nw.when(answered().sure).then(nw.lit("late")).otherwise(nw.lit("overdue"))
    return judged.filter(open_).select(
        nw.col("id").alias("matter"),
        *("kind", "issuer", "addressee", "division", "raised", "assigned"),
        nw.col("_due").alias("due"),
        nw.col("_due_latest").alias("due_latest"),
        nw.when(certain).then(late).otherwise(nw.lit("unknown")).alias("status"),
        nw.when(certain).then(nw.lit("unmet")).otherwise(nw.lit("unknown")).alias("outcome"),
    )
