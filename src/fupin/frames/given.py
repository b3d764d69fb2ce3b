"""What the check says of acts of help and of what is planned (帮扶举措核查)."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from fupin.frames import normalise
from fupin.frames.checks import Rule
from fupin.frames.engines import Frame
from fupin.frames.marks import lacks, whole
from fupin.frames.registry import Registry
from fupin.frames.tables import SPECS
from fupin.model.acts import AMOUNTS, MOST, REACHED

_UNTIL_THEN = "until then the amount is unknown"


def faults_of_help(registry: Registry) -> Iterator[Frame]:
    """The faulty rows of acts and of plans, by every rule of theirs."""
    if registry.has("acts"):
        acts = whole(registry, "acts")
        for rule, where in (*_amounts(), *_twice(), *_when()):
            yield rule.rows(acts.filter(where), "id")
    for table, key in (("acts", ("id",)), ("plan_items", ("plan", "kind", "item"))):
        if registry.has(table):
            rows = whole(registry, table)
            for rule, where in _halves(table):
                yield rule.rows(rows.filter(where), *key)


def _amounts() -> Iterator[tuple[Rule, nw.Expr]]:
    """Amounts beyond what can be, and words that name none; a quantity so large is unreadable."""
    types = SPECS["acts"].types
    for name in REACHED:
        most = MOST[name] * 10 ** normalise.DECIMALS.get(types[name], 0)
        yield (
            Rule(
                f"acts.{name} implausible",
                "acts",
                name,
                f"the number is above {MOST[name]:,}",
                f"0 to {MOST[name]:,}",
                f"correct it: {_UNTIL_THEN}",
            ),
            (nw.col(name) > most).fill_null(value=False),
        )
    word = rf"\s*(?:{'|'.join(AMOUNTS)})\s*"
    known = nw.col("at_least").fill_null("quantity").str.contains(rf"^{word}(?:;{word})*$")
    yield (
        Rule(
            "acts.at_least unknown",
            "acts",
            "at_least",
            "a word names no amount",
            f"some of {'; '.join(AMOUNTS)}",
            "correct it: until then every amount of the act is a lower bound",
        ),
        ~known,
    )


def _halves(table: str) -> Iterator[tuple[Rule, nw.Expr]]:
    """Quantities without a unit, and units without a quantity."""
    for column, other, expected in (
        ("unit", "quantity", "the unit of the quantity"),
        ("quantity", "unit", "so many of the unit"),
    ):
        yield (
            Rule(
                f"{table}.{column} missing",
                table,
                column,
                f"there is a {other} and no {column}",
                expected,
                f"give it: {_UNTIL_THEN}",
            ),
            lacks(column) & ~lacks(other),
        )


def _twice() -> Iterator[tuple[Rule, nw.Expr]]:
    """A quantity in yuan, households, persons or attendances, beside the column for these."""
    for name, unit in REACHED.items():
        yield (
            Rule(
                f"acts.{name} told twice",
                "acts",
                f"quantity, {name}",
                f"the unit is {unit}, and {name} is given too",
                "one of the two",
                f"keep one: until then {name} counts, and the quantity does not",
            ),
            (nw.col("unit") == unit).fill_null(value=False) & ~lacks(name),
        )


def _when() -> Iterator[tuple[Rule, nw.Expr]]:
    """Acts of which nobody says when they were done, or how often."""
    once, dated = lacks("every"), ~lacks("on")
    yield (
        Rule(
            "acts.on missing",
            "acts",
            "on",
            "there is no day, no period and no rhythm",
            "the day, or the first and last it may have been",
            "give it: until then it is not known whether it was done in a period",
        ),
        once & ~dated & lacks("since") & lacks("until"),
    )
    yield (
        Rule(
            "acts.since missing",
            "acts",
            "since",
            "a rhythm has no beginning",
            "the first day of the rhythm",
            "give it: until then it is not known how often it was done",
        ),
        ~once & lacks("since"),
    )
    yield (
        Rule(
            "acts.on beside a rhythm",
            "acts",
            "on, every",
            "there is one day, and a rhythm",
            "one of the two",
            "keep one: until then it is not known how often it was done",
        ),
        ~once & dated,
    )
