"""Who changes between two books, or two days: worked by hand, a few units at a time."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import NotInForceError, QuestionError, UnknownRuleError

ON, EARLIER = "2016-12-31", "2016-06-30"
CANGXI, OTHER, ZHAOHUA, GUIZHOU = (
    "510824102201", "510824102202", "510811101201", "520102001201",
)  # fmt: skip
FIRST, THEN, NATION = (fp.policy.load(b) for b in ("sichuan-2015", "sichuan-2016", "cn-2016"))
HAVES: dict[str, Any] = dict.fromkeys(
    ("collective_income", "paved_road", "clinic", "culture_room", "network", "safe_water", "power"),
    True,
)  # fmt: skip
GOOD: dict[str, Any] = {
    "on": "2016-06-01", "income_until": "2015-12-31", "net_income_per_head": "2856",
    "school_age_children": 0,
    **dict.fromkeys(
        ("income_steady", "food", "clothing", "medical", "housing", "water", "power", "broadcast"),
        True,
    ),
}  # fmt: skip
RULES: dict[str, Any] = {"on": EARLIER, "other": THEN, "other_on": ON}


def village(poor: int | None, division: str = CANGXI, **more: Any) -> fp.VillageSurvey:
    """A village with so many poor of 1,000 persons, that has all it should."""
    said = {"poor_persons": poor, "rural_population": 1000, **HAVES, **more}
    return fp.VillageSurvey(division=division, on="2016-06-01", **said)


def villages(*surveys: fp.VillageSurvey, policy: Any = FIRST, **asked: Any) -> Any:
    """How villages change from Sichuan's first rule to its second."""
    registry = fp.Registry.of(village_surveys=list(surveys))
    return fp.coverage.compare(registry, policy, "village-exit", **{**RULES, **asked})


def homes(*surveys: fp.Survey, households: Any, policy: Any = NATION, **asked: Any) -> Any:
    """How households change."""
    registry = fp.Registry.of(surveys=list(surveys), households=households)
    return fp.coverage.compare(registry, policy, "household-exit", **{"on": ON, **asked})


def seen(name: str, **more: Any) -> fp.Survey:
    """What was found at a household where all is as it should be."""
    return fp.Survey(household=name, **{**GOOD, **more})


def household(name: str | None, division: str = CANGXI, **more: Any) -> dict[str, Any]:
    """A household in need."""
    return {"id": name, "division": division, "registration": "in-need", **more}


def rows(result: fp.coverage.Comparison) -> list[tuple[Any, ...]]:
    """What is said before and after, and of how many."""
    return result.rows.select("before", "after", "units").rows()


def changes(result: fp.coverage.Comparison) -> list[tuple[Any, ...]]:
    """Who changed, which way, because of what."""
    return list(result.changed.select("id", "before", "after", "because").rows())


# --- Two books ----------------------------------------------------------------------------------


def test_three_and_a_half_per_cent_passes_by_the_first_rule_and_not_by_the_second() -> None:
    changed = villages(village(35), village(25, OTHER), village(45, ZHAOHUA))
    assert rows(changed) == [("met", "met", 1), ("met", "unmet", 1), ("unmet", "unmet", 1)]
    assert changes(changed) == [(CANGXI, "met", "unmet", "incidence")]


def test_what_only_one_of_two_books_asks_is_told_by_its_name() -> None:
    """Safe water and power were asked of a village in 2015 and not in 2016."""
    assert changes(villages(village(10, safe_water=False, power=False))) == [
        (CANGXI, "unmet", "met", "water, power")
    ]


def test_a_book_beside_another_one_says_what_is_asked_where() -> None:
    """Sichuan's book beside the nation's changes a village in Sichuan and none in Guizhou."""
    lacks = [village(10, place, network=None, clinic=False) for place in (CANGXI, GUIZHOU)]
    changed = villages(*lacks, policy=NATION, on=ON, other=[NATION, THEN])
    assert rows(changed) == [("met", "met", 1), ("met", "unmet", 1)]
    assert changes(changed) == [(CANGXI, "met", "unmet", "clinic")]


