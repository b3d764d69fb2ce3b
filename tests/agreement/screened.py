"""Registries to be screened, with surveys of one's own class, and what they are screened by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

import fupin as fp
from fupin.boundary import Yuan
from fupin.model.fields import as_yuan, typed
from fupin.testing import (
    ON,
    contributions,
    county_surveys,
    households,
    incomes,
    loans,
    persons,
    schemes,
    surveys,
    treatments,
    village_surveys,
    villages,
    yuan,
)

Drawn = dict[str, list[Any]]


@attrs.frozen(kw_only=True, field_transformer=typed)
class OwnSurvey(fp.Survey):
    """A survey with fields that a rulebook declares.

    Attributes:
        kitchen: whether there is one.
        rooms: how many there are.
        debt: what is owed, yuan.
    """

    kitchen: bool | None = None
    rooms: int | None = None
    debt: Yuan | None = attrs.field(default=None, converter=as_yuan)


@attrs.frozen(kw_only=True, field_transformer=typed)
class OwnPerson(fp.Person):
    """A person with fields that a rulebook declares.

    Attributes:
        married: whether the person is.
        grade: of school.
        pension: what is received, yuan.
    """

    married: bool | None = None
    grade: int | None = None
    pension: Yuan | None = attrs.field(default=None, converter=as_yuan)


_FLAGS = st.none() | st.booleans()
_COUNTS = st.none() | st.integers(-2, 4)
_DEBTS = st.none() | st.sampled_from(["-3", "0", "2952", "2952.01", "9999999999.99"]) | yuan()
_DAYS = st.sampled_from([ON, ON, ON - dt.timedelta(1), ON - dt.timedelta(60), None,
                         ON + dt.timedelta(1)])  # fmt: skip


@st.composite
def registries(draw: st.DrawFn, most: int = 4) -> Drawn:
    """Households with members, surveys and incomes: several of one household and day too."""
    ids = [f"H-{n}" for n in range(1, draw(st.integers(0, most)) + 1)]
    units = [draw(households(ids=st.just(name))) for name in ids]
    names = st.sampled_from([*ids, "H-1"])
    own = st.fixed_dictionaries({"kitchen": _FLAGS, "rooms": _COUNTS, "debt": _DEBTS})
    seen = st.builds(_survey, surveys(), own, names, _DAYS)
    said = st.fixed_dictionaries({"married": _FLAGS, "grade": _COUNTS, "pension": _DEBTS})
    people = st.builds(_person, persons(), said)
    by_parts = st.builds(lambda i, n: attrs.evolve(i, household=n), incomes(), names)
    drawn = {
        "households": [*units, *draw(st.lists(households(), max_size=1))],
        "surveys": _told_again(draw, draw(st.lists(seen, min_size=1, max_size=2 * most))),
        "persons": draw(st.lists(people, min_size=1, max_size=5)),
        "incomes": draw(st.lists(by_parts, max_size=4)),
        "schemes": draw(st.lists(_schemes(names), max_size=4, unique_by=_version)),
    }
    for name in ("households", "persons", "incomes", "schemes"):
        if draw(st.integers(0, 5)) == 0 or not drawn[name]:
            del drawn[name]
    return drawn


def records(table: str) -> st.SearchStrategy[Drawn]:
    """Treatments, contributions or loans, some of them told again, with another day or sum."""
    drawn: dict[str, st.SearchStrategy[list[Any]]] = {
        "treatments": _several(treatments(), total_cost=_SUMS, registered=_FLAGS),
        "contributions": _several(contributions(), by_budget=_SUMS, registered=_FLAGS),
        "loans": _several(loans(), principal=_SUMS, due=_DAYS),
    }
    return st.fixed_dictionaries({table: drawn[table]})


_SUMS = st.sampled_from([None, Decimal(1), Decimal(4200), Decimal(50000)])


@st.composite
def _several(
    draw: st.DrawFn, /, of: st.SearchStrategy[Any], **changes: st.SearchStrategy[Any]
) -> list[Any]:
    rows = draw(st.lists(of, min_size=1, max_size=5))
    again = draw(st.lists(st.sampled_from(rows), max_size=2))
    drawn = st.fixed_dictionaries({"on": _DAYS, **changes})
    return [*rows, *again, *(attrs.evolve(row, **draw(drawn)) for row in again)]


def _schemes(names: st.SearchStrategy[str]) -> st.SearchStrategy[fp.Scheme]:
    """Versions of schemes, of a household or of nobody that is known."""
    return st.builds(
        lambda scheme, name: attrs.evolve(scheme, household=name), schemes(), st.none() | names
    )


def _version(scheme: fp.Scheme) -> tuple[Any, ...]:
    return scheme.id, scheme.version, scheme.household


@st.composite
def places(draw: st.DrawFn) -> Drawn:
    """Villages and counties with surveys."""
    days = {"on": _DAYS}
    drawn: Drawn = {
        "villages": draw(st.lists(villages(), max_size=3)),
        "village_surveys": draw(_at(village_surveys(), days)),
        "county_surveys": draw(_at(county_surveys(), days)),
    }
    if draw(st.booleans()):
        del drawn["villages"]
    return drawn


def _at(of: st.SearchStrategy[Any], days: Any) -> st.SearchStrategy[list[Any]]:
    dated = st.builds(lambda s, d: attrs.evolve(s, **d), of, st.fixed_dictionaries(days))
    return st.lists(dated, max_size=6)


def _told_again(draw: st.DrawFn, rows: list[Any]) -> list[Any]:
    """Some surveys said twice, or with another answer."""
    again = draw(st.lists(st.sampled_from(rows), max_size=2))
    changed = [
        attrs.evolve(row, water=draw(_FLAGS), rooms=draw(_COUNTS), on=draw(_DAYS)) for row in again
    ]
    return [*rows, *again, *changed]


def _survey(drawn: fp.Survey, own: dict[str, Any], name: str, on: Any) -> OwnSurvey:
    return OwnSurvey(**{**_cells(drawn), **own, "household": name, "on": on})


def _person(drawn: fp.Person, own: dict[str, Any]) -> OwnPerson:
    return OwnPerson(**_cells(drawn), **own)


def _cells(record: Any) -> dict[str, Any]:
    fields: Iterable[Any] = attrs.fields(type(record))
    return {field.name: getattr(record, field.name) for field in fields}
