"""What a criterion says of a registry, by assessing one household, village or county at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from fupin import criteria
from fupin.amounts import fen
from fupin.divisions import Division, read
from fupin.findings import Verdict
from fupin.model import CountySurvey, Household, Survey, VillageSurvey
from fupin.outcomes import Outcome
from fupin.policy import Books, Rulebook, nearest
from fupin.policy.fields import RECORDS
from fupin.testing import DRAWN
from tests.oracles import Sums, one_each, summed

Drawn = Mapping[str, Sequence[Any]]
Judged = tuple[str, str, tuple[str, ...], tuple[str, ...]]

_PARTS = ("wage", "business", "property", "transfer", "business_expenses")


@attrs.frozen
class Unit:
    """One unit that is asked about.

    Attributes:
        id: its id, or code of 12 digits.
        division: code of where it lies.
        within: whether it is in the population.
        surveys: its surveys; one that says nothing, where it has none.
        beside: what else is known of it.
        size: its persons; None: not known.
        about: what it is grouped by.
    """

    id: str
    division: str | None
    within: Outcome
    surveys: list[Any]
    beside: Mapping[str, Any]
    size: int | None = None
    about: Mapping[str, Any] = attrs.field(factory=dict)

    @property
    def place(self) -> Division | None:
        """Where it lies."""
        return read(self.division)


def screening(
    tables: Drawn,
    policy: Rulebook | Sequence[Rulebook],
    *,
    on: dt.date,
    by: Sequence[str] = (),
    population: str | None = None,
    criterion: str = DRAWN,
    **asked: Any,
) -> tuple[Sums, list[Judged]]:
    """Sums by key; and of each unit that may be in the population: outcome, failing, needed."""
    entry = Books.of(policy).on(on).criteria(criterion)[0].entry
    sized = entry.unit == "household" and "households" in tables
    rows, judged = [], []
    for unit, bound, found in assessed(
        tables, policy, on=on, population=population, criterion=criterion, **asked
    ):
        inside = unit.within & bound
        short = 0 if found is None else sum(fen(yuan) for yuan in found.short.values())
        if found is not None and inside is not Outcome.UNMET:
            judged.append((unit.id, found.outcome.value, found.failing, found.needed))
        measures = _measures(unit, bound, found, _seen(unit, found, on))
        measures["later"] = int(inside is Outcome.MET and _later(unit, on))
        if entry.unit in RECORDS:
            surely = int(inside is Outcome.MET)
            measures |= {"short": surely * (short > 0), "short_fen": surely * short}
        rows.append(({"division": unit.division, **unit.about}, measures))
    if not by and not rows:
        nobody = Unit("", None, Outcome.UNMET, [], {})
        nothing = {**_measures(nobody, Outcome.UNMET, None, "no_survey"), "later": 0}
        nothing |= {"short": 0, "short_fen": 0} if entry.unit in RECORDS else {}
        rows = [({"division": None}, nothing)]
    sums = summed(rows, by)
    if not sized:
        sums = {key: {m: n for m, n in row.items() if m not in _HEADS} for key, row in sums.items()}
    return sums, sorted(judged)


def assessed(
    tables: Drawn,
    policy: Rulebook | Sequence[Rulebook],
    *,
    on: dt.date,
    population: str | None,
    criterion: str,
    **asked: Any,
) -> Iterator[tuple[Unit, Outcome, Verdict | None]]:
    """Each unit, whether a book holds for it, and what that says of it."""
    group = Books.of(policy).on(on).criteria(criterion)
    entry = group[0].entry
    listed = entry.unit == "household" or entry.unit in RECORDS
    table = f"{entry.unit}s"
    placed = not listed or _given(tables, table, "division")
    for unit in _UNITS[entry.unit](tables, on, population, entry.population):
        applied, bound = nearest(group, unit.place) if placed else (group[0], Outcome.MET)
        found = None
        if bound is not Outcome.UNMET:
            found = criteria.assess(
                unit.surveys, applied.book, criterion, on=on, **unit.beside, **asked
            )
            condition = found.judgement.condition
            if entry.unit in RECORDS and condition is not None:
                bound = bound & condition.outcome
        yield unit, bound, found if bound is not Outcome.UNMET else None


_HEADS = (
    "persons", "persons_met", "persons_unmet", "persons_unknown", "persons_unplaced",
    "size_unknown",
)  # fmt: skip


def _measures(unit: Unit, bound: Outcome, found: Verdict | None, seen: str) -> dict[str, int]:
    inside = unit.within & bound
    surely = inside is Outcome.MET
    outcome = None if found is None else found.outcome
    ones = {
        "units": surely,
        "met": surely and outcome is Outcome.MET,
        "unmet": surely and outcome is Outcome.UNMET,
        "unknown": surely and outcome is Outcome.UNKNOWN,
        "unplaced": inside is Outcome.UNKNOWN,
    }
    heads = {
        "persons" if name == "units" else f"persons_{name}": one * (unit.size or 0)
        for name, one in ones.items()
    }
    return {
        **{name: int(one) for name, one in ones.items()},
        **heads,
        "no_rule": int(unit.within is not Outcome.UNMET and bound is Outcome.UNMET),
        "no_survey": int(surely and seen == "no_survey"),
        "stale": int(surely and seen == "stale"),
        "size_unknown": int(inside is not Outcome.UNMET and unit.size is None),
    }


def _later(unit: Unit, on: dt.date) -> bool:
    """Whether what is dated later was set aside."""
    household = unit.beside.get("household")
    if household is not None and household.size is not None and household.size < 1:
        return False
    return any(survey.on is not None and survey.on > on for survey in unit.surveys)


def _seen(unit: Unit, found: Verdict | None, on: dt.date) -> str:
    """Whether there is evidence: "seen", "stale" or "no_survey"."""
    if found is not None and found.seen is not None:
        return "seen"
    household = unit.beside.get("household")
    if household is not None and household.size is not None and household.size < 1:
        return "no_survey"
    dated = any(survey.on is not None and survey.on <= on for survey in unit.surveys)
    return "stale" if dated else "no_survey"


def _households(
    tables: Drawn, on: dt.date, population: str | None, usual: str | None
) -> list[Unit]:
    told: dict[str, list[Survey]] = {}
    for survey in tables.get("surveys", ()):
        told.setdefault(survey.household, []).append(survey)
    persons = one_each(tables.get("persons", ()))
    if "households" not in tables:
        return [Unit(who, None, Outcome.MET, seen, {}) for who, seen in told.items()]
    status = any(h.events or h.registration is not None for h in tables["households"])
    name = population or usual or "in_need"
    units = []
    for household in one_each(tables["households"]):
        within = household.within(name, on)
        if name in ("in_need", "registered", "all") and not status:
            within = Outcome.MET
        beside = {
            "household": household,
            "persons": persons,
            "income": _income(tables, household, on),
            "schemes": _schemes(tables, household),
        }
        units.append(
            Unit(
                household.id, household.division, within,
                told.get(household.id) or [Survey(household=household.id)], beside,
                household.persons(on), {"cause": household.cause},
            )
        )  # fmt: skip
    return units


def _schemes(tables: Drawn, household: Household) -> list[Any] | None:
    if "schemes" not in tables:
        return None
    return [scheme for scheme in tables["schemes"] if scheme.household == household.id]


def _income(tables: Drawn, household: Household, on: dt.date) -> Any:
    """The income of the last period that is over; one without a last day may be it too."""
    own = [i for i in tables.get("incomes", ()) if i.household == household.id]
    last = max((i.until for i in own if i.until is not None and i.until <= on), default=None)
    if last is None:
        return None
    told = [income for income in own if income.until in (last, None)]
    differ = {p: None for p in ("until", *_PARTS) if len({getattr(i, p) for i in told}) > 1}
    return attrs.evolve(told[0], **differ)


def _villages(tables: Drawn, on: dt.date, population: str | None, usual: str | None) -> list[Unit]:
    told = _by_place(tables.get("village_surveys", ()))
    if "villages" not in tables:
        return [Unit(code, code, Outcome.MET, seen, {}) for code, seen in told.items()]
    poor: dict[str, set[bool | None]] = {}
    for village in tables["villages"]:
        poor.setdefault(_code(village.division), set()).add(village.poor)
    all_of_them = (population or usual) == "all" or (
        (population or usual) is None and not _given(tables, "villages", "poor")
    )
    units = []
    for code, said in poor.items():
        within = Outcome.MET if all_of_them else Outcome.of(said.pop() if len(said) == 1 else None)
        seen = told.get(code) or [VillageSurvey(division=code)]
        units.append(Unit(code, code, within, seen, {}))
    return units


def _counties(tables: Drawn, on: dt.date, population: str | None, usual: str | None) -> list[Unit]:
    told: dict[str, list[CountySurvey]] = _by_place(tables.get("county_surveys", ()))
    return [Unit(code, code, Outcome.MET, seen, {}) for code, seen in told.items()]


def _records(kind: str) -> Any:
    """Records dated by the day, those of them that a flag tells."""

    def units(tables: Drawn, on: dt.date, population: str | None, usual: str | None) -> list[Unit]:
        given = tables.get(f"{kind}s", ())
        told: dict[str, list[Any]] = {}
        for record in given:
            told.setdefault(record.id, []).append(record)
        name = population or usual or "all"
        return [
            Unit(
                record.id, record.division,
                Outcome.of(None if record.on is None else record.on <= on)
                & (Outcome.MET if name == "all" else Outcome.of(getattr(record, name))),
                told[record.id], {}, about={"household": record.household},
            )
            for record in one_each(given)
        ]  # fmt: skip

    return units


_UNITS = {
    "household": _households, "village": _villages, "county": _counties,
    "treatment": _records("treatment"), "contribution": _records("contribution"),
    "loan": _records("loan"),
}  # fmt: skip


def _by_place(surveys: Sequence[Any]) -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {}
    for survey in surveys:
        told.setdefault(_code(survey.division), []).append(survey)
    return told


def _code(division: str) -> str:
    return division.ljust(12, "0")


def _given(tables: Drawn, table: str, column: str) -> bool:
    return any(getattr(record, column) is not None for record in tables.get(table, ()))
