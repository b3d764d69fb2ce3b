"""The two tracks of a household's status (户状态): which event may follow which, and what it makes.

Registration and monitoring run side by side and neither presupposes the other. Each is a state
machine written as data, so that calculators over frames can read it; `walk` is its plain reading.

The worse error is to take a household that is still poor for one that has left poverty: a record
that contradicts itself, or that cannot be put in order, makes the status unknown, never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Generic, Literal, Protocol, TypeVar

import attrs

TrackName = Literal["registration", "monitoring"]


class Registration(StrEnum):
    """Status of a household in the register (建档立卡状态).

    Example:
        >>> Registration("in-need") is Registration.IN_NEED
        True
    """

    ORDINARY = "ordinary"  # 一般农户
    IN_NEED = "in-need"  # 未脱贫
    RELAPSED = "relapsed"  # 返贫
    PENDING_EXIT = "pending-exit"  # 预脱贫
    EXITED = "exited"  # 脱贫
    DEREGISTERED = "deregistered"  # 清退
    GONE = "gone"  # 自然减少, 分户, 并户


class Monitoring(StrEnum):
    """Status of a household in the monitoring against relapse (防止返贫监测状态).

    Example:
        >>> Monitoring("at-risk") is Monitoring.AT_RISK
        True
    """

    NONE = "none"  # 未纳入监测
    AT_RISK = "at-risk"  # 风险未消除
    RISK_ELIMINATED = "risk-eliminated"  # 风险消除


Status = TypeVar("Status", Registration, Monitoring)


@attrs.frozen(kw_only=True)
class Track(Generic[Status]):
    """One track of status, as a state machine (状态轨迹).

    Example:
        >>> sorted(REGISTRATION.follows["exit-annulled"])
        ['exited']
        >>> REGISTRATION.makes["exit-annulled"].value
        'in-need'

    Attributes:
        name: name of the track; of the column of `households` that holds a snapshot of it, too.
        start: the status before any event.
        follows: for each event, the events it may follow; None stands for no event yet.
        makes: for each event, the status from its day on.
    """

    name: TrackName
    start: Status
    follows: Mapping[str, frozenset[str | None]]
    makes: Mapping[str, Status]

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Every status of the track."""
        return tuple(type(self.start))


_POOR = frozenset({"registered", "exit-refused", "exit-annulled", "relapsed"})
_LISTED = _POOR | {"pending-exit", "exited"}
_NOT_GONE = _LISTED | {"deregistered", None}

REGISTRATION: Track[Registration] = Track(
    name="registration",
    start=Registration.ORDINARY,
    follows=MappingProxyType(
        {
            "registered": frozenset({None, "deregistered"}),  # 识别纳入
            "pending-exit": _POOR,  # 预脱贫
            "exit-refused": frozenset({"pending-exit"}),  # 退出未通过
            "exited": _POOR | {"pending-exit"},  # 脱贫退出
            "exit-annulled": frozenset({"exited"}),  # 脱贫回退
            "relapsed": frozenset({"exited"}),  # 返贫
            "deregistered": _LISTED,  # 清退
            "gone": _NOT_GONE,  # 自然减少: died out, moved away
            "split": _NOT_GONE,  # 分户: others followed it
            "merged": _NOT_GONE,  # 并户: another took it in
        }
    ),
    makes=MappingProxyType(
        {
            "registered": Registration.IN_NEED,
            "pending-exit": Registration.PENDING_EXIT,
            "exit-refused": Registration.IN_NEED,
            "exited": Registration.EXITED,
            "exit-annulled": Registration.IN_NEED,
            "relapsed": Registration.RELAPSED,
            "deregistered": Registration.DEREGISTERED,
            "gone": Registration.GONE,
            "split": Registration.GONE,
            "merged": Registration.GONE,
        }
    ),
)
"""In the register of poor households (建档立卡); an annulled exit is no relapse."""

MONITORING: Track[Monitoring] = Track(
    name="monitoring",
    start=Monitoring.NONE,
    follows=MappingProxyType(
        {
            "at-risk": frozenset({None, "risk-eliminated"}),  # 纳入监测
            "risk-eliminated": frozenset({"at-risk", "elimination-annulled"}),  # 风险消除
            "elimination-annulled": frozenset({"risk-eliminated"}),  # 风险消除回退
        }
    ),
    makes=MappingProxyType(
        {
            "at-risk": Monitoring.AT_RISK,
            "risk-eliminated": Monitoring.RISK_ELIMINATED,
            "elimination-annulled": Monitoring.AT_RISK,
        }
    ),
)
"""Monitoring against falling into or back into poverty (防止返贫监测)."""

