"""What became of matters, by looking at one matter after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fupin import matter
from fupin.findings import MatterFinding, Standing
from fupin.model import Matter
from fupin.outcomes import Outcome
from fupin.policy import Rulebook
from tests.oracles import Sums, in_order, one_each, summed

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
Drawn = Mapping[str, Sequence[Any]]


def matters(
    tables: Drawn,
    books: Iterable[Rulebook],
    *,
    on: dt.date,
    by: Sequence[str] = (),
    assume: Mapping[str, bool] | None = None,
) -> tuple[Sums, list[tuple[Any, ...]]]:
    """Sums by kind and key, and who is left out with its status."""
    books = tuple(books)
    rows, left_out = [], []
    for one in one_each(tables["matters"]):
        found = matter.check(one, books, on=on, handlings=tables["handlings"], assume=assume)
        if found.standing is Standing.NO_DUTY:
            continue
        rows.append((_about(one), _measures(found, on)))
        if found.standing is Standing.UNPLACED or found.status in ("late", "overdue", "unknown"):
            status = "unknown" if found.standing is Standing.UNPLACED else found.status
            left_out.append((one.id, one.kind, found.due, found.due_latest, status))
    return summed(rows, by), in_order(left_out)


def _about(one: Matter) -> dict[str, Any]:
    names = ("division", "issuer", "addressee", "field")
    year = one.raised and one.raised.year
    return {n: getattr(one, n) for n in names} | {"rule": one.kind, "year": year}


def _measures(found: MatterFinding, on: dt.date) -> dict[str, int]:
    raised = found.raised is not None
    judged = found.standing is Standing.JUDGED
    assigned = Outcome.of(None if found.assigned is None else found.assigned <= on)
    states = {
        "assigned": assigned, "answered": found.answered, "closed": found.closed,
        "reopened": found.reopened,
    }  # fmt: skip
    ended = found.closed if raised else found.closed & UNKNOWN
    counts = {
        "raised": raised,
        "raised_unknown": not raised,
        "judged": judged,
        **{name.replace("-", "_"): judged and found.status == name
           for name in ("in-time", "late", "overdue", "unknown")},
        "not_yet_due": found.standing is Standing.NOT_YET_DUE,
        "no_term": raised and found.standing is Standing.NO_NUMBER,
        "unplaced": found.standing is Standing.UNPLACED,
        **{name: raised and state is MET for name, state in states.items()},
        **{f"{name}_unknown": raised and state is UNKNOWN for name, state in states.items()},
        "replied_by_others": raised and bool(found.others),
        "followed_up": ended is MET and found.followed_up is MET,
        "followed_up_unknown": ended is MET and found.followed_up is UNKNOWN,
        "followed_up_unplaced": ended is UNKNOWN,
    }  # fmt: skip
    return {name: int(flag) for name, flag in counts.items()}
