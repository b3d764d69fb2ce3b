"""Results: a small table that carries its question, its rules and its digest.

A result of a lazy registry is a plan. `.native` hands the plan over and runs nothing; `.total`,
`.rate`, `.digest` run it once and keep what came out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.amounts import Rate
from fupin.errors import QuestionError
from fupin.frames.display import as_html, as_text
from fupin.frames.engines import IN_MEMORY, Frame, Kind, collect, give, listed

if TYPE_CHECKING:
    from fupin.frames.frozen import Frozen


@attrs.frozen(kw_only=True)
class Provenance:
    """Where an answer comes from (来源): the question, the rules and the readings made.

    Attributes:
        calculator: name of the calculator.
        on: the day asked about.
        known_on: the day whose knowledge answers; None: every row that was not withdrawn.
        asked: what else was asked: kinds of link, population, yardstick, window, levels.
        books: ids of the rulebooks.
        rules: each rule with its numbers, source and how well checked.
        assumptions: what was assumed, by the caller or by the data.
        checked: what `registry.check()` found, or that it was not called.
    """

    calculator: str
    on: dt.date
    known_on: dt.date | None = None
    asked: Mapping[str, Any] = attrs.field(factory=dict)
    books: tuple[str, ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    assumptions: tuple[str, ...] = ()
    checked: str = "unchecked: registry.check() was not called"

    def lines(self) -> list[str]:
        """The provenance in words, a line each."""
        asked = ", ".join(f"{k} {_words(v)}" for k, v in self.asked.items() if v)
        known = f", as known on {self.known_on}" if self.known_on else ""
        lines = [f"{self.calculator} on {self.on}{known}" + (f": {asked}" if asked else "")]
        lines += [f"rulebook {book}" for book in self.books]
        lines += dict.fromkeys(_of_rule(rule) for rule in self.rules)
        lines += [f"assumed: {text}" for text in self.assumptions]
        return [*lines, f"data {self.checked}"]

    @property
    def identity(self) -> dict[str, Any]:
        """What a digest has of it: the question and the rules."""
        known = {"known_on": self.known_on.isoformat()} if self.known_on else {}
        return {
            "calculator": self.calculator,
            "on": self.on.isoformat(),
            **known,
            "asked": dict(self.asked),
            "rules": [dict(rule) for rule in self.rules],
        }


def _of_rule(rule: Mapping[str, Any]) -> str:
    """A rule with its sources, and how well each was checked."""
    told = "; ".join(dict.fromkeys(_sources(rule)))
    return f"rule {rule['rule']} of {rule['book']}" + (f": {told}" if told else "")


def _sources(part: Any) -> Iterator[str]:
    """Every source that a rule or a number in it names, with how well it was checked."""
    if isinstance(part, Mapping):
        if part.get("source"):
            yield f"{part['source']} (checked: {part.get('checked')})"
        for inner in part.values():
            yield from _sources(inner)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from _sources(inner)


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {inner}" for name, inner in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Table:
    """A result (结果表): rows by key, with their question, rules and digest.

    Attributes:
        frame: the rows, as a plan.
        kind: the kind of frame it is handed back as.
        keys: the columns that tell rows apart.
        measures: the integer columns, which the digest covers.
        provenance: question, rules and readings.
    """

    frame: Frame
    kind: Kind
    keys: tuple[str, ...]
    measures: tuple[str, ...]
    provenance: Provenance

    @cached_property
    def native(self) -> Any:
        """The rows as the kind of frame the registry was made of; lazy stays lazy."""
        if self.kind in IN_MEMORY:
            return give(nw.from_native(self.rows.lazy()), self.kind)
        return give(self.frame, self.kind)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The rows in memory, sorted by key; runs a lazy plan once."""
        return collect(self.frame).sort(self.keys, nulls_last=True)

    @cached_property
    def digest(self) -> str:
        """Names the answer: the same on any engine, machine and row order.

        Made of the keys, the integer columns, the day, the question and the rules; floats,
        clocks and versions stay out.
        """
        cells = self.rows.select(*self.keys, *self.measures)
        told = {**self.provenance.identity, "columns": cells.columns, "rows": cells.rows()}
        return hashlib.sha256(as_json(told).encode()).hexdigest()

    def freeze(self, path: str | Path, *, overwrite: bool = False) -> Frozen:
        """Write the figures, the provenance and the digest to a folder of their own (存档).

        Units by name are not written: who is left out stays where the registry is.

        Example:
            >>> import tempfile
            >>> import fupin as fp
            >>> book = fp.policy.load("guangyuan-2016")
            >>> asked = fp.coverage.capacity(book, {"city": 359}, on="2016-09-09")
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     frozen = asked.freeze(folder + "/asked")
            ...     again = fp.reopen(folder + "/asked")
            >>> again.digest == asked.digest
            True
            >>> again.compare(asked).same
            True

        Args:
            path: the folder; it is made, and holds nothing else.
            overwrite: put this result in place of one that is frozen there.

        Returns:
            What `reopen` gives of it.

        Raises:
            FrozenError: something is there already.
        """
        from fupin.frames.frozen import freeze  # frozen results are results: they come later

        return freeze(self, Path(path), overwrite=overwrite)

    @property
    def shown(self) -> pl.DataFrame:
        """The rows as they are shown on a screen."""
        return self.rows

    @property
    def computed(self) -> bool:
        """Whether the rows were computed yet."""
        return self.kind in IN_MEMORY or "rows" in self.__dict__

    def __repr__(self) -> str:
        head = "\n".join(self.provenance.lines())
        if not self.computed:
            return f"{head}\nnot yet computed: .native is the plan, .rows runs it"
        return f"{head}\n{as_text(self.shown, self.keys)}"

    def _repr_html_(self) -> str:
        head = "<br>".join(escape(line) for line in self.provenance.lines())
        if not self.computed:
            return f"<p>{head}<br>not yet computed</p>"
        return f"<p>{head}</p>{as_html(self.shown, self.keys)}"


