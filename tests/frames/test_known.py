"""What was known on a day: rows recorded and withdrawn, and those that nobody knows of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import DayError, SchemaError
from fupin.frames import SPECS

ON = "2016-08-31"
KINDS = ["deputy-household"]
NEED = {"registration": "in-need"}
Row = dict[str, Any]


def linked(**days: object) -> fp.Registry:
    """One household in need, and one link to it since 2015 with its days of knowledge."""
    link = {"kind": "deputy-household", "helper": "D-1", "party": "H-1", "since": "2015-03-01"}
    return fp.Registry.of(
        households=[{"id": "H-1", **NEED}], links=[{**link, "recorded": "2015-03-01", **days}]
    )


def paired(registry: fp.Registry, known_on: str | None) -> str:
    """The coverage on the day, in words."""
    asked = {"on": ON, "kinds": KINDS, "known_on": known_on}
    return str(fp.coverage.households(registry, **asked).total)  # type: ignore[arg-type]


NO, YES, MAYBE = "0 of 1: 0.0 %", "1 of 1: 100.0 %", "0 of 1, unknown 1: 0.0 % to 100.0 %"


@pytest.mark.parametrize(
    ("days", "known_on", "expected"),
    [
        ({"recorded": "2016-09-20"}, None, YES),
        ({"recorded": "2016-09-20"}, "2016-09-19", NO),
        ({"recorded": "2016-09-20"}, "2016-09-20", YES),
        ({"withdrawn": "2016-09-20"}, None, NO),
        ({"withdrawn": "2099-12-31"}, None, NO),
        ({"withdrawn": "2016-09-20"}, "2016-09-19", YES),
        ({"withdrawn": "2016-09-20"}, "2016-09-20", NO),
        ({"recorded": "2016-09-20", "withdrawn": "2016-09-20"}, "2016-09-20", NO),
        ({"recorded": "2016-09-20", "withdrawn": "2016-09-20"}, None, NO),
        ({"recorded": "2016-09-20", "withdrawn": "2016-10-01"}, "2016-09-30", YES),
    ],
)
def test_a_row_is_known_from_its_first_day_until_it_is_withdrawn(
    days: Row, known_on: str | None, expected: str
) -> None:
    """Without a day every row counts that was not withdrawn, whenever that is to be."""
    assert paired(linked(**days), known_on) == expected


@pytest.mark.parametrize(
    ("days", "known_on", "expected"),
    [
        ({"withdrawn": "soon"}, None, MAYBE),
        ({"withdrawn": "soon"}, "2016-09-20", MAYBE),
        ({"withdrawn": "soon"}, "2015-02-28", NO),
        ({"recorded": "once"}, None, YES),
        ({"recorded": "once"}, "2016-09-20", MAYBE),
        ({"recorded": "once", "withdrawn": "2016-09-20"}, "2016-09-20", NO),
        ({"recorded": "2016-09-20", "withdrawn": "2016-09-19"}, None, MAYBE),
        ({"recorded": "2016-09-20", "withdrawn": "2016-09-19"}, "2016-09-01", MAYBE),
    ],
)
def test_a_row_that_nobody_knows_to_stand_is_unknown(
    days: Row, known_on: str | None, expected: str
) -> None:
    """Its day cannot be read, or it was withdrawn before it was recorded."""
    assert paired(linked(**days), known_on) == expected


def test_each_fault_of_the_two_days_is_told_by_the_check() -> None:
    told = {
        key: value
        for days in (
            {"withdrawn": "soon"},
            {"recorded": "once"},
            {"recorded": "2016-09-20", "withdrawn": "2016-09-19"},
        )
        for key, value in linked(**days).check().counts.items()
    }
    assert told == {
        "links.withdrawn unreadable": 1,
        "links.recorded unreadable": 1,
        "links withdrawn before recorded": 1,
    }
    [said] = linked(recorded="2016-09-20", withdrawn="2016-09-19").check().sentences()
    assert said == (
        "links.recorded, withdrawn of deputy-household | D-1 | H-1 | 2015-03-01: the row was "
        "withdrawn before it was recorded; expected withdrawn on the day it was recorded, or "
        "later; correct one of the two: until then nobody knows whether it stands"
    )


DOUBT = {"withdrawn": "soon"}
"""What is known of each table whose rows nobody knows to stand: asked of one record."""


@pytest.mark.parametrize(
    ("row", "population", "expected"),
    [
        (NEED, "in_need", (0, 1)),
        ({"registration": "exited"}, "in_need", (0, 1)),
        ({"monitoring": "none"}, "monitored", (0, 1)),
        ({"monitoring": "none", "withdrawn": None}, "monitored", (0, 0)),
    ],
)
def test_a_household_that_may_not_stand_is_in_no_population_for_sure(
    row: Row, population: str, expected: tuple[int, int]
) -> None:
    frame = pl.DataFrame([{"id": "H-1", **DOUBT, **row}], schema_overrides={"withdrawn": pl.String})
    registry = fp.Registry.of(households=frame, links=pl.DataFrame(_NO_LINKS))
    asked: Any = {"on": ON, "kinds": KINDS, "population": population}
    rows = fp.coverage.households(registry, **asked).rows
    assert rows.select("households", "unplaced").row(0) == expected


_NO_LINKS = {name: pl.Series([], dtype=pl.String) for name in ("kind", "helper", "party")}


def test_a_survey_that_may_not_stand_says_nothing_and_hides_what_others_say() -> None:
    """It may be the latest: what it says otherwise cannot be told from the truth."""
    seen = {"household": "H-1", "housing": True, "water": True}
    registry = fp.Registry.of(
        surveys=[
            {**seen, "on": "2016-06-30", "withdrawn": None},
            {**seen, "on": "2016-12-01", "housing": False, **DOUBT},
        ]
    )
    assert registry.records("surveys", household="H-1") == [
        fp.Survey(household="H-1", on="2016-06-30", housing=True, water=True),
        fp.Survey(household="H-1", on=None),
    ]
    [event] = fp.Registry.of(
        households=[{"id": "H-1"}],
        events=[{"household": "H-1", "event": "registered", "on": "2014-01-01", **DOUBT}],
    ).records("households", id="H-1")[0].events  # fmt: skip
    assert (event.event, event.on) == ("registered", None)


def test_columns_of_ones_own_are_unknown_with_their_row() -> None:
    registry = fp.Registry.of(households=[{"id": "H-1", "hamlet": "A", **NEED, **DOUBT}])
    assert registry.native("households").to_dicts() == [
        {"id": "H-1", "hamlet": None, "registration": "?", "withdrawn": None}
    ]


def test_a_result_says_what_day_it_was_known_on_and_what_was_taken_as_known() -> None:
    """Of rows that say nothing of when they came."""
    told = fp.coverage.households(linked(), on=ON, kinds=KINDS, known_on="2016-09-19").provenance
    assert told.known_on == dt.date(2016, 9, 19)
    assert told.lines()[0].startswith("households on 2016-08-31, as known on 2016-09-19: popul")
    assert told.assumptions[-1] == (
        "rows without a recorded day were always known, and every row of households"
    )
    registry = fp.Registry.of(households=[{"id": "H-1", "recorded": "2016-01-01", **NEED}])
    said = registry.known("2016-09-19").provenance("mine", dt.date(2016, 9, 9), asked={})
    assert said.assumptions == ("rows without a recorded day were always known",)


def test_another_day_of_knowledge_is_another_question() -> None:
    """And without one the digest is that of a registry that knows nothing of such days."""
    digests = [
        fp.coverage.households(linked(), on=ON, kinds=KINDS, known_on=known_on).digest
        for known_on in (None, "2016-09-19", "2016-09-20")
    ]
    assert len(set(digests)) == 3
    plain = fp.Registry.of(
        households=[{"id": "H-1", **NEED}],
        links=[fp.Link(kind=KINDS[0], helper="D-1", party="H-1", since="2015-03-01")],
    )
    assert fp.coverage.households(plain, on=ON, kinds=KINDS).digest == digests[0]


def test_a_registry_as_known_on_a_day_has_a_check_of_its_own() -> None:
    """Whoever asked for it keeps it; the day may still be changed."""
    registry = linked(since="2016-09-09", until="2015-03-01", recorded="2016-09-20")
    assert registry.check().counts == {"links period empty": 1}
    then = registry.known("2016-09-19")
    assert then.checked is None
    assert then.check().counts == {}
    assert registry.checked is not then.checked
    assert then.known("2016-09-19") is then.known(None) is then
    assert then.known("2016-09-20").check().counts == {"links period empty": 1}
    result = fp.coverage.households(then, on=ON, kinds=KINDS).provenance
    assert (result.checked, result.known_on) == ("checked: no faults", then.known_on)


def test_a_registry_that_knows_no_such_days_refuses_the_question() -> None:
    registry = fp.Registry.of(households=[{"id": "H-1", "withdrawn": "2016-09-20"}])
    with pytest.raises(SchemaError) as told:
        registry.known(ON)
    [said] = told.value.problems
    assert said == (
        "no table says what was known on a day: add the column recorded, the day a row was "
        "entered, and withdrawn, the day it was struck out or corrected, to the tables whose rows "
        "came later @ known_on"
    )
    with pytest.raises(DayError, match="known_on: text that is no day"):
        linked().known("then")


def test_every_table_may_carry_the_two_days() -> None:
    for spec in SPECS.values():
        assert spec.types["recorded"] == spec.types["withdrawn"] == "day"


def test_rows_unlike_only_in_when_they_were_entered_do_not_contradict_each_other() -> None:
    same = {"id": "H-1", "size": 3}
    rows = [{**same, "recorded": day} for day in ("2016-01-01", "2016-02-01")]
    assert fp.Registry.of(households=rows).check().counts == {"households repeated": 1}


def test_a_timeline_is_known_on_one_day() -> None:
    """The days go on, and what is known of them stays."""
    line = fp.coverage.timeline(
        fp.coverage.households, linked(since="2016-08-01", recorded="2016-09-20"),
        kinds=KINDS, days=["2016-07-31", ON], known_on="2016-09-20",
    )  # fmt: skip
    assert line.rows["paired"].to_list() == [0, 1]
    assert line.provenance.known_on == dt.date(2016, 9, 20)


LATE = [
    {"household": "H-1", "on": "2016-06-30", "housing": False, "recorded": "2016-07-01"},
    {"household": "H-1", "on": "2016-11-30", "housing": True, "recorded": "2017-03-01"},
]


def compared(**days: str) -> fp.coverage.Comparison:
    """Who changes, by a survey that came late."""
    book, registry = fp.policy.load("cn-2016"), fp.Registry.of(surveys=LATE)
    return fp.coverage.compare(registry, book, "household-exit", **days)  # type: ignore[arg-type]


def test_comparing_is_done_as_known_on_a_day() -> None:
    """On both sides."""
    found = compared(on="2016-07-31", other_on="2016-12-31", known_on="2016-12-31")
    assert found.rows.select("before", "after").rows() == [("unmet", "unmet")]
    assert found.provenance.known_on == dt.date(2016, 12, 31)
    assert found.provenance.asked["after"] == "cn-2016 on 2016-12-31"


@pytest.mark.parametrize(("known_on", "said"), [("2016-12-31", "2016-12-31"), (None, "no day")])
def test_what_came_to_be_known_later_is_compared_with_what_was_known(
    known_on: str | None, said: str
) -> None:
    """About one and the same day; without a day of knowledge all that stands is known."""
    days: Any = {"known_on": known_on, "other_known_on": "2017-03-01"}
    found = compared(on="2016-12-31", **days)
    expected = [("unmet", "unknown")] if known_on else [("unknown", "unknown")]
    assert found.rows.select("before", "after").rows() == expected
    assert found.provenance.asked["before"] == f"cn-2016 on 2016-12-31, as known on {said}"
    assert found.provenance.asked["after"] == "cn-2016 on 2016-12-31, as known on 2017-03-01"
    assert len(found.changed) == (1 if known_on else 0)
