"""The questions written by hand in PyArrow, on tables in memory.

What is meant, and what its author takes for granted, stands in `bench.queries` and, of screens, in
`bench.screens`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from bench import make_surveys
from bench.make_surveys import MAYBE
from bench.queries import DAY, HOUSEHOLDS, KIND, QUOTA_COLUMNS, QUOTAS
from bench.screens import (
    CHILDREN,
    EDUCATION,
    EVERY,
    FLAGS,
    INCOME,
    LINES,
    MOST_INCOME,
    SCREEN,
)

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


def screen(frames: Frames) -> pl.DataFrame:
    """Households by verdict, and the sums of what fails and what is needed."""
    surveys = frames["surveys"]
    counted = pc.value_counts(surveys["household"])
    ids = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    several = pc.is_in(surveys["household"], ids)
    alone, folded = surveys.filter(pc.invert(several)), _latest(surveys.filter(several))
    masks = pa.concat_tables([_masks(alone), _masks(folded)])
    failing, needed = masks["failing"], masks["needed"]
    unmet, sure = pc.greater(failing, 0), pc.equal(needed, 0)
    told = {
        "met": pc.and_not(sure, unmet), "unmet": unmet,
        "unknown": pc.invert(pc.or_(sure, unmet)),
        "failing": failing, "needed": needed.filter(pc.invert(unmet)),
    }  # fmt: skip
    return pl.DataFrame([{n: pc.sum(cells).as_py() for n, cells in told.items()}]).select(SCREEN)


def _latest(surveys: Any) -> Any:
    """One row a household: its latest surveys, empty where they differ."""
    by_day = surveys.filter(pc.less_equal(surveys["on"], make_surveys.DAY))
    last = by_day.group_by("household").aggregate([("on", "max")])
    rows = surveys.join(last, "household", join_type="left outer")
    newest = pc.fill_null(pc.equal(rows["on"], rows["on_max"]), True)  # or not known to be older
    each = [(c, "count_distinct", pc.CountOptions(mode="all")) for c in MAYBE]
    said = rows.filter(newest).group_by("household")
    said = said.aggregate([("on_max", "max"), *((c, "min") for c in MAYBE), *each])
    agreed = {
        name: pc.if_else(pc.equal(said[f"{name}_count_distinct"], 1), said[f"{name}_min"], None)
        for name in MAYBE
    }
    return pa.table({"on": said["on_max_max"], **agreed})


def _masks(surveys: Any) -> Any:
    """The bits of the items that fail, and of those not known; of no survey, nothing is known."""
    income, until = surveys["net_income_per_head"].cast(pa.float64()), surveys["income_until"]
    of_2016, of_2015 = (pc.greater_equal(until, date(year, 1, 1)) for year in (2016, 2015))
    line = pc.if_else(of_2016, LINES[2016], pc.if_else(of_2015, LINES[2015], None))
    can_be = pc.and_(pc.greater_equal(income, 0), pc.less_equal(income, MOST_INCOME))
    rich = pc.if_else(can_be, pc.greater(income, line), None)
    some, taught = pc.greater_equal(surveys["school_age_children"], 1), surveys["education"]
    untaught = pc.invert(pc.fill_null(taught, False))
    flags = {bit: surveys[flag] for flag, bit in FLAGS.items()}
    failing = {
        INCOME: pc.invert(rich), EDUCATION: pc.and_not_kleene(some, taught),
        **{bit: pc.invert(flag) for bit, flag in flags.items()},
    }  # fmt: skip
    needed = {
        INCOME: pc.is_null(rich), EDUCATION: pc.and_(pc.fill_null(some, True), pc.is_null(taught)),
        CHILDREN: pc.and_(pc.is_null(some), untaught),
        **{bit: pc.is_null(flag) for bit, flag in flags.items()},
    }  # fmt: skip
    seen = pc.fill_null(pc.less_equal(surveys["on"], make_surveys.DAY), False)
    none, every = (pa.scalar(mask, pa.int16()) for mask in (0, EVERY))
    return pa.table(
        {
            "failing": pc.if_else(seen, _bits(failing), none),
            "needed": pc.if_else(seen, _bits(needed), every),
        }
    )


def _bits(items: Mapping[int, Any]) -> Any:
    none: Any = pa.scalar(0, pa.int16())
    mask = none
    for bit, holds in items.items():
        set_bit = pc.if_else(pc.fill_null(holds, False), pa.scalar(2**bit, pa.int16()), none)
        mask = pc.bit_wise_or(mask, set_bit)
    return mask


def _int(condition: Any) -> Any:
    return condition.cast(pa.int64())


def _summed(key: str, by: Any, count: str, told: Mapping[str, Any]) -> pl.DataFrame:
    laid = pa.table({key: by, **told})
    sums = laid.group_by(key).aggregate([([], "count_all"), *((name, "sum") for name in told)])
    rows = pl.from_arrow(sums.rename_columns([key, count, *told]))
    assert isinstance(rows, pl.DataFrame)
    return rows
