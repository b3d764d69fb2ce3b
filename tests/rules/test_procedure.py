"""Was the procedure kept, and how far did the case come? Four steps, one a notice of 7 days."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pydantic import TypeAdapter

import fupin as fp
from fupin import policy
from fupin.errors import NotInForceError, QuestionError, UnknownRuleError
from fupin.findings import StepState
from tests.rules.procedures import BOOK, EXIT, NAMES, VALUES, check, kept, step

MET, UNMET, UNKNOWN = fp.Outcome
DONE, RUNNING, SHORT, ORDER, MISSING, TO_COME, OPEN = StepState


def states(progress: fp.Progress) -> list[StepState]:
    """Where each step stands."""
    return [found.state for found in progress.steps]


def replaced(number: int, *steps: fp.Step) -> list[fp.Step]:
    """The kept procedure with other records of one step."""
    return [*kept()[:number], *steps, *kept()[number + 1 :]]


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


def of_values(*lines: str) -> fp.Rulebook:
    """The book with other values of its number of days."""
    grounds = 'source = "notice"\nchecked = "unverified"\n'
    values = "".join(f"[[parameters.values]]\n{line}\n{grounds}" for line in lines)
    return policy.parse(EXIT.replace(VALUES, values))


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


# --- Whose steps they are ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"subject": None}, {"procedure": None}, {"step": None}, {"step": "tea"}],
    ids=str,
)
def test_a_record_that_does_not_say_of_what_it_is_may_be_of_this(change: dict[str, Any]) -> None:
    said = {"subject": "H-1", "procedure": "household-exit", "step": "consent", **change}
    found = check(replaced(1, fp.Step(on="2016-02-10", **said)))
    assert (found.outcome, found.steps[1].state, found.steps[1].on) == (UNKNOWN, OPEN, None)


@pytest.mark.parametrize(
    "change", [{"subject": "H-2"}, {"procedure": "monitoring-entry"}, {"credited": 2015}], ids=str
)
def test_steps_of_another_case_do_not_count(change: dict[str, Any]) -> None:
    other = step("consent", "2016-02-10", **change)
    found = fp.procedure.check(
        replaced(1, other), BOOK, on="2016-12-31", procedure="household-exit", subject="H-1",
        credited=2016,
    )  # fmt: skip
    assert found.missing == ("consent",)


def test_records_of_one_day_that_differ_are_unknown_and_repeated_ones_count_once() -> None:
    other = step("public-notice", "2016-03-01", "2016-03-05")
    assert check([*kept(), other]).steps[2].state is OPEN
    assert check([*kept(), *kept()]) == check(kept())


def test_what_surely_was_too_short_is_blamed_though_another_record_may_tell_of_it() -> None:
    short = step("public-notice", "2016-03-01", "2016-03-05")
    stray = step(None, "2016-03-01", "2016-03-05")
    assert check(replaced(2, short, stray)).too_short == ("public-notice",)
    assert check(replaced(2, stray)).missing == ("public-notice",)


def test_nothing_is_missing_before_a_step_that_may_be_of_another_case() -> None:
    found = check([*kept()[:1], step("announcement", "2016-03-08", subject=None)])
    assert states(found) == [DONE, TO_COME, TO_COME, OPEN]


def test_one_case_counts_for_the_year_its_steps_say() -> None:
    said = [*kept()[:3], step("announcement", "2016-03-08", credited=2015)]
    assert (check(said).credited, check(kept()).credited) == (2015, None)


def test_a_case_of_two_years_is_asked_about_by_its_year() -> None:
    first = [step(name, f"2015-0{n}-01", credited=2015) for n, name in enumerate(NAMES[:2], 1)]
    both = [*first, *(fp.Step(**{**_said(s), "credited": 2016}) for s in kept())]
    with pytest.raises(QuestionError, match="H-1 are credited to 2015, 2016: say credited="):
        check(both)
    ask: dict[str, Any] = {"on": "2016-12-31", "procedure": "household-exit"}
    early = fp.procedure.check(both, BOOK, subject="H-1", credited=2015, **ask)
    assert (early.reached, early.credited, early.outcome) == ("consent", 2015, UNMET)
    every = fp.procedure.check(both, BOOK, **ask)
    assert [(p.subject, p.credited, p.outcome) for p in every] == [
        ("H-1", 2015, UNMET), ("H-1", 2016, MET),
    ]  # fmt: skip
    assert fp.procedure.check(both, BOOK, credited=2016, **ask) == every[1:]


def _said(told: fp.Step) -> dict[str, Any]:
    return attrs.asdict(told)


def test_without_a_subject_there_is_one_progress_for_each() -> None:
    steps = [*kept(), step("proposal", "2016-02-01", subject="H-2"), step(None, None, subject=None)]
    found = fp.procedure.check(steps, BOOK, on="2016-12-31", procedure="household-exit")
    assert [(p.subject, p.reached) for p in found] == [("H-1", "announcement"), ("H-2", "proposal")]


# --- Which book holds ----------------------------------------------------------------------------


def test_an_unknown_procedure_and_a_day_out_of_force_raise() -> None:
    with pytest.raises(UnknownRuleError, match="no procedure 'tea' in these books"):
        fp.procedure.check(kept(), BOOK, on="2016-12-31", procedure="tea", subject="H-1")
    with pytest.raises(NotInForceError):
        check(kept(), "2020-01-01")
    ask: dict[str, Any] = {"procedure": "household-exit", "subject": "H-1", "on": "2020-01-01"}
    found = fp.procedure.check(kept(), BOOK, assume={"in_force": True}, **ask)
    assert found.outcome is MET
    assert found.assumptions == ("made-up: taken as in force, as the question said",)


def test_a_class_that_the_procedure_does_not_know_is_refused() -> None:
    with pytest.raises(QuestionError, match="knows no class 'poor': there are none"):
        fp.procedure.check(
            kept(), BOOK, on="2016-12-31", procedure="household-exit", county_class="poor"
        )


def test_the_book_of_the_place_is_taken_and_elsewhere_there_is_none() -> None:
    county = policy.parse(
        EXIT.replace('"made-up"', '"cangxi"').replace("[life]", 'division = "510824"\n[life]')
    )
    ask: dict[str, Any] = {"procedure": "household-exit", "subject": "H-1", "on": "2016-12-31"}

    def book_of(books: list[fp.Rulebook], division: str | None) -> str:
        found: fp.Progress = fp.procedure.check(kept(), books, division=division, **ask)
        return found.book

    assert book_of([BOOK, county], "510824102201") == "cangxi"
    assert book_of([BOOK, county], "510811") == "made-up"
    assert book_of([county], None) == "cangxi"
    with pytest.raises(QuestionError, match="or its division is not told"):
        book_of([BOOK, county], None)
    with pytest.raises(QuestionError, match="does not hold for this subject"):
        book_of([county], "510811")


# --- Words ---------------------------------------------------------------------------------------


def test_it_is_told_in_english() -> None:
    short = step("public-notice", "2016-03-01", "2016-03-05", credited=2015)
    assert check(replaced(2, short)).explain("en") == (
        "H-1 on 2016-12-31, exit procedure (made-up): not completed in order; 2 of 4 steps done in "
        "order; next: notice; credited to 2015; last step on 2016-03-08\n"
        "  √ done  1 proposed  2016-02-01\n"
        "  √ done  2 recognised  2016-02-10\n"
        "  × too short  3 notice  2016-03-01..2016-03-04  4 days  at least 7 days\n"
        "  √ done  4 announced  2016-03-08\n"
        "source: 虚构通知 1 (unverified)\n"
        "source: 虚构通知 2 (unverified)\n"
        "reading: As told."
    )


def test_it_is_told_in_chinese() -> None:
    between = step("consent", None, latest="2016-02-20")
    notice = step("public-notice", "2016-02-28", "2016-03-08", latest="2016-03-01")
    ask: dict[str, Any] = {"procedure": "household-exit", "subject": "H-1", "on": "2016-03-05"}
    steps = [step("proposal", "2016-02-01"), between, notice]
    found = fp.procedure.check(steps, of_values(), assume={"in_force": True}, **ask)
    assert found.explain() == (
        "H-1，2016-03-05，退出程序（made-up）：未按程序完成；"
        "4 步中按序完成 1 步（至多 2 步）；下一步：认可\n"
        "  √ 已完成  1 提出  2016-02-01\n"
        "  ？ 不详  2 认可  ?–2016-02-20\n"
        "  … 进行中  3 公示  2016-02-28–2016-03-01..2016-03-07  7–9 天  未规定天数\n"
        "  · 未到  4 公告\n"
        "依据：虚构通知 1（未核实）\n"
        "依据：虚构通知 2（未核实）\n"
        "口径说明：As told.\n"
        "按假定：made-up: taken as in force, as the question said"
    )


def test_of_a_procedure_kept_nothing_is_next() -> None:
    assert check(kept()).explain("en").splitlines()[0] == (
        "H-1 on 2016-12-31, exit procedure (made-up): completed in order; "
        "4 of 4 steps done in order; last step on 2016-03-08"
    )


def test_a_number_of_days_that_is_not_known_is_told_so() -> None:
    told = check(kept(), book=of_values("since = 2010-01-01"))
    assert "7 天  应达天数不详" in told.explain("zh")
    assert "7 days  days asked not known" in told.explain("en")


def test_it_travels_as_json() -> None:
    adapter = TypeAdapter(fp.Progress)
    found = check(kept())
    assert adapter.validate_json(adapter.dump_json(found)) == found
    assert adapter.json_schema()["$defs"]["StepFinding"]["properties"]["state"]