TRACKS: Mapping[TrackName, Track[Registration] | Track[Monitoring]] = MappingProxyType(
    {"registration": REGISTRATION, "monitoring": MONITORING}
)
EVENTS = frozenset(REGISTRATION.follows) | frozenset(MONITORING.follows)


@attrs.frozen
class Population:
    """A named set of households (统计口径): those of some statuses on one track.

    Attributes:
        track: name of the track.
        statuses: the statuses that are in it.
    """

    track: TrackName
    statuses: frozenset[str]

    @property
    def before_any_event(self) -> bool:
        """Whether it holds a household of which no event has been told by the day."""
        return TRACKS[self.track].start.value in self.statuses


_IN_NEED = frozenset(
    {Registration.IN_NEED.value, Registration.RELAPSED.value, Registration.PENDING_EXIT.value}
)

_ORDINARY = frozenset({Registration.ORDINARY.value})
_REGISTERED = _IN_NEED | {Registration.EXITED.value}

POPULATIONS: Mapping[str, Population] = MappingProxyType(
    {
        "in_need": Population("registration", _IN_NEED),
        "exited": Population("registration", frozenset({Registration.EXITED.value})),
        "registered": Population("registration", _REGISTERED),
        "monitored": Population("monitoring", frozenset({Monitoring.AT_RISK.value})),
        "ordinary": Population("registration", _ORDINARY),
        "all": Population("registration", _ORDINARY | _REGISTERED),
    }
)
"""Those who are gone or deregistered are in none, not in "all" either."""


class Occurrence(Protocol):
    """What `walk` reads: an `Event`, or any row with its three cells."""

    @property
    def event(self) -> str | None:
        """What happened; None: not known."""

    @property
    def on(self) -> Any:  # date | None, if pyright took a field with a converter for its type
        """The day it took effect; None: not known."""

    @property
    def year(self) -> int | None:
        """The calendar year, where no day is known."""


def walk(track: Track[Status], events: Iterable[Occurrence], on: dt.date) -> Status | None:
    """The status on a day that events lead to (某日状态), or None where it is not known.

    Events after the day do not matter, nor does the order in which they are given; what is said
    twice counts once. Not known is the status on and after a day with two unlike events, from an
    event on that cannot follow the one before it or whose word is not known, inside the year of an
    event known by its year alone, and on every day where an event has neither day nor year.

    Example:
        >>> import datetime as dt
        >>> from fupin.model import Event
        >>> events = [Event(event="registered", on="2014-04-01"), Event(event="exited", year=2016)]
        >>> [walk(REGISTRATION, events, dt.date(year, 12, 31)) for year in (2015, 2016, 2017)]
        [<Registration.IN_NEED: 'in-need'>, None, <Registration.EXITED: 'exited'>]

    Args:
        track: registration or monitoring.
        events: the events of one household, of both tracks.
        on: the day asked about.
    """
    happened: set[tuple[dt.date, str]] = set()
    for event in events:
        word = event.event
        if word in EVENTS and word not in track.follows:
            continue  # of the other track
        days = span(event)
        if days is None:
            return None
        first, last = days
        if on < first:
            continue
        inside_its_year = first < last and on <= last
        if inside_its_year or word is None or word not in track.follows:
            return None
        happened.add((last, word))
    order = sorted(happened)
    if fault(track, order) is not None:
        return None
    return track.makes[order[-1][1]] if order else track.start


def span(event: Occurrence) -> tuple[dt.date, dt.date] | None:
    """The first and last day on which an event may have happened; None: it may be any.

    An event known by its year alone counts, once that year is over, as of the year's last day.
    """
    if event.on is not None:
        return event.on, event.on
    if event.year is not None and dt.MINYEAR <= event.year <= dt.MAXYEAR:
        return dt.date(event.year, 1, 1), dt.date(event.year, 12, 31)
    return None


def fault(track: Track[Status], order: Iterable[tuple[dt.date, str]]) -> str | None:
    """What is impossible in a sequence of events of one track, sorted by day; None: nothing.

    Example:
        >>> fault(REGISTRATION, [(dt.date(2016, 12, 31), "exited")])
        "'exited' on 2016-12-31 cannot come first: expected gone, merged, registered or split"
    """
    order = list(order)
    for (day, one), (on, other) in pairwise(order):
        if on == day:
            return f"{one!r} and {other!r} both on {on}: expected one event a day"
    before: str | None = None
    since: dt.date | None = None
    for on, event in order:
        if before not in track.follows[event]:
            expected = " or ".join(
                ", ".join(
                    sorted(e for e, after in track.follows.items() if before in after)
                ).rsplit(", ", 1)
            )
            place = "come first" if before is None else f"follow {before!r} on {since}"
            return f"{event!r} on {on} cannot {place}: expected {expected or 'no event'}"
        before, since = event, on
    return None
