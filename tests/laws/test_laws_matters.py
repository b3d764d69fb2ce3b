"""Laws of matters: what a reply may change, what forgetting may, and what a later day may not."""

from __future__ import annotations

import datetime as dt
from random import Random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.findings import MatterFinding
from fupin.testing import ON, handlings, matters

MET, UNMET = fp.Outcome.MET, fp.Outcome.UNMET
LAWS = [fp.policy.load(name) for name in ("cn-deputies-2015", "cn-supervision")]
Rows = list[fp.Handling]

done = st.lists(handlings(), max_size=5)


def found(matter: fp.Matter, rows: Rows, on: dt.date = ON) -> MatterFinding:
    """What became of a matter by a day; most of the rows are its own."""
    own = [row if row.matter is None else attrs.evolve(row, matter=matter.id) for row in rows]
    return fp.matter.check(matter, LAWS, on=on, handlings=own)


@given(matters(), done, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(matter: fp.Matter, rows: Rows, random: Random) -> None:
    mixed = random.sample(rows, len(rows))
    assert found(matter, mixed + rows) == found(matter, rows)


@given(matters(), done)
def test_a_reply_on_the_day_of_the_assignment_keeps_every_term_that_runs(
    matter: fp.Matter, rows: Rows
) -> None:
    """The addressee's own reply: whatever else was recorded."""
    told = found(matter, rows)
    if told.due is None or matter.addressee is None:
        return
    reply = fp.Handling(matter=matter.id, step="reply", on=matter.assigned, by=matter.addressee)
    assert found(matter, [*rows, reply]).outcome is MET


@given(matters(), done)
def test_replies_of_a_body_that_was_not_asked_change_no_outcome(
    matter: fp.Matter, rows: Rows
) -> None:
    asked = attrs.evolve(matter, addressee="O-1")
    others = [attrs.evolve(row, matter=matter.id, step="reply", by="O-9") for row in rows]
    before, after = found(asked, rows), found(asked, [*rows, *others])
    assert (after.standing, after.outcome, after.answered) == (
        before.standing, before.outcome, before.answered,
    )  # fmt: skip


@given(matters(), done, st.data())
def test_forgetting_a_day_never_turns_met_into_unmet_or_back(
    matter: fp.Matter, rows: Rows, data: st.DataObject
) -> None:
    if not rows:
        return
    place = data.draw(st.integers(0, len(rows) - 1))
    forgotten = [*rows]
    forgotten[place] = attrs.evolve(rows[place], on=None)
    known = [row for row in rows if row.on is None or row.on <= ON]
    before, after = found(matter, known), found(matter, forgotten)
    assert {before.outcome, after.outcome} != {MET, UNMET}
    assert {before.closed, after.closed} != {MET, UNMET}


@given(matters(), done, st.integers(1, 400))
def test_what_was_not_in_time_stays_so_and_what_was_stays_too(
    matter: fp.Matter, rows: Rows, days: int
) -> None:
    """Nothing that is recorded later than the day may change its verdict."""
    known = [row for row in rows if row.on is None or row.on <= ON]
    before = found(matter, known)
    after = found(matter, known, ON + dt.timedelta(days))
    if before.outcome in (MET, UNMET):
        assert after.outcome is before.outcome


@pytest.mark.parametrize("hard", [True, False])
@given(matters(), done)
def test_learning_whether_it_is_hard_settles_it_within_what_was_possible(
    hard: bool, matter: fp.Matter, rows: Rows
) -> None:
    before = found(attrs.evolve(matter, hard=None), rows)
    after = found(attrs.evolve(matter, hard=hard), rows)
    if before.outcome in (MET, UNMET):
        assert after.outcome is before.outcome
