"""What persons hold over all their posts on 9 September 2016: worked by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError

ON = "2016-09-09"
KINDS = ["deputy-household", "cadre-household"]


def link(helper: str | None, party: str | None, **more: Any) -> fp.Link:
    """A pairing since 2015."""
    said = {"kind": "cadre-household", "since": "2015-03-01", **more}
    return fp.Link(helper=helper, party=party, **said)


def cadre(name: str, person: str | None = "P-1", division: str | None = "510824") -> fp.Cadre:
    """A post of a person."""
    return fp.Cadre(id=name, person=person, division=division)


def ask(helpers: list[Any], links: list[fp.Link], **asked: Any) -> fp.Coverage:
    """Who holds more than two."""
    registry = fp.Registry.of(helpers=helpers, links=links)
    return fp.coverage.loads(registry, **{"on": ON, "kinds": KINDS, "most": 2, **asked})


def listed(result: fp.Coverage) -> list[tuple[Any, ...]]:
    """Who is left out."""
    columns = ("person", "helper", "held", "held_possible", "outcome")
    return list(result.missing().select(columns).rows())


def test_what_two_posts_hold_adds_up_to_what_their_person_holds() -> None:
    posts = [cadre("C-1"), fp.Deputy(id="D-1", level="county", person="P-1", division="510824")]
    links = [link("C-1", "H-1"), link("C-1", "H-2"), link("D-1", "H-3", kind="deputy-household")]
    found = ask(posts, links)
    assert found.total == fp.Rate(0, 1)
    assert listed(found) == [("P-1", None, 3, 3, "unmet")]
    assert ask(posts, links, most=3, kinds="cadre-household").total == fp.Rate(1, 1)
    assert found.rows.select("posts", "over", "held").rows() == [(2, 1, 3)]


def test_a_household_under_two_posts_is_one_and_an_ended_link_is_none() -> None:
    posts = [cadre("C-1"), cadre("C-2")]
    links = [link("C-1", "H-1"), link("C-2", "H-1"), link("C-2", "H-2", until="2016-09-09")]
    assert ask(posts, links, most=1).total == fp.Rate(1, 1)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([link("C-1", "H-1"), link("C-1", "H-2"), link("C-1", "H-3", since=None)], (2, 3)),
        ([link("C-1", "H-1"), link("C-1", None), link("C-1", None, role="first")], (1, 3)),
        ([link("C-1", "H-1"), link("C-1", "H-2"), link("C-1", "H-3", kind="tea")], (2, 3)),
    ],
    ids=["no beginning", "with nobody", "no kind"],
)
def test_links_that_are_not_sure_may_be_too_many(
    links: list[fp.Link], expected: tuple[int, int]
) -> None:
    found = ask([cadre("C-1")], links)
    assert found.total == fp.Rate(0, 1, unknown=1)
    assert listed(found) == [("P-1", None, *expected, "unknown")]


def test_a_post_of_nobody_known_stands_apart_unless_it_is_too_much_by_itself() -> None:
    posts = [cadre("C-1", None), cadre("C-2", None), cadre("C-3")]
    links = [link("C-2", f"H-{n}") for n in range(3)]
    found = ask(posts, links)
    assert found.total == fp.Rate(1, 2, unplaced=1)
    assert listed(found) == [
        (None, "C-1", 0, 0, "unknown"),
        (None, "C-2", 3, 3, "unmet"),
    ]


def test_posts_without_an_id_are_each_counted() -> None:
    helpers = pl.DataFrame({"id": [None, None], "post": ["cadre", "cadre"]})
    registry = fp.Registry.of(helpers=helpers.cast({"id": pl.String}), links=[link("C-1", "H-1")])
    found = fp.coverage.loads(registry, on=ON, kinds=KINDS, most=2)
    assert found.total == fp.Rate(0, 0, unplaced=2)


def test_a_person_with_posts_in_two_places_stands_in_the_row_of_unknown_division() -> None:
    posts = [cadre("C-1"), cadre("C-2", division="510811"), cadre("C-3", "P-2")]
    found = ask(posts, [], by="county")
    assert found.rows.select("division", "placed", "persons", "posts").rows() == [
        ("510824000000", "here", 1, 1),
        (None, "unknown", 1, 2),
    ]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"kinds": []}, "names no kind of link"),
        ({"most": 0}, "expected at least 1 party"),
        ({"by": "level"}, "by= cannot be level: loads are told by division levels"),
    ],
    ids=str,
)
def test_what_asks_nothing_sensible_is_refused(asked: dict[str, Any], fault: str) -> None:
    with pytest.raises(QuestionError, match=fault):
        ask([cadre("C-1")], [], **asked)
