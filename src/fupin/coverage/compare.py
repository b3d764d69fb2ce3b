"""Comparing (对比): who changes between two books or two days, which way, and because of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.grouping import By
from fupin.coverage.screen import Screening, has_bit, screen
from fupin.dates import DayLike
from fupin.errors import QuestionError
from fupin.frames import Provenance, Registry, Table
from fupin.frames.engines import IN_MEMORY, Frame, collect, give
from fupin.frames.planes import count
from fupin.policy import Books, Rulebook

ABSENT = "absent"
"""The outcome of a unit that is in the population on one side only."""

_OUTCOMES = ("met", "unmet", "unknown", ABSENT)


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

        The column `because` names the leaves that say something else, after the change.
        """
        if self.kind not in IN_MEMORY:
            return give(self.changes, self.kind)
        rows = collect(self.changes)
        return give(nw.from_native(rows.sort(rows.columns, nulls_last=True).lazy()), self.kind)


def compare(
    registry: Registry,
    policy: Rulebook | Iterable[Rulebook] | Books,
    criterion: str,
    *,
    on: DayLike,
    other: Rulebook | Iterable[Rulebook] | Books | None = None,
    other_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    population: str | None = None,
    assume: Mapping[str, Any] | None = None,
    carry: bool = False,
) -> Comparison:
    """Who changes under another book, or on another day, which way and why (政策、时点对比).

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
        other: the rulebook, or several, after; None: the same.
        other_on: the day after; None: the same.
        by: division levels and columns, as for `screen`.
        population: as for `screen`.
        assume: as for `screen`, on both sides.
        carry: as for `screen`, on both sides.

    Returns:
        By place and outcome before and after: units. `.changed` lists those that changed, with
        their masks and the leaves that changed.

    Raises:
        QuestionError: neither another book nor another day.
    """
    if other is None and other_on is None:
        raise QuestionError("nothing to compare: say other= or other_on=")
    asked: dict[str, Any] = {
        "by": by, "population": population, "assume": assume, "carry": carry,
    }  # fmt: skip
    after_policy = policy if other is None else other
    first = screen(registry, policy, criterion, on=on, **asked)
    second = screen(
        registry, after_policy, criterion, on=on if other_on is None else other_on, **asked
    )
    grouping = By(first.grouping.levels, first.grouping.columns)
    both = _joined(first, second, grouping)
    counted = grouping.sums(both, {"units": nw.lit(1)}, also=("before", "after"), sound=False)
    keys = (*grouping.keys, "before", "after")
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
    about = tuple(dict.fromkeys(("division", *grouping.needed)))
    sides = []
    for name, side in (("before", first), ("after", second)):
        told = {"outcome": name, "failing": f"failing_{name}", "needed": f"needed_{name}"}
        named = {column: f"_{column} {name}" for column in about}
        kept = side.each.filter(~nw.col("id").is_null()).select("id", *about, *told)
        sides.append(kept.rename({**told, **named, "id": f"_id {name}"}))
    both = sides[0].join(sides[1], left_on="_id before", right_on="_id after", how="full")
    return both.with_columns(
        _either("_id").alias("id"),
        *(_either(f"_{column}").alias(column) for column in about),
        nw.col("before").fill_null(ABSENT),
        nw.col("after").fill_null(ABSENT),
        *(
            nw.col(f"{mask}_{name}").fill_null(0)
            for mask in ("failing", "needed")
            for name in ("before", "after")
        ),
    )


def _either(name: str) -> nw.Expr:
    before, after = nw.col(f"{name} before"), nw.col(f"{name} after")
    return nw.when(~before.is_null()).then(before).otherwise(after)


def _changes(both: Frame, first: Screening, second: Screening) -> Frame:
    """The units that changed, with the leaves that say something else."""
    bits = [{leaf["leaf"]: leaf["bit"] for leaf in side.leaves} for side in (first, second)]
    names = dict.fromkeys([*bits[0], *bits[1]])
    words = []
    for leaf in names:
        differs = nw.lit(value=False)
        for mask in ("failing", "needed"):
            before = _bit(f"{mask}_before", bits[0].get(leaf))
            after = _bit(f"{mask}_after", bits[1].get(leaf))
            differs = differs | (before != after)
        words.append(nw.when(differs).then(nw.lit(leaf)))
    because = nw.concat_str(*words, separator=", ", ignore_nulls=True)
    changed = both.filter(nw.col("before") != nw.col("after"))
    return changed.select("id", "division", "before", "after", because.alias("because"))


def _bit(mask: str, bit: int | None) -> nw.Expr:
    return nw.lit(0).cast(nw.Int64) if bit is None else count(has_bit(mask, bit))


def _told(before: Provenance, after: Provenance) -> Provenance:
    return attrs.evolve(
        before,
        calculator="compare",
        asked={
            **before.asked,
            "before": f"{', '.join(before.books)} on {before.on}",
            "after": f"{', '.join(after.books)} on {after.on}",
        },
        books=tuple(dict.fromkeys((*before.books, *after.books))),
        rules=(*before.rules, *after.rules),
        assumptions=tuple(dict.fromkeys((*before.assumptions, *after.assumptions))),
    )
