"""Names of divisions (行政区划名称): statistical codes as they stood on 2023-06-30.

Provinces, cities, counties and townships of the whole country, villages of Guangyuan (5108). A
code has a life: a place of another year may have had another code, or none. The list is that of
china-division 2.7.0; its licence, WTFPL, stands beside the data.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import polars as pl

from fupin.divisions import Division, Level
from fupin.errors import QuestionError

AS_OF = "2023-06-30"
"""The day on which the codes stood as they are here."""

LISTED = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
_LEVELS = {level.digits: level.value for level in LISTED}
_ABOVE = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}


def divisions(
    level: Level | str | None = None, within: Division | str | None = None
) -> pl.DataFrame:
    """Codes and names of divisions as of 2023-06-30 (行政区划).

    The three cities without counties whose code is their county's too (441900, 442000, 460400)
    stand once, as counties; so does 350527, which is listed as its own township.

    Args:
        level: only divisions of this level: province, city, county, township or village.
            Villages are those of Guangyuan (5108).
        within: only this division and those inside it.

    Returns:
        code (12 digits), name, level and parent (12 digits; nothing above a province), by code.

    Raises:
        QuestionError: no such level.
        DivisionError: `within` is no code.

    Example:
        >>> divisions("county", within="5108").select("code", "name").rows()[:2]
        [('510802000000', '利州区'), ('510811000000', '昭化区')]
    """
    frame = _all()
    if level is not None:
        words = tuple(listed.value for listed in LISTED)
        if level not in words:
            raise QuestionError(
                f"no names of level {level!r}: expected one of {', '.join(words)} @ level"
            )
        frame = frame.filter(pl.col("level") == str(level))
    if within is not None:
        place = within if isinstance(within, Division) else Division.of(within)
        frame = frame.filter(pl.col("code").str.starts_with(place.short))
    return frame


def name(code: Division | str) -> str | None:
    """Name of a division as of 2023-06-30; None where the code is not among those shipped.

    Raises:
        DivisionError: not a code at all.

    Example:
        >>> name("510824")
        '苍溪县'
        >>> name("110101001001") is None  # a village outside Guangyuan
        True
    """
    place = code if isinstance(code, Division) else Division.of(code)
    return _names().get(place.code)


@cache
def _names() -> dict[str, str]:
    return dict(_all().select("code", "name").iter_rows())


@cache
def _all() -> pl.DataFrame:
    """The list as shipped, with level and parent told from the code."""
    file = resources.files("fupin.datasets") / "data" / "divisions.csv.gz"
    short, digits = pl.col("code"), pl.col("code").str.len_chars()
    listed = pl.read_csv(file.read_bytes(), infer_schema=False).with_columns(
        level=digits.replace_strict(_LEVELS, return_dtype=pl.String),
        whole=short.str.pad_end(12, "0"),
        above=short.str.slice(0, digits.replace_strict(_ABOVE, return_dtype=pl.Int64)),
    )
    # Where one code is written at two levels it is the county's: a city without counties, whose
    # county is then right under the province, and a county whose only township is itself.
    county, shared = pl.col("level") == Level.COUNTY.value, pl.col("whole").is_duplicated()
    city_itself = county & short.str.ends_with("00")
    return (
        listed.with_columns(
            above=pl.when(city_itself).then(short.str.slice(0, 2)).otherwise("above")
        )
        .filter(county | ~shared)
        .select(
            "name",
            "level",
            code="whole",
            parent=pl.when(pl.col("above") != "").then(pl.col("above").str.pad_end(12, "0")),
        )
        .select("code", "name", "level", "parent")
        .sort("code")
    )
