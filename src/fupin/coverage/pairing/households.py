"""Coverage of households (贫困户结对覆盖): which households in need are paired on a day."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.grouping import By
from fupin.coverage.pairing.pairs import linked, visited
from fupin.coverage.sizes import sized
from fupin.coverage.status import population_of
from fupin.dates import DayLike, Period, day
from fupin.errors import QuestionError
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, plane

SHARES = {
    "households": Measure("paired", "households", "unknown", "unplaced"),
    "persons": Measure(
        "persons_paired", "persons", "persons_unknown", "persons_unplaced", "size_unknown"
    ),
}


def households(
    registry: Registry,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    kinds: Sequence[str],
    by: str | Sequence[str] | None = None,
    population: str = "in_need",
    times: int = 1,
    met: Period | None = None,
) -> Coverage:
    """Which households of a population are paired on a day, and who is left out (结对覆盖).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     households=[
        ...         fp.Household(id="H-1", division="510824102201", size=4, registration="in-need"),
        ...         fp.Household(id="H-2", division="510824102201", size=2, registration="in-need"),
        ...     ],
        ...     links=[
        ...         fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01")
        ...     ],
        ... )
        >>> covered = households(registry, on="2016-09-09", kinds=["deputy-household"], by="county")
        >>> str(covered.total), str(covered.rate("persons"))
        ('1 of 2: 50.0 %', '4 of 6: 66.7 %')
        >>> covered.missing()["household"].to_list()
        ['H-2']

    Args:
        registry: needs `households` and `links`, or `meetings` where `met` is asked; uses
            `events` and `memberships`.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        kinds: the kinds of link that count, always named: a household with a cadre but no
            deputy is not covered under a rule on deputies.
        by: division levels and columns of `households`.
        population: "in_need", "exited", "registered", "monitored", "ordinary" or "all".
        times: how many helpers a household must have to count as paired.
        met: count who met the household in this window, instead of who is linked with it (走访).

    Returns:
        By place: households, paired, unknown, unplaced, the same for persons, and
        size_unknown, the households whose persons could not be counted. `low` and `high` bound
        the share of households.

    Raises:
        SchemaError: a table is missing.
        QuestionError: an unknown level, column or population, no kinds, times below 1, or a
            window without ends.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    wanted = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if not wanted:
        raise QuestionError("kinds= names no kind of link: say which links count, always")
    if met is not None and met.days is None:
        raise QuestionError(f"met={met}: expected a window whose first and last day are known")
    if times < 1:
        raise QuestionError(f"times={times}: a household is paired by at least 1 helper")
    grouping = By.of(by, registry, "households")
    why = "coverage.households"
    listed = tuple(dict.fromkeys(("division", "size", *grouping.needed)))
    units, readings = population_of(registry, population, at, listed, why)
    member = plane("_member")
    units, how_sized = sized(registry, units, at)
    if met is None:
        helped = linked(registry, wanted, at, why, end="party")
    else:
        helped = visited(registry, wanted, met, at, why)
    rows = units.join(helped, left_on="id", right_on="_unit", how="left")
    paired = Plane(
        nw.col("_low").fill_null(0) >= times,
        (nw.col("_high").fill_null(0) >= times) | nw.col("id").is_null(),
    )
    judged = rows.with_columns(*paired.columns("_paired"))
    summed = grouping.sums(
        judged, counts(member), sound=registry.sound("households.division unreadable")
    )
    low, high = SHARES["households"].bounds()
    names = tuple(counts(member))
    return Coverage(
        frame=summed.select(*grouping.keys, *names).with_columns(low, high),
        kind=registry.kind,
        keys=grouping.keys,
        measures=names,
        provenance=registry.provenance(
            "households",
            at,
            asked={
                "population": population,
                "kinds": tuple(sorted(wanted)),
                "times": times,
                **({} if met is None else {"met": str(met)}),
                "by": grouping.names,
            },
            assumptions=(*readings, how_sized),
        ),
        shares=SHARES,
        levels=tuple(level.value for level in grouping.levels),
        left_out=left_out(judged, member),
    )


def counts(member: Plane, kept: str = "paired") -> dict[str, nw.Expr]:
    """The columns of a result on households, each an integer a household.

    Args:
        member: whether a household is of the population.
        kept: what those are called that surely keep what is asked, the plane `_paired`.
    """
    paired = plane("_paired")
    size = nw.col("_size").fill_null(0)
    flags = {
        "households": member.sure,
        kept: member.sure & paired.sure,
        "unknown": member.sure & paired.unknown,
        "unplaced": member.unknown,
    }
    ones = {name: count(flag) for name, flag in flags.items()}
    persons = {
        "persons" if name == "households" else f"persons_{name}": one * size
        for name, one in ones.items()
    }
    return {**ones, **persons, "size_unknown": count(member.possible & nw.col("_size").is_null())}


def left_out(judged: Frame, member: Plane) -> Frame:
    """Households of the population that do not surely keep what is asked: certain, or unknown."""
    paired = plane("_paired")
    certain = member.sure & ~paired.possible
    outcome = nw.when(certain).then(nw.lit("unmet")).otherwise(nw.lit("unknown"))
    rows = judged.filter(member.possible & ~paired.sure)
    return rows.select(
        nw.col("id").alias("household"),
        "division",
        nw.col("_size").alias("size"),
        outcome.alias("outcome"),
    )
