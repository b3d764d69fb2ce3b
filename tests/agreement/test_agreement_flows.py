"""Stock and flow by every engine, against the account of one household after the other."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing.records import households
from tests import draws
from tests.agreement.answers import check_alike, rows_of, sums_of
from tests.agreement.engines import Frames
from tests.agreement.joined import cases, joined
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
    "all": {"since": dt.date(2015, 3, 1), "until": dt.date(2017, 2, 1), "population": "all"},
}  # fmt: skip
COLUMNS = ["household", "what", "opening", "gained", "lost", "closing"]


def told(result: fp.coverage.Flows) -> tuple[Any, Any]:
    """A result in the oracle's form."""
    return sums_of(result), rows_of(result.unbalanced(), COLUMNS)


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
@draws(7)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(asked: dict[str, Any], drawn: Drawn) -> None:
    """The library, on the engine it brings, against plain loops."""
    result = fp.coverage.flows(fp.Registry.of(**drawn), **asked)
    assert told(result) == flows(drawn, **asked)


@cache
def together() -> Frames:
    """Many registries as one."""
    return joined(cases(tables()))


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
def test_every_engine_answers_as_lists_do(engine: str, asked: dict[str, Any]) -> None:
    """Rows, what does not balance, and the digest, case by case."""
    by = (*asked.get("by", ()), "case")
    check_alike(engine, together(), lambda r: fp.coverage.flows(r, **{**asked, "by": by}), told)
