"""Tables of micro-credit (小额信贷)."""

from __future__ import annotations

from fupin.frames.tables.columns import RECORDED, Column, TableSpec, seen
from fupin.model import Loan

CREDIT: tuple[TableSpec, ...] = (
    TableSpec(
        "loans",
        "扶贫小额信贷",
        "a loan to a household, paid back in one sum",
        ("id",),
        seen(
            Loan,
            Column("id", "id", "id of the loan", (*RECORDED, "interest")),
            (*RECORDED, "interest"),
        ),
    ),
)
