"""Stock and flow of September 2016: worked by hand, a few households at a time."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError

CANGXI, ZHAOHUA = "510824102201", "510811101201"
SEPTEMBER = {"since": "2016-09-01", "until": "2016-10-01"}
Told = list[tuple[str, str | int | None]]


def household(name: str, *events: tuple[str, str | int | None], **more: Any) -> fp.Household:
    """A household with events, each on a day, in a year, or on no day that is known."""
    told = [
        fp.Event(event=word, year=on) if isinstance(on, int) else fp.Event(event=word, on=on)
        for word, on in events
    ]
    return fp.Household(id=name, **{"division": CANGXI, "size": 4, "events": told, **more})


POOR = ("registered", "2014-04-01")


def ask(*households: fp.Household, **asked: Any) -> fp.coverage.Flows:
    """The account of September, or of another window."""
    return fp.coverage.flows(fp.Registry.of(households=households), **{**SEPTEMBER, **asked})


def account(result: fp.coverage.Flows, what: str = "households") -> dict[str, int]:
    """The lines of an account that are not nothing."""
    return {flow: n for flow, n in result.rows.select("flow", what).rows() if n}


def why(result: fp.coverage.Flows) -> list[tuple[str, str, str]]:
    """Which households do not balance, and why."""
    return list(result.unbalanced().select("household", "what", "why").rows())


def test_opening_and_gains_less_losses_are_the_closing_in_households_and_persons() -> None:
    month = ask(
        household("H-1", POOR),
        household("H-2", POOR, ("exited", "2016-09-20"), size=3),
        household("H-3", ("registered", "2016-09-05"), size=5),
        household("H-4", POOR, ("exited", "2015-12-31"), ("relapsed", "2016-09-10"), size=2),
    )
    assert account(month) == {
        "opening": 2, "registered": 1, "relapsed": 1, "exited": 1, "closing": 3,
    }  # fmt: skip
    assert account(month, "persons") == {
        "opening": 7, "registered": 5, "relapsed": 2, "exited": 3, "closing": 11,
    }  # fmt: skip
    assert why(month) == []
    assert list(month.rows["line"]) == list(range(1, 15))


def test_a_window_holds_its_first_day_and_not_the_day_after_its_last() -> None:
    for on, expected in (
        ("2016-08-31", {"opening": 1, "closing": 1}),
        ("2016-09-01", {"registered": 1, "closing": 1}),
        ("2016-09-30", {"registered": 1, "closing": 1}),
        ("2016-10-01", {}),
    ):
        assert account(ask(household("H-1", ("registered", on)))) == expected


def test_the_opening_and_the_closing_are_what_coverage_counts_on_those_days() -> None:
    registry = fp.Registry.of(
        households=[household("H-1", POOR, ("exited", "2016-09-20")), household("H-2", POOR)],
        links=[],
    )
    month = fp.coverage.flows(registry, **SEPTEMBER)
    for line, on in (("opening", "2016-08-31"), ("closing", "2016-09-30")):
        paired = fp.coverage.households(registry, on=on, kinds=["deputy-household"])
        assert account(month)[line] == paired.total.denominator


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("deregistered", "2016-09-09")], {"opening": 1, "deregistered": 1}),
        ([("gone", "2016-09-09")], {"opening": 1, "gone": 1}),
        ([("split", "2016-09-09")], {"opening": 1, "split": 1}),
        ([("merged", "2016-09-09")], {"opening": 1, "merged": 1}),
        ([("pending-exit", "2016-09-09")], {"opening": 1, "closing": 1}),
        (
            [("exited", "2016-09-02"), ("exit-annulled", "2016-09-09")],
            {"opening": 1, "exited": 1, "exit-annulled": 1, "closing": 1},
        ),
        (
            [("exited", "2016-09-02"), ("deregistered", "2016-09-09")],
            {"opening": 1, "exited": 1},
        ),
        (
            [("deregistered", "2016-09-02"), ("registered", "2016-09-09")],
            {"opening": 1, "deregistered": 1, "registered": 1, "closing": 1},
        ),
    ],
    ids=str,
)
def test_every_event_has_its_line_and_an_annulled_exit_is_no_relapse(
    events: Told, expected: dict[str, int]
) -> None:
    assert account(ask(household("H-1", POOR, *events))) == expected


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        ("exited", {"exited": 1, "closing": 1}),
        ("registered", {"opening": 1, "closing": 1}),
        ("monitored", {"at-risk": 1, "closing": 1}),
    ],
)
def test_a_population_has_the_lines_of_its_own_track(
    population: str, expected: dict[str, int]
) -> None:
    unit = household("H-1", POOR, ("exited", "2016-09-02"), ("at-risk", "2016-09-09"))
    assert account(ask(unit, population=population)) == expected


def test_who_is_registered_was_among_all_before_and_who_is_gone_is_not_after() -> None:
    """Struck off and taken in again, a household comes back; an ordinary one was there."""
    taken_in = household("H-1", ("registered", "2016-03-01"), size=3)
    gone = household("H-2", ("gone", "2016-05-01"), size=2)
    back = household(
        "H-3", ("registered", "2014-04-01"), ("deregistered", "2015-01-01"),
        ("registered", "2016-06-01"), size=5,
    )  # fmt: skip
    told = {"since": "2016-01-01", "until": "2017-01-01", "population": "all"}
    found = account(ask(taken_in, gone, back, **told))
    assert found == {"opening": 2, "registered": 1, "gone": 1, "closing": 2}


def test_an_eliminated_risk_and_its_annulment_are_told_apart() -> None:
    unit = household(
        "H-1", ("at-risk", "2016-05-01"), ("risk-eliminated", "2016-09-05"),
        ("elimination-annulled", "2016-09-20"),
    )  # fmt: skip
    assert account(ask(unit, population="monitored")) == {
        "opening": 1, "elimination-annulled": 1, "risk-eliminated": 1, "closing": 1,
    }  # fmt: skip


def member(person: str, since: str | None = "2014-04-01", until: str | None = None) -> Any:
    """A person's time in a household."""
    return fp.Membership(person=person, since=since, until=until)


