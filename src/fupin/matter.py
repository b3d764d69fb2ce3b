"""Matters (事项办理): was this one answered in time, closed, followed up, and what cannot be?

The answer for one matter, from plain objects. `fupin.coverage.matters` gives the same answer for a
whole registry; the two are held against each other in the tests.

The law of the day on which a matter was raised binds it. A term runs from the assignment, whose day
is not counted; the day of the same number, so many months later, is the last in time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import attrs

from fupin.dates import DayLike, add_months, day
from fupin.divisions import read
from fupin.findings import Grounds, MatterFinding, Standing
from fupin.model import Handling, Matter
from fupin.model.vocabulary import HANDLINGS, MATTERS
from fupin.outcomes import Outcome
from fupin.policy import EARLIEST, Applied, Assumptions, Books, Policy, Term, term_on


def check(
    matter: Matter,
    policy: Policy,
    *,
    on: DayLike,
    handlings: Iterable[Handling] = (),
    assume: Assumptions | None = None,
) -> MatterFinding:
    """What became of a matter by a day (事项办理核查).

    Example:
        >>> import fupin as fp
        >>> book = fp.policy.load("cn-deputies-2015")
        >>> matter = fp.Matter(
        ...     id="S-1", kind="suggestion", issuer="D-17", addressee="O-3", raised="2016-02-24",
        ...     assigned="2016-03-10", hard=False,
        ... )
        >>> replies = [fp.Handling(matter="S-1", step="reply", on="2016-05-20", by="O-3")]
        >>> found = check(matter, book, on="2016-09-09", handlings=replies)
        >>> found.outcome, found.status
        (<Outcome.MET: 'met'>, 'in-time')

    Args:
        matter: the matter asked about.
        policy: the rulebook, or several: that of the day it was raised is taken.
        on: the day of knowledge: what is dated later is not there yet.
        handlings: what was done, about this matter and about any other.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Returns:
        The finding. A reply of a body that was not asked is named in it and answers nothing.

    Raises:
        RulebookError: two books hold terms of one kind, place and day.
        QuestionError: no book, or an assumption that means nothing here.
    """
    at = day(on, where="on")
    books = Books.of(policy).terms(assume)
    rows = [
        row
        for row in dict.fromkeys(handlings)
        if row.matter == matter.id and (row.on is None or row.on <= at)
    ]
    told = _Told.of(matter, rows)
    applied, standing = _term(matter, books, assume, at)
    due, outcome = None, Outcome.UNKNOWN if standing is Standing.UNPLACED else None
    if matter.raised is not None and matter.raised > at:
        standing, outcome = Standing.NO_DUTY, None
    elif standing is Standing.JUDGED and applied is not None:
        due = _due(matter, applied.entry)
        standing, outcome = _judged(due, told.replied, at)
    return MatterFinding(
        subject=matter.id,
        kind=matter.kind,
        on=at,
        raised=matter.raised,
        assigned=matter.assigned,
        due=due and due[0],
        due_latest=due and due[1],
        standing=standing,
        outcome=outcome,
        answered=told.answered,
        answered_on=told.replied.first,
        closed=told.closed,
        reopened=told.reopened.outcome,
        followed_up=told.followed_up,
        others=told.others,
        faults=tuple(_faults(matter, rows, told)),
        grounds=None if applied is None else Grounds.of(applied.entry, applied.book),
    )


@attrs.frozen
class _Days:
    """The days on which something surely was done, and those on which it may have been.

    What has no day may have been done on any.
    """

    sure: tuple[dt.date, ...] = ()
    possible: tuple[dt.date | None, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return Outcome.bounds(bool(self.sure), bool(self.possible))

    @property
    def first(self) -> dt.date | None:
        return min(self.sure, default=None)

    @property
    def earliest(self) -> dt.date:
        """The first on which it may have been done; the end of days, where it was not."""
        return min((d or dt.date.min for d in self.possible), default=dt.date.max)

    @property
    def last(self) -> dt.date:
        """The last on which it surely was done; the beginning of days, where it was not."""
        return max(self.sure, default=dt.date.min)

    @property
    def latest(self) -> dt.date:
        """The last on which it may have been done; the beginning of days, where it was not."""
        return max((d or dt.date.max for d in self.possible), default=dt.date.min)


@attrs.frozen
class _Told:
    """What the records of one matter tell."""

    replied: _Days
    followed: _Days
    ended: _Days
    reopened: _Days
    others: tuple[str, ...]

    @classmethod
    def of(cls, matter: Matter, rows: Sequence[Handling]) -> _Told:
        steps = {word: _days(matter, rows, word) for word in sorted(HANDLINGS)}
        others = {
            row.by
            for row in rows
            if row.step == "reply" and row.by is not None and matter.addressee not in (None, row.by)
        }
        return cls(
            steps["reply"], steps["follow-up"], steps["closed"], steps["reopened"],
            tuple(sorted(others)),
        )  # fmt: skip

    @property
    def answered(self) -> Outcome:
        return self.replied.outcome

    @property
    def closed(self) -> Outcome:
        """Whether the last closure came after anything that may have reopened it."""
        ended, reopened = self.ended, self.reopened
        return Outcome.bounds(
            bool(ended.sure) and ended.last > reopened.latest,
            bool(ended.possible) and ended.latest >= reopened.last,
        )

    @property
    def followed_up(self) -> Outcome:
        """Whether it is closed, and was followed up by then."""
        return self.closed & Outcome.bounds(
            self.followed.first is not None and self.followed.first <= self.ended.last,
            self.followed.earliest <= self.ended.latest,
        )


def _days(matter: Matter, rows: Iterable[Handling], step: str) -> _Days:
    """The days of one step; an unreadable step may be any, and what came too early has no day."""
    sure: list[dt.date] = []
    possible: list[dt.date | None] = []
    for row in rows:
        counts = Outcome.of(row.step == step if row.step in HANDLINGS else None)
        if step == "reply":
            asked = None if None in (row.by, matter.addressee) else row.by == matter.addressee
            counts &= Outcome.of(asked)
        if counts is Outcome.UNMET:
            continue
        when = None if _too_early(matter, row, step) else row.on
        possible.append(when)
        if counts is Outcome.MET and when is not None:
            sure.append(when)
    return _Days(tuple(sure), tuple(possible))


def _too_early(matter: Matter, row: Handling, step: str) -> bool:
    """Whether it is dated before the matter was raised; a reply, before it was assigned."""
    bounds = (matter.raised, matter.assigned if step == "reply" else None)
    return row.on is not None and any(b is not None and row.on < b for b in bounds)


def _term(
    matter: Matter,
    books: dict[str, tuple[Applied[Term], ...]],
    assume: Assumptions | None,
    on: dt.date,
) -> tuple[Applied[Term] | None, Standing]:
    """The term that binds the matter, if any, and whether it runs: then it is judged."""
    if matter.kind is None or matter.kind not in {*MATTERS, *books}:
        return None, Standing.UNPLACED
    group = books.get(matter.kind, ())
    if all(applied.entry.months is None for applied in group):
        return next(iter(group), None), Standing.NO_NUMBER
    applied, binds = None, Outcome.UNKNOWN
    if matter.raised is not None:
        applied, binds = term_on(group, matter.raised, read(matter.division), assume)
    if applied is None or matter.raised is None or binds is not Outcome.MET:
        return None, Standing.UNPLACED
    if applied.entry.months is None:
        return applied, Standing.NO_NUMBER
    if matter.assigned is None or matter.assigned < max(matter.raised, EARLIEST):
        return applied, Standing.UNPLACED
    return applied, Standing.JUDGED if matter.assigned <= on else Standing.NOT_YET_DUE


def _due(matter: Matter, term: Term) -> tuple[dt.date, dt.date]:
    """The first and the last day that its last day may be."""
    months = term.asked(hard=matter.hard)
    assert months is not None
    assert matter.assigned is not None
    return add_months(matter.assigned, months[0]), add_months(matter.assigned, months[1])


def _judged(
    due: tuple[dt.date, dt.date], replied: _Days, on: dt.date
) -> tuple[Standing, Outcome | None]:
    """Where a term that runs stands on a day, and whether it was kept."""
    least, most = due
    if replied.first is not None and replied.first <= least:
        return Standing.JUDGED, Outcome.MET
    if on <= least:
        return Standing.NOT_YET_DUE, None
    if on > most and replied.earliest > most:
        return Standing.JUDGED, Outcome.UNMET
    if on > most or replied.first is not None:
        return Standing.JUDGED, Outcome.UNKNOWN
    return Standing.UNPLACED, Outcome.UNKNOWN


def _faults(matter: Matter, rows: Iterable[Handling], told: _Told) -> Iterator[str]:
    """What cannot have been so, in the order of days."""
    if None not in (matter.raised, matter.assigned) and matter.assigned < matter.raised:  # type: ignore[operator]  # both are there
        yield f"assignment on {matter.assigned}, before the matter was raised"
    for row in sorted(rows, key=lambda row: (row.on or dt.date.max, row.step or "")):
        if matter.raised is not None and row.on is not None and row.on < matter.raised:
            yield f"{row.step or 'step'} on {row.on}, before the matter was raised"
        elif _too_early(matter, row, row.step or ""):
            yield f"{row.step} on {row.on}, before the assignment"
    if told.reopened.first is not None and told.ended.earliest > told.reopened.first:
        yield "reopened, and never closed before"
