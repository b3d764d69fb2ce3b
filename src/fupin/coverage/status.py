"""Who is in a population on a day: what `Household.within` says, for a table of households."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

from fupin.errors import QuestionError
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.histories import walked
from fupin.frames.planes import CERTAIN, Plane, known
from fupin.frames.repeats import one_row_each
from fupin.model.statuses import POPULATIONS, REGISTRATION, TRACKS, Population, Track

FROM_SNAPSHOT = "status is taken from households.{} alone: no events were given"
ALL_IN_NEED = "no status and no events were given: every household is taken as in need"


def population_of(
    registry: Registry, name: str, on: dt.date, columns: Sequence[str], why: str
) -> tuple[Frame, tuple[str, ...]]:
    """Households, one row each, with the plane `_member`: are they in a population on the day?

    Args:
        registry: needs `households`; uses `events`.
        name: name of the population.
        on: the day asked about.
        columns: columns of `households` to keep beside the id.
        why: what asks, for messages.

    Returns:
        The rows, and what was assumed to place them.

    Raises:
        QuestionError: no such population, or nothing in the registry tells who is in it.
    """
    if name not in POPULATIONS:
        raise QuestionError(f"no population {name!r}: expected one of {', '.join(POPULATIONS)}")
    population = POPULATIONS[name]
    track = TRACKS[population.track]
    if not registry.has("events") and not registry.has("households", track.name):
        if track is not REGISTRATION or REGISTRATION.makes["registered"] not in population.statuses:
            raise QuestionError(
                f"nothing tells who is {name}: give the table events, or households.{track.name}"
            )
        units = one_row_each(registry, "households", columns, why)
        return units.with_columns(*CERTAIN.columns("_member")), (ALL_IN_NEED,)
    wanted = dict.fromkeys((*columns, track.name, f"{track.name}_on"))
    units = one_row_each(registry, "households", tuple(wanted), why)
    seen = _seen(population, track, on)
    if not registry.has("events"):
        return units.with_columns(*seen.columns("_member")), (FROM_SNAPSHOT.format(track.name),)
    told = units.join(walked(registry, track, on, why), left_on="id", right_on="_of", how="left")
    told_by_events = _in_status(population, track)
    has_events = (nw.col("_own").fill_null(0) > 0) | (nw.col("_bad").fill_null(0) > 0)
    member = Plane(
        nw.when(has_events).then(told_by_events.sure).otherwise(seen.sure),
        nw.when(has_events).then(told_by_events.possible).otherwise(seen.possible),
    )
    return told.with_columns(*member.columns("_member")).drop("_bad", "_own", "_code"), ()


def _seen(population: Population, track: Track[Any], on: dt.date) -> Plane:
    """Membership by the status that a household was seen in, where it has no events."""
    # Monitoring is entered by an event; of registration nothing is known where nothing is said.
    word = nw.col(track.name).fill_null("" if track is REGISTRATION else track.start.value)
    inside = word.is_in(sorted(population.statuses))
    seen = known(nw.col(f"{track.name}_on") <= nw.lit(on)).possible
    readable = word.is_in(sorted(track.statuses)) & seen
    return Plane(inside & readable, inside | ~readable)


def _in_status(population: Population, track: Track[Any]) -> Plane:
    """Membership by the last event: the code that `walked` left."""
    # No population holds those of whom there is no event: they have code 0.
    codes = [c for c, e in enumerate(track.makes, start=1) if track.makes[e] in population.statuses]
    inside = nw.col("_code").fill_null(0).is_in(codes)
    bad = nw.col("_bad").fill_null(0) > 0
    return Plane(inside & ~bad, inside | bad)
