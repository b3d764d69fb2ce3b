"""Whole small registries whose records refer to one another, the wrong with the right."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

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
def tables(draw: st.DrawFn, *, faulty: bool = True) -> dict[str, list[Any]]:
    """Every table of a small registry as model objects, for `Registry.of(**tables)` (台账).

    Records refer to one another; the faulty ones repeat themselves too, the same or changed.

    Example:
        >>> from hypothesis import given, settings
        >>> import fupin as fp
        >>> @settings(max_examples=20, deadline=None)  # the first one also imports Polars
        ... @given(tables())
        ... def test_rows_add_up_to_the_total(drawn):
        ...     registry = fp.Registry.of(**drawn)
        ...     asked = dict(on="2016-09-09", kinds=["deputy-household"])
        ...     whole = fp.coverage.households(registry, **asked).total
        ...     by_county = fp.coverage.households(registry, by="county", **asked)
        ...     assert by_county.rows["households"].sum() == whole.denominator
        >>> test_rows_add_up_to_the_total()
    """

    def some(of: st.SearchStrategy[T], most: int = 5) -> list[T]:
        rows = draw(st.lists(of, max_size=most))
        again = draw(st.lists(st.sampled_from(rows), max_size=2)) if faulty and rows else []
        return [*rows, *(draw(_said_again(row)) for row in again)]

    def each(prefix: str, of: Any, most: int = 4) -> list[Any]:
        number = draw(st.integers(0, most))
        rows = [draw(of(ids=st.just(f"{prefix}-{n}"), faulty=faulty)) for n in range(1, number + 1)]
        return [*rows, *(some(of(ids=records.ids_of(prefix), faulty=True), 1) if faulty else [])]

    helpers = [*each("D", records.deputies), *each("M", records.members, 2)]
    helpers += [*each("C", records.cadres, 2), *each("S", records.medical_staff, 1)]
    return {
        "households": each("H", records.households),
        "helpers": [*helpers, *each("O", records.offices, 1)],
        "voters": each("V", records.voters, 3),
        "villages": some(records.villages(faulty=faulty), 3),
        "persons": some(records.persons(), 2),
        "surveys": some(surveys(faulty=faulty), 5),
        "incomes": some(incomes(faulty=faulty), 3),
        "village_surveys": some(village_surveys(faulty=faulty), 3),
        "county_surveys": some(county_surveys(faulty=faulty), 2),
        "populations": some(rural_populations(faulty=faulty), 5),
        "unregistered": each("U", records.unregistered, 2),
        "links": some(records.links(faulty=faulty), 10),
        "successions": some(records.successions(faulty=faulty), 2),
        "postings": some(records.postings(faulty=faulty), 2),
        "exemptions": some(records.exemptions(faulty=faulty), 3),
        "meetings": some(records.meetings(faulty=faulty), 6),
        "reports": some(records.reports(faulty=faulty), 3),
        "sessions": some(records.sessions(faulty=faulty), 3),
        "acts": each("A", acts),
        "plans": some(plans(faulty=faulty), 3),
        "schemes": some(schemes(faulty=faulty), 2),
        "treatments": some(treatments(faulty=faulty), 2),
        "contributions": some(contributions(faulty=faulty), 2),
        "loans": some(loans(faulty=faulty), 2),
        "matters": each("S", oversight.matters),
        "handlings": some(oversight.handlings(faulty=faulty), 8),
        "agenda": each("G", oversight.agenda, 2),
        "inspections": some(oversight.inspections(faulty=faulty), 4),
    }


def _said_again(row: T) -> st.SearchStrategy[T]:
    """The same record once more, or with another end."""
    same = st.just(row)
    if not hasattr(row, "until"):
        return same
    others = (st.none() | days()).map(lambda until: attrs.evolve(row, until=until))  # type: ignore[misc]  # such a record is of attrs
    return same | others
