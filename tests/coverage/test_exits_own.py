"""The chain of exits by criteria of one's own."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.errors import QuestionError, UnknownRuleError
from tests.coverage.exited import CANGXI, NATION, ask, bad, cells, household, people


def own_book(tree: dict[str, Any], unit: str = "village", **more: Any) -> fp.Rulebook:
    """A made-up book that judges a unit by one leaf."""
    leaf = {"id": "leaf", "zh": "项", "en": "leaf", **tree}
    sourced = {"source": "notice", "checked": "unverified"}
    criterion = {"id": "own", "zh": "自定", "en": "own", "unit": unit, "tree": leaf, **sourced}
    return fp.policy.Rulebook.model_validate(
        {
            "id": "own", "zh": "自定", "en": "own", "life": {"since": "2016-01-01"},
            "sources": {"notice": {"title": "通知", "issuer": "县"}},
            "criteria": [{**criterion, **more.pop("criterion", {})}], **more,
        }
    )  # fmt: skip


def asked_by(book: fp.Rulebook, **tables: Any) -> Any:
    """The chain with villages judged by a book of one's own."""
    return ask([NATION, book], **tables, asked={"criteria": {"village": "own"}})


def test_a_field_of_ones_own_is_unknown_where_there_is_no_survey_of_villages() -> None:
    field = {"name": "nursery", "unit": "village", "kind": "flag", "zh": "园", "en": "nursery"}
    book = own_book({"flag": "nursery"}, fields=[field])
    told = {"populations": [people(CANGXI, 100)]}
    assert cells(asked_by(book, **told), "outcome") == ["unknown"]
    surveys = [{"division": CANGXI, "on": "2016-12-01", "nursery": True}]
    assert cells(asked_by(book, **told, village_surveys=surveys), "outcome") == ["met"]


def test_a_number_of_poor_persons_is_met_only_if_the_most_there_may_be_is() -> None:
    """4 are poor for sure, 8 at most."""
    tables = {
        "households": [household("H-1"), household("H-2")],
        "surveys": [bad("H-1")],
        "populations": [people(CANGXI, 100)],
    }
    for number, outcome in ((3, "unmet"), (4, "unknown"), (7, "unknown"), (8, "met")):
        book = own_book({"compare": "poor_persons", "is": "at_most", "value": number})
        assert cells(asked_by(book, **tables), "outcome") == [outcome]


def test_who_is_poor_is_of_the_day_however_old_the_survey_of_the_village() -> None:
    """What the survey says of a clinic is too old; the incidence is not, nor the day it is of."""
    fresh: dict[str, Any] = {"criterion": {"fresh_for": {"months": 6}}}
    told = {"populations": [people(CANGXI, 100)]}
    surveys = [fp.VillageSurvey(division=CANGXI, on="2016-01-01", clinic=True, poor_persons=90)]
    low = own_book({"compare": "incidence", "is": "at_most", "value": "0.03"}, **fresh)
    clinic = own_book({"flag": "clinic"}, **fresh)
    assert cells(asked_by(low, **told, village_surveys=surveys), "outcome") == ["met"]
    assert cells(asked_by(clinic, **told, village_surveys=surveys), "outcome") == ["unknown"]
    value = {"since": "2016-07-01", "number": "0.03", "source": "notice", "checked": "unverified"}
    dated = own_book(
        {"compare": "incidence", "is": "at_most", "parameter": "limit", "at": "on"},
        parameters=[{"id": "limit", "zh": "限", "en": "limit", "unit": "share", "values": [value]}],
        **fresh,
    )
    assert cells(asked_by(dated, **told, village_surveys=surveys), "outcome") == ["met"]


def test_a_level_may_go_without_a_verdict() -> None:
    """A book that has no criterion of counties answers all the same."""
    book = own_book({"flag": "housing"}, "household")
    tables = {"households": [household("H-1")], "surveys": [bad("H-1")]}
    criteria: dict[str, Any] = {"household": "own", "village": None, "county": None}
    chain = ask(book, **tables, asked={"criteria": criteria, "by": ("village", "county")})
    assert chain.rows.select("level", "poor", "outcome").rows() == [
        ("county", 4, None), ("village", 4, None),
    ]  # fmt: skip
    assert chain.provenance.asked["criteria"] == {"household": "own"}
    with pytest.raises(
        QuestionError, match="no rate of 'village' by 'criteria': expected one of no"
    ):
        chain.rate("village")
    with pytest.raises(UnknownRuleError, match="no criterion 'county-exit'"):
        ask(book, **tables, asked={"criteria": {"household": "own"}, "by": "county"})
