"""Villages with households that may leave or may not, and the chain asked about them."""

from __future__ import annotations

from typing import Any

import fupin as fp

ON, SEEN = "2016-12-31", "2016-06-01"
CANGXI, OTHER, ZHAOHUA = "510824102201", "510824102202", "510811101201"
GUIZHOU, HUBEI = "520102001201", "420102001201"
NATION, SICHUAN = (fp.policy.load(name) for name in ("cn-2016", "sichuan-2016"))
BEFORE = fp.policy.load("sichuan-2015")
GOOD: dict[str, Any] = {
    "on": SEEN, "income_until": "2015-12-31", "net_income_per_head": "2856",
    "school_age_children": 0,
    **dict.fromkeys(
        ("income_steady", "food", "clothing", "medical", "housing", "water", "power", "broadcast"),
        True,
    ),
}  # fmt: skip
HAVES: dict[str, Any] = dict.fromkeys(
    ("collective_income", "paved_road", "clinic", "culture_room", "network", "safe_water", "power"),
    True,
)  # fmt: skip
THREE: dict[str, Any] = dict.fromkeys(
    ("township_schools", "township_clinics", "service_centres"), True
)


def household(name: str, division: str | None = CANGXI, size: int | None = 4, **more: Any) -> Any:
    """A registered household in need."""
    return fp.Household(
        id=name, division=division, size=size, **{"registration": "in-need", **more}
    )


def bad(name: str) -> fp.Survey:
    """A household that may not leave."""
    return fp.Survey(household=name, **{**GOOD, "housing": False})


def good(name: str) -> fp.Survey:
    """A household that may leave."""
    return fp.Survey(household=name, **GOOD)


def people(division: str, persons: int | None, year: int | None = 2016) -> fp.RuralPopulation:
    """Who is registered there as rural."""
    return fp.RuralPopulation(division=division, year=year, persons=persons)


def village(division: str = CANGXI, **more: Any) -> fp.VillageSurvey:
    """A village that has all it should."""
    return fp.VillageSurvey(division=division, on=SEEN, **{**HAVES, **more})


def county(division: str = "510824", **more: Any) -> fp.CountySurvey:
    """A county that has all it should."""
    return fp.CountySurvey(division=division, on=SEEN, **{**THREE, **more})


def ask(policy: Any = SICHUAN, *, asked: dict[str, Any] | None = None, **tables: Any) -> Any:
    """The chain on the day."""
    registry = fp.Registry.of(**{"households": [], "surveys": [], **tables})
    return fp.coverage.exits(registry, policy, **{"on": ON, **(asked or {})})


def poor(number: int, of: int, policy: Any = SICHUAN, place: str = CANGXI, **asked: Any) -> Any:
    """A village in which so many of so many persons are surely still poor."""
    return ask(
        policy,
        asked=asked,
        households=[household(f"H-{n}", place, 1) for n in range(number)],
        surveys=[bad(f"H-{n}") for n in range(number)],
        populations=[people(place, of)],
        village_surveys=[village(place)],
    )


def cells(chain: fp.coverage.Exits, *columns: str, **where: Any) -> list[Any]:
    """Cells of the one row that agrees with `where`."""
    [row] = chain.rows.filter(**{"placed": "here", **where}).select(columns).rows()
    return list(row)
