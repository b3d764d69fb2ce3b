"""The synthetic registry (合成台账): invented households on real divisions. NOTHING IN IT IS REAL.

Codes of divisions are those of 2023, counts of deputies and poor villages those of 2016; every
other figure is listed in `docs/synthetic.md`. It is made for trying and testing: no share, rate or
place in it says anything about anybody. It makes sense on days of 2016, above all 2016-09-09 and
2016-12-31.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import polars as pl

from fupin.datasets import (
    contacts,
    events,
    households,
    liaison,
    pairings,
    posts,
    quotas,
    surveys,
)
from fupin.datasets.circumstances import lived
from fupin.datasets.hashing import Draw
from fupin.datasets.pairings import Pool
from fupin.datasets.people import People
from fupin.datasets.places import Places
from fupin.datasets.rural import Rural
from fupin.divisions import Division
from fupin.errors import MissingExtraError, QuestionError

if TYPE_CHECKING:
    from fupin.frames import Registry

Engine = Literal["polars", "lazy", "pandas", "pyarrow", "duckdb"]
_LARGEST_SEED = (1 << 64) - 1
# Row numbers of the links of each kind begin far apart, so that no two share a hash.
_APART = 1 << 44


def tables(
    division: Division | str = "5108", households: int = 100_000, seed: int = 2016
) -> dict[str, pl.DataFrame]:
    """The tables of a synthetic registry, by name: INVENTED, on codes of 2023 with counts of 2016.

    The same arguments give the same tables on any machine. In Guangyuan (5108) and its parts
    households live in villages, and there are exactly 359 city, 1,428 county and 10,951 township
    deputies and 739 poor villages, however many households are asked for. Elsewhere villages are
    not shipped: households live in townships, no village is poor, and each congress has as many
    deputies as Guangyuan's have in the mean, which is chosen, not known.

    Args:
        division: a province or any division in it; villages only in Guangyuan.
        households: rows of households, those that split, merged or are gone included; a few
            rows more stand twice.
        seed: a whole number from 0 to 2**64 - 1.

    Raises:
        DivisionError: the division is no code.
        QuestionError: the nation, a division that is not among the codes shipped, a number of
            households that is not positive, a seed out of range.

    Example:
        >>> made = tables("5108", households=1_000, seed=7)
        >>> made["villages"].filter("poor").height
        739
        >>> made["households"]["id"].n_unique()
        1000
    """
    _whole("households", households, 1, 1 << 40)
    _whole("seed", seed, 0, _LARGEST_SEED)
    draw = Draw(seed)
    places = Places.of(division, draw)
    return _made(draw, places, households)


def registry(
    division: Division | str = "5108",
    households: int = 100_000,
    seed: int = 2016,
    as_: Engine = "polars",
) -> Registry:
    """A synthetic registry: INVENTED, on codes of 2023 with counts of 2016. See `tables`.

    Args:
        division: a province or any division in it; villages only in Guangyuan.
        households: rows of households.
        seed: a whole number from 0 to 2**64 - 1.
        as_: frames to hold it in: polars, lazy (Polars), pandas, pyarrow or duckdb. Made by
            Polars once, then converted, so that the rows are the same.

    Raises:
        DivisionError: the division is no code.
        QuestionError: an unknown kind of frame, or what `tables` cannot make.
        MissingExtraError: the library of that kind of frame is not installed.

    Example:
        >>> registry("510824", households=1_000, seed=7).has("households", "division")
        True
    """
    if as_ not in get_args(Engine):
        raise QuestionError(
            f"frames of {as_!r} are not made: expected one of {', '.join(get_args(Engine))} @ as_"
        )
    from fupin.frames import Registry

    made = tables(division, households, seed)
    return Registry.of(**{name: _converted(frame, as_) for name, frame in made.items()})


def _made(draw: Draw, places: Places, number: int) -> dict[str, pl.DataFrame]:
    stock = lived(draw, places, households.stock(draw, places, number))
    successions = events.successions(stock)
    people = People.of(draw, stock)
    others = surveys.outside(draw, places, number)
    surveyed, incomes = surveys.tables(draw, stock, people.children, others)
    rural = Rural.of(draw, places, stock)
    helpers = posts.Posts.of(draw, places, number)
    deputies = quotas.given(draw, helpers.deputies)
    voters, voter_links = liaison.voters(draw, places, deputies)
    member_links = liaison.member_links(draw, helpers)
    paired = pairings.succeeded(_pairings(draw, places, stock, deputies, helpers), successions)
    columns = pairings.COLUMNS
    return {
        "households": households.table(draw, stock),
        "events": events.table(draw, stock),
        "memberships": people.memberships,
        "successions": successions,
        "persons": people.persons,
        "surveys": surveyed,
        "incomes": incomes,
        "village_surveys": rural.village_surveys(),
        "county_surveys": rural.county_surveys(),
        "populations": rural.populations(),
        "unregistered": surveys.unregistered(others),
        "villages": places.frame.filter("village").select(
            pl.col("code").alias("division"), "poor", pl.lit(posts.TAGS).alias("tags")
        ),
        "helpers": helpers.table(draw),
        "links": pl.concat(
            [
                pairings.spoiled(draw, paired).select(columns),
                voter_links.select(columns),
                member_links.select(columns),
                liaison.office_link(helpers.office_village),
            ]
        ),
        "postings": posts.postings(draw, places),
        "exemptions": quotas.exemptions(draw, deputies),
        "voters": voters,
        "meetings": pl.concat(
            [
                contacts.meetings(draw, paired, "visits", spans=6, days=60),
                contacts.meetings(draw, member_links, "talks", spans=4, days=91, sound=True),
            ]
        ),
        "reports": contacts.reports(draw, helpers),
        "sessions": contacts.sessions(places.cities),
    }


def _pairings(
    draw: Draw, places: Places, stock: pl.DataFrame, deputies: pl.DataFrame, helpers: posts.Posts
) -> pl.DataFrame:
    """Pairings with households of every kind of helper."""
    anyone = Pool.of(draw, places, stock)
    ill = Pool.of(draw, places, stock.filter(draw.pick("cause") == "因病"))
    of_office = pl.col("office").is_not_null()
    cadres = helpers.cadres.with_columns(
        bound=of_office,
        households=pl.when(of_office).then(1).otherwise(draw.pick("cadre households")),
    )
    free = deputies.with_columns(bound=pl.lit(value=False))
    medical = helpers.medical.with_columns(bound=pl.lit(value=True), households=pl.lit(2))
    return pl.concat(
        [
            pairings.pairings(draw, "deputy-household", 0, free, anyone),
            pairings.pairings(draw, "cadre-household", _APART, cadres, anyone),
            pairings.pairings(draw, "medical-household", 2 * _APART, medical, ill),
        ]
    )


def _whole(name: str, value: object, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise QuestionError(f"expected a whole number from {least} to {most} @ {name}")


def _converted(frame: pl.DataFrame, engine: Engine) -> Any:
    """A table as another kind of frame, through Arrow where it must be."""
    if engine == "polars":
        return frame
    if engine == "lazy":
        return frame.lazy()
    try:
        if engine == "pandas":
            return frame.to_pandas()
        if engine == "pyarrow":
            return frame.to_arrow()
        import narwhals.stable.v2 as nw

        return nw.from_native(frame).lazy(backend="duckdb").to_native()
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"frames of {engine} need a library that is not installed: pip install {error.name}"
        ) from None
