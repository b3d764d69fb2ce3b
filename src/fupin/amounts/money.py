"""Money (金额): yuan, exact to the fen."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from fupin.errors import AmountError

_CENTS = Decimal("0.01")


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
