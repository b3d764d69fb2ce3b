"""Poverty measures (贫困测度): how many are poor, how deep below the line, how unequally.

Those of Foster, Greer and Thorbecke, and of Watts. All rise when a poor person loses income; the
severity and Watts also when a poor person gives to another who is less poor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import narwhals.stable.v2 as nw

from fupin.coverage.evidence import amount, believed, beside, day_of, latest, with_incomes
from fupin.coverage.grouping import By, summed
from fupin.coverage.measures.lines import Line
from fupin.coverage.measures.weights import Weight, counted, mean, shares, size, weighed
from fupin.coverage.sizes import sized
from fupin.coverage.status import everybody_or
from fupin.dates import DayLike, day
from fupin.errors import QuestionError
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, plane
from fupin.policy import Policy
from fupin.policy.fields import FIELDS, NET_INCOME

INCOMES = tuple(name for name, field in FIELDS["household"].items() if field.income is not None)
MEASURES = ("headcount", "gap", "severity", "watts")

BY_PARTS = "income by its parts is taken per head in whole fen, rounded down"
_WHY = "coverage.poverty"
_LIMB = 10**8
_LOG = 1e14


def poverty(
    registry: Registry,
    policy: Policy | None = None,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    line: Decimal | int | str,
    income: str = "net_income_per_head",
    by: str | Sequence[str] | None = None,
    population: str | None = None,
    weight: Weight = "persons",
    carry: bool = False,
    reading: str | None = None,
) -> Coverage:
    """How many are poor, how far below the line, and how unequally (贫困发生率、深度、强度).

    Poor is who has less than the line: an income on the line is not poor.

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     households=[
        ...         fp.Household(id="H-1", division="510824102201", size=3),
        ...         fp.Household(id="H-2", division="510824102201", size=1),
        ...     ],
        ...     surveys=[
        ...         fp.Survey(household="H-1", on="2016-12-01", net_income_per_head="3210"),
        ...         fp.Survey(household="H-2", on="2016-12-01", net_income_per_head="1476"),
        ...     ],
        ... )
        >>> poor = poverty(registry, on="2016-12-31", line="2952")
        >>> str(poor.total), str(poor.rate("households"))
        ('1 of 4: 25.0 %', '1 of 2: 50.0 %')
        >>> poor.rows.select("shortfall_fen", "headcount", "gap", "severity").rows()
        [(147600, 0.25, 0.125, 0.0625)]

    Args:
        registry: needs `households` and `surveys`; uses `incomes` for net income by its parts,
            where the survey does not give it, `events` and `memberships`.
        policy: the rulebook, or several, in which `line` is the id of a parameter.
        on: the day asked about: the latest survey by then is the evidence.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        line: yuan per person per year; or, with `policy`, a parameter, taken on the last day of
            the period that each income is of (`income_until`). There is no default.
        income: the column of `surveys` that is compared: "net_income_per_head" or
            "disposable_income_per_head".
        by: division levels and columns of `households`.
        population: as for `households`; None: every row of the table, gone or not.
        weight: what the measures count: "persons", or "households", each as one. No other: there
            is no weight by a column, such as one of a sample.
        carry: let the last value of a parameter hold on; recorded in the result.
        reading: why a line that its book sets for the other measure of income may be compared
            with this one; recorded in the result. None: it is not, and those are unknown.

    Returns:
        By place: households; of them known (income and line are), poor, unknown, unplaced (not
        known whether in the population) and no_income (income of 0), the same for persons, and
        size_unknown, the households whose persons could not be counted. shortfall_fen: what the
        poor, as persons, lack to the line. `low` and `high` bound the headcount, whatever the
        unknown are, and gap_low to severity_high the others; headcount, gap, severity and watts
        are over the known. An income of 0 adds nothing to watts, where it would add without
        limit: with no_income above 0, watts is at least so much. `.missing()` lists who is
        "poor", and of whom it is "unknown".

    Raises:
        SchemaError: a table is missing.
        QuestionError: an unknown income, weight, level, column or population; a line that is
            none, or that the book never sets for this income.
        AmountError: no exact amount.
        UnknownRuleError: no such parameter.
        NoValueError: a parameter whose value nothing tells: the message says how to supply it.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    rates = shares(weight)
    if income not in INCOMES:
        raise QuestionError(f"no income {income!r}: expected one of {', '.join(INCOMES)}")
    asked = Line.of(policy, line, income, on=at, carry=carry, reading=reading)
    grouping = By.of(by, registry, "households")
    rows, readings = _with_incomes(registry, grouping, population, income, at)
    judged = _judged(rows, asked)
    names, sums = _sums(registry, judged, grouping, weight)
    measure = rates[weight]
    floats = (*measure.bounds(), *_means(measure, weight), *_bounds(measure))
    return Coverage(
        frame=sums.select(*grouping.keys, *names, *floats),
        kind=registry.kind,
        keys=grouping.keys,
        measures=names,
        provenance=registry.provenance(
            "poverty",
            at,
            asked={
                "line": asked.said,
                "income": income,
                "population": population,
                "weight": weight,
                "by": grouping.names,
            },
            books=asked.books,
            rules=asked.rules,
            assumptions=(*readings, *asked.assumptions),
        ),
        shares=rates,
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged),
    )


