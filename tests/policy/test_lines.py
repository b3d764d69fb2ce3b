"""The national line, year by year: the figures of the sources, and silence where they have none."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from fupin import policy
from fupin.errors import NotInForceError, NoValueError
from fupin.policy.entries import Checked
from fupin.policy.parameters import Income

LINE = policy.load("cn-lines").parameter("national-line")
YEARBOOK = json.loads(Path(__file__).with_name("poverty_line_by_year.json").read_text("utf-8"))

# year: yuan, measure of income, how well checked; typed here once more.
LINES: dict[int, tuple[int, Income | None, Checked]] = {
    2010: (2300, "net", "text"),
    2011: (2536, "net", "text"),
    2012: (2625, "net", "text"),
    2013: (2736, "net", "text"),
    2014: (2800, "disposable", "text"),
    2015: (2855, "disposable", "text"),
    2016: (2952, "disposable", "text"),
    2018: (2995, None, "unverified"),
    2019: (3218, None, "secondary"),
    2020: (4000, None, "secondary"),
}


@pytest.mark.parametrize("year", LINES)
def test_the_line_of_a_year_holds_from_its_first_day_to_its_last(year: int) -> None:
    first, last = (LINE.on(dt.date(year, *day)) for day in ((1, 1), (12, 31)))
    assert first is last
    number, income, checked = LINES[year]
    assert (first.number, first.income, first.checked) == (Decimal(number), income, checked)


@pytest.mark.parametrize("year", range(2010, 2017))
def test_the_lines_of_the_yearbook_are_those_of_the_reference_table(year: int) -> None:
    value = LINE.on(dt.date(year, 12, 31))
    assert (value.number, value.source) == (Decimal(YEARBOOK[str(year)]), "yearbook")


def test_there_is_no_further_line_among_the_numbers() -> None:
    told = {value.since.year: value.number for value in LINE.values if value.given}
    assert told == {year: number for year, (number, _, _) in LINES.items()}


def test_the_line_of_2017_is_known_to_exist_and_asking_says_how_to_supply_it() -> None:
    with pytest.raises(NoValueError, match=r"2017-06-30: the state .*Supply it: policy\.amend"):
        LINE.on(dt.date(2017, 6, 30))


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [(dt.date(2009, 12, 31), dt.date(2010, 1, 1)), (dt.date(2021, 1, 1), dt.date(2020, 12, 31))],
)
def test_before_2010_and_after_2020_there_is_no_line(asked: dt.date, nearest: dt.date) -> None:
    with pytest.raises(NotInForceError) as told:
        LINE.on(asked)
    assert told.value.nearest == (nearest,)


def test_the_2000_prices_of_the_yearbook_are_told_as_a_slip() -> None:
    assert "2010年不变价" in (LINE.on(dt.date(2010, 12, 31)).reading or "")


def test_4000_yuan_is_told_as_a_yardstick_of_exit_and_no_statistic() -> None:
    assert "no statistic" in (LINE.on(dt.date(2020, 12, 31)).reading or "")


def test_a_line_whose_measure_of_income_is_open_says_so() -> None:
    open_ones = [value for value in LINE.values if value.given and value.income is None]
    assert {value.since.year for value in open_ones} == {2018, 2019, 2020}
    assert all(value.reading for value in open_ones)
