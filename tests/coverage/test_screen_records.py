"""Screening of records: whom it asks about, several books, and what falls short in fen."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin import policy
from fupin.errors import QuestionError
from tests.cases.test_s05_health import ON, paid, stay
from tests.cases.test_s06_credit import loan
from tests.policy.test_records import LEAF, book

FLAG = 'flag = "recovery"'


def screened(policy_: Any, table: str, *records: Any, **asked: Any) -> fp.coverage.Screening:
    registry = fp.Registry.of(**{table: [*records]})
    return fp.coverage.screen(registry, policy_, "terms", **{"on": ON, **asked})


def test_a_criterion_that_asks_no_amount_reads_none() -> None:
    found = screened(book(FLAG), "treatments", stay(own_payment="5000"))
    assert found.verdicts["outcome"].to_list() == ["unmet"]
    assert found.rows["short_fen"].to_list() == [0]


@pytest.mark.parametrize(
    ("how", "value", "own", "short"),
    [
        ("at_most", 5, "5", 0), ("at_most", 5, "5.01", 1), ("under", 5, "5", 1),
        ("under", 5, "5.01", 2), ("at_least", 5, "4.99", 1), ("over", 5, "5", 1),
        ("over", "4.995", "4.99", 1), ("at_least", "4.995", "4.99", 1), ("under", "4.995", "5", 1),
        ("exactly", 5, "4.98", 2), ("exactly", 5, "5.02", 2), ("exactly", "4.995", "4.99", 1),
    ],
)  # fmt: skip
def test_what_falls_short_is_the_least_that_would_mend_it(
    how: str, value: Any, own: str, short: int
) -> None:
    """In columns and for one record alike."""
    asks = book(f'compare = "own_payment", is = "{how}", value = {value}')
    record = stay(own_payment=own)
    assert screened(asks, "treatments", record).rows["short_fen"].to_list() == [short]
    one = fp.criteria.assess(record, asks, "terms", on=ON)
    assert [int(yuan * 100) for yuan in one.short.values()] == [short] * bool(short)


def test_what_holds_under_a_negation_falls_short_of_nothing() -> None:
    inner = (
        '{ id = "inner", zh = "项", en = "inner", compare = "own_payment", is = "over", value = 5 }'
    )
    asks = book(f"not = {inner}")
    found = screened(asks, "treatments", stay())
    assert found.rows.select("unmet", "short", "short_fen").rows() == [(1, 0, 0)]
    assert fp.criteria.assess(stay(), asks, "terms", on=ON).short == {}


def test_records_are_those_of_a_flag_or_all_and_dated_by_the_day() -> None:
    told = (stay(), stay("T-2", registered=None), stay("T-3", registered=False),
            stay("T-4", on="2016-09-10"), stay("T-5", on=None))  # fmt: skip
    for population, rate in (
        (None, fp.Rate(3, 3, unplaced=1)), ("all", fp.Rate(3, 3, unplaced=1)),
        ("registered", fp.Rate(1, 1, unplaced=2)),
    ):  # fmt: skip
        assert screened(book(), "treatments", *told, population=population).total == rate
    with pytest.raises(QuestionError, match="no population 'poor' of treatments: expected one of"):
        screened(book(), "treatments", *told, population="poor")
    rows = [{"id": "T-1", "on": "2016-08-30", "short_fen": "x"}]
    named = fp.Registry.of(treatments=rows)
    with pytest.raises(QuestionError, match="by= cannot be short_fen"):
        fp.coverage.screen(named, book(), "terms", on=ON, by="short_fen")


def test_of_several_books_that_of_the_smallest_division_judges_a_record() -> None:
    strict = book('compare = "own_payment", is = "exactly", value = 0')
    condition = 'applies_when = { id = "if", zh = "若", en = "if", flag = "inpatient" }'
    near = book(f"{LEAF}, {condition}").model_copy(update={"division": "510811", "id": "near"})
    found = screened(
        [strict, near], "treatments", stay(), stay("T-2", inpatient=False),
        stay("T-3", division="510824"), by="county",
    )  # fmt: skip
    columns = ("division", "units", "met", "unmet", "no_rule", "short_fen")
    assert found.rows.select(columns).rows() == [
        ("510811000000", 1, 1, 0, 1, 0), ("510824000000", 1, 0, 1, 0, 42000),
    ]  # fmt: skip


def test_records_told_twice_count_once_and_what_they_differ_in_is_unknown() -> None:
    found = screened(
        book(), "treatments", stay(), stay(), stay("T-2"), stay("T-2", own_payment="1")
    )
    assert found.total == fp.Rate(1, 2, unknown=1)
    one = fp.criteria.assess([stay(), stay(own_payment="1")], book(), "terms", on=ON)
    assert (one.outcome, one.needed) == (fp.Outcome.UNKNOWN, ("leaf",))


def test_records_are_compared_between_two_books() -> None:
    lax = book(LEAF.replace('"at_most", parameter = "tenth"', '"at_most", value = 0.5'))
    registry = fp.Registry.of(treatments=[stay(own_payment="500")])
    moved = fp.coverage.compare(registry, book(), "terms", on=ON, other=lax)
    assert moved.rows.select("before", "after", "units").rows() == [("unmet", "met", 1)]


def test_a_record_is_assessed_by_itself() -> None:
    zhaohua = policy.load("zhaohua-2016")
    with pytest.raises(QuestionError, match=r"asks about a treatment: give the record$"):
        fp.criteria.assess((), zhaohua, "stay", on=ON)
    with pytest.raises(QuestionError, match="asks about a treatment: give the record alone"):
        fp.criteria.assess(stay(), zhaohua, "stay", on=ON, household=fp.Household(id="H-1"))
    with pytest.raises(QuestionError, match="expected Treatment, got Contribution"):
        fp.criteria.assess(paid(), zhaohua, "stay", on=ON)
    with pytest.raises(QuestionError, match="does not hold for this subject"):
        fp.criteria.assess(stay(division="510824"), zhaohua, "stay", on=ON)
    torn = [stay(), stay(division="510824")]
    assert fp.criteria.assess(torn, zhaohua, "stay", on=ON).outcome is fp.Outcome.MET


def test_records_come_back_as_objects() -> None:
    registry = fp.Registry.of(treatments=[stay()], contributions=[paid()], loans=[loan()])
    assert registry.records("treatments", id="T-1") == [stay()]
    assert registry.records("contributions", id="B-1") == [paid()]
    assert registry.records("loans", household="H-1") == [loan()]
