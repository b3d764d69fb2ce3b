"""Numbers that are the same everywhere: splitmix64 of a seed, a stream and a row.

Nothing is drawn from a random generator. The value of row r is the r-th output of the splitmix64
generator whose state begins at key(seed, stream), computed for all rows at once in UInt64
arithmetic that wraps at 2**64, so any range of rows can be made without the rows before it:

    key    = mix(mix(seed) + stream * G)
    value  = mix(key + (r + 1) * G)              G = 0x9E3779B97F4A7C15
    mix(x) = three rounds of x ^ x >> n, times an odd constant

Every decision compares whole numbers: no float takes part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs
import polars as pl

from fupin.datasets.margins import MIXES, SHARES

GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MASK = (1 << 64) - 1
WHOLE = 10_000
"""Shares are parts of ten thousand."""

ROW = pl.col("row")


def mixed(x: int) -> int:
    """The finishing step of splitmix64 on one whole number.

    Example:
        >>> mixed(1234567 + GOLDEN)
        6457827717110365317
    """
    x &= _MASK
    x = (x ^ (x >> 30)) * _FIRST & _MASK
    x = (x ^ (x >> 27)) * _SECOND & _MASK
    return x ^ (x >> 31)


def _mixed(x: pl.Expr) -> pl.Expr:
    x = _folded(x, 30) * _u64(_FIRST)
    x = _folded(x, 27) * _u64(_SECOND)
    return _folded(x, 31)


def _folded(x: pl.Expr, bits: int) -> pl.Expr:
    # Polars has no shift: dividing an unsigned number by a power of two is the same.
    return x ^ (x // _u64(1 << bits))


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def day(days: pl.Expr, first: dt.date) -> pl.Expr:
    """The day so many days after the first."""
    return (days + pl.lit((first - dt.date(1970, 1, 1)).days)).cast(pl.Int32).cast(pl.Date)


@attrs.frozen
class Draw:
    """What a seed decides, row by row (由种子导出的数).

    Attributes:
        seed: any whole number from 0 to 2**64 - 1.

    Example:
        >>> Draw(2016).values(1, rows=3) == Draw(2016).values(1, rows=3)
        True
        >>> [x % 100 for x in Draw(2016).values(1, rows=5)]
        [11, 7, 92, 11, 91]
    """

    seed: int

    def key(self, stream: int) -> int:
        """Where the generator of one stream begins."""
        return mixed(mixed(self.seed) + stream * GOLDEN)

    def value(self, stream: int, row: pl.Expr = ROW) -> pl.Expr:
        """The hash of each row, as UInt64; unlike streams give unrelated columns."""
        step = (row.cast(pl.UInt64) + _u64(1)) * _u64(GOLDEN)
        return _mixed(step + _u64(self.key(stream)))

    def values(self, stream: int, rows: int) -> list[int]:
        """The hashes of the first rows of a stream."""
        column = pl.select(row=pl.int_range(rows, dtype=pl.Int64)).select(self.value(stream))
        numbers: list[int] = column.to_series().to_list()
        return numbers

    def below(self, stream: int, limit: int | pl.Expr, row: pl.Expr = ROW) -> pl.Expr:
        """A whole number from 0 to limit - 1 for each row, as Int64; none where limit is 0."""
        top = _u64(limit) if isinstance(limit, int) else limit.cast(pl.UInt64)
        return (self.value(stream, row) % top).cast(pl.Int64)

    def happens(self, share: str, row: pl.Expr = ROW) -> pl.Expr:
        """True for the part of the rows that a share of `margins.SHARES` states."""
        stated = SHARES[share]
        return self.below(stated.stream, WHOLE, row) < stated.per_10_000

    def pick(self, mix: str, row: pl.Expr = ROW, only: pl.Expr | None = None) -> pl.Expr:
        """One word for each row, as often as a mix of `margins.MIXES` states.

        Args:
            mix: name of the mix.
            row: the row numbers.
            only: rows to pick for; the others get nothing.
        """
        stated = MIXES[mix]
        word = _reached(self.below(stated.stream, WHOLE, row), stated.parts)
        return word if only is None else pl.when(only).then(word)

    def day(self, stream: int, first: dt.date, days: int, row: pl.Expr = ROW) -> pl.Expr:
        """A day for each row: one of so many, from the first on."""
        return day(self.below(stream, days, row), first)


def _reached(drawn: pl.Expr, parts: Mapping[str | int, int]) -> pl.Expr:
    """The word whose part of the ten thousand a number falls into."""
    words = list(parts.items())
    chain, reached = pl.lit(words[-1][0]), WHOLE - words[-1][1]
    for word, part in reversed(words[:-1]):
        chain = pl.when(drawn < reached).then(pl.lit(word)).otherwise(chain)
        reached -= part
    return chain
