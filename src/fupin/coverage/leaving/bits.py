"""Masks of bits (位掩码): a whole number of up to 63 bits, and whether one of them is set.

Some engines divide whole numbers by way of doubles, which are exact up to 53 bits. A mask of more
is parted into halves first, which are small enough for every engine; one of fewer is read as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

import narwhals.stable.v2 as nw

from fupin.frames.engines import Frame

EXACT = 53
"""So many bits a double holds exactly."""
_HALF = 31
_LOW = 2**_HALF


def halved(rows: Frame, masks: Iterable[str], bits: int) -> Frame:
    """Rows with the two halves of each mask beside it, where `has_bit` reads them.

    Args:
        rows: the rows.
        masks: columns of whole numbers from 0 to 2**63 - 1.
        bits: how many bits they have.
    """
    masks = tuple(masks)
    if bits <= EXACT:
        return rows
    # The highest bit goes by itself: what is left can be divided without leaving 64 bits.
    top = {m: nw.when(nw.col(m) >= _LOW**2).then(nw.lit(1)).otherwise(nw.lit(0)) for m in masks}
    told = rows.with_columns(
        **{f"{m} top": expr.cast(nw.Int64) for m, expr in top.items()}
    ).with_columns(**{f"{m} low": nw.col(m) - nw.col(f"{m} top") * _LOW**2 for m in masks})
    told = told.with_columns(
        **{f"{m} high": (nw.col(f"{m} low") // _LOW).cast(nw.Int64) for m in masks}
    ).with_columns(**{f"{m} low": nw.col(f"{m} low") - nw.col(f"{m} high") * _LOW for m in masks})
    # A quotient by way of doubles may be one too many.
    over = {m: nw.when(nw.col(f"{m} low") < 0).then(nw.lit(1)).otherwise(nw.lit(0)) for m in masks}
    return told.with_columns(
        **{f"{m} low": nw.col(f"{m} low") + over[m] * _LOW for m in masks},
        **{f"{m} high": nw.col(f"{m} high") - over[m] + nw.col(f"{m} top") * _LOW for m in masks},
    ).drop(f"{m} top" for m in masks)


def has_bit(mask: str, bit: int, bits: int) -> nw.Expr:
    """Whether a bit of a mask of so many bits is set, on rows that `halved` gave."""
    half, place = (f"{mask} low", bit) if bit < _HALF else (f"{mask} high", bit - _HALF)
    if bits <= EXACT:
        half, place = mask, bit
    shifted = nw.col(half) // 2**place
    told: nw.Expr = shifted - (shifted // 2) * 2 == 1
    return told
