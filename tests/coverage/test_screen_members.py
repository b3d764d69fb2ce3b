"""Screening by what members say, and by fields of one's own, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest

import fupin as fp
from fupin.errors import (
    NotInForceError,
    QuestionError,
    SchemaError,
)
from tests.coverage.screened import (
    CANGXI,
    ON,
    OWN,
    outcomes,
    poor,
    rows,
    screened,
    seen,
)
from tests.policy.criteria import TEXT, with_leaf
from tests.rules.criteria import Pensioner, fact

# --- Members and fields of one's own --------------------------------------------------------------


def test_members_say_what_a_household_has() -> None:
    """H-1: all are insured; H-2: one is not; H-3: one may be; H-4: nobody is known to be there."""
    people: dict[str, list[bool | None]] = {
        "H-1": [True, True],
        "H-2": [True, False],
        "H-3": [True, None],
        "H-4": [],
    }
    told = {f"{home}-{n}": i for home, insured in people.items() for n, i in enumerate(insured)}
    tables = {
        "households": [poor(home, size=None) for home in people],
        "memberships": [{"household": p[:3], "person": p, "since": "2014-01-01"} for p in told],
        "persons": [fp.Person(id=p, insured=i) for p, i in told.items()],
        "surveys": [seen(home) for home in people],
    }
    book = fp.policy.parse(with_leaf('flag = "all_insured"'))
    expected = {"H-1": "met", "H-2": "unmet", "H-3": "unknown", "H-4": "unknown"}
    assert outcomes(screened(book, tables=tables, criterion="exit")) == expected
    for missing in ("persons", "memberships"):
        fewer = {name: rows for name, rows in tables.items() if name != missing}
        assert set(outcomes(screened(book, tables=fewer, criterion="exit")).values()) == {"unknown"}
    for answer, outcome in ((True, "met"), (False, "unmet")):
        found = screened(book, tables=tables, criterion="exit", assume={"all_insured": answer})
        assert outcomes(found) == {**expected, "H-3": outcome, "H-4": outcome}


@pytest.mark.parametrize("fold", ["count", "sum"])
@pytest.mark.parametrize("given", [True, False])
def test_numbers_of_members_lie_between_bounds(fold: str, given: bool) -> None:
    """Two of 100 yuan, one of whom may be gone; where nobody is known, an assumption answers."""
    holds = 'holds = { id = "p", zh = "养", en = "p", compare = "pension", is = "over", value = 0 }'
    text = fact(fold, holds if fold == "count" else 'of = "pension"')
    unit = 1 if fold == "count" else 100
    people = [Pensioner(id=p, pension=Decimal(100)) for p in "AB"]
    tables = {
        "households": [poor("H-1")], "surveys": [seen("H-1")], "persons": people,
        "memberships": [{"household": "H-1", "person": "A", "since": "2014-01-01"},
                        {"household": "H-1", "person": "B", "since": None}],
    }  # fmt: skip
    if not given:
        del tables["memberships"]
    for limit, outcome in ((unit, "met"), (unit + 1, "unknown"), (2 * unit + 1, "unmet")):
        leaf = f'compare = "all_insured", is = "at_least", value = {limit}'
        book = fp.policy.parse(with_leaf(leaf, text))
        found = screened(book, tables=tables, criterion="exit")
        assert outcomes(found) == {"H-1": outcome if given else "unknown"}
        if fold == "count" and not given:
            assumed = screened(book, tables=tables, criterion="exit", assume={"all_insured": 1})
            assert outcomes(assumed) == {"H-1": "met" if limit == 1 else "unmet"}


@pytest.mark.parametrize("fold", ["every", "count"])
def test_members_say_nothing_of_a_household_of_nobody(fold: str) -> None:
    """One member, who is not insured: that fails, unless the record says that nobody is there."""
    text = fact(fold, 'holds = { id = "i", zh = "保", en = "i", flag = "insured" }')
    said = 'compare = "all_insured", is = "over", value = 0'
    book = fp.policy.parse(with_leaf(said if fold == "count" else 'flag = "all_insured"', text))
    for size, outcome in ((1, "unmet"), (0, "unknown")):
        tables = {
            "households": [poor("H-1", size=size)], "surveys": [seen("H-1")],
            "persons": [fp.Person(id="A", insured=False)],
            "memberships": [{"household": "H-1", "person": "A", "since": "2014-01-01"}],
        }  # fmt: skip
        assert outcomes(screened(book, tables=tables, criterion="exit")) == {"H-1": outcome}


def test_a_sum_is_of_the_members_who_are_asked() -> None:
    """Of those who are not, nothing need be known."""
    where = 'where = { id = "i", zh = "保", en = "i", flag = "insured" }'
    text = fact("sum", f'{where}\nof = "pension"')
    book = fp.policy.parse(with_leaf('compare = "all_insured", is = "exactly", value = 70', text))
    told = [Pensioner(id="A", insured=True, pension=Decimal(100)), Pensioner(id="B", insured=False),
            Pensioner(id="C", insured=True, pension=Decimal(-30))]  # fmt: skip
    tables = {
        "households": [poor("H-1")], "surveys": [seen("H-1")], "persons": told,
        "memberships": [{"household": "H-1", "person": p, "since": "2014-01-01"} for p in "ABC"],
    }  # fmt: skip
    assert outcomes(screened(book, tables=tables, criterion="exit")) == {"H-1": "met"}
    there = [{**row, "since": None} for row in tables["memberships"]]
    doubtful = screened(book, tables={**tables, "memberships": there}, criterion="exit")
    assert outcomes(doubtful) == {"H-1": "unknown"}


@pytest.mark.parametrize(
    ("pension", "how", "limit", "outcome"),
    [
        (-50, "at_least", 50, "met"), (-50, "at_least", 51, "unknown"),
        (-50, "at_most", 100, "met"), (-50, "at_most", 99, "unknown"),
        (50, "at_least", 100, "met"), (50, "at_least", 101, "unknown"),
        (50, "at_most", 150, "met"), (50, "at_most", 149, "unknown"),
    ],
)  # fmt: skip
def test_who_may_be_there_may_add_or_take_away(
    pension: int, how: str, limit: int, outcome: str
) -> None:
    """One surely has 100 yuan; the other may be there, with 50 or with debts of 50."""
    told = [Pensioner(id="A", pension=Decimal(100)), Pensioner(id="B", pension=Decimal(pension))]
    days = {"A": "2014-01-01", "B": None}
    tables = {
        "households": [poor("H-1")], "surveys": [seen("H-1")], "persons": told,
        "memberships": [{"household": "H-1", "person": p, "since": d} for p, d in days.items()],
    }  # fmt: skip
    asked = f'compare = "all_insured", is = "{how}", value = {limit}'
    book = fp.policy.parse(with_leaf(asked, fact("sum", 'of = "pension"')))
    assert outcomes(screened(book, tables=tables, criterion="exit")) == {"H-1": outcome}


def test_a_line_that_members_are_held_against_may_be_carried_on() -> None:
    asked = 'compare = "pension", is = "over", parameter = "line"'
    text = fact("some", f'holds = {{ id = "p", zh = "养", en = "p", {asked} }}')
    book = fp.policy.parse(with_leaf('flag = "all_insured"', text))
    tables = {
        "households": [poor("H-1")], "surveys": [seen("H-1")],
        "persons": [Pensioner(id="P", pension=Decimal(3000))],
        "memberships": [{"household": "H-1", "person": "P", "since": "2014-01-01"}],
    }  # fmt: skip
    with pytest.raises(NotInForceError):
        screened(book, tables=tables, criterion="exit", on="2017-06-30")
    carried = screened(book, tables=tables, criterion="exit", on="2017-06-30", carry=True)
    assert outcomes(carried) == {"H-1": "met"}


def test_a_membership_without_a_person_stands_for_some() -> None:
    text = fact("count", 'holds = { id = "p", zh = "保", en = "p", flag = "insured" }')
    book = fp.policy.parse(with_leaf('compare = "all_insured", is = "at_most", value = 0', text))
    tables = {
        "households": [poor("H-1")], "surveys": [seen("H-1")],
        "persons": [fp.Person(id="P", insured=False)],
        "memberships": [{"household": "H-1", "person": p, "since": "2014-01-01"}
                        for p in ("P", None)],
    }  # fmt: skip
    assert outcomes(screened(book, tables=tables, criterion="exit")) == {"H-1": "unknown"}


@pytest.mark.parametrize(
    ("how", "years", "outcome"),
    [
        ("at_least", "16", "met"), ("at_least", "16.5", "unmet"), ("over", "16", "unmet"),
        ("over", "15.5", "met"), ("under", "16", "unmet"), ("under", "16.5", "met"),
        ("at_most", "16", "met"), ("at_most", "15.5", "unmet"), ("exactly", "16", "met"),
        ("exactly", "16.5", "unmet"), ("at_least", "-1", "met"), ("at_least", "9999", "unmet"),
        ("under", "1000000000", "met"),
    ],
)  # fmt: skip
def test_an_age_is_in_full_years_on_the_day(how: str, years: str, outcome: str) -> None:
    """16 on 31 December 2016; who is not yet born, or of whom nobody knows, has no age."""
    asked = f'compare = "age", is = "{how}", value = {years}'
    text = fact("some", f'holds = {{ id = "a", zh = "龄", en = "a", {asked} }}')
    book = fp.policy.parse(with_leaf('flag = "all_insured"', text))
    born = {"H-1": "2000-12-31", "H-2": "2017-01-01", "H-3": None}
    tables = {
        "households": [poor(home) for home in born], "surveys": [seen(home) for home in born],
        "memberships": [{"household": h, "person": h, "since": "2014-01-01"} for h in born],
        "persons": [{"id": home, "born": day} for home, day in born.items()],
    }  # fmt: skip
    assert outcomes(screened(book, tables=tables, criterion="exit")) == {
        "H-1": outcome, "H-2": "unknown", "H-3": "unknown",
    }  # fmt: skip


@pytest.mark.parametrize(
    "rooms",
    [[3, 2, None], ["3", "2", "many"], [3.0, 2.0, 2.5], [3.0, 2.0, float("nan")], [3, 2, 10**10]],
    ids=str,
)
@pytest.mark.parametrize("engine", ["polars", "pandas", "duckdb"])
def test_a_field_of_ones_own_is_read_from_ones_own_column(rooms: list[Any], engine: str) -> None:
    frame: Any = pl.DataFrame({**OWN, "rooms": pl.Series(rooms, strict=False)})
    frame = {"polars": frame, "pandas": frame.to_pandas(),
             "duckdb": duckdb.from_arrow(frame.to_arrow())}[engine]  # fmt: skip
    book = fp.policy.parse(with_leaf('compare = "rooms", is = "over", value = 2.5'))
    found = fp.coverage.screen(fp.Registry.of(surveys=frame), book, "exit", on=ON)
    told = found.verdicts.pl() if engine == "duckdb" else pl.DataFrame(found.verdicts)
    assert dict(told.select("id", "outcome").rows()) == {
        "H-1": "met", "H-2": "unmet", "H-3": "unknown",
    }  # fmt: skip


def test_a_field_of_ones_own_that_the_table_has_not_or_has_otherwise_is_told() -> None:
    book = fp.policy.parse(with_leaf('compare = "rooms", is = "over", value = 2.5'))
    with pytest.raises(SchemaError, match="no column rooms: surveys has household, on"):
        screened(book, tables={"surveys": pl.DataFrame(OWN)}, criterion="exit")
    days = pl.DataFrame({**OWN, "rooms": pl.Series(["2016-01-01"] * 3).str.to_date()})
    with pytest.raises(SchemaError, match=r"expected whole numbers @ surveys\.rooms"):
        screened(book, tables={"surveys": days}, criterion="exit")


@pytest.mark.parametrize("name", ["size", "id"])
def test_a_field_of_ones_own_does_not_hide_what_the_units_have(name: str) -> None:
    text = TEXT.replace('name = "rooms"', f'name = "{name}"')
    book = fp.policy.parse(with_leaf(f'compare = "{name}", is = "over", value = 2', text))
    frame = pl.DataFrame({**OWN, name: [9, 9, 9]})
    households = pl.DataFrame({"id": ["H-1"], "size": [1]})
    with pytest.raises(QuestionError, match=f"by= cannot be {name}, nor can a field"):
        screened(book, tables={"surveys": frame, "households": households}, criterion="exit")


def test_a_column_of_the_units_does_not_hide_what_was_surveyed() -> None:
    """Whoever asks by water would else be judged by the water of another table."""
    households = pl.DataFrame({"id": ["H-1"], "division": [CANGXI], "water": ["east"]})
    tables = {"households": households, "surveys": pl.DataFrame(OWN)}
    book = fp.policy.parse(TEXT)
    with pytest.raises(QuestionError, match="by= cannot be water"):
        screened(book, tables=tables, criterion="exit", by="water")
    assert outcomes(screened(book, tables=tables, criterion="exit", by="county")) == {"H-1": "met"}


def test_a_fact_may_be_called_as_a_column_of_the_units() -> None:
    text = TEXT.replace('id = "all_insured"', 'id = "valley"')
    book = fp.policy.parse(with_leaf('flag = "valley"', text))
    tables = {
        "households": pl.DataFrame({"id": ["H-1"], "division": [CANGXI], "valley": ["east"]}),
        "memberships": pl.DataFrame({"household": ["H-1"], "person": ["P"],
                                     "since": ["2014-01-01"]}),
        "persons": pl.DataFrame({"id": ["P"], "insured": [True]}), "surveys": pl.DataFrame(OWN),
    }  # fmt: skip
    found = screened(book, tables=tables, criterion="exit", by="valley")
    assert rows(found, "valley", "met") == [("east", 1)]