def test_persons_who_are_born_married_in_or_dead_are_natural_gain_and_loss() -> None:
    people = [member("P-1"), member("P-2", until="2016-09-10"), member("P-3", "2016-09-20")]
    month = ask(household("H-1", POOR, members=people, size=None))
    assert account(month, "persons") == {"opening": 2, "joined": 1, "left": 1, "closing": 2}
    assert account(month) == {"opening": 1, "closing": 1}
    sides = dict(month.rows.select("flow", "side").rows())
    assert (sides["joined"], sides["left"]) == ("natural gain", "natural loss")


def test_who_comes_or_goes_with_the_household_is_counted_with_it() -> None:
    came = [member("P-1"), member("P-2", "2016-09-09"), member("P-3", "2016-09-12")]
    went = [member("P-4"), member("P-5", until="2016-09-09"), member("P-6", until="2016-09-05")]
    month = ask(
        household("H-1", ("registered", "2016-09-09"), members=came, size=None),
        household("H-2", POOR, ("exited", "2016-09-09"), members=went, size=None),
    )
    assert account(month, "persons") == {
        "opening": 3, "registered": 2, "joined": 1, "exited": 2, "left": 1, "closing": 3,
    }  # fmt: skip
    assert why(month) == []


def test_who_joins_a_household_outside_the_population_is_no_gain() -> None:
    people = [member("P-1"), member("P-2", "2016-09-05")]
    month = ask(household("H-1", ("registered", "2016-09-09"), members=people, size=None))
    assert account(month, "persons") == {"registered": 2, "closing": 2}
    snapshot = household("H-1", members=people, size=None, registration="in-need")
    month = ask(snapshot, household("H-2", POOR, size=None))
    assert account(month, "persons") == {"opening": 1, "joined": 1, "closing": 2}


def test_who_goes_on_under_another_row_neither_left_nor_joined() -> None:
    people = [member("P-1", until="2016-09-09"), member("P-1", "2016-09-09")]
    month = ask(household("H-1", POOR, members=people, size=None))
    assert account(month, "persons") == {"opening": 1, "closing": 1}


def test_memberships_that_are_not_sure_may_be_gain_or_loss() -> None:
    people = [member("P-1"), member("P-2", None), member("P-3", "2016-09-09", "2016-09-01")]
    month = ask(household("H-1", POOR, members=people, size=None))
    lines = month.rows.select("flow", "persons", "persons_possible", "size_unknown").rows()
    assert ("joined", 0, 2, 0) in lines
    assert ("left", 0, 1, 0) in lines
    assert ("opening", 0, 0, 1) in lines
    assert why(month) == [("H-1", "persons", "its persons could not be counted on every day")]


