"""Schemes of households (一户一方案): which households of a population have one in force."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.grouping import By
from fupin.coverage.oversight.conditions import versions
from fupin.coverage.pairing.households import counts, left_out
from fupin.coverage.sizes import sized
from fupin.coverage.status import population_of
from fupin.dates import DayLike, day
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.planes import Plane, count, plane
from fupin.frames.repeats import Pairing

SHARES = {
    "households": Measure("with_scheme", "households", "unknown", "unplaced"),
    "persons": Measure(
        "persons_with_scheme", "persons", "persons_unknown", "persons_unplaced", "size_unknown"
    ),
}
_WHY = "coverage.schemes"


def schemes(
    registry: Registry,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    population: str = "in_need",
) -> Coverage:
    """Which households of a population have a scheme in force on a day (一户一方案).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     households=[
        ...         fp.Household(id=name, size=3, registration="in-need") for name in ("H-1", "H-2")
        ...     ],
        ...     schemes=[fp.Scheme(id="X-1", household="H-1", since="2015-01-01")],
        ... )
        >>> told = schemes(registry, on="2016-09-09")
        >>> str(told.total), str(told.rate("persons"))
        ('1 of 2: 50.0 %', '3 of 6: 50.0 %')

    Args:
        registry: needs `households` and `schemes`; uses `events` and `memberships`.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels and columns of `households`.
        population: "in_need", "exited", "registered" or "monitored".

    Returns:
        By place: households, with_scheme, unknown, unplaced, the same for persons, and
        size_unknown, the households whose persons could not be counted. `low` and `high` bound
        the share of households.

    Raises:
        SchemaError: a table is missing.
        QuestionError: an unknown level, column or population.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    grouping = By.of(by, registry, "households")
    listed = tuple(dict.fromkeys(("division", "size", *grouping.needed)))
    units, readings = population_of(registry, population, at, listed, _WHY)
    units, how_sized = sized(registry, units, at)
    rows, held = versions(registry, "schemes", "household", at, _WHY)
    whole = held & Plane(~nw.col("_thing").is_null(), nw.lit(value=True))
    told = rows.with_columns(
        count(whole.sure).alias("_held"), count(whole.possible).alias("_held?")
    ).filter(nw.col("_held?") > 0)
    pairing = Pairing(("household", "_thing"), ("version",), ("since", "until"), ("_held",))
    has = pairing.sums(told, "household", few=True)
    joined = units.join(has, left_on="id", right_on="household", how="left")
    drawn_up = Plane(
        nw.col("_held").fill_null(0) > 0,
        (nw.col("_held?").fill_null(0) > 0) | nw.col("id").is_null(),
    )
    judged = joined.with_columns(*drawn_up.columns("_paired"))
    member = plane("_member")
    measures = counts(member, "with_scheme")
    sound = registry.sound("households.division unreadable")
    low, high = SHARES["households"].bounds()
    summed = grouping.sums(judged, measures, sound=sound)
    return Coverage(
        frame=summed.select(*grouping.keys, *measures).with_columns(low, high),
        kind=registry.kind,
        keys=grouping.keys,
        measures=tuple(measures),
        provenance=registry.provenance(
            "schemes",
            at,
            asked={"population": population, "by": grouping.names},
            assumptions=(*readings, how_sized),
        ),
        shares=SHARES,
        levels=tuple(level.value for level in grouping.levels),
        left_out=left_out(judged, member),
    )
