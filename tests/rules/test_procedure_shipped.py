"""The shipped procedures: households, villages, monitored households, Guangyuan's seven counties.

Of the counties' days those of the notices and approvals are real; what came before the notice is
known to have been done by its first day, and no more.
"""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.findings import StepState

MET, UNMET, UNKNOWN = fp.Outcome
NATION = fp.policy.load("cn-2016")
SICHUAN = fp.policy.load("sichuan-2016")
MONITORING = fp.policy.load("cn-monitoring-2021")

# The county, its class, the year it is credited to, the first day of the notice and the first day
# after it, and the day of the approval.
NOTICED = {2017: ("2018-01-29", "2018-02-03"), 2018: ("2019-03-26", "2019-04-02"),
           2019: ("2020-01-14", "2020-01-21")}  # fmt: skip
APPROVED = {2017: "2018-07-31", 2018: "2019-04-28", 2019: "2020-02-18"}
COUNTIES = [
    ("510802", "provincial", 2017),  # 利州区
    ("510811", "national", 2018),  # 昭化区
    ("510812", "national", 2018),  # 朝天区
    ("510822", "national", 2018),  # 青川县
    ("510821", "national", 2019),  # 旺苍县
    ("510823", "national", 2019),  # 剑阁县
    ("510824", "national", 2019),  # 苍溪县
]
BEFORE = ("county-proposal", "city-review", "province-verification", "province-evaluation")


def known(code: str, year: int) -> list[fp.Step]:
    """What is known of a county: its notice, its approval, and that the rest came before."""
    case: dict[str, Any] = {"subject": code, "procedure": "county-exit", "credited": year}
    first, until = NOTICED[year]
    early = [fp.Step(step=name, on=None, latest=first, **case) for name in BEFORE]
    notice = fp.Step(step="public-notice", on=first, until=until, **case)
    return [*early, notice, fp.Step(step="approval", on=APPROVED[year], **case)]


def county(steps: list[fp.Step], book: fp.Rulebook = SICHUAN, **asked: Any) -> fp.Progress:
    """Where one county stands."""
    found: fp.Progress = fp.procedure.check(steps, book, procedure="county-exit", **asked)
    return found


def in_order(procedure: str, names: list[str], **case: Any) -> list[fp.Step]:
    """Steps on days that follow each other (made up); a notice hangs for five."""
    return [
        fp.Step(
            procedure=procedure, step=name, on=f"2020-{month:02d}-01",
            until=f"2020-{month:02d}-06" if name == "public-notice" else None, **case,
        )
        for month, name in enumerate(names, 1)
    ]  # fmt: skip


def ids(book: fp.Rulebook, procedure: str) -> list[str]:
    """The steps of a procedure, as they stand in the book."""
    return [stage.id for stage in book.procedure(procedure).steps]


# --- The seven counties --------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "of", "year"), COUNTIES)
def test_a_county_is_credited_to_one_year_and_approved_in_the_next(
    code: str, of: str, year: int
) -> None:
    found = county(known(code, year), subject=code, county_class=of, on="2020-12-31")
    assert (found.credited, str(found.completed)) == (year, APPROVED[year])
    assert found.completed is not None
    assert found.completed.year == year + 1


@pytest.mark.parametrize(("code", "of", "year"), COUNTIES)
def test_at_the_end_of_its_credited_year_no_county_was_out(code: str, of: str, year: int) -> None:
    found = county(known(code, year), subject=code, county_class=of, on=f"{year}-12-31")
    assert (found.outcome, found.completed) == (UNMET, None)


@pytest.mark.parametrize(("code", "of", "year"), [c for c in COUNTIES if c[2] > 2017])
def test_whether_the_steps_before_the_notice_were_in_order_is_not_known(
    code: str, of: str, year: int
) -> None:
    found = county(known(code, year), subject=code, county_class=of, on="2020-12-31")
    assert (found.outcome, found.may_have_reached) == (UNKNOWN, "approval")
    assert found.ids(StepState.UNKNOWN) == ("city-review", "province-evaluation")
    assert found.steps[3].days == fp.Bounds(7, 7)


