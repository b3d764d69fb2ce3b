"""What records carry inside (嵌套记录), and the tables in which a registry keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from fupin.model import Act, Event, Household, Membership, Plan, PlanItem, Scheme


@attrs.frozen
class Nest:
    """A field that holds several values, and the table with a row for each.

    Attributes:
        field: name of the field.
        table: name of the table.
        owner: the columns that say whose it is, by field of the owner.
        cls: the class of a value; None: text, in one column.
        column: the column of that text.
    """

    field: str
    table: str
    owner: Mapping[str, str]
    cls: type[Any] | None = None
    column: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a value."""
        return (self.column,) if self.cls is None else tuple(attrs.fields_dict(self.cls))

    def rows(self, record: Any) -> Iterator[dict[str, Any]]:
        """A row for each value inside a record."""
        owner = {column: getattr(record, field) for field, column in self.owner.items()}
        for value in getattr(record, self.field):
            yield {**owner, **self._cells(value)}

    def value(self, cells: Mapping[str, Any]) -> Any:
        """The value that a row says."""
        return cells[self.column] if self.cls is None else self.cls(**cells)

    def _cells(self, value: Any) -> dict[str, Any]:
        if self.cls is None:
            return {self.column: value}
        return {name: getattr(value, name) for name in self.columns}


_ITEMS = Nest("items", "plan_items", {"id": "plan", "version": "version"}, PlanItem)

NESTS: Mapping[type[Any], tuple[Nest, ...]] = MappingProxyType(
    {
        Household: (
            Nest("events", "events", {"id": "household"}, Event),
            Nest("members", "memberships", {"id": "household"}, Membership),
        ),
        Act: (Nest("givers", "givers", {"id": "act"}, column="giver"),),
        Plan: (_ITEMS,),
        Scheme: (_ITEMS,),
    }
)
"""By class, what its records carry inside."""


def nested(record: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that a record carries inside, each with the table that it belongs to."""
    for nest in NESTS.get(type(record), ()):
        for row in nest.rows(record):
            yield nest.table, row