@attrs.frozen
class Measure:
    """Which columns a rate is made of (比率构成).

    Attributes:
        numerator: column of what surely counts.
        denominator: column of what is surely in the population.
        unknown: column of what is in it, but not known whether it counts.
        unplaced: column of what is not known to be in it.
        uncounted: column of units whose weight is not known.
    """

    numerator: str
    denominator: str
    unknown: str
    unplaced: str
    uncounted: str | None = None

    def of(self, sums: Mapping[str, int]) -> Rate:
        """The rate that sums of these columns make."""
        return Rate(
            sums[self.numerator],
            sums[self.denominator],
            sums[self.unknown],
            sums[self.unplaced],
            sums[self.uncounted] if self.uncounted else 0,
        )

    def bounds(self) -> tuple[nw.Expr, nw.Expr]:
        """The columns `low` and `high`; empty for an empty population."""
        sure = nw.col(self.numerator)
        low, high = self.between(sure, sure + nw.col(self.unknown))
        return low.alias("low"), high.alias("high")

    def between(self, least: nw.Expr, most: nw.Expr, parts: int = 1) -> tuple[nw.Expr, nw.Expr]:
        """The bounds of a mean over the population, of something that is 0 to 1 for each unit.

        Args:
            least: the least its sum can be, over the units that are surely in the population.
            most: the most that sum can be.
            parts: how many parts of 1 the sums count.
        """
        unplaced = nw.col(self.unplaced) * parts
        whole = nw.col(self.denominator) * parts + unplaced
        some = nw.when(whole > 0).then(whole).cast(nw.Float64)
        low, high = least / some, (most + unplaced) / some
        if self.uncounted is None:
            return low, high
        uncounted = nw.col(self.uncounted) > 0
        return (
            nw.when(uncounted).then(nw.lit(0.0)).otherwise(low),
            nw.when(uncounted).then(nw.lit(1.0)).otherwise(high),
        )


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Rates(Table):
    """A result that rates are made of (比率结果).

    Attributes:
        shares: the rates it can give, by name; the first is `.total`.
        split: the column whose values are never added together, such as the rule or kind; or None.
        levels: the values of `level` in it; each adds up to the whole by itself.
    """

    shares: Mapping[str, Measure]
    split: str | None = None
    levels: tuple[str, ...] = ()

    @property
    def total(self) -> Rate:
        """The rate over all rows; of several rules, ask `.rate(rule=...)`."""
        return self.rate()

    def rate(self, of: str | None = None, *, rule: str | None = None, **where: str) -> Rate:
        """A rate over the rows that agree with `where`.

        Args:
            of: what is counted, such as "households" or "persons"; None: the first there is.
            rule: id of the rule or duty, where the result has several.
            where: values of key columns, such as `division="510824000000"`.

        Raises:
            QuestionError: no such rate or column, or several rules or kinds and none named.
        """
        name = of or next(iter(self.shares), "anything")
        if name not in self.shares:
            there = ", ".join(self.shares) or "none: its figures stand in .rows"
            raise QuestionError(f"no rate of {name!r}: expected one of {there}")
        measure = self.shares[name]
        rows = self.rows
        if self.split is not None:
            wanted = rule if self.split == "rule" else where.pop(self.split, None)
            rows = rows.filter(pl.col(self.split) == self._one(wanted))
        if unknown := sorted(set(where) - set(self.keys)):
            raise QuestionError(
                f"no key column {', '.join(unknown)}: expected one of {', '.join(self.keys)}"
            )
        if len(self.levels) > 1:
            where = {"level": self.levels[0], **where}
        for column, value in where.items():
            rows = rows.filter(pl.col(column) == value)
        sums = rows.select(pl.col(c).sum() for c in self.measures).to_dicts()[0]
        return measure.of(sums)

    def _one(self, wanted: str | None) -> str:
        """The value of `split` that is asked for, or the only one there is."""
        assert self.split is not None
        if self.split == "rule":
            there = sorted({str(asked["rule"]) for asked in self.provenance.rules})
        else:
            there = self.rows[self.split].drop_nulls().unique().sort().to_list()
        if wanted is None and len(there) <= 1:
            return next(iter(there), "")
        if wanted is None or wanted not in there:
            several = f"rows of several {self.split}= are never added together"
            fault = several if wanted is None else f"no {wanted!r}"
            raise QuestionError(f"{fault}: say {self.split}= one of {', '.join(there)}")
        return wanted


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Coverage(Rates):
    """A result that is a share (覆盖结果), with who is left out.

    Attributes:
        left_out: one row for each unit that is left out, as a plan.
    """

    left_out: Frame

    def missing(self) -> Any:
        """Who is left out, one row each, in the registry's kind of frame.

        The column `outcome` tells what is certain ("unmet") from what is unknown.
        """
        return listed(self.left_out, self.kind)


def as_json(value: Any, *, ordered: bool = True) -> str:
    """A value as text: the one text that digests are made of, or a page that people read.

    Args:
        value: what is told.
        ordered: by name, on one line; otherwise as it stands, line by line.
    """
    indent = None if ordered else 2
    return json.dumps(value, ensure_ascii=False, sort_keys=ordered, indent=indent, default=str)
