"""What a canonical table is (规范表): its columns, their types, and who needs them."""

from __future__ import annotations

from typing import Any, Literal

import attrs

from fupin.boundary import documented
from fupin.model.fields import kinds_of

ColumnType = Literal["id", "text", "code", "day", "count", "flag", "yuan", "amount", "share"]
Calculator = Literal[
    "households",
    "quotas",
    "duties",
    "flows",
    "changes",
    "loads",
    "screen",
    "exits",
    "poverty",
    "deprivation",
    "deliveries",
    "plans",
    "interest",
    "matters",
    "agenda",
    "places",
    "schemes",
    "check",
]

TYPES: dict[ColumnType, str] = {
    "id": "text or integer, one type through a registry",
    "text": "text",
    "code": "division code: text or integer of 2, 4, 6, 9 or 12 digits",
    "day": "date, naive timestamp, or text YYYY-MM-DD",
    "count": "integer, or text of digits",
    "flag": "boolean, 0 and 1, or a word such as yes, no, 是, 否",
    "yuan": "yuan with at most two decimals: integer, decimal, float or text of digits",
    "amount": "number with at most four decimals: integer, decimal, float or text of digits; "
    "over N is N, and named in at_least",
    "share": "share of 1 with at most six decimals: integer, decimal, float or text of digits",
}


@attrs.frozen
class Column:
    """One column of a canonical table (字段).

    Attributes:
        name: name of the column.
        type: a key of `TYPES`.
        meaning: what a cell says, with its unit where it has one.
        needed_by: calculators that cannot run without it; others use it where it is there.
        used_by: calculators that use it where it is there.
    """

    name: str
    type: ColumnType
    meaning: str
    needed_by: tuple[Calculator, ...] = ()
    used_by: tuple[Calculator, ...] = ()


KNOWLEDGE: tuple[Column, ...] = (
    Column("recorded", "day", "first day on which the row was known; empty: it always was"),
    Column(
        "withdrawn",
        "day",
        "first day on which the row no longer stood, corrected or struck out; empty: it stands",
    ),
)
"""The two columns that every table may carry: what was known on a day (录入日、撤销日)."""


@attrs.frozen
class TableSpec:
    """One canonical table (规范表).

    Attributes:
        name: name of the table, a keyword of `Registry.of`.
        zh: Chinese name.
        meaning: what a row is.
        key: the columns that tell rows apart; rows of one key that differ contradict each other.
        columns: its columns, in order. Other columns are kept, and may be asked for in `by=`.
    """

    name: str
    zh: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def types(self) -> dict[str, ColumnType]:
        """Type by column name, with the two days of knowledge."""
        return {column.name: column.type for column in (*self.columns, *KNOWLEDGE)}

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which the table cannot be read: those of its key."""
        return tuple(c.name for c in self.columns if c.needed_by)


COUNTED: tuple[Calculator, ...] = ("households", "flows")
PAIRED: tuple[Calculator, ...] = ("households", "quotas", "duties", "changes")
HELD: tuple[Calculator, ...] = ("quotas", "duties")
JUDGED: tuple[Calculator, ...] = ("screen", "exits")
RECORDED: tuple[Calculator, ...] = ("screen",)
MEASURED: tuple[Calculator, ...] = ("poverty", "deprivation")


def period(used_by: tuple[Calculator, ...], what: str) -> tuple[Column, Column]:
    """The two columns of a half-open period."""
    return (
        Column(
            "since",
            "day",
            f"first day {what}; empty: not known, and unknown on every day before until",
            used_by=used_by,
        ),
        Column("until", "day", f"first day no longer {what}; empty: still {what}", used_by=used_by),
    )


_NAMED: dict[str, ColumnType] = {"household": "id", "person": "id", "division": "code"}


def seen(cls: type[Any], key: Column, used_by: tuple[Calculator, ...]) -> tuple[Column, ...]:
    """The columns of a table of surveys: the fields of its class, in the words of its docstring."""
    _, meanings = documented(cls)
    kinds: dict[str, Any] = {**kinds_of(cls), **_NAMED}
    columns = [key]
    for field in attrs.fields(cls):
        if field.name != key.name:
            needed = key.needed_by if field.name == "on" else ()
            meaning = meanings[field.name].rstrip(".")
            columns.append(Column(field.name, kinds[field.name], meaning, needed, used_by))
    return tuple(columns)
