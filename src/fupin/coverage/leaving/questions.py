"""A criterion as a question to a registry (标准提问): what evidence it asks, and what that says.

Several books may hold the criterion, each for its own division; a row is judged by the book of the
smallest one that holds for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, reduce
from typing import Any, Literal

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage import evidence
from fupin.coverage.binding import applies, first_that_holds
from fupin.coverage.leaving.bits import halved
from fupin.coverage.leaving.members import Asked, of_nobody, with_facts
from fupin.coverage.leaving.verdicts import Judged, Leaves, applying, fact_column, judged
from fupin.coverage.units import Units
from fupin.errors import QuestionError
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import CERTAIN, Plane, plane
from fupin.policy import Applied, Books, Criterion, Fact, Field, Node, Parameter, Policy, Rulebook
from fupin.policy.books import IN_FORCE
from fupin.policy.fields import NET_INCOME, RECORDS, Unit, assumptions
from fupin.policy.tree import MOST_LEAVES

BOOK_HOLDS = "the book is taken to hold for all: no divisions were given"
CARRIED = "the last known value of a parameter holds on"


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Question:
    """One criterion, asked of a registry on a day.

    Attributes:
        registry: what is asked.
        books: the books that answer on the day.
        group: the criterion in each of them, the smallest division first.
        trees: the tree of each.
        on: the day asked about.
        fields: the fields of the unit, of all books.
        assume: answers to fields that are not known.
        in_force: whether the books were taken as in force.
        carry: let the last value of a parameter hold on.
        why: what asks, for messages.
    """

    registry: Registry
    books: Books
    group: tuple[Applied[Criterion], ...]
    trees: tuple[Node, ...]
    on: dt.date
    fields: Mapping[str, Field]
    assume: Mapping[str, bool | int | dt.date]
    in_force: bool
    carry: bool
    why: str

    @classmethod
    def of(
        cls,
        registry: Registry,
        policy: Policy,
        criterion: str,
        on: dt.date,
        *,
        yardstick: str | None = None,
        assume: Mapping[str, Any] | None = None,
        carry: bool = False,
        why: str,
    ) -> Question:
        """The question, once it is known to make sense."""
        answers = dict(assume or {})
        in_force = bool(answers.pop(IN_FORCE, False))
        books = Books.of(policy).on(on, {IN_FORCE: in_force})
        group = books.criteria(criterion)
        trees = tuple(applied.entry.measured_by(yardstick) for applied in group)
        _together(group, trees)
        fields = {n: f for a in group for n, f in a.book.fields_of(group[0].entry.unit).items()}
        return cls(
            registry=registry, books=books, group=group, trees=trees, on=on, fields=fields,
            assume=assumptions(answers, fields), in_force=in_force, carry=carry, why=why,
        )  # fmt: skip

    @property
    def criterion(self) -> Criterion:
        """The criterion, in the book of the smallest division."""
        return self.group[0].entry

    @property
    def unit(self) -> Unit:
        """What is judged."""
        return self.criterion.unit

    @property
    def readings(self) -> tuple[str, ...]:
        """What a result says of how the books came to answer."""
        carried = (CARRIED,) if self.carry else ()
        return (*self.books.assumed({IN_FORCE: self.in_force}), *carried)

    @cached_property
    def own(self) -> dict[str, Literal["flag", "count", "yuan"]]:
        """The kinds of the fields that the books declare."""
        return {f.name: f.kind for a in self.group for f in a.book.fields if f.unit == self.unit}

    @cached_property
    def facts(self) -> Asked:
        """The facts that the trees ask."""
        told: dict[str, tuple[Fact | None, Rulebook]] = {}
        for applied, tree in zip(self.group, self.trees, strict=True):
            for name in filter(None, (leaf.flag or leaf.compare for leaf in tree.leaves())):
                fact = applied.book.fact(name) if self.unit == "household" else None
                first, book = told.setdefault(name, (fact, applied.book))
                if (fact, _numbers(fact, applied.book)) != (first, _numbers(first, book)):
                    raise QuestionError(f"books differ in what {name} is: pass one at a time")
        return {name: (fact, book) for name, (fact, book) in told.items() if fact is not None}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the survey that the trees ask."""
        leaves = [leaf for tree in self.trees for leaf in tree.leaves()]
        return evidence.columns_of(leaves, self.fields, self.facts, self.unit)

    @cached_property
    def leaves(self) -> tuple[dict[str, Any], ...]:
        """What each bit of a mask stands for: bit, book, leaf, and its labels."""
        named = [
            (applied.book.id, leaf)
            for applied, tree in zip(self.group, self.trees, strict=True)
            for leaf in tree.leaves()
        ]
        return tuple(
            {"bit": bit, "book": book, "leaf": leaf.id, "zh": leaf.zh, "en": leaf.en}
            for bit, (book, leaf) in enumerate(named)
        )

    def surveyed(self) -> Frame:
        """One row a unit: `_of`, `_seen`, and what its latest survey says.

        Raises:
            SchemaError: the table of its surveys was not given.
        """
        return self._surveyed()

    def verdicts(self, units: Units) -> Frame:
        """The units with what `surveyed` says of them and their verdict, as `judged` gives it."""

        def told(surveyed: Frame) -> Frame:
            return self.judged(units.beside(surveyed), placed=units.placed)

        # Where units are no more than their surveys, each survey is judged before the latest are
        # looked for: a verdict is less to carry along than the evidence.
        return self._surveyed(then=told) if units.rows is None else told(self._surveyed())

    def planes(self, households: Frame, *, placed: bool) -> Frame:
        """Households with the planes `_bound` and `_met` of their verdict, as `judged` gives it.

        Where surveys alone tell, each is judged before it is laid beside its household: a plane is
        less to carry along than the evidence, and without a survey nothing is known.
        """
        if not self._by_surveys:
            return self.judged(evidence.beside(households, self._surveyed()), placed=placed)
        names = [f"_met {number}" for number in range(len(self.group))]
        nothing = nw.lit(0).cast(nw.Int64)

        def told(surveyed: Frame) -> Frame:
            rows = surveyed.with_columns(nw.col("_of").alias("id"))
            for name, applied, tree in zip(names, self.group, self.trees, strict=True):
                one = attrs.evolve(self, group=(applied,), trees=(tree,))
                rows = one.judged(rows, placed=False).with_columns(*plane("_met").columns(name))
            return rows.select("_of", *(c for name in names for c in plane(name).columns(name)))

        both = evidence.beside(households, self._surveyed(then=told))
        found = [
            Judged(
                Plane(met.sure.fill_null(value=False), met.possible.fill_null(value=True)),
                failing=nothing, holding=nothing, needed=nothing,
            )
            for met in map(plane, names)
        ]  # fmt: skip
        return both.with_columns(*self._verdict(found, [CERTAIN] * len(found), placed=placed))

    @property
    def _by_surveys(self) -> bool:
        """Whether the surveys of households alone tell what their trees say."""
        placed = any(leaf.within is not None for tree in self.trees for leaf in tree.leaves())
        return not (self.assume or self.facts or self._by_parts or placed)

    @property
    def _by_parts(self) -> bool:
        """Whether income may be told by its parts, of households."""
        tables = ("incomes", "households")
        return NET_INCOME in self.columns and all(self.registry.has(t) for t in tables)

    @cached_property
    def _unseen(self) -> bool:
        """Whether nothing is asked of surveys, and there are none: facts answer alone."""
        lists = self.unit == "household" and self.registry.has("households")
        return lists and not self.columns and not self.registry.has("surveys")

    def _surveyed(self, **then: Callable[[Frame], Frame]) -> Frame:
        if self._unseen:
            nobody = self.registry.frame("households", "id").filter(
                nw.col("id").is_null() & ~nw.col("id").is_null()
            )
            later = nw.lit(0).alias("_later")
            return nobody.select(nw.col("id").alias("_of"), empty("day").alias("_seen"), later)
        return evidence.latest(
            self.registry, self.unit,
            columns=self.columns, on=self.on, why=self.why, own=self.own, **then,
        )  # fmt: skip

    def judged(self, rows: Frame, *, placed: bool, computed: Collection[str] = ()) -> Frame:
        """Units with their verdict.

        Args:
            rows: one row a unit: `id`, `division`, and what `surveyed` says of it.
            placed: whether divisions are told; if not, the one book is taken to hold.
            computed: columns that are of the day itself, however old the survey is.

        Returns:
            The rows with `outcome`, the masks `failing` and `needed`, the planes `_bound` and
            `_met`, and `_is_seen` and `_is_stale`; of records also `short_fen`, what they lack.
        """
        told = self._assumed(self._fresh(rows, computed))
        if self._by_parts:
            told = evidence.with_incomes(self.registry, told, self.on, self.why)
        found: list[Judged] = []
        # What does not apply to a household is met by it; but a treatment to which nothing
        # applies is none that keeps the rule: of such, the criterion is not asked.
        asked: list[Plane] = []
        short: list[nw.Expr] = []
        first, bits = 0, sum(len(tree.leaves()) for tree in self.trees)
        for applied, tree in zip(self.group, self.trees, strict=True):
            fields = applied.book.fields_of(self.unit)
            facts = frozenset(self.facts)
            leaves = Leaves(applied.book, fields, self.on, self.carry, self._by_parts, facts)
            told = leaves.laid(told, tree, first)
            found.append(judged(tree, first))
            asked.append(applying(tree, first) if self.unit in RECORDS else CERTAIN)
            short += leaves.short(tree, first, bits) if self.unit in RECORDS else []
            first += len(tree.leaves())
        verdict = told.with_columns(*self._verdict(found, asked, placed=placed))
        if self.unit not in RECORDS:
            return verdict.with_columns(_outcome())
        total = reduce(nw.Expr.__add__, short, nw.lit(0).cast(nw.Int64))
        return halved(verdict, ["failing"], bits).with_columns(_outcome(), total.alias("short_fen"))

    def _fresh(self, rows: Frame, computed: Collection[str]) -> Frame:
        """Whether a unit was seen; what is too old, or beyond what can be, says nothing."""
        fresh_for = self.criterion.fresh_for
        fresh = evidence.fresh(None if fresh_for is None else fresh_for.months, self.on)
        if self._unseen:
            fresh = nw.lit(value=True)
        marked = rows.with_columns(
            fresh.alias("_is_seen"),
            (~nw.col("_seen").is_null() & ~fresh).alias("_is_stale"),
            *evidence.believed(self.columns, self.fields, self.on),
        )
        if contradicted := evidence.contradicted(self.columns, self.unit):
            marked = marked.with_columns(*contradicted)
        if fresh_for is None:
            return marked
        kept = nw.when(nw.col("_is_seen"))
        seen = [c for c in self.columns if c not in computed]
        return marked.with_columns("id", *(kept.then(nw.col(c)).alias(c) for c in seen))

    def _assumed(self, rows: Frame) -> Frame:
        """What members say, and assumptions where nothing is known."""
        filled = [nw.col(c).fill_null(self.assume[c]) for c in self.columns if c in self.assume]
        told = with_facts(
            self.registry, rows.with_columns("id", *filled), self.facts, self.on,
            carry=self.carry, why=self.why,
        )  # fmt: skip
        if self.facts and self.registry.has("households"):
            told = told.with_columns("id", *of_nobody(self.facts))
        return told.with_columns("id", *_assumed_facts(self.assume, self.facts))

    def _verdict(
        self, found: Sequence[Judged], asked: Sequence[Plane], *, placed: bool
    ) -> list[nw.Expr]:
        """Whether a book holds for a row, and what it says."""
        if placed:
            by_place = {a.scope: told for a, told in zip(self.group, found, strict=True)}
            no, nothing = nw.lit(value=False), nw.lit(0).cast(nw.Int64)
            of = {a.scope: told for a, told in zip(self.group, asked, strict=True)}
            bound = applies(self.group) & Plane(
                first_that_holds(self.group, lambda a: of[a.scope].sure, no),
                first_that_holds(self.group, lambda a: of[a.scope].possible, no),
            )
            parts = [
                first_that_holds(self.group, lambda a: by_place[a.scope].plane.sure, no),
                first_that_holds(self.group, lambda a: by_place[a.scope].plane.possible, no),
                first_that_holds(self.group, lambda a: by_place[a.scope].failing, nothing),
                first_that_holds(self.group, lambda a: by_place[a.scope].needed, nothing),
            ]
        elif len(found) > 1:
            raise QuestionError("several books, and no divisions that tell which holds: pass one")
        else:
            [bound], [told] = asked, found
            parts = [told.plane.sure, told.plane.possible, told.failing, told.needed]
        names = ("_met", "_met?", "failing", "needed")
        laid = [part.alias(name) for part, name in zip(parts, names, strict=True)]
        return [*bound.columns("_bound"), *laid]


