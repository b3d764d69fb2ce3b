"""What the rules ask of head counts alone: the figures of Guangyuan, reckoned by hand."""

import pytest

import fupin as fp
from fupin.errors import QuestionError

BOOK = fp.policy.load("guangyuan-2016")
HEADS = {"city": 359, "county": 1_428, "township": 10_951}


def test_thirteen_thousand_households_and_a_hundred_and_twenty_five_thousand_voters() -> None:
    asked = fp.coverage.capacity(BOOK, HEADS, on="2016-09-09").asked
    assert asked["deputy-households"] == 359 * 3 + 1_428 * 1 + 10_951 * 1 == 13_456
    assert asked["deputy-voters"] == 359 * 5 + 1_428 * 10 + 10_951 * 10 == 125_585


def test_by_what_was_reported_each_of_them_has_one() -> None:
    asked = fp.coverage.capacity(
        BOOK, HEADS, on="2016-09-09", rule="deputy-households", yardstick="at-least-one"
    )
    assert asked.asked == {"deputy-households": 359 + 1_428 + 10_951}


def test_so_many_links_cover_at_most_so_many_households() -> None:
    result = fp.coverage.capacity(BOOK, {"city": 10}, on="2016-09-09", rule="deputy-households")
    assert result.rows.select("group", "operator", "quota", "heads", "covered_at_most").rows() == [
        ("city", "at_least", 3, 10, 30)
    ]
    assert result.provenance.checked == "not needed: head counts alone"


def test_members_are_counted_by_service() -> None:
    heads = {"full-time": 9, "part-time": 32}
    assert fp.coverage.capacity(BOOK, heads, on="2016-09-09").asked == {
        "member-deputies": 9 * 3 + 32 * 2
    }


@pytest.mark.parametrize(
    ("heads", "fault"),
    [
        ({"city": -1}, "negative for city"),
        ({"nation": 5}, "no rule asks anything of nation: expected groups such as city, county"),
    ],
)
def test_counts_that_make_no_sense_are_refused(heads: dict[str, int], fault: str) -> None:
    with pytest.raises(QuestionError, match=fault):
        fp.coverage.capacity(BOOK, heads, on="2016-09-09")
