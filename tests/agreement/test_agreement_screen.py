"""Screening by every engine, against one household, village or county after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.errors import NotInForceError, NoValueError
from fupin.policy.fields import RECORDS
from fupin.testing import DRAWN, ON, rulebooks
from tests import draws
from tests.agreement.engines import Frames, held_by, listed
from tests.agreement.joined import cases, joined
from tests.agreement.screened import Drawn, places, records, registries
from tests.oracles import Sums
from tests.oracles.households import tells
from tests.oracles.screening import Judged as Verdicts
from tests.oracles.screening import screening

LEVELS = ("county", "village")
POPULATIONS = (None, "registered", "ordinary", "all")


def told(result: fp.coverage.Screening) -> tuple[Sums, list[Verdicts]]:
    """A result in the oracle's form."""
    sums = {
        tuple(row[k] for k in result.keys): {m: row[m] for m in result.measures}
        for row in result.rows.to_dicts()
    }
    rows = nw.from_native(result.verdicts).lazy().collect("polars").to_native().to_dicts()
    names = {leaf["bit"]: leaf["leaf"] for leaf in result.leaves}
    return sums, sorted(
        (row["id"], row["outcome"], _decoded(row["failing"], names), _decoded(row["needed"], names))
        for row in rows
    )


def _decoded(mask: int, names: dict[int, str]) -> tuple[str, ...]:
    assert 0 <= mask < 2 ** len(names)
    return tuple(name for bit, name in names.items() if mask & 2**bit)


@st.composite
def questions(
    draw: st.DrawFn, unit: Any, most: int = 4
) -> tuple[Drawn, fp.Rulebook, dict[str, Any]]:
    """A registry, a book, and what else is asked."""
    household, recorded = unit == "household", unit == "record"
    if recorded:
        unit = draw(st.sampled_from(sorted(RECORDS)))
    drawn = draw(
        registries(most) if household else places() if not recorded else records(f"{unit}s")
    )
    book = draw(rulebooks(unit=unit, own=household))
    asked: dict[str, Any] = {"on": ON, "carry": draw(st.booleans())}
    if draw(st.booleans()) and book.criteria[0].yardsticks:
        asked["yardstick"] = "other"
    if draw(st.booleans()):
        asked["assume"] = draw(assumptions(book))
    if household and "households" in drawn:
        bys = st.sampled_from([(), ("county",), LEVELS, ("cause",), ("county", "cause")])
        asked |= {"by": draw(bys), "population": draw(st.sampled_from(POPULATIONS))}
        if not tells(drawn, asked["population"] or book.criteria[0].population or "in_need"):
            asked["population"] = "in_need"
        if draw(st.booleans()):
            book = book.model_copy(update={"division": "5108"})
    elif not household:
        asked["by"] = draw(st.sampled_from([(), ("county",)]))
    if recorded:
        asked["by"] = draw(st.sampled_from([(), ("county",), ("household",)]))
        asked["population"] = draw(st.sampled_from([None, "all"]))
        if draw(st.booleans()):
            book = book.model_copy(update={"division": "5108"})
    return drawn, book, asked


@st.composite
def assumptions(draw: st.DrawFn, book: fp.Rulebook) -> dict[str, Any]:
    """Answers to some of what a book asks."""
    unit = book.criteria[0].unit
    of_kind = {
        "flag": st.booleans(), "count": st.integers(0, 3),
        "day": st.sampled_from([ON, "2015-12-31", "2017-01-01"]),
    }  # fmt: skip
    fields = {n: f.kind for n, f in book.fields_of(unit).items() if f.assumable}
    leaves = book.criteria[0].tree.leaves()
    names = {n for leaf in leaves for n in (leaf.flag, leaf.compare, leaf.at) if n in fields}
    chosen = draw(st.sets(st.sampled_from(sorted(names)), max_size=3)) if names else set()
    return {name: draw(of_kind[fields[name]]) for name in sorted(chosen)}


def answered(ask: Callable[[], Any]) -> Any:
    """What a question is answered with; None where a parameter has no value on the day."""
    try:
        return ask()
    except (NotInForceError, NoValueError):
        return None


each = pytest.mark.parametrize("unit", ["household", "village", "county", "record"])


@each
@draws(40)
@given(data=st.data())
def test_lists_of_objects_are_screened_as_each_is_assessed(unit: Any, data: st.DataObject) -> None:
    """Measures, verdicts, and the two masks."""
    drawn, book, asked = data.draw(questions(unit))
    registry = fp.Registry.of(**drawn)
    found = answered(lambda: told(fp.coverage.screen(registry, book, DRAWN, **asked)))
    expected = answered(lambda: screening(drawn, book, **asked))
    if found is None and expected is not None:
        assert not expected[1]  # whom nobody asks about needs no parameter
    else:
        assert found == expected


@cache
def together(unit: Any) -> Frames:
    """Many registries as one."""
    if unit == "household":
        return joined(cases(registries()))
    if unit == "record":
        return joined(one for name in sorted(RECORDS) for one in cases(records(f"{name}s")))
    return joined(cases(places()), places=True)


def ideas(part: Any) -> set[str]:
    """What a book makes use of: operations, folds, comparisons, and where a limit comes from."""
    if isinstance(part, list):
        return set().union(*map(ideas, part))
    if not isinstance(part, dict):
        return set()
    own = {f"{key} {part[key]}" for key in ("is", "fold", "over") if key in part}
    return {key for key, inner in part.items() if inner}.union(own, *map(ideas, part.values()))


@cache
def asked_of_all(unit: Any) -> list[tuple[fp.Rulebook, dict[str, Any]]]:
    """Books that make use of ever more, and what else is asked, that such a registry can answer."""
    drawn = [(book, asked) for _, book, asked in cases(questions(unit), 60)]
    used = [
        ideas({**book.model_dump(mode="json", exclude_none=True, by_alias=True), **asked})
        for book, asked in drawn
    ]
    registry = listed(together(unit))
    chosen: list[tuple[fp.Rulebook, dict[str, Any]]] = []
    seen: set[str] = set()
    while len(chosen) < BOOKS:
        best = max(range(len(drawn)), key=lambda n: len(used[n] - seen))
        (book, asked), more = drawn.pop(best), used.pop(best)
        if answered(lambda: fp.coverage.screen(registry, book, DRAWN, **asked)) is not None:  # noqa: B023
            chosen.append((book, asked))
            seen |= more
    return chosen


BOOKS = 4


@each
@pytest.mark.parametrize("number", range(BOOKS))
def test_every_engine_screens_as_lists_are_screened(unit: Any, engine: str, number: int) -> None:
    """Measures, verdicts, masks, and the digest."""
    book, asked = asked_of_all(unit)[number]
    result, expected = (
        fp.coverage.screen(registry, book, DRAWN, **asked)
        for registry in (held_by(engine, together(unit)), listed(together(unit)))
    )
    assert told(result) == told(expected)
    assert result.digest == expected.digest
