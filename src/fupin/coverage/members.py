"""What members say of a household, in columns: `fupin.criteria.members`, for a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import narwhals.stable.v2 as nw

from fupin.coverage.verdicts import Leaves, judged
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import CERTAIN, Plane, count, holds, plane
from fupin.frames.repeats import Pairing, one_row_each
from fupin.frames.tables import ColumnType
from fupin.policy import Fact, Rulebook


def with_facts(
    registry: Registry, rows: Frame, book: Rulebook, facts: Iterable[Fact], on: dt.date, *, why: str
) -> Frame:
    """Households with what each fact says of them: a plane, or bounds, under its id.

    Args:
        registry: uses `memberships` and `persons`; without them nothing is known.
        rows: households with `id`.
        book: the book the facts stand in.
        facts: the facts asked about.
        on: the day asked about.
        why: what asks, for messages.
    """
    asked = tuple(facts)
    if not asked:
        return rows
    if not registry.has("memberships"):
        return rows.with_columns(*(c for fact in asked for c in _unknown(fact)))
    members = _members(registry, book, asked, on, why)
    laid = members.with_columns(*(c for fact in asked for c in _laid(fact)))
    sums = laid.group_by("_of").agg(nw.col(c).sum() for fact in asked for c in _sums(fact))
    told = sums.select("_of", *(c for fact in asked for c in _told(fact)))
    joined = rows.join(told, left_on="id", right_on="_of", how="left")
    return joined.with_columns("id", *(c for fact in asked for c in _filled(fact)))


def _members(
    registry: Registry, book: Rulebook, facts: tuple[Fact, ...], on: dt.date, why: str
) -> Frame:
    """Each possible member of a household on the day, with the planes of the facts' trees."""
    there = holds(on)
    columns = ("household", "person", "since", "until")
    given = registry.frame("memberships", *columns, why=why)
    sure = there.sure & ~nw.col("person").is_null()
    said = given.filter(~nw.col("household").is_null()).with_columns(
        **{"_in": count(sure), "_in?": count(there.possible)}
    )
    pairs = Pairing(("household", "person"), ("since",), ("until",), ("_in",)).pairs(said)
    rows = pairs.select(nw.col("household").alias("_of"), "person", "_in", "_in?")
    fields = book.fields_of("person")
    kinds = {name: _KINDS[fields[name].kind] for fact in facts for name in _columns(fact)}
    rows = _with_persons(registry, rows, kinds, why)
    leaves = Leaves(book, fields, on)
    for fact in facts:  # each tree is judged before the next lays down its leaves
        for name, tree in (("where", fact.where), ("holds", fact.holds)):
            laid = rows if tree is None else rows.with_columns(*leaves.columns(tree))
            met = CERTAIN if tree is None else judged(tree).plane
            rows = laid.with_columns(*met.columns(f"_{name} {fact.id}"))
    return rows


_KINDS: Mapping[str, ColumnType] = {
    "flag": "flag", "count": "count", "yuan": "yuan", "day": "day",
}  # fmt: skip


def _columns(fact: Fact) -> list[str]:
    """The columns of persons that a fact asks."""
    told = [leaf.flag or leaf.compare for tree in fact.trees for leaf in tree.leaves()]
    asked = ["born" if name == "age" else name for name in (*told, fact.of) if name]
    return sorted(set(asked))


def _with_persons(
    registry: Registry, rows: Frame, kinds: Mapping[str, ColumnType], why: str
) -> Frame:
    """Members with what is known of them; where no persons are given, nothing is."""
    if not registry.has("persons"):
        return rows.with_columns("person", *(empty(kind).alias(n) for n, kind in kinds.items()))
    persons = one_row_each(registry, "persons", tuple(kinds), why, own=kinds)
    told = persons.filter(~nw.col("id").is_null()).rename({"id": "_person"})
    return rows.join(told, left_on="person", right_on="_person", how="left")


def _laid(fact: Fact) -> tuple[nw.Expr, ...]:
    """What is summed for a fact: whom it surely and possibly counts, or what of them."""
    here = Plane(nw.col("_in") > 0, nw.col("_in?") > 0) & plane(f"_where {fact.id}")
    low, high, *lacks = _sums(fact)
    nothing = nw.lit(0)
    if fact.of is not None:
        value = nw.col(fact.of)
        return (
            nw.when(here.sure).then(value).otherwise(nothing).alias(low),
            nw.when(here.possible).then(value).otherwise(nothing).alias(high),
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
    return low.alias(fact.id), high.alias(f"{fact.id}?")


def _filled(fact: Fact) -> tuple[nw.Expr, ...]:
    """Of a household without members nothing is known."""
    if fact.counted:
        return ()
    sure, possible = nw.col(fact.id), nw.col(f"{fact.id}?")
    return sure.fill_null(value=False), possible.fill_null(value=True)


def _unknown(fact: Fact) -> tuple[nw.Expr, nw.Expr]:
    if not fact.counted:
        return Plane(nw.lit(value=False), nw.lit(value=True)).columns(fact.id)
    return empty("count").alias(fact.id), empty("count").alias(f"{fact.id}?")
