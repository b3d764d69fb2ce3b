"""S7 and S9, one plan a village and one scheme a household: practice of one office.

The report gives the village's plan and what schemes combine; the schemes of households are made up.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import fupin as fp
from fupin.model.fields import typed

MET, UNMET, UNKNOWN = fp.Outcome
BOOK = fp.policy.load("guangyuan-office-2016")
ON = "2016-09-09"
LONG = fp.PlanItem(kind="planting", item="kiwifruit", term="long", reach="common")
SHORT = fp.PlanItem(kind="breeding", item="chicken", term="short", reach="characteristic")


def scheme(*items: fp.PlanItem, household: str = "H-1", **told: Any) -> fp.Scheme:
    """A scheme of a household since 2015."""
    fine: dict[str, Any] = {"id": f"X of {household}", "since": "2015-06-01", **told}
    return fp.Scheme(household=household, items=items, **fine)


def judged(*schemes: fp.Scheme | None) -> fp.Verdict:
    """The verdict on a household with these versions of its scheme; None: nothing is known."""
    household = fp.Household(id="H-1", registration="in-need", size=3)
    told = None if None in schemes else [one for one in schemes if one is not None]
    return fp.criteria.assess(
        (), BOOK, "household-scheme", on=ON, household=household, schemes=told
    )


def screened(*schemes: fp.Scheme | None, **more: Any) -> fp.coverage.Screening:
    """The same, of a registry of one household."""
    told = None if None in schemes else [*schemes]
    household = fp.Household(id="H-1", registration="in-need", size=3)
    registry = fp.Registry.of(households=[household], schemes=told, **more)
    return fp.coverage.screen(registry, BOOK, "household-scheme", on=ON)


@pytest.mark.parametrize(
    ("schemes", "failing", "needed"),
    [
        ([scheme(LONG, SHORT)], [], []),
        ([scheme(LONG)], ["short-term", "characteristic"], []),
        ([scheme(LONG, attrs.evolve(SHORT, reach="common"))], ["characteristic"], []),
        ([scheme(LONG, attrs.evolve(SHORT, term=None))], [], ["short-term"]),
        ([scheme(LONG, attrs.evolve(SHORT, reach="rare"))], [], ["characteristic"]),
        (
            [], ["in-force", "long-term", "short-term", "common", "characteristic"], [],
        ),
        ([scheme()], [], ["long-term", "short-term", "common", "characteristic"]),
        ([scheme(LONG), scheme(LONG, SHORT, version=2, since="2016-01-01")], [], []),
        ([scheme(LONG, SHORT), scheme(LONG, version=2, since="2016-01-01")],
         ["short-term", "characteristic"], []),
        ([scheme(LONG, SHORT), scheme(LONG, version=2, since="2017-01-01")], [], []),
        ([scheme(LONG, SHORT, until="2016-01-01")],
         ["in-force", "long-term", "short-term", "common", "characteristic"], []),
        ([scheme(LONG, SHORT, since=None)], [],
         ["in-force", "long-term", "short-term", "common", "characteristic"]),
        ([scheme(LONG, SHORT, version=None)], [], []),
        ([scheme(LONG, SHORT), scheme(LONG, SHORT, version=None)], [],
         ["in-force", "long-term", "short-term", "common", "characteristic"]),
        ([None], [], ["in-force", "long-term", "short-term", "common", "characteristic"]),
    ],
    ids=str,
)  # fmt: skip
def test_s9_a_scheme_combines_long_with_short_and_common_with_characteristic(
    schemes: list[fp.Scheme | None], failing: list[str], needed: list[str]
) -> None:
    """S7, S9: the highest version in force counts; one of a registry says the same."""
    verdict = judged(*schemes)
    assert (list(verdict.failing), list(verdict.needed)) == (failing, needed)
    found = screened(*schemes)
    [row] = found.verdicts.to_dicts()
    names = {leaf["bit"]: leaf["leaf"] for leaf in found.leaves}
    assert row["outcome"] == verdict.outcome.value
    for mask, expected in (("failing", failing), ("needed", needed)):
        assert [n for bit, n in names.items() if row[mask] & 2**bit] == expected
    assert found.rows["no_survey"].to_list() == [0]


def test_s7_households_with_a_scheme_are_counted_with_persons_beside_them() -> None:
    """S7: one scheme a household; one household without a scheme breaks it."""
    households = [
        fp.Household(id=f"H-{n}", registration="in-need", size=n, division="510824102201")
        for n in range(1, 5)
    ]
    told = [scheme(LONG, SHORT, household=f"H-{n}") for n in range(1, 5)]
    for given, rate, persons in (
        (told, fp.Rate(4, 4), fp.Rate(10, 10)), (told[:3], fp.Rate(3, 4), fp.Rate(6, 10)),
    ):  # fmt: skip
        registry = fp.Registry.of(households=households, schemes=given)
        found = fp.coverage.screen(registry, BOOK, "household-scheme", on=ON)
        assert (found.total, found.rate("persons")) == (rate, persons)


def test_s9_items_are_counted_and_asked_of_all_as_well() -> None:
    """S9: how many items bring a return soon, and whether every one is of this household."""
    text = (
        BOOK.model_dump(mode="json", by_alias=True, exclude_unset=True)
        | {"id": "mine", "extends": []}
    )  # fmt: skip
    text["facts"][1] |= {"fold": "count", "id": "long_items"}
    text["facts"][2] |= {"fold": "every", "id": "all_short"}
    text["criteria"][1]["tree"]["all"][1] |= {"compare": "long_items", "is": "over", "value": 1}
    del text["criteria"][1]["tree"]["all"][1]["flag"]
    text["criteria"][1]["tree"]["all"][2]["flag"] = "all_short"
    mine = fp.Rulebook.model_validate(text)
    household = fp.Household(id="H-1", registration="in-need")
    for items, failing in (((LONG, LONG), ["short-term"]), ((SHORT,), ["long-term"]), ((), None)):
        schemes = [scheme(*items)] if failing else []
        registry = fp.Registry.of(households=[household], schemes=schemes)
        asked: dict[str, Any] = {"criterion": "household-scheme", "on": ON}
        one = fp.criteria.assess((), mine, household=household, schemes=schemes, **asked)
        [row] = fp.coverage.screen(registry, mine, **asked).verdicts.to_dicts()
        assert row["outcome"] == one.outcome.value == "unmet"
        asked_two = [leaf for leaf in one.failing if leaf in ("long-term", "short-term")]
        assert asked_two == (failing or ["long-term"])  # of none, every one is short-term


@attrs.frozen(kw_only=True, field_transformer=typed)
class Planned(fp.VillageSurvey):
    """A survey of a village that says whether it has a plan.

    Attributes:
        plan: whether it has one.
    """

    plan: bool | None = None


@pytest.mark.parametrize(("plan", "outcome"), [(True, MET), (False, UNMET), (None, UNKNOWN)])
def test_s7_a_village_has_a_plan(plan: bool | None, outcome: fp.Outcome) -> None:
    """S7: one plan a village, as a survey of it says."""
    survey = Planned(division="510824102201", on="2016-05-01", plan=plan)
    assert fp.criteria.assess(survey, BOOK, "village-plan", on=ON).outcome is outcome
    registry = fp.Registry.of(village_surveys=[survey])
    found = fp.coverage.screen(registry, BOOK, "village-plan", on=ON)
    assert found.verdicts["outcome"].to_list() == [outcome.value]


def test_s7_practice_of_an_office_is_said_to_be_that() -> None:
    """S7: it holds where it is passed, and a result says whose it is."""
    said = "guangyuan-office-2016 is the practice of guangyuan-congress-office: what is asked about"
    assert any(told.startswith(said) for told in judged().assumptions)
    assert any(told.startswith(said) for told in screened().provenance.assumptions)
    assert "系 guangyuan-congress-office 的做法" in judged().explain("zh")
    both = {**BOOK.model_dump(by_alias=True, exclude_unset=True), "division": "510824"}
    with pytest.raises(ValueError, match="a book holds in a division, or for an office: give one"):
        fp.Rulebook.model_validate(both)


def test_s7_without_surveys_and_households_nobody_can_be_asked() -> None:
    """S7: households are asked about where they are listed."""
    with pytest.raises(fp.FupinError, match=r"coverage\.screen needs the table: pass surveys="):
        fp.coverage.screen(fp.Registry.of(schemes=[scheme()]), BOOK, "household-scheme", on=ON)
