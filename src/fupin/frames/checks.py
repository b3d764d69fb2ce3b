"""The check (数据核查): every fault in the data at once, as a table; nothing is mended or dropped.

A row says what is wrong, where, what was expected and what to do. It names records by their ids;
it never shows the cell.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from fupin.divisions import SHORT_CODE
from fupin.frames.engines import Frame, Kind, collect, give
from fupin.frames.histories import walked
from fupin.frames.normalise import UNREADABLE
from fupin.frames.planes import one_of
from fupin.frames.registry import Registry
from fupin.frames.repeats import parted, same, spread
from fupin.frames.tables import SPECS, TYPES, TableSpec
from fupin.model.statuses import TRACKS
from fupin.model.vocabulary import WORDS

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("table", "row", "column", "rule", "what", "expected", "remedy")


@attrs.frozen
class Rule:
    """One rule of the check (核查规则).

    Attributes:
        name: its name; `Registry.sound` asks by it.
        table: the table it looks at.
        column: the column at fault.
        what: what is wrong.
        expected: what was expected.
        remedy: what to do.
    """

    name: str
    table: str
    column: str
    what: str
    expected: str
    remedy: str

    def rows(self, faulty: Frame, *key: str) -> Frame:
        """The faulty rows, told in the words of the rule."""
        told = {
            "table": self.table,
            "column": self.column,
            "rule": self.name,
            "what": self.what,
            "expected": self.expected,
            "remedy": self.remedy,
        }
        named = [nw.col(k).cast(nw.String).fill_null("–") for k in key]
        row = named[0] if len(named) == 1 else nw.concat_str(*named, separator=" | ")
        laid = faulty.select(row.alias("row"), *(nw.lit(v).alias(k) for k, v in told.items()))
        return laid.select(*COLUMNS)


@attrs.frozen(eq=False, slots=False)
class Check:
    """What a check found (核查结果).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     households=[fp.Household(id="H-1", division="51x8", size=0)],
        ... )
        >>> found = registry.check()
        >>> found.counts
        {'households.division unreadable': 1, 'households.size below 1': 1}
        >>> print(found.sentences()[0])
        households.division of H-1: the code cannot be read; expected 2, 4, 6, 9 or 12 digits of \
an administrative division; correct it: until then its division is unknown

    Attributes:
        frame: one row a fault, as a plan.
        kind: the kind of frame it is handed back as.
        counts: number of faults by rule; rules without any are left out.
    """

    frame: Frame
    kind: Kind
    counts: Mapping[str, int]

    @cached_property
    def native(self) -> Any:
        """The faults, one a row, in the registry's kind of frame."""
        return give(self.frame, self.kind)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The faults in memory, sorted."""
        return collect(self.frame).sort(COLUMNS)

    def sentences(self, most: int = 20) -> list[str]:
        """The first faults, each as a sentence."""
        return [
            f"{f['table']}.{f['column']} of {f['row']}: {f['what']}; "
            f"expected {f['expected']}; {f['remedy']}"
            for f in self.rows.head(most).to_dicts()
        ]

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __str__(self) -> str:
        if not self.counts:
            return "checked: no faults"
        return f"checked: {len(self):,} faults of {len(self.counts)} kinds"

    def __repr__(self) -> str:
        return "\n".join([str(self), *(f"  {n:>9,}  {rule}" for rule, n in self.counts.items())])

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{n:,}</td><td>{r}</td></tr>" for r, n in self.counts.items())
        return f"<p>{self}</p><table>{rows}</table>"


def look_over(registry: Registry) -> Check:
    """Look at every table of a registry, by every rule that it has the columns for."""
    parts = list(_faults(registry))
    counts: Counter[str] = Counter()
    # One rule after the other: all in one plan would hold every table's keys at once.
    for part in parts:
        counted = collect(part.group_by("rule").agg(nw.len().alias("n")))
        counts.update({rule: int(n) for rule, n in counted.iter_rows()})
    return Check(nw.concat(parts, how="vertical"), registry.kind, dict(sorted(counts.items())))


def _faults(registry: Registry) -> Iterator[Frame]:
    """The faulty rows by every rule that the registry has the columns for."""
    for table in registry.tables:
        spec, given = SPECS[table], registry.given(table)
        columns = [c for c in registry.columns(table) if c in spec.types]
        yield from _cells(spec, given, columns)
        yield from _repeats(spec, given, columns)
        if "since" in columns and "until" in columns:
            yield Rule(
                f"{table} period empty",
                table,
                "until",
                "it ends on or before the day it begins",
                "until after since",
                "correct one of the two: until then it is unknown on every day",
            ).rows(given.filter(nw.col("since") >= nw.col("until")), *_key(spec, columns))
    yield from _strangers(registry)
    if registry.has("events"):
        yield from _histories(registry)


def _key(spec: TableSpec, columns: list[str]) -> list[str]:
    return [c for c in spec.key if c in columns]


def _cells(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Faults that a single cell shows."""
    table, key = spec.name, _key(spec, columns)
    marks = set(given.collect_schema().names())
    for name in columns:
        kind, cell = spec.types[name], nw.col(name)
        if (mark := UNREADABLE + name) in marks:
            yield Rule(
                f"{table}.{name} unreadable",
                table,
                name,
                f"the cell cannot be read as a {kind}",
                TYPES[kind],
                "correct it: until then what rests on it is unknown",
            ).rows(given.filter(nw.col(mark)), *key)
        if kind == "code":
            bad = ~cell.is_null() & ~cell.fill_null("").str.contains(SHORT_CODE)
            yield Rule(
                f"{table}.{name} unreadable",
                table,
                name,
                "the code cannot be read",
                "2, 4, 6, 9 or 12 digits of an administrative division",
                "correct it: until then its division is unknown",
            ).rows(given.filter(bad), *key)
        if kind == "id" and name in spec.required:
            yield Rule(
                f"{table}.{name} missing",
                table,
                name,
                "there is no id",
                "the id of a record",
                "give it: until then nothing can be said of that end for sure",
            ).rows(given.filter(cell.is_null()), *key)
        if (table, name) in WORDS:
            words = WORDS[table, name]
            bad = ~cell.is_null() & ~one_of(name, words, words).sure
            if name in spec.required:
                bad = bad | cell.is_null()
            yield Rule(
                f"{table}.{name} unknown",
                table,
                name,
                "the word is not one of those known",
                " or ".join(sorted(words)),
                "use one of them: until then it may be any",
            ).rows(given.filter(bad), *key)
        if (table, name) in _LEAST:
            least = _LEAST[table, name]
            yield Rule(
                f"{table}.{name} below {least}",
                table,
                name,
                f"the number is below {least}",
                f"{least} or more",
                "correct it: until then it is unknown",
            ).rows(given.filter((cell < least).fill_null(value=False)), *key)


