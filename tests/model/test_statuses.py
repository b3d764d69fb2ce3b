"""The state machines say what they are meant to say."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from fupin.model.statuses import (
    EVENTS,
    MONITORING,
    POPULATIONS,
    REGISTRATION,
    TRACKS,
    Monitoring,
    Registration,
    fault,
    span,
    walk,
)

_LEAVES = {"gone", "split", "merged"}
_POOR = {"pending-exit", "exited", "deregistered", *_LEAVES}
_MAY_COME_NEXT: dict[str | None, set[str]] = {
    None: {"registered", *_LEAVES},
    "registered": _POOR,
    "exit-annulled": _POOR,
    "relapsed": _POOR,
    "exit-refused": _POOR,
    "pending-exit": {"exited", "exit-refused", "deregistered", *_LEAVES},
    "exited": {"exit-annulled", "relapsed", "deregistered", *_LEAVES},
    "deregistered": {"registered", *_LEAVES},
    "gone": set(),
    "split": set(),
    "merged": set(),
}
_MAY_BE_WATCHED_NEXT: dict[str | None, set[str]] = {
    None: {"at-risk"},
    "at-risk": {"risk-eliminated"},
    "elimination-annulled": {"risk-eliminated"},
    "risk-eliminated": {"at-risk", "elimination-annulled"},
}


class Row(NamedTuple):
    """A plain row of the table of events."""

    event: str | None
    on: dt.date | None = None
    year: int | None = None


@pytest.mark.parametrize("before", _MAY_COME_NEXT)
def test_what_may_come_next_in_the_register(before: str | None) -> None:
    """The events that may follow, read forwards."""
    follow = {event for event, after in REGISTRATION.follows.items() if before in after}
    assert follow == _MAY_COME_NEXT[before]


@pytest.mark.parametrize("before", _MAY_BE_WATCHED_NEXT)
def test_what_may_come_next_in_monitoring(before: str | None) -> None:
    """The events that may follow, read forwards."""
    follow = {event for event, after in MONITORING.follows.items() if before in after}
    assert follow == _MAY_BE_WATCHED_NEXT[before]


def test_tracks_are_whole() -> None:
    """Each event makes a status, no event is of two tracks, every status is reached."""
    for name, track in TRACKS.items():
        assert track.name == name
        assert set(track.follows) == set(track.makes)
        assert {track.start, *track.makes.values()} == set(track.statuses)
    assert len(EVENTS) == len(REGISTRATION.follows) + len(MONITORING.follows)


def test_populations() -> None:
    """Who is in which; gone and deregistered are in none, not in all either."""
    named = {name: set(population.statuses) for name, population in POPULATIONS.items()}
    assert named == {
        "in_need": {"in-need", "relapsed", "pending-exit"},
        "exited": {"exited"},
        "registered": {"in-need", "relapsed", "pending-exit", "exited"},
        "monitored": {"at-risk"},
        "ordinary": {"ordinary"},
        "all": {"ordinary", "in-need", "relapsed", "pending-exit", "exited"},
    }
    assert {name: p.track for name, p in POPULATIONS.items() if p.track != "registration"} == {
        "monitored": "monitoring"
    }


def test_plain_rows_are_walked_like_events() -> None:
    """A row with the three cells is enough, so that tables can be held against it."""
    rows = [Row("exited", dt.date(2016, 12, 31)), Row("registered", dt.date(2014, 4, 1))]
    assert walk(REGISTRATION, rows, dt.date(2014, 3, 31)) is Registration.ORDINARY
    assert walk(REGISTRATION, rows, dt.date(2016, 12, 30)) is Registration.IN_NEED
    assert walk(REGISTRATION, rows, dt.date(2016, 12, 31)) is Registration.EXITED
    assert walk(MONITORING, rows, dt.date(2016, 12, 31)) is Monitoring.NONE


def test_a_row_without_a_word_is_unknown_from_its_day_on() -> None:
    """An empty cell is an event that cannot be read."""
    rows = [Row(None, dt.date(2016, 5, 1))]
    assert walk(REGISTRATION, rows, dt.date(2016, 4, 30)) is Registration.ORDINARY
    assert walk(REGISTRATION, rows, dt.date(2016, 5, 1)) is None
    assert walk(MONITORING, rows, dt.date(2016, 5, 1)) is None


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (Row("gone", dt.date(2016, 5, 1)), (dt.date(2016, 5, 1), dt.date(2016, 5, 1))),
        (Row("gone", dt.date(2016, 5, 1), 2015), (dt.date(2016, 5, 1), dt.date(2016, 5, 1))),
        (Row("gone", None, 2016), (dt.date(2016, 1, 1), dt.date(2016, 12, 31))),
        (Row("gone", None, 9999), (dt.date(9999, 1, 1), dt.date(9999, 12, 31))),
        (Row("gone", None, 0), None),
        (Row("gone", None, 20161), None),
        (Row("gone"), None),
    ],
)
def test_when_an_event_happened(row: Row, days: tuple[dt.date, dt.date] | None) -> None:
    """The day counts where there is one; a year that is none is no year."""
    assert span(row) == days


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("relapsed", "'relapsed' on 2016-01-01 cannot come first: expected gone, merged, "),
        (
            "registered exit-annulled",
            "'exit-annulled' on 2016-01-02 cannot follow 'registered' on ",
        ),
        (
            "registered exit-annulled",
            "2016-01-01: expected deregistered, exited, gone, merged, pend",
        ),
        ("registered exit-annulled", "merged, pending-exit or split"),
        ("gone registered", "cannot follow 'gone' on 2016-01-01: expected no event"),
    ],
)
def test_a_fault_names_the_events(words: str, message: str) -> None:
    """The message says which event, on which day, after what, and what could have stood there."""
    order = [(dt.date(2016, 1, n), word) for n, word in enumerate(words.split(), start=1)]
    assert message in (fault(REGISTRATION, order) or "")


def test_a_possible_sequence_has_no_fault() -> None:
    """A household may leave poverty, fall back and leave it again."""
    words = ("registered", "exited", "relapsed", "exited")
    order = [(dt.date(2016, 1, n), word) for n, word in enumerate(words, start=1)]
    assert fault(REGISTRATION, order) is None


def test_one_possible_event_is_named_alone() -> None:
    """Where a single event may follow, the message names it."""
    told = fault(MONITORING, [(dt.date(2021, 1, 1), "risk-eliminated")])
    assert told == "'risk-eliminated' on 2021-01-01 cannot come first: expected at-risk"


def test_two_events_of_one_day_are_a_fault() -> None:
    """Nobody knows which of them came first."""
    order = [(dt.date(2016, 1, 1), "exited"), (dt.date(2016, 1, 1), "registered")]
    told = fault(REGISTRATION, sorted({(dt.date(2014, 1, 1), "registered"), *order}))
    assert told == "'exited' and 'registered' both on 2016-01-01: expected one event a day"
