"""Interest and subsidy by every engine, against one loan after the other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON
from tests import draws
from tests.agreement.engines import ENGINES, held_by
from tests.agreement.screened import Drawn, records
from tests.oracles import Sums
from tests.oracles.credit import Told, interests

_DAYS = (dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2016, 3, 1), ON)
_SHARES = st.sampled_from(["0", "0.7", "1", "0.333333", "0.047501"]).map(Decimal)


@st.composite
def by_days(draw: st.DrawFn) -> fp.Timeline[Decimal]:
    """Shares that change on some days, with days of which nothing is known."""
    days = draw(st.lists(st.sampled_from(_DAYS), min_size=1, max_size=3, unique=True))
    until = draw(st.none() | st.just(ON))
    since = draw(st.sampled_from([dt.date(1990, 1, 1), dt.date(2015, 6, 1)]))
    told = [(day, draw(_SHARES)) for day in (since, *days) if until is None or day < until]
    return fp.Timeline.of(*told, until=until)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Drawn, dict[str, Any]]:
    """Loans, and what else is asked of them."""
    share = _SHARES | by_days()
    return draw(records("loans")), {
        "on": draw(st.sampled_from([ON, ON.replace(month=12), dt.date(2019, 1, 1)])),
        "since": draw(st.none() | st.sampled_from(_DAYS)),
        "basis": draw(st.sampled_from([360, 365])),
        "rates": draw(st.none() | share),
        "subsidy": draw(st.none() | share),
        "by": draw(st.sampled_from([(), ("county",), ("household",)])),
        "population": draw(st.sampled_from([None, "production"])),
    }


def told(result: fp.coverage.Interests) -> tuple[Sums, list[Told]]:
    """A result in the oracle's form."""
    sums = {
        tuple(row[k] for k in result.keys): {m: row[m] for m in result.measures}
        for row in result.rows.to_dicts()
    }
    rows = nw.from_native(result.loans).lazy().collect("polars").to_native().to_dicts()
    each = ((row["id"], row["days"], row["interest_fen"], row.get("subsidy_fen")) for row in rows)
    return sums, sorted(each)


@draws(25)
@given(questions())
def test_lists_of_loans_cost_what_each_costs(question: tuple[Drawn, dict[str, Any]]) -> None:
    drawn, asked = question
    found = fp.coverage.interest(fp.Registry.of(**drawn), **asked)
    assert told(found) == interests(drawn["loans"], **asked)


@draws(3)
@given(questions())
def test_every_engine_counts_interest_as_lists_do(question: tuple[Drawn, dict[str, Any]]) -> None:
    drawn, asked = question
    expected = fp.coverage.interest(fp.Registry.of(**drawn), **asked)
    for engine in ENGINES:
        result = fp.coverage.interest(held_by(engine, drawn), **asked)
        assert told(result) == told(expected), engine
        assert result.digest == expected.digest, engine
