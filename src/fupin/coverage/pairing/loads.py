"""Loads (帮扶任务量): how many parties a person holds over all posts, beside a most."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.grouping import By
from fupin.coverage.pairing.pairs import pairs
from fupin.dates import DayLike, day
from fupin.errors import QuestionError
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, holds, plane
from fupin.frames.repeats import one_row_each, same, spread

_SHARES = {"persons": Measure("within", "persons", "unknown", "unplaced")}
_MEASURES = (
    "persons", "posts", "within", "over", "unknown", "unplaced", "held", "held_possible",
)  # fmt: skip
_WHY = "coverage.loads"


def loads(
    registry: Registry,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    kinds: Sequence[str],
    most: int,
    by: str | Sequence[str] | None = None,
) -> Coverage:
    """Which persons hold at most so many parties over all their posts, and who holds more (任务量).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     helpers=[
        ...         fp.Deputy(id="D-1", level="county", division="510824", person="P-1"),
        ...         fp.Cadre(id="C-1", division="510824", person="P-1"),
        ...     ],
        ...     links=[
        ...         fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01"),
        ...         fp.Link(kind="cadre-household", helper="C-1", party="H-2", since="2015-03-01"),
        ...     ],
        ... )
        >>> kinds = ["deputy-household", "cadre-household"]
        >>> found = loads(registry, on="2016-09-09", kinds=kinds, most=1)
        >>> found.missing().select("person", "posts", "held", "outcome").rows()
        [('P-1', 2, 2, 'unmet')]

    Args:
        registry: needs `helpers` and `links`.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        kinds: the kinds of link that count, always named.
        most: how many parties are not too many: yours to say, no book of the library has it.
        by: division levels; a person with posts in several places stands in the row of unknown
            division.

    Returns:
        By place: persons and their posts; of the persons within, over and unknown; unplaced, the
        posts of which nobody says whose they are, unless they are over by themselves: whoever
        holds them may hold others; held and held_possible, all parties together, each once a
        person. `low` and `high` bound the share of persons within. `.missing()` lists the others.

    Raises:
        SchemaError: a table is missing.
        QuestionError: no kinds, most below 1, or something other than division levels in `by=`.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    wanted = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if not wanted:
        raise QuestionError("kinds= names no kind of link: say which links count, always")
    if most < 1:
        raise QuestionError(f"most={most}: expected at least 1 party")
    grouping = By.of(by, registry, "helpers")
    if grouping.columns:
        raise QuestionError(
            f"by= cannot be {', '.join(grouping.columns)}: loads are told by division levels"
        )
    rows = _held(registry, pairs(registry, wanted, {"_held": holds(at)}, _WHY, latest=at))
    within = Plane((nw.col("_high") <= most) & nw.col("_named"), (nw.col("_low") <= most))
    judged = rows.with_columns(*within.columns("_within"))
    sound = registry.sound("helpers.division unreadable")
    summed = grouping.sums(judged, _measures(), sound=sound)
    low, high = _SHARES["persons"].bounds()
    return Coverage(
        frame=summed.select(*grouping.keys, *_MEASURES).with_columns(low, high),
        kind=registry.kind,
        keys=grouping.keys,
        measures=_MEASURES,
        provenance=registry.provenance(
            "loads",
            at,
            asked={"kinds": tuple(sorted(wanted)), "most": most, "by": grouping.names},
        ),
        shares=_SHARES,
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged),
    )


def _held(registry: Registry, held: Frame) -> Frame:
    """Each person with posts, and each post of nobody known, with what it holds."""
    owned = owners(registry, ("division",), _WHY)
    units = owned.group_by("_who", "_named").agg(nw.len().alias("_rows"), *spread("division"))
    placed = units.select(
        "_who",
        "_named",
        nw.col("_rows").cast(nw.Int64).alias("_posts"),
        nw.when(same("division")).then(nw.col("_division_min")).alias("division"),
    )
    told = by_person(held, owned)
    rows = placed.join(told, on=["_who", "_named"], how="left")
    return rows.with_columns(
        nw.col(c).fill_null(0).cast(nw.Int64).alias(c) for c in ("_low", "_high")
    )


def owners(registry: Registry, columns: Sequence[str], why: str) -> Frame:
    """Posts with `_who` holds them: the person, or where nobody says, the post by itself.

    Args:
        registry: needs `helpers`.
        columns: columns of it to keep beside the id.
        why: what asks, for messages.

    Returns:
        The rows with `_who`, and `_named`, whether it is a person.
    """
    posts = one_row_each(registry, "helpers", ("person", *columns), why)
    named = ~nw.col("person").is_null()
    return posts.with_columns(
        nw.when(named).then(nw.col("person")).otherwise(nw.col("id")).alias("_who"),
        named.alias("_named"),
    )


def by_person(held: Frame, owned: Frame) -> Frame:
    """With how many parties each person is surely and possibly linked: `_low` and `_high`."""
    whose = owned.filter(~nw.col("id").is_null()).select("id", "_who", "_named")
    both = held.join(whose, left_on="helper", right_on="id", how="inner")
    # One household under two posts is one; links that lead to nobody known may each be another.
    each = both.group_by("_who", "_named", "party").agg(
        nw.col("_held").max(), nw.col("_held?").max(), nw.col("_held?").sum().alias("_all")
    )
    several = nw.when(nw.col("party").is_null()).then(nw.col("_all")).otherwise(nw.col("_held?"))
    sums = each.with_columns(several.alias("_all")).group_by("_who", "_named")
    return sums.agg(nw.col("_held").sum().alias("_low"), nw.col("_all").sum().alias("_high"))


def _measures() -> dict[str, nw.Expr]:
    within, named = plane("_within"), nw.col("_named")
    over = ~within.possible
    counted = named | over
    return {
        "persons": count(counted),
        "posts": nw.col("_posts"),
        "within": count(within.sure),
        "over": count(over),
        "unknown": count(counted & within.unknown),
        # Posts without an id stand together in one row: each may be another's.
        "unplaced": nw.when(nw.col("_who").is_null())
        .then(nw.col("_posts"))
        .otherwise(count(~counted)),
        "held": nw.col("_low"),
        "held_possible": nw.col("_high"),
    }


def _left_out(judged: Frame) -> Frame:
    """Persons who surely or possibly hold more: certain, or unknown."""
    within = plane("_within")
    rows = judged.filter(~within.sure)
    return rows.select(
        nw.when(nw.col("_named")).then(nw.col("_who")).alias("person"),
        nw.when(~nw.col("_named")).then(nw.col("_who")).alias("helper"),
        "division",
        nw.col("_posts").alias("posts"),
        nw.col("_low").alias("held"),
        nw.col("_high").alias("held_possible"),
        nw.when(within.possible)
        .then(nw.lit("unknown"))
        .otherwise(nw.lit("unmet"))
        .alias("outcome"),
    )
