"""Stock and flow (存量与增减): what a population was, what came in and went out, what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.grouping import By
from fupin.coverage.movement.comings import comings
from fupin.coverage.movement.crossings import (
    CLOSING,
    JOINED,
    LEFT,
    NO_LONGER_KNOWN,
    NOW_KNOWN,
    OPENING,
    Line,
    crossings,
    lines_of,
)
from fupin.coverage.sizes import sized, sized_at
from fupin.coverage.status import with_members
from fupin.dates import DayLike, Period, add_days
from fupin.errors import QuestionError
from fupin.frames import Registry, Table
from fupin.frames.engines import IN_MEMORY, Frame, collect, give, move
from fupin.frames.histories import number, stepped
from fupin.frames.planes import Plane, count, plane
from fupin.frames.repeats import once, one_row_each
from fupin.model.statuses import POPULATIONS, TRACKS, Population

MEASURES = ("households", "households_possible", "persons", "persons_possible", "size_unknown")
NO_MEMBERS = "no memberships were given: nobody is known to have joined or left a household"
_COUNTED = ("households", "persons")
_WHY = "coverage.flows"


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Flows(Table):
    """The account of a population between two days (增减结果).

    Attributes:
        lines: the lines of the account, in order.
        accounts: one row for each household whose own account does not balance, as a plan.
    """

    lines: tuple[Line, ...]
    accounts: Frame

    def unbalanced(self) -> Any:
        """The households whose own account does not balance for certain, one row for each measure.

        `what` is "households" or "persons"; `opening`, `gained`, `lost` and `closing` are what is
        sure of it; `why` says what it lacks. In the registry's kind of frame; lazy stays lazy.
        """
        if self.kind not in IN_MEMORY:
            return give(self.accounts, self.kind)
        rows = collect(self.accounts)
        return give(nw.from_native(rows.sort(rows.columns, nulls_last=True).lazy()), self.kind)


def flows(
    registry: Registry,
    *,
    since: DayLike,
    until: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    population: str = "in_need",
) -> Flows:
    """What a population was, what came in and went out, and what it is (存量与增减), 户 and 人.

    A window holds its first day and not the day after its last, as every period does. The opening
    is the population on the day before it, the closing that on its last day: so the windows of two
    months that follow each other share a stock, and their flows add up.

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     households=[fp.Household(id="H-1", size=4), fp.Household(id="H-2", size=3)],
        ...     events=[
        ...         {"household": "H-1", "event": "registered", "on": "2014-04-01"},
        ...         {"household": "H-1", "event": "exited", "on": "2016-09-20"},
        ...         {"household": "H-2", "event": "registered", "on": "2016-09-05"},
        ...     ],
        ... )
        >>> month = flows(registry, since="2016-09-01", until="2016-10-01")
        >>> rows = month.rows.filter(month.rows["households"] > 0)
        >>> rows.select("flow", "households", "persons").rows()
        [('opening', 1, 4), ('registered', 1, 3), ('exited', 1, 4), ('closing', 1, 3)]

    Args:
        registry: needs `households` and `events`; uses `memberships`.
        since: the first day of the window.
        until: the first day after it.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels and columns of `households`.
        population: "in_need", "exited", "registered", "monitored", "ordinary" or "all".

    Returns:
        By place, a row for each line of the account: its number, `flow` and `side`. The lines are
        opening and closing; each event that brings households into the population or takes them
        out, persons who joined and left a household meanwhile; and now-known and no-longer-known,
        those whose status, or number, was not known before, or is not any more. Opening and all
        gains less all losses are the closing. Each line has households and persons that surely
        count and that possibly do, and size_unknown, its households whose persons could not be
        counted. `.unbalanced()` lists the households behind what is not sure.

    Raises:
        SchemaError: a table is missing.
        QuestionError: an unknown level, column or population, or a window that ends before it
            begins.
    """
    window = window_of(since, until)
    registry = registry.known(known_on)
    if population not in POPULATIONS:
        expected = ", ".join(POPULATIONS)
        raise QuestionError(f"no population {population!r}: expected one of {expected}")
    of = POPULATIONS[population]
    lines = lines_of(of)
    grouping = By.of(by, registry, "households")
    each, readings = _accounts(registry, of, lines, window, grouping)
    measures = {_cell(line, m): nw.col(_cell(line, m)) for line in lines for m in MEASURES}
    sound = registry.sound("households.division unreadable")
    wide = grouping.sums(each, measures, sound=sound)
    assert window.since is not None
    assert window.last is not None
    return Flows(
        frame=_tall(wide, lines, grouping.keys),
        kind=registry.kind,
        keys=(*grouping.keys, "line", "flow", "side"),
        measures=MEASURES,
        provenance=registry.provenance(
            "flows",
            window.last,
            asked={
                "population": population,
                "since": window.since.isoformat(),
                "until": str(window.until),
                "by": grouping.names,
            },
            assumptions=readings,
        ),
        lines=lines,
        accounts=_unbalanced(each, lines),
    )


def window_of(since: DayLike, until: DayLike) -> Period:
    """A window of whole days, its first and the first after it."""
    window = Period(since, until)
    if window.faulty or window.since is None or window.until is None:
        raise QuestionError(
            f"since={since}, until={until}: until is the first day after the window, later than "
            "since"
        )
    return window


def _cell(line: Line, measure: str) -> str:
    return f"{line.name} {measure}"


def _accounts(
    registry: Registry, of: Population, lines: Sequence[Line], window: Period, grouping: By
) -> tuple[Frame, tuple[str, ...]]:
    """Every household with its own account: a column for each line and measure."""
    assert window.since is not None
    assert window.last is not None
    assert window.until is not None
    numbers = number(window.since), number(window.until)
    steps = once(stepped(registry, TRACKS[of.track], _WHY))
    listed = ("division", "size", of.track, f"{of.track}_on", *grouping.needed)
    units = once(one_row_each(registry, "households", tuple(dict.fromkeys(listed)), _WHY))
    rows, readings = units, []
    for name, on in (("_opening", add_days(window.since, -1)), ("_closing", window.last)):
        rows, told = with_members(registry, rows, {name: of}, on, _WHY)
        rows, how = sized(registry, rows, on)
        rows = rows.rename({"_size": f"{name} size"})
        readings += [*told, how]
    crossed = sized_at(registry, crossings(steps, of, numbers), units)
    rows = rows.join(_by_line(crossed, lines), left_on="id", right_on="_id", how="left")
    rows = rows.join(_faults(steps, number(window.last)), left_on="id", right_on="_id", how="left")
    if registry.has("memberships"):
        came = comings(registry, steps, units, of, numbers)
        rows = rows.join(came, left_on="id", right_on="_id", how="left")
    else:
        nobody = {name: nw.lit(0) for name in ("_joined", "_left", "_joined?", "_left?")}
        rows = rows.with_columns(**nobody)
        readings.append(NO_MEMBERS)
    return _balanced(rows.with_columns(*_laid(lines)), lines), tuple(dict.fromkeys(readings))


def _by_line(crossed: Frame, lines: Sequence[Line]) -> Frame:
    """For each household, the measures of every line that counts an event."""
    size = nw.col("_size").fill_null(0)
    cells: dict[str, nw.Expr] = {}
    for line in lines:
        if line.event:
            here = (nw.col("_event") == line.name) | (nw.col("_unread") > 0)
            sure, may = count(here & (nw.col("_sure") > 0)), count(here)
            told = (sure, may, sure * size, may * size, count(here & nw.col("_size").is_null()))
            cells |= {_cell(line, m): cell for m, cell in zip(MEASURES, told, strict=True)}
    laid = crossed.select(nw.col("_of").alias("_id"), **cells)
    return laid.group_by("_id").agg(nw.col(name).sum() for name in cells)


def _faults(steps: Frame, closing: int) -> Frame:
    """For each household, which fault of its events makes its status unknown."""
    at, starts, wrong = nw.col("_at"), nw.col("_starts"), nw.col("_wrong") > 0
    begun = starts <= closing
    flags = {
        "_undated": starts == 0,
        "_unread": begun & (nw.col("_n") == 0),
        "_impossible": begun & wrong,
        "_by_year": begun & (starts < at),
    }
    laid = steps.select(nw.col("_of").alias("_id"), **{n: count(f) for n, f in flags.items()})
    return laid.group_by("_id").agg(nw.col(name).max() for name in flags)


def _laid(lines: Sequence[Line]) -> list[nw.Expr]:
    """The cells of a household's account, but for what is not known of it."""
    cells: dict[str, nw.Expr] = {}
    ever = plane("_opening").possible | plane("_closing").possible
    for line in lines:
        if line.event:
            names = [_cell(line, m) for m in MEASURES]
            cells |= {name: nw.col(name).fill_null(0).cast(nw.Int64) for name in names}
            ever = ever | (nw.col(names[1]).fill_null(0) > 0)
    for line in (OPENING, CLOSING):
        cells |= _stock(line)
    for line in (JOINED, LEFT):
        may = nw.when(ever).then(nw.col(f"_{line.name}?").fill_null(0)).otherwise(nw.lit(0))
        sure = nw.col(f"_{line.name}").fill_null(0)
        nobody = nw.lit(0)
        told = (nobody, nobody, sure, may, nobody)
        cells |= {_cell(line, m): cell for m, cell in zip(MEASURES, told, strict=True)}
    return [cell.cast(nw.Int64).alias(name) for name, cell in cells.items()]


