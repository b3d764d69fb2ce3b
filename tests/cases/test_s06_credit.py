"""S6, micro-credit: Wangcang county's model, spread province-wide.

The report gives no figures: terms are those of the national books, and the loans made up, each
beside its limit.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import fupin as fp
from fupin.errors import NoValueError

MET, UNMET, UNKNOWN = fp.Outcome
BOOK, LATER = fp.policy.load("cn-microcredit-2014"), fp.policy.load("cn-microcredit-2021")
ON = "2019-12-31"


def loan(name: str = "L-1", **told: Any) -> fp.Loan:
    """50,000 yuan for three years, for production, at the benchmark of 2019."""
    fine: dict[str, Any] = {
        "id": name, "household": "H-1", "division": "510821101201", "on": "2019-03-01",
        "due": "2022-03-01", "registered": True, "principal": "50000", "interest_rate": "0.0475",
        "production": True, "collateral": False, "guarantee": False,
    }  # fmt: skip
    return fp.Loan(**{**fine, **told})


def judged(record: fp.Loan, criterion: str = "terms", **asked: Any) -> fp.Verdict:
    return fp.criteria.assess(record, BOOK, criterion, **{"on": ON, **asked})


@pytest.mark.parametrize(
    ("told", "failing", "needed"),
    [
        ({}, (), ()),
        ({"principal": "50000.01"}, ("sum",), ()),
        ({"due": "2022-03-02"}, ("term",), ()),
        ({"on": "2019-02-28", "due": "2022-02-28"}, (), ()),
        ({"collateral": True}, ("collateral",), ()),
        ({"guarantee": True}, ("guarantee",), ()),
        ({"production": False}, ("production",), ()),
        ({"production": None}, (), ("production",)),  # without a purpose
        ({"principal": "-50000"}, (), ("sum",)),
        ({"due": "2019-03-01"}, (), ("term",)),
        ({"due": None}, (), ("term",)),
    ],
    ids=str,
)
def test_s6_up_to_fifty_thousand_for_three_years_without_pledge_or_surety(
    told: dict[str, Any], failing: tuple[str, ...], needed: tuple[str, ...]
) -> None:
    """S6: what a loan must be, and what is not known is never met; the registry says the same."""
    verdict = judged(loan(**told))
    assert (verdict.failing, verdict.needed) == (failing, needed)
    found = fp.coverage.screen(fp.Registry.of(loans=[loan(**told)]), BOOK, "terms", on=ON)
    [row] = found.verdicts.to_dicts()
    names = {leaf["bit"]: leaf["leaf"] for leaf in found.leaves}
    assert row["outcome"] == verdict.outcome.value
    for mask, expected in (("failing", failing), ("needed", needed)):
        assert tuple(n for bit, n in names.items() if row[mask] & 2**bit) == expected


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({}, MET),
        ({"interest_rate": "0.047501"}, UNMET),
        ({"due": "2020-03-01", "interest_rate": "0.0435"}, MET),
        ({"due": "2020-03-01"}, UNMET),
        ({"due": "2020-03-02"}, MET),  # more than a year
        ({"interest_rate": None}, UNKNOWN),
        ({"interest_rate": "4.75"}, UNKNOWN),  # a rate of 475 %
        ({"on": "2018-03-01", "due": "2019-03-01"}, UNKNOWN),  # no benchmark was read
    ],
    ids=str,
)
def test_s6_the_rate_is_the_benchmark_of_the_term_and_day(
    told: dict[str, Any], outcome: fp.Outcome
) -> None:
    """S6: lent at the benchmark of its term, on the day it was paid out."""
    assert judged(loan(**told), "rate").outcome is outcome


def test_s6_at_the_benchmark_may_be_read_as_exactly_that() -> None:
    """S6: 基准利率放贷, no higher, or by the yardstick neither higher nor lower."""
    low = loan(interest_rate="0.04")
    found = [judged(low, "rate", yardstick=name).outcome for name in (None, "at-benchmark")]
    assert found == [MET, UNMET]


def test_s6_what_a_loan_has_too_much_is_told_in_yuan_and_years() -> None:
    """S6: by how much a loan is over the limit, in words."""
    verdict = judged(loan(principal="60000", due="2022-04-01"))
    assert verdict.short == {"sum": Decimal("10000.00")}
    said = verdict.explain("en")
    assert "60000 yuan, must be at most 50000 yuan (2019-03-01), 10000.00 yuan off" in said
    assert "3–4 years, must be at most 3 years" in said
    assert "dated 2019-03-01" in said
    assert "no record that counts" in judged(loan(on="2020-03-01")).explain("en")


def test_s6_the_book_of_2021_leaves_rates_and_subsidies_to_whoever_asks() -> None:
    """S6: quotes of the month and shares of a province stand in no book; asking says so."""
    late = loan(on="2021-06-01", due="2024-06-01", interest_rate="0.0465")
    on = "2021-12-31"
    assert fp.criteria.assess(late, LATER, "terms", on=on).outcome is MET
    with pytest.raises(NoValueError, match="the national interbank funding centre"):
        LATER.parameter("rate-to-three-years").on(dt.date(2021, 6, 1))
    with pytest.raises(NoValueError, match="each province"):
        LATER.parameter("subsidy-share").on(dt.date(2021, 6, 1))
    quoted: Any = {"2021-01-01": "0.0465", "2022-01-20": "0.0460"}
    mine = fp.policy.amend(
        LATER, parameters={"rate-to-three-years": quoted, "rate-to-one-year": "0.0385"}
    )
    assert fp.criteria.assess(late, mine, "rate", on=on).outcome is MET


def test_s6_a_loan_without_purpose_is_a_finding_that_names_it() -> None:
    """S6 broken: no purpose, due before it is paid out, or paid back before that."""
    found = fp.Registry.of(
        loans=[
            loan(production=None), loan("L-2", due="2019-03-01"), loan("L-3", repaid="2019-02-28"),
            loan("L-4", principal="0"), loan("L-5", on=None), loan("L-6", interest_rate="4.75"),
        ]
    ).check()  # fmt: skip
    assert found.counts == {
        "loans.due before on": 1, "loans.interest_rate implausible": 1, "loans.on missing": 1,
        "loans.principal implausible": 1, "loans.production missing": 1,
        "loans.repaid before on": 1,
    }  # fmt: skip
    [told] = [said for said in found.sentences() if "production" in said]
    assert told.startswith("loans.production of L-1: nothing says what the loan is for; expected")
