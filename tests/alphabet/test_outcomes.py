"""Three-valued outcomes: what is not known stays not known, and never counts as met."""

import pytest

from fupin.outcomes import Outcome, all_of, any_of, at_least

MET, UNMET, UNKNOWN = Outcome


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (MET, MET, MET, MET),
        (MET, UNMET, UNMET, MET),
        (MET, UNKNOWN, UNKNOWN, MET),
        (UNMET, UNMET, UNMET, UNMET),
        (UNMET, UNKNOWN, UNMET, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_and_and_or_are_those_of_kleene(
    one: Outcome, other: Outcome, both: Outcome, either: Outcome
) -> None:
    assert one & other is both
    assert other & one is both
    assert one | other is either
    assert other | one is either


def test_not_known_turned_round_is_not_known() -> None:
    assert ~UNKNOWN is UNKNOWN
    assert (~MET, ~UNMET) == (UNMET, MET)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_has_no_truth_value(outcome: Outcome) -> None:
    with pytest.raises(TypeError, match=r"is Outcome\.MET"):
        bool(outcome)


def test_only_met_and_unmet_are_known() -> None:
    assert [outcome.known for outcome in (MET, UNMET, UNKNOWN)] == [True, True, False]


def test_a_missing_answer_is_unknown_and_not_unmet() -> None:
    assert [Outcome.of(value) for value in (True, False, None)] == [MET, UNMET, UNKNOWN]


def test_what_is_possible_and_not_sure_is_unknown() -> None:
    sides = ((True, True), (False, True), (False, False))
    told = [Outcome.bounds(sure=s, possible=p) for s, p in sides]
    assert told == [MET, UNKNOWN, UNMET]


def test_all_of_none_is_met_and_any_of_none_unmet() -> None:
    assert all_of() is MET
    assert any_of() is UNMET


@pytest.mark.parametrize(
    ("least", "expected"), [(0, MET), (1, MET), (2, UNKNOWN), (3, UNMET)], ids=str
)
def test_one_met_and_one_unknown_are_at_least_one_and_perhaps_two(
    least: int, expected: Outcome
) -> None:
    assert at_least(least, [MET, UNKNOWN, UNMET]) is expected
