"""What a rulebook (规则书) may say: dated, sourced values, and the rules that stand on them.

A rulebook is a TOML file. The classes here are its grammar: unknown keys are refused, every value
names its source and how well it was checked, and a threshold says its operator. Nothing here
knows a place: Guangyuan is one file among those in ``rules``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, Protocol, Self, TypeVar

from pydantic import Field as Default
from pydantic import ValidationInfo, model_validator

from fupin.dates import Period
from fupin.divisions import Division
from fupin.errors import UnknownRuleError
from fupin.policy.criteria import Criterion, Fact, OtherField
from fupin.policy.entries import Entry, Place, Slug, Source, StrangersError, Words, once
from fupin.policy.fields import FIELDS, RECORDS, TAKEN, Field, Unit
from fupin.policy.parameters import Parameter
from fupin.policy.procedures import Procedure, Stage
from fupin.policy.quotas import Duty, PairingRule
from fupin.policy.terms import Term
from fupin.policy.tree import Node


class Life(Entry):
    """When a book is in force (有效期).

    Attributes:
        since: first day in force; None where only an attested day is known.
        until: first day no longer in force; None: open.
        attested: the day of the source that shows the book in force, where ``since`` is unknown.
        reading: how the days were interpreted, where the source leaves a choice.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    attested: dt.date | None = None
    reading: Words | None = None

    @model_validator(mode="after")
    def _a_beginning(self) -> Self:
        if (self.since is None) == (self.attested is None):
            raise ValueError("give either since or attested")
        if self.period.faulty:
            raise ValueError("until must come after since or attested")
        return self

    @property
    def period(self) -> Period:
        """The days the book answers for; an attested book answers to the end of that year."""
        if self.since is not None:
            return Period(self.since, self.until)
        assert self.attested is not None
        year_end = Period.year(self.attested.year).until
        return Period(self.attested, self.until or year_end)


