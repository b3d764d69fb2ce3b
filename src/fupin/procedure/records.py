"""Records of one step (步骤记录): between which days it may have begun, and by when it was over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import attrs

from fupin.amounts import Bounds
from fupin.dates import add_days
from fupin.model import Step

_EVER, _NEVER = dt.date.min, dt.date.max


@attrs.frozen
class Record:
    """One record of a step, as what it tells may have been.

    Attributes:
        sure: whether it surely tells of this step of this case.
        first: the first day on which it may have begun.
        last: the last day on which it may have begun.
        end: the first day after it; None: not known.
        lasts: whether it takes days, as a notice does; otherwise it is over as soon as it began.
        number: for how many days it is to hang; without an upper end, it is not known for how
            many; None: no number is set.
        told: the record itself.
    """

    sure: bool
    first: dt.date
    last: dt.date
    end: dt.date | None
    lasts: bool
    number: Bounds | None
    told: Step

    @classmethod
    def of(
        cls,
        told: Step,
        *,
        sure: bool,
        notice: bool,
        number: Callable[[Iterable[dt.date]], Bounds | None],
    ) -> Record:
        """A record of a step; days that contradict each other are not known.

        Args:
            told: the record.
            sure: whether it surely tells of this step of this case.
            notice: whether the step is a public notice.
            number: the days it is to hang, by the days on which it may have begun.
        """
        first, end = told.on or _EVER, told.until
        last = told.latest or told.on or _NEVER
        if end is not None and end > first:
            last = min(last, add_days(end, -1))
        if first > last or (end is not None and end <= first):
            first, last, end = _EVER, _NEVER, None
        begun = [day for day in (first, last) if _EVER < day < _NEVER]
        lasts = notice or told.until is not None
        return cls(sure, first, last, end, lasts, number(begun) if notice else None, told)

    @property
    def days(self) -> Bounds | None:
        """How many days it lasted, or will have; None: not known, or it takes none."""
        if self.end is None or self.first == _EVER:
            return None
        return Bounds((self.end - self.last).days, (self.end - self.first).days)

    def follows(self, after: dt.date, on: dt.date) -> bool:
        """Whether it may have begun on a day or later, and by the day of the question."""
        return max(self.first, after) <= min(self.last, on)

    def earliest_end(self, after: dt.date) -> dt.date:
        """The first day on which it may be over, begun on a day or later."""
        return max(self.first, after) if self.end is None or not self.lasts else self.end

    @property
    def latest_end(self) -> dt.date:
        """The last day on which it may be over."""
        return (self.end or _NEVER) if self.lasts else self.last

    def may_pass(self, after: dt.date, on: dt.date) -> dt.date | None:
        """The first day on which it may be over and long enough, begun on a day or later.

        None where it surely was not, as of the day of the question.
        """
        if not self.follows(after, on):
            return None
        start = max(self.first, after)
        if not self.lasts:
            return start
        least = 1 if self.number is None else self.number.low
        known = on if self.end is None else self.end
        if known > on or (known - start).days < least:
            return None
        return add_days(start, least) if self.end is None else self.end

    def surely_passes(self, after: dt.date, on: dt.date) -> dt.date | None:
        """The day by which it surely is over and long enough, begun on a day or later.

        None where it may not be, as of the day of the question.
        """
        if not self.sure or self.first < after or self.last > on:
            return None
        if not self.lasts:
            return self.last
        most = 1 if self.number is None else self.number.high
        if self.end is None or self.end > on or most is None:
            return None
        return self.end if (self.end - self.last).days >= most else None
