"""Changes of links and postings, by looking at one pair after the other, day by day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fupin.model import Kind, Link, holdings
from fupin.model.vocabulary import POSTINGS
from tests.oracles import Sums, in_order, one_each, summed

Drawn = Mapping[str, Sequence[Any]]
CHANGES = ("begun", "taken-over", "ended", "handed-over", "helper-gone")
DAY = dt.timedelta(1)
UNREAD, UNREAD_POST = "?", "??"
OTHERS = {"begun": "ended", "ended": "begun"}
PASSED = {"begun": "taken-over", "ended": "handed-over"}
TABLES = {"member-deputy": "helpers", "deputy-voter": "voters"}


def changes(
    tables: Drawn, *, since: dt.date, until: dt.date, kinds: Sequence[str], by: Sequence[str] = ()
) -> tuple[Sums, list[Any]]:
    """Sums by key, and every change."""
    ties = _ties(tables, kinds)
    days = [since + DAY * n for n in range((until - since).days)]
    found = [*_dated(ties, days), *_undated(ties, since, until)]
    found += _gone(tables, ties, days[-1])
    rows, listed = [], []
    for tie, change, on, other, sure, cells in found:
        kind = None if tie.kind in (UNREAD, UNREAD_POST) else tie.kind
        told = {f"{c} {m}": 0 for c in CHANGES for m in ("changes", "changes_possible")} | cells
        rows.append(({"rule": kind, "division": _place(tables, tie)}, told))
        listed.append((kind, tie.party, tie.helper, other, change, on, sure))
    if not by and not rows:
        return {}, []
    return {
        (*place, kind, change): {m: total[f"{change} {m}"] for m in ("changes", "changes_possible")}
        for (kind, *place), total in summed(rows, by).items()
        for change in CHANGES
    }, in_order(listed)


def _ties(tables: Drawn, kinds: Sequence[str]) -> list[Link]:
    """Links and postings that may be of the kinds, as links; of an unreadable kind, "?"."""
    known = {*kinds, *(kind.value for kind in Kind)}
    links = tables["links"] if set(kinds) - POSTINGS else ()
    postings = tables["postings"] if set(kinds) & POSTINGS else ()
    return [
        *(
            _tie(row.kind if row.kind in kinds else UNREAD, row.helper, row.party, row)
            for row in links
            if row.kind in kinds or row.kind not in known
        ),
        *(
            _tie(row.post if row.post in kinds else UNREAD_POST, row.person, row.division, row)
            for row in postings
            if row.post in kinds or row.post not in POSTINGS
        ),
    ]


def _tie(kind: str, helper: str | None, party: str | None, row: Any) -> Link:
    return Link(
        kind=kind, helper=helper, party=party, role=getattr(row, "role", None),
        since=row.since, until=row.until,
    )  # fmt: skip


def _dated(ties: list[Link], days: list[dt.date]) -> list[Any]:
    """Pairs that began or ended on a day, surely or possibly."""
    steps: dict[tuple[str, str, dt.date, str], dict[str, tuple[bool, bool]]] = {}
    for kind in {tie.kind for tie in ties}:
        assert kind is not None
        for day in days:
            was, here = (holdings(ties, [kind], on) for on in (day - DAY, day))
            for tie in ties:
                if tie.kind != kind or None in (tie.helper, tie.party) or tie.period.faulty:
                    continue
                edges = {"begun": tie.since == day, "ended": tie.until == day}
                pair = tie.helper, tie.party
                unread = kind in (UNREAD, UNREAD_POST)
                at, before = here.get(pair), was.get(pair)
                at_ = (at is not None and at.low > 0 and not unread, at is not None)
                was_ = (before is not None and before.low > 0 and not unread, before is not None)
                for name, (one, other) in {"begun": (at_, was_), "ended": (was_, at_)}.items():
                    told = one[0] and not other[1], one[1] and not other[0]
                    if told[1] and edges[name]:
                        steps.setdefault((kind, str(tie.party), day, name), {})[str(tie.helper)] = (
                            told
                        )
    found = []
    for (kind, party, day, name), pairs in steps.items():
        others = steps.get((kind, party, day, OTHERS[name]), {})
        own = [tie for tie in ties if tie.kind == kind and tie.party == party]
        loose = {tie.helper for tie in own if _loose(tie, days[0], days[-1] + DAY)[OTHERS[name]]}
        for helper, (sure, _) in pairs.items():
            gave = sorted(h for h, (surely, _) in others.items() if surely)
            may = any(h != helper for h in (*loose, *others))
            passed, plain = PASSED[name], name
            cells = {
                f"{plain} changes": int(sure and not gave and not may),
                f"{plain} changes_possible": int(not gave),
                f"{passed} changes": int(sure and bool(gave)),
                f"{passed} changes_possible": int(bool(gave) or may),
            }
            certain = bool(cells[f"{plain} changes"] or cells[f"{passed} changes"])
            tie = Link(kind=kind, helper=helper, party=party)
            word = passed if gave else plain
            found.append((tie, word, day, gave[0] if gave else None, certain, cells))
    return found


def _loose(tie: Link, since: dt.date, until: dt.date) -> dict[str, bool]:
    """Whether a row may begin, and end, in a window, on no day that is known or with nobody."""
    faulty, lacks = tie.period.faulty, None in (tie.helper, tie.party)
    begins = tie.since is not None and since <= tie.since < until
    ends = tie.until is not None and since <= tie.until < until
    earlier = tie.since is None and (tie.until is None or tie.until > since)
    return {"begun": faulty or earlier or (lacks and begins), "ended": faulty or (lacks and ends)}


def _undated(ties: list[Link], since: dt.date, until: dt.date) -> list[Any]:
    """Rows of which nobody knows the day, or an end; what is said twice, once."""
    once: Counter[Any] = Counter()
    for tie in ties:
        key = tie.kind, tie.helper, tie.party, tie.since, tie.until
        once[key] = once[key] + 1 if None in (tie.helper, tie.party) else 1
    days = [since + DAY * n for n in range((until - since).days)]
    words = {word: name for name, passed in PASSED.items() for word in (name, passed)}
    dated = [(t.kind, t.party, words[word], t.helper) for t, word, *_ in _dated(ties, days)]
    found = []
    for key, times in once.items():
        kind, helper, party, *ends = key
        tie = Link(kind=kind, helper=helper, party=party, since=ends[0], until=ends[1])
        for name, may in _loose(tie, since, until).items():
            if not may:
                continue
            own = [k for k in once if (k[0], k[2]) == (kind, party) and k != key]
            rows = [Link(kind=kind, helper=k[1], party=party, since=k[3], until=k[4]) for k in own]
            others = any(
                step[:3] == (kind, party, OTHERS[name]) and step[3] != helper for step in dated
            ) or any(
                _loose(row, since, until)[OTHERS[name]] and (row.helper != helper or helper is None)
                for row in rows
            )
            cells = {
                f"{name} changes_possible": times,
                f"{PASSED[name]} changes_possible": times * others,
            }
            found.append((tie, name, None, None, False, cells))
    return found


def _gone(tables: Drawn, ties: list[Link], last: dt.date) -> list[Any]:
    """Links in force on the last day whose helper is in office no more."""
    found = []
    helpers = {helper.id: helper for helper in one_each(tables["helpers"])}
    for kind in {tie.kind for tie in ties if tie.kind not in {*POSTINGS, UNREAD_POST}}:
        assert kind is not None
        own = [tie for tie in ties if tie.kind == kind]
        for (helper, party), held in holdings(own, [kind], last).items():
            period = helpers[helper].period if helper in helpers else None
            if period is None:
                continue
            ended = period.until is not None and period.until <= last
            may = ended or period.faulty
            sure = ended and not period.faulty and held.low > 0 and kind != UNREAD
            for _ in range((held.high or 0) if may else 0):
                cells = {"helper-gone changes": int(sure), "helper-gone changes_possible": 1}
                tie = Link(kind=kind, helper=helper, party=party)
                found.append((tie, "helper-gone", period.until, None, sure, cells))
    return found


def _place(tables: Drawn, tie: Link) -> str | None:
    """Where the party is: its own place, or that of the one unit of its id."""
    if tie.kind in {"office-village", UNREAD_POST, *POSTINGS}:
        return tie.party
    units = one_each(tables[TABLES.get(str(tie.kind), "households")])
    return next((u.division for u in units if u.id == tie.party and tie.kind != UNREAD), None)
