"""Interest and subsidy of loans (利息与贴息), by day and place: `fupin.credit`, for a registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.binding import applies
from fupin.coverage.cited import cited_parameter
from fupin.coverage.evidence import believed, latest
from fupin.coverage.units import Units
from fupin.dates import DayLike, day, optional_day
from fupin.frames import Provenance, Registry, Table
from fupin.frames.calendar import day_number
from fupin.frames.engines import Frame, listed, move
from fupin.frames.normalise import PARTS_OF_ONE
from fupin.frames.planes import count, plane
from fupin.policy import Applied, Books, Parameter, Rulebook
from fupin.policy.dated import MOST_DAYS, Shares, Told, basis_of, spans
from fupin.policy.fields import FIELDS

_WHY = "coverage.interest"
_COLUMNS = ("on", "due", "repaid", "principal", "interest_rate")
_ONE = PARTS_OF_ONE["share"]


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Interests(Table):
    """Interest by place (利息结果), with a row for each loan.

    Attributes:
        each: one row a loan, as a plan: its id, division, `days`, `interest_fen`, and `subsidy_fen`
            where it was asked for, empty where not known; and whether it is `unplaced`.
    """

    each: Frame

    @cached_property
    def loans(self) -> Any:
        """One row a loan, in the registry's kind of frame; lazy stays lazy."""
        return listed(self.each, self.kind)


def interest(
    registry: Registry,
    policy: Rulebook | None = None,
    *,
    on: DayLike,
    since: DayLike | None = None,
    basis: int,
    rates: Told | None = None,
    subsidy: Told | None = None,
    by: str | Sequence[str] | None = None,
    population: str | None = None,
    carry: bool = False,
    known_on: DayLike | None = None,
) -> Interests:
    """What loans cost up to a day, and what of it the budget pays (利息与贴息).

    Example:
        >>> import fupin as fp
        >>> loan = fp.Loan(id="L-1", on="2019-03-01", due="2020-03-01", principal="50000",
        ...                interest_rate="0.0435")
        >>> found = interest(
        ...     fp.Registry.of(loans=[loan]), on="2020-12-31", basis=360, subsidy="0.7"
        ... )
        >>> found.rows.select("loans", "known", "interest_fen", "subsidy_fen").rows()
        [(1, 1, 221125, 154788)]

    Args:
        registry: needs `loans`.
        policy: the rulebook in which `rates` and `subsidy` are ids of parameters; None: they are
            shares.
        on: the day asked about: interest of the days before it.
        since: the first day that counts; None: from the day each loan was paid out.
        basis: how many days make a year of interest, 360 or 365; there is no default.
        rates: rates per year by day, where they change; None: each loan's own.
        subsidy: the share of the interest that the budget pays, by day; None: none is asked for.
        by: division levels and columns of `loans`.
        population: a flag of `loans`, such as "registered"; None: all that are paid out by `on`.
        carry: let the last value of a parameter hold on; recorded in the result.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.

    Returns:
        By place: loans; of them known (their interest is), unknown, and unplaced (not known
        whether they belong); interest_fen, the sum over the known, each loan rounded to the fen,
        half a fen upwards; with `subsidy` also subsidy_unknown and subsidy_fen.

    Raises:
        SchemaError: no table of loans.
        QuestionError: another basis, a share beyond 1, an unknown level, column or flag.
        AmountError: no exact share.
        UnknownRuleError: no such parameter.
        NoValueError: a parameter whose value nothing tells.
    """
    at, first = day(on, where="on"), optional_day(since)
    year = basis_of(basis)
    registry = registry.known(known_on)
    asked = None if rates is None else Shares.of(policy, rates, "rates", at, carry=carry)
    paid = None if subsidy is None else Shares.of(policy, subsidy, "subsidy", at, carry=carry)
    units = Units.of(registry, "loan", at, by=by, population=population, why=_WHY)
    seen = latest(registry, "loan", columns=_COLUMNS, on=at, why=_WHY)
    sound = seen.with_columns(*believed(_COLUMNS, FIELDS["loan"]))
    parts = _parts(_spanned(sound, at, first), (asked, paid), first, at)
    costs = _rounded(parts, year, own=asked is None, subsidised=paid is not None)
    laid = units.beside(costs.select("_of", *_EACH[: 2 if paid is None else 3]))
    cited = _cited(policy, (asked, paid))
    if cited:
        laid = laid.with_columns(*(plane("_member") & applies(cited[:1])).columns("_member"))
    measures = _measures(subsidised=subsidy is not None)
    summed = units.grouping.sums(laid, measures, sound=False)
    return Interests(
        frame=summed.select(*units.grouping.keys, *measures),
        kind=registry.kind,
        keys=units.grouping.keys,
        measures=tuple(measures),
        provenance=Provenance(
            calculator="interest",
            on=at,
            asked={
                "since": None if first is None else str(first),
                "basis": basis,
                "rates": "the loan's own" if asked is None else asked.said,
                "subsidy": None if paid is None else paid.said,
                "population": units.population,
                "by": units.grouping.names,
                "carry": carry,
            },
            books=() if policy is None else (policy.id,),
            rules=tuple(cited_parameter(applied) for applied in cited),
            checked=registry.said_of_check(),
        ),
        each=laid.filter(plane("_member").possible).select(
            "id", "division", *_EACH[: 3 if subsidy is not None else 2],
            plane("_member").unknown.alias("unplaced"),
        ),
    )  # fmt: skip


