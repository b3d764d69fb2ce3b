"""Comparing by every engine, against two assessments of one unit after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.errors import NotInForceError, NoValueError, QuestionError
from fupin.policy.fields import Judged
from fupin.testing import DRAWN, ON, rulebooks
from tests import draws
from tests.agreement.engines import Frames, held_by, listed
from tests.agreement.joined import cases, joined
from tests.agreement.screened import Drawn, places, registries
from tests.oracles import Sums
from tests.oracles.comparing import Change, comparing

LATER = (ON, ON + dt.timedelta(1), dt.date(2017, 1, 1), dt.date(2016, 1, 1))
each = pytest.mark.parametrize("unit", ["household", "village", "county"])


def told(result: fp.coverage.Comparison) -> tuple[Sums, list[Change]]:
    """A result in the oracle's form."""
    sums = {
        tuple(row[k] for k in result.keys): {"units": row["units"]}
        for row in result.rows.to_dicts()
    }
    rows = nw.from_native(result.changed).lazy().collect("polars").to_native().rows()
    changed = [(*row[:4], frozenset(filter(None, row[4].split(", ")))) for row in rows]
    return sums, sorted(changed, key=str)


def answered(ask: Callable[[], Any]) -> Any:
    """What a question is answered with, or how it is refused."""
    try:
        return ask()
    except (NotInForceError, NoValueError, QuestionError) as refused:
        return type(refused)


@st.composite
def questions(
    draw: st.DrawFn, unit: Judged
) -> tuple[Drawn, tuple[fp.Rulebook, fp.Rulebook], dict[str, Any]]:
    """A registry, two books, and what else is asked."""
    household = unit == "household"
    drawn = draw(registries(6) if household else places())
    first, second = (draw(rulebooks(unit=unit, own=household, most=4)) for _ in range(2))
    asked: dict[str, Any] = {"on": ON, "other_on": draw(st.sampled_from(LATER)), "carry": True}
    if household and "households" in drawn:
        asked["by"] = draw(st.sampled_from([(), ("county", "village"), ("county", "cause")]))
        asked["population"] = draw(st.sampled_from([None, "in_need", "registered"]))
        if draw(st.booleans()):
            second = second.model_copy(update={"division": "5108"})
    return drawn, (first, draw(st.sampled_from((first, second, second)))), asked


def expected(drawn: Drawn, books: tuple[fp.Rulebook, ...], asked: dict[str, Any]) -> Any:
    """What the oracle says."""
    others = {name: said for name, said in asked.items() if name not in ("on", "other_on")}
    sides = list(zip(books, (asked["on"], asked["other_on"]), strict=True))
    return answered(lambda: comparing(drawn, sides, DRAWN, **others))


@each
@draws(15)
@given(data=st.data())
def test_lists_of_objects_are_compared_as_each_is_assessed(
    unit: Judged, data: st.DataObject
) -> None:
    """How many units by what is said before and after; who changes, and because of what."""
    drawn, (book, other), asked = data.draw(questions(unit))
    registry = fp.Registry.of(**drawn)
    found = answered(lambda: told(fp.coverage.compare(registry, book, DRAWN, other=other, **asked)))
    loops = expected(drawn, (book, other), asked)
    if isinstance(found, type) and not isinstance(loops, type):
        assert not loops[0]  # whom nobody asks about needs no parameter
    else:
        assert found == loops


@cache
def together(unit: Judged) -> Frames:
    """Many registries as one."""
    household = unit == "household"
    return joined(cases(registries() if household else places()), places=not household)


@cache
def asked_of_all(unit: Judged) -> list[Any]:
    """Some pairs of books, and what else is asked."""
    return [(books, asked) for _, books, asked in cases(questions(unit), PAIRS)]


PAIRS = 4


@each
@pytest.mark.parametrize("number", range(PAIRS))
def test_every_engine_compares_as_lists_do(unit: Judged, engine: str, number: int) -> None:
    """Rows, who changes, and the digest."""
    (book, other), asked = asked_of_all(unit)[number]
    found, expected = (
        answered(lambda: fp.coverage.compare(registry, book, DRAWN, other=other, **asked))  # noqa: B023
        for registry in (held_by(engine, together(unit)), listed(together(unit)))
    )
    if isinstance(expected, type):
        assert found == expected
    else:
        assert told(found) == told(expected)
        assert found.digest == expected.digest
