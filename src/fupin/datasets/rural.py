"""Places of the exit chain (村、县): rural population, and what was found there."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from fupin.datasets.circumstances import IN_NEED
from fupin.datasets.hashing import Draw
from fupin.datasets.margins import COUNTS
from fupin.datasets.places import Places

YEAR = 2016
_WEIGHT, _VILLAGE_SEEN, _COUNTY_SEEN = 620, 621, 622
_LEVELS = ("code", "township", "county", "city")
FACILITIES = (
    "collective_income", "paved_road", "clinic", "culture_room", "network", "safe_water", "power",
)  # fmt: skip
SERVICES = ("township_schools", "township_clinics", "service_centres")
_NUMBER = pl.col("number")


@attrs.frozen(eq=False)
class Rural:
    """Who lives where (农业户籍人口与贫困人口).

    Attributes:
        draw: what the seed decides.
        division: short code of the division asked for.
        places: code, township, county, city, village, number (the code as one), persons (rural
            registered population) and poor (in need by the register at the end of 2016).
    """

    draw: Draw
    division: str
    places: pl.DataFrame

    @classmethod
    def of(cls, draw: Draw, places: Places, households: pl.DataFrame) -> Rural:
        """The people of every place, so that those ever in the register are a stated share.

        Where that share would leave a place fewer people than are in its register, it has a tenth
        more than those.
        """
        size = pl.col("size")
        counted = households.group_by("place").agg(
            registered=size.sum(),
            poor=size.filter(pl.col("story").is_in(IN_NEED)).sum(),
        )
        weight = 1 + draw.below(_WEIGHT, COUNTS["rural weight"].count, _NUMBER)
        whole = size.sum() * 1_000 // COUNTS["incidence"].count
        total: int = households.select(whole).item()
        laid = (
            places.frame.drop("poor")
            .with_columns(number=pl.col("code").cast(pl.Int64))
            .with_columns(weight=weight)
            .join(counted, on="place", how="left", maintain_order="left")
            .with_columns(pl.col("registered", "poor").fill_null(0))
        )
        share = total * pl.col("weight") // pl.col("weight").sum()
        least = pl.col("registered") * 11 // 10 + 1
        return cls(
            draw=draw,
            division=places.division.short,
            places=laid.with_columns(persons=pl.max_horizontal(share, least)),
        )

    def at(self, level: str) -> pl.DataFrame:
        """The places of a level that lie in the division, whole: number, persons, poor."""
        summed = self.places.group_by(pl.col(level).alias("division")).agg(
            pl.col("persons", "poor").sum()
        )
        inside = summed.filter(pl.col("division").str.starts_with(self.division))
        return inside.with_columns(number=pl.col("division").cast(pl.Int64)).sort("division")

    def populations(self) -> pl.DataFrame:
        """The table `populations`; some places are missing, some stand in two rows."""
        rows = pl.concat(self.at(level) for level in _LEVELS).unique(
            "division", maintain_order=True
        )
        small = ~pl.col("division").str.ends_with("000")
        rows = rows.filter(~(small & self.draw.happens("population missing", _NUMBER)))
        unlike = rows.filter(
            small & self.draw.happens("population conflict", _NUMBER)
        ).with_columns(persons=pl.col("persons") + pl.col("persons") // 10 + 1)
        return pl.concat([rows, unlike]).select(
            "division",
            year=pl.lit(YEAR, dtype=pl.Int64),
            persons=pl.col("persons").cast(pl.Int64),
            definition=pl.lit("农业户籍人口"),
        )

    def village_surveys(self) -> pl.DataFrame:
        """The table `village_surveys`: of the autumn of 2016, and a few of the year before."""
        draw = self.draw
        seen = self.places.filter(
            pl.col("village") & ~draw.happens("village unseen", _NUMBER)
        ).with_columns(
            on=draw.day(_VILLAGE_SEEN, dt.date(2016, 10, 10), 60, _NUMBER),
            want=draw.pick("village want", _NUMBER),
        )
        fewer = draw.happens("village too few", _NUMBER)
        poor = pl.col("poor")
        current = seen.select(
            "number",
            division="code",
            on="on",
            poor_persons=pl.when(fewer).then(poor * 3 // 4).otherwise(poor),
            rural_population=pl.col("persons").cast(pl.Int64),
            **{name: self._answer(place, name) for place, name in enumerate(FACILITIES)},
        )
        before = current.filter(draw.happens("village before", _NUMBER)).with_columns(
            on=pl.col("on") - pl.duration(days=366), network=pl.lit(value=False)
        )
        return pl.concat([current, before]).drop("number")

    def _answer(self, place: int, name: str) -> pl.Expr:
        unknown = self.draw.happens("village answer unknown", _NUMBER * 8 + place)
        return pl.when(~unknown).then(pl.col("want") != name)

    def county_surveys(self) -> pl.DataFrame:
        """The table `county_surveys`: of December 2016."""
        want = self.draw.pick("county want", _NUMBER)
        return self.at("county").select(
            division=pl.col("division").str.slice(0, 6),
            on=self.draw.day(_COUNTY_SEEN, dt.date(2016, 12, 1), 20, _NUMBER),
            poor_persons="poor",
            rural_population=pl.col("persons").cast(pl.Int64),
            **{name: want != name for name in SERVICES},
        )
