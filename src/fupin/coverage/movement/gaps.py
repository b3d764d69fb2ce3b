"""Gaps in help (帮扶空档): for how many days of a window a household had no helper at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.grouping import By
from fupin.coverage.movement.flows import window_of
from fupin.coverage.movement.turnovers import UNREAD, ties
from fupin.coverage.pairing.households import SHARES
from fupin.coverage.sizes import sized
from fupin.coverage.status import population_of
from fupin.dates import DayLike, Period, add_days
from fupin.errors import QuestionError
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame, move
from fupin.frames.histories import number, numbered, stepped
from fupin.frames.planes import Plane, count, plane
from fupin.frames.repeats import once, same, spread
from fupin.model.statuses import POPULATIONS, TRACKS, Population

_WHY = "coverage.gaps"
_SHARES = {
    name: Measure(m.numerator.replace("paired", "covered"), *rest)
    for name, m in SHARES.items()
    for rest in [(m.denominator, m.unknown, m.unplaced, m.uncounted)]
}
_DEPTHS = ("_in", "_in?", "_tied", "_tied?")
_APART = 100_000_000


def gaps(
    registry: Registry,
    *,
    since: DayLike,
    until: DayLike,
    known_on: DayLike | None = None,
    kinds: Sequence[str],
    by: str | Sequence[str] | None = None,
    population: str = "in_need",
    days: int = 1,
) -> Coverage:
    """Which households had a helper throughout a window, and who had none for how long (帮扶空档).

    The households are those in the population on the last day; of each the days count since it last
    came into it. A helper who follows another on one day leaves no gap.

    Example:
        >>> import fupin as fp
        >>> paired = {"kind": "cadre-household", "party": "H-1"}
        >>> registry = fp.Registry.of(
        ...     households=[fp.Household(id="H-1", registration="in-need")],
        ...     links=[
        ...         {**paired, "helper": "C-1", "since": "2015-03-01", "until": "2016-09-09"},
        ...         {**paired, "helper": "C-2", "since": "2016-09-12"},
        ...     ],
        ... )
        >>> month = gaps(
        ...     registry, since="2016-09-01", until="2016-10-01", kinds=["cadre-household"]
        ... )
        >>> str(month.total), month.missing().select("household", "days").rows()
        ('0 of 1: 0.0 %', [('H-1', 3)])

    Args:
        registry: needs `households` and `links`; uses `events` and `memberships`.
        since: the first day of the window.
        until: the first day after it.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        kinds: the kinds of link that count, always named.
        by: division levels and columns of `households`.
        population: "in_need", "exited", "registered", "monitored", "ordinary" or "all".
        days: from how many days without a helper on a household counts as left without one.

    Returns:
        By place: households, covered (throughout, or but for fewer days), unknown, unplaced, the
        same for persons; size_unknown; and gap_days and gap_days_possible, the days without any
        helper of all households together. `low` and `high` bound the share that was covered.
        `.missing()` lists the others, with their days.

    Raises:
        SchemaError: a table is missing.
        QuestionError: no kinds, days below 1, an unknown level, column or population, or a window
            that ends before it begins.
    """
    window = window_of(since, until)
    registry = registry.known(known_on)
    wanted = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if not wanted:
        raise QuestionError("kinds= names no kind of link: say which links count, always")
    if days < 1:
        raise QuestionError(f"days={days}: a gap has at least 1 day")
    grouping = By.of(by, registry, "households")
    assert window.since is not None
    assert window.last is not None
    listed = ("division", "size", *grouping.needed, *_snapshot(population))
    columns = tuple(dict.fromkeys(listed))
    units, readings = population_of(registry, population, window.last, columns, _WHY)
    units, how_sized = sized(registry, units, window.last)
    units = once(units.with_columns(nw.col("id").cast(nw.String).alias("_text")))
    without = _days(registry, units, POPULATIONS[population], wanted, window)
    rows = units.join(without, left_on="_text", right_on="_of", how="left")
    whole = nw.lit(window.days).cast(nw.Int64)
    nobody = nw.col("id").is_null()
    judged = rows.with_columns(
        nw.col("_gap").fill_null(0).cast(nw.Int64).alias("_gap"),
        nw.when(nobody).then(whole).otherwise(nw.col("_gap?").fill_null(0)).alias("_gap?"),
    )
    covered = Plane(nw.col("_gap?") < days, nw.col("_gap") < days)
    judged = judged.with_columns(*covered.columns("_covered"))
    member = plane("_member")
    measures = _measures(member)
    sound = registry.sound("households.division unreadable")
    low, high = _SHARES["households"].bounds()
    return Coverage(
        frame=grouping.sums(judged, measures, sound=sound)
        .select(*grouping.keys, *measures)
        .with_columns(low, high),
        kind=registry.kind,
        keys=grouping.keys,
        measures=tuple(measures),
        provenance=registry.provenance(
            "gaps",
            window.last,
            asked={
                "population": population,
                "since": window.since.isoformat(),
                "until": str(window.until),
                "kinds": tuple(sorted(wanted)),
                "days": days,
                "by": grouping.names,
            },
            assumptions=(*readings, how_sized),
        ),
        shares=_SHARES,
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged, member),
    )


def _snapshot(population: str) -> tuple[str, ...]:
    if population not in POPULATIONS:
        return ()  # refused where it is looked up
    track = POPULATIONS[population].track
    return track, f"{track}_on"


def _measures(member: Plane) -> dict[str, nw.Expr]:
    """The columns of the result, each an integer a household."""
    covered = plane("_covered")
    size = nw.col("_size").fill_null(0)
    flags = {
        "households": member.sure,
        "covered": member.sure & covered.sure,
        "unknown": member.sure & covered.unknown,
        "unplaced": member.unknown,
    }
    ones = {name: count(flag) for name, flag in flags.items()}
    persons = {
        "persons" if name == "households" else f"persons_{name}": one * size
        for name, one in ones.items()
    }
    return {
        **ones,
        **persons,
        "size_unknown": count(member.possible & nw.col("_size").is_null()),
        "gap_days": count(member.sure) * nw.col("_gap"),
        "gap_days_possible": count(member.possible) * nw.col("_gap?"),
    }


def _left_out(judged: Frame, member: Plane) -> Frame:
    """Households that surely or possibly were left without a helper: certain, or unknown."""
    covered = plane("_covered")
    certain = member.sure & ~covered.possible
    rows = judged.filter(member.possible & ~covered.sure)
    return rows.select(
        nw.col("id").alias("household"),
        "division",
        nw.col("_size").alias("size"),
        nw.col("_gap").alias("days"),
        nw.col("_gap?").cast(nw.Int64).alias("days_possible"),
        nw.when(certain).then(nw.lit("unmet")).otherwise(nw.lit("unknown")).alias("outcome"),
    )


def _days(
    registry: Registry, units: Frame, of: Population, kinds: Sequence[str], window: Period
) -> Frame:
    """For each household, `_of`, its days without a helper: `_gap` surely, `_gap?` possibly."""
    assert window.since is not None
    assert window.until is not None
    first, after = number(window.since), number(window.until)
    spells = once(_spells(registry, units, of, first, after))
    parts = _steps(spells, {"_in": ("_from", "_to"), "_in?": ("_from?", "_to")}, first, after)
    tied = _tied(ties(registry, kinds)).join(spells.select("_of"), on="_of", how="semi")
    tied_ends = {"_tied": ("_since", "_until"), "_tied?": ("_since?", "_until?")}
    parts += _steps(tied, tied_ends, first, after)
    turns = nw.concat(parts, how="vertical").group_by("_of", "_number")
    summed = turns.agg(nw.col(depth).sum() for depth in _DEPTHS)
    numbered_days: dict[str, Any] = {"_day": [], "_place": []}
    for place in range((window.days or 0) + 1):
        numbered_days["_day"].append(number(add_days(window.since, place)))
        numbered_days["_place"].append(place)
    calendar = move(nw.from_native(pl.LazyFrame(numbered_days)), summed)
    placed = summed.join(calendar, left_on="_number", right_on="_day", how="inner")
    order = {"order_by": "_place"}
    deep = placed.select(
        "_of",
        nw.col("_place").shift(-1).over("_of", **order).alias("_next"),
        "_place",
        *(nw.col(depth).cum_sum().over("_of", **order).alias(depth) for depth in _DEPTHS),
    )
    last = nw.lit(window.days).cast(nw.Int64)
    following = nw.when(nw.col("_next").is_null()).then(last).otherwise(nw.col("_next"))
    length, nothing = following - nw.col("_place"), nw.lit(0)
    without = Plane(
        (nw.col("_in") > 0) & (nw.col("_tied?") == 0), (nw.col("_in?") > 0) & (nw.col("_tied") == 0)
    )
    laid = deep.select(
        "_of",
        nw.when(without.sure).then(length).otherwise(nothing).cast(nw.Int64).alias("_gap"),
        nw.when(without.possible).then(length).otherwise(nothing).cast(nw.Int64).alias("_gap?"),
    )
    return laid.group_by("_of").agg(nw.col("_gap").sum(), nw.col("_gap?").sum())


def _spells(registry: Registry, units: Frame, of: Population, first: int, after: int) -> Frame:
    """Households of the population on the last day, and from when on they were in it."""
    member = plane("_member")
    rows = units.filter(member.possible & ~nw.col("_text").is_null())
    seen = numbered(f"{of.track}_on").fill_null(0)
    if registry.has("events"):
        makes = TRACKS[of.track].makes
        inside = sorted(event for event, status in makes.items() if status in of.statuses)
        were_in = [*inside, ""] if of.before_any_event else inside
        comes = nw.col("_event").is_in(inside) & ~nw.col("_before").is_in(were_in)
        came = stepped(registry, TRACKS[of.track], _WHY).filter(comes & (nw.col("_at") < after))
        last = came.select(
            nw.col("_of").cast(nw.String), (nw.col("_at") * _APART + nw.col("_starts")).alias("_c")
        )
        last = last.group_by("_of").agg(nw.col("_c").max().alias("_came"))
        rows = rows.join(last, left_on="_text", right_on="_of", how="left")
        came_at = nw.col("_came").fill_null(0)
        by_event = nw.when(came_at > 0)
        at, starts = came_at // _APART, came_at % _APART
        # Known by its year, it is known from the next year on: 1231 and 8870 are 10101.
        known_from = nw.when(starts < at).then(at + 8870).otherwise(at)
        surely = by_event.then(known_from).otherwise(seen)
        possibly = by_event.then(starts).otherwise(nw.lit(0))
    else:
        surely, possibly = seen, nw.lit(0)
    begins = nw.when(member.sure).then(_later(surely, first)).otherwise(nw.lit(after))
    maybe = nw.when(member.sure).then(_later(possibly, first)).otherwise(nw.lit(first))
    return rows.select(
        nw.col("_text").alias("_of"),
        begins.cast(nw.Int64).alias("_from"),
        maybe.cast(nw.Int64).alias("_from?"),
        nw.lit(after).cast(nw.Int64).alias("_to"),
    )


def _later(day: nw.Expr, than: int) -> nw.Expr:
    return nw.when(day > than).then(day).otherwise(nw.lit(than))


def _tied(rows: Frame) -> Frame:
    """For each link, the days on which its party surely and possibly had it."""
    faulty = (nw.col("since") >= nw.col("until")).fill_null(value=False)
    known = rows.filter(~nw.col("party").is_null()).with_columns(count(faulty).alias("_faulty"))
    keys = known.group_by("kind", "helper", "party", "since").agg(
        nw.len().alias("_rows"), nw.col("_faulty").max(), *spread("until"), *spread("role")
    )
    firm = (
        same("until")
        & same("role")
        & (nw.col("_faulty") == 0)
        & ~nw.col("since").is_null()
        & ~nw.col("helper").is_null()
        & (nw.col("kind") != UNREAD)
    )
    never, always = nw.lit(0), nw.lit(99_999_999)
    ends = nw.when(nw.col("_until_n") == nw.col("_rows")).then(nw.col("_until_max"))
    bounded = nw.col("_faulty") == 0
    return keys.select(
        nw.col("party").alias("_of"),
        nw.when(firm).then(nw.col("since")).otherwise(never).cast(nw.Int64).alias("_since"),
        nw.when(firm).then(ends.otherwise(always)).otherwise(never).cast(nw.Int64).alias("_until"),
        nw.when(bounded).then(nw.col("since").fill_null(0)).otherwise(never).alias("_since?"),
        nw.when(bounded).then(ends.otherwise(always)).otherwise(always).alias("_until?"),
    )


def _steps(rows: Frame, spans: dict[str, tuple[str, str]], first: int, after: int) -> list[Frame]:
    """Where spans begin and end inside the window: one up, one down."""
    parts = []
    for depth, (since, until) in spans.items():
        begins = _later(nw.col(since), first)
        ends = nw.when(nw.col(until) < after).then(nw.col(until)).otherwise(nw.lit(after))
        inside = rows.filter(begins < ends)
        for day, up in ((begins, 1), (ends, -1)):
            steps = {d: nw.lit(up if d == depth else 0).cast(nw.Int64) for d in _DEPTHS}
            parts.append(inside.select("_of", day.cast(nw.Int64).alias("_number"), **steps))
    return parts
