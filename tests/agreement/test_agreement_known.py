"""What was known on a day, by every engine, against a registry that never held the other rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON, tables
from tests import draws
from tests.agreement.asked import ASKS, TABLES
from tests.agreement.engines import ENGINES, Frames, Tables, held_by, in_polars, listed
from tests.agreement.joined import cases, joined
from tests.agreement.questions import QUESTIONS, Question

LATER = (None, None, *(ON + dt.timedelta(days) for days in range(4, 6)))
DAYS = tuple(ON + dt.timedelta(days) for days in range(4))
CALCULATORS = list(dict.fromkeys(question.calculator for question in QUESTIONS))
each = pytest.mark.parametrize("calculator", CALCULATORS)
Row = dict[str, Any]

SPLIT = ("matters", "places")  # a rate of theirs is of one kind, or of one condition
a_day = st.sampled_from((None, *DAYS))


@st.composite
def dated(draw: st.DrawFn) -> tuple[Tables, Frames]:
    """Tables whose rows were recorded and withdrawn, some of them, on some days."""
    drawn = draw(tables())
    frames = in_polars(drawn)
    told = {}
    for name, frame in frames.items():
        days = draw(st.lists(st.tuples(a_day, a_day), min_size=len(frame), max_size=len(frame)))
        # Withdrawn before it was recorded: that is a fault, and not of this law.
        days = [(w, r) if r is not None and w is not None and w < r else (r, w) for r, w in days]
        columns = {
            column: pl.Series(column, [pair[side] for pair in days], dtype=pl.Date)
            for side, column in enumerate(("recorded", "withdrawn"))
        }
        told[name] = frame.with_columns(**columns)
    return drawn, told


def stood(row: Row, known_on: dt.date | None) -> bool:
    """Whether a row was known on a day, in a plain condition."""
    if known_on is None:
        return row["withdrawn"] is None
    begun = row["recorded"] is None or row["recorded"] <= known_on
    return begun and (row["withdrawn"] is None or row["withdrawn"] > known_on)


def without_the_others(frames: Frames, known_on: dt.date | None) -> Frames:
    """The rows that stood, as if nobody had ever entered another, nor a day of knowledge."""
    kept = {}
    for name, frame in frames.items():
        rows = [stood(row, known_on) for row in frame.to_dicts()]
        held = frame.filter(pl.Series(rows, dtype=pl.Boolean))
        kept[name] = held.drop("recorded", "withdrawn")
    return kept


def held(frames: Frames, engine: Callable[[pl.DataFrame], Any]) -> fp.Registry:
    """A registry of these tables as an engine holds them."""
    return fp.Registry.of(**{name: engine(frame) for name, frame in frames.items()})


def asked_of(calculator: str, drawn: Any) -> list[Question]:
    """The questions to a calculator that such tables can answer."""
    return [q for q in QUESTIONS if q.calculator == calculator and q.may_ask(drawn)]


@each
@draws(3)
@given(tables=dated(), known_on=a_day)
def test_a_day_of_knowledge_answers_as_if_the_other_rows_were_never_entered(
    calculator: str, tables: tuple[Tables, Frames], known_on: dt.date | None
) -> None:
    """Every question, and who is left out."""
    drawn, frames = tables
    known = held(frames, ENGINES["polars"]).known(known_on)
    other = held(without_the_others(frames, known_on), ENGINES["polars"])
    for question in asked_of(calculator, drawn)[::2]:
        assert question.told(question.ask(known)) == question.told(question.ask(other)), question
    assert known.check().counts == other.check().counts


SPANS = ((None, None), (DAYS[0], None), (DAYS[1], DAYS[3]), (None, DAYS[2]), (DAYS[2], None))


@cache
def together() -> Frames:
    """Many registries as one, of rows recorded and withdrawn in turns."""
    frames = {}
    for name, frame in joined(cases(tables())).items():
        spans = [SPANS[row % len(SPANS)] for row in range(len(frame))]
        recorded, withdrawn = (pl.Series([s[n] for s in spans], dtype=pl.Date) for n in (0, 1))
        frames[name] = frame.with_columns(recorded=recorded, withdrawn=withdrawn)
    return frames


@pytest.mark.parametrize("question", QUESTIONS[::3], ids=str)
def test_every_engine_knows_the_same_on_a_day(engine: str, question: Question) -> None:
    """Rows, who is left out, and the digest, case by case."""
    result, expected = (
        question.ask(registry.known(DAYS[1]), "case")
        for registry in (held_by(engine, together()), listed(together()))
    )
    assert question.told(result) == question.told(expected)
    assert result.digest == expected.digest


@draws(3)
@given(drawn=tables())
def test_without_the_two_days_nothing_changes(drawn: Any) -> None:
    """Columns of nothing leave the digests as they are."""
    plain = in_polars(drawn)
    nothing = pl.lit(None, dtype=pl.Date)
    frames = {n: f.with_columns(recorded=nothing, withdrawn=nothing) for n, f in plain.items()}
    bare, dated = (held(tables, ENGINES["polars"]) for tables in (plain, frames))
    for question in (q for q in QUESTIONS[::2] if q.may_ask(drawn)):
        assert question.ask(dated).digest == question.ask(bare).digest, question


def synthetic() -> Frames:
    """The synthetic registry, its rows recorded and withdrawn on some days."""
    random, days = Random(2016), (None, None, *DAYS)
    told = {}
    for name, frame in TABLES.items():
        pairs = [(random.choice(days), random.choice(LATER)) for _ in range(frame.height)]
        recorded, withdrawn = (pl.Series(side, dtype=pl.Date) for side in zip(*pairs, strict=True))
        told[name] = frame.with_columns(recorded=recorded, withdrawn=withdrawn)
    return told


SYNTHETIC = synthetic()


@pytest.mark.parametrize("known_on", [None, DAYS[1]])
@pytest.mark.parametrize("ask", ASKS.values(), ids=list(ASKS))
def test_every_calculator_answers_as_if_the_other_rows_were_never_entered(
    ask: Any, known_on: dt.date | None
) -> None:
    """Of a synthetic registry, by whatever result there is."""
    known = held(SYNTHETIC, ENGINES["polars"]).known(known_on)
    other = held(without_the_others(SYNTHETIC, known_on), ENGINES["polars"])
    assert ask(known).rows.equals(ask(other).rows)


def within(rate: fp.Rate, other: fp.Rate) -> bool:
    """Whether the bounds of a rate are inside those of another, or there is nobody."""
    bounds = (other.low_exact, rate.low_exact, rate.high_exact, other.high_exact)
    known = [bound for bound in bounds if bound is not None]
    return len(known) < len(bounds) or known == sorted(known)


PERIODS = ("links", "events", "memberships", "meetings", "exemptions", "reports", "sessions")


@draws(4)
@given(drawn=tables(), table=st.sampled_from(PERIODS), data=st.data())
def test_rows_in_doubt_leave_room_for_either_reading(
    drawn: Any, table: str, data: st.DataObject
) -> None:
    """Whether they stand or not, the rate lies between the bounds."""
    frames = in_polars(drawn)
    if table not in frames or frames[table].is_empty():
        return
    rows = frames[table].height
    doubt = pl.Series(data.draw(st.lists(st.booleans(), min_size=rows, max_size=rows)))
    said = pl.Series("withdrawn", ["soon" if d else None for d in doubt], dtype=pl.String)
    readings = (
        frames[table].with_columns(said), frames[table], frames[table].filter(~doubt)
    )  # fmt: skip
    registries = [held({**frames, table: frame}, ENGINES["polars"]) for frame in readings]
    asked = [q for q in QUESTIONS[::3] if q.may_ask(drawn) and q.left_out]
    for question in (q for q in asked if q.calculator not in SPLIT):
        told = [question.ask(registry) for registry in registries]
        result, *others = (one for one in told if isinstance(one, fp.Coverage))
        rules: list[str | None] = [*{str(r["rule"]) for r in result.provenance.rules}]
        for rule in rules or [None]:
            for other in others:
                assert within(other.rate(rule=rule), result.rate(rule=rule)), (question, rule)
