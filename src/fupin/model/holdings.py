"""Who holds whom on a day: links with duplicates, conflicts and unknowns folded into pairs.

This is the one reading of a heap of links that everything shares. Rows that say the same collapse;
rows of one key (kind, helper, party, since) that contradict each other in `until` or `role` leave
the link unknown; a link of an unreadable kind may be of any kind.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from fupin.amounts import Bounds
from fupin.model.links import Kind, Link
from fupin.outcomes import Outcome

Pair = tuple[str | None, str | None]


def holdings(links: Iterable[Link], kinds: Collection[str], on: dt.date) -> dict[Pair, Bounds]:
    """Each pair of helper and party that is possibly linked on a day (联系关系).

    Example:
        >>> import datetime as dt
        >>> link = Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01")
        >>> holdings([link, link], ["deputy-household"], dt.date(2016, 9, 9))
        {('D-1', 'H-1'): Bounds(low=1, high=1)}

    Args:
        links: links of any kind, in any order.
        kinds: the kinds that count.
        on: the day asked about.

    Returns:
        For each pair 0 to 1, or 1; where an end is not known, the number of links that may each
        lead to somebody else.
    """
    known = {*kinds, *(kind.value for kind in Kind)}
    keys: dict[tuple[object, ...], list[Link]] = defaultdict(list)
    for link in links:
        if link.kind in kinds or link.kind not in known:
            keys[link.kind, link.helper, link.party, link.since].append(link)
    low: dict[Pair, int] = defaultdict(int)
    high: dict[Pair, int] = defaultdict(int)
    for rows in keys.values():
        first = rows[0]
        pair = first.helper, first.party
        stands = [row.holds(on) for row in rows]
        agreed = all((r.until, r.role) == (first.until, first.role) for r in rows)
        whole = None not in pair
        if whole and agreed and first.kind in kinds and stands[0] is Outcome.MET:
            low[pair] = 1
        possible = sum(outcome is not Outcome.UNMET for outcome in stands)
        high[pair] = max(high[pair], min(possible, 1)) if whole else high[pair] + possible
    return {pair: Bounds(low[pair], most) for pair, most in high.items() if most}