def _stock(line: Line) -> dict[str, nw.Expr]:
    member, size = plane(f"_{line.name}"), nw.col(f"_{line.name} size")
    sure, may = count(member.sure), count(member.possible)
    persons = size.fill_null(0)
    told = (sure, may, sure * persons, may * persons, count(member.possible & size.is_null()))
    return {_cell(line, m): cell for m, cell in zip(MEASURES, told, strict=True)}


def _balanced(rows: Frame, lines: Sequence[Line]) -> Frame:
    """The accounts with the two lines that hold what the others leave open."""
    open_ = {what: _rest(lines, what).alias(f"_rest {what}") for what in _COUNTED}
    rows = rows.with_columns(*open_.values())
    rest = {what: nw.col(f"_rest {what}") for what in _COUNTED}
    cells: dict[str, nw.Expr] = {}
    for line, sign in ((NOW_KNOWN, 1), (NO_LONGER_KNOWN, -1)):
        for what, expr in rest.items():
            left = nw.when(expr * sign > 0).then(expr * sign).otherwise(nw.lit(0))
            cells |= {_cell(line, what): left, _cell(line, f"{what}_possible"): left}
        cells[_cell(line, "size_unknown")] = nw.lit(0)
    return rows.with_columns(*(c.cast(nw.Int64).alias(name) for name, c in cells.items()))


