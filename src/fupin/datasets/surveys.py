"""What was found at households (入户核查): surveys of autumn 2016, incomes by parts; faults.

Surveyed is who is there: those in need, those that have left, and a few outside the register. The
latest survey tells how a household lives; an earlier one tells how it lived before.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from fupin.datasets.circumstances import GONE, SECURED, with_life
from fupin.datasets.hashing import ROW, Draw
from fupin.datasets.households import household_id
from fupin.datasets.margins import COUNTS
from fupin.datasets.places import Places

_SEEN, _LATE, _OUTSIDE, _TRANSFER, _PROPERTY, _EXPENSES, _BUSINESS, _REST = range(610, 618)
_AUTUMN, _WINTER = dt.date(2016, 9, 20), dt.date(2016, 12, 1)
_YEAR_TO = {2015: dt.date(2015, 9, 30), 2016: dt.date(2016, 9, 30)}
"""Last day of the twelve months that an autumn's survey asks the income of."""

_FIRST_OUTSIDE = 1 << 44
"""Row number of the first unregistered household: far from those of the register."""

# Answers that may be unknown, each by itself; its place is part of the row that a hash decides on.
_ANSWERS = ("food", "clothing", "education", "medical", "housing", "water", "power", "broadcast")
FLAGS = ("income_steady", *_ANSWERS)


def outside(draw: Draw, places: Places, households: int) -> pl.DataFrame:
    """Households that are not in the register: row, root, id, code, size and how they live."""
    number = households // COUNTS["households outside"].count
    size, slots = draw.pick("size"), len(places.slots)
    return with_life(
        draw,
        pl.select(row=pl.int_range(number, dtype=pl.Int64) + _FIRST_OUTSIDE).with_columns(
            root=ROW,
            life=pl.lit("out"),
            id=pl.format("U-{}", (ROW - (_FIRST_OUTSIDE - 1)).cast(pl.String).str.zfill(7)),
            code=pl.lit(places.frame["code"]).gather(
                pl.lit(places.slots).gather(draw.below(_OUTSIDE, slots))
            ),
            size=pl.when(~draw.happens("size unknown")).then(size).cast(pl.Int64),
            children=draw.pick("children").cast(pl.Int64),
        ),
    )


def unregistered(households: pl.DataFrame) -> pl.DataFrame:
    """The table `unregistered`."""
    return households.select("id", division="code", size="size")


