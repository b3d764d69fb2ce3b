"""The edge where pydantic reads and writes fupin's values (边界); fields are written once.

A class that mixes in `Boundary` may stand wherever pydantic takes a type: in a `TypeAdapter`, as a
field of a model, as the body or answer of a web service. Its schema comes from its attrs fields,
and what is read is built by the class's own constructor, so both ways in obey the same checks.

What was given is never shown in an error: it may be somebody's personal data. pydantic itself is
imported only when a schema is asked for.
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from fupin.amounts import exact, share, yuan
from fupin.dates import day
from fupin.errors import FupinError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
    from pydantic_core import CoreSchema, PydanticCustomError

T = TypeVar("T")

HIDDEN = "(not shown)"  # stands in errors where the value given would


class Boundary:
    """What lets pydantic validate, serialise and describe an attrs class.

    Example:
        >>> from pydantic import TypeAdapter
        >>> @attrs.frozen(kw_only=True)
        ... class Visit(Boundary):
        ...     household: str
        ...     on: Day | None = None
        >>> visits = TypeAdapter(list[Visit])
        >>> visits.validate_json('[{"household": "H-1", "on": "2016-09-09"}]')
        [Visit(household='H-1', on=datetime.date(2016, 9, 9))]
        >>> visits.dump_python(_, mode="json")
        [{'household': 'H-1', 'on': '2016-09-09'}]
    """

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        ref = f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"
        if ref in _under_way.get():
            return core_schema.definition_reference_schema(ref)
        with _building(ref):
            return _class_schema(cls, handler, ref)


def to_json(value: Any) -> str:
    """A value as JSON, in the form that `schema_of` describes its class in."""
    return str(_adapter(type(value)).dump_json(value).decode())


def from_json(cls: type[T], text: str) -> T:
    """A value as `to_json` wrote it."""
    read: T = _adapter(cls).validate_json(text)
    return read


def schema_of(cls: type[Any]) -> dict[str, Any]:
    """The JSON Schema of a class."""
    schema: dict[str, Any] = _adapter(cls).json_schema()
    return schema


_adapters: dict[type[Any], TypeAdapter[Any]] = {}  # made once: it takes milliseconds


def _adapter(cls: type[Any]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    if cls not in _adapters:
        _adapters[cls] = TypeAdapter(cls)
    return _adapters[cls]


@attrs.frozen
class Parsed:
    """An annotation: pydantic reads the type through one of fupin's own parsers.

    Example:
        >>> from decimal import Decimal
        >>> from pydantic import TypeAdapter
        >>> from fupin.amounts import exact, yuan
        >>> TypeAdapter(Annotated[Decimal, Parsed(yuan)]).validate_python("3.50")
        Decimal('3.50')

    Attributes:
        parse: takes what was given; returns a value of the type, or raises one of fupin's errors.
    """

    parse: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def _read(self, value: object) -> object:
        try:
            return self.parse(value)
        except FupinError as problem:
            raise _told(problem) from None


Day = Annotated[dt.date, Parsed(day)]
"""A whole day: a date or the text YYYY-MM-DD; never a number, a moment or half a date."""

Yuan = Annotated[Decimal, Parsed(yuan)]
"""An exact amount of money: a Decimal, an int or text; never a float."""

Amount = Annotated[Decimal, Parsed(exact)]
"""An exact number of some unit, with at most four decimals: a Decimal, an int or text."""

Share = Annotated[Decimal, Parsed(share)]
"""An exact share of 1, six decimals at most: a Decimal, an int or text; never a float."""


# The classes whose schema is being made: a class met again inside itself is referred to by name.
_under_way: ContextVar[frozenset[str]] = ContextVar("_under_way", default=frozenset())


@contextmanager
def _building(ref: str) -> Iterator[None]:
    token = _under_way.set(_under_way.get() | {ref})
    try:
        yield
    finally:
        _under_way.reset(token)


def _class_schema(
    cls: type[Any], handler: GetCoreSchemaHandler, ref: str | None = None
) -> CoreSchema:
    """An object with the fields of an attrs class, built by its constructor."""
    from pydantic_core import ValidationError, core_schema

    kinds = get_type_hints(cls, include_extras=True)
    names = {a.alias or a.name: a.name for a in attrs.fields(cls) if a.init}
    meaning, meanings = documented(cls)

    def build(value: object, read: Callable[[object], dict[str, Any]]) -> object:
        if isinstance(value, cls):
            return value
        try:
            return cls(**read(value))
        except ValidationError as problem:
            raise _without_input(problem) from None
        except FupinError as problem:
            raise _told(problem) from None

    def dump(value: object) -> dict[str, object]:
        return {key: getattr(value, name) for key, name in names.items()}

    build.__name__ = cls.__name__  # names the choice in errors of a union
    shape = core_schema.typed_dict_schema(
        {
            a.alias or a.name: core_schema.typed_dict_field(
                _with_default(a, _schema(kinds[a.name], handler)),
                required=a.default is attrs.NOTHING,
                metadata=_described(meanings.get(a.name)),
            )
            for a in attrs.fields(cls)
            if a.init
        },
        cls_name=cls.__name__,
        extra_behavior="forbid",
        metadata=_described(meaning, title=cls.__name__),
    )
    written = core_schema.plain_serializer_function_ser_schema(dump, return_schema=shape)
    return core_schema.no_info_wrap_validator_function(build, shape, ref=ref, serialization=written)


def _with_default(field: attrs.Attribute[Any], schema: CoreSchema) -> CoreSchema:
    from pydantic_core import core_schema

    if field.default is attrs.NOTHING or isinstance(field.default, attrs.Factory):  # type: ignore[arg-type]
        return schema  # what a factory makes, the constructor fills in
    return core_schema.with_default_schema(schema, default=field.default)


def _schema(kind: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    """The schema of a field's type: what stands in it is looked at one by one."""
    from pydantic_core import core_schema

    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        some = [_schema(arg, handler) for arg in args if arg is not NoneType]
        schema = some[0] if len(some) == 1 else core_schema.union_schema([*some])
        return core_schema.nullable_schema(schema) if NoneType in args else schema
    if origin is tuple and args[1:] == (...,):
        return core_schema.tuple_schema([_schema(args[0], handler)], variadic_item_index=0)
    return _plain_schema(kind, handler) if isinstance(kind, type) else handler.generate_schema(kind)


