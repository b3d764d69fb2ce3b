"""What persons did in a year, by looking at one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fupin.coverage.work.helper_year import COUNTED
from fupin.dates import Period, add_days
from fupin.model import Link
from fupin.model.links import KINDS
from fupin.model.vocabulary import MATTERS
from fupin.outcomes import Outcome
from tests.oracles import one_each
from tests.oracles.deliveries import done

Drawn = Mapping[str, Sequence[Any]]
Told = Iterable[tuple[Any, Outcome]]
MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN


def helper_year(
    tables: Drawn, *, on: dt.date, window: Period
) -> dict[tuple[str | None, str | None], dict[str, int]]:
    """What each person, and each post of nobody known, did in the window as of the day."""
    assert window.since is not None
    seen = Period(window.since, min(window.until or add_days(on, 1), add_days(on, 1)))
    owned: dict[tuple[str | None, str | None], set[str]] = {}
    for post in one_each(tables["helpers"]):
        person = getattr(post, "person", None)
        key: tuple[str | None, str | None] = (person, None) if person else (None, post.id)
        owned.setdefault(key, set()).add(post.id)
    rows: dict[tuple[str | None, str | None], dict[str, int]] = {}
    for key, ids in owned.items():
        counts: dict[str, int] = {"posts": len(ids)}
        of = (_links, _meetings, _acts, _suggestions)
        for name, told in zip(COUNTED, of, strict=True):
            sure, loose = _distinct(told(tables, ids, seen, on))
            counts |= {name: sure, f"{name}_possible": loose}
        rows[key] = counts
    return rows


def _distinct(told: Told) -> tuple[int, int]:
    """Distinct things that surely and possibly count; what is not named may be another each."""
    sure, loose, unnamed = set(), set(), 0
    for thing, outcome in told:
        if thing is None:
            unnamed += outcome is not UNMET
        elif outcome is not UNMET:
            loose.add(thing)
            sure |= {thing} if outcome is MET else set()
    return len(sure), len(loose) + unnamed


def _inside(day: dt.date | None, seen: Period) -> Outcome:
    return UNKNOWN if day is None else seen.holds(day)


def _links(tables: Drawn, ids: set[str], seen: Period, on: dt.date) -> Told:
    rows: list[Link] = [
        link for link in tables["links"]
        if link.since is None or link.since <= on or link.period.faulty
    ]  # fmt: skip
    told: dict[Any, list[Link]] = {}
    for link in rows:
        told.setdefault((link.kind, link.helper, link.party, link.since), []).append(link)
    for link in rows:
        if link.helper not in ids:
            continue
        same = told[link.kind, link.helper, link.party, link.since]
        agreed = len({(row.until, row.role) for row in same}) == 1
        begun = Outcome.of(None if link.since is None else link.since <= on)
        named = Outcome.of(True if link.kind in KINDS else None)
        there = begun & link.period.overlaps(seen) & named & Outcome.of(True if agreed else None)
        yield link.party, there


def _meetings(tables: Drawn, ids: set[str], seen: Period, on: dt.date) -> Told:
    for row in tables["meetings"]:
        if row.helper in ids:
            whole = row.party is not None and row.on is not None
            yield (row.party, row.on) if whole else None, _inside(row.on, seen)


def _acts(tables: Drawn, ids: set[str], seen: Period, on: dt.date) -> Told:
    gave: dict[str, set[str]] = {}
    for row in tables["acts"]:
        gave.setdefault(row.id, set()).update(row.givers)
    for each in done(tables["acts"]):
        if gave[each.act.id] & ids:
            times, may, _ = each.times(seen)
            yield each.act.id, Outcome.bounds(sure=times > 0, possible=times > 0 or may > 0)


def _suggestions(tables: Drawn, ids: set[str], seen: Period, on: dt.date) -> Told:
    for one in one_each(tables["matters"]):
        if one.issuer in ids:
            word = None if one.kind not in MATTERS else one.kind == "suggestion"
            yield one.id, Outcome.of(word) & _inside(one.raised, seen)
