"""A book with one criterion, made up, to be changed in the tests."""

from __future__ import annotations

from typing import Any

import pytest

from fupin import policy
from fupin.errors import RulebookError

TEXT = """
id = "made-up"
zh = "测试用（虚构）"
en = "made up"
life = { since = 2016-01-01 }
sources = { notice = { title = "虚构通知", issuer = "虚构单位" } }

[[parameters]]
id = "line"
zh = "扶贫标准"
en = "poverty line"
unit = "yuan per person per year"
values = [
  { since = 2015-01-01, until = 2016-01-01, number = 2855, source = "notice", checked = "text" },
  { since = 2016-01-01, until = 2017-01-01, number = 2952, source = "notice", checked = "text" },
]

[[parameters]]
id = "places"
zh = "地方"
en = "places"
unit = "divisions"
values = [{ since = 2015-01-01, codes = ["51"], source = "notice", checked = "text" }]

[[fields]]
name = "rooms"
unit = "household"
kind = "count"
zh = "房间"
en = "rooms"

[[fields]]
name = "pension"
unit = "person"
kind = "yuan"
zh = "养老金"
en = "pension"

[[facts]]
id = "all_insured"
zh = "人人参保"
en = "all are insured"
fold = "every"
holds = { id = "insured", zh = "已参保", en = "insured", flag = "insured" }
source = "notice"
checked = "text"

[[criteria]]
id = "exit"
zh = "退出"
en = "exit"
unit = "household"
source = "notice"
checked = "text"
tree = { id = "root", zh = "全部", en = "all", all = [
  { id = "income", zh = "收入", en = "income", compare = "net_income_per_head", is = "over", parameter = "line", at = "income_until" },
  { id = "water", zh = "饮水", en = "water", flag = "water" },
] }
"""  # noqa: E501 - a table in a line is a table in a line

WATER = '{ id = "water", zh = "饮水", en = "water", flag = "water" }'


def with_leaf(leaf: str, text: str = TEXT) -> str:
    """The book with another leaf in place of the water."""
    assert WATER in text
    return text.replace(WATER, f'{{ id = "leaf", zh = "项", en = "leaf", {leaf} }}')


def with_tree(tree: dict[str, Any]) -> dict[str, Any]:
    """What a file says, with another tree."""
    raw = policy.parse(TEXT).model_dump()
    raw["criteria"][0]["tree"] = tree
    return raw


def problems(text: str) -> list[str]:
    """The faults of a text."""
    with pytest.raises(RulebookError) as told:
        policy.parse(text, name="mine")
    return list(told.value.problems)