def test_lizhou_was_verified_by_the_province_and_saw_no_group_of_the_state_council() -> None:
    found = county(known("510802", 2017), subject="510802", county_class="provincial",
                   on="2018-12-31")  # fmt: skip
    assert [step.id for step in found.steps] == [
        "county-proposal", "city-review", "province-verification", "public-notice", "approval",
    ]  # fmt: skip
    notice = found.steps[3]
    assert (notice.state, notice.days, notice.asked) == (StepState.DONE, fp.Bounds(5, 5), None)


def test_an_approval_of_july_or_august_is_known_when_august_is_over() -> None:
    case: dict[str, Any] = {"subject": "510802", "procedure": "county-exit", "credited": 2017}
    fuzzy = fp.Step(step="approval", on="2018-07-01", latest="2018-08-31", **case)
    steps = [*known("510802", 2017)[:-1], fuzzy]
    states = [
        county(steps, subject="510802", county_class="provincial", on=on).steps[-1].state
        for on in ("2018-06-30", "2018-07-31", "2018-08-31")
    ]
    assert states == [StepState.TO_COME, StepState.UNKNOWN, StepState.DONE]
    late = county(steps, subject="510802", county_class="provincial", on="2018-08-31")
    assert late.completed is None


def test_all_seven_are_asked_about_at_once() -> None:
    steps = [step for code, _, year in COUNTIES for step in known(code, year)]
    found = fp.procedure.check(steps, SICHUAN, procedure="county-exit", on="2020-02-17")
    assert [(p.subject, p.credited) for p in found] == sorted((c[0], c[2]) for c in COUNTIES)
    assert [p.subject for p in found if p.completed is None] == ["510821", "510823", "510824"]


def test_a_county_is_the_same_by_any_form_of_its_code() -> None:
    padded = [fp.Step(**{**_cells(s), "subject": "510811000000"}) for s in known("510811", 2018)]
    found = county(padded, subject="510811", county_class="national", on="2019-12-31")
    assert str(found.completed) == "2019-04-28"
    [whole] = fp.procedure.check(padded, SICHUAN, procedure="county-exit", on="2019-12-31")
    assert whole.subject == "510811"


def _cells(step: fp.Step) -> dict[str, Any]:
    return {name: getattr(step, name) for name in ("subject", "procedure", "step", "on", "latest",
                                                   "until", "credited")}  # fmt: skip


# --- Two procedures of counties, by class and year -----------------------------------------------

SEVEN = [
    "county-proposal", "city-review", "province-verification", "public-notice",
    "province-decision", "state-council-evaluation", "approval",
]  # fmt: skip


@pytest.mark.parametrize(
    ("of", "year", "without", "more"),
    [
        ("national", 2017, None, None),
        ("national", 2018, "state-council-evaluation", "province-evaluation"),
        ("provincial", 2017, "state-council-evaluation", None),
        ("provincial", 2018, "state-council-evaluation", None),
    ],
)
def test_the_steps_of_the_opinion_depend_on_class_and_year(
    of: str, year: int, without: str | None, more: str | None
) -> None:
    steps = [name for name in SEVEN if name != without]
    if more:
        steps.insert(3, more)
    case: dict[str, Any] = {"subject": "510811", "county_class": of, "credited": year}
    done = in_order("county-exit", steps, subject="510811", credited=year)
    found = county(done, NATION, on="2020-12-31", **case)
    assert ([step.id for step in found.steps], found.outcome) == (steps, MET)
    for number, name in enumerate(steps[:-1]):
        short = county([*done[:number], *done[number + 1 :]], NATION, on="2020-12-31", **case)
        assert (short.outcome, short.missing) == (UNMET, (name,))


