"""Tables of plans of villages and schemes of households (规划与方案)."""

from __future__ import annotations

import attrs

from fupin.frames.tables.columns import JUDGED, Calculator, Column, TableSpec, period

_PLANNED: tuple[Calculator, ...] = ("plans",)
_SCHEMED: tuple[Calculator, ...] = ("schemes",)
_VERSION = Column(
    "version", "count", "number of the version, higher for a later one", used_by=_PLANNED
)

PLANS: tuple[TableSpec, ...] = (
    TableSpec(
        "plans",
        "村规划",
        "one version of a village's plan; the highest version in force holds",
        ("id", "version"),
        (
            Column(
                "id", "id", "id of the plan, the same for all its versions", _PLANNED, ("places",)
            ),
            attrs.evolve(_VERSION, used_by=(*_PLANNED, "places")),
            Column("division", "code", "the village", _PLANNED, ("places",)),
            *period((*_PLANNED, "places"), "in force"),
        ),
    ),
    TableSpec(
        "schemes",
        "户方案",
        "one version of a household's scheme; the highest version in force holds",
        ("id", "version"),
        (
            Column("id", "id", "id of the scheme, the same for all its versions", _SCHEMED, JUDGED),
            attrs.evolve(_VERSION, used_by=(*JUDGED, *_SCHEMED)),
            Column("household", "id", "id of the household", _SCHEMED, JUDGED),
            *period((*JUDGED, *_SCHEMED), "in force"),
        ),
    ),
    TableSpec(
        "plan_items",
        "规划项目",
        "one thing that a version of a plan or a scheme plans",
        ("plan", "version", "kind", "item", "unit"),
        (
            Column("plan", "id", "id of the plan or scheme", _PLANNED),
            _VERSION,
            Column("kind", "text", "kind of help, as in acts", used_by=_PLANNED),
            Column(
                "item",
                "text",
                "what it is, in the word that acts use; empty: any of its kind",
                used_by=_PLANNED,
            ),
            Column("unit", "text", "unit of the quantity, as in acts", used_by=_PLANNED),
            Column("quantity", "amount", "how much is planned", used_by=_PLANNED),
            Column("term", "text", "long or short: when it brings a return", used_by=JUDGED),
            Column(
                "reach",
                "text",
                "common or characteristic: for all, or of this place",
                used_by=JUDGED,
            ),
        ),
    ),
)
