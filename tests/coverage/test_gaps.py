"""For how many days of September 2016 households had no helper: worked by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError

CANGXI = "510824102201"
SEPTEMBER: dict[str, Any] = {"since": "2016-09-01", "until": "2016-10-01"}


def household(name: str, *events: tuple[str, str | int], **more: Any) -> fp.Household:
    """A household with events, each on a day or in a year."""
    told = [
        fp.Event(event=word, year=on) if isinstance(on, int) else fp.Event(event=word, on=on)
        for word, on in events
    ]
    return fp.Household(id=name, **{"division": CANGXI, "size": 4, "events": told, **more})


POOR = household("H-1", ("registered", "2014-04-01"))


def link(since: str | None, until: str | None = None, **more: Any) -> fp.Link:
    """A cadre and the household."""
    said = {"kind": "cadre-household", "helper": "C-1", "party": "H-1", **more}
    return fp.Link(since=since, until=until, **said)


def ask(*links: fp.Link, unit: fp.Household = POOR, **asked: Any) -> fp.Coverage:
    """The gaps of September."""
    registry = fp.Registry.of(households=[unit], links=links)
    return fp.coverage.gaps(registry, **{**SEPTEMBER, "kinds": ["cadre-household"], **asked})


def days(result: fp.Coverage) -> tuple[int, int]:
    """How many surely and possibly."""
    return result.rows.select("gap_days", "gap_days_possible").row(0)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([link("2015-03-01")], (0, 0)),
        ([], (30, 30)),
        ([link("2015-03-01", "2016-09-09"), link("2016-09-09", helper="C-2")], (0, 0)),
        ([link("2015-03-01", "2016-09-09"), link("2016-09-12", helper="C-2")], (3, 3)),
        ([link("2016-09-03", "2016-09-09"), link("2016-09-05", "2016-09-20")], (13, 13)),
        ([link("2016-10-01")], (30, 30)),
        ([link("2015-03-01", "2016-09-01")], (30, 30)),
        ([link("2015-03-01", kind="deputy-household")], (30, 30)),
        ([link(None)], (0, 30)),
        ([link(None, "2016-09-11")], (20, 30)),
        ([link("2016-09-09", "2016-09-09")], (0, 30)),
        ([link("2016-09-11", helper=None)], (10, 30)),
        ([link("2016-09-11", kind="friend")], (10, 30)),
        ([link("2016-09-11"), link("2016-09-11", "2016-09-21")], (10, 30)),
        ([link("2016-09-11"), link("2016-09-11", role="first")], (10, 30)),
        ([link("2015-03-01", party=None)], (30, 30)),
    ],
    ids=[
        "throughout", "nobody", "handed over", "three days between", "overlapping", "too late",
        "too early", "another kind", "no beginning", "no beginning, an end", "empty", "no helper",
        "no kind", "two ends", "two roles", "of nobody",
    ],
)  # fmt: skip
def test_days_without_a_helper_are_counted_one_by_one(
    links: list[fp.Link], expected: tuple[int, int]
) -> None:
    assert days(ask(*links)) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (household("H-1", ("registered", "2016-09-21")), (10, 10)),
        (household("H-1", ("registered", "2014-04-01"), ("exited", "2016-09-21")), (0, 0)),
        (
            household(
                "H-1", ("registered", "2014-04-01"), ("exited", "2016-09-05"),
                ("relapsed", "2016-09-21"),
            ),
            (10, 10),
        ),
        (household("H-1", registration="in-need", registration_on="2016-09-21"), (10, 30)),
        (household("H-1", registration="in-need"), (30, 30)),
        (household("H-1", ("registered", "2014-04-01"), ("exited", 2016)), (0, 30)),
        (household("H-1", registration="thriving"), (0, 30)),
    ],
    ids=[
        "registered", "left", "relapsed", "seen later", "seen", "left in the year", "no status",
    ],
)  # fmt: skip
def test_days_count_since_the_household_last_came_into_the_population(
    unit: fp.Household, expected: tuple[int, int]
) -> None:
    assert days(ask(link("2017-01-01"), unit=unit)) == expected


def test_who_came_in_a_year_is_surely_in_from_the_next_year_on() -> None:
    unit = household("H-1", ("registered", 2016))
    year = ask(link("2018-01-01"), unit=unit, since="2016-12-01", until="2017-01-11")
    assert days(year) == (10, 41)


def test_who_is_registered_meanwhile_was_among_all_before() -> None:
    poor = household("H-1", ("registered", "2016-09-10"))
    assert days(ask(unit=poor, population="all")) == (30, 30)
    assert days(ask(unit=poor, population="registered")) == (21, 21)


def test_a_gap_counts_from_as_many_days_on_as_are_asked() -> None:
    links = [link("2015-03-01", "2016-09-09"), link("2016-09-12", helper="C-2")]
    assert ask(*links).total == fp.Rate(0, 1)
    assert ask(*links, days=3).missing()["outcome"].to_list() == ["unmet"]
    assert ask(*links, days=4, kinds="cadre-household").total == fp.Rate(1, 1)


def test_households_and_persons_stand_side_by_side_and_who_is_left_out_is_listed() -> None:
    registry = fp.Registry.of(
        households=[POOR, household("H-2", ("registered", "2014-04-01"), size=3)],
        links=[link("2015-03-01"), link(None, party="H-2")],
    )
    month = fp.coverage.gaps(registry, **SEPTEMBER, kinds=["cadre-household"], by="county")
    assert month.total == fp.Rate(1, 2, unknown=1)
    assert month.rate("persons") == fp.Rate(4, 7, unknown=3)
    listed = month.missing().select("household", "size", "days", "days_possible", "outcome")
    assert listed.rows() == [("H-2", 3, 0, 30, "unknown")]


def test_a_household_without_an_id_may_have_had_anybody() -> None:
    nobody = pl.DataFrame({"id": [None], "registration": ["in-need"]}).cast({"id": pl.String})
    registry = fp.Registry.of(households=nobody, links=[link("2015-03-01")])
    month = fp.coverage.gaps(registry, **SEPTEMBER, kinds=["cadre-household"])
    assert month.total == fp.Rate(0, 1, unknown=1)
    assert days(month) == (0, 30)


def test_ids_that_are_numbers_are_matched_as_numbers() -> None:
    registry = fp.Registry.of(
        households=[{"id": 7, "registration": "in-need"}],
        links=[{"kind": "cadre-household", "helper": 1, "party": 7, "since": "2016-09-11"}],
    )
    month = fp.coverage.gaps(registry, **SEPTEMBER, kinds=["cadre-household"])
    assert month.missing().select("household", "days").rows() == [(7, 10)]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"kinds": []}, "names no kind of link"),
        ({"days": 0}, "a gap has at least 1 day"),
        ({"population": "rich"}, "no population 'rich': expected one of in_need"),
        ({"until": "2016-09-01"}, "until is the first day after the window, later than since"),
    ],
    ids=str,
)
def test_what_asks_nothing_sensible_is_refused(asked: dict[str, Any], fault: str) -> None:
    with pytest.raises(QuestionError, match=fault):
        ask(link("2015-03-01"), **asked)
