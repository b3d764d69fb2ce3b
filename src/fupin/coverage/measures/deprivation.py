"""Counting deprivations (多维贫困测度): who lacks too much at once, and what the poor lack.

The measures of Alkire and Foster. A household is deprived in an indicator or not; it is poor when
the weights of what it lacks add up to the cutoff. All are monotone: one more deprivation never
lowers them. So what is not known moves them between two bounds, which are reached.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.grouping import By
from fupin.coverage.leaving.questions import Question
from fupin.coverage.measures.contributions import INTEGERS, all_known, by_indicator, of_each
from fupin.coverage.measures.lacking import Flags, Indicators, Lacking, Parts, named
from fupin.coverage.measures.scales import Exact, Scale
from fupin.coverage.measures.weights import Weight, counted, mean, shares, size, weighed
from fupin.coverage.sizes import sized
from fupin.coverage.status import everybody_or
from fupin.dates import DayLike, day
from fupin.errors import QuestionError
from fupin.frames import Coverage, Measure, Registry, Table
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, plane
from fupin.policy import Policy

_WHY = "coverage.deprivation"


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Deprivation(Coverage):
    """Multidimensional poverty (多维贫困), with a table of what is lacking.

    Attributes:
        indicators: by place and indicator, the raw and the censored headcount, and what each
            contributes to M0.
    """

    indicators: Table


def deprivation(
    registry: Registry,
    policy: Policy | None = None,
    criterion: str | None = None,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    indicators: Indicators | None = None,
    cutoff: Exact,
    weights: Mapping[str, Exact] | None = None,
    by: str | Sequence[str] | None = None,
    population: str | None = None,
    weight: Weight = "persons",
    yardstick: str | None = None,
    assume: Mapping[str, Any] | None = None,
    carry: bool = False,
) -> Deprivation:
    """Who lacks too much at once, how much, and of what (多维贫困).

    With g 1 where a household is deprived in an indicator and 0 where not, and v the weight of
    the indicator, its score is c = sum of v g. It is poor where c is the cutoff or more. With w
    what a household weighs (its persons), n the sum of w, and q that over the poor:

        H = q / n    A = sum over the poor of w c / q    M0 = sum over the poor of w c / n = H A
        raw headcount = sum of w g / n        censored headcount h = sum over the poor of w g / n
        contribution of an indicator = v h / M0

    Example:
        >>> import fupin as fp
        >>> seen = [(True, True, True), (False, True, False), (False, False, None)]
        >>> registry = fp.Registry.of(
        ...     households=[fp.Household(id=f"H-{n}", size=1) for n in range(3)],
        ...     surveys=[
        ...         fp.Survey(household=f"H-{n}", on="2016-12-01", water=w, power=p, housing=h)
        ...         for n, (w, p, h) in enumerate(seen)
        ...     ],
        ... )
        >>> found = deprivation(
        ...     registry, on="2016-12-31", indicators=["water", "power", "housing"], cutoff="1/2"
        ... )
        >>> str(found.total)
        '2 of 3: 66.7 %'
        >>> found.rows.select("headcount", "intensity", "m0_low", "m0_high").rows()
        [(0.5, 0.6666666666666666, 0.4444444444444444, 0.5555555555555556)]
        >>> found.missing()["lacks"].to_list()
        ['water; housing', 'water; power']

        The parts of a criterion are indicators too: lacking is what is not met.

        >>> book = fp.policy.load("cn-2016")
        >>> asked = dict(on="2016-12-31", indicators=["food", "clothing", "housing"], cutoff="1/3")
        >>> str(deprivation(registry, book, "household-exit", **asked).total)
        '1 of 3, unknown 2: 33.3 % to 100.0 %'

    Args:
        registry: needs `households` and `surveys`; uses `events` and `memberships`, and for a
            criterion `persons` and `incomes`.
        policy: the rulebook in which `criterion` stands.
        criterion: id of a criterion of households, whose parts are the indicators.
        on: the day asked about: the latest survey by then is the evidence.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        indicators: yes-or-no columns of `surveys`, lacking where the answer is no; or parts of
            the criterion, None for all of them. As a mapping: either by name of the indicator.
        cutoff: the score from which a household is poor, above 0 and at most 1.
        weights: weight by indicator; they add up to 1. None: equal ones, which the result says.
        by: division levels and columns of `households`.
        population: as for `households`; None: every row of the table, gone or not.
        weight: what the measures count: "persons", or "households", each as one.
        yardstick: another reading of the criterion; None: its own.
        assume: answers to fields that are not known, and `{"in_force": True}`, as in `screen`.
        carry: let the last known value of a parameter hold on; recorded in the result.

    Returns:
        By place: households; of them known (every indicator is), known_poor, poor (surely, even
        where something is not known), unknown (it may be poor) and unplaced (not known whether
        in the population), the same for persons, and size_unknown. `low` and `high` bound H,
        m0_low and m0_high M0, whatever the unknown are; headcount (H), intensity (A) and m0 are
        over the known. `.missing()` lists who is "poor" or "unknown", with what each lacks and
        what was not looked at. `.indicators` has the same for each indicator: deprived and
        censored (deprived and poor) with their bounds, those over the known, and contribution.

    Raises:
        SchemaError: a table or column is missing.
        QuestionError: no indicators, or one that is no yes-or-no or no part; a weight or cutoff
            that is not exact or out of range; weights that do not add up to 1; an unknown level,
            column, population or weight; a criterion of something other than households.
        NotInForceError: the book does not answer on that day.
        UnknownRuleError: no such criterion or yardstick.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    rates = shares(weight)
    lacking = _lacking(
        registry, policy, criterion, indicators, at,
        yardstick=yardstick, assume=assume, carry=carry,
    )  # fmt: skip
    scale = Scale.of(lacking.names, weights, cutoff)
    grouping = By.of(by, registry, "households")
    listed = tuple(dict.fromkeys(("division", "size", *grouping.needed)))
    units, readings = everybody_or(registry, population, at, listed, _WHY)
    units, how_sized = sized(registry, units, at)
    rows = lacking.beside(units)
    judged = _judged(rows, scale)
    public, scores = _measures(weight)
    sums = grouping.sums(
        judged,
        {**public, **of_each(scale, weight), **scores},
        sound=registry.sound("households.division unreadable"),
    )
    provenance = registry.provenance(
        "deprivation",
        at,
        asked={
            "criterion": criterion,
            "indicators": scale.told,
            "cutoff": str(scale.cutoff),
            "population": population,
            "weight": weight,
            "by": grouping.names,
            "yardstick": yardstick,
            "assume": {name: str(answer) for name, answer in sorted((assume or {}).items())},
            "carry": carry,
        },
        books=lacking.books,
        rules=lacking.rules,
        assumptions=(*lacking.readings, *readings, how_sized, *scale.said),
    )
    return Deprivation(
        frame=sums.select(*grouping.keys, *public, *_rates(scale, rates[weight], weight)),
        kind=registry.kind,
        keys=grouping.keys,
        measures=tuple(public),
        provenance=provenance,
        shares=rates,
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged, scale),
        indicators=Table(
            frame=by_indicator(sums, scale, grouping.keys, weight),
            kind=registry.kind,
            keys=(*grouping.keys, "indicator"),
            measures=INTEGERS,
            provenance=provenance,
        ),
    )


