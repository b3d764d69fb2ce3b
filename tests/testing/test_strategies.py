"""The strategies that are shipped: found by type, of every public type, wrong with right."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

import fupin as fp
from fupin import testing
from fupin._hypothesis import STRATEGIES, register
from fupin.errors import QuestionError, SequenceError
from tests import draws

# Types of answers and of rulebooks: made by the library, not drawn.
MADE = {
    "Coverage", "Finding", "FupinError", "MatterFinding", "Progress", "Registry", "Rulebook",
    "Table", "Timeline", "Verdict",
}  # fmt: skip
AMOUNTS = {"Bounds", "Division", "Period", "Quantity", "Rate"}  # told by themselves, not records
ENUMS = {"ActKind", "Kind", "Level", "MatterKind", "Outcome", "Standing"}


def test_every_public_type_has_a_strategy() -> None:
    types = {name for name in fp.__all__ if name[0].isupper()}
    assert types - MADE - ENUMS == set(STRATEGIES)


@pytest.mark.parametrize("name", sorted({*STRATEGIES, *ENUMS}))
@given(data=st.data())
def test_hypothesis_finds_it_by_type(name: str, data: st.DataObject) -> None:
    kind = getattr(fp, name)
    assert isinstance(data.draw(st.from_type(kind)), kind)


def test_registering_twice_changes_nothing() -> None:
    register()
    assert isinstance(find(st.from_type(fp.Period), lambda _: True), fp.Period)


def test_importing_hypothesis_loads_nothing_heavy_of_ours() -> None:
    code = (
        "import hypothesis, sys; import hypothesis.strategies\n"
        "print(*{'pydantic', 'polars', 'pendulum', 'narwhals'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize("level", [level for level in fp.Level if level is not fp.Level.NATION])
@given(data=st.data())
def test_divisions_of_one_level_are_of_that_level(level: fp.Level, data: st.DataObject) -> None:
    assert data.draw(testing.divisions(level)).level is level


@given(testing.yuan(), testing.outcomes())
def test_amounts_are_exact_to_the_fen_and_outcomes_are_three(
    amount: Decimal, outcome: fp.Outcome
) -> None:
    assert amount == amount.quantize(Decimal("0.01"))
    assert outcome in fp.Outcome


SOUND = [
    testing.households, testing.deputies, testing.members, testing.cadres, testing.medical_staff,
    testing.offices, testing.memberships, testing.postings, testing.links, testing.exemptions,
    testing.plans, testing.schemes,
    testing.matters, testing.handlings, testing.agenda, testing.inspections,
]  # fmt: skip


@pytest.mark.parametrize("strategy", SOUND, ids=lambda s: s.__name__)
@given(data=st.data())
def test_without_faults_periods_end_after_they_begin(strategy: Any, data: st.DataObject) -> None:
    drawn = data.draw(strategy(faulty=False))
    for record in (drawn, *getattr(drawn, "members", ())):
        if hasattr(record, "period"):
            assert not record.period.faulty


@given(testing.households(faulty=False))
def test_without_faults_a_history_can_have_happened(household: fp.Household) -> None:
    again = attrs.evolve(household, events=())
    for event in household.events:
        again = again.apply(event)
    assert again == household


def test_with_faults_there_are_histories_that_cannot() -> None:
    def impossible(household: fp.Household) -> bool:
        again = attrs.evolve(household, events=())
        try:
            for event in household.events:
                again = again.apply(event)
        except SequenceError:
            return True
        return False

    drawn = find(testing.households(), impossible, settings=settings(phases=[Phase.generate]))
    assert drawn.events


@draws(5)
@given(testing.tables(faulty=False))
def test_a_registry_without_faults_has_no_faulty_cell(drawn: dict[str, list[Any]]) -> None:
    found = fp.Registry.of(**drawn).check().counts
    kinds = {rule.rsplit(" ", 1)[-1] for rule in found}
    assert kinds.isdisjoint({"unreadable", "missing", "unknown", "empty"})


def test_tables_are_drawn_as_named_and_no_other() -> None:
    few = settings(max_examples=1, phases=[Phase.generate], database=None)
    assert [*find(testing.tables("links", "acts"), bool, settings=few)] == ["links", "acts"]
    with pytest.raises(QuestionError, match=r"no such table to draw: .* @ givers"):
        find(testing.tables("links", "givers"), bool, settings=few)


def test_with_faults_every_kind_of_fault_is_drawn() -> None:
    seen: set[str] = set()

    wanted = {
        "links repeated", "links contradict", "links period empty", "links.kind unknown",
        "links.helper missing", "households.division unreadable", "households contradict",
        "events impossible in registration", "links.party not among households",
    }  # fmt: skip

    def all_seen(drawn: dict[str, list[Any]]) -> bool:
        seen.update(fp.Registry.of(**drawn).check().counts)
        return seen >= wanted

    phases = settings(max_examples=60, phases=[Phase.generate], database=None)
    assert find(testing.tables("households", "helpers", "links"), all_seen, settings=phases)


@given(testing.events(faulty=False), testing.villages(faulty=False), testing.voters(faulty=False))
def test_sound_events_villages_and_voters_can_be_placed(
    event: fp.Event, village: fp.Village, voter: fp.Voter
) -> None:
    assert event.on or event.year
    assert fp.Division.of(village.division).level is fp.Level.VILLAGE
    assert voter.division is None or fp.Division.of(voter.division).level is not fp.Level.NATION


@pytest.mark.parametrize("name", sorted(set(STRATEGIES) - AMOUNTS))
@given(data=st.data())
def test_every_record_travels_as_json(name: str, data: st.DataObject) -> None:
    kind = getattr(fp, name)
    record = data.draw(st.from_type(kind))
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    assert adapter.validate_json(adapter.dump_json(record)) == record
    assert adapter.json_schema()["type"] == "object"
