"""Interest and subsidy over a registry: by place and loan, with what is not known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

import fupin as fp
from tests.cases.test_s06_credit import BOOK, loan

LOANS = (
    loan(), loan("L-2", repaid="2020-03-01"), loan("L-3", interest_rate=None),
    loan("L-4", division="510811101201", registered=None), loan("L-5", on=None),
    loan("L-6", on="2023-01-01", due="2024-01-01"), loan("L-7", registered=False),
)  # fmt: skip


def asked(policy: Any = None, *, loans: Any = LOANS, **more: Any) -> fp.coverage.Interests:
    told: dict[str, Any] = {"on": "2022-12-31", "basis": 360, **more}
    return fp.coverage.interest(fp.Registry.of(loans=loans), policy, **told)


def test_loans_are_summed_by_place_each_rounded_to_the_fen() -> None:
    """7,230.56 yuan for three years, 2,414.58 for one; that of L-6 has not begun."""
    found = asked(by="county", subsidy="0.7")
    measures = ("loans", "known", "unknown", "unplaced", "interest_fen", "subsidy_unknown")
    assert found.rows.select("division", *measures, "subsidy_fen").rows() == [
        ("510811000000", 1, 1, 0, 0, 723056, 0, 506139),
        ("510821000000", 4, 3, 1, 1, 723056 * 2 + 241458, 1, 506139 * 2 + 169021),
    ]
    each = {row["id"]: row for row in found.loans.to_dicts()}
    assert (each["L-1"]["days"], each["L-1"]["interest_fen"]) == (1096, 723056)
    assert each["L-3"]["interest_fen"] is None
    assert (each["L-5"]["unplaced"], "L-6" in each) == (True, False)


def test_without_a_subsidy_none_is_told() -> None:
    found = asked()
    assert found.measures == ("loans", "known", "unknown", "unplaced", "interest_fen")
    assert "subsidy_fen" not in found.loans.columns
    assert found.provenance.asked["rates"] == "the loan's own"
    assert found.provenance.asked["subsidy"] is None


def test_loans_may_be_those_of_a_flag() -> None:
    [row] = asked(population="registered").rows.select("loans", "unplaced").rows()
    assert row == (3, 2)


def test_rates_of_a_book_are_cited_and_hold_in_its_place() -> None:
    here = BOOK.model_copy(update={"division": "510821"})
    found = asked(here, rates="rate-to-three-years", since="2019-01-01", on="2020-01-01")
    assert found.rows.select("loans", "known", "unplaced").rows() == [(4, 4, 1)]
    assert found.provenance.books == ("cn-microcredit-2014",)
    assert [rule["rule"] for rule in found.provenance.rules] == ["rate-to-three-years"]
    assert found.provenance.asked["since"] == "2019-01-01"
    assert asked(BOOK).provenance.rules == ()


def test_days_before_the_loan_and_after_the_question_do_not_count() -> None:
    for since, on in (("2019-03-01", "2019-03-01"), ("2022-06-01", "2022-12-31")):
        found = asked(loans=[loan()], since=since, on=on)
        assert found.loans.select("days", "interest_fen").rows() == [(0, 0)]


def test_the_largest_sum_is_exact() -> None:
    """A million yuan at a rate of 1 for a century, less a fen and a millionth."""
    most = loan(on="1919-01-01", due="2018-12-31", principal="999999.99", interest_rate="0.999999")
    found = asked(loans=[most], basis=365, subsidy="0.999999")
    one = fp.credit.interest(most, on="2022-12-31", basis=365, subsidy="0.999999")
    told = found.rows.select("interest_fen", "subsidy_fen").rows()
    assert told == [(int((one.yuan or 0) * 100), int((one.subsidy or 0) * 100))]
    assert one.days == 36524


def test_what_was_known_on_a_day_is_what_is_counted() -> None:
    rows = pl.DataFrame(
        {
            "id": ["L-1", "L-1"], "on": ["2019-03-01"] * 2, "due": ["2020-03-01"] * 2,
            "principal": ["36000", "18000"], "interest_rate": ["0.1"] * 2,
            "recorded": ["2019-03-01", "2019-06-01"], "withdrawn": ["2019-06-01", None],
        }
    )  # fmt: skip
    counted = {
        known: asked(loans=rows, on="2019-04-01", known_on=known).rows["interest_fen"].to_list()
        for known in ("2019-05-01", None)
    }
    assert counted == {"2019-05-01": [31000], None: [15500]}


def test_rates_by_day_are_told_in_the_provenance() -> None:
    rates = fp.Timeline.of(("2019-01-01", Decimal("0.03")))
    assert asked(rates=rates).provenance.asked["rates"] == "0.03 in 2019-01-01.."