def _lacking(
    registry: Registry,
    policy: Policy | None,
    criterion: str | None,
    indicators: Indicators | None,
    on: dt.date,
    **how: Any,
) -> Lacking:
    """Where the indicators come from: columns of surveys, or the parts of a criterion."""
    if (policy is None) != (criterion is None):
        raise QuestionError("a criterion stands in a rulebook: give policy and criterion together")
    if policy is not None and criterion is not None:
        asked = Question.of(registry, policy, criterion, on, why=_WHY, **how)
        return Parts.of(asked, indicators, how["yardstick"])
    if given := sorted(name for name, said in how.items() if said):
        raise QuestionError(f"{', '.join(given)} says how a criterion is asked: there is none")
    return Flags(registry, named(indicators or ()), on, _WHY)


def _judged(rows: Frame, scale: Scale) -> Frame:
    """Households with their score between `_least` and `_most`, in parts, and the plane `_poor`."""
    zero = nw.lit(0).cast(nw.Int64)
    least, most = zero, zero
    for n, _, parts in scale.each():
        least = least + count(nw.col(f"_g{n}")) * parts
        most = most + count(nw.col(f"_g{n}?")) * parts
    poor = Plane(nw.col("_least") >= scale.least, nw.col("_most") >= scale.least)
    scored = rows.with_columns(least.alias("_least"), most.alias("_most"))
    return scored.with_columns(*poor.columns("_poor"))