def tables(
    draw: Draw, households: pl.DataFrame, children: pl.DataFrame, others: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables `surveys` and `incomes`.

    Args:
        draw: what the seed decides.
        households: what `circumstances.lived` returns.
        children: row and how many children of school age each household has.
        others: what `outside` returns.
    """
    there = households.filter(~pl.col("story").is_in(GONE)).join(
        children, on="row", how="left", maintain_order="left"
    )
    winter = pl.col("story").is_in(["from split", "from merger"])  # not there before
    seen = pl.when(winter).then(draw.day(_LATE, _WINTER, 20)).otherwise(_autumn(draw))
    inside = there.select(
        *_CARRIED,
        id=household_id(),
        on=seen,
        old=~winter & draw.happens("survey old"),
        # Of those whose members are not known, the children are not known either.
        children=pl.when("known").then(pl.col("children").fill_null(0)),
    )
    told = pl.concat(
        [
            inside,
            others.select(
                *_CARRIED, "id", on=_autumn(draw), old=pl.lit(value=False), children="children"
            ),
        ]
    ).filter(~draw.happens("survey none"))
    told = told.with_columns(by_parts=~pl.col("old") & draw.happens("income by parts"))
    return _surveys(draw, told), _incomes(draw, told.filter("by_parts"))


_CARRIED = ("row", "root", "size", "fen", "low", *SECURED)


def _autumn(draw: Draw) -> pl.Expr:
    return draw.day(_SEEN, _AUTUMN, 70)


def _surveys(draw: Draw, told: pl.DataFrame) -> pl.DataFrame:
    """Surveys of 2016 and before, then those of 2016 that are at fault."""
    current = _answered(draw, told.filter(~pl.col("old")), 2016)
    undated, later = draw.happens("survey undated"), draw.happens("survey later")
    main = current.with_columns(
        on=pl.when(~undated).then(pl.when(later).then(_days(365)).otherwise("on"))
    )
    winter = pl.col("on") >= _WINTER
    twice = current.filter(draw.happens("survey twice"), ~winter).with_columns(
        on=_days(-40), housing=pl.lit(value=False)
    )
    before = told.filter(pl.col("old") | draw.happens("survey before"), ~winter)
    alike = main.filter(draw.happens("survey alike"))
    unlike = main.filter(draw.happens("survey unlike")).with_columns(water=~pl.col("water"))
    return pl.concat([main, twice, _answered(draw, before, 2015), alike, unlike]).drop("row")


def _days(number: int) -> pl.Expr:
    return pl.col("on") + pl.duration(days=number)


def _answered(draw: Draw, told: pl.DataFrame, year: int) -> pl.DataFrame:
    """The columns of `surveys`, as households answered in the autumn of a year."""
    cell = ROW * 32 + (2016 - year) * 16  # one number for each answer of each survey
    unknown = {
        name: draw.happens("answer unknown", cell + place) for place, name in enumerate(_ANSWERS)
    }
    asked = {name: pl.when(~unknown[name]).then(name) for name in _ANSWERS}
    asked["education"] = pl.when(pl.col("children").fill_null(1) > 0).then(asked["education"])
    steady = ~(pl.col("low") & draw.happens("unsteady", pl.col("root")))
    on = pl.col("on")
    return told.select(
        "row",
        household="id",
        on=on if year == 2016 else on - pl.duration(days=366),
        income_until=pl.lit(_YEAR_TO[year]),
        net_income_per_head=_yuan(_net(draw, year)),
        income_steady=pl.when(~draw.happens("steady unasked", cell)).then(steady),
        school_age_children=pl.col("children"),
        **asked,
    )


def _net(draw: Draw, year: int) -> pl.Expr:
    """Net income per head in fen, as it was written down."""
    fen = pl.col("fen")
    if year == 2015:
        return fen * COUNTS["last year"].count // 100
    return (
        pl.when(pl.col("by_parts") | draw.happens("income unasked"))
        .then(None)
        .when(draw.happens("income negative"))
        .then(-1 - fen)
        .when(draw.happens("income in fen"))
        .then(fen * 100)
        .otherwise(fen)
    )


def _incomes(draw: Draw, told: pl.DataFrame) -> pl.DataFrame:
    """The table `incomes`: the parts add up to the income of all members, to the fen."""
    size = pl.col("size")
    # The rest that no division by members leaves: parts are whole fen, shares of them need not be.
    total = pl.col("fen") * size + draw.below(_REST, size)
    transfer = total * (5 + draw.below(_TRANSFER, 30)) // 100
    property_ = pl.when(draw.below(_PROPERTY, 10) == 0).then(total // 50).otherwise(0)
    expenses = draw.below(_EXPENSES, 600_000)
    business = total * draw.below(_BUSINESS, 60) // 100 + expenses
    parts = {
        "wage": total - transfer - property_ - (business - expenses),
        "business": business,
        "property": property_,
        "transfer": transfer,
        "business_expenses": expenses,
    }
    lacks = draw.happens("part unknown")
    return told.drop_nulls("size").select(
        household="id",
        until=pl.lit(_YEAR_TO[2016]),
        **{
            name: _yuan(pl.when(~lacks).then(fen) if name == "transfer" else fen)
            for name, fen in parts.items()
        },
    )


def _yuan(fen: pl.Expr) -> pl.Expr:
    """Whole fen as yuan, exactly."""
    return (fen.cast(pl.Decimal(14, 2)) / 100).cast(pl.Decimal(14, 2))
