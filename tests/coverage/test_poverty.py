"""How many are poor, how deep, how unequally: published figures, and cases worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import log
from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.coverage.measures.lines import MOST_YUAN
from fupin.coverage.measures.weights import MOST_PERSONS
from fupin.errors import AmountError, NoValueError, QuestionError, SchemaError, UnknownRuleError

ON = "2016-12-31"
CANGXI, ZHAOHUA = "510824102201", "510811101201"
LINES = fp.policy.load("cn-lines")


def registry(*incomes: Any, sizes: Sequence[int | None] | None = None, **more: Any) -> fp.Registry:
    """A household for each income, of one person unless told, in one village."""
    told = sizes or [1] * len(incomes)
    return fp.Registry.of(
        households=[
            fp.Household(id=f"H-{n}", division=CANGXI, size=size) for n, size in enumerate(told)
        ],
        surveys=[
            fp.Survey(household=f"H-{n}", on="2016-12-01", net_income_per_head=income)
            for n, income in enumerate(incomes)
        ],
        **more,
    )


def ask(*incomes: Any, sizes: Sequence[int | None] | None = None, **asked: Any) -> dict[str, Any]:
    """The one row of the answer; the line is 1,000 yuan unless told."""
    result = fp.coverage.poverty(
        registry(*incomes, sizes=sizes), **{"on": ON, "line": 1000, **asked}
    )
    [row] = result.rows.to_dicts()
    return row


# CRAN package ineq 0.2-13, the recorded output of its examples: poverty of two distributions at a
# line of 2000, headcount and Watts to the digits printed there.
INEQ_X = (541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)
INEQ_Y = (841, 2063, 2445, 3438, 4437, 5401, 6392, 8304, 11304, 21961)


@pytest.mark.parametrize(
    ("incomes", "headcount", "watts"),
    [(INEQ_X, 0.2, 0.1620141), (INEQ_Y, 0.1, 0.08663108)],
    ids=["x", "y"],
)
def test_the_published_headcount_and_watts_come_out(
    incomes: tuple[int, ...], headcount: float, watts: float
) -> None:
    row = ask(*incomes, line=2000)
    assert row["headcount"] == row["low"] == row["high"] == headcount
    assert float(f"{row['watts']:.7g}") == watts


def test_who_has_exactly_the_line_is_not_poor() -> None:
    assert ask("999.99", 1000, "1000.01")["poor"] == 1


def test_gap_and_severity_are_the_first_and_second_power_of_the_shortfall() -> None:
    """Shortfalls of a half and a tenth of the line, and two who lack nothing."""
    row = ask(500, 900, 1000, 5000)
    assert row["headcount"] == 0.5
    assert row["gap"] == pytest.approx((0.5 + 0.1) / 4, 1e-15)
    assert row["severity"] == pytest.approx((0.25 + 0.01) / 4, 1e-15)
    assert row["watts"] == pytest.approx((log(2) + log(10 / 9)) / 4, 1e-15)
    assert row["shortfall_fen"] == (500 + 100) * 100


def test_sizes_are_frequency_weights_and_households_count_as_one() -> None:
    persons = ask(500, 5000, sizes=[3, 1])
    assert (persons["headcount"], persons["gap"]) == (0.75, 0.375)
    households = ask(500, 5000, sizes=[3, 1], weight="households")
    assert (households["headcount"], households["gap"]) == (0.5, 0.25)
    assert persons["shortfall_fen"] == households["shortfall_fen"] == 3 * 500 * 100


def test_the_rate_asked_for_comes_first_and_the_other_beside_it() -> None:
    result = fp.coverage.poverty(registry(500, 5000, sizes=[3, 1]), on=ON, line="1000")
    assert result.total == result.rate("persons") == fp.Rate(3, 4)
    assert result.rate("households") == fp.Rate(1, 2)


def test_unknown_incomes_move_the_bounds_and_are_counted_beside_what_is_known() -> None:
    row = ask(500, None, 5000, 5000)
    assert (row["persons"], row["persons_known"], row["persons_unknown"]) == (4, 3, 1)
    assert (row["low"], row["high"]) == (0.25, 0.5)
    assert row["headcount"] == pytest.approx(1 / 3)
    assert row["gap"] == pytest.approx(0.5 / 3)
    assert (row["gap_low"], row["gap_high"]) == (0.125, 0.375)
    assert (row["severity_low"], row["severity_high"]) == (0.0625, 0.3125)
    assert row["watts_low"] == pytest.approx(log(2) / 4)


def test_who_was_never_surveyed_is_unknown() -> None:
    result = fp.coverage.poverty(
        fp.Registry.of(households=[fp.Household(id="H-1", size=2)], surveys=[]), on=ON, line=1000
    )
    assert result.total == fp.Rate(0, 2, unknown=2)
    [row] = result.rows.to_dicts()
    assert row["headcount"] is row["gap"] is row["severity"] is row["watts"] is None
    assert (row["gap_low"], row["gap_high"]) == (0, 1)


def test_a_household_of_unknown_size_leaves_nothing_sure_about_persons() -> None:
    row = ask(500, 5000, 500, sizes=[1, 1, None])
    assert (row["persons"], row["size_unknown"]) == (2, 1)
    assert (row["low"], row["high"], row["gap_low"], row["gap_high"]) == (0, 1, 0, 1)
    assert row["headcount"] == 0.5
    assert ask(500, 5000, 500, sizes=[1, 1, None], weight="households")["low"] == 2 / 3


def test_an_income_of_nothing_is_poor_and_adds_nothing_to_watts() -> None:
    """Its logarithm has no limit: what is given is the least that Watts is."""
    row = ask(0, 500, 5000, 5000)
    assert (row["headcount"], row["gap"], row["no_income"]) == (0.5, 0.375, 1)
    assert row["watts"] == pytest.approx(log(2) / 4)


@pytest.mark.parametrize("income", ["-1", "100000.01"])
def test_an_income_that_cannot_be_is_unknown(income: str) -> None:
    row = ask(income, 5000)
    assert (row["unknown"], row["poor"], row["no_income"]) == (1, 0, 0)


def test_the_latest_survey_by_the_day_counts() -> None:
    seen = [("2015-12-01", 500), ("2016-11-30", 1500), ("2017-01-01", 300)]
    surveys = [fp.Survey(household="H-1", on=on, net_income_per_head=y) for on, y in seen]
    told = fp.Registry.of(households=[fp.Household(id="H-1", size=1)], surveys=surveys)
    poor = {
        on: fp.coverage.poverty(told, on=on, line=1000).rows["poor"].item()
        for on in ("2016-11-29", "2016-11-30", "2017-01-01")
    }
    assert poor == {"2016-11-29": 1, "2016-11-30": 0, "2017-01-01": 1}


def test_surveys_of_one_day_that_differ_leave_the_income_unknown() -> None:
    surveys = [
        fp.Survey(household="H-1", on="2016-12-01", net_income_per_head=y) for y in (500, 1500)
    ]
    told = fp.Registry.of(households=[fp.Household(id="H-1", size=1)], surveys=surveys)
    assert fp.coverage.poverty(told, on=ON, line=1000).rows["unknown"].item() == 1


def test_income_by_its_parts_is_taken_per_head_in_whole_fen() -> None:
    """Of 2,000 yuan each of three has 666.666…: 666.66, rounded down."""
    parts = {"business": 0, "property": 0, "transfer": 0, "business_expenses": 1000}
    earned = fp.Income(household="H-1", until="2016-12-31", wage=3000, **parts)
    told = registry(500, None, sizes=[1, 3], incomes=[earned])
    result = fp.coverage.poverty(told, on=ON, line="666.67")
    assert result.missing()["income_fen"].to_list() == [50_000, 66_666]
    assert any("whole fen" in text for text in result.provenance.assumptions)
    assert fp.coverage.poverty(told, on=ON, line="666.66").rows["poor"].item() == 1
    assert fp.coverage.poverty(
        told, on=ON, line="666.67", income="disposable_income_per_head"
    ).total == fp.Rate(0, 4, unknown=4)


def test_who_is_poor_and_of_whom_it_is_unknown_is_listed() -> None:
    result = fp.coverage.poverty(registry(500, None, 5000), on=ON, line=1000)
    columns = ("household", "size", "income_fen", "line_fen", "outcome")
    assert result.missing().select(columns).rows() == [
        ("H-0", 1, 50_000, 100_000, "poor"),
        ("H-1", 1, None, 100_000, "unknown"),
    ]


def test_a_named_population_is_asked_and_who_may_belong_stands_beside() -> None:
    units = [
        fp.Household(id="H-0", size=1, registration="in-need"),
        fp.Household(id="H-1", size=1, registration="exited"),
        fp.Household(id="H-2", size=1),
    ]
    surveys = [
        fp.Survey(household=f"H-{n}", on="2016-12-01", net_income_per_head=500) for n in range(3)
    ]
    told = fp.Registry.of(households=units, surveys=surveys)
    result = fp.coverage.poverty(told, on=ON, line=1000, population="in_need")
    assert result.total == fp.Rate(1, 1, unplaced=1)
    assert result.rows.select("gap", "gap_low", "gap_high").row(0) == (0.5, 0.25, 0.75)
    assert result.missing().select("household", "outcome").rows() == [
        ("H-0", "poor"),
        ("H-2", "unknown"),
    ]


def test_rows_by_place_and_column_each_have_their_own_measures() -> None:
    units = [
        fp.Household(id="H-1", division=CANGXI, size=1, cause="illness"),
        fp.Household(id="H-2", division=ZHAOHUA, size=1, cause="illness"),
        fp.Household(id="H-3", division=ZHAOHUA, size=3),
    ]
    incomes = {"H-1": 500, "H-2": 900, "H-3": 5000}
    told = fp.Registry.of(
        households=units,
        surveys=[
            fp.Survey(household=h, on="2016-12-01", net_income_per_head=y)
            for h, y in incomes.items()
        ],
    )
    rows = fp.coverage.poverty(told, on=ON, line=1000, by=["county", "cause"]).rows
    assert rows.select("division", "cause", "headcount", "gap").rows() == [
        ("510811000000", "illness", 1, 0.1),
        ("510811000000", None, 0, 0),
        ("510824000000", "illness", 1, 0.5),
    ]


def test_a_series_of_days_is_asked_like_any_calculator() -> None:
    series = fp.coverage.timeline(
        fp.coverage.poverty, registry(500, 5000), days=["2016-11-30", ON], line=1000
    )
    assert series.rows.select("persons_unknown", "low", "high").rows() == [(2, 0, 1), (0, 0.5, 0.5)]


def test_sums_over_a_nation_stay_exact() -> None:
    """Nine thousand million who lack a million yuan: sums of squares pass 64 bits, parts do not."""
    row = ask(*[0] * 9, sizes=[MOST_PERSONS] * 9, line=MOST_YUAN)
    assert (row["persons"], row["gap"], row["severity"]) == (9 * MOST_PERSONS, 1, 1)
    assert row["shortfall_fen"] == 9 * MOST_PERSONS * MOST_YUAN * 100


def test_a_size_beyond_what_can_be_is_not_known() -> None:
    assert ask(500, sizes=[MOST_PERSONS + 1])["size_unknown"] == 1


# ---------------------------------------------------------------- lines of a rulebook


def yearly(
    *incomes: tuple[str, str | None], column: str = "disposable_income_per_head"
) -> fp.Registry:
    """A household for each income per head and the last day of its year."""
    cells: list[dict[str, Any]] = [
        {"household": f"H-{n}", "on": "2017-03-01", "income_until": until, column: income}
        for n, (income, until) in enumerate(incomes)
    ]
    return fp.Registry.of(
        households=[fp.Household(id=cell["household"], division=CANGXI, size=1) for cell in cells],
        surveys=[fp.Survey(**cell) for cell in cells],
    )


def test_an_income_meets_the_line_of_its_own_year_whenever_it_is_asked() -> None:
    """2,900 yuan were enough in 2015, at a line of 2,855, and not in 2016, at 2,952."""
    told = yearly(("2900", "2015-12-31"), ("2900", "2016-12-31"))
    result = fp.coverage.poverty(
        told, LINES, on="2017-03-01", line="national-line", income="disposable_income_per_head"
    )
    assert result.missing().select("household", "line_fen").rows() == [("H-1", 295_200)]
    assert result.provenance.books == ("cn-lines",)
    [rule] = result.provenance.rules
    assert (rule["rule"], rule["values"][0]["source"]) == ("national-line", "云南调查年鉴2017")


def test_an_income_of_a_period_that_is_not_over_or_of_nobody_is_unknown() -> None:
    """1,500 yuan of the year to 1 March, asked on its last day, on the day before, of nobody."""
    told: dict[str, Any] = {
        "on": "2016-12-01", "income_until": "2017-03-01", "net_income_per_head": 1500,
    }  # fmt: skip
    for size, on, unknown in ((1, "2017-03-01", 0), (1, "2017-02-28", 1), (0, "2017-03-01", 1)):
        registry = fp.Registry.of(
            households=[fp.Household(id="H-1", size=size)],
            surveys=[fp.Survey(household="H-1", **told)],
        )
        found = fp.coverage.poverty(registry, on=on, line=2952, weight="households")
        assert found.rows.select("poor", "unknown").rows() == [(1 - unknown, unknown)]


def test_an_income_of_an_unknown_year_or_of_one_without_a_line_is_unknown() -> None:
    told = yearly(("100", None), ("100", "2017-12-31"), ("100", "2016-12-31"))
    rows = fp.coverage.poverty(
        told, LINES, on="2018-03-01", line="national-line", income="disposable_income_per_head"
    ).rows
    assert (rows["poor"].item(), rows["unknown"].item()) == (1, 2)


def test_the_last_line_is_carried_on_only_when_asked() -> None:
    told = yearly(("2900", "2017-12-31"))
    asked: dict[str, Any] = {
        "on": "2018-03-01",
        "line": "national-line",
        "income": "disposable_income_per_head",
    }
    result = fp.coverage.poverty(told, LINES, carry=True, **asked)
    assert result.total == fp.Rate(1, 1)
    assert "the last value of national-line is carried on" in result.provenance.assumptions


def test_net_income_is_not_compared_with_a_line_of_disposable_income_silently() -> None:
    told = yearly(("2900", "2016-12-31"), column="net_income_per_head")
    asked: dict[str, Any] = {"on": "2017-03-01", "line": "national-line"}
    apart = fp.coverage.poverty(told, LINES, **asked)
    assert apart.total == fp.Rate(0, 1, unknown=1)
    assert any("2016-01-01..2016-12-31" in text for text in apart.provenance.assumptions)
    together = fp.coverage.poverty(told, LINES, reading="as exits were judged", **asked)
    assert together.total == fp.Rate(1, 1)
    assert any("as exits were judged" in text for text in together.provenance.assumptions)


BOOK = """
id = "{name}"
zh = "测试用（虚构）"
en = "made up"
{division}

