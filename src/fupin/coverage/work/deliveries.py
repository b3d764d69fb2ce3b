"""Deliveries (帮扶成效): what acts of help gave, summed by unit, and what of it is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import get_args

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.amounts import TOLD_IN, UNITS, Quantity, unit_of
from fupin.coverage.grouping import By, summed
from fupin.coverage.work.acts import ONE, amounts_of, one_act_each
from fupin.coverage.work.givers import with_givers
from fupin.coverage.work.rhythms import counted, outside
from fupin.coverage.work.slots import Slots
from fupin.dates import DayLike, Period, Unit, add_days, day
from fupin.errors import QuestionError
from fupin.frames import Registry, Table
from fupin.frames.engines import Frame
from fupin.frames.planes import count
from fupin.model.acts import REACHED

MEASURES = ("acts", "parts", "parts_unplaced", "at_least", "unknown", "unplaced")
SUMS = ("said", "known", "least", "parts")
"""Of an amount: acts that speak of it, those that tell it, those that bound it, and its parts."""
OFTEN = ("_times", "_may", "_loose")
"""How often acts were done, as `counted` says: those that agree are added up before it counts."""
UNITS_OF_TIME: tuple[Unit, ...] = get_args(Unit)
ADDED = "households and persons are added act by act: one reached by two acts counts twice"
STILL = "a rhythm without an end still goes on"
_WHY = "coverage.deliveries"
_ACT = "act"


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Deliveries(Table):
    """What was given, a row for each unit (帮扶成效).

    Attributes:
        levels: the values of `level` in it; each adds up to the whole by itself.
    """

    levels: tuple[str, ...] = ()

    def quantity(self, unit: str, **where: str | None) -> Quantity:
        """What was given in a unit, over the rows that agree with `where`.

        Args:
            unit: a word of `fupin.amounts.UNITS`; what is told in another unit of its dimension is
                converted, exactly.
            where: values of key columns, such as `kind="planting"`; None: where it is not known.

        Raises:
            AmountError: no such unit.
            QuestionError: no such key column.
        """
        asked = unit_of(unit)
        told = TOLD_IN[asked.dimension]
        if unknown := sorted(set(where) - set(self.keys)):
            raise QuestionError(
                f"no key column {', '.join(unknown)}: expected one of {', '.join(self.keys)}"
            )
        rows = self.rows.filter(unit=told.id)
        if len(self.levels) > 1:
            where = {"level": self.levels[0], **where}
        for column, value in where.items():
            rows = rows.filter(pl.col(column).eq_missing(pl.lit(value)))
        sums = rows.select(pl.col(c).sum() for c in MEASURES).to_dicts()[0]
        return _quantity(told.id, sums).to(unit)

    @property
    def shown(self) -> pl.DataFrame:
        """The rows with their amounts in words: ≥ where there may be more."""
        rows = self.rows
        amounts = [
            "not known" if row["unit"] is None else _words(_quantity(row["unit"], row))
            for row in rows.iter_rows(named=True)
        ]
        hidden = ("parts", "parts_unplaced", "low", "high")
        return rows.drop(hidden).insert_column(
            len(self.keys), pl.Series("amount", amounts, pl.String)
        )


def deliveries(
    registry: Registry,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    window: Period | None = None,
) -> Deliveries:
    """What acts of help gave: acts, quantities, money, households and persons (帮扶成效).

    Every row is of one unit: mu and hectares are told in mu, metres and kilometres in metres;
    persons (人) and person-times (人次) apart. What is only a lower bound stays one in the sum.

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     acts=[
        ...         fp.Act(id="A-1", kind="planting", item="walnut", on="2015-03-12",
        ...                quantity=450, unit="mu"),
        ...         fp.Act(id="A-2", kind="planting", item="kiwifruit", on="2016-03-12",
        ...                quantity=12, unit="hectare"),
        ...         fp.Act(id="A-3", kind="training", on="2016-05-04", person_times=1000,
        ...                at_least=["person_times"]),
        ...     ]
        ... )
        >>> given = deliveries(registry, on="2016-09-09", by="kind")
        >>> print(given.quantity("mu"), "|", given.quantity("hectare", kind="planting"))
        630 mu | 42 hectare
        >>> print(given.quantity("person-time"))
        ≥ 1,000 person-time

    Args:
        registry: needs `acts`; uses `givers`.
        on: the day of knowledge: what is dated later is not there yet.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels, columns of `acts`, "giver", and "year", "quarter" or "month".
        window: the period counted in; None: all days up to and with `on`.

    Returns:
        By place, column and `unit` (empty: not known; "act": the acts themselves): `acts`, how
        often acts that speak of it were surely done, and `parts`, what they gave, in whole parts
        that `low` and `.quantity()` tell in the unit; `unplaced`, acts of which it is not known
        whether they were done in the window, with `parts_unplaced`. Of both: `at_least`, those
        whose amount is only a lower bound; `unknown`, those whose amount is not known, or how often
        they were done. `high` is empty where nothing bounds the sum. An act of several givers
        counts once: by giver it stands in a row "jointly", and one of nobody in a row "unknown".

    Raises:
        SchemaError: a table is missing.
        QuestionError: an unknown level or column, or periods without a window.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    span = _span(window, at)
    names = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    slots = [Slots(unit, Period(*span)) for unit in UNITS_OF_TIME if unit in names]
    if len(slots) > 1:
        raise QuestionError("by= names several of month, quarter and year: say one")
    special = {"giver", *UNITS_OF_TIME}
    grouping = By.of([n for n in names if n not in special], registry, "acts")
    also = (("giver", "given") if "giver" in names else ()) + (("period",) if slots else ())
    first, end = span
    begins = None if first is None else nw.lit(first)
    rhythms = registry.has("acts", "every")
    not_then = outside(begins, end, rhythms=rhythms)
    acts = one_act_each(registry, grouping.needed, _WHY, unless=not_then)
    rows = counted(acts, begins, end, rhythms=rhythms)
    if "giver" in names:
        rows = with_givers(registry, rows)
    for slot in slots:
        rows = slot.laid(rows, registry.given("acts"))
    told = amounts_of(registry)
    laid = rows if "quantity" in told else rows.with_columns(unit=nw.lit("act"))
    sums = grouping.sums(
        laid,
        measures(told),
        also=(*also, "unit", *OFTEN),
        sound=registry.sound("acts.division unreadable"),
    )
    keys = (*also, *grouping.keys)
    return Deliveries(
        frame=by_unit(sums, keys, told),
        kind=registry.kind,
        keys=(*keys, "unit"),
        measures=MEASURES,
        provenance=registry.provenance(
            "deliveries",
            at,
            asked={"window": (str(Period(*span)),), "by": tuple(sorted(names))},
            assumptions=(ADDED, STILL),
        ),
        levels=tuple(level.value for level in grouping.levels),
    )


