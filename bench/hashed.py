"""Made-up columns: each value is a hash of its row number, the same on any machine.

Nothing is drawn from a random generator, so that a part can be made without the parts before it.
"""

import itertools
import math

import polars as pl


def mixed(rows: pl.Expr, salt: int) -> pl.Expr:
    """The splitmix64 hash of each row number, as UInt64; unlike salts give unrelated columns."""

    def times(x: pl.Expr, factor: int) -> pl.Expr:
        return x * pl.lit(factor, dtype=pl.UInt64)

    def folded(x: pl.Expr, bits: int) -> pl.Expr:
        return x ^ (x // pl.lit(1 << bits, dtype=pl.UInt64))

    x = times(rows.cast(pl.UInt64) + pl.lit(salt << 40, dtype=pl.UInt64), 0x9E3779B97F4A7C15)
    x = times(folded(x, 30), 0xBF58476D1CE4E5B9)
    x = times(folded(x, 27), 0x94D049BB133111EB)
    return folded(x, 31)


def below(rows: pl.Expr, salt: int, limit: int) -> pl.Expr:
    """A whole number from 0 to ``limit - 1`` for each row, as Int64."""
    return (mixed(rows, salt) % pl.lit(limit, dtype=pl.UInt64)).cast(pl.Int64)


def one_in(rows: pl.Expr, salt: int, n: int) -> pl.Expr:
    """True for one row in ``n``."""
    return below(rows, salt, n) == 0


def shuffled(rows: pl.Expr, count: int) -> pl.Expr:
    """Each number of 0 to ``count - 1`` once, far from its neighbours (an affine permutation)."""
    golden = count * 618_034 // 1_000_000  # steps of this share of the whole spread most evenly
    factor = next(step for step in itertools.count(golden) if math.gcd(step, count) == 1)
    return (rows * factor + 12_345) % count
