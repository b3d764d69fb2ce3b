"""A mask of few bits is read as it is, one of many by its halves."""

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from fupin.coverage.leaving.bits import EXACT, halved, has_bit
from fupin.frames.engines import Frame, collect


@pytest.mark.parametrize("bits", [3, EXACT, EXACT + 1, 63])
def test_every_bit_is_found_and_no_other(bits: int) -> None:
    """Of none, of all, of the first and last alone."""
    masks = [0, 1, 2 ** (bits - 1), 2**bits - 1]
    rows: Frame = nw.from_native(pl.LazyFrame({"mask": masks}))
    parted = halved(rows, ["mask"], bits)
    asked = {str(bit): has_bit("mask", bit, bits) for bit in range(bits)}
    found = collect(parted.select(**asked)).rows()
    assert found == [tuple(bool(mask >> bit & 1) for bit in range(bits)) for mask in masks]
