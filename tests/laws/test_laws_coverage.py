"""Laws of whole registries: order, repetition, adding up, and what learning may change."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON, tables
from tests import draws

BOOK = fp.policy.load("guangyuan-2016")
KINDS = ["deputy-household", "cadre-household"]
LEVELS = ["city", "county", "township", "village"]
Drawn = dict[str, list[Any]]

ASKS: dict[str, Callable[[fp.Registry, Any], fp.Coverage]] = {
    "households": lambda r, by: fp.coverage.households(r, on=ON, kinds=KINDS, by=by),
    "quotas": lambda r, by: fp.coverage.quotas(r, BOOK, on=ON, by=by),
    "duties": lambda r, by: fp.coverage.duties(r, BOOK, on="2016-12-31", by=by),
}
READ = (
    "households", "helpers", "links", "exemptions", "meetings", "reports", "sessions",
)  # fmt: skip
each = pytest.mark.parametrize("ask", ASKS.values(), ids=list(ASKS))


@each
@draws(10)
@given(drawn=tables(*READ), random=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(ask: Any, drawn: Drawn, random: Random) -> None:
    mixed = {name: random.sample(rows, len(rows)) for name, rows in drawn.items()}
    first, again = (ask(fp.Registry.of(**t), "county") for t in (drawn, mixed))
    assert first.digest == again.digest


@each
@draws(10)
@given(drawn=tables(*READ))
def test_rows_of_every_level_add_up_to_the_same_total(ask: Any, drawn: Drawn) -> None:
    registry = fp.Registry.of(**drawn)
    whole, by_place = ask(registry, None).rows, ask(registry, LEVELS)
    for level in LEVELS:
        rows = by_place.rows.filter(level=level)
        for measure in by_place.measures:
            assert rows[measure].sum() == whole[measure].sum(), (level, measure)


@each
@draws(10)
@given(drawn=tables(*READ))
def test_several_levels_at_once_are_each_level_alone(ask: Any, drawn: Drawn) -> None:
    registry = fp.Registry.of(**drawn)
    together = ask(registry, ["county", "village"]).rows
    for level in ("county", "village"):
        assert together.filter(level=level).equals(ask(registry, level).rows)


@each
@draws(10)
@given(drawn=tables(*READ))
def test_who_is_left_out_are_as_many_as_the_table_says(ask: Any, drawn: Drawn) -> None:
    result = ask(fp.Registry.of(**drawn), None)
    rows, missing = result.rows, result.missing()
    unmet = rows["unmet"].sum() if "unmet" in rows.columns else None
    certain = missing.filter(outcome="unmet").height
    doubtful = missing.filter(outcome="unknown").height
    if unmet is None:
        unmet = (rows["households"] - rows["paired"] - rows["unknown"]).sum()
        # Of those of whom it is not known whether they belong, the surely paired are not left out.
        assert rows["unknown"].sum() <= doubtful <= (rows["unknown"] + rows["unplaced"]).sum()
    else:
        assert doubtful == (rows["unknown"] + rows["unplaced"]).sum()
    assert certain == unmet


@draws(10)
@given(drawn=tables(*READ))
def test_households_that_repeat_themselves_count_once(drawn: Drawn) -> None:
    again = {**drawn, "households": [*drawn["households"], *drawn["households"]]}
    first, second = (ASKS["households"](fp.Registry.of(**t), "county") for t in (drawn, again))
    assert first.digest == second.digest


@draws(10)
@given(drawn=tables(*READ))
def test_whole_links_that_repeat_themselves_count_once(drawn: Drawn) -> None:
    whole = [link for link in drawn["links"] if link.helper and link.party]
    once, twice = ({**drawn, "links": links} for links in (whole, whole * 2))
    for ask in ASKS.values():
        first, second = (ask(fp.Registry.of(**t), "county") for t in (once, twice))
        assert first.digest == second.digest


@draws(20)
@given(drawn=tables(*READ), data=st.data())
def test_settling_an_unknown_status_moves_the_rate_within_its_bounds(
    drawn: Drawn, data: st.DataObject
) -> None:
    registry = fp.Registry.of(**drawn)
    before = ASKS["households"](registry, None).total
    open_ = [
        n for n, h in enumerate(drawn["households"])
        if h.within("in_need", ON) is fp.Outcome.UNKNOWN
        and [other.id for other in drawn["households"]].count(h.id) == 1
    ]  # fmt: skip
    told = any(h.events or h.registration is not None for h in drawn["households"])
    assume(open_ and told)
    which, status = (
        data.draw(st.sampled_from(open_)),
        data.draw(st.sampled_from(["in-need", "exited"])),
    )
    settled = attrs.evolve(
        drawn["households"][which], events=(), registration=status, registration_on=None
    )
    households = [*drawn["households"][:which], settled, *drawn["households"][which + 1 :]]
    after = ASKS["households"](fp.Registry.of(**{**drawn, "households": households}), None).total
    if after.low_exact is not None:
        assert before.low_exact is not None
        assert before.high_exact is not None
        assert before.low_exact <= after.low_exact
        assert after.high_exact is not None
        assert after.high_exact <= before.high_exact
