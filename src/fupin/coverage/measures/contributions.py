"""What each indicator adds (各指标贡献): who lacks it, which of them are poor, its share of M0."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.measures.scales import Scale
from fupin.coverage.measures.weights import Weight, mean, weighed
from fupin.frames import Measure
from fupin.frames.engines import Frame
from fupin.frames.planes import plane

OF_ALL = ("known", "unplaced")
OF_EACH = (
    "deprived", "deprived_unknown", "deprived_poor", "deprived_poor_unknown",
    "known_deprived", "known_deprived_poor",
)  # fmt: skip
INTEGERS = ("population", *OF_ALL, "size_unknown", *OF_EACH)


def all_known() -> nw.Expr:
    """Whether a household surely belongs, and every indicator of it is known."""
    return plane("_member").sure & (nw.col("_least") == nw.col("_most"))


def of_each(scale: Scale, weight: Weight) -> dict[str, nw.Expr]:
    """For each indicator integers a household, from the planes `_g0`, `_g1`, … and `_poor`."""
    member, poor, known = plane("_member"), plane("_poor"), all_known()
    each: dict[str, nw.Expr] = {}
    for n, _, _ in scale.each():
        lacks = plane(f"_g{n}")
        both = lacks & poor
        flags = {
            "deprived": member.sure & lacks.sure,
            "deprived_unknown": member.sure & lacks.unknown,
            "deprived_poor": member.sure & both.sure,
            "deprived_poor_unknown": member.sure & both.unknown,
            "known_deprived": known & lacks.sure,
            "known_deprived_poor": known & both.sure,
        }
        each |= {_nth(n, name): weighed(flags[name], weight) for name in OF_EACH}
    return each


def by_indicator(sums: Frame, scale: Scale, keys: Sequence[str], weight: Weight) -> Frame:
    """The sums once for each indicator, with its headcounts and its contribution.

    The sums are read once: they are unpivoted over a column for each indicator, which says only
    its number, and what belongs to that number is picked.
    """
    prefix = "persons_" if weight == "persons" else ""
    numbers = {f"_number{n}": nw.lit(n) for n, _, _ in scale.each()}
    each = [_nth(n, name) for n, _, _ in scale.each() for name in OF_EACH]
    shared = [nw.col(f"{prefix}{name}").alias(name) for name in OF_ALL]
    tall = (
        sums.select(
            *keys, nw.col(weight).alias("population"), *shared, "size_unknown", "_score", *each
        )
        .with_columns(**numbers)
        .unpivot(
            list(numbers),
            index=[*keys, "population", *OF_ALL, "size_unknown", "_score", *each],
            variable_name="_name",
            value_name="_number",
        )
    )
    pick = {name: [_nth(n, name) for n, _, _ in scale.each()] for name in OF_EACH}
    told = tall.with_columns(
        _of_number([nw.lit(name) for _, name, _ in scale.each()]).alias("indicator"),
        _of_number([nw.lit(parts) for _, _, parts in scale.each()]).alias("_parts"),
        *(_of_number([nw.col(c) for c in columns]).alias(n) for n, columns in pick.items()),
    )
    uncounted = "size_unknown" if weight == "persons" else None
    raw = Measure("deprived", "population", "deprived_unknown", "unplaced", uncounted)
    censored = Measure(
        "deprived_poor", "population", "deprived_poor_unknown", "unplaced", uncounted
    )
    raw_low, raw_high = raw.bounds()
    censored_low, censored_high = censored.bounds()
    return told.select(
        *keys,
        "indicator",
        *INTEGERS,
        (nw.col("_parts") / nw.lit(float(scale.parts))).alias("weight"),
        mean(nw.col("known_deprived"), "known").alias("raw"),
        raw_low.alias("raw_low"),
        raw_high.alias("raw_high"),
        mean(nw.col("known_deprived_poor"), "known").alias("censored"),
        censored_low.alias("censored_low"),
        censored_high.alias("censored_high"),
        mean(nw.col("_parts") * nw.col("known_deprived_poor"), "_score").alias("contribution"),
    )


def _nth(number: int, name: str) -> str:
    """The column of a measure of one indicator."""
    return f"_{number}_{name}"


def _of_number(values: Sequence[nw.Expr]) -> nw.Expr:
    """What stands at `_number` in a list."""
    chosen = values[0]
    for n, value in enumerate(values[1:], start=1):
        chosen = nw.when(nw.col("_number") == n).then(value).otherwise(chosen)
    return chosen
