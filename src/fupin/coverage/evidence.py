"""Evidence in columns (证据): what `fupin.criteria.evidence` says of one subject, for a table.

One row a unit: what its latest survey on or before the day says. What two surveys of that day say
differently is empty; so is what is older than the criterion allows, or beyond what can be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.helpers import padded
from fupin.dates import first_fresh
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.repeats import folded, parted
from fupin.model.surveys import PLAUSIBLE
from fupin.policy import Field, Node
from fupin.policy.fields import Unit

TABLES: Mapping[Unit, str] = {
    "household": "surveys", "village": "village_surveys", "county": "county_surveys",
}  # fmt: skip
_MOST = "poor_persons_most"
_INCIDENCE = ("poor_persons", _MOST, "rural_population")
FEN = 100


@attrs.frozen(eq=False)
class Amount:
    """An amount in columns, known between bounds (数量): low / per to high / per.

    Attributes:
        low: at least so much; empty: not known.
        high: at most so much; empty where low is.
        per: what both are divided by; empty where they are.
    """

    low: nw.Expr
    high: nw.Expr
    per: nw.Expr


def latest(
    registry: Registry,
    unit: Unit,
    *,
    columns: Sequence[str],
    on: dt.date,
    why: str,
    own: Mapping[str, str] | None = None,
) -> Frame:
    """One row a unit: `_of`, `_seen`, the day of its latest survey by a day, and what it says.

    Args:
        registry: needs the table of surveys of the unit.
        unit: what was surveyed; places are told apart by their code of 12 digits.
        columns: the columns to keep.
        on: the day asked about.
        why: what asks, for messages.
        own: how columns of the user's own are to be read.
    """
    key = "household" if unit == "household" else "division"
    rows = registry.frame(TABLES[unit], key, "on", *columns, why=why, own=own)
    dated = rows.filter(
        ~nw.col(key).is_null() & (nw.col("on") <= nw.lit(on)).fill_null(value=False)
    ).select(
        (nw.col(key) if unit == "household" else padded()).alias("_of"),
        nw.col("on").alias("_seen"),
        *columns,
    )
    if _MOST in columns:  # none given: exactly so many
        most = nw.when(nw.col(_MOST).is_null()).then(nw.col("poor_persons"))
        dated = dated.with_columns(most.otherwise(nw.col(_MOST)).alias(_MOST))
    return newest(dated, "_seen", columns)


def newest(rows: Frame, at: str, columns: Sequence[str]) -> Frame:
    """One row for each `_of`: the last one; what several last ones say differently is empty."""
    alone, several = parted(rows, "_of")
    last = several.group_by("_of").agg(nw.col(at).max())
    one = folded(several.join(last, on=["_of", at], how="semi"), ("_of", at), columns)
    return nw.concat([alone, one], how="vertical").select("_of", at, *columns)


def columns_of(
    leaves: Sequence[Node], fields: Mapping[str, Field], facts: Collection[str]
) -> tuple[str, ...]:
    """The columns of a table of surveys that some leaves ask; facts are no columns."""
    asked: dict[str, None] = {}
    for leaf in leaves:
        for name in (leaf.flag, leaf.compare, leaf.at):
            if name is not None and name not in facts and fields[name].kind != "code":
                asked |= dict.fromkeys(_INCIDENCE if name == "incidence" else (name,))
    return tuple(asked)


def fresh(months: int | None, on: dt.date) -> nw.Expr:
    """Whether what was seen on `_seen` is evidence on a day."""
    seen = ~nw.col("_seen").is_null()
    if months is None:
        return seen
    return seen & (nw.col("_seen") >= nw.lit(first_fresh(on, months))).fill_null(value=False)


def amount(name: str, fields: Mapping[str, Field], *, by_parts: bool = False) -> Amount:
    """An amount as columns: its own, the incidence of a place, or income by its parts.

    Args:
        name: the field.
        fields: the fields of the unit.
        by_parts: whether `_net` and `_size` stand beside it, for households without the figure.
    """
    if name == "incidence":
        return _incidence()
    kind = fields[name].kind
    own = _plausible(name, kind)
    whole = nw.lit(1)
    if not (by_parts and name == "net_income_per_head"):
        return Amount(own, own, whole)
    most = PLAUSIBLE[name][1] * FEN
    net, size = nw.col("_net"), nw.col("_size")
    can_be = ((net >= 0) & (net <= size * most)).fill_null(value=False)
    parts = nw.when(can_be).then(net)
    given = ~own.is_null()
    low = nw.when(given).then(own).otherwise(parts)
    return Amount(low, low, nw.when(given).then(whole).otherwise(size))


def day_of(name: str, *, by_parts: bool) -> nw.Expr:
    """A day of the evidence; that of an income goes with the income that counts."""
    if not (by_parts and name == "income_until"):
        return nw.col(name)
    given = ~_plausible("net_income_per_head", "yuan").is_null()
    return nw.when(given).then(nw.col(name)).otherwise(nw.col("_until"))


def scale(kind: str) -> Fraction:
    """How many of a column's units make one of the field's: fen to the yuan."""
    return Fraction(FEN if kind == "yuan" else 1)


def with_incomes(registry: Registry, rows: Frame, on: dt.date, why: str) -> Frame:
    """Households with `_net`, net income in fen by the registered formula, and `_until`.

    Args:
        registry: needs `incomes`.
        rows: households with `id`.
        on: the day asked about; a period that is not over by then says nothing.
        why: what asks, for messages.
    """
    parts = ("wage", "business", "property", "transfer", "business_expenses")
    given = registry.frame("incomes", "household", "until", *parts, why=why)
    over = given.filter(
        ~nw.col("household").is_null() & (nw.col("until") <= nw.lit(on)).fill_null(value=False)
    ).select(nw.col("household").alias("_of"), nw.col("until").alias("_until"), *parts)
    one = newest(over, "_until", parts)
    wage, business, property_, transfer, expenses = (nw.col(part) for part in parts)
    net = one.select(
        "_of", "_until", (wage + business + property_ + transfer - expenses).alias("_net")
    )
    return rows.join(net, left_on="id", right_on="_of", how="left")


def _plausible(name: str, kind: str) -> nw.Expr:
    cell = nw.col(name)
    if name not in PLAUSIBLE:
        return cell
    least, most = (bound * int(scale(kind)) for bound in PLAUSIBLE[name])
    return nw.when((cell >= least) & (cell <= most)).then(cell)


def _incidence() -> Amount:
    """Poor persons over the rural population; empty where the two contradict each other."""
    poor = _plausible("poor_persons", "count")
    high = _plausible(_MOST, "count")
    whole = _plausible("rural_population", "count")
    sound = ((poor <= high) & (poor <= whole)).fill_null(value=False)
    capped = nw.when(high < whole).then(high).otherwise(whole)
    return Amount(
        nw.when(sound).then(poor), nw.when(sound).then(capped), nw.when(sound).then(whole)
    )
