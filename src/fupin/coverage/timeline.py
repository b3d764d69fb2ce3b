"""Timeline (时间序列): any calculator on a series of days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.dates import DayLike, day
from fupin.errors import QuestionError
from fupin.frames import Coverage, Registry, Table


def timeline(
    calculator: Callable[..., Coverage],
    registry: Registry,
    *policy: Any,
    days: Iterable[DayLike],
    **asked: Any,
) -> Table:
    """The rows of a calculator on each of several days, with the day in column `on`.

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     households=[fp.Household(id="H-1", registration="in-need")],
        ...     links=[
        ...         fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2016-02-01")
        ...     ],
        ... )
        >>> rows = timeline(
        ...     fp.coverage.households, registry, kinds=["deputy-household"],
        ...     days=["2016-01-31", "2016-02-01"],
        ... ).rows
        >>> rows["paired"].to_list()
        [0, 1]

    Args:
        calculator: `households`, `quotas` or `duties`.
        registry: what the calculator needs.
        policy: the rulebook, where the calculator takes one.
        days: the days, each once.
        asked: whatever else the calculator takes.

    Raises:
        QuestionError: no days, or a day twice.
    """
    ordered = [day(d, where="days") for d in days]
    if not ordered or len(set(ordered)) != len(ordered):
        raise QuestionError("days= must name at least one day, and none of them twice")
    results = [calculator(registry, *policy, on=d, **asked) for d in ordered]
    first = results[0]
    frames = [
        r.frame.with_columns(nw.lit(d).alias("on")) for d, r in zip(ordered, results, strict=True)
    ]
    columns = ("on", *first.keys, *first.measures, "low", "high")
    return Table(
        frame=nw.concat([f.select(*columns) for f in frames], how="vertical"),
        kind=first.kind,
        keys=("on", *first.keys),
        measures=first.measures,
        provenance=attrs.evolve(
            first.provenance,
            calculator=f"timeline of {first.provenance.calculator}",
            on=ordered[-1],
            asked={**first.provenance.asked, "days": tuple(d.isoformat() for d in ordered)},
            rules=tuple(rule for r in results for rule in r.provenance.rules),
        ),
    )
