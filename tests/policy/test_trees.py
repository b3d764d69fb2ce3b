"""Criterion trees: what a book may ask, and what is refused, with what and where."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fupin import policy
from fupin.errors import QuestionError, RulebookError, UnknownRuleError
from fupin.model.surveys import plausible
from fupin.policy import Node
from fupin.policy.fields import FIELDS, TAKEN, assumptions
from fupin.policy.load import validated
from fupin.policy.tree import DEEPEST, MOST_LEAVES
from tests.policy.criteria import TEXT, problems, with_leaf, with_tree

BOOK = policy.parse(TEXT)
PLACE = "mine: criteria[0].tree.all[1]"


def leaf(name: str = "water", **asked: Any) -> dict[str, Any]:
    """A leaf, as it is written."""
    return {"id": name, "zh": "项", "en": "leaf", **(asked or {"flag": "water"})}


def test_the_made_up_book_is_sound() -> None:
    tree = BOOK.criterion("exit").tree
    assert [node.id for node in tree.nodes()] == ["root", "income", "water"]
    assert [node.form for node in tree.nodes()] == ["all", "compare", "flag"]
    assert [node.is_leaf for node in tree.nodes()] == [False, True, True]


# --- One node ------------------------------------------------------------------------------------


CONDITIONED = (
    '{ id = "a", zh = "甲", en = "a", flag = "food", '
    'applies_when = { id = "b", zh = "乙", en = "b", flag = "housing" } }'
)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "give exactly one of all, any, of, not, compare, flag, within: none"),
        ('flag = "water", within = "places"', "within: flag, within"),
        ("all = []", "within: none"),
        ('flag = "water", is = "over"', "compare and is stand together"),
        ('compare = "rooms"', "compare and is stand together"),
        ('compare = "rooms", is = "over"', "compare needs either value or parameter"),
        ('compare = "rooms", is = "over", value = 1, parameter = "line"', "either value or param"),
        ('flag = "water", value = 1', "nothing else has them"),
        ('flag = "water", parameter = "line"', "nothing else has them"),
        ('flag = "water", value = 1, parameter = "line"', "nothing else has them"),
        ('compare = "rooms", is = "over", value = 1, at = "on"', "give parameter"),
        ('least = 1, flag = "water"', "least and of stand together"),
        ('of = [{ id = "a", zh = "甲", en = "a", flag = "food" }]', "least and of stand together"),
        ('least = 2, of = [{ id = "a", zh = "甲", en = "a", flag = "food" }]', "least is 2, of 1"),
        (f"any = [{CONDITIONED}]", "applies_when stands at the root and on the children of all"),
        (f"least = 1, of = [{CONDITIONED}]", "applies_when stands at the root and on the children"),
        (f"not = {CONDITIONED}", "applies_when stands at the root and on the children of all only"),
        (f'flag = "food", applies_when = {CONDITIONED}', "has no condition of its own"),
        ('flag = "food", reading_zh = "照录"', "reading_zh is a reading in Chinese: give reading"),
    ],
)
def test_a_node_has_one_form_and_what_belongs_to_it(said: str, fault: str) -> None:
    text = with_leaf(said) if said else with_leaf("").replace(', en = "leaf", ', ', en = "leaf"')
    assert [told for told in problems(text) if fault in told and told.endswith(PLACE)]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ('flag = "water", tea = 1', f"{PLACE}.tea"),
        ("flag = 1", f"{PLACE}.flag"),
        ('compare = "rooms", is = ">", value = 1', f"{PLACE}.is"),
        ('compare = "rooms", is = "over", value = "many"', f"{PLACE}.value"),
        ('compare = "rooms", is = "over", value = true', f"{PLACE}.value"),
        ('compare = "rooms", is = "over", value = nan', f"{PLACE}.value"),
        ('compare = "rooms", is = "over", value = inf', f"{PLACE}.value"),
        ('compare = "rooms", is = "over", value = 1e300', f"{PLACE}.value"),
        ('compare = "rooms", is = "over", value = 0.0000001', f"{PLACE}.value"),
        ('least = true, of = []', f"{PLACE}.least"),
        ('least = 0, of = []', f"{PLACE}.least"),
    ],
)  # fmt: skip
def test_an_unknown_key_and_a_wrong_type_are_told_with_their_place(said: str, where: str) -> None:
    assert [told for told in problems(with_leaf(said)) if told.endswith(f"@ {where}")]


# --- What it refers to ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('flag = "tea"', "leaf: no field tea of a household: expected one of all_insured, "),
        ('flag = "insured"', "no field insured of a household"),
        ('flag = "rooms"', "leaf: rooms is a count: expected a flag"),
        ('flag = "on"', "on is a day: expected a flag"),
        ('compare = "tea", is = "over", value = 1', "no field tea of a household"),
        ('compare = "water", is = "over", value = 1',
         "water is a flag: expected a count or yuan or share"),
        ('compare = "all_insured", is = "over", value = 1', "all_insured is a flag"),
        ('compare = "rooms", is = "over", parameter = "tea"',
         "no parameter tea: there are line, places"),
        ('within = "tea"', "no parameter tea: there are line, places"),
        ('compare = "net_income_per_head", is = "over", parameter = "line", at = "tea"',
         "no field tea"),
        ('compare = "net_income_per_head", is = "over", parameter = "line", at = "water"',
         "water is a flag: expected a day"),
        ('within = "line"', "line holds numbers: expected a list of divisions"),
        ('compare = "net_income_per_head", is = "over", parameter = "places"',
         "places lists divisions: expected numbers"),
        ('compare = "rooms", is = "over", parameter = "line"',
         "rooms is a count, line is in yuan per person per year"),
    ],
)  # fmt: skip
def test_what_a_leaf_refers_to_must_be_there_and_of_its_kind(said: str, fault: str) -> None:
    [told] = problems(with_leaf(said))
    assert fault in told
    assert told.endswith(" @ mine: criteria.exit.tree.all[1]")


def test_every_reference_to_nothing_is_a_fault_of_its_own_and_told_once_with_its_place() -> None:
    """Sources too, conditions, and the bases of a yardstick, which does not tell the rest again."""
    condition = '{ id = "when", zh = "时", en = "when", not = { id = "no", zh = "非", en = "no", '
    text = with_leaf(
        f'flag = "tea", source = "gone", applies_when = {condition} flag = "milk" }} }}'
    )
    text = text.replace(
        'parameter = "line"', 'share_of = "net_income_per_head", parameter = "line"'
    )
    text += 'yardsticks = [{ id = "lax", zh = "宽", en = "lax", bases = { income = "water" } }]\n'
    told = problems(text)
    assert {(one.split(":")[0], one.rpartition("@ mine: ")[2]) for one in told} == {
        ("source not among the book's sources", "criteria.exit.tree.all[1]"),
        ("income", "criteria.exit.tree.all[0]"),
        ("leaf", "criteria.exit.tree.all[1]"),
        ("no", "criteria.exit.tree.all[1].applies_when.not"),
        ("income", "criteria.exit.yardsticks.lax.bases.income"),
    }
    faults = [one.rpartition(" @ ")[0] for one in told]
    assert len(faults) == len(set(faults))


def test_a_share_is_compared_with_shares_only() -> None:
    text = TEXT.replace('unit = "household"\nsource', 'unit = "village"\nsource')
    asked = 'compare = "incidence", is = "at_most", parameter = "line"'
    income, leaf_ = problems(
        with_leaf(asked, text).replace('"net_income_per_head"', '"poor_persons"').replace(
            ', at = "income_until"', ""
        )
    )  # fmt: skip
    assert leaf_.startswith("leaf: incidence is a share, line is in yuan")
    assert income.startswith("income: poor_persons is a count, line is in yuan")


def test_income_of_one_measure_is_not_compared_with_a_line_on_another_in_silence() -> None:
    """With a reading it is, and the reading stands beside the verdict."""
    text = TEXT.replace("number = 2855,", 'number = 2855, income = "disposable",')
    [told] = problems(text)
    assert "income: net_income_per_head is net income, line a line on disposable income" in told
    assert "say in reading= how the two are compared" in told
    read = text.replace('at = "income_until"', 'at = "income_until", reading = "as it is"')
    assert policy.parse(read).criterion("exit").tree.all[0].reading == "as it is"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "rooms"', 'name = "water"', "field water: a household has a field of that name"),
        ('name = "rooms"', 'name = "household"', "field household: a household has a field"),
        ('name = "rooms"', 'name = "on"', "field on: a household has a field of that name"),
        ('name = "pension"', 'name = "age"', "field age: a person has a field of that name"),
        ('id = "all_insured"', 'id = "water"', "fact water: a household has a field of that name"),
        ('id = "all_insured"', 'id = "rooms"', "fact rooms: a household has a field of that name"),
        ('id = "all_insured"', 'id = "household"', "fact household: a household has a field"),
    ],
)
def test_a_name_that_means_something_already_is_refused(old: str, new: str, fault: str) -> None:
    told, *_ = problems(TEXT.replace(old, new))  # what asks for the name may follow
    assert fault in told
    assert f"@ mine: {fault.split(maxsplit=1)[0]}s." in told


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('fold = "every"\nholds', 'fold = "every"\nof = "pension"\nholds', "a sum names the field"),
        ('fold = "every"', 'fold = "sum"', "a sum names the field it is of"),
        ('fold = "every"\nholds', 'fold = "sum"\nof = "pension"\nholds', "say in holds what is"),
        ('flag = "insured"', 'within = "places"', "asked of what was surveyed, and not of a per"),
        ('flag = "insured"',
         'compare = "pension", is = "over", parameter = "line", at = "born"', "not of a person"),
        ('flag = "insured"', 'flag = "water"', "no field water of a person"),
    ],
)  # fmt: skip
def test_a_fact_folds_what_a_person_has(old: str, new: str, fault: str) -> None:
    assert any(fault in told for told in problems(TEXT.replace(old, new)))


@pytest.mark.parametrize("field", ["tea", "insured", "born", "age"])
def test_what_cannot_be_summed_is_no_sum(field: str) -> None:
    holds = 'holds = { id = "insured", zh = "已参保", en = "insured", flag = "insured" }'
    text = TEXT.replace('fold = "every"', 'fold = "sum"').replace(holds, f'of = "{field}"')
    [told] = problems(text)
    assert f"all_insured: no field {field} of a person that can be summed" in told


@pytest.mark.parametrize(("field", "kind"), [("pension", "yuan"), ("grade", "count")])
def test_a_sum_is_of_the_kind_of_its_field(field: str, kind: str) -> None:
    holds = 'holds = { id = "insured", zh = "已参保", en = "insured", flag = "insured" }'
    text = TEXT.replace('fold = "every"', 'fold = "sum"').replace(holds, f'of = "{field}"')
    own = '[[fields]]\nname = "grade"\nunit = "person"\nkind = "count"\nzh = "年级"\nen = "grade"\n'
    book = policy.parse(text.replace("[[facts]]", f"{own}\n[[facts]]"))
    assert book.fields_of("household")["all_insured"].kind == kind


# --- The whole tree ------------------------------------------------------------------------------


def test_two_nodes_of_one_id_are_refused() -> None:
    [told] = problems(TEXT.replace('{ id = "water"', '{ id = "income"'))
    assert told == "node of exit stands twice: income @ mine: criteria[0]"
    raw = with_tree(leaf("root"))
    raw["facts"][0]["holds"] = leaf("both", all=[leaf("one", flag="insured"), leaf("one")])
    with pytest.raises(RulebookError, match="node of all_insured stands twice: one @ mine: facts"):
        validated(raw, "mine")


@pytest.mark.parametrize("leaves", [MOST_LEAVES, MOST_LEAVES + 1])
def test_a_tree_has_63_leaves_at_most(leaves: int) -> None:
    tree = leaf("root", any=[leaf(f"leaf-{n}") for n in range(leaves)])
    if leaves == MOST_LEAVES:
        assert len(validated(with_tree(tree), "mine").criterion("exit").tree.leaves()) == 63
    else:
        with pytest.raises(RulebookError, match=r"exit has 64 leaves: .* @ mine: criteria\[0\]"):
            validated(with_tree(tree), "mine")


def nested(levels: int) -> dict[str, Any]:
    """Negations of a leaf."""
    tree = leaf("level-1")
    for level in range(2, levels + 1):
        tree = leaf(f"level-{level}", **{"not": tree})
    return tree


def test_a_tree_has_8_levels_at_most() -> None:
    assert len(validated(with_tree(nested(DEEPEST)), "mine").criterion("exit").tree.leaves()) == 1
    with pytest.raises(RulebookError, match="exit has 9 levels: expected 8 at most"):
        validated(with_tree(nested(DEEPEST + 1)), "mine")


def test_a_condition_counts_as_a_level_and_its_leaves_as_leaves() -> None:
    tree = {**leaf("root"), "applies_when": nested(DEEPEST)}
    with pytest.raises(RulebookError, match="exit has 9 levels"):
        validated(with_tree(tree), "mine")
    many = leaf("root", any=[leaf(f"leaf-{n}") for n in range(MOST_LEAVES)])
    with pytest.raises(RulebookError, match="exit has 64 leaves"):
        validated(with_tree({**many, "applies_when": leaf("condition")}), "mine")


def test_the_tree_of_a_fact_is_bounded_as_well() -> None:
    raw = with_tree(leaf("root"))
    people = [leaf(f"leaf-{n}", flag="insured") for n in range(MOST_LEAVES + 1)]
    raw["facts"][0]["holds"] = leaf("group", any=people)
    with pytest.raises(RulebookError, match=r"all_insured has 64 leaves: .* @ mine: facts\[0\]"):
        validated(raw, "mine")


def test_a_file_nested_without_end_is_refused_and_does_not_break_the_reader() -> None:
    deep = '{ id = "a", zh = "甲", en = "a", not = ' * 5_000 + "1" + "}" * 5_000
    [told] = problems(TEXT.replace("tree = {", f"tree = {deep}\nother = {{"))
    assert told.startswith("not TOML")
    assert told.endswith("@ mine")
    with pytest.raises(RulebookError):
        validated(with_tree(nested(200)), "mine")


# --- Books that build on others -----------------------------------------------------------------


def test_a_book_may_refer_to_what_the_book_below_it_has(tmp_path: Path) -> None:
    (tmp_path / "made-up.toml").write_text(TEXT, "utf-8")
    own = """
