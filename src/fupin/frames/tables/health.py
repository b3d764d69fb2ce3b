"""Tables of what treatment cost and who insured whom (健康扶贫)."""

from __future__ import annotations

from fupin.frames.tables.columns import RECORDED, Column, TableSpec, seen
from fupin.model import Contribution, Treatment

HEALTH: tuple[TableSpec, ...] = (
    TableSpec(
        "treatments",
        "就医费用",
        "a treatment of a patient, and who bore its cost",
        ("id",),
        seen(Treatment, Column("id", "id", "id of the treatment", RECORDED), RECORDED),
    ),
    TableSpec(
        "contributions",
        "参合费用",
        "a person's contribution to medical insurance, and who paid it",
        ("id",),
        seen(Contribution, Column("id", "id", "id of the contribution", RECORDED), RECORDED),
    ),
)
