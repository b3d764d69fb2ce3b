"""Who is still poor (剩余贫困人口): by the criteria and by the record, between bounds, by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Integral
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.grouping import By
from fupin.coverage.leaving.questions import BOOK_HOLDS, Question
from fupin.coverage.sizes import sized
from fupin.coverage.status import populations_of
from fupin.errors import QuestionError
from fupin.frames import Registry
from fupin.frames.engines import Frame, move
from fupin.frames.normalise import empty
from fupin.frames.planes import NEVER, Plane, count, plane
from fupin.frames.repeats import one_row_each

HOUSEHOLDS = (
    "in_need", "exited", "may_exit", "may_not_exit", "exit_unknown", "unplaced",
    "taken_as_exited", "not_taken", "not_found", "size_unknown",
)  # fmt: skip
"""Counts of households: by the record, those in need by the criteria, and those on a list."""

BOUNDS = (
    "poor", "recorded_poor", "wrongly_exited", "omitted", "combined_poor", "exited_persons",
    "unregistered_persons",
)  # fmt: skip
"""Counts of persons, each from its own name to its name with `_most`."""

_LISTS = ("households", "unregistered")
AT_MOST = "a household whose size is not known has at most {} persons"

_ENDS = tuple(f"{name}{end}" for name in BOUNDS for end in ("", "_most"))
MEASURES = (*HOUSEHOLDS, *_ENDS)
SUMS = (*MEASURES, *(f"_unsized_{name}" for name in BOUNDS))
"""What is summed; `bounded` makes the measures of it."""

_IS_UNMET = ("_is_unmet", "_is_unmet?")
_OF_OTHERS = ("_outside", "_outside?", *_IS_UNMET)
_OF_HOUSEHOLDS = ("_in_need", "_in_need?", "_exited", "_exited?", "_taken", *_IS_UNMET)
"""What is said of a household, in columns of yes and no."""


def remaining(
    asked: Question, by: By, taken: Iterable[Any], largest: int | None
) -> tuple[Frame, tuple[str, ...]]:
    """Sums by place of who is in need, who has exited, and who is still poor.

    Args:
        asked: the criterion of a household; its registry needs `households` and `surveys`, and
            uses `events`, `memberships` and `unregistered`.
        by: the places.
        taken: ids of households that are taken as exited, as if a list had gone out.
        largest: persons that a household of unknown size has at most; None: nobody knows.

    Returns:
        The `SUMS`, and what was assumed.
    """
    registry = asked.registry
    listed = _listed(registry, taken)
    rows, readings = _households(asked, by, listed)
    parts = [_counted(_alike(_judged(asked, rows, "households"), by, *_OF_HOUSEHOLDS), largest)]
    if listed is not None:
        parts.append(_strangers(listed, rows, by))
    if registry.has("unregistered"):
        others = _judged(asked, _unregistered(asked, rows, by), "unregistered")
        parts.append(_omitted(_alike(others, by, *_OF_OTHERS), largest))
    laid = nw.concat([part.select(*by.needed, *SUMS) for part in parts], how="vertical")
    summed = by.sums(laid, {name: nw.col(name) for name in SUMS}, sound=False)
    said = [*readings]
    if not all(registry.has(t, "division") for t in _LISTS if registry.has(t)):
        said.append(BOOK_HOLDS)
    if largest is not None:
        said.append(AT_MOST.format(largest))
    return summed, tuple(said)


def bounded(summed: Frame, registry: Registry) -> Frame:
    """Sums with the measures made of them: a bound that nobody knows is empty."""
    lacks = {name: nw.col(f"_unsized_{name}") > 0 for name in BOUNDS}
    most = [nw.when(~lacks[n]).then(nw.col(f"{n}_most")).alias(f"{n}_most") for n in BOUNDS]
    told = summed.with_columns(*most)
    if not registry.has("unregistered"):  # nobody knows who was omitted
        others = ("omitted", "omitted_most", "unregistered_persons", "unregistered_persons_most")
        told = told.with_columns(empty("count").alias(n) for n in (*others, "combined_poor_most"))
    return told


def ids_of(registry: Registry, taken: Iterable[Any]) -> list[Any]:
    """The distinct ids of a list, as those of the registry are.

    Raises:
        QuestionError: no list, or ids of another type than those of the registry.
    """
    ids = [taken] if isinstance(taken, str) else list(taken)
    text = registry.ids == nw.String
    if isinstance(taken, str) or not all(isinstance(i, str if text else Integral) for i in ids):
        expected = "text" if text else "integers"
        raise QuestionError(f"expected a list of ids of households, {expected} @ assume_exited")
    return sorted({i if text else int(i) for i in ids})


def _listed(registry: Registry, taken: Iterable[Any]) -> Frame | None:
    """The ids on the list, beside the households; None: there is no list."""
    ids = ids_of(registry, taken)
    if not ids:
        return None
    frame: Frame = nw.from_native(pl.DataFrame({"_listed": ids}).with_columns(_taken=True).lazy())
    return move(frame, registry.given("households"))


def _households(asked: Question, by: By, listed: Frame | None) -> tuple[Frame, tuple[str, ...]]:
    """Households by the record, before a list, and whether they are on it: `_taken`."""
    registry = asked.registry
    planes = {"_in_need": "in_need"}
    if registry.has("events") or registry.has("households", "registration"):
        planes["_exited"] = "exited"
    columns = tuple(dict.fromkeys(("division", "size", *by.needed)))
    rows, readings = populations_of(registry, planes, asked.on, columns, asked.why)
    if "_exited" not in planes:
        rows = rows.with_columns(*NEVER.columns("_exited"))
    rows, how = sized(registry, rows, asked.on)
    if listed is None:
        rows = rows.with_columns(nw.lit(value=False).alias("_taken"))
    else:
        rows = rows.join(listed, left_on="id", right_on="_listed", how="left")
        rows = rows.with_columns(nw.col("_taken").fill_null(value=False))
    return rows, (*readings, how)


def _unregistered(asked: Question, households: Frame, by: By) -> Frame:
    """Households outside the register, `_outside`: one that it has is not, wherever it stands."""
    columns = tuple(dict.fromkeys(("division", "size", *by.needed)))
    others = one_row_each(asked.registry, "unregistered", columns, asked.why)
    registered = (plane("_in_need") | plane("_exited")).columns("_registered")
    inside = households.filter(~nw.col("id").is_null()).select(
        nw.col("id").alias("_inside"), *registered
    )
    rows, _ = sized(
        asked.registry,
        others.join(inside, left_on="id", right_on="_inside", how="left"),
        asked.on,
    )
    sure, possible = (nw.col(f"_registered{end}").fill_null(value=False) for end in ("", "?"))
    return rows.with_columns(*Plane(~possible, ~sure).columns("_outside"))


def _judged(asked: Question, rows: Frame, table: str) -> Frame:
    """Rows with the plane `_is_unmet`; what no book says of a household is not known."""
    met, bound = plane("_met"), plane("_bound")
    unmet = Plane(bound.sure & ~met.possible, ~(bound.sure & met.sure))
    told = asked.planes(rows, placed=asked.registry.has(table, "division"))
    return told.with_columns(*unmet.columns("_is_unmet"))


def _alike(rows: Frame, by: By, *flags: str) -> Frame:
    """Households of one place of which the same is said, as one row.

    They are few beside the households, and every sum is made of three numbers of theirs: how many
    there are, `_households`, their `_persons`, and of how many the size is not known, `_unsized`.
    """
    size = nw.col("_size")
    told = rows.group_by(*by.needed, *flags).agg(
        nw.len().alias("_households"), size.sum().alias("_persons"), size.count().alias("_sized")
    )
    numbers = ("_households", "_persons", "_sized")
    # DuckDB sums to a wider type, and sums nothing to nothing.
    return told.with_columns(nw.col(n).fill_null(0).cast(nw.Int64) for n in numbers).with_columns(
        (nw.col("_households") - nw.col("_sized")).alias("_unsized")
    )


def _counted(rows: Frame, largest: int | None) -> Frame:
    """What households that are alike add to the sums."""
    # A list changes the record, and nobody's circumstances.
    taken, unmet, before = nw.col("_taken"), plane("_is_unmet"), plane("_in_need")
    in_need = before & Plane(~taken, ~taken)
    exited = plane("_exited") | (before & Plane(taken, taken))
    told = {
        "poor": before & unmet,
        "recorded_poor": in_need,
        "wrongly_exited": exited & unmet,
        "combined_poor": in_need | (exited & unmet),
        "exited_persons": exited,
    }
    counts = {
        "in_need": in_need.sure,
        "exited": exited.sure,
        "may_exit": before.sure & ~unmet.possible,
        "may_not_exit": before.sure & unmet.sure,
        "exit_unknown": before.sure & unmet.unknown,
        "unplaced": in_need.unknown | (exited.unknown & ~in_need.possible),
        "taken_as_exited": before.possible & taken,
        "not_taken": ~before.possible & taken,
    }
    unsized = count((in_need | exited).possible) * nw.col("_unsized")
    return _laid(rows, told, counts, largest).with_columns(unsized.alias("size_unknown"))


def _omitted(rows: Frame, largest: int | None) -> Frame:
    """What unregistered households that are alike add to the sums."""
    outside = plane("_outside")
    omitted = outside & plane("_is_unmet")
    told = {"omitted": omitted, "combined_poor": omitted, "unregistered_persons": outside}
    return _laid(rows, told, {}, largest)


def _strangers(listed: Frame, rows: Frame, by: By) -> Frame:
    """Ids on the list that are no households: nobody knows where they would be."""
    lost = listed.join(rows.select("id"), left_on="_listed", right_on="id", how="anti")
    nowhere = lost.with_columns(
        nw.lit(1).alias("_households"),
        *(nw.lit(0).alias(name) for name in ("_persons", "_unsized")),
        *(empty("code").alias(c) for c in by.needed),
    )
    return _laid(nowhere, {}, {"not_found": nw.lit(value=True)}, None)


def _laid(
    rows: Frame, told: Mapping[str, Plane], counts: Mapping[str, nw.Expr], largest: int | None
) -> Frame:
    """Rows with the `SUMS` of each; what is not told of adds nothing."""
    persons, unsized = nw.col("_persons"), nw.col("_unsized")
    most, lacking = (persons, unsized) if largest is None else (persons + unsized * largest, 0)
    columns = {n: count(counts.get(n, NEVER.sure)) * nw.col("_households") for n in HOUSEHOLDS}
    for name in BOUNDS:
        who = told.get(name, NEVER)
        columns[name] = count(who.sure) * persons
        columns[f"{name}_most"] = count(who.possible) * most
        columns[f"_unsized_{name}"] = count(who.possible) * lacking
    return rows.with_columns(expr.cast(nw.Int64).alias(name) for name, expr in columns.items())
