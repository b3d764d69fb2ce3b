"""Surveys (核查登记): what was seen at a household, a village or a county, and on which day.

A survey says what was found, never whether it is enough: thresholds are the rulebooks'. What was
not looked at is None, and stays unknown.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import attrs

from fupin.boundary import Boundary, Day, Yuan
from fupin.model.fields import as_day, as_yuan, typed

INCOME_PARTS = ("wage", "business", "property", "transfer", "business_expenses")
"""What net income is made of: the incomes, and last the expenses that are taken off."""

PLAUSIBLE: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "net_income_per_head": (0, 100_000),
        "disposable_income_per_head": (0, 100_000),
        "school_age_children": (0, 100),
        "measures": (0, 1_000),
        "months_watched": (0, 1_200),
        "poor_persons": (0, 10**9),
        "poor_persons_most": (0, 10**9),
        "rural_population": (1, 10**9),
        "members": (1, 1_000),
        "total_cost": (0, 10_000_000),
        "in_policy_cost": (0, 10_000_000),
        "own_payment": (0, 10_000_000),
        "contribution": (1, 100_000),
        "by_budget": (0, 100_000),
        "principal": (1, 1_000_000),
        "interest_rate": (0, 1),
        **dict.fromkeys(INCOME_PARTS, (0, 100_000_000)),
    }
)
"""The least and the most that a number may be; beyond, it is no evidence.