def test_rows_without_a_person_are_each_somebody_and_two_ends_of_one_row_contradict() -> None:
    households = [{"id": "H-1"}]
    events = [{"household": "H-1", "event": "registered", "on": "2014-04-01"}]
    nobody = {"household": "H-1", "person": None, "since": "2016-09-09", "until": None}
    ended = {"household": "H-1", "person": "P-1", "since": "2014-04-01"}
    memberships = [
        nobody, nobody, {**ended, "until": "2016-09-09"}, {**ended, "until": "2016-09-20"},
        {"household": None, "person": "P-2", "since": "2016-09-09", "until": None},
    ]  # fmt: skip
    registry = fp.Registry.of(households=households, events=events, memberships=memberships)
    month = fp.coverage.flows(registry, **SEPTEMBER)
    lines = month.rows.select("flow", "persons", "persons_possible").rows()
    assert ("joined", 0, 2) in lines
    assert ("left", 0, 2) in lines


def test_a_household_that_was_never_in_the_population_has_no_gain_to_give() -> None:
    people = [member("P-1"), member("P-2", None)]
    month = ask(household("H-1", ("registered", "2017-01-01"), members=people, size=None))
    assert account(month, "persons_possible") == {}


def test_an_event_known_by_its_year_is_sure_in_a_window_that_holds_the_year() -> None:
    unit = household("H-1", POOR, ("exited", 2016))
    years = ask(unit, since="2016-01-01", until="2017-02-01")
    assert account(years) == {"opening": 1, "exited": 1}
    assert why(years) == []
    month = ask(unit)
    assert month.rows.select("flow", "households", "households_possible").rows()[0] == (
        "opening", 0, 1,
    )  # fmt: skip
    assert account(month) == {}
    assert account(month, "households_possible") == {"opening": 1, "exited": 1, "closing": 1}
    assert why(month) == [("H-1", "households", "an event is known by its year alone")]


def test_an_event_known_by_the_year_that_the_window_ends_in_is_sure_in_all_of_it() -> None:
    unit = household("H-1", POOR, ("exited", 2016))
    year = ask(unit, since="2016-01-01", until="2017-01-01")
    assert account(year) == {"opening": 1, "exited": 1}
    assert why(year) == [("H-1", "households", "an event is known by its year alone")]


@pytest.mark.parametrize(
    ("events", "possible", "reason"),
    [
        (
            [POOR, ("exited", None)],
            {"opening": 1, "exited": 1, "closing": 1},
            "an event has no day",
        ),
        (
            [("exited", "2016-08-01"), ("exit-annulled", "2016-09-09")],
            {"opening": 1, "exit-annulled": 1, "closing": 1},
            "events cannot follow one another as they are told",
        ),
        (
            [POOR, ("became rich", "2016-08-09"), ("pending-exit", "2016-09-09")],
            {"opening": 1, "closing": 1},
            "an event has a word that is not known",
        ),
    ],
    ids=["no day", "impossible", "no word"],
)
def test_a_record_that_is_not_sound_is_bounded_and_listed(
    events: Told, possible: dict[str, int], reason: str
) -> None:
    month = ask(household("H-1", *events))
    assert account(month, "households_possible") == possible
    assert why(month) == [("H-1", "households", reason)]


def test_an_event_whose_word_is_not_known_may_be_any() -> None:
    month = ask(household("H-1", POOR, ("became rich", "2016-09-09")))
    lines = account(month, "households_possible")
    assert set(lines) == set(month.rows["flow"]) - {"joined", "left", "now-known"}
    assert account(month) == {"opening": 1, "no-longer-known": 1}
    assert month.unbalanced().select("opening", "gained", "lost", "closing").rows() == [
        (1, 0, 0, 0)
    ]


def test_an_event_before_the_first_fault_is_sure_and_one_that_may_be_after_it_is_not() -> None:
    sound = household("H-1", ("registered", "2016-09-05"), ("relapsed", "2016-09-20"))
    assert account(ask(sound)) == {"registered": 1, "no-longer-known": 1}
    # The exit may have come before the deregistration, for all that is known.
    mixed = household("H-1", POOR, ("deregistered", "2016-09-05"), ("exited", 2016))
    month = ask(mixed)
    assert account(month) == {}
    assert account(month, "households_possible")["deregistered"] == 1


