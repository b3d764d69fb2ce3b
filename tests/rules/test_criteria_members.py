"""What members say of a household, and fields of one's own: worked by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

import fupin as fp
from fupin.errors import (
    NotInForceError,
)
from tests.policy.criteria import TEXT, with_leaf
from tests.rules.criteria import (
    MET,
    UNKNOWN,
    UNMET,
    Pensioner,
    asked,
    fact,
    household,
    members,
    said,
    seen,
)

# --- Members ------------------------------------------------------------------------------------


CHILD = (
    'where = { id = "child", zh = "适龄", en = "child", compare = "age", is = "under", value = 16 }'
)
AT_SCHOOL = 'holds = { id = "school", zh = "在校", en = "at school", flag = "at_school" }'
BORN_2010, BORN_1980 = dt.date(2010, 1, 1), dt.date(1980, 1, 1)


@pytest.mark.parametrize(
    ("persons", "outcome"),
    [
        ([{"born": BORN_2010, "at_school": True}], MET),
        ([{"born": BORN_2010, "at_school": False}], UNMET),
        ([{"born": BORN_2010}], UNKNOWN),
        ([{"born": BORN_1980, "at_school": False}], MET),  # of no child anything is true
        ([{"at_school": False}], UNKNOWN),
        ([{"at_school": True}], MET),
        ([{"born": "2017-01-01", "at_school": False}], UNKNOWN),  # not yet born
        ([{"born": BORN_2010, "at_school": True}, {"born": BORN_2010, "at_school": False}],
         UNMET),
    ],
    ids=str,
)  # fmt: skip
def test_every_child_is_at_school(persons: list[dict[str, Any]], outcome: fp.Outcome) -> None:
    told = [fp.Person(id=f"P-{n}", **p) for n, p in enumerate(persons)]
    there = members(**{person.id: MET for person in told})
    text = fact("every", f"{CHILD}\n{AT_SCHOOL}")
    assert said(text, 'flag = "all_insured"', told, there) is outcome


@pytest.mark.parametrize(
    ("fold", "here", "at_school", "outcome"),
    [
        ("some", MET, True, MET), ("some", MET, False, UNMET), ("some", MET, None, UNKNOWN),
        ("some", UNKNOWN, True, UNKNOWN), ("some", UNKNOWN, False, UNMET),
        ("every", UNKNOWN, True, MET), ("every", UNKNOWN, False, UNKNOWN),
    ],
)  # fmt: skip
def test_of_a_member_who_may_not_be_there_nothing_is_sure(
    fold: str, here: fp.Outcome, at_school: bool | None, outcome: fp.Outcome
) -> None:
    told = [fp.Person(id="P", at_school=at_school)]
    text = fact(fold, AT_SCHOOL)
    assert said(text, 'flag = "all_insured"', told, members(P=here)) is outcome


def test_members_are_counted_between_bounds() -> None:
    told = [fp.Person(id="A", at_school=True), fp.Person(id="B"), fp.Person(id="C", at_school=True)]
    there = members(A=MET, B=MET, C=UNKNOWN, D=MET)
    found = asked(
        "", persons=told, household=there,
        text=with_leaf('compare = "all_insured", is = "at_least", value = 2',
                       fact("count", AT_SCHOOL)),
    )  # fmt: skip
    assert (found.outcome, found.value) == (UNKNOWN, "1–4")


@pytest.mark.parametrize(
    ("pensions", "value"),
    [
        ({"A": "100.50", "B": "50"}, "150.50"),
        ({"A": "100", "c": "50"}, "100–150"),
        ({"A": "100", "c": "-50"}, "50–100"),
        ({"A": "100", "B": None}, None),
        ({"A": "100", "c": None}, None),
    ],
    ids=str,
)
def test_a_sum_lies_between_bounds_and_lacks_nobody(
    pensions: dict[str, str | None], value: str | None
) -> None:
    """Those in small letters may be there or not."""
    told = [Pensioner(id=p, pension=None if y is None else Decimal(y)) for p, y in pensions.items()]
    there = members(**{p: MET if p.isupper() else UNKNOWN for p in pensions})
    text = fact("sum", 'of = "pension"')
    leaf = 'compare = "all_insured", is = "over", value = 1'
    assert asked("", persons=told, household=there, text=with_leaf(leaf, text)).value == value


def test_a_sum_is_of_the_members_who_are_asked() -> None:
    """Of those who are not, nothing need be known."""
    where = 'where = { id = "i", zh = "保", en = "i", flag = "insured" }'
    text = fact("sum", f'{where}\nof = "pension"')
    told = [Pensioner(id="A", insured=True, pension=Decimal(100)), Pensioner(id="B", insured=False)]
    there = members(A=MET, B=MET)
    leaf = 'compare = "all_insured", is = "exactly", value = 100'
    assert said(text, leaf, told, there) is MET


def test_what_two_records_of_one_person_say_differently_is_not_known() -> None:
    told = [fp.Person(id="P", at_school=True, born=BORN_2010), fp.Person(id="P", born=BORN_2010)]
    text = fact("every", f"{CHILD}\n{AT_SCHOOL}")
    assert said(text, 'flag = "all_insured"', told, members(P=MET)) is UNKNOWN
    older = [told[0], fp.Person(id="P", at_school=True, born=BORN_1980)]
    assert said(fact("some", f"{CHILD}\n{AT_SCHOOL}"), 'flag = "all_insured"', older,
                members(P=MET)) is UNKNOWN  # fmt: skip


def test_without_members_nothing_is_known_of_them() -> None:
    text, leaf = fact("every", AT_SCHOOL), 'flag = "all_insured"'
    gone = household(None, members=[fp.Membership(person="P", since="2014-01-01",
                                                  until="2015-01-01")])  # fmt: skip
    assert said(text, leaf, [], household(None)) is UNKNOWN
    assert said(text, leaf, [fp.Person(id="P", at_school=True)], gone) is UNKNOWN


def test_without_a_household_all_persons_given_are_its_members() -> None:
    book = fp.policy.parse(with_leaf('flag = "all_insured"'))
    people = [fp.Person(id="A", insured=True), fp.Person(id="B", insured=False)]
    found = fp.criteria.assess(seen(), book, "exit", on="2016-06-30", persons=people)
    assert found.failing == ("leaf",)


def test_only_the_facts_that_are_asked_are_looked_at() -> None:
    """A parameter that another fact needs may have no value."""
    limit = 'compare = "pension", is = "over", parameter = "line"'
    text = fact("some", f'holds = {{ id = "p", zh = "养", en = "p", {limit} }}')
    told = [Pensioner(id="P", pension=Decimal(3000))]
    on = {"on": "2017-06-30", "persons": told, "household": members(P=MET)}
    assert asked("", seen(water=True), text=with_leaf('flag = "water"', text), **on).outcome is MET
    with pytest.raises(NotInForceError):
        asked("", text=with_leaf('flag = "all_insured"', text), **on)
    carried = asked("", text=with_leaf('flag = "all_insured"', text), carry=True, **on)
    assert carried.outcome is MET


# --- Fields of one's own ------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class OwnSurvey(fp.Survey):
    """A survey with a field of one's own, which may hold anything.

    Attributes:
        rooms: how many rooms there are.
    """

    rooms: Any = None


@pytest.mark.parametrize(
    ("rooms", "outcome"),
    [
        (3, MET), (2, UNMET), (0, UNMET), (-1, UNMET), (None, UNKNOWN), (True, UNKNOWN),
        ("3", UNKNOWN), (3.0, UNKNOWN), (10**9, MET), (10**9 + 1, UNKNOWN),
    ],
    ids=repr,
)  # fmt: skip
def test_a_count_of_ones_own_is_a_whole_number_or_not_known(
    rooms: Any, outcome: fp.Outcome
) -> None:
    told = OwnSurvey(household="H-1", on="2016-06-01", rooms=rooms)
    assert asked('compare = "rooms", is = "over", value = 2.5', told).outcome is outcome
    assert asked('compare = "rooms", is = "over", value = 2.5', seen()).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("pension", "outcome"),
    [
        (Decimal("2952.01"), MET), (Decimal(2952), UNMET), (3000, MET), (Decimal("NaN"), UNKNOWN),
        (Decimal("Infinity"), UNKNOWN), (Decimal("2952.005"), UNKNOWN), (3000.0, UNKNOWN),
        (float("nan"), UNKNOWN), ("3000", UNKNOWN),
    ],
    ids=repr,
)  # fmt: skip
def test_yuan_of_ones_own_are_exact_or_not_known(pension: Any, outcome: fp.Outcome) -> None:
    limit = 'compare = "pension", is = "over", parameter = "line"'
    text = fact("some", f'holds = {{ id = "p", zh = "养", en = "p", {limit} }}')
    told = [Pensioner(id="P", pension=pension)]
    assert said(text, 'flag = "all_insured"', told, members(P=MET)) is outcome


@pytest.mark.parametrize("answer", ["yes", 1, None])
def test_a_yes_or_no_is_a_bool_or_not_known(answer: Any) -> None:
    @attrs.frozen(kw_only=True)
    class Kitchen(fp.Survey):
        kitchen: Any = None

    own = '[[fields]]\nname = "kitchen"\nunit = "household"\nkind = "flag"\nzh = "厨"\nen = "k"\n'
    text = with_leaf('flag = "kitchen"', TEXT.replace("[[facts]]", f"{own}\n[[facts]]"))
    told = Kitchen(household="H-1", on="2016-06-01", kitchen=answer)
    assert asked("", told, text=text).outcome is UNKNOWN
