"""Procedures in a book: what their grammar refuses, and of whom a step is asked."""

import pytest

from fupin import policy
from fupin.errors import RulebookError, UnknownRuleError
from fupin.outcomes import Outcome
from fupin.policy import Stage
from tests.rules.procedures import BOOK, EXIT

NOTICE = 'notice = true, days = "notice-days"'


@pytest.mark.parametrize(
    ("was", "said", "fault"),
    [
        (NOTICE, 'days = "notice-days"', "days says how long a notice hangs: give notice = true"),
        (NOTICE, 'notice = true, days = "tea"', "no parameter tea in days: there are notice-days"),
        ('unit = "days"', 'unit = "persons"', "no parameter notice-days in days: there are none"),
        (NOTICE, 'for_class = "poor"', "for_class is not among the classes: poor"),
        (
            NOTICE,
            "credited_since = 2018, credited_until = 2018",
            "credited_until must come after credited_since",
        ),
        ('article = "2"', "credited_since = 2018", "the last step must be asked of every case"),
        ('id = "consent"', 'id = "proposal"', "step of household-exit stands twice: proposal"),
        ('article = "2"', 'source = "tea"', "source not among the book's sources: tea"),
        ('article = "1"', "tea = 1", "Extra inputs are not permitted @ made-up: procedures[0].tea"),
    ],
)
def test_what_does_not_hold_together_is_refused(was: str, said: str, fault: str) -> None:
    assert was in EXIT
    with pytest.raises(RulebookError) as told:
        policy.parse(EXIT.replace(was, said), name="made-up")
    assert fault in str(told.value)


def test_two_procedures_of_one_id_are_refused() -> None:
    start = EXIT.index("[[procedures]]")
    with pytest.raises(RulebookError, match="procedure stands twice: household-exit"):
        policy.parse(EXIT + EXIT[start:])


def test_an_unknown_procedure_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownRuleError, match="called 'tea'; there are: household-exit"):
        BOOK.procedure("tea")


@pytest.mark.parametrize(
    ("county_class", "year", "outcome"),
    [
        ("national", 2017, Outcome.MET),
        ("national", 2016, Outcome.UNMET),
        ("national", 2018, Outcome.UNMET),
        ("provincial", 2017, Outcome.UNMET),
        ("provincial", None, Outcome.UNMET),
        (None, 2018, Outcome.UNMET),
        (None, 2017, Outcome.UNKNOWN),
        ("national", None, Outcome.UNKNOWN),
    ],
)
def test_a_step_is_asked_by_class_and_credited_year(
    county_class: str | None, year: int | None, outcome: Outcome
) -> None:
    stage = Stage(
        id="evaluation", zh="评估", en="evaluation", for_class="national",
        credited_since=2017, credited_until=2018,
    )  # fmt: skip
    assert stage.asked_of(county_class, year) is outcome
