"""Every error of fupin (错误): what is wrong, where, what was expected, what to do.

Each is a `FupinError` and the kind of standard error that its fault is. A message may name records
by their ids; it never shows a cell, a name or a number of identity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable


class FupinError(Exception):
    """Any error that fupin raises.

    Example:
        >>> from fupin.dates import day
        >>> try:
        ...     day("2016-02-30")
        ... except FupinError as error:
        ...     print(type(error).__name__)
        DayError
    """


class DayError(FupinError, ValueError):
    """Something given for a day is no day.

    Example:
        >>> from fupin.dates import day
        >>> day("2016-09")
        Traceback (most recent call last):
        fupin.errors.DayError: text that is no day: expected YYYY-MM-DD, a day of the calendar
    """


class DivisionError(FupinError, ValueError):
    """Something given for a division code is none.

    Example:
        >>> from fupin.divisions import Division
        >>> Division.of("51082")
        Traceback (most recent call last):
        fupin.errors.DivisionError: no division code: expected 2, 4, 6, 9 or 12 digits, filled up \
with zeros from the right only
    """


class AmountError(FupinError, ValueError):
    """An amount, a bound or a rate cannot be what was given.

    Example:
        >>> from fupin.amounts import Rate
        >>> Rate(3, 2)
        Traceback (most recent call last):
        fupin.errors.AmountError: numerator + unknown is 3, denominator 2: expected at most that
    """


class ModelError(FupinError, TypeError):
    """A constructor of the model was given a value of a wrong type.

    Example:
        >>> from fupin import Voter
        >>> Voter(id=5)
        Traceback (most recent call last):
        fupin.errors.ModelError: Voter.id: expected str, got int
    """


class SequenceError(FupinError, ValueError):
    """An event cannot follow the events before it.

    Example:
        >>> from fupin import Event, Household
        >>> Household(id="H-1").apply(Event(event="exited", on="2016-12-31"))
        Traceback (most recent call last):
        fupin.errors.SequenceError: 'exited' on 2016-12-31 cannot come first: expected gone, \
merged, registered or split
    """


class QuestionError(FupinError, ValueError):
    """A question asks nothing sensible: no such level, column, population or rate.

    Example:
        >>> from fupin import Household
        >>> Household(id="H-1").within("poor", "2016-09-09")
        Traceback (most recent call last):
        fupin.errors.QuestionError: no population 'poor': expected one of in_need, exited, \
registered, monitored, ordinary, all
    """


class _CollectedError(FupinError, ValueError):
    """Faults that were collected, to be reported all at once: each as what @ where."""

    problems: tuple[str, ...]

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type, tuple[tuple[str, ...]]]:
        return type(self), (self.problems,)


class RulebookError(_CollectedError):
    """A file is no rulebook, or books contradict each other; `.problems` lists every fault.

    Example:
        >>> from fupin.policy import parse
        >>> parse("id = 5", name="mine")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        fupin.errors.RulebookError: Input should be a valid string @ mine: id
        ...
    """


class SchemaError(_CollectedError):
    """Tables are not of the form a registry takes; `.problems` lists every fault.

    Example:
        >>> from fupin import Registry, Voter
        >>> Registry.of(voter=[Voter(id="V-1")])  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        fupin.errors.SchemaError: no such table: expected one of households, ... @ voter
    """


class NotInForceError(FupinError, LookupError):
    """No rulebook answers on the day asked about; `.nearest` names the nearest days that do.

    Example:
        >>> from fupin import coverage, policy
        >>> book = policy.load("guangyuan-2016")
        >>> try:
        ...     coverage.capacity(book, {"city": 359}, on="2015-01-01")
        ... except NotInForceError as error:
        ...     print(*error.nearest)
        2016-09-09

    Attributes:
        nearest: the last day before and the first day after on which some book answers.
    """

    nearest: tuple[dt.date, ...]

    def __init__(self, message: str, *, nearest: Iterable[dt.date] = ()) -> None:
        self.nearest = tuple(nearest)
        super().__init__(message)


class NoValueError(FupinError, LookupError):
    """A parameter is known to exist, and its value is not; the message says who sets it.

    Example:
        >>> from fupin.policy import load
        >>> line = load("cn-2026").parameter("monitoring-line")
        >>> try:
        ...     line.on(dt.date(2026, 6, 30))
        ... except NoValueError as error:
        ...     print(type(error).__name__)
        NoValueError
    """


class UnknownRuleError(FupinError, LookupError):
    """No rulebook, rule, duty or yardstick has the name that was given.

    Example:
        >>> from fupin.policy import load
        >>> load("guangyuan-2016").duty("tea")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        fupin.errors.UnknownRuleError: no duty in guangyuan-2016 is called 'tea'; there are: ...
    """


class FrozenError(FupinError, ValueError):
    """A result cannot be frozen where it was to be, or is no longer as it was frozen.

    Example:
        >>> from fupin import reopen
        >>> reopen("figures/2016-08")
        Traceback (most recent call last):
        fupin.errors.FrozenError: no result is frozen here: expected frozen.json @ figures/2016-08
    """


class MissingExtraError(FupinError, ImportError):
    """A package that is not required is needed for this; the message names it.

    Example:
        >>> raise MissingExtraError("frames of pandas need PyArrow: pip install pyarrow")
        Traceback (most recent call last):
        fupin.errors.MissingExtraError: frames of pandas need PyArrow: pip install pyarrow
    """
