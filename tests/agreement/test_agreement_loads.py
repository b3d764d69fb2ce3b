"""What persons hold over all their posts by every engine, against one person after the other."""

from __future__ import annotations

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
from tests.oracles.loads import Drawn, loads


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Posts of few persons and their links, some of them said again."""
    kinds = st.sampled_from(["deputy-household", "cadre-household", None])
    links = draw(st.lists(kinds.flatmap(records.links), min_size=1, max_size=10))
    posts = records.deputies() | records.cadres()
    return {
        "helpers": draw(st.lists(posts, max_size=7)),
        "links": [*links, *draw(st.lists(st.sampled_from(links), max_size=2))],
    }


PAIRED = ("deputy-household", "cadre-household")
ASKED: dict[str, dict[str, Any]] = {
    "one": {"on": ON, "kinds": PAIRED, "most": 1},
    "two by place": {"on": ON, "kinds": PAIRED, "most": 2, "by": ("county", "township")},
}
COLUMNS = ["person", "helper", "held", "held_possible", "outcome"]


def told(result: fp.Coverage) -> tuple[Any, Any]:
    """A result in the oracle's form."""
    return sums_of(result), rows_of(result.missing(), COLUMNS)


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
@draws(15)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_oracle(asked: dict[str, Any], drawn: Drawn) -> None:
    """The library, on the engine it brings, against plain loops."""
    result = fp.coverage.loads(fp.Registry.of(**drawn), **asked)
    assert told(result) == loads(drawn, **asked)


@cache
def together() -> Frames:
    """Many registries as one."""
    return joined(cases(tables()))


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
def test_every_engine_answers_as_lists_do(engine: str, asked: dict[str, Any]) -> None:
    """Rows, who holds more, and the digest."""
    check_alike(engine, together(), lambda r: fp.coverage.loads(r, **asked), told)
