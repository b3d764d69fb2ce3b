"""Screening (标准筛查): a criterion over every household, place or record of a registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.cited import cited_criterion
from fupin.coverage.evidence import TABLES
from fupin.coverage.grouping import By
from fupin.coverage.leaving.bits import halved, has_bit
from fupin.coverage.leaving.questions import BOOK_HOLDS, Question
from fupin.coverage.units import Units
from fupin.dates import DayLike, day
from fupin.errors import QuestionError
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame, collect, listed
from fupin.frames.planes import count, plane
from fupin.policy import Policy
from fupin.policy.fields import RECORDS

_WHY = "coverage.screen"
PLURAL = {"household": "households", "village": "villages", "county": "counties"}
PLURAL |= {unit: TABLES[unit] for unit in RECORDS}
_PERSONS = Measure("persons_met", "persons", "persons_unknown", "persons_unplaced", "size_unknown")


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Screening(Coverage):
    """A result of a screening (筛查结果): a share, and one row for every unit.

    Attributes:
        each: one row a unit, as a plan: its id, division, outcome, whether it is `unplaced`, and
            the masks `failing` and `needed` of leaves to blame and leaves that could still change
            the answer; of a record also `short_fen`, by how much it falls short.
        leaves: what each bit of the masks stands for.
        unit: what a row of `each` is: "household", "village", "county" or a kind of record.
        grouping: how the rows were summed.
    """

    each: Frame
    leaves: tuple[Mapping[str, Any], ...]
    unit: str
    grouping: By

    @property
    def decode(self) -> pl.DataFrame:
        """What each bit of a mask stands for: bit, book, leaf, and its labels."""
        return pl.DataFrame(self.leaves)

    @cached_property
    def verdicts(self) -> Any:
        """One row a unit, in the registry's kind of frame; lazy stays lazy."""
        return listed(self.each, self.kind)

    @cached_property
    def reasons(self) -> pl.DataFrame:
        """For each leaf, how many units fail by it, and of how many it is still needed."""
        names = [f"{m} {leaf['bit']}" for leaf in self.leaves for m in ("failing", "needed")]
        told = collect(self._bits().select(nw.col(name).sum() for name in names)).to_dicts()[0]
        rows = [
            {**leaf, **{m: int(told[f"{m} {leaf['bit']}"] or 0) for m in ("failing", "needed")}}
            for leaf in self.leaves
        ]
        return pl.DataFrame(rows)

    def listed(self, leaf: str, mask: str = "failing") -> Any:
        """The units that fail by one leaf, or of which it is `needed` (分项名单).

        Raises:
            QuestionError: no such leaf or mask.
        """
        if mask not in ("failing", "needed"):
            raise QuestionError(f"no mask {mask!r}: expected failing or needed")
        bits = [told["bit"] for told in self.leaves if told["leaf"] == leaf]
        if not bits:
            known = ", ".join(dict.fromkeys(str(told["leaf"]) for told in self.leaves))
            raise QuestionError(f"no leaf {leaf!r}: expected one of {known}")
        here = [has_bit(mask, bit, len(self.leaves)) for bit in bits]
        parted = halved(self.each, [mask], len(self.leaves))
        rows = parted.filter(nw.any_horizontal(*here, ignore_nulls=True))
        return listed(rows.select(*self.each.collect_schema().names()), self.kind)

    def _bits(self) -> Frame:
        """The masks laid out, a column a bit: 1 where it is set."""
        masks = ("failing", "needed")
        columns = [
            count(has_bit(mask, leaf["bit"], len(self.leaves))).alias(f"{mask} {leaf['bit']}")
            for leaf in self.leaves
            for mask in masks
        ]
        return halved(self.each, masks, len(self.leaves)).select(*columns)