id = "own"
zh = "自定"
en = "own"
extends = ["made-up"]
life = { since = 2016-06-01 }
sources = { own = { title = "虚构", issuer = "虚构" } }
[[criteria]]
id = "exit"
zh = "退出"
en = "exit"
unit = "household"
source = "own"
checked = "text"
[criteria.tree]
id = "income"
zh = "收入"
en = "income"
compare = "net_income_per_head"
is = "over"
parameter = "line"
"""
    path = tmp_path / "own.toml"
    path.write_text(own, "utf-8")
    book = policy.load(path)
    assert book.criterion("exit").tree.parameter == "line"
    assert book.extends == ("made-up",)
    path.write_text(own.replace('parameter = "line"', 'parameter = "tea"'), "utf-8")
    with pytest.raises(
        RulebookError, match="income: no parameter tea: there are line, places @ own"
    ):
        policy.load(path)
    path.write_text(own.replace('["made-up"]', '["nowhere"]'), "utf-8")
    with pytest.raises(RulebookError, match=r"no rulebook 'nowhere': .* @ own: extends"):
        policy.load(path)
    path.write_text(own.replace('["made-up"]', '["../made-up.toml"]'), "utf-8")
    with pytest.raises(RulebookError, match=r"@ own: extends\[0\]"):
        policy.load(path)
    path.write_text(own.replace('["made-up"]', '"made-up"'), "utf-8")
    with pytest.raises(RulebookError, match="@ own: extends"):
        policy.load(path)


def test_a_source_that_names_another_document_below_is_refused(tmp_path: Path) -> None:
    (tmp_path / "made-up.toml").write_text(TEXT, "utf-8")
    own = TEXT.replace('id = "made-up"', 'id = "own"\nextends = ["made-up"]', 1)
    path = tmp_path / "own.toml"
    path.write_text(own, "utf-8")
    assert policy.load(path).sources["notice"].title == "虚构通知"
    path.write_text(own.replace("虚构通知", "另一通知"), "utf-8")
    with pytest.raises(RulebookError, match=r"notice names another document in made-up: .* @ own"):
        policy.load(path)


def test_books_that_build_on_each_other_in_a_circle_are_told_with_the_way_round(
    tmp_path: Path,
) -> None:
    for one, other in (("one", "other"), ("other", "third"), ("third", "one")):
        text = TEXT.replace('id = "made-up"', f'id = "{one}"\nextends = ["{other}"]', 1)
        (tmp_path / f"{one}.toml").write_text(text, "utf-8")
    with pytest.raises(RulebookError) as told:
        policy.load(tmp_path / "one.toml")
    assert told.value.problems == ("extends goes round: one → other → third → one @ one: extends",)


# --- Readings, freshness, populations ----------------------------------------------------------


def test_a_yardstick_compares_in_another_way() -> None:
    yardstick = '{ id = "lax", zh = "宽", en = "lax", comparisons = { income = "at_least" } }'
    book = policy.parse(f"{TEXT}yardsticks = [{yardstick}]\n")
    criterion = book.criterion("exit")
    assert [n.is_ for n in criterion.measured_by(None).leaves()] == ["over", None]
    assert [n.is_ for n in criterion.measured_by("lax").leaves()] == ["at_least", None]
    with pytest.raises(UnknownRuleError, match="exit has no yardstick 'strict'; it has: lax"):
        criterion.measured_by("strict")
    with pytest.raises(UnknownRuleError, match="it has: none"):
        BOOK.criterion("exit").measured_by("lax")


def test_a_yardstick_reaches_every_node() -> None:
    """Those of conditions, of negations and of groups of some."""
    asked = {"compare": "rooms", "is": "over", "value": 1}
    tree = {
        "id": "root", "zh": "全", "en": "all", "least": 1,
        "of": [
            leaf("one", any=[leaf("two", **asked)]),
            leaf("three", **{"not": leaf("four", **asked)}),
        ],
        "applies_when": leaf("five", all=[leaf("six", **asked)]),
    }  # fmt: skip
    changed = Node.model_validate(tree).read_as(dict.fromkeys(("two", "four", "six"), "under"), {})
    assert [node.is_ for node in changed.leaves()] == ["under"] * 3
    assert changed.least == 1


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        ('yardsticks = [{ id = "lax", zh = "宽", en = "lax", comparisons = { water = "under" } }]',
         "a yardstick changes what is no comparison: water"),
        ('yardsticks = [{ id = "lax", zh = "宽", en = "lax", comparisons = {} }]',
         "a yardstick changes comparisons, or bases: give one"),
        ("fresh_for = { months = 0 }", "greater than or equal to 1"),
        ('population = "the rich"', "should match pattern"),
        ('population = "rich"',
         "no population rich: expected in_need, exited, registered, monitored, ordinary, all"),
    ],
)  # fmt: skip
def test_what_a_criterion_says_of_itself_is_checked(added: str, fault: str) -> None:
    assert any(fault in told for told in problems(f"{TEXT}{added}\n"))


def test_a_population_is_one_of_households() -> None:
    text = TEXT.replace('unit = "household"\nsource', 'unit = "village"\nsource')
    assert any(
        "a population is one of households" in told
        for told in problems(f'{text}population = "in_need"\n')
    )


# --- Fields and assumptions ----------------------------------------------------------------------


def test_a_criterion_may_ask_the_fields_of_surveys_and_two_that_follow() -> None:
    kinds = {unit: {f.name: f.kind for f in fields.values()} for unit, fields in FIELDS.items()}
    assert kinds["household"]["net_income_per_head"] == "yuan"
    assert kinds["household"]["division"] == kinds["village"]["division"] == "code"
    assert kinds["village"]["incidence"] == kinds["county"]["incidence"] == "share"
    assert kinds["person"]["age"] == "count"
    assert "household" not in kinds["household"]
    assert "household" in TAKEN["household"]


def test_a_number_has_bounds_beyond_which_it_is_no_evidence() -> None:
    assert plausible("net_income_per_head") == (0, 100_000)
    assert plausible("rooms") == (-(10**9), 10**9)


@pytest.mark.parametrize(
    ("assume", "fault"),
    [
        ({"tea": True}, "assume= knows no tea: expected in_force or one of broadcast"),
        ({"net_income_per_head": 3000}, "assume= knows no net_income_per_head"),
        ({"division": "5108"}, "assume= knows no division"),
        ({"water": 1}, "assume= answers water, a flag, with a int: expected a yes or no"),
        ({"water": None}, "with a NoneType"),
        ({"school_age_children": True}, "a count, with a bool"),
        ({"school_age_children": 1.0}, "a count, with a float"),
        ({"school_age_children": "1"}, "a count, with a str"),
        ({"school_age_children": -1}, "expected a number from 0 to 100"),
        ({"measures": 1_001}, "expected a number from 0 to 1000"),
    ],
    ids=str,
)
def test_an_assumption_answers_a_field_that_can_be_answered(
    assume: dict[str, Any], fault: str
) -> None:
    with pytest.raises(QuestionError, match=fault.replace("(", r"\(")):
        assumptions(assume, FIELDS["household"])


@pytest.mark.parametrize("name", ["poor_persons", "poor_persons_most", "rural_population"])
def test_what_bounds_a_share_is_not_assumed(name: str) -> None:
    with pytest.raises(QuestionError, match=f"assume= knows no {name}"):
        assumptions({name: 1}, FIELDS["village"])


def test_assumptions_are_read_by_their_kind() -> None:
    told = assumptions(
        {"water": False, "measures": 2, "income_until": "2016-12-31"}, FIELDS["household"]
    )
    assert [str(answer) for answer in told.values()] == ["False", "2", "2016-12-31"]


def test_a_number_keeps_its_digits() -> None:
    book = policy.parse(with_leaf('compare = "rooms", is = "over", value = 2.500000'))
    assert book.criterion("exit").tree.all[1].value == Decimal("2.5")
