"""Strategies for property tests: values of every public type, and whole small registries.

They draw what real records hold, the wrong with the right: `faulty=True` adds missing ends, unknown
words, periods that end before they begin. Days are drawn around one day, `ON`, since what is wrong
about days is wrong at their edges. With the extra installed, hypothesis finds them by type as well:
`st.from_type(fupin.Household)`.

Example:
    >>> from hypothesis import given
    >>> import fupin as fp
    >>> @given(households(), days())
    ... def test_nothing_unknown_counts_as_met(household, on):
    ...     assert household.within("in_need", on) in fp.Outcome
    >>> test_nothing_unknown_counts_as_met()
"""

from __future__ import annotations

from importlib.util import find_spec

from fupin.errors import MissingExtraError

if find_spec("hypothesis") is None:  # pragma: no cover - the tests need hypothesis themselves
    raise MissingExtraError(
        "fupin.testing needs hypothesis, which is not installed: pip install 'fupin[testing]'"
    )

from fupin.testing.alphabet import ON, bounds, days, divisions, outcomes, periods, rates, yuan
from fupin.testing.help import acts, plan_items, plans, quantities, schemes
from fupin.testing.oversight import agenda, handlings, inspections, matters
from fupin.testing.records import (
    PLACES,
    cadres,
    deputies,
    events,
    exemptions,
    households,
    links,
    medical_staff,
    meetings,
    members,
    memberships,
    offices,
    persons,
    postings,
    reports,
    sessions,
    steps,
    successions,
    unregistered,
    villages,
    voters,
)
from fupin.testing.registries import tables
from fupin.testing.rulebooks import DRAWN, rulebooks, trees
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

__all__ = [
    "DRAWN", "ON", "PLACES", "acts", "agenda", "bounds", "cadres", "contributions",
    "county_surveys", "days", "deputies", "divisions", "events", "exemptions", "handlings",
    "households", "incomes", "inspections", "links", "loans", "matters", "medical_staff",
    "meetings", "members", "memberships", "offices", "outcomes", "periods", "persons",
    "plan_items", "plans", "postings", "quantities", "rates", "reports", "rulebooks",
    "rural_populations", "schemes", "sessions", "steps", "successions", "surveys", "tables",
    "treatments", "trees", "unregistered", "village_surveys", "villages", "voters", "yuan",
]  # fmt: skip
