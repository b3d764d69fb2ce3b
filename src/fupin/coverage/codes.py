"""Division codes in columns (区划代码): which can be read, lie inside others, are of a level."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

import narwhals.stable.v2 as nw

from fupin.divisions import PSEUDO_COUNTIES, SHORT_CODE, Division, Level


def readable_division(column: str = "division") -> nw.Expr:
    """Whether a division code can be read."""
    return nw.col(column).fill_null("").str.contains(SHORT_CODE)


def padded(column: str = "division") -> nw.Expr:
    """A division code with its zeros, 12 digits; empty text where it is not given."""
    return nw.concat_str(nw.col(column).fill_null(""), nw.lit("0" * 12)).str.slice(0, 12)


def inside_any(codes: Sequence[str], column: str = "division") -> nw.Expr:
    """Whether a division lies in any of some others; of one that cannot be read, nothing."""
    shorts = {Division.of(code).short for code in codes}
    cut = padded(column)
    inside = [
        cut.str.slice(0, digits).is_in(sorted(short for short in shorts if len(short) == digits))
        for digits in sorted({len(short) for short in shorts})
    ]
    return reduce(or_, inside)


def is_at(level: Level, code: nw.Expr) -> nw.Expr:
    """Whether a code of 12 digits is of a level; a pseudo-county is a county, and its city too."""
    above = list(Level)[level.rank - 1]
    ends = code.str.slice(level.digits) == "0" * (12 - level.digits)
    own = code.str.slice(above.digits, level.digits - above.digits)
    here = own != "0" * (level.digits - above.digits)
    if level is Level.VILLAGE:
        return here
    if level is Level.COUNTY:
        here = here | code.str.slice(0, 6).is_in(PSEUDO_COUNTIES)
    return ends & here
