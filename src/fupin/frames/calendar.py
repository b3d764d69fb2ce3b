"""Calendar arithmetic of two columns of days (日期运算): what `fupin.dates` says of two days.

A day is taken apart into year, month and day, which every engine can, and put together in whole
numbers, which every engine counts alike.
"""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

_CENTURIES = 400
_BEFORE = 365 * (_CENTURIES + 1) + 97 + 1 - dt.date(1, 3, 1).toordinal()


def _parted(day: nw.Expr) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Year, month and day; they come in small integers that overflow, and are widened first."""
    y, m, d = (part.cast(nw.Int64) for part in (day.dt.year(), day.dt.month(), day.dt.day()))
    return y, m, d


def day_number(day: nw.Expr) -> nw.Expr:
    """The number of a day, as `datetime.date.toordinal` counts; empty for none.

    Years are counted from March on, so that a leap day is the last of its year.
    """
    y, m, d = _parted(day)
    early = nw.when(m <= 2).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)
    # All numbers are made positive, since engines differ in how they divide others.
    years, months = y - early + _CENTURIES, m + early * 12 - 3
    leaps = years // 4 - years // 100 + years // _CENTURIES
    days = years * 365 + leaps + (months * 153 + 2) // 5 + d
    return (days - _BEFORE).cast(nw.Int64)


def half_years(since: nw.Expr, until: nw.Expr) -> nw.Expr:
    """Twice the full years from one day to a later one, and one more where some days are over.

    As `fupin.dates.full_years` and `add_years` say: a year from 29 February is full on the 28th.
    """
    (y, m, d), (y2, m2, d2) = _parted(since), _parted(until)
    at, at2 = m * 100 + d, m2 * 100 + d2
    leap = (y2 - y2 // 4 * 4 == 0) & ((y2 - y2 // 100 * 100 != 0) | (y2 - y2 // 400 * 400 == 0))
    clipped = nw.when((at == 229) & ~leap).then(nw.lit(228)).otherwise(at)
    full = nw.when(at2 >= clipped).then(y2 - y).otherwise(y2 - y - 1)
    rest = nw.when(at2 == clipped).then(nw.lit(0)).otherwise(nw.lit(1)).cast(nw.Int64)
    return (full * 2 + rest).cast(nw.Int64)
