"""Rules as the provenance of a result keeps them: where they hold, their numbers, their source."""

from __future__ import annotations

from typing import Any

from fupin.policy import Applied, Duty, PairingRule


def cited(applied: Applied[PairingRule], yardstick: str | None) -> dict[str, Any]:
    """A pairing rule with the numbers it was asked by."""
    rule = applied.entry
    return {
        **_grounds(applied),
        "kind": rule.kind,
        "within": rule.within,
        "yardstick": yardstick,
        "quotas": [q.model_dump(mode="json") for q in rule.measured_by(yardstick)],
    }


def cited_duty(applied: Applied[Duty]) -> dict[str, Any]:
    """A duty with its window and number."""
    return {**_grounds(applied), **applied.entry.model_dump(mode="json", exclude={"zh", "en"})}


def _grounds(applied: Applied[Any]) -> dict[str, Any]:
    return {
        "rule": applied.entry.id,
        "book": applied.book.id,
        "scope": None if applied.scope is None else applied.scope.code,
        "source": applied.book.sources[applied.entry.source].title,
        "checked": applied.entry.checked,
    }
