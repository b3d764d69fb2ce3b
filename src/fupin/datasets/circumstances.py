"""How households live in the autumn of 2016 (生活状况), before anything is unknown or wrong.

Households in need live as far from leaving poverty as their village's work has come; those that
have left live well, but for a few.
"""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from fupin.datasets.hashing import Draw
from fupin.datasets.margins import MIXES
from fupin.datasets.places import Places

IN_NEED = frozenset(
    {"in need", "registered 2015", "registered 2016", "relapsed", "exit annulled"}
    | {"exit refused", "pending", "registered again", "snapshot", "from split", "from merger"}
)
"""Stories of households that are in need on 2016-12-31, known to be."""

GONE = frozenset({"gone", "split", "merged"})
"""Stories of households that are not there any more."""

SECURED = tuple(str(word) for word in MIXES["want"].parts)
"""What a household may want; each is a column of `surveys`."""

# A family is one through its changes: what came out of these lives as they did.
_FAMILY = frozenset({"split", "merged"})
_INCOME = 600
_LINE = 295_200
_LIZHOU = "510802"
_STEPS = tuple(str(word) for word in MIXES["progress"].parts)
ROOT = pl.col("root")


def lived(draw: Draw, places: Places, households: pl.DataFrame) -> pl.DataFrame:
    """Households of the register, with how they live.

    Args:
        draw: what the seed decides.
        places: where they live.
        households: what `households.stock` returns.

    Returns:
        the same, with what `with_life` adds.
    """
    story = pl.col("story")
    progress = pl.lit(_progress(draw, places)).gather("place")
    life = (
        pl.when(story == "pending")
        .then(pl.lit(_STEPS[0]))
        .when(story.is_in(IN_NEED | _FAMILY))
        .then(progress)
        .otherwise(pl.lit("out"))
    )
    return with_life(draw, households.with_columns(life=life))


def with_life(draw: Draw, households: pl.DataFrame) -> pl.DataFrame:
    """Households with net income and what they have secured.

    Those of one family live alike: `root` decides, not `row`.

    Args:
        draw: what the seed decides.
        households: root and life (the mix that decides).

    Returns:
        the same, with fen (net income per head of 2016), low (whether it is not enough) and each
        of `SECURED`.
    """
    lives = pl.coalesce(
        draw.pick(mix, ROOT, only=pl.col("life") == mix) for mix in (*_STEPS, "out")
    )
    wants = draw.pick("want", ROOT, only=pl.col("lives").is_in(["wants", "both"]))
    on_the_line = pl.col("low") & draw.happens("income on the line", ROOT)
    fen = pl.when("low").then(_fen(draw, "low income")).otherwise(_fen(draw, "enough income"))
    return (
        households.with_columns(lives=lives)
        .with_columns(low=pl.col("lives").is_in(["low income", "both"]), wants=wants)
        .with_columns(
            *((pl.col("wants") != word).fill_null(value=True).alias(word) for word in SECURED),
            fen=pl.when(on_the_line).then(_LINE).otherwise(fen),
        )
        .drop("life", "lives", "wants")
    )


def _fen(draw: Draw, mix: str) -> pl.Expr:
    """An income in fen: the band by the mix, and anywhere in it."""
    bands = [int(yuan) for yuan in MIXES[mix].parts]
    wide = {low: high - low for low, high in pairwise(bands)}
    low = draw.pick(mix, ROOT).cast(pl.Int64)
    width = low.replace_strict(wide, default=1, return_dtype=pl.Int64)
    return low * 100 + draw.below(_INCOME, width * 100, ROOT)


def _progress(draw: Draw, places: Places) -> pl.Series:
    """How far the work of each place has come."""
    code = pl.col("code")
    drawn = draw.pick("progress", code.cast(pl.Int64))
    further = drawn.replace(dict(zip(_STEPS[1:], _STEPS[:-1], strict=True)))
    first = code.str.starts_with(_LIZHOU)
    return places.frame.select(pl.when(first).then(further).otherwise(drawn)).to_series()
