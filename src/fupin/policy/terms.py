"""Terms (期限): how long a body has to answer a matter, by kind of matter."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import model_validator

from fupin.policy.entries import Positive, Slug, Sourced, Words

EARLIEST = dt.date(1949, 10, 1)
"""What was assigned before this day was not: no term runs from it."""


class Term(Sourced):
    """How long a body has to answer matters of one kind (答复期限).

    Example:
        >>> from fupin.policy import load
        >>> term = load("cn-deputies-2015").term("suggestion-reply")
        >>> term.asked(hard=False), term.asked(hard=True), term.asked(hard=None)
        ((3, 3), (6, 6), (3, 6))

    Attributes:
        id: name of the term.
        zh: Chinese label.
        en: English label.
        kind: kind of matter it binds, such as "suggestion".
        counted_from: the day it runs from, which itself is not counted: "assigned" (交办之日).
        months: so many months; None: the source sets no term.
        hard_months: so many for matters that are hard; None: as for the others.
    """

    id: Slug
    zh: Words
    en: Words
    kind: Slug
    counted_from: Literal["assigned"] = "assigned"
    months: Positive | None = None
    hard_months: Positive | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.hard_months is not None and self.hard_months < (self.months or 10**9):
            raise ValueError("hard_months is given with months, and not fewer than they are")
        return self

    def asked(self, *, hard: bool | None) -> tuple[int, int] | None:
        """The months a matter has, at least and at most; None: no term is set.

        Args:
            hard: whether it is hard; None: not known.
        """
        if self.months is None:
            return None
        most = self.hard_months or self.months
        return (most if hard else self.months, self.months if hard is False else most)
