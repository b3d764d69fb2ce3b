"""What persons hold over all their posts, by looking at one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from fupin.model import holdings
from tests.oracles import Sums, in_order, one_each, summed

MEASURES = (
    "persons", "posts", "within", "over", "unknown", "unplaced", "held", "held_possible",
)  # fmt: skip
Drawn = Mapping[str, Sequence[Any]]


def loads(
    tables: Drawn, *, on: dt.date, kinds: Sequence[str], most: int, by: Sequence[str] = ()
) -> tuple[Sums, list[Any]]:
    """Sums by key, and who surely or possibly holds more."""
    held = holdings(tables["links"], kinds, on)
    owners: dict[tuple[bool, str], list[Any]] = {}
    for post in one_each(tables["helpers"]):
        person = getattr(post, "person", None)
        owners.setdefault((person is not None, person or post.id), []).append(post)
    rows, left_out = [], []
    for (named, who), posts in owners.items():
        ids = {post.id for post in posts}
        parties = {party for helper, party in held if helper in ids} - {None}
        low = sum(any(held[i, p].low for i in ids if (i, p) in held) for p in parties)
        nobody = sum(held[i, None].high or 0 for i in ids if (i, None) in held)
        high = len(parties) + nobody
        places = {post.division for post in posts}
        place = places.pop() if len(places) == 1 else None
        over, within = low > most, named and high <= most
        counted = named or over
        cells = {
            "persons": counted, "posts": len(posts), "within": within, "over": over,
            "unknown": counted and not over and not within, "unplaced": not counted,
            "held": low, "held_possible": high,
        }  # fmt: skip
        rows.append(({"division": place}, {name: int(cell) for name, cell in cells.items()}))
        if not within:
            word = "unmet" if over else "unknown"
            left_out.append((who if named else None, None if named else who, low, high, word))
    if not by and not rows:
        nothing: dict[str, int] = dict.fromkeys(MEASURES, 0)
        rows = [({"division": None}, nothing)]
    return summed(rows, by), in_order(left_out)
