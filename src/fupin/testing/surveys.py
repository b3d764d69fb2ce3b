"""Strategies of what is seen at units: surveys, incomes, populations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import attrs
from hypothesis import strategies as st

from fupin.amounts import from_fen
from fupin.model import CountySurvey, Income, RuralPopulation, Survey, VillageSurvey
from fupin.testing.alphabet import days
from fupin.testing.records import PLACES, ids_of, seldom

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


def _drawn(cls: type[Any], faulty: bool, **fixed: Strategy[Any]) -> Strategy[Any]:
    """Objects of a class of surveys, each field of its kind."""
    money = st.sampled_from(_LINES) | st.integers(0, 1_000_000)
    if faulty:
        money = seldom(st.sampled_from((-1, 10_000_001)), money)
    nothing = st.none()
    of_kind: dict[type, Strategy[Any]] = {
        bool: seldom(nothing, st.booleans()),
        int: seldom(nothing, st.integers(-1 if faulty else 0, 12)),
        Decimal: seldom(nothing, money.map(from_fen)),
        dt.date: seldom(nothing, days()) if faulty else days(),
    }
    fields = {}
    for field in attrs.fields(cls):
        hint = get_type_hints(cls)[field.name]
        plain = next((a for a in get_args(hint) if a is not type(None)), hint)
        fields[field.name] = fixed.get(field.name, of_kind.get(plain, st.none()))
    return st.builds(cls, **fields)