def test_leaves_of_one_name_in_several_books_are_one_reason() -> None:
    """Both books have an income and a housing, each with bits of its own."""
    households = [household("H-1"), household("H-2", GUIZHOU)]
    surveys = [seen("H-1", water=False), seen("H-2", housing=False)]
    changed = homes(*surveys, households=households, policy=[NATION, THEN], other=NATION)
    assert changes(changed) == [("H-1", "unmet", "met", "water")]
    more = fp.policy.amend(NATION, parameters={"national-line": 3000})
    dearer = homes(
        seen("H-1"), seen("H-2"), households=households, policy=[NATION, THEN],
        other=[more, fp.policy.amend(THEN, parameters={"national-line": 3000})],
    )  # fmt: skip
    assert changes(dearer) == [
        ("H-1", "met", "unmet", "income"), ("H-2", "met", "unmet", "income"),
    ]  # fmt: skip


def test_a_what_if_book_tells_who_would_change() -> None:
    """With a limit of 2 % in place of 3 % a village of 2.5 % would no longer pass."""
    what_if = fp.policy.amend(THEN, parameters={"incidence-limit": "0.02"})
    changed = villages(village(25), village(15, OTHER), policy=THEN, on=ON, other=what_if)
    assert changes(changed) == [(CANGXI, "met", "unmet", "incidence")]
    assert changed.provenance.books == ("sichuan-2016", "sichuan-2016-amended")
    checked = [rule["limits"]["incidence"][0]["checked"] for rule in changed.provenance.rules]
    assert checked == ["text", "unverified"]


def test_a_leaf_that_is_still_needed_is_the_reason_where_nothing_fails() -> None:
    """Of the first book's water nobody knows; the second does not ask for it."""
    assert changes(villages(village(10, safe_water=None))) == [(CANGXI, "unknown", "met", "water")]
    assert changes(villages(village(35, safe_water=None))) == [
        (CANGXI, "unknown", "unmet", "incidence")
    ]


def test_a_book_compared_with_itself_changes_nobody() -> None:
    changed = villages(village(35), village(None, OTHER), policy=THEN, on=ON, other=THEN)
    assert rows(changed) == [("unknown", "unknown", 1), ("unmet", "unmet", 1)]
    assert changes(changed) == []


# --- Two days -----------------------------------------------------------------------------------


def test_between_two_days_what_was_seen_in_between_is_the_reason() -> None:
    later = seen("H-1", on="2016-12-01", housing=False)
    changed = homes(seen("H-1"), later, households=[household("H-1")], on=EARLIER, other_on=ON)
    assert changes(changed) == [("H-1", "met", "unmet", "housing")]
    assert changed.provenance.asked["before"] == "cn-2016 on 2016-06-30"
    assert changed.provenance.asked["after"] == "cn-2016 on 2016-12-31"


def test_who_is_in_the_population_on_one_day_only_is_absent_on_the_other() -> None:
    """H-1 left in September, H-2 came in October; neither is blamed on anything."""
    households = [
        fp.Household(id=name, events=[fp.Event(event=event, on=on) for event, on in told])
        for name, told in {
            "H-1": [("registered", "2014-04-01"), ("exited", "2016-09-01")],
            "H-2": [("registered", "2016-10-01")],
            "H-3": [("registered", "2014-04-01")],
            "H-4": [("registered", "2016-10-01"), ("exited", "2016-11-01")],
        }.items()
    ]
    surveys = [seen("H-1"), seen("H-2", housing=False), seen("H-3")]
    changed = homes(*surveys, households=households, on=EARLIER, other_on=ON)
    assert rows(changed) == [("absent", "unmet", 1), ("met", "absent", 1), ("met", "met", 1)]
    assert changes(changed) == [("H-1", "met", "absent", ""), ("H-2", "absent", "unmet", "")]


def test_of_whom_it_is_not_known_whether_he_is_in_the_population_that_is_said() -> None:
    """H-1 was registered some day of 2016; H-2 lives nowhere that is known."""
    households = [
        fp.Household(id="H-1", division=CANGXI, events=[fp.Event(event="registered", year=2016)]),
        fp.Household(
            id="H-2", division="51x8", events=[fp.Event(event="registered", on="2014-04-01")]
        ),
    ]
    asked: dict[str, Any] = {"policy": THEN, "on": "2016-09-09", "other_on": "2017-01-01"}
    changed = homes(seen("H-1"), seen("H-2"), households=households, **asked)
    assert rows(changed) == [("unplaced", "met", 1), ("unplaced", "unplaced", 1)]
    assert changes(changed) == [("H-1", "unplaced", "met", "")]


