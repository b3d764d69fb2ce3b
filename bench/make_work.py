"""Make the tables of the work itself: acts of help, matters, villages and their inspections.

As in `bench.make_data`: invented, all of it a hash of row numbers, on real villages; written in
parts that stand whole or not at all.

    python -m bench.make_work work build/bench/work

What the rows hold, all of it on purpose:

- acts: 1 % on a day nobody wrote down, 0.5 % without a place; quantities in units of area, length
  or heads, of 1 % the number is missing; of some the money, of some the attendances, of which a
  tenth is told as a lower bound.
- matters: three in five are suggestions; 0.5 % raised and 3 % assigned on an unknown day; of 5 % it
  is not said whether they are hard.
- handlings: replies (a tenth by another body), follow-ups, closures, reopenings; 1 % undated,
  0.5 % before the matter was raised.
- villages: a fifth poor, of 1 % it is not said; inspections: rounds 1 to 3, 0.5 % without one, 1 %
  undated, 5 % assisting a body above.
"""

import argparse
import json
import time
from datetime import date
from pathlib import Path

import polars as pl

from bench.hashed import below, one_in, shuffled
from bench.make_data import HERE, skewed_village, village_codes
from bench.measured import peak_gib
from bench.written import Table, write

MADE_BY = ("make_work.py", "make_data.py", "hashed.py")
SIZES = {"small": (20_000, 5_000), "work": (10_000_000, 1_000_000)}
"""Acts and matters of a size."""

KINDS = ("industry", "planting", "training", "infrastructure", "donation", "medical", "sales")
UNITS = ("mu", "hectare", "m", "km", "head")
STEPS = ("reply", "follow-up", "closed", "reopened")
BODIES = 5_000

row = pl.col("row")


def _word(words: tuple[str, ...], salt: int) -> pl.Expr:
    numbers = below(row, salt, len(words))
    return numbers.replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _days(first: date, after: pl.Expr) -> pl.Expr:
    return (pl.lit(first) + pl.duration(days=after)).cast(pl.Date)


def acts(count: int, villages: pl.Series) -> Table:
    """The acts: id, kind, division, on, quantity, unit, money, person_times, at_least."""
    measured, paid, met = one_in(row, 64, 2), one_in(row, 66, 3), one_in(row, 67, 5)

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        place = rows.select(skewed_village(row, len(villages))).to_series()
        return rows.with_columns(code=villages.gather(place)).select(
            id=shuffled(row, count),
            kind=_word(KINDS, 61),
            division=pl.when(~one_in(row, 62, 200)).then("code"),
            on=pl.when(~one_in(row, 63, 100)).then(
                _days(date(2014, 1, 1), below(row, 65, 1_200))
            ),
            quantity=pl.when(measured & ~one_in(row, 68, 100)).then(1 + below(row, 69, 500)),
            unit=pl.when(measured).then(_word(UNITS, 70)),
            money=pl.when(paid).then(100 + below(row, 71, 100_000)),
            person_times=pl.when(met).then(1 + below(row, 72, 300)),
            at_least=pl.when(met & one_in(row, 73, 10)).then(pl.lit("person_times")),
        )  # fmt: skip

    return Table(count, made)


def _raised(matter: pl.Expr) -> pl.Expr:
    return below(matter, 81, 1_100)


def matters(count: int, villages: pl.Series) -> Table:
    """The matters: id, kind, issuer, addressee, division, raised, assigned, hard."""
    draw = below(row, 82, 20)
    kind = pl.when(draw < 12).then(pl.lit("suggestion")).when(draw < 17).then(
        pl.lit("deliberation-opinion")
    )  # fmt: skip
    assigned = _raised(row) + below(row, 83, 40)

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        place = rows.select(below(row, 84, len(villages))).to_series()
        county = pl.col("code").str.slice(0, 6).str.pad_end(12, "0")
        return rows.with_columns(code=villages.gather(place)).select(
            id="row",
            kind=kind.otherwise(pl.lit("inquiry-item")),
            issuer=below(row, 85, 100_000),
            addressee=below(row, 86, BODIES),
            division=county,
            raised=pl.when(~one_in(row, 87, 200)).then(_days(date(2015, 1, 1), _raised(row))),
            assigned=pl.when(~one_in(row, 88, 33)).then(_days(date(2015, 1, 1), assigned)),
            hard=pl.when(~one_in(row, 89, 20)).then(one_in(row, 90, 10)),
        )

    return Table(count, made)


def handlings(count: int) -> Table:
    """What was done about them: matter, step, on, by; two or three a matter."""
    matter, draw = below(row, 91, count), below(row, 92, 100)
    late = pl.when(one_in(row, 93, 200)).then(-5).otherwise(1 + below(row, 94, 260))
    step: pl.Expr = pl.lit(STEPS[3])
    for name, most in zip(STEPS[2::-1], (97, 75, 50), strict=True):
        step = pl.when(draw < most).then(pl.lit(name)).otherwise(step)

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.select(
            matter=matter,
            step=step,
            on=pl.when(~one_in(row, 95, 100)).then(
                _days(date(2015, 1, 1), _raised(matter) + late)
            ),
            by=pl.when(~one_in(row, 96, 10)).then(below(matter, 86, BODIES)).otherwise(BODIES),
        )  # fmt: skip

    return Table(count * 5 // 2, made)


def villages_of(codes: pl.Series) -> Table:
    """The villages: division, poor."""

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.select(
            division=codes.gather(rows["row"]),
            poor=pl.when(~one_in(row, 101, 100)).then(one_in(row, 102, 5)),
        )

    return Table(len(codes), made)


def inspections(count: int, villages: pl.Series) -> Table:
    """The inspections: division, round, lead, levels, assisting, on; each led by its own body."""
    levels = ("city", "county", "city;county", "county;township")

    def made(rows: pl.DataFrame) -> pl.DataFrame:
        place = rows.select(below(row, 103, len(villages))).to_series()
        return rows.with_columns(code=villages.gather(place)).select(
            division="code",
            round=pl.when(~one_in(row, 104, 200)).then(1 + below(row, 105, 3)),
            lead="row",
            levels=_word(levels, 106),
            assisting=one_in(row, 107, 20),
            on=pl.when(~one_in(row, 108, 100)).then(
                _days(date(2014, 1, 1), below(row, 109, 1_200))
            ),
        )  # fmt: skip

    return Table(count, made)


def main() -> None:
    """Read the command line and make the tables."""
    parser = argparse.ArgumentParser(description="Make the tables of the work itself.")
    parser.add_argument("size", choices=sorted(SIZES))
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    stamp = "".join((HERE / name).read_text(encoding="utf-8") for name in MADE_BY)
    codes, (some, put) = village_codes(), SIZES[given.size]
    tables = {
        "acts": acts(some, codes),
        "matters": matters(put, codes),
        "handlings": handlings(put),
        "villages": villages_of(codes),
        "inspections": inspections(some * 3 // 10, codes),
    }
    write(given.folder, tables, stamp)
    cpu = time.process_time()
    print(json.dumps({"cpu_seconds": round(cpu, 1), "peak_gib": round(peak_gib(), 2)}))


if __name__ == "__main__":
    main()
