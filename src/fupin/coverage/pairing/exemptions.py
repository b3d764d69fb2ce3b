"""What exemptions make of a rule for each helper, in columns (免除、减少)."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count


def exempted(registry: Registry, rule: str, standing: Plane, why: str) -> Frame | None:
    """For each helper, what exemptions make of a rule; None where no exemptions were given.

    Returns:
        _exempt, and `_lifted` and `_lifted?` (1 where the quota is surely, possibly lifted),
        `_most` and `_least` (the number that it is surely, possibly lowered to, or empty).
    """
    if not registry.has("exemptions"):
        return None
    rows = registry.frame("exemptions", "helper", "rule", "quota", "since", "until", why=why)
    named = Plane((nw.col("rule") == rule).fill_null(value=False), nw.col("rule").is_null())
    stands = standing & Plane(named.sure, named.sure | named.possible)
    lifts, lowers = nw.col("quota").is_null(), ~nw.col("quota").is_null()
    laid = rows.filter(~nw.col("helper").is_null()).select(
        nw.col("helper").alias("_exempt"),
        count(stands.sure & lifts).alias("_lifted"),
        count(stands.possible & lifts).alias("_lifted?"),
        nw.when(stands.sure & lowers).then(nw.col("quota")).alias("_most"),
        nw.when(stands.possible & lowers).then(nw.col("quota")).alias("_least"),
    )
    return laid.group_by("_exempt").agg(
        nw.col("_lifted").max(),
        nw.col("_lifted?").max(),
        nw.col("_most").min(),
        nw.col("_least").min(),
    )
