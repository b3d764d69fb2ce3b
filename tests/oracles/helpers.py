"""Which helpers keep the rules and duties, by looking at one helper after the other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fupin import duty, pairing
from fupin.divisions import read
from fupin.findings import Finding, Standing
from fupin.model import Deputy, StandingCommitteeMember, holdings
from fupin.outcomes import Outcome
from fupin.policy import Books, Duty, PairingRule, Rulebook
from tests.oracles import Sums, in_order, one_each, summed

Drawn = Mapping[str, Sequence[Any]]
Row = tuple[dict[str, Any], dict[str, int]]
LeftOut = list[tuple[str | None, ...]]


def quotas(
    tables: Drawn,
    book: Rulebook,
    *,
    on: dt.date,
    by: Sequence[str] = (),
    rule: str | None = None,
    yardstick: str | None = None,
    parties: Mapping[str, str | None] | None = None,
) -> tuple[Sums, LeftOut]:
    """Sums by rule and key, and who is left out with the outcome."""
    rows: list[Row] = []
    left_out: LeftOut = []
    for name, [applied] in Books.of(book).pairing(rule).items():
        for helper in one_each(tables["helpers"]):
            if helper.post != applied.entry.post or helper.holds(on) is Outcome.UNMET:
                continue
            found = pairing.check(
                helper, tables["links"], book, on=on, rule=name, yardstick=yardstick,
                exemptions=tables["exemptions"], parties=parties,
            )  # fmt: skip
            outside = _outside(tables, applied.entry, helper, parties or {}, on)
            rows.append((_about(name, helper), _kept(found) | {"out_of_scope": outside}))
            left_out += [(rule, who, end) for rule, who, _, end in _left_out(found)]
    return summed(rows, by), _sorted(left_out)


def _kept(found: Finding) -> dict[str, int]:
    judged = found.standing is Standing.JUDGED
    asked = found.asked.number.high or 0 if found.asked else 0
    bounded = found.asked is not None and found.asked.operator != "at_least"
    return {
        "helpers": 1,
        "no_duty": int(found.standing is Standing.NO_DUTY),
        "exempt": int(found.standing is Standing.EXEMPT),
        "obliged": int(judged),
        "met": int(judged and found.outcome is Outcome.MET),
        "unmet": int(judged and found.outcome is Outcome.UNMET),
        "unknown": int(judged and found.outcome is Outcome.UNKNOWN),
        "unplaced": int(found.standing is Standing.UNPLACED),
        "asked": max(asked, 0) if judged else 0,
        "held": found.value.low if judged else 0,
        "held_possible": found.value.high or 0 if judged else 0,
        "missing": found.missing.low,
        "missing_possible": found.missing.high or 0,
        "over": max(found.value.low - asked, 0) if judged and bounded else 0,
    }


def _outside(
    tables: Drawn, rule: PairingRule, helper: Any, places: Mapping[str, str | None], on: dt.date
) -> int:
    """How many parties the helper surely holds that surely lie outside his own division."""
    own = read(helper.division)
    if rule.within == "anywhere" or own is None:
        return 0
    outside = 0
    for (holder, party), held in holdings(tables["links"], (rule.kind,), on).items():
        place = None if party is None else read(places.get(party))
        if holder == helper.id and place is not None and not own.contains(place):
            outside += held.low
    return outside


def duties(
    tables: Drawn,
    book: Rulebook,
    *,
    on: dt.date,
    by: Sequence[str] = (),
    duty_id: str | None = None,
) -> tuple[Sums, LeftOut]:
    """Sums by duty and key, and who is left out with the outcome."""
    rows: list[Row] = []
    left_out: LeftOut = []
    for name, [applied] in Books.of(book).duties(duty_id).items():
        for about, found in _judged(tables, book, applied.entry, on):
            if found.standing is Standing.NO_DUTY:
                continue
            rows.append((about, _done(found)))
            left_out += _left_out(found)
        assert name == applied.entry.id
    return summed(rows, by), _sorted(left_out)


def _judged(
    tables: Drawn, book: Rulebook, entry: Duty, on: dt.date
) -> Iterable[tuple[dict[str, Any], Finding]]:
    if entry.form == "session":
        for found in duty.sessions(tables["sessions"], book, on=on, duty=entry.id):
            nobody = Deputy(id="", division=found.subject)
            yield _about(entry.id, nobody), found
        return
    helpers = one_each(tables["helpers"])
    exemptions = tables["exemptions"]
    asked: list[tuple[Any, Sequence[Any]]] = [(helper, exemptions) for helper in helpers]
    if entry.form == "meeting":
        # A link whose helper is nowhere listed binds somebody: he may be anybody.
        listed = {helper.id for helper in helpers}
        strangers = {link.helper for link in tables["links"]} - listed - {None}
        post = Deputy if entry.post == "deputy" else StandingCommitteeMember
        asked += [(post(id=name), ()) for name in sorted(strangers)]
    for helper, lifted in asked:
        for found in duty.check(
            helper, book, on=on, duty=entry.id, links=tables["links"],
            meetings=tables["meetings"], reports=tables["reports"], exemptions=lifted,
        ):  # fmt: skip
            yield _about(entry.id, helper), found


def _done(found: Finding) -> dict[str, int]:
    judged = found.standing is Standing.JUDGED
    return {
        "subjects": 1,
        "judged": int(judged),
        "met": int(judged and found.outcome is Outcome.MET),
        "unmet": int(judged and found.outcome is Outcome.UNMET),
        "unknown": int(judged and found.outcome is Outcome.UNKNOWN),
        "not_yet_due": int(found.standing is Standing.NOT_YET_DUE),
        "not_judged": int(found.standing is Standing.NOT_JUDGED),
        "no_number": int(found.standing is Standing.NO_NUMBER),
        "unplaced": int(found.standing is Standing.UNPLACED),
    }


def _about(rule: str, helper: Any) -> dict[str, Any]:
    group = {name: getattr(helper, name, None) for name in ("level", "service")}
    return {"rule": rule, "division": helper.division, **group}


def _left_out(found: Finding) -> LeftOut:
    judged = found.standing is Standing.JUDGED
    if found.standing is not Standing.UNPLACED and not (judged and found.outcome != Outcome.MET):
        return []
    certain = judged and found.outcome is Outcome.UNMET
    subject = None if found.counts == "session" else found.subject
    return [(found.rule, subject, found.party, "unmet" if certain else "unknown")]


def _sorted(left_out: LeftOut) -> LeftOut:
    return in_order(Counter(left_out).elements())
