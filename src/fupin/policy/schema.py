"""What a rulebook (规则书) may say: dated, sourced values, and the rules that stand on them.

A rulebook is a TOML file. The classes here are its grammar: unknown keys are refused, every value
names its source and how well it was checked, and a threshold says its operator. Nothing here
knows a place: Guangyuan is one file among those in ``rules``.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from fupin.dates import Period
from fupin.divisions import Division
from fupin.errors import UnknownRuleError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, StringConstraints(min_length=1)]
Operator = Literal["at_least", "at_most", "exactly"]
Checked = Literal["text", "secondary", "unverified"]


class _Entry(BaseModel):
    """Refuses unknown keys and cannot be changed after it was read."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True
    )


class Source(_Entry):
    """A document (出处) that a value was read from.

    Attributes:
        title: title of the original document.
        issuer: who issued it.
        number: document number (文号), where it has one.
        date: the day on the document.
    """

    title: Words
    issuer: Words
    number: Words | None = None
    date: dt.date


class Sourced(_Entry):
    """A value with its grounds: where it was read, how well that was checked, how it was read.

    Attributes:
        source: key of the book's ``sources``.
        article: article or paragraph in the source.
        checked: "text" (the original was read), "secondary" or "unverified".
        reading: how the words were interpreted, where they leave a choice.
    """

    source: Words
    article: Words | None = None
    checked: Checked
    reading: Words | None = None


class Quota(Sourced):
    """How many links one group of helpers is asked to hold (联系数量要求).

    Attributes:
        group: the level or service of the helper, such as "city" or "full-time".
        operator: "at_least", "at_most" or "exactly".
        links: the number of links.
    """

    group: Slug
    operator: Operator
    links: Annotated[int, Field(ge=0)]


class Yardstick(_Entry):
    """Another measure for the same rule (口径): the reported result, or a stricter reading.

    Attributes:
        id: name by which a question asks for it.
        zh: Chinese label.
        en: English label.
        quotas: its numbers by group.
    """

    id: Slug
    zh: Words
    en: Words
    quotas: tuple[Quota, ...] = Field(min_length=1)


class PairingRule(Sourced):
    """Who is to hold how many links of one kind (结对、联系要求).

    Attributes:
        id: name of the rule.
        zh: Chinese label.
        en: English label.
        kind: kind of link, such as "deputy-household".
        post: post of the helpers who are asked, such as "deputy".
        grouped_by: the helper's column that decides the group: "level" or "service".
        within: where the other end must lie: "anywhere" or "own-division".
        quotas: the rule's own numbers.
        yardsticks: other measures, kept apart from the rule.
    """

    id: Slug
    zh: Words
    en: Words
    kind: Slug
    post: Slug
    grouped_by: Literal["level", "service"]
    within: Literal["anywhere", "own-division"]
    quotas: tuple[Quota, ...] = Field(min_length=1)
    yardsticks: tuple[Yardstick, ...] = ()

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        _once("yardstick", [y.id for y in self.yardsticks])
        measures: tuple[PairingRule | Yardstick, ...] = (self, *self.yardsticks)
        for measure in measures:
            _once(f"group of {measure.id}", [q.group for q in measure.quotas])
        return self

    def measured_by(self, yardstick: str | None) -> tuple[Quota, ...]:
        """The quotas of the rule itself, or of a named yardstick.

        Raises:
            UnknownRuleError: no yardstick of that name; the message lists those there are.
        """
        if yardstick is None:
            return self.quotas
        for measure in self.yardsticks:
            if measure.id == yardstick:
                return measure.quotas
        known = ", ".join(y.id for y in self.yardsticks) or "none"
        raise UnknownRuleError(f"rule {self.id} has no yardstick {yardstick!r}; it has: {known}")


class Duty(Sourced):
    """Something to be done so often in a window (履职要求): meet, report, or hold a session.

    Attributes:
        id: name of the duty.
        zh: Chinese label.
        en: English label.
        form: "meeting" (of each link), "report" (of each helper) or "session" (of the place).
        post: post of the helpers it binds; for a session, of those who hold it.
        kind: kind of link that is to be met; for meetings only.
        window: calendar period it is counted in.
        times: how often, on distinct days; None: the source gives no number.
        part_window: what becomes of a link or helper that is there for part of the window:
            "not-judged" or "judged".
    """

    id: Slug
    zh: Words
    en: Words
    form: Literal["meeting", "report", "session"]
    post: Slug
    kind: Slug | None = None
    window: Literal["month", "quarter", "year"]
    times: Annotated[int, Field(ge=1)] | None = None
    part_window: Literal["not-judged", "judged"] = "not-judged"

    @model_validator(mode="after")
    def _kind_of_meetings(self) -> Self:
        if (self.form == "meeting") != (self.kind is not None):
            raise ValueError("a meeting duty names the kind of link that is met, and no other does")
        return self


_Named = TypeVar("_Named", PairingRule, Duty)


class Life(_Entry):
    """When a book is in force (有效期).

    Attributes:
        since: first day in force; None where only an attested day is known.
        until: first day no longer in force; None: open.
        attested: the day of the source that shows the book in force, where ``since`` is unknown.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    attested: dt.date | None = None

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


class Rulebook(_Entry):
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
    """

    id: Slug
    zh: Words
    en: Words
    division: str | None = None
    office: Words | None = None
    life: Life
    extends: tuple[Slug, ...] = ()
    superseded_by: Slug | None = None
    sources: dict[Slug, Source] = Field(min_length=1)
    pairing: tuple[PairingRule, ...] = ()
    duties: tuple[Duty, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.division is not None:
            Division.of(self.division)
        _once("id", [*(rule.id for rule in self.pairing), *(duty.id for duty in self.duties)])
        unknown = sorted({s.source for s in self._sourced()} - set(self.sources))
        if unknown:
            raise ValueError(f"source not among the book's sources: {', '.join(unknown)}")
        return self

    def rule(self, rule_id: str) -> PairingRule:
        """The pairing rule of that id; UnknownRuleError lists those there are."""
        return _named(self.pairing, rule_id, f"pairing rule in {self.id}")

    def duty(self, duty_id: str) -> Duty:
        """The duty of that id; UnknownRuleError lists those there are."""
        return _named(self.duties, duty_id, f"duty in {self.id}")

    def _sourced(self) -> list[Sourced]:
        """Every entry of the book that names a source."""
        others = [q for rule in self.pairing for y in rule.yardsticks for q in y.quotas]
        own = [q for rule in self.pairing for q in rule.quotas]
        return [*self.pairing, *own, *others, *self.duties]


def _named(entries: tuple[_Named, ...], wanted: str, what: str) -> _Named:
    for entry in entries:
        if entry.id == wanted:
            return entry
    known = ", ".join(entry.id for entry in entries) or "none"
    raise UnknownRuleError(f"no {what} is called {wanted!r}; there are: {known}")


def _once(what: str, names: list[str]) -> None:
    """Refuse names that stand twice."""
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise ValueError(f"{what} stands twice: {', '.join(twice)}")
