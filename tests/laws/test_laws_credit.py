"""Laws of interest by day, and of the calendar it is counted by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import narwhals.stable.v2 as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.dates import add_years, full_years
from fupin.frames.calendar import day_number, half_years
from fupin.testing import days, loans
from tests import draws

DAYS = st.lists(days(), min_size=3, max_size=3).map(sorted)
SHARES = st.integers(0, 10**6).map(lambda n: Decimal(n).scaleb(-6))


@st.composite
def rates(draw: st.DrawFn) -> fp.Timeline[Decimal]:
    """Rates that change on some days."""
    changes = draw(st.lists(days(), max_size=3, unique=True))
    return fp.Timeline.of(*((day, draw(SHARES)) for day in (dt.date(1990, 1, 1), *changes)))


def cost(loan: fp.Loan, since: dt.date, until: dt.date, **asked: object) -> fp.credit.Interest:
    return fp.credit.interest(loan, on=until, since=since, basis=360, **asked)  # type: ignore[arg-type]


@draws(50)
@given(loans(faulty=False), DAYS, st.none() | rates(), rates())
def test_interest_adds_up_over_adjoining_days(
    loan: fp.Loan, told: list[dt.date], own: fp.Timeline[Decimal] | None,
    subsidy: fp.Timeline[Decimal],
) -> None:  # fmt: skip
    """Before it is rounded; and so does what the budget pays of it."""
    first, middle, last = told
    spans = ((first, middle), (middle, last), (first, last))
    parts = [cost(loan, *span, rates=own, subsidy=subsidy) for span in spans]
    for exact in ("exact", "subsidised", "days"):
        one, two, both = (getattr(part, exact) for part in parts)
        assert (None in (one, two)) or one + two == both


@draws(50)
@given(loans(faulty=False), DAYS, st.none() | rates())
def test_more_days_cost_no_less(
    loan: fp.Loan, told: list[dt.date], own: fp.Timeline[Decimal] | None
) -> None:
    first, middle, last = told
    less, more = (cost(loan, first, day, rates=own).exact for day in (middle, last))
    assert less is None or more is None or 0 <= less <= more


@draws(50)
@given(loans(), DAYS, SHARES)
def test_the_budget_pays_its_share_and_no_more(
    loan: fp.Loan, told: list[dt.date], share: Decimal
) -> None:
    found = cost(loan, told[0], told[2], subsidy=share)
    assert (found.exact is None) is (found.subsidised is None)
    if found.exact is not None and found.yuan is not None and found.subsidised is not None:
        assert found.subsidised == found.exact * Fraction(share)
        assert abs(Fraction(found.yuan) - found.exact) * 200 <= 1


@draws(30)
@given(st.lists(st.tuples(st.dates(), st.dates()), min_size=1, max_size=20), st.integers(0, 9000))
def test_days_and_years_are_counted_in_columns_as_in_the_calendar(
    drawn: list[tuple[dt.date, dt.date]], year: int
) -> None:
    edges = [dt.date(y, m, d) for y in (year + 1, year + 2, year + 4, year + 100)
             for m, d in ((1, 1), (2, 28), (3, 1), (12, 31))]  # fmt: skip
    leap = dt.date((year // 4 + 1) * 4, 2, 28) + dt.timedelta(1)
    pairs = [*drawn, *((one, other) for one in edges for other in edges)]
    pairs += [(leap, other) for other in edges]
    pairs = [(min(pair), max(pair)) for pair in pairs]
    frame = nw.from_native(pl.DataFrame(pairs, schema=["a", "b"], orient="row").lazy())
    columns = {
        "number": day_number(nw.col("a")), "halves": half_years(nw.col("a"), nw.col("b")),
    }  # fmt: skip
    found = frame.select(**columns).collect().to_native()
    assert found["number"].to_list() == [one.toordinal() for one, _ in pairs]
    years = [full_years(one, other) for one, other in pairs]
    assert found["halves"].to_list() == [
        2 * n + (add_years(one, n) < other) for n, (one, other) in zip(years, pairs, strict=True)
    ]
