"""Pairing (结对、联系): does one helper keep a pairing rule on a day, and what is missing?

The answer for one helper, from plain objects. `fupin.coverage.quotas` gives the same answer for a
whole registry; the two are held against each other in the tests.

The worse error here is to call a rule kept that is not: nothing unknown counts as held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import overload

from fupin.amounts import Bounds
from fupin.dates import DayLike, day
from fupin.divisions import read
from fupin.findings import Asked, Finding, Grounds, Standing
from fupin.model import Exemption, Helper, Link, holdings
from fupin.model.vocabulary import GROUPS
from fupin.outcomes import Outcome
from fupin.policy import Applied, Assumptions, Books, PairingRule, Policy, Quota, nearest


@overload
def check(
    helper: Helper,
    links: Iterable[Link],
    policy: Policy,
    *,
    on: DayLike,
    rule: str,
    yardstick: str | None = ...,
    exemptions: Iterable[Exemption] = ...,
    parties: Mapping[str, str | None] | None = ...,
    assume: Assumptions | None = ...,
) -> Finding: ...
@overload
def check(
    helper: Helper,
    links: Iterable[Link],
    policy: Policy,
    *,
    on: DayLike,
    rule: None = ...,
    yardstick: str | None = ...,
    exemptions: Iterable[Exemption] = ...,
    parties: Mapping[str, str | None] | None = ...,
    assume: Assumptions | None = ...,
) -> tuple[Finding, ...]: ...
def check(
    helper: Helper,
    links: Iterable[Link],
    policy: Policy,
    *,
    on: DayLike,
    rule: str | None = None,
    yardstick: str | None = None,
    exemptions: Iterable[Exemption] = (),
    parties: Mapping[str, str | None] | None = None,
    assume: Assumptions | None = None,
) -> Finding | tuple[Finding, ...]:
    """Whether a helper (帮扶责任人) holds the links a rule asks, and how many are missing.

    Example:
        >>> import fupin as fp
        >>> book = fp.policy.load("guangyuan-2016")
        >>> deputy = fp.Deputy(id="D-17", level="city", division="5108", since="2011-12-01")
        >>> held = [
        ...     fp.Link(helper="D-17", party="H-1", kind="deputy-household", since="2015-03-01"),
        ...     fp.Link(helper="D-17", party="H-2", kind="deputy-household", since="2015-03-01"),
        ... ]
        >>> found = check(deputy, held, book, rule="deputy-households", on="2016-09-09")
        >>> found.outcome
        <Outcome.UNMET: 'unmet'>
        >>> found.explain("en")
        'holds 2 of at least 3 households on 2016-09-09 (guangyuan-2016, household quota)'

    Args:
        helper: a deputy, member, cadre, medical staff or office.
        links: links, of this helper and of any other; only this helper's count.
        policy: the rulebook, or several.
        on: the day asked about.
        rule: id of the rule; without it, one finding for each rule of the helper's post.
        yardstick: another measure of the rule; None: the rule's own numbers.
        exemptions: exemptions of this helper and of any other.
        parties: division code by party id; needed by rules that ask for parties of the helper's
            own division. A party that is not named there is of unknown division.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Raises:
        NotInForceError: no book answers on that day.
        UnknownRuleError: no such rule or yardstick.
    """
    at = day(on, where="on")
    books = Books.of(policy).on(at, assume)
    rules = books.pairing(rule)
    links, exemptions = tuple(links), tuple(exemptions)
    places = {k: None if v is None else str(v) for k, v in (parties or {}).items()}
    findings = tuple(
        _find(
            helper,
            links=links,
            exemptions=exemptions,
            places=places,
            group=group,
            yardstick=yardstick,
            on=at,
        )
        for group in rules.values()
        if rule is not None or group[0].entry.post == helper.post
    )
    return findings if rule is None else findings[0]


def _find(
    helper: Helper,
    *,
    links: tuple[Link, ...],
    exemptions: tuple[Exemption, ...],
    places: Mapping[str, str | None],
    group: tuple[Applied[PairingRule], ...],
    yardstick: str | None,
    on: dt.date,
) -> Finding:
    applied, applies = nearest(group, read(helper.division))
    rule = applied.entry
    quota, has_quota = _quota(helper, rule, yardstick)
    asked, lifted = _asked(quota, rule.id, helper.id, exemptions, on)
    bound = Outcome.of(helper.post == rule.post) & helper.holds(on) & applies & has_quota
    value = _held(helper, links, places, rule, on)
    standing, outcome = Standing.JUDGED, None
    if bound is Outcome.UNMET:
        standing = Standing.NO_DUTY
    elif lifted is Outcome.MET:
        standing = Standing.EXEMPT
    elif bound is Outcome.UNKNOWN or lifted is Outcome.UNKNOWN:
        standing, outcome = Standing.UNPLACED, Outcome.UNKNOWN
    else:
        assert asked is not None  # who is bound has a quota
        outcome = asked.judge(value)
    return Finding(
        subject=helper.id,
        on=on,
        counts=rule.kind,
        standing=standing,
        outcome=outcome,
        value=value,
        asked=asked if standing is Standing.JUDGED else None,
        grounds=Grounds.of(rule, applied.book, yardstick),
    )


def _quota(
    helper: Helper, rule: PairingRule, yardstick: str | None
) -> tuple[Quota | None, Outcome]:
    """The quota of the helper's group; whether there is one, unknown for a group that is not."""
    group = getattr(helper, rule.grouped_by, None)
    quotas = {q.group: q for q in rule.measured_by(yardstick)}
    if group in quotas:
        return quotas[group], Outcome.MET
    return None, Outcome.UNMET if group in GROUPS[rule.grouped_by] else Outcome.UNKNOWN


def _asked(
    quota: Quota | None,
    rule: str,
    helper: str,
    exemptions: tuple[Exemption, ...],
    on: dt.date,
) -> tuple[Asked | None, Outcome]:
    """What is asked once exemptions have lowered it, and whether they lift it altogether."""
    lifted = Outcome.UNMET
    least = most = 0 if quota is None else quota.links
    for exemption in exemptions:
        if exemption.helper != helper or exemption.rule not in (rule, None):
            continue
        stands = exemption.holds(on)
        if exemption.rule is None and stands is Outcome.MET:
            stands = Outcome.UNKNOWN
        if exemption.quota is None:
            lifted |= stands
        elif stands is not Outcome.UNMET:
            least = min(least, exemption.quota)
            most = min(most, exemption.quota) if stands is Outcome.MET else most
    return None if quota is None else Asked(quota.operator, Bounds(least, most)), lifted


def _held(
    helper: Helper,
    links: tuple[Link, ...],
    places: Mapping[str, str | None],
    rule: PairingRule,
    on: dt.date,
) -> Bounds:
    """How many parties the helper surely and possibly holds within the rule's scope."""
    own = read(helper.division)
    low = high = 0
    for (holder, party), held in holdings(links, (rule.kind,), on).items():
        if holder != helper.id:
            continue
        inside = Outcome.MET
        if rule.within == "own-division":
            place = read(places.get(party)) if party is not None else None
            inside = Outcome.of(None if own is None or place is None else own.contains(place))
        if inside is Outcome.MET:
            low += held.low
        if inside is not Outcome.UNMET:
            high += held.high or 0
    return Bounds(low, high)
