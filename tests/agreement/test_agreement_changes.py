"""Changes of links and postings by every engine, against one pair after the other, day by day."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON, records
from tests import draws
from tests.agreement.answers import check_alike, rows_of, sums_of
from tests.agreement.engines import Frames
from tests.agreement.joined import cases, joined
from tests.oracles.changes import Drawn, changes


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Links and postings of few ends, with who they lead to; some of them said again."""
    pairs = st.sampled_from(["deputy-household", "cadre-household", None])
    links = draw(st.lists(pairs.flatmap(records.links), min_size=1, max_size=8))
    return {
        "households": draw(st.lists(records.households(), max_size=3)),
        "helpers": draw(st.lists(records.deputies() | records.cadres(), max_size=4)),
        "voters": draw(st.lists(records.voters(), max_size=2)),
        "links": [*links, *draw(st.lists(st.sampled_from(links), max_size=2))],
        "postings": draw(st.lists(records.postings(), max_size=4)),
    }


PAIRED = ("deputy-household", "cadre-household")
YEAR: dict[str, Any] = {"since": dt.date(2015, 12, 20), "until": dt.date(2017, 1, 10)}
ASKED: dict[str, dict[str, Any]] = {
    "a few days": {
        "since": ON - dt.timedelta(1), "until": ON + dt.timedelta(3), "kinds": PAIRED,
    },
    "a year by place": {**YEAR, "kinds": PAIRED, "by": ("county",)},
    "liaison and posts": {
        **YEAR, "kinds": ("deputy-voter", "member-deputy", "first-secretary", "work-team"),
        "by": ("township",),
    },
    "posts": {**YEAR, "kinds": ("technician", "first-secretary")},
}  # fmt: skip
COLUMNS = ["kind", "party", "helper", "other", "change", "on", "sure"]


def told(result: fp.coverage.Changes) -> tuple[Any, Any]:
    """A result in the oracle's form."""
    return sums_of(result), rows_of(result.listed(), COLUMNS)


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
@draws(10)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(asked: dict[str, Any], drawn: Drawn) -> None:
    """The library, on the engine it brings, against plain loops."""
    result = fp.coverage.changes(fp.Registry.of(**drawn), **asked)
    assert told(result) == changes(drawn, **asked)


@cache
def together() -> Frames:
    """Many registries as one."""
    return joined(cases(tables()))


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
def test_every_engine_answers_as_lists_do(engine: str, asked: dict[str, Any]) -> None:
    """Rows, each change, and the digest."""
    check_alike(engine, together(), lambda r: fp.coverage.changes(r, **asked), told)
