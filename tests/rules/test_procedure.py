"""Was the procedure kept, and how far did the case come? Four steps, one a notice of 7 days."""

from __future__ import annotations

import pytest

import fupin as fp
from fupin.findings import StepState
from tests.rules.procedures import NAMES, check, kept, of_values, replaced, states, step

MET, UNMET, UNKNOWN = fp.Outcome
DONE, RUNNING, SHORT, ORDER, MISSING, TO_COME, OPEN = StepState

# --- In order ------------------------------------------------------------------------------------


def test_all_steps_in_order_are_the_procedure_kept() -> None:
    found = check(kept())
    assert (found.outcome, found.reached, found.next) == (MET, "announcement", None)
    assert str(found.completed) == "2016-03-08"


@pytest.mark.parametrize(
    ("on", "reached", "next_one", "expected"),
    [
        ("2016-01-31", None, "proposal", [TO_COME] * 4),
        ("2016-02-01", "proposal", "consent", [DONE, TO_COME, TO_COME, TO_COME]),
        ("2016-03-07", "consent", "public-notice", [DONE, DONE, RUNNING, TO_COME]),
        ("2016-03-08", "announcement", None, [DONE] * 4),
    ],
)
def test_what_is_dated_later_is_not_there_yet(
    on: str, reached: str | None, next_one: str | None, expected: list[StepState]
) -> None:
    found = check(kept(), on)
    assert (found.reached, found.next, states(found)) == (reached, next_one, expected)
    assert found.may_have_reached == reached


def test_a_case_on_its_way_has_nothing_missing() -> None:
    found = check(kept()[:2])
    assert (found.outcome, found.missing, found.next) == (UNMET, (), "public-notice")


def test_a_step_that_was_skipped_is_missing() -> None:
    found = check([*kept()[:1], *kept()[2:]])
    assert (found.outcome, found.missing, found.reached) == (UNMET, ("consent",), "proposal")
    assert found.ids(DONE) == ("proposal", "public-notice", "announcement")


def test_two_steps_of_one_day_are_in_order() -> None:
    assert check(replaced(1, step("consent", "2016-02-01"))).outcome is MET


def test_a_step_before_the_one_it_must_follow_is_out_of_order() -> None:
    found = check(replaced(1, step("consent", "2016-01-31")))
    assert (found.outcome, found.out_of_order) == (UNMET, ("consent",))


def test_a_step_that_was_taken_again_in_order_counts() -> None:
    again = [step("consent", "2016-01-31"), step("consent", "2016-02-10")]
    assert check(replaced(1, *again)).outcome is MET


def test_announced_while_the_notice_hangs_is_out_of_order() -> None:
    found = check(replaced(3, step("announcement", "2016-03-07")), "2016-03-07")
    assert states(found) == [DONE, DONE, RUNNING, ORDER]
    assert check(replaced(3, step("announcement", "2016-03-07"))).out_of_order == ("announcement",)


def test_steps_missing_early_do_not_put_the_later_ones_out_of_order() -> None:
    assert states(check(kept()[2:])) == [MISSING, MISSING, DONE, DONE]


# --- Notices -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "days", "state"),
    [("2016-03-07", 6, SHORT), ("2016-03-08", 7, DONE), ("2016-03-09", 8, DONE)],
)
def test_a_notice_of_exactly_the_days_is_long_enough(
    until: str, days: int, state: StepState
) -> None:
    notice = step("public-notice", "2016-03-01", until)
    found = check(replaced(2, notice, step("announcement", "2016-03-09"))[:4])
    assert (found.steps[2].state, found.steps[2].days) == (state, fp.Bounds(days, days))
    assert found.steps[2].asked == fp.Bounds(7, 7)
    assert found.too_short == (("public-notice",) if state is SHORT else ())


def test_a_notice_too_short_and_hung_again_is_long_enough() -> None:
    short = step("public-notice", "2016-02-12", "2016-02-14")
    assert check([*kept(), short]).outcome is MET


@pytest.mark.parametrize(
    ("on", "state"),
    [("2016-03-01", RUNNING), ("2016-03-07", RUNNING), ("2016-03-08", OPEN), ("2016-12-31", OPEN)],
)
def test_a_notice_without_an_end_runs_for_its_days_and_is_then_unknown(
    on: str, state: StepState
) -> None:
    found = check(replaced(2, step("public-notice", "2016-03-01")), on)
    assert found.steps[2].state is state
    assert found.steps[2].days is None


def test_what_is_announced_before_an_open_notice_can_be_over_is_out_of_order() -> None:
    notice = step("public-notice", "2016-03-01")
    found = check([*kept()[:2], notice, step("announcement", "2016-03-07")])
    assert (found.outcome, states(found)[2:]) == (UNMET, [OPEN, ORDER])


def test_a_notice_known_by_its_end_alone_hung_for_nobody_knows_how_long() -> None:
    found = check(replaced(2, step("public-notice", None, "2016-03-08")))
    assert (found.outcome, found.steps[2].state, found.steps[2].days) == (UNKNOWN, OPEN, None)


@pytest.mark.parametrize(
    ("values", "asked", "outcome"),
    [
        ([], None, MET),
        (["since = 2010-01-01"], fp.Bounds(1, None), UNKNOWN),
        (["since = 2016-03-02\nnumber = 1"], fp.Bounds(1, None), UNKNOWN),
        (["since = 2016-03-01\nnumber = 6.5"], fp.Bounds(7, 7), MET),
        (["since = 2016-03-01\nnumber = 7.5"], fp.Bounds(8, 8), UNMET),
    ],
    ids=["none set", "set, and not known", "set later", "part of a day", "more than there were"],
)
def test_the_days_asked_are_those_of_the_day_the_notice_began(
    values: list[str], asked: fp.Bounds | None, outcome: fp.Outcome
) -> None:
    found = check(kept(), book=of_values(*values))
    assert (found.steps[2].asked, found.outcome) == (asked, outcome)


