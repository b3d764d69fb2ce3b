"""Which households are paired on 9 September 2016: worked by hand, a few households at a time."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError

ON = "2016-09-09"
CANGXI, ZHAOHUA = "510824102201", "510811101201"


def link(party: str | None, helper: str | None = "D-1", **change: Any) -> fp.Link:
    """A deputy and a household, since 2015."""
    said = {"kind": "deputy-household", "since": "2015-03-01", **change}
    return fp.Link(helper=helper, party=party, **said)


def poor(name: str, division: str | None = CANGXI, size: int | None = 4, **more: Any) -> Any:
    """A registered household in need."""
    said = {"registration": "in-need", **more}
    return fp.Household(id=name, division=division, size=size, **said)


def ask(households: list[Any], links: list[fp.Link], **asked: Any) -> fp.Coverage:
    """The coverage on the day."""
    registry = fp.Registry.of(households=households, links=links)
    return fp.coverage.households(registry, **{"on": ON, "kinds": ["deputy-household"], **asked})


def rows(result: fp.Coverage, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows."""
    return result.rows.select(columns).rows()


def test_households_and_persons_are_counted_side_by_side() -> None:
    covered = ask(
        [poor("H-1"), poor("H-2", size=2), poor("H-3", ZHAOHUA, size=5)],
        [link("H-1"), link("H-3")],
        by="county",
    )
    assert rows(covered, "division", "households", "paired", "persons", "persons_paired") == [
        ("510811000000", 1, 1, 5, 5),
        ("510824000000", 2, 1, 6, 4),
    ]
    assert covered.total == fp.Rate(2, 3)
    assert covered.rate("persons") == fp.Rate(9, 11)
    assert covered.rate(division="510824000000") == fp.Rate(1, 2)


def test_who_is_left_out_is_listed_and_the_certain_told_from_the_unknown() -> None:
    covered = ask([poor("H-1"), poor("H-2"), poor("H-3")], [link("H-1"), link("H-2", since=None)])
    assert covered.missing().select("household", "outcome").rows() == [
        ("H-2", "unknown"),
        ("H-3", "unmet"),
    ]


def test_a_household_with_a_cadre_but_no_deputy_is_not_covered() -> None:
    cadre = link("H-1", "C-1", kind="cadre-household")
    assert ask([poor("H-1")], [cadre]).total == fp.Rate(0, 1)
    assert ask([poor("H-1")], [cadre], kinds=["cadre-household"]).total == fp.Rate(1, 1)
    both = ask([poor("H-1")], [cadre], kinds=["cadre-household", "deputy-household"])
    assert both.total == fp.Rate(1, 1)
    assert ask([poor("H-1")], [cadre], kinds="cadre-household").total == fp.Rate(1, 1)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([link("H-1", "D-1"), link("H-1", "D-2")], fp.Rate(1, 1)),
        ([link("H-1", "D-1"), link("H-1", "D-1", since="2016-01-01")], fp.Rate(0, 1)),
        ([link("H-1", "D-1"), link("H-1", None)], fp.Rate(0, 1, unknown=1)),
        ([link("H-1", None), link("H-1", None, role="first")], fp.Rate(0, 1, unknown=1)),
        ([link("H-1", "D-1"), link("H-1", "D-1", until="2016-01-01")], fp.Rate(0, 1)),
    ],
    ids=["two deputies", "one twice", "one nobody knows", "two nobody knows", "contradiction"],
)
def test_two_helpers_are_two_distinct_ones(links: list[fp.Link], expected: fp.Rate) -> None:
    assert ask([poor("H-1")], links, times=2).total == expected


@pytest.mark.parametrize(
    ("population", "on", "expected"),
    [
        ("in_need", "2016-05-31", fp.Rate(1, 1)),
        ("in_need", "2016-06-01", fp.Rate(0, 0)),
        ("exited", "2016-05-31", fp.Rate(0, 0)),
        ("exited", "2016-06-01", fp.Rate(1, 1)),
        ("registered", "2016-06-01", fp.Rate(1, 1)),
        ("registered", "2014-03-31", fp.Rate(0, 0)),
        ("monitored", "2016-06-01", fp.Rate(0, 0)),
    ],
)
def test_a_household_changes_its_population_on_the_day_of_the_event(
    population: str, on: str, expected: fp.Rate
) -> None:
    events = [
        fp.Event(event="registered", on="2014-04-01"),
        fp.Event(event="exited", on="2016-06-01"),
    ]
    covered = ask(
        [fp.Household(id="H-1", events=events)], [link("H-1")], population=population, on=on
    )
    assert covered.total.denominator == expected.denominator