# --- Nobody is lost -----------------------------------------------------------------------------


def test_a_unit_without_id_cannot_be_followed_and_is_counted_on_either_side() -> None:
    households = pl.DataFrame([household("H-1"), household(None), household(None)])
    surveys = pl.DataFrame([{"household": "H-1", "on": "2016-06-01"}])
    registry = fp.Registry.of(households=households, surveys=surveys)
    changed = fp.coverage.compare(registry, NATION, "household-exit", on=ON, other=THEN)
    assert rows(changed) == [
        ("unknown", "unknown", 1), ("unknown", "unnamed", 2), ("unnamed", "unknown", 2),
    ]  # fmt: skip
    assert changes(changed) == []


def test_each_side_counts_as_screening_does() -> None:
    households = [household("H-1"), household("H-2"), household("H-3", "51x8"), household("H-4")]
    surveys = [seen("H-1"), seen("H-2", water=False), seen("H-3"), seen("H-4", food=None)]
    registry = fp.Registry.of(households=households, surveys=surveys)
    changed = fp.coverage.compare(registry, NATION, "household-exit", on=ON, other=THEN)
    for side, book in (("before", NATION), ("after", THEN)):
        counted = dict(changed.rows.group_by(side).agg(pl.col("units").sum()).iter_rows())
        [sums] = fp.coverage.screen(registry, book, "household-exit", on=ON).rows.to_dicts()
        columns = ("met", "unmet", "unknown", "unplaced")
        assert counted == {name: sums[name] for name in columns if sums[name]}


# --- By place -----------------------------------------------------------------------------------


def test_changes_are_counted_by_place_and_column() -> None:
    households = [
        household("H-1", cause="illness"), household("H-2", cause="illness"),
        household("H-3", ZHAOHUA, cause="schooling"),
    ]  # fmt: skip
    surveys = [seen("H-1", water=False), seen("H-2"), seen("H-3", water=False)]
    changed = homes(*surveys, households=households, other=THEN, by=("county", "cause"))
    assert changed.rows.select("division", "cause", "before", "after", "units").rows() == [
        ("510811000000", "schooling", "met", "unmet", 1),
        ("510824000000", "illness", "met", "met", 1),
        ("510824000000", "illness", "met", "unmet", 1),
    ]
    assert changed.changed["division"].to_list() == [CANGXI, ZHAOHUA]
    assert changed.keys == ("level", "division", "placed", "cause", "before", "after")


def test_a_population_and_answers_to_what_is_not_known_hold_on_both_sides() -> None:
    households = [household("H-1", registration="exited"), household("H-2")]
    surveys = [seen("H-1", income_steady=None, water=False), seen("H-2")]
    steady = {"income_steady": True}
    changed = homes(
        *surveys, households=households, other=THEN, population="exited", assume=steady
    )  # fmt: skip
    assert changes(changed) == [("H-1", "met", "unmet", "water")]


def test_changes_of_a_lazy_registry_stay_a_plan() -> None:
    registry = fp.Registry.of(
        village_surveys=pl.LazyFrame(
            {"division": [CANGXI], "on": ["2016-06-01"], "poor_persons": [35],
             "rural_population": [1000], **{name: [True] for name in HAVES}}
        )
    )  # fmt: skip
    changed = fp.coverage.compare(registry, FIRST, "village-exit", **RULES)
    assert isinstance(changed.native, pl.LazyFrame)
    assert changed.changed.collect()["because"].to_list() == ["incidence"]


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        ({"other": None, "other_on": None}, QuestionError, "nothing to compare: say other=, "),
        ({"other": None}, NotInForceError, "no book answers on 2016-12-31"),
        ({"other": NATION, "by": "hamlet"}, QuestionError, "by= cannot be hamlet"),
        ({"other": fp.policy.load("cn-lines")}, UnknownRuleError, "no criterion 'village-exit'"),
    ],
)  # fmt: skip
def test_a_comparison_that_makes_no_sense_is_refused(
    asked: dict[str, Any], error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        villages(village(35), **asked)
