"""Parameters (参数): numbers and lists of places that change on known days, each with its source.

A parameter has its own days, apart from the life of the book it stands in: the poverty line of 2016
holds for incomes of 2016, whenever they are asked about. One that is known to exist but whose
value no source gives is declared without: asking for it says who sets it and how to supply it.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Literal, Self

from pydantic import model_validator

from fupin.dates import Period, Timeline, nearest_days
from fupin.divisions import Division
from fupin.errors import DayError, NotInForceError, NoValueError
from fupin.outcomes import Outcome
from fupin.policy.entries import Entry, Number, Slug, Sourced, Words

Income = Literal["net", "disposable"]


class Value(Sourced):
    """What a parameter is in one period (参数值).

    Attributes:
        since: first day it holds.
        until: first day it no longer holds; None: open.
        number: the number, in the unit of the parameter.
        codes: codes of divisions, for a list of places.
        income: the measure of income it stands for: "net" (纯收入) or "disposable" (可支配收入).
    """

    since: dt.date
    until: dt.date | None = None
    number: Number | None = None
    codes: tuple[str, ...] = ()
    income: Income | None = None

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        if self.number is not None and self.codes:
            raise ValueError("give a number or codes, not both")
        for code in self.codes:
            Division.of(code)
        return self

    @property
    def given(self) -> bool:
        """Whether there is a value, or only the knowledge that one was set."""
        return self.number is not None or bool(self.codes)

    @property
    def period(self) -> Period:
        """The days it holds."""
        return Period(self.since, self.until)


class Parameter(Entry):
    """A number or a list of places that a rule refers to by name (参数).

    Example:
        >>> from fupin.policy import load
        >>> line = load("cn-lines").parameter("national-line")
        >>> line.on(dt.date(2016, 12, 31)).number
        Decimal('2952')

    Attributes:
        id: name by which rules refer to it.
        zh: Chinese label.
        en: English label.
        unit: unit of its numbers, such as "yuan per person per year", or "divisions".
        set_by: who sets it, where values are local or missing.
        values: its values; no two hold on one day.
    """

    id: Slug
    zh: Words
    en: Words
    unit: Words
    set_by: Words | None = None
    values: tuple[Value, ...] = ()

    @model_validator(mode="after")
    def _one_a_day(self) -> Self:
        try:
            _ = self.timeline
        except DayError as problem:
            raise ValueError(str(problem)) from None
        return self

    @cached_property
    def timeline(self) -> Timeline[Value]:
        """Its values by period."""
        return Timeline(tuple((value.period, value) for value in self.values))

    def on(self, day: dt.date, *, carry: bool = False) -> Value:
        """The value on a day.

        Args:
            day: the day.
            carry: where none holds, or nobody knows which, take the last known one before that day.

        Raises:
            NotInForceError: no value holds; `.nearest` names the nearest days that have one.
            NoValueError: it is known that one was set, and not which.
        """
        for period, value in self.known(carry=carry):
            if period.holds(day) is Outcome.MET:
                return value
        if self.timeline.get(day) is not None or not self.known():
            by = self.set_by or "its source does not give it"
            raise NoValueError(
                f"{self.id} ({self.zh}, {self.unit}) has no value on {day}: {by}. Supply it: "
                f"policy.amend(book, parameters={{{self.id!r}: ...}})"
            )
        nearest = nearest_days(tuple(period for period, _ in self.known()), day)
        raise NotInForceError(
            f"{self.id} has no value on {day}: the nearest is on "
            f"{' or '.join(str(near) for near in nearest)}; supply one with policy.amend, or say "
            "carry=True, which is recorded in the result",
            nearest=nearest,
        )

    def known(self, *, carry: bool = False) -> tuple[tuple[Period, Value], ...]:
        """The periods in which it has a value, in order; `carry` fills what follows them."""
        told = [(p, v) for p, v in self.timeline.entries if v.given]
        if not carry:
            return tuple(told)
        ends = [*(later.since for later, _ in told[1:]), None][: len(told)]
        return tuple((Period(p.since, end), v) for (p, v), end in zip(told, ends, strict=True))


def holds_codes(value: Value, place: Division | None) -> Outcome:
    """Whether a place lies in one of the divisions that a value lists.

    Example:
        >>> value = Value(
        ...     since="2016-04-23", codes=("51",), source="list", checked="unverified"
        ... )
        >>> holds_codes(value, Division.of("5108"))
        <Outcome.MET: 'met'>
    """
    if place is None:
        return Outcome.UNKNOWN
    return Outcome.of(any(Division.of(code).contains(place) for code in value.codes))