def test_an_exit_known_by_year_alone_is_unknown_inside_that_year() -> None:
    events = [
        fp.Event(event="registered", on="2014-04-01"),
        fp.Event(event="exited", year=2016),
    ]
    household = fp.Household(id="H-1", size=4, events=events)
    assert ask([household], [link("H-1")]).total == fp.Rate(0, 0, unplaced=1)
    assert ask([household], [link("H-1")], on="2017-01-01").total == fp.Rate(0, 0)
    assert ask([household], [link("H-1")], on="2015-12-31").total == fp.Rate(1, 1)


def test_without_any_status_every_household_is_taken_as_in_need_and_the_result_says_so() -> None:
    covered = ask([fp.Household(id="H-1")], [])
    assert covered.total == fp.Rate(0, 1)
    assert (
        "no status and no events were given: every household is taken as in need"
        in covered.provenance.assumptions
    )


def test_where_nothing_tells_who_exited_the_question_is_refused() -> None:
    with pytest.raises(QuestionError, match=r"give the table events, or households\.registration"):
        ask([fp.Household(id="H-1")], [], population="exited")


@pytest.mark.parametrize(
    ("members", "size", "persons"),
    [
        ([("P-1", "2014-01-01", None), ("P-2", "2016-09-09", None)], None, 2),
        ([("P-1", "2014-01-01", "2016-09-09"), ("P-2", "2014-01-01", None)], None, 1),
        ([("P-1", "2014-01-01", None), ("P-1", "2015-01-01", None)], None, 1),
        ([("P-1", "2014-01-01", None)], 1, 1),
        ([("P-1", "2014-01-01", None)], 3, None),
        ([("P-1", None, None)], None, None),
        ([("P-1", "2014-01-01", "2015-01-01")], 1, None),
        ([("P-1", "2014-01-01", "2015-01-01")], None, None),
        ([], 3, 3),
    ],
)
def test_persons_are_the_members_on_the_day(
    members: list[tuple[str, str | None, str | None]], size: int | None, persons: int | None
) -> None:
    told = [fp.Membership(person=p, since=s, until=u) for p, s, u in members]
    other = poor("H-2", size=None, members=[fp.Membership(person="P-9", since="2014-01-01")])
    covered = ask([poor("H-1", size=size, members=told), other], [link("H-1")])
    assert rows(covered, "persons", "size_unknown") == [((persons or 0) + 1, int(persons is None))]


def test_rows_of_every_level_add_up_and_say_where_they_stand() -> None:
    places = [CANGXI, "510824", "5108", "51x8", None, "441900003001"]
    covered = ask(
        [poor(f"H-{n}", place) for n, place in enumerate(places)],
        [],
        by=["city", "county", "township"],
    )
    assert rows(covered, "level", "division", "placed", "households") == [
        ("city", "441900000000", "here", 1),
        ("city", "510800000000", "here", 3),
        ("city", None, "unknown", 2),
        ("county", "441900000000", "here", 1),
        ("county", "510800000000", "above", 1),
        ("county", "510824000000", "here", 2),
        ("county", None, "unknown", 2),
        ("township", "441900003000", "here", 1),
        ("township", "510800000000", "above", 1),
        ("township", "510824000000", "above", 1),
        ("township", "510824102000", "here", 1),
        ("township", None, "unknown", 2),
    ]
    assert covered.total == fp.Rate(0, 6)
    assert covered.rate(level="county", division="510824000000") == fp.Rate(0, 2)


def test_after_a_check_that_found_every_division_sound_places_are_the_same() -> None:
    households, links = [poor("H-1"), poor("H-2", None), poor("H-3", ZHAOHUA)], [link("H-1")]
    registry = fp.Registry.of(households=households, links=links)
    before = ask(households, links, by="county")
    registry.check()
    after = fp.coverage.households(registry, on=ON, by="county", kinds=["deputy-household"])
    assert after.rows["division"].to_list() == ["510811000000", "510824000000", None]
    assert after.digest == before.digest


