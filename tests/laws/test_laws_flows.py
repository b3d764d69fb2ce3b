"""Laws of stock and flow: it balances, adjoining windows add up, the order of rows is nothing."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing.records import households
from tests import draws

SINCE, UNTIL = dt.date(2015, 6, 1), dt.date(2017, 3, 1)
REGISTERED = fp.Event(event="registered", on=dt.date(2014, 4, 1))
SIGNS = {"opening": 1, "gain": 1, "loss": -1, "closing": -1}
NET = ("opening", "closing", "now-known", "no-longer-known")


def some(*, faulty: bool) -> st.SearchStrategy[list[Any]]:
    """Households with histories and members; always one with an event."""
    first = fp.Household(id="H-9", size=2, events=[REGISTERED])
    drawn = st.lists(households(faulty=faulty), max_size=5, unique_by=lambda unit: unit.id)
    return drawn.map(lambda units: [*units, first])


def ask(units: list[Any], since: dt.date = SINCE, until: dt.date = UNTIL, **asked: Any) -> Any:
    """The account of a window."""
    registry = fp.Registry.of(households=units)
    return fp.coverage.flows(registry, since=since, until=until, **asked)


@draws(6)
@given(units=some(faulty=True), random=st.randoms(use_true_random=False))
def test_every_place_balances_and_the_order_of_rows_does_not_matter(
    units: list[Any], random: Random
) -> None:
    """Opening and gains less losses are the closing; surely is never more than possibly."""
    by_place = ask(units, by="county")
    left: dict[Any, int] = {}
    for row in by_place.rows.to_dicts():
        sign = SIGNS[row["side"].split()[-1]]
        for what in ("households", "persons"):
            key = (row["division"], row["placed"], what)
            left[key] = left.get(key, 0) + sign * row[what]
            assert 0 <= row[what] <= row[f"{what}_possible"]
    assert set(left.values()) == {0}
    assert ask(random.sample(units, len(units)), by="county").digest == by_place.digest


@draws(6)
@given(units=some(faulty=True), cut=st.dates(SINCE + dt.timedelta(1), UNTIL - dt.timedelta(1)))
def test_adjoining_windows_share_a_stock_and_their_flows_add_up(
    units: list[Any], cut: dt.date
) -> None:
    """An event known by its year is surely in the whole, and in neither part, if it is cut."""
    whole, first, second = (
        {row["flow"]: row for row in part.rows.to_dicts()}
        for part in (ask(units), ask(units, until=cut), ask(units, since=cut))
    )
    by_year = any(event.on is None for unit in units for event in unit.events)
    for what in ("households", "persons"):
        assert first["closing"][what] == second["opening"][what]
        for flow in set(whole) - set(NET):
            parts = first[flow][what] + second[flow][what]
            assert parts == whole[flow][what] or (by_year and parts < whole[flow][what])


@draws(6)
@given(units=some(faulty=False))
def test_who_is_not_listed_balances_by_himself(units: list[Any]) -> None:
    """Of them nothing was, or came to be, unknown."""
    result = ask(units)
    listed = set(result.unbalanced()["household"])
    kept = ask([*(u for u in units if u.id not in listed), *units[-1:]])
    open_ = kept.rows.filter(kept.rows["side"].is_in(["unknown gain", "unknown loss"]))
    assert open_.select("households", "persons").sum().row(0) == (0, 0)


@draws(10)
@given(
    year=st.sampled_from([2015, 2016]), place=st.integers(0, 364),
    relapsed=st.sampled_from([None, dt.date(2017, 1, 9)]),
)  # fmt: skip
def test_learning_the_day_of_an_event_keeps_each_line_within_its_bounds(
    year: int, place: int, relapsed: dt.date | None
) -> None:
    """Of an exit known by its year alone, and a relapse after it."""
    later = [] if relapsed is None else [fp.Event(event="relapsed", on=relapsed)]
    on = dt.date(year, 1, 1) + dt.timedelta(place)
    vague, exact = (
        ask([fp.Household(id="H-8", size=3, events=[REGISTERED, out, *later])])
        for out in (fp.Event(event="exited", year=year), fp.Event(event="exited", on=on))
    )
    for one, other in zip(vague.rows.to_dicts(), exact.rows.to_dicts(), strict=True):
        if one["flow"] not in ("now-known", "no-longer-known"):
            assert one["households"] <= other["households"] <= one["households_possible"]
            assert one["persons"] <= other["persons"] <= one["persons_possible"]
