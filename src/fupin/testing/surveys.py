"""Strategies of what is seen at units: surveys, incomes, populations; and of what is paid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from fupin.amounts import from_fen
from fupin.dates import add_days, add_years
from fupin.model import (
    Contribution,
    CountySurvey,
    Income,
    Loan,
    RuralPopulation,
    Survey,
    Treatment,
    VillageSurvey,
)
from fupin.model.fields import kinds_of
from fupin.testing.alphabet import days
from fupin.testing.records import PLACES, ids_of, places, seldom

Strategy = st.SearchStrategy

_YEARS_ENDS = (dt.date(2015, 12, 31), dt.date(2016, 12, 31), dt.date(2019, 12, 31))
_LINES = (0, 285_500, 285_501, 295_200, 295_199, 295_201, 600_000)


def surveys(*, faulty: bool = True) -> Strategy[Survey]:
    """What was found at a household (入户核查); incomes lie at the lines, and beyond."""
    until = seldom(st.none(), st.sampled_from(_YEARS_ENDS))
    fixed = {"household": ids_of("H"), "income_until": until}
    return _drawn(Survey, faulty, **fixed)


def village_surveys(*, faulty: bool = True) -> Strategy[VillageSurvey]:
    """What was found at a village (村级核查)."""
    villages = st.sampled_from([code for code in PLACES if len(code) == 12])
    return _drawn(VillageSurvey, faulty, division=villages)


def county_surveys(*, faulty: bool = True) -> Strategy[CountySurvey]:
    """What was found at a county (县级核查)."""
    counties = st.sampled_from([code for code in PLACES if len(code) == 6])
    return _drawn(CountySurvey, faulty, division=counties)


def incomes(*, faulty: bool = True) -> Strategy[Income]:
    """A household's income by its parts (家庭收入)."""
    ends = st.sampled_from(_YEARS_ENDS)
    until = seldom(st.none(), ends) if faulty else ends
    return _drawn(Income, faulty, household=ids_of("H"), until=until)


def rural_populations(*, faulty: bool = True) -> Strategy[RuralPopulation]:
    """Rural registered populations (农业户籍人口), of places of every level."""
    persons = st.none() | st.integers(-1 if faulty else 1, 200)
    places = st.sampled_from(PLACES)
    return st.builds(
        RuralPopulation, division=places, year=st.integers(2014, 2017), persons=persons
    )


def treatments(*, faulty: bool = True) -> Strategy[Treatment]:
    """Treatments and who bore their cost (就医费用); own payments lie at a tenth, and beyond."""
    cost = _money((0, 100_000, 100_005, 420_000, 1_000_000_001), faulty)
    own = _money((0, 1, 10_000, 10_001, 42_000, 42_001), faulty)
    return _drawn(
        Treatment, faulty, id=ids_of("T"), total_cost=cost, in_policy_cost=cost, own_payment=own,
        **_whose(faulty),
    )  # fmt: skip


def contributions(*, faulty: bool = True) -> Strategy[Contribution]:
    """Contributions to medical insurance and who paid them (参合费用)."""
    sums = _money((1, 11_999, 12_000, 15_000), faulty)
    return _drawn(
        Contribution, faulty, id=ids_of("B"), contribution=sums, by_budget=sums, **_whose(faulty)
    )


@st.composite
def loans(draw: st.DrawFn, *, faulty: bool = True) -> Loan:
    """Loans (扶贫小额信贷); sums and terms lie at 50,000 yuan and whole years, and beside them."""
    sums = _money((100, 4_999_999, 5_000_000, 5_000_001, 100_000_001), faulty)
    use = {} if faulty else {"production": st.booleans()}
    loan: Loan = draw(_drawn(Loan, faulty, id=ids_of("L"), principal=sums, **use, **_whose(faulty)))
    if loan.on is None:
        return loan
    years = draw(st.integers(0 if faulty else 1, 4))
    due = add_days(add_years(loan.on, years), draw(st.sampled_from((-1, 0, 0, 1))))
    repaid = add_days(loan.on, draw(st.integers(-1 if faulty else 0, 1_200)))
    return attrs.evolve(
        loan, due=draw(seldom(st.none(), st.just(due))) if faulty else due,
        repaid=draw(st.none() | st.just(repaid)),
    )  # fmt: skip


_RATES = ("0.0435", "0.0475", "0.047501", "0.04", "0", "1", "1.000001", "-0.01")


def _money(edges: tuple[int, ...], faulty: bool) -> Strategy[Decimal | None]:
    """Yuan at some edges; faulty ones below nothing, or not told."""
    sums = st.sampled_from(edges).map(from_fen)
    return seldom(st.none() | st.just(from_fen(-1)), sums) if faulty else sums


def _whose(faulty: bool) -> dict[str, Strategy[Any]]:
    """Of whom a record is: a household, a person and a place that others name too."""
    return {
        "household": st.none() | ids_of("H"), "person": st.none() | ids_of("P"),
        "division": places(faulty),
    }  # fmt: skip


def _drawn(cls: type[Any], faulty: bool, **fixed: Strategy[Any]) -> Strategy[Any]:
    """Objects of a class of surveys, each field of its kind."""
    money = st.sampled_from(_LINES) | st.integers(0, 1_000_000)
    if faulty:
        money = seldom(st.sampled_from((-1, 10_000_001)), money)
    nothing = st.none()
    of_kind: dict[str, Strategy[Any]] = {
        "flag": seldom(nothing, st.booleans()),
        "count": seldom(nothing, st.integers(-1 if faulty else 0, 12)),
        "yuan": seldom(nothing, money.map(from_fen)),
        "share": seldom(nothing, st.sampled_from(_RATES[: None if faulty else -2]).map(Decimal)),
        "day": seldom(nothing, days()) if faulty else days(),
    }
    drawn = {name: of_kind.get(kind, nothing) for name, kind in kinds_of(cls).items()}
    fields = {field.name: fixed.get(field.name, drawn[field.name]) for field in attrs.fields(cls)}
    return st.builds(cls, **fields)
