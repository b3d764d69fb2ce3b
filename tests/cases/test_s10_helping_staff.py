"""S10, helping staff: trainings, facilities, and where the money and the work came from."""

from __future__ import annotations

import pytest

import fupin as fp
from tests.cases.village import ON, VILLAGE, given

TRAININGS = [
    given("T-1", "training", None, 5, "session", person_times=1000, at_least=["person_times"])
]
FACILITIES = (
    "party-centre", "culture-square", "service-centre", "library", "technical-school",
)  # fmt: skip
BUILT = [given(f"F-{item}", "facility", item, 1, "item") for item in FACILITIES]
OTHERS = [
    given("O-1", "sales", "e-commerce"),
    given("O-2", "policy-talk", None),
    given("O-3", "industry", "party-members-demonstration"),
]
SOURCES = [
    given("M-1", "infrastructure", "projects", givers=["departments"]),
    given("M-2", "donation", "saved-expenses", givers=["office"]),
    given("M-3", "crowdfunding", None, givers=[]),
    given("M-4", "donation", None, givers=["entrepreneurs"]),
    given("M-5", "labour", None, unit="workday", givers=["villagers"]),
]
POSTED = [
    fp.Posting(person=person, post=post, division=VILLAGE, since="2015-07-01")
    for person, post in (("P-1", "first-secretary"), ("P-2", "work-team"))
]


def test_five_trainings_of_over_a_thousand_person_times_come_back() -> None:
    """S10: 5 trainings are 5; over 1,000 person-times are 1,000 at least, and no persons."""
    trained = fp.coverage.deliveries(fp.Registry.of(acts=TRAININGS), on=ON, by="kind")
    assert str(trained.quantity("session", kind="training")) == "5 session"
    assert str(trained.quantity("person-time", kind="training")) == "≥ 1,000 person-time"
    assert "person" not in trained.rows["unit"].to_list()


def test_persons_and_person_times_are_never_added() -> None:
    """S10: 20 persons who came 5 times each are 100 person-times, and stay 20 persons."""
    course = given("T-2", "training", None, 5, "session", persons=20, person_times=100)
    trained = fp.coverage.deliveries(fp.Registry.of(acts=[*TRAININGS, course]), on=ON)
    assert str(trained.quantity("person")) == "20 person"
    assert str(trained.quantity("person-time")) == "≥ 1,100 person-time"


def test_a_text_that_says_over_a_thousand_is_no_thousand() -> None:
    """S10, broken: "1000余" in a table is refused as a number; the act is named, and counted."""
    import polars as pl

    row = {"id": "T-1", "kind": "training", "on": "2016-05-04", "person_times": "1000余"}
    registry = fp.Registry.of(acts=pl.DataFrame([row]))
    trained = fp.coverage.deliveries(registry, on=ON)
    assert str(trained.quantity("person-time")) == "≥ 0 person-time"
    assert registry.check().sentences()[0].startswith("acts.person_times of T-1: the cell cannot")


@pytest.mark.parametrize("item", FACILITIES)
def test_each_facility_comes_back(item: str) -> None:
    """S10: an activity centre, a square, a service centre, a library and a technical school."""
    built = fp.coverage.deliveries(fp.Registry.of(acts=BUILT), on=ON, by="item")
    assert str(built.quantity("item", item=item)) == "1 item"


def test_help_without_a_number_is_counted_as_acts() -> None:
    """S10: sales, policy talks, a demonstration project: the report gives no amounts of them."""
    helped = fp.coverage.deliveries(fp.Registry.of(acts=[*BUILT, *OTHERS]), on=ON, by="kind")
    told = {kind: str(helped.quantity("act", kind=kind)) for kind in ("sales", "policy-talk")}
    assert told == {"sales": "1 act", "policy-talk": "1 act"}
    assert str(helped.quantity("act")) == "8 act"


def test_money_and_work_of_unlike_sources_stand_apart_by_giver() -> None:
    """S10: departments, the office, entrepreneurs, villagers; of the crowd no giver is named."""
    given_by = fp.coverage.deliveries(fp.Registry.of(acts=SOURCES), on=ON, by="giver")
    acts = given_by.rows.filter(unit="act")
    assert dict(zip(acts["giver"], acts["given"], strict=True)) == {
        "departments": "alone", "entrepreneurs": "alone", "office": "alone",
        "villagers": "alone", None: "unknown",
    }  # fmt: skip
    assert str(given_by.quantity("workday", giver="villagers")) == "≥ 0 workday"


def test_a_facility_of_three_givers_counts_once() -> None:
    """S10: what several gave together is nobody's alone, and the rows add up."""
    square = given("F-1", "facility", "culture-square", 1, "item", money=90_000,
                   givers=["departments", "office", "villagers"])  # fmt: skip
    mine = given("F-2", "facility", "library", 1, "item", money=10_000, givers=["office"])
    built = fp.coverage.deliveries(fp.Registry.of(acts=[square, mine]), on=ON, by="giver")
    assert str(built.quantity("yuan")) == "100,000 yuan"
    assert str(built.quantity("yuan", giver="office")) == "10,000 yuan"
    assert str(built.quantity("yuan", given="jointly")) == "90,000 yuan"


def test_forty_five_cadres_come_back() -> None:
    """S10: 45 paired cadres of the office, each with a household."""
    households = [fp.Household(id=f"H-{n}", division=VILLAGE, size=3) for n in range(45)]
    links = [
        fp.Link(kind="cadre-household", helper=f"C-{n}", party=f"H-{n}", since="2015-01-01")
        for n in range(45)
    ]
    registry = fp.Registry.of(households=households, links=links)
    paired = fp.coverage.households(registry, on=ON, kinds=["cadre-household"])
    assert paired.total == fp.Rate(45, 45)


def posted(*postings: fp.Posting) -> fp.Coverage:
    """Whether the village has its first secretary and its team."""
    asked = fp.coverage.Posted("first-secretary", "work-team")
    registry = fp.Registry.of(postings=postings)
    return fp.coverage.places(registry, asked, on=ON, of=[VILLAGE])


def test_a_team_and_a_first_secretary_come_back() -> None:
    """S10: the village has a work team and a first secretary on the day of the report."""
    assert posted(*POSTED).total == fp.Rate(1, 1)
    assert len(posted(*POSTED).missing()) == 0


def test_a_first_secretary_without_a_team_is_not_both() -> None:
    """S10, broken: one of the two posts is not filled; the village is named."""
    alone = posted(*(one for one in POSTED if one.post != "work-team"))
    assert alone.total == fp.Rate(0, 1)
    assert alone.missing()["place"].to_list() == [VILLAGE]
