"""Interest and subsidy by every engine, against one loan after the other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON
from tests import draws
from tests.agreement.answers import check_alike, sums_of
from tests.agreement.engines import Frames
from tests.agreement.joined import cases, joined
from tests.agreement.screened import Drawn, records
from tests.oracles import Sums, in_order
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
    rows = nw.from_native(result.loans).lazy().collect("polars").to_native().to_dicts()
    each = ((row["id"], row["days"], row["interest_fen"], row.get("subsidy_fen")) for row in rows)
    return sums_of(result), in_order(each)


@draws(25)
@given(questions())
def test_lists_of_loans_cost_what_each_costs(question: tuple[Drawn, dict[str, Any]]) -> None:
    drawn, asked = question
    found = fp.coverage.interest(fp.Registry.of(**drawn), **asked)
    assert told(found) == interests(drawn["loans"], **asked)


@cache
def together() -> Frames:
    """Many registries as one."""
    return joined(cases(records("loans")))


ASKED = {number: asked for number, (_, asked) in enumerate(cases(questions(), 3))}


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(map(str, ASKED)))
def test_every_engine_counts_interest_as_lists_do(engine: str, asked: dict[str, Any]) -> None:
    """Sums, loans and the digest, case by case."""
    by = (*asked["by"], "case")
    check_alike(engine, together(), lambda r: fp.coverage.interest(r, **{**asked, "by": by}), told)
