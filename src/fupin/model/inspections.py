"""Inspections of how the law is carried out (执法检查), village by village and round by round."""

from __future__ import annotations

import attrs

from fupin.boundary import Boundary, Day
from fupin.model.fields import as_day, as_words, typed


@attrs.frozen(kw_only=True, field_transformer=typed)
class Inspection(Boundary):
    """A village inspected in a round of an inspection (执法检查).

    Example:
        >>> seen = Inspection(
        ...     division="510824102201", round=1, lead="C-5108", levels=["city", "county"],
        ...     on="2016-05-04", findings=["poverty-funds"],
        ... )
        >>> seen.levels, seen.assisting
        (('city', 'county'), False)

    Attributes:
        division: code of the village, 12 digits; None: not known.
        round: number of the round, from 1; None: not known.
        lead: id of the body that leads it.
        levels: levels of the congresses that take part, such as "city", "county", "township".
        assisting: whether it assists the inspection of a body above (协助上级检查), and is not the
            congresses' own; None: not known.
        on: the day the village was inspected; None: some day, not known which.
        findings: kinds of what was found, such as "poverty-funds" (扶贫资金) or
            "poverty-by-illness" (因病致贫返贫); a word of one's own, such as "none", where nothing
            was found; empty: not told.
    """

    division: str | None
    round: int | None
    lead: str | None = None
    levels: tuple[str, ...] = attrs.field(default=(), converter=as_words)
    assisting: bool | None = False
    on: Day | None = attrs.field(default=None, converter=as_day)
    findings: tuple[str, ...] = attrs.field(default=(), converter=as_words)