def _measures(weight: Weight) -> tuple[dict[str, nw.Expr], dict[str, nw.Expr]]:
    """Integers a household: the columns of the result, and the scores of those who are poor."""
    member, poor, known = plane("_member"), plane("_poor"), all_known()
    public = counted(
        member,
        {
            "households": member.sure,
            "known": known,
            "known_poor": known & poor.sure,
            "poor": member.sure & poor.sure,
            "unknown": member.sure & poor.unknown,
            "unplaced": member.unknown,
        },
    )

    return public, {
        "_score": weighed(known & poor.sure, weight) * nw.col("_least"),
        "_score_least": weighed(member.sure & poor.sure, weight) * nw.col("_least"),
        "_score_most": weighed(member.sure & poor.possible, weight) * nw.col("_most"),
    }


def _rates(scale: Scale, measure: Measure, weight: Weight) -> list[nw.Expr]:
    """H, A and M0 over the known, and the bounds of H and M0."""
    prefix = "persons_" if weight == "persons" else ""
    score, parts = nw.col("_score"), scale.parts
    m0_low, m0_high = measure.between(nw.col("_score_least"), nw.col("_score_most"), parts)
    return [
        *measure.bounds(),
        mean(nw.col(f"{prefix}known_poor"), f"{prefix}known").alias("headcount"),
        mean(score, f"{prefix}known_poor", parts).alias("intensity"),
        mean(score, f"{prefix}known", parts).alias("m0"),
        m0_low.alias("m0_low"),
        m0_high.alias("m0_high"),
    ]


def _left_out(judged: Frame, scale: Scale) -> Frame:
    """Who is poor, and of whom it is not known; what each lacks, and what nobody knows of it."""
    member, poor = plane("_member"), plane("_poor")
    certain = member.sure & poor.sure
    outcome = nw.when(certain).then(nw.lit("poor")).otherwise(nw.lit("unknown"))
    lacking = [plane(f"_g{n}") for n, _, _ in scale.each()]
    whole = nw.lit(float(scale.parts))
    return judged.filter(member.possible & poor.possible).select(
        nw.col("id").alias("household"),
        "division",
        size().alias("size"),
        (nw.col("_least") / whole).alias("score_low"),
        (nw.col("_most") / whole).alias("score_high"),
        _names(scale, [g.sure for g in lacking]).alias("lacks"),
        _names(scale, [g.unknown for g in lacking]).alias("not_known"),
        outcome.alias("outcome"),
    )


def _names(scale: Scale, flags: Sequence[nw.Expr]) -> nw.Expr:
    """The names of the indicators whose flag is set."""
    names = (nw.lit(name) for name in scale.weights)
    said = [nw.when(flag).then(name) for flag, name in zip(flags, names, strict=True)]
    return nw.concat_str(*said, separator="; ", ignore_nulls=True)
