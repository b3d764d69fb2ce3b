"""Units with their evidence and their verdict: what a screening rests on, one row a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage import evidence
from fupin.coverage.grouping import By
from fupin.coverage.helpers import applies, first_that_holds, padded
from fupin.coverage.members import with_facts
from fupin.coverage.sizes import sized
from fupin.coverage.status import population_of
from fupin.coverage.verdicts import Judged, Leaves, judged
from fupin.dates import day
from fupin.errors import QuestionError
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import CERTAIN, known, plane
from fupin.frames.repeats import folded, parted
from fupin.policy import Applied, Criterion, Fact, Field, Node
from fupin.policy.fields import ASSUMABLE, Unit
from fupin.policy.tree import MOST_LEAVES

_WHY = "coverage.screen"
_LISTS = {"household": "households", "village": "villages", "county": "county_surveys"}
ALL_SURVEYED = "everyone surveyed is judged: no {} were given"
BOOK_HOLDS = "the book is taken to hold for all: no divisions were given"
CARRIED = "the last known value of a parameter holds on"


@attrs.frozen(eq=False)
class Screened:
    """Units judged by a criterion.

    Attributes:
        rows: one row a unit: `id`, `division`, the columns asked for, `outcome`, `failing` and
            `needed`, the planes `_member`, `_bound` and `_met`, `_is_seen`, `_is_stale`, and
            `_size` where persons are counted.
        leaves: what the bits of the masks stand for.
        grouping: how rows are to be summed.
        population: name of the population; None: everyone surveyed.
        sized: whether persons are counted.
        readings: what was assumed.
    """

    rows: Frame
    leaves: tuple[Mapping[str, Any], ...]
    grouping: By
    population: str | None
    sized: bool
    readings: tuple[str, ...]


def screened(
    registry: Registry,
    group: Sequence[Applied[Criterion]],
    on: dt.date,
    *,
    by: str | Sequence[str] | None,
    population: str | None,
    yardstick: str | None,
    assume: Mapping[str, Any],
    carry: bool,
) -> Screened:
    """Every unit of a criterion's kind, with its evidence on a day and its verdict."""
    trees = _trees(group, yardstick)
    first = group[0].entry
    unit = first.unit
    facts = _facts(group, unit)
    columns = evidence.columns_of(
        [leaf for tree in trees for leaf in tree.leaves()], _fields(group, unit), facts
    )
    listed = _Listed.of(registry, unit, on, by, population or first.population)
    rows = listed.beside(_surveyed(registry, group, unit, columns, on))
    rows = _as_known(rows, columns, _months(first), on)
    rows = rows.with_columns("id", *_assumed(assume, _fields(group, unit), columns))
    rows = with_facts(registry, rows, group[0].book, facts.values(), on, why=_WHY)
    rows = rows.with_columns("id", *_assumed_facts(assume, facts))
    by_parts = unit == "household" and registry.has("incomes")
    if by_parts:
        rows = evidence.with_incomes(registry, rows, on, _WHY)
    found: list[Judged] = []
    leaves: list[Mapping[str, Any]] = []
    for applied, tree in zip(group, trees, strict=True):
        reader = Leaves(
            applied.book, applied.book.fields_of(unit), on, carry, by_parts, frozenset(facts)
        )
        rows = rows.with_columns(*reader.columns(tree, len(leaves)))
        found.append(judged(tree, len(leaves)))
        leaves += [
            {"bit": len(leaves) + n, "book": applied.book.id, "leaf": leaf.id, "zh": leaf.zh,
             "en": leaf.en}
            for n, leaf in enumerate(tree.leaves())
        ]  # fmt: skip
    rows = rows.with_columns(*_verdict(group, found, placed=listed.placed))
    readings = (*listed.readings, *(() if listed.placed else (BOOK_HOLDS,)))
    return Screened(
        rows=rows.with_columns(_outcome()),
        leaves=tuple(leaves),
        grouping=listed.grouping,
        population=listed.population,
        sized=listed.sized,
        readings=(*readings, *((CARRIED,) if carry else ())),
    )


