"""Households (农户): who is in them, and what became of them, dated."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import attrs

from fupin.boundary import Boundary, Day
from fupin.dates import DayLike, day
from fupin.errors import QuestionError, SequenceError
from fupin.model.dated import Dated
from fupin.model.fields import as_day, as_tuple, typed
from fupin.model.statuses import (
    EVENTS,
    MONITORING,
    POPULATIONS,
    REGISTRATION,
    Monitoring,
    Registration,
    Status,
    Track,
    fault,
    span,
    walk,
)
from fupin.outcomes import Outcome, any_of


@attrs.frozen(kw_only=True, field_transformer=typed)
class Event(Boundary):
    """Something that changed a household's status (农户事件), such as an exit (脱贫退出).

    Example:
        >>> Event(event="exited", on="2016-12-31")
        Event(event='exited', on=datetime.date(2016, 12, 31), year=None)

    Attributes:
        event: what happened: a key of `fupin.model.statuses.REGISTRATION.follows` or of
            `MONITORING.follows`; any other word makes the status unknown.
        on: the day it took effect.
        year: the calendar year, where no day is known; inside it the status is unknown.
    """

    event: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    year: int | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class Membership(Dated):
    """A person's time in a household (家庭成员).

    Example:
        >>> Membership(person="P-1", since="2014-04-01").holds("2016-09-09")
        <Outcome.MET: 'met'>

    Attributes:
        person: id of the person.
        since: first day in the household; None: not known, and unknown on every day before `until`.
        until: first day no longer in it; None: still in it.
    """

    person: str
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)


def _events(value: Iterable[Event]) -> tuple[Event, ...]:
    return as_tuple(value)


def _members(value: Iterable[Membership]) -> tuple[Membership, ...]:
    return as_tuple(value)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Household(Boundary):
    """A household, poor or not; above all a registered poor one (建档立卡贫困户).

    Its status has two tracks, registration (建档立卡) and monitoring (防止返贫监测). On each the
    events decide; where there are none, the snapshot does.

    Example:
        >>> household = Household(
        ...     id="H-1",
        ...     division="510824",
        ...     size=4,
        ...     events=[
        ...         Event(event="registered", on="2014-04-01"),
        ...         Event(event="exited", on="2016-12-31"),
        ...     ],
        ... )
        >>> household.status("2016-12-30")
        <Registration.IN_NEED: 'in-need'>
        >>> household.status("2016-12-31")
        <Registration.EXITED: 'exited'>
        >>> household.within("registered", "2016-12-31")
        <Outcome.MET: 'met'>

    Attributes:
        id: id of the household; never a name or a number of identity.
        division: code of the village it lives in, 2 to 12 digits.
        size: registered members, persons; counted where no memberships are given.
        registration: snapshot: status in the register, a value of `Registration`.
        registration_on: the day that status was seen; unknown before it; None: it always stands.
        monitoring: snapshot: status in monitoring, a value of `Monitoring`.
        monitoring_on: the day that status was seen; unknown before it; None: it always stands.
        cause: main cause of poverty (主要致贫原因).
        events: what changed its status, in any order.
        members: who was in it, and when.
    """

    id: str
    division: str | None = None
    size: int | None = None
    registration: str | None = None
    registration_on: Day | None = attrs.field(default=None, converter=as_day)
    monitoring: str | None = None
    monitoring_on: Day | None = attrs.field(default=None, converter=as_day)
    cause: str | None = None
    events: tuple[Event, ...] = attrs.field(default=(), converter=_events)
    members: tuple[Membership, ...] = attrs.field(default=(), converter=_members)

    def status(self, on: DayLike) -> Registration | None:
        """Status in the register on a day (建档立卡状态); None: not known.

        Example:
            >>> Household(id="H-1", registration="in-need", registration_on="2015-12-31").status(
            ...     "2016-09-09"
            ... )
            <Registration.IN_NEED: 'in-need'>
            >>> exited = Event(event="exited", on="2016-12-31")  # and nobody says since when poor
            >>> print(Household(id="H-2", events=[exited]).status("2017-01-01"))
            None
        """
        return self._on(REGISTRATION, self.registration, self.registration_on, on)

    def watch(self, on: DayLike) -> Monitoring | None:
        """Status in monitoring on a day (防止返贫监测状态); None: not known.

        Example:
            >>> at_risk = Event(event="at-risk", on="2021-05-06")
            >>> Household(id="H-1", events=[at_risk]).watch("2021-06-01")
            <Monitoring.AT_RISK: 'at-risk'>
        """
        return self._on(MONITORING, self.monitoring, self.monitoring_on, on)

    def within(self, population: str, on: DayLike) -> Outcome:
        """Whether the household is in a population on a day (统计口径).

        Example:
            >>> Household(id="H-1", registration="relapsed").within("in_need", "2016-09-09")
            <Outcome.MET: 'met'>

        Args:
            population: "in_need", "exited", "registered" (both), "monitored", "ordinary" (never
                registered) or "all" (ordinary and registered: but for the gone and deregistered).
            on: the day asked about.

        Raises:
            QuestionError: no such population.
        """
        if population not in POPULATIONS:
            expected = ", ".join(POPULATIONS)
            raise QuestionError(f"no population {population!r}: expected one of {expected}")
        asked = POPULATIONS[population]
        status = self.status(on) if asked.track == REGISTRATION.name else self.watch(on)
        return Outcome.of(None if status is None else status in asked.statuses)

    def persons(self, on: DayLike) -> int | None:
        """How many persons it has on a day (家庭人口); None: not known.

        Distinct members on the day, or `size` where no memberships are given. Not known is a number
        below 1, one of which both are given and differ, and one with a member of whom it is not
        known whether he was there: memberships of one person and one `since` that differ in `until`
        contradict each other.

        Example:
            >>> Household(id="H-1", size=4).persons("2016-09-09")
            4
        """
        at = day(on, where="on")
        number = self.size
        if self.members:
            present = list(self.presence(at).values())
            if Outcome.UNKNOWN in present:
                return None
            number = present.count(Outcome.MET)
            if self.size not in (None, number):
                return None
        return number if number is not None and number >= 1 else None

    def apply(self, event: Event) -> Household:
        """The household with one more event; what the household was stays as it is.

        An event that it has already is not added twice. Events of the other track, and events dated
        before others, are welcome, as long as all of the track are possible in the order of days.

        Example:
            >>> household = Household(id="H-1").apply(Event(event="registered", on="2014-04-01"))
            >>> household.apply(Event(event="relapsed", on="2016-05-01"))  # doctest: +ELLIPSIS
            Traceback (most recent call last):
            fupin.errors.SequenceError: 'relapsed' on 2016-05-01 cannot follow 'registered' on ...

        Raises:
            SequenceError: the event is not one of the known, has neither day nor year, or is
                impossible where it stands among the others; a snapshot is no event.
        """
        if event.event not in EVENTS:
            expected = ", ".join(sorted(EVENTS))
            raise SequenceError(f"Event.event: not a known event: expected one of {expected}")
        impossible = (
            self._fault(REGISTRATION, event)
            if event.event in REGISTRATION.follows
            else self._fault(MONITORING, event)
        )
        if impossible is not None:
            raise SequenceError(impossible)
        return self if event in self.events else attrs.evolve(self, events=(*self.events, event))

    def _on(
        self, track: Track[Status], snapshot: str | None, seen: dt.date | None, on: DayLike
    ) -> Status | None:
        at = day(on, where="on")
        walked = walk(track, self.events, at)
        if walked is None or any(event.event in track.follows for event in self.events):
            return walked
        if seen is not None and at < seen:
            return None
        if snapshot is None and track is MONITORING:
            return track.start  # it is entered by an event; of the register nothing is known
        return type(track.start)(snapshot) if snapshot in track.statuses else None

    def _fault(self, track: Track[Status], event: Event) -> str | None:
        """What would be impossible on a track with one more event; None: nothing."""
        order: set[tuple[dt.date, str]] = set()
        for each in (*self.events, event):
            if each.event in track.follows:
                days = span(each)
                if days is None:
                    return f"{each.event!r} has neither day nor year: give on= or year="
                order.add((days[1], each.event))
        return fault(track, sorted(order))

    def presence(self, on: DayLike) -> dict[str, Outcome]:
        """For each person named in a membership, whether he is in the household on a day.

        Example:
            >>> household = Household(
            ...     id="H-1", members=[Membership(person="P-1", since="2014-04-01")]
            ... )
            >>> household.presence("2016-09-09")
            {'P-1': <Outcome.MET: 'met'>}
        """
        at = day(on, where="on")
        rows: dict[tuple[str, dt.date | None], set[Membership]] = defaultdict(set)
        for member in self.members:
            rows[member.person, member.since].add(member)
        persons: dict[str, list[Outcome]] = defaultdict(list)
        for (person, _), told in rows.items():
            outcome = any_of(*(member.holds(at) for member in told))
            contradicted = len(told) > 1 and outcome is Outcome.MET
            persons[person].append(Outcome.UNKNOWN if contradicted else outcome)
        return {person: any_of(*outcomes) for person, outcomes in persons.items()}


@attrs.frozen(kw_only=True, field_transformer=typed)
class Succession(Boundary):
    """A household that came out of another (分户、并户).

    Example:
        >>> Succession(household="H-1", successor="H-9", on="2016-03-01", how="split").how
        'split'

    Attributes:
        household: id of the household that was.
        successor: id of the household that followed.
        on: the day of the change.
        how: "split" (分户) or "merged" (并户).
    """

    household: str
    successor: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    how: str | None = None
