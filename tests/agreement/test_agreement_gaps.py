"""Gaps in help by every engine, against one household after the other, day by day."""

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
from tests.oracles.gaps import Drawn, gaps
from tests.oracles.households import tells


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Households and who is paired with them; some links are said again."""
    kinds = st.sampled_from(["deputy-household", "deputy-household", "cadre-household", None])
    links = draw(st.lists(kinds.flatmap(records.links), min_size=1, max_size=8))
    return {
        "households": draw(st.lists(records.households(), max_size=5)),
        "links": [*links, *draw(st.lists(st.sampled_from(links), max_size=2))],
    }


PAIRED = ("deputy-household", "cadre-household")
YEAR: dict[str, Any] = {"since": dt.date(2015, 12, 20), "until": dt.date(2017, 1, 10)}
ASKED: dict[str, dict[str, Any]] = {
    "a few days": {
        "since": ON - dt.timedelta(1), "until": ON + dt.timedelta(3), "kinds": PAIRED[:1],
    },
    "a year by place": {**YEAR, "kinds": PAIRED, "by": ("county", "cause"), "days": 30},
    "those who left": {**YEAR, "kinds": PAIRED[:1], "population": "exited"},
    "all": {**YEAR, "kinds": PAIRED[:1], "population": "all"},
    "monitored": {**YEAR, "kinds": PAIRED, "population": "monitored", "days": 380},
}  # fmt: skip
COLUMNS = ["household", "days", "days_possible", "outcome"]


def told(result: fp.Coverage) -> tuple[Any, Any]:
    """A result in the oracle's form."""
    return sums_of(result), rows_of(result.missing(), COLUMNS)


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
@draws(10)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(asked: dict[str, Any], drawn: Drawn) -> None:
    """The library, on the engine it brings, against plain loops."""
    if tells(drawn, asked.get("population", "in_need")):
        result = fp.coverage.gaps(fp.Registry.of(**drawn), **asked)
        assert told(result) == gaps(drawn, **asked)


@cache
def together() -> Frames:
    """Many registries as one."""
    return joined(cases(tables()))


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
def test_every_engine_answers_as_lists_do(engine: str, asked: dict[str, Any]) -> None:
    """Rows, who was left without a helper, and the digest, case by case."""
    by = (*asked.get("by", ()), "case")
    check_alike(engine, together(), lambda r: fp.coverage.gaps(r, **{**asked, "by": by}), told)
