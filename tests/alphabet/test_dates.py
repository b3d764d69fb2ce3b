"""Days, periods and timelines: whole days, half-open, and no day is ever guessed."""

import datetime as dt

import pandas as pd
import pendulum
import pytest

from fupin.dates import (
    Period,
    Timeline,
    add_days,
    add_months,
    add_years,
    day,
    optional_day,
    window,
)
from fupin.errors import DayError, NotInForceError
from fupin.outcomes import Outcome

MET, UNMET, UNKNOWN = Outcome
DAY = dt.date(2016, 9, 9)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        "2016-09-09",
        dt.datetime(2016, 9, 9),  # noqa: DTZ001 - a naive timestamp is what is meant
        pd.Timestamp("2016-09-09"),
        pendulum.date(2016, 9, 9),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_day_may_be_a_date_text_or_midnight(value: object) -> None:
    assert day(value) == DAY
    assert type(day(value)) is dt.date


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("2016-09", "text that is no day"),
        ("2016", "text that is no day"),
        ("2016-9-9", "text that is no day"),
        ("20160909", "text that is no day"),
        ("2016-02-30", "text that is no day"),
        ("2015-02-29", "text that is no day"),
        ("2016-09-09\n", "text that is no day"),
        ("２０１６-09-09", "text that is no day"),
        ("", "text that is no day"),
        (20160909, "a int is no day"),
        (True, "a bool is no day"),
        (None, "a NoneType is no day"),
        (dt.datetime(2016, 9, 9, 8, 30), "time of day"),  # noqa: DTZ001
        (dt.datetime(2016, 9, 9, tzinfo=dt.UTC), "time zone"),
    ],
)
def test_what_is_no_whole_day_is_refused_by_name_of_the_fault(value: object, fault: str) -> None:
    with pytest.raises(DayError, match=fault) as told:
        day(value, where="Link.since")
    assert str(told.value).startswith("Link.since: ")
    assert "expected" in str(told.value)


def test_no_day_is_none_where_one_may_be_missing() -> None:
    assert optional_day(None) is None
    assert optional_day(pd.NaT) is None
    assert optional_day("2016-09-09") == DAY


def test_a_year_after_29_february_is_28_february() -> None:
    assert add_years(dt.date(2016, 2, 29), 1) == dt.date(2017, 2, 28)
    assert add_years(dt.date(2016, 2, 29), 4) == dt.date(2020, 2, 29)


def test_three_months_before_the_end_of_may_is_the_end_of_february() -> None:
    assert add_months(dt.date(2016, 5, 31), -3) == dt.date(2016, 2, 29)


def test_days_are_added_across_the_year() -> None:
    assert add_days(dt.date(2016, 12, 31), 1) == dt.date(2017, 1, 1)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2015-02-28", UNMET), ("2015-03-01", MET), ("2016-09-08", MET), ("2016-09-09", UNMET)],
)
def test_the_first_day_is_in_and_the_day_until_is_out(on: str, expected: Outcome) -> None:
    assert Period("2015-03-01", "2016-09-09").holds(on) is expected


def test_a_period_without_an_end_is_still_in_force() -> None:
    assert Period("2015-03-01").holds(dt.date.max) is MET


def test_without_a_beginning_it_is_unknown_until_it_surely_ended() -> None:
    assert Period(None, "2016-09-09").holds("2016-09-08") is UNKNOWN
    assert Period(None, "2016-09-09").holds("2016-09-09") is UNMET
    assert Period().holds("2016-09-09") is UNKNOWN


@pytest.mark.parametrize("until", ["2016-09-09", "2016-09-08"], ids=["empty", "reversed"])
@pytest.mark.parametrize("on", ["2016-01-01", "2016-09-09", "2017-01-01"])
def test_a_period_that_ends_before_it_begins_is_unknown_on_every_day(until: str, on: str) -> None:
    period = Period("2016-09-09", until)
    assert period.faulty
    assert period.holds(on) is UNKNOWN
    assert period.overlaps(Period.year(2016)) is UNKNOWN
    assert period.covers(Period.year(2016)) is UNKNOWN
    assert period.days is None


