"""Laws of three-valued logic: Kleene's, and none that lets the unknown count."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin.outcomes import Outcome, all_of, any_of, at_least
from fupin.testing import outcomes

MET, UNMET, UNKNOWN = Outcome
SOME = st.lists(outcomes(), max_size=6)


def completions(told: list[Outcome]) -> list[tuple[Outcome, ...]]:
    """Every way in which what is not known may turn out."""
    return list(product(*[(MET, UNMET) if one is UNKNOWN else (one,) for one in told]))


def agreed(answers: set[Outcome]) -> Outcome:
    """What is so however the unknown turns out."""
    return answers.pop() if len(answers) == 1 else UNKNOWN


@given(outcomes(), outcomes(), outcomes())
def test_and_and_or_are_commutative_associative_and_distribute(
    a: Outcome, b: Outcome, c: Outcome
) -> None:
    assert a & b is b & a
    assert a | b is b | a
    assert (a & b) & c is a & (b & c)
    assert (a | b) | c is a | (b | c)
    assert a & (b | c) is (a & b) | (a & c)
    assert a | (b & c) is (a | b) & (a | c)
    assert a & (a | b) is a


@given(outcomes(), outcomes())
def test_de_morgan_and_double_negation_hold(a: Outcome, b: Outcome) -> None:
    assert ~(a & b) is ~a | ~b
    assert ~(a | b) is ~a & ~b
    assert ~~a is a


@pytest.mark.parametrize("fold", [all_of, any_of])
@given(told=SOME)
def test_a_fold_is_what_every_completion_agrees_on(
    fold: Callable[..., Outcome], told: list[Outcome]
) -> None:
    assert fold(*told) is agreed({fold(*ways) for ways in completions(told)})


@given(st.integers(-1, 7), SOME)
def test_at_least_is_what_every_completion_agrees_on(least: int, told: list[Outcome]) -> None:
    answers = {Outcome.of(ways.count(MET) >= least) for ways in completions(told)}
    assert at_least(least, told) is agreed(answers)


@given(outcomes(), st.sampled_from([MET, UNMET]))
def test_knowing_more_never_overturns_what_was_known(other: Outcome, learned: Outcome) -> None:
    for combine in (Outcome.__and__, Outcome.__or__):
        before, after = combine(UNKNOWN, other), combine(learned, other)
        assert before in (UNKNOWN, after)
