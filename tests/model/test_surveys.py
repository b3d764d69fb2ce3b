"""What was seen at households, villages and counties, and incomes by their parts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from pydantic import TypeAdapter, ValidationError

import fupin as fp
from fupin.errors import AmountError, DayError, ModelError
from fupin.model.surveys import MOST, PLAUSIBLE, plausible

SURVEYS = (fp.Survey, fp.VillageSurvey, fp.CountySurvey, fp.RuralPopulation, fp.Income)
PLACE = {"division": "5108"}
KEYS: dict[type, dict[str, Any]] = {
    fp.Survey: {"household": "H-1"}, fp.Income: {"household": "H-1"},
    fp.VillageSurvey: PLACE, fp.CountySurvey: PLACE, fp.RuralPopulation: PLACE,
}  # fmt: skip


@pytest.mark.parametrize("kind", SURVEYS)
def test_what_was_not_looked_at_is_not_known(kind: Any) -> None:
    record = kind(**KEYS[kind])
    told = {f.name: getattr(record, f.name) for f in attrs.fields(kind) if f.name not in KEYS[kind]}
    assert set(told.values()) == {None}


@pytest.mark.parametrize(
    ("said", "error", "fault"),
    [
        ({"water": 1}, ModelError, "Survey.water: expected bool or None, got int"),
        ({"water": "yes"}, ModelError, "Survey.water: expected bool or None, got str"),
        ({"school_age_children": True}, ModelError, "school_age_children: expected int or None"),
        ({"school_age_children": 1.0}, ModelError, "expected int or None, got float"),
        ({"net_income_per_head": 3210.5}, AmountError, "net_income_per_head: float is no exact"),
        ({"net_income_per_head": "3210.505"}, AmountError, "expected at most 2 decimals"),
        ({"net_income_per_head": float("nan")}, AmountError, "float is no exact amount"),
        ({"net_income_per_head": Decimal("NaN")}, AmountError, "no amount of yuan"),
        ({"on": "2016-12"}, DayError, "Survey.on: text that is no day"),
        ({"household": 1}, ModelError, "Survey.household: expected str, got int"),
    ],
    ids=str,
)
def test_a_value_of_a_wrong_type_is_refused_and_not_shown(
    said: dict[str, Any], error: type[Exception], fault: str
) -> None:
    with pytest.raises(error, match=fault):
        fp.Survey(**{"household": "H-1", **said})


@pytest.mark.parametrize("income", ["-5", "0", "9999999.99"])
def test_a_number_that_cannot_be_is_kept_as_it_was_given(income: str) -> None:
    """It stays visible, and is no evidence."""
    told = fp.Survey(household="H-1", net_income_per_head=income, school_age_children=-3)
    assert told.net_income_per_head == Decimal(income)
    assert told.school_age_children == -3


def test_days_and_amounts_are_read_from_text() -> None:
    told = fp.Survey(household="H-1", on="2016-12-01", net_income_per_head=3210)
    assert (told.on, str(told.net_income_per_head)) == (dt.date(2016, 12, 1), "3210.00")


def income(**change: Any) -> fp.Income:
    """13,200.50 yuan after 1,000 of expenses."""
    told = {"wage": "9000", "business": "4000", "property": "0", "transfer": "1200.50",
            "business_expenses": "1000"}  # fmt: skip
    return fp.Income(household="H-1", until="2016-12-31", **{**told, **change})


def test_net_income_is_the_four_incomes_less_the_expenses_of_the_business() -> None:
    """And nothing else: no spending on medicine, school or rent."""
    assert income().net == Decimal("13200.50")
    assert income(business_expenses="14200.51").net == Decimal("-0.01")


@pytest.mark.parametrize("part", ["wage", "business", "property", "transfer", "business_expenses"])
def test_an_income_with_a_part_missing_is_not_known(part: str) -> None:
    assert income(**{part: None}).net is None
    assert income(**{part: None}).per_head(3) is None


@pytest.mark.parametrize("cell", ["-0.01", "100000000.01"])
@pytest.mark.parametrize("part", ["wage", "business", "property", "transfer", "business_expenses"])
def test_an_income_with_a_part_that_cannot_be_is_not_known(part: str, cell: str) -> None:
    told = income(**{part: cell})
    assert (told.net, told.beyond) == (None, (part,))
    assert income().beyond == ()


@pytest.mark.parametrize(
    ("members", "per_head"),
    [
        (1, Fraction("13200.50")), (3, Fraction(1320050, 300)), (0, None), (-1, None),
        (None, None),
    ],
)  # fmt: skip
def test_income_per_head_is_exact(members: int | None, per_head: Fraction | None) -> None:
    assert income().per_head(members) == per_head


@pytest.mark.parametrize("name", PLAUSIBLE)
def test_a_number_lies_within_what_can_be(name: str) -> None:
    least, most = plausible(name)
    assert 0 <= least < most <= MOST


def test_numbers_of_ones_own_lie_within_what_can_be_typed() -> None:
    assert plausible("rooms") == (-MOST, MOST)


@pytest.mark.parametrize("kind", SURVEYS)
def test_a_survey_travels_as_json_and_refuses_what_it_does_not_know(kind: Any) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    record = kind(**KEYS[kind])
    assert adapter.validate_json(adapter.dump_json(record)) == record
    with pytest.raises(ValidationError):
        adapter.validate_python({**KEYS[kind], "tea": 1})
