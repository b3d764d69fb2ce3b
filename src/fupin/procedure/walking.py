"""The one way through a procedure: from step to step, on the sure side and the possible side.

On each side a day is carried along, from which on the next step may begin: the day by which all
before it surely are over, and the first day on which they may be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from fupin.findings import StepFinding, StepState
from fupin.outcomes import Outcome
from fupin.policy import Procedure, Rulebook, Stage
from fupin.procedure.records import Record


@attrs.frozen
class Asked:
    """A step that is asked of a case, or may be, with its records.

    Attributes:
        stage: the step.
        outcome: whether it is asked: met, or unknown.
        records: its records that may be there on the day.
    """

    stage: Stage
    outcome: Outcome
    records: tuple[Record, ...]

    def taken(self, on: dt.date) -> bool:
        """Whether it surely was taken, well or not."""
        return any(record.sure and record.last <= on for record in self.records)


def walk(
    asked: Iterable[Asked], procedure: Procedure, book: Rulebook, on: dt.date
) -> tuple[StepFinding, ...]:
    """What is found of each step, in order.

    Args:
        asked: the steps in the order they are asked in.
        procedure: says on what ground, where a step does not.
        book: the book it stands in.
        on: the day of the question.
    """
    steps = tuple(asked)
    surely = maybe = dt.date.min
    found = []
    for number, step in enumerate(steps):
        state = _state(step, surely, maybe, on)
        if state is StepState.TO_COME and any(later.taken(on) for later in steps[number + 1 :]):
            state = StepState.MISSING
        shown = _shown(step.records, surely, maybe, on)
        found.append(_found(step.stage, state, shown, procedure, book))
        surely, maybe = _surely_over(step, surely, maybe, on), _maybe_over(step, maybe, on)
    return tuple(found)


def _state(step: Asked, surely: dt.date, maybe: dt.date, on: dt.date) -> StepState:
    records = step.records
    if any(record.surely_passes(surely, on) for record in records):
        return StepState.DONE
    if step.outcome is Outcome.UNKNOWN or any(record.may_pass(maybe, on) for record in records):
        return StepState.UNKNOWN
    there = [record for record in records if record.sure]
    in_order = [record for record in there if record.follows(maybe, on)]
    if any(record.end is None or record.end > on for record in in_order):
        return StepState.RUNNING
    if in_order:
        return StepState.TOO_SHORT
    return StepState.OUT_OF_ORDER if there else StepState.TO_COME


def _surely_over(step: Asked, surely: dt.date, maybe: dt.date, on: dt.date) -> dt.date:
    """The day by which this step and those before it surely are over, as far as they are there."""
    passed = [end for r in step.records if (end := r.surely_passes(surely, on)) is not None]
    if passed:
        return min(passed)
    return max([surely, *(r.latest_end for r in step.records if r.follows(maybe, on))])


def _maybe_over(step: Asked, maybe: dt.date, on: dt.date) -> dt.date:
    """The first day on which this step and those before it may be over."""
    if step.outcome is Outcome.UNKNOWN:
        return maybe  # it may not be asked
    passed = [end for r in step.records if (end := r.may_pass(maybe, on)) is not None]
    if passed:
        return min(passed)
    there = [r for r in step.records if r.sure and r.follows(maybe, on)]
    return min((r.earliest_end(maybe) for r in there), default=maybe)


def _shown(
    records: Iterable[Record], surely: dt.date, maybe: dt.date, on: dt.date
) -> Record | None:
    """The record that speaks best for the step, among those that surely tell of it."""

    def order(record: Record) -> tuple[bool, bool, bool, dt.date, dt.date, dt.date]:
        return (
            record.surely_passes(surely, on) is None,
            record.may_pass(maybe, on) is None,
            not record.follows(maybe, on),
            record.latest_end,
            record.first,
            record.last,
        )

    return min((record for record in records if record.sure), key=order, default=None)


def _found(
    stage: Stage, state: StepState, record: Record | None, procedure: Procedure, book: Rulebook
) -> StepFinding:
    bare = StepFinding(
        id=stage.id,
        zh=stage.zh,
        en=stage.en,
        by=stage.by,
        state=state,
        source=book.sources[stage.source or procedure.source].title,
        article=stage.article or (None if stage.source else procedure.article),
        checked=stage.checked or procedure.checked,
        reading=stage.reading,
    )
    if record is None:
        return bare
    return attrs.evolve(
        bare,
        on=record.told.on,
        latest=record.told.latest,
        until=record.told.until,
        days=record.days if stage.notice else None,
        asked=record.number,
    )
