"""Evidence on one subject (证据): what the latest survey says, and what its members say.

Evidence is the latest survey dated on or before the day asked about. What two surveys of one day
say differently is not known; what is older than the criterion allows, dated later, or beyond what
can be, is no evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from fupin.amounts import yuan
from fupin.boundary import Boundary
from fupin.dates import day, first_fresh, full_years
from fupin.divisions import Division, read
from fupin.errors import QuestionError
from fupin.model import Income, Person
from fupin.model.surveys import PLAUSIBLE
from fupin.outcomes import Outcome
from fupin.policy import Criterion, Field
from fupin.policy.fields import ASSUMABLE

Span = tuple[Fraction, Fraction]
Told = bool | Span | dt.date | Division | None


@attrs.frozen
class Evidence:
    """What is known of a subject, by field (证据).

    Attributes:
        told: what each field says: a yes or no, an amount between bounds, a day, a place.
        assumed: fields that the question answers itself.
        seen: the day of the survey; None: there is none that counts.
        notes: why evidence was set aside.
    """

    told: Mapping[str, Told]
    assumed: frozenset[str] = frozenset()
    seen: dt.date | None = None
    notes: tuple[str, ...] = ()

    def assuming(self, answers: Mapping[str, Told]) -> Evidence:
        """The same, with what is not known answered by assumptions."""
        filled = {name: told for name, told in answers.items() if self.told.get(name) is None}
        return attrs.evolve(self, told={**self.told, **filled}, assumed=frozenset(filled))

    def flag(self, name: str) -> Outcome:
        """What a field of yes or no says."""
        told = self.told.get(name)
        return Outcome.of(told if isinstance(told, bool) else None)

    def span(self, name: str) -> Span | None:
        """The bounds of an amount; None: not known."""
        told = self.told.get(name)
        return told if isinstance(told, tuple) else None

    def day(self, name: str) -> dt.date | None:
        """A day; None: not known."""
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
    dated = [s for s in given if s.on is not None and s.on <= on]
    notes = []
    if undated := sum(s.on is None for s in given):
        notes.append(f"{undated} without a day: no evidence")
    if later := len(given) - len(dated) - undated:
        notes.append(f"{later} dated after {on}: no evidence")
    if not dated:
        return Evidence({}, notes=tuple(notes))
    seen = max(s.on for s in dated)
    if criterion.fresh_for and seen < first_fresh(on, criterion.fresh_for.months):
        notes.append(f"seen on {seen}: older than {criterion.fresh_for.months} months")
        return Evidence({}, notes=tuple(notes))
    rows = [_cells(s, fields) for s in dated if s.on == seen]
    told: dict[str, Told] = {}
    for name, first in rows[0].items():
        agreed = all(row[name] == first for row in rows)
        told[name] = first if agreed else None
        if not agreed:
            notes.append(f"{name}: surveys of one day differ")
    told |= _incidence(told)
    return Evidence(told, seen=seen, notes=tuple(notes))


def of_person(person: Person, on: dt.date, fields: Mapping[str, Field]) -> Evidence:
    """What is known of a person on a day; a day of birth that lies after it is none."""
    told = _cells(person, fields)
    if person.born is not None and person.born <= on:
        years = Fraction(full_years(person.born, on))
        told["age"] = (years, years)
    return Evidence(told)


def of_income(income: Income, members: int | None, on: dt.date) -> dict[str, Told]:
    """Net income per head by its parts, and the day it runs to; of a period not over, none."""
    if income.until is None or income.until > on:
        return {}
    per_head = income.per_head(members)
    told = None if per_head is None else _plausible("net_income_per_head", (per_head, per_head))
    return {"net_income_per_head": told, "income_until": income.until}


def answers(assume: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Told]:
    """Assumptions of a question as evidence.

    Raises:
        QuestionError: an assumption about what is no field, or of another kind than the field.
    """
    told: dict[str, Told] = {}
    for name, answer in assume.items():
        if name not in fields:
            known = ", ".join(sorted(fields))
            raise QuestionError(f"assume= knows no {name}: expected in_force or one of {known}")
        kind = fields[name].kind
        if kind not in ASSUMABLE or (kind == "flag") != isinstance(answer, bool):
            raise QuestionError(
                f"assume= answers {name}, a {kind}, with a {type(answer).__name__}: expected a "
                "yes or no for a flag, a whole number for a count, a day for a day"
            )
        told[name] = _READ[kind](answer)
    return told


def _cells(survey: Boundary | Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for name, field in fields.items():
        cell = _cell(survey, name)
        told[name] = None if cell is None else _plausible(name, _READ[field.kind](cell))
    if "poor_persons_most" in told and _cell(survey, "poor_persons_most") is None:
        told["poor_persons_most"] = told["poor_persons"]  # none given: exactly so many
    return told


def _cell(survey: Boundary | Mapping[str, Any], name: str) -> Any:
    return survey.get(name) if isinstance(survey, Mapping) else getattr(survey, name, None)


def _plausible(name: str, told: Told) -> Told:
    """Nothing, for a number beyond what can be."""
    if isinstance(told, tuple) and name in PLAUSIBLE:
        least, most = PLAUSIBLE[name]
        return told if least <= told[0] and told[1] <= most else None
    return told


def _incidence(told: Mapping[str, Told]) -> dict[str, Told]:
    """Poor persons over the rural population; nothing where the two contradict each other."""
    poor, most, whole = (told.get(name) for name in _INCIDENCE)
    if not (isinstance(poor, tuple) and isinstance(most, tuple) and isinstance(whole, tuple)):
        return {}
    if poor[0] > min(most[0], whole[0]):
        return {}
    return {"incidence": (poor[0] / whole[0], min(most[0] / whole[0], Fraction(1)))}


_INCIDENCE = ("poor_persons", "poor_persons_most", "rural_population")


def _exact(cell: Any) -> Span:
    amount = Fraction(cell)
    return amount, amount


_READ: Mapping[str, Callable[[Any], Told]] = {
    "flag": lambda cell: cell if isinstance(cell, bool) else None,
    "count": _exact,
    "yuan": lambda cell: _exact(cell if isinstance(cell, Fraction) else yuan(cell)),
    "share": lambda cell: _exact(Decimal(str(cell))),
    "day": day,
    "code": read,
}
