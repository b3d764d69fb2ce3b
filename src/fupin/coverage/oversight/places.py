"""Places (村、乡、县覆盖): how many of a list were inspected, have posts filled, have a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.grouping import By
from fupin.coverage.oversight.conditions import Condition, assumed, listed
from fupin.coverage.units import villages_of
from fupin.dates import DayLike, day
from fupin.divisions import Division, Level
from fupin.errors import QuestionError
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame, move
from fupin.frames.planes import CERTAIN, Plane, count, plane

SHARES = {"places": Measure("met", "places", "unknown", "unplaced")}
MEASURES = ("places", "met", "unmet", "unknown", "unplaced")
OF = ("poor-village", "village", "township", "county")
LIES_IN = "the places are those that the villages given lie in"
_WHY = "coverage.places"


def places(
    registry: Registry,
    what: Condition | Sequence[Condition],
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    of: str | Iterable[str] = "poor-village",
    by: str | Sequence[str] | None = None,
) -> Coverage:
    """Which places were inspected, have their posts filled, or a plan, on a day (村、乡、县覆盖).

    Example:
        >>> import fupin as fp
        >>> seen, other = "510824102201", "510824102202"
        >>> registry = fp.Registry.of(
        ...     villages=[fp.Village(division=code, poor=True) for code in (seen, other)],
        ...     inspections=[
        ...         fp.Inspection(division=seen, round=1, levels=["city"], on="2016-05-04")
        ...     ],
        ... )
        >>> inspected = fp.coverage.Inspected(1, level="city")
        >>> told = places(registry, inspected, on="2016-09-09", by="county")
        >>> print(told.total)
        1 of 2: 50.0 %
        >>> told.missing()["place"].to_list()
        ['510824102202']

    Args:
        registry: needs `villages`, except where `of` lists places; and `inspections`, `postings`
            or `plans`, as `what` asks.
        what: `Inspected`, `Posted` or `Planned`, or several of them, each in rows of its own.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        of: "poor-village", "village", "township" or "county", or codes of places. Townships and
            counties are those that the villages given lie in.
        by: division levels, and of villages columns of `villages`.

    Returns:
        By `what` and place: places of the list, of them met, unmet and unknown; and unplaced, not
        known whether they are on it. `low` and `high` bound the share that keeps it. `.missing()`
        lists those that do not, or may not.

    Raises:
        SchemaError: a table is missing.
        QuestionError: nothing is asked, or what can be asked of villages alone; no such places.
        DivisionError: a code of the list is none.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    asked = tuple(what) if isinstance(what, Sequence) else (what,)
    names = [str(one) for one in asked]
    if not names or len(set(names)) < len(names):
        raise QuestionError("what= must name at least one condition, and none of them twice")
    named = of if isinstance(of, str) else sorted({Division.of(code).code for code in of})
    strange = [str(one) for one in asked if one.only_villages]
    if named in OF[2:] and strange:
        raise QuestionError(f"{'; '.join(strange)}: asked of villages, not of a {named}")
    grouping, rows, readings = _units(registry, named, by)
    judged = nw.concat([_judged(registry, rows, one, at) for one in asked], how="vertical")
    sound = registry.sound("villages.division unreadable")
    summed = grouping.sums(judged, _measures(), also=("what",), sound=sound)
    low, high = SHARES["places"].bounds()
    keys = ("what", *grouping.keys)
    return Coverage(
        frame=summed.select(*keys, *MEASURES).with_columns(low, high),
        kind=registry.kind,
        keys=keys,
        measures=MEASURES,
        provenance=registry.provenance(
            "places",
            at,
            asked={"what": tuple(names), "of": named, "by": grouping.names},
            assumptions=(*readings, *assumed(registry, asked)),
        ),
        shares=SHARES,
        split="what",
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged),
    )


def _units(
    registry: Registry, of: str | list[str], by: str | Sequence[str] | None
) -> tuple[By, Frame, tuple[str, ...]]:
    """The places asked about: `id`, `division`, the columns of `by`, and the plane `_member`."""
    grouping = By.of(by, registry, "villages")
    columns = tuple(c for c in grouping.needed if c != "division")
    if of in OF[:2]:
        population = "poor" if of == "poor-village" else "all"
        rows, _ = villages_of(registry, ("division", *columns), population, _WHY)
        return grouping, rows, ()
    if columns:
        raise QuestionError(f"by= cannot be {', '.join(columns)}: only villages have columns")
    if isinstance(of, str):
        if of not in OF:
            raise QuestionError(f"no places {of!r}: expected {', '.join(OF)}, or a list of codes")
        rows = listed(registry, Level(of), _WHY)
    else:
        frame: Frame = nw.from_native(pl.DataFrame({"id": of}, schema={"id": pl.String}).lazy())
        rows = move(frame, registry.given(registry.tables[0]))
    member = (nw.col("id").alias("division"), *CERTAIN.columns("_member"))
    return grouping, rows.with_columns(*member), (LIES_IN,) if isinstance(of, str) else ()


def _judged(registry: Registry, rows: Frame, asked: Condition, on: dt.date) -> Frame:
    """Each place that may be on the list, and whether it keeps what is asked."""
    told = asked.evidence(registry, on, _WHY)
    joined = rows.join(told, left_on="id", right_on="_of", how="left")
    kept = Plane(
        nw.col("_low").fill_null(0) >= asked.least, nw.col("_high").fill_null(0) >= asked.least
    )
    what = nw.lit(str(asked)).alias("what")
    return joined.with_columns(what, *kept.columns("_kept")).drop("_low", "_high")


def _measures() -> dict[str, nw.Expr]:
    """The columns of the result, each an integer a place."""
    member, kept = plane("_member"), plane("_kept")
    return {
        "places": count(member.sure),
        "met": count(member.sure & kept.sure),
        "unmet": count(member.sure & ~kept.possible),
        "unknown": count(member.sure & kept.unknown),
        "unplaced": count(member.unknown),
    }


def _left_out(judged: Frame) -> Frame:
    """Places that surely or possibly do not keep what is asked: certain, or unknown."""
    member, kept = plane("_member"), plane("_kept")
    certain = member.sure & ~kept.possible
    return judged.filter(member.possible & ~kept.sure).select(
        "what",
        nw.col("id").alias("place"),
        nw.when(certain).then(nw.lit("unmet")).otherwise(nw.lit("unknown")).alias("outcome"),
    )
