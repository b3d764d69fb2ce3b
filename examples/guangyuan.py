"""What the pairing rules ask of Guangyuan's deputies, how far they are kept, where, and who is out.

    python guangyuan.py                     on the seeded synthetic registry of the city
    python guangyuan.py FOLDER              on your own: FOLDER/households.csv, links.csv, …
    python guangyuan.py FOLDER --on 2016-09-09 --out results

The columns of the files are those of docs/tables.md. Every table is also written to CSV files.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

import fupin as fp

HEADS = {"city": 359, "county": 1_428, "township": 10_951}
KINDS = ["deputy-household"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path, nargs="?", help="CSV files named after the tables")
    asked.add_argument("--on", default="2016-12-31", help="day of the question (2016-12-31)")
    asked.add_argument("--out", type=Path, default=Path("out/guangyuan"), help="where to write")
    options = asked.parse_args()

    book = fp.policy.load("guangyuan-2016")
    registry = read(options.folder) if options.folder else synthetic()

    title("What the rules ask, from head counts alone")
    capacity = fp.coverage.capacity(book, HEADS, on=options.on)
    show(capacity.rows.drop("book", "covered_at_most"))
    for rule, links in capacity.asked.items():
        print(f"{book.rule(rule).en}: {links:,} links")

    title("The data")
    print(registry.check())

    title(f"Households in need that a deputy is paired with, by county, on {options.on}")
    covered = fp.coverage.households(registry, on=options.on, by="county", kinds=KINDS)
    show(named(covered.rows).drop("level", "size_unknown"))
    print(f"households  {covered.total}")
    print(f"persons     {covered.rate('persons')}")

    tables = {"capacity": capacity.rows, "households_by_county": named(covered.rows)}

    title("Deputies' quotas by level: the rule, and the yardstick that was reported")
    for yardstick in (None, "at-least-one"):
        kept = fp.coverage.quotas(
            registry,
            book,
            on=options.on,
            by="level",
            rule="deputy-households",
            yardstick=yardstick,
        )
        print(f"\n{yardstick or 'the rule: city 3, county 1, township 1'}")
        show(kept.rows.drop("rule", "over", "out_of_scope"))
        print(f"kept by {kept.total}")
        tables[f"quotas_{yardstick or 'rule'}"] = kept.rows

    title("Duties of the year")
    done = fp.coverage.duties(registry, book, on=options.on)
    show(done.rows)
    for line in done.provenance.assumptions:
        print(f"({line})")
    tables["duties"] = done.rows

    title("Who is left out")
    for name, result in {
        "households without a deputy": covered,
        "deputies short of the rule": fp.coverage.quotas(
            registry, book, on=options.on, rule="deputy-households"
        ),
        "meetings and reports not done": done,
    }.items():
        missing = pl.DataFrame(result.missing())
        counts = dict(missing["outcome"].value_counts().iter_rows())
        print(f"\n{name}: {counts.get('unmet', 0):,} certain, {counts.get('unknown', 0):,} unknown")
        show(missing.sort(missing.columns).head(5))
        tables[f"left_out_{name.split()[0]}"] = missing

    options.out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_csv(options.out / f"{name}.csv")
    print(f"\n{len(tables)} tables written to {options.out}/; digest of the coverage by county:")
    print(covered.digest)


def synthetic() -> fp.Registry:
    """The synthetic registry; it says what it is."""
    print(
        "SYNTHETIC: households, links and meetings are drawn by a seed, on real divisions of 2023"
    )
    print("and the head counts of 2016. Nobody in it exists. Pass a folder to use your own data.")
    return fp.datasets.registry("5108", households=100_000, seed=2016)


def read(folder: Path) -> fp.Registry:
    """Every table of the folder, all cells as text: the registry reads them."""
    files = sorted(folder.glob("*.csv"))
    return fp.Registry.of(**{f.stem: pl.read_csv(f, infer_schema=False) for f in files})


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by division, with the division's name where it is known."""
    names = fp.datasets.divisions().select(pl.col("code").alias("division"), "name")
    placed = rows.join(names, on="division", how="left", maintain_order="left")
    return placed.select("division", "name", pl.exclude("division", "name"))


def title(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}")


def show(table: pl.DataFrame) -> None:
    with pl.Config(
        tbl_rows=40,
        tbl_cols=-1,
        tbl_width_chars=200,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        float_precision=4,
    ):
        print(table)


if __name__ == "__main__":
    main()
