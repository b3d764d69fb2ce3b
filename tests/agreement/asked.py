"""Every calculator, asked once of a synthetic registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl

import fupin as fp
from fupin.coverage import (
    Inspected,
    Planned,
    agenda,
    capacity,
    changes,
    compare,
    deliveries,
    deprivation,
    duties,
    exits,
    flows,
    gaps,
    helper_year,
    households,
    interest,
    loads,
    matters,
    places,
    plans,
    poverty,
    quotas,
    schemes,
    screen,
    timeline,
)
from fupin.testing import tables
from tests.agreement.joined import cases, joined

LOANS = pl.DataFrame(
    {
        "id": [f"L-{n}" for n in range(60)],
        "on": [dt.date(2016, 1, 1) + dt.timedelta(9 * n) for n in range(60)],
        "due": [dt.date(2017, 1, 1) + dt.timedelta(36 * n) for n in range(60)],
        "division": ["510821", "510824", "510811"] * 20,
        "principal": [20_000 + 1_000 * n for n in range(60)],
        "interest_rate": ["0.0435", "0.0475", None, "0.047501"] * 15,
        "production": [True, True, None, False, True] * 12,
        "collateral": [False] * 60, "guarantee": [False, None] * 30,
    }
)  # fmt: skip
WORK = ("acts", "plans", "schemes", "matters", "handlings", "agenda", "inspections")
TABLES = {
    **fp.datasets.tables("5108", households=400, seed=2016),
    **joined(cases(tables(*WORK), 20)),
    "loans": LOANS,
}
LAWS = [fp.policy.load(name) for name in ("cn-deputies-2015", "cn-supervision")]
GUANGYUAN, OLD, NEW, CREDIT = (
    fp.policy.load(name)
    for name in ("guangyuan-2016", "sichuan-2015", "sichuan-2016", "cn-microcredit-2014")
)
ON, KINDS = dt.date(2016, 12, 31), ["deputy-household"]
HAVES = ["water", "power", "housing"]
INDICATORS: dict[str, Any] = {"on": ON, "indicators": HAVES, "cutoff": "1/3", "by": "county"}
DAYS: dict[str, Any] = {"on": "2016-06-30", "other_on": ON, "by": "county"}

ASKS: dict[str, Callable[[fp.Registry], fp.Table]] = {
    "households": lambda r: households(r, on=ON, kinds=KINDS, by=("county", "village")),
    "households in all": lambda r: households(r, on=ON, kinds=KINDS),
    "quotas": lambda r: quotas(r, GUANGYUAN, on=ON, by=("county", "level")),
    "duties": lambda r: duties(r, GUANGYUAN, on=ON, by="county"),
    "capacity": lambda _: capacity(GUANGYUAN, {"city": 359}, on=ON),
    "flows": lambda r: flows(r, since="2016-01-01", until="2017-01-01", by="county"),
    "changes": lambda r: changes(r, since="2016-01-01", until="2017-01-01", kinds=KINDS),
    "gaps": lambda r: gaps(r, since="2016-01-01", until="2017-01-01", kinds=KINDS, by="county"),
    "loads": lambda r: loads(r, on=ON, kinds=KINDS, most=2, by="county"),
    "timeline": lambda r: timeline(households, r, days=["2016-06-30", ON], kinds=KINDS),
    "deliveries": lambda r: deliveries(r, on=ON, by=("county", "kind")),
    "plans": lambda r: plans(r, on=ON, by="kind"),
    "schemes": lambda r: schemes(r, on=ON, by="county"),
    "places": lambda r: places(r, [Inspected(), Planned()], on=ON, of="village", by="county"),
    "matters": lambda r: matters(r, LAWS, on=ON, by="year"),
    "agenda": lambda r: agenda(r, on=ON, by="form"),
    "helper_year": lambda r: helper_year(r, on=ON),
    "screen": lambda r: screen(r, NEW, "household-exit", on=ON, by="county"),
    "screen of loans": lambda r: screen(r, CREDIT, "terms", on=ON, by="county"),
    "interest": lambda r: interest(r, on=ON, basis=360, subsidy="0.7", by="county"),
    "compare": lambda r: compare(r, OLD, "household-exit", other=NEW, **DAYS),
    "exits": lambda r: exits(r, NEW, on=ON, by="county"),
    "poverty": lambda r: poverty(r, on=ON, line="2952", by="county"),
    "deprivation": lambda r: deprivation(r, **INDICATORS),
    "indicators": lambda r: deprivation(r, **INDICATORS).indicators,
}
