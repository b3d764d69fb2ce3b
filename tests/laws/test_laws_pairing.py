"""Laws of one helper and one rule: what must hold of every heap of links."""

from __future__ import annotations

from random import Random

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

import fupin as fp
from fupin.findings import Standing
from fupin.testing import ON, deputies, exemptions, links

BOOK = fp.policy.load("guangyuan-2016")
RULE = "deputy-households"
HEAP = st.lists(links(), max_size=8)
LIFTS = st.lists(exemptions(), max_size=3)


def found(
    helper: fp.Deputy, held: list[fp.Link], exempt: list[fp.Exemption] | None = None
) -> fp.Finding:
    """The finding on the day."""
    return fp.pairing.check(helper, held, BOOK, rule=RULE, on=ON, exemptions=exempt or [])


def bound(helper: fp.Deputy) -> fp.Deputy:
    """The same deputy, surely in office in the city."""
    return attrs.evolve(helper, level="city", division="5108", since="2011-12-01", until=None)


@given(deputies(), HEAP, LIFTS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(
    helper: fp.Deputy, held: list[fp.Link], exempt: list[fp.Exemption], random: Random
) -> None:
    whole = [link for link in held if link.helper is not None and link.party is not None]
    again = [*whole, *whole]
    random.shuffle(again)
    assert found(helper, again, exempt * 2) == found(helper, whole, exempt)


@given(deputies(), HEAP, LIFTS)
def test_only_what_is_judged_has_a_known_outcome(
    helper: fp.Deputy, held: list[fp.Link], exempt: list[fp.Exemption]
) -> None:
    told = found(helper, held, exempt)
    if told.standing is not Standing.JUDGED:
        assert told.outcome in (None, fp.Outcome.UNKNOWN)
    assert told.value.high is not None
    assert 0 <= told.value.low <= told.value.high


@given(deputies(), HEAP)
def test_nothing_unknown_counts_as_held(helper: fp.Deputy, held: list[fp.Link]) -> None:
    sure = [
        link for link in held
        if link.kind == "deputy-household" and link.party and link.holds(ON) is fp.Outcome.MET
    ]  # fmt: skip
    assert found(helper, held).value.low <= found(helper, sure).value.low


@given(deputies(), HEAP)
def test_one_more_household_never_breaks_a_quota_of_at_least(
    helper: fp.Deputy, held: list[fp.Link]
) -> None:
    helper = bound(helper)
    more = fp.Link(kind="deputy-household", helper=helper.id, party="new", since="2015-01-01")
    before, after = found(helper, held), found(helper, [*held, more])
    assert after.value == before.value + fp.Bounds(1, 1)
    assert not (before.outcome is fp.Outcome.MET and after.outcome is not fp.Outcome.MET)


@given(deputies(), HEAP, st.data())
def test_learning_since_when_moves_the_count_within_its_bounds(
    helper: fp.Deputy, held: list[fp.Link], data: st.DataObject
) -> None:
    blank = [n for n, link in enumerate(held) if link.since is None and link.until is None]
    assume(blank)
    which = data.draw(st.sampled_from(blank))
    # A day of its own, so that no other row of the same link can contradict it.
    learned = attrs.evolve(
        held[which], since=data.draw(st.sampled_from(["2001-01-01", "2031-01-01"]))
    )
    before = found(helper, held).value
    after = found(helper, [*held[:which], learned, *held[which + 1 :]]).value
    assert after.high is not None
    assert before.high is not None
    assert after.high <= before.high


@given(deputies(), HEAP)
def test_nothing_is_missing_exactly_where_the_quota_is_kept(
    helper: fp.Deputy, held: list[fp.Link]
) -> None:
    told = found(bound(helper), held)
    assert (told.missing == fp.Bounds(0, 0)) is (told.outcome is fp.Outcome.MET)
    assert (told.missing.low > 0) is (told.outcome is fp.Outcome.UNMET)


@given(deputies(), HEAP, LIFTS)
def test_an_exemption_never_asks_more(
    helper: fp.Deputy, held: list[fp.Link], exempt: list[fp.Exemption]
) -> None:
    helper = bound(helper)
    before, after = found(helper, held), found(helper, held, exempt)
    assert after.missing.low <= before.missing.low
    assert (after.missing.high or 0) <= (before.missing.high or 0)
    assert not (before.outcome is fp.Outcome.MET and after.outcome is fp.Outcome.UNMET)


@given(deputies(), HEAP)
def test_a_link_counts_on_its_last_day_and_not_on_the_day_until(
    helper: fp.Deputy, held: list[fp.Link]
) -> None:
    ends = [attrs.evolve(link, since="2015-01-01", until=ON) for link in held if link.helper]
    assert found(helper, ends).value == fp.Bounds(0, 0)
