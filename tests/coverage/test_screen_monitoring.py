"""Who is to be monitored (监测对象): each type over a table of ordinary and exited households."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.errors import QuestionError
from tests.coverage.screened import CANGXI
from tests.oracles.screening import screening

ON = fp.dates.day("2021-12-31", where="on")
BOOK = fp.policy.amend(
    fp.policy.load("cn-monitoring-2021"), parameters={"monitoring-line": {"2021-01-01": "6000"}}
)
LOCAL = fp.policy.amend(
    fp.policy.load("cn-2026"), parameters={"monitoring-line": {"2021-01-01": "8000"}}
)
EXITED = (
    fp.Event(event="registered", on="2014-04-01"), fp.Event(event="exited", on="2016-12-31"),
)  # fmt: skip


def household(name: str, **more: Any) -> fp.Household:
    return fp.Household(id=name, division=CANGXI, size=3, **more)


def seen(name: str, net: str, **more: Any) -> fp.Survey:
    """A household at risk."""
    told = {"exited": False, "income_steady": True, "risk": True, "sudden_hardship": False}
    return fp.Survey(
        household=name, on="2021-12-01", income_until="2021-12-31", net_income_per_head=net,
        **{**told, **more},
    )  # fmt: skip


TABLES: dict[str, Any] = {
    "households": [
        household("E-poor", events=EXITED),
        household("E-rich", events=EXITED),
        household("E-silent", events=EXITED),
        household("E-struck", events=EXITED),
        household("O-poor", registration="ordinary"),
        household("O-rich", registration="ordinary"),
        household("O-struck", registration="ordinary"),
        household("O-moved", events=(fp.Event(event="gone", on="2020-05-01"),)),
        household("O-struck-off", registration="deregistered"),
        household("untold"),
    ],
    "surveys": [
        seen("E-poor", "5000", exited=True),
        seen("E-rich", "9000", exited=True),
        seen("E-silent", "5000", exited=None),
        seen("E-struck", "9000", exited=True, sudden_hardship=True),
        seen("O-poor", "5000"),
        seen("O-rich", "9000"),
        seen("O-struck", "9000", sudden_hardship=True),
        seen("O-moved", "5000"),
        seen("O-struck-off", "5000"),
        seen("untold", "5000"),
    ],
}


def judged(criterion: str, book: fp.Rulebook = BOOK, **asked: Any) -> dict[str, str]:
    """The outcome of each who is or may be in the population, as the oracle has it too."""
    told: dict[str, Any] = {"criterion": criterion, "on": ON, **asked}
    found = fp.coverage.screen(fp.Registry.of(**TABLES), book, **told)
    _, expected = screening(TABLES, book, **told)
    outcomes = dict(found.verdicts.select("id", "outcome").rows())
    assert outcomes == {name: outcome for name, outcome, *_ in expected}
    [row] = screening(TABLES, book, **told)[0].values()
    assert found.rows.select(row.keys()).row(0) == tuple(row.values())
    return outcomes


def test_who_is_out_of_poverty_but_unstable_is_sought_among_those_who_exited() -> None:
    """Who exited by the register and of whom the survey does not say so is not known to be it."""
    assert judged("unstable-after-exit") == {
        "E-poor": "met", "E-rich": "unmet", "E-silent": "unknown", "E-struck": "unmet",
        "untold": "unmet",
    }  # fmt: skip


def test_that_those_in_the_population_exited_may_be_said_by_the_question() -> None:
    """The survey's answer is another than the register's: who trusts the register says so."""
    assert judged("unstable-after-exit", assume={"exited": True})["E-silent"] == "met"


def test_marginal_households_are_sought_among_ordinary_ones() -> None:
    assert judged("marginal-at-risk") == {
        "O-poor": "met", "O-rich": "unmet", "O-struck": "unmet", "untold": "met",
    }  # fmt: skip


def test_sudden_difficulty_is_sought_among_all_but_the_gone_and_deregistered() -> None:
    assert judged("sudden-difficulty") == {
        "E-poor": "unmet", "E-rich": "unmet", "E-silent": "unmet", "E-struck": "met",
        "O-poor": "unmet", "O-rich": "unmet", "O-struck": "met", "untold": "unmet",
    }  # fmt: skip


def test_the_standing_monitoring_of_2026_asks_about_all() -> None:
    assert judged("at-risk", LOCAL, on=fp.dates.day("2026-03-01", where="on")) == {
        "E-poor": "met", "E-rich": "unmet", "E-silent": "met", "E-struck": "met",
        "O-poor": "met", "O-rich": "unmet", "O-struck": "met", "untold": "met",
    }  # fmt: skip


def test_who_may_be_ordinary_or_not_is_counted_apart() -> None:
    found = fp.coverage.screen(fp.Registry.of(**TABLES), BOOK, "marginal-at-risk", on=ON)
    assert found.rows.select("units", "met", "unplaced").row(0) == (3, 1, 1)


def test_a_table_that_tells_no_status_holds_all_and_tells_nobody_ordinary() -> None:
    tables = {"households": [household("H-1")], "surveys": [seen("H-1", "5000")]}
    registry = fp.Registry.of(**tables)
    found = fp.coverage.screen(registry, BOOK, "sudden-difficulty", on=ON)
    assert found.rows.select("units", "unplaced").row(0) == (1, 0)
    assert "every household of the table is counted" in " ".join(found.provenance.assumptions)
    with pytest.raises(QuestionError, match="nothing tells who is ordinary: give the table events"):
        fp.coverage.screen(registry, BOOK, "marginal-at-risk", on=ON)
