"""Strategies of acts of help, plans and schemes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from fupin.amounts import UNITS, Quantity
from fupin.model import Act, ActKind, Plan, PlanItem, Scheme
from fupin.model.acts import AMOUNTS, REACHED, RHYTHMS
from fupin.model.vocabulary import REACHES, TERMS
from fupin.testing.alphabet import days, periods
from fupin.testing.records import Strategy, either, ids_of, or_none, perhaps, places, seldom

_FEW_UNITS = ("mu", "hectare", "m", "km", "head", "person", "yuan")
_KINDS = (ActKind.PLANTING, ActKind.INFRASTRUCTURE, ActKind.TRAINING)
_ITEMS = ("walnut", "road")


def quantities() -> Strategy[Quantity]:
    """Quantities (数量) in any unit, exact or at least so much."""
    return st.builds(
        Quantity.of, _numbers(faulty=False), st.sampled_from(sorted(UNITS)), at_least=st.booleans()
    )


@st.composite
def acts(draw: st.DrawFn, *, ids: Strategy[str] | None = None, faulty: bool = True) -> Act:
    """Acts of help (帮扶举措): of a day, of a period, in a rhythm; some only "over so many"."""
    when = draw(_when(faulty))
    amount = draw(_amounts(faulty))
    people = st.none() | st.integers(-1 if faulty else 0, 5)
    words = st.lists(st.sampled_from(AMOUNTS), unique=True, max_size=2)
    return Act(
        id=draw(either(ids, "A")),
        kind=draw(perhaps(st.sampled_from(_KINDS), "kindness", faulty)),
        item=draw(st.none() | st.sampled_from(_ITEMS)),
        division=draw(places(faulty)),
        household=draw(st.none() | ids_of("H")),
        quantity=amount[0],
        unit=amount[1],
        money=draw(st.none() | st.integers(-1 if faulty else 0, 10**6).map(_cents)),
        households=draw(people),
        persons=draw(people),
        person_times=draw(people),
        at_least=draw(seldom(st.just(["size"]), words) if faulty else words),
        givers=draw(st.lists(ids_of("D"), max_size=3)),
        **when,
    )


def _amounts(faulty: bool) -> Strategy[tuple[Any, Any]]:
    """A number with its unit, or neither; one without the other is at fault."""
    unit, own = st.sampled_from(_FEW_UNITS), set(REACHED.values())
    if not faulty:
        goods = unit.filter(lambda word: word not in own)
        return st.just((None, None)) | st.tuples(_numbers(faulty=False), goods)
    return st.tuples(st.none() | _numbers(faulty=True), st.none() | perhaps(unit, "bucket", faulty))


def _when(faulty: bool) -> Strategy[dict[str, Any]]:
    """When an act was done: on a day, some day of a period, or again and again."""
    no_day = {"on": None, "since": None, "until": None, "every": None}
    on = days().map(lambda day: {**no_day, "on": day})
    span = periods(faulty=faulty).map(
        lambda period: {**no_day, "since": period.since, "until": period.until}
    )
    rhythm = st.tuples(span, st.sampled_from(sorted(RHYTHMS))).map(
        lambda told: {**told[0], "every": told[1]}
    )
    if not faulty:
        dated = span.filter(lambda told: told["since"] or told["until"])
        return on | dated | rhythm.filter(lambda told: told["since"])
    sound = on | span | rhythm
    wrong = st.tuples(on | rhythm, st.sampled_from(["week", "month"])).map(
        lambda told: {**told[0], "every": told[1]}
    )
    return seldom(wrong, sound)


def plan_items(*, faulty: bool = True) -> Strategy[PlanItem]:
    """What is planned (规划项目)."""
    return st.builds(
        PlanItem,
        kind=perhaps(st.sampled_from(_KINDS), "kindness", faulty),
        item=st.none() | st.sampled_from(_ITEMS),
        quantity=or_none(_numbers(faulty=faulty), faulty),
        unit=perhaps(st.sampled_from(_FEW_UNITS), "bucket", faulty),
        term=st.none() | perhaps(st.sampled_from(sorted(TERMS)), "middling", faulty),
        reach=st.none() | perhaps(st.sampled_from(sorted(REACHES)), "far", faulty),
    )


def plans(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Plan]:
    """Versions of villages' plans (一村一规划)."""
    return _versions(Plan, either(ids, "N"), faulty, division=places(faulty))


def schemes(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Scheme]:
    """Versions of households' schemes (一户一方案)."""
    return _versions(Scheme, either(ids, "X"), faulty, household=or_none(ids_of("H"), faulty))


def _versions(make: Any, ids: Strategy[str], faulty: bool, **of: Strategy[Any]) -> Strategy[Any]:
    return st.builds(
        lambda period, said: make(since=period.since, until=period.until, **said),
        periods(faulty=faulty),
        st.fixed_dictionaries(
            {
                "id": ids,
                "version": or_none(st.integers(1, 3), faulty),
                "items": st.lists(plan_items(faulty=faulty), max_size=3),
                **of,
            }
        ),
    )


def _numbers(*, faulty: bool) -> Strategy[Decimal]:
    """Numbers of some unit: small ones, with at most four decimals."""
    parts = st.sampled_from([0, 1, 5000, 10_000, 77_000, 1_800_000, 10**8])
    told = (parts | st.integers(0, 10**6)).map(lambda n: Decimal(n).scaleb(-4))
    return seldom(st.sampled_from([Decimal(-1), Decimal(10**10)]), told) if faulty else told


def _cents(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