def _trees(group: Sequence[Applied[Criterion]], yardstick: str | None) -> list[Node]:
    """The tree of each book; together they must fit into one mask, and ask the same evidence."""
    trees = [applied.entry.measured_by(yardstick) for applied in group]
    total = sum(len(tree.leaves()) for tree in trees)
    unlike = len({(a.entry.unit, a.entry.fresh_for, a.entry.population) for a in group}) > 1
    if unlike or total > MOST_LEAVES:
        said = "ask about other units or other evidence" if unlike else f"have {total} leaves"
        books = ", ".join(applied.book.id for applied in group)
        raise QuestionError(f"{books} {said}: pass one at a time")
    return trees


def _fields(group: Sequence[Applied[Criterion]], unit: Unit) -> dict[str, Field]:
    return {n: field for a in reversed(group) for n, field in a.book.fields_of(unit).items()}


def _facts(group: Sequence[Applied[Criterion]], unit: Unit) -> dict[str, Fact]:
    """The facts that some book of the group has and its criterion asks."""
    facts: dict[str, Fact] = {}
    for applied in group if unit == "household" else ():
        asked = {leaf.flag or leaf.compare for leaf in applied.entry.tree.leaves()}
        for fact in applied.book.facts:
            if fact.id in asked and facts.setdefault(fact.id, fact) != fact:
                raise QuestionError(f"books differ in the fact {fact.id}: pass one at a time")
    return facts


def _surveyed(
    registry: Registry,
    group: Sequence[Applied[Criterion]],
    unit: Unit,
    columns: Sequence[str],
    on: dt.date,
) -> Frame:
    own = {f.name: f.kind for a in group for f in a.book.fields if f.unit == unit}
    return evidence.latest(registry, unit, columns=columns, on=on, why=_WHY, own=own)


@attrs.frozen(eq=False)
class _Listed:
    """The units asked about, beside which their surveys are laid.

    Attributes:
        rows: `id`, `division` and the columns asked for, with the plane `_member`; None: whoever
            was surveyed.
        grouping: how rows are to be summed.
        population: name of the population.
        placed: whether divisions are told.
        sized: whether persons are counted.
        readings: what was assumed.
    """

    rows: Frame | None
    grouping: By
    population: str | None
    placed: bool
    sized: bool
    readings: tuple[str, ...]

    @classmethod
    def of(
        cls,
        registry: Registry,
        unit: Unit,
        on: dt.date,
        by: str | Sequence[str] | None,
        population: str | None,
    ) -> _Listed:
        table = _LISTS[unit]
        listed = table != evidence.TABLES[unit] and registry.has(table)
        grouping = By.of(by, registry, table if listed else evidence.TABLES[unit])
        if not listed:
            if unit == "household" and (by is not None or population not in (None, "in_need")):
                raise QuestionError(
                    f"{_WHY} by place or population needs the table households: pass it"
                )
            said = ALL_SURVEYED.format(table if unit != "county" else "list of counties")
            return cls(None, grouping, None, unit != "household", sized=False, readings=(said,))
        columns = tuple(dict.fromkeys(("division", *grouping.needed)))
        if unit == "household":
            name = population or "in_need"
            wanted = tuple(dict.fromkeys((*columns, "size")))
            rows, readings = population_of(registry, name, on, wanted, _WHY)
            rows, how = sized(registry, rows, on)
            placed = registry.has("households", "division")
            return cls(rows, grouping, name, placed, sized=True, readings=(*readings, how))
        return cls(*_villages(registry, grouping, columns, population))

    def beside(self, surveyed: Frame) -> Frame:
        """Each unit with its survey, if it has one."""
        if self.rows is not None:
            return self.rows.join(surveyed, left_on="id", right_on="_of", how="left")
        division = nw.col("_of") if self.placed else empty("code")
        return surveyed.with_columns(
            nw.col("_of").alias("id"), division.alias("division"), *CERTAIN.columns("_member")
        )


