"""Comparing (对比): who changes between two books, days or states of knowledge, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.grouping import By
from fupin.coverage.leaving.bits import halved, has_bit
from fupin.coverage.leaving.screen import Screening, screen
from fupin.dates import DayLike
from fupin.errors import QuestionError
from fupin.frames import Provenance, Registry, Table
from fupin.frames.engines import Frame, listed
from fupin.policy import Policy

UNPLACED = "unplaced"
"""What is said of a unit where it is not known whether it is in the population."""

ABSENT = "absent"
"""What is said of a unit where it is not."""

UNNAMED = "unnamed"
"""What is said of a unit without id where it cannot be followed."""

_SIDES = ("before", "after")
_MASKS = ("failing", "needed")


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Comparison(Table):
    """A result of comparing (对比结果): units by outcome before and after, and who changed.

    Attributes:
        changes: one row for each unit that changed, as a plan.
    """

    changes: Frame

    @cached_property
    def changed(self) -> Any:
        """Who changed, one row each, in the registry's kind of frame; lazy stays lazy.

        The column `because` names the leaves to blame where the unit is unmet, or else those
        needed where it is unknown; it is empty where the unit is counted on one side only.
        """
        return listed(self.changes, self.kind)


def compare(
    registry: Registry,
    policy: Policy,
    criterion: str,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    other: Policy | None = None,
    other_on: DayLike | None = None,
    other_known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    population: str | None = None,
    assume: Mapping[str, Any] | None = None,
    carry: bool = False,
) -> Comparison:
    """Who changes under another book, on another day or by later knowledge (政策、时点对比).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     village_surveys=[
        ...         fp.VillageSurvey(
        ...             division="510824102201", on="2016-06-30", poor_persons=35,
        ...             rural_population=1000, collective_income=True, paved_road=True,
        ...             clinic=True, culture_room=True, network=True, safe_water=True, power=True,
        ...         )
        ...     ],
        ... )
        >>> old, new = fp.policy.load("sichuan-2015"), fp.policy.load("sichuan-2016")
        >>> changed = compare(
        ...     registry, old, "village-exit", on="2016-06-30", other=new, other_on="2016-12-31"
        ... )
        >>> changed.rows.select("before", "after", "units").rows()
        [('met', 'unmet', 1)]
        >>> changed.changed["because"].to_list()
        ['incidence']

    Args:
        registry: what `screen` needs.
        policy: the rulebook, or several, before.
        criterion: id of the criterion, on both sides.
        on: the day before.
        known_on: the day whose knowledge answers before, as for `screen`.
        other: the rulebook, or several, after; None: the same.
        other_on: the day after; None: the same.
        other_known_on: the day whose knowledge answers after; None: the same.
        by: division levels and columns, as for `screen`.
        population: as for `screen`.
        assume: as for `screen`, on both sides.
        carry: as for `screen`, on both sides.

    Returns:
        By place, and what is said before and after: units. On each side they are met, unmet,
        unknown or unplaced, as many as `screen` counts; or absent: not in the population. A unit
        without id cannot be followed: it is unnamed on the other side. `.changed` lists the others
        of whom something else is said, and why.

    Raises:
        QuestionError: neither another book nor another day, of either kind.
    """
    if other is None and other_on is None and other_known_on is None:
        raise QuestionError("nothing to compare: say other=, other_on= or other_known_on=")
    asked: dict[str, Any] = {
        "by": by, "population": population, "assume": assume, "carry": carry,
    }  # fmt: skip
    after_policy = policy if other is None else other
    registry = registry.known(known_on)
    later = registry.known(other_known_on)
    first = screen(registry, policy, criterion, on=on, **asked)
    second = screen(
        later, after_policy, criterion, on=on if other_on is None else other_on, **asked
    )
    grouping = first.grouping
    both = _joined(first, second, grouping)
    counted = grouping.sums(both, {"units": nw.lit(1)}, also=_SIDES, sound=False)
    keys = (*grouping.keys, *_SIDES)
    return Comparison(
        frame=counted.select(*keys, "units"),
        kind=registry.kind,
        keys=keys,
        measures=("units",),
        provenance=_told(first.provenance, second.provenance),
        changes=_changes(both, first, second),
    )


def _joined(first: Screening, second: Screening, grouping: By) -> Frame:
    """Every unit of either side, with what both say of it."""
    about = tuple(dict.fromkeys(("id", "division", *grouping.needed)))
    sides = []
    for name, side in zip(_SIDES, (first, second), strict=True):
        placed = nw.when(nw.col("unplaced")).then(nw.lit(UNPLACED)).otherwise(nw.col("outcome"))
        told = {**{column: nw.col(column) for column in (*about, *_MASKS)}, "said": placed}
        sides.append(side.each.select(expr.alias(f"{c} {name}") for c, expr in told.items()))
    both = sides[0].join(sides[1], left_on="id before", right_on="id after", how="full")
    named = both.with_columns(_either(column).alias(column) for column in about)
    other = nw.when(nw.col("id").is_null()).then(nw.lit(UNNAMED)).otherwise(nw.lit(ABSENT))
    said = {name: nw.col(f"said {name}") for name in _SIDES}
    return named.with_columns(
        *(nw.when(~s.is_null()).then(s).otherwise(other).alias(name) for name, s in said.items()),
        *(nw.col(f"{mask} {name}").fill_null(0) for mask in _MASKS for name in _SIDES),
    )


def _either(name: str) -> nw.Expr:
    before, after = nw.col(f"{name} before"), nw.col(f"{name} after")
    return nw.when(~before.is_null()).then(before).otherwise(after)


def _changes(both: Frame, first: Screening, second: Screening) -> Frame:
    """The units of which something else is said, and the leaves that it is because of."""
    leaves = dict.fromkeys(leaf["leaf"] for side in (first, second) for leaf in side.leaves)
    before, after = nw.col("before"), nw.col("after")
    unmet = (before == "unmet") | (after == "unmet")
    judged = before.is_in(_JUDGED) & after.is_in(_JUDGED)
    words = []
    for leaf in leaves:
        failing, needed = (
            nw.any_horizontal(
                *(
                    has_bit(f"{mask} {name}", told["bit"], len(side.leaves))
                    for name, side in zip(_SIDES, (first, second), strict=True)
                    for told in side.leaves
                    if told["leaf"] == leaf
                ),
                ignore_nulls=True,
            )
            for mask in _MASKS
        )
        to_blame = judged & ((unmet & failing) | (~unmet & needed))
        words.append(nw.when(to_blame).then(nw.lit(leaf)))
    because = nw.concat_str(*words, separator=", ", ignore_nulls=True)
    parted = both
    for name, side in zip(_SIDES, (first, second), strict=True):
        parted = halved(parted, [f"{mask} {name}" for mask in _MASKS], len(side.leaves))
    changed = parted.filter((before != after) & (before != UNNAMED) & (after != UNNAMED))
    return changed.select("id", "division", "before", "after", because.alias("because"))


_JUDGED = ("met", "unmet", "unknown")


def _told(before: Provenance, after: Provenance) -> Provenance:
    known = before.known_on != after.known_on
    return attrs.evolve(
        before,
        calculator="compare",
        asked={
            **before.asked,
            "before": _side(before, known=known),
            "after": _side(after, known=known),
        },
        books=tuple(dict.fromkeys((*before.books, *after.books))),
        rules=(*before.rules, *after.rules),
        assumptions=tuple(dict.fromkeys((*before.assumptions, *after.assumptions))),
    )


def _side(told: Provenance, *, known: bool) -> str:
    """The books and the day of one side, with that of its knowledge where the other has another."""
    as_known = f", as known on {told.known_on or 'no day'}" if known else ""
    return f"{', '.join(told.books)} on {told.on}{as_known}"
