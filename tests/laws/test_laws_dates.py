"""Laws of days and periods, against sets of days and the calendar of the standard library."""

import calendar
import datetime as dt
import re

import duckdb
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from fupin.dates import ISO_DAY, Period, add_months, add_years, day, nearest_days, window
from fupin.outcomes import Outcome
from fupin.testing import days, periods

FEW = st.dates(dt.date(2015, 12, 20), dt.date(2016, 1, 10))
SHORT = st.builds(Period, FEW, FEW).filter(lambda p: not p.faulty)
SPAN = [dt.date(2015, 12, 15) + dt.timedelta(n) for n in range(35)]


def members(period: Period) -> set[dt.date]:
    """The days of a short period, one by one."""
    assert period.since is not None
    assert period.until is not None
    return {d for d in SPAN if period.since <= d < period.until}


def parses(text: str) -> bool:
    """Whether the standard library takes a text of this shape for a day."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def test_the_pattern_of_a_day_is_right_over_four_hundred_years() -> None:
    for year in (*range(1, 9), *range(1600, 2001), 9999):
        for month in range(14):
            for number in (0, 1, 28, 29, 30, 31, 32):
                text = f"{year:04}-{month:02}-{number:02}"
                assert bool(re.match(ISO_DAY, text)) is parses(text), text


@given(st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"))
def test_the_pattern_of_a_day_is_right_on_every_engine(text: str) -> None:
    told = pl.Series([text]).str.contains(ISO_DAY).item()
    asked = duckdb.execute("select regexp_matches(?, ?)", [text, ISO_DAY]).fetchall()
    assert told is parses(text)
    assert asked == [(told,)]


@given(days())
def test_a_day_is_read_back_from_its_text(on: dt.date) -> None:
    assert day(on.isoformat()) == on == day(on)


@given(SHORT, st.sampled_from(SPAN))
def test_a_period_holds_on_its_days_and_on_no_other(period: Period, on: dt.date) -> None:
    assert period.holds(on) is Outcome.of(on in members(period))


@given(SHORT, SHORT)
def test_overlap_and_cover_are_those_of_sets_of_days(one: Period, other: Period) -> None:
    assert one.overlaps(other) is Outcome.of(bool(members(one) & members(other)))
    assert one.covers(other) is Outcome.of(members(one) >= members(other))
    assert one.days == len(members(one))
    assert one.last == max(members(one))


@given(periods(faulty=True), days())
def test_what_is_known_of_a_period_stays_so_when_its_beginning_is_learned(
    period: Period, on: dt.date
) -> None:
    unknown = Period(None, period.until)
    if not period.faulty:
        assert unknown.holds(on) in (Outcome.UNKNOWN, period.holds(on))


@given(st.integers(1900, 2100))
def test_a_year_is_its_quarters_and_its_months_without_gap_or_overlap(year: int) -> None:
    for parts in (
        [Period.quarter(year, n) for n in range(1, 5)],
        [Period.month(year, n) for n in range(1, 13)],
    ):
        assert [p.since for p in parts[1:]] == [p.until for p in parts[:-1]]
        assert (parts[0].since, parts[-1].until) == (
            Period.year(year).since,
            Period.year(year).until,
        )
        assert sum(p.days or 0 for p in parts) == 365 + calendar.isleap(year)


@given(days(), st.sampled_from(["month", "quarter", "year"]))
def test_a_window_holds_the_day_it_was_asked_for(on: dt.date, unit: str) -> None:
    found = window(unit, on)  # type: ignore[arg-type]  # one of the three
    assert found.holds(on) is Outcome.MET


@given(days(), st.integers(-50, 50))
def test_years_keep_the_day_save_29_february(on: dt.date, years: int) -> None:
    later = add_years(on, years)
    assert (later.year, later.month) == (on.year + years, on.month)
    kept = (on.month, on.day) != (2, 29) or calendar.isleap(later.year)
    assert later.day == (on.day if kept else 28)


@given(days(), st.integers(-40, 40))
def test_months_keep_the_day_or_end_the_month(on: dt.date, months: int) -> None:
    later = add_months(on, months)
    assert (later.year * 12 + later.month) == (on.year * 12 + on.month + months)
    assert later.day == min(on.day, calendar.monthrange(later.year, later.month)[1])


@given(st.lists(SHORT, max_size=4), st.sampled_from(SPAN))
def test_the_nearest_days_are_the_nearest_of_all_days_that_hold(
    some: list[Period], on: dt.date
) -> None:
    held = set().union(*(members(p) for p in some)) if some else set()
    if on not in held:
        before, after = [d for d in held if d < on], [d for d in held if d > on]
        expected = (*([max(before)] if before else []), *([min(after)] if after else []))
        assert nearest_days(tuple(some), on) == expected