[life]
since = 2016-01-01

[sources.notice]
title = "虚构通知"
issuer = "虚构单位"

[[parameters]]
id = "line"
zh = "贫困线"
en = "poverty line"
unit = "{unit}"
set_by = "the county"
values = [{values}]
"""


def book(
    number: str | None,
    *,
    name: str = "all",
    division: str = "",
    unit: str = "yuan",
    income: str = "",
) -> fp.Rulebook:
    """A made-up book of one line, in force from 2016 on."""
    given = "" if number is None else f"number = {number}, "
    measure = f'income = "{income}", ' if income else ""
    value = f'{{ since = 2016-01-01, {given}{measure}source = "notice", checked = "unverified" }}'
    text = BOOK.format(
        name=name, division=division and f'division = "{division}"', unit=unit, values=value
    )
    return fp.policy.parse(text)


def test_a_place_has_its_own_line_and_of_an_unreadable_place_it_is_unknown() -> None:
    places = {"H-1": CANGXI, "H-2": ZHAOHUA, "H-3": "51x8"}
    told = fp.Registry.of(
        households=[fp.Household(id=h, division=d, size=1) for h, d in places.items()],
        surveys=[
            fp.Survey(household=h, on="2016-12-01", income_until=ON, net_income_per_head=1500)
            for h in places
        ],
    )
    books = [book("1000"), book("2000", name="cangxi", division="510824")]
    result = fp.coverage.poverty(told, books, on=ON, line="line")
    assert result.missing().select("household", "line_fen", "outcome").rows() == [
        ("H-1", 200_000, "poor"),
        ("H-3", None, "unknown"),
    ]
    assert result.total == fp.Rate(1, 3, unknown=1)
    alone = fp.coverage.poverty(told, books[1], on=ON, line="line")
    assert alone.missing().select("household", "line_fen", "outcome").rows() == [
        ("H-1", 200_000, "poor"),
        ("H-2", None, "unknown"),
        ("H-3", None, "unknown"),
    ]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"line": 1000, "weight": "heads"}, QuestionError, "no weight 'heads'"),
        ({"line": 1000, "income": "wage"}, QuestionError, "no income 'wage'"),
        ({"line": 1000, "by": "net_income_per_head"}, QuestionError, "by= cannot be"),
        ({"line": 1000, "population": "rich"}, QuestionError, "no population 'rich'"),
        ({"line": 0}, QuestionError, "expected more than 0"),
        ({"line": MOST_YUAN + 1}, QuestionError, "expected more than 0"),
        ({"line": "national-line"}, AmountError, "line= without a rulebook is an amount"),
        ({"line": 2952.0}, AmountError, "float is no exact amount"),
        ({"line": Decimal("0.001")}, AmountError, "expected at most 2 decimals"),
        ({"policy": LINES, "line": 2952}, QuestionError, "is an amount"),
        ({"policy": LINES, "line": "other"}, UnknownRuleError, "no parameter 'other'"),
        ({"policy": book("0.02", unit="share"), "line": "line"}, QuestionError, "is in share"),
        ({"policy": book(None), "line": "line"}, NoValueError, "the county"),
        (
            {"policy": book("2000", income="disposable"), "line": "line"},
            QuestionError,
            "line has no value for net_income_per_head",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    asked: dict[str, Any], error: type[Exception], message: str
) -> None:
    told = fp.Registry.of(
        households=pl.DataFrame({"id": ["H-1"], "net_income_per_head": ["1"]}),
        surveys=pl.DataFrame({"household": ["H-1"], "on": ["2016-12-01"]}),
    )
    policy = asked.pop("policy", None)
    with pytest.raises(error, match=message):
        fp.coverage.poverty(told, policy, on=ON, **asked)


def test_surveys_are_needed() -> None:
    told = fp.Registry.of(households=[fp.Household(id="H-1")])
    with pytest.raises(SchemaError, match=r"coverage\.poverty needs the table"):
        fp.coverage.poverty(told, on=ON, line=1000)
