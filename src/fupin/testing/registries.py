"""Whole small registries whose records refer to one another, the wrong with the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from fupin.errors import QuestionError
from fupin.testing import oversight, records
from fupin.testing.alphabet import days
from fupin.testing.help import acts, plans, schemes
from fupin.testing.surveys import (
    contributions,
    county_surveys,
    incomes,
    loans,
    rural_populations,
    surveys,
    treatments,
    village_surveys,
)

T = TypeVar("T")


@st.composite
def tables(draw: st.DrawFn, *names: str, faulty: bool = True) -> dict[str, list[Any]]:
    """Tables of a small registry as model objects, for `Registry.of(**tables)` (台账).

    Records refer to one another; the faulty ones repeat themselves too, the same or changed.

    Example:
        >>> from hypothesis import given, settings
        >>> import fupin as fp
        >>> @settings(max_examples=20, deadline=None)  # the first one also imports Polars
        ... @given(tables("households", "links"))
        ... def test_rows_add_up_to_the_total(drawn):
        ...     registry = fp.Registry.of(**drawn)
        ...     asked = dict(on="2016-09-09", kinds=["deputy-household"])
        ...     whole = fp.coverage.households(registry, **asked).total
        ...     by_county = fp.coverage.households(registry, by="county", **asked)
        ...     assert by_county.rows["households"].sum() == whole.denominator
        >>> test_rows_add_up_to_the_total()

    Args:
        draw: given by hypothesis.
        names: the tables wanted; none named: every one.
        faulty: whether some rows are wrong, as they are in the registers of the world.

    Raises:
        QuestionError: there is no such table.
    """
    if unknown := [name for name in names if name not in _TABLES]:
        raise QuestionError(
            [f"no such table to draw: expected some of {', '.join(_TABLES)} @ {n}" for n in unknown]
        )
    return {name: _TABLES[name](_Rows(draw, faulty)) for name in names or _TABLES}


@attrs.frozen
class _Rows:
    """Draws the rows of a table, some of them said again."""

    draw: st.DrawFn
    faulty: bool

    def some(self, of: Callable[..., st.SearchStrategy[T]], most: int = 5) -> list[T]:
        """At most so many rows, and up to two of them once more."""
        return self._and_again(of(faulty=self.faulty), most)

    def each(self, prefix: str, of: Callable[..., Any], most: int = 4) -> list[Any]:
        """Rows with ids of their own, and perhaps one with any id."""
        number = self.draw(st.integers(0, most))
        own = [
            self.draw(of(ids=st.just(f"{prefix}-{n}"), faulty=self.faulty))
            for n in range(1, number + 1)
        ]
        if not self.faulty:
            return own
        return [*own, *self._and_again(of(ids=records.ids_of(prefix), faulty=True), 1)]

    def _and_again(self, of: st.SearchStrategy[T], most: int) -> list[T]:
        rows = self.draw(st.lists(of, max_size=most))
        if not self.faulty or not rows:
            return rows
        again = self.draw(st.lists(st.sampled_from(rows), max_size=2))
        return [*rows, *(self.draw(_said_again(row)) for row in again)]


def _helpers(rows: _Rows) -> list[Any]:
    return [
        *rows.each("D", records.deputies),
        *rows.each("M", records.members, 2),
        *rows.each("C", records.cadres, 2),
        *rows.each("S", records.medical_staff, 1),
        *rows.each("O", records.offices, 1),
    ]


_TABLES: dict[str, Callable[[_Rows], list[Any]]] = {
    "households": lambda rows: rows.each("H", records.households),
    "helpers": _helpers,
    "voters": lambda rows: rows.each("V", records.voters, 3),
    "villages": lambda rows: rows.some(records.villages, 3),
    "persons": lambda rows: rows.some(records.persons, 2),
    "surveys": lambda rows: rows.some(surveys),
    "incomes": lambda rows: rows.some(incomes, 3),
    "village_surveys": lambda rows: rows.some(village_surveys, 3),
    "county_surveys": lambda rows: rows.some(county_surveys, 2),
    "populations": lambda rows: rows.some(rural_populations),
    "unregistered": lambda rows: rows.each("U", records.unregistered, 2),
    "links": lambda rows: rows.some(records.links, 10),
    "successions": lambda rows: rows.some(records.successions, 2),
    "postings": lambda rows: rows.some(records.postings, 2),
    "exemptions": lambda rows: rows.some(records.exemptions, 3),
    "meetings": lambda rows: rows.some(records.meetings, 6),
    "reports": lambda rows: rows.some(records.reports, 3),
    "sessions": lambda rows: rows.some(records.sessions, 3),
    "acts": lambda rows: rows.each("A", acts),
    "plans": lambda rows: rows.some(plans, 3),
    "schemes": lambda rows: rows.some(schemes, 2),
    "treatments": lambda rows: rows.some(treatments, 2),
    "contributions": lambda rows: rows.some(contributions, 2),
    "loans": lambda rows: rows.some(loans, 2),
    "matters": lambda rows: rows.each("S", oversight.matters),
    "handlings": lambda rows: rows.some(oversight.handlings, 8),
    "agenda": lambda rows: rows.each("G", oversight.agenda, 2),
    "inspections": lambda rows: rows.some(oversight.inspections, 4),
}


def _said_again(row: T) -> st.SearchStrategy[T]:
    """The same record once more, or with another end."""
    same = st.just(row)
    if not hasattr(row, "until"):
        return same
    others = (st.none() | days()).map(lambda until: attrs.evolve(row, until=until))  # type: ignore[misc]  # such a record is of attrs
    return same | others
