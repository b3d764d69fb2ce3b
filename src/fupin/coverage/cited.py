"""Rules as the provenance of a result keeps them: where they hold, their numbers, their source."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fupin.policy import Applied, Criterion, Duty, PairingRule, Parameter, Term
from fupin.policy.entries import Entry
from fupin.policy.limits import limits


def cited(applied: Applied[PairingRule], yardstick: str | None) -> dict[str, Any]:
    """A pairing rule with the numbers it was asked by."""
    rule = applied.entry
    return {
        **_grounds(applied),
        "kind": rule.kind,
        "within": rule.within,
        "yardstick": yardstick,
        "quotas": [_told(applied, quota) for quota in rule.measured_by(yardstick)],
    }


def cited_duty(applied: Applied[Duty]) -> dict[str, Any]:
    """A duty with its window and number."""
    return {**_told(applied, applied.entry), **_grounds(applied)}


def cited_term(applied: Applied[Term]) -> dict[str, Any]:
    """A term with its months, and the days its book answers for."""
    life = applied.book.life.period
    return {**_told(applied, applied.entry), **_grounds(applied), "in_force": str(life)}


def cited_parameter(applied: Applied[Parameter]) -> dict[str, Any]:
    """A parameter with its values, each with its own source."""
    parameter = applied.entry
    return {
        "rule": parameter.id,
        **_place(applied),
        "unit": parameter.unit,
        "values": [_told(applied, value) for value in parameter.values],
    }


def cited_criterion(
    applied: Applied[Criterion], on: dt.date, yardstick: str | None, *, carry: bool
) -> dict[str, Any]:
    """A criterion with the tree it was asked by, and the limits that it met."""
    book, tree = applied.book, applied.entry.measured_by(yardstick)
    told = {
        leaf.id: [
            {
                "number": str(limit.number),
                "since": None if limit.period is None else str(limit.period.since),
                "checked": None if limit.value is None else limit.value.checked,
                "source": None if limit.value is None else book.sources[limit.value.source].title,
            }
            for limit in limits(book, leaf, on, carry=carry)
        ]
        for leaf in tree.leaves()
        if leaf.compare
    }
    shown = tree.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {**_grounds(applied), "yardstick": yardstick, "tree": shown, "limits": told}


def _grounds(applied: Applied[Any]) -> dict[str, Any]:
    return {
        "rule": applied.entry.id,
        **_place(applied),
        "source": applied.book.sources[applied.entry.source].title,
        "checked": applied.entry.checked,
    }


def _told(applied: Applied[Any], entry: Entry) -> dict[str, Any]:
    """An entry of a book, with the title of its source in place of the id that the book uses."""
    told = entry.model_dump(mode="json", exclude={"zh", "en"})
    return {**told, "source": applied.book.sources[told["source"]].title}


def _place(applied: Applied[Any]) -> dict[str, Any]:
    scope = None if applied.scope is None else applied.scope.code
    return {"book": applied.book.id, "scope": scope}
