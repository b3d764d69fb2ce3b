"""Fields (字段): what a criterion may ask of a unit, and what kind of evidence each is.

They are the fields of the surveys and records of `fupin.model`, and three that follow from others:
the incidence of a place, the age of a person and the term of a loan. A book may declare further
ones, of a table of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs

from fupin.boundary import Boundary
from fupin.dates import day
from fupin.errors import QuestionError
from fupin.model import (
    Contribution,
    CountySurvey,
    Loan,
    Person,
    PlanItem,
    Survey,
    Treatment,
    VillageSurvey,
)
from fupin.model.fields import kinds_of
from fupin.model.surveys import plausible
from fupin.policy.parameters import Income

Record = Literal["treatment", "contribution", "loan"]
Judged = Literal["household", "village", "county", Record]
Owned = Literal[Judged, "person"]
Unit = Literal[Owned, "item"]
Kind = Literal["flag", "count", "yuan", "share", "day", "code", "term"]
NET_INCOME = "net_income_per_head"

RECORDS: Mapping[Record, type[Boundary]] = MappingProxyType(
    {"treatment": Treatment, "contribution": Contribution, "loan": Loan}
)
"""Units that are one record each: it is its own evidence, from its day on."""

UNITS: Mapping[Unit, type[Boundary]] = MappingProxyType(
    {
        "household": Survey, "village": VillageSurvey, "county": CountySurvey, "person": Person,
        "treatment": Treatment, "contribution": Contribution, "loan": Loan, "item": PlanItem,
    }
)  # fmt: skip
"""The class whose fields are the evidence on a unit."""

Evidential = Survey | VillageSurvey | CountySurvey | Treatment | Contribution | Loan
"""A survey, or a record that is its own evidence."""

_INCOMES: Mapping[str, Income] = MappingProxyType(
    {NET_INCOME: "net", "disposable_income_per_head": "disposable"}
)


@attrs.frozen
class Field:
    """One field of a unit (字段).

    Attributes:
        name: its name, that of a column too.
        kind: "flag" (yes or no), "count", "yuan", "share", "day", "code" of a division, or "term"
            (from one day to another, years).
        income: the measure of income it holds: "net" or "disposable"; None: it is no income.
    """

    name: str
    kind: Kind
    income: Income | None = None

    @property
    def assumable(self) -> bool:
        """Whether a question may answer it itself: yes or no, a count, a day, but no share."""
        counted = self.name in ("poor_persons", "poor_persons_most", "rural_population")
        return self.kind in ("flag", "count", "day") and not counted

    @property
    def whole(self) -> bool:
        """Whether another field may be a share of it: money as it was recorded."""
        return self.kind == "yuan" and self.income is None


def _attributes(cls: Any) -> tuple[attrs.Attribute[Any], ...]:
    return tuple(attrs.fields(cls))


def _of(cls: type[Any]) -> dict[str, Field]:
    """The fields of a class of the model, with the kinds that their types are."""
    kinds: dict[str, Any] = {n: k for n, k in kinds_of(cls).items() if k not in _NO_EVIDENCE}
    return {
        field.name: Field(field.name, kinds[field.name], _INCOMES.get(field.name))
        for field in _attributes(cls)
        if field.name in kinds
    }


ITEM_FLAGS = ("planned", "long_term", "short_term", "common", "characteristic")
"""What is asked of an item of a scheme: whether there is one, and what it says of itself."""

_NO_EVIDENCE = ("text", "amount")
_DIVISION = {"division": Field("division", "code")}
_INCIDENCE = {"incidence": Field("incidence", "share")}

FIELDS: Mapping[Unit, Mapping[str, Field]] = MappingProxyType(
    {
        "household": _of(Survey) | _DIVISION,
        "village": _of(VillageSurvey) | _DIVISION | _INCIDENCE,
        "county": _of(CountySurvey) | _DIVISION | _INCIDENCE,
        "person": _of(Person) | {"age": Field("age", "count")},
        "treatment": _of(Treatment) | _DIVISION,
        "contribution": _of(Contribution) | _DIVISION,
        "loan": _of(Loan) | _DIVISION | {"term": Field("term", "term")},
        "item": {name: Field(name, "flag") for name in ITEM_FLAGS},
    }
)
"""Fields by unit and name."""

TAKEN: Mapping[Unit, frozenset[str]] = MappingProxyType(
    {u: frozenset({*FIELDS[u], *(f.name for f in _attributes(UNITS[u]))}) for u in UNITS}
)
"""Names that no field of a book's own can have."""


def assumptions(
    assume: Mapping[str, Any], fields: Mapping[str, Field]
) -> dict[str, bool | int | dt.date]:
    """What a question assumes of fields that are not known, once it makes sense.

    Example:
        >>> assumptions({"income_until": "2016-12-31"}, FIELDS["household"])
        {'income_until': datetime.date(2016, 12, 31)}

    Raises:
        QuestionError: an assumption about what is no field, about an amount of money, a share or
            what it is made of, or of another kind than the field.
        DayError: what is given for a day is none.
    """
    return {name: _assumption(name, answer, fields) for name, answer in assume.items()}


def _assumption(name: str, answer: object, fields: Mapping[str, Field]) -> bool | int | dt.date:
    kinds = {n: f.kind for n, f in fields.items() if f.assumable}
    if name not in kinds:
        known = ", ".join(sorted(kinds))
        raise QuestionError(f"assume= knows no {name}: expected in_force or one of {known}")
    if kinds[name] == "day":
        return day(answer, where=f"assume= {name}")
    wanted = bool if kinds[name] == "flag" else int
    if not isinstance(answer, wanted) or isinstance(answer, bool) != (wanted is bool):
        raise QuestionError(
            f"assume= answers {name}, a {kinds[name]}, with a {type(answer).__name__}: expected a "
            "yes or no for a flag, a whole number for a count"
        )
    least, most = plausible(name)
    if not least <= answer <= most:
        raise QuestionError(f"assume= {name}: expected a number from {least} to {most}")
    return answer
