"""Laws of a household's status: what holds for every record, however senseless."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fupin.errors import SequenceError
from fupin.model import Event, Household
from fupin.model.statuses import EVENTS, MONITORING, POPULATIONS, REGISTRATION, TRACKS
from fupin.outcomes import Outcome

START = dt.date(2014, 1, 1)
DAYS = st.dates(START, dt.date(2017, 12, 31))
YEARS = st.integers(2014, 2017)
WORDS = st.sampled_from(sorted(EVENTS))
WHEN: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"on": DAYS}),
    st.fixed_dictionaries({"year": YEARS}),
    st.just({}),
)
ANY_EVENT = st.builds(
    lambda word, when: Event(event=word, **when), WORDS | st.just("became rich"), WHEN
)
RECORDS = st.lists(ANY_EVENT, max_size=6)


@st.composite
def possible_records(draw: st.DrawFn) -> list[Event]:
    """Events of both tracks on distinct days, each possible where it stands."""
    events: list[Event] = []
    last: dict[str, str | None] = dict.fromkeys(TRACKS)
    for on in sorted(draw(st.sets(DAYS, max_size=8))):
        choices = [
            (name, event)
            for name, track in TRACKS.items()
            for event, after in track.follows.items()
            if last[name] in after
        ]
        name, event = draw(st.sampled_from(choices))
        events.append(Event(event=event, on=on))
        last[name] = event
    return events


def both(events: Sequence[Event], on: dt.date) -> tuple[str | None, str | None]:
    """The status on both tracks."""
    household = Household(id="H-1", events=events)
    return household.status(on), household.watch(on)


@given(RECORDS, st.randoms(use_true_random=False), DAYS)
def test_the_order_in_which_events_are_given_does_not_matter(
    events: list[Event], random: Random, on: dt.date
) -> None:
    """A record is a set of dated events."""
    shuffled = random.sample(events, len(events))
    assert both(shuffled, on) == both(events, on)


@given(RECORDS, DAYS)
def test_what_is_said_twice_counts_once(events: list[Event], on: dt.date) -> None:
    """Identical events collapse."""
    assert both([*events, *events], on) == both(events, on)


@given(RECORDS, ANY_EVENT, DAYS)
def test_the_future_does_not_matter(events: list[Event], later: Event, on: dt.date) -> None:
    """An event dated after the day changes nothing: before it, the old status stands."""
    assume(later.on is not None or later.year is not None)
    first = later.on or dt.date(later.year or 0, 1, 1)
    assume(on < first)
    known = Event(event="at-risk", on="2012-01-01"), Event(event="registered", on="2012-01-01")
    assert both([*known, *events, later], on) == both([*known, *events], on)


@given(possible_records())
def test_an_event_makes_its_status_from_its_day_on(events: list[Event]) -> None:
    """On the day itself the new status stands, the day before the old one."""
    household = Household(id="H-1", events=events)
    registered = any(event.event in REGISTRATION.follows for event in events)
    for track, ask in ((REGISTRATION, household.status), (MONITORING, household.watch)):
        status: str | None = track.start if registered or track is MONITORING else None
        for event in events:
            assert event.on is not None
            assert ask(event.on - dt.timedelta(days=1)) == status
            status = track.makes.get(event.event, status)
            assert ask(event.on) == status


@given(possible_records(), WORDS, DAYS)
def test_an_impossible_event_is_refused_and_makes_the_status_unknown(
    events: list[Event], word: str, on: dt.date
) -> None:
    """What `apply` refuses is unknown, what it takes is known; the other track is untouched."""
    added = Event(event=word, on=on)
    last = max(day.on for day in (*events, added) if day.on is not None)
    before = Household(id="H-1", events=events)
    after = Household(id="H-1", events=[*events, added])
    registers = word in REGISTRATION.follows
    try:
        applied = before.apply(added)
    except SequenceError:
        assert (after.status(last) if registers else after.watch(last)) is None
    else:
        assert (after.status(last) if registers else after.watch(last)) is not None
        assert applied.status(last) == after.status(last)
    if registers:
        assert after.watch(last) == before.watch(last)
    else:
        assert after.status(last) == before.status(last)


@given(RECORDS, DAYS)
def test_once_unknown_by_a_fault_always_unknown(events: list[Event], on: dt.date) -> None:
    """A dated record that cannot be does not mend itself with more events."""
    dated = [event for event in events if event.on is not None]
    known_later = both(dated, dt.date(2018, 1, 1))
    for now, later in zip(both(dated, on), known_later, strict=True):
        assert now is not None or later is None


@given(possible_records(), DAYS)
def test_an_event_known_by_its_year_is_unknown_inside_it_only(
    events: list[Event], on: dt.date
) -> None:
    """Before its year it is not there, after it as if on the year's last day."""
    assume(events)
    assert events[-1].on is not None
    *others, last = events
    assert last.on is not None
    year = last.on.year
    vague = [*others, Event(event=last.event, year=year)]
    sharp = [*others, Event(event=last.event, on=dt.date(year, 12, 31))]
    touched = 0 if last.event in REGISTRATION.follows else 1
    answer, exact = both(vague, on), both(sharp, on)
    assert answer[1 - touched] == exact[1 - touched]
    if on.year == year:
        assert answer[touched] is None
    else:
        assert answer[touched] == exact[touched]


@given(RECORDS, DAYS, DAYS)
def test_a_word_that_is_not_known_darkens_both_tracks_from_its_day_on(
    events: list[Event], unread: dt.date, on: dt.date
) -> None:
    """Before it nothing changes, from then on nothing is known."""
    with_it = both([*events, Event(event="?", on=unread)], on)
    assert with_it == ((None, None) if on >= unread else both(events, on))


@given(RECORDS, DAYS)
def test_an_event_without_a_day_leaves_its_track_unknown(events: list[Event], on: dt.date) -> None:
    """It may have happened at any time; the other track is untouched."""
    status, watch = both(events, on)
    assert both([*events, Event(event="exited")], on) == (None, watch)
    assert both([*events, Event(event="at-risk")], on) == (status, None)


@given(RECORDS, DAYS)
def test_registered_is_in_need_or_exited(events: list[Event], on: dt.date) -> None:
    """The populations nest, none holds a household twice, and all are unknown together."""
    household = Household(id="H-1", events=events)
    within = {name: household.within(name, on) for name in POPULATIONS}
    assert within["in_need"] | within["exited"] is within["registered"]
    assert within["in_need"] & within["exited"] in (Outcome.UNMET, Outcome.UNKNOWN)
    assert within["ordinary"] | within["registered"] is within["all"]
    assert within["ordinary"] & within["registered"] in (Outcome.UNMET, Outcome.UNKNOWN)
    unknown = household.status(on) is None
    assert all((within[n] is Outcome.UNKNOWN) == unknown for n in ("in_need", "registered", "all"))


@pytest.mark.parametrize("word", sorted(EVENTS))
@given(events=possible_records())
def test_a_status_is_never_guessed(word: str, events: list[Event]) -> None:
    """Two unlike events on one day leave the track unknown, whichever they are."""
    track = REGISTRATION if word in REGISTRATION.follows else MONITORING
    for event in events:
        if event.event in track.follows and event.event != word:
            assert event.on is not None
            status, watch = both([*events, Event(event=word, on=event.on)], event.on)
            assert (status if track is REGISTRATION else watch) is None