def test_a_year_has_366_days_in_2016_and_its_last_is_31_december() -> None:
    assert Period.year(2016).days == 366
    assert Period.year(2016).last == dt.date(2016, 12, 31)
    assert Period("2016-01-01").last is None
    assert Period("2016-01-01").days is None


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period("2015-01-01", "2016-01-01"), UNMET),
        (Period("2015-01-01", "2016-01-02"), MET),
        (Period("2016-12-31"), MET),
        (Period("2017-01-01"), UNMET),
        (Period(None, "2016-06-01"), UNKNOWN),
        (Period(None, "2016-01-01"), UNMET),
    ],
    ids=str,
)
def test_a_period_overlaps_the_year_where_they_share_a_day(
    period: Period, expected: Outcome
) -> None:
    assert period.overlaps(Period.year(2016)) is expected


def test_against_a_period_without_an_end_it_overlaps_where_it_does_not_end_before() -> None:
    assert Period("2015-01-01").overlaps(Period("2016-01-01")) is MET
    assert Period().overlaps(Period("2016-01-01")) is UNKNOWN


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period("2016-01-01", "2017-01-01"), MET),
        (Period("2015-06-01"), MET),
        (Period("2016-01-02"), UNMET),
        (Period("2016-01-01", "2016-12-31"), UNMET),
        (Period(None, "2017-01-01"), UNKNOWN),
        (Period(None, "2016-12-31"), UNMET),
    ],
    ids=str,
)
def test_a_period_covers_the_year_where_it_holds_on_all_its_days(
    period: Period, expected: Outcome
) -> None:
    assert period.covers(Period.year(2016)) is expected


def test_only_one_without_an_end_covers_one_without_an_end() -> None:
    assert Period("2015-01-01").covers(Period("2016-01-01")) is MET
    assert Period("2015-01-01", "2020-01-01").covers(Period("2016-01-01")) is UNMET


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("month", "2016-09-01..2016-09-30"),
        ("quarter", "2016-07-01..2016-09-30"),
        ("year", "2016-01-01..2016-12-31"),
    ],
)
def test_the_window_is_the_calendar_unit_that_holds_the_day(unit: str, expected: str) -> None:
    assert str(window(unit, DAY)) == expected  # type: ignore[arg-type]  # one of the units


def test_windows_are_named_by_year_quarter_and_month() -> None:
    assert str(Period.quarter(2016, 4)) == "2016-10-01..2016-12-31"
    assert str(Period.month(2016, 2)) == "2016-02-01..2016-02-29"
    assert str(Period(None, "2016-02-01")) == "..2016-01-31"


LINE = Timeline.of(("2011-01-01", 2300), ("2015-01-01", 2855), until="2017-01-01")


@pytest.mark.parametrize(
    ("on", "value"), [("2011-01-01", 2300), ("2014-12-31", 2300), ("2016-12-31", 2855)]
)
def test_a_value_holds_until_the_next_begins(on: str, value: int) -> None:
    assert LINE.at(on) == value
    assert LINE.get(on) == value


def test_outside_its_days_a_timeline_raises_and_names_the_nearest() -> None:
    with pytest.raises(NotInForceError) as before:
        LINE.at("2010-06-01")
    assert before.value.nearest == (dt.date(2011, 1, 1),)
    with pytest.raises(NotInForceError) as after:
        LINE.at("2017-01-01")
    assert after.value.nearest == (dt.date(2016, 12, 31),)
    assert LINE.get("2017-01-01") is None


def test_values_may_be_given_in_any_order_and_have_their_periods() -> None:
    line = Timeline.of(("2015-01-01", "b"), ("2011-01-01", "a"))
    assert [str(period) for period in line.periods] == ["2011-01-01..2014-12-31", "2015-01-01.."]


def test_a_timeline_of_nothing_has_no_nearest_day() -> None:
    with pytest.raises(NotInForceError, match="no day at all"):
        Timeline[int](()).at("2016-01-01")


def test_a_value_without_a_first_day_is_refused() -> None:
    with pytest.raises(DayError, match="needs its first day"):
        Timeline(((Period(None, "2016-01-01"), 1),))


def test_two_values_on_one_day_are_refused() -> None:
    with pytest.raises(DayError, match="two values on one day"):
        Timeline(((Period("2015-01-01"), 1), (Period("2016-01-01"), 2)))
