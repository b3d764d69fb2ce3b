"""Micro-credit (小额信贷): loans, what they are for and on what terms.

A record says what was agreed, never whether that is allowed: limits are the rulebooks'.
"""

from __future__ import annotations

import attrs

from fupin.boundary import Boundary, Day, Share, Yuan
from fupin.model.fields import as_day, as_share, as_yuan, typed


@attrs.frozen(kw_only=True, field_transformer=typed)
class Loan(Boundary):
    """A loan to a household (扶贫小额信贷), paid back in one sum; None: not known.

    Example:
        >>> loan = Loan(
        ...     id="L-1", household="H-1", on="2019-03-01", due="2022-03-01", principal="50000",
        ...     interest_rate="0.0475", production=True, collateral=False, guarantee=False,
        ... )
        >>> loan.principal, loan.interest_rate
        (Decimal('50000.00'), Decimal('0.0475'))

    Attributes:
        id: id of the loan.
        on: the day it was paid out (发放日), from which interest runs.
        due: the day it is to be paid back (到期日); for that day no more interest is counted.
        repaid: the day it was paid back (还清日); None: not yet.
        household: id of the household that owes it.
        person: id of the person who signed for it.
        division: code of where the household lives, 2 to 12 digits.
        registered: whether it is a registered poor household (建档立卡贫困户), or was.
        principal: the sum that was lent (本金), yuan.
        interest_rate: interest per year as a share of 1 (年利率): 0.0475 for 4.75 %.
        production: whether it is for production (发展生产); None: its purpose is not known.
        collateral: whether anything was pledged for it (抵押).
        guarantee: whether anybody stands surety for it (担保).
    """

    id: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    due: Day | None = attrs.field(default=None, converter=as_day)
    repaid: Day | None = attrs.field(default=None, converter=as_day)
    household: str | None = None
    person: str | None = None
    division: str | None = None
    registered: bool | None = None
    principal: Yuan | None = attrs.field(default=None, converter=as_yuan)
    interest_rate: Share | None = attrs.field(default=None, converter=as_share)
    production: bool | None = None
    collateral: bool | None = None
    guarantee: bool | None = None
