"""Places with their rural population and their verdict (村、县退出): the ends of the chain."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from fupin.coverage.codes import is_at, padded, readable_division
from fupin.coverage.evidence import TABLES, newest
from fupin.coverage.leaving.questions import Question
from fupin.divisions import Level
from fupin.frames import SPECS, Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import count
from fupin.frames.tables import ColumnType
from fupin.model.surveys import PLAUSIBLE

NOBODY = "a place without households on record has nobody poor"
UNPLACED = "households whose place is not known down to the level move no verdict"

_COMPUTED = ("poor_persons", "poor_persons_most", "rural_population", "on")
_FLAGS = ("_listed", "_poor", "_not_poor")
_SURVEYS = {Level.VILLAGE: TABLES["village"], Level.COUNTY: TABLES["county"]}


def places(registry: Registry, level: Level, on: dt.date, why: str) -> Frame:
    """The places of a level that are told of, with what is said of them.

    Args:
        registry: uses `populations` (the latest year up to the day's), for villages the table
            `villages`, and for villages and counties their surveys.
        level: the level.
        on: the day asked about.
        why: what asks, for messages.

    Returns:
        `_code`, 12 digits; `rural_population`, empty where nobody says; and in how many rows of
        `villages` it stands, `_listed`, as poor, `_poor`, and as not poor, `_not_poor`.
    """
    nothing = {"persons": empty("count"), **{flag: nw.lit(0) for flag in _FLAGS}}
    parts = [_nowhere(registry, nothing, why)]
    if registry.has("populations"):
        rows = registry.frame("populations", "division", "year", "persons", why=why)
        told = newest(_here(rows, level, "year", "persons"), "year", ("persons",), by=on.year)
        parts.append(_laid(told, {**nothing, "persons": _plausible("persons")}))
    if level is Level.VILLAGE and registry.has("villages"):
        rows = registry.frame("villages", "division", "poor", why=why)
        known, poor = ~nw.col("poor").is_null(), nw.col("poor").fill_null(value=False)
        flags = (nw.lit(1), count(poor), count(known & ~poor))
        parts.append(
            _laid(_here(rows, level, "poor"), {**nothing, **dict(zip(_FLAGS, flags, strict=True))})
        )
    table = _SURVEYS.get(level, "")
    if registry.has(table):
        parts.append(_laid(_here(registry.frame(table, "division", why=why), level), nothing))
    every = nw.concat(parts, how="vertical").group_by("_code")
    summed = every.agg(nw.col("persons").max(), *(nw.col(flag).sum() for flag in _FLAGS))
    return summed.select("_code", nw.col("persons").alias("rural_population"), *_FLAGS)


def _here(rows: Frame, level: Level, *columns: str) -> Frame:
    """Rows of a level, by the code of their place, `_of`."""
    coded = rows.filter(readable_division()).select(padded().alias("_of"), *columns)
    return coded.filter(is_at(level, nw.col("_of")))


def _nowhere(registry: Registry, nothing: dict[str, nw.Expr], why: str) -> Frame:
    """No place: what the others are laid beside, so that there is always a table."""
    nobody = registry.frame("households", "division", why=why).head(0)
    return _laid(nobody.select(nw.col("division").alias("_of")), nothing)


def _laid(rows: Frame, columns: dict[str, nw.Expr]) -> Frame:
    return rows.select(
        nw.col("_of").alias("_code"), *(c.cast(nw.Int64).alias(n) for n, c in columns.items())
    )


def _plausible(name: str) -> nw.Expr:
    """A number of persons; nothing, where it is beyond what can be."""
    least, most = PLAUSIBLE["rural_population"]
    persons = nw.col(name)
    return nw.when((persons >= least) & (persons <= most)).then(persons)


def poor_village(registry: Registry, level: Level) -> nw.Expr:
    """Whether a village is one of the poor ones; empty where nobody says, and of other places."""
    if level is not Level.VILLAGE or not registry.has("villages", "poor"):
        return empty("flag")
    rows, poor, not_poor = (nw.col(flag) for flag in _FLAGS)
    known = (nw.col("placed") == "here") & ((poor == rows) | (not_poor == rows))
    return nw.when(known).then((poor == rows) & (rows > 0))


def shares(poor: str, name: str) -> tuple[nw.Expr, nw.Expr]:
    """Persons over the rural population, between bounds; empty where the two contradict each other.

    Args:
        poor: the column of persons; that of its upper bound, or of nothing, ends in `_most`.
        name: what the columns are called, before `_low` and `_high`.
    """
    low, most, whole = nw.col(poor), nw.col(f"{poor}_most"), nw.col("rural_population")
    sound = nw.when((low <= whole).fill_null(value=False))
    high = nw.when(most > whole).then(whole).otherwise(most)
    some = whole.cast(nw.Float64)
    return (
        sound.then(low / some).alias(f"{name}_low"), sound.then(high / some).alias(f"{name}_high")
    )  # fmt: skip


def with_verdict(asked: Question, rows: Frame, poor: str, name: str) -> Frame:
    """Places with what a criterion says of them, given how many are poor.

    Args:
        asked: the criterion of a village or county; its registry may have the table of surveys.
        rows: places: `division`, `rural_population`, and the columns that `poor` names.
        poor: the column of persons still poor; that of its upper bound ends in `_most`.
        name: what stands behind the names of the columns that are added.

    Returns:
        The places with `outcome`, `failing` and `needed`, each with the name behind it; empty
        where no book holds.
    """
    registry = asked.registry
    seen = [c for c in asked.columns if c not in _COMPUTED]
    # Where nobody knows how many are poor at most, it is all who live there at most.
    most, whole = nw.col(f"{poor}_most"), nw.col("rural_population")
    counted = rows.with_columns(
        nw.col("division").alias("id"),
        nw.col(poor).alias("poor_persons"),
        nw.when(most.is_null()).then(whole).otherwise(most).alias("poor_persons_most"),
        nw.lit(asked.on).alias("on"),
    )
    if registry.has(TABLES[asked.unit]):
        surveyed = asked.surveyed().select("_of", "_seen", *seen)
        told = counted.join(surveyed, left_on="id", right_on="_of", how="left")
    else:
        types: dict[str, ColumnType] = {**SPECS[TABLES[asked.unit]].types, **asked.own}
        nothing = (empty(types[c]).alias(c) for c in seen)
        told = counted.with_columns(empty("day").alias("_seen"), *nothing)
    judged = asked.judged(told, placed=True, computed=_COMPUTED)
    bound = nw.when(nw.col("_bound?"))
    return judged.select(
        *rows.collect_schema().names(),
        *(bound.then(nw.col(c)).alias(f"{c}{name}") for c in ("outcome", "failing", "needed")),
    )