def _span(window: Period | None, on: dt.date) -> tuple[dt.date | None, dt.date]:
    """The days counted in: what comes after the day of knowledge is not there yet."""
    known = add_days(on, 1)
    if window is None:
        return None, known
    return window.since, min(window.until or known, known)


def measures(names: Sequence[str]) -> dict[str, nw.Expr]:
    """What is summed of acts that were done so often: their number, and each of their amounts."""
    told = {_of(_ACT, what): nw.lit(1) for what in ("said", "known")}
    told |= {_of(_ACT, "least"): nw.lit(0), _of(_ACT, "parts"): nw.lit(ONE)}
    for name in names:
        said, value = nw.col(f"_{name}_said"), nw.col(f"_{name}")
        known = (said > 0) & ~value.is_null()
        told |= {
            _of(name, "said"): said,
            _of(name, "known"): count(known),
            _of(name, "least"): count(known & (nw.col(f"_{name}_least") > 0)),
            _of(name, "parts"): nw.when(known).then(value).otherwise(nw.lit(0)),
        }
    return told


def _of(name: str, what: str) -> str:
    """The column of what is summed of one amount."""
    return f"_{name}_{what}"


def by_unit(sums: Frame, keys: Sequence[str], names: Sequence[str]) -> Frame:
    """The few summed rows, once for each unit that some act speaks of.

    Args:
        sums: the sums of `measures`, by the key columns, `unit` and `OFTEN`.
        keys: the key columns.
        names: the amounts.
    """
    each = (_ACT, *names)
    wide = [_of(name, what) for name in each for what in SUMS]
    marks = {f"_is_{name}": nw.lit(number) for number, name in enumerate(each)}
    tall = sums.with_columns(**marks).unpivot(
        list(marks),
        index=[*keys, "unit", *OFTEN, *wide],
        variable_name="_name",
        value_name="_number",
    )
    own = {"quantity": nw.col("unit"), _ACT: nw.lit(_ACT)}
    own |= {name: nw.lit(unit) for name, unit in REACHED.items()}
    told = tall.select(
        *keys,
        *OFTEN,
        _of_number([own[name] for name in each]).alias("unit"),
        *(_of_number([nw.col(_of(name, what)) for name in each]).alias(what) for what in SUMS),
    ).with_columns(**_times_so_many())
    rows = summed(told, [*keys, "unit"], MEASURES)
    bounded = (nw.col("at_least") == 0) & (nw.col("unknown") == 0)
    return rows.filter((nw.col("acts") > 0) | (nw.col("unplaced") > 0)).with_columns(
        low=nw.col("parts") / parts_of_one(),
        high=nw.when(bounded).then((nw.col("parts") + nw.col("parts_unplaced")) / parts_of_one()),
    )


def _times_so_many() -> dict[str, nw.Expr]:
    """The measures of acts that were done so often: what is summed of them, so many times."""
    times, may, loose = (nw.col(name) for name in OFTEN)
    said, known, least, parts = (nw.col(what) for what in SUMS)
    lost = nw.when(loose > 0).then(said).otherwise(said - known)
    return {
        "acts": said * times,
        "parts": parts * times,
        "parts_unplaced": parts * (may - loose),
        "at_least": least * (times + may),
        "unknown": lost * (times + may),
        "unplaced": said * may,
    }


def parts_of_one() -> nw.Expr:
    """How many parts make one of the row's unit in a sum."""
    whole = nw.lit(ONE)
    for unit in TOLD_IN.values():
        if unit.parts > 1:
            parts = nw.lit(ONE * unit.parts)
            whole = nw.when(nw.col("unit") == unit.id).then(parts).otherwise(whole)
    return whole.cast(nw.Float64)


def _of_number(values: Sequence[nw.Expr]) -> nw.Expr:
    """What stands at `_number` in a list."""
    chosen = values[0]
    for number, value in enumerate(values[1:], start=1):
        chosen = nw.when(nw.col("_number") == number).then(value).otherwise(chosen)
    return chosen


def _quantity(unit: str, sums: dict[str, int]) -> Quantity:
    """The quantity that sums of the measures make."""
    whole = ONE * UNITS[unit].parts
    bounded = not sums["at_least"] and not sums["unknown"]
    most = Fraction(sums["parts"] + sums["parts_unplaced"], whole)
    return Quantity(Fraction(sums["parts"], whole), most if bounded else None, unit)


def _words(quantity: Quantity) -> str:
    """A quantity without its unit, which stands beside it."""
    return str(quantity).removesuffix(f" {quantity.unit}")
