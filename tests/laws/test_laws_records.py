"""Laws of records: shares of another amount, and what falls short of them."""

from __future__ import annotations

from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.amounts import from_fen
from tests import draws

MET, UNMET, UNKNOWN = fp.Outcome
BOOK = fp.policy.load("zhaohua-2016")
FEN = from_fen(1)


def stays() -> st.SearchStrategy[fp.Treatment]:
    """In-patient stays inside the district, of which the patient paid about a tenth."""
    cost, off = st.integers(0, 10**8), st.integers(-12, 12)

    def stay(total: int, more: int) -> fp.Treatment:
        paid = min(max(total // 10 + more, 0), total)
        return fp.Treatment(
            id="T-1", division="510811", on="2016-08-30", inpatient=True, in_county=True,
            total_cost=from_fen(total), own_payment=from_fen(paid),
        )  # fmt: skip

    return st.builds(stay, cost, off)


def judged(stay: fp.Treatment) -> fp.Verdict:
    return fp.criteria.assess(stay, BOOK, "stay", on="2016-09-09")


def own(stay: fp.Treatment) -> Decimal:
    assert stay.own_payment is not None
    return stay.own_payment


@draws(100)
@given(stays())
def test_what_is_short_is_the_least_that_mends_it(stay: fp.Treatment) -> None:
    """Paid back to the fen, the stay keeps the limit; with a fen less it does not."""
    verdict = judged(stay)
    assert verdict.outcome is not UNKNOWN
    for short in verdict.short.values():
        mended = attrs.evolve(stay, own_payment=own(stay) - short)
        assert judged(mended).outcome is MET
        assert judged(attrs.evolve(mended, own_payment=own(mended) + FEN)).outcome is UNMET
    assert bool(verdict.short) is (verdict.outcome is UNMET)


@draws(60)
@given(stays(), st.integers(1, 1000))
def test_who_pays_less_keeps_what_he_kept(stay: fp.Treatment, less: int) -> None:
    cheaper = attrs.evolve(stay, own_payment=max(own(stay) - from_fen(less), Decimal(0)))
    assert judged(cheaper).outcome is MET or judged(stay).outcome is UNMET


@draws(60)
@given(stays(), st.integers(2, 9))
def test_a_share_does_not_depend_on_how_much_there_is(stay: fp.Treatment, times: int) -> None:
    """A bill and what was paid of it, taken several times, stand to each other as before."""
    assert stay.total_cost is not None
    several = attrs.evolve(stay, total_cost=stay.total_cost * times, own_payment=own(stay) * times)
    assert judged(several).outcome is judged(stay).outcome
