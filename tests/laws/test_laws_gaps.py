"""Laws of gaps and loads: one more link never widens a gap, nor lightens a load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON, records
from tests import draws

KIND = "deputy-household"
WINDOW: dict[str, Any] = {"since": dt.date(2016, 1, 1), "until": dt.date(2017, 1, 1)}
REGISTERED = fp.Event(event="registered", on=dt.date(2014, 4, 1))
UNITS = [fp.Household(id=f"H-{n}", size=n, events=[REGISTERED]) for n in range(1, 5)]
POSTS = [fp.Deputy(id=f"D-{n}", person=f"P-{n % 2}", level="county") for n in range(1, 5)]
LINKS = st.lists(records.links(fp.Kind(KIND)), min_size=1, max_size=6)
SOUND = records.links(fp.Kind(KIND), faulty=False)


def gaps(links: Sequence[Any], **asked: Any) -> fp.Coverage:
    """Who had a helper in the year."""
    registry = fp.Registry.of(households=UNITS, links=links)
    return fp.coverage.gaps(registry, **{**WINDOW, "kinds": [KIND], **asked})


def loads(links: Sequence[Any]) -> dict[str, Any]:
    """What persons hold."""
    registry = fp.Registry.of(helpers=POSTS, links=links)
    return fp.coverage.loads(registry, on=ON, kinds=[KIND], most=1).rows.to_dicts()[0]


def is_new(link: Any, links: Sequence[Any]) -> bool:
    """Whether it contradicts none of the others: none has its ends and its beginning."""
    key = link.helper, link.party, link.since
    return key not in [(other.helper, other.party, other.since) for other in links]


@draws(15)
@given(links=LINKS, more=SOUND)
def test_one_more_link_never_widens_a_gap_and_never_lightens_a_load(
    links: list[Any], more: Any
) -> None:
    """As long as it contradicts none of the others."""
    both = [*links, more] if is_new(more, links) else links
    before, after = (gaps(told).rows.to_dicts()[0] for told in (links, both))
    for days in ("gap_days", "gap_days_possible"):
        assert after[days] <= before[days]
    assert before["gap_days"] <= before["gap_days_possible"] <= 4 * 366
    lighter, heavier = loads(links), loads(both)
    assert lighter["held"] <= heavier["held"]
    assert lighter["over"] <= heavier["over"]


@draws(10)
@given(links=LINKS, cut=st.dates(dt.date(2016, 1, 2), dt.date(2016, 12, 31)))
def test_the_days_of_two_windows_that_adjoin_are_those_of_both(links: list[Any], cut: Any) -> None:
    """Of households that were in need throughout."""
    whole, first, second = (
        gaps(links, **part).rows.to_dicts()[0] for part in ({}, {"until": cut}, {"since": cut})
    )
    for days in ("gap_days", "gap_days_possible"):
        assert first[days] + second[days] == whole[days]
