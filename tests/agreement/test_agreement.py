"""Every engine gives the answer of the oracle, on whatever records there are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given

import fupin as fp
from fupin.testing import ON, tables
from tests import draws
from tests.agreement.engines import ENGINES, held_by
from tests.agreement.questions import QUESTIONS, Question

Drawn = dict[str, list[Any]]
CALCULATORS = list(dict.fromkeys(question.calculator for question in QUESTIONS))
each = pytest.mark.parametrize("calculator", CALCULATORS)


def asked_of(calculator: str, drawn: Drawn) -> list[Question]:
    """The questions to a calculator that such tables can answer."""
    return [q for q in QUESTIONS if q.calculator == calculator and q.may_ask(drawn)]


@each
@draws(25)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(calculator: str, drawn: Drawn) -> None:
    """The library, on the engine it brings, against plain loops."""
    registry = fp.Registry.of(**drawn)
    for question in asked_of(calculator, drawn):
        assert question.told(question.ask(registry)) == question.expect(drawn), question


@each
@draws(5)
@given(drawn=tables())
def test_every_engine_answers_as_lists_do(calculator: str, drawn: Drawn) -> None:
    """Rows, who is left out, and the digest."""
    listed = fp.Registry.of(**drawn)
    registries = {engine: held_by(engine, drawn) for engine in ENGINES}
    for question in asked_of(calculator, drawn):
        expected = question.ask(listed)
        told = question.told(expected)
        for engine, registry in registries.items():
            result = question.ask(registry)
            assert question.told(result) == told, (question, engine)
            assert result.digest == expected.digest, (question, engine)


@draws(5)
@given(drawn=tables())
def test_a_timeline_has_the_rows_of_its_days_on_every_engine(drawn: Drawn) -> None:
    """Each day asked by itself gives them too."""
    days = [ON - dt.timedelta(1), ON]
    asked: dict[str, Any] = {"kinds": ["deputy-household"], "by": "county"}
    for engine in ENGINES:
        registry = held_by(engine, drawn)
        line = fp.coverage.timeline(fp.coverage.households, registry, days=days, **asked).rows
        for day in days:
            alone = fp.coverage.households(registry, on=day, **asked).rows
            assert line.filter(on=day).drop("on").equals(alone), (engine, day)


@draws(12)
@given(drawn=tables())
def test_answers_after_the_check_are_those_before_it(drawn: Drawn) -> None:
    """What the check found sound is not looked at again; nothing else changes."""
    before, after = fp.Registry.of(**drawn), fp.Registry.of(**drawn)
    after.check()
    for question in QUESTIONS[::4]:
        if question.may_ask(drawn):
            assert question.ask(before).digest == question.ask(after).digest, question


@pytest.mark.parametrize("engine", ENGINES)
@draws(4)
@given(drawn=tables())
def test_every_engine_finds_the_same_faults(engine: str, drawn: Drawn) -> None:
    """By rule, and row by row."""
    listed = fp.Registry.of(**drawn).check()
    found = held_by(engine, drawn).check()
    assert found.counts == listed.counts
    assert found.rows.equals(listed.rows)
