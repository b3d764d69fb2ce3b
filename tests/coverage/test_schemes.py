"""Households with a scheme on 9 September 2016: three in need, of four, two and three persons."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp

ON = "2016-09-09"
HOUSEHOLDS = [
    fp.Household(id=f"H-{n}", division="510824102201", size=size, registration="in-need")
    for n, size in enumerate((4, 2, 3), start=1)
]
HOUSEHOLDS.append(fp.Household(id="H-4", division="510824102201", size=5, registration="exited"))


def scheme(of: str | None = "H-1", **said: Any) -> fp.Scheme:
    return fp.Scheme(**{"id": "X-1", "household": of, "since": "2015-01-01", **said})


def ask(*schemes: fp.Scheme, **asked: Any) -> fp.Coverage:
    registry = fp.Registry.of(households=HOUSEHOLDS, schemes=list(schemes))
    return fp.coverage.schemes(registry, on=ON, **asked)


@pytest.mark.parametrize(
    ("schemes", "rate"),
    [
        ([scheme()], fp.Rate(1, 3)),
        ([scheme(), scheme("H-4", id="X-2")], fp.Rate(1, 3)),
        ([scheme(until=ON)], fp.Rate(0, 3)),
        ([scheme(since=None)], fp.Rate(0, 3, unknown=1)),
        ([scheme(until="2016-01-01"), scheme(version=2, since="2016-01-01")], fp.Rate(1, 3)),
        ([scheme(), scheme(until="2017-01-01")], fp.Rate(0, 3, unknown=1)),
        ([scheme(), scheme("H-2")], fp.Rate(0, 3, unknown=2)),
        ([scheme(version=None)], fp.Rate(1, 3)),
        ([scheme(None)], fp.Rate(0, 3)),
    ],
)
def test_a_version_of_a_scheme_is_in_force(schemes: list[fp.Scheme], rate: fp.Rate) -> None:
    assert ask(*schemes).total == rate


def test_households_and_persons_stand_side_by_side_and_those_left_out_are_named() -> None:
    told = ask(scheme(), by="county")
    assert told.rate("persons") == fp.Rate(4, 9)
    assert told.missing().select("household", "size", "outcome").rows() == [
        ("H-2", 2, "unmet"), ("H-3", 3, "unmet"),
    ]  # fmt: skip
    assert ask(scheme("H-4"), population="exited").total == fp.Rate(1, 1)
