"""Units and links: what they hold and when."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any, assert_type

import pytest

import fupin.model
from fupin.dates import Period
from fupin.model import (
    Cadre,
    Deputy,
    Exemption,
    Helper,
    Kind,
    Link,
    MedicalStaff,
    Meeting,
    Office,
    Posting,
    Report,
    Session,
    StandingCommitteeMember,
)
from fupin.model.links import KINDS
from fupin.outcomes import Outcome

HELPERS: list[type[Deputy | StandingCommitteeMember | Cadre | MedicalStaff | Office]] = [
    Deputy,
    StandingCommitteeMember,
    Cadre,
    MedicalStaff,
    Office,
]
YEAR: dict[str, Any] = {"since": "2015-03-01", "until": "2016-03-01"}


def test_each_kind_of_helper_has_its_post() -> None:
    """The post is the word that the table of helpers and the rulebooks use."""
    posts = [make(id="X-1").post for make in HELPERS]
    assert posts == ["deputy", "member", "cadre", "medical", "office"]


@pytest.mark.parametrize("make", HELPERS)
def test_a_helper_is_in_office_for_a_period(make: type[Helper]) -> None:
    """The period is made of the two days."""
    helper = make(id="X-1", since="2011-12-01", until="2016-12-01")
    assert helper.period == Period(dt.date(2011, 12, 1), dt.date(2016, 12, 1))
    assert "post" not in repr(helper)


def test_kinds_of_links() -> None:
    """The helper stands first in every kind."""
    assert {kind.value for kind in Kind} == KINDS
    assert {kind.split("-")[0] for kind in KINDS} == {make(id="X-1").post for make in HELPERS}


@pytest.mark.parametrize(
    "tie",
    [
        Link(kind=Kind.OFFICE_VILLAGE, helper="O-1", party=None, **YEAR),
        Posting(person="P-1", post="work-team", division="5108", **YEAR),
        Exemption(helper="D-1", rule="deputy-households", **YEAR),
    ],
)
def test_a_tie_holds_from_its_first_day_until_the_day_it_no_longer_does(
    tie: Link | Posting | Exemption,
) -> None:
    """The day before it starts it is not there; on the day of `until` it no longer is."""
    days = ("2015-02-28", "2015-03-01", "2016-02-29", "2016-03-01")
    unmet, met = Outcome.UNMET, Outcome.MET
    assert [tie.holds(day) for day in days] == [unmet, met, met, unmet]


def test_a_link_with_no_beginning_is_unknown() -> None:
    """Nobody knows since when."""
    link = Link(kind=None, helper="D-1", party="H-1", until="2016-03-01")
    assert link.holds("2016-02-29") is Outcome.UNKNOWN
    assert link.holds("2016-03-01") is Outcome.UNMET


def test_what_is_done_under_links_is_dated() -> None:
    """Meetings, reports and sessions hold a day, or none."""
    assert Meeting(kind="deputy-voter", helper="D-1", party="V-1", on=None).on is None
    assert Report(helper="M-1", year=None).year is None
    assert Session(duty="contact", year=2016, on="2016-11-08").on == dt.date(2016, 11, 8)


def test_types_are_what_they_are_said_to_be() -> None:
    """Days go in as text and come out as dates."""
    link = Link(kind="deputy-voter", helper="D-1", party="V-1", since="2016-01-01")
    assert_type(link.since, dt.date | None)
    assert_type(Deputy(id="D-1").period, Period)


def test_the_nouns_are_listed_in_order() -> None:
    """`__all__` is sorted, and everything in it is there."""
    assert fupin.model.__all__ == sorted(fupin.model.__all__)
    assert all(hasattr(fupin.model, name) for name in fupin.model.__all__)


def test_the_model_loads_nothing_heavy() -> None:
    """Neither pydantic nor pendulum nor an engine is imported before it is used."""
    code = (
        "import sys, fupin.model; "
        "heavy = {'pydantic', 'pydantic_core', 'pendulum', 'narwhals', 'polars'}; "
        "print(*(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
