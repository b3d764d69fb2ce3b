"""Exact numbers (精确数): yuan, shares of 1, and what is recorded in some unit; never a float."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from fupin.amounts.units import DECIMALS
from fupin.errors import AmountError


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
    digits = "digits, such as 3210.50"
    return _read(value, 2, "amount of yuan", digits, where).quantize(Decimal("0.01"))


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
    return _read(value, 6, "share", "digits, such as 0.0475", where)


def exact(value: Decimal | int | str, *, where: str = "") -> Decimal:
    """A number as it is recorded, exact to four decimals.

    Example:
        >>> exact("7.7")
        Decimal('7.7')

    Args:
        value: a Decimal, an int, or text of digits; "over 1,000" is no number.
        where: what the number is, for the message.

    Raises:
        AmountError: a float, which is not exact; more than four decimals; not a finite number.
    """
    digits = (
        "digits, such as 7.7; of an amount over a number, say the number, and that it is a lower "
        "bound"
    )
    return _read(value, DECIMALS, "number", digits, where)


def _read(value: object, places: int, what: str, expected: str, where: str) -> Decimal:
    told = f"{where}: " if where else ""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        kind = type(value).__name__
        raise AmountError(f"{told}{kind} is no exact {what}: expected text, Decimal or int")
    try:
        number = Decimal(value)
        finest = number.quantize(Decimal(1).scaleb(-places))
    except InvalidOperation:
        number = finest = Decimal("NaN")
    if number.is_nan():
        raise AmountError(f"{told}no {what}: expected {expected}")
    if finest != number:
        raise AmountError(f"{told}no {what}: expected at most {places} decimals")
    return number
