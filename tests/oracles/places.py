"""Which places keep what is asked of them, by looking at one place after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from fupin.coverage import Condition, Inspected, Posted
from fupin.divisions import Level, read
from fupin.model import Inspection, Plan, Posting
from fupin.model.vocabulary import LEVELS, POSTINGS
from fupin.outcomes import Outcome
from tests.oracles import Sums, one_each, summed

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
Drawn = Mapping[str, Sequence[Any]]
Told = Iterable[tuple[Any, Outcome]]


def places(
    tables: Drawn,
    what: Sequence[Condition],
    *,
    on: dt.date,
    of: Any = "poor-village",
    by: Sequence[str] = (),
) -> tuple[Sums, list[tuple[str, str, str]]]:
    """Sums by condition and key, and who is left out with the outcome."""
    rows, left_out = [], []
    for asked in what:
        for code, member in _listed(tables, of).items():
            kept = _kept(tables, asked, code, on)
            counts = {
                "places": member is MET,
                "met": member is MET and kept is MET,
                "unmet": member is MET and kept is UNMET,
                "unknown": member is MET and kept is UNKNOWN,
                "unplaced": member is UNKNOWN,
            }
            about = {"rule": str(asked), "division": code}
            rows.append((about, {name: int(flag) for name, flag in counts.items()}))
            if member is not UNMET and kept is not MET:
                certain = member is MET and kept is UNMET
                left_out.append((str(asked), code, "unmet" if certain else "unknown"))
    return summed(rows, by), sorted(left_out)


def _listed(tables: Drawn, of: Any) -> dict[str, Outcome]:
    """The places of a list, and whether they are on it."""
    if not isinstance(of, str):
        return dict.fromkeys(of, MET)
    found: dict[str, set[Any]] = {}
    level = Level(of) if of in ("township", "county") else None
    for village in tables["villages"]:
        place = read(village.division)
        if level is None:
            code = place.code if place else f"{village.division}{'0' * 12}"[:12]
            found.setdefault(code, set()).add(village.poor)
        elif place is not None and place.level.rank >= level.rank:
            found[place.code[: level.digits].ljust(12, "0")] = {True}
    poor = {code: said.pop() if len(said) == 1 else None for code, said in found.items()}
    everyone = of != "poor-village"
    return {code: Outcome.of(True if everyone else flag) for code, flag in poor.items()}


def _kept(tables: Drawn, asked: Condition, code: str, on: dt.date) -> Outcome:
    told: Told
    if isinstance(asked, Inspected):
        told = _inspected(tables["inspections"], asked, code, on)
    elif isinstance(asked, Posted):
        told = _posted(tables["postings"], asked, code, on)
    else:
        told = _planned(tables["plans"], code, on)
    sure, loose = set(), set()
    unnamed = 0
    for thing, outcome in told:
        if thing is None:
            unnamed += outcome is not UNMET
        elif outcome is not UNMET:
            loose.add(thing)
            sure |= {thing} if outcome is MET else set()
    return Outcome.bounds(len(sure) >= asked.least, len(loose) + unnamed >= asked.least)


def _there(rows: Iterable[Any], code: str) -> list[Any]:
    return [row for row in rows if (place := read(row.division)) is not None and place.code == code]


def _agreed(rows: Sequence[Any], key: Sequence[str], said: Sequence[str]) -> list[bool]:
    """Of each row, whether no other of its key says otherwise."""

    def of(row: Any, names: Sequence[str]) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in names)

    told: dict[Any, set[Any]] = {}
    for row in rows:
        told.setdefault(of(row, key), set()).add(of(row, said))
    return [len(told[of(row, key)]) == 1 for row in rows]


def _inspected(rows: Iterable[Inspection], asked: Inspected, code: str, on: dt.date) -> Told:
    rows = list(rows)
    if all(row.assisting is None for row in rows):  # told of none, so none does
        rows = [attrs.evolve(row, assisting=False) for row in rows]
    here = [row for row in _there(rows, code) if _asked(asked, row, on) is not UNMET]
    said = ("levels", "assisting", *(("findings",) if asked.found else ()))
    firm = _agreed(here, ("round", "lead", "on"), said)
    for row, agreed in zip(here, firm, strict=True):
        yield _number(row), _asked(asked, row, on) & Outcome.of(True if agreed else None)


def _number(row: Inspection) -> int | None:
    return row.round if row.round is not None and row.round >= 1 else None


def _asked(asked: Inspected, row: Inspection, on: dt.date) -> Outcome:
    number = _number(row)
    outcome = Outcome.of(None if row.on is None else row.on <= on)
    if asked.rounds:
        outcome &= Outcome.of(None if number is None else number in asked.rounds)
    if asked.level is not None:
        readable = bool(row.levels) and set(row.levels) <= LEVELS
        named = asked.level in row.levels
        outcome &= Outcome.of(named if readable else None)
    if asked.found is not None:
        outcome &= Outcome.of(asked.found in row.findings if row.findings else None)
    assisting = None if row.assisting is None else row.assisting is asked.assisting
    return outcome & Outcome.of(assisting) & Outcome.of(True if number is not None else None)


def _posted(rows: Iterable[Posting], asked: Posted, code: str, on: dt.date) -> Told:
    def held(row: Posting) -> Outcome:
        word = row.post if row.post in POSTINGS else None
        named = Outcome.of(None if word is None else word in asked.posts)
        return named & row.holds(on) & Outcome.of(True if row.person is not None else None)

    here = [row for row in _there(rows, code) if held(row) is not UNMET]
    for row, agreed in zip(
        here, _agreed(here, ("post", "person", "since"), ("until",)), strict=True
    ):
        word = row.post if row.post in POSTINGS else None
        yield word, held(row) & Outcome.of(True if agreed else None)


def _planned(rows: Sequence[Plan], code: str, on: dt.date) -> Told:
    several: dict[tuple[str, int], set[Any]] = {}
    for row in rows:
        if row.version is not None:
            several.setdefault((row.id, row.version), set()).add(row.division)
    here = [row for row in _there(rows, code) if row.holds(on) is not UNMET]
    firm = _agreed(here, ("id", "version"), ("since", "until"))
    for row, agreed in zip(here, firm, strict=True):
        one = row.version is None or len(several[row.id, row.version]) == 1
        yield row.id, row.holds(on) & Outcome.of(True if agreed and one else None)


def agenda(
    tables: Drawn, *, on: dt.date, by: Sequence[str] = (), year: int | None = None
) -> tuple[Sums, list[tuple[str, str]]]:
    """Sums by key, and the items not surely carried out."""
    rows: list[tuple[dict[str, Any], dict[str, int]]] = []
    left_out: list[tuple[str, str]] = []
    for item in one_each(tables["agenda"]):
        asked = (
            MET if year is None else Outcome.of(None if item.year is None else item.year == year)
        )
        done = Outcome.of(None if item.on is None else item.on <= on)
        if asked is UNMET:
            continue
        counts = {
            "items": asked is MET,
            "done": asked is MET and done is MET,
            "to_come": asked is MET and done is UNMET,
            "unknown": asked is MET and done is UNKNOWN,
            "unplaced": asked is UNKNOWN,
        }
        about = {"division": item.division, "form": item.form, "year": item.year}
        rows.append((about, {name: int(flag) for name, flag in counts.items()}))
        if done is not MET:
            certain = asked is MET and done is UNMET
            left_out.append((item.id, "unmet" if certain else "unknown"))
    if not by and not rows:
        rows = [({}, dict.fromkeys(("items", "done", "to_come", "unknown", "unplaced"), 0))]
    return summed(rows, by), sorted(left_out)
