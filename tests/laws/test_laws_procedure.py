"""Laws of one case and one procedure: what must hold of every heap of records."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

import fupin as fp
from fupin import policy
from fupin.testing import steps
from tests.oracles import procedures
from tests.oracles.procedures import EVER, LATER, ON, Told
from tests.rules.procedures import BOOK, EXIT, NAMES, check, step

MET, UNMET, UNKNOWN = fp.Outcome
FIRST = dt.date(2016, 2, 1)
DAYS = st.integers(0, 40).map(lambda n: FIRST + dt.timedelta(n))


@st.composite
def cases(draw: st.DrawFn) -> list[fp.Step]:
    """Records of one case: most in order and long enough, some not, some that say too little."""
    days = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    told = [
        step(name, str(on), str(on + dt.timedelta(draw(st.sampled_from([7, 6]))))
             if name == "public-notice" else None)
        for name, on in zip(NAMES, days, strict=True)
    ]  # fmt: skip
    told[3:] = [step(NAMES[3], str(days[3] + dt.timedelta(draw(st.sampled_from([7, 0])))))]
    changes: list[dict[str, Any]] = [
        {"on": None}, {"until": None}, {"step": None}, {"subject": None}, {"latest": days[3]},
        {"on": days[0]}, {"on": None, "latest": days[1]},
    ]  # fmt: skip
    for number in draw(st.sets(st.integers(0, 3), max_size=2)):
        change = draw(st.sampled_from(changes))
        told[number] = attrs.evolve(told[number], **change)
    return told


@st.composite
def heaps(draw: st.DrawFn) -> list[fp.Step]:
    """A case, and stray records of its steps and of others."""
    stray = draw(st.lists(steps(), max_size=3))
    mine = [attrs.evolve(row, subject="H-1", credited=None) for row in stray]
    more = draw(
        st.lists(st.builds(step, st.sampled_from(NAMES), DAYS.map(str) | st.none()), max_size=2)
    )
    return [*draw(cases()), *mine, *more]


def outcome(
    told: list[fp.Step], on: dt.date = dt.date(2016, 12, 31), book: fp.Rulebook = BOOK
) -> fp.Outcome:
    """What becomes of the case by a day of 2016."""
    return check(told, str(on), book).outcome


@given(heaps(), st.sampled_from([*NAMES, None, "tea"]))
def test_an_undated_step_never_makes_a_procedure_kept(told: list[fp.Step], name: str) -> None:
    before, after = outcome(told), outcome([*told, step(name, None)])
    assert after is before or (before, after) == (UNMET, UNKNOWN)


@given(heaps(), DAYS, st.integers(0, 60))
def test_what_is_known_grows_with_the_days(told: list[fp.Step], on: dt.date, later: int) -> None:
    order = (UNMET, UNKNOWN, MET)
    before, after = outcome(told, on), outcome(told, on + dt.timedelta(later))
    assert order.index(before) <= order.index(after)


@given(heaps(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(told: list[fp.Step], random: Random) -> None:
    again = [*told, *told]
    random.shuffle(again)
    assert check(again) == check(told)


@given(heaps(), DAYS, st.data())
def test_learning_a_day_changes_no_known_answer(
    told: list[fp.Step], on: dt.date, data: st.DataObject
) -> None:
    blank = [n for n, row in enumerate(told) if (row.on, row.latest, row.until) == (None,) * 3]
    assume(blank and all(row.on != on for row in told))  # a day that no other record contradicts
    which = data.draw(st.sampled_from(blank))
    before = outcome(told)
    after = outcome([*told[:which], attrs.evolve(told[which], on=on), *told[which + 1 :]])
    assert before in (UNKNOWN, after)


@given(heaps(), st.sampled_from(NAMES))
def test_no_procedure_is_kept_without_one_of_its_steps(told: list[fp.Step], name: str) -> None:
    rest = [row for row in told if row.step in NAMES and row.step != name]
    assert outcome(rest) is UNMET


@given(heaps(), DAYS)
def test_a_case_stands_between_where_it_surely_and_where_it_may_stand(
    told: list[fp.Step], on: dt.date
) -> None:
    found = check(told, str(on))
    names: list[str | None] = [None, *NAMES]
    reached, may = names.index(found.reached), names.index(found.may_have_reached)
    assert reached <= may
    assert found.next == (NAMES[reached] if reached < len(NAMES) else None)
    assert (found.outcome is MET) is (reached == len(NAMES))
    assert (found.outcome is UNMET) is (may < len(NAMES))


@given(cases())
def test_no_day_is_told_that_no_record_tells(told: list[fp.Step]) -> None:
    dated = {None, *(row.on for row in told)}
    assert all(found.on in dated for found in check(told).steps)


# --- Against brute force -------------------------------------------------------------------------

SHORT = policy.parse(EXIT.replace("number = 7", "number = 2"))
NOTICES = (False, False, True, False)


@st.composite
def small(draw: st.DrawFn) -> list[Told]:
    """Records of a small world, mostly in order, at most two of them not known to the day."""

    def record(number: int | None, day: int) -> Told:
        return Told(number, day, day, day + draw(st.integers(1, 3)) if number == 2 else None)

    def vague(number: int | None) -> Told:
        first, last = draw(st.sampled_from([(EVER, LATER), (1, 3), (2, 5), (EVER, 2)]))
        end = draw(st.sampled_from([None, 3, 5, 6])) if number == 2 else None
        return Told(number, first, last if end is None else min(last, end - 1), end)

    days = [1, draw(st.integers(1, 2)), draw(st.integers(2, 3)), draw(st.integers(4, 6))]
    told = [record(number, day) for number, day in enumerate(days)]
    for number in draw(st.sets(st.integers(0, 3), max_size=2)):
        told[number] = draw(
            st.sampled_from([vague(number), vague(None), record(number, draw(st.integers(1, ON)))])
        )
    return [
        *told,
        *draw(st.lists(st.integers(0, 3).map(lambda n: Told(n, 3, 3, None)), max_size=1)),
    ]


def told_as_step(told: Told) -> fp.Step:
    """The same record, on days of 2016."""

    def day(number: int) -> str:
        return str(FIRST + dt.timedelta(number))

    return step(
        None if told.step is None else NAMES[told.step],
        None if told.first == EVER else day(told.first),
        None if told.end is None else day(told.end),
        latest=None if told.last in (LATER, told.first) else day(told.last),
    )


@given(small())
def test_it_says_no_more_than_every_way_in_which_it_may_have_been(told: list[Told]) -> None:
    days = [(row.step, row.first) for row in dict.fromkeys(told)]
    assume(len(days) == len(set(days)))  # two records of one day that differ are a case of its own
    found = outcome([told_as_step(row) for row in told], FIRST + dt.timedelta(ON), SHORT)
    truth = procedures.outcome(told, NOTICES, 2)
    assert found in (UNKNOWN, truth)
    # Of a notice of no day, the number of days is not known either.
    if all(row.step is not None and (row.step, row.last) != (2, LATER) for row in told):
        assert (found is UNMET) is (truth is UNMET)
