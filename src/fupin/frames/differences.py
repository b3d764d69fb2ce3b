"""What differs between a frozen result and one computed anew (存档差异): rows, and provenance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from typing import Any

import attrs
import polars as pl

from fupin.frames.display import as_html, as_text
from fupin.frames.results import Provenance, Table

SIDES: tuple[str, str] = ("frozen", "recomputed")
NEARLY = 1e-9
"""Of a float: engines add in orders of their own, so that its last digits may differ."""


@attrs.frozen(eq=False, slots=False, repr=False)
class Difference:
    """What differs between a frozen result and one computed anew (存档差异).

    Attributes:
        rows: one row a cell that differs: the keys, `column`, and both values as text. Of a row
            that stands on one side only, `column` is "row", and that side says "there". Empty
            where the two have other keys, which `provenance` says.
        provenance: one row a part of the question, the rules or the readings that differs.
        digests: both digests.
    """

    rows: pl.DataFrame
    provenance: pl.DataFrame
    digests: tuple[str, str]

    @property
    def same_digest(self) -> bool:
        """Whether both have one digest: the same question, rules and counts."""
        return self.digests[0] == self.digests[1]

    @property
    def same(self) -> bool:
        """Whether nothing differs at all."""
        return self.same_digest and self.rows.is_empty() and self.provenance.is_empty()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """What differs, in a sentence for each of the three."""
        first, second = self.digests
        digest = f"one digest, {first[:12]}"
        if not self.same_digest:
            digest = f"another digest: {first[:12]} frozen, {second[:12]} recomputed"
        return (
            digest,
            f"{_number(self.provenance.height)} of the provenance",
            f"{_number(self.rows.height)} of the rows",
        )

    def __repr__(self) -> str:
        tables = [as_text(part, part.columns) for part in self._parts]
        return "\n".join([*self.lines, *tables])

    def _repr_html_(self) -> str:
        head = "<br>".join(escape(line) for line in self.lines)
        return f"<p>{head}</p>" + "".join(as_html(part, part.columns) for part in self._parts)

    @property
    def _parts(self) -> list[pl.DataFrame]:
        return [part for part in (self.provenance, self.rows) if not part.is_empty()]


def _number(differences: int) -> str:
    return f"{differences:,} differences" if differences != 1 else "1 difference"


def differences(frozen: Table, recomputed: Table) -> Difference:
    """What differs between two results; see `Frozen.compare`."""
    sides = (frozen, recomputed)
    told = [dict(_parts(side)) for side in sides]
    names = dict.fromkeys(name for side in told for name in side)
    unlike = [
        (name, *(side.get(name) for side in told))
        for name in names
        if told[0].get(name) != told[1].get(name)
    ]
    schema = dict.fromkeys(("what", *SIDES), pl.String)
    return Difference(
        rows=_rows(frozen, recomputed),
        provenance=pl.DataFrame(unlike, schema=schema, orient="row"),
        digests=(frozen.digest, recomputed.digest),
    )


def _parts(result: Table) -> Iterator[tuple[str, str]]:
    """Every part of what a result says of itself, by name."""
    source: Provenance = result.provenance
    yield "calculator", source.calculator
    yield "on", str(source.on)
    yield "known_on", str(source.known_on or "")
    yield from _leaves("asked", source.asked)
    yield "books", ", ".join(source.books)
    cited: Counter[str] = Counter()  # a rule may be cited on several days, or of two books alike
    for rule in source.rules:
        scope = f" in {rule['scope']}" if rule["scope"] else ""
        name = f"rule {rule['rule']} of {rule['book']}{scope}"
        cited[name] += 1
        yield from _leaves(name if cited[name] == 1 else f"{name} ({cited[name]})", rule)
    for assumption in source.assumptions:
        yield f"assumed: {assumption}", "yes"
    yield "data", source.checked
    yield "keys", ", ".join(result.keys)
    yield "columns", ", ".join(name for name in result.rows.columns if name not in result.keys)


def _leaves(name: str, part: Any) -> Iterator[tuple[str, str]]:
    """The parts of something nested, each under its path."""
    if isinstance(part, Mapping):
        for key, inner in part.items():
            yield from _leaves(f"{name}: {key}", inner)
    elif isinstance(part, (list, tuple)) and any(isinstance(p, Mapping) for p in part):
        for number, inner in enumerate(part, start=1):
            yield from _leaves(f"{name} {number}", inner)
    elif isinstance(part, (list, tuple)):
        yield name, ", ".join(map(str, part))
    elif part is not None:
        yield name, str(part)


def _rows(frozen: Table, recomputed: Table) -> pl.DataFrame:
    """The cells that differ, by key; none where the keys do."""
    keys = frozen.keys
    named = {key: f"own_{key}" if key in ("column", *SIDES) else key for key in keys}
    schema = dict.fromkeys((*named.values(), "column", *SIDES), pl.String)
    if keys != recomputed.keys:
        return pl.DataFrame(schema=schema)
    shared = [c for c in frozen.rows.columns if c in recomputed.rows.columns and c not in keys]
    # A result without keys is one row: a column of nothing finds it.
    by = [pl.col(key).cast(pl.String).alias(f"key {key}") for key in keys] + [pl.lit("").alias("")]
    laid = [
        side.rows.select(*by, pl.lit("there").alias("row"), *shared).rename(
            {c: f"{c} {name}" for c in ("row", *shared)}
        )
        for name, side in zip(SIDES, (frozen, recomputed), strict=True)
    ]
    on = [f"key {key}" for key in keys] + [""]
    both = laid[0].join(laid[1], on=on, how="full", coalesce=True, nulls_equal=True)
    both = both.sort(on, nulls_last=True).with_row_index("at")
    there = pl.col("row frozen").is_not_null() & pl.col("row recomputed").is_not_null()
    cells = [
        both.filter(~there if c == "row" else there & _unlike(both, c)).select(
            "at",
            *(pl.col(f"key {key}").alias(name) for key, name in named.items()),
            pl.lit(c).alias("column"),
            *(pl.col(f"{c} {side}").cast(pl.String).alias(side) for side in SIDES),
        )
        for c in ("row", *shared)
    ]
    return pl.concat(cells).sort("at", maintain_order=True).drop("at")


def _unlike(both: pl.DataFrame, column: str) -> pl.Expr:
    """Whether two cells differ: as numbers, floats but for their last digits, or else as text."""
    first, second = (pl.col(f"{column} {side}") for side in SIDES)
    types = [both.schema[f"{column} {side}"] for side in SIDES]
    if types[0] != types[1]:
        first, second = first.cast(pl.String), second.cast(pl.String)
    elif types[0].is_float():
        far = (first - second).abs() > NEARLY * pl.max_horizontal(first.abs(), second.abs(), 1)
        return first.ne_missing(second) & far.fill_null(value=True)
    return first.ne_missing(second)
