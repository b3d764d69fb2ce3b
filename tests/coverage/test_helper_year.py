"""The year 2016 of one person with two posts, worked by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError

ON = "2016-12-31"
HELPERS = [
    fp.Deputy(id="D-1", level="county", division="510824", person="P-1"),
    fp.Cadre(id="C-1", division="510824", person="P-1"),
    fp.Deputy(id="D-2", level="county", division="510824", person="P-2"),
    fp.Deputy(id="D-3", level="county", division="510824"),
]


def link(helper: str, party: str | None, kind: str = "deputy-household", **said: Any) -> fp.Link:
    return fp.Link(kind=kind, helper=helper, party=party, **{"since": "2015-03-01", **said})


def act(name: str, **said: Any) -> fp.Act:
    return fp.Act(id=name, kind="daily-goods", **{"givers": ["D-1"], **said})


def year(person: Any = "P-1", on: str = ON, window: Any = None, **tables: Any) -> dict[str, Any]:
    """What came of a person's year that is not 0."""
    registry = fp.Registry.of(**{"helpers": HELPERS, **tables})
    told = fp.coverage.helper_year(registry, person, on=on, window=window)
    [row] = told.rows.select(told.measures).to_dicts()
    return {name: value for name, value in row.items() if value}


def test_one_household_under_two_posts_is_one_and_links_that_ended_before_are_none() -> None:
    links = [
        link("D-1", "H-1"), link("C-1", "H-1", "cadre-household"), link("D-1", "H-2"),
        link("D-1", "H-3", until="2016-01-01"), link("D-1", "H-4", until="2016-01-02"),
        link("D-1", "H-5", since="2017-01-01"), link("D-1", None), link("D-2", "H-9"),
    ]  # fmt: skip
    assert year(links=links) == {"posts": 2, "links": 3, "links_possible": 4}


def test_meetings_are_distinct_days_with_each_party_up_to_the_day() -> None:
    meetings = [
        fp.Meeting(kind="deputy-household", helper=helper, party=party, on=on)
        for helper, party, on in (
            ("D-1", "H-1", "2016-03-01"), ("C-1", "H-1", "2016-03-01"),
            ("D-1", "H-1", "2016-10-01"), ("D-1", "H-2", None), ("D-1", None, "2016-03-01"),
            ("D-1", "H-1", "2015-12-31"), ("D-2", "H-1", "2016-03-02"),
        )
    ]  # fmt: skip
    assert year(meetings=meetings) == {"posts": 2, "meetings": 2, "meetings_possible": 4}
    assert year(meetings=meetings, on="2016-09-09")["meetings"] == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"on": "2016-03-01"}, (1, 1)),
        ({"on": "2015-12-31"}, (0, 0)),
        ({}, (0, 1)),
        ({"since": "2016-03-01", "until": "2016-04-01"}, (1, 1)),
        ({"since": "2015-03-01", "until": "2015-04-01"}, (0, 0)),
        ({"every": "month", "since": "2015-03-01"}, (1, 1)),
        ({"every": "year", "since": "2015-03-01"}, (1, 1)),
        ({"every": "month", "since": "2016-03-01"}, (1, 1)),
        ({"every": "month", "since": "2015-03-01", "until": "2016-06-01"}, (1, 1)),
        ({"every": "month"}, (0, 1)),
        ({"every": "month", "since": "2014-03-01", "until": "2015-06-01"}, (0, 0)),
        ({"on": "2016-03-01", "givers": ["D-1", "C-1", "X-1"]}, (1, 1)),
        ({"on": "2016-03-01", "givers": ["D-2"]}, (0, 0)),
    ],
)
def test_acts_count_where_they_surely_happened_in_the_window(said: Any, expected: Any) -> None:
    """On a day of it, or on days that all lie in it, or by a rhythm that falls into it."""
    found = year(acts=[act("A-1", **said)])
    assert (found.get("acts", 0), found.get("acts_possible", 0)) == expected


def test_a_yearly_gift_counts_when_its_day_has_come() -> None:
    gifts = [
        act("A-1", every="year", since="2015-03-01"), act("A-2", every="month", since="2015-03-01"),
    ]  # fmt: skip
    assert year(acts=gifts, on="2016-02-28") == {"posts": 2, "acts": 1, "acts_possible": 1}
    assert year(acts=gifts, on="2016-03-01") == {"posts": 2, "acts": 2, "acts_possible": 2}


def test_suggestions_are_those_raised_under_any_of_the_posts() -> None:
    matters = [
        fp.Matter(id=f"S-{n}", kind=kind, issuer=issuer, raised=raised)
        for n, (kind, issuer, raised) in enumerate(
            (
                ("suggestion", "D-1", "2016-02-24"), ("suggestion", "C-1", "2016-02-25"),
                ("suggestion", "D-1", None), ("suggestion", "D-1", "2015-02-24"),
                ("deliberation-opinion", "D-1", "2016-02-24"), (None, "D-1", "2016-02-24"),
                ("suggestion", "D-2", "2016-02-24"),
            )
        )
    ]  # fmt: skip
    assert year(matters=matters) == {"posts": 2, "suggestions": 2, "suggestions_possible": 4}


def test_everybody_has_a_row_and_a_post_of_nobody_known_one_of_its_own() -> None:
    registry = fp.Registry.of(helpers=HELPERS, links=[link("D-3", "H-1")])
    told = fp.coverage.helper_year(registry, on=ON)
    assert told.rows.select("person", "helper", "posts", "links").rows() == [
        ("P-1", None, 2, 0), ("P-2", None, 1, 0), (None, "D-3", 1, 1),
    ]  # fmt: skip
    some = fp.coverage.helper_year(registry, ["P-2", "P-1", "P-9"], on=ON).rows
    assert some["person"].to_list() == ["P-1", "P-2"]
    assert set(told.provenance.assumptions) == {
        "meetings are not counted: no meetings", "acts are not counted: no acts, givers",
        "suggestions are not counted: no matters",
    }  # fmt: skip


def test_persons_may_be_numbers() -> None:
    helpers = pl.DataFrame({"id": [7, 8], "person": [70, 70], "post": ["deputy", "cadre"]})
    found = fp.coverage.helper_year(fp.Registry.of(helpers=helpers), 70, on=ON)
    assert found.rows.select("person", "posts").rows() == [(70, 2)]


def test_a_window_that_has_not_begun_is_refused_and_one_without_an_end_ends_with_the_day() -> None:
    with pytest.raises(QuestionError, match="has not begun on 2016-12-31"):
        year(window=fp.Period.year(2017))
    with pytest.raises(QuestionError, match="has not begun"):
        year(window=fp.Period(None, "2016-01-01"))
    links = [link("D-1", "H-1")]
    assert year(window=fp.Period("2016-01-01"), links=links)["links"] == 1
    with pytest.raises(SchemaError, match=r"coverage\.helper_year needs the table: pass helpers="):
        fp.coverage.helper_year(fp.Registry.of(links=links), on=ON)
