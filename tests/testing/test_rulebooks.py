"""Rulebooks that are drawn: what they may hold, and that every kind of thing is drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import fupin as fp
from fupin.policy.tree import DEEPEST
from fupin.testing import DRAWN, rulebooks, trees


@pytest.mark.parametrize("unit", ["household", "village", "county", "loan", "treatment"])
@settings(max_examples=30)
@given(data=st.data())
def test_a_drawn_book_has_one_criterion_of_so_many_leaves_at_most(
    unit: Any, data: st.DataObject
) -> None:
    most = data.draw(st.integers(1, 12))
    book = data.draw(rulebooks(unit=unit, most=most))
    [criterion] = book.criteria
    shares = [leaf for leaf in criterion.tree.leaves() if leaf.share_of]
    assert not shares or unit == "treatment"
    assert (criterion.id, criterion.unit) == (DRAWN, unit)
    assert 1 <= len(criterion.tree.leaves()) <= most
    assert {yardstick.id for yardstick in criterion.yardsticks} <= {"other"}
    assert book.fields == ()


@pytest.mark.parametrize("unit", ["household", "village", "county", "person"])
@settings(max_examples=10)
@given(data=st.data())
def test_a_drawn_tree_names_each_node_once(unit: Any, data: st.DataObject) -> None:
    tree = data.draw(trees(unit=unit, most=5))
    names = [node.id for node in tree.nodes()]
    assert len(names) == len(set(names))
    assert 1 <= len(tree.leaves()) <= 5


def test_every_kind_of_thing_is_drawn() -> None:
    seen: set[str] = set()

    @settings(max_examples=150, phases=[Phase.generate], database=None)
    @given(rulebooks(own=True))
    def collect(book: fp.Rulebook) -> None:
        criterion = book.criterion(DRAWN)
        nodes = list(criterion.tree.nodes())
        seen.update(node.form for node in nodes)
        seen.update("condition" for node in nodes if node.applies_when)
        seen.update(fact.fold for fact in book.facts)
        seen.update("members asked" for fact in book.facts if fact.where)
        seen.update("freshness" for _ in [criterion.fresh_for] if _)
        seen.update("population" for _ in [criterion.population] if _)
        seen.update("a day of its own" for node in nodes if node.at)
        values = [value for parameter in book.parameters for value in parameter.values]
        seen.update("a value nobody knows" for value in values if not value.given)
        seen.update("an end" for value in values if value.until)
        assert max(len(node.id) for node in nodes) < 4
        assert len(nodes) <= 2 ** (DEEPEST + 1)

    collect()
    assert seen == {
        "all", "any", "least", "not", "compare", "flag", "within", "condition", "every", "some",
        "count", "sum", "members asked", "freshness", "population", "a day of its own",
        "a value nobody knows", "an end",
    }  # fmt: skip
