"""Tables of places and who lives there (村与人口)."""

from __future__ import annotations

from fupin.frames.tables.columns import JUDGED, Column, TableSpec, seen
from fupin.model import RuralPopulation

PLACES: tuple[TableSpec, ...] = (
    TableSpec(
        "populations",
        "农业户籍人口",
        "the rural registered population of a place, what incidence is a share of",
        ("division", "year"),
        seen(
            RuralPopulation,
            Column("division", "code", "code of the village or larger place", ("exits",)),
            ("exits",),
        ),
    ),
    TableSpec(
        "unregistered",
        "未建档农户",
        "a rural household that is not in the register and was surveyed",
        ("id",),
        (
            Column("id", "id", "id of the household", ("check",)),
            Column("division", "code", "the village it lives in", used_by=("exits",)),
            Column("size", "count", "members, persons", used_by=("exits",)),
        ),
    ),
    TableSpec(
        "villages",
        "村",
        "a village",
        ("division",),
        (
            Column("division", "code", "code of the village", ("check",), (*JUDGED, "places")),
            Column(
                "poor",
                "flag",
                "whether it is a poor village (贫困村)",
                used_by=(*JUDGED, "places"),
            ),
            Column("tags", "text", "names of areas it belongs to, separated by ;"),
        ),
    ),
)