Incomes of more than 100,000 yuan a head are faults by the national checks of 2017; so is 0, which
is kept here, since it can be true and is over no line. A part of a household's income is at most
what a thousand such persons have. The others bound what can be typed.
"""
MOST = 10**9

PARTS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "treatments": (("own_payment", "total_cost"), ("in_policy_cost", "total_cost")),
        "contributions": (("by_budget", "contribution"),),
    }
)
"""By table: an amount, and that of which it is a part; where it is more, both are no evidence."""


def plausible(name: str) -> tuple[int, int]:
    """The least and the most that a field may be; one of a book's own, what can be typed.

    Example:
        >>> plausible("school_age_children"), plausible("rooms")
        ((0, 100), (-1000000000, 1000000000))
    """
    return PLAUSIBLE.get(name, (-MOST, MOST))


@attrs.frozen(kw_only=True, field_transformer=typed)
class Survey(Boundary):
    """What was found at a household on a day (入户核查); None: not known.

    Example:
        >>> survey = Survey(
        ...     household="H-1", on="2016-12-01", net_income_per_head="3210", water=True
        ... )
        >>> survey.net_income_per_head, survey.water, survey.housing
        (Decimal('3210.00'), True, None)

    Attributes:
        household: id of the household.
        on: the day it was seen.
        income_until: last day of the period that its incomes are of, such as 2016-12-31.
        net_income_per_head: net income (纯收入), yuan per person per year, current prices.
        disposable_income_per_head: disposable income (可支配收入), likewise; another measure.
        income_steady: whether the income is steady (收入稳定).
        food: whether food is secured (不愁吃).
        clothing: whether clothing is secured (不愁穿).
        education: whether compulsory education is secured (义务教育有保障).
        school_age_children: children of school age, persons.
        medical: whether basic medical care is secured (基本医疗有保障).
        housing: whether housing is safe (住房安全有保障).
        water: whether drinking water is safe (安全饮用水).
        power: whether there is power for living (生活用电).
        broadcast: whether there is radio or television (广播电视).
        exited: whether it has left poverty by the register (脱贫户).
        risk: whether it is at risk of falling into poverty or back (返贫致贫风险).
        sudden_hardship: whether illness, disaster or accident struck (突发严重困难).
        spending_settled: whether large unavoidable spending is settled (刚性支出已解决).
        labour: whether any member can work (有劳动力).
        measures: measures of assistance in place, a number (帮扶措施).
        months_watched: whole months since it was taken into monitoring (识别监测时间).
    """

    household: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    income_until: Day | None = attrs.field(default=None, converter=as_day)
    net_income_per_head: Yuan | None = attrs.field(default=None, converter=as_yuan)
    disposable_income_per_head: Yuan | None = attrs.field(default=None, converter=as_yuan)
    income_steady: bool | None = None
    food: bool | None = None
    clothing: bool | None = None
    education: bool | None = None
    school_age_children: int | None = None
    medical: bool | None = None
    housing: bool | None = None
    water: bool | None = None
    power: bool | None = None
    broadcast: bool | None = None
    exited: bool | None = None
    risk: bool | None = None
    sudden_hardship: bool | None = None
    spending_settled: bool | None = None
    labour: bool | None = None
    measures: int | None = None
    months_watched: int | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class VillageSurvey(Boundary):
    """What was found at a village on a day (村级核查); None: not known.

    Example:
        >>> VillageSurvey(division="510824102201", on="2016-12-31", clinic=True).clinic
        True

    Attributes:
        division: code of the village, 12 digits.
        on: the day it was seen.
        poor_persons: persons still poor, at least so many.
        poor_persons_most: at most so many; None: exactly `poor_persons`.
        rural_population: rural registered population (农业户籍人口), persons.
        collective_income: whether the village has collective income (集体经济收入).
        paved_road: whether a paved road leads to it (硬化路).
        clinic: whether it has a clinic (卫生室).
        culture_room: whether it has a culture room (文化室).
        network: whether it has a communication network (通信网络, 宽带网).
        safe_water: whether drinking water is safe (安全饮用水).
        power: whether there is power for living (生活用电).
    """

    division: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    poor_persons: int | None = None
    poor_persons_most: int | None = None
    rural_population: int | None = None
    collective_income: bool | None = None
    paved_road: bool | None = None
    clinic: bool | None = None
    culture_room: bool | None = None
    network: bool | None = None
    safe_water: bool | None = None
    power: bool | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class CountySurvey(Boundary):
    """What was found at a county on a day (县级核查); None: not known.

    Example:
        >>> CountySurvey(division="510824", on="2019-12-31", township_schools=True).division
        '510824'

    Attributes:
        division: code of the county, 6 digits.
        on: the day it was seen.
        poor_persons: persons still poor, at least so many.
        poor_persons_most: at most so many; None: exactly `poor_persons`.
        rural_population: rural registered population (农业户籍人口), persons.
        township_schools: whether every township has a standard central school (标准中心校).
        township_clinics: whether every township has a clinic up to standard (达标卫生院).
        service_centres: whether every township has a service centre (便民服务中心).
    """

    division: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    poor_persons: int | None = None
    poor_persons_most: int | None = None
    rural_population: int | None = None
    township_schools: bool | None = None
    township_clinics: bool | None = None
    service_centres: bool | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class RuralPopulation(Boundary):
    """The rural registered population of a place (农业户籍人口): what incidence is a share of.

    Example:
        >>> RuralPopulation(division="510824102201", year=2014, persons=1210).persons
        1210

    Attributes:
        division: code of the village or larger place.
        year: the year it was counted for.
        persons: persons; None: not known.
        definition: how it was counted, in words.
    """

    division: str
    year: int | None = None
    persons: int | None = None
    definition: str | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class Income(Boundary):
    """A household's income of a year by its parts (家庭收入), yuan, current prices.

    Example:
        >>> income = Income(
        ...     household="H-1", until="2016-12-31", wage="9000", business="4000", property="0",
        ...     transfer="1200.50", business_expenses="1000",
        ... )
        >>> income.net, income.per_head(4) == Fraction("3300.125")
        (Decimal('13200.50'), True)

    Attributes:
        household: id of the household.
        until: last day of the year or other period it was earned in.
        wage: income from wages (工资性收入).
        business: income from production and business (生产经营性收入).
        property: income from property (财产性收入).
        transfer: income from transfers (转移性收入).
        business_expenses: expenses of production and business (生产经营性支出); the registered
            formula takes off nothing else: no medical, school or rent spending.
    """

    household: str
    until: Day | None = attrs.field(default=None, converter=as_day)
    wage: Yuan | None = attrs.field(default=None, converter=as_yuan)
    business: Yuan | None = attrs.field(default=None, converter=as_yuan)
    property: Yuan | None = attrs.field(default=None, converter=as_yuan)
    transfer: Yuan | None = attrs.field(default=None, converter=as_yuan)
    business_expenses: Yuan | None = attrs.field(default=None, converter=as_yuan)

    @builtins.property
    def net(self) -> Decimal | None:
        """Net income (纯收入), yuan: the four incomes less business expenses.

        None: not known, since a part is not known or beyond what can be, such as expenses below 0.
        """
        given = [getattr(self, part) for part in INCOME_PARTS if part not in self.beyond]
        told = [part for part in given if part is not None]
        return sum(told[:4], Decimal(0)) - told[4] if len(told) == len(INCOME_PARTS) else None

    @builtins.property
    def beyond(self) -> tuple[str, ...]:
        """Names of the parts that are recorded, and beyond what can be (不可能的分项)."""
        told = [(part, getattr(self, part), *plausible(part)) for part in INCOME_PARTS]
        return tuple(
            part for part, cell, least, most in told
            if cell is not None and not least <= cell <= most
        )  # fmt: skip

    def per_head(self, members: int | None) -> Fraction | None:
        """Net income per registered member (人均纯收入), exactly; None: not known.

        Args:
            members: registered members of the household, persons; below 1 is not known.
        """
        if self.net is None or members is None or members < 1:
            return None
        return Fraction(self.net) / members
