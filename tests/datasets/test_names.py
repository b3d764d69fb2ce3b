"""Names and codes of divisions, as of 2023-06-30."""

import polars as pl
import pytest

from fupin.datasets import divisions, name
from fupin.divisions import Division, Level
from fupin.errors import DivisionError, QuestionError


def test_the_whole_list_has_its_sizes() -> None:
    """31 provinces, 342 cities, 2,978 counties, 41,352 townships; four codes are counties' too."""
    counts = dict(divisions().group_by("level").len().iter_rows())
    assert counts == {
        "province": 31,
        "city": 342 - 3,
        "county": 2_978,
        "township": 41_352 - 1,
        "village": 1_735,
    }


def test_codes_are_unique_and_every_parent_is_there() -> None:
    """A code stands once; above a province there is nothing."""
    listed = divisions()
    assert not listed["code"].is_duplicated().any()
    assert listed["code"].str.len_chars().unique().to_list() == [12]
    assert listed["code"].is_sorted()
    assert listed.filter(pl.col("parent").is_null())["level"].unique().to_list() == ["province"]
    assert (
        listed.drop_nulls().join(listed, left_on="parent", right_on="code", how="anti").is_empty()
    )


def test_levels_are_those_of_the_codes() -> None:
    """What the list says of a code is what the code says itself."""
    listed = divisions()
    told = {code: Division.of(code).level.value for code in listed["code"]}
    assert dict(listed.select("code", "level").iter_rows()) == told


def test_cities_without_counties_stand_once_as_counties() -> None:
    """441900, 442000, 460400 right under their province; 620201 under its city, 6202."""
    rows = divisions().filter(
        pl.col("code").is_in(["441900000000", "442000000000", "460400000000", "620201000000"])
    )
    assert rows.rows() == [
        ("441900000000", "东莞市", "county", "440000000000"),
        ("442000000000", "中山市", "county", "440000000000"),
        ("460400000000", "儋州市", "county", "460000000000"),
        ("620201000000", "嘉峪关市", "county", "620200000000"),
    ]
    assert divisions("township", within="441900").height == 36


def test_within_is_a_part_and_itself() -> None:
    """The city of the report: itself, 7 counties, 146 townships, 1,735 villages."""
    levels = divisions(within=Division.of("5108")).group_by("level").len()
    assert dict(levels.iter_rows()) == {
        "city": 1,
        "county": 7,
        "township": 146,
        "village": 1_735,
    }
    assert divisions(Level.COUNTY, within="5108").height == 7
    assert divisions("village", within="5101").is_empty()


def test_a_level_that_is_none_is_refused() -> None:
    """The message lists the levels there are."""
    with pytest.raises(QuestionError, match="'hamlet': expected one of province, city"):
        divisions("hamlet")


def test_names_are_looked_up_by_any_form_of_code() -> None:
    """Short or whole, as text or as a Division; a code that is not listed has no name."""
    assert name("51") == "四川省"
    assert name("510800000000") == "广元市"
    assert name(Division.of("510824")) == "苍溪县"
    assert name("4419") == "东莞市"
    assert name("510899") is None


def test_what_is_no_code_is_refused() -> None:
    """A name is asked for by code only."""
    with pytest.raises(DivisionError):
        name("苍溪县")
