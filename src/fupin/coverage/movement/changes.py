"""Changes of links and postings between two days (结对、派驻变动): begun, ended, handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.grouping import By
from fupin.coverage.movement.flows import window_of
from fupin.coverage.movement.turnovers import UNREAD, dated, open_on, ties, undated
from fupin.coverage.pairing.scope import PARTIES
from fupin.dates import DayLike, Period, add_days
from fupin.errors import QuestionError
from fupin.frames import Registry, Table
from fupin.frames.engines import IN_MEMORY, Frame, collect, give, move
from fupin.frames.histories import number
from fupin.frames.normalise import empty
from fupin.frames.planes import NEVER, Plane, count, plane
from fupin.frames.repeats import once, one_row_each
from fupin.model.vocabulary import POSTINGS

CHANGES = ("begun", "taken-over", "ended", "handed-over", "helper-gone")
MEASURES = ("changes", "changes_possible")
NO_HELPERS = "no helpers were given: nobody is known to have gone while linked"
_WHY = "coverage.changes"
_LISTED = ("kind", "party", "helper", "other", "division", "change", "on", "sure")


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Changes(Table):
    """What changed among links and postings (变动结果).

    Attributes:
        each: one row for each change, as a plan.
    """

    each: Frame

    def listed(self) -> Any:
        """The changes, one row each, in the registry's kind of frame; lazy stays lazy.

        `other` is who gave over or took over, the first by id where there are several; `on` is
        empty where nobody knows the day; `sure` tells what surely is so from what may be.
        """
        if self.kind not in IN_MEMORY:
            return give(self.each, self.kind)
        rows = collect(self.each)
        return give(nw.from_native(rows.sort(rows.columns, nulls_last=True).lazy()), self.kind)


def changes(
    registry: Registry,
    *,
    since: DayLike,
    until: DayLike,
    known_on: DayLike | None = None,
    kinds: Sequence[str],
    by: str | Sequence[str] | None = None,
) -> Changes:
    """Which links and postings began, ended and were handed over between two days (结对变动).

    Example:
        >>> import fupin as fp
        >>> paired = {"kind": "cadre-household", "party": "H-1"}
        >>> registry = fp.Registry.of(
        ...     households=[fp.Household(id="H-1", division="510824102201")],
        ...     links=[
        ...         {**paired, "helper": "C-1", "since": "2015-03-01", "until": "2016-09-09"},
        ...         {**paired, "helper": "C-2", "since": "2016-09-09"},
        ...     ],
        ... )
        >>> month = changes(
        ...     registry, since="2016-09-01", until="2016-10-01", kinds=["cadre-household"]
        ... )
        >>> month.listed().select("helper", "other", "change").rows()
        [('C-1', 'C-2', 'handed-over'), ('C-2', 'C-1', 'taken-over')]

    Args:
        registry: needs `links` for kinds of link, `postings` for posts; uses `helpers`, and the
            tables of the parties for their places.
        since: the first day of the window.
        until: the first day after it.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        kinds: kinds of link, and posts such as "first-secretary", always named.
        by: division levels: where the party is.

    Returns:
        By place and kind, a row for each change: a pair was linked on a day and not on the day
        before (begun, or taken-over from another helper of the kind who ended with the party on
        that day), or the other way round (ended, handed-over); or it still is on the last day, and
        the helper is in office no more (helper-gone). Each has how many surely and possibly are
        so. A row whose kind cannot be read stands in a row without kind, and never surely.
        `.listed()` names each. Days without any helper are told by `gaps`.

    Raises:
        SchemaError: a table is missing.
        QuestionError: no kinds, something other than division levels in `by=`, or a window that
            ends before it begins.
    """
    window = window_of(since, until)
    registry = registry.known(known_on)
    wanted = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if not wanted:
        raise QuestionError("kinds= names no kind of link and no post: say which count, always")
    grouping = By.of(by, registry, "links")
    if grouping.columns:
        raise QuestionError(
            f"by= cannot be {', '.join(grouping.columns)}: changes are told by division levels"
        )
    each, readings = _changed(registry, wanted, window)
    placed = once(_placed(registry, each, wanted))
    sums = {cell: nw.col(cell) for cell in _CELLS}
    wide = grouping.sums(placed, sums, also=("kind",), sound=False)
    assert window.last is not None
    assert window.since is not None
    return Changes(
        frame=_tall(wide, grouping.keys),
        kind=registry.kind,
        keys=(*grouping.keys, "kind", "change"),
        measures=MEASURES,
        provenance=registry.provenance(
            "changes",
            window.last,
            asked={
                "since": window.since.isoformat(),
                "until": str(window.until),
                "kinds": tuple(sorted(wanted)),
                "by": grouping.names,
            },
            assumptions=readings,
        ),
        each=placed.select(*_LISTED),
    )


def _changed(
    registry: Registry, kinds: Sequence[str], window: Period
) -> tuple[Frame, tuple[str, ...]]:
    """Every change, with its word and how far it is sure."""
    assert window.since is not None
    assert window.until is not None
    assert window.last is not None
    numbers = number(window.since), number(window.until)
    rows = once(ties(registry, kinds))
    days, loose = once(dated(rows, numbers)), once(undated(rows, numbers))
    calendar = [add_days(window.since, n) for n in range(window.days or 0)]
    named = pl.LazyFrame({"_day": map(number, calendar), "on": calendar})
    days = days.join(move(nw.from_native(named), days), on="_day", how="inner")
    parts = [*_dated_changes(days, loose), *_undated_changes(days, loose)]
    readings: tuple[str, ...] = ()
    if set(kinds) <= POSTINGS:
        pass  # whoever is posted is a person, and holds no office by being so
    elif registry.has("helpers"):
        parts.append(_gone(registry, rows, window.last))
    else:
        readings = (NO_HELPERS,)
    return nw.concat([part.select(*_LAID) for part in parts], how="vertical"), readings


_CELLS = tuple(f"{change} {measure}" for change in CHANGES for measure in MEASURES)
_LAID = (
    "kind", "party", "helper", "other", "_posting", "change", "on", "sure", *_CELLS,
)  # fmt: skip


_PARTY = ("kind", "party", "_posting")


def _dated_changes(days: Frame, loose: Frame) -> list[Frame]:
    """Pairs that began or ended on a day, told apart by whether another ended or began then."""
    rows = _beside(days, loose, ("_begins", "_ends"))
    here = (*_PARTY, "_day")
    told = []
    for name, other, plain, passed, vague in (
        ("_began", "_ended", "begun", "taken-over", "_ends"),
        ("_ended", "_began", "ended", "handed-over", "_begins"),
    ):
        who = nw.when(nw.col(other) > 0).then(nw.col("helper"))
        laid = rows.with_columns(
            (nw.col(other).sum().over(*here)).cast(nw.Int64).alias("_others"),
            (nw.col(f"{other}?").sum().over(*here)).cast(nw.Int64).alias("_others?"),
            who.alias("_who"),
        ).with_columns(nw.col("_who").min().over(*here).alias("other"))
        changed = Plane(nw.col(name) > 0, nw.col(f"{name}?") > 0)
        may = (nw.col("_others?") - nw.col(f"{other}?") > 0) | (nw.col(vague) > 0)
        from_other = Plane(nw.col("_others") > 0, (nw.col("_others") > 0) | may)
        passes = changed & from_other
        stays = changed & Plane(~from_other.possible, ~from_other.sure)
        word = nw.when(from_other.sure).then(nw.lit(passed)).otherwise(nw.lit(plain))
        told.append(
            laid.filter(changed.possible).with_columns(
                word.alias("change"),
                (passes.sure | stays.sure).alias("sure"),
                *_cells({plain: stays, passed: passes}),
            )
        )
    return told


def _beside(rows: Frame, others: Frame, counts: Sequence[str]) -> Frame:
    """Rows with what others say of the same party and kind, but for those of the same helper."""
    all_, own = (
        others.group_by(*keys).agg(nw.col(c).sum() for c in counts)
        for keys in (_PARTY, (*_PARTY, "helper"))
    )
    own = own.rename({c: f"{c} own" for c in counts})
    both = rows.join(all_, on=list(_PARTY), how="left")
    both = both.join(own, on=[*_PARTY, "helper"], how="left")
    return both.with_columns(
        (nw.col(c).fill_null(0) - nw.col(f"{c} own").fill_null(0)).cast(nw.Int64).alias(c)
        for c in counts
    )


def _undated_changes(days: Frame, loose: Frame) -> list[Frame]:
    """Rows that may begin or end in the window, each possibly by itself or from another."""
    rows = _beside(loose, days, ("_began?", "_ended?"))
    told = []
    for name, dated_other, loose_other, plain, passed in (
        ("_begins", "_ended?", "_ends", "begun", "taken-over"),
        ("_ends", "_began?", "_begins", "ended", "handed-over"),
    ):
        others = nw.col(loose_other).sum().over(*_PARTY)
        own = nw.col(loose_other).sum().over(*_PARTY, "helper")
        # Whoever is not named may be somebody else: only the row itself is not.
        own = nw.when(nw.col("helper").is_null()).then(nw.col(loose_other)).otherwise(own)
        may = (nw.col(dated_other) > 0) | (others - own > 0)
        laid = rows.with_columns(may.alias("_may")).filter(nw.col(name) > 0)
        times = nw.col(name)
        nothing = nw.lit(0)
        passing = nw.when(nw.col("_may")).then(times).otherwise(nothing)
        cells = {f"{plain} {MEASURES[1]}": times, f"{passed} {MEASURES[1]}": passing}
        told.append(
            laid.with_columns(
                empty("text").alias("other"),
                empty("day").alias("on"),
                nw.lit(plain).alias("change"),
                nw.lit(value=False).alias("sure"),
                *(cells.get(c, nothing).cast(nw.Int64).alias(c) for c in _CELLS),
            )
        )
    return told


def _gone(registry: Registry, rows: Frame, last: dt.date) -> Frame:
    """Links in force on the last day whose helper is in office no more."""
    held = open_on(rows.filter(~nw.col("_posting")), number(last))
    helpers = one_row_each(registry, "helpers", ("since", "until"), _WHY)
    office = helpers.filter(~nw.col("id").is_null()).select(
        nw.col("id").cast(nw.String).alias("_id"),
        nw.col("until").alias("on"),
        (nw.col("since") >= nw.col("until")).fill_null(value=False).alias("_faulty"),
    )
    both = held.join(office, left_on="helper", right_on="_id", how="inner")
    faulty, ended = nw.col("_faulty"), (nw.col("on") <= nw.lit(last)).fill_null(value=False)
    linked = Plane(nw.col("_held") > 0, nw.col("_held?") > 0)
    gone = Plane(ended & ~faulty, ended | faulty) & linked
    laid = both.with_columns(*gone.columns("_is_gone")).filter(nw.col("_is_gone?"))
    return laid.with_columns(
        empty("text").alias("other"),
        nw.lit("helper-gone").alias("change"),
        plane("_is_gone").sure.alias("sure"),
        *_cells({"helper-gone": plane("_is_gone")}),
    )


def _cells(told: Mapping[str, Plane]) -> list[nw.Expr]:
    """The measures of every change, of which some may be so."""
    planes = {change: told.get(change, NEVER) for change in CHANGES}
    return [
        count(so).alias(f"{change} {measure}")
        for change, both in planes.items()
        for measure, so in zip(MEASURES, (both.sure, both.possible), strict=True)
    ]


def _placed(registry: Registry, rows: Frame, kinds: Sequence[str]) -> Frame:
    """Changes with the division of the party: a village or a posting's place is its own."""
    tables = {kind: PARTIES.get(kind, "households") for kind in kinds if kind not in POSTINGS}
    tables |= dict.fromkeys(set(tables) & {"office-village"}, "")
    parts = [
        one_row_each(registry, table, ("division",), _WHY)
        .filter(~nw.col("id").is_null())
        .select(
            nw.lit(table).alias("_table"),
            nw.col("id").cast(nw.String).alias("_id"),
            nw.col("division").alias("_division"),
        )
        for table in sorted(set(tables.values()) - {""})
        if registry.has(table)
    ]
    table = nw.lit("")
    for kind, name in tables.items():
        table = nw.when(nw.col("kind") == kind).then(nw.lit(name)).otherwise(table)
    laid = rows.with_columns(table.alias("_in"))
    own = (nw.col("_in") == "") & (nw.col("kind") != UNREAD)
    own_place = nw.when(own | nw.col("_posting")).then(nw.col("party"))
    if not parts:
        placed = laid.with_columns(own_place.alias("division"))
    else:
        places = parts[0] if len(parts) == 1 else nw.concat(parts, how="vertical")
        joined = laid.join(places, left_on=["_in", "party"], right_on=["_table", "_id"], how="left")
        division = nw.when(own | nw.col("_posting")).then(nw.col("party"))
        placed = joined.with_columns(division.otherwise(nw.col("_division")).alias("division"))
    named = nw.when(nw.col("kind") != UNREAD).then(nw.col("kind"))
    return placed.with_columns(named.alias("kind"))


def _tall(wide: Frame, keys: Sequence[str]) -> Frame:
    """A row for each change; the few places are crossed with the words, and read once."""
    named = pl.LazyFrame({"change": list(CHANGES)})
    crossed = wide.join(move(nw.from_native(named), wide), how="cross")
    cells = []
    for measure in MEASURES:
        cell = nw.lit(0)
        for change in CHANGES:
            here = nw.col("change") == change
            cell = nw.when(here).then(nw.col(f"{change} {measure}")).otherwise(cell)
        cells.append(cell.cast(nw.Int64).alias(measure))
    return crossed.select(*keys, "kind", "change", *cells)
