"""Every engine gives the answer of the oracle, on whatever records there are."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON, tables
from tests import draws
from tests.agreement.engines import held_by, listed, registered
from tests.agreement.joined import together
from tests.agreement.questions import (
    CALCULATORS,
    QUESTIONS,
    READS,
    Answer,
    Question,
    asked_of,
    of_helpers,
    of_households,
)

Drawn = dict[str, list[Any]]
each = pytest.mark.parametrize("calculator", CALCULATORS)


@each
@draws(18)
@given(data=st.data())
def test_lists_of_objects_answer_as_the_oracle(calculator: str, data: st.DataObject) -> None:
    """The library, on the engine it brings, against plain loops."""
    drawn = data.draw(tables(*READS[calculator]))
    registry = fp.Registry.of(**drawn)
    for question in asked_of(calculator, drawn):
        assert question.told(question.ask(registry)) == question.expect(drawn), question


@draws(30)
@given(data=st.data())
def test_whatever_is_asked_lists_of_objects_answer_as_the_oracle(data: st.DataObject) -> None:
    """Any day, kinds, places, population and times."""
    question = data.draw(of_households() | of_helpers())
    drawn = data.draw(tables(*READS[question.calculator]))
    if question.may_ask(drawn):
        registry = fp.Registry.of(**drawn)
        assert question.told(question.ask(registry)) == question.expect(drawn)


@cache
def by_lists(question: Question) -> tuple[Answer, str]:
    """What lists of those rows answer, with the digest."""
    result = question.ask(listed(together()), "case")
    return question.told(result), result.digest


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_every_engine_answers_as_lists_do(engine: str, question: Question) -> None:
    """Rows, who is left out, and the digest, case by case."""
    result = question.ask(held_by(engine, together()), "case")
    assert (question.told(result), result.digest) == by_lists(question)


@pytest.mark.every_way
def test_a_timeline_has_the_rows_of_its_days_on_every_engine(engine: str) -> None:
    """Each day asked by itself gives them too."""
    days = [ON - dt.timedelta(1), ON]
    asked: dict[str, Any] = {"kinds": ["deputy-household"], "by": ("county", "case")}
    registry = held_by(engine, together())
    line = fp.coverage.timeline(fp.coverage.households, registry, days=days, **asked).rows
    for day in days:
        alone = fp.coverage.households(listed(together()), on=day, **asked).rows
        assert line.filter(on=day).drop("on").equals(alone), day


@cache
def faults_by_lists() -> Any:
    """What the check of those rows finds; in a registry of its own, so that no other is checked."""
    return registered("lists", together()).check()


@pytest.mark.every_way
def test_every_engine_finds_the_same_faults(engine: str) -> None:
    """By rule, and row by row."""
    found = registered(engine, together()).check()
    assert found.counts == faults_by_lists().counts
    assert found.rows.equals(faults_by_lists().rows)


@each
@draws(5)
@given(data=st.data())
def test_answers_after_the_check_are_those_before_it(calculator: str, data: st.DataObject) -> None:
    """What the check found sound is not looked at again; nothing else changes."""
    drawn = data.draw(tables(*READS[calculator]))
    before, after = fp.Registry.of(**drawn), fp.Registry.of(**drawn)
    after.check()
    for question in asked_of(calculator, drawn)[:2]:
        assert question.ask(before).digest == question.ask(after).digest, question
