"""Money (金额): yuan, exact to the fen."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from fupin.amounts.bounds import Comparison
from fupin.errors import AmountError

_CENTS = Decimal("0.01")
_MILLIONTH = Decimal("0.000001")


def yuan(value: Decimal | int | str, *, where: str = "") -> Decimal:
    """An exact amount of money in yuan (元), two decimals.

    Example:
        >>> yuan("3210.5")
        Decimal('3210.50')

    Args:
        value: a Decimal, an int, or text of digits.
        where: what the amount is, for the message.

    Raises:
        AmountError: a float, which is not exact; more than two decimals; not a finite number.
    """
    told = f"{where}: " if where else ""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        kind = type(value).__name__
        raise AmountError(f"{told}{kind} is no exact amount: expected text, Decimal or int")
    try:
        amount = Decimal(value)
        exact = amount.quantize(_CENTS)
    except InvalidOperation:
        amount = exact = Decimal("NaN")
    if amount.is_nan():
        raise AmountError(f"{told}no amount of yuan: expected digits, such as 3210.50")
    if exact != amount:
        raise AmountError(f"{told}more than two decimals: expected whole fen")
    return exact


def share(value: Decimal | int | str, *, where: str = "") -> Decimal:
    """An exact share of 1 (比例), six decimals at most: "0.0475" is 4.75 %.

    Example:
        >>> share("0.0475")
        Decimal('0.0475')

    Args:
        value: a Decimal, an int, or text of digits.
        where: what the share is, for the message.

    Raises:
        AmountError: a float, which is not exact; more than six decimals; not a finite number.
    """
    told = f"{where}: " if where else ""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise AmountError(f"{told}{type(value).__name__} is no exact share: expected text, Decimal")
    try:
        exact = Decimal(value)
        if exact == exact.quantize(_MILLIONTH):
            return exact
    except InvalidOperation:
        pass
    raise AmountError(f"{told}no share: expected digits, such as 0.0475, six decimals at most")


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
