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
from tests.agreement.engines import ENGINES, Frames, Tables, held_by, in_polars
from tests.agreement.joined import together
from tests.agreement.questions import CALCULATORS, QUESTIONS, READS, Question, asked_of

LATER = (None, None, *(ON + dt.timedelta(days) for days in range(4, 6)))
DAYS = tuple(ON + dt.timedelta(days) for days in range(4))
each = pytest.mark.parametrize("calculator", CALCULATORS)
Row = dict[str, Any]

SPLIT = ("matters", "places")  # a rate of theirs is of one kind, or of one condition
a_day = st.sampled_from((None, *DAYS))


@st.composite
def dated(draw: st.DrawFn, *names: str) -> tuple[Tables, Frames]:
    """Tables whose rows were recorded and withdrawn, some of them, on some days."""
    drawn = draw(tables(*names))
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


@each
@draws(3)
@given(data=st.data(), known_on=a_day)
def test_a_day_of_knowledge_answers_as_if_the_other_rows_were_never_entered(
    calculator: str, data: st.DataObject, known_on: dt.date | None
) -> None:
    """Every question, and who is left out."""
    drawn, frames = data.draw(dated(*READS[calculator]))
    known = held(frames, ENGINES["polars"]).known(known_on)
    other = held(without_the_others(frames, known_on), ENGINES["polars"])
    for question in asked_of(calculator, drawn)[::2]:
        assert question.told(question.ask(known)) == question.told(question.ask(other)), question
    assert known.check().counts == other.check().counts


SPANS = ((None, None), (DAYS[0], None), (DAYS[1], DAYS[3]), (None, DAYS[2]), (DAYS[2], None))


@cache
def in_turns() -> Frames:
    """Many registries as one, of rows recorded and withdrawn in turns."""
    frames = {}
    for name, frame in together().items():
        spans = [SPANS[row % len(SPANS)] for row in range(len(frame))]
        recorded, withdrawn = (pl.Series([s[n] for s in spans], dtype=pl.Date) for n in (0, 1))
        frames[name] = frame.with_columns(recorded=recorded, withdrawn=withdrawn)
    return frames


@cache
def known_by(engine: str) -> fp.Registry:
    """What such a registry knew on a day, as an engine holds it."""
    return held_by(engine, in_turns()).known(DAYS[1])


@pytest.mark.parametrize("question", QUESTIONS[::3], ids=str)
def test_every_engine_knows_the_same_on_a_day(engine: str, question: Question) -> None:
    """Rows, who is left out, and the digest, case by case."""
    result, expected = (question.ask(known_by(each), "case") for each in (engine, "lists"))
    assert question.told(result) == question.told(expected)
    assert result.digest == expected.digest


@each
@draws(3)
@given(data=st.data())
def test_without_the_two_days_nothing_changes(calculator: str, data: st.DataObject) -> None:
    """Columns of nothing leave the digests as they are."""
    drawn = data.draw(tables(*READS[calculator]))
    plain = in_polars(drawn)
    nothing = pl.lit(None, dtype=pl.Date)
    frames = {n: f.with_columns(recorded=nothing, withdrawn=nothing) for n, f in plain.items()}
    bare, dated = (held(tables, ENGINES["polars"]) for tables in (plain, frames))
    for question in asked_of(calculator, drawn)[:2]:
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


DOUBTED = sorted({name for of, names in READS.items() if of not in SPLIT for name in names})
PERIODS = ("links", "events", "memberships", "meetings", "exemptions", "reports", "sessions")


@draws(4)
@given(drawn=tables(*DOUBTED), table=st.sampled_from(PERIODS), data=st.data())
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
    asked = [q for q in QUESTIONS[::3] if q.calculator not in SPLIT and q.left_out]
    for question in (q for q in asked if q.may_ask(drawn)):
        told = [question.ask(registry) for registry in registries]
        result, *others = (one for one in told if isinstance(one, fp.Coverage))
        rules: list[str | None] = [*{str(r["rule"]) for r in result.provenance.rules}]
        for rule in rules or [None]:
            for other in others:
                assert within(other.rate(rule=rule), result.rate(rule=rule)), (question, rule)
