"""What changed in September 2016 among links and postings: worked by hand, a few at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError

CANGXI, ZHAOHUA = "510824102201", "510811101201"
SEPTEMBER = {"since": "2016-09-01", "until": "2016-10-01"}
DAY = dt.date(2016, 9, 9)
KINDS = ["deputy-household", "cadre-household"]


def link(helper: str | None, party: str | None = "H-1", **more: Any) -> fp.Link:
    """A cadre and a household, since 2015."""
    said = {"kind": "cadre-household", "since": "2015-03-01", **more}
    return fp.Link(helper=helper, party=party, **said)


def ask(*links: fp.Link, **tables: Any) -> fp.coverage.Changes:
    """The changes of September."""
    households = tables.pop("households", [fp.Household(id="H-1", division=CANGXI)])
    helpers = tables.pop("helpers", [])
    registry = fp.Registry.of(households=households, links=links, helpers=helpers, **tables)
    return fp.coverage.changes(registry, **SEPTEMBER, kinds=KINDS)


def counts(result: fp.coverage.Changes) -> dict[str, tuple[int, int]]:
    """How many surely and possibly, by change, where any may be."""
    rows = result.rows.group_by("change").agg(pl.col("changes", "changes_possible").sum())
    return {change: (sure, may) for change, sure, may in rows.rows() if may}


def listed(result: fp.coverage.Changes, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the list."""
    return list(result.listed().select(columns).rows())


def test_a_link_begins_on_its_first_day_and_ends_on_the_first_day_after_its_last() -> None:
    month = ask(
        link("C-1", since="2016-09-01"), link("C-2", "H-2", until="2016-09-30"),
        link("C-3", "H-3", since="2016-10-01"), link("C-4", "H-4", until="2016-10-01"),
        link("C-5", "H-5", until="2016-08-31"),
    )  # fmt: skip
    assert counts(month) == {"begun": (1, 1), "ended": (1, 1)}
    assert listed(month, "helper", "party", "change", "on", "sure") == [
        ("C-1", "H-1", "begun", dt.date(2016, 9, 1), True),
        ("C-2", "H-2", "ended", dt.date(2016, 9, 30), True),
    ]


def test_a_helper_who_comes_on_the_day_another_goes_takes_over() -> None:
    month = ask(link("C-1", until=DAY), link("C-2", since=DAY))
    assert counts(month) == {"handed-over": (1, 1), "taken-over": (1, 1)}
    assert listed(month, "change", "helper", "other", "on") == [
        ("handed-over", "C-1", "C-2", DAY),
        ("taken-over", "C-2", "C-1", DAY),
    ]


def test_a_day_between_is_no_handover_nor_is_a_helper_of_another_kind() -> None:
    late = ask(link("C-1", until=DAY), link("C-2", since=DAY + dt.timedelta(1)))
    assert counts(late) == {"begun": (1, 1), "ended": (1, 1)}
    other = ask(link("C-1", until=DAY), link("D-1", since=DAY, kind="deputy-household"))
    assert counts(other) == {"begun": (1, 1), "ended": (1, 1)}


def test_a_link_that_is_taken_up_again_on_the_day_it_ended_went_on() -> None:
    assert counts(ask(link("C-1", until=DAY), link("C-1", since=DAY))) == {}
    overlapping = ask(link("C-1", until=DAY), link("C-1", since="2016-09-05"))
    assert counts(overlapping) == {}


