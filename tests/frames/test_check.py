"""The check tells every fault, each with what, where, what was expected and what to do."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.frames import SPECS
from fupin.frames.tables import described

HOUSEHOLD = {"id": "H-1", "division": "510824102201", "size": 4}
DEPUTY = {"id": "D-1", "post": "deputy", "level": "city", "division": "5108"}
LINK = {"kind": "deputy-household", "helper": "D-1", "party": "H-1", "since": "2015-03-01"}
SURVEY: dict[str, Any] = {"household": "H-1", "on": "2016-12-01", "water": True}
INCOME = {"household": "H-1", "until": "2016-12-31", "wage": "9000.01", "business": "0",
          "property": "0.01", "transfer": "0", "business_expenses": "0"}  # fmt: skip
EVENT = {"household": "H-1", "event": "registered", "on": "2014-04-01", "year": None}


def counts(**tables: list[dict[str, Any]]) -> dict[str, int]:
    """How many faults of each rule."""
    return dict(fp.Registry.of(**tables).check().counts)


def test_sound_records_have_no_faults() -> None:
    assert counts(households=[HOUSEHOLD], helpers=[DEPUTY], links=[LINK], events=[EVENT]) == {}
    registry = fp.Registry.of(households=[HOUSEHOLD])
    assert str(registry.check()) == "checked: no faults"
    assert len(registry.check()) == 0
    assert registry.check() is registry.check()


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            {"households": [{**HOUSEHOLD, "division": "51x8"}]},
            {"households.division unreadable": 1},
        ),
        ({"households": [{**HOUSEHOLD, "division": None}]}, {}),
        ({"households": [{**HOUSEHOLD, "size": 0}]}, {"households.size below 1": 1}),
        ({"households": [{**HOUSEHOLD, "size": "many"}]}, {"households.size unreadable": 1}),
        (
            {"surveys": [{**SURVEY, "net_income_per_head": "-0.01"}]},
            {"surveys.net_income_per_head implausible": 1},
        ),
        (
            {"surveys": [{**SURVEY, "disposable_income_per_head": "100000.01"}]},
            {"surveys.disposable_income_per_head implausible": 1},
        ),
        (
            {"surveys": [{**SURVEY, "net_income_per_head": 0}]},
            {"surveys.net_income_per_head nothing": 1},
        ),
        ({"surveys": [{**SURVEY, "net_income_per_head": 100_000, "measures": 0}]}, {}),
        (
            {"surveys": [{**SURVEY, "school_age_children": 101}]},
            {"surveys.school_age_children implausible": 1},
        ),
        (
            {"households": [{**HOUSEHOLD, "registration": "rich"}]},
            {"households.registration unknown": 1},
        ),
        (
            {"households": [{**HOUSEHOLD, "id": None}, HOUSEHOLD]},
            {"households.id missing": 1},
        ),
        ({"households": [HOUSEHOLD, HOUSEHOLD]}, {"households repeated": 1}),
        (
            {"households": [HOUSEHOLD, {**HOUSEHOLD, "size": 5}]},
            {"households contradict": 1, "households repeated": 1},
        ),
        ({"links": [{**LINK, "since": "2016-02-30"}]}, {"links.since unreadable": 1}),
        ({"links": [{**LINK, "until": "2015-03-01"}]}, {"links period empty": 1}),
        ({"links": [{**LINK, "until": "2014-01-01"}]}, {"links period empty": 1}),
        ({"links": [{**LINK, "kind": "friendship"}]}, {"links.kind unknown": 1}),
        ({"links": [{**LINK, "kind": None}]}, {"links.kind unknown": 1}),
        ({"links": [{**LINK, "role": "third"}]}, {"links.role unknown": 1}),
        ({"links": [{**LINK, "helper": None}, LINK]}, {"links.helper missing": 1}),
        ({"links": [{**LINK, "party": None}, LINK]}, {"links.party missing": 1}),
        ({"links": [LINK, LINK]}, {"links repeated": 1}),
        ({"links": [LINK, {**LINK, "since": "2016-01-01"}]}, {}),
        (
            {"links": [LINK, {**LINK, "until": "2016-01-01"}]},
            {"links contradict": 1, "links repeated": 1},
        ),
        ({"helpers": [{**DEPUTY, "post": "friend"}]}, {"helpers.post unknown": 1}),
        ({"helpers": [{**DEPUTY, "level": "continent"}]}, {"helpers.level unknown": 1}),
        (
            {"links": [LINK], "households": [{**HOUSEHOLD, "id": "H-2"}]},
            {"links.party not among households": 1},
        ),
        (
            {"links": [LINK], "helpers": [{**DEPUTY, "id": "D-2"}]},
            {"links.helper not among helpers": 1},
        ),
        (
            {"links": [{**LINK, "kind": "deputy-voter"}], "voters": [{"id": "V-1"}]},
            {"links.party not among voters": 1},
        ),
        ({"exemptions": [{"helper": "D-1", "rule": "r", "quota": -1}]},
         {"exemptions.quota below 0": 1}),
        ({"surveys": [{**SURVEY, "on": None}]}, {"surveys.on missing": 1}),
        ({"surveys": [{**SURVEY, "on": "soon"}]}, {"surveys.on unreadable": 1}),
        ({"village_surveys": [{"division": "510824102201", "on": None}]},
         {"village_surveys.on missing": 1}),
        ({"county_surveys": [{"division": "510824", "on": None}]},
         {"county_surveys.on missing": 1}),
        ({"surveys": [SURVEY], "households": [{**HOUSEHOLD, "id": "H-2"}]},
         {"surveys.household not among households": 1}),
        ({"surveys": [SURVEY], "households": [{**HOUSEHOLD, "id": "H-2"}],
          "unregistered": [{"id": "H-1"}]}, {}),
        ({"incomes": [INCOME], "households": [{**HOUSEHOLD, "id": "H-2"}]},
         {"incomes.household not among households": 1}),
        ({"incomes": [INCOME]}, {}),
        ({"incomes": [{**INCOME, "until": None}]}, {"incomes.until missing": 1}),
        ({"incomes": [{**INCOME, "business_expenses": "0.02"}]}, {}),
        ({"incomes": [{**INCOME, "business_expenses": "9000.03"}]}, {"incomes below nothing": 1}),
        (
            {"incomes": [{**INCOME, "business_expenses": "-9000"}]},
            {"incomes.business_expenses implausible": 1},
        ),
        ({"incomes": [{**INCOME, "wage": "100000000.01"}]}, {"incomes.wage implausible": 1}),
        ({"households": [{**HOUSEHOLD, "size": 1_001}]}, {"households.size above 1000": 1}),
        ({"unregistered": [{"id": "U-1", "size": 0}]}, {"unregistered.size below 1": 1}),
        (
            {"populations": [{"division": "510824", "year": 2016, "persons": 0}]},
            {"populations.persons below 1": 1},
        ),
        ({"reports": [{"helper": "M-1", "year": 1900, "on": None}]},
         {"reports.year below 1949": 1}),
        ({"events": [EVENT, {**EVENT, "on": "2015-01-01"}]},
         {"events impossible in registration": 1}),
        ({"events": [{**EVENT, "event": "became rich"}]},
         {"events impossible in monitoring": 1, "events impossible in registration": 1,
          "events.event unknown": 1}),
        ({"events": [{**EVENT, "event": "at-risk"}, {**EVENT, "on": None}]},
         {"events impossible in registration": 1}),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_rule(
    tables: dict[str, list[dict[str, Any]]], expected: dict[str, int]
) -> None:
    assert counts(**tables) == expected


def test_a_fault_is_one_sentence_and_never_shows_the_cell() -> None:
    registry = fp.Registry.of(links=[{**LINK, "since": "SECRET"}])
    [told] = registry.check().sentences()
    assert told == (
        "links.since of deputy-household | D-1 | H-1 | –: the cell cannot be read as a day; "
        "expected date, naive timestamp, or text YYYY-MM-DD; correct it: until then what rests on "
        "it is unknown"
    )
    assert "SECRET" not in repr(registry.check().rows)


def test_only_so_many_sentences_are_told_as_are_asked_for() -> None:
    faulty = [{**HOUSEHOLD, "id": f"H-{n}", "size": 0} for n in range(30)]
    check = fp.Registry.of(households=faulty).check()
    assert len(check) == 30
    assert len(check.sentences()) == 20
    assert len(check.sentences(most=3)) == 3


def test_the_check_shows_itself_as_text_and_as_a_table() -> None:
    check = fp.Registry.of(households=[{**HOUSEHOLD, "size": 0}]).check()
    assert repr(check) == ("checked: 1 faults of 1 kinds\n          1  households.size below 1")
    assert check._repr_html_() == (
        "<p>checked: 1 faults of 1 kinds</p>"
        "<table><tr><td>1</td><td>households.size below 1</td></tr></table>"
    )
    assert isinstance(check.native, pl.DataFrame)


def test_a_result_says_whether_its_data_was_checked() -> None:
    registry = fp.Registry.of(households=[HOUSEHOLD], links=[LINK])
    before = fp.coverage.households(registry, on="2016-09-09", kinds=["deputy-household"])
    registry.check()
    after = fp.coverage.households(registry, on="2016-09-09", kinds=["deputy-household"])
    assert before.provenance.checked == "unchecked: registry.check() was not called"
    assert after.provenance.checked == "checked: no faults"
    assert before.digest == after.digest


def test_the_page_of_tables_is_the_one_made_from_the_code() -> None:
    from pathlib import Path

    page = Path(__file__).parents[2] / "docs" / "tables.md"
    assert page.read_text("utf-8") == described()
    assert all(f"## {name} (" in described() for name in SPECS)
