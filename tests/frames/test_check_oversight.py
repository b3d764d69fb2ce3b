"""Faults of matters, of what was done about them, of the agenda and of inspections, by record."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp

MATTER: dict[str, Any] = {
    "id": "S-1", "kind": "suggestion", "addressee": "O-3", "raised": "2016-02-24",
    "assigned": "2016-03-10",
}  # fmt: skip
SEEN: dict[str, Any] = {
    "division": "510824102201", "round": 1, "lead": "C-1", "levels": "city;county",
    "on": "2016-05-04",
}  # fmt: skip


def done(step: str | None, on: str | None, **said: Any) -> dict[str, Any]:
    return {"matter": "S-1", "step": step, "on": on, "by": "O-3", **said}


def faults(*handlings: dict[str, Any], **matter: Any) -> list[tuple[str, str]]:
    """Each fault's rule, and the record that it names."""
    found = fp.Registry.of(matters=[{**MATTER, **matter}], handlings=list(handlings)).check()
    return sorted((fault["rule"], fault["row"]) for fault in found.rows.to_dicts())


def test_a_matter_handled_in_order_has_no_faults() -> None:
    steps = [
        done("reply", "2016-03-10"), done("closed", "2016-05-01"), done("reopened", "2016-05-02"),
        done("follow-up", "2016-06-01"), done("closed", "2016-07-01"),
    ]  # fmt: skip
    assert faults(*steps) == []


@pytest.mark.parametrize(
    ("rows", "matter", "rule", "named"),
    [
        ([], {"assigned": "2016-02-23"}, "matters.assigned before raised", "S-1"),
        ([], {"kind": "motion"}, "matters.kind unknown", "S-1"),
        (
            [done("closed", "2016-02-23")],
            {},
            "handlings.on before the matter was raised",
            "S-1 | closed | 2016-02-23",
        ),
        (
            [done("reply", "2016-03-09")],
            {},
            "handlings.on before the assignment",
            "S-1 | reply | 2016-03-09",
        ),
        (
            [done("reopened", "2016-05-01"), done("closed", "2016-05-02")],
            {},
            "handlings reopened and never closed",
            "S-1 | reopened | 2016-05-01",
        ),
        (
            [done("reopened", "2016-05-01")],
            {},
            "handlings reopened and never closed",
            "S-1 | reopened | 2016-05-01",
        ),
        (
            [done("reply", "2016-05-01", by="O-9")],
            {},
            "handlings.by not the addressee",
            "S-1 | reply | 2016-05-01",
        ),
        ([done("reply", None)], {}, "handlings.on missing", "S-1 | reply | – | O-3"),
        (
            [done("lost", "2016-05-01")],
            {},
            "handlings.step unknown",
            "S-1 | lost | 2016-05-01 | O-3",
        ),
        (
            [done("reply", "2016-05-01", matter="S-9")],
            {},
            "handlings.matter not among matters",
            "S-9 | reply | 2016-05-01 | O-3",
        ),
    ],
)
def test_each_fault_names_its_record(rows: Any, matter: Any, rule: str, named: str) -> None:
    assert faults(*rows, **matter) == [(rule, named)]


def test_a_closure_on_some_day_may_have_come_before_the_reopening() -> None:
    rules = [rule for rule, _ in faults(done("reopened", "2016-05-01"), done("closed", None))]
    assert rules == ["handlings.on missing"]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"levels": "clan"}, "inspections.levels unknown"),
        ({"levels": "city,county"}, "inspections.levels unknown"),
        ({"division": "510824102"}, "inspections.division no village"),
        ({"division": "510824102000"}, "inspections.division no village"),
        ({"division": "51x8"}, "inspections.division unreadable"),
        ({"round": 0}, "inspections.round below 1"),
        ({"on": None}, "inspections.on missing"),
        ({}, None),
        ({"levels": None}, None),
    ],
)
def test_inspections_are_checked(said: Any, rule: str | None) -> None:
    counts = fp.Registry.of(inspections=[{**SEEN, **said}]).check().counts
    assert counts == ({rule: 1} if rule else {})


def test_items_of_the_agenda_are_checked() -> None:
    items = [{"id": "A-1", "form": "tea", "year": 1}]
    matters = [{**MATTER, "item": "A-9"}]
    counts = fp.Registry.of(agenda=items, matters=matters).check().counts
    assert counts == {
        "agenda.form unknown": 1, "agenda.year below 1949": 1, "matters.item not among agenda": 1,
    }  # fmt: skip