def _with_incomes(
    registry: Registry, grouping: By, population: str | None, income: str, on: dt.date
) -> tuple[Frame, tuple[str, ...]]:
    """Households with `_size`, `_income` in fen and the day `_taken` to which it runs."""
    listed = tuple(dict.fromkeys(("division", "size", *grouping.needed)))
    units, readings = everybody_or(registry, population, on, listed, _WHY)
    units, how_sized = sized(registry, units, on)
    columns, fields = (income, "income_until"), FIELDS["household"]
    seen = latest(registry, "household", columns=columns, on=on, why=_WHY)
    rows = beside(units, seen).with_columns(*believed(columns, fields, on))
    by_parts = income == NET_INCOME and registry.has("incomes")
    told = amount(income, by_parts=by_parts)
    until, per_head = day_of("income_until", by_parts=by_parts), told.low
    if by_parts:
        rows, per_head = with_incomes(registry, rows, on, _WHY), told.low // told.per
        readings = (*readings, BY_PARTS)
    return (
        rows.with_columns(per_head.alias("_income"), until.alias("_taken")),
        (*readings, how_sized),
    )


def _judged(rows: Frame, asked: Line) -> Frame:
    """Households with their line, whether they are poor, and how far below the line, in fen."""
    y, z = nw.col("_income"), nw.col("_line")
    poor = Plane((y < z).fill_null(value=False), (y < z).fill_null(value=True))
    lacks = nw.when((y < z).fill_null(value=False)).then(z - y).otherwise(nw.lit(0))
    return rows.with_columns(asked.number.alias("_line")).with_columns(
        *poor.columns("_poor"), lacks.alias("_lacks")
    )


def _sums(
    registry: Registry, judged: Frame, grouping: By, weight: Weight
) -> tuple[tuple[str, ...], Frame]:
    """The integer columns of the result, and sums by place: those, `_gap`, `_severity`, `_watts`.

    With y the income, z the line, w what a household weighs, over the poor, who have y < z:

        gap = sum of w (z - y) / z          severity = sum of w ((z - y) / z) ** 2
        watts = sum of w ln(z / y), over those with y > 0

    All is summed in integers, so that no order of rows moves a digit: z - y and its square in
    fen, for each line by itself, which then divides the sum; logarithms to 14 decimals.
    """
    member, poor = plane("_member"), plane("_poor")
    y, z, lacks = nw.col("_income"), nw.col("_line"), nw.col("_lacks")
    flags = {
        "households": member.sure,
        "known": member.sure & ~poor.unknown,
        "poor": member.sure & poor.sure,
        "unknown": member.sure & poor.unknown,
        "unplaced": member.unknown,
        "no_income": member.sure & ~poor.unknown & (y == 0).fill_null(value=False),
    }
    public = {
        **counted(member, flags),
        "shortfall_fen": count(flags["poor"]) * size().fill_null(0) * lacks,
    }
    w = weighed(flags["poor"], weight)
    logarithm = ((z / nw.when(poor.sure & (y > 0)).then(y)).log() * _LOG).round(0).cast(nw.Int64)
    hidden = {
        "_gap": w * lacks,
        **_in_two("_severity", w, lacks * lacks),
        **_in_two("_watts", w, logarithm.fill_null(0)),
    }
    by_line = grouping.sums(
        judged,
        {**public, **hidden},
        also=("_line",),
        sound=registry.sound("households.division unreadable"),
    )
    totals = (
        (nw.col("_gap") / z).alias("_gap"),
        (_of_two("_severity") / z / z).alias("_severity"),
        (_of_two("_watts") / nw.lit(_LOG)).alias("_watts"),
    )
    names = tuple(public)
    divided = by_line.select(*grouping.keys, *names, *(e.fill_null(0.0) for e in totals))
    return names, summed(divided, grouping.keys, names, ("_gap", "_severity", "_watts"))


def _in_two(name: str, weight: nw.Expr, number: nw.Expr) -> dict[str, nw.Expr]:
    """A weighed number as two columns, whose sums over a nation both stay in 64 bits."""
    whole = number // _LIMB
    return {f"{name}_whole": weight * whole, f"{name}_rest": weight * (number - whole * _LIMB)}


def _of_two(name: str) -> nw.Expr:
    """The sum that two columns were made of, as a float."""
    return nw.col(f"{name}_whole").cast(nw.Float64) * _LIMB + nw.col(f"{name}_rest")


def _means(measure: Measure, weight: Weight) -> list[nw.Expr]:
    """The four measures over those of known income."""
    known = "persons_known" if weight == "persons" else "known"
    totals = (measure.numerator, *(f"_{name}" for name in MEASURES[1:]))
    return [
        mean(nw.col(total), known).alias(name) for name, total in zip(MEASURES, totals, strict=True)
    ]


def _bounds(measure: Measure) -> list[nw.Expr]:
    """The bounds of gap and severity, to which nobody adds more than 1; watts has a low only."""
    columns = []
    for name in MEASURES[1:]:
        total = nw.col(f"_{name}")
        low, high = measure.between(total, total + nw.col(measure.unknown))
        columns += [low.alias(f"{name}_low"), high.alias(f"{name}_high")]
    return columns[:-1]


def _left_out(judged: Frame) -> Frame:
    """Who is poor, and of whom it is not known."""
    member, poor = plane("_member"), plane("_poor")
    certain = member.sure & poor.sure
    outcome = nw.when(certain).then(nw.lit("poor")).otherwise(nw.lit("unknown"))
    return judged.filter(member.possible & poor.possible).select(
        nw.col("id").alias("household"),
        "division",
        size().alias("size"),
        nw.col("_income").alias("income_fen"),
        nw.col("_line").alias("line_fen"),
        outcome.alias("outcome"),
    )
