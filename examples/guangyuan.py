"""What the pairing rules ask of Guangyuan's deputies, how far they are kept, where, and who is out.

    python guangyuan.py                     on the seeded synthetic registry of the city
    python guangyuan.py FOLDER              on your own: FOLDER/households.csv, links.csv, …
    python guangyuan.py FOLDER --on 2016-09-09 --out results

The columns of the files are those of docs/tables.md. Every table is also written to CSV files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polars as pl

import fupin as fp

HEADS = {"city": 359, "county": 1_428, "township": 10_951}
KINDS = ["deputy-household"]
RULE = "deputy-households"
Tables = dict[str, pl.DataFrame]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path, nargs="?", help="CSV files named after the tables")
    asked.add_argument("--on", default="2016-12-31", help="day of the question (2016-12-31)")
    asked.add_argument("--out", type=Path, default=Path("out/guangyuan"), help="where to write")
    options = asked.parse_args()
    try:
        tables = answer(options.folder, options.on)
    except fp.FupinError as error:
        sys.exit(str(error))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_csv(options.out / f"{name}.csv")
    print(f"\nWritten to {options.out}/, whole: {', '.join(f'{name}.csv' for name in tables)}")


def answer(folder: Path | None, on: str) -> Tables:
    """Every section printed; its tables by name."""
    book = fp.policy.load("guangyuan-2016")
    source = book.sources["report"]
    print(f"Rules of Guangyuan (广元市), as reported on {source.date} in 《{source.title}》.")
    registry = read(folder) if folder else synthetic()
    return {
        **rules(book, on),
        **data(registry),
        **households(registry, on),
        **quotas(registry, book, on),
        **duties(registry, book, on),
    }


def synthetic() -> fp.Registry:
    """The synthetic registry; it says what it is."""
    print("SYNTHETIC DATA: households, links and meetings are drawn by a seed, on the divisions of")
    print("2023 and the head counts of 2016. Nobody in it exists. For your own data pass a folder.")
    return fp.datasets.registry("5108", households=100_000, seed=2016)


def read(folder: Path) -> fp.Registry:
    """Every table of the folder, all cells as text: the registry reads them."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        sys.exit(f"no CSV files in {folder}: expected households.csv, links.csv, helpers.csv, …")
    return fp.Registry.of(**{f.stem: pl.read_csv(f, infer_schema=False) for f in files})


def rules(book: fp.Rulebook, on: str) -> Tables:
    title("What the rules ask, from head counts alone")
    capacity = fp.coverage.capacity(book, HEADS, on=on)
    show(capacity.rows.select("rule", "group", "operator", "quota", "heads", "links_asked"))
    for name, links in capacity.asked.items():
        rule = book.rule(name)
        print(f"{rule.en} ({rule.zh}): {links:,} links asked; checked: {rule.checked}")
    return {"capacity": capacity.rows}


def data(registry: fp.Registry) -> Tables:
    title("The data")
    found = registry.check()
    print(f"{found}; what rests on one counts as unknown below. The most frequent:")
    for rule, number in sorted(found.counts.items(), key=lambda told: -told[1])[:5]:
        print(f"{number:>7,}  {rule}")
    print("each as a row, with what was expected and what to do, in faults.csv")
    return {"faults": pl.DataFrame(found.rows)}


def households(registry: fp.Registry, on: str) -> Tables:
    title(f"Households in need, and those a deputy is paired with, by county, on {on}")
    covered = fp.coverage.households(registry, on=on, by="county", kinds=KINDS)
    rows = named(covered.rows)
    columns = ("households", "paired", "unknown", "unplaced", "share", "persons", "persons_paired")
    show(with_share(rows).select("name", *columns))
    print(f"households: {covered.total}")
    print(f"persons:    {covered.rate('persons')}")
    print("unknown: whether a deputy is paired; unplaced: whether it is in need at all.")
    print("share: what it may be, whatever the unknown turns out to be.")
    print(f"digest: {covered.digest[:16]}…, the same for the same data on any engine and machine.")
    left = left_out("Households without a deputy", covered, "left_out_households")
    return {"households_by_county": rows, **left}


