"""Faults of oversight (监督记录核查): matters out of order, replies of others, places unseen."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from fupin.divisions import SHORT_CODE, Level
from fupin.frames.checks import Rule
from fupin.frames.engines import Frame
from fupin.frames.registry import Registry
from fupin.model.vocabulary import LEVELS

_LEVEL = f" *({'|'.join(sorted(LEVELS))}) *"
ONE_OR_MORE_LEVELS = f"^{_LEVEL}(;{_LEVEL})*$"
"""Matches levels of congresses, separated by semicolons, and nothing else."""

_INSPECTED = ("division", "round", "lead", "on")
_KEY = ("matter", "step", "on")

_ASSIGNED = Rule(
    "matters.assigned before raised",
    "matters",
    "assigned",
    "it was assigned before it was raised",
    "an assignment on the day it was raised, or later",
    "correct one of the two: until then no term runs",
)
_RAISED = Rule(
    "handlings.on before the matter was raised",
    "handlings",
    "on",
    "it was done before the matter was raised",
    "a day on or after the one it was raised on",
    "correct one of the two: until then it may have been done on any day",
)
_REPLIED = Rule(
    "handlings.on before the assignment",
    "handlings",
    "on",
    "the reply came before the matter was assigned",
    "a reply on the day of the assignment, or later",
    "correct one of the two: until then it is not known whether it was in time",
)
_REOPENED = Rule(
    "handlings reopened and never closed",
    "handlings",
    "step",
    "it was reopened, and no closure comes before that",
    "a closure on an earlier day",
    "add the closure, or correct the day: it counts as reopened",
)
_OTHERS = Rule(
    "handlings.by not the addressee",
    "handlings",
    "by",
    "the reply came from a body that was not asked",
    "a reply of the addressee",
    "confirm it: it is kept, and answers nothing",
)


_LEVELS = Rule(
    "inspections.levels unknown",
    "inspections",
    "levels",
    "a word is not one of those known",
    f"{' or '.join(sorted(LEVELS))}, separated by ;",
    "use them: until then it may be any level",
)
_PLACE = Rule(
    "inspections.division no village",
    "inspections",
    "division",
    "the place is no village",
    "the code of a village, 12 digits",
    "give the village: until then no village counts as inspected by it",
)


def oversight(registry: Registry) -> Iterator[Frame]:
    """The faulty rows of matters, of what was done about them, and of inspections."""
    if registry.has("inspections"):
        yield from _inspected(registry)
    if registry.has("matters"):
        yield from _matters(registry)


def _inspected(registry: Registry) -> Iterator[Frame]:
    rows = registry.frame("inspections", *_INSPECTED, "levels")
    known = nw.col("levels").fill_null("").str.contains(ONE_OR_MORE_LEVELS)
    yield _LEVELS.rows(rows.filter(~nw.col("levels").is_null() & ~known), *_INSPECTED)
    code = nw.col("division").fill_null("")
    readable = code.str.contains(SHORT_CODE)
    above = code.str.slice(Level.TOWNSHIP.digits).is_in(["", "000"])
    yield _PLACE.rows(rows.filter(readable & above), *_INSPECTED)


def _matters(registry: Registry) -> Iterator[Frame]:
    yield _ASSIGNED.rows(
        registry.frame("matters", "id", "raised", "assigned").filter(
            (nw.col("assigned") < nw.col("raised")).fill_null(value=False)
        ),
        "id",
    )
    if not registry.has("handlings"):
        return
    matters = registry.frame("matters", "id", "raised", "assigned", "addressee")
    of = matters.filter(~nw.col("id").is_null()).unique()
    rows = registry.frame("handlings", "matter", "step", "on", "by")
    both = rows.join(of, left_on="matter", right_on="id", how="inner")
    reply = (nw.col("step") == "reply").fill_null(value=False)
    early = (nw.col("on") < nw.col("raised")).fill_null(value=False)
    unassigned = (nw.col("on") < nw.col("assigned")).fill_null(value=False)
    yield _RAISED.rows(both.filter(early), *_KEY)
    yield _REPLIED.rows(both.filter(reply & unassigned & ~early), *_KEY)
    yield _REOPENED.rows(_never_closed(rows), *_KEY)
    others = (nw.col("by") != nw.col("addressee")).fill_null(value=False)
    yield _OTHERS.rows(both.filter(reply & others), *_KEY)


def _never_closed(rows: Frame) -> Frame:
    """Reopenings without a closure on an earlier day, or on some day."""
    closed = (nw.col("step") == "closed").fill_null(value=False)
    ends = rows.filter(closed & ~nw.col("matter").is_null())
    laid = ends.select(nw.col("matter").alias("_of"), nw.col("on").alias("_ended"))
    first = laid.group_by("_of").agg(
        nw.col("_ended").min(), nw.len().alias("_rows"), nw.col("_ended").count().alias("_dated")
    )
    reopened = (nw.col("step") == "reopened").fill_null(value=False) & ~nw.col("on").is_null()
    told = rows.filter(reopened).join(first, left_on="matter", right_on="_of", how="left")
    none = nw.col("_rows").is_null()
    later = (nw.col("_dated") == nw.col("_rows")) & (nw.col("_ended") > nw.col("on"))
    return told.filter(none | later.fill_null(value=False))
