"""Quotas (联系任务完成情况): which helpers hold what is asked, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.binding import applies, first_of, first_that_holds
from fupin.coverage.cited import cited
from fupin.coverage.grouping import By
from fupin.coverage.pairing.exemptions import exempted
from fupin.coverage.pairing.scope import with_held
from fupin.dates import DayLike, day
from fupin.findings import Standing
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import NEVER, Plane, count, holds, one_of, plane
from fupin.frames.repeats import one_row_each
from fupin.model.vocabulary import GROUPS, POSTS
from fupin.policy import Applied, Assumptions, Books, PairingRule, Policy

SHARES = {"helpers": Measure("met", "obliged", "unknown", "unplaced")}
MEASURES = (
    "helpers", "no_duty", "exempt", "obliged", "met", "unmet", "unknown", "unplaced",
    "asked", "held", "held_possible", "missing", "missing_possible", "over", "out_of_scope",
)  # fmt: skip
_WHY = "coverage.quotas"


def quotas(
    registry: Registry,
    policy: Policy,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    rule: str | None = None,
    yardstick: str | None = None,
    assume: Assumptions | None = None,
) -> Coverage:
    """Which helpers hold the links their quota asks on a day, and who is short (联系任务完成情况).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     helpers=[fp.Deputy(id="D-1", level="city", division="5108", since="2011-12-01")],
        ...     links=[
        ...         fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01")
        ...     ],
        ... )
        >>> book = fp.policy.load("guangyuan-2016")
        >>> asked = dict(on="2016-09-09", rule="deputy-households", by="level")
        >>> str(quotas(registry, book, **asked).total)
        '0 of 1: 0.0 %'
        >>> str(quotas(registry, book, yardstick="at-least-one", **asked).total)
        '1 of 1: 100.0 %'

    Args:
        registry: needs `helpers` and `links`; uses `exemptions`, and the table of the other ends
            where a rule asks that they lie in the helper's own division.
        policy: the rulebook, or several.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels and columns of `helpers`, such as "level" (of a deputy) or "service".
        rule: id of one pairing rule; None: every rule of the books, a row for each.
        yardstick: another measure of that rule; None: the rule's own numbers.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Returns:
        By rule and place: helpers in office; of them no_duty, exempt, obliged and unplaced (not
        known whether bound); of the obliged met, unmet and unknown; links asked, held,
        held_possible, missing (surely), missing_possible, over (an "at most" or "exactly"), and
        out_of_scope. `low` and `high` bound the share that is met.

    Raises:
        SchemaError: a table is missing.
        NotInForceError: no book answers on that day.
        UnknownRuleError: no such rule or yardstick.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    books = Books.of(policy).on(at, assume)
    rules = books.pairing(rule)
    grouping = By.of(by, registry, "helpers")
    listed = tuple(
        dict.fromkeys(("post", "level", "service", "division", "since", "until", *grouping.needed))
    )
    units = one_row_each(registry, "helpers", listed, _WHY)
    judged = nw.concat(
        [
            _judged(registry, units, group, yardstick=yardstick, on=at, listed=listed)
            for group in rules.values()
        ],
        how="vertical",
    )
    summed = grouping.sums(
        judged, _measures(), also=("rule",), sound=registry.sound("helpers.division unreadable")
    )
    low, high = SHARES["helpers"].bounds()
    keys = ("rule", *grouping.keys)
    return Coverage(
        frame=summed.select(*keys, *MEASURES).with_columns(low, high),
        kind=registry.kind,
        keys=keys,
        measures=MEASURES,
        provenance=registry.provenance(
            "quotas",
            at,
            asked={"yardstick": yardstick, "rules": sorted(rules), "by": grouping.names},
            books=books.ids,
            rules=tuple(cited(a, yardstick) for group in rules.values() for a in group),
            assumptions=books.assumed(assume),
        ),
        shares=SHARES,
        split="rule",
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged),
    )


def _judged(
    registry: Registry,
    units: Frame,
    group: Sequence[Applied[PairingRule]],
    *,
    yardstick: str | None,
    on: dt.date,
    listed: Sequence[str],
) -> Frame:
    """Every helper who may be in office, judged by one rule."""
    first = group[0].entry
    in_office = one_of("post", (first.post,), POSTS) & holds(on)
    rows = units.filter(in_office.possible).with_columns(
        _quota=first_that_holds(group, lambda a: _number(a, yardstick), _no_number()),
        _operator=first_that_holds(group, lambda a: _operator(a, yardstick), nw.lit("at_least")),
    )
    rows = _with_exemptions(registry, rows, first.id, on)
    rows = with_held(registry, rows, group, on, _WHY)
    quota = nw.col("_quota")
    recognised = first_that_holds(group, _recognised, nw.lit(value=True))
    has_quota = Plane(~quota.is_null(), ~quota.is_null() | ~recognised)
    identified = Plane(~nw.col("id").is_null(), nw.lit(value=True))
    bound = in_office & applies(group) & has_quota & identified
    lifted = plane("_is_lifted")
    steps = [
        (~bound.possible, Standing.NO_DUTY),
        (lifted.sure, Standing.EXEMPT),
        (bound.unknown | lifted.unknown, Standing.UNPLACED),
    ]
    standing = first_of(steps, Standing.JUDGED)
    met = _met()
    return rows.with_columns(standing.alias("_standing"), *met.columns("_met")).select(
        nw.lit(first.id).alias("rule"),
        *("id", *listed),
        *("_standing", "_met", "_met?", "_most", "_least", "_held", "_held?", "_outside"),
        nw.col("_operator"),
    )


