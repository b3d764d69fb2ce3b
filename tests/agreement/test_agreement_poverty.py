"""Poverty by every engine, against the definitions worked person by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON
from fupin.testing.records import households
from fupin.testing.surveys import incomes, surveys
from tests import draws
from tests.agreement.answers import rows_of
from tests.agreement.engines import Frames, held_by
from tests.agreement.engines import listed as rows_as_lists
from tests.agreement.joined import cases, joined
from tests.oracles import in_order
from tests.oracles.poverty import Drawn, Figures, deprivation, part_of, poverty

EXIT = fp.policy.load("cn-2016")
LINES = fp.policy.load("cn-lines")
WEIGHTS = {"water": Fraction(1, 2), "housing": Fraction(1, 3), "medical": Fraction(1, 6)}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Households with surveys and incomes, some of one household and day."""
    ids = [f"H-{n}" for n in range(1, draw(st.integers(0, 5)) + 1)]
    units = [draw(households(ids=st.just(name))) for name in ids]
    days = st.none() | st.sampled_from([ON, ON - dt.timedelta(1), ON + dt.timedelta(1)])
    names = st.sampled_from([*ids, "H-1"])
    seen = st.builds(_at, surveys(), household=names, on=days)
    told = {
        "households": [*units, *draw(st.lists(households(), max_size=1))],
        "surveys": draw(st.lists(seen, max_size=8)),
    }
    by_parts = draw(st.lists(st.builds(_at, incomes(), household=names), max_size=5))
    return {**told, "incomes": by_parts} if by_parts else told


def _at(record: Any, **changes: Any) -> Any:
    return attrs.evolve(record, **changes)


def amount(yuan: str) -> Callable[[Any], Fraction]:
    """One line for all."""
    return lambda _: Fraction(yuan)


def national(income: str) -> Callable[[dt.date | None], Fraction | None]:
    """The line of a year, where it is set for this measure of income."""
    parameter = LINES.parameter("national-line")

    def on(day: dt.date | None) -> Fraction | None:
        for period, value in parameter.known():
            if day is not None and period.holds(day) is fp.Outcome.MET:
                number = value.number or 0
                return Fraction(number) if value.income in (None, income) else None
        return None

    return on


@attrs.frozen
class Question:
    """One question, put to the library and to the definitions."""

    name: str
    ask: Callable[..., fp.Coverage]
    expect: Callable[[Drawn], tuple[Figures, list[tuple[str, str]]]]
    may_ask: Callable[[Drawn], bool] = lambda _: True

    def __str__(self) -> str:
        return self.name


def told(drawn: Drawn) -> bool:
    """Whether something says who is in need."""
    return any(h.events or h.registration is not None for h in drawn["households"])


