"""A household of unknown size in the chain of exits: what it leaves open, and what it does not."""

import pytest

import fupin as fp

VILLAGE = "510824102201"
BOOK = fp.policy.load("sichuan-2016")


def chain(*sizes: int | None, **asked: object) -> fp.coverage.Exits:
    """A village of 100 persons with households in need, none of which may leave."""
    ids = [f"H-{number}" for number, _ in enumerate(sizes)]
    registry = fp.Registry.of(
        households=[
            fp.Household(id=name, division=VILLAGE, size=size, registration="in-need")
            for name, size in zip(ids, sizes, strict=True)
        ],
        surveys=[fp.Survey(household=name, on="2016-12-01", housing=False) for name in ids],
        populations=[fp.RuralPopulation(division=VILLAGE, year=2016, persons=100)],
        village_surveys=[
            fp.VillageSurvey(
                division=VILLAGE, on="2016-12-01", collective_income=True, paved_road=True,
                clinic=True, culture_room=True, network=True,
            )
        ],
    )  # fmt: skip
    return fp.coverage.exits(registry, BOOK, on="2016-12-31", **asked)  # type: ignore[arg-type]


def outcome(*sizes: int | None, **asked: object) -> object:
    """What the criterion says of that village."""
    return chain(*sizes, **asked).rows["outcome"].item()


def test_one_household_of_unknown_size_may_be_the_whole_village() -> None:
    """2 % are poor for sure; nobody knows how many at most."""
    found = chain(2, None)
    assert found.rows.select("poor", "poor_most").row(0) == (2, None)
    assert found.rows.select("incidence_low", "incidence_high").row(0) == (0.02, None)
    assert found.rows["outcome"].item() == "unknown"


def test_a_village_that_is_over_the_limit_for_sure_fails_whatever_the_unknown_size() -> None:
    """4 % are poor for sure."""
    assert outcome(4, None) == "unmet"


def test_where_the_size_is_taken_to_be_at_most_so_much_the_village_may_pass() -> None:
    """2 and at most 1 of 100: at most 3 %."""
    assert outcome(2, None, size_at_most=1) == "met"
    assert outcome(2, None, size_at_most=2) == "unknown"


def test_what_is_taken_for_granted_of_sizes_is_told() -> None:
    """In the question, and among what was assumed; the size stays unknown."""
    found = chain(2, None, size_at_most=8)
    assert found.provenance.asked["size_at_most"] == 8
    assert (
        "a household whose size is not known has at most 8 persons" in found.provenance.assumptions
    )
    assert found.rows["size_unknown"].item() == 1


def test_a_household_has_at_least_one_person() -> None:
    with pytest.raises(fp.FupinError, match="a household has at least 1 person: got 0"):
        chain(2, size_at_most=0)