def _plain_schema(kind: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
    """The schema of a class; as strict as the constructors: true is no 1, 20160909 no day."""
    from pydantic_core import core_schema

    if kind is str:
        return core_schema.str_schema(strict=True)
    if kind is int:
        return core_schema.int_schema(strict=True)
    if kind is bool:
        return core_schema.bool_schema(strict=True)
    if attrs.has(kind) and not issubclass(kind, Boundary):
        return _class_schema(kind, handler)  # from a layer below this one
    return handler.generate_schema(Day if kind is dt.date else kind)


def _told(problem: FupinError) -> PydanticCustomError:
    """One of fupin's errors, as pydantic reports it: with the path of the field before it."""
    return _custom(type(problem).__name__, str(problem))


def _without_input(problem: ValidationError) -> ValidationError:
    """The same faults at the same places, without the values that were given."""
    from pydantic_core import InitErrorDetails, ValidationError

    lines = [
        InitErrorDetails(type=_custom(line["type"], line["msg"]), loc=line["loc"], input=HIDDEN)
        for line in problem.errors(include_url=False, include_context=False, include_input=False)
    ]
    return ValidationError.from_exception_data(problem.title, lines, hide_input=True)


def _custom(kind: Any, message: Any) -> PydanticCustomError:
    """An error word for word: without a context, braces in the message are no template."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(kind, message)


def _described(meaning: str | None, **also: str) -> dict[str, Any]:
    """Metadata by which a description enters the JSON Schema."""
    return {"pydantic_js_updates": {**also, **({"description": meaning} if meaning else {})}}


def documented(cls: type) -> tuple[str, dict[str, str]]:
    """What a docstring says of a class before its first section, and of each of its attributes."""
    sections: dict[str, list[str]] = {"": []}
    section = ""
    for line in inspect.cleandoc(cls.__doc__ or "").splitlines():
        if re.fullmatch(r"[A-Z]\w+:", line):
            section = line.rstrip(":")
            sections[section] = []
        else:
            sections[section].append(line)
    meanings: dict[str, str] = {}
    name = ""
    for line in filter(str.strip, sections.get("Attributes", [])):
        begun = re.fullmatch(r" {4}(\w+): (.*)", line)
        if begun is not None:
            name, meanings[begun[1]] = begun[1], begun[2]
        else:
            meanings[name] += f" {line.strip()}"
    return "\n".join(sections[""]).strip(), meanings
