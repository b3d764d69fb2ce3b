"""Procedures by brute force: every way in which what is not known may have been.

A small world: days are numbers, the question is asked on day 6, and what comes after is day 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import attrs

from fupin.outcomes import Outcome

EVER, ON, LATER = -3, 6, 7  # far enough back for two notices of two days before day 1


@attrs.frozen
class Told:
    """A record of a step.

    Attributes:
        step: number of the step; None: not known.
        first: the first day on which it may have begun; `EVER`: not known.
        last: the last one; `LATER`: not known.
        end: the first day after it, of a notice; None: not known.
    """

    step: int | None
    first: int
    last: int
    end: int | None = None


Taken = tuple[int, int, int]  # the step, its day, the first day after it
Notices = tuple[bool, ...]  # which steps are notices


def _ways(record: Told, notices: Notices) -> Iterator[Taken | None]:
    """Every way in which one record may be filled in; one of no step may be of none."""
    if record.step is None:
        yield None
    for step in range(len(notices)) if record.step is None else [record.step]:
        for day in range(record.first, record.last + 1):
            if not notices[step]:
                yield step, day, day
                continue
            ends = range(day + 1, LATER + 2) if record.end is None else [record.end]
            yield from ((step, day, end) for end in ends if end > day)


def _kept(world: Iterable[Taken | None], notices: Notices, least: int) -> bool:
    """Whether some records of one world are all the steps, in order, and long enough."""
    taken = [one for one in world if one is not None]
    ways = {EVER}  # the days from which on the next step may begin
    for step, notice in enumerate(notices):
        ways = {
            end
            for after in ways
            for which, day, end in taken
            if which == step and day >= after and end <= ON and (not notice or end - day >= least)
        }
    return bool(ways)


def outcome(told: Iterable[Told], notices: Notices, least: int) -> Outcome:
    """Met where every world keeps the procedure, unmet where none does, or unknown."""
    worlds = product(*(list(_ways(record, notices)) for record in told))
    answers = {_kept(world, notices, least) for world in worlds}
    return Outcome.bounds(answers == {True}, True in answers)
