"""Who helps (帮扶责任人): deputies, committee members, cadres, medical staff, one office; postings.

Deputies carry no faults, so that their numbers are exact: faults stand with the cadres.
"""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.margins import COUNTS
from fupin.datasets.places import GUANGYUAN, Places

OFFICE = "O-001"
TAGS = "盆周山区;革命老区;连片贫困地区;地震重灾区"
"""What the report calls the whole city."""

_CANGXI, _ZHAOHUA = "510824000000", "510811000000"
_ELECTED, _CADRE_PLACE, _CADRE_SINCE, _OFFICE_VILLAGE = 330, 331, 332, 333
_SECRETARY, _TEAM, _DEPUTY_SECRETARY, _CHANGED = 340, 341, 342, 343
_TERM = {
    "province": dt.date(2013, 1, 25),
    "city": dt.date(2011, 12, 1),
    "county": dt.date(2011, 11, 1),
    "township": dt.date(2011, 10, 1),
}
"""First day of each level's term: chosen, at the elections of 2011 to 2013."""

_MEMBER_STEP = 8
"""Every so many-th city deputy is a member of the committee."""


@attrs.frozen(eq=False)
class Posts:
    """Everybody who helps, by post (帮扶力量).

    Attributes:
        deputies: row, id, level, division, person, since, scope, county, and heads (place in
            the list of its congress).
        members: row, id, person, service, division.
        cadres: row, id, division, scope, office, since, until.
        medical: row, id, division, scope.
        office_village: code of the village that the office assists, if there is an office.
    """

    deputies: pl.DataFrame
    members: pl.DataFrame
    cadres: pl.DataFrame
    medical: pl.DataFrame
    office_village: str | None

    @classmethod
    def of(cls, draw: Draw, places: Places, households: int) -> Posts:
        """Everybody who helps in a division."""
        deputies = _deputies(draw, places)
        village = _office_village(draw, places)
        return cls(
            deputies=deputies,
            members=_members(deputies),
            cadres=_cadres(draw, places, households, village),
            medical=_medical(places),
            office_village=village,
        )

    def table(self, draw: Draw) -> pl.DataFrame:
        """The table `helpers`."""
        office = pl.DataFrame(
            {"id": [OFFICE], "division": [GUANGYUAN.code]} if self.office_village else {},
            schema={"id": pl.String, "division": pl.String},
        )
        code = pl.col("division")
        township = pl.col("office").is_null()
        since = pl.when(~(township & draw.happens("cadre unknown"))).then("since")
        cadres = self.cadres.with_columns(
            division=pl.when(township & draw.happens("cadre misplaced"))
            .then(code.str.slice(0, 6) + "000201")
            .otherwise(code),
            since=since,
            until=pl.when(township & draw.happens("cadre reversed")).then(
                since - pl.duration(days=10)
            ),
        )
        twice = cadres.filter(township & draw.happens("cadre twice"))
        return pl.concat(
            [
                _as_helpers(self.deputies, "deputy"),
                _as_helpers(self.members, "member"),
                _as_helpers(cadres, "cadre"),
                _as_helpers(twice, "cadre"),
                _as_helpers(self.medical, "medical"),
                _as_helpers(office, "office"),
            ]
        )


def _as_helpers(frame: pl.DataFrame, post: str) -> pl.DataFrame:
    have = frame.columns
    text = ("id", "person", "post", "level", "service", "division", "office")
    days = ("since", "until")
    return frame.with_columns(post=pl.lit(post)).select(
        *(name if name in (*have, "post") else _none(name, pl.String) for name in text),
        *(name if name in have else _none(name, pl.Date) for name in days),
    )


def _none(name: str, kind: type[pl.DataType]) -> pl.Expr:
    return pl.lit(None, dtype=kind).alias(name)


def _numbered(letter: str, digits: int) -> pl.Expr:
    return pl.format(letter + "-{}", (ROW + 1).cast(pl.String).str.zfill(digits))


def _deputies(draw: Draw, places: Places) -> pl.DataFrame:
    """Deputies of each congress, city first; provincial ones, elected by cities, last."""
    provincial = pl.DataFrame({"division": places.cities}, schema={"division": pl.String}).select(
        pl.lit("province").alias("level"),
        pl.col("division").str.slice(0, 2).str.pad_end(12, "0"),
        pl.lit(COUNTS["provincial deputies"].count, dtype=pl.Int64).alias("heads"),
    )
    listed = (
        pl.concat([places.heads, provincial])
        .with_columns(heads=pl.int_ranges(0, pl.col("heads")))
        .explode("heads")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.Int64))
    )
    first = pl.col("level").replace_strict(_TERM, return_dtype=pl.Date)
    later = draw.day(_ELECTED, dt.date(2013, 1, 1), 730)
    by_election = draw.happens("by-election") & (pl.col("level") != "province")
    whole = pl.col("level") == "province"  # a provincial deputy's households may be anywhere
    deputies = listed.with_columns(
        id=_numbered("D", 5),
        person=_numbered("Q", 7),
        since=pl.when(by_election).then(later).otherwise(first),
        scope=pl.when(~whole).then("division"),
        county=pl.col("division").str.slice(0, 6),
    )
    return _with_two_mandates(draw, deputies)


