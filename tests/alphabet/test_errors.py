"""Every error is one of fupin's and one of the standard kinds, and travels between processes."""

import pickle

import pytest

from fupin import errors
from fupin.errors import FupinError, RulebookError, SchemaError

KINDS = {
    "DayError": ValueError,
    "DivisionError": ValueError,
    "AmountError": ValueError,
    "ModelError": TypeError,
    "SequenceError": ValueError,
    "QuestionError": ValueError,
    "RulebookError": ValueError,
    "SchemaError": ValueError,
    "NotInForceError": LookupError,
    "NoValueError": LookupError,
    "UnknownRuleError": LookupError,
    "FrozenError": ValueError,
    "MissingExtraError": ImportError,
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_an_error_is_caught_as_fupins_and_as_the_standard_kind(
    name: str, kind: type[Exception]
) -> None:
    error = getattr(errors, name)
    assert issubclass(error, FupinError)
    assert issubclass(error, kind)


def test_no_error_is_left_out_here() -> None:
    there = {
        n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, FupinError)
    }
    assert {n for n in there if n[0] != "_"} == {*KINDS, "FupinError"}


@pytest.mark.parametrize("kind", [RulebookError, SchemaError])
def test_collected_faults_stand_one_a_line_and_survive_pickling(
    kind: type[RulebookError | SchemaError],
) -> None:
    error = kind(["no a @ x", "no b @ y"])
    assert str(error) == "no a @ x\nno b @ y"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.problems) == (kind, ("no a @ x", "no b @ y"))
