"""Which rule holds where on a day: books resolved by division and date.

A calculator is given one book or several. Entries of one id replace each other, the book of the
smaller division going first; two books of one division that both hold an id on one day are
refused, since nothing says which of them is meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from fupin.dates import nearest_days
from fupin.divisions import Division
from fupin.errors import NotInForceError, QuestionError, RulebookError, UnknownRuleError
from fupin.outcomes import Outcome
from fupin.policy.criteria import Criterion
from fupin.policy.parameters import Parameter
from fupin.policy.procedures import Procedure
from fupin.policy.quotas import Duty, PairingRule
from fupin.policy.schema import Rulebook
from fupin.policy.terms import Term

Assumptions = Mapping[str, bool]

IN_FORCE = "in_force"

Entry = TypeVar("Entry", PairingRule, Duty, Criterion, Parameter, Procedure, Term)


@attrs.frozen
class Applied(Generic[Entry]):
    """One entry of one book, with the place it holds for (适用规则).

    Attributes:
        entry: the pairing rule, duty, term, criterion, parameter or procedure.
        book: the book it stands in.
        scope: the division the book holds for; None: everywhere.
    """

    entry: Entry
    book: Rulebook
    scope: Division | None


@attrs.frozen
class Books:
    """One or more rulebooks that a question is asked under (规则书集合).

    Example:
        >>> from fupin.policy import load
        >>> Books.of(load("guangyuan-2016")).ids
        ('guangyuan-2016',)

    Attributes:
        books: the rulebooks, in the order given.
    """

    books: tuple[Rulebook, ...]

    @classmethod
    def of(cls, policy: Policy) -> Books:
        """One book, several, or a set made before, as a set.

        Raises:
            QuestionError: no book was given, or what was given is none, such as a book's name.
        """
        if isinstance(policy, Books):
            return policy
        given: Any = policy  # of any kind, whatever a caller's types say
        alone = isinstance(given, (Rulebook, str)) or not isinstance(given, Iterable)
        books: tuple[Any, ...] = (given,) if alone else tuple(policy)
        for book in books:
            _refuse_other(book)
        if not books:
            raise QuestionError("policy= holds no rulebook: give one, or a list of them")
        return cls(books)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the books."""
        return tuple(book.id for book in self.books)

    def on(self, day: dt.date, assume: Assumptions | None = None) -> Books:
        """The books that answer on a day.

        Args:
            day: the day asked about.
            assume: `{"in_force": True}` lets a book answer outside its known days.

        Raises:
            NotInForceError: none of them does; `.nearest` names the nearest days that do.
            QuestionError: an assumption that means nothing here.
        """
        if _in_force(assume):
            return self
        standing = tuple(b for b in self.books if b.life.period.holds(day) is Outcome.MET)
        if standing:
            return Books(standing)
        periods = [book.life.period for book in self.books]
        nearest = nearest_days(tuple(periods), day)
        lives = "; ".join(f"{b.id} answers {b.life.period}" for b in self.books)
        days = " or ".join(str(d) for d in nearest)
        raise NotInForceError(
            f"no book answers on {day}: {lives}. Ask on {days}, pass a book for that day, or say "
            f"assume={{{IN_FORCE!r}: True}}, which is recorded in the result",
            nearest=nearest,
        )

    def assumed(self, assume: Assumptions | None) -> tuple[str, ...]:
        """What a result says of how these books came to answer on its day."""
        said = [
            f"{b.id} is attested on {b.life.attested} and answers {_span(b)}"
            for b in self.books
            if b.life.attested is not None
        ]
        said += [
            f"{b.id} is the practice of {b.office}: what is asked about is taken as that office's"
            for b in self.books
            if b.office is not None
        ]
        if (assume or {}).get(IN_FORCE):
            said.append(f"{', '.join(self.ids)}: taken as in force, as the question said")
        return tuple(said)

    def pairing(self, rule: str | None = None) -> dict[str, tuple[Applied[PairingRule], ...]]:
        """Pairing rules by id, the smallest division first.

        Raises:
            UnknownRuleError: no rule of that id; the message lists those there are.
            RulebookError: two books of one division hold the same id.
        """
        return _by_id([(b, e) for b in self.books for e in b.pairing], "pairing rule", rule)

    def duties(self, duty: str | None = None) -> dict[str, tuple[Applied[Duty], ...]]:
        """Duties by id, the smallest division first; raises as `pairing` does."""
        return _by_id([(b, e) for b in self.books for e in b.duties], "duty", duty)

    def terms(self, assume: Assumptions | None = None) -> dict[str, tuple[Applied[Term], ...]]:
        """Terms by kind of matter, the smallest division first, the books of any day.

        The law of the day on which a matter was raised binds it: `term_on` picks it.

        Args:
            assume: `{"in_force": True}` lets a book answer outside its known days.

        Raises:
            RulebookError: two books of one division hold terms of one kind on one day.
            QuestionError: an assumption that means nothing here.
        """
        always = _in_force(assume)
        found: dict[str, list[Applied[Term]]] = {}
        for book in self.books:
            scope = None if book.division is None else Division.of(book.division)
            for term in book.terms:
                others = found.setdefault(term.kind, [])
                for other in others:
                    apart = other.book.life.period.overlaps(book.life.period) is Outcome.UNMET
                    if other.scope == scope and (always or not apart):
                        both = f"{other.book.id} and {book.id}, for one division and day"
                        fault = f"a term of a {term.kind} stands in {both}: pass one of them"
                        raise RulebookError([f"{fault} @ policy"])
                others.append(Applied(term, book, scope))
        return {kind: _narrowest(group) for kind, group in found.items()}

    def criteria(self, criterion: str) -> tuple[Applied[Criterion], ...]:
        """A criterion in every book that has it, the smallest division first; raises likewise."""
        entries = [(b, e) for b in self.books for e in b.criteria]
        return _by_id(entries, "criterion", criterion)[criterion]

    def parameters(self, parameter: str) -> tuple[Applied[Parameter], ...]:
        """A parameter in every book that has it, the smallest division first; raises likewise."""
        entries = [(b, e) for b in self.books for e in b.parameters]
        return _by_id(entries, "parameter", parameter)[parameter]

    def procedures(self, procedure: str) -> tuple[Applied[Procedure], ...]:
        """A procedure in every book that has it, the smallest division first; raises likewise."""
        entries = [(b, e) for b in self.books for e in b.procedures]
        return _by_id(entries, "procedure", procedure)[procedure]


