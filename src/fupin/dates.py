"""Days and periods (日期与期间): whole days, half-open periods, values that change on a day.

A period holds from its first day (`since`) up to, and without, the first day it no longer does
(`until`). No clocks, no zones, no today: whoever asks says on which day. Calendar arithmetic is
pendulum's, which is imported here only, and only when it is asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

import attrs

from fupin.errors import DayError, NotInForceError
from fupin.outcomes import Outcome

if TYPE_CHECKING:
    import pendulum

T = TypeVar("T")

DayLike: TypeAlias = dt.date | str
"""A day as callers may give it: a date, text YYYY-MM-DD, or a naive timestamp at midnight."""

Unit: TypeAlias = Literal["month", "quarter", "year"]

_LEAP_YEAR = r"(?:[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_YEAR = r"(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_DAY_OF_YEAR = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
ISO_DAY = rf"^(?:{_YEAR}-{_DAY_OF_YEAR}|{_LEAP_YEAR}-02-29)$"
"""Matches the text of a day YYYY-MM-DD that is in the calendar, and nothing else.

Text that it matches is read alike by every engine; text that it does not is no day. It has no
look-around, so that every engine can run it.
"""


def day(value: object, *, where: str = "") -> dt.date:
    """A whole day (日期).

    Example:
        >>> day("2016-09-09")
        datetime.date(2016, 9, 9)
        >>> day("2016-09-09 12:00", where="on")
        Traceback (most recent call last):
        fupin.errors.DayError: on: text that is no day: expected YYYY-MM-DD, a day of the calendar

    Args:
        value: a date (of pendulum, too), text YYYY-MM-DD, or a naive timestamp at midnight.
        where: what the day is, for the message.

    Raises:
        DayError: anything else: half a date, a time of day, a time zone, a number.
    """
    if type(value) is dt.date:  # what there is most often
        return value
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            raise _no_day(where, "a timestamp with a time zone", "a date, or a naive timestamp")
        if value.time() != dt.time.min:
            raise _no_day(where, "a timestamp with a time of day", "a date, or midnight")
        return value.date()
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise _no_day(where, f"a {type(value).__name__} is no day", "a date, or text YYYY-MM-DD")
    if re.match(ISO_DAY, value, re.ASCII) is None or value.endswith("\n"):
        raise _no_day(where, "text that is no day", "YYYY-MM-DD, a day of the calendar")
    return dt.date.fromisoformat(value)


def optional_day(value: object) -> dt.date | None:
    """A day, or None where none is given; pandas' NaT is none.

    Example:
        >>> optional_day(None) is None
        True
    """
    return None if value is None or value != value else day(value)  # noqa: PLR0124 - NaT


def _no_day(where: str, fault: str, expected: str) -> DayError:
    return DayError(f"{where}{': ' if where else ''}{fault}: expected {expected}")


def add_days(on: dt.date, days: int) -> dt.date:
    """The day so many days later; earlier for a negative number.

    Example:
        >>> add_days(dt.date(2016, 2, 28), 2)
        datetime.date(2016, 3, 1)
    """
    return on + dt.timedelta(days=days)


def add_months(on: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day.

    Example:
        >>> add_months(dt.date(2016, 11, 30), 3)
        datetime.date(2017, 2, 28)
    """
    return _plain(_pendulum(on).add(months=months))


def add_years(on: dt.date, years: int) -> dt.date:
    """The same day so many years later; 28 February where there is no 29th.

    Example:
        >>> add_years(dt.date(2016, 2, 29), 1)
        datetime.date(2017, 2, 28)
    """
    return _plain(_pendulum(on).add(years=years))


def full_years(since: dt.date, on: dt.date) -> int:
    """How many years are full on a day (周岁): a person's age, by the day of birth.

    Example:
        >>> full_years(dt.date(2000, 2, 29), dt.date(2018, 2, 28))
        18
    """
    years = on.year - since.year
    return years if add_years(since, years) <= on else years - 1


def latest_start(on: dt.date, years: int) -> dt.date:
    """The last day from which so many years are full on a day.

    Example:
        >>> latest_start(dt.date(2018, 2, 28), 18)
        datetime.date(2000, 2, 29)
    """
    start = add_years(on, -years)
    after = add_days(start, 1)
    return after if add_years(after, years) <= on else start


def first_fresh(on: dt.date, months: int) -> dt.date:
    """The first day that lies at most so many months before a day.

    Example:
        >>> first_fresh(dt.date(2016, 12, 31), 12), first_fresh(dt.date(2017, 3, 30), 1)
        (datetime.date(2015, 12, 31), datetime.date(2017, 3, 1))
    """
    first = add_months(on, -months)
    while add_months(first, months) < on:
        first = add_days(first, 1)
    return first


def _pendulum(on: dt.date) -> pendulum.Date:
    import pendulum

    return pendulum.date(on.year, on.month, on.day)


def _plain(on: pendulum.Date) -> dt.date:
    return dt.date(on.year, on.month, on.day)


def _day_or_none(value: DayLike | None) -> dt.date | None:
    return optional_day(value)


