"""Stock and flow by every engine, against the account of one household after the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing.records import households
from tests import draws
from tests.agreement.engines import ENGINES, held_by
from tests.oracles.flows import Drawn, flows


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Households with histories and members, some of them twice; always one with an event."""
    drawn = draw(st.lists(households(), max_size=6))
    registered = fp.Event(event="registered", on=dt.date(2014, 4, 1))
    return {"households": [*drawn, fp.Household(id="H-9", size=2, events=[registered])]}


ASKED: dict[str, dict[str, Any]] = {
    "a month": {"since": dt.date(2016, 9, 1), "until": dt.date(2016, 10, 1)},
    "two years by place": {
        "since": dt.date(2015, 1, 1), "until": dt.date(2017, 1, 1), "by": ("county", "cause"),
    },
    "monitored": {
        "since": dt.date(2016, 1, 1), "until": dt.date(2018, 1, 1), "population": "monitored",
    },
    "registered": {
        "since": dt.date(2016, 3, 1), "until": dt.date(2017, 2, 1), "population": "registered",
    },
}  # fmt: skip
COLUMNS = ["household", "what", "opening", "gained", "lost", "closing"]


def told(result: fp.coverage.Flows) -> tuple[Any, Any]:
    """A result in the oracle's form."""
    sums = {
        tuple(row[k] for k in result.keys): {m: row[m] for m in result.measures}
        for row in result.rows.to_dicts()
    }
    listed = nw.from_native(result.unbalanced()).lazy().collect("polars").to_native()
    return sums, sorted(listed.select(COLUMNS).rows())


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
@draws(12)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(asked: dict[str, Any], drawn: Drawn) -> None:
    """The library, on the engine it brings, against plain loops."""
    result = fp.coverage.flows(fp.Registry.of(**drawn), **asked)
    assert told(result) == flows(drawn, **asked)


@pytest.mark.parametrize("engine", ENGINES)
@draws(2)
@given(drawn=tables())
def test_every_engine_answers_as_lists_do(engine: str, drawn: Drawn) -> None:
    """Rows, what does not balance, and the digest."""
    listed, registry = fp.Registry.of(**drawn), held_by(engine, drawn)
    asked = ASKED["two years by place"]
    expected, result = (fp.coverage.flows(r, **asked) for r in (listed, registry))
    assert told(result) == told(expected)
    assert result.digest == expected.digest