_LEAST = {("households", "size"): 1, ("exemptions", "quota"): 0, ("reports", "year"): 1949}


def _repeats(spec: TableSpec, given: Frame, columns: list[str]) -> Iterator[Frame]:
    """Rows of one key: said twice, or contradicting each other."""
    table, key = spec.name, _key(spec, columns)
    others = [c for c in columns if c not in key]
    named = [c for c in key if spec.types[c] != "day"]
    _, several = parted(given, *named)
    seen = several.group_by(*key).agg(
        nw.len().alias("_rows"), *(expr for c in others for expr in spread(c))
    )
    twice = seen.filter(nw.col("_rows") > 1)
    if others:
        agreed = nw.all_horizontal(*(same(c) for c in others), ignore_nulls=True)
        yield Rule(
            f"{table} contradict",
            table,
            ", ".join(key),
            "rows of one key say different things",
            "one row a key",
            "keep the right one: until then what they differ in is unknown",
        ).rows(twice.filter(~agreed), *key)
    yield Rule(
        f"{table} repeated",
        table,
        ", ".join(key),
        "a key stands in more than one row",
        "one row a key",
        "keep one: rows that say the same count once",
    ).rows(twice, *key)


# Who an id must be found among: table, column, only for these kinds of link, then the table of it.
_OWNERS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("events", "household", (), "households"),
    ("memberships", "household", (), "households"),
    ("memberships", "person", (), "persons"),
    ("successions", "household", (), "households"),
    ("successions", "successor", (), "households"),
    ("exemptions", "helper", (), "helpers"),
    ("reports", "helper", (), "helpers"),
    ("links", "helper", (), "helpers"),
    ("links", "party", ("deputy-household", "cadre-household", "medical-household"), "households"),
    ("links", "party", ("member-deputy",), "helpers"),
    ("links", "party", ("deputy-voter",), "voters"),
    ("meetings", "helper", (), "helpers"),
)


def _strangers(registry: Registry) -> Iterator[Frame]:
    """Ids that no record has."""
    for table, column, kinds, owner in _OWNERS:
        if not (registry.has(table, column) and registry.has(owner, "id")):
            continue
        rows = registry.given(table).filter(~nw.col(column).is_null())
        if kinds:
            rows = rows.filter(nw.col("kind").fill_null("").is_in(kinds))
        known = registry.frame(owner, "id").filter(~nw.col("id").is_null()).unique("id")
        key = _key(SPECS[table], list(registry.columns(table)))
        yield Rule(
            f"{table}.{column} not among {owner}",
            table,
            column,
            f"no record of {owner} has this id",
            f"the id of one of {owner}",
            "add the record, or correct the id: the row is counted as it stands",
        ).rows(rows.join(known, left_on=column, right_on="id", how="anti"), *key)


def _histories(registry: Registry) -> Iterator[Frame]:
    """Households whose events cannot have happened so."""
    for track in TRACKS.values():
        told = walked(registry, track, dt.date.max, "registry.check")
        yield Rule(
            f"events impossible in {track.name}",
            "events",
            "event, on",
            f"the {track.name} events of this household are impossible in this order, or one has "
            "no day",
            "events in an order that can be, each with its day or year",
            "correct them: until then its status is unknown from there on",
        ).rows(told.filter(nw.col("_bad") > 0), "_of")
