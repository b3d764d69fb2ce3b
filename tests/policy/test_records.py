"""Criteria over records: shares of another amount, terms in years, and who is asked about."""

from __future__ import annotations

import pytest

from fupin import policy
from fupin.policy import Rulebook
from fupin.policy.described import describe
from tests.policy.criteria import problems

TEXT = """
id = "made-up"
zh = "测试用（虚构）"
en = "made up"
life = { since = 2016-01-01 }
sources = { notice = { title = "虚构通知", issuer = "虚构单位" } }

[[parameters]]
id = "tenth"
zh = "一成"
en = "a tenth"
unit = "share of the cost"
values = [{ since = 2016-01-01, number = 0.1, source = "notice", checked = "text" }]

[[parameters]]
id = "years"
zh = "年限"
en = "years"
unit = "years"
values = [{ since = 2016-01-01, number = 2.5, source = "notice", checked = "text" }]

[[parameters]]
id = "line"
zh = "限额"
en = "limit"
unit = "yuan"
values = [{ since = 2016-01-01, number = 11, source = "notice", checked = "text" }]

[[criteria]]
id = "terms"
zh = "条件"
en = "terms"
unit = "treatment"
source = "notice"
checked = "text"
tree = { id = "leaf", zh = "项", en = "leaf", compare = "own_payment", is = "at_most", parameter = "tenth", share_of = "total_cost" }
"""  # noqa: E501 - a table in a line is a table in a line
LEAF = 'compare = "own_payment", is = "at_most", parameter = "tenth", share_of = "total_cost"'


def made(leaf: str = LEAF, unit: str = "treatment", more: str = "") -> str:
    """The book with another leaf or unit."""
    text = TEXT.replace(LEAF, leaf).replace('unit = "treatment"', f'unit = "{unit}"')
    return text + more


def book(leaf: str = LEAF, unit: str = "treatment", more: str = "") -> Rulebook:
    return policy.parse(made(leaf, unit, more))


@pytest.mark.parametrize(
    ("leaf", "unit", "fault"),
    [
        ('flag = "inpatient", share_of = "total_cost"', "treatment", "a comparison is a share of"),
        (LEAF.replace("total_cost", "tea"), "treatment", "no field tea of a treatment"),
        (LEAF.replace("total_cost", "recovery"), "treatment", "recovery is a flag: expected"),
        (LEAF.replace("tenth", "line"), "treatment", "own_payment is a share, line is in yuan"),
        (
            'compare = "year", is = "over", value = 1, share_of = "contribution"', "contribution",
            "year is a count, and no share of yuan",
        ),
        (
            'compare = "own_payment", is = "over", value = 11, share_of = "total_cost"',
            "treatment", "11 of total_cost: expected a share from 0 to 10",
        ),
        (
            'compare = "measures", is = "over", value = 1, share_of = "net_income_per_head"',
            "household",
            "net_income_per_head is no amount that another can be a share of",
        ),
        (
            'compare = "term", is = "at_most", parameter = "years"', "loan",
            "term is compared with 2.5: expected whole years",
        ),
        (
            'compare = "term", is = "at_most", parameter = "line"', "loan",
            "term is a term, line is in yuan",
        ),
        (
            'compare = "interest_rate", is = "at_most", parameter = "years"', "loan",
            "interest_rate is a share, years is in years",
        ),
    ],
)  # fmt: skip
def test_what_a_leaf_about_a_record_refers_to_must_fit(leaf: str, unit: str, fault: str) -> None:
    assert any(fault in told for told in problems(made(leaf, unit)))


@pytest.mark.parametrize(
    ("more", "unit", "fault"),
    [
        ('population = "registered"\n', "treatment", None),
        ('population = "poor"\n', "treatment", "no population poor: expected one of in_county, "),
        ('population = "poor"\n', "village", "a population is one of households or of records"),
        ("fresh_for = { months = 1 }\n", "treatment", "a record does not grow old"),
        (
            'yardsticks = [{ id = "b", zh = "乙", en = "b", bases = { tea = "total_cost" } }]\n',
            "treatment", "a yardstick changes the base of no share: tea",
        ),
        (
            'yardsticks = [{ id = "b", zh = "乙", en = "b", bases = { leaf = "tea" } }]\n',
            "treatment", "leaf: no field tea of a treatment",
        ),
    ],
)  # fmt: skip
def test_what_a_criterion_over_records_says_of_itself_is_checked(
    more: str, unit: str, fault: str | None
) -> None:
    if fault is None:
        assert book(more=more).criterion("terms").population == "registered"
    else:
        assert any(fault in told for told in problems(made(unit=unit, more=more)))


def test_a_yardstick_takes_another_base() -> None:
    yardstick = '{ id = "b", zh = "乙", en = "b", bases = { leaf = "in_policy_cost" } }'
    terms = book(more=f"yardsticks = [{yardstick}]\n").criterion("terms")
    assert terms.tree.share_of == "total_cost"
    assert terms.measured_by("b").share_of == "in_policy_cost"
    assert policy.parse(made(more=f"yardsticks = [{yardstick}]\n")).id == "made-up"


def test_a_fact_is_no_base() -> None:
    pension = (
        '[[fields]]\nname = "pension"\nunit = "person"\nkind = "yuan"\nzh = "养老金"\nen = "x"\n'
    )
    debt = pension.replace("pension", "debt").replace('"person"', '"household"')
    fact = (
        '[[facts]]\nid = "pensions"\nzh = "合计"\nen = "sum"\nfold = "sum"\nof = "pension"\n'
        'source = "notice"\nchecked = "text"\n'
    )
    leaf = 'compare = "debt", is = "over", value = 1, share_of = "pensions"'
    text = f"{made(leaf, 'household')}{pension}{debt}{fact}"
    assert any("pensions is no amount" in told for told in problems(text))


@pytest.mark.parametrize(
    ("fact", "fault"),
    [
        ('fold = "sum"\nof = "pension"', "items are not summed: unlike things never add"),
        (
            'fold = "some"\nholds = { id = "in", zh = "在", en = "in", within = "tenth" }',
            "at and within are asked of what was surveyed, and not of an item",
        ),
        (
            'fold = "some"\nholds = { id = "in", zh = "在", en = "in", flag = "insured" }',
            "no field insured of an item: expected one of characteristic, common, long_term",
        ),
    ],
)
def test_a_fact_over_items_asks_what_an_item_says(fact: str, fault: str) -> None:
    head = '[[facts]]\nid = "items"\nzh = "项目"\nen = "items"\nover = "item"\n'
    text = f'{made()}{head}{fact}\nsource = "notice"\nchecked = "text"\n'
    assert any(fault in told for told in problems(text))


def test_a_fact_over_items_is_described_as_such() -> None:
    told = describe(policy.load("guangyuan-office-2016"))
    assert "It holds for office guangyuan-congress-office" in told
    assert "有长期项目; whether it holds of some item. Source: report" in told


def test_a_share_of_another_amount_is_described_with_it() -> None:
    said = describe(book(LEAF + ', at = "on"'))
    assert "`own_payment` at most `tenth` of `total_cost` on `on`" in said
    zhaohua = describe(policy.load("zhaohua-2016"))
    assert "(`own-payment` of `in_policy_cost`)" in zhaohua