_EACH = ("days", "interest_fen", "subsidy_fen")


def _cited(
    policy: Rulebook | None, told: Sequence[Shares | None]
) -> tuple[Applied[Parameter], ...]:
    """The parameters that shares stand in, each with where its book holds."""
    if policy is None:
        return ()
    named = (shares.parameter for shares in told if shares is not None)
    ids = dict.fromkeys(parameter.id for parameter in named if parameter is not None)
    return tuple(applied for name in ids for applied in Books.of(policy).parameters(name))


def _spanned(rows: Frame, on: dt.date, since: dt.date | None) -> Frame:
    """Loans with `_begins` and `_ends`, the numbers of the days that count; empty: not known."""
    paid, due, repaid = (nw.col(name) for name in ("on", "due", "repaid"))
    sound = (paid < due).fill_null(value=False) & (repaid >= paid).fill_null(value=True)
    asked, first = nw.lit(on.toordinal()), nw.lit((since or dt.date.min).toordinal())
    # An end that is not told is left out of what is the least.
    ends = nw.min_horizontal(day_number(due), day_number(repaid), asked)
    told = rows.with_columns(
        nw.when(sound).then(nw.max_horizontal(day_number(paid), first)).alias("_begins"),
        ends.alias("_ends"),
    )
    return told.with_columns(nw.max_horizontal(nw.col("_begins"), nw.col("_ends")).alias("_ends"))


def _millionths(shares: Shares | None, on: dt.date) -> int | None:
    held = None if shares is None else shares.on(on)
    return None if held is None else int(held * _ONE)


def _parts(
    rows: Frame, told: tuple[Shares | None, Shares | None], since: dt.date | None, on: dt.date
) -> Frame:
    """One row a loan: its rate times days, and that times the share of the subsidy, in millionths.

    `_lacking` are days whose rate is not known, `_unshared` those whose share is not.
    """
    rates, shares = told
    spanned = spans(told, since or dt.date.min, on) or ((on, on),)
    known = [(_millionths(rates, begins), _millionths(shares, begins)) for begins, _ in spanned]
    table = pl.DataFrame(
        {
            "_from": [begins.toordinal() for begins, _ in spanned],
            "_to": [ends.toordinal() for _, ends in spanned],
            "_rate": [rate for rate, _ in known],
            "_share": [share for _, share in known],
        },
        schema=dict.fromkeys(("_from", "_to", "_rate", "_share"), pl.Int64),
    )
    small = move(nw.from_native(table.lazy()), rows)
    both = rows.join(small, how="cross")
    least = nw.max_horizontal(nw.col("_begins"), nw.col("_from"))
    most = nw.min_horizontal(nw.col("_ends"), nw.col("_to"))
    inside = both.with_columns(nw.max_horizontal(most - least, nw.lit(0)).alias("_days"))
    rate = nw.col("interest_rate") if rates is None else nw.col("_rate")
    days, no_share = nw.col("_days"), nw.col("_share").is_null()
    laid = inside.select(
        "_of", "_begins", "_ends", "principal", "interest_rate",
        (days * rate.fill_null(0)).alias("_rated"),
        (count(rate.is_null()) * days).alias("_lacking"),
        (count(no_share) * days).alias("_unshared"),
        (days * rate.fill_null(0) * nw.col("_share").fill_null(0)).alias("_shared"),
    )  # fmt: skip
    firm = ("_begins", "_ends", "principal", "interest_rate")
    summed = ("_rated", "_lacking", "_unshared", "_shared")
    return (
        laid.group_by("_of")
        .agg(*(nw.col(name).max() for name in firm), *(nw.col(name).sum() for name in summed))
        .with_columns(nw.col(name).cast(nw.Int64) for name in (*firm, *summed))
    )


