"""Every engine gives the answer of the oracle, on whatever records there are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

import fupin as fp
from fupin.testing import tables
from tests.agreement.engines import ENGINES, in_polars
from tests.agreement.questions import QUESTIONS, Question

Drawn = dict[str, list[Any]]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
@settings(max_examples=50)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(question: Question, drawn: Drawn) -> None:
    """The library, on the engine it brings, against plain loops."""
    if question.may_ask(drawn):
        result = question.ask(fp.Registry.of(**drawn))
        assert question.told(result) == question.expect(drawn)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=5)
@given(drawn=tables())
def test_every_engine_answers_as_lists_do(engine: str, drawn: Drawn) -> None:
    """Rows, who is left out, and the digest."""
    listed = fp.Registry.of(**drawn)
    held = {name: ENGINES[engine](frame) for name, frame in in_polars(drawn).items()}
    registry = fp.Registry.of(**held)
    for question in QUESTIONS:
        if question.may_ask(drawn):
            result, expected = question.ask(registry), question.ask(listed)
            assert question.told(result) == question.told(expected), question
            assert result.digest == expected.digest, question


@settings(max_examples=20)
@given(drawn=tables())
def test_answers_after_the_check_are_those_before_it(drawn: Drawn) -> None:
    """What the check found sound is not looked at again; nothing else changes."""
    before, after = fp.Registry.of(**drawn), fp.Registry.of(**drawn)
    after.check()
    for question in QUESTIONS[::4]:
        if question.may_ask(drawn):
            assert question.ask(before).digest == question.ask(after).digest, question


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=4)
@given(drawn=tables())
def test_every_engine_finds_the_same_faults(engine: str, drawn: Drawn) -> None:
    """By rule, and row by row."""
    listed = fp.Registry.of(**drawn).check()
    held = {name: ENGINES[engine](frame) for name, frame in in_polars(drawn).items()}
    found = fp.Registry.of(**held).check()
    assert found.counts == listed.counts
    assert found.rows.equals(listed.rows)
