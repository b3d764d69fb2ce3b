"""Tables of acts of help and who gave them (帮扶举措)."""

from __future__ import annotations

from fupin.frames.tables.columns import Calculator, Column, TableSpec

_SUMMED: tuple[Calculator, ...] = ("deliveries", "plans")

ACTS: tuple[TableSpec, ...] = (
    TableSpec(
        "acts",
        "帮扶举措",
        "an act of help, done once or in a rhythm; it counts once, however many gave it",
        ("id",),
        (
            Column("id", "id", "id of the act", _SUMMED),
            Column(
                "kind",
                "text",
                "kind of help, such as industry, planting, training, infrastructure or donation",
                used_by=_SUMMED,
            ),
            Column(
                "item",
                "text",
                "what it was, in a word of one's own, such as road or walnut",
                used_by=_SUMMED,
            ),
            Column("division", "code", "the place it was given at", used_by=_SUMMED),
            Column(
                "household",
                "id",
                "id of the household that received it, where it was one alone",
                used_by=_SUMMED,
            ),
            Column(
                "on",
                "day",
                "the day it was done; empty: not known, or not one day",
                used_by=_SUMMED,
            ),
            Column(
                "every",
                "text",
                "month, quarter or year, of an act done again and again, on the day of the month "
                "that it began on, or the month's last; empty: done once",
                used_by=_SUMMED,
            ),
            Column(
                "since",
                "day",
                "first day of the rhythm; of an act done once, the first day it may have been",
                used_by=_SUMMED,
            ),
            Column(
                "until",
                "day",
                "first day no longer in the rhythm, empty: still going on; of an act done once, "
                "the first day it can no longer have been",
                used_by=_SUMMED,
            ),
            Column("quantity", "amount", "how much of the item, each time", used_by=_SUMMED),
            Column(
                "unit",
                "text",
                "unit of that: mu, hectare, m2, m, km, m3, kg, jin, tonne, head, plant, item, "
                "session, workday, household, person, person-time or yuan",
                used_by=_SUMMED,
            ),
            Column("money", "yuan", "yuan given, each time", used_by=_SUMMED),
            Column(
                "households",
                "count",
                "households reached, each time; empty: not known, or the one named",
                used_by=_SUMMED,
            ),
            Column("persons", "count", "persons reached (人), each time", used_by=_SUMMED),
            Column(
                "person_times",
                "count",
                "attendances (人次), each time: who came twice counts twice",
                used_by=_SUMMED,
            ),
            Column(
                "at_least",
                "text",
                "names of the columns above that are only lower bounds, separated by ;",
                used_by=_SUMMED,
            ),
        ),
    ),
    TableSpec(
        "givers",
        "帮扶主体",
        "one of those who gave an act together",
        ("act", "giver"),
        (
            Column("act", "id", "id of the act", ("check",), ("deliveries",)),
            Column(
                "giver", "id", "id of the helper, or of anybody else", ("check",), ("deliveries",)
            ),
        ),
    ),
)
