"""The reasons of a screening are read off bits of whole numbers, which every engine must find."""

from __future__ import annotations

from functools import cache
from itertools import product

import narwhals.stable.v2 as nw
import polars as pl

import fupin as fp
from fupin.coverage.leaving.bits import halved, has_bit
from fupin.frames import engines
from fupin.frames.planes import count
from fupin.policy.load import validated
from fupin.testing import ON
from tests.agreement.engines import held_by, hold, listed
from tests.policy.criteria import TEXT

BITS = 63
MASKS = [
    0, *(2**bit for bit in range(BITS)), 2**63 - 1, 2**62 - 1, 2**60 + 2**3, 2**53 + 1, 2**31 - 1,
    *(int("01" * 32, 2) >> shift for shift in range(2, 6)),
]  # fmt: skip


def test_every_engine_finds_every_bit(engine: str) -> None:
    """As whole numbers of Python have them."""
    rows, _ = engines.take(hold(engine, pl.DataFrame({"mask": MASKS})), "masks")
    told = halved(rows, ["mask"], BITS).select(
        "mask", **{str(bit): count(has_bit("mask", bit, BITS)) for bit in range(BITS)}
    )
    found = engines.collect(told).rows()
    expected = [(mask, *(mask >> bit & 1 for bit in range(BITS))) for mask in MASKS]
    assert sorted(found) == sorted(expected)


FLAGS = ("water", "power", "housing", "medical", "food", "clothing", "broadcast")


@cache
def of_many_leaves() -> fp.Rulebook:
    """A criterion of as many leaves as a mask has bits."""
    raw = fp.policy.parse(TEXT).model_dump()
    leaves = [
        {"id": f"l{bit}", "zh": "项", "en": "leaf", "flag": FLAGS[bit % len(FLAGS)]}
        for bit in range(BITS)
    ]
    raw["criteria"][0]["tree"] = {"id": "root", "zh": "全", "en": "all", "all": leaves}
    return validated(raw, "many")


SURVEYS = {
    "surveys": pl.DataFrame(
        [
            {
                "household": f"H-{n}",
                "on": ON,
                **{f: None if f == flag else f != other for f in FLAGS},
            }
            for n, (flag, other) in enumerate(product(FLAGS, FLAGS))
        ]
    )
}


def test_every_engine_screens_by_as_many_leaves_as_there_are_bits(engine: str) -> None:
    """Reasons and lists, by the last leaf too."""
    found, expected = (
        fp.coverage.screen(registry, of_many_leaves(), "exit", on=ON)
        for registry in (held_by(engine, SURVEYS), listed(SURVEYS))
    )
    assert found.reasons.equals(expected.reasons)
    assert found.reasons["failing"].min() == len(FLAGS) - 1
    for mask in ("failing", "needed"):
        rows = nw.from_native(found.listed("l62", mask)).lazy().collect("polars").to_native()
        assert set(rows["id"]) == set(expected.listed("l62", mask)["id"]), mask
    assert found.digest == expected.digest