def _rest(lines: Sequence[Line], what: str) -> nw.Expr:
    """The closing less what opening, gains and losses make of it."""
    rest = nw.col(_cell(CLOSING, what)) - nw.col(_cell(OPENING, what))
    for side, sign in (("gain", -1), ("loss", 1)):
        rest = rest + _sum(lines, side, what) * sign
    return rest


def _sum(lines: Sequence[Line], side: str, what: str) -> nw.Expr:
    total = nw.lit(0)
    for line in lines:
        if line.side in (side, f"natural {side}"):
            total = total + nw.col(_cell(line, what))
    return total


def _tall(wide: Frame, lines: Sequence[Line], keys: Sequence[str]) -> Frame:
    """A row for each line; the few places are crossed with the lines, and read once."""
    named = pl.LazyFrame(
        {
            "line": range(1, len(lines) + 1),
            "flow": [line.name for line in lines],
            "side": [line.side for line in lines],
        }
    )
    crossed = wide.join(move(nw.from_native(named), wide), how="cross")
    cells = []
    for measure in MEASURES:
        cell = nw.lit(0)
        for line in lines:
            here = nw.col("flow") == line.name
            cell = nw.when(here).then(nw.col(_cell(line, measure))).otherwise(cell)
        cells.append(cell.cast(nw.Int64).alias(measure))
    return crossed.select(*keys, "line", "flow", "side", *cells)


def _unbalanced(each: Frame, lines: Sequence[Line]) -> Frame:
    """Households whose account is not certain, with what is sure of it."""
    ends = {name: plane(f"_{name}") for name in ("opening", "closing")}
    unknown = ends["opening"].unknown | ends["closing"].unknown
    uncounted = _total(lines, "size_unknown") > 0
    open_persons = ~unknown & (uncounted | (nw.col("_rest persons") != 0))
    parts = []
    for what, open_, why in (
        ("households", unknown, _why_status(ends)),
        ("persons", open_persons, _why_persons(uncounted)),
    ):
        told = {
            "what": nw.lit(what),
            "opening": nw.col(_cell(OPENING, what)),
            "gained": _sum(lines, "gain", what),
            "lost": _sum(lines, "loss", what),
            "closing": nw.col(_cell(CLOSING, what)),
            "why": why,
        }
        rows = each.filter(open_)
        parts.append(rows.select(nw.col("id").alias("household"), "division", **told))
    return nw.concat(parts, how="vertical")


def _total(lines: Sequence[Line], measure: str) -> nw.Expr:
    total = nw.lit(0)
    for line in lines:
        total = total + nw.col(_cell(line, measure))
    return total


def _why_status(ends: Mapping[str, Plane]) -> nw.Expr:
    """What the household's status lacks: the first fault of its events, or a day it was seen."""
    words = {
        "_undated": "an event has no day",
        "_unread": "an event has a word that is not known",
        "_impossible": "events cannot follow one another as they are told",
        "_by_year": "an event is known by its year alone",
    }
    seen = nw.when(ends["closing"].unknown).then(nw.lit("its status is not told"))
    why: nw.Expr = seen.otherwise(nw.lit("its status was seen on a later day only"))
    for flag, word in reversed(words.items()):
        why = nw.when(nw.col(flag).fill_null(0) > 0).then(nw.lit(word)).otherwise(why)
    return why


def _why_persons(uncounted: nw.Expr) -> nw.Expr:
    named = nw.when(uncounted).then(nw.lit("its persons could not be counted on every day"))
    return named.otherwise(nw.lit("who joined or left it is not known for certain"))
