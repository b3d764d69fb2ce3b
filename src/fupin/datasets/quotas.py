"""How many links each helper is given (结对数量): by the rule, less gaps; and who is exempt."""

from __future__ import annotations

import datetime as dt

import polars as pl

from fupin.datasets.hashing import Draw
from fupin.datasets.margins import COUNTS

_FEW = 350
_LEVELS = ("city", "county", "township")
RULE = "deputy-households"
"""Id of the rule that exemptions name, in the book guangyuan-2016."""


def given(draw: Draw, deputies: pl.DataFrame) -> pl.DataFrame:
    """Deputies with how many links each is given.

    Returns:
        the deputies with lifted and lowered (their quota of households is), households, asked
        (voters by the rule) and voters (those contacted).
    """
    level = pl.col("level")
    with_quota = level.is_in(_LEVELS)
    deputies = deputies.with_columns(lifted=with_quota & draw.happens("exempt")).with_columns(
        lowered=(level == "city") & ~pl.col("lifted") & draw.happens("quota lowered"),
        asked=pl.when(level == "city")
        .then(COUNTS["city voters"].count)
        .when(with_quota)
        .then(COUNTS["voters"].count)
        .otherwise(0),
    )
    drawn = pl.coalesce(
        draw.pick(f"{name} households", only=level == name) for name in (*_LEVELS, "province")
    )
    few = draw.happens("few voters")
    return deputies.with_columns(
        households=pl.when(pl.col("lifted") & ~draw.happens("exempt, yet paired"))
        .then(0)
        .when("lifted", "lowered")
        .then(1)
        .otherwise(drawn)
        .cast(pl.Int64),
        voters=pl.when(~with_quota | draw.happens("no voters"))
        .then(0)
        .when(few)
        .then(pl.col("asked") - 1 - draw.below(_FEW, 3))
        .when((level == "city") & draw.happens("sixth voter"))
        .then(pl.col("asked") + 1)
        .otherwise("asked")
        .cast(pl.Int64),
    )


def exemptions(draw: Draw, deputies: pl.DataFrame) -> pl.DataFrame:
    """The table `exemptions`: quotas of households lifted, or lowered to one, from 2015 on."""
    over = draw.happens("exemption over")
    return deputies.filter(pl.col("lifted") | pl.col("lowered")).select(
        helper="id",
        rule=pl.lit(RULE),
        quota=pl.when("lowered").then(pl.lit(1, dtype=pl.Int64)),
        since=pl.lit(dt.date(2015, 3, 1)),
        until=pl.when(over).then(pl.lit(dt.date(2016, 7, 1))),
    )
