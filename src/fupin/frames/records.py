"""Rows as model objects (单条记录): from a registry down to one household, village or county."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from fupin.divisions import Level, read
from fupin.errors import QuestionError
from fupin.frames import normalise
from fupin.frames.engines import Frame, collect
from fupin.frames.nested import NESTS, Nest
from fupin.frames.tables import SPECS
from fupin.model import (
    Act,
    AgendaItem,
    Contribution,
    CountySurvey,
    Handling,
    Household,
    Income,
    Inspection,
    Link,
    Loan,
    Matter,
    Meeting,
    Person,
    Plan,
    RuralPopulation,
    Scheme,
    Survey,
    Treatment,
    VillageSurvey,
)

if TYPE_CHECKING:
    from fupin.frames.registry import Registry

CLASSES: Mapping[str, type[Any]] = {
    "households": Household,
    "persons": Person,
    "surveys": Survey,
    "incomes": Income,
    "village_surveys": VillageSurvey,
    "county_surveys": CountySurvey,
    "populations": RuralPopulation,
    "links": Link,
    "meetings": Meeting,
    "acts": Act,
    "plans": Plan,
    "schemes": Scheme,
    "treatments": Treatment,
    "contributions": Contribution,
    "loans": Loan,
    "matters": Matter,
    "handlings": Handling,
    "agenda": AgendaItem,
    "inspections": Inspection,
}
"""The class of a row, by table."""


def records(registry: Registry, table: str, where: Mapping[str, object]) -> list[Any]:
    """The rows of a table that agree with `where`, as model objects; see `Registry.records`."""
    if table not in CLASSES:
        raise QuestionError(
            f"no records of {table}: expected one of {', '.join(CLASSES)}; its rows stand in "
            f".native({table!r})"
        )
    if not where:
        raise QuestionError(f"records of all {table} are many: say which, such as id= @ where")
    cls = CLASSES[table]
    rows = _rows(registry, table, cls, where)
    for nest in NESTS.get(cls, ()):
        inside = _inside(registry, nest, {row["id"] for row in rows})
        for row in rows:
            row[nest.field] = inside.get(tuple(row[field] for field in nest.owner), ())
    return [cls(**row) for row in rows]


def _rows(
    registry: Registry, table: str, cls: type[Any], where: Mapping[str, object]
) -> list[dict[str, Any]]:
    """Rows as the arguments of a class, in a steady order."""
    types = SPECS[table].types
    names = [field.name for field in attrs.fields(cls) if field.name in types]
    asked = tuple(dict.fromkeys((*names, *where)))
    frame: Frame = registry.frame(table, *asked, why="registry.records")
    if (first := names[0]) in SPECS[table].key and types[first] != "text":
        frame = frame.filter(~nw.col(first).is_null())  # a row of nothing is no record of it
    for column, wanted in where.items():
        frame = frame.filter(nw.col(column).is_in(_wanted(registry, types.get(column), wanted)))
    told = collect(frame.select(*names)).sort(names, nulls_last=True)
    several = {field.name for field in attrs.fields(cls) if field.default == ()}
    return [
        {
            name: _split(cell) if name in several else _told(types[name], cell)
            for name, cell in row.items()
        }
        for row in told.to_dicts()
    ]


def _split(cell: str | None) -> tuple[str, ...]:
    """Several words of one cell."""
    return tuple(word.strip() for word in cell.split(";")) if cell else ()


def _wanted(registry: Registry, kind: str | None, wanted: object) -> list[Any]:
    """What a cell may be: one of several values, a place in any form of its code."""
    several = isinstance(wanted, Iterable) and not isinstance(wanted, str)
    values: list[Any] = list(wanted) if several else [wanted]  # type: ignore[call-overload]
    if kind == "id":
        return [int(value) if registry.ids == nw.Int64 else str(value) for value in values]
    if kind != "code":
        return values
    places = [read(value) for value in values]
    return [
        place.code[: level.digits]
        for place in places
        if place is not None
        for level in Level
        if level.digits >= len(place.short)
    ]


def _told(kind: str, cell: Any) -> Any:
    """A cell as the model has it: yuan of fen, numbers of their parts, ids as text."""
    if cell is None:
        return None
    if kind in normalise.DECIMALS:
        return Decimal(cell).scaleb(-normalise.DECIMALS[kind])
    return str(cell) if kind == "id" else cell


def _inside(registry: Registry, nest: Nest, ids: set[str]) -> dict[tuple[Any, ...], list[Any]]:
    """What records carry inside, by whose it is."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    if not registry.has(nest.table):
        return found
    types = SPECS[nest.table].types
    owner = tuple(nest.owner.values())
    columns = (*owner, *nest.columns)
    by_day = sorted(columns, key=lambda name: types[name] != "day")
    frame = registry.frame(nest.table, *columns).filter(
        nw.col(owner[0]).is_in(_wanted(registry, "id", ids))
    )
    for row in collect(frame).sort(by_day, nulls_last=True).to_dicts():
        cells = {name: _told(types[name], cell) for name, cell in row.items()}
        of = tuple(cells.pop(column) for column in owner)
        found.setdefault(of, []).append(nest.value(cells))
    return found
