"""Duties (履职情况): which links were met often enough, which reports and sessions are missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.binding import first_of
from fupin.coverage.cited import cited_duty
from fupin.coverage.grouping import By
from fupin.coverage.pairing.subjects import NEEDS, SUBJECTS
from fupin.dates import DayLike, Period, day
from fupin.dates import window as calendar_window
from fupin.errors import SchemaError
from fupin.findings import Standing
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, plane
from fupin.policy import Applied, Assumptions, Books, Duty, Policy

SHARES = {"subjects": Measure("met", "judged", "unknown", "unplaced")}
MEASURES = (
    "subjects", "judged", "met", "unmet", "unknown",
    "not_yet_due", "not_judged", "no_number", "unplaced",
)  # fmt: skip
_WHY = "coverage.duties"


def duties(
    registry: Registry,
    policy: Policy,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    duty: str | None = None,
    window: Period | None = None,
    assume: Assumptions | None = None,
) -> Coverage:
    """Which links were met often enough, which reports and sessions are in (履职情况).

    A meeting duty is judged link by link, a report duty helper by helper, a session duty place by
    place. While its window is open, what is not reached yet is not yet due.

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     helpers=[
        ...         fp.StandingCommitteeMember(
        ...             id="M-1", service="full-time", division="5108", since="2011-12-01"
        ...         )
        ...     ],
        ...     links=[
        ...         fp.Link(kind="member-deputy", helper="M-1", party="D-9", since="2012-01-01")
        ...     ],
        ...     meetings=[
        ...         fp.Meeting(kind="member-deputy", helper="M-1", party="D-9", on="2016-05-04")
        ...     ],
        ... )
        >>> book = fp.policy.load("guangyuan-2016")
        >>> asked = dict(duty="member-meetings")
        >>> str(duties(registry, book, on="2016-12-31", **asked).total)
        '0 of 1: 0.0 %'
        >>> duties(registry, book, on="2016-09-09", **asked).rows["not_yet_due"].to_list()
        [1]

    Args:
        registry: for meetings needs `helpers`, `links` and `meetings`; for reports `helpers` and
            `reports`; for sessions `sessions`. Uses `exemptions`.
        policy: the rulebook, or several.
        on: the day of knowledge: what is dated later is not there yet.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels and columns of `helpers`.
        duty: id of one duty; None: every duty whose tables were given.
        window: the period counted in; None: the calendar window of the duty that holds `on`.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Returns:
        By duty (`rule`) and place: subjects; of them judged, not_yet_due, not_judged (there for
        part of the window only), no_number (the source sets none) and unplaced (not known whether
        bound); of the judged met, unmet and unknown. `low` and `high` bound the share met.

    Raises:
        SchemaError: a table that the duty needs is missing.
        NotInForceError: no book answers on that day.
        UnknownRuleError: no such duty.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    books = Books.of(policy).on(at, assume)
    groups = books.duties(duty)
    grouping = By.of(by, registry, "helpers")
    listed = tuple(dict.fromkeys(("post", "division", "since", "until", *grouping.needed)))
    asked = [
        _Question(registry, group, window or calendar_window(group[0].entry.window, at), at, listed)
        for group in groups.values()
    ]
    able = [q for q in asked if duty is not None or not q.lacks]
    if not able:
        raise SchemaError([f"{_WHY} needs {', '.join(q.lacks)} @ registry" for q in asked])
    left = [
        f"{q.entry.id} was left out: it needs {', '.join(q.lacks)}" for q in asked if q not in able
    ]
    judged = nw.concat([q.judged() for q in able], how="vertical")
    summed = grouping.sums(
        judged, _measures(), also=("rule",), sound=registry.sound("helpers.division unreadable")
    )
    low, high = SHARES["subjects"].bounds()
    keys = ("rule", *grouping.keys)
    return Coverage(
        frame=summed.select(*keys, *MEASURES).with_columns(low, high),
        kind=registry.kind,
        keys=keys,
        measures=MEASURES,
        provenance=registry.provenance(
            "duties",
            at,
            asked={
                "duties": tuple(sorted(q.entry.id for q in able)),
                "windows": tuple(sorted({str(q.window) for q in able})),
                "by": grouping.names,
            },
            books=books.ids,
            rules=tuple(cited_duty(a) for q in able for a in q.group),
            assumptions=(*books.assumed(assume), *left),
        ),
        shares=SHARES,
        split="rule",
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged),
    )


