"""The registry (台账): the tables somebody has, checked in form and read the canonical way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from fupin.dates import DayLike, day
from fupin.errors import SchemaError
from fupin.frames import knowledge, normalise
from fupin.frames.checks import Check
from fupin.frames.engines import Frame, Kind, give, move, take
from fupin.frames.nested import nested
from fupin.frames.reading import Columns, Tables, as_told, read
from fupin.frames.results import Provenance
from fupin.frames.tables import SPECS


@attrs.frozen(eq=False)
class Registry:
    """The tables a user has, all of one kind of frame (台账).

    Made by `Registry.of`. Reading is lazy: nothing of a lazy frame is computed here.

    Example:
        >>> import polars as pl
        >>> registry = Registry.of(
        ...     households=pl.DataFrame({"id": ["H-1", "H-2"], "division": ["510824102201"] * 2}),
        ...     links=pl.DataFrame(
        ...         {"kind": ["deputy-household"], "helper": ["D-1"], "party": ["H-1"],
        ...          "since": ["2015-03-01"]}
        ...     ),
        ... )
        >>> registry
        Registry(households, links; polars)
    """

    _entered: Tables
    _columns: Columns
    ids: Any
    kind: Kind
    known_on: dt.date | None = None
    _given: Tables = attrs.field(
        init=False, default=attrs.Factory(lambda self: self._that_stand(), takes_self=True)
    )
    _tables: Tables = attrs.field(
        init=False, default=attrs.Factory(lambda self: self._as_read(), takes_self=True)
    )
    _checked: list[Check] = attrs.field(factory=list, init=False)

    def _that_stand(self) -> Tables:
        return {
            name: knowledge.standing(frame, self._columns[name], self.known_on)
            for name, frame in self._entered.items()
        }

    def _as_read(self) -> Tables:
        return {
            name: knowledge.said(frame, SPECS[name], self._columns[name])
            for name, frame in self._given.items()
        }

    @classmethod
    def of(cls, **tables: object) -> Registry:
        """A registry of the tables given, each a frame or a list of model objects.

        Args:
            tables: tables by name; names, columns and types are those of `docs/tables.md`.
                A table that is None is left out.

        Raises:
            SchemaError: unknown table, missing column, wrong type, frames of unlike kinds;
                `.problems` lists every fault as what @ where.
        """
        given = {name: table for name, table in tables.items() if table is not None}
        problems = [
            f"no such table: expected one of {', '.join(SPECS)} @ {name}"
            for name in given
            if name not in SPECS
        ]
        taken: dict[str, tuple[Frame, Kind | None]] = {}
        for name, table in _with_nested(given).items():
            if name in SPECS:
                try:
                    taken[name] = take(table, name)
                except SchemaError as error:
                    problems += error.problems
        kinds: dict[Kind, str] = {
            kind: name for name, (_, kind) in taken.items() if kind is not None
        }
        if len(kinds) > 1:
            mixed = ", ".join(f"{name} is {kind}" for kind, name in kinds.items())
            problems.append(f"frames of unlike kinds: {mixed}. Pass all of one kind @ registry")
        if problems:
            raise SchemaError(problems)
        kind: Kind = next(iter(kinds)) if kinds else "polars"
        standing = [frame for frame, own in taken.values() if own is not None]
        frames = {
            name: move(frame, standing[0]) if own is None and standing else frame
            for name, (frame, own) in taken.items()
        }
        return cls(*read(frames, {name: own for name, (_, own) in taken.items()}), kind=kind)

    def __repr__(self) -> str:
        return f"Registry({', '.join(self._tables)}; {self.kind})"

    def known(self, on: DayLike | None) -> Registry:
        """The registry as it stood on a day: what was recorded by then, and not yet withdrawn.

        Example:
            >>> registry = Registry.of(
            ...     households=[{"id": "H-1", "registration": "in-need"}],
            ...     links=[{"kind": "deputy-household", "helper": "D-1", "party": "H-1",
            ...             "since": "2016-08-01", "recorded": "2016-10-20"}],
            ... )
            >>> [len(registry.known(on).native("links")) for on in ("2016-10-19", "2016-10-20")]
            [0, 1]

        Args:
            on: the day of knowledge; None: as this registry stands, which without a day is every
                row that was not withdrawn.

        Raises:
            SchemaError: no table says when its rows were recorded.
        """
        if on is None:
            return self
        at = day(on, where="known_on")
        if at == self.known_on:
            return self
        if not any(self.has(table, knowledge.RECORDED) for table in self._entered):
            said = (
                f"no table says what was known on a day: add the column {knowledge.RECORDED}, the "
                f"day a row was entered, and {knowledge.WITHDRAWN}, the day it was struck out or "
                "corrected, to the tables whose rows came later @ known_on"
            )
            raise SchemaError([said])
        return attrs.evolve(self, known_on=at)

    def has(self, table: str, *columns: str) -> bool:
        """Whether a table, and columns of it, were given."""
        return table in self._tables and all(c in self._columns[table] for c in columns)

    def native(self, table: str) -> Any:
        """One table as it is read, in the registry's kind of frame.

        Raises:
            SchemaError: the table was not given.
        """
        return give(self.frame(table, *self._columns[self._known(table)]), self.kind)

    def frame(
        self,
        table: str,
        *columns: str,
        why: str = "",
        own: Mapping[str, str] | None = None,
    ) -> Frame:
        """Columns of a table as a lazy frame; one that was not given is empty.

        Args:
            table: name of the table.
            columns: the canonical columns, or others that the table has.
            why: what asks for them, for the message.
            own: how columns of the user's own are to be read, by name: "flag", "count", "yuan".

        Raises:
            SchemaError: the table was not given, or has no such column.
        """
        frame = self._tables[self._known(table, why)]
        have, canonical = self._columns[table], SPECS[table].types
        missing = [c for c in columns if c not in have and c not in canonical]
        if missing:
            there = ", ".join(have)
            raise SchemaError(
                [f"no column {c}: {table} has {there} @ {why or table}" for c in missing]
            )
        absent = {c: normalise.empty(canonical[c], self.ids) for c in columns if c not in have}
        frame = as_told(frame, {c: own[c] for c in columns if own and c not in canonical}, table)
        return frame.with_columns(**absent).select(*columns) if absent else frame.select(*columns)

    def check(self) -> Check:
        """Every fault in the data, at once (数据核查): the one explicit pass over it.

        Calculators count faulty rows as unknown whether or not this was called; after it they
        know what was found sound and need not look again.
        """
        if not self._checked:
            from fupin.frames.faults import look_over  # it looks at registries: it comes later

            self._checked.append(look_over(self))
        return self._checked[0]

    @property
    def checked(self) -> Check | None:
        """The check that was made, if any."""
        return self._checked[0] if self._checked else None

    def said_of_check(self) -> str:
        """What a result says of the data it stands on."""
        if self.checked is None:
            return "unchecked: registry.check() was not called"
        return str(self.checked)

    def provenance(
        self,
        calculator: str,
        on: dt.date,
        *,
        asked: Mapping[str, Any],
        books: tuple[str, ...] = (),
        rules: tuple[Mapping[str, Any], ...] = (),
        assumptions: tuple[str, ...] = (),
    ) -> Provenance:
        """Where an answer of this registry comes from, with what it says of itself.

        Args:
            calculator: name of the calculator.
            on: the day asked about.
            asked: what else was asked.
            books: ids of the rulebooks.
            rules: each rule as it is cited.
            assumptions: what was assumed.
        """
        return Provenance(
            calculator=calculator,
            on=on,
            known_on=self.known_on,
            asked=asked,
            books=books,
            rules=rules,
            assumptions=(*assumptions, *self._always_known()),
            checked=self.said_of_check(),
        )

    def _always_known(self) -> tuple[str, ...]:
        """What is taken as known on every day, where one is asked about."""
        if self.known_on is None:
            return ()
        whole = [t for t in self._entered if not self.has(t, knowledge.RECORDED)]
        others = f", and every row of {', '.join(whole)}" if whole else ""
        return (f"rows without a recorded day were always known{others}",)

    def sound(self, rule: str) -> bool:
        """Whether a check was made and found no fault of this rule."""
        return self.checked is not None and rule not in self.checked.counts

    def given(self, table: str) -> Frame:
        """The rows of a table that stand or may, as given, with their marks, for the check."""
        return self._given[table]

    def records(self, table: str, **where: object) -> list[Any]:
        """The rows of a table that agree with `where`, as model objects (单条记录).

        Example:
            >>> import fupin as fp
            >>> registry = fp.Registry.of(
            ...     surveys=[fp.Survey(household="H-1", on="2016-12-01", housing=False)]
            ... )
            >>> [survey] = registry.records("surveys", household="H-1")
            >>> survey.housing, survey.water
            (False, None)

        Args:
            table: households (with their events and members), persons, surveys, incomes,
                village_surveys, county_surveys, populations, links, meetings, acts (with their
                givers), plans or schemes (with their items), treatments, contributions,
                loans, matters, handlings, agenda or inspections.
            where: by column, the value or values asked for; a place in any form of its code.

        Raises:
            QuestionError: rows of that table have no class, or `where` names nothing.
            SchemaError: the table was not given, or has no such column.
        """
        from fupin.frames.records import records  # it reads registries: it comes later

        return records(self, table, where)

    def columns(self, table: str) -> tuple[str, ...]:
        """Names of the columns a table has."""
        return tuple(self._columns[table])

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables given."""
        return tuple(self._tables)

    def _known(self, table: str, why: str = "") -> str:
        if table not in self._tables:
            asks = f"{why} needs the table" if why else "not given"
            raise SchemaError(
                [f"{asks}: pass {table}= to Registry.of, as docs/tables.md says @ {table}"]
            )
        return table


def _with_nested(given: Mapping[str, object]) -> dict[str, object]:
    """The tables, with those that lists of objects carry inside: events, members, givers, items."""
    inside: dict[str, list[dict[str, object]]] = {}
    owners: dict[str, str] = {}
    for name, rows in given.items():
        for record in rows if isinstance(rows, (list, tuple)) else ():
            for table, row in nested(record):
                inside.setdefault(table, []).append(row)
                owners.setdefault(table, name)
    if twice := sorted(set(inside) & set(given)):
        raise SchemaError(
            [
                f"{name} stand inside {owners[name]} and in a table of their own: give them once "
                f"@ {name}"
                for name in twice
            ]
        )
    return {**given, **inside}
