"""The questions written by hand in pandas, on frames in memory.

What is meant, and what its author takes for granted, stands in `bench.queries` and, of screens, in
`bench.screens`. Conditions are NumPy arrays, which pandas sums faster than its own of three values.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

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
PLANES = ["sure", "possible"]


def _true(condition: Any, *, unknown: bool) -> Any:
    return condition.to_numpy(dtype=bool, na_value=unknown)


def _holds(rows: Any) -> dict[str, Any]:
    begun = rows["since"] <= DAY
    faulty = _true(rows["since"] >= rows["until"], unknown=False)
    ended = _true(rows["until"] <= DAY, unknown=False)
    return {
        "sure": _true(begun, unknown=False) & ~ended & ~faulty,
        "possible": (_true(begun, unknown=True) & ~ended) | faulty,
    }


def _links(frames: Frames) -> Any:
    links = frames["links"]
    begun = _true(links["since"] <= DAY, unknown=True)
    faulty = _true(links["since"] >= links["until"], unknown=False)
    links = links[_true(links["kind"] == KIND, unknown=False) & (begun | faulty)]
    links = links.assign(**_holds(links))
    whole = links["helper"].notna() & links["party"].notna()
    links["sure"] &= whole.to_numpy(dtype=bool)
    return links


def _folded(links: Any) -> Any:
    """One row a key, not sure where its rows contradict each other."""
    keys = ["helper", "party", "since"]
    said = links.groupby(keys, dropna=False).agg(
        rows=("sure", "size"), sure=("sure", "max"), possible=("possible", "max"),
        until=("until", "nunique"), until_n=("until", "count"),
        role=("role", "nunique"), role_n=("role", "count"),
    )  # fmt: skip
    for name in ("until", "role"):
        alike = (said[name] == 1) & (said[f"{name}_n"] == said["rows"])
        said["sure"] &= (said[f"{name}_n"] == 0) | alike
    return said.reset_index()[["helper", "party", *PLANES]]


def households(frames: Frames) -> pl.DataFrame:
    """Households in need by county."""
    links = _links(frames)
    links = links[links["party"].notna()]
    several = links["party"].duplicated(keep=False)
    alone, folded = links.loc[~several, ["party", *PLANES]], _folded(links[several])
    helped = pd.concat(
        [alone[alone["possible"]], folded.groupby("party")[PLANES].max().reset_index()]
    )
    rows = frames["households"].merge(helped, left_on="id", right_on="party", how="left")
    sure, possible = (rows[c].fillna(value=False).to_numpy(dtype=bool) for c in PLANES)
    size = rows["size"].to_numpy(dtype=np.int64, na_value=0)
    unknown = possible & ~sure
    told = {
        "households": np.ones(len(rows), dtype=np.int64), "paired": sure, "unknown": unknown,
        "persons": size, "persons_paired": size * sure, "persons_unknown": size * unknown,
        "size_unknown": rows["size"].isna().to_numpy(dtype=bool),
    }  # fmt: skip
    laid = pd.DataFrame({"division": rows["division"].str.slice(0, 6), **told})
    summed = laid.groupby("division", dropna=False)[list(told)].sum().reset_index()
    summed["division"] += "000000"
    return _told(summed, HOUSEHOLDS)


def quotas(frames: Frames) -> pl.DataFrame:
    """Deputies by level, and what they hold."""
    links = _links(frames)
    links = links[links["helper"].notna()]
    whole = links["party"].notna()
    several = links.duplicated(["helper", "party"], keep=False) & whole
    folded = _folded(links[several]).groupby(["helper", "party"])[PLANES].max().reset_index()
    wanted = ["helper", *PLANES]
    pairs = pd.concat([links.loc[~several, wanted], folded[wanted]])
    held = pairs.groupby("helper")[PLANES].sum()
    deputies = frames["helpers"]
    deputies = deputies[_true(deputies["post"] == "deputy", unknown=False)]
    deputies = deputies.assign(**_holds(deputies))
    deputies = deputies[deputies["possible"]].drop(columns="possible")
    rows = deputies.rename(columns={"sure": "in_office"}).merge(
        held, left_on="id", right_index=True, how="left"
    )
    low, high = (rows[c].fillna(0).to_numpy(dtype=np.int64) for c in PLANES)
    asks = rows["level"].map(QUOTAS).to_numpy(dtype=np.int64, na_value=0)
    bound = rows["in_office"].to_numpy(dtype=bool) & (asks > 0)
    maybe = (asks > 0) | rows["level"].isna().to_numpy(dtype=bool)
    told = {
        "helpers": np.ones(len(rows), dtype=np.int64), "no_duty": ~maybe, "obliged": bound,
        "met": bound & (low >= asks), "unmet": bound & (high < asks),
        "unknown": bound & (low < asks) & (high >= asks), "unplaced": maybe & ~bound,
        "asked": asks * bound, "held": low * bound, "held_possible": high * bound,
        "missing": (asks - high) * (bound & (high < asks)),
        "missing_possible": (asks - low) * (bound & (low < asks)),
    }  # fmt: skip
    laid = pd.DataFrame({"level": rows["level"], **told})
    return _told(laid.groupby("level", dropna=False)[list(told)].sum().reset_index(), QUOTA_COLUMNS)


def screen(frames: Frames) -> pl.DataFrame:
    """Households by verdict, and the sums of what fails and what is needed."""
    surveys = frames["surveys"]
    several = surveys["household"].duplicated(keep=False).to_numpy()
    parts = [_masks(surveys[~several]), _masks(_latest(surveys[several]))]
    failing, needed = (np.concatenate(masks) for masks in zip(*parts, strict=True))
    unmet = failing > 0
    told = {
        "met": ~unmet & (needed == 0), "unmet": unmet, "unknown": ~unmet & (needed > 0),
        "failing": failing, "needed": needed[~unmet],
    }  # fmt: skip
    return pl.DataFrame([{name: int(cells.sum()) for name, cells in told.items()}]).select(SCREEN)


def _latest(surveys: Any) -> Any:
    """One row a household: its latest surveys, empty where they differ."""
    by_day = surveys[_true(surveys["on"] <= make_surveys.DAY, unknown=False)]
    last = surveys["household"].map(by_day.groupby("household")["on"].max())
    newest = _true(surveys["on"] == last, unknown=True)  # or of no known day, or none by the day
    said = surveys[newest].assign(on=last[newest]).groupby("household")
    first = said[["on", *MAYBE]].first()
    alike = said[list(MAYBE)].nunique(dropna=False) == 1
    return first.where(alike.assign(on=True))


def _masks(surveys: Any) -> tuple[Any, Any]:
    """The bits of the items that fail, and of those not known; of no survey, nothing is known."""
    income = surveys["net_income_per_head"].astype("double[pyarrow]")  # else each is an object
    income = income.to_numpy(dtype=float, na_value=np.nan)
    until = surveys["income_until"]
    of_2016, of_2015 = (_true(until >= date(year, 1, 1), unknown=False) for year in (2016, 2015))
    line = np.where(of_2016, LINES[2016], np.where(of_2015, LINES[2015], np.nan))
    told = (income >= 0) & (income <= MOST_INCOME) & ~np.isnan(line)
    some = surveys["school_age_children"] >= 1
    taught, maybe_taught = _planes(surveys["education"])
    failing = [(INCOME, told & (income <= line))]
    failing += [(EDUCATION, _true(some, unknown=False) & ~maybe_taught)]
    needed = [(INCOME, ~told)]
    needed += [(EDUCATION, _true(some, unknown=True) & maybe_taught & ~taught)]
    needed += [(CHILDREN, some.isna().to_numpy(dtype=bool) & ~taught)]
    for flag, bit in FLAGS.items():
        sure, possible = _planes(surveys[flag])
        failing += [(bit, ~possible)]
        needed += [(bit, possible & ~sure)]
    seen = _true(surveys["on"] <= make_surveys.DAY, unknown=False)
    return np.where(seen, _bits(failing), 0), np.where(seen, _bits(needed), EVERY)


def _planes(condition: Any) -> tuple[Any, Any]:
    """Where it surely holds, and where it possibly does."""
    return _true(condition, unknown=False), _true(condition, unknown=True)


def _bits(items: list[tuple[int, Any]]) -> Any:
    mask = np.zeros(len(items[0][1]), dtype=np.int16)
    for bit, holds in items:
        mask |= holds.astype(np.int16) << bit
    return mask


def _told(rows: Any, columns: tuple[str, ...]) -> pl.DataFrame:
    counts = pl.col(columns[1:]).cast(pl.Int64)
    return pl.from_pandas(rows).select(columns[0], counts)
