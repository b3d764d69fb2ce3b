"""The chain of exits by every engine, against one household and one place after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.errors import NotInForceError, NoValueError, QuestionError
from fupin.testing import DRAWN, ON, rulebooks, tables
from tests import draws
from tests.agreement.engines import Frames, held_by, listed
from tests.agreement.exited import chains
from tests.agreement.joined import CASES, cases, joined
from tests.oracles.exits import Key, exits

NATION, SICHUAN = (fp.policy.load(name) for name in ("cn-2016", "sichuan-2016"))
BOOKS = {"both": (NATION, SICHUAN), "nation": (NATION,), "sichuan": (SICHUAN,)}
LEVELS = ("village", "township", "county", "city", "province")
MASKS = ("failing", "needed")

Rows = dict[Key, dict[str, Any]]


def told(result: fp.coverage.Exits) -> Rows:
    """A result in the oracle's form: masks as the names of their leaves."""
    rows: Rows = {}
    for row in result.rows.to_dicts():
        key = (row.pop("level"), row.pop("division"), row.pop("placed"))
        assert key not in rows
        rows[key] = row
        for mask in (f"{m}{end}" for m in MASKS for end in ("", "_recorded")):
            if row[mask] is not None:
                leaves = result.leaves[key[0]]
                names = (str(leaf["leaf"]) for leaf in leaves if row[mask] >> leaf["bit"] & 1)
                row[mask] = tuple(names)
    return rows


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """What is asked of a registry beside its books."""
    listed = st.lists(st.sampled_from([*(f"H-{n}" for n in range(8)), "X-1", "X-2"]))
    return {
        "on": ON,
        "by": draw(st.sampled_from((("village", "county"), ("township",), LEVELS))),
        "assume_exited": draw(listed) if draw(st.booleans()) else [],
        "size_at_most": draw(st.sampled_from((None, None, 1, 5))),
        "yardstick": draw(st.sampled_from((None, "under"))),
        "assume": draw(st.sampled_from(({}, {"income_steady": True}, {"housing": False}))),
    }


def differing(found: Any, expected: Any) -> dict[Any, Any]:
    """The cells in which two answers differ, found and expected."""
    if isinstance(found, type) or isinstance(expected, type):
        return {} if found == expected else {"answer": (found, expected)}
    pairs = {key: (found.get(key, {}), expected.get(key, {})) for key in {*found, *expected}}
    return {
        (*key, name): (one.get(name, "none"), other.get(name, "none"))
        for key, (one, other) in pairs.items()
        for name in {*one, *other}
        if one.get(name, "none") != other.get(name, "none")
    }


def answered(ask: Callable[[], Any]) -> Any:
    """What a question is answered with, or how it is refused."""
    try:
        return ask()
    except (NotInForceError, NoValueError, QuestionError) as refused:
        return type(refused)


@draws(20)
@given(drawn=chains(), name=st.sampled_from(("both", *BOOKS)), asked=questions())
def test_lists_of_objects_answer_as_plain_loops_do(
    drawn: dict[str, Any], name: str, asked: dict[str, Any]
) -> None:
    """Every column of every place, and no place more or less."""
    registry, books = fp.Registry.of(**drawn), BOOKS[name]
    found = answered(lambda: told(fp.coverage.exits(registry, books, **asked)))
    assert differing(found, answered(lambda: exits(drawn, books, **asked))) == {}


CHAIN = (
    "households", "surveys", "incomes", "villages", "village_surveys", "county_surveys",
    "populations", "unregistered",
)  # fmt: skip


@draws(10)
@given(drawn=tables(*CHAIN), asked=questions())
def test_whatever_records_there_are_the_chain_answers_as_plain_loops_do(
    drawn: dict[str, Any], asked: dict[str, Any]
) -> None:
    """On the registries that every calculator is asked about."""
    registry = fp.Registry.of(**drawn)
    found = answered(lambda: told(fp.coverage.exits(registry, NATION, **asked)))
    assert differing(found, answered(lambda: exits(drawn, NATION, **asked))) == {}


@draws(15)
@given(
    drawn=chains(12),
    village=rulebooks(unit="village", own=True),
    county=rulebooks(unit="county"),
    carry=st.booleans(),
)
def test_places_are_judged_by_any_criterion_as_each_is_assessed(
    drawn: dict[str, Any], village: fp.Rulebook, county: fp.Rulebook, carry: bool
) -> None:
    """Whose tree, limits and freshness are drawn; who is poor is of the day."""
    other = tuple(c.model_copy(update={"id": "other"}) for c in county.criteria)
    books = (SICHUAN, village, county.model_copy(update={"criteria": other}))
    asked: dict[str, Any] = {
        "on": ON, "by": ("village", "county"), "carry": carry,
        "criteria": {"village": DRAWN, "county": "other"},
    }  # fmt: skip
    registry = fp.Registry.of(**drawn)
    found = answered(lambda: told(fp.coverage.exits(registry, books, **asked)))
    expected = answered(lambda: exits(drawn, books, **asked))
    if isinstance(found, type) and not isinstance(expected, type):
        judged = [key for key, row in expected.items() if row["outcome"]]
        assert len({level for level, *_ in judged}) < 2  # where nobody is, nobody needs a limit
    else:
        assert differing(found, expected) == {}


@cache
def together() -> Frames:
    """Many registries as one, each in cities of its own."""
    return joined(cases(chains()), places=True)


@cache
def asked_of_all() -> list[dict[str, Any]]:
    """What is asked of them."""
    return cases(questions(), CHAINS)


CHAINS = 4


@pytest.mark.parametrize("number", range(CHAINS))
def test_every_engine_answers_as_lists_do(engine: str, number: int) -> None:
    """Rows and digest, by two books."""
    drawn = asked_of_all()[number]
    listed_out = [f"{n}:{name}" for n in range(CASES) for name in drawn["assume_exited"]]
    asked = {**drawn, "assume_exited": listed_out}
    found, expected = (
        fp.coverage.exits(registry, BOOKS["both"], **asked)
        for registry in (held_by(engine, together()), listed(together()))
    )
    assert differing(told(found), told(expected)) == {}
    assert found.digest == expected.digest
