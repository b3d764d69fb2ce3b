"""Which records are of a case, which book holds for it, and in what words it is told."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pydantic import TypeAdapter

import fupin as fp
from fupin import policy
from fupin.errors import NotInForceError, QuestionError, UnknownRuleError
from fupin.findings import StepState
from tests.rules.procedures import BOOK, EXIT, NAMES, check, kept, of_values, replaced, states, step

MET, UNMET, UNKNOWN = fp.Outcome
DONE, RUNNING, SHORT, ORDER, MISSING, TO_COME, OPEN = StepState

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
        "H-1 on 2016-12-31, exit procedure: not completed in order (made-up); 2 of 4 steps done in "
        "order; next: notice; credited to 2015; last step on 2016-03-08\n"
        "  √ done          1 proposed  2016-02-01\n"
        "  √ done          2 recognised  2016-02-10\n"
        "  × too short     3 notice  2016-03-01..2016-03-04  4 days  at least 7 days\n"
        "  √ done          4 announced  2016-03-08\n"
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
        "H-1，2016-03-05，退出程序：未按程序完成（made-up）；"
        "4 步中按序完成 1 步（至多 2 步）；下一步：认可\n"
        "  √ 已完成　　  1 提出  2016-02-01\n"
        "  ? 不详　　　  2 认可  不晚于 2016-02-20\n"
        "  … 进行中　　  3 公示  2016-02-28–2016-03-01..2016-03-07  7–9 天  未规定天数\n"
        "  · 未到　　　  4 公告\n"
        "依据：虚构通知 1（未核实）\n"
        "依据：虚构通知 2（未核实）\n"
        "按假定：made-up：按提问视为有效"
    )


def test_of_a_procedure_kept_nothing_is_next() -> None:
    assert check(kept()).explain("en").splitlines()[0] == (
        "H-1 on 2016-12-31, exit procedure: completed in order (made-up); "
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
