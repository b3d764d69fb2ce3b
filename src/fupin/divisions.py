"""Administrative divisions (行政区划): the statistical code, its level, and what lies in what.

A code has 12 digits in five parts, 2-2-2-3-3: province, city, county, township, village. Short
forms of 2, 4, 6 and 9 digits are filled up with zeros. Four cities and districts have no counties:
their townships stand under a pseudo-county, which is known by list.
"""

from __future__ import annotations

import re
from enum import StrEnum

import attrs

from fupin.errors import DivisionError


class Level(StrEnum):
    """Level of a division (行政层级), from the nation down.

    Example:
        >>> Level.COUNTY.digits, Level.COUNTY.zh
        (6, '县')
    """

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"

    @property
    def digits(self) -> int:
        """How many digits of a code tell divisions of this level apart."""
        return _DIGITS[self]

    @property
    def zh(self) -> str:
        """The Chinese word."""
        return _CHINESE[self]

    @property
    def rank(self) -> int:
        """0 for the nation, 5 for a village."""
        return tuple(Level).index(self)


_NATION = "0" * 12
_DIGITS = dict(zip(Level, (0, 2, 4, 6, 9, 12), strict=True))
_CHINESE = dict(zip(Level, ("国家", "省", "市", "县", "乡镇", "村"), strict=True))
_BY_DIGITS = {digits: level for level, digits in _DIGITS.items()}

PSEUDO_COUNTIES = ("441900", "442000", "460400", "620201")
"""Codes of divisions that stand for a county where a city has none (不设区县的市)."""

# 620201 is a county's code like any other; the other three have zeros in the county's part.
_HOLLOW = tuple(code for code in PSEUDO_COUNTIES if code.endswith("00"))

_PART = {2: r"(?:0[1-9]|[1-9][0-9])", 3: r"(?:00[1-9]|0[1-9][0-9]|[1-9][0-9][0-9])"}
_TOP, _TWO, _THREE = r"[1-9][0-9]", _PART[2], _PART[3]
_PSEUDO = rf"(?:{'|'.join(_HOLLOW)})"
CODE = (
    rf"^(?:{_TOP}(?:0{{10}}|{_TWO}(?:0{{8}}|{_TWO}(?:0{{6}}|{_THREE}(?:0{{3}}|{_THREE}))))"
    rf"|{_PSEUDO}{_THREE}(?:0{{3}}|{_THREE}))$"
)
"""Matches a code of 12 digits, and nothing else; any engine can run it: it has no look-around."""

SHORT_CODE = (
    rf"^(?:{_TOP}(?:(?:0{{2}}|0{{4}}|0{{7}}|0{{10}})?"
    rf"|{_TWO}(?:(?:0{{2}}|0{{5}}|0{{8}})?"
    rf"|{_TWO}(?:(?:0{{3}}|0{{6}})?|{_THREE}(?:0{{3}})?|{_THREE}{_THREE})))"
    rf"|{_PSEUDO}{_THREE}(?:0{{3}}|{_THREE})?)$"
)
"""Matches a code of 2, 4, 6, 9 or 12 digits, and nothing else."""

_WHOLE = re.compile(f"{CODE}|^{_NATION}$", re.ASCII)
_SHORT = re.compile(SHORT_CODE, re.ASCII)


@attrs.frozen(order=True)
class Division:
    """An administrative division by its code (行政区划).

    Example:
        >>> village = Division.of("510824102201")
        >>> village.level.value, str(village.at(Level.COUNTY))
        ('village', '510824000000')
        >>> Division.of("5108").contains(village)
        True

    Attributes:
        code: the code, 12 digits.
    """

    code: str

    def __attrs_post_init__(self) -> None:
        if _WHOLE.fullmatch(self.code) is None:
            raise DivisionError(_EXPECTED)

    @classmethod
    def of(cls, code: Division | str | int) -> Division:
        """A division by a code of 2, 4, 6, 9 or 12 digits, as text or number.

        Raises:
            DivisionError: it is no such code.
        """
        if isinstance(code, Division):
            return code
        text = str(code)
        if not _SHORT.fullmatch(text):
            raise DivisionError(_EXPECTED)
        return cls(text.ljust(12, "0"))

    @property
    def level(self) -> Level:
        """Its level; a listed pseudo-county is a county."""
        return _BY_DIGITS[len(self.short)]

    @property
    def pseudo(self) -> bool:
        """Whether it stands for the counties of a city that has none."""
        return self.code[:6] in PSEUDO_COUNTIES and self.level is Level.COUNTY

    @property
    def short(self) -> str:
        """Its code without the zeros at the end: 0, 2, 4, 6, 9 or 12 digits."""
        if self.code[6:] == "000000" and self.code[:6] in PSEUDO_COUNTIES:
            return self.code[:6]
        digits = next(d for d in _BY_DIGITS if not self.code[d:].strip("0"))
        return self.code[:digits]

    @property
    def parent(self) -> Division | None:
        """The division it lies in directly; None for the nation.

        Three pseudo-counties share the code of their city: theirs is the province.
        """
        above = [self.at(level) for level in Level if level.rank < self.level.rank]
        return next((place for place in reversed(above) if place != self), None)

    def at(self, level: Level) -> Division | None:
        """The division of a level that it is or lies in; None where it stands above that level."""
        if level.rank > self.level.rank:
            return None
        cut = self.code[: level.digits].ljust(12, "0")
        return NATION if level is Level.NATION else Division(cut)

    def contains(self, other: Division) -> bool:
        """Whether another division is this one or lies in it."""
        return other.code.startswith(self.short)

    def __str__(self) -> str:
        return self.code


_EXPECTED = (
    "no division code: expected 2, 4, 6, 9 or 12 digits, filled up with zeros from the right only"
)

NATION = Division(_NATION)
"""The whole country: it contains every division."""


def read(code: object) -> Division | None:
    """The division of a code as it stands in data, or None where it cannot be read.

    Example:
        >>> read("51x8") is None
        True
    """
    if not isinstance(code, (Division, str, int)):
        return None
    try:
        return Division.of(code)
    except DivisionError:
        return None
