"""Who a duty is asked of, and what they did: links meet, helpers report, bodies hold sessions.

Each function gives one row a subject with the planes `_bound` (does the duty bind it in the
window), `_throughout` (was it there all along), `_is_exempt`, and the counts `_did` (distinct
days that surely count) and `_may` (rows that may each be one more).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.binding import applies
from fupin.coverage.codes import padded, readable_division
from fupin.coverage.pairing.exemptions import exempted
from fupin.coverage.pairing.pairs import pairs
from fupin.dates import Period
from fupin.frames import SPECS, Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import CERTAIN, NEVER, Plane, count, covers, known, one_of, overlaps, plane
from fupin.frames.repeats import one_row_each
from fupin.model.links import KINDS
from fupin.model.vocabulary import POSTS
from fupin.policy import Applied, Duty

_WHY = "coverage.duties"

NEEDS: dict[str, tuple[str, ...]] = {
    "meeting": ("helpers", "links", "meetings"),
    "report": ("helpers", "reports"),
    "session": ("sessions",),
}

Subjects = Callable[[Registry, Sequence[Applied[Duty]], Period, dt.date, Sequence[str]], Frame]


def linked(
    registry: Registry,
    group: Sequence[Applied[Duty]],
    window: Period,
    on: dt.date,
    listed: Sequence[str],
) -> Frame:
    """Each pair that was linked in the window, as of the day, with the days they met."""
    entry = group[0].entry
    assert entry.kind is not None
    there = known(nw.col("since") <= nw.lit(on)) & overlaps(window)
    asked = {"_there": there, "_along": covers(window)}
    links = pairs(registry, (entry.kind,), asked, _WHY, latest=on).filter(
        ~nw.col("helper").is_null() & (nw.col("_there?") > 0)
    )
    helpers = _helpers(registry, group, window, listed).filter(~nw.col("id").is_null())
    both = links.join(
        helpers.rename({"id": "_id"}).with_columns(nw.lit(value=True).alias("_listed")),
        left_on="helper",
        right_on="_id",
        how="left",
    )
    # A link whose helper is in no table binds somebody, it is not known whom.
    here = nw.col("_listed").fill_null(value=False)
    linked_ = Plane(nw.col("_there") > 0, nw.col("_there?") > 0)
    along = Plane(nw.col("_along") > 0, nw.col("_along?") > 0)
    bound, throughout = plane("_bound"), plane("_throughout")
    exempt = plane("_is_exempt")
    told = both.with_columns(
        *_or_unknown(bound, here, "_bound"),
        *_or_unknown(throughout, here, "_throughout"),
        (exempt.sure & here).fill_null(value=False).alias("_is_exempt"),
        (exempt.possible & here).fill_null(value=False).alias("_is_exempt?"),
    ).with_columns(
        *(plane("_bound") & linked_).columns("_bound"),
        *(plane("_throughout") & along).columns("_throughout"),
    )
    met = told.join(
        _meetings(registry, entry, window, on),
        left_on=["helper", "party"],
        right_on=["_by", "_with"],
        how="left",
    )
    return _counted(met.rename({"helper": "id"}))


def reporting(
    registry: Registry,
    group: Sequence[Applied[Duty]],
    window: Period,
    on: dt.date,
    listed: Sequence[str],
) -> Frame:
    """Each helper in office in the window, with the reports handed in."""
    entry = group[0].entry
    rows = registry.frame("reports", "helper", "year", "on", "duty", why=_WHY)
    named = (nw.col("duty") == entry.id).fill_null(value=True)
    given = _days(
        rows.filter(~nw.col("helper").is_null() & named),
        {"_by": nw.col("helper")},
        _dated(window, on),
    )
    helpers = _helpers(registry, group, window, listed)
    told = helpers.join(given, left_on="id", right_on="_by", how="left")
    return _counted(told.with_columns(empty("id", registry.ids).alias("party")))


def meeting_as_body(
    registry: Registry,
    group: Sequence[Applied[Duty]],
    window: Period,
    on: dt.date,
    listed: Sequence[str],
) -> Frame:
    """Each place whose body is to hold a session, with the sessions held."""
    types = SPECS["helpers"].types
    others = [c for c in listed if c != "division"]
    places = []
    for applied in group:
        code = "" if applied.scope is None else applied.scope.code
        rows = registry.frame("sessions", "duty", "year", "division", "on", why=_WHY)
        here = known(padded() == code) if code else known(nw.col("division").is_null())
        at_place = Plane(here.sure & readable_division(), here.sure | ~readable_division())
        held = _days(
            rows.filter((nw.col("duty") == applied.entry.id).fill_null(value=False)),
            {},
            _dated(window, on) & at_place,
        )
        place = held.with_columns(
            nw.lit(code).alias("division"),
            *(empty(types.get(c, "text"), registry.ids).alias(c) for c in others),
            *(empty("id", registry.ids).alias(c) for c in ("id", "party")),
            *CERTAIN.columns("_bound"),
            *CERTAIN.columns("_throughout"),
            *NEVER.columns("_is_exempt"),
        )
        columns = ("id", "party", *listed, *_PLANES, "_did", "_may")
        places.append(_counted(place).select(*columns))
    return nw.concat(places, how="vertical")


SUBJECTS: dict[str, Subjects] = {
    "meeting": linked,
    "report": reporting,
    "session": meeting_as_body,
}

_PLANES = tuple(
    f"{name}{mark}" for name in ("_bound", "_throughout", "_is_exempt") for mark in ("", "?")
)


def _helpers(
    registry: Registry, group: Sequence[Applied[Duty]], window: Period, listed: Sequence[str]
) -> Frame:
    """Helpers, whether the duty binds them, whether they are there throughout, whether exempt."""
    entry = group[0].entry
    rows = one_row_each(registry, "helpers", listed, _WHY)
    identified = Plane(~nw.col("id").is_null(), nw.lit(value=True))
    bound = one_of("post", (entry.post,), POSTS) & overlaps(window) & applies(group) & identified
    asked = rows.filter(bound.possible) if entry.form == "report" else rows
    told = asked.with_columns(*bound.columns("_bound"), *covers(window).columns("_throughout"))
    exempt = exempted(registry, entry.id, overlaps(window), _WHY)
    if exempt is None:
        return told.with_columns(*NEVER.columns("_is_exempt"))
    joined = told.join(exempt, left_on="id", right_on="_exempt", how="left")
    lifts = Plane(nw.col("_lifted").fill_null(0) > 0, nw.col("_lifted?").fill_null(0) > 0)
    lowers = Plane(~nw.col("_most").is_null(), ~nw.col("_least").is_null())
    return joined.with_columns(*(lifts | lowers).columns("_is_exempt"))


def _or_unknown(told: Plane, here: nw.Expr, name: str) -> tuple[nw.Expr, nw.Expr]:
    """A plane where the helper is listed; unknown where he is not."""
    return Plane(
        (told.sure & here).fill_null(value=False),
        (told.possible | ~here).fill_null(value=True),
    ).columns(name)


def _meetings(registry: Registry, entry: Duty, window: Period, on: dt.date) -> Frame:
    rows = registry.frame("meetings", "kind", "helper", "party", "on", why=_WHY)
    assert entry.kind is not None
    day = nw.col("on")
    inside = known(
        (day >= nw.lit(window.since)) & (day < nw.lit(window.until)) & (day <= nw.lit(on))
    )
    named = ~nw.col("helper").is_null() & ~nw.col("party").is_null()
    return _days(
        rows.filter(named),
        {"_by": nw.col("helper"), "_with": nw.col("party")},
        inside & one_of("kind", (entry.kind,), {*KINDS, entry.kind}),
    )


def _dated(window: Period, on: dt.date) -> Plane:
    """A report or session: it belongs to its year, and is there from the day it was given."""
    assert window.since is not None
    return known(nw.col("year") == window.since.year) & known(nw.col("on") <= nw.lit(on))


def _days(rows: Frame, of: dict[str, nw.Expr], counts: Plane) -> Frame:
    """Distinct days that surely count, and rows that may each be one more, for each `of`."""
    laid = rows.filter(counts.possible).select(
        **of, _day=nw.col("on"), _did=count(counts.sure), _may=count(counts.unknown)
    )
    by_day = laid.group_by(*of, "_day").agg(nw.col("_did").max(), nw.col("_may").sum())
    sums = (nw.col("_did").sum(), nw.col("_may").sum())
    return by_day.group_by(*of).agg(*sums) if of else by_day.select(*sums)


def _counted(rows: Frame) -> Frame:
    return rows.with_columns(
        nw.col(c).fill_null(0).cast(nw.Int64).alias(c) for c in ("_did", "_may")
    )
