"""What members say of a household, in columns: `fupin.criteria.members`, for a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from fupin.coverage.evidence import believed, nobody
from fupin.coverage.leaving.items import planned
from fupin.coverage.leaving.verdicts import Leaves, fact_column, judged
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import CERTAIN, UNKNOWN, Plane, count, holds, plane
from fupin.frames.repeats import Pairing, one_row_each
from fupin.frames.tables import ColumnType
from fupin.policy import Fact, Field, Rulebook

Asked = Mapping[str, tuple[Fact, Rulebook]]
"""Facts that a question asks, each with the book it stands in."""


def with_facts(
    registry: Registry, rows: Frame, asked: Asked, on: dt.date, *, carry: bool, why: str
) -> Frame:
    """Households with what each fact says of them: a plane, or bounds, as `fact_column`.

    Args:
        registry: uses `memberships` and `persons`, `schemes` and `plan_items`; without them
            nothing is known.
        rows: households with `id`.
        asked: the facts.
        on: the day asked about.
        carry: let the last value of a parameter hold on.
        why: what asks, for messages.
    """
    for over in ("person", "item"):
        some = {name: told for name, told in asked.items() if told[0].over == over}
        table = {"person": "memberships", "item": "schemes"}[over]
        if some and not registry.has(table):
            rows = rows.with_columns(*(c for fact, _ in some.values() for c in _unknown(fact)))
        elif some and over == "person":
            members = _with_persons(registry, _members(registry, on, why), some, why)
            rows = _folded(rows, members, some, on, carry=carry)
        elif some:
            rows = _folded(rows, planned(registry, on, why), some, on, carry=carry)
    return rows


def _folded(rows: Frame, members: Frame, asked: Asked, on: dt.date, *, carry: bool) -> Frame:
    """Households with what facts say of their members, or of the items of their schemes."""
    facts = [fact for fact, _ in asked.values()]
    for fact, book in asked.values():
        leaves = Leaves(book, book.fields_of(fact.over), on, carry)
        for name, tree in (("where", fact.where), ("holds", fact.holds)):
            # Each tree is judged before the next lays down its leaves.
            laid = members if tree is None else leaves.laid(members, tree)
            met = CERTAIN if tree is None else judged(tree).plane
            members = laid.with_columns(*met.columns(f"_{name} {fact.id}"))
    laid = members.with_columns(*(c for fact in facts for c in _laid(fact)))
    sums = laid.group_by("_of").agg(nw.col(c).sum() for fact in facts for c in _sums(fact))
    told = sums.select("_of", *(c for fact in facts for c in _told(fact)))
    joined = rows.join(told, left_on="id", right_on="_of", how="left")
    return joined.with_columns("id", *(c for fact in facts for c in _filled(fact)))


def _members(registry: Registry, on: dt.date, why: str) -> Frame:
    """Each possible member of a household on the day: `_of`, `person`, `_in` and `_in?`."""
    there = holds(on)
    columns = ("household", "person", "since", "until")
    given = registry.frame("memberships", *columns, why=why)
    sure = there.sure & ~nw.col("person").is_null()
    said = given.filter(~nw.col("household").is_null()).with_columns(
        **{"_in": count(sure), "_in?": count(there.possible)}
    )
    pairs = Pairing(("household", "person"), ("since",), ("until",), ("_in",)).pairs(said)
    return pairs.select(nw.col("household").alias("_of"), "person", "_in", "_in?")


_KINDS: Mapping[str, ColumnType] = {
    "flag": "flag", "count": "count", "yuan": "yuan", "day": "day",
}  # fmt: skip


def _with_persons(registry: Registry, rows: Frame, asked: Asked, why: str) -> Frame:
    """Members with what is known of them; where no persons are given, nothing is."""
    fields: dict[str, Field] = {}
    for fact, book in asked.values():
        leaves = [leaf for tree in fact.trees for leaf in tree.leaves()]
        names = [fact.of, *(leaf.flag or leaf.compare for leaf in leaves)]
        known = book.fields_of("person")
        fields |= {n: known[n] for n in ("born" if n == "age" else n for n in names if n)}
    kinds: dict[str, ColumnType] = {n: _KINDS[field.kind] for n, field in sorted(fields.items())}
    if not registry.has("persons"):
        return rows.with_columns("person", *(empty(kind).alias(n) for n, kind in kinds.items()))
    persons = one_row_each(registry, "persons", tuple(kinds), why, own=kinds)
    told = persons.filter(~nw.col("id").is_null()).rename({"id": "_person"})
    told = told.with_columns("_person", *believed(tuple(kinds), fields))
    return rows.join(told, left_on="person", right_on="_person", how="left")


def _laid(fact: Fact) -> tuple[nw.Expr, ...]:
    """What is summed for a fact: whom it surely and possibly counts, or what of them."""
    here = Plane(nw.col("_in") > 0, nw.col("_in?") > 0) & plane(f"_where {fact.id}")
    low, high, *lacks = _sums(fact)
    nothing = nw.lit(0)
    if fact.of is not None:
        value = nw.col(fact.of)
        least = nw.when(value < 0).then(value).otherwise(nothing)
        most = nw.when(value > 0).then(value).otherwise(nothing)
        may = nw.when(here.possible)
        return (
            nw.when(here.sure).then(value).otherwise(may.then(least).otherwise(nothing)).alias(low),
            nw.when(here.sure).then(value).otherwise(may.then(most).otherwise(nothing)).alias(high),
            count(here.possible & value.is_null()).alias(lacks[0]),
        )
    kept = plane(f"_holds {fact.id}")
    if fact.fold == "every":  # those who are there and do not hold
        kept = Plane(~kept.possible, ~kept.sure)
    told = here & kept
    # A row without a person may stand for several, of whom nothing is known.
    several = nw.when(told.possible).then(nw.col("_in?")).otherwise(nothing)
    return count(told.sure).alias(low), several.alias(high)


def _sums(fact: Fact) -> tuple[str, ...]:
    names = (f"_low {fact.id}", f"_high {fact.id}")
    return names if fact.of is None else (*names, f"_lacks {fact.id}")


def _told(fact: Fact) -> tuple[nw.Expr, nw.Expr]:
    """The fact of a household that has members."""
    low, high, *lacks = (nw.col(name).cast(nw.Int64) for name in _sums(fact))
    if fact.of is not None:
        known = lacks[0] == 0
        low, high = nw.when(known).then(low), nw.when(known).then(high)
    elif fact.fold == "every":
        low, high = high == 0, low == 0
    elif fact.fold == "some":
        low, high = low > 0, high > 0
    return Plane(low, high).columns(fact_column(fact.id))


def _filled(fact: Fact) -> tuple[nw.Expr, ...]:
    """Of a household without members nothing is known; one without schemes has no items."""
    if fact.over == "item":
        told, none = plane(fact_column(fact.id)), fact.fold == "every"
        nothing: Any = 0 if fact.counted else none
        filled = Plane(told.sure.fill_null(nothing), told.possible.fill_null(nothing))
        return filled.columns(fact_column(fact.id))
    if fact.counted:
        return ()
    told = plane(fact_column(fact.id))
    filled = Plane(told.sure.fill_null(value=False), told.possible.fill_null(value=True))
    return filled.columns(fact_column(fact.id))


def of_nobody(asked: Asked) -> list[nw.Expr]:
    """Facts, unknown of a household of nobody by its recorded `size`."""
    told: list[nw.Expr] = []
    for fact, _ in asked.values():
        known, somebody = plane(fact_column(fact.id)), nw.when(~nobody())
        unknown = Plane(known.sure & ~nobody(), known.possible | nobody())
        if fact.counted:
            unknown = Plane(somebody.then(known.sure), somebody.then(known.possible))
        told += unknown.columns(fact_column(fact.id))
    return told


def _unknown(fact: Fact) -> tuple[nw.Expr, nw.Expr]:
    if fact.counted:
        return Plane(empty("count"), empty("count")).columns(fact_column(fact.id))
    return UNKNOWN.columns(fact_column(fact.id))
