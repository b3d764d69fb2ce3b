"""What a field of the model takes (字段): a value of the type it is annotated with.

Constructors refuse wrong types, by class and field and the ids read before it; what a value says is
kept as given, since wrong data must stay visible until it is counted as unknown.
"""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from types import NoneType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from fupin.amounts import exact, share, yuan
from fupin.boundary import Amount, Share
from fupin.dates import DayLike, optional_day
from fupin.errors import AmountError, DayError, ModelError

T = TypeVar("T")
Read = Callable[[Any], Any]

NAMING = ("household", "helper", "party", "matter", "subject", "person", "division", "year", "on")
"""Fields by which a message names a record that has no id of its own."""


def as_day(value: DayLike | None) -> dt.date | None:
    """The converter of a field that holds a day.

    Example:
        >>> as_day("2016-09-09")
        datetime.date(2016, 9, 9)
    """
    return optional_day(value)


def as_yuan(value: Decimal | int | str | None) -> Decimal | None:
    """The converter of a field that holds an amount of money.

    Example:
        >>> as_yuan("3210")
        Decimal('3210.00')
    """
    return None if value is None else yuan(value)


def as_amount(value: Decimal | int | str | None) -> Decimal | None:
    """The converter of a field that holds a number of some unit.

    Example:
        >>> as_amount("7.7")
        Decimal('7.7')
    """
    return None if value is None else exact(value)


def as_share(value: Decimal | int | str | None) -> Decimal | None:
    """The converter of a field that holds a share of 1.

    Example:
        >>> as_share("0.0475")
        Decimal('0.0475')
    """
    return None if value is None else share(value)


def kinds_of(cls: type) -> dict[str, str]:
    """What the fields of a class hold: "flag", "count", "yuan", "amount", "share", "day", "text".

    Fields of another type are left out.

    Example:
        >>> import attrs
        >>> @attrs.frozen
        ... class Loan:
        ...     id: str
        ...     rate: Share | None
        >>> kinds_of(Loan)
        {'id': 'text', 'rate': 'share'}
    """
    told = {}
    for name, hint in get_type_hints(cls, include_extras=True).items():
        plain = get_args(hint)[0] if NoneType in get_args(hint) else hint
        if plain not in _KINDS and get_origin(plain) is Annotated:
            plain = get_args(plain)[0]
        if plain in _KINDS:
            told[name] = _KINDS[plain]
    return told


def as_tuple(value: Iterable[T]) -> tuple[T, ...]:
    """The converter of a field that holds several values; text is not several letters.

    Example:
        >>> as_tuple(["H-1", "H-2"])
        ('H-1', 'H-2')
    """
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise _RefusedError(value)
    return tuple(value)


def as_words(value: Iterable[str]) -> tuple[str, ...]:
    """The converter of a field that holds several words.

    Example:
        >>> as_words(["city", "county"])
        ('city', 'county')
    """
    return as_tuple(value)


def typed(cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """A `field_transformer` of attrs: each field refuses what is not of its annotated type.

    Example:
        >>> import attrs
        >>> @attrs.frozen(kw_only=True, field_transformer=typed)
        ... class Village:
        ...     division: str
        ...     poor: bool | None = None
        >>> Village(division=510824)
        Traceback (most recent call last):
        fupin.errors.ModelError: Village.division: expected str, got int
        >>> Village(division="510824", poor=1)
        Traceback (most recent call last):
        fupin.errors.ModelError: Village.poor: expected bool or None, got int @ division 510824
    """
    kinds, own = get_type_hints(cls, include_extras=True), inspect.get_annotations(cls)

    def read(field: attrs.Attribute[Any]) -> attrs.Attribute[Any]:
        kind, where = kinds[field.name], f"{cls.__name__}.{field.name}"
        return field.evolve(type=kind, converter=_converter(kind, field.converter, where))

    return [read(field) if field.name in own else field for field in fields]


def _converter(kind: Any, prepare: Any, where: str) -> attrs.Converter[Any, Any]:
    read, expected = _reader(kind)

    def convert(value: Any, record: Any) -> Any:
        try:
            return read(value if prepare is None else prepare(value))
        except (AmountError, DayError) as problem:
            raise type(problem)(f"{where}: {problem}{_of(record)}") from None
        except _RefusedError as refused:
            raise ModelError(f"{where}: expected {expected}, got {refused}{_of(record)}") from None

    # What attrs, and so an editor or hypothesis, says that the constructor takes.
    takes = kind if prepare is None else next(iter(get_type_hints(prepare).values()))
    convert.__annotations__ = {"value": takes}
    return attrs.Converter(convert, takes_self=True)


def _of(record: Any) -> str:
    """Which record it is, by what was read before: its id, or the ids and days that name it."""
    names = ("id",) if hasattr(record, "id") else NAMING
    told = [f"{n} {getattr(record, n)}" for n in names if getattr(record, n, None) is not None]
    return f" @ {', '.join(told)}" if told else ""


def _reader(kind: Any) -> tuple[Read, str]:
    """What reads a value of a type, and the type in words."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _reader(args[0])
    if origin is Literal:
        return functools.partial(_one_of, args), " or ".join(map(repr, args))
    if origin is tuple:
        read, expected = _reader(args[0])
        return lambda values: tuple(map(read, values)), f"values of type {expected}"
    if NoneType in args:
        [given] = [arg for arg in args if arg is not NoneType]
        read, expected = _reader(given)
        return lambda value: None if value is None else read(value), f"{expected} or None"
    return _PLAIN.get(kind, functools.partial(_instance, kind)), kind.__name__


class _RefusedError(Exception):
    """Carries the type of a refused value, never the value."""

    def __init__(self, value: object) -> None:
        super().__init__(type(value).__name__)


def _text(value: object) -> str:
    # str.__str__ makes plain text of an enum's member, so that tables and JSON hold the word.
    return str.__str__(_instance(str, value))


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise _RefusedError(value)
    return operator.index(value)


def _one_of(words: tuple[object, ...], value: T) -> T:
    if value not in words:
        raise _RefusedError(value)
    return value


def _instance(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise _RefusedError(value)
    return value


_KINDS: dict[object, str] = {
    bool: "flag", int: "count", Decimal: "yuan", Amount: "amount", Share: "share", dt.date: "day",
    str: "text",
}  # fmt: skip
_PLAIN: dict[object, Read] = {str: _text, int: _whole}
