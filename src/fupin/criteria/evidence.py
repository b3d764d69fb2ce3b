"""Evidence on one subject (证据): what the latest survey says, and what its members say.

Evidence is the latest survey dated on or before the day asked about. What two surveys of that day
say differently is not known, and so is what one without a day says otherwise: it may be the latest.
What is older than the criterion allows, dated later, or beyond what can be, is no evidence; nor is
an income of a period that is not over on the day, or anything of a household of nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from fupin.boundary import Boundary
from fupin.dates import add_years, first_fresh, full_years
from fupin.divisions import Division, read
from fupin.model import Household, Income, Person
from fupin.model.surveys import PARTS, plausible
from fupin.outcomes import Outcome
from fupin.policy import Criterion, Field
from fupin.policy.fields import NET_INCOME, Unit

NOBODY = "the household has a size below 1: no evidence"
Span = tuple[Fraction, Fraction]
Told = bool | Span | dt.date | Division | None


@attrs.frozen
class Evidence:
    """What is known of a subject, by field (证据).

    Attributes:
        told: what each field says: a yes or no, an amount between bounds, a day, a place.
        assumed: fields that the question answers itself.
        seen: the day of the survey; None: there is none that counts.
        earned_until: last day of the income by its parts, where that is what counts.
        notes: why evidence was set aside.
        set_aside: fields of which something is recorded that is no evidence.
    """

    told: Mapping[str, Told]
    assumed: frozenset[str] = frozenset()
    seen: dt.date | None = None
    earned_until: dt.date | None = None
    notes: tuple[str, ...] = ()
    set_aside: frozenset[str] = frozenset()

    def assuming(self, answers: Mapping[str, bool | int | dt.date]) -> Evidence:
        """The same, with what is not known answered by assumptions."""
        if not answers:
            return self
        filled = {
            name: answer if isinstance(answer, (bool, dt.date)) else _exact(answer)
            for name, answer in answers.items()
            if self.told.get(name) is None
        }
        return attrs.evolve(self, told={**self.told, **filled}, assumed=frozenset(filled))

    def flag(self, name: str) -> Outcome:
        """What a field of yes or no says."""
        told = self.told.get(name)
        return Outcome.of(told if isinstance(told, bool) else None)

    def span(self, name: str) -> Span | None:
        """The bounds of an amount; None: not known."""
        told = self.told.get(name)
        return told if isinstance(told, tuple) else None

    def day(self, name: str, *, of: str | None = None) -> dt.date | None:
        """A day, such as the last one of an income; None: not known.

        Args:
            name: the field that says it.
            of: the amount whose day it is: income by its parts has its own.
        """
        if name == "income_until" and of == NET_INCOME and self.earned_until is not None:
            return self.earned_until
        told = self.told.get(name)
        return told if isinstance(told, dt.date) else None

    @property
    def place(self) -> Division | None:
        """The division of the subject; None: not known."""
        told = self.told.get("division")
        return told if isinstance(told, Division) else None


def latest(
    surveys: Iterable[Any], criterion: Criterion, on: dt.date, fields: Mapping[str, Field]
) -> Evidence:
    """What the latest surveys on or before a day say, all of one subject.

    Args:
        surveys: surveys of the subject, in any order.
        criterion: says how old they may be.
        on: the day asked about.
        fields: the fields of the criterion's unit.
    """
    given = list(surveys)
    undated = [s for s in given if s.on is None]
    dated = [s for s in given if s.on is not None and s.on <= on]
    notes = []
    if later := len(given) - len(dated) - len(undated):
        notes.append(f"{later} dated after {on}: no evidence")
    if not dated:
        notes += [f"{len(undated)} without a day: no evidence"] if undated else []
        return Evidence({}, notes=tuple(notes))
    seen = max(s.on for s in dated)
    if criterion.fresh_for and seen < first_fresh(on, criterion.fresh_for.months):
        notes.append(f"seen on {seen}: older than {criterion.fresh_for.months} months")
        return Evidence({}, notes=tuple(notes))
    counting = [*(s for s in dated if s.on == seen), *undated]
    rows = [_cells(s, fields) for s in counting]
    told = _agreed(rows)
    first, *others = rows
    for name in told if others else ():
        if any(row[name] != first[name] for row in others):
            notes.append(f"{name}: surveys of one day, or without a day, differ")
    aside = [n for n, f in fields.items() if any(_beyond(s, n, f) for s in counting)]
    aside += _contradicted(told, criterion.unit)
    told |= _poor(told) if "poor_persons" in told else {}
    told |= _parts(told, criterion.unit)
    if "term" in fields:
        told["term"] = _term(told.get("on"), told.get("due"))
    notes += [beyond(name) for name in aside]
    until = told.get("income_until")
    if isinstance(until, dt.date) and until > on:
        early = [n for n, f in fields.items() if f.income is not None and told[n] is not None]
        told |= dict.fromkeys(early)
        notes += [f"{name}: of a period to {until}, after {on}: no evidence" for name in early]
        aside += early
    return Evidence(told, seen=seen, notes=tuple(notes), set_aside=frozenset(aside))


def beyond(name: str) -> str:
    """The note on a field of which what is recorded cannot be."""
    return f"{name}: beyond what can be, no evidence"


def of_nobody(household: Household | None) -> bool:
    """Whether a household is one of nobody by its recorded size: a fault, so nothing is known."""
    return household is not None and household.size is not None and household.size < 1


def of_person(records: Sequence[Person], on: dt.date, fields: Mapping[str, Field]) -> Evidence:
    """What is known of a person on a day; a day of birth that lies after it is none.

    Args:
        records: what is told of the person; what they say differently is not known.
        on: the day asked about.
        fields: the fields of a person.
    """
    told = _agreed([_cells(record, fields) for record in records])
    born = told.get("born")
    if isinstance(born, dt.date) and born <= on:
        told["age"] = _exact(full_years(born, on))
    return Evidence(told)


def of_income(income: Income, members: int | None, on: dt.date) -> Span | None:
    """Net income per head by its parts; of a period that is not over, nothing is known."""
    if income.until is None or income.until > on:
        return None
    if members is None or _plausible("members", Fraction(members)) is None:
        return None
    per_head = income.per_head(members)
    return None if per_head is None else _plausible(NET_INCOME, per_head)


def income_set_aside(income: Income, members: int | None, on: dt.date) -> tuple[str, ...]:
    """Notes on why an income by its parts is no evidence, where what is recorded cannot be."""
    if income.until is not None and income.until > on:
        return (f"{NET_INCOME}: of a period to {income.until}, after {on}: no evidence",)
    if income.beyond:
        return tuple(beyond(part) for part in income.beyond)
    told = None not in (income.until, income.net, members)
    return (beyond(NET_INCOME),) if told and of_income(income, members, on) is None else ()


def _agreed(rows: Sequence[Mapping[str, Told]]) -> dict[str, Told]:
    """What all rows say; nothing, where they differ."""
    first, *others = rows
    return {
        name: told if all(row[name] == told for row in others) else None
        for name, told in first.items()
    }


def _cells(record: Boundary, fields: Mapping[str, Field]) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for name, field in fields.items():
        cell = getattr(record, name, None)
        read = None if cell is None else _READ[field.kind](cell)
        told[name] = _plausible(name, read) if isinstance(read, Fraction) else read
    if "poor_persons_most" in told and getattr(record, "poor_persons_most", None) is None:
        told["poor_persons_most"] = told["poor_persons"]  # none given: exactly so many
    return told


def _beyond(record: Boundary, name: str, field: Field) -> bool:
    """Whether a number is recorded that cannot be."""
    cell = getattr(record, name, None)
    read = None if cell is None else _READ[field.kind](cell)
    return isinstance(read, Fraction) and _plausible(name, read) is None


def _contradicted(told: Mapping[str, Told], unit: Unit) -> list[str]:
    """Fields that others contradict, before they are taken back."""
    poor, most, whole = (told.get(name) for name in _COUNTED)
    wrong = list(_parts(told, unit))
    if isinstance(poor, tuple) and isinstance(most, tuple) and poor[0] > most[0]:
        wrong.append("poor_persons")
    elif isinstance(poor, tuple) and isinstance(whole, tuple) and poor[0] > whole[0]:
        wrong.append("incidence")
    return wrong


def _plausible(name: str, amount: Fraction) -> Span | None:
    """An amount, unless it is beyond what can be."""
    least, most = plausible(name)
    return (amount, amount) if least <= amount <= most else None


def _exact(amount: int) -> Span:
    return Fraction(amount), Fraction(amount)


def _poor(told: Mapping[str, Told]) -> dict[str, Told]:
    """Poor persons between their bounds, and their share; nothing where they contradict it."""
    poor, most, whole = (told.get(name) for name in _COUNTED)
    if not isinstance(poor, tuple) or not isinstance(most, tuple) or poor[0] > most[0]:
        return {"poor_persons": None}
    persons = {"poor_persons": (poor[0], most[0])}
    if not isinstance(whole, tuple) or poor[0] > whole[0]:
        return {**persons}
    return {**persons, "incidence": (poor[0] / whole[0], min(most[0] / whole[0], Fraction(1)))}


_COUNTED = ("poor_persons", "poor_persons_most", "rural_population")


def _parts(told: Mapping[str, Told], unit: Unit) -> dict[str, Told]:
    """Amounts that are more than what they are a part of say nothing, and nor does that."""
    wrong: dict[str, Told] = {}
    for pair in PARTS.get(f"{unit}s", ()):
        part, whole = (told.get(name) for name in pair)
        if isinstance(part, tuple) and isinstance(whole, tuple) and part[0] > whole[0]:
            wrong |= dict.fromkeys(pair)
    return wrong


def _term(since: Told, until: Told) -> Span | None:
    """From one day to another in years, with a half for years that are not full."""
    if not isinstance(since, dt.date) or not isinstance(until, dt.date) or until <= since:
        return None
    years = full_years(since, until)
    more = Fraction(add_years(since, years) < until, 2)
    return years + more, years + more


def _whole(cell: Any) -> Fraction | None:
    return Fraction(cell) if isinstance(cell, int) and not isinstance(cell, bool) else None


def _yuan(cell: Any) -> Fraction | None:
    if isinstance(cell, Decimal) and cell.is_finite() and cell == round(cell, 2):
        return Fraction(cell)
    return _whole(cell)


def _share(cell: Any) -> Fraction | None:
    return Fraction(cell) if isinstance(cell, Decimal) and cell.is_finite() else None


_READ: Mapping[str, Callable[[Any], Told | Fraction]] = {
    "flag": lambda cell: cell if isinstance(cell, bool) else None,
    "count": _whole,
    "yuan": _yuan,
    "share": _share,
    "term": lambda _: None,  # it follows from days
    "day": lambda cell: cell if isinstance(cell, dt.date) else None,
    "code": read,
}