def _poverty(name: str, line: str, *, book: Any = None, of: Any = None, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    policy = () if book is None else (book,)
    return Question(
        name,
        lambda registry, *by: fp.coverage.poverty(
            registry, *policy, line=line, **{**asked, "by": (*asked["by"], *by)}
        ),
        lambda drawn: poverty(drawn, line=of or amount(line), **asked),
        told if "population" in asked else lambda _: True,
    )


DEPRIVED: dict[str, Any] = {"indicators": [*WEIGHTS], "weights": WEIGHTS, "cutoff": Fraction(1, 2)}


def _deprivation(name: str, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}

    def expect(drawn: Drawn) -> tuple[Figures, list[tuple[str, str]]]:
        main, _, names = deprivation(drawn, weights=WEIGHTS, cutoff=Fraction(1, 2), **asked)
        return main, names

    return Question(
        name,
        lambda registry, *by: fp.coverage.deprivation(
            registry, **DEPRIVED, **{**asked, "by": (*asked["by"], *by)}
        ),
        expect,
        told if "population" in asked else lambda _: True,
    )


QUESTIONS = [
    _poverty("poverty", "2952"),
    _poverty("poverty by place", "2855.01", by=("county", "village")),
    _poverty("poverty by place and cause", "2952", by=("township", "cause")),
    _poverty("poverty of households", "2952", weight="households", by=("county",)),
    _poverty("poverty of those in need", "6000", population="in_need", by=("county",)),
    _poverty(
        "poverty in disposable income by the year's line", "national-line", book=LINES,
        of=national("disposable"), income="disposable_income_per_head",
    ),
    _poverty(
        "poverty in net income by the year's line", "national-line", book=LINES,
        of=national("net"), by=("city",),
    ),
    _deprivation("deprivation"),
    _deprivation("deprivation by place", by=("county", "village")),
    _deprivation("deprivation of households", weight="households", by=("cause",)),
    _deprivation("deprivation of those in need", population="in_need"),
]  # fmt: skip


def figures(result: fp.frames.Table) -> Figures:
    """The rows of a result by key."""
    keys = result.keys
    return {
        tuple(row[k] for k in keys): {n: v for n, v in row.items() if n not in keys}
        for row in result.rows.to_dicts()
    }


def listed(result: fp.Coverage) -> list[tuple[str, str]]:
    """Who is listed, with the outcome."""
    return rows_of(result.missing(), ["household", "outcome"])


def approx(expected: Figures) -> dict[Any, Any]:
    """Integers as they are, fractions and logarithms to twelve digits."""
    return {key: {n: _approx(v) for n, v in row.items()} for key, row in expected.items()}


def _approx(value: Any) -> Any:
    return value if isinstance(value, int) or value is None else pytest.approx(float(value), 1e-12)


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
@draws(20)
@given(drawn=tables())
def test_lists_of_objects_answer_as_the_definitions(question: Question, drawn: Drawn) -> None:
    """Every column, and who is listed."""
    if question.may_ask(drawn):
        result = question.ask(fp.Registry.of(**drawn))
        expected, names = question.expect(drawn)
        assert figures(result) == approx(expected)
        assert listed(result) == in_order(names)


@draws(20)
@given(drawn=tables())
def test_indicators_answer_as_the_definitions(drawn: Drawn) -> None:
    """Raw and censored headcounts with their bounds, and contributions."""
    registry = fp.Registry.of(**drawn)
    asked = {**DEPRIVED, "by": ["county", "cause"], "on": ON}
    result = fp.coverage.deprivation(registry, **asked).indicators
    _, expected, _ = deprivation(
        drawn, on=ON, weights=WEIGHTS, cutoff=Fraction(1, 2), by=("county", "cause")
    )
    found = {
        key: {n: v for n, v in row.items() if n not in result.measures}
        for key, row in figures(result).items()
    }
    assert found == approx(expected)


@draws(20)
@given(drawn=tables())
def test_parts_of_a_criterion_answer_as_the_verdicts_on_each_household(drawn: Drawn) -> None:
    """Income by its parts is told once a household: verdicts know one."""
    once = {income.household: income for income in drawn.get("incomes", [])}
    told = {**drawn, "incomes": list(once.values())}
    asked: dict[str, Any] = {"on": ON, "cutoff": Fraction(1, 7), "by": ["county"]}
    result = fp.coverage.deprivation(fp.Registry.of(**told), EXIT, "household-exit", **asked)
    parts = [node.id for node in EXIT.criterion("household-exit").tree.parts]
    expected, _, names = deprivation(
        told,
        weights=dict.fromkeys(parts, Fraction(1, 7)),
        has=part_of(EXIT, "household-exit"),
        **{**asked, "by": ("county",)},
    )
    assert figures(result) == approx(expected)
    assert listed(result) == in_order(names)


@cache
def together() -> Frames:
    """Many registries as one."""
    return joined(cases(tables()))


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_every_engine_answers_as_lists_do(engine: str, question: Question) -> None:
    """Rows, who is listed, and the digest, case by case."""
    result = question.ask(held_by(engine, together()), "case")
    expected = question.ask(rows_as_lists(together()), "case")
    assert figures(result) == approx(figures(expected))
    assert listed(result) == listed(expected)
    assert result.digest == expected.digest
