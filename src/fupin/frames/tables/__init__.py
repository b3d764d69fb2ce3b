"""The canonical tables (规范表): which columns a registry has, what they mean, who needs them.

Names are a stable contract. `docs/tables.md` is made from this package: a file a subject.
"""

from __future__ import annotations

from fupin.frames.tables.acts import ACTS
from fupin.frames.tables.columns import KNOWLEDGE, TYPES, Column, ColumnType, TableSpec
from fupin.frames.tables.credit import CREDIT
from fupin.frames.tables.duties import DUTIES
from fupin.frames.tables.health import HEALTH
from fupin.frames.tables.helpers import HELPERS
from fupin.frames.tables.households import HOUSEHOLDS
from fupin.frames.tables.oversight import OVERSIGHT
from fupin.frames.tables.page import page
from fupin.frames.tables.places import PLACES
from fupin.frames.tables.plans import PLANS
from fupin.frames.tables.surveys import SURVEYS

TABLES: tuple[TableSpec, ...] = (
    *HOUSEHOLDS,
    *SURVEYS,
    *PLACES,
    *HELPERS,
    *DUTIES,
    *ACTS,
    *PLANS,
    *HEALTH,
    *CREDIT,
    *OVERSIGHT,
)

SPECS: dict[str, TableSpec] = {spec.name: spec for spec in TABLES}

__all__ = [
    "KNOWLEDGE",
    "SPECS",
    "TABLES",
    "TYPES",
    "Column",
    "ColumnType",
    "TableSpec",
    "described",
]


def described() -> str:
    """The page `docs/tables.md`: every table and column, its type, and who needs it."""
    return page(TABLES)