def _with_two_mandates(draw: Draw, deputies: pl.DataFrame) -> pl.DataFrame:
    """Some county deputies hold a mandate in a township of their county too: one person, two."""
    both = draw.happens("two mandates")
    counted = deputies.with_columns(
        place=pl.int_range(pl.len()).over("level", "county"),
    )
    holders = counted.filter((pl.col("level") == "county") & both).select(
        "county",
        # Spread over the county's townships; a place beyond the last is nobody's.
        place=pl.int_range(pl.len()).over("county") * 41,
        level=pl.lit("township"),
        holder="person",
    )
    return (
        counted.join(holders, on=["county", "place", "level"], how="left", maintain_order="left")
        .with_columns(person=pl.coalesce("holder", "person"))
        .drop("place", "holder")
    )


def _members(deputies: pl.DataFrame) -> pl.DataFrame:
    """Members of each city's committee; each is a city deputy too."""
    full = COUNTS["full-time members"].count
    total = full + COUNTS["part-time members"].count
    number = pl.col("heads") // _MEMBER_STEP
    chosen = (pl.col("heads") % _MEMBER_STEP == 0) & (number < total)
    return (
        deputies.filter((pl.col("level") == "city") & chosen)
        .with_columns(
            deputy="row",
            service=pl.when(number < full).then(pl.lit("full-time")).otherwise(pl.lit("part-time")),
            since=pl.lit(_TERM["city"]),
        )
        .with_columns(row=pl.int_range(pl.len()))
        .with_columns(id=_numbered("M", 3))
        .select("row", "id", "person", "service", "division", "since", "deputy")
    )


def _office_village(draw: Draw, places: Places) -> str | None:
    """A poor village of Cangxi, as in the report: whose own village has since been merged away."""
    if places.division != GUANGYUAN:
        return None
    order = draw.value(_OFFICE_VILLAGE, pl.col("code").cast(pl.Int64))
    poor = places.frame.filter("poor", pl.col("county") == _CANGXI).sort(order)
    village: str = poor["code"][0]
    return village


def _cadres(draw: Draw, places: Places, households: int, village: str | None) -> pl.DataFrame:
    """The office's cadres, all for one village, then cadres of townships."""
    of_office = COUNTS["office cadres"].count if village else 0
    others = households // COUNTS["households a cadre"].count
    office = of_office > ROW
    place = pl.lit(places.slots).gather(draw.below(_CADRE_PLACE, len(places.slots)))
    own = pl.lit(places.frame["township"]).gather(place)
    return (
        pl.select(row=pl.int_range(of_office + others, dtype=pl.Int64))
        .with_columns(
            id=_numbered("C", 5),
            person=pl.format("K-{}", (ROW + 1).cast(pl.String).str.zfill(7)),
            division=pl.when(office).then(pl.lit(GUANGYUAN.code)).otherwise(own),
            office=pl.when(office).then(pl.lit(OFFICE)),
            since=draw.day(_CADRE_SINCE, dt.date(2013, 1, 1), 700),
        )
        .with_columns(
            scope=pl.when(office).then(pl.lit(village, dtype=pl.String)).otherwise("division")
        )
    )


def _medical(places: Places) -> pl.DataFrame:
    """Medical staff of Zhaohua district, where the division holds it and ships its villages."""
    there = _ZHAOHUA in places.frame.filter("village")["county"]
    return (
        pl.select(row=pl.int_range(COUNTS["medical staff"].count if there else 0, dtype=pl.Int64))
        .with_columns(id=_numbered("S", 3))
        .with_columns(
            person=pl.format("K-S{}", "row"),
            division=pl.lit(_ZHAOHUA),
            scope=pl.lit(_ZHAOHUA),
            since=pl.lit(dt.date(2014, 7, 1)),
        )
    )


def postings(draw: Draw, places: Places) -> pl.DataFrame:
    """The table `postings`, with every post that the report says is filled.

    A first Party secretary and a village-based work team in each poor village; a full-time deputy
    Party secretary in every county, township and poor village.
    """
    poor = places.frame.filter("poor").select(division="code")
    seated = places.heads.filter(pl.col("level") != "city").select("division")
    august, march, november = dt.date(2015, 8, 1), dt.date(2015, 3, 1), dt.date(2013, 11, 1)
    filled = pl.concat([seated, poor])
    each = COUNTS["team"].count
    secretary = _posted(draw, poor, "first-secretary", august, stream=_SECRETARY)
    team = _posted(draw, poor, "work-team", march, stream=_TEAM, each=each)
    deputy = _posted(draw, filled, "full-time-deputy-secretary", november, stream=_DEPUTY_SECRETARY)
    changes = draw.happens("secretary changed", pl.col("number"))
    change = draw.day(_CHANGED, dt.date(2016, 1, 1), 360, pl.col("number"))
    secretary = secretary.with_columns(until=pl.when(changes).then(change))
    successor = secretary.filter(changes).with_columns(
        person=pl.col("person") + "2", since="until", until=_none("until", pl.Date)
    )
    return pl.concat([secretary, successor, team, deputy]).drop("number")


def _posted(
    draw: Draw, places: pl.DataFrame, post: str, first: dt.date, *, stream: int, each: int = 1
) -> pl.DataFrame:
    """So many persons posted to each place, each from one of sixty days on."""
    number = pl.col("division").cast(pl.Int64) * 10 + pl.col("seat")
    return (
        places.with_columns(seat=pl.int_ranges(0, pl.lit(each)))
        .explode("seat")
        .with_columns(number=number, post=pl.lit(post))
        .select(
            "number",
            person=pl.format("W-{}-{}-{}", pl.lit(post[0]), "division", "seat"),
            post="post",
            division="division",
            since=draw.day(stream, first, 60, pl.col("number")),
            until=_none("until", pl.Date),
        )
    )
