"""One subject, one criterion, one day: the verdict with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from fupin.criteria.evidence import (
    NOBODY,
    Evidence,
    Told,
    income_set_aside,
    latest,
    of_income,
    of_nobody,
)
from fupin.criteria.judging import Judging
from fupin.criteria.members import told_of_items, told_of_members
from fupin.dates import DayLike, day
from fupin.divisions import Division, read
from fupin.errors import QuestionError
from fupin.findings import Verdict
from fupin.model import CountySurvey, Household, Income, Person, Scheme, Survey, VillageSurvey
from fupin.outcomes import Outcome
from fupin.policy import Books, Criterion, Fact, Node, Policy, nearest, walk
from fupin.policy.books import IN_FORCE
from fupin.policy.fields import NET_INCOME, RECORDS, UNITS, Evidential, assumptions


def assess(
    surveys: Evidential | Iterable[Evidential],
    policy: Policy,
    criterion: str,
    *,
    on: DayLike,
    household: Household | None = None,
    persons: Iterable[Person] = (),
    income: Income | None = None,
    schemes: Iterable[Scheme] | None = None,
    yardstick: str | None = None,
    assume: Mapping[str, Any] | None = None,
    carry: bool = False,
) -> Verdict:
    """Whether a household, place or record reaches a criterion on a day, and why (标准认定).

    Example:
        >>> import fupin as fp
        >>> survey = fp.Survey(
        ...     household="H-1", on="2016-12-01", income_until="2016-12-31",
        ...     net_income_per_head="3210", food=True, clothing=True, school_age_children=0,
        ...     medical=True, housing=True, water=None, power=True, broadcast=True,
        ... )
        >>> verdict = assess(
        ...     survey, fp.policy.load("sichuan-2016"), "household-exit", on="2016-12-31",
        ...     assume={"income_steady": True},
        ... )
        >>> verdict.outcome, verdict.needed
        (<Outcome.UNKNOWN: 'unknown'>, ('water',))

    Args:
        surveys: a survey, or all there are of one subject: the latest on or before `on` counts.
            None at all is no evidence; then `household` says who is asked about. Where a record
            is judged, such as a loan, the record.
        policy: the rulebook, or several: the one of the smallest division that holds is taken.
            A book passed alone is taken to hold where the division is not told.
        criterion: id of the criterion.
        on: the day asked about.
        household: the household: its division, and its members on the day.
        persons: what is known of its members, for facts about them.
        income: its income by parts; counts where the survey gives no net income per head.
        schemes: versions of its schemes, for facts about what they plan; none: it has no scheme;
            None: nothing is known of them.
        yardstick: another reading of the criterion; None: its own.
        assume: answers to fields that are not known, such as `{"income_steady": True}`; and
            `{"in_force": True}` to ask a book outside its known days. Recorded in the verdict.
        carry: let the last known value of a parameter hold on; recorded in the verdict.

    Raises:
        NotInForceError: no book, or no value of a parameter, on that day.
        NoValueError: a parameter whose value nothing tells: the message says how to supply it.
        UnknownRuleError: no such criterion or yardstick.
        QuestionError: records of several subjects or of another unit, none at all, or an
            assumption about something else.
    """
    at = day(on, where="on")
    given = [*surveys] if isinstance(surveys, Iterable) else [surveys]
    assumed = dict(assume or {})
    in_force = {k: assumed.pop(k) for k in (IN_FORCE,) if k in assumed}
    books = Books.of(policy).on(at, in_force)
    group = books.criteria(criterion)
    subject = _subject(given, group[0].entry, household, income)
    place = _place(given, household)
    applied, applies = nearest(group, place)
    if applies is Outcome.UNMET or (applies is Outcome.UNKNOWN and len(group) > 1):
        raise QuestionError(
            f"{criterion} of {', '.join(books.ids)} does not hold for this subject, or its "
            "division is not told: pass the book of its place, or say where it lies"
        )
    book, entry = applied.book, applied.entry
    tree, fields = entry.measured_by(yardstick), book.fields_of(entry.unit)
    assumed = assumptions(assumed, fields)
    nobody = of_nobody(household)
    evidence = Evidence({}, notes=(NOBODY,)) if nobody else latest(given, entry, at, fields)
    told: dict[str, Told] = {**evidence.told, "division": place}
    if income is not None and told.get(NET_INCOME) is None:
        members = None if household is None else household.persons(at)
        told[NET_INCOME] = of_income(income, members, at)
        notes = income_set_aside(income, members, at)
        evidence = attrs.evolve(
            evidence,
            earned_until=income.until,
            notes=tuple(dict.fromkeys((*evidence.notes, *notes))),
            set_aside=evidence.set_aside | ({NET_INCOME} if notes else set()),
        )
    facts = _asked(tree, () if nobody or entry.unit != "household" else book.facts)
    of_members = [fact for fact in facts if fact.over == "person"]
    of_items = [fact for fact in facts if fact.over == "item"]
    told |= told_of_members(book, of_members, household, tuple(persons), at, carry=carry)
    told |= told_of_items(book, of_items, schemes, at, carry=carry)
    evidence = attrs.evolve(evidence, told=told).assuming(assumed)
    return Verdict(
        subject=subject,
        unit=entry.unit,
        criterion=entry.id,
        zh=entry.zh,
        en=entry.en,
        book=book.id,
        yardstick=yardstick,
        on=at,
        seen=evidence.seen,
        judgement=walk(tree, Judging(book, entry, fields, evidence, at, carry)),
        assumptions=(
            *books.assumed(in_force),
            *(f"{name} = {assumed[name]}" for name in sorted(evidence.assumed)),
            *(("the last known value of a parameter holds on",) if carry else ()),
        ),
        notes=evidence.notes,
    )


def _subject(
    surveys: list[Evidential],
    criterion: Criterion,
    household: Household | None,
    income: Income | None,
) -> str:
    """The one subject of all that was given, by id or code."""
    wanted = UNITS[criterion.unit]
    if wrong := sorted({type(s).__name__ for s in surveys if not isinstance(s, wanted)}):
        raise QuestionError(
            f"{criterion.id} asks about a {criterion.unit}: expected {wanted.__name__}, "
            f"got {', '.join(wrong)}"
        )
    subjects = {_named(s) for s in surveys}
    if criterion.unit == "household":
        subjects |= {household.id} if household is not None else set()
        subjects |= {income.household} if income is not None else set()
    elif household is not None or income is not None:
        own = f"give {_own(criterion)} alone"
        raise QuestionError(f"{criterion.id} asks about a {criterion.unit}: {own}")
    if not subjects:
        raise QuestionError(f"{criterion.id} asks about a {criterion.unit}: give {_own(criterion)}")
    if len(subjects) > 1:
        raise QuestionError("records of several subjects: ask about one, or coverage.screen")
    return subjects.pop()


def _own(criterion: Criterion) -> str:
    return "the record" if criterion.unit in RECORDS else "its survey"


def _named(seen: Evidential) -> str:
    """What a survey or record is of: the id of a household or record, or the code of a place."""
    if isinstance(seen, Survey):
        return seen.household
    if isinstance(seen, (VillageSurvey, CountySurvey)):
        return _short(seen.division)
    return seen.id


def _short(code: str) -> str:
    """A code without its zeros: a place may be written long or short."""
    place = read(code)
    return code if place is None else place.short


def _asked(tree: Node, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that a tree asks."""
    if not facts:
        return []
    names = {leaf.flag or leaf.compare for leaf in tree.leaves()}
    return [fact for fact in facts if fact.id in names]


def _place(surveys: list[Evidential], household: Household | None) -> Division | None:
    if household is not None:
        return read(household.division)
    places = {read(s.division) for s in surveys if not isinstance(s, Survey)}
    return places.pop() if len(places) == 1 else None