@pytest.mark.parametrize(("number", "outcome"), [(7, MET), (8, UNKNOWN), (10, UNMET)])
def test_a_notice_that_began_between_two_days_hung_between_two_numbers_of_days(
    number: int, outcome: fp.Outcome
) -> None:
    book = of_values(
        "since = 2010-01-01\nuntil = 2016-02-29\nnumber = 7",
        f"since = 2016-02-29\nnumber = {number}",
    )
    notice = step("public-notice", "2016-02-28", "2016-03-08", latest="2016-03-01")
    found = check(replaced(2, notice), book=book).steps[2]
    assert (found.days, found.outcome) == (fp.Bounds(7, 9), MET if number == 7 else UNKNOWN)
    assert found.asked == fp.Bounds(7, number)
    late = step("public-notice", "2016-02-29", "2016-03-08", latest="2016-03-01")
    assert check(replaced(2, late), book=book).outcome is outcome


def test_a_step_that_takes_days_is_over_when_they_are() -> None:
    long = step("consent", "2016-02-10", "2016-02-21")
    assert states(check(replaced(1, long), "2016-02-20"))[1] is RUNNING
    assert check(replaced(1, long)).outcome is MET
    early = step("consent", "2016-02-10", "2016-03-02")
    assert check(replaced(1, early)).out_of_order == ("public-notice",)


# --- Days that are not known ---------------------------------------------------------------------


@pytest.mark.parametrize("number", range(4))
def test_an_undated_step_leaves_it_unknown(number: int) -> None:
    told = kept()[number]
    found = check(replaced(number, step(told.step, None)))
    assert (found.outcome, found.may_have_reached) == (UNKNOWN, "announcement")
    assert found.steps[number].state is OPEN


def test_an_undated_step_may_not_have_been_taken_yet() -> None:
    assert states(check([step("consent", None)])) == [TO_COME, OPEN, TO_COME, TO_COME]


@pytest.mark.parametrize(
    ("on", "state"), [("2016-02-04", TO_COME), ("2016-02-14", OPEN), ("2016-02-15", DONE)]
)
def test_a_step_known_between_two_days_is_done_on_the_later_one(on: str, state: StepState) -> None:
    between = step("consent", "2016-02-05", latest="2016-02-15")
    assert check(replaced(1, between), on).steps[1].state is state


def test_a_first_step_done_by_some_day_is_done_on_that_day() -> None:
    by = step("proposal", None, latest="2016-02-01")
    found = check(replaced(0, by))
    assert (found.outcome, found.steps[0].on) == (MET, None)


def test_steps_between_the_same_two_days_may_be_in_order_or_not() -> None:
    between = [step(name, None, latest="2016-02-20") for name in NAMES[:2]]
    found = check([*between, *kept()[2:]])
    assert (found.outcome, states(found)) == (UNKNOWN, [DONE, OPEN, DONE, DONE])


@pytest.mark.parametrize(
    "wrong",
    [
        step("public-notice", "2016-03-01", "2016-03-01"),
        step("public-notice", "2016-03-01", "2016-02-01"),
        step("public-notice", "2016-03-01", "2016-03-08", latest="2016-02-01"),
    ],
    ids=["no day", "ends before it begins", "at latest before at earliest"],
)
def test_days_that_contradict_each_other_are_not_known(wrong: fp.Step) -> None:
    found = check(replaced(2, wrong))
    assert (found.outcome, found.steps[2].state) == (UNKNOWN, OPEN)


def test_an_undated_step_cannot_lie_before_the_one_it_must_follow() -> None:
    early = step("public-notice", "2016-01-10", "2016-01-20")
    found = check([*kept()[:1], step("consent", None), early, step("announcement", "2016-02-02")])
    assert states(found) == [DONE, OPEN, ORDER, OPEN]
    assert found.outcome is UNMET


@pytest.mark.parametrize(("on", "state"), [("2016-02-16", RUNNING), ("2016-02-17", OPEN)])
def test_an_open_notice_hangs_its_days_after_the_step_before_it(on: str, state: StepState) -> None:
    notice = step("public-notice", "2016-02-02", latest="2016-02-12")
    assert check(replaced(2, notice), on).steps[2].state is state


def test_what_is_over_on_a_day_began_before_it() -> None:
    notice = step("public-notice", "2016-03-01", "2016-03-08", latest="2016-03-20")
    assert check(replaced(2, notice)).steps[2].days == fp.Bounds(1, 7)


@pytest.mark.parametrize(
    ("number", "worse", "better"),
    [
        (1, step("consent", "2016-01-20", latest="2016-02-05"), step("consent", "2016-02-10")),
        (2, step("public-notice", "2016-02-12", "2016-02-14"), step("public-notice", "2016-03-01")),
        (
            2,
            step("public-notice", "2016-01-01", "2016-01-03"),
            step("public-notice", "2016-03-01", "2016-03-05"),
        ),
        (3, step("announcement", "2016-03-09"), step("announcement", "2016-03-08")),
    ],
    ids=["surely in order", "perhaps long enough", "in order", "first"],
)
def test_of_several_records_the_best_is_told(number: int, worse: fp.Step, better: fp.Step) -> None:
    for several in ([worse, better], [better, worse]):
        found = check(replaced(number, *several)).steps[number]
        assert (found.on, found.until) == (better.on, better.until)
