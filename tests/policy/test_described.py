"""The page of rules: made from the books, complete, and one with the file."""

from pathlib import Path

import pytest

from fupin import policy
from fupin.policy.described import CHECKED, describe, described
from tests.policy.books import TEXT

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
PARTS = ("pairing", "duties", "terms", "parameters", "facts", "criteria", "procedures")
EVERYTHING = """
office = "O-1"
life = { since = 2016-05-01, reading = "As told." }
parameters = [
  { id = "week", zh = "公示天数", en = "days of a notice", unit = "days", values = [
    { since = 2016-01-01, until = 2017-01-01, number = 7, source = "notice", checked = "text" },
  ] },
  { id = "places", zh = "地方", en = "places", unit = "divisions", set_by = "nobody", values = [
    { since = 2016-01-01, codes = ["5108", "51"], source = "notice", checked = "text" },
  ] },
]
fields = [
  { name = "geese", unit = "household", kind = "count", zh = "鹅", en = "geese" },
  { name = "eggs", unit = "person", kind = "count", zh = "蛋", en = "eggs" },
]
[[facts]]
id = "insured"
zh = "人人参保"
en = "all are insured"
fold = "every"
source = "notice"
checked = "unverified"
where = { id = "adult", zh = "成年", en = "of age", compare = "age", is = "at_least", value = 18 }
holds = { id = "paid", zh = "已缴", en = "has paid", flag = "insured" }
[[facts]]
id = "all_eggs"
zh = "蛋数之和"
en = "all eggs"
fold = "sum"
of = "eggs"
source = "notice"
checked = "unverified"
[[criteria]]
id = "exit"
zh = "退出"
en = "exit"
unit = "household"
fresh_for = { months = 12 }
source = "notice"
article = "3"
checked = "unverified"
[criteria.tree]
id = "two"
zh = "两项"
en = "two of them"
least = 2
of = [
  { id = "geese", zh = "鹅", en = "geese", compare = "geese", is = "over", value = 2.5 },
  { id = "covered", zh = "参保", en = "insured", flag = "insured", article = "4" },
  { id = "dry", zh = "无水", en = "dry", not = { id = "w", zh = "水", en = "w", flag = "water" } },
]
[[procedures]]
id = "exit"
zh = "退出程序"
en = "procedure of exit"
unit = "county"
classes = ["one"]
source = "notice"
checked = "unverified"
[[procedures.steps]]
id = "proposal"
zh = "提出"
en = "proposal"
by = "county"
[[procedures.steps]]
id = "notice"
zh = "公示"
en = "notice"
by = "city"
notice = true
days = "week"
for_class = "one"
credited_until = 2018
[[procedures.steps]]
id = "again"
zh = "再公示"
en = "again"
by = "city"
notice = true
credited_since = 2018
[[procedures.steps]]
id = "approval"
zh = "批准"
en = "approval"
"""


def made_up() -> policy.Rulebook:
    """A book with an entry of every kind."""
    head, rest = TEXT.replace('division = "5108"\n', "").split("[life]")  # an office has none
    kept = rest.split("until = 2017-01-01\n")[1]
    top, tables = EVERYTHING.split("[[facts]]", 1)
    return policy.parse(f"{head}{top}{kept}\n[[facts]]{tables}")


def test_the_page_of_rules_is_the_one_made_from_the_books() -> None:
    assert PAGE.read_text("utf-8") == described(), "make rules"


@pytest.mark.parametrize("name", policy.shipped())
def test_the_page_has_every_entry_of_a_book(name: str) -> None:
    section = described().split(f"\n## {name}: ")[1].split("\n## ")[0]
    book = policy.load(name)
    below = [policy.load(parent) for parent in book.extends]
    for part in PARTS:
        inherited = [entry for other in below for entry in getattr(other, part)]
        own = [entry.id for entry in getattr(book, part) if entry not in inherited]
        assert [entry for entry in own if f"`{entry}`" not in section] == []


def test_what_stands_in_a_book_below_is_not_told_again() -> None:
    section = described().split("\n## sichuan-2016: ")[1]
    assert "national-line`:" not in section
    assert "| yearbook |" not in section


def test_the_page_explains_each_word_for_how_a_value_was_checked() -> None:
    assert set(CHECKED) == {"text", "secondary", "unverified"}
    assert all(f"| {word} | {meaning} |" in described() for word, meaning in CHECKED.items())


@pytest.mark.parametrize(
    "line",
    [
        "测试用（虚构）. It holds for office O-1 and answers from 2016-05-01. As told.",
        "| notice | 虚构通知 | 虚构单位 |  | 2015-12-31 |",
        "| from 2016-01-01 to 2016-12-31 | 7 |  | notice |  | text |  |",
        "| from 2016-01-01 | 5108 51 |  | notice |  | text |  |",
        "地方; divisions. *Who sets it:* nobody.",
        "|  | county | at least 2 | notice |  | unverified |  |",
        "| `visits` | visits | deputy | 1 | quarter | notice |  | unverified |  |",
        "### Field `geese` of a household: geese (count)",
        "人人参保; whether it holds of every member. Source: notice (unverified).",
        "- `adult` 成年, of age: `age` at least 18",
        "蛋数之和; the sum over members of `eggs`. Source: notice (unverified).",
        "退出; of a household. Evidence of at most 12 months. Source: notice, 3 (unverified).",
        "- `two` 两项, two of them: at least 2 of",
        "  - `geese` 鹅, geese: `geese` over 2.5",
        "  - `covered` 参保, insured: `insured` is yes (4)",
        "  - `dry` 无水, dry: not",
        "    - `w` 水, w: `water` is yes",
        "退出程序; of a county. Source: notice (unverified).",
        "| 1. `proposal` | 提出 | proposal | county |  |  |  |  |  |  |",
        "| 2. `notice` | 公示 | notice | city | one, credited before 2018 | `week` |  |  |  |  |",
        "| 3. `again` | 再公示 | again | city | credited from 2018 | days not said |  |  |  |  |",
    ],
)
def test_an_entry_of_every_kind_has_its_line(line: str) -> None:
    assert line in describe(made_up()).splitlines()