Policy = Rulebook | Iterable[Rulebook] | Books
"""What a question may be asked under: one rulebook, several, or a set made before."""


def _refuse_other(book: object) -> None:
    """Refuse what is no rulebook; a name is told how it becomes one."""
    if isinstance(book, str):
        load = f'fp.policy.load("{book}")'
        raise QuestionError(f"policy= holds the name {book!r} and no rulebook: give {load}")
    if not isinstance(book, Rulebook):
        what = type(book).__name__
        raise QuestionError(f"policy= holds a {what}: expected what fp.policy.load gives")


def _in_force(assume: Assumptions | None) -> bool:
    """Whether books are taken as in force on any day."""
    assume = dict(assume or {})
    if unknown := sorted(set(assume) - {IN_FORCE}):
        raise QuestionError(f"assume= knows {IN_FORCE!r}; it was given {', '.join(unknown)}")
    return bool(assume.get(IN_FORCE))


def _span(book: Rulebook) -> str:
    """How long a book answers that is attested and no more."""
    return "for that year" if book.life.until is None else f"until {book.life.period.last}"


def nearest(
    group: Sequence[Applied[Entry]], place: Division | None
) -> tuple[Applied[Entry], Outcome]:
    """The most specific book that may hold for a place, and whether it does.

    Args:
        group: entries of one id, the smallest division first.
        place: the division asked about; None: not known.
    """
    for applied in group:
        if applied.scope is None:
            return applied, Outcome.MET
        if place is None:
            return applied, Outcome.UNKNOWN
        if applied.scope.contains(place):
            return applied, Outcome.MET
    return group[-1], Outcome.UNMET


def term_on(
    group: Sequence[Applied[Term]],
    raised: dt.date,
    place: Division | None,
    assume: Assumptions | None = None,
) -> tuple[Applied[Term] | None, Outcome]:
    """The term that binds a matter raised on a day, and whether it does; None: no book tells.

    Example:
        >>> from fupin.policy import load
        >>> books = Books.of([load("cn-deputies-2015"), load("cn-deputies-2025")])
        >>> applied, binds = term_on(books.terms()["suggestion"], dt.date(2025, 3, 10), None)
        >>> applied.book.id, binds
        ('cn-deputies-2015', <Outcome.MET: 'met'>)

    Args:
        group: terms of one kind, the smallest division first.
        raised: the day the matter was raised.
        place: the division it was raised in; None: not known.
        assume: `{"in_force": True}` lets a book answer outside its known days.
    """
    there = [
        applied
        for applied in group
        if _in_force(assume) or applied.book.life.period.holds(raised) is Outcome.MET
    ]
    return nearest(there, place) if there else (None, Outcome.UNKNOWN)


def _by_id(
    entries: list[tuple[Rulebook, Entry]], what: str, wanted: str | None
) -> dict[str, tuple[Applied[Entry], ...]]:
    """Entries grouped by id, each group from the most specific book to the least.

    Of one id that is wanted nothing else is looked at: books may well differ in what is not asked.
    """
    if wanted is not None:
        known = ", ".join(dict.fromkeys(entry.id for _, entry in entries)) or "none"
        entries = [(book, entry) for book, entry in entries if entry.id == wanted]
        if not entries:
            raise UnknownRuleError(f"no {what} {wanted!r} in these books; there are: {known}")
    found: dict[str, list[Applied[Entry]]] = {}
    for book, entry in entries:
        scope = None if book.division is None else Division.of(book.division)
        others = found.setdefault(entry.id, [])
        for other in others:
            if other.scope == scope:
                both = f"{other.book.id} and {book.id}, for one division and day"
                fault = f"{what} {entry.id} stands in {both}: pass one of them @ policy"
                raise RulebookError([fault])
        others.append(Applied(entry, book, scope))
    return {key: _narrowest(group) for key, group in found.items()}


def _narrowest(group: Iterable[Applied[Entry]]) -> tuple[Applied[Entry], ...]:
    """The most specific book first."""
    return tuple(sorted(group, key=lambda a: -len(a.scope.short) if a.scope else 0))
