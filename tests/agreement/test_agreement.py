"""Every engine gives the answer of the oracle, on whatever records there are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given

import fupin as fp
from fupin.testing import tables
from tests.agreement.questions import QUESTIONS, Question

Drawn = dict[str, list[Any]]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(question: Question, drawn: Drawn) -> None:
    assume(question.may_ask(drawn))
    assert question.answer(fp.Registry.of(**drawn)) == question.expect(drawn)
