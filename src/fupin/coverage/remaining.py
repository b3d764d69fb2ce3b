"""Who is still poor (剩余贫困人口): by the criteria and by the record, between bounds, by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.evidence import beside
from fupin.coverage.grouping import By
from fupin.coverage.questions import Question
from fupin.coverage.sizes import sized
from fupin.coverage.status import populations_of
from fupin.frames import Registry
from fupin.frames.engines import Frame, move
from fupin.frames.normalise import empty
from fupin.frames.planes import CERTAIN, NEVER, Plane, count, plane
from fupin.frames.repeats import one_row_each

HOUSEHOLDS = (
    "in_need", "exited", "may_exit", "may_not_exit", "exit_unknown", "unplaced",
    "taken_as_exited", "size_unknown",
)  # fmt: skip
"""Counts of households: by the record, and those in need by the criteria."""

BOUNDS = ("poor", "recorded_poor", "wrongly_exited", "omitted")
"""Counts of persons, each from its own name to its name with `_most`."""

AT_MOST = "a household whose size is not known has at most {} persons"

_ENDS = tuple(f"{name}{end}" for name in BOUNDS for end in ("", "_most"))
MEASURES = (*HOUSEHOLDS, "exited_persons", "unregistered_persons", *_ENDS)


def remaining(
    asked: Question, by: By, taken: Sequence[Any], largest: int | None
) -> tuple[Frame, tuple[str, ...]]:
    """Sums by place of who is in need, who has exited, and who is still poor.

    Args:
        asked: the criterion of a household; its registry needs `households` and `surveys`, and
            uses `events`, `memberships` and `unregistered`.
        by: the places.
        taken: ids of households that are taken as exited, as if a list had gone out.
        largest: persons that a household of unknown size has at most; None: nobody knows.

    Returns:
        The sums, and what was assumed. A bound that is not known is empty.
    """
    registry = asked.registry
    rows, readings = _households(asked, by, taken)
    told = _judged(asked, rows, placed=registry.has("households", "division"))
    parts = [_counted(told.with_columns(_most(largest)), by)]
    if registry.has("unregistered"):
        others = one_row_each(registry, "unregistered", ("division", "size"), asked.why)
        size = nw.when(nw.col("size") >= 1).then(nw.col("size")).alias("_size")
        omitted = _judged(asked, others.with_columns(size), placed=True)
        parts.append(_omitted(omitted.with_columns(_most(largest)), by))
    names = (*MEASURES, *_UNSIZED)
    laid = nw.concat([part.select(*by.needed, *names) for part in parts], how="vertical")
    summed = by.sums(laid, {name: nw.col(name) for name in names}, sound=False)
    if largest is not None:
        readings = (*readings, AT_MOST.format(largest))
    return _bounded(summed, by, whole=len(parts) > 1), readings


_UNSIZED = tuple(f"_unsized_{name}" for name in BOUNDS)


def _most(largest: int | None) -> nw.Expr:
    """How many persons a household has at most, `_most`."""
    size = nw.col("_size")
    return (size if largest is None else size.fill_null(largest)).alias("_most")


def _households(asked: Question, by: By, taken: Sequence[Any]) -> tuple[Frame, tuple[str, ...]]:
    """Households with the planes `_in_need` and `_exited`, and whether they are on the list."""
    registry = asked.registry
    planes = {"_in_need": "in_need"}
    if registry.has("events") or registry.has("households", "registration"):
        planes["_exited"] = "exited"
    columns = tuple(dict.fromkeys(("division", "size", *by.needed)))
    rows, readings = populations_of(registry, planes, asked.on, columns, asked.why)
    if "_exited" not in planes:
        rows = rows.with_columns(*NEVER.columns("_exited"))
    rows, how = sized(registry, rows, asked.on)
    listed = _with_list(registry, rows, taken)
    gone, in_need, exited = nw.col("_taken"), plane("_in_need"), plane("_exited")
    return listed.with_columns(
        *in_need.columns("_was_in_need"),
        (in_need.possible & gone).alias("_leaves"),
        *Plane(in_need.sure & ~gone, in_need.possible & ~gone).columns("_in_need"),
        *Plane(exited.sure | (in_need.sure & gone), exited.possible | (in_need.possible & gone))
        .columns("_exited"),
    ), (*readings, how)  # fmt: skip


def _with_list(registry: Registry, rows: Frame, taken: Sequence[Any]) -> Frame:
    """Households, and whether each is on the list."""
    if not taken:
        return rows.with_columns(nw.lit(value=False).alias("_taken"))
    ids = pl.Series("_listed", sorted(set(taken)), dtype=None)
    frame: Frame = nw.from_native(pl.DataFrame([ids]).with_columns(_taken=True).lazy())
    joined = rows.join(
        move(frame, registry.given("households")), left_on="id", right_on="_listed", how="left"
    )
    return joined.with_columns(nw.col("_taken").fill_null(value=False))


def _judged(asked: Question, rows: Frame, *, placed: bool) -> Frame:
    """Rows with the plane `_is_met`: what no book says of a household is not known."""
    judged = asked.judged(beside(rows, asked.surveyed()), placed=placed)
    met, bound = plane("_met"), plane("_bound")
    told = Plane(met.sure & bound.sure, met.possible | ~bound.sure)
    return judged.with_columns(*told.columns("_is_met"))


def _counted(rows: Frame, by: By) -> Frame:
    """What each household adds to the sums."""
    met, in_need, exited = plane("_is_met"), plane("_in_need"), plane("_exited")
    before = plane("_was_in_need")  # a list changes the record, and nobody's circumstances
    poor = Plane(before.sure & ~met.possible, before.possible & ~met.sure)
    wrong = Plane(exited.sure & ~met.possible, exited.possible & ~met.sure)
    told = {"poor": poor, "recorded_poor": in_need, "wrongly_exited": wrong, "omitted": NEVER}
    counts = {
        "in_need": in_need.sure,
        "exited": exited.sure,
        "may_exit": before.sure & met.sure,
        "may_not_exit": before.sure & ~met.possible,
        "exit_unknown": before.sure & met.unknown,
        "unplaced": in_need.unknown | (exited.unknown & ~in_need.possible),
        "taken_as_exited": nw.col("_leaves"),
        "size_unknown": (in_need.possible | exited.possible) & nw.col("_size").is_null(),
    }
    return _laid(rows, by, told, counts, {"exited_persons": exited.sure})


def _omitted(rows: Frame, by: By) -> Frame:
    """What each unregistered household adds to the sums."""
    met = plane("_is_met")
    omitted = Plane(~met.possible, ~met.sure)
    told = {**dict.fromkeys(BOUNDS, NEVER), "omitted": omitted}
    nobody = dict.fromkeys(HOUSEHOLDS, NEVER.sure)
    return _laid(rows, by, told, nobody, {"unregistered_persons": CERTAIN.sure})


def _laid(
    rows: Frame,
    by: By,
    told: Mapping[str, Plane],
    counts: Mapping[str, nw.Expr],
    wholes: Mapping[str, nw.Expr],
) -> Frame:
    size, most = nw.col("_size").fill_null(0), nw.col("_most")
    columns = {name: count(flag) for name, flag in counts.items()}
    for name in ("exited_persons", "unregistered_persons"):
        columns[name] = count(wholes.get(name, NEVER.sure)) * size
    for name, who in told.items():
        columns[name] = count(who.sure) * size
        columns[f"{name}_most"] = count(who.possible) * most.fill_null(0)
        columns[f"_unsized_{name}"] = count(who.possible & most.is_null())
    return rows.select(*by.needed, *(expr.alias(name) for name, expr in columns.items()))


def _bounded(summed: Frame, by: By, *, whole: bool) -> Frame:
    """Sums in which a bound that nobody knows is empty."""
    lacks = {name: nw.col(f"_unsized_{name}") > 0 for name in BOUNDS}
    most = [nw.when(~lacks[n]).then(nw.col(f"{n}_most")).alias(f"{n}_most") for n in BOUNDS]
    told = summed.with_columns(*most)
    if not whole:  # without a table of those outside the register nobody knows who was omitted
        nobody_says = ("omitted", "omitted_most", "unregistered_persons")
        told = told.with_columns(empty("count").alias(name) for name in nobody_says)
    return told.select(*by.keys, *MEASURES)