def test_two_who_come_for_one_who_goes_both_take_over() -> None:
    month = ask(link("C-1", until=DAY), link("C-2", since=DAY), link("C-3", since=DAY))
    assert counts(month) == {"handed-over": (1, 1), "taken-over": (2, 2)}
    assert listed(month, "change", "helper", "other")[0] == ("handed-over", "C-1", "C-2")


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([link("C-1", since=None)], {"begun": (0, 1)}),
        ([link("C-1", since=None, until="2016-08-31")], {}),
        ([link("C-1", since=None, until=DAY)], {"begun": (0, 1), "ended": (0, 1)}),
        ([link("C-1", since=DAY, until=DAY)], {"begun": (0, 1), "ended": (0, 1)}),
        ([link("C-1", kind="friend", since=DAY)], {"begun": (0, 1)}),
        ([link(None, since=DAY), link(None, since=DAY)], {"begun": (0, 2)}),
        ([link("C-1", None, until=DAY)], {"ended": (0, 1)}),
        ([link("C-1", until=DAY), link("C-1", until=None)], {"ended": (0, 1)}),
        ([link("C-1", since=DAY), link("C-1", since=DAY, role="first")], {"begun": (0, 1)}),
        (
            [link("C-1", until=DAY), link("C-2", since=None)],
            {"ended": (0, 1), "handed-over": (0, 1), "begun": (0, 1), "taken-over": (0, 1)},
        ),
        (
            [link("C-1", since=DAY), link("C-2", until=DAY), link("C-2", until=None)],
            {"begun": (0, 1), "taken-over": (0, 1), "handed-over": (0, 1)},
        ),
    ],
    ids=[
        "no beginning", "none, and ended before", "none, and ended", "empty", "no kind",
        "two of nobody", "with nobody", "two ends", "two roles", "an end and no beginning",
        "a beginning and two ends",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_counted_as_possible(
    links: list[fp.Link], expected: dict[str, tuple[int, int]]
) -> None:
    assert counts(ask(*links)) == expected


def test_a_row_whose_kind_cannot_be_read_stands_in_a_row_without_kind() -> None:
    month = ask(link("C-1", kind="friend", since=DAY), link("C-2", since=DAY))
    begun = month.rows.filter(change="begun").select("kind", "changes", "changes_possible")
    assert begun.rows() == [("cadre-household", 1, 1), (None, 0, 1)]
    # It may have been the same link, so that nothing began.
    same = ask(link("C-1", kind="friend"), link("C-1", since=DAY))
    assert counts(same)["begun"] == (0, 1)


def test_a_helper_in_office_no_more_who_is_still_linked_is_named() -> None:
    gone = fp.Cadre(id="C-1", since="2014-01-01", until="2016-09-15")
    faulty = fp.Cadre(id="C-2", since="2016-01-01", until="2015-01-01")
    there = fp.Cadre(id="C-3", since="2014-01-01", until="2016-10-01")
    helpers = [gone, faulty, there]
    month = ask(
        link("C-1"), link("C-1", "H-2", until=DAY), link("C-2"), link("C-3"), link("C-4"),
        link("C-1", "H-3", since=None), helpers=helpers,
    )  # fmt: skip
    assert counts(month)["helper-gone"] == (1, 3)
    rows = listed(month, "change", "helper", "party", "on", "sure")
    assert {row[1:] for row in rows if row[0] == "helper-gone"} == {
        ("C-1", "H-1", dt.date(2016, 9, 15), True),
        ("C-1", "H-3", dt.date(2016, 9, 15), False),
        ("C-2", "H-1", dt.date(2015, 1, 1), False),
    }


def test_postings_change_as_links_do_by_their_place() -> None:
    def posted(person: str | None, **more: Any) -> fp.Posting:
        said = {"post": "first-secretary", "division": CANGXI, "since": "2015-07-01", **more}
        return fp.Posting(person=person, **said)

    registry = fp.Registry.of(
        postings=[
            posted("P-1", until=DAY),
            posted("P-2", since=DAY),
            posted("P-3", post="guest", since=DAY),
            posted("P-4", post="work-team", since=DAY),
            posted("P-5", division=ZHAOHUA, since=DAY),
        ]
    )
    month = fp.coverage.changes(registry, **SEPTEMBER, kinds="first-secretary", by="county")
    rows = month.rows.filter(pl.col("changes_possible") > 0)
    assert rows.select("division", "kind", "change", "changes").rows() == [
        ("510811000000", "first-secretary", "begun", 1),
        ("510824000000", "first-secretary", "handed-over", 1),
        ("510824000000", "first-secretary", "taken-over", 1),
        ("510824000000", None, "begun", 0),
    ]


def test_a_party_is_where_its_own_table_says() -> None:
    registry = fp.Registry.of(
        households=[fp.Household(id="X-1", division=CANGXI)],
        helpers=[fp.Deputy(id="X-1", division="510811")],
        links=[
            link("C-1", "X-1", since=DAY),
            link("M-1", "X-1", since=DAY, kind="member-deputy"),
            link("D-1", "X-1", since=DAY, kind="deputy-voter"),
            link("O-1", ZHAOHUA, since=DAY, kind="office-village"),
            link("T-1", "X-1", since=DAY, kind="teacher-household"),
        ],
    )
    kinds = ["cadre-household", "member-deputy", "deputy-voter", "office-village"]
    month = fp.coverage.changes(
        registry, **SEPTEMBER, kinds=[*kinds, "teacher-household"], by="county"
    )
    begun = month.rows.filter(change="begun", changes=1).select("kind", "division", "placed")
    assert set(begun.rows()) == {
        ("cadre-household", "510824000000", "here"),
        ("member-deputy", "510811000000", "here"),
        ("deputy-voter", None, "unknown"),
        ("office-village", "510811000000", "here"),
        ("teacher-household", "510824000000", "here"),
    }


def test_links_and_postings_are_asked_about_together_or_apart() -> None:
    posting = fp.Posting(person="P-1", post="work-team", division=CANGXI, since=DAY)
    registry = fp.Registry.of(links=[link("C-1", since=DAY)], postings=[posting])
    month = fp.coverage.changes(registry, **SEPTEMBER, kinds=["work-team", "cadre-household"])
    begun = month.rows.filter(change="begun").select("kind", "changes").rows()
    assert begun == [("cadre-household", 1), ("work-team", 1)]
    said = "no helpers were given: nobody is known to have gone while linked"
    assert month.provenance.assumptions == (said,)


def test_changes_answer_as_the_data_stood_on_a_day() -> None:
    row = {"kind": "cadre-household", "helper": "C-1", "party": "H-1", "since": "2016-09-09"}
    registry = fp.Registry.of(links=[{**row, "recorded": "2016-10-20"}])
    asked: dict[str, Any] = {**SEPTEMBER, "kinds": ["cadre-household"]}
    then = fp.coverage.changes(registry, known_on="2016-10-19", **asked)
    assert counts(then) == {}
    assert counts(fp.coverage.changes(registry, **asked)) == {"begun": (1, 1)}


def test_a_plan_stays_a_plan() -> None:
    links = pl.LazyFrame(
        {"kind": ["cadre-household"], "helper": ["C-1"], "party": ["H-1"], "since": ["2016-09-09"]}
    )
    month = fp.coverage.changes(fp.Registry.of(links=links), **SEPTEMBER, kinds=["cadre-household"])
    assert isinstance(month.native, pl.LazyFrame)
    assert month.listed().collect()["helper"].to_list() == ["C-1"]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"kinds": []}, "names no kind of link and no post"),
        ({"until": "2016-09-01"}, "until is the first day after the window, later than since"),
        ({"by": "role"}, "by= cannot be role: changes are told by division levels"),
    ],
    ids=str,
)
def test_what_asks_nothing_sensible_is_refused(asked: dict[str, Any], fault: str) -> None:
    registry = fp.Registry.of(links=[link("C-1")])
    with pytest.raises(QuestionError, match=fault):
        fp.coverage.changes(registry, **{**SEPTEMBER, "kinds": KINDS, **asked})


def test_a_missing_table_is_named_with_who_needs_it() -> None:
    registry = fp.Registry.of(links=[link("C-1")])
    with pytest.raises(SchemaError, match=r"coverage\.changes needs the table: pass postings="):
        fp.coverage.changes(registry, **SEPTEMBER, kinds=["work-team"])
