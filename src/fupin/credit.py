"""Interest and subsidy by day (利息与贴息): what a loan costs, and what of it the budget pays.

Interest is simple: for each day the sum that was lent, times the rate of that day, over the days of
a year. It runs from the day the loan was paid out to the day before it is due or was paid back,
whichever comes first; what a contract asks of a loan that is overdue is not counted. Sums are exact
until they are rounded, once, to the fen, half a fen upwards.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import attrs

from fupin.amounts import from_fen
from fupin.dates import DayLike, day, optional_day
from fupin.divisions import Division, read
from fupin.errors import QuestionError
from fupin.model import Loan
from fupin.model.surveys import plausible
from fupin.policy import Rulebook
from fupin.policy.dated import MOST_DAYS, Shares, Told, basis_of, spans


@attrs.frozen(kw_only=True)
class Interest:
    """The interest of one loan in some days (利息).

    Attributes:
        loan: id of the loan.
        days: the days that count; None: not known.
        exact: interest before it is rounded, yuan; None: not known.
        subsidised: what of it the budget pays, before it is rounded, yuan; None: not known.
    """

    loan: str
    days: int | None
    exact: Fraction | None
    subsidised: Fraction | None

    @property
    def yuan(self) -> Decimal | None:
        """Interest in whole fen, half a fen upwards."""
        return _to_the_fen(self.exact)

    @property
    def subsidy(self) -> Decimal | None:
        """What of it the budget pays, in whole fen, half a fen upwards."""
        return _to_the_fen(self.subsidised)


def interest(
    loan: Loan,
    policy: Rulebook | None = None,
    *,
    on: DayLike,
    since: DayLike | None = None,
    basis: int,
    rates: Told | None = None,
    subsidy: Told | None = None,
    carry: bool = False,
) -> Interest:
    """The interest of a loan up to a day, and what of it the budget pays (利息与贴息).

    Example:
        >>> loan = Loan(id="L-1", on="2019-03-01", due="2020-03-01", principal="50000",
        ...             interest_rate="0.0435")
        >>> year = interest(loan, on="2020-12-31", basis=360, subsidy="0.7")
        >>> year.days, year.yuan, year.subsidy
        (366, Decimal('2211.25'), Decimal('1547.88'))

    Args:
        loan: the loan.
        policy: the rulebook in which `rates` and `subsidy` are ids of parameters; None: they are
            shares.
        on: the day asked about: interest of the days before it.
        since: the first day that counts; None: from the day the loan was paid out.
        basis: how many days make a year of interest, 360 or 365. There is no default: contracts
            and banks differ.
        rates: rates per year by day, where they change; None: the loan's own.
        subsidy: the share of the interest that the budget pays, by day; None: none is asked for.
        carry: let the last value of a parameter hold on.

    Returns:
        Days and sums; None where a day, the sum or the rate or share of a day is not known.

    Raises:
        QuestionError: another basis, a share beyond 1, or a book that does not hold there.
        AmountError: no exact share.
        UnknownRuleError: no such parameter.
        NoValueError: a parameter whose value nothing tells.
    """
    at, first = day(on, where="on"), optional_day(since)
    year = basis_of(basis)
    _holds(policy, loan)
    asked = None if rates is None else Shares.of(policy, rates, "rates", at, carry=carry)
    paid = None if subsidy is None else Shares.of(policy, subsidy, "subsidy", at, carry=carry)
    span = _span(loan, at, first)
    days = None if span is None else (span[1] - span[0]).days
    principal = _sound("principal", loan.principal)
    own = _sound("interest_rate", loan.interest_rate)
    known = principal is not None and (own is not None or rates is not None)
    if span is None or days is None or days > MOST_DAYS or principal is None or not known:
        return Interest(loan=loan.id, days=days, exact=None, subsidised=None)
    costs: list[Fraction | None] = []
    shares: list[Fraction | None] = []
    for begins, ends in spans((asked, paid), *span):
        cost = _product(own if asked is None else asked.on(begins), Fraction(principal))
        costs.append(None if cost is None else cost * (ends - begins).days / year)
        shares.append(_product(None if paid is None else paid.on(begins), costs[-1]))
    return Interest(
        loan=loan.id,
        days=days,
        exact=_sum(costs),
        subsidised=None if paid is None else _sum(shares),
    )


def _product(share: Decimal | None, amount: Fraction | None) -> Fraction | None:
    """A share of an amount; not known where one of them is not."""
    return None if share is None or amount is None else Fraction(share) * amount


def _sum(amounts: list[Fraction | None]) -> Fraction | None:
    """A sum; not known where one of its parts is not."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None


def _span(loan: Loan, on: dt.date, since: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The days that count, from the first to the one after the last; None: not known."""
    if loan.on is None or loan.due is None or loan.due <= loan.on:
        return None
    if loan.repaid is not None and loan.repaid < loan.on:
        return None
    begins = loan.on if since is None else max(loan.on, since)
    ends = min(on, loan.due, loan.repaid or loan.due)
    return begins, max(begins, ends)


def _sound(name: str, amount: Decimal | None) -> Decimal | None:
    """An amount, unless it is beyond what can be."""
    least, most = plausible(name)
    return amount if amount is not None and least <= amount <= most else None


def _holds(policy: Rulebook | None, loan: Loan) -> None:
    if policy is not None and policy.division is not None:
        place = read(loan.division)
        if place is not None and not Division.of(policy.division).contains(place):
            raise QuestionError(f"{policy.id} does not hold there: pass the book of its place")


def _to_the_fen(exact: Fraction | None) -> Decimal | None:
    """Yuan in whole fen, half a fen upwards."""
    return None if exact is None else from_fen(int((exact * 100 + Fraction(1, 2)) // 1))
