"""What a household's members say of it (成员情况): every one, some, how many, how much.

Or the items of its schemes, those of the versions that hold on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

from fupin.criteria.evidence import Evidence, Span, Told, of_person
from fupin.criteria.judging import Judging
from fupin.model import Household, Person, PlanItem, Scheme
from fupin.model.plans import in_force
from fupin.model.vocabulary import REACHES, TERMS
from fupin.outcomes import Outcome, all_of, any_of
from fupin.policy import Fact, Node, Rulebook, walk


def told_of_members(
    book: Rulebook,
    facts: Iterable[Fact],
    household: Household | None,
    persons: Iterable[Person],
    on: dt.date,
    *,
    carry: bool = False,
) -> dict[str, Told]:
    """What each fact says of a household on a day; without members nothing is known.

    Args:
        book: the book the facts stand in.
        facts: the facts asked about.
        household: says who is in it, and when; None: all of `persons` are.
        persons: what is known of persons; a member who is not among them is unknown.
        on: the day asked about.
        carry: let the last value of a parameter hold on.
    """
    known: dict[str, list[Person]] = {}
    for person in persons:
        known.setdefault(person.id, []).append(person)
    there = dict.fromkeys(known, Outcome.MET) if household is None else household.presence(on)
    fields = book.fields_of("person")
    members = [
        (here, of_person(known.get(who, [Person(id=who)]), on, fields))
        for who, here in there.items()
        if here is not Outcome.UNMET
    ]
    if not members:
        return {}

    def outcome(fact: Fact, tree: Node | None, evidence: Evidence) -> Outcome:
        if tree is None:
            return Outcome.MET
        return walk(tree, Judging(book, fact, fields, evidence, on, carry)).outcome

    told: dict[str, Told] = {}
    for fact in facts:
        asked = [(here & outcome(fact, fact.where, who), who) for here, who in members]
        if fact.of is not None:
            told[fact.id] = _summed([(here, who.span(fact.of)) for here, who in asked])
        else:
            told[fact.id] = _folded(
                fact, [(here, outcome(fact, fact.holds, who)) for here, who in asked]
            )
    return told


def told_of_items(
    book: Rulebook,
    facts: Iterable[Fact],
    schemes: Iterable[Scheme] | None,
    on: dt.date,
    *,
    carry: bool = False,
) -> dict[str, Told]:
    """What each fact over items says of a household on a day.

    Args:
        book: the book the facts stand in.
        facts: the facts asked about.
        schemes: versions of its schemes; None: nothing is known of them.
        on: the day asked about.
        carry: let the last value of a parameter hold on.
    """
    if schemes is None:
        return {}
    given = list(schemes)
    items = [
        (held, Evidence(told))
        for place, held in in_force(given, on).items()
        if held is not Outcome.UNMET
        for told in map(_flags, given[place].items or (None,))
    ]
    fields = book.fields_of("item")

    def outcome(fact: Fact, tree: Node | None, evidence: Evidence) -> Outcome:
        if tree is None:
            return Outcome.MET
        return walk(tree, Judging(book, fact, fields, evidence, on, carry)).outcome

    return {
        fact.id: _folded(
            fact,
            [
                (here & outcome(fact, fact.where, item), outcome(fact, fact.holds, item))
                for here, item in items
            ],
        )
        for fact in facts
    }


def _flags(item: PlanItem | None) -> dict[str, Told]:
    """What an item says of itself; of a scheme that lists none, nothing is known but that."""
    term, reach = (None, None) if item is None else (item.term, item.reach)
    told = {"long_term": _is(term, "long", TERMS), "short_term": _is(term, "short", TERMS)}
    for word in sorted(REACHES):
        told[word] = _is(reach, word, REACHES)
    return {"planned": True, **told}


def _is(word: str | None, wanted: str, words: frozenset[str]) -> bool | None:
    return word == wanted if word in words else None


def _folded(fact: Fact, each: list[tuple[Outcome, Outcome]]) -> Told:
    """What is said of a household: of each member, whether he counts, and whether it holds."""
    if fact.fold == "count":
        both = [here & holds for here, holds in each]
        low = both.count(Outcome.MET)
        return Fraction(low), Fraction(low + both.count(Outcome.UNKNOWN))
    if fact.fold == "every":
        outcome = all_of(*(~here | holds for here, holds in each))
    else:
        outcome = any_of(*(here & holds for here, holds in each))
    return None if outcome is Outcome.UNKNOWN else outcome is Outcome.MET


def _summed(parts: list[tuple[Outcome, Span | None]]) -> Told:
    """Sums over those who count and may count; not known where one of them says nothing."""
    low = high = Fraction(0)
    for here, span in parts:
        if here is Outcome.UNMET:
            continue
        if span is None:
            return None
        sure = here is Outcome.MET
        low += span[0] if sure else min(span[0], Fraction(0))
        high += span[1] if sure else max(span[1], Fraction(0))
    return low, high
