"""Evidence in columns (证据): what `fupin.criteria.evidence` says of one subject, for a table.

One row a unit: what its latest survey on or before the day says. What two surveys of that day say
differently is empty, and so is what one without a day says otherwise; so is what is older than the
criterion allows, or beyond what can be, and an income of a period that is not over on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.codes import padded
from fupin.dates import first_fresh
from fupin.errors import QuestionError
from fupin.frames import Registry
from fupin.frames.calendar import half_years
from fupin.frames.engines import Frame
from fupin.frames.normalise import PARTS_OF_ONE
from fupin.frames.planes import count
from fupin.frames.repeats import folded, once, parted
from fupin.model.surveys import INCOME_PARTS, PARTS, plausible
from fupin.policy import Field, Node
from fupin.policy.fields import NET_INCOME, RECORDS, Unit

TABLES: Mapping[Unit, str] = {
    "household": "surveys", "village": "village_surveys", "county": "county_surveys",
    **{unit: f"{unit}s" for unit in RECORDS},
}  # fmt: skip
"""The table that holds the evidence on a unit; a record is its own evidence."""
_POOR, _MOST, _WHOLE = "poor_persons", "poor_persons_most", "rural_population"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "incidence": (_POOR, _MOST, _WHOLE), _POOR: (_POOR, _MOST), "term": ("on", "due"),
}  # fmt: skip
_SCALES: Mapping[str, int] = {**PARTS_OF_ONE, "term": 2}
FEN = PARTS_OF_ONE["yuan"]


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


def _as_it_is(rows: Frame) -> Frame:
    return rows


def latest(
    registry: Registry,
    unit: Unit,
    *,
    columns: Sequence[str],
    on: dt.date,
    why: str,
    own: Mapping[str, str] | None = None,
    then: Callable[[Frame], Frame] = _as_it_is,
) -> Frame:
    """One row a unit: `_of`, `_seen`, the day of its latest survey by a day, and what it says.

    `_later` is above 0 where one dated later was set aside.

    Args:
        registry: needs the table of surveys of the unit.
        unit: what was surveyed; places are told apart by their code of 12 digits, records by id.
        columns: the columns to keep.
        on: the day asked about.
        why: what asks, for messages.
        own: how columns of the user's own are to be read.
        then: what is made of each survey, as for `newest`.
    """
    key = "household" if unit == "household" else "id" if unit in RECORDS else "division"
    wanted = dict.fromkeys((key, "on", *columns))
    rows = registry.frame(TABLES[unit], *wanted, why=why, own=own)
    named = rows.filter(~nw.col(key).is_null()).select(
        (padded() if key == "division" else nw.col(key)).alias("_of"),
        nw.col("on").alias("_seen"),
        *columns,
    )
    if _MOST in columns:  # none given: exactly so many
        most = nw.when(nw.col(_MOST).is_null()).then(nw.col(_POOR))
        named = named.with_columns(most.otherwise(nw.col(_MOST)).alias(_MOST))
    return newest(named, "_seen", columns, by=on, then=then, later=("_later",))


def newest(
    rows: Frame,
    at: str,
    columns: Sequence[str],
    *,
    by: dt.date | int,
    then: Callable[[Frame], Frame] = _as_it_is,
    later: tuple[str, ...] = (),
) -> Frame:
    """One row for each `_of`: what the last of its rows says, up to a day or year.

    What several last ones say differently is empty; a row without `at` may be the last one too.
    Where there is none, all is empty.

    Args:
        rows: rows with `_of`.
        at: the column that says when.
        columns: the columns to keep.
        by: the last day or year that counts.
        then: what is made of each row by itself, beside `_of`; it is asked of rows that are not
            the last ones, too.
        later: the column, if any, that tells whether a row is set aside since it is later.
    """
    over = nw.col(at) <= nw.lit(by)
    told = rows.select(
        "_of",
        nw.when(over).then(nw.col(at)).alias("_at"),
        over.fill_null(value=True).alias("_counts"),
        *(count(~over.fill_null(value=True)).alias(name) for name in later),
        *columns,
    )

    def said(last: Frame) -> Frame:
        seen = nw.when(~nw.col("_at").is_null())
        cells = (seen.then(nw.col(c)).alias(c) for c in columns)
        return then(last.select("_of", nw.col("_at").alias(at), *later, *cells))

    alone, several = parted(once(told), "_of", then=said)
    ends = (nw.col("_at").max().alias("_last"), *(nw.col(c).max().alias("_any") for c in later))
    last = several.group_by("_of").agg(*ends)
    both = several.join(last, on="_of", how="inner")
    of_last = (nw.col("_at") == nw.col("_last")).fill_null(value=False)
    any_day = nw.col("_last").is_null() | (nw.col("_at").is_null() & nw.col("_counts"))
    named: dict[str, str] = dict(zip(("_last", "_any"), ("_at", *later), strict=False))
    one = folded(both.filter(of_last | any_day), ("_of", *named), columns)
    return nw.concat([alone, said(one.rename(named))], how="vertical")


def beside(rows: Frame, surveyed: Frame, *, heads: bool = True) -> Frame:
    """Units, each with its survey, if it has one; a household of nobody has none that counts.

    Args:
        rows: units with `id`.
        surveyed: what was seen at each `_of`.
        heads: whether they are households, with `size`.

    Raises:
        QuestionError: both have a column of one name.
    """
    both = {*surveyed.collect_schema().names()} & {*rows.collect_schema().names()}
    if both:
        raise QuestionError(
            f"by= cannot be {', '.join(sorted(both))}, nor can a field of one's own be called so: "
            "both the units and their surveys have it"
        )
    if not heads:
        return rows.join(surveyed, left_on="id", right_on="_of", how="left")
    somebody = nw.when(~nobody()).then(nw.col("id")).alias("_who")
    told = rows.with_columns(somebody).join(surveyed, left_on="_who", right_on="_of", how="left")
    return told.drop("_who")


def nobody() -> nw.Expr:
    """Whether a household is one of nobody by its recorded `size`: a fault, so nothing is known."""
    return (nw.col("size") < 1).fill_null(value=False)


def columns_of(
    leaves: Sequence[Node], fields: Mapping[str, Field], facts: Collection[str], unit: Unit
) -> tuple[str, ...]:
    """The columns of a table of surveys or records that some leaves ask; facts are none."""
    names = [(leaf.flag, leaf.compare, leaf.share_of, leaf.at) for leaf in leaves]
    asked = [n for told in names for n in told if n is not None]
    own = [n for n in asked if n not in facts and fields[n].kind != "code"]
    told = dict.fromkeys(c for name in own for c in _COLUMNS.get(name, (name,)))
    if any(fields[name].income is not None for name in told if name in fields):
        told |= {"income_until": None}  # it says whether the period of an income is over
    # What an amount is a part of says whether it can be, and so does what is a part of it.
    while wider := [p for pair in _parts(unit) if {*pair} & {*told} for p in pair if p not in told]:
        told |= dict.fromkeys(wider)
    return tuple(told)


def _parts(unit: Unit) -> tuple[tuple[str, str], ...]:
    return PARTS.get(TABLES[unit], ())


def contradicted(columns: Collection[str], unit: Unit) -> list[nw.Expr]:
    """Amounts of a record, empty where they are more than what they are a part of; so is that."""
    wrong: dict[str, list[nw.Expr]] = {}
    for pair in _parts(unit):
        if pair[0] in columns:
            more = (nw.col(pair[0]) > nw.col(pair[1])).fill_null(value=False)
            for name in pair:
                wrong.setdefault(name, []).append(more)
    return [
        nw.when(~nw.any_horizontal(*more, ignore_nulls=True)).then(nw.col(name)).alias(name)
        for name, more in wrong.items()
    ]


def believed(
    columns: Sequence[str], fields: Mapping[str, Field], on: dt.date | None = None
) -> list[nw.Expr]:
    """Numbers among some columns, empty where they are beyond what can be.

    Args:
        columns: the columns; with incomes also `income_until`.
        fields: what they are.
        on: the day asked about: an income of a period that is not over by then is empty.
    """
    told: list[nw.Expr] = []
    for name in columns:
        if fields[name].kind in ("count", "yuan", "share"):
            cell, by = nw.col(name), int(scale(fields[name]))
            least, most = plausible(name)
            can_be = (cell >= least * by) & (cell <= most * by)
            if on is not None and fields[name].income is not None:
                can_be = can_be & (nw.col("income_until") <= nw.lit(on)).fill_null(value=True)
            told.append(nw.when(can_be).then(cell).alias(name))
    return told


def fresh(months: int | None, on: dt.date) -> nw.Expr:
    """Whether what was seen on `_seen` is evidence on a day."""
    seen = ~nw.col("_seen").is_null()
    if months is None:
        return seen
    return seen & (nw.col("_seen") >= nw.lit(first_fresh(on, months))).fill_null(value=False)


def amount(name: str, *, by_parts: bool = False) -> Amount:
    """An amount as columns: its own, poor persons or their share, a term, or income by its parts.

    Args:
        name: the field.
        by_parts: whether `_net` and `_size` stand beside it, for households without the figure.
    """
    own, whole = nw.col(name), nw.lit(1)
    if name == "term":
        since, until = nw.col("on"), nw.col("due")
        own = nw.when((since < until).fill_null(value=False)).then(half_years(since, until))
    elif name in _COLUMNS:
        return _poor(name)
    if not (by_parts and name == NET_INCOME):
        return Amount(own, own, whole)
    (_, most), (fewest, heads) = plausible(name), plausible("members")
    net, size = nw.col("_net"), nw.col("_size")
    few = (size >= fewest) & (size <= heads)
    can_be = (few & (net >= 0) & (net <= size * (most * FEN))).fill_null(value=False)
    given = ~own.is_null()
    low = nw.when(given).then(own).otherwise(nw.when(can_be).then(net))
    return Amount(low, low, nw.when(given).then(whole).otherwise(size))


def day_of(name: str, *, by_parts: bool) -> nw.Expr:
    """A day of the evidence.

    Args:
        name: the field.
        by_parts: whether it is asked of net income, and `_until` stands beside it.
    """
    if not (by_parts and name == "income_until"):
        return nw.col(name)
    given = ~nw.col(NET_INCOME).is_null()
    return nw.when(given).then(nw.col(name)).otherwise(nw.col("_until"))


def scale(field: Field) -> Fraction:
    """How many of a column's units make one of the field's: fen to the yuan."""
    return Fraction(1 if field.name in (_POOR, "incidence") else _SCALES.get(field.kind, 1))


def with_incomes(registry: Registry, rows: Frame, on: dt.date, why: str) -> Frame:
    """Households with `_net`, net income in fen by the registered formula, and `_until`.

    Args:
        registry: needs `incomes`.
        rows: households with `id`.
        on: the day asked about; a period that is not over by then says nothing, nor does one with
            a part that is beyond what can be.
        why: what asks, for messages.
    """
    given = registry.frame("incomes", "household", "until", *INCOME_PARTS, why=why)
    named = given.filter(~nw.col("household").is_null()).select(
        nw.col("household").alias("_of"), nw.col("until").alias("_last_day"), "until", *INCOME_PARTS
    )
    one = newest(named, "_last_day", ("until", *INCOME_PARTS), by=on)
    wage, business, property_, transfer, expenses = (nw.col(part) for part in INCOME_PARTS)
    can_be = [
        (nw.col(part) >= least * FEN) & (nw.col(part) <= most * FEN)
        for part in INCOME_PARTS
        for least, most in (plausible(part),)
    ]
    known = nw.all_horizontal(~nw.col("until").is_null(), *can_be, ignore_nulls=False)
    of_a_period = nw.when(known)
    net = one.select(
        "_of",
        nw.col("until").alias("_until"),
        of_a_period.then(wage + business + property_ + transfer - expenses).alias("_net"),
    )
    return rows.join(net, left_on="id", right_on="_of", how="left")


def _poor(name: str) -> Amount:
    """Poor persons between bounds, or their share; empty where they contradict each other."""
    poor, most, whole = nw.col(_POOR), nw.col(_MOST), nw.col(_WHOLE)
    if name == _POOR:
        sound = nw.when((poor <= most).fill_null(value=False))
        return Amount(sound.then(poor), sound.then(most), nw.lit(1))
    sound = nw.when(((poor <= most) & (poor <= whole)).fill_null(value=False))
    capped = nw.when(most < whole).then(most).otherwise(whole)
    return Amount(sound.then(poor), sound.then(capped), sound.then(whole))
