"""The chain of exits, by looking at one household, village and county after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import attrs

from fupin import criteria
from fupin.dates import first_fresh
from fupin.divisions import Division, Level, read
from fupin.errors import QuestionError
from fupin.model import CountySurvey, Household, Survey, VillageSurvey
from fupin.outcomes import Outcome
from fupin.policy import Books, Rulebook, nearest
from tests.oracles import one_each, placed
from tests.oracles.screening import _income as income_of

Drawn = Mapping[str, Sequence[Any]]
Key = tuple[str, str | None, str]
Span = tuple[int, int | None]  # at least, and at most; None: nobody knows

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
CRITERIA = {"household": "household-exit", "village": "village-exit", "county": "county-exit"}
SURVEYS = {
    "village": ("village_surveys", VillageSurvey),
    "county": ("county_surveys", CountySurvey),
}
COUNTS = (
    "in_need", "exited", "may_exit", "may_not_exit", "exit_unknown", "unplaced",
    "taken_as_exited", "not_taken", "not_found", "size_unknown",
)  # fmt: skip
PERSONS = (
    "poor", "recorded_poor", "wrongly_exited", "omitted", "combined_poor", "exited_persons",
    "unregistered_persons",
)  # fmt: skip
SHARES = {
    "incidence": "poor", "recorded_incidence": "recorded_poor",
    "combined_incidence": "combined_poor",
}  # fmt: skip


@attrs.frozen
class Adds:
    """What one household, or one id of a list, adds to the place where it is.

    Attributes:
        division: where it is.
        counts: which counts of households it is one of.
        persons: which counts of persons its members are of, surely or possibly.
        size: its persons; None: not known.
        most: its persons at most; None: nobody knows.
    """

    division: str | None
    counts: Collection[str] = ()
    persons: Mapping[str, Outcome] = attrs.field(factory=dict)
    size: int | None = 0
    most: int | None = 0

    def span(self, name: str) -> Span:
        """What it adds to a count of persons."""
        who = self.persons.get(name, UNMET)
        return (self.size or 0) if who is MET else 0, 0 if who is UNMET else self.most


@attrs.frozen(kw_only=True)
class Asked:
    """The question."""

    tables: Drawn
    books: Books
    on: dt.date
    criteria: Mapping[str, str | None]
    assume_exited: Collection[str]
    size_at_most: int | None
    yardstick: str | None
    assume: Mapping[str, Any]
    carry: bool

    def given(self, table: str) -> Sequence[Any]:
        """Records of a table."""
        return self.tables.get(table, ())


def exits(
    tables: Drawn,
    policy: Rulebook | Iterable[Rulebook],
    *,
    on: dt.date,
    by: Sequence[str],
    criteria: Mapping[str, str | None] | None = None,
    assume_exited: Iterable[str] = (),
    size_at_most: int | None = None,
    yardstick: str | None = None,
    assume: Mapping[str, Any] | None = None,
    carry: bool = False,
) -> dict[Key, dict[str, Any]]:
    """The rows of the chain, by level, division and where that is placed."""
    asked = Asked(
        tables=tables, books=Books.of(policy).on(on), on=on,
        criteria={**CRITERIA, **(criteria or {})}, assume_exited=set(assume_exited),
        size_at_most=size_at_most, yardstick=yardstick, assume=assume or {}, carry=carry,
    )  # fmt: skip
    lists = [table for table in ("households", "unregistered") if table in tables]
    several = len(asked.books.criteria(asked.criteria["household"] or "")) > 1
    if several and not all(_given(asked, t, "division") for t in lists):
        raise QuestionError("several books, and no divisions that tell which holds")
    added = [*_registered(asked), *_strangers(asked), *_unregistered(asked)]
    rows: dict[Key, dict[str, Any]] = {}
    for level in by:
        found: dict[Key, list[Adds]] = {
            (level, str(place), "here"): [] for place in _told(asked, Level(level))
        }
        for one in added:
            found.setdefault((level, *placed(one.division, level)), []).append(one)
        rows |= {key: _row(asked, key, parts) for key, parts in found.items()}
    return rows


# --- Households ---------------------------------------------------------------------------------


def _by_record(asked: Asked) -> dict[str, tuple[Household, Outcome, Outcome]]:
    """Each household, whether it is in need and whether it has exited."""
    told = any(h.events or h.registration is not None for h in asked.given("households"))
    return {
        h.id: (h, h.within("in_need", asked.on), h.within("exited", asked.on))
        if told
        else (h, MET, UNMET)
        for h in one_each(asked.given("households"))
    }


def _registered(asked: Asked) -> Iterable[Adds]:
    for name, (household, before, exited) in _by_record(asked).items():
        listed = Outcome.of(name in asked.assume_exited)
        unmet = _unmet(asked, household, "households")
        in_need, out = before & ~listed, exited | (before & listed)
        size = household.persons(asked.on)
        counts = {
            "in_need": in_need is MET,
            "exited": out is MET,
            "may_exit": before is MET and unmet is UNMET,
            "may_not_exit": before is MET and unmet is MET,
            "exit_unknown": before is MET and unmet is UNKNOWN,
            "unplaced": UNKNOWN in (in_need, out),
            "taken_as_exited": listed is MET and before is not UNMET,
            "not_taken": listed is MET and before is UNMET,
            "size_unknown": size is None and in_need | out is not UNMET,
        }
        persons = {
            "poor": before & unmet,
            "recorded_poor": in_need,
            "wrongly_exited": out & unmet,
            "combined_poor": in_need | (out & unmet),
            "exited_persons": out,
        }
        counted = {count for count, holds in counts.items() if holds}
        yield Adds(household.division, counted, persons, size, _most(asked, size))


def _strangers(asked: Asked) -> Iterable[Adds]:
    known = {household.id for household in asked.given("households")}
    yield from (Adds(None, {"not_found"}) for name in asked.assume_exited if name not in known)


def _unregistered(asked: Asked) -> Iterable[Adds]:
    register = _by_record(asked)
    for household in one_each(asked.given("unregistered")):
        _, in_need, exited = register.get(household.id, (household, UNMET, UNMET))
        outside = ~(in_need | exited)
        omitted = outside & _unmet(asked, household, "unregistered")
        persons = {"omitted": omitted, "combined_poor": omitted, "unregistered_persons": outside}
        size = household.persons(asked.on)
        yield Adds(household.division, (), persons, size, _most(asked, size))


def _most(asked: Asked, size: int | None) -> int | None:
    return asked.size_at_most if size is None else size


def _unmet(asked: Asked, household: Household, table: str) -> Outcome:
    """Whether a household fails the criteria; where no book surely holds, nobody knows."""
    name = asked.criteria["household"]
    assert name is not None
    group = asked.books.criteria(name)
    placed = _given(asked, table, "division")
    applied, bound = nearest(group, read(household.division)) if placed else (group[0], MET)
    if bound is not MET:
        return UNKNOWN
    seen = [s for s in asked.given("surveys") if s.household == household.id]
    verdict = criteria.assess(
        seen or [Survey(household=household.id)], applied.book, name, on=asked.on,
        household=household, persons=asked.given("persons"),
        income=income_of(asked.tables, household, asked.on), assume=asked.assume,
        carry=asked.carry,
    )  # fmt: skip
    return ~verdict.outcome


# --- Places -------------------------------------------------------------------------------------


def _told(asked: Asked, level: Level) -> set[Division]:
    """The places of a level that any table but those of households tells of."""
    records = [*asked.given("populations")]
    records += asked.given("villages") if level is Level.VILLAGE else []
    records += asked.given(SURVEYS[level][0]) if level in SURVEYS else []
    places = [read(record.division) for record in records]
    return {place for place in places if place is not None and place.at(level) == place}


def _row(asked: Asked, key: Key, parts: Sequence[Adds]) -> dict[str, Any]:
    level, division, where = key
    row: dict[str, Any] = {name: sum(name in one.counts for one in parts) for name in COUNTS}
    for name in PERSONS:
        spans = [one.span(name) for one in parts]
        open_ended = any(high is None for _, high in spans)
        row[name] = sum(low for low, _ in spans)
        row[f"{name}_most"] = None if open_ended else sum(high or 0 for _, high in spans)
    if "unregistered" not in asked.tables:
        lacks = ("omitted", "omitted_most", "unregistered_persons", "unregistered_persons_most")
        row |= dict.fromkeys((*lacks, "combined_poor_most"))
    place = Division.of(division) if division is not None and where == "here" else None
    people = None if place is None else _population(asked, place)
    row["rural_population"] = people
    row["poor_village"] = _poor_village(asked, place) if place and level == "village" else None
    for name, poor in SHARES.items():
        low, high = row[poor], row[f"{poor}_most"]
        sound = people is not None and low <= people
        row[f"{name}_low"] = low / people if people and sound else None
        capped = None if high is None or people is None else min(high, people)
        row[f"{name}_high"] = capped / people if capped is not None and people and sound else None
    for poor, end in (("poor", ""), ("recorded_poor", "_recorded")):
        told = None
        if place is not None:
            told = _verdict(asked, level, place, (row[poor], row[f"{poor}_most"]), people)
        for name, said in zip(("outcome", "failing", "needed"), told or (None,) * 3, strict=True):
            row[f"{name}{end}"] = said
    return row


def _population(asked: Asked, place: Division) -> int | None:
    """The rural population of the very place, of the latest year; what cannot be is not known."""
    told = [p for p in asked.given("populations") if read(p.division) == place]
    dated = [p for p in told if p.year is not None and p.year <= asked.on.year]
    if not dated:
        return None
    latest = max(p.year for p in dated)
    persons = {p.persons for p in told if p.year is None or p.year == latest}
    [one] = persons if len(persons) == 1 else [None]
    return one if one is not None and 1 <= one <= 10**9 else None


def _poor_village(asked: Asked, place: Division | None) -> bool | None:
    if not _given(asked, "villages", "poor"):
        return None
    said = {v.poor for v in asked.given("villages") if read(v.division) == place}
    return said.pop() if len(said) == 1 else None if said else False


def _verdict(
    asked: Asked, level: str, place: Division, poor: Span, people: int | None
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """What the criterion of a place says, given who is poor there and what was seen there."""
    name = asked.criteria.get(level)
    if name is None:
        return None
    applied, bound = nearest(asked.books.criteria(name), place)
    if bound is UNMET:
        return None
    table, survey = SURVEYS[level]
    seen = _counting(
        asked, applied.entry, [s for s in asked.given(table) if read(s.division) == place]
    )
    low, high = poor
    told = [
        attrs.evolve(
            one, on=asked.on, poor_persons=low, rural_population=people,
            poor_persons_most=people if high is None else high,
        )
        for one in seen or [survey(division=place.code)]
    ]  # fmt: skip
    if people is None and high is None:
        told = [attrs.evolve(one, poor_persons=None) for one in told]
    verdict = criteria.assess(
        told, applied.book, name, on=asked.on, yardstick=asked.yardstick, carry=asked.carry
    )
    return verdict.outcome.value, verdict.failing, verdict.needed


def _counting(asked: Asked, criterion: Any, surveys: Sequence[Any]) -> list[Any]:
    """The surveys that count: the latest, and those that may be, unless they are too old."""
    days = [s.on for s in surveys if s.on is not None and s.on <= asked.on]
    fresh = criterion.fresh_for
    if not days or (fresh and max(days) < first_fresh(asked.on, fresh.months)):
        return []
    return [s for s in surveys if s.on in (None, max(days))]


def _given(asked: Asked, table: str, column: str) -> bool:
    return any(getattr(record, column) is not None for record in asked.given(table))
