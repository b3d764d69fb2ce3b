"""Who is in a population on a day: what `Household.within` says, for a table of households."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
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
EVERYBODY = "every household of the table is counted: no population was named"
ALL_HERE = "no status and no events were given: every household of the table is counted"
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
    return populations_of(registry, {"_member": name}, on, columns, why)


def populations_of(
    registry: Registry, planes: Mapping[str, str], on: dt.date, columns: Sequence[str], why: str
) -> tuple[Frame, tuple[str, ...]]:
    """As `population_of`, for several populations of one track, each under a plane of its own."""
    if unknown := sorted(set(planes.values()) - set(POPULATIONS)):
        expected = ", ".join(POPULATIONS)
        raise QuestionError(f"no population {unknown[0]!r}: expected one of {expected}")
    populations = {plane: POPULATIONS[name] for plane, name in planes.items()}
    track = TRACKS[next(iter(populations.values())).track]
    if not registry.has("events") and not registry.has("households", track.name):
        for plane, population in populations.items():
            if REGISTRATION.makes["registered"] not in population.statuses:
                raise QuestionError(
                    f"nothing tells who is {planes[plane]}: give the table events, or "
                    f"households.{track.name}"
                )
        units = one_row_each(registry, "households", columns, why)
        everyone = (c for plane in planes for c in CERTAIN.columns(plane))
        here = all(population.before_any_event for population in populations.values())
        return units.with_columns(*everyone), (ALL_HERE if here else ALL_IN_NEED,)
    wanted = dict.fromkeys((*columns, track.name, f"{track.name}_on"))
    units = one_row_each(registry, "households", tuple(wanted), why)
    return with_members(registry, units, populations, on, why)


def with_members(
    registry: Registry, units: Frame, populations: Mapping[str, Population], on: dt.date, why: str
) -> tuple[Frame, tuple[str, ...]]:
    """Households with their snapshot, and beside them who is in some populations of one track.

    Args:
        registry: uses `events`.
        units: rows of households, with their snapshot on the track.
        populations: by the plane that tells who is in it.
        on: the day asked about.
        why: what asks, for messages.
    """
    track = TRACKS[next(iter(populations.values())).track]
    seen = known(nw.col(f"{track.name}_on") <= nw.lit(on)).possible
    if not registry.has("events"):
        told = (c for p, of in populations.items() for c in _seen(of, track, seen).columns(p))
        return units.with_columns(*told), (FROM_SNAPSHOT.format(track.name),)
    rows = units.join(walked(registry, track, on, why), left_on="id", right_on="_of", how="left")
    members = (c for p, of in populations.items() for c in member_of(of, seen).columns(p))
    return rows.with_columns(*members).drop("_bad", "_own", "_code"), ()


def member_of(population: Population, seen: nw.Expr) -> Plane:
    """Membership of rows with a snapshot and with what `walked` or `reached` says of them.

    Args:
        population: the population.
        seen: whether the snapshot was seen by the day asked about.
    """
    track = TRACKS[population.track]
    by_events, by_snapshot = _in_status(population, track), _seen(population, track, seen)
    has_events = (nw.col("_own").fill_null(0) > 0) | (nw.col("_bad").fill_null(0) > 0)
    return Plane(
        nw.when(has_events).then(by_events.sure).otherwise(by_snapshot.sure),
        nw.when(has_events).then(by_events.possible).otherwise(by_snapshot.possible),
    )


def everybody_or(
    registry: Registry, name: str | None, on: dt.date, columns: Sequence[str], why: str
) -> tuple[Frame, tuple[str, ...]]:
    """Households as `population_of` gives them; without a name every one surely belongs."""
    if name is not None:
        return population_of(registry, name, on, columns, why)
    units = one_row_each(registry, "households", columns, why)
    return units.with_columns(*CERTAIN.columns("_member")), (EVERYBODY,)


def _seen(population: Population, track: Track[Any], seen: nw.Expr) -> Plane:
    """Membership by the status that a household was seen in, where it has no events."""
    # Monitoring is entered by an event; of registration nothing is known where nothing is said.
    word = nw.col(track.name).fill_null("" if track is REGISTRATION else track.start.value)
    inside = word.is_in(sorted(population.statuses))
    readable = word.is_in(sorted(track.statuses)) & seen
    return Plane(inside & readable, inside | ~readable)


def _in_status(population: Population, track: Track[Any]) -> Plane:
    """Membership by the last event: the code that `walked` left."""
    codes = [c for c, e in enumerate(track.makes, start=1) if track.makes[e] in population.statuses]
    codes += [0] if population.before_any_event else []
    inside = nw.col("_code").fill_null(0).is_in(codes)
    bad = nw.col("_bad").fill_null(0) > 0
    return Plane(inside & ~bad, inside | bad)
