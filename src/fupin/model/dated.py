"""What holds for a time (有效期间): links, postings, memberships, posts, plans.

Every record that has a first day and a first day no longer answers on a day in the same way.
"""

from __future__ import annotations

import datetime as dt

from fupin.boundary import Boundary
from fupin.dates import DayLike, Period
from fupin.outcomes import Outcome


class Dated(Boundary):
    """A record that holds from its day `since`, and no longer from its day `until` on.

    Example:
        >>> from fupin import Deputy
        >>> deputy = Deputy(id="D-17", level="city", since="2011-12-01", until="2016-12-01")
        >>> print(deputy.period, deputy.holds("2016-09-09").value, deputy.holds("2016-12-01").value)
        2011-12-01..2016-11-30 met unmet

    Attributes:
        since: first day; None: not known, and unknown on every day before `until`.
        until: first day no longer; None: it still holds.
    """

    __slots__ = ()

    since: dt.date | None
    until: dt.date | None

    @property
    def period(self) -> Period:
        """The days on which it holds."""
        return Period(self.since, self.until)

    def holds(self, on: DayLike) -> Outcome:
        """Whether it holds on a day, as far as it says itself; ends out of order: unknown."""
        return self.period.holds(on)
