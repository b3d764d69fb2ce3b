"""What every entry of a rulebook is made of: words, grounds, and the refusal of unknown keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]
Checked = Literal["text", "secondary", "unverified"]
Positive = Annotated[int, Field(ge=1, strict=True)]
Number = Annotated[Decimal, Field(ge=-(10**9), le=10**9, decimal_places=6)]
"""A number that every engine compares exactly: within a thousand million, to six decimals."""


class Entry(BaseModel):
    """Refuses unknown keys and cannot be changed after it was read."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, serialize_by_alias=True
    )


class Source(Entry):
    """A document (出处) that a value was read from.

    Attributes:
        title: title of the original document.
        issuer: who issued it.
        number: document number (文号), where it has one.
        date: the day on the document, or of its publication; None: it was not seen.
    """

    title: Words
    issuer: Words
    number: Words | None = None
    date: dt.date | None = None


class Sourced(Entry):
    """A value with its grounds: where it was read, how well that was checked, how it was read.

    Attributes:
        source: key of the book's ``sources``.
        article: article or paragraph in the source.
        checked: "text" (the original was read), "secondary" or "unverified".
        reading: how the words were interpreted, where they leave a choice.
    """

    source: Words
    article: Words | None = None
    checked: Checked
    reading: Words | None = None


Place = tuple[str | int, ...]
"""Where something stands in a book: names of keys, ids of entries, and numbers in a list."""


class StrangersError(ValueError):
    """What a book refers to and has not, each with the place of the reference."""

    def __init__(self, faults: Iterable[tuple[str, Place]]) -> None:
        self.faults: tuple[tuple[str, Place], ...] = tuple(dict.fromkeys(faults))
        super().__init__("; ".join(what for what, _ in self.faults))


def once(what: str, names: Iterable[str]) -> None:
    """Refuse names that stand twice.

    Raises:
        ValueError: some do; the message lists them.
    """
    names = list(names)
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise ValueError(f"{what} stands twice: {', '.join(twice)}")
