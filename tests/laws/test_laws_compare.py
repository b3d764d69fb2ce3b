"""What holds of every comparison: nobody is lost, and the way back is the way turned round."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON
from tests import draws
from tests.agreement.exited import Drawn, chains

BOOKS = tuple(fp.policy.load(name) for name in ("cn-2016", "sichuan-2016"))
CRITERION = "household-exit"
DAYS = (ON, ON + dt.timedelta(1), dt.date(2017, 1, 1), dt.date(2018, 1, 1))
SAID = ("met", "unmet", "unknown", "unplaced")
few = draws(8)

days = st.sampled_from(DAYS)
books = st.sampled_from(((0, 1), (1, 0), (0, 0)))


def compared(drawn: Drawn, first: int, second: int, **asked: Any) -> fp.coverage.Comparison:
    """The exit of households by two books."""
    registry = fp.Registry.of(**drawn)
    return fp.coverage.compare(registry, BOOKS[first], CRITERION, other=BOOKS[second], **asked)


@few
@given(drawn=chains().filter(lambda d: d["households"]), which=books, other_on=days)
def test_each_side_counts_whom_screening_counts_and_places_add_up(
    drawn: Drawn, which: tuple[int, int], other_on: dt.date
) -> None:
    asked: dict[str, Any] = {"on": ON, "other_on": other_on, "population": "in_need"}
    result = compared(drawn, *which, by=("village", "county"), **asked)
    whole = compared(drawn, *which, **asked).rows
    for level in ("village", "county"):
        told = result.rows.filter(level=level).group_by("before", "after").agg(pl.sum("units"))
        assert told.sort("before", "after").equals(whole)
    for side, book, on in zip(("before", "after"), which, (ON, other_on), strict=True):
        counted = dict(whole.group_by(side).agg(pl.sum("units")).iter_rows())
        [sums] = fp.coverage.screen(
            fp.Registry.of(**drawn), BOOKS[book], CRITERION, on=on, population="in_need"
        ).rows.to_dicts()
        assert {name: counted.get(name, 0) for name in SAID} == {name: sums[name] for name in SAID}
    changed = whole.filter(pl.col("before") != pl.col("after"))["units"].sum()
    assert len(result.changed) == changed


@few
@given(drawn=chains(), which=books, other_on=days)
def test_the_way_back_is_the_way_turned_round(
    drawn: Drawn, which: tuple[int, int], other_on: dt.date
) -> None:
    """The same units change, because of the same leaves."""
    first, second = which
    there = compared(drawn, first, second, on=ON, other_on=other_on)
    back = compared(drawn, second, first, on=other_on, other_on=ON)
    turned = {"before": "after", "after": "before"}
    rows = back.rows.rename(turned).select(there.rows.columns).sort("before", "after")
    assert rows.equals(there.rows)

    def told(changed: pl.DataFrame) -> set[tuple[Any, ...]]:
        rows = changed.select("id", "before", "after", "because").rows()
        return {(*row[:3], frozenset(row[3].split(", "))) for row in rows}

    assert told(back.changed.rename(turned)) == told(there.changed)


@few
@given(drawn=chains(), book=st.sampled_from((0, 1)), on=days)
def test_a_book_compared_with_itself_changes_nobody(drawn: Drawn, book: int, on: dt.date) -> None:
    result = compared(drawn, book, book, on=on)
    assert result.rows["before"].equals(result.rows["after"], check_names=False)
    assert len(result.changed) == 0
