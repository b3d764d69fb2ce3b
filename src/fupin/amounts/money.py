"""Money (金额): yuan as whole fen, and by how much an amount falls short."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from fupin.amounts.bounds import Comparison
from fupin.amounts.numbers import yuan

_CENTS = Decimal("0.01")


def lacking(value: Fraction, how: Comparison, limit: Fraction) -> Decimal:
    """The least whole fen by which an amount of yuan must change to stand as asked (差额).

    Example:
        >>> lacking(Fraction(120), "at_most", Fraction("10.005"))
        Decimal('110.00')

    Args:
        value: the amount, which does not stand as asked.
        how: how it is to stand.
        limit: the limit.
    """
    over = how in ("at_most", "under") or (how == "exactly" and value > limit)
    gap = ((value - limit) if over else (limit - value)) * 100
    whole = -int(-gap // 1)
    return from_fen(whole + (how in ("over", "under") and whole == gap))


def fen(amount: Decimal) -> int:
    """Yuan as a whole number of fen (分).

    Example:
        >>> fen(yuan("3210.50"))
        321050
    """
    return int(yuan(amount).scaleb(2))


def from_fen(amount: int) -> Decimal:
    """A whole number of fen as yuan.

    Example:
        >>> from_fen(321050)
        Decimal('3210.50')
    """
    return Decimal(amount).scaleb(-2).quantize(_CENTS)
