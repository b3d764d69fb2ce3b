"""Whom a criterion is asked about (筛查对象): a population of households, places, or records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.codes import padded
from fupin.coverage.evidence import TABLES, beside
from fupin.coverage.grouping import By
from fupin.coverage.sizes import sized
from fupin.coverage.status import population_of
from fupin.errors import QuestionError
from fupin.frames import SPECS, Registry
from fupin.frames.engines import Frame
from fupin.frames.normalise import empty
from fupin.frames.planes import CERTAIN, known
from fupin.frames.repeats import folded, once, one_row_each, parted
from fupin.policy.fields import RECORDS, Unit

ALL_SURVEYED = "everyone surveyed is judged: no {} were given"
LISTS = {"household": "households", "village": "villages"}


@attrs.frozen(eq=False)
class Units:
    """The units asked about (筛查对象).

    Attributes:
        rows: `id`, `division` and the columns asked for, with the plane `_member`, and `_size` of
            households; None: whoever was surveyed.
        grouping: how rows are to be summed.
        population: name of the population; None: whoever was surveyed.
        placed: whether divisions are told.
        sized: whether persons are counted.
        readings: what was assumed.
    """

    rows: Frame | None
    grouping: By
    population: str | None
    placed: bool
    sized: bool
    readings: tuple[str, ...]

    @classmethod
    def of(
        cls,
        registry: Registry,
        unit: Unit,
        on: dt.date,
        *,
        by: str | Sequence[str] | None,
        population: str | None,
        usual: str | None = None,
        why: str,
    ) -> Units:
        """The units of a registry, as far as it says which there are.

        Args:
            registry: what is asked.
            unit: what is judged.
            on: the day asked about.
            by: division levels and columns.
            population: the population that the question names; None: it names none. Of records,
                a flag that says which belong, or "all" that are dated by then.
            usual: the one that the criterion is about, where the question names none.
            why: what asks, for messages.

        Raises:
            QuestionError: a population or place that nothing tells.
        """
        table = TABLES[unit] if unit in RECORDS else LISTS.get(unit, "")
        if not registry.has(table):
            return cls._surveyed(registry, unit, by, population, why)
        grouping = By.of(by, registry, table)
        if taken := sorted({"outcome", "failing", "needed", "short_fen"} & set(grouping.columns)):
            raise QuestionError(f"by= cannot be {', '.join(taken)}: {why} says that; rename it")
        columns = tuple(dict.fromkeys(("division", *grouping.needed)))
        placed = registry.has(table, "division")
        if unit in RECORDS:
            name = population or usual or "all"
            rows = _records(registry, table, columns, name, on, why=why)
            return cls(rows, grouping, name, placed, sized=False, readings=())
        if unit == "village":
            rows, name = villages_of(registry, columns, population, why)
            return cls(rows, grouping, name, placed=True, sized=False, readings=())
        name = population or usual or "in_need"
        wanted = tuple(dict.fromkeys((*columns, "size")))
        rows, readings = population_of(registry, name, on, wanted, why)
        rows, how = sized(registry, rows, on)
        return cls(rows, grouping, name, placed, sized=True, readings=(*readings, how))

    @classmethod
    def _surveyed(
        cls,
        registry: Registry,
        unit: Unit,
        by: str | Sequence[str] | None,
        population: str | None,
        why: str,
    ) -> Units:
        placed = unit != "household"
        grouping = By.of(by, registry, TABLES[unit])
        if population is not None or grouping.columns or (grouping.levels and not placed):
            asks = "population" if population is not None else "place or column"
            lists = f"pass the table {LISTS[unit]}" if unit in LISTS else "no table lists them"
            raise QuestionError(f"{why} by {asks}: of a {unit} only surveys are known: {lists}")
        said = (ALL_SURVEYED.format(LISTS[unit]),) if unit in LISTS else ()
        return cls(None, grouping, None, placed, sized=False, readings=said)

    def beside(self, surveyed: Frame) -> Frame:
        """Each unit with its survey, if it has one."""
        if self.rows is not None:
            return beside(self.rows, surveyed, heads=self.sized)
        division = nw.col("_of") if self.placed else empty("code")
        return surveyed.with_columns(
            nw.col("_of").alias("id"), division.alias("division"), *CERTAIN.columns("_member")
        )


def _records(
    registry: Registry,
    table: str,
    columns: Sequence[str],
    population: str,
    on: dt.date,
    *,
    why: str,
) -> Frame:
    """The records dated by a day, those of them of which a flag is true."""
    flags = [name for name, kind in SPECS[table].types.items() if kind == "flag"]
    if population not in (*flags, "all"):
        expected = ", ".join((*flags, "all"))
        raise QuestionError(f"no population {population!r} of {table}: expected one of {expected}")
    told = dict.fromkeys((*columns, "on", *((population,) if population != "all" else ())))
    rows = one_row_each(registry, table, tuple(told), why)
    there = known(nw.col("on") <= nw.lit(on))
    if population != "all":
        there = there & known(nw.col(population))
    return rows.select("id", *columns, *there.columns("_member"))


def villages_of(
    registry: Registry, columns: Sequence[str], population: str | None, why: str
) -> tuple[Frame, str]:
    """The villages of a registry, one row each: the poor ones, where it says which are.

    Args:
        registry: needs `villages`.
        columns: columns of it to keep.
        population: "poor" or "all"; None: poor, where the registry says which are.
        why: what asks, for messages.

    Returns:
        The rows with `id`, the code of 12 digits, and the plane `_member`; and the population.
    """
    if population not in (None, "poor", "all"):
        raise QuestionError(f"no population {population!r} of villages: expected poor or all")
    told = registry.has("villages", "poor")
    if population == "poor" and not told:
        raise QuestionError("nothing tells which villages are poor: give villages.poor")
    poor = population != "all" and told
    wanted = tuple(dict.fromkeys((*columns, "poor")))
    rows = registry.frame("villages", *wanted, why=why).filter(~nw.col("division").is_null())
    alone, several = parted(once(rows.with_columns(padded().alias("id"))), "id")
    both = (alone, folded(several, ("id",), wanted))
    one = nw.concat([part.select("id", *wanted) for part in both], how="vertical")
    member = known(nw.col("poor")) if poor else CERTAIN
    listed = one.with_columns(*member.columns("_member"), nw.col("id").alias("division"))
    return listed, "poor" if poor else "all"