def test_a_status_seen_in_the_window_is_known_from_then_on() -> None:
    seen = household("H-1", registration="in-need", registration_on="2016-09-09")
    untold = household("H-2")
    month = ask(seen, untold, household("H-3", POOR))
    assert account(month) == {"opening": 1, "now-known": 1, "closing": 2}
    assert why(month) == [
        ("H-1", "households", "its status was seen on a later day only"),
        ("H-2", "households", "its status is not told"),
    ]


def test_a_size_that_the_members_contradict_on_a_day_is_listed() -> None:
    people = [member("P-1"), member("P-2", "2016-09-09")]
    month = ask(household("H-1", POOR, members=people, size=1))
    assert account(month, "persons") == {"opening": 1, "joined": 1, "no-longer-known": 2}
    assert why(month) == [("H-1", "persons", "its persons could not be counted on every day")]


def test_a_member_of_whom_nobody_knows_on_which_day_he_left_leaves_the_account_open() -> None:
    people = [
        member("P-1", until="2016-09-10"),
        member("P-1", None, "2016-09-20"),
        member("P-2"),
    ]
    month = ask(household("H-1", POOR, members=people, size=None))
    assert account(month, "persons") == {"opening": 2, "no-longer-known": 1, "closing": 1}
    assert why(month) == [("H-1", "persons", "who joined or left it is not known for certain")]


def test_places_add_up_and_a_division_that_cannot_be_read_has_its_row() -> None:
    month = ask(
        household("H-1", POOR),
        household("H-2", POOR, ("exited", "2016-09-09"), division=ZHAOHUA),
        household("H-3", ("registered", "2016-09-09"), division="51x8"),
        by=["county"],
    )
    closing = month.rows.filter(flow="closing").select("division", "placed", "households").rows()
    assert closing == [
        ("510811000000", "here", 0),
        ("510824000000", "here", 1),
        (None, "unknown", 1),
    ]
    assert month.rows.height == 3 * len(month.lines)


def test_without_memberships_sizes_stand_and_the_result_says_so() -> None:
    month = ask(household("H-1", POOR, size=None))
    said = month.provenance.assumptions
    assert "no memberships were given: nobody is known to have joined or left a household" in said
    assert why(month) == [("H-1", "persons", "its persons could not be counted on every day")]


def test_an_account_answers_as_the_data_stood_on_a_day() -> None:
    event = {
        "household": "H-1",
        "event": "registered",
        "on": "2016-09-05",
        "recorded": "2016-10-20",
    }
    registry = fp.Registry.of(households=[{"id": "H-1"}, {"id": "H-2"}], events=[event])
    counts = [
        account(fp.coverage.flows(registry, **SEPTEMBER, known_on=on), "households_possible")
        for on in ("2016-10-19", "2016-10-20")
    ]
    assert [lines.get("registered") for lines in counts] == [None, 1]


def test_a_plan_stays_a_plan() -> None:
    registry = fp.Registry.of(
        households=pl.LazyFrame({"id": ["H-1"]}),
        events=pl.LazyFrame({"household": ["H-1"], "event": ["exited"], "on": ["2016-09-05"]}),
    )
    month = fp.coverage.flows(registry, **SEPTEMBER)
    assert isinstance(month.native, pl.LazyFrame)
    assert month.unbalanced().collect()["household"].to_list() == ["H-1"]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"population": "rich"}, "no population 'rich': expected one of in_need"),
        ({"until": "2016-09-01"}, "until is the first day after the window, later than since"),
        ({"by": "continent"}, "by= cannot be continent"),
    ],
    ids=str,
)
def test_what_asks_nothing_sensible_is_refused(asked: dict[str, Any], fault: str) -> None:
    with pytest.raises(QuestionError, match=fault):
        ask(household("H-1", POOR), **asked)


def test_without_events_there_is_no_flow_to_tell() -> None:
    with pytest.raises(SchemaError, match=r"coverage\.flows needs the table: pass events="):
        ask(fp.Household(id="H-1", registration="in-need"))
