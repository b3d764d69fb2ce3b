"""Rows by place: any set of division levels from one reading, each adding up to the whole.

A unit that stands above the level asked for (a city deputy in a table by county) has a row of its
own, marked "above"; one whose division cannot be read stands in the row marked "unknown". So the
rows of every level add up to the same total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs
import narwhals.stable.v2 as nw

from fupin.divisions import PSEUDO_COUNTIES, SHORT_CODE, Level
from fupin.errors import QuestionError
from fupin.frames import SPECS, Registry
from fupin.frames.engines import Frame

_PLACES = tuple(level for level in Level if level is not Level.NATION)
_UNKNOWN = "?"


@attrs.frozen
class By:
    """How rows are grouped (分组): division levels, and columns of the unit's table.

    Attributes:
        levels: division levels, coarse to fine; each gives a set of rows of its own.
        columns: other columns, crossed with every level.
    """

    levels: tuple[Level, ...]
    columns: tuple[str, ...]

    @classmethod
    def of(
        cls,
        by: str | Sequence[str] | None,
        registry: Registry,
        table: str,
        derived: Sequence[str] = (),
    ) -> By:
        """What `by=` asks: names of levels, and of columns of `table`.

        A name that is both (the "level" of a deputy is a column) is taken as written: "county" is
        the division level, "level" the column.

        Args:
            by: the names.
            registry: whose columns may be asked for.
            table: the table of the units.
            derived: further columns that the calculator itself makes.

        Raises:
            QuestionError: a name that is neither, stands twice, or is the id.
        """
        names = () if by is None else (by,) if isinstance(by, str) else tuple(by)
        places = {level.value: level for level in _PLACES}
        columns = tuple(n for n in names if n not in places)
        given = registry.columns(table) if registry.has(table) else ()
        there = {*given, *SPECS[table].types, *derived}
        if unknown := [n for n in columns if n not in there]:
            raise QuestionError(
                f"by= cannot be {', '.join(unknown)}: expected division levels "
                f"({', '.join(places)}) or columns of {table} "
                f"({', '.join((*given, *derived))})"
            )
        if "id" in columns:
            raise QuestionError("by= cannot be id: every unit would be a row of its own")
        if len(set(names)) != len(names):
            raise QuestionError(f"by= names something twice: {', '.join(names)}")
        wanted = {places[n] for n in names if n in places}
        return cls(tuple(level for level in _PLACES if level in wanted), columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns of the unit's table that grouping needs."""
        division = ("division",) if self.levels else ()
        return (*division, *(c for c in self.columns if c != "division"))

    @property
    def names(self) -> tuple[str, ...]:
        """What was asked, levels first, for the provenance."""
        return (*(level.value for level in self.levels), *self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key columns of the result."""
        places = ("level", "division", "placed") if self.levels else ()
        return (*places, *(self._renamed(c) for c in self.columns))

    def _renamed(self, column: str) -> str:
        """The name of a column in the result; a deputy's level is not the level of a row."""
        if self.levels and column in ("level", "division"):
            return f"own_{column}"
        return column

    def sums(
        self, rows: Frame, measures: Mapping[str, nw.Expr], *, also: Sequence[str] = (), sound: bool
    ) -> Frame:
        """Sums of measures by place and column.

        Args:
            rows: units with the columns of `needed`.
            measures: integers by name, one a row.
            also: further key columns that stand in `rows`, such as the rule.
            sound: whether every division is known to be readable.

        Raises:
            QuestionError: a column is called as one of the result is.
        """
        named = [*also, *self.keys, *measures]
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise QuestionError(
                f"by= cannot be {', '.join(twice)}: the result has a column of that name; rename it"
            )
        keys = [nw.col(c).alias(self._renamed(c)) for c in self.columns]
        if self.levels:
            keys.append(self._code(sound).alias("_code"))
        # The measures are laid down as columns first: engines differ in what they sum.
        laid = rows.select(*also, *keys, *(e.cast(nw.Int64).alias(n) for n, e in measures.items()))
        by = [*also, *(self._renamed(c) for c in self.columns)]
        if not self.levels:
            return summed(laid, by, measures)
        return self._rolled_up(summed(laid, [*by, "_code"], measures), by, measures)

    def _code(self, sound: bool) -> nw.Expr:
        """The division down to the finest level asked for: what makes groups few."""
        code = nw.col("division")
        cut = code.str.slice(0, self.levels[-1].digits)
        if sound:
            return cut.fill_null(_UNKNOWN)
        readable = code.fill_null("").str.contains(SHORT_CODE)
        return nw.when(readable).then(cut).otherwise(nw.lit(_UNKNOWN))

    def _rolled_up(self, few: Frame, by: list[str], measures: Iterable[str]) -> Frame:
        """The few summed rows, once for each level."""
        zeros = nw.lit("0" * 12)
        padded = nw.concat_str(nw.col("_code"), zeros).str.slice(0, 12)
        known = nw.col("_code") != _UNKNOWN
        codes = {
            level.value: nw.when(known)
            .then(nw.concat_str(padded.str.slice(0, level.digits), zeros).str.slice(0, 12))
            .otherwise(nw.lit(_UNKNOWN))
            for level in self.levels
        }
        if len(codes) == 1:
            [(name, code)] = codes.items()
            tall = few.with_columns(nw.lit(name).alias("level"), code.alias("division"))
        else:
            tall = few.with_columns(**codes).unpivot(
                list(codes), index=[*by, *measures], variable_name="level", value_name="division"
            )
        total = summed(tall, [*by, "level", "division"], measures)
        return total.with_columns(
            nw.when(nw.col("division") != _UNKNOWN).then(nw.col("division")).alias("division"),
            _placed().alias("placed"),
        )


def _placed() -> nw.Expr:
    """Where a row's division stands: at its level ("here"), "above" it, or "unknown"."""
    code = nw.col("division")
    above = nw.lit(value=False)
    start = 0
    for level in _PLACES:
        empty = code.str.slice(start, level.digits - start) == "0" * (level.digits - start)
        if level is Level.COUNTY:
            empty = empty & ~code.str.slice(0, 6).is_in(PSEUDO_COUNTIES)
        above = above | ((nw.col("level") == level.value) & empty)
        start = level.digits
    return (
        nw.when(code == _UNKNOWN)
        .then(nw.lit("unknown"))
        .otherwise(nw.when(above).then(nw.lit("above")).otherwise(nw.lit("here")))
    )


def summed(
    rows: Frame, by: Sequence[str], measures: Iterable[str], floats: Iterable[str] = ()
) -> Frame:
    """Sums of columns, by key columns or in all; nobody sums to nothing.

    Args:
        rows: the rows, with all these columns.
        by: the key columns; none: one row.
        measures: names of integer columns.
        floats: names of float columns.
    """
    types = {**dict.fromkeys(measures, nw.Int64), **dict.fromkeys(floats, nw.Float64)}
    sums = [nw.col(name).sum() for name in types]
    told = rows.group_by(*by).agg(*sums) if by else rows.select(*sums)
    # DuckDB sums to a wider type, and an empty frame sums to nothing.
    return told.with_columns(nw.col(n).fill_null(0).cast(t).alias(n) for n, t in types.items())
