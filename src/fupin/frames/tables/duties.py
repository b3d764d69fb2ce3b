"""Tables of duties done: meetings, reports, sessions (履职)."""

from __future__ import annotations

from fupin.frames.tables.columns import Column, TableSpec

DUTIES: tuple[TableSpec, ...] = (
    TableSpec(
        "meetings",
        "走访、会见",
        "a day on which a helper met the other end of a link",
        ("kind", "helper", "party", "on"),
        (
            Column("kind", "text", "kind of the link that was met", ("duties",)),
            Column("helper", "id", "id of the helper", ("duties",)),
            Column("party", "id", "id of the other end", ("duties",)),
            Column("on", "day", "the day; empty: some day, not known which", ("duties",)),
        ),
    ),
    TableSpec(
        "reports",
        "书面报告",
        "a report handed in by a helper",
        ("helper", "year", "duty"),
        (
            Column("helper", "id", "id of the helper", ("duties",)),
            Column("year", "count", "calendar year it reports on", ("duties",)),
            Column("on", "day", "the day it was handed in", ("duties",)),
            Column("duty", "text", "id of the duty; empty: every report duty", used_by=("duties",)),
        ),
    ),
    TableSpec(
        "sessions",
        "会议",
        "a session of a committee on a duty",
        ("duty", "year", "division", "on"),
        (
            Column("duty", "text", "id of the duty", ("duties",)),
            Column("year", "count", "calendar year it counts for", ("duties",)),
            Column("division", "code", "division of the committee", ("duties",)),
            Column("on", "day", "the day of the session", ("duties",)),
        ),
    ),
)
