"""Where households live and deputies are elected (地点): villages, or townships where none ship."""

from __future__ import annotations

import attrs
import polars as pl

from fupin.datasets.hashing import Draw
from fupin.datasets.margins import COUNTS
from fupin.datasets.names import AS_OF, divisions
from fupin.divisions import Division, Level
from fupin.errors import QuestionError

GUANGYUAN = Division.of("5108")
_SPREAD, _POOR = 300, 301
# A name that groups counties for the code's sake; it has no congress of its own.
_NO_CITY = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


@attrs.frozen(eq=False)
class Places:
    """The places of a division, by code (地点).

    Attributes:
        division: the division asked for.
        frame: place (row number), code, township, county, city (12 digits), village (whether it
            is one), poor and weight.
        slots: row numbers of places, each as often as its weight: a hash picks from them.
        heads: level, division and number (heads) of the deputies of each congress.
    """

    division: Division
    frame: pl.DataFrame
    slots: pl.Series
    heads: pl.DataFrame

    @classmethod
    def of(cls, division: Division | str, draw: Draw) -> Places:
        """The places of a division: villages in Guangyuan, townships elsewhere.

        Raises:
            DivisionError: not a code.
            QuestionError: the nation, or a division that is not among the codes shipped.
        """
        asked = division if isinstance(division, Division) else Division.of(division)
        if asked.level is Level.NATION:
            raise QuestionError("no registry of the nation yet: name a province or less @ division")
        at_home = GUANGYUAN.contains(asked)
        level = Level.VILLAGE if at_home else Level.TOWNSHIP
        frame = _weighted(divisions(level, within=GUANGYUAN if at_home else asked), draw)
        heads = _guangyuan_heads(frame) if at_home else _other_heads(asked)
        within = pl.col("code").str.starts_with(asked.short)
        frame = frame.filter(within).with_row_index("place")
        if frame.is_empty():
            raise QuestionError(
                f"{asked.code} is not among the codes of {AS_OF}, or is a village outside "
                "Guangyuan: see fupin.datasets.divisions() @ division"
            )
        return cls(
            division=asked,
            frame=frame,
            slots=frame.select(pl.col("place").repeat_by("weight").explode()).to_series(),
            heads=heads.filter(pl.col("division").str.starts_with(asked.short)),
        )

    @property
    def cities(self) -> list[str]:
        """Codes of the cities inside the division that have deputies."""
        return self.heads.filter(pl.col("level") == "city")["division"].to_list()

    def scopes(self, column: pl.Series) -> pl.DataFrame:
        """Where each division begins in a sorted column of places, and how many rows it has.

        Args:
            column: row numbers of places, sorted.

        Returns:
            scope (code), start and reach (rows), for every place and all above it.
        """
        rows = self.frame[column.cast(pl.UInt32)].with_row_index("start")
        return pl.concat(
            rows.group_by(pl.col(level).alias("scope")).agg(
                pl.col("start").min().cast(pl.Int64), pl.len().cast(pl.Int64).alias("reach")
            )
            for level in ("code", "township", "county", "city")
        ).unique("scope")


def _weighted(listed: pl.DataFrame, draw: Draw) -> pl.DataFrame:
    """Places with the divisions above them, the poor among them, and their weights."""
    code = pl.col("code")
    village = pl.col("level") == Level.VILLAGE.value
    committee = village & (
        code.str.slice(9, 1) == "2"
    )  # 2xx: a village, not a residents' committee
    number = code.cast(pl.Int64)
    order = pl.struct(a=~pl.col("committee"), b=draw.value(_POOR, number), c=code).rank("ordinal")
    weight = (
        pl.when("poor")
        .then(COUNTS["poor weight"].count)
        .when(~village | pl.col("committee"))
        .then(COUNTS["village weight"].count)
        .otherwise(COUNTS["residents weight"].count)
    )
    return (
        listed.with_columns(committee=committee)
        .with_columns(poor=pl.col("committee") & (order <= COUNTS["poor villages"].count))
        .select(
            "code",
            "poor",
            village=village,
            township=code.str.slice(0, 9).str.pad_end(12, "0"),
            county=code.str.slice(0, 6).str.pad_end(12, "0"),
            city=code.str.slice(0, 4).str.pad_end(12, "0"),
            weight=weight * (1 + draw.below(_SPREAD, COUNTS["spread"].count, number)),
        )
    )


def _guangyuan_heads(villages: pl.DataFrame) -> pl.DataFrame:
    """The exact heads of Guangyuan's congresses: counties by villages, townships likewise."""
    counties = villages.group_by("county").agg(pl.len().alias("weight"))
    townships = villages.group_by("township").agg(pl.len() + COUNTS["township weight"].count)
    return pl.concat(
        [
            _heads("city", pl.Series([GUANGYUAN.code]), COUNTS["city deputies"].count),
            _shared("county", counties, COUNTS["county deputies"].count),
            _shared("township", townships, COUNTS["township deputies"].count),
        ]
    )


def _shared(level: str, weights: pl.DataFrame, total: int) -> pl.DataFrame:
    """A total shared out by weight, exactly: whole parts, then one more for the largest rests."""
    code, weight = (pl.col(name) for name in weights.columns)
    given = weights.select(
        division=code,
        heads=weight.cast(pl.Int64) * total // weight.sum(),
        rest=weight.cast(pl.Int64) * total % weight.sum(),
    ).sort(["rest", "division"], descending=[True, False])
    more = pl.int_range(pl.len()) < total - pl.col("heads").sum()
    return given.select(
        pl.lit(level).alias("level"), "division", pl.col("heads") + more.cast(pl.Int64)
    ).sort("division")


def _other_heads(asked: Division) -> pl.DataFrame:
    """As many heads for each congress as Guangyuan's have in the mean."""
    listed = divisions(within=asked)
    means = {"city": "city deputies", "county": "county mean", "township": "township mean"}
    return pl.concat(
        _heads(
            level,
            listed.filter((pl.col("level") == level) & ~pl.col("name").is_in(_NO_CITY))["code"],
            COUNTS[mean].count,
        )
        for level, mean in means.items()
    )


def _heads(level: str, codes: pl.Series, heads: int) -> pl.DataFrame:
    return pl.DataFrame({"division": codes}).select(
        pl.lit(level).alias("level"), "division", pl.lit(heads, dtype=pl.Int64).alias("heads")
    )
