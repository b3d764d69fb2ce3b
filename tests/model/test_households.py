"""Households: one sentence, one day, one case."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from fupin.errors import DayError, QuestionError, SequenceError
from fupin.model import Event, Household, Membership, Monitoring, Registration, Succession
from fupin.outcomes import Outcome


def household(*events: Event) -> Household:
    """A household that was registered on 1 April 2014 and went through more."""
    return Household(id="H-1", events=(Event(event="registered", on="2014-04-01"), *events))


@pytest.mark.parametrize(
    ("events", "on", "status"),
    [
        ([], "2014-03-31", "ordinary"),
        ([], "2014-04-01", "in-need"),
        ([("pending-exit", "2016-10-01")], "2016-10-01", "pending-exit"),
        ([("pending-exit", "2016-10-01"), ("exit-refused", "2016-11-01")], "2016-11-01", "in-need"),
        ([("exited", "2016-12-31")], "2016-12-30", "in-need"),
        ([("exited", "2016-12-31")], "2016-12-31", "exited"),
        ([("exited", "2016-12-31"), ("exit-annulled", "2017-03-01")], "2017-03-01", "in-need"),
        ([("exited", "2016-12-31"), ("relapsed", "2018-05-01")], "2018-05-01", "relapsed"),
        ([("deregistered", "2015-06-01")], "2015-06-01", "deregistered"),
        ([("deregistered", "2015-06-01"), ("registered", "2016-01-01")], "2016-01-01", "in-need"),
        ([("gone", "2016-02-29")], "2016-02-29", "gone"),
        ([("split", "2016-02-29")], "2016-03-01", "gone"),
        ([("merged", "2016-02-29")], "2016-02-28", "in-need"),
        (
            [("registered", "2015-01-01")],
            "2014-12-31",
            "in-need",
        ),  # impossible only from its day on
        ([("registered", "2015-01-01")], "2015-01-01", None),
        ([("registered", "2015-01-01"), ("exited", "2016-12-31")], "2017-01-01", None),
        ([("exited", "2014-04-01")], "2014-03-31", "ordinary"),  # two unlike events of one day
        ([("exited", "2014-04-01")], "2014-04-01", None),
        ([("registered", "2014-04-01")], "2014-04-01", "in-need"),  # said twice
        ([("became rich", "2016-01-01")], "2015-12-31", "in-need"),  # a word that is not known
        ([("became rich", "2016-01-01")], "2016-01-01", None),
        ([("exited", None)], "2014-03-31", None),  # neither day nor year
        ([("became rich", None)], "2014-03-31", None),
        ([("at-risk", None)], "2014-04-01", "in-need"),  # of the other track
    ],
)
def test_status_in_the_register(
    events: list[tuple[str, str | None]], on: str, status: str | None
) -> None:
    """The status on a day follows from the events up to that day."""
    given = household(*(Event(event=event, on=day) for event, day in events))
    assert given.status(on) == status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2015-12-31", "in-need"),
        ("2016-01-01", None),
        ("2016-12-31", None),
        ("2017-01-01", "exited"),
    ],
)
def test_an_exit_known_by_year_alone(on: str, status: str | None) -> None:
    """Inside its year nobody knows; from the next on it counts."""
    assert household(Event(event="exited", year=2016)).status(on) == status


def test_two_events_of_one_year_cannot_be_put_in_order() -> None:
    """Both count as of the last day of the year: two unlike events on one day."""
    given = household(Event(event="pending-exit", year=2016), Event(event="exited", year=2016))
    assert given.status("2017-01-01") is None


def test_monitoring_is_a_track_of_its_own() -> None:
    """A household that was never registered may be at risk, and again after that."""
    given = Household(
        id="H-1",
        events=[
            Event(event="at-risk", on="2020-06-01"),
            Event(event="risk-eliminated", on="2021-06-01"),
            Event(event="elimination-annulled", on="2021-09-01"),
            Event(event="risk-eliminated", on="2022-06-01"),
            Event(event="at-risk", on="2023-06-01"),
        ],
    )
    days = ("2020-05-31", "2020-06-01", "2021-06-01", "2021-09-01", "2022-06-01", "2023-06-01")
    assert [given.watch(day) for day in days] == [
        Monitoring.NONE,
        Monitoring.AT_RISK,
        Monitoring.RISK_ELIMINATED,
        Monitoring.AT_RISK,
        Monitoring.RISK_ELIMINATED,
        Monitoring.AT_RISK,
    ]
    assert given.status("2023-06-01") is None


@pytest.mark.parametrize(
    ("word", "seen", "on", "status"),
    [
        (None, None, "2016-09-09", None),
        (None, "2016-09-09", "2016-09-09", None),
        (None, "2016-09-10", "2016-09-09", None),
        ("in-need", None, "2016-09-09", "in-need"),
        ("ordinary", None, "2016-09-09", "ordinary"),
        ("pending-exit", "2016-09-09", "2016-09-09", "pending-exit"),
        ("pending-exit", "2016-09-10", "2016-09-09", None),
        ("poor", None, "2016-09-09", None),
        ("at-risk", None, "2016-09-09", None),  # a word of the other track
    ],
)
def test_a_snapshot_of_the_register(
    word: str | None, seen: str | None, on: str, status: str | None
) -> None:
    """A status as of a day stands from that day on, and nobody knows what was before."""
    given = Household(id="H-1", registration=word, registration_on=seen)
    assert given.status(on) == status


def test_a_snapshot_of_monitoring() -> None:
    """It stands for its own track only."""
    given = Household(id="H-1", monitoring="at-risk", monitoring_on="2021-01-01")
    assert given.watch("2020-12-31") is None
    assert given.watch("2021-01-01") is Monitoring.AT_RISK
    assert given.status("2020-12-31") is None


def test_nothing_said_is_not_monitored_and_of_the_register_unknown() -> None:
    """Monitoring is entered by an event; who stands in the register is not known without one."""
    given = Household(id="H-1")
    assert given.watch("2021-01-01") is Monitoring.NONE
    assert given.status("2021-01-01") is None


def test_events_outweigh_the_snapshot_of_their_track_only() -> None:
    """Where a track has events, its snapshot is not looked at, even before the first of them."""
    given = attrs.evolve(household(), registration="exited", monitoring="at-risk")
    assert given.status("2014-03-31") is Registration.ORDINARY
    assert given.watch("2014-03-31") is Monitoring.AT_RISK


def test_a_word_that_is_not_known_darkens_snapshots_from_its_day_on() -> None:
    """It may have changed either track."""
    given = Household(
        id="H-1",
        registration="in-need",
        monitoring="at-risk",
        events=[Event(event="?", on="2021-01-01")],
    )
    assert (given.status("2020-12-31"), given.watch("2020-12-31")) == ("in-need", "at-risk")
    assert (given.status("2021-01-01"), given.watch("2021-01-01")) == (None, None)


@pytest.mark.parametrize(
    ("population", "on", "outcome"),
    [
        ("in_need", "2014-03-31", Outcome.UNMET),
        ("in_need", "2014-04-01", Outcome.MET),
        ("exited", "2014-04-01", Outcome.UNMET),
        ("registered", "2014-04-01", Outcome.MET),
        ("in_need", "2016-06-01", Outcome.UNKNOWN),
        ("registered", "2016-06-01", Outcome.UNKNOWN),  # strictly: not even which it was
        ("in_need", "2017-01-01", Outcome.UNMET),
        ("exited", "2017-01-01", Outcome.MET),
        ("registered", "2017-01-01", Outcome.MET),
        ("monitored", "2017-01-01", Outcome.UNMET),
        ("monitored", "2021-01-01", Outcome.MET),
    ],
)
def test_within_a_population(population: str, on: str, outcome: Outcome) -> None:
    """Membership follows the status, and is unknown where that is."""
    given = household(Event(event="exited", year=2016), Event(event="at-risk", on="2021-01-01"))
    assert given.within(population, on) is outcome


def test_a_population_that_does_not_exist() -> None:
    """The question is refused with the names there are."""
    with pytest.raises(
        QuestionError, match="in_need, exited, registered, monitored, ordinary, all"
    ):
        household().within("poor", "2016-09-09")


@pytest.mark.parametrize("ask", ["status", "watch", "persons"])
def test_a_question_needs_a_day(ask: str) -> None:
    """A month is no day."""
    with pytest.raises(DayError):
        getattr(household(), ask)("2016-09")


def test_apply_adds_an_event_in_the_order_of_days() -> None:
    """An event may be dated before another, as long as all of them are possible."""
    exited = household(Event(event="exited", on="2016-12-31"))
    given = exited.apply(Event(event="pending-exit", on="2016-10-01"))
    assert given.status("2016-10-01") is Registration.PENDING_EXIT
    assert given.status("2016-12-31") is Registration.EXITED
    assert exited.status("2016-10-01") is Registration.IN_NEED
    assert given.apply(Event(event="at-risk", year=2021)).watch("2022-01-01") == "at-risk"


def test_apply_adds_nothing_twice() -> None:
    """What is known already changes nothing."""
    given = household()
    assert given.apply(given.events[0]) is given


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (Event(event="registered", on="2015-01-01"), "'registered' on 2015-01-01 cannot follow"),
        (Event(event="relapsed", on="2014-03-01"), "'relapsed' on 2014-03-01 cannot come first"),
        (Event(event="gone", on="2014-03-01"), "'registered' on 2014-04-01 cannot follow 'gone'"),
        (Event(event="exited", on="2014-04-01"), "'exited' and 'registered' both on 2014-04-01"),
        (Event(event="exited"), "'exited' has neither day nor year"),
        (Event(event="exit-annulled", year=2016), "'exit-annulled' on 2016-12-31 cannot follow"),
        (Event(event="risk-eliminated", on="2021-01-01"), "'risk-eliminated' on 2021-01-01 cannot"),
        (Event(event="510824199001011234"), "not a known event: expected one of at-risk, dereg"),
    ],
)
def test_apply_refuses_the_impossible_by_name(event: Event, message: str) -> None:
    """The error names the event and what could have stood in its place."""
    with pytest.raises(SequenceError, match=message) as caught:
        household().apply(event)
    assert "1990" not in str(caught.value)
    assert "H-1" not in str(caught.value)


def test_apply_refuses_to_build_on_an_event_without_a_day() -> None:
    """Nobody knows where the new event would stand."""
    given = household(Event(event="exited"))
    with pytest.raises(SequenceError, match="'exited' has neither day nor year"):
        given.apply(Event(event="relapsed", on="2018-01-01"))


def test_a_snapshot_is_no_event_to_build_on() -> None:
    """An exit needs the registration before it."""
    with pytest.raises(SequenceError, match="'exited' on 2016-12-31 cannot come first"):
        Household(id="H-1", registration="in-need").apply(Event(event="exited", on="2016-12-31"))


@pytest.mark.parametrize(
    ("size", "members", "persons"),
    [
        (None, [], None),
        (4, [], 4),
        (0, [], None),
        (-1, [], None),
        (None, [("P-1", "2014-01-01", None), ("P-2", "2015-01-01", "2016-01-01")], 1),
        (1, [("P-1", "2014-01-01", None), ("P-2", "2015-01-01", "2016-01-01")], 1),
        (2, [("P-1", "2014-01-01", None)], None),  # both, and unlike
        (None, [("P-1", None, None)], None),  # since when is not known
        (None, [("P-1", None, "2016-01-01"), ("P-2", "2014-01-01", None)], 1),
        (None, [("P-1", "2014-01-01", "2016-01-01")], None),  # nobody is left: not a number
        (None, [("P-1", "2014-01-01", "2015-01-01"), ("P-1", "2016-01-01", None)], 1),  # came back
        (None, [("P-1", "2014-01-01", None), ("P-1", "2016-01-01", None)], 1),  # one person
        (None, [("P-1", "2014-01-01", None), ("P-1", "2014-01-01", None)], 1),  # said twice
        (None, [("P-1", "2014-01-01", None), ("P-1", "2014-01-01", "2015-01-01")], None),
        (None, [("P-1", "2014-01-01", "2019-01-01"), ("P-1", "2014-01-01", None)], None),
        (1, [("P-1", "2014-01-01", "2015-01-01"), ("P-1", "2014-01-01", "2016-01-01"),
             ("P-2", "2014-01-01", None)], 1),  # contradicted, yet surely gone
        (None, [("P-1", "2014-01-01", None), ("P-1", "2014-01-01", "2015-01-01"),
                ("P-1", "2016-01-01", None)], 1),  # contradicted, yet surely there
        (None, [("P-1", "2016-01-01", "2016-01-01")], None),  # until is not after since
    ],
)  # fmt: skip
def test_persons_on_a_day(
    size: int | None, members: list[tuple[str, str | None, str | None]], persons: int | None
) -> None:
    """Distinct members on 9 September 2016, or the size; unknown where they cannot be told."""
    given = Household(
        id="H-1",
        size=size,
        members=[Membership(person=p, since=since, until=until) for p, since, until in members],
    )
    assert given.persons("2016-09-09") == persons


def test_a_membership_holds_on_its_days() -> None:
    """The first day is inside, the day of `until` no longer."""
    member = Membership(person="P-1", since="2014-01-01", until="2016-01-01")
    answers = [member.holds(day) for day in ("2013-12-31", "2014-01-01", "2016-01-01")]
    assert answers == [Outcome.UNMET, Outcome.MET, Outcome.UNMET]


def test_a_succession() -> None:
    """One household came out of another on a day."""
    given = Succession(household="H-1", successor="H-2", on="2016-03-01", how="merged")
    assert given.on == dt.date(2016, 3, 1)
