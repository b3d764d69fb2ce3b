"""Constructors refuse wrong types by class and field, and keep whatever is said."""

from __future__ import annotations

import datetime as dt
import inspect
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest

import fupin as fp
from fupin.boundary import Boundary
from fupin.errors import DayError, FupinError, ModelError
from fupin.model import (
    Deputy,
    Event,
    Exemption,
    Household,
    Kind,
    Link,
    Membership,
    Person,
    Registration,
    Report,
    Village,
)
from fupin.model.fields import kinds_of, typed

GONE = Event(event="gone")
REFUSED: list[tuple[type[Any], dict[str, Any], str]] = [
    (Household, {"id": 17}, "Household.id: expected str, got int"),
    (Household, {"id": None}, "Household.id: expected str, got NoneType"),
    (Household, {"division": 5108}, "Household.division: expected str or None, got int"),
    (Household, {"cause": float("nan")}, "Household.cause: expected str or None, got float"),
    (Household, {"size": True}, "Household.size: expected int or None, got bool"),
    (Household, {"size": "4"}, "Household.size: expected int or None, got str"),
    (Household, {"size": 4.0}, "Household.size: expected int or None, got float"),
    (Household, {"size": Decimal(4)}, "Household.size: expected int or None, got Decimal"),
    (Household, {"events": ["gone"]}, "Household.events: expected values of type Event, got str"),
    (Household, {"members": [GONE]}, "Household.members: expected values of type Membership, got "),
    (Exemption, {"quota": False}, "Exemption.quota: expected int or None, got bool"),
    (Report, {"year": "2016"}, "Report.year: expected int or None, got str"),
    (Village, {"poor": 1}, "Village.poor: expected bool or None, got int"),
    (Village, {"tags": "old"}, "Village.tags: expected values of type str, got str"),
    (Village, {"tags": [1]}, "Village.tags: expected values of type str, got int"),
    (Village, {"tags": None}, "Village.tags: expected values of type str, got NoneType"),
    (Deputy, {"post": "member"}, "Deputy.post: expected 'deputy', got str"),
    (Link, {"kind": 1}, "Link.kind: expected str or None, got int"),
]
NEEDED: dict[type[Any], dict[str, Any]] = {
    Household: {"id": "H-1"},
    Exemption: {"helper": "D-1", "rule": "deputy-households"},
    Report: {"helper": "D-1"},
    Village: {"division": "510824001001"},
    Deputy: {"id": "D-1"},
    Link: {"kind": "deputy-household", "helper": "D-1", "party": "H-1"},
}


@pytest.mark.parametrize(("cls", "given", "message"), REFUSED)
def test_a_wrong_type_is_named_by_class_and_field(
    cls: type[Any], given: dict[str, Any], message: str
) -> None:
    """The error says where, what was expected and which type was given."""
    with pytest.raises(ModelError) as caught:
        cls(**NEEDED[cls] | given)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("cls", "given", "record"),
    [
        (Household, {"size": "4"}, "id H-1"),
        (Deputy, {"post": "member"}, "id D-1"),
        (Report, {"year": 2016, "on": "2016-12"}, "helper D-1, year 2016"),
        (Link, {"since": 2016}, "helper D-1, party H-1"),
        (Village, {"tags": "old"}, "division 510824001001"),
    ],
)
def test_the_record_is_named_by_the_ids_that_were_read_before(
    cls: type[Any], given: dict[str, Any], record: str
) -> None:
    """Among thousands of records the one at fault can be found."""
    with pytest.raises((ModelError, DayError)) as caught:
        cls(**NEEDED[cls] | given)
    assert str(caught.value).endswith(f" @ {record}")


@pytest.mark.parametrize(
    "given", ["2016-09", "yesterday", 20160909, True, dt.datetime.fromisoformat("2016-09-09 08:00")]
)
def test_what_is_no_day_is_refused_by_class_and_field(given: Any) -> None:
    """A month, a number or a moment is no day."""
    with pytest.raises(DayError, match=r"^Membership\.since: "):
        Membership(person="P-1", since=given)


def test_an_error_never_shows_the_value() -> None:
    """A number of identity that strays into a wrong field stays out of the message."""
    with pytest.raises(FupinError) as caught:
        Household(id=510824199001011234)  # type: ignore[arg-type]
    assert "5108" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_days_are_read_from_what_people_have() -> None:
    """Text, dates and midnight timestamps become plain dates; not-a-time is not known."""
    stamp: Any = pd.Timestamp("2016-09-09")
    missing: Any = pd.NaT
    member = Membership(person="P-1", since=stamp, until=missing)
    assert (member.since, member.until) == (dt.date(2016, 9, 9), None)
    assert type(member.since) is dt.date


def test_words_of_enums_and_arrays_become_plain_text_and_numbers() -> None:
    """A member of an enum is kept as its word, a number of an array as an int."""
    link = Link(kind=Kind.DEPUTY_HOUSEHOLD, helper=np.str_("D-1"), party="H-1")
    assert (type(link.kind), type(link.helper)) == (str, str)
    assert link.kind == "deputy-household"
    size: Any = np.int64(4)
    household = Household(id="H-1", size=size, registration=Registration.EXITED)
    assert (type(household.size), type(household.registration)) == (int, str)


def test_wrong_data_of_the_right_type_is_kept() -> None:
    """Codes, words and numbers that make no sense stay visible."""
    household = Household(id="", division="nowhere", size=-3, registration="rich")
    assert (household.id, household.division, household.size) == ("", "nowhere", -3)
    assert Membership(person="P-1", since="2016-01-02", until="2016-01-01").period.faulty


def test_lists_become_tuples_so_that_values_stay_frozen() -> None:
    """A household can be hashed, whatever its events came in."""
    events = [Event(event="registered", on="2014-04-01")]
    assert Household(id="H", events=events) == Household(id="H", events=tuple(events))
    assert len({Household(id="H", events=iter(events)), Household(id="H", events=events)}) == 1
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Household(id="H").size = 4  # type: ignore[misc]


def test_the_constructor_shows_the_types_it_takes() -> None:
    """Signatures tell an editor and a reader what a field takes."""
    assert inspect.signature(Person).parameters["id"].annotation is str
    assert inspect.signature(Person).parameters["born"].annotation == dt.date | str | None


def test_a_class_of_the_users_own_is_checked_too() -> None:
    """A constraint beside the type does not hide the type; other types are checked as they are."""

    @attrs.frozen(kw_only=True, field_transformer=typed)
    class Cow(Boundary):
        weight: Decimal

    assert Cow(weight=Decimal(300)).weight == 300
    with pytest.raises(ModelError, match=r"Cow\.weight: expected Decimal, got int"):
        Cow(weight=300)  # type: ignore[arg-type]


def test_a_field_of_a_class_above_is_named_by_that_class_and_once() -> None:
    @attrs.frozen(kw_only=True, field_transformer=typed)
    class Hamlet(Village):
        hills: int | None = None

    with pytest.raises(ModelError, match=r"^Village\.poor: expected bool or None, got int @ "):
        Hamlet(division="510824102201", poor=1)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match=r"^Hamlet\.hills: .* @ division 510824102201$"):
        Hamlet(division="510824102201", hills="two")  # type: ignore[arg-type]


def test_the_kinds_of_fields_leave_out_what_holds_several_values() -> None:
    assert kinds_of(fp.Village) == {"division": "text", "poor": "flag"}
    assert kinds_of(fp.Loan)["interest_rate"] == "share"
    assert kinds_of(fp.PlanItem)["quantity"] == "amount"
