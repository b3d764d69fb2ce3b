"""One case or many, one procedure, one day: which records are its steps, and what they make."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import ceil
from typing import overload

import attrs

from fupin.amounts import Bounds
from fupin.dates import DayLike, day
from fupin.divisions import Division, read
from fupin.errors import QuestionError
from fupin.findings import Progress
from fupin.model import Step
from fupin.outcomes import Outcome
from fupin.policy import Applied, Assumptions, Books, Policy, Procedure, Rulebook, Stage, nearest
from fupin.procedure.records import Record
from fupin.procedure.walking import Asked, walk


@overload
def check(
    steps: Iterable[Step],
    policy: Policy,
    *,
    on: DayLike,
    procedure: str,
    subject: str,
    division: str | None = ...,
    county_class: str | None = ...,
    credited: int | None = ...,
    assume: Assumptions | None = ...,
) -> Progress: ...
@overload
def check(
    steps: Iterable[Step],
    policy: Policy,
    *,
    on: DayLike,
    procedure: str,
    subject: None = ...,
    division: str | None = ...,
    county_class: str | None = ...,
    credited: int | None = ...,
    assume: Assumptions | None = ...,
) -> tuple[Progress, ...]: ...
def check(
    steps: Iterable[Step],
    policy: Policy,
    *,
    on: DayLike,
    procedure: str,
    subject: str | None = None,
    division: str | None = None,
    county_class: str | None = None,
    credited: int | None = None,
    assume: Assumptions | None = None,
) -> Progress | tuple[Progress, ...]:
    """Where a case stands in a procedure on a day, and what is wrong with it (程序核查).

    Example:
        >>> import fupin as fp
        >>> book = fp.policy.load("cn-2016")
        >>> def step(name, on, until=None):
        ...     return fp.Step(
        ...         subject="H-1", procedure="household-exit", step=name, on=on, until=until
        ...     )
        >>> steps = [step("proposal", "2016-11-01"), step("verification", "2016-11-05"),
        ...          step("public-notice", "2016-11-08", "2016-11-15")]
        >>> progress = check(
        ...     steps, book, procedure="household-exit", subject="H-1", on="2016-11-30"
        ... )
        >>> progress.reached, progress.missing
        ('verification', ('consent',))

    Args:
        steps: records of steps, of this case and of any other.
        policy: the rulebook, or several: the one of the smallest division that holds is taken.
            A book passed alone is taken to hold where the division is not told.
        on: the day of knowledge: what is dated later is not there yet.
        procedure: id of the procedure.
        subject: id of the household, or code of the place; None: every subject of the records.
        division: where a household lies; a village or county is itself a place.
        county_class: class of the case, such as "national" or "provincial", where steps depend on
            it; None: not known.
        credited: the year that the exit is counted in; None: what the records say.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Returns:
        The progress of the subject; without one, of each subject and credited year.

    Raises:
        NotInForceError: no book answers on that day.
        UnknownRuleError: no such procedure.
        QuestionError: the procedure does not hold there, or knows no such class; or the records
            of the subject tell of several years, and `credited` does not say which.
    """
    at = day(on, where="on")
    books = Books.of(policy).on(at, assume)
    group = books.procedures(procedure)
    of_places = group[0].entry.unit != "household"
    rows = [
        attrs.evolve(step, subject=_named(step.subject, of_places))
        for step in dict.fromkeys(steps)
        if step.procedure in (procedure, None)
        and (credited is None or step.credited in (credited, None))
    ]
    cases = _cases(rows, _named(subject, of_places), credited)
    found = []
    for who, year in cases:
        applied = _applied(group, read(who if of_places else division), county_class)
        asked = _asked(applied, _of_case(rows, who, year), county_class, year, at)
        found.append(
            Progress(
                subject=who,
                procedure=procedure,
                zh=applied.entry.zh,
                en=applied.entry.en,
                book=applied.book.id,
                on=at,
                county_class=county_class,
                credited=year,
                steps=walk(asked, applied.entry, applied.book, at),
                assumptions=books.assumed(assume),
            )
        )
    return tuple(found) if subject is None else found[0]


def _named(subject: str | None, of_places: bool) -> str | None:
    """One name for one subject: a place by its short code, where its code can be read."""
    place = read(subject) if of_places else None
    return subject if place is None else place.short


def _cases(
    rows: Iterable[Step], subject: str | None, credited: int | None
) -> list[tuple[str, int | None]]:
    """The cases asked about, each a subject and the year it is counted in."""
    years: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.subject is not None:
            years[row.subject] |= set() if row.credited is None else {row.credited}
    if subject is None:
        return [(who, year) for who in sorted(years) for year in sorted(years[who]) or (credited,)]
    told = sorted(years[subject])
    if len(told) > 1:
        raise QuestionError(
            f"steps of {subject} are credited to {', '.join(map(str, told))}: say credited="
        )
    return [(subject, told[0] if told else credited)]


def _applied(
    group: tuple[Applied[Procedure], ...], place: Division | None, county_class: str | None
) -> Applied[Procedure]:
    """The procedure of the place; QuestionError where it has none, or not such a class."""
    applied, applies = nearest(group, place)
    entry = applied.entry
    if applies is Outcome.UNMET or (applies is Outcome.UNKNOWN and len(group) > 1):
        raise QuestionError(
            f"{entry.id} of {', '.join(a.book.id for a in group)} does not hold for this subject, "
            "or its division is not told: pass the book of its place, or say where it lies"
        )
    if county_class is not None and county_class not in entry.classes:
        known = ", ".join(entry.classes) or "none"
        raise QuestionError(
            f"{entry.id} of {applied.book.id} knows no class {county_class!r}: there are {known}"
        )
    return applied


def _of_case(rows: Iterable[Step], subject: str, credited: int | None) -> list[tuple[Step, bool]]:
    """Records of a case, and whether they surely are: not where two contradict each other."""
    mine = [
        row for row in rows if row.subject in (subject, None) and row.credited in (credited, None)
    ]
    told: dict[tuple[str | None, dt.date | None], set[object]] = defaultdict(set)
    for row in mine:
        told[row.step, row.on].add((row.latest, row.until))

    def sure(row: Step) -> bool:
        agreed = row.on is None or len(told[row.step, row.on]) == 1
        return agreed and None not in (row.subject, row.procedure)

    return [(row, sure(row)) for row in mine]


def _asked(
    applied: Applied[Procedure],
    rows: Iterable[tuple[Step, bool]],
    county_class: str | None,
    credited: int | None,
    on: dt.date,
) -> Iterator[Asked]:
    """The steps that are asked of a case, or may be, each with its records as of the day."""
    entry = applied.entry
    words = {stage.id for stage in entry.steps}
    for stage in entry.steps:
        asked = stage.asked_of(county_class, credited)
        if asked is Outcome.UNMET:
            continue
        number = _number(applied.book, stage)
        records = (
            Record.of(row, sure=sure and row.step == stage.id, notice=stage.notice, number=number)
            for row, sure in rows
            if row.step == stage.id or row.step not in words
        )
        yield Asked(stage, asked, tuple(record for record in records if record.first <= on))


def _number(book: Rulebook, stage: Stage) -> Callable[[Iterable[dt.date]], Bounds | None]:
    """For how many days a notice is to hang, by the days on which it may have begun."""
    parameter = None if stage.days is None else book.parameter(stage.days)

    def number(begun: Iterable[dt.date]) -> Bounds | None:
        if parameter is None or not parameter.values:
            return None
        values = [parameter.timeline.get(day) for day in begun]
        numbers = [None if v is None or v.number is None else ceil(v.number) for v in values]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers) or not known:
            return Bounds(min(known, default=1), None)
        return Bounds(min(known), max(known))

    return number