class Rulebook(Entry):
    """A set of rules of one place and time, each with its source (规则书).

    Attributes:
        id: name, by which books are loaded and results say what they stand on.
        zh: Chinese title.
        en: English title.
        division: code of the division it holds for, 2 to 12 digits; None: everywhere.
        office: id of the office whose practice it is; such a book holds only when passed.
        life: when it is in force.
        extends: ids of the books it builds on; its own entries replace theirs of equal id.
        superseded_by: id of the book that replaced it.
        sources: the documents, by key.
        pairing: pairing rules.
        duties: duties to meet, report and hold sessions.
        terms: how long a body has to answer matters, by their kind.
        parameters: dated numbers and lists of places.
        fields: fields of the book's own tables, beside those of the surveys.
        facts: what is said of a household through its members.
        criteria: what a household, village or county must reach.
        procedures: the steps that its case must pass, in order.
    """

    id: Slug
    zh: Words
    en: Words
    division: str | None = None
    office: Words | None = None
    life: Life
    extends: tuple[Slug, ...] = ()
    superseded_by: Slug | None = None
    sources: dict[Slug, Source] = Default(min_length=1)
    pairing: tuple[PairingRule, ...] = ()
    duties: tuple[Duty, ...] = ()
    terms: tuple[Term, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    fields: tuple[OtherField, ...] = ()
    facts: tuple[Fact, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    procedures: tuple[Procedure, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self, info: ValidationInfo) -> Self:
        if self.division is not None:
            Division.of(self.division)
        if self.division is not None and self.office is not None:
            raise ValueError("a book holds in a division, or for an office: give one")
        once("id", [entry.id for part in (self.pairing, self.duties) for entry in part])
        once("term", [term.id for term in self.terms])
        once("term for matters of kind", [term.kind for term in self.terms])
        once("id", [entry.id for entry in self.criteria])
        once("procedure", [procedure.id for procedure in self.procedures])
        once("parameter", [parameter.id for parameter in self.parameters])
        once("field", [*(f"{f.unit} {f.name}" for f in self.fields)])
        once("fact", [fact.id for fact in self.facts])
        faults = [
            (f"source not among the book's sources: {source}", place)
            for source, place in self._cited()
            if source is not None and source not in self.sources
        ]
        # Before it is laid over the books it extends, a book may refer to what stands there.
        if (info.context or {}).get("whole", True):
            faults += self._strangers()
        if faults:
            raise StrangersError(faults)
        return self

    def rule(self, rule_id: str) -> PairingRule:
        """The pairing rule of that id; UnknownRuleError lists those there are."""
        return _named(self.pairing, rule_id, f"pairing rule in {self.id}")

    def duty(self, duty_id: str) -> Duty:
        """The duty of that id; UnknownRuleError lists those there are."""
        return _named(self.duties, duty_id, f"duty in {self.id}")

    def term(self, term_id: str) -> Term:
        """The term of that id; UnknownRuleError lists those there are."""
        return _named(self.terms, term_id, f"term in {self.id}")

    def parameter(self, parameter_id: str) -> Parameter:
        """The parameter of that id; UnknownRuleError lists those there are."""
        return _named(self.parameters, parameter_id, f"parameter in {self.id}")

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id; UnknownRuleError lists those there are."""
        return _named(self.criteria, criterion_id, f"criterion in {self.id}")

    def procedure(self, procedure_id: str) -> Procedure:
        """The procedure of that id; UnknownRuleError lists those there are."""
        return _named(self.procedures, procedure_id, f"procedure in {self.id}")

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id, if there is one."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    def fields_of(self, unit: Unit) -> dict[str, Field]:
        """What a tree may ask of a unit: fields of its survey, the book's own, and facts."""
        own = {f.name: Field(f.name, f.kind) for f in self.fields if f.unit == unit}
        facts = {f.id: Field(f.id, self._kind(f)) for f in self.facts if unit == "household"}
        return {**FIELDS[unit], **own, **facts}

    def _kind(self, fact: Fact) -> Literal["flag", "count", "yuan"]:
        if not fact.counted:
            return "flag"
        summed = self.fields_of("person").get(fact.of or "")
        return "yuan" if summed is not None and summed.kind == "yuan" else "count"

    def _cited(self) -> Iterator[tuple[str | None, Place]]:
        """The source of every entry of the book that may name one, and where it does."""
        for part in ("pairing", "duties", "terms", "facts", "criteria", "procedures"):
            for entry in getattr(self, part):
                yield entry.source, (part, entry.id)
        for rule in self.pairing:
            own: Place = ("pairing", rule.id)
            measures = [(rule.quotas, own)]
            measures += [(y.quotas, (*own, "yardsticks", y.id)) for y in rule.yardsticks]
            for quotas, where in measures:
                yield from ((q.source, (*where, "quotas", n)) for n, q in enumerate(quotas))
        for parameter in self.parameters:
            for number, value in enumerate(parameter.values):
                yield value.source, ("parameters", parameter.id, "values", number)
        for tree, _, place in self._trees():
            yield from ((node.source, where) for node, where in tree.placed(*place))
        yield from ((stage.source, place) for stage, place in self._steps())

    def _steps(self) -> Iterator[tuple[Stage, Place]]:
        for entry in self.procedures:
            for number, stage in enumerate(entry.steps):
                yield stage, ("procedures", entry.id, "steps", number)

    def _trees(self) -> Iterator[tuple[Node, Unit, Place]]:
        """Every tree, with the unit it asks of, and where it stands."""
        for criterion in self.criteria:
            yield criterion.tree, criterion.unit, ("criteria", criterion.id, "tree")
        for fact in self.facts:
            for name in ("where", "holds"):
                if (tree := getattr(fact, name)) is not None:
                    yield tree, fact.over, ("facts", fact.id, name)

    def _strangers(self) -> Iterator[tuple[str, Place]]:
        """What trees, facts and procedures refer to and the book has not."""
        yield from self._taken()
        summable = [n for n, f in self.fields_of("person").items() if f.kind in ("count", "yuan")]
        for fact in self.facts:
            if fact.of is not None and fact.of not in set(summable) - {"age"}:
                fault = f"{fact.id}: no field {fact.of} of a person that can be summed"
                yield fault, ("facts", fact.id, "of")
        for tree, unit, place in self._trees():
            for node, where in tree.placed(*place):
                yield from self._told(node, unit, where)
        for criterion in self.criteria:
            yield from self._of_bases(criterion)
            for fault in self._no_population(criterion):
                yield fault, ("criteria", criterion.id, "population")
        units = {parameter.id: parameter.unit for parameter in self.parameters}
        for stage, place in self._steps():
            if stage.days is not None and units.get(stage.days) != "days":
                known = ", ".join(key for key, unit in units.items() if unit == "days")
                fault = f"no parameter {stage.days} in days: there are {known or 'none'}"
                yield f"{stage.id}: {fault}", (*place, "days")

    def _told(self, node: Node, unit: Unit, place: Place) -> Iterator[tuple[str, Place]]:
        """The faults of a node, which only a leaf has, each with the name of the leaf."""
        for fault in self._faults(node, unit) if node.is_leaf else ():
            yield f"{node.id}: {fault}", place

    def _of_bases(self, criterion: Criterion) -> Iterator[tuple[str, Place]]:
        """The faults that leaves have only by the bases of a yardstick."""
        own = {n.id: set(self._faults(n, criterion.unit)) for n in criterion.tree.leaves()}
        for reading in criterion.yardsticks:
            place = ("criteria", criterion.id, "yardsticks", reading.id, "bases")
            for leaf in criterion.measured_by(reading.id).leaves() if reading.bases else ():
                faults = self._faults(leaf, criterion.unit)
                new = (fault for fault in faults if fault not in own[leaf.id])
                yield from ((f"{leaf.id}: {fault}", (*place, leaf.id)) for fault in new)

    def _beyond(self, leaf: Node, field: Field, base: Field | None) -> Iterator[str]:
        """Numbers and bases that a field cannot be compared with exactly."""
        if base is not None and (not base.whole or base.name in {f.id for f in self.facts}):
            yield f"{base.name} is no amount that another can be a share of"
        if base is not None and field.kind != "yuan":
            yield f"{field.name} is a {field.kind}, and no share of yuan"
        for number in self._numbers(leaf):
            if field.kind == "term" and number != int(number):
                yield f"{field.name} is compared with {number}: expected whole years"
            if base is not None and not 0 <= number <= _MOST_TIMES:
                yield f"{number} of {base.name}: expected a share from 0 to {_MOST_TIMES}"

    def _numbers(self, leaf: Node) -> list[Decimal]:
        """The numbers that a leaf compares with."""
        if leaf.value is not None:
            return [leaf.value]
        values = (p.values for p in self.parameters if p.id == leaf.parameter)
        return [v.number for told in values for v in told if v.number is not None]

    def _taken(self) -> Iterator[tuple[str, Place]]:
        """Own fields and facts under a name that means something already."""
        for own in self.fields:
            if own.name in TAKEN[own.unit]:
                fault = f"field {own.name}: a {own.unit} has a field of that name"
                yield fault, ("fields", own.name)
        said = {own.name for own in self.fields if own.unit == "household"} | TAKEN["household"]
        for fact in self.facts:
            if fact.id in said:
                fault = f"fact {fact.id}: a household has a field of that name"
                yield fault, ("facts", fact.id)

    def _no_population(self, criterion: Criterion) -> Iterator[str]:
        """A population of records that no flag of theirs tells."""
        if criterion.unit in RECORDS and criterion.population is not None:
            flags = [n for n, f in self.fields_of(criterion.unit).items() if f.kind == "flag"]
            if criterion.population not in flags:
                expected = ", ".join(sorted(flags))
                yield f"no population {criterion.population}: expected one of {expected}"

    def _faults(self, leaf: Node, unit: Unit) -> Iterator[str]:
        """What is wrong with one leaf."""
        fields = self.fields_of(unit)
        asked: tuple[tuple[str | None, tuple[str, ...]], ...] = (
            (leaf.flag, ("flag",)),
            (leaf.compare, ("count", "yuan", "share", "term")),
            (leaf.share_of, ("yuan",)),
            (leaf.at, ("day",)),
        )
        what, known = f"{'an' if unit == 'item' else 'a'} {unit}", ", ".join(sorted(fields))
        for name, kinds in asked:
            if name is not None and name not in fields:
                yield f"no field {name} of {what}: expected one of {known}"
            elif name is not None and fields[name].kind not in kinds:
                yield f"{name} is a {fields[name].kind}: expected a {' or '.join(kinds)}"
        if unit in ("person", "item") and (leaf.at or leaf.within):
            yield f"at and within are asked of what was surveyed, and not of {what}"
        field = fields.get(leaf.compare or "")
        if field is not None:
            yield from self._beyond(leaf, field, fields.get(leaf.share_of or ""))
        for name in filter(None, (leaf.parameter, leaf.within)):
            parameter = next((p for p in self.parameters if p.id == name), None)
            if parameter is None:
                known = ", ".join(p.id for p in self.parameters) or "none"
                yield f"no parameter {name}: there are {known}"
            elif leaf.within is not None and any(v.number is not None for v in parameter.values):
                yield f"{name} holds numbers: expected a list of divisions"
            elif leaf.within is None and any(v.codes for v in parameter.values):
                yield f"{name} lists divisions: expected numbers"
            elif field is not None:
                yield from _unlike(leaf, field, parameter)


_MOST_TIMES = 10
_MEASURES = {"yuan": "yuan", "share": "share", "years": "term"}


def _unlike(leaf: Node, field: Field, parameter: Parameter) -> Iterator[str]:
    """What keeps a field from being compared with a parameter."""
    kind = "share" if leaf.share_of is not None else field.kind
    told = (measure for word, measure in _MEASURES.items() if parameter.unit.startswith(word))
    if kind in ("count", "yuan", "share", "term") and kind != next(told, "count"):
        yield f"{leaf.compare} is a {kind}, {parameter.id} is in {parameter.unit}"
    others = {value.income for value in parameter.values} - {field.income, None}
    if field.income is not None and others and leaf.reading is None:
        yield (
            f"{leaf.compare} is {field.income} income, {parameter.id} a line on "
            f"{', '.join(sorted(filter(None, others)))} income: say in reading= how the two are "
            "compared"
        )


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Named = TypeVar("_Named", bound=_Identified)


def _named(entries: tuple[_Named, ...], wanted: str, what: str) -> _Named:
    for entry in entries:
        if entry.id == wanted:
            return entry
    known = ", ".join(entry.id for entry in entries) or "none"
    raise UnknownRuleError(f"no {what} is called {wanted!r}; there are: {known}")
