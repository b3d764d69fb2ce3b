"""Who holds whom, in columns: what `fupin.model.holdings` says of a heap of links, for a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, one_of
from fupin.frames.repeats import one_row_a_pair
from fupin.model.links import KINDS


def pairs(
    registry: Registry,
    kinds: Sequence[str],
    asked: Mapping[str, Plane],
    why: str,
    *,
    within: Sequence[str] = ("helper", "party"),
) -> Frame:
    """Each pair of helper and party that is possibly linked by one of some kinds.

    Args:
        registry: needs `links`.
        kinds: kinds of link that count; an unreadable kind may be any of them.
        asked: conditions on a row of `links`, by name, such as whether it holds on the day.
        why: what asks, for messages.
        within: the ends by which repeated links are looked for (see `one_row_a_pair`).

    Returns:
        helper, party and, for each condition, its name (1 where it surely holds) and its name
        with a question mark (1 where it possibly holds). A link that lacks an end has a row of its
        own: it may lead to anybody.
    """
    wanted = one_of("kind", kinds, {*KINDS, *kinds})
    whole = ~nw.col("helper").is_null() & ~nw.col("party").is_null()
    role = ("role",) if registry.has("links", "role") else ()
    columns = ("kind", "helper", "party", "since", "until", *role)
    rows = registry.frame("links", *columns, why=why).filter(wanted.possible)
    laid = rows.with_columns(
        **{name: count(stands.sure & wanted.sure & whole) for name, stands in asked.items()},
        **{f"{name}?": count(stands.possible) for name, stands in asked.items()},
    )
    return one_row_a_pair(
        laid,
        ends=("helper", "party"),
        within=within,
        key=("kind", "since"),
        agree=("until", *role),
        conditions=tuple(asked),
    )
