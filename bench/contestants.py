"""Who is measured: the library on either engine, and the hand-written queries.

Run as a module it is one measurement in a process of its own, and prints it as JSON:

    python -m bench.contestants households library-polars build/bench/million build/bench/small
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

import fupin as fp
from bench import chains, queries, screens, visits, works
from bench.make_surveys import DAY
from bench.measured import measured

BOOK = Path(__file__).parent / "book.toml"

Tables = Mapping[str, str]
"""The columns given of each table; the status of households only where it is asked."""
TABLES: Tables = {"households": "id, division, size", "helpers": "*", "links": "*"}
SURVEYS: Tables = {"surveys": "*"}
VISITS: Tables = {"helpers": "*", "links": "*", "meetings": "*"}
CHAIN: Tables = {"households": "*", "surveys": "*", "populations": "*"}
ACTS: Tables = {"acts": "*"}
PUT: Tables = {"matters": "*", "handlings": "*"}
SEEN: Tables = {"villages": "*", "inspections": "*"}

Answer = Callable[[Path], pl.DataFrame]
Open = Callable[[Path, Tables], fp.Registry]


def scanned(folder: Path, tables: Tables = TABLES) -> fp.Registry:
    """The tables as Polars plans."""
    plans = {t: pl.scan_parquet(folder / t / "*.parquet") for t in tables}
    return fp.Registry.of(**{t: plans[t].select(c.split(", ")) for t, c in tables.items()})


def related(folder: Path, tables: Tables = TABLES) -> fp.Registry:
    """The tables as DuckDB relations."""
    duckdb.execute(f"set threads = {queries.THREADS}")
    duckdb.execute("set preserve_insertion_order = false")
    duckdb.execute("set enable_progress_bar = false")
    plans = {t: duckdb.read_parquet(str(folder / t / "*.parquet")) for t in tables}
    return fp.Registry.of(**{t: plans[t].project(c) for t, c in tables.items()})


def checked(folder: Path, tables: Tables = TABLES) -> fp.Registry:
    """The tables as Polars plans, after the check: what it found sound is not looked at again."""
    registry = scanned(folder, tables)
    registry.check()
    return registry


def households(registry: fp.Registry) -> pl.DataFrame:
    """Households in need by county, by the library."""
    asked = fp.coverage.households(registry, on=queries.DAY, by="county", kinds=[queries.KIND])
    return asked.rows.select(queries.HOUSEHOLDS)


def quotas(registry: fp.Registry) -> pl.DataFrame:
    """Deputies by level and what they hold, by the library."""
    asked = fp.coverage.quotas(registry, BOOKS, on=queries.DAY, by="level", rule=RULE)
    return asked.rows.select(queries.QUOTA_COLUMNS)


def screen(registry: fp.Registry) -> pl.DataFrame:
    """Households by verdict, and the sums of what fails and what is needed, by the library."""
    found = fp.coverage.screen(registry, SICHUAN, "household-exit", on=DAY)
    each = found.verdicts
    if isinstance(each, pl.LazyFrame):
        sums = each.group_by("outcome").agg(
            pl.len().alias("units"), pl.col("failing", "needed").sum()
        )
        told = sums.collect(engine="streaming")
    elif isinstance(each, duckdb.DuckDBPyRelation):
        masks = "sum(failing) as failing, sum(needed) as needed"
        told = each.aggregate(f"outcome, count(*) as units, {masks}", "outcome").pl()
    else:
        rows = nw.from_native(each).lazy().group_by("outcome")
        sums = rows.agg(nw.len().alias("units"), nw.col("failing", "needed").sum())
        told = sums.collect("polars").to_native()
    units = dict(told.select("outcome", "units").iter_rows())
    bits = {name: int(told[name].sum()) for name in ("failing", "needed")}
    return pl.DataFrame([units | bits]).select(screens.SCREEN)


def duties(registry: fp.Registry) -> pl.DataFrame:
    """Links met twice in the year, by the level of their deputy, by the library."""
    asked = fp.coverage.duties(registry, BOOKS, on=DAY, by="level", duty="household-visits")
    return asked.rows.select(visits.DUTIES)


def exits(registry: fp.Registry) -> pl.DataFrame:
    """Who is still poor by village and county, and their verdicts, by the library."""
    levels, most = ("village", "county"), chains.LARGEST
    asked = fp.coverage.exits(registry, NATIONAL, on=DAY, by=levels, size_at_most=most)
    return asked.rows.select(chains.CHAIN)


def deliveries(registry: fp.Registry) -> pl.DataFrame:
    """What acts gave in 2016, by kind and unit, by the library."""
    asked = fp.coverage.deliveries(registry, on=DAY, by="kind", window=fp.Period.year(2016))
    return asked.rows.select(works.DELIVERIES)


def matters(registry: fp.Registry) -> pl.DataFrame:
    """What became of matters, by kind, by the library."""
    return fp.coverage.matters(registry, LAWS, on=DAY).rows.select(works.MATTERS)


def places(registry: fp.Registry) -> pl.DataFrame:
    """Poor villages inspected in two rounds, by county, by the library."""
    what = fp.coverage.Inspected(*works.ROUNDS, level=works.LEVEL)
    return fp.coverage.places(registry, what, on=DAY, by="county").rows.select(works.PLACES)


def met(registry: fp.Registry) -> pl.DataFrame:
    """The same, all of it, of which OpenFisca gives only how many meet the criterion."""
    return screen(registry).select("met")


RULE = "deputy-households"
BOOKS = fp.policy.load(BOOK)
SICHUAN, NATIONAL = (fp.policy.load(book) for book in ("sichuan-2016", "cn-2016"))
LAWS = [fp.policy.load(book) for book in ("cn-deputies-2015", "cn-supervision")]

REGISTRIES: dict[str, Open] = {
    "library-polars": scanned, "library-duckdb": related, "library-checked": checked,
}  # fmt: skip
LIBRARY = {
    "households": (households, TABLES), "quotas": (quotas, TABLES),
    "screen": (screen, SURVEYS), "met": (met, SURVEYS),
    "duties": (duties, VISITS), "exits": (exits, CHAIN),
    "deliveries": (deliveries, ACTS), "matters": (matters, PUT), "places": (places, SEEN),
}  # fmt: skip
BY_HAND: dict[str, dict[str, Answer]] = {
    "households": {
        "hand-polars": queries.households_polars,
        "hand-duckdb": queries.households_duckdb,
    },
    "quotas": {"hand-polars": queries.quotas_polars, "hand-duckdb": queries.quotas_duckdb},
    "screen": {"hand-polars": screens.screen_polars, "hand-duckdb": screens.screen_duckdb},
    "duties": {"hand-polars": visits.visits_polars},
    "exits": {"hand-polars": chains.chain_polars},
    "deliveries": {"hand-polars": works.deliveries_polars},
    "matters": {"hand-polars": works.matters_polars},
    "places": {"hand-polars": works.places_polars},
}


def check(folder: Path) -> dict[str, object]:
    """The check itself, which nothing written by hand stands against."""
    return measured(lambda: pl.DataFrame({"faults": [str(scanned(folder).check())]}))


def one(question: str, who: str, folder: Path, small: Path) -> dict[str, object]:
    """One measurement; the small tables are asked first: no import falls under the clock."""
    if question == "check":
        str(scanned(small).check())
        return check(folder)
    if who in BY_HAND.get(question, {}):
        by_hand = BY_HAND[question][who]
        by_hand(small)
        return measured(lambda: by_hand(folder))
    (ask, tables), open_ = LIBRARY[question], REGISTRIES[who]
    ask(open_(small, tables))
    if open_ is checked:  # the check is measured by itself
        registry = open_(folder, tables)
        return measured(lambda: ask(registry))
    return measured(lambda: ask(open_(folder, tables)))


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
