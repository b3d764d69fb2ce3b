"""A criterion in columns: what each node says as a plane, and which leaves are to blame or needed.

The same tree that gives a verdict with reasons for one subject gives here three columns for a
table: the verdict, a mask of the failing leaves, a mask of the needed ones. Bit n stands for the
n-th leaf.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import and_, or_

import attrs
import narwhals.stable.v2 as nw

from fupin.amounts import Comparison
from fupin.coverage.codes import inside_any, readable_division
from fupin.coverage.evidence import Amount, amount, day_of, scale
from fupin.coverage.leaving.bits import has_bit
from fupin.dates import latest_start
from fupin.frames.engines import Frame
from fupin.frames.planes import CERTAIN, Plane, count, known, plane
from fupin.policy import Field, Node, Rulebook, walk
from fupin.policy.fields import NET_INCOME
from fupin.policy.limits import Limit, limits


@attrs.frozen(eq=False)
class Judged:
    """What a node says of every row (逐行结论).

    Attributes:
        plane: whether it is surely and possibly met.
        failing: bits of the leaves to blame, where it is unmet; 0 elsewhere.
        holding: bits of the leaves that make it so, where it is met; 0 elsewhere.
        needed: bits of the unknown leaves that could still change it; 0 where it is known.
    """

    plane: Plane
    failing: nw.Expr
    holding: nw.Expr
    needed: nw.Expr


@attrs.frozen(eq=False)
class Planes:
    """The algebra of columns (逐列运算): a leaf reads the plane that was laid down for it.

    Attributes:
        bits: number of the bit of each leaf, by id.
    """

    bits: Mapping[str, int]

    def leaf(self, node: Node) -> Judged:
        """What a field says."""
        number = self.bits[node.id]
        told = plane(leaf_column(number))
        bits = (c.cast(nw.Int64) * 2**number for c in (~told.possible, told.sure, told.unknown))
        return Judged(told, *bits)

    def at_least(self, node: Node, parts: Sequence[Judged]) -> Judged:
        """Whether enough of the parts are met."""
        met = _enough(node.needed, [part.plane for part in parts])
        failing, holding, needed = (
            reduce(nw.Expr.__add__, (getattr(part, name) for part in parts))
            for name in ("failing", "holding", "needed")
        )
        # One unmet part makes `all` unmet, and one met part makes `any` met.
        if node.needed < len(parts):
            failing = _where(~met.possible, failing)
        if node.needed > 1:
            holding = _where(met.sure, holding)
        return Judged(met, failing, holding, _where(met.unknown, needed))

    def negated(self, node: Node, part: Judged) -> Judged:
        """Whether the part is not met."""
        del node
        swapped = Plane(~part.plane.possible, ~part.plane.sure)
        return Judged(swapped, part.holding, part.failing, part.needed)

    def conditioned(self, node: Node, applies: Judged, body: Judged) -> Judged:
        """Whether the body is met, or does not apply."""
        del node
        met = Plane(
            ~applies.plane.possible | body.plane.sure, ~applies.plane.sure | body.plane.possible
        )
        return Judged(
            met,
            _where(~met.possible, body.failing),
            body.holding + applies.failing,
            _where(met.unknown, applies.needed + body.needed),
        )


def _enough(least: int, planes: Sequence[Plane]) -> Plane:
    """Whether so many of several planes hold."""
    sure, possible = [p.sure for p in planes], [p.possible for p in planes]
    if least in (1, len(planes)):
        join = or_ if least == 1 else and_
        return Plane(reduce(join, sure), reduce(join, possible))
    counted = [reduce(nw.Expr.__add__, map(count, side)) for side in (sure, possible)]
    return Plane(counted[0] >= least, counted[1] >= least)


def _where(condition: nw.Expr, bits: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(bits).otherwise(nw.lit(0, nw.Int64))


def leaf_column(number: int) -> str:
    """The column in which the plane of a leaf is laid down, by the number of its bit."""
    return f"_leaf {number}"


def judged(tree: Node, first: int = 0) -> Judged:
    """What a tree says of rows on which the planes of its leaves were laid down.

    Args:
        tree: the tree.
        first: the bit of its first leaf.
    """
    return walk(tree, _planes(tree, first))


def applying(tree: Node, first: int = 0) -> Plane:
    """Whether a tree is asked of rows at all: what its condition says, as for `judged`."""
    return (
        CERTAIN
        if tree.applies_when is None
        else (walk(tree.applies_when, _planes(tree, first)).plane)
    )


def _planes(tree: Node, first: int) -> Planes:
    return Planes({leaf.id: number for number, leaf in enumerate(tree.leaves(), first)})


@attrs.frozen(eq=False)
class Leaves:
    """How the leaves of a criterion read the evidence of a table on a day.

    Attributes:
        book: the book the criterion stands in.
        fields: the fields of its unit.
        on: the day asked about.
        carry: let the last value of a parameter hold on.
        by_parts: whether income by its parts stands beside the surveys.
        facts: fields that members say, and no survey.
    """

    book: Rulebook
    fields: Mapping[str, Field]
    on: dt.date
    carry: bool = False
    by_parts: bool = False
    facts: frozenset[str] = frozenset()

    def laid(self, rows: Frame, tree: Node, first: int = 0) -> Frame:
        """Rows with the planes of all leaves, as columns; the first one has the bit `first`."""
        leaves = {leaf_column(n): leaf for n, leaf in enumerate(tree.leaves(), first)}
        # Limits that change by days come first, so that they are not worked out for either plane.
        dated = {c: self._dated(leaf, leaf.at) for c, leaf in leaves.items() if leaf.at is not None}
        told = rows.with_columns(**dated) if dated else rows
        planes = (self._plane(leaf, nw.col(column)) for column, leaf in leaves.items())
        return told.with_columns(
            c for column, said in zip(leaves, planes, strict=True) for c in said.columns(column)
        )

    def _plane(self, leaf: Node, dated: nw.Expr) -> Plane:
        if leaf.flag is not None:
            if leaf.flag in self.facts:
                return plane(fact_column(leaf.flag))
            return known(nw.col(leaf.flag))
        if leaf.within is not None:
            listed = self.book.parameter(leaf.within).on(self.on, carry=self.carry)
            inside, readable = inside_any(listed.codes), readable_division()
            return Plane(inside & readable, inside | ~readable)
        assert leaf.compare is not None
        return self._aged(leaf) if leaf.compare == "age" else self._compared(leaf, dated)

    def _compared(self, leaf: Node, dated: nw.Expr) -> Plane:
        assert leaf.compare is not None
        assert leaf.is_ is not None
        found = amount(leaf.compare, by_parts=self._by_parts(leaf))
        if leaf.compare in self.facts:
            column = fact_column(leaf.compare)
            found = Amount(nw.col(column), nw.col(f"{column}?"), nw.lit(1))
        limit, shared = self._limit(leaf, dated)
        return _compare(Amount(found.low * shared, found.high * shared, found.per), leaf.is_, limit)

    def _limit(self, leaf: Node, dated: nw.Expr) -> tuple[nw.Expr, int]:
        """The limit as a whole number, and how often what is compared with it goes in."""
        numbers, shared = self._numbers(leaf)
        limit = nw.lit(numbers[0][1]) if leaf.at is None else dated
        return limit if leaf.share_of is None else limit * nw.col(leaf.share_of), shared

    def short(self, tree: Node, first: int, bits: int) -> list[nw.Expr]:
        """By leaf about yuan, the fen that a record falls short by it, or is beyond it; else 0.

        As `fupin.amounts.lacking` says, on rows with the mask `failing` of so many bits.
        """
        told: list[nw.Expr] = []
        for number, leaf in enumerate(tree.leaves(), first):
            field = self.fields.get(leaf.compare or "")
            if field is not None and field.kind == "yuan":
                dated = nw.lit(0) if leaf.at is None else self._dated(leaf, leaf.at)
                limit, shared = self._limit(leaf, dated)
                gap, more = nw.col(field.name) * shared - limit, shared - 1
                if leaf.is_ in ("at_least", "over"):
                    gap = -gap
                if leaf.is_ in ("over", "under"):
                    more = shared
                misses = has_bit("failing", number, bits) & ~plane(leaf_column(number)).possible
                lack = nw.when(misses).then((gap.abs() + more) // shared)
                told.append(lack.otherwise(nw.lit(0)).cast(nw.Int64))
        return told

    def _dated(self, leaf: Node, at: str) -> nw.Expr:
        """The limit of the day it is taken on; empty where that has none."""
        day = day_of(at, by_parts=self._by_parts(leaf))
        expr: nw.Expr = nw.when(nw.lit(value=False)).then(nw.lit(0))
        for limit, number in self._numbers(leaf)[0]:
            assert limit.period is not None
            holds = day >= nw.lit(limit.period.since)
            if limit.period.until is not None:
                holds = holds & (day < nw.lit(limit.period.until))
            expr = nw.when(holds.fill_null(value=False)).then(nw.lit(number)).otherwise(expr)
        return expr

    def _by_parts(self, leaf: Node) -> bool:
        return self.by_parts and leaf.compare == NET_INCOME

    def _numbers(self, leaf: Node) -> tuple[list[tuple[Limit, int]], int]:
        """The limits of a comparison as whole numbers, and how often what is compared goes in."""
        told = limits(self.book, leaf, self.on, carry=self.carry)
        # A share of another amount is compared with that amount in its own units.
        by = 1 if leaf.share_of is not None else scale(self.fields[leaf.compare or ""])
        shared = _common([limit.number * by for limit in told])
        return [(limit, int(limit.number * by * shared)) for limit in told], shared

    def _aged(self, leaf: Node) -> Plane:
        """Full years on the day, by the day of birth."""
        [limit] = limits(self.book, leaf, self.on, carry=self.carry)
        least, above = _ceil(limit.number), int(limit.number // 1) + 1
        reached, passed = self._of_age(least), self._of_age(above)
        match leaf.is_:
            case "at_least":
                return reached
            case "over":
                return passed
            case "under":
                return Plane(~reached.possible, ~reached.sure)
            case "at_most":
                return Plane(~passed.possible, ~passed.sure)
            case _:
                return reached & Plane(~passed.possible, ~passed.sure)

    def _of_age(self, years: int) -> Plane:
        born = nw.when(nw.col("born") <= nw.lit(self.on)).then(nw.col("born"))
        if years >= self.on.year:  # so old was nobody born in this calendar
            return known(born < nw.lit(dt.date.min))
        return known(born <= nw.lit(latest_start(self.on, max(years, 0))))


def fact_column(name: str) -> str:
    """The column in which a fact is laid down: a plane, or bounds."""
    return f"_fact {name}"


def _common(numbers: Sequence[Fraction]) -> int:
    return lcm(*(number.denominator for number in numbers))


def _ceil(number: Fraction) -> int:
    return -int(-number // 1)


def _compare(found: Amount, how: Comparison, limit: nw.Expr) -> Plane:
    """Whether an amount between bounds stands to a limit as asked; by cross-multiplication."""
    bound = limit * found.per
    low, high = found.low, found.high

    def both(sure: nw.Expr, possible: nw.Expr) -> Plane:
        return Plane(known(sure).sure, known(possible).possible)

    match how:
        case "over":
            return both(low > bound, high > bound)
        case "at_least":
            return both(low >= bound, high >= bound)
        case "under":
            return both(high < bound, low < bound)
        case "at_most":
            return both(high <= bound, low <= bound)
        case _:
            same = (low == bound) & (high == bound)
            return both(same, (low <= bound) & (high >= bound))
