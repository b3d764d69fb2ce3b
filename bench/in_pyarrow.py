"""Households and quotas written by hand in PyArrow, on tables in memory.

What is meant, and what its author takes for granted, stands in `bench.queries`.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from bench.queries import DAY, HOUSEHOLDS, KIND, QUOTA_COLUMNS, QUOTAS

Frames = Mapping[str, Any]
PLANES = [("sure", "max"), ("possible", "max")]


def _holds(rows: Any) -> tuple[Any, Any]:
    begun = pc.less_equal(rows["since"], DAY)
    faulty = pc.fill_null(pc.greater_equal(rows["since"], rows["until"]), False)
    ended = pc.fill_null(pc.less_equal(rows["until"], DAY), False)
    stands = pc.invert(pc.or_(ended, faulty))
    sure = pc.and_(pc.fill_null(begun, False), stands)
    possible = pc.or_(pc.and_(pc.fill_null(begun, True), pc.invert(ended)), faulty)
    return sure, possible


def _links(frames: Frames) -> Any:
    links = frames["links"]
    begun = pc.fill_null(pc.less_equal(links["since"], DAY), True)
    faulty = pc.fill_null(pc.greater_equal(links["since"], links["until"]), False)
    links = links.filter(pc.and_(pc.equal(links["kind"], KIND), pc.or_(begun, faulty)))
    sure, possible = _holds(links)
    whole = pc.and_(pc.is_valid(links["helper"]), pc.is_valid(links["party"]))
    return _with(links, sure=pc.and_(sure, whole), possible=possible)


def _with(rows: Any, **columns: Any) -> Any:
    for name, column in columns.items():
        rows = rows.append_column(name, column)
    return rows


def _spread(links: Any, keys: list[str]) -> tuple[Any, Any]:
    """Units with one row, and the folded rows of those with several."""
    told = links.group_by(keys).aggregate([([], "count_all"), *PLANES])
    told = told.rename_columns([*keys, "n", "sure", "possible"])
    several = told.filter(pc.greater(told["n"], 1)).select(keys)
    rows = links.join(several, keys, join_type="left semi")
    periods = ["helper", "party", "since"]
    each = [(c, how) for c in ("until", "role") for how in ("count_distinct", "count")]
    said = rows.group_by(periods).aggregate([([], "count_all"), *PLANES, *each])
    names = [*periods, "n", "sure", "possible", "until", "until_n", "role", "role_n"]
    said = said.rename_columns(names)
    agree = pa.scalar(True)
    for name in ("until", "role"):
        alike = pc.and_(pc.equal(said[name], 1), pc.equal(said[f"{name}_n"], said["n"]))
        agree = pc.and_(agree, pc.or_(pc.equal(said[f"{name}_n"], 0), alike))
    said = said.set_column(said.column_names.index("sure"), "sure", pc.and_(said["sure"], agree))
    folded = said.group_by(keys).aggregate(PLANES).rename_columns([*keys, "sure", "possible"])
    alone = told.filter(pc.equal(told["n"], 1)).select([*keys, "sure", "possible"])
    return alone, folded


def households(frames: Frames) -> pl.DataFrame:
    """Households in need by county."""
    links = _links(frames)
    helped = pa.concat_tables(_spread(links.filter(pc.is_valid(links["party"])), ["party"]))
    helped = helped.filter(helped["possible"])
    given = frames["households"]
    rows = given.join(helped, "id", right_keys="party", join_type="left outer")
    sure, possible = (pc.fill_null(rows[c], False) for c in ("sure", "possible"))
    size = pc.fill_null(rows["size"].cast(pa.int64()), 0)
    unknown = pc.and_(possible, pc.invert(sure))
    told = {
        "paired": _int(sure), "unknown": _int(unknown), "persons": size,
        "persons_paired": pc.multiply(size, _int(sure)),
        "persons_unknown": pc.multiply(size, _int(unknown)),
        "size_unknown": _int(pc.is_null(rows["size"])),
    }  # fmt: skip
    division = pc.utf8_slice_codeunits(rows["division"], 0, 6)
    summed = _summed("division", division, "households", told)
    return summed.with_columns(pl.col("division") + "000000").select(HOUSEHOLDS)


def quotas(frames: Frames) -> pl.DataFrame:
    """Deputies by level, and what they hold."""
    links = _links(frames)
    links = links.filter(pc.is_valid(links["helper"]))
    whole = pc.is_valid(links["party"])
    parts = _spread(links.filter(whole), ["helper", "party"])
    loose = links.filter(pc.invert(whole)).select(["helper", "sure", "possible"])
    wanted = pa.concat_tables([*(p.select(["helper", "sure", "possible"]) for p in parts), loose])
    held = wanted.group_by("helper").aggregate([("sure", "sum"), ("possible", "sum")])
    deputies = frames["helpers"]
    deputies = deputies.filter(pc.equal(deputies["post"], "deputy"))
    in_office, possible = _holds(deputies)
    deputies = _with(deputies.select(["id", "level"]), in_office=in_office).filter(possible)
    rows = deputies.join(held, "id", right_keys="helper", join_type="left outer")
    low, high = (pc.fill_null(rows[f"{c}_sum"].cast(pa.int64()), 0) for c in ("sure", "possible"))
    level = rows["level"]
    asks = pc.case_when(
        pc.make_struct(*(pc.fill_null(pc.equal(level, name), False) for name in QUOTAS)),
        *(pa.scalar(number, pa.int64()) for number in QUOTAS.values()),
        pa.scalar(0, pa.int64()),
    )
    binds = pc.greater(asks, 0)
    bound, maybe = pc.and_(rows["in_office"], binds), pc.or_(binds, pc.is_null(level))
    enough, could = pc.greater_equal(low, asks), pc.greater_equal(high, asks)
    lacks, short = pc.and_(bound, pc.invert(could)), pc.and_(bound, pc.invert(enough))
    told = {
        "no_duty": _int(pc.invert(maybe)), "obliged": _int(bound),
        "met": _int(pc.and_(bound, enough)), "unmet": _int(lacks),
        "unknown": _int(pc.and_(short, could)),
        "unplaced": _int(pc.and_(maybe, pc.invert(bound))),
        "asked": pc.multiply(asks, _int(bound)), "held": pc.multiply(low, _int(bound)),
        "held_possible": pc.multiply(high, _int(bound)),
        "missing": pc.multiply(pc.subtract(asks, high), _int(lacks)),
        "missing_possible": pc.multiply(pc.subtract(asks, low), _int(short)),
    }  # fmt: skip
    return _summed("level", level, "helpers", told).select(QUOTA_COLUMNS)


def _int(condition: Any) -> Any:
    return condition.cast(pa.int64())


def _summed(key: str, by: Any, count: str, told: Mapping[str, Any]) -> pl.DataFrame:
    laid = pa.table({key: by, **told})
    sums = laid.group_by(key).aggregate([([], "count_all"), *((name, "sum") for name in told)])
    rows = pl.from_arrow(sums.rename_columns([key, count, *told]))
    assert isinstance(rows, pl.DataFrame)
    return rows