def screen(
    registry: Registry,
    policy: Policy,
    criterion: str,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    population: str | None = None,
    yardstick: str | None = None,
    assume: Mapping[str, Any] | None = None,
    carry: bool = False,
) -> Screening:
    """Which households, places or records reach a criterion on a day, and why not (标准筛查).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     surveys=[
        ...         fp.Survey(
        ...             household="H-1", on="2016-12-01", income_until="2016-12-31",
        ...             net_income_per_head="3210", income_steady=True, food=True, clothing=False,
        ...             school_age_children=0, medical=True, housing=True,
        ...         ),
        ...     ],
        ... )
        >>> book = fp.policy.load("cn-2016")
        >>> found = screen(registry, book, "household-exit", on="2016-12-31")
        >>> str(found.total)
        '0 of 1: 0.0 %'
        >>> found.reasons.filter(pl.col("failing") > 0).select("leaf", "failing").rows()
        [('clothing', 1)]

    Args:
        registry: needs `surveys`, `village_surveys` or `county_surveys`, as the unit of the
            criterion is; uses `households`, `events`, `memberships`, `persons`, `incomes` and
            `villages`. Without `households` everyone surveyed is judged. Records are judged that
            are dated by `on`: needs `treatments`, `contributions` or `loans`.
        policy: the rulebook, or several: a row is judged by that of its smallest division.
        criterion: id of the criterion.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels and columns of `households` or `villages`, or of the records.
        population: name of a population of households, or of a flag of records; "all" records;
            None: the criterion's own.
        yardstick: another reading of the criterion; None: its own.
        assume: answers to fields that are not known, such as `{"income_steady": True}`; and
            `{"in_force": True}`. Recorded in the result.
        carry: let the last known value of a parameter hold on; recorded in the result.

    Returns:
        By place: units; of them met, unmet, unknown; no_rule (no book holds there, or the criterion
        is not asked of such a record), unplaced (not known whether in the population, or whether
        it is asked), no_survey (units without evidence on the day) and stale (older than the
        criterion allows), which are unknown; later, of which what is dated after the day was set
        aside. For households the same in persons. Of records also
        short, those that fall short by a sum of money, and short_fen, those sums: at least so
        much, while any are unknown. `low` and `high` bound the share that is met.

    Raises:
        SchemaError: a table is missing.
        NotInForceError: no book, or no value of a parameter, on that day.
        NoValueError: a parameter whose value nothing tells.
        UnknownRuleError: no such criterion or yardstick.
        QuestionError: an unknown level, column, population or assumption.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    asked = Question.of(
        registry, policy, criterion, at,
        yardstick=yardstick, assume=assume, carry=carry, why=_WHY,
    )  # fmt: skip
    unit = asked.unit
    units = Units.of(
        registry, unit, at,
        by=by, population=population, usual=asked.criterion.population, why=_WHY,
    )  # fmt: skip
    rows = asked.verdicts(units)
    grouping, measures = units.grouping, _measures(sized=units.sized, short=unit in RECORDS)
    columns = (*_EACH, *(("short_fen",) if unit in RECORDS else ()))
    summed = grouping.sums(rows, measures, sound=False)
    shares = {PLURAL[unit]: Measure("met", "units", "unknown", "unplaced")}
    if units.sized:
        shares["persons"] = _PERSONS
    low, high = shares[PLURAL[unit]].bounds()
    return Screening(
        frame=summed.select(*grouping.keys, *measures).with_columns(low, high),
        kind=registry.kind,
        keys=grouping.keys,
        measures=tuple(measures),
        provenance=registry.provenance(
            "screen",
            at,
            asked={
                "criterion": criterion,
                "population": units.population,
                "yardstick": yardstick,
                "by": grouping.names,
                "assume": {n: str(answer) for n, answer in sorted(asked.assume.items())},
                "carry": carry,
            },
            books=asked.books.ids,
            rules=tuple(cited_criterion(a, at, yardstick, carry=carry) for a in asked.group),
            assumptions=(
                *asked.readings,
                *units.readings,
                *(() if units.placed else (BOOK_HOLDS,)),
            ),
        ),
        shares=shares,
        levels=tuple(level.value for level in grouping.levels),
        left_out=rows.filter(_INSIDE.possible & ~plane("_met").sure).select(*columns),
        each=rows.filter(_INSIDE.possible).select(
            *dict.fromkeys((*columns, *grouping.needed)), _INSIDE.unknown.alias("unplaced")
        ),
        leaves=asked.leaves,
        unit=unit,
        grouping=grouping,
    )


_EACH = ("id", "division", "outcome", "failing", "needed")
_INSIDE = plane("_member") & plane("_bound")


def _measures(*, sized: bool, short: bool) -> dict[str, nw.Expr]:
    """The columns of the result, each an integer a unit."""
    met, inside = plane("_met"), _INSIDE
    seen, stale = nw.col("_is_seen"), nw.col("_is_stale")
    flags = {
        "units": inside.sure,
        "met": inside.sure & met.sure,
        "unmet": inside.sure & ~met.possible,
        "unknown": inside.sure & met.unknown,
        "unplaced": inside.unknown,
    }
    ones = {name: count(flag) for name, flag in flags.items()}
    beside = {
        "no_rule": count(plane("_member").possible & ~plane("_bound").possible),
        "no_survey": count(inside.sure & ~seen & ~stale),
        "stale": count(inside.sure & stale),
        "later": count(inside.sure & (nw.col("_later") > 0).fill_null(value=False)),
    }
    if short:
        fen = nw.col("short_fen")
        beside["short"] = count(inside.sure & (fen > 0))
        beside["short_fen"] = count(inside.sure) * fen
    if not sized:
        return {**ones, **beside}
    size = nw.col("_size").fill_null(0)
    persons = {
        "persons" if name == "units" else f"persons_{name}": one * size
        for name, one in ones.items()
    }
    unsized = count(inside.possible & nw.col("_size").is_null())
    return {**ones, **beside, **persons, "size_unknown": unsized}
