"""What-if books (假设规则书): a book with other numbers, which says that they are supposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import count, pairwise
from typing import Any

from fupin.dates import DayLike, day
from fupin.errors import RulebookError, UnknownRuleError
from fupin.policy.load import validated
from fupin.policy.parameters import Parameter
from fupin.policy.schema import Rulebook

Given = Decimal | float | str | Sequence[str]
"""A number, or codes of divisions."""

SUPPLIED = "supplied"
_MONTHS = ("months", "hard_months")


def amend(
    book: Rulebook,
    *,
    parameters: Mapping[str, Given | Mapping[DayLike, Given]] | None = None,
    quotas: Mapping[str, Mapping[str, int]] | None = None,
    terms: Mapping[str, Mapping[str, int]] | None = None,
    id: str | None = None,  # noqa: A002 - the id of a book is called so
    title: str = "supplied by whoever asks: from no document",
) -> Rulebook:
    """A book with other numbers, for a what-if or for values that are set locally (假设规则书).

    Example:
        >>> from fupin.policy import load
        >>> book = amend(load("cn-2026"), parameters={"monitoring-line": "8000"})
        >>> book.id, book.parameter("monitoring-line").on(dt.date(2026, 6, 30)).number
        ('cn-2026-amended', Decimal('8000'))
        >>> amend(load("guangyuan-2016"), quotas={"deputy-households": {"city": 4}}).rule(
        ...     "deputy-households"
        ... ).quotas[0].links
        4
        >>> amend(load("cn-supervision"), terms={"opinion-report": {"months": 3}}).term(
        ...     "opinion-report"
        ... ).months
        3

    Args:
        book: the book; it stays as it is.
        parameters: by id, what holds on every day, or what holds from each of several first days
            on: a number, or a list of codes where the parameter lists divisions. The values that
            the book had are gone.
        quotas: by id of the rule and group, the number of links asked; yardsticks stay.
        terms: by id of the term, its `months` and `hard_months`; those it had are gone.
        id: id of the new book; None: that of the book and "-amended".
        title: where the numbers come from; every one of them cites it, as not verified.

    Raises:
        UnknownRuleError: no such parameter, rule, group or term.
        RulebookError: the numbers make no rulebook; `.problems` lists every fault.
        DayError: what is given for a first day is none.
    """
    raw = book.model_dump(exclude_unset=True, by_alias=True)
    source = _key_of(title, raw["sources"])
    raw["sources"] = {**raw["sources"], source: _document(title)}
    grounds = {"source": source, "checked": "unverified"}
    for name, told in (parameters or {}).items():
        parameter = book.parameter(name)
        _named(raw["parameters"], name)["values"] = [
            {**value, **grounds} for value in _values(parameter, told)
        ]
    for name, groups in (quotas or {}).items():
        asked = [quota.group for quota in book.rule(name).quotas]
        if strange := sorted(set(groups) - set(asked)):
            known, others = ", ".join(asked), ", ".join(strange)
            raise UnknownRuleError(f"{name} asks nothing of {others}; it asks {known}")
        rule = _named(raw["pairing"], name)
        rule["quotas"] = [
            {"group": q["group"], "operator": q["operator"], "links": groups[q["group"]], **grounds}
            if q["group"] in groups
            else q
            for q in rule["quotas"]
        ]
    for name, months in (terms or {}).items():
        if strange := sorted(set(months) - {*_MONTHS}):
            others, known = ", ".join(strange), " and ".join(_MONTHS)
            raise UnknownRuleError(f"{name} has no {others}; a term has {known}")
        term = _named(raw["terms"], book.term(name).id)
        for key in {*_MONTHS, "article", "reading"} & term.keys():
            del term[key]
        term |= {**months, **grounds}
    raw["id"] = id or f"{book.id}-amended"
    return validated(raw, raw["id"])


def _document(title: str) -> dict[str, str]:
    return {"title": title, "issuer": title}


def _key_of(title: str, sources: Mapping[str, Any]) -> str:
    """The key of a source: a book may be amended twice, from two sources."""
    names = (SUPPLIED if n == 1 else f"{SUPPLIED}-{n}" for n in count(1))
    return next(key for key in names if sources.get(key) in (None, _document(title)))


def _named(entries: Sequence[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(entry for entry in entries if entry["id"] == name)


def _values(parameter: Parameter, told: Given | Mapping[DayLike, Given]) -> list[dict[str, Any]]:
    """The values of a parameter, each up to the first day of the next."""
    by_day = told if isinstance(told, Mapping) else {dt.date.min: told}
    dated = [(day(since, where=parameter.id), given) for since, given in by_day.items()]
    days = [since for since, _ in dated]
    if not days or len(set(days)) < len(days):
        fault = "a day stands twice" if days else "no value: expected one, or one by day"
        raise RulebookError([f"{fault} @ {parameter.id}"])
    ends = dict(pairwise([*sorted(days), None]))
    return [
        {"since": since, "until": ends[since], **_given(parameter, given)} for since, given in dated
    ]


def _given(parameter: Parameter, given: Given) -> dict[str, Any]:
    """A number, or codes where the parameter lists divisions."""
    if parameter.unit != "divisions":
        if isinstance(given, (Decimal, int, float, str)) and not isinstance(given, bool):
            return {"number": given}
        raise RulebookError([f"expected a number, {parameter.unit} @ {parameter.id}"])
    if isinstance(given, Sequence) and not isinstance(given, str) and given:
        return {"codes": tuple(given)}
    raise RulebookError([f"expected a list of codes of divisions @ {parameter.id}"])
