"""May this household leave poverty? Why not? And this village, this county, a hundred thousand?

    python exit.py                            on the seeded synthetic registry of Guangyuan
    python exit.py --households 1000000       on a larger one
    python exit.py FOLDER                     on your own: FOLDER/households.csv, surveys.csv, …
    python exit.py FOLDER --on 2016-12-31 --out results

The columns of the files are those of docs/tables.md. Every table is also written to CSV files.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

import fupin as fp

BOOK = fp.policy.load("sichuan-2016")
BEFORE = fp.policy.load("sichuan-2015")
HOUSEHOLD, VILLAGE, COUNTY = "household-exit", "village-exit", "county-exit"
LARGEST = 8
"""A household whose size nobody wrote down is taken to have at most so many persons."""

USED = (
    "households", "events", "memberships", "persons", "surveys", "incomes", "unregistered",
    "villages", "village_surveys", "county_surveys", "populations",
)  # fmt: skip
"""The tables that exits are asked of; others are left out."""

Tables = dict[str, pl.DataFrame]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path, nargs="?", help="CSV files named after the tables")
    asked.add_argument("--households", type=int, default=100_000, help="made up (100,000)")
    asked.add_argument("--on", default="2016-12-31", help="day of the question (2016-12-31)")
    asked.add_argument("--out", type=Path, default=Path("out/exit"), help="where to write")
    options = asked.parse_args()

    one_household()
    one_village()
    one_county()

    registry = read(options.folder) if options.folder else synthetic(options.households)
    title("The data")
    print(repr(registry.check()))

    tables: Tables = {}
    ready = screened(registry, options.on, tables)
    chained(registry, options.on, ready, tables)
    compared(registry, options.on, tables)
    screened_again(registry, options.on, tables)

    options.out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_csv(options.out / f"{name}.csv")
    print(f"\n{len(tables)} tables written to {options.out}/")


def one_household() -> None:
    """A survey, the rules of Sichuan, a verdict: in words, with what could still change it."""
    title("One household")
    found = {
        "household": "H-1",
        "on": "2016-12-01",
        "income_until": "2016-12-31",
        "net_income_per_head": "3210",
        "food": True,
        "clothing": True,
        "school_age_children": 0,
        "medical": True,
        "housing": True,
        "power": True,
        "broadcast": True,
    }
    asked = {"on": "2016-12-31", "assume": {"income_steady": True}}
    verdict = fp.criteria.assess(fp.Survey(**found), BOOK, HOUSEHOLD, **asked)
    print(verdict.explain("zh"))
    print(f"\nstill needed: {', '.join(verdict.needed)}\n")
    print(verdict.explain("en"))

    print("\nAnd if somebody looks at the water?")
    for water in (True, False):
        looked = fp.criteria.assess(fp.Survey(**found, water=water), BOOK, HOUSEHOLD, **asked)
        failing = f", because of: {', '.join(looked.failing)}" if looked.failing else ""
        print(f"  water {'safe' if water else 'not safe'}: {looked.outcome.value}{failing}")


def one_village() -> None:
    """30 poor of 1,000: exactly 3 %, which the words 降至3%以下 can be read to hold or not."""
    title("One village, exactly on the limit")
    survey = fp.VillageSurvey(
        division="510824102201",
        on="2016-12-20",
        poor_persons=30,
        rural_population=1_000,
        collective_income=True,
        paved_road=True,
        clinic=True,
        culture_room=True,
        network=True,
    )
    print(fp.criteria.assess(survey, BOOK, VILLAGE, on="2016-12-31").explain("zh"))
    print("\nThe strict reading of 以下, and why this one was taken:")
    strict = fp.criteria.assess(survey, BOOK, VILLAGE, on="2016-12-31", yardstick="under")
    print("\n".join(strict.explain("en").splitlines()[:2]))
    print(strict.explain("en").splitlines()[-1])


def one_county() -> None:
    """Cangxi: what is known of its exit, credited to 2019 and approved in 2020."""
    title("One county: Cangxi, credited to one year, approved in the next")
    case = {"subject": "510824", "procedure": COUNTY, "credited": 2019}
    earlier = [  # known to have been done by the first day of the notice, and no more
        fp.Step(step=step, on=None, latest="2020-01-14", **case)
        for step in ("county-proposal", "city-review", "province-evaluation")
    ]
    notice = fp.Step(step="public-notice", on="2020-01-14", until="2020-01-21", **case)
    approval = fp.Step(step="approval", on="2020-02-18", **case)
    for on in ("2019-12-31", "2020-02-18"):
        progress = fp.procedure.check(
            [*earlier, notice, approval],
            BOOK,
            procedure=COUNTY,
            subject="510824",
            county_class="national",
            on=on,
        )
        print(f"{progress.explain('zh')}\n")
    print(f"credited year {progress.credited}, day of approval {progress.completed}")
    print(progress.explain("en").splitlines()[0])


def screened(registry: fp.Registry, on: str, tables: Tables) -> pl.DataFrame:
    """Everybody in need: who may leave for sure, and what the others lack."""
    title(f"Who may leave poverty on {on}, of those in need")
    found = fp.coverage.screen(registry, BOOK, HOUSEHOLD, on=on, by="county")
    show(named(found.rows).select("name", "units", "met", "unmet", "unknown", "unplaced"))
    print("(unplaced: whether they are in need, or where they live, is not known)")
    print(f"households  {found.total}")
    print(f"persons     {found.rate('persons')}")
    steady = fp.coverage.screen(registry, BOOK, HOUSEHOLD, on=on, assume={"income_steady": True})
    print(f"households, where an income is taken as steady unless known not to be: {steady.total}")

    print("\nBecause of what; several reasons may hold for one household:")
    show(found.reasons.select("leaf", "zh", "failing", "needed"))
    tables["who_may_leave_by_county"] = named(found.rows)
    tables["reasons"] = found.reasons

    everyone = found.verdicts
    for outcome, mask in (("unmet", "failing"), ("unknown", "needed")):
        some = everyone.filter(pl.col("outcome") == outcome, pl.col(mask) > 0).sort(mask, "id")
        if not some.is_empty():
            explained(registry, some["id"][0], on)
    return everyone.filter(pl.col("outcome") == "met", ~pl.col("unplaced"))


def explained(registry: fp.Registry, household: str, on: str) -> None:
    """Why one household of the data stands where it does."""
    [about, *_] = registry.records("households", id=household)
    incomes = registry.has("incomes") and registry.records("incomes", household=household)
    verdict = fp.criteria.assess(
        registry.records("surveys", household=household),
        BOOK,
        HOUSEHOLD,
        on=on,
        household=about,
        income=incomes[-1] if incomes else None,
    )
    print(f"\n{verdict.explain('zh')}")


def chained(registry: fp.Registry, on: str, ready: pl.DataFrame, tables: Tables) -> None:
    """From households to incidence, villages and counties."""
    title("Households, incidence, villages, counties")
    asked = {"on": on, "by": ["village", "county"], "size_at_most": LARGEST}
    chain = fp.coverage.exits(registry, BOOK, **asked)
    counties = named(of_level(chain.rows, "county"))
    print("Persons still poor by the criteria, of the rural registered population:")
    show(
        counties.select(
            "name",
            "in_need",
            "may_exit",
            "may_not_exit",
            "exit_unknown",
            poor=between("poor"),
            population="rural_population",
            incidence=percent("incidence"),
            county="outcome",
        )
    )
    print(f"counties that may leave  {chain.rate('county')}")
    print(f"villages that may leave  {chain.rate('village')}")
    for line in chain.provenance.assumptions:
        print(f"({line})")

    print("\nCounties that fail for sure, by what they lack:")
    for leaf in chain.leaves["county"]:
        fails = counties.filter(pl.col("failing") // 2 ** leaf["bit"] % 2 == 1)
        print(f"  {leaf['en']}: {', '.join(fails['name']) or 'none'}")

    print("\nIndications beside the yardsticks of evaluations, which rest on surveys of their own:")
    show(
        named(chain.indications.filter(level="county")).select(
            "name", "measure", percent(), under="under", outcome="outcome"
        )
    )
    tables["villages"] = named(of_level(chain.rows, "village"))
    tables["counties"] = counties
    tables["indications"] = chain.indications

    title(f"What if the {len(ready):,} households that meet the criteria are let out?")
    then = fp.coverage.exits(registry, BOOK, assume_exited=ready["id"], **asked)
    both = counties.join(of_level(then.rows, "county"), on="division", suffix="_then")
    show(
        both.select(
            "name",
            let_out="taken_as_exited_then",
            recorded=percent("recorded_incidence"),
            then=percent("recorded_incidence", "_then"),
            county="outcome_recorded",
            county_then="outcome_recorded_then",
        )
    )
    for name, result in (("before", chain), ("then", then)):
        print(
            f"villages that may leave, by the record, {name:6}  {result.rate('village', 'record')}"
        )


def compared(registry: fp.Registry, on: str, tables: Tables) -> None:
    """The same evidence by the rules of December 2015 and by those of August 2016."""
    title("What changed between Sichuan's rules of 2015 and those of 2016")
    asked = {"on": on, "other": BOOK, "assume": {"in_force": True}, "carry": True}
    for unit, criterion in (("households", HOUSEHOLD), ("villages", VILLAGE)):
        if unit == "villages" and not registry.has("village_surveys"):
            continue
        changed = fp.coverage.compare(registry, BEFORE, criterion, **asked)
        print(f"\n{unit}, by outcome before and after:")
        show(changed.rows.select("before", "after", "units"))
        because = changed.changed.group_by("before", "after", "because").len("units")
        print("those that change, because of (the first ten):")
        show(because.sort("units", "because", descending=[True, False]).head(10))
        tables[f"changed_{unit}"] = changed.changed


def screened_again(registry: fp.Registry, on: str, tables: Tables) -> None:
    """Those that have left, screened again: one list for each criterion."""
    title("Households that have left, screened again")
    again = fp.coverage.screen(registry, BOOK, HOUSEHOLD, on=on, population="exited")
    print(f"still over the line and secured  {again.total}")
    for leaf in again.reasons.filter(pl.col("failing") > 0).to_dicts():
        print(f"  {leaf['failing']:>6,} fail by {leaf['leaf']} ({leaf['zh']})")
        tables[f"exited_failing_{leaf['leaf']}"] = again.listed(leaf["leaf"])


def synthetic(households: int) -> fp.Registry:
    """The synthetic registry; it says what it is."""
    print("\nSYNTHETIC: households, surveys, incomes and villages are drawn by a seed, on real")
    print("divisions of 2023. Nobody in it exists. Pass a folder to use your own data.")
    made = fp.datasets.tables("5108", households=households, seed=2016)
    return fp.Registry.of(**{name: made[name] for name in USED})


def read(folder: Path) -> fp.Registry:
    """Those tables of the folder, all cells as text: the registry reads them."""
    files = [folder / f"{name}.csv" for name in USED if (folder / f"{name}.csv").exists()]
    return fp.Registry.of(**{f.stem: pl.read_csv(f, infer_schema=False) for f in files})


def of_level(rows: pl.DataFrame, level: str) -> pl.DataFrame:
    """The places of a level; those of unknown division stand apart."""
    return rows.filter(level=level, placed="here")


def between(low: str) -> pl.Expr:
    """Two bounds as one cell."""
    high = pl.col(f"{low}_most").cast(pl.String).fill_null("?")
    return pl.format("{}–{}", pl.col(low), high)


def percent(share: str = "", then: str = "") -> pl.Expr:
    """The bounds of a share as one cell, such as 3.35–4.02 %."""
    ends = [f"{share}_{end}{then}".strip("_") for end in ("low", "high")]
    parts = [(pl.col(end) * 10_000).round().cast(pl.Int64) for end in ends]
    cells = [
        pl.format("{}.{}", part // 100, (part % 100).cast(pl.String).str.zfill(2)).fill_null("?")
        for part in parts
    ]
    return pl.format("{}–{} %", *cells).alias(share or "share")


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by division, with the division's name where it is known."""
    names = fp.datasets.divisions().select(pl.col("code").alias("division"), "name")
    placed = rows.join(names, on="division", how="left", maintain_order="left")
    placed = placed.with_columns(pl.col("name").fill_null("(place not known)"))
    return placed.select("division", "name", pl.exclude("division", "name"))


def title(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}")


def show(table: pl.DataFrame) -> None:
    with pl.Config(
        tbl_rows=40,
        tbl_cols=-1,
        tbl_width_chars=200,
        fmt_str_lengths=60,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        float_precision=4,
    ):
        print(table)


if __name__ == "__main__":
    main()
