"""Households, villages and their members, made up, and the criteria they are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs

import fupin as fp
from fupin.findings import Judgement
from tests.policy.criteria import TEXT, with_leaf

MET, UNMET, UNKNOWN = fp.Outcome
NATION, SICHUAN = fp.policy.load("cn-2016"), fp.policy.load("sichuan-2016")
VILLAGE = "510824102201"
HAVES = ("food", "clothing", "medical", "housing", "water", "power", "broadcast", "income_steady")


def survey(**found: Any) -> fp.Survey:
    """A household that lacks nothing: 3,210 yuan in 2016, no children of school age."""
    fine: dict[str, Any] = {
        "household": "H-1", "on": "2016-12-01", "income_until": "2016-12-31",
        "net_income_per_head": "3210", "school_age_children": 0, **dict.fromkeys(HAVES, True),
    }  # fmt: skip
    return fp.Survey(**{**fine, **found})


def judged(surveys: Any, book: Any = SICHUAN, **asked: Any) -> fp.Verdict:
    """The verdict on exit, at the end of 2016."""
    return fp.criteria.assess(
        surveys, book, **{"criterion": "household-exit", "on": "2016-12-31", **asked}
    )


def asked(leaf: str, surveys: Any = (), **more: Any) -> Judgement:
    """What the made-up book says of one leaf, on 30 June 2016."""
    found = fp.criteria.assess(
        surveys, fp.policy.parse(more.pop("text", None) or with_leaf(leaf)), "exit",
        **{"on": "2016-06-30", "household": fp.Household(id="H-1"), **more},
    )  # fmt: skip
    return found.judgement.parts[1]


def seen(**found: Any) -> fp.Survey:
    """A survey of June 2016 that says little."""
    return fp.Survey(**{"household": "H-1", "on": "2016-06-01", **found})


def parts(net: str, until: str | None = "2016-12-31", **change: Any) -> fp.Income:
    """An income by parts, of which 1,000 yuan were spent on the business."""
    told: dict[str, Any] = {
        "wage": "0", "business": str(Decimal(net) + 1000), "property": "0", "transfer": "0",
        "business_expenses": "1000",
    }  # fmt: skip
    return fp.Income(household="H-1", until=until, **{**told, **change})


def household(size: int | None = 3, **more: Any) -> fp.Household:
    return fp.Household(id="H-1", division=VILLAGE, size=size, **more)


def village(division: str = VILLAGE, **found: Any) -> fp.VillageSurvey:
    """A village of 1,000 persons that has all it should have."""
    haves = dict.fromkeys(
        ("collective_income", "paved_road", "clinic", "culture_room", "network"), True
    )
    told = {"on": "2016-12-01", "rural_population": 1000, "poor_persons": 0, **haves, **found}
    return fp.VillageSurvey(division=division, **told)


def fact(fold: str, said: str) -> str:
    """The made-up book, with a fact in place of the one it has."""
    holds = 'holds = { id = "insured", zh = "已参保", en = "insured", flag = "insured" }'
    return TEXT.replace('fold = "every"', f'fold = "{fold}"').replace(holds, said)


def members(**told: fp.Outcome) -> fp.Household:
    """A household of persons who are surely or possibly there."""
    since = {MET: "2014-01-01", UNKNOWN: None}
    return household(
        None, members=[fp.Membership(person=p, since=since[here]) for p, here in told.items()]
    )


def said(text: str, leaf: str, persons: Sequence[fp.Person], where: fp.Household) -> fp.Outcome:
    """What members say of the household."""
    return asked("", persons=persons, household=where, text=with_leaf(leaf, text)).outcome


@attrs.frozen(kw_only=True)
class Pensioner(fp.Person):
    """A person with a field of one's own.

    Attributes:
        pension: what is received, yuan.
    """

    pension: Any = None