def test_columns_of_households_cross_the_levels() -> None:
    covered = ask(
        [poor("H-1", cause="illness"), poor("H-2"), poor("H-3", cause="illness")],
        [link("H-1")],
        by=["county", "cause"],
    )
    assert rows(covered, "division", "cause", "households", "paired") == [
        ("510824000000", "illness", 2, 1),
        ("510824000000", None, 1, 0),
    ]
    by_place = ask([poor("H-1")], [], by=["county", "division"])
    assert rows(by_place, "division", "own_division") == [("510824000000", CANGXI)]


def test_rows_of_one_household_that_differ_count_once_and_are_unknown_in_what_they_differ() -> None:
    covered = ask([poor("H-1"), poor("H-1", ZHAOHUA)], [link("H-1")], by="county")
    assert rows(covered, "division", "placed", "households", "paired", "persons") == [
        (None, "unknown", 1, 1, 4)
    ]


def test_households_without_an_id_each_stand_for_themselves_and_may_be_paired() -> None:
    households = pl.DataFrame({"id": ["H-1", None, None]})
    links = pl.DataFrame(
        {"kind": ["deputy-household"], "helper": ["D-1"], "party": ["H-1"], "since": ["2015-01-01"]}
    )
    registry = fp.Registry.of(households=households, links=links)
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert covered.total == fp.Rate(1, 3, unknown=2)


def visit(party: str, on: str | None, helper: str | None = "D-1", **more: Any) -> fp.Meeting:
    """A deputy at a household."""
    said = {"kind": "deputy-household", **more}
    return fp.Meeting(helper=helper, party=party, on=on, **said)


@pytest.mark.parametrize(
    ("meetings", "times", "expected"),
    [
        ([visit("H-1", "2016-08-01")], 1, fp.Rate(1, 1)),
        ([visit("H-1", "2016-07-31")], 1, fp.Rate(0, 1)),
        ([visit("H-1", "2016-09-10")], 1, fp.Rate(0, 1)),
        ([visit("H-1", None)], 1, fp.Rate(0, 1, unknown=1)),
        ([visit("H-1", "2016-08-01", None)], 1, fp.Rate(0, 1, unknown=1)),
        ([visit("H-1", "2016-08-01", kind="tea")], 1, fp.Rate(0, 1, unknown=1)),
        ([visit("H-1", "2016-08-01", kind="cadre-household")], 1, fp.Rate(0, 1)),
        ([visit("H-1", "2016-08-01"), visit("H-1", "2016-08-02")], 2, fp.Rate(0, 1)),
        ([visit("H-1", "2016-08-01"), visit("H-1", "2016-08-02", "D-2")], 2, fp.Rate(1, 1)),
    ],
)
def test_who_was_visited_is_asked_of_meetings_in_a_window_up_to_the_day(
    meetings: list[fp.Meeting], times: int, expected: fp.Rate
) -> None:
    registry = fp.Registry.of(households=[poor("H-1")], meetings=meetings)
    asked: dict[str, Any] = {"on": ON, "kinds": ["deputy-household"], "times": times}
    window = fp.Period("2016-08-01", "2017-01-01")
    assert fp.coverage.households(registry, met=window, **asked).total == expected


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"met": fp.Period("2016-01-01")}, "expected a window whose first and last day are known"),
        ({"kinds": []}, "names no kind of link"),
        ({"times": 0}, "at least 1 helper"),
        ({"by": "continent"}, "by= cannot be continent: expected division levels"),
        ({"by": ["county", "county"]}, "names something twice"),
        ({"population": "poor"}, "no population 'poor': expected one of in_need"),
    ],
    ids=str,
)
def test_what_asks_nothing_sensible_is_refused(asked: dict[str, Any], fault: str) -> None:
    with pytest.raises(QuestionError, match=fault):
        ask([poor("H-1")], [], **asked)


def test_a_missing_table_is_named_with_who_needs_it() -> None:
    registry = fp.Registry.of(households=[poor("H-1")])
    with pytest.raises(SchemaError, match=r"coverage\.households needs the table: pass links="):
        fp.coverage.households(registry, on=ON, kinds=["deputy-household"])


def test_no_households_are_no_rate() -> None:
    covered = ask([], [], by="county")
    assert covered.rows.height == 0
    assert str(covered.total) == "0 of 0: undefined"
    assert covered.missing().height == 0