def _rounded(rows: Frame, basis: int, *, own: bool, subsidised: bool) -> Frame:
    """Loans with `days`, `interest_fen` and `subsidy_fen`, in whole fen, half a fen upwards.

    With p the sum in fen, r the rate and s the share of the subsidy in millionths, d days:

        interest = p * sum of r d / (basis * 10**6)
        subsidy = p * sum of r s d / (basis * 10**12)

    All is counted in whole numbers, and divided so that no engine loses a digit.
    """
    p, year = nw.col("principal"), basis * _ONE
    days = nw.col("_ends") - nw.col("_begins")
    sound = ~p.is_null() & (days <= MOST_DAYS).fill_null(value=False)
    sound = sound & ~nw.col("interest_rate").is_null() if own else sound
    known = nw.when(sound & (nw.col("_lacking") == 0))
    told = rows.with_columns(days.alias("days"), known.then(p * nw.col("_rated")).alias("_total"))
    told = _divided(told, "interest_fen", nw.col("_total") + year // 2, year)
    if not subsidised:
        return told
    shared = nw.when(~nw.col("_total").is_null() & (nw.col("_unshared") == 0))
    told = told.with_columns(shared.then(nw.col("_shared")).alias("_shared"))
    told = _divided(told, "_whole", nw.col("_shared"), _ONE)
    told = _divided(told, "_part", p * nw.col("_whole rest"), _ONE)
    total = p * nw.col("_whole") + nw.col("_part")
    return _divided(told, "subsidy_fen", total + year // 2, year)


def _divided(rows: Frame, name: str, number: nw.Expr, by: int) -> Frame:
    """Rows with a number divided, in whole numbers, and what is over as `name rest`.

    Some engines divide whole numbers by way of doubles, and may be one off: that is mended.
    """
    rough = rows.with_columns(number.alias("_number")).with_columns(
        (nw.col("_number") // by).cast(nw.Int64).alias("_rough")
    )
    over = nw.col("_number") - nw.col("_rough") * by
    off = (
        nw.when(over >= by)
        .then(nw.lit(1))
        .otherwise(nw.when(over < 0).then(nw.lit(-1)).otherwise(nw.lit(0)))
    )
    whole = (nw.col("_rough") + off).cast(nw.Int64)
    laid = rough.with_columns(whole.alias(name))
    rest = (nw.col("_number") - nw.col(name) * by).cast(nw.Int64)
    return laid.with_columns(rest.alias(f"{name} rest")).drop("_number", "_rough")


def _measures(*, subsidised: bool) -> dict[str, nw.Expr]:
    """The columns of the result, each an integer a loan."""
    member = plane("_member")
    known = member.sure & ~nw.col("interest_fen").is_null()
    told = {
        "loans": count(member.sure),
        "known": count(known),
        "unknown": count(member.sure & nw.col("interest_fen").is_null()),
        "unplaced": count(member.unknown),
        "interest_fen": count(member.sure) * nw.col("interest_fen").fill_null(0),
    }
    if subsidised:
        told["subsidy_unknown"] = count(member.sure & nw.col("subsidy_fen").is_null())
        told["subsidy_fen"] = count(member.sure) * nw.col("subsidy_fen").fill_null(0)
    return told
