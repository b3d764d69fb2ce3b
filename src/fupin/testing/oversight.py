"""Strategies of the records of oversight: matters and what was done, agenda, inspections."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from fupin.model import AgendaItem, Handling, Inspection, Matter
from fupin.model.vocabulary import FORMS, HANDLINGS, MATTERS
from fupin.testing.alphabet import ON, days
from fupin.testing.records import PLACES, Strategy, either, ids_of, or_none, perhaps, places

_VILLAGES = tuple(code for code in PLACES if len(code) == 12)
_TERM = tuple(ON - dt.timedelta(days) for days in (193, 185, 184, 183, 101, 93, 92, 91))
"""Days whose three or six months end about `ON`: what is wrong about terms is wrong there."""


def matters(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Matter]:
    """Opinions, inquiry items and suggestions (监督事项); without faults, raised, then assigned."""
    drawn = st.builds(
        Matter,
        id=either(ids, "S"),
        kind=perhaps(st.just("suggestion") | st.sampled_from(sorted(MATTERS)), "motion", faulty),
        issuer=st.none() | ids_of("D"),
        addressee=st.none() | ids_of("O"),
        division=places(faulty),
        item=st.none() | ids_of("G"),
        field=st.none() | st.sampled_from(["rural roads", "drinking water"]),
        raised=or_none(days() | st.sampled_from(_TERM), faulty),
        assigned=st.none() | days() | st.sampled_from(_TERM),
        hard=st.none() | st.booleans(),
        problems=st.lists(st.sampled_from(["funds", "staff"]), max_size=2),
    )
    return drawn if faulty else drawn.filter(_in_order)


def _in_order(matter: Matter) -> bool:
    assigned, raised = matter.assigned, matter.raised
    return assigned is None or raised is None or raised <= assigned


def handlings(*, faulty: bool = True) -> Strategy[Handling]:
    """What was done about matters (事项办理)."""
    reply = st.just("reply")
    return st.builds(
        Handling,
        matter=or_none(ids_of("S"), faulty),
        step=perhaps(reply | st.sampled_from(sorted(HANDLINGS)), "lost", faulty),
        on=or_none(days() | st.just(ON - dt.timedelta(1)), faulty),
        by=st.none() | ids_of("O"),
        answer=st.none() | st.sampled_from("ABC"),
        satisfaction=st.none() | st.sampled_from(["满意", "基本满意", "不满意"]),
    )


def agenda(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[AgendaItem]:
    """Items of a year's oversight plan (监督计划)."""
    return st.builds(
        AgendaItem,
        id=either(ids, "G"),
        form=perhaps(st.sampled_from(sorted(FORMS)), "tea", faulty),
        year=or_none(st.integers(2015, 2017), faulty),
        division=places(faulty),
        subject=st.none() | st.sampled_from(["vegetables", "special education"]),
        on=st.none() | days(),
    )


def inspections(*, faulty: bool = True) -> Strategy[Inspection]:
    """Villages inspected (执法检查)."""
    village: Strategy[str | None] = st.sampled_from(_VILLAGES)
    levels = st.lists(st.sampled_from(["city", "county", "township"]), max_size=3, unique=True)
    return st.builds(
        Inspection,
        division=village | places(faulty) if faulty else village,
        round=or_none(st.integers(0 if faulty else 1, 3), faulty),
        lead=st.none() | ids_of("C"),
        levels=levels | st.just(["clan"]) if faulty else levels,
        assisting=or_none(st.booleans(), faulty),
        on=or_none(days(), faulty),
        findings=st.lists(st.sampled_from(["poverty-funds", "poverty-by-illness"]), max_size=2),
    )
