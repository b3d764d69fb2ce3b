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
from fupin.coverage.evidence import Amount, amount, day_of, scale
from fupin.coverage.helpers import inside_any, readable_division
from fupin.dates import latest_start
from fupin.frames.planes import Plane, count, known, plane
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
        told, bit = plane(leaf_column(number)), nw.lit(2**number).cast(nw.Int64)
        return Judged(told, *(_where(c, bit) for c in (~told.possible, told.sure, told.unknown)))

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
    return nw.when(condition).then(bits).otherwise(nw.lit(0).cast(nw.Int64))


def leaf_column(number: int) -> str:
    """The column in which the plane of a leaf is laid down, by the number of its bit."""
    return f"_leaf {number}"


def judged(tree: Node, first: int = 0) -> Judged:
    """What a tree says of rows on which the planes of its leaves were laid down.

    Args:
        tree: the tree.
        first: the bit of its first leaf.
    """
    bits = {leaf.id: number for number, leaf in enumerate(tree.leaves(), first)}
    return walk(tree, Planes(bits))


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

    def columns(self, tree: Node, first: int = 0) -> list[nw.Expr]:
        """The planes of all leaves, as columns; the first one has the bit `first`."""
        numbered = enumerate(tree.leaves(), first)
        return [c for n, leaf in numbered for c in self._plane(leaf).columns(leaf_column(n))]

    def _plane(self, leaf: Node) -> Plane:
        if leaf.flag is not None:
            if leaf.flag in self.facts:
                return plane(fact_column(leaf.flag))
            return known(nw.col(leaf.flag))
        if leaf.within is not None:
            listed = self.book.parameter(leaf.within).on(self.on, carry=self.carry)
            inside, readable = inside_any(listed.codes), readable_division()
            return Plane(inside & readable, inside | ~readable)
        assert leaf.compare is not None
        return self._aged(leaf) if leaf.compare == "age" else self._compared(leaf, leaf.compare)

    def _compared(self, leaf: Node, name: str) -> Plane:
        by_parts = self.by_parts and name == NET_INCOME
        found = amount(name, by_parts=by_parts)
        if name in self.facts:
            column = fact_column(name)
            found = Amount(nw.col(column), nw.col(f"{column}?"), nw.lit(1))
        told = limits(self.book, leaf, self.on, carry=self.carry)
        by = scale(self.fields[name].kind)
        shared = _common([limit.number * by for limit in told])
        day = None if leaf.at is None else day_of(leaf.at, by_parts=by_parts)
        limit = _limit([(limit, int(limit.number * by * shared)) for limit in told], day)
        assert leaf.is_ is not None
        return _compare(Amount(found.low * shared, found.high * shared, found.per), leaf.is_, limit)

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


def _limit(told: Sequence[tuple[Limit, int]], day: nw.Expr | None) -> nw.Expr:
    """The limit of a row; empty where the day it is taken on has none."""
    if day is None:
        return nw.lit(told[0][1])
    expr: nw.Expr = nw.when(nw.lit(value=False)).then(nw.lit(0))
    for limit, value in told:
        assert limit.period is not None
        holds = day >= nw.lit(limit.period.since)
        if limit.period.until is not None:
            holds = holds & (day < nw.lit(limit.period.until))
        expr = nw.when(holds.fill_null(value=False)).then(nw.lit(value)).otherwise(expr)
    return expr


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
        case "exactly":
            same = (low == bound) & (high == bound)
            return both(same, (low <= bound) & (high >= bound))
