"""S15, donations of a provincial deputy: money over so much, pupils over so many."""

from __future__ import annotations

import fupin as fp

ON = "2016-09-09"
ROADS = [
    fp.Act(
        id="R-1", kind="donation", item="roads-and-water", division="5108", since="2012-01-01",
        until="2016-09-10", money=1_000_000, at_least=["money"], givers=["deputy"],
    ),
    fp.Act(
        id="R-2", kind="infrastructure", item="roads-and-water", division="5107",
        since="2012-01-01", until="2016-09-10", givers=["deputy"],
    ),
]  # fmt: skip
FUND = fp.Act(
    id="F-1", kind="student-aid", division="5108", since="2012-01-01", until="2016-09-10",
    money="10000000", persons=2000, at_least=["money", "persons"], givers=["deputy"],
)  # fmt: skip


def test_over_a_million_for_roads_and_water_comes_back() -> None:
    """S15: over 1,000,000 yuan for roads and drinking water."""
    registry = fp.Registry.of(acts=[*ROADS, FUND])
    given = fp.coverage.deliveries(registry, on=ON, by="kind")
    assert str(given.quantity("yuan", kind="donation")) == "≥ 1,000,000 yuan"


def test_a_student_aid_fund_of_over_ten_million_for_over_two_thousand_comes_back() -> None:
    """S15: over 2,000 pupils and students, over 10,000,000 yuan: both are lower bounds."""
    given = fp.coverage.deliveries(fp.Registry.of(acts=[FUND]), on=ON)
    assert str(given.quantity("person")) == "≥ 2,000 person"
    assert str(given.quantity("yuan")) == "≥ 10,000,000 yuan"


def test_a_township_in_another_prefecture_stands_in_a_row_of_its_own() -> None:
    """S15: one receiving township lies outside the city; its act is not lost."""
    given = fp.coverage.deliveries(fp.Registry.of(acts=[*ROADS, FUND]), on=ON, by="city")
    assert str(given.quantity("act", division="510700000000")) == "1 act"
    assert str(given.quantity("act")) == "3 act"


def test_help_since_2012_is_known_before_the_register_of_2014() -> None:
    """S15: acts need no register; in a window of 2012 to 2013 they may have been done."""
    window = fp.Period("2012-01-01", "2014-01-01")
    given = fp.coverage.deliveries(fp.Registry.of(acts=[FUND]), on=ON, window=window)
    [yuan] = given.rows.filter(unit="yuan").to_dicts()
    assert (yuan["acts"], yuan["unplaced"], yuan["high"]) == (0, 1, None)


def test_a_word_that_names_no_amount_makes_all_of_them_lower_bounds() -> None:
    """S15, broken: "yuan" names no amount of an act, so none of its amounts is taken as exact."""
    broken = fp.Act(id="F-1", kind="student-aid", on="2016-01-01", money=10, persons=2,
                    at_least=["yuan"])  # fmt: skip
    registry = fp.Registry.of(acts=[broken])
    given = fp.coverage.deliveries(registry, on=ON)
    assert str(given.quantity("person")) == "≥ 2 person"
    assert registry.check().counts == {"acts.at_least unknown": 1}
