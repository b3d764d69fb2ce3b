"""What-if books (假设规则书): a book with other numbers, which says that they are supposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fupin.dates import DayLike, day
from fupin.errors import UnknownRuleError
from fupin.policy.load import validated
from fupin.policy.schema import Rulebook

Number = Decimal | int | str

SUPPLIED = "supplied"


def amend(
    book: Rulebook,
    *,
    parameters: Mapping[str, Number | Mapping[DayLike, Number]] | None = None,
    quotas: Mapping[str, Mapping[str, int]] | None = None,
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

    Args:
        book: the book; it stays as it is.
        parameters: by id, a number that holds on every day, or numbers by the first day on
            which each holds.
        quotas: by id of the rule and group, the number of links asked.
        id: id of the new book; None: that of the book and "-amended".
        title: where the numbers come from; every one of them cites it, as not verified.

    Raises:
        UnknownRuleError: no such parameter, rule or group.
        RulebookError: the numbers make no rulebook; `.problems` lists every fault.
    """
    raw = book.model_dump(exclude_unset=True, by_alias=True)
    for name, told in (parameters or {}).items():
        book.parameter(name)
        for entry in raw["parameters"]:
            if entry["id"] == name:
                entry["values"] = _values(told)
    for rule, groups in (quotas or {}).items():
        if strange := sorted(set(groups) - {quota.group for quota in book.rule(rule).quotas}):
            known = ", ".join(quota.group for quota in book.rule(rule).quotas)
            raise UnknownRuleError(f"{rule} asks nothing of {', '.join(strange)}; it asks {known}")
        for entry in raw["pairing"]:
            if entry["id"] == rule:
                entry["quotas"] = [_quota(quota, groups) for quota in entry["quotas"]]
    name = id or f"{book.id}-amended"
    sources = {**raw["sources"], SUPPLIED: {"title": title, "issuer": title}}
    return validated({**raw, "id": name, "sources": sources}, name)


def _values(told: Number | Mapping[DayLike, Number]) -> list[dict[str, Any]]:
    """The values of a parameter, each up to the first day of the next."""
    if not isinstance(told, Mapping):
        told = {dt.date.min: told}
    by_day = sorted((day(since, where="parameters="), number) for since, number in told.items())
    ends = [*(since for since, _ in by_day[1:]), None]
    return [
        {"since": since, "until": until, "number": Decimal(number), **_SUPPOSED}
        for (since, number), until in zip(by_day, ends, strict=True)
    ]


def _quota(quota: dict[str, Any], groups: Mapping[str, int]) -> dict[str, Any]:
    if quota["group"] not in groups:
        return quota
    return {
        "group": quota["group"],
        "operator": quota["operator"],
        "links": groups[quota["group"]],
        **_SUPPOSED,
    }


_SUPPOSED = {"source": SUPPLIED, "checked": "unverified"}