def quotas(registry: fp.Registry, book: fp.Rulebook, on: str) -> Tables:
    title("Deputies who keep their quota of households, by level, under both yardsticks")
    if lacks(registry, "helpers"):
        return {}
    tables = {}
    for yardstick in (None, "at-least-one"):
        asked = book.rule(RULE).measured_by(yardstick)
        words = ", ".join(f"{quota.group} {quota.links}" for quota in asked)
        print(f"\n{'as reported' if yardstick else 'the rule'}, at least: {words}")
        kept = fp.coverage.quotas(registry, book, on=on, by="level", rule=RULE, yardstick=yardstick)
        order = pl.col("level").replace_strict({x: x.rank for x in fp.Level}, default=9)
        rows = kept.rows.sort(order, maintain_order=True)
        columns = ("helpers", "no_duty", "exempt", "obliged", "met", "unmet", "unknown", "missing")
        show(with_share(rows).select("level", *columns, "share"))
        print(f"kept by {kept.total}")
        tables[f"quotas_{yardstick or 'rule'}"] = rows
    print("no_duty: the rule asks nothing of them; missing: links that are surely lacking.")
    short = fp.coverage.quotas(registry, book, on=on, rule=RULE)
    return {**tables, **left_out("Deputies short of the rule", short, "left_out_deputies")}


def duties(registry: fp.Registry, book: fp.Rulebook, on: str) -> Tables:
    title(f"Duties of the year, as known on {on}")
    if lacks(registry, "helpers"):
        return {}
    done = fp.coverage.duties(registry, book, on=on)
    columns = ("subjects", "judged", "met", "unmet", "unknown", "not_yet_due", "no_number")
    show(with_share(done.rows).select("rule", *columns, "share"))
    print("no_number: the source asks for it and gives no number, so nobody is judged by it.")
    for line in done.provenance.assumptions:
        print(f"{line}.")
    left = left_out("Meetings, reports and sessions not done", done, "left_out_duties")
    return {"duties": done.rows, **left}


def left_out(what: str, result: fp.Coverage, name: str) -> Tables:
    """Who is left out, the certain apart from the unknown; the first five are shown."""
    missing = pl.DataFrame(result.missing())
    counts = dict(missing["outcome"].value_counts().iter_rows())
    print(f"\n{what}: {counts.get('unmet', 0):,} certain, {counts.get('unknown', 0):,} unknown")
    empty = [c for c in missing.columns if missing[c].null_count() == missing.height]
    show(missing.drop(empty, "held_possible", "done_possible", strict=False).head(5))
    print(f"the first five; all of them in {name}.csv")
    return {name: missing}


def lacks(registry: fp.Registry, table: str) -> bool:
    """Whether a table was not given; then this says so."""
    if not registry.has(table):
        print(f"left out: it needs {table}.csv")
    return not registry.has(table)


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by division, with the division's name where it is known."""
    names = fp.datasets.divisions().select(pl.col("code").alias("division"), "name")
    placed = rows.join(names, on="division", how="left", maintain_order="left")
    said = pl.when(pl.col("division").is_null()).then(pl.lit("division unknown")).otherwise("name")
    return placed.select("division", said.alias("name"), pl.exclude("division", "name"))


def with_share(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with their bounds in words."""
    low, high = ((pl.col(c) * 100).round(1) for c in ("low", "high"))
    one, two = pl.format("{} %", low), pl.format("{} to {} %", low, high)
    return rows.with_columns(share=pl.when(low == high).then(one).otherwise(two).fill_null(""))


def title(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}")


def show(table: pl.DataFrame) -> None:
    with pl.Config(
        tbl_rows=40,
        tbl_cols=-1,
        tbl_width_chars=120,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        tbl_cell_numeric_alignment="RIGHT",
        thousands_separator=",",
    ):
        print(table)


if __name__ == "__main__":
    main()