def _villages(
    registry: Registry, grouping: By, columns: Sequence[str], population: str | None
) -> tuple[Frame, By, str, bool, bool, tuple[str, ...]]:
    """The villages of a registry, poor ones where it says which are."""
    if population not in (None, "poor", "all"):
        raise QuestionError(f"no population {population!r} of villages: expected poor or all")
    poor = population == "poor" or (population is None and registry.has("villages", "poor"))
    wanted = dict.fromkeys((*columns, "poor"))
    rows = registry.frame("villages", *wanted, why=_WHY).filter(~nw.col("division").is_null())
    told = rows.with_columns(padded().alias("id"))
    alone, several = parted(told, "id")
    one = nw.concat(
        [part.select("id", *wanted) for part in (alone, folded(several, ("id",), tuple(wanted)))],
        how="vertical",
    )
    member = known(nw.col("poor")) if poor else CERTAIN
    listed = one.with_columns(*member.columns("_member"), nw.col("id").alias("division"))
    return listed, grouping, "poor" if poor else "all", True, False, ()


def _months(criterion: Criterion) -> int | None:
    return None if criterion.fresh_for is None else criterion.fresh_for.months


def _as_known(rows: Frame, columns: Sequence[str], months: int | None, on: dt.date) -> Frame:
    """Whether a unit was seen; what is too old says nothing."""
    fresh = evidence.fresh(months, on)
    marked = rows.with_columns(
        fresh.alias("_is_seen"), (~nw.col("_seen").is_null() & ~fresh).alias("_is_stale")
    )
    if months is None:
        return marked
    return marked.with_columns(
        nw.when(nw.col("_is_seen")).then(nw.col(c)).alias(c) for c in columns
    )


def _assumed(
    assume: Mapping[str, Any], fields: Mapping[str, Field], columns: Sequence[str]
) -> list[nw.Expr]:
    """Columns in which what is not known is answered by an assumption."""
    filled = []
    for name, answer in assume.items():
        if name not in fields or fields[name].kind not in ASSUMABLE:
            known_ = ", ".join(sorted(n for n, f in fields.items() if f.kind in ASSUMABLE))
            raise QuestionError(f"assume= knows no {name}: expected in_force or one of {known_}")
        if (fields[name].kind == "flag") != isinstance(answer, bool):
            raise QuestionError(f"assume= answers {name}, a {fields[name].kind}: another type")
        if name in columns:
            value = day(answer, where=name) if fields[name].kind == "day" else answer
            filled.append(nw.col(name).fill_null(value))
    return filled


def _assumed_facts(assume: Mapping[str, Any], facts: Mapping[str, Fact]) -> list[nw.Expr]:
    """Planes and bounds of facts in which what is not known is answered by an assumption."""
    filled: list[nw.Expr] = []
    for name in sorted(set(assume) & set(facts)):
        sure, possible, answer = nw.col(name), nw.col(f"{name}?"), assume[name]
        if facts[name].counted:
            filled += [sure.fill_null(answer), possible.fill_null(answer)]
        elif answer:
            filled.append(possible.alias(name))
        else:
            filled.append(sure.alias(f"{name}?"))
    return filled


def _verdict(
    group: Sequence[Applied[Criterion]], found: Sequence[Judged], *, placed: bool
) -> list[nw.Expr]:
    """Whether a book holds for a row, and what it says."""
    if not placed:
        if len(group) > 1:
            raise QuestionError("several books, and no divisions that tell which holds: pass one")
        told = found[0]
        bound = CERTAIN
        parts = (told.plane.sure, told.plane.possible, told.failing, told.needed)
    else:
        bound = applies(group)
        by_book = dict(zip((id(a) for a in group), found, strict=True))
        nothing = nw.lit(0).cast(nw.Int64)
        no = nw.lit(value=False)
        parts = (
            first_that_holds(group, lambda a: by_book[id(a)].plane.sure, no),
            first_that_holds(group, lambda a: by_book[id(a)].plane.possible, no),
            first_that_holds(group, lambda a: by_book[id(a)].failing, nothing),
            first_that_holds(group, lambda a: by_book[id(a)].needed, nothing),
        )
    names = ("_met", "_met?", "failing", "needed")
    return [
        *bound.columns("_bound"),
        *(part.alias(name) for part, name in zip(parts, names, strict=True)),
    ]


def _outcome() -> nw.Expr:
    met = plane("_met")
    sure = nw.when(met.sure).then(nw.lit("met"))
    rest = nw.when(met.possible).then(nw.lit("unknown")).otherwise(nw.lit("unmet"))
    return sure.otherwise(rest).alias("outcome")
