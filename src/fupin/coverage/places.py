"""Places with their rural population and their verdict (村、县退出): the ends of the chain."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.coverage.evidence import TABLES, newest
from fupin.coverage.helpers import padded, readable_division
from fupin.coverage.questions import Question
from fupin.divisions import PSEUDO_COUNTIES, Level
from fupin.frames import SPECS, Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty

_COMPUTED = ("poor_persons", "poor_persons_most", "rural_population")


def populations(registry: Registry, level: Level, on: dt.date, why: str) -> Frame:
    """The places of a level that are told of, with their rural population.

    Args:
        registry: uses `populations` (the latest year up to the day's) and, for villages, the
            table `villages`: a village without households has nobody poor.
        level: the level.
        on: the day asked about.
        why: what asks, for messages.

    Returns:
        `_code`, 12 digits, and `rural_population`; empty where nobody says.
    """
    parts = []
    if registry.has("populations"):
        rows = registry.frame("populations", "division", "year", "persons", why=why)
        named = rows.filter(readable_division()).select(padded().alias("_of"), "year", "persons")
        told = newest(named, "year", ("persons",), by=on.year)
        at_level = told.filter(_at(level, nw.col("_of")))
        parts.append(at_level.select(nw.col("_of").alias("_code"), "persons"))
    if level is Level.VILLAGE and registry.has("villages"):
        rows = registry.frame("villages", "division", why=why).filter(readable_division())
        parts.append(rows.select(padded().alias("_code"), empty("count").alias("persons")))
    if not parts:
        nobody = registry.frame("households", "division", why=why).filter(nw.lit(value=False))
        parts.append(
            nobody.select(nw.col("division").alias("_code"), empty("count").alias("persons"))
        )
    every = nw.concat(parts, how="vertical").group_by("_code").agg(nw.col("persons").max())
    return every.select("_code", nw.col("persons").alias("rural_population"))


def _at(level: Level, code: nw.Expr) -> nw.Expr:
    """Whether a code of 12 digits is of a level; a pseudo-county is a county."""
    above = list(Level)[level.rank - 1]
    ends = code.str.slice(level.digits) == "0" * (12 - level.digits)
    own = code.str.slice(above.digits, level.digits - above.digits)
    here = own != "0" * (level.digits - above.digits)
    if level is Level.VILLAGE:
        return here
    if level is Level.COUNTY:
        here = here | code.str.slice(0, 6).is_in(PSEUDO_COUNTIES)
    return ends & here


def with_verdict(asked: Question, places: Frame, poor: str, name: str) -> Frame:
    """Places with what a criterion says of them, given how many are poor.

    Args:
        asked: the criterion of a village or county; its registry may have the table of surveys.
        places: `division`, `rural_population`, and the columns that `poor` names.
        poor: the column of persons still poor; that of its upper bound ends in `_most`.
        name: what stands behind the names of the columns that are added.

    Returns:
        The places with `outcome`, `failing` and `needed`, each with the name behind it.
    """
    registry, table = asked.registry, TABLES[asked.unit]
    seen = [c for c in asked.columns if c not in _COMPUTED]
    # Where nobody knows how many are poor at most, it is all who live there at most.
    most, whole = nw.col(f"{poor}_most"), nw.col("rural_population")
    rows = places.with_columns(
        nw.col("division").alias("id"),
        nw.col(poor).alias("poor_persons"),
        nw.when(most.is_null()).then(whole).otherwise(most).alias("poor_persons_most"),
    )
    if registry.has(table):
        surveyed = asked.surveyed().select("_of", "_seen", *seen)
        rows = rows.join(surveyed, left_on="id", right_on="_of", how="left")
    else:
        types = SPECS[table].types
        nothing = (empty(types[c]).alias(c) for c in seen)
        rows = rows.with_columns(empty("day").alias("_seen"), *nothing)
    judged = asked.judged(rows, placed=True, computed=_COMPUTED)
    bound = nw.col("_bound?")
    return judged.select(
        *places.collect_schema().names(),
        nw.when(bound).then(nw.col("outcome")).alias(f"outcome{name}"),
        *(nw.col(mask).alias(f"{mask}{name}") for mask in ("failing", "needed")),
    )
