"""Three-valued answers in columns: two planes that are never empty, surely true and possibly true.

Only the leaves here touch missing values; everything above combines planes, so no calculator
relies on what an engine makes of a missing value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs
import narwhals.stable.v2 as nw

from fupin.dates import Period


@attrs.frozen(eq=False)
class Plane:
    """A condition on rows, as what surely and what possibly holds (三值条件).

    Attributes:
        sure: true where it surely holds.
        possible: true where it is not known not to hold.
    """

    sure: nw.Expr
    possible: nw.Expr

    def __and__(self, other: Plane) -> Plane:
        return Plane(self.sure & other.sure, self.possible & other.possible)

    def __or__(self, other: Plane) -> Plane:
        return Plane(self.sure | other.sure, self.possible | other.possible)

    @property
    def unknown(self) -> nw.Expr:
        """True where it is not known whether it holds."""
        return self.possible & ~self.sure

    def columns(self, name: str) -> tuple[nw.Expr, nw.Expr]:
        """Both planes as the columns `name` and `name?`, to be read back by `plane`."""
        return self.sure.alias(name), self.possible.alias(f"{name}?")


CERTAIN = Plane(nw.lit(value=True), nw.lit(value=True))
NEVER = Plane(nw.lit(value=False), nw.lit(value=False))
UNKNOWN = Plane(nw.lit(value=False), nw.lit(value=True))


def plane(name: str) -> Plane:
    """The plane that `Plane.columns` laid down."""
    return Plane(nw.col(name), nw.col(f"{name}?"))


def known(condition: nw.Expr) -> Plane:
    """A condition whose missing values are the only thing not known about it."""
    return Plane(condition.fill_null(value=False), condition.fill_null(value=True))


def one_of(column: str, words: Iterable[str], vocabulary: Iterable[str]) -> Plane:
    """Whether a word is one of some; a word outside the vocabulary may be any of it."""
    word = nw.col(column).fill_null("")
    sure = word.is_in(sorted(words))
    return Plane(sure, sure | ~word.is_in(sorted(vocabulary)))


def holds(on: dt.date | nw.Expr, *, since: str = "since", until: str = "until") -> Plane:
    """Whether the period of a row holds on a day, or on the row's own, as `Period.holds` says."""
    begins, ends = nw.col(since), nw.col(until)
    day = nw.lit(on) if isinstance(on, dt.date) else on
    faulty = (begins >= ends).fill_null(value=False)
    ended = (ends <= day).fill_null(value=False)
    begun = known(begins <= day)
    return Plane(begun.sure & ~ended & ~faulty, (begun.possible & ~ended) | faulty)


def overlaps(window: Period, *, since: str = "since", until: str = "until") -> Plane:
    """Whether the period of a row and a window share a day, as `Period.overlaps` says."""
    begins, ends = nw.col(since), nw.col(until)
    faulty = (begins >= ends).fill_null(value=False)
    ended = (ends <= nw.lit(window.since)).fill_null(value=False)
    begun = known(begins < nw.lit(window.until))
    return Plane(begun.sure & ~ended & ~faulty, (begun.possible & ~ended) | faulty)


def covers(window: Period, *, since: str = "since", until: str = "until") -> Plane:
    """Whether the period of a row holds throughout a window, as `Period.covers` says."""
    begins, ends = nw.col(since), nw.col(until)
    faulty = (begins >= ends).fill_null(value=False)
    stays = (ends >= nw.lit(window.until)).fill_null(value=True)
    begun = known(begins <= nw.lit(window.since))
    return Plane(begun.sure & stays & ~faulty, (begun.possible & stays) | faulty)


def count(condition: nw.Expr) -> nw.Expr:
    """1 where a condition holds and 0 elsewhere, to be summed."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)
