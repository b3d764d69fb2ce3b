"""Households that come into a population and leave it (户的增减): the events that take them there.

An event counts surely where the record is sound up to it and it happened inside the window for
certain; possibly where it may have.
"""

from __future__ import annotations

import attrs
import narwhals.stable.v2 as nw

from fupin.frames.engines import Frame
from fupin.frames.planes import count
from fupin.model.statuses import TRACKS, Population

_NATURAL = frozenset({"gone", "split", "merged"})


@attrs.frozen
class Line:
    """One line of the account of a population (收支行).

    Attributes:
        name: what it counts: an event, or a word such as "opening".
        side: "opening", "gain", "natural gain", "unknown gain", "loss", "natural loss", "unknown
            loss" or "closing".
        event: whether it counts an event of the track.
    """

    name: str
    side: str
    event: bool = False


OPENING, CLOSING = Line("opening", "opening"), Line("closing", "closing")
JOINED, LEFT = Line("joined", "natural gain"), Line("left", "natural loss")
NOW_KNOWN = Line("now-known", "unknown gain")
NO_LONGER_KNOWN = Line("no-longer-known", "unknown loss")


def lines_of(population: Population) -> tuple[Line, ...]:
    """The lines of a population's account, in the order in which they are read."""
    track = TRACKS[population.track]
    inside = _inside(population)
    gains, losses = [], []
    for event, follows in track.follows.items():
        from_inside = {(before or "") in inside for before in follows}
        if event in inside and False in from_inside:
            gains.append(Line(event, "gain", event=True))
        if event not in inside and True in from_inside:
            side = "natural loss" if event in _NATURAL else "loss"
            losses.append(Line(event, side, event=True))
    losses.sort(key=lambda line: line.side)
    return (OPENING, *gains, JOINED, NOW_KNOWN, *losses, LEFT, NO_LONGER_KNOWN, CLOSING)


def crossings(steps: Frame, population: Population, window: tuple[int, int]) -> Frame:
    """The events of a window that may take a household into a population, or out of it.

    Args:
        steps: what `stepped` lays out.
        population: the population.
        window: numbers of its first day and of the first after it.

    Returns:
        `_of`, the household; `_event`; `_day`, the number on which the household is as large as
        what comes in or goes out: the day of a gain, the day before of a loss; `_sure` and
        `_may`, 1 where it surely, possibly crosses inside the window; `_unread`, 1 where its word
        is not known, so that it may be any.
    """
    since, until = window
    inside = sorted(_inside(population))
    can_cross = [line.name for line in lines_of(population) if line.event]
    at, starts, event = nw.col("_at"), nw.col("_starts"), nw.col("_event")
    # From the first day on which an event may have happened that cannot stand where it does, or
    # that follows one, nothing is sure.
    first = nw.when(nw.col("_wrong") > 0).then(at)
    marked = steps.with_columns(first.alias("_first")).with_columns(
        nw.col("_first").min().over("_of").alias("_first")
    )
    after = nw.when((at >= nw.col("_first")).fill_null(value=False)).then(starts)
    marked = marked.with_columns(after.alias("_from")).with_columns(
        nw.col("_from").min().over("_of").alias("_from")
    )
    sound = (nw.col("_from") > at).fill_null(value=True)
    comes, was_in, unread = event.is_in(inside), nw.col("_before").is_in(inside), nw.col("_n") == 0
    crosses = (comes & ~was_in) | (~comes & was_in)
    surely_then = (starts >= since) & (at < until)
    perhaps_then = ((starts < until) & (at >= since)) | (starts == 0)
    sure = sound & crosses & surely_then
    may = perhaps_then & ((sound & crosses) | (~sound & (event.is_in(can_cross) | unread)))
    return marked.filter(may).select(
        "_of",
        "_event",
        nw.when(comes).then(at).otherwise(at - 1).alias("_day"),
        count(sure).alias("_sure"),
        nw.lit(1).cast(nw.Int64).alias("_may"),
        count(unread).alias("_unread"),
    )


def _inside(population: Population) -> frozenset[str]:
    """The events after which a household is in a population; no text stands for none yet."""
    makes = TRACKS[population.track].makes
    after = {event for event, status in makes.items() if status in population.statuses}
    return frozenset(after | ({""} if population.before_any_event else set()))