def _together(group: Sequence[Applied[Criterion]], trees: Sequence[Node]) -> None:
    """Refuse books that ask about unlike things, or more than one mask can hold."""
    total = sum(len(tree.leaves()) for tree in trees)
    kinds = {(own.unit, own.name, own.kind) for a in group for own in a.book.fields}
    unlike = len({(a.entry.unit, a.entry.fresh_for, a.entry.population) for a in group}) > 1
    unlike = unlike or len(kinds) > len({(unit, name) for unit, name, _ in kinds})
    if unlike or total > MOST_LEAVES:
        said = "ask about other units or other evidence" if unlike else f"have {total} leaves"
        books = ", ".join(applied.book.id for applied in group)
        raise QuestionError(f"{books} {said}: pass one at a time")


def _numbers(fact: Fact | None, book: Rulebook) -> list[Parameter]:
    """The parameters that a fact rests on."""
    leaves = [leaf for tree in (fact.trees if fact else ()) for leaf in tree.leaves()]
    return [book.parameter(leaf.parameter) for leaf in leaves if leaf.parameter is not None]


def _assumed_facts(assume: Mapping[str, Any], facts: Asked) -> list[nw.Expr]:
    """Planes and bounds of facts in which what is not known is answered by an assumption."""
    filled: list[nw.Expr] = []
    for name in sorted(set(assume) & set(facts)):
        told, answer = plane(fact_column(name)), assume[name]
        fact, _ = facts[name]
        if fact.counted:
            told = Plane(told.sure.fill_null(answer), told.possible.fill_null(answer))
        elif answer:
            told = Plane(told.possible, told.possible)
        else:
            told = Plane(told.sure, told.sure)
        filled += told.columns(fact_column(name))
    return filled


def _outcome() -> nw.Expr:
    met = plane("_met")
    rest = nw.when(met.possible).then(nw.lit("unknown")).otherwise(nw.lit("unmet"))
    return nw.when(met.sure).then(nw.lit("met")).otherwise(rest).alias("outcome")
