"""Division codes: their level, what lies in what, and the cities that have no counties."""

import pytest

from fupin.divisions import NATION, PSEUDO_COUNTIES, Division, Level, read
from fupin.errors import DivisionError


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("51", Level.PROVINCE),
        ("5108", Level.CITY),
        ("510824", Level.COUNTY),
        ("510824102", Level.TOWNSHIP),
        ("510824102201", Level.VILLAGE),
        ("510800000000", Level.CITY),
        ("510824000000", Level.COUNTY),
        ("510824102000", Level.TOWNSHIP),
        ("510000", Level.PROVINCE),
        (510824, Level.COUNTY),
        (510824102201, Level.VILLAGE),
    ],
    ids=str,
)
def test_a_code_tells_its_level_however_long_it_is_written(code: str | int, level: Level) -> None:
    assert Division.of(code).level is level


@pytest.mark.parametrize("code", ["5108", "510800", "510800000", "510800000000", 5108])
def test_short_and_padded_codes_are_the_same_place(code: str | int) -> None:
    assert Division.of(code) == Division("510800000000")
    assert Division.of(code).short == "5108"
    assert str(Division.of(code)) == "510800000000"


@pytest.mark.parametrize(
    "code",
    ["", "5", "510", "51082", "5108241", "51x8", "051008", "510800102", "510024", "510824000201",
     "5108241022011", "-5108", "５１０８", "5108\n"],
)  # fmt: skip
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(DivisionError, match="expected 2, 4, 6, 9 or 12 digits"):
        Division.of(code)
    assert read(code) is None


@pytest.mark.parametrize("code", ["", "5108", "510800", "abc", "510800102000"])
def test_a_division_is_made_of_all_twelve_digits(code: str) -> None:
    with pytest.raises(DivisionError, match="filled up with zeros from the right"):
        Division(code)


@pytest.mark.parametrize("code", [None, 5.1, object()])
def test_what_is_neither_text_nor_number_cannot_be_read(code: object) -> None:
    assert read(code) is None


def test_a_division_is_read_as_itself() -> None:
    assert read(NATION) is NATION
    assert Division.of(NATION) is NATION


def test_a_village_lies_in_its_township_county_city_province_and_nation() -> None:
    place: Division | None = Division.of("510824102201")
    chain = []
    while place is not None:
        chain.append(place.short)
        place = place.parent
    assert chain == ["510824102201", "510824102", "510824", "5108", "51", ""]


def test_a_city_stands_above_the_level_of_counties() -> None:
    assert Division.of("5108").at(Level.COUNTY) is None
    assert Division.of("510824").at(Level.COUNTY) == Division.of("510824")


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("5108", "510824102201", True),
        ("510824", "510824", True),
        ("510824", "510811", False),
        ("510824102", "510824", False),
        ("51", "5108", True),
    ],
)
def test_a_division_contains_itself_and_what_lies_in_it(
    outer: str, inner: str, expected: bool
) -> None:
    assert Division.of(outer).contains(Division.of(inner)) is expected
    assert NATION.contains(Division.of(outer))


@pytest.mark.parametrize("code", PSEUDO_COUNTIES)
def test_a_listed_code_is_a_county_though_it_looks_like_a_city(code: str) -> None:
    division = Division.of(code)
    assert (division.level, division.pseudo, division.short) == (Level.COUNTY, True, code)


def test_townships_of_dongguan_lie_in_its_pseudo_county() -> None:
    township = Division.of("441900003")
    assert township.level is Level.TOWNSHIP
    assert township.parent == Division.of("441900")
    assert not township.pseudo


def test_above_dongguan_which_is_city_and_county_in_one_lies_the_province() -> None:
    assert Division.of("441900").parent == Division.of("44")
    assert Division.of("620201").parent == Division.of("6202")


def test_levels_have_digits_words_and_ranks() -> None:
    assert [(level.digits, level.rank) for level in Level] == [
        (0, 0), (2, 1), (4, 2), (6, 3), (9, 4), (12, 5),
    ]  # fmt: skip
    assert Level.COUNTY.zh == "县"