def _number(applied: Applied[PairingRule], yardstick: str | None) -> nw.Expr:
    """The number of links asked of a row's group; empty where the rule names no such group."""
    number = _no_number()
    group = nw.col(applied.entry.grouped_by)
    for quota in applied.entry.measured_by(yardstick):
        here = (group == quota.group).fill_null(value=False)
        number = nw.when(here).then(nw.lit(quota.links)).otherwise(number)
    return number.cast(nw.Int64)


def _operator(applied: Applied[PairingRule], yardstick: str | None) -> nw.Expr:
    operator = nw.lit("at_least")
    group = nw.col(applied.entry.grouped_by)
    for quota in applied.entry.measured_by(yardstick):
        here = (group == quota.group).fill_null(value=False)
        operator = nw.when(here).then(nw.lit(quota.operator)).otherwise(operator)
    return operator


def _recognised(applied: Applied[PairingRule]) -> nw.Expr:
    """Whether a row's group is a word of its vocabulary, so that having no quota means none."""
    column = applied.entry.grouped_by
    return nw.col(column).fill_null("").is_in(sorted(GROUPS[column]))


def _no_number() -> nw.Expr:
    return nw.when(nw.lit(value=False)).then(nw.lit(0)).cast(nw.Int64)


def _with_exemptions(registry: Registry, rows: Frame, rule: str, on: dt.date) -> Frame:
    """The number asked once exemptions have lowered it, between `_least` and `_most`."""
    exempt = exempted(registry, rule, holds(on), _WHY)
    if exempt is None:
        return rows.with_columns(
            *NEVER.columns("_is_lifted"),
            nw.col("_quota").alias("_most"),
            nw.col("_quota").alias("_least"),
        )
    joined = rows.join(exempt, left_on="id", right_on="_exempt", how="left")
    lifted = Plane(nw.col("_lifted").fill_null(0) > 0, nw.col("_lifted?").fill_null(0) > 0)
    quota = nw.col("_quota")
    return joined.with_columns(
        *lifted.columns("_is_lifted"),
        *(
            nw.when((nw.col(c) < quota).fill_null(value=False))
            .then(nw.col(c))
            .otherwise(quota)
            .alias(c)
            for c in ("_most", "_least")
        ),
    )


def _met() -> Plane:
    """Whether what is held keeps what is asked, both between bounds, by the row's operator."""
    low, high = nw.col("_held"), nw.col("_held?")
    least, most = nw.col("_least"), nw.col("_most")
    by_operator = {
        "at_least": known_both(low >= most, high >= least),
        "at_most": known_both(high <= least, low <= most),
        "exactly": known_both(
            (low == high) & (least == most) & (low == least), (low <= most) & (high >= least)
        ),
    }
    met = by_operator.pop("at_least")
    for operator, other in by_operator.items():
        here = nw.col("_operator") == operator
        met = Plane(
            nw.when(here).then(other.sure).otherwise(met.sure),
            nw.when(here).then(other.possible).otherwise(met.possible),
        )
    return met


def known_both(sure: nw.Expr, possible: nw.Expr) -> Plane:
    """A plane of two comparisons; both are false where nothing is asked."""
    return Plane(sure.fill_null(value=False), possible.fill_null(value=False))


def _measures() -> dict[str, nw.Expr]:
    """The columns of the result, each an integer a helper."""
    met, standing = plane("_met"), nw.col("_standing")
    judged = standing == Standing.JUDGED.value
    least, most = nw.col("_least"), nw.col("_most")
    low, high = nw.col("_held"), nw.col("_held?")
    bounded_above = nw.col("_operator") != "at_least"
    bounded_below = nw.col("_operator") != "at_most"

    def where(condition: nw.Expr, value: nw.Expr) -> nw.Expr:
        return nw.when(condition & (value > 0)).then(value).otherwise(nw.lit(0))

    return {
        "helpers": nw.lit(1),
        "no_duty": count(standing == Standing.NO_DUTY.value),
        "exempt": count(standing == Standing.EXEMPT.value),
        "obliged": count(judged),
        "met": count(judged & met.sure),
        "unmet": count(judged & ~met.possible),
        "unknown": count(judged & met.unknown),
        "unplaced": count(standing == Standing.UNPLACED.value),
        "asked": where(judged, most),
        "held": where(judged, low),
        "held_possible": where(judged, high),
        "missing": where(judged & bounded_below, least - high),
        "missing_possible": where(judged & bounded_below, most - low),
        "over": where(judged & bounded_above, low - most),
        "out_of_scope": nw.col("_outside"),
    }


def _left_out(judged: Frame) -> Frame:
    """Helpers who do not surely keep the rule: certain, or unknown."""
    met, standing = plane("_met"), nw.col("_standing")
    is_judged = standing == Standing.JUDGED.value
    open_ = (is_judged & ~met.sure) | (standing == Standing.UNPLACED.value)
    certain = is_judged & ~met.possible
    return judged.filter(open_).select(
        "rule",
        nw.col("id").alias("helper"),
        "level",
        "service",
        "division",
        nw.col("_most").alias("asked"),
        nw.col("_held").alias("held"),
        nw.col("_held?").alias("held_possible"),
        nw.when(certain).then(nw.lit("unmet")).otherwise(nw.lit("unknown")).alias("outcome"),
    )
