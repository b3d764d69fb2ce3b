"""Strategies of the alphabet: days, periods, divisions, outcomes, amounts and rates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from fupin.amounts import Bounds, Rate, from_fen
from fupin.dates import Period
from fupin.divisions import PSEUDO_COUNTIES, Division, Level
from fupin.outcomes import Outcome

ON = dt.date(2016, 9, 9)
"""The day that drawn days stand around: the day of the report of Guangyuan."""

_EDGES = (
    dt.date(2011, 12, 1), dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2016, 5, 4),
    ON - dt.timedelta(1), ON, ON + dt.timedelta(1), dt.date(2016, 12, 31), dt.date(2017, 1, 1),
)  # fmt: skip


def days() -> st.SearchStrategy[dt.date]:
    """Days around `ON`: the edges of its year, the day before and after it, and any other."""
    return st.sampled_from(_EDGES) | st.dates(dt.date(2015, 1, 1), dt.date(2017, 12, 31))


def periods(*, faulty: bool = False) -> st.SearchStrategy[Period]:
    """Half-open periods (期间), open at either end or not; faulty ones end before they begin."""
    edge = st.none() | days()
    drawn = st.builds(Period, edge, edge)
    return drawn if faulty else drawn.filter(lambda period: not period.faulty)


def divisions(level: Level | None = None) -> st.SearchStrategy[Division]:
    """Divisions (行政区划) of one level, or of any: codes of sound structure, used or not."""
    levels = [one for one in Level if one is not Level.NATION] if level is None else [level]
    segments = {
        2: range(11, 83),
        4: range(1, 91),
        6: range(1, 90),
        9: range(1, 500),
        12: range(1, 500),
    }
    parts = [
        st.sampled_from(numbers).map(f"{{:0{3 if digits > 6 else 2}d}}".format)
        for digits, numbers in segments.items()
    ]
    whole = st.tuples(*parts).map("".join)
    digits = st.sampled_from([one.digits for one in levels])
    codes = st.builds(lambda code, n: code[:n].ljust(12, "0"), whole, digits)
    if Level.COUNTY in levels:
        codes |= st.sampled_from([short.ljust(12, "0") for short in PSEUDO_COUNTIES])
    return codes.map(Division.of)


def outcomes() -> st.SearchStrategy[Outcome]:
    """Met, unmet or unknown."""
    return st.sampled_from(Outcome)


def yuan() -> st.SearchStrategy[Decimal]:
    """Exact amounts of yuan (元), to the fen."""
    return st.integers(-(10**12), 10**12).map(from_fen)


def bounds() -> st.SearchStrategy[Bounds]:
    """Counts between bounds, the upper one perhaps open."""
    low, more = st.integers(0, 10_000), st.none() | st.integers(0, 100)
    return st.builds(lambda n, m: Bounds(n, None if m is None else n + m), low, more)


def rates(most: int = 50) -> st.SearchStrategy[Rate]:
    """Rates (比率) of small counts, their numerator and unknown within the denominator."""
    counts = st.tuples(*[st.integers(0, most)] * 5)
    return counts.map(lambda n: Rate(n[0], n[0] + n[1] + n[2], n[1], n[3], n[4] // (most - 4)))