@attrs.frozen
class Period:
    """A half-open span of days (期间).

    Example:
        >>> held = Period("2015-03-01", "2016-09-09")
        >>> held.holds("2016-09-08"), held.holds("2016-09-09")
        (<Outcome.MET: 'met'>, <Outcome.UNMET: 'unmet'>)
        >>> print(Period.year(2016))
        2016-01-01..2016-12-31

    Attributes:
        since: first day in force; None: not known.
        until: first day no longer in force; None: still in force.
    """

    since: dt.date | None = attrs.field(default=None, converter=_day_or_none)
    until: dt.date | None = attrs.field(default=None, converter=_day_or_none)

    @classmethod
    def year(cls, year: int) -> Period:
        """A calendar year."""
        return window("year", dt.date(year, 1, 1))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """A quarter of a calendar year, 1 to 4."""
        return window("quarter", dt.date(year, 3 * quarter - 2, 1))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month, 1 to 12."""
        return window("month", dt.date(year, month, 1))

    @property
    def faulty(self) -> bool:
        """Whether it ends on or before the day it begins."""
        return self.since is not None and self.until is not None and self.since >= self.until

    @property
    def last(self) -> dt.date | None:
        """The last day in force; None: still in force."""
        return None if self.until is None else add_days(self.until, -1)

    @property
    def days(self) -> int | None:
        """How many days it has; None: not known, or open."""
        if self.since is None or self.until is None or self.faulty:
            return None
        return (self.until - self.since).days

    def holds(self, on: DayLike) -> Outcome:
        """Whether it is in force on a day; a faulty period is unknown on every day."""
        at = day(on, where="on")
        if self.faulty:
            return Outcome.UNKNOWN
        if self.until is not None and self.until <= at:
            return Outcome.UNMET
        return Outcome.of(None if self.since is None else self.since <= at)

    def overlaps(self, other: Period) -> Outcome:
        """Whether it shares a day with a period of known ends; unknown where its start is."""
        if self.faulty:
            return Outcome.UNKNOWN
        if self.until is not None and other.since is not None and self.until <= other.since:
            return Outcome.UNMET
        if self.since is None or other.until is None:
            return Outcome.of(True if self.since is not None else None)
        return Outcome.of(self.since < other.until)

    def covers(self, other: Period) -> Outcome:
        """Whether it holds throughout a period of known ends; unknown where its start is."""
        if self.faulty:
            return Outcome.UNKNOWN
        if self.until is not None and (other.until is None or self.until < other.until):
            return Outcome.UNMET
        if self.since is None or other.since is None:
            return Outcome.UNKNOWN
        return Outcome.of(self.since <= other.since)

    def __str__(self) -> str:
        return f"{self.since or ''}..{self.last or ''}"


def window(unit: Unit, on: DayLike) -> Period:
    """The calendar month, quarter or year that a day lies in (考核期).

    Example:
        >>> print(window("quarter", "2016-09-09"))
        2016-07-01..2016-09-30
    """
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    at = day(on, where="on")
    first = dt.date(at.year, (at.month - 1) // months * months + 1, 1)
    return Period(first, add_months(first, months))


@attrs.frozen
class Timeline(Generic[T]):
    """Values that change on known days (随时间变化的值).

    Example:
        >>> line = Timeline.of(("2015-01-01", 2855), ("2016-01-01", 2952))
        >>> line.at("2015-12-31"), line.at("2016-01-01")
        (2855, 2952)

    Attributes:
        entries: each value with its period, in order of days; periods do not overlap.
    """

    entries: tuple[tuple[Period, T], ...]

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(sorted(self.entries, key=_first)))
        for period, _ in self.entries:
            if period.since is None or period.faulty:
                raise DayError(f"{period}: a value needs its first day, and ends after it")
        for (one, _), (next_one, _) in pairwise(self.entries):
            if one.overlaps(next_one) is not Outcome.UNMET:
                raise DayError(f"{one} and {next_one}: two values on one day; expected one")

    @classmethod
    def of(cls, *values: tuple[DayLike, T], until: DayLike | None = None) -> Timeline[T]:
        """Values by their first day, each in force until the next begins.

        Args:
            values: the first day and the value.
            until: first day on which the last value is no longer in force; None: still.
        """
        ordered = sorted(((day(since), value) for since, value in values), key=lambda v: v[0])
        ends = [*(since for since, _ in ordered[1:]), optional_day(until)]
        return cls(
            tuple(
                (Period(since, end), value)
                for (since, value), end in zip(ordered, ends, strict=True)
            )
        )

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that have a value."""
        return tuple(period for period, _ in self.entries)

    def get(self, on: DayLike) -> T | None:
        """The value on a day, or None where there is none."""
        return next(iter(self._there(day(on, where="on"))), None)

    def at(self, on: DayLike) -> T:
        """The value on a day.

        Raises:
            NotInForceError: there is none; `.nearest` names the nearest days that have one.
        """
        asked = day(on, where="on")
        for value in self._there(asked):
            return value
        nearest = nearest_days(self.periods, asked)
        named = " or ".join(str(d) for d in nearest) or "no day at all"
        raise NotInForceError(f"no value on {asked}: the nearest is on {named}", nearest=nearest)

    def _there(self, on: dt.date) -> list[T]:
        return [value for period, value in self.entries if period.holds(on) is Outcome.MET]


def nearest_days(periods: tuple[Period, ...], on: dt.date) -> tuple[dt.date, ...]:
    """The last day before and the first day after a day on which some period holds.

    Example:
        >>> nearest_days((Period.year(2014), Period.year(2017)), dt.date(2016, 9, 9))
        (datetime.date(2014, 12, 31), datetime.date(2017, 1, 1))
    """
    before = [p.last for p in periods if p.last is not None and p.last < on]
    after = [p.since for p in periods if p.since is not None and p.since > on]
    return (*([max(before)] if before else []), *([min(after)] if after else []))


def _first(entry: tuple[Period, object]) -> dt.date:
    return entry[0].since or dt.date.min