@attrs.frozen(eq=False)
class _Question:
    """One duty, asked of one registry in one window as of one day."""

    registry: Registry
    group: Sequence[Applied[Duty]]
    window: Period
    on: dt.date
    listed: tuple[str, ...]

    @property
    def entry(self) -> Duty:
        return self.group[0].entry

    @property
    def lacks(self) -> list[str]:
        """Tables that the duty needs and the registry has not."""
        return [t for t in NEEDS[self.entry.form] if not self.registry.has(t)]

    def judged(self) -> Frame:
        """Every subject the duty may bind, with what it did and where it stands."""
        asked = SUBJECTS[self.entry.form]
        rows = asked(self.registry, self.group, self.window, self.on, self.listed)
        standing, met = self._judge()
        return (
            rows.with_columns(standing.alias("_standing"), *met.columns("_met"))
            .filter(nw.col("_standing") != Standing.NO_DUTY.value)
            .select(
                nw.lit(self.entry.id).alias("rule"),
                *("id", "party", *self.listed, "_standing", "_met", "_met?", "_did", "_may"),
                nw.lit(self.entry.times or 0).cast(nw.Int64).alias("_times"),
            )
        )

    def _judge(self) -> tuple[nw.Expr, Plane]:
        """Where a subject stands, and whether it did what is asked."""
        entry, window = self.entry, self.window
        done, possible = nw.col("_did"), nw.col("_did") + nw.col("_may")
        bound, exempt, throughout = plane("_bound"), plane("_is_exempt"), plane("_throughout")
        times = entry.times
        if times is None:
            standing = nw.when(~bound.possible).then(nw.lit(Standing.NO_DUTY.value))
            return standing.otherwise(nw.lit(Standing.NO_NUMBER.value)), Plane(done < 0, done < 0)
        met = Plane(done >= times, possible >= times)
        unsure = bound.unknown | exempt.unknown
        part = nw.lit(value=False)
        if entry.part_window == "not-judged":
            unsure = unsure | throughout.unknown
            part = ~throughout.possible
        steps = [
            (~bound.possible, Standing.NO_DUTY),
            (exempt.sure, Standing.NOT_JUDGED),
            (unsure, Standing.UNPLACED),
            (part, Standing.NOT_JUDGED),
        ]
        assert window.last is not None
        if self.on < window.last:
            steps.append((~met.sure, Standing.NOT_YET_DUE))
        return first_of(steps, Standing.JUDGED), met


def _measures() -> dict[str, nw.Expr]:
    """The columns of the result, each an integer a subject."""
    met, standing = plane("_met"), nw.col("_standing")
    judged = standing == Standing.JUDGED.value
    counted = {
        "not_yet_due": Standing.NOT_YET_DUE,
        "not_judged": Standing.NOT_JUDGED,
        "no_number": Standing.NO_NUMBER,
        "unplaced": Standing.UNPLACED,
    }
    return {
        "subjects": nw.lit(1),
        "judged": count(judged),
        "met": count(judged & met.sure),
        "unmet": count(judged & ~met.possible),
        "unknown": count(judged & met.unknown),
        **{name: count(standing == s.value) for name, s in counted.items()},
    }


def _left_out(judged: Frame) -> Frame:
    """Subjects who surely or possibly did not do what is due: certain, or unknown."""
    met, standing = plane("_met"), nw.col("_standing")
    is_judged = standing == Standing.JUDGED.value
    open_ = (is_judged & ~met.sure) | (standing == Standing.UNPLACED.value)
    certain = is_judged & ~met.possible
    return judged.filter(open_).select(
        "rule",
        nw.col("id").alias("helper"),
        "party",
        "division",
        nw.col("_times").alias("asked"),
        nw.col("_did").alias("done"),
        (nw.col("_did") + nw.col("_may")).alias("done_possible"),
        nw.when(certain).then(nw.lit("unmet")).otherwise(nw.lit("unknown")).alias("outcome"),
    )
