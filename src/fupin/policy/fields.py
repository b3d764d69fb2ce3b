"""Fields (字段): what a criterion may ask of a unit, and what kind of evidence each is.

They are the fields of the surveys of `fupin.model`, and two that follow from others: the incidence
of a place and the age of a person. A book may declare further ones, of a table of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, get_args, get_type_hints

import attrs

from fupin.boundary import Boundary
from fupin.model import CountySurvey, Person, Survey, VillageSurvey
from fupin.policy.parameters import Income

Unit = Literal["household", "village", "county", "person"]
Kind = Literal["flag", "count", "yuan", "share", "day", "code"]
ASSUMABLE = frozenset({"flag", "count", "day"})

UNITS: Mapping[Unit, type[Boundary]] = MappingProxyType(
    {"household": Survey, "village": VillageSurvey, "county": CountySurvey, "person": Person}
)
"""The class whose fields are the evidence on a unit."""

_KINDS: Mapping[type, Kind] = MappingProxyType(
    {bool: "flag", int: "count", Decimal: "yuan", dt.date: "day"}
)
_INCOMES: Mapping[str, Income] = MappingProxyType(
    {"net_income_per_head": "net", "disposable_income_per_head": "disposable"}
)


@attrs.frozen
class Field:
    """One field of a unit (字段).

    Attributes:
        name: its name, that of a column too.
        kind: "flag" (yes or no), "count", "yuan", "share", "day" or "code" of a division.
        income: the measure of income it holds: "net" or "disposable"; None: it is no income.
    """

    name: str
    kind: Kind
    income: Income | None = None


def _of(cls: type[Any]) -> dict[str, Field]:
    """The fields of a class of the model, with the kinds that their types are."""
    found = {}
    for field in attrs.fields(cls):
        hint = get_type_hints(cls)[field.name]
        plain = next((a for a in get_args(hint) if a is not type(None)), hint)
        if plain in _KINDS:
            kind = _KINDS[plain]
            found[field.name] = Field(field.name, kind, _INCOMES.get(field.name))
    return found


_DIVISION = {"division": Field("division", "code")}
_INCIDENCE = {"incidence": Field("incidence", "share")}

FIELDS: Mapping[Unit, Mapping[str, Field]] = MappingProxyType(
    {
        "household": _of(Survey) | _DIVISION,
        "village": _of(VillageSurvey) | _DIVISION | _INCIDENCE,
        "county": _of(CountySurvey) | _DIVISION | _INCIDENCE,
        "person": _of(Person) | {"age": Field("age", "count")},
    }
)
"""Fields by unit and name."""
