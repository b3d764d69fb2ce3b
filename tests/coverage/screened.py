"""Households in need with their surveys, and how they are screened."""

from __future__ import annotations

from typing import Any

import fupin as fp
from tests.rules.criteria import SICHUAN, survey

ON = "2016-12-31"
CANGXI, ZHAOHUA, HEBEI = "510824102201", "510811101201", "130123101201"


def poor(name: str, division: str | None = CANGXI, size: int | None = 4, **more: Any) -> Any:
    """A registered household in need."""
    said = {"registration": "in-need", **more}
    return fp.Household(id=name, division=division, size=size, **said)


def seen(name: str, **found: Any) -> fp.Survey:
    """A household that lacks nothing but what is said."""
    return survey(household=name, **found)


def screened(policy: Any = SICHUAN, *, tables: dict[str, Any], **asked: Any) -> Any:
    """The screening on the day."""
    told = {"criterion": "household-exit", "on": ON, **asked}
    return fp.coverage.screen(fp.Registry.of(**tables), policy, **told)


def outcomes(result: Any) -> dict[str, str]:
    return dict(result.verdicts.select("id", "outcome").rows())


def rows(result: Any, *columns: str) -> list[tuple[Any, ...]]:
    return list(result.rows.select(columns).rows())


def income(net: str, until: str | None = "2016-12-31", **more: Any) -> fp.Income:
    """An income by parts, of H-1."""
    nothing = dict.fromkeys(("property", "transfer", "business"), "0")
    told = {"wage": net, "business_expenses": "0", **nothing, **more}
    return fp.Income(household="H-1", until=until, **told)


OWN: dict[str, Any] = {
    "household": ["H-1", "H-2", "H-3"], "on": ["2016-12-01"] * 3, "water": [True] * 3,
    "net_income_per_head": [3210] * 3, "income_until": ["2016-12-31"] * 3,
}  # fmt: skip
"""Three households that lack nothing, as columns."""
