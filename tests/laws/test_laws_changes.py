"""Laws of changes: time read backwards, windows that adjoin, and the stock of links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.model import holdings
from fupin.testing import records
from tests import draws

SINCE, UNTIL = dt.date(2015, 6, 1), dt.date(2017, 3, 1)
KIND = "deputy-household"
BACKWARDS = {
    "begun": "ended", "ended": "begun", "taken-over": "handed-over", "handed-over": "taken-over",
}  # fmt: skip


def some(*, faulty: bool) -> st.SearchStrategy[list[Any]]:
    """Links of one kind with few ends."""
    return st.lists(records.links(fp.Kind(KIND), faulty=faulty), min_size=1, max_size=8)


def ask(links: Sequence[Any], since: dt.date = SINCE, until: dt.date = UNTIL) -> dict[str, Any]:
    """Surely and possibly, by change."""
    registry = fp.Registry.of(links=links)
    result = fp.coverage.changes(registry, since=since, until=until, kinds=[KIND])
    told = dict.fromkeys(BACKWARDS, (0, 0))
    rows = result.rows.select("change", "changes", "changes_possible").rows()
    return told | {change: (sure, may) for change, sure, may in rows if change in told}


def mirrored(day: dt.date | None) -> dt.date | None:
    """A day as far from the end of the window as it was from its beginning."""
    return None if day is None else SINCE + (UNTIL - day)


@draws(10)
@given(links=some(faulty=False))
def test_read_backwards_what_began_ended_and_who_gave_took_over(links: list[Any]) -> None:
    """A link that begins on the first day is there from the start: it has no mirror image."""
    whole = [
        each for each in links
        if each.since is not None and each.since != SINCE and each.until not in (None, UNTIL)
    ]  # fmt: skip
    turned = [
        attrs.evolve(each, since=mirrored(each.until), until=mirrored(each.since)) for each in whole
    ]
    forwards, back = ask(whole), ask(turned)
    assert forwards == {BACKWARDS[change]: told for change, told in back.items()}


@draws(10)
@given(
    links=some(faulty=True), random=st.randoms(use_true_random=False),
    cut=st.dates(SINCE + dt.timedelta(1), UNTIL - dt.timedelta(1)),
)  # fmt: skip
def test_adjoining_windows_add_up_and_the_order_of_rows_does_not_matter(
    links: list[Any], random: Random, cut: dt.date
) -> None:
    """What surely changed, by its day; surely is never more than possibly."""
    whole, first, second = ask(links), ask(links, until=cut), ask(links, since=cut)
    for began in (("begun", "taken-over"), ("ended", "handed-over")):
        sums = [sum(part[change][0] for change in began) for part in (whole, first, second)]
        # A handover is sure of a part, or not, by what else may have happened in that part alone.
        assert sums[0] <= sums[1] + sums[2]
    assert all(sure <= may for sure, may in whole.values())
    assert ask(random.sample(links, len(links))) == whole


@draws(10)
@given(links=some(faulty=False))
def test_links_before_and_what_began_less_what_ended_are_the_links_after(links: list[Any]) -> None:
    """Of links whose days are known."""
    known = [each for each in links if each.since is not None]
    keys = [(each.helper, each.party, each.since) for each in known]
    known = [each for each, key in zip(known, keys, strict=True) if keys.count(key) == 1]
    told = ask(known)
    before, after = (
        sum(held.low for held in holdings(known, [KIND], day).values())
        for day in (SINCE - dt.timedelta(1), UNTIL - dt.timedelta(1))
    )
    gained = told["begun"][0] + told["taken-over"][0]
    assert before + gained - told["ended"][0] - told["handed-over"][0] == after