def test_where_the_class_is_not_known_the_group_of_the_state_council_may_be_asked() -> None:
    steps = [name for name in SEVEN if name != "state-council-evaluation"]
    done = in_order("county-exit", steps, subject="510811", credited=2017)
    found = county(done, NATION, subject="510811", on="2020-12-31")
    assert (found.outcome, found.ids(StepState.UNKNOWN)) == (UNKNOWN, ("state-council-evaluation",))
    whole = in_order("county-exit", SEVEN, subject="510811", credited=2017)
    assert county(whole, NATION, subject="510811", on="2020-12-31").outcome is MET


def test_an_approval_before_an_evaluation_that_may_not_be_asked_is_unknown() -> None:
    done = in_order("county-exit", [*SEVEN[:5], "approval", SEVEN[5]], subject="510802",
                    credited=2017)  # fmt: skip
    ask: dict[str, Any] = {"subject": "510802", "on": "2020-12-31"}
    outcomes = [
        county(done, NATION, county_class=of, **ask).outcome
        for of in (None, "provincial", "national")
    ]
    assert outcomes == [UNKNOWN, MET, UNMET]


def test_where_the_year_is_not_known_either_evaluation_may_be_asked() -> None:
    done = in_order("county-exit", SEVEN, subject="510811")
    found = county(done, NATION, subject="510811", county_class="national", on="2020-12-31")
    assert found.ids(StepState.UNKNOWN) == ("province-evaluation",)


def test_sichuan_asks_for_its_own_steps_in_sichuan_only() -> None:
    books = [NATION, SICHUAN]
    ask: dict[str, Any] = {"procedure": "county-exit", "credited": 2018, "on": "2020-12-31"}
    places = {code: fp.procedure.check([], books, subject=code, **ask).book
              for code in ("510811", "610824")}  # fmt: skip
    assert places == {"510811": "sichuan-2016", "610824": "cn-2016"}


# --- Households and villages ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("book", "procedure", "subject", "number"),
    [
        (NATION, "household-exit", "H-1", 6),
        (SICHUAN, "household-exit", "H-1", 6),
        (NATION, "village-exit", "510824102201", 2),
        (MONITORING, "monitoring-entry", "H-1", 9),
    ],
    ids=["household", "household in Sichuan", "village", "monitored household"],
)
def test_all_steps_in_order_are_the_procedure_kept(
    book: fp.Rulebook, procedure: str, subject: str, number: int
) -> None:
    names = ids(book, procedure)
    steps = in_order(procedure, names, subject=subject)
    ask: dict[str, Any] = {"procedure": procedure, "subject": subject, "on": "2021-06-30"}
    assert len(names) == number
    assert fp.procedure.check(steps, book, **ask).outcome is MET
    for n, name in enumerate(names[:-1]):
        short = fp.procedure.check([*steps[:n], *steps[n + 1 :]], book, **ask)
        assert (short.outcome, short.missing) == (UNMET, (name,))


def test_a_household_is_taken_off_the_count_last() -> None:
    assert ids(NATION, "household-exit") == [
        "proposal", "verification", "consent", "public-notice", "announcement", "taken-off-count",
    ]  # fmt: skip


def test_the_steps_of_monitoring_are_one_countys_practice() -> None:
    entry = MONITORING.procedure("monitoring-entry")
    assert entry.checked == "secondary"
    assert [stage.zh for stage in entry.steps] == [
        "风险预警", "入户核查", "承诺授权", "信息比对", "民主评议",
        "村级公示", "镇审核", "县级审定", "信息录入",
    ]  # fmt: skip


@pytest.mark.parametrize("book", [NATION, SICHUAN, MONITORING], ids=lambda book: book.id)
def test_no_notice_has_a_number_of_days_until_one_is_supplied(book: fp.Rulebook) -> None:
    for entry in book.procedures:
        for stage in entry.steps:
            assert stage.notice is (stage.id == "public-notice")
            assert stage.days is None or not book.parameter(stage.days).values
