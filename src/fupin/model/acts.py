"""Acts of help (帮扶举措): what was given, where, when or how often, how much, to how many.

An act counts once, however many gave it. Its amounts are numbers as they were told: what is only
"over so many" (余、多、以上) is named in `at_least`, and stays a lower bound in every sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import attrs

from fupin.amounts import RECORDED, Quantity
from fupin.boundary import Amount, Boundary, Day, Yuan
from fupin.dates import Period, add_months
from fupin.errors import AmountError
from fupin.model.fields import as_amount, as_day, as_tuple, as_yuan, typed


class ActKind(StrEnum):
    """Kind of an act of help (帮扶方式); other words are kept, and found by the check.

    Example:
        >>> ActKind("training") is ActKind.TRAINING
        True
    """

    INDUSTRY = "industry"  # 产业
    PLANTING = "planting"  # 种植
    BREEDING = "breeding"  # 养殖大户
    EMPLOYMENT = "employment"  # 就业
    TECHNIQUE = "technique"  # 技术
    TRAINING = "training"  # 培训
    SEEDLINGS = "seedlings"  # 种苗
    DAILY_GOODS = "daily-goods"  # 生活用品
    EDUCATION = "education"  # 教育
    STUDENT_AID = "student-aid"  # 助学
    MEDICAL = "medical"  # 医疗
    INFRASTRUCTURE = "infrastructure"  # 基础设施
    FACILITY = "facility"  # 公共服务设施
    SALES = "sales"  # 销售、电商
    POLICY_TALK = "policy-talk"  # 政策宣讲
    LABOUR = "labour"  # 投工投劳
    DONATION = "donation"  # 捐赠
    CROWDFUNDING = "crowdfunding"  # 众筹
    DEED = "deed"  # 办实事


RHYTHMS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
"""How often an act with a rhythm is done: every so many months."""

AMOUNTS = ("quantity", "money", "households", "persons", "person_times")
"""The amounts that an act may have."""

MOST: dict[str, int] = {name: 10**12 if name == "money" else 10**9 for name in AMOUNTS}
"""An amount beyond this is none; below it, no sum over a nation passes 64 bits."""

REACHED: dict[str, str] = {
    "money": "yuan", "households": "household", "persons": "person", "person_times": "person-time",
}  # fmt: skip
"""The amounts that have a unit of their own; a quantity told in it is that amount."""


_OVER = "of an amount over a number, give the number, and name it in at_least: a lower bound"


def _count(value: int | None) -> int | None:
    if isinstance(value, str):
        raise AmountError(f"no whole number: expected an int; {_OVER}")
    return value


def _money(value: Decimal | int | str | None) -> Decimal | None:
    try:
        return as_yuan(value)
    except AmountError as problem:
        raise AmountError(f"{problem}; {_OVER}") from None


def _words(value: Iterable[str]) -> tuple[str, ...]:
    return as_tuple(value)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Act(Boundary):
    """An act of help (帮扶举措), done once or in a rhythm.

    Example:
        >>> roads = Act(
        ...     id="A-1", kind="infrastructure", item="road", division="510824",
        ...     since="2015-01-01", until="2016-09-10", quantity="7.7", unit="km", givers=["O-1"],
        ... )
        >>> print(roads.amount.to("m"))
        7,700 m
        >>> goods = Act(
        ...     id="A-2", kind="daily-goods", household="H-1", every="month", since="2015-03-01"
        ... )
        >>> goods.times(Period.year(2015))
        10

    Attributes:
        id: id of the act.
        kind: what kind of help, such as a value of `ActKind`; None: not known.
        item: what it was, in a word of one's own, such as "road" or "walnut"; None: not said.
        division: code of the place it was given at, 2 to 12 digits.
        household: id of the household that received it, where it was one alone.
        on: the day it was done; None: not known, or not one day.
        every: "month", "quarter" or "year", of an act done again and again, on the day of the month
            that it began on, or the month's last; None: it was done once.
        since: first day of the rhythm; of an act done once, the first day it may have been.
        until: first day no longer in the rhythm, None: still going on; of an act done once, the
            first day it can no longer have been.
        quantity: how much of the item, each time, with at most four decimals.
        unit: the unit of that, a word of `fupin.amounts.UNITS`.
        money: yuan given, each time.
        households: households reached, each time; None: not known, or the one named.
        persons: persons reached (人), each time.
        person_times: attendances (人次), each time: who came twice counts twice.
        at_least: names of the amounts above that are only lower bounds.
        givers: ids of those who gave it together; none: not known.
    """

    id: str
    kind: str | None
    item: str | None = None
    division: str | None = None
    household: str | None = None
    on: Day | None = attrs.field(default=None, converter=as_day)
    every: str | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    quantity: Amount | None = attrs.field(default=None, converter=as_amount)
    unit: str | None = None
    money: Yuan | None = attrs.field(default=None, converter=_money)
    households: int | None = attrs.field(default=None, converter=_count)
    persons: int | None = attrs.field(default=None, converter=_count)
    person_times: int | None = attrs.field(default=None, converter=_count)
    at_least: tuple[str, ...] = attrs.field(default=(), converter=_words)
    givers: tuple[str, ...] = attrs.field(default=(), converter=_words)

    @property
    def amount(self) -> Quantity | None:
        """The quantity with its unit; None where either is not known."""
        return None if self.unit is None else self.reached(self.unit)

    def reached(self, unit: str) -> Quantity | None:
        """What it gave or reached each time, in a unit; None where it is not known.

        Args:
            unit: the unit of the quantity, or "yuan", "household", "person", "person-time".
        """
        name = self._speaks_of(unit)
        value = None if name is None else getattr(self, name)
        if name == "households" and value is None and self.household is not None:
            value = 1
        if name is None or value is None or unit not in RECORDED or not 0 <= value <= MOST[name]:
            return None
        return Quantity.of(value, unit, at_least=self.bounded_below(name))

    def _speaks_of(self, unit: str) -> str | None:
        """The name of the amount that is told in a unit."""
        for name, own in REACHED.items():
            named = name == "households" and self.household is not None
            if own == unit and (getattr(self, name) is not None or named):
                return name
        return "quantity" if unit == self.unit else None

    def bounded_below(self, name: str) -> bool:
        """Whether an amount is only a lower bound; a word that names none may mean any.

        Args:
            name: one of `AMOUNTS`.
        """
        return name in self.at_least or not set(self.at_least) <= set(AMOUNTS)

    def times(self, window: Period) -> int | None:
        """How often it was surely done in a period of known ends; None: not known.

        Of an act done once it is known where its day is, or where every day that it may have been
        is in the period, or none. A rhythm without a known beginning is not known.

        Args:
            window: the period; without a beginning, all days before its end. Without an end it is
                not known how often a rhythm that still goes on is done.
        """
        if self.every is not None:
            return self._rhythm(window)
        if self.on is not None:
            return int(_within(window, self.on))
        span = Period(self.since, self.until)
        if span.faulty:
            return None
        first, end = self.since or dt.date.min, self.until or dt.date.max
        begins, ends = window.since or dt.date.min, window.until or dt.date.max
        if end <= begins or first >= ends:
            return 0
        return 1 if begins <= first and end <= ends and self.until is not None else None

    def _rhythm(self, window: Period) -> int | None:
        step = RHYTHMS.get(self.every or "")
        ends = [end for end in (self.until, window.until) if end is not None]
        faulty = Period(self.since, self.until).faulty or not ends
        if step is None or self.on is not None or self.since is None or faulty:
            return None
        end = min(ends)
        times, turn = 0, 0
        while (on := add_months(self.since, turn * step)) < end:
            times += _within(window, on)
            turn += 1
        return times


def _within(window: Period, on: dt.date) -> bool:
    begins, ends = window.since or dt.date.min, window.until or dt.date.max
    return begins <= on < ends
