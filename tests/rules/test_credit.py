"""Interest and subsidy of one loan, worked by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import fupin as fp
from fupin.errors import AmountError, NoValueError, QuestionError, UnknownRuleError
from fupin.policy.dated import Shares
from tests.cases.test_s06_credit import BOOK, LATER, loan


def cost(record: fp.Loan | None = None, policy: Any = None, **asked: Any) -> fp.credit.Interest:
    """The interest of 50,000 yuan at 4.75 %, by 360 days to the year."""
    told: dict[str, Any] = {"on": "2022-12-31", "basis": 360, **asked}
    return fp.credit.interest(record or loan(), policy, **told)


def test_interest_is_counted_by_day() -> None:
    """Three years of 1,096 days, on either basis; for the day it is due none is counted."""
    found = cost()
    assert (found.days, found.exact) == (1096, Fraction(50000 * 475 * 1096, 10000 * 360))
    assert (found.yuan, found.subsidised, found.subsidy) == (Decimal("7230.56"), None, None)
    assert cost(basis=365).yuan == Decimal("7131.51")


@pytest.mark.parametrize(
    ("told", "asked", "days"),
    [
        ({}, {"on": "2019-03-02"}, 1),
        ({}, {"on": "2019-03-01"}, 0),
        ({}, {"on": "2019-02-01"}, 0),
        ({}, {"since": "2020-01-01", "on": "2021-01-01"}, 366),
        ({}, {"since": "2023-01-01", "on": "2023-02-01"}, 0),
        ({"repaid": "2020-03-01"}, {}, 366),
        ({"repaid": "2019-03-01"}, {}, 0),
        ({"repaid": "2022-06-01"}, {}, 1096),  # overdue: what the contract asks is not counted
        ({"repaid": "2019-02-28"}, {}, None),
        ({"due": "2019-03-01"}, {}, None),
        ({"due": None}, {}, None),
        ({"on": None}, {}, None),
    ],
    ids=str,
)
def test_the_days_that_count(told: dict[str, Any], asked: dict[str, Any], days: int | None) -> None:
    """From the day it was paid out to the day before it is due, or was paid back."""
    found = cost(loan(**told), **asked)
    assert found.days == days
    assert (found.exact is None) is (days is None)


@pytest.mark.parametrize(
    "told",
    [{"principal": None}, {"principal": "-1"}, {"interest_rate": None}, {"interest_rate": "4.75"},
     {"on": "1900-01-01", "due": "2020-01-01"}],
    ids=str,
)  # fmt: skip
def test_what_is_not_known_costs_nobody_knows_what(told: dict[str, Any]) -> None:
    found = cost(loan(**told), subsidy="1")
    assert (found.exact, found.yuan, found.subsidised) == (None, None, None)


def test_rates_and_shares_change_on_their_days() -> None:
    """100 days at 3 %, then 266 at 6 %; of the first 60 days all is subsidised, then 70 %."""
    record = loan(on="2019-01-01", due="2020-01-02", principal="36000")
    rates = fp.Timeline.of(("2018-01-01", Decimal("0.03")), ("2019-04-11", Decimal("0.06")))
    subsidy = fp.Timeline.of(("2018-01-01", Decimal(1)), ("2019-03-02", Decimal("0.7")))
    found = cost(record, rates=rates, subsidy=subsidy)
    assert (found.exact, found.days) == (Fraction(300 + 1596), 366)
    assert found.subsidised == 180 + Fraction("0.7") * (120 + 1596)


def test_a_day_without_a_rate_or_share_makes_the_sum_unknown() -> None:
    gap = fp.Timeline.of(("2019-01-01", Decimal("0.03")), until="2020-01-01")
    assert cost(rates=gap).exact is None
    assert cost(rates=gap, on="2020-01-01").exact == Fraction(50000 * 3 * 306, 100 * 360)
    found = cost(subsidy=gap)
    assert (found.yuan, found.subsidised) == (Decimal("7230.56"), None)
    assert cost(rates=gap, subsidy="0.5").subsidised is None


def test_half_a_fen_is_rounded_upwards() -> None:
    record = loan(on="2019-01-01", due="2019-01-02", principal="18", interest_rate="0.1")
    assert (cost(record).exact, cost(record).yuan) == (Fraction(1, 200), Decimal("0.01"))


def test_rates_and_shares_may_stand_in_a_book() -> None:
    short = loan(on="2019-03-01", due="2020-01-01")
    found = cost(short, BOOK, rates="rate-to-one-year")
    assert found.exact == Fraction(50000 * 435 * 306, 10000 * 360)
    assert cost(loan(), BOOK, rates="rate-to-three-years").exact is None  # nothing after 2019
    assert cost(loan(), BOOK, rates="rate-to-three-years", carry=True).yuan == Decimal("7230.56")
    with pytest.raises(NoValueError, match="take it from the notice of the province"):
        cost(short, BOOK, subsidy="subsidy-share")
    mine = fp.policy.amend(
        LATER, parameters={"subsidy-share": {"2021-01-01": "1", "2024-01-01": "0.7"}}
    )
    late = loan(on="2023-12-31", due="2024-01-02", principal="36000", interest_rate="0.01")
    assert cost(late, mine, subsidy="subsidy-share", on="2024-12-31").subsidised == Fraction("1.7")


@pytest.mark.parametrize(
    ("policy", "asked", "error", "fault"),
    [
        (None, {"basis": 366}, QuestionError, "basis=366: expected 360 or 365"),
        (None, {"rates": "1.5"}, QuestionError, "rates of 1.5: expected a share of 1"),
        (None, {"subsidy": "-0.1"}, QuestionError, "subsidy of -0.1: expected a share"),
        (None, {"subsidy": "all"}, AmountError, "subsidy= without a rulebook is a share of 1: no"),
        (BOOK, {"rates": Decimal("0.04")}, QuestionError, "of a rulebook it is the id"),
        (BOOK, {"rates": "tea"}, UnknownRuleError, "no parameter"),
        (BOOK, {"rates": "loan-limit"}, QuestionError, "loan-limit is in yuan a loan: expected"),
    ],
)
def test_what_cannot_be_asked_is_told(
    policy: Any, asked: dict[str, Any], error: type[Exception], fault: str
) -> None:
    with pytest.raises(error, match=fault):
        cost(None, policy, **asked)


def test_a_book_holds_in_its_place() -> None:
    there = BOOK.model_copy(update={"division": "5108"})
    assert cost(loan(), there).days == 1096
    assert cost(loan(division=None), there).days == 1096
    with pytest.raises(QuestionError, match="does not hold there"):
        cost(loan(division="510124"), there)


def test_shares_say_how_they_hold() -> None:
    told = fp.Timeline.of(("2019-01-01", Decimal("0.03")), until="2020-01-01")
    shares = Shares.of(BOOK, told, "rates")  # by day, they need no book
    assert shares.said == "0.03 in 2019-01-01..2019-12-31"
    assert (shares.on(dt.date(2019, 1, 1)), shares.on(dt.date(2020, 1, 1))) == (
        Decimal("0.03"),
        None,
    )
