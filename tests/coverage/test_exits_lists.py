"""What if a list of households goes out: what moves, what stays, and that nothing is lost."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError
from tests.coverage.exited import CANGXI, ask, bad, cells, good, household, people, village

LIST: dict[str, Any] = {
    "households": [
        household("H-1", size=1), household("H-2", size=2), household("H-3", size=3),
        household("H-4", size=4, registration="exited"),
        household("H-5", size=5, registration="unheard-of"),
    ],
    "surveys": [good("H-1"), bad("H-2"), bad("H-3"), bad("H-4")],
    "populations": [people(CANGXI, 100)],
    "village_surveys": [village()],
}  # fmt: skip


def test_a_list_moves_households_to_the_exited_and_changes_nobodys_circumstances() -> None:
    """By the record the village falls under the line; by the criteria it does not."""
    before = ask(**LIST, asked={"size_at_most": 5})
    after = ask(**LIST, asked={"assume_exited": ["H-1", "H-3"], "size_at_most": 5})
    assert cells(before, "in_need", "exited", "recorded_poor") == [3, 1, 6]
    assert cells(after, "in_need", "exited", "recorded_poor") == [1, 3, 2]
    assert cells(before, "poor", "poor_most") == cells(after, "poor", "poor_most") == [5, 10]
    assert cells(before, "wrongly_exited", "combined_poor") == [4, 10]
    assert cells(after, "wrongly_exited", "combined_poor") == [7, 9]
    assert cells(before, "may_exit", "may_not_exit") == cells(after, "may_exit", "may_not_exit")
    assert cells(before, "outcome_recorded", "outcome") == ["unmet", "unmet"]
    more = ask(**LIST, asked={"assume_exited": ["H-1", "H-3", "H-5"]})
    assert cells(more, "outcome_recorded", "outcome") == ["met", "unmet"]
    assert more.rate("village", "record") == fp.Rate(1, 1)
    assert more.rate("village") == fp.Rate(0, 1)


def test_nothing_of_a_list_is_lost() -> None:
    """Two are taken, one is not in need, two are no households: five ids, one said twice."""
    listed = ["H-1", "H-5", "H-4", "X-1", "X-2", "H-1"]
    chain = ask(**LIST, asked={"assume_exited": listed, "by": ("village", "county")})
    columns = ("taken_as_exited", "not_taken", "not_found")
    village, unknown = (
        chain.rows.filter(level="village", placed=placed).select(columns).row(0)
        for placed in ("here", "unknown")
    )
    assert (village, unknown) == ((2, 1, 0), (0, 0, 2))
    assert chain.provenance.asked["assume_exited"] == 5
    sums = chain.rows.group_by("level").agg(pl.sum_horizontal(columns).sum().alias("ids"))
    assert sums["ids"].to_list() == [5, 5]


def test_a_household_of_unknown_status_on_the_list_has_exited_or_was_never_in_need() -> None:
    one = {"households": [household("H-5", size=5, registration="unheard-of")]}
    chain = ask(**one, surveys=[bad("H-5")], asked={"assume_exited": ["H-5"]})
    assert cells(chain, "in_need", "exited", "unplaced", "taken_as_exited") == [0, 0, 1, 1]
    assert cells(chain, "recorded_poor_most", "exited_persons_most", "poor_most") == [0, 5, 5]


@pytest.mark.parametrize(
    ("listed", "ids"),
    [
        ("H-1", "text"), (["H-1", None], "text"), ([1], "text"), ([True], "text"),
        ([float("nan")], "text"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_ids_is_refused(listed: Any, ids: str) -> None:
    with pytest.raises(QuestionError, match=f"a list of ids of households, {ids} @ assume_exited"):
        ask(**LIST, asked={"assume_exited": listed})


def test_ids_may_be_integers_and_come_from_a_column() -> None:
    households = pl.DataFrame(
        {"id": [1, 2], "division": [CANGXI] * 2, "size": [4, 2], "registration": ["in-need"] * 2}
    )
    surveys = pl.DataFrame({"household": [1], "on": ["2016-12-01"]})
    listed = households.filter(id=2)["id"]
    chain = ask(households=households, surveys=surveys, asked={"assume_exited": listed})
    assert cells(chain, "recorded_poor", "taken_as_exited") == [4, 1]
    with pytest.raises(QuestionError, match="integers @ assume_exited"):
        ask(households=households, surveys=surveys, asked={"assume_exited": ["1"]})
