"""What a household's members say of it (成员情况): every one, some, how many, how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction

from fupin.criteria.evidence import Evidence, Told, of_person
from fupin.criteria.judging import Judging
from fupin.model import Household, Person
from fupin.outcomes import Outcome, all_of, any_of
from fupin.policy import Fact, Field, Node, Rulebook, walk


def told_of_members(
    book: Rulebook,
    facts: Iterable[Fact],
    household: Household | None,
    persons: Iterable[Person],
    on: dt.date,
) -> dict[str, Told]:
    """What each fact says of a household on a day; without members nothing is known.

    Args:
        book: the book the facts stand in.
        facts: the facts asked about.
        household: says who is in it, and when; None: all of `persons` are.
        persons: what is known of persons; a member who is not among them is unknown.
        on: the day asked about.
    """
    there = _presence(household, persons, on)
    if not there:
        return {}
    known = {person.id: person for person in persons}
    fields = book.fields_of("person")
    members = [
        (here, of_person(known.get(who, Person(id=who)), on, fields)) for who, here in there.items()
    ]
    return {fact.id: _folded(book, fact, members, fields, on) for fact in facts}


def _presence(
    household: Household | None, persons: Iterable[Person], on: dt.date
) -> Mapping[str, Outcome]:
    if household is None:
        return {person.id: Outcome.MET for person in persons}
    present = household.presence(on)
    return {who: here for who, here in present.items() if here is not Outcome.UNMET}


def _folded(
    book: Rulebook,
    fact: Fact,
    members: list[tuple[Outcome, Evidence]],
    fields: dict[str, Field],
    on: dt.date,
) -> Told:
    def holds(tree: Node | None, evidence: Evidence) -> Outcome:
        if tree is None:
            return Outcome.MET
        return walk(tree, Judging(book, fact, fields, evidence, on)).outcome

    asked = [(here & holds(fact.where, told), told) for here, told in members]
    if fact.of is not None:
        return _summed([(here, told.span(fact.of)) for here, told in asked])
    each = [(here, holds(fact.holds, told)) for here, told in asked]
    if fact.fold == "count":
        both = [here & kept for here, kept in each]
        low = both.count(Outcome.MET)
        return Fraction(low), Fraction(low + both.count(Outcome.UNKNOWN))
    if fact.fold == "every":
        outcome = all_of(*(~here | kept for here, kept in each))
    else:
        outcome = any_of(*(here & kept for here, kept in each))
    return None if outcome is Outcome.UNKNOWN else outcome is Outcome.MET


def _summed(parts: list[tuple[Outcome, tuple[Fraction, Fraction] | None]]) -> Told:
    """Sums over those who surely and possibly count; not known where one of them says nothing."""
    told = [(here, span) for here, span in parts if here is not Outcome.UNMET]
    if any(span is None for _, span in told):
        return None
    low = sum((s[0] for here, s in told if s and here is Outcome.MET), Fraction(0))
    return low, sum((s[1] for _, s in told if s), Fraction(0))
