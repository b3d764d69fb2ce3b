"""Duties (履职要求): was each link met often enough, was the report handed in, the session held?

The answer for one helper or one place, from plain objects. `fupin.coverage.duties` gives the same
answer for a whole registry; the two are held against each other in the tests.

A count is judged when its window is closed as of the day of the question, or as soon as it is
reached. Before that it is not yet due, and a link or mandate that was there for part of the window
only is not judged, unless the rule says so: neither is a fault.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from fupin.amounts import Bounds
from fupin.dates import DayLike, Period, day
from fupin.dates import window as calendar_window
from fupin.divisions import read
from fupin.findings import Asked, Finding, Grounds, Standing
from fupin.model import Exemption, Helper, Link, Meeting, Report, Session
from fupin.model.links import KINDS
from fupin.outcomes import Outcome, any_of
from fupin.policy import Applied, Assumptions, Books, Duty, Policy, nearest


def check(
    helper: Helper,
    policy: Policy,
    *,
    on: DayLike,
    duty: str | None = None,
    window: Period | None = None,
    links: Iterable[Link] = (),
    meetings: Iterable[Meeting] = (),
    reports: Iterable[Report] = (),
    exemptions: Iterable[Exemption] = (),
    assume: Assumptions | None = None,
) -> tuple[Finding, ...]:
    """What became of a helper's duties to meet and to report (见面、报告要求).

    Example:
        >>> import fupin as fp
        >>> book = fp.policy.load("guangyuan-2016")
        >>> member = fp.StandingCommitteeMember(
        ...     id="M-1", service="full-time", division="5108", since="2011-12-01"
        ... )
        >>> link = fp.Link(kind="member-deputy", helper="M-1", party="D-9", since="2012-01-01")
        >>> met = fp.Meeting(kind="member-deputy", helper="M-1", party="D-9", on="2016-05-04")
        >>> found, report = check(
        ...     member, book, on="2016-12-31", links=[link], meetings=[met],
        ... )
        >>> found.outcome, found.value.low
        (<Outcome.UNMET: 'unmet'>, 1)
        >>> report.outcome
        <Outcome.UNMET: 'unmet'>

    Args:
        helper: the helper whose duties are asked about.
        policy: the rulebook, or several.
        on: the day of knowledge: what is dated later is not there yet.
        duty: id of one duty; None: every duty of the helper's post.
        window: the period counted in; None: the calendar window of the duty that holds `on`.
        links: links, of this helper and of any other.
        meetings: meetings, likewise.
        reports: reports, likewise; one that names no duty counts for every report duty.
        exemptions: exemptions, likewise.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Returns:
        One finding for each linked party and meeting duty, and one for each report duty.

    Raises:
        NotInForceError: no book answers on that day.
        UnknownRuleError: no such duty.
    """
    at = day(on, where="on")
    links, meetings = tuple(links), tuple(meetings)
    reports, exemptions = tuple(reports), tuple(exemptions)
    findings: list[Finding] = []
    for group in Books.of(policy).on(at, assume).duties(duty).values():
        applied, applies = nearest(group, read(helper.division))
        entry = applied.entry
        within = window or calendar_window(entry.window, at)
        bound = applies & Outcome.of(helper.post == entry.post)
        if bound is Outcome.UNMET or entry.form == "session":
            continue
        subject = _Subject.of(helper, bound, entry.id, exemptions, within)
        if entry.form == "report":
            days = [_report_day(r, entry, within, at) for r in reports if r.helper == helper.id]
            findings += subject.find(applied, None, _count(days), within, at)
            continue
        mine = [link for link in links if link.helper == helper.id]
        for party, presence in _presence(mine, entry.kind or "", within, at):
            days = [
                _meeting_day(m, entry, within, at)
                for m in meetings
                if (m.helper, m.party) == (helper.id, party)
            ]
            linked = subject.linked(presence)
            findings += linked.find(applied, party, _count(days), within, at)
    return tuple(findings)


def sessions(
    held: Iterable[Session],
    policy: Policy,
    *,
    on: DayLike,
    duty: str | None = None,
    window: Period | None = None,
    assume: Assumptions | None = None,
) -> tuple[Finding, ...]:
    """Whether the sessions that a book asks of its own place were held (会议研究).

    Example:
        >>> import fupin as fp
        >>> book = fp.policy.load("guangyuan-2016")
        >>> held = fp.Session(duty="committee-session", division="5108", year=2016, on="2016-11-08")
        >>> [found] = sessions([held], book, on="2016-12-31")
        >>> found.outcome
        <Outcome.MET: 'met'>
    """
    at = day(on, where="on")
    held = tuple(held)
    findings: list[Finding] = []
    for group in Books.of(policy).on(at, assume).duties(duty).values():
        for applied in group:
            entry = applied.entry
            if entry.form != "session":
                continue
            within = window or calendar_window(entry.window, at)
            code = "" if applied.scope is None else applied.scope.code
            days = []
            for session in held:
                place = read(session.division)
                here = Outcome.of(None if place is None else place.code == code)
                named = Outcome.of(session.duty == entry.id) & here
                days.append(_dated(named, session.year, session.on, within, at))
            subject = _Subject(code, Outcome.MET, Outcome.UNMET, Outcome.MET)
            findings += subject.find(applied, None, _count(days), within, at)
    return tuple(findings)


@attrs.frozen
class _Subject:
    """Who is asked; whether the duty binds, is lifted, and he was there throughout."""

    id: str
    bound: Outcome
    exempt: Outcome
    throughout: Outcome

    @classmethod
    def of(
        cls,
        helper: Helper,
        bound: Outcome,
        duty: str,
        exemptions: Sequence[Exemption],
        window: Period,
    ) -> _Subject:
        exempt = Outcome.UNMET
        for exemption in exemptions:
            if exemption.helper == helper.id and exemption.rule in (duty, None):
                named = Outcome.of(True if exemption.rule == duty else None)
                exempt |= named & exemption.period.overlaps(window)
        there = helper.period.overlaps(window)
        return cls(helper.id, bound & there, exempt, helper.period.covers(window))

    def linked(self, presence: tuple[Outcome, Outcome]) -> _Subject:
        """The same subject, as far as one link was there."""
        there, throughout = presence
        return attrs.evolve(self, bound=self.bound & there, throughout=self.throughout & throughout)

    def find(
        self,
        applied: Applied[Duty],
        party: str | None,
        value: Bounds,
        window: Period,
        on: dt.date,
    ) -> list[Finding]:
        """The finding, or none where the duty surely does not bind."""
        if self.bound is Outcome.UNMET:
            return []
        entry = applied.entry
        asked = None
        if entry.times is not None:
            asked = Asked("at_least", Bounds(entry.times, entry.times))
        standing, outcome = self._judged(entry, asked, value, window, on)
        found = Finding(
            subject=self.id,
            party=party,
            on=on,
            counts=entry.form,
            standing=standing,
            outcome=outcome,
            value=value,
            asked=asked,
            window=window,
            grounds=Grounds.of(entry, applied.book),
        )
        return [found]

    def _judged(
        self, entry: Duty, asked: Asked | None, value: Bounds, window: Period, on: dt.date
    ) -> tuple[Standing, Outcome | None]:
        if asked is None:
            return Standing.NO_NUMBER, None
        if self.exempt is Outcome.MET:
            return Standing.NOT_JUDGED, None
        throughout = self.throughout
        if entry.part_window == "judged":
            throughout = Outcome.MET
        if Outcome.UNKNOWN in (self.bound, self.exempt, throughout):
            return Standing.UNPLACED, Outcome.UNKNOWN
        if throughout is Outcome.UNMET:
            return Standing.NOT_JUDGED, None
        outcome = asked.judge(value)
        if outcome is not Outcome.MET and window.last is not None and on < window.last:
            return Standing.NOT_YET_DUE, None
        return Standing.JUDGED, outcome


def _presence(
    links: Iterable[Link], kind: str, window: Period, on: dt.date
) -> list[tuple[str | None, tuple[Outcome, Outcome]]]:
    """For each party: was the link there in the window, as of the day; was it throughout?

    A link without a party has an entry of its own: it may be to anybody.
    """
    keys: dict[tuple[object, ...], list[Link]] = defaultdict(list)
    for link in links:
        if link.kind == kind or link.kind not in KINDS:
            keys[link.kind, link.party, link.since].append(link)
    nobody: list[tuple[str | None, tuple[Outcome, Outcome]]] = []
    seen: dict[str, tuple[Outcome, Outcome]] = {}
    for rows in keys.values():
        first = rows[0]
        agreed = len({(row.until, row.role) for row in rows}) == 1
        known = Outcome.of(True if agreed and first.kind == kind and first.party else None)
        each = [(known & begun, known & along) for begun, along in _spans(rows, window, on)]
        if first.party is None:
            nobody += [(None, presence) for presence in each]
            continue
        before = seen.get(first.party, (Outcome.UNMET, Outcome.UNMET))
        seen[first.party] = (
            any_of(before[0], *(there for there, _ in each)),
            any_of(before[1], *(along for _, along in each)),
        )
    return [*seen.items(), *nobody]


def _spans(rows: Iterable[Link], window: Period, on: dt.date) -> Iterator[tuple[Outcome, Outcome]]:
    """Whether each row was there in the window, as of the day, and whether throughout."""
    for row in rows:
        begun = Outcome.of(None if row.since is None else row.since <= on)
        yield begun & row.period.overlaps(window), row.period.covers(window)


def _meeting_day(
    meeting: Meeting, entry: Duty, window: Period, on: dt.date
) -> tuple[Outcome, dt.date | None]:
    of_kind = Outcome.of(
        True if meeting.kind == entry.kind else None if meeting.kind not in KINDS else False
    )
    return of_kind & _inside(meeting.on, window, on), meeting.on


def _report_day(
    report: Report, entry: Duty, window: Period, on: dt.date
) -> tuple[Outcome, dt.date | None]:
    named = Outcome.of(report.duty in (entry.id, None))
    return _dated(named, report.year, report.on, window, on)


def _dated(
    named: Outcome, year: int | None, given: dt.date | None, window: Period, on: dt.date
) -> tuple[Outcome, dt.date | None]:
    """A report or session: it belongs to its year, and is there from the day it was given."""
    assert window.since is not None
    of_year = Outcome.of(None if year is None else year == window.since.year)
    there = Outcome.of(None if given is None else given <= on)
    return named & of_year & there, given


def _inside(given: dt.date | None, window: Period, on: dt.date) -> Outcome:
    if given is None:
        return Outcome.UNKNOWN
    return window.holds(given) & Outcome.of(given <= on)


def _count(days: Iterable[tuple[Outcome, dt.date | None]]) -> Bounds:
    """Distinct days that surely count; each uncertain row may be one more."""
    days = list(days)
    sure = {given for outcome, given in days if outcome is Outcome.MET}
    unsure = sum(outcome is Outcome.UNKNOWN for outcome, _ in days)
    return Bounds(len(sure), len(sure) + unsure)
