"""Verdicts (认定结论): what a criterion says of one subject, as a tree of judgements with reasons.

An unmet group blames its unmet parts, a negation swaps. Of what is not known only that is needed
which could still change the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

import attrs

from fupin.amounts import Comparison
from fupin.boundary import Boundary, Day, Yuan, from_json, schema_of, to_json
from fupin.outcomes import Outcome

Form = Literal["all", "any", "least", "not", "compare", "flag", "within"]


@attrs.frozen(kw_only=True)
class Judgement(Boundary):
    """What one node of a criterion says (单项结论).

    Attributes:
        id: id of the node.
        zh: Chinese label.
        en: English label.
        form: what the node is: a group ("all", "any", "least", "not") or a leaf ("compare",
            "flag", "within").
        outcome: met, unmet or unknown; a node that does not apply is met.
        asked: the same, whether it applies or not.
        field: the field of the survey, or the fact, that a leaf asks; None: it is a group.
        value: what was found, in words and digits; None: nothing.
        how: how it was compared.
        limit: what it was compared with.
        unit: what both are: "yuan", "count", "share" or "term" (years).
        share: the share that the limit is of a base, where it is one.
        share_of: the field that is the base.
        base: what was found of it.
        short: of a record, the yuan by which it falls short or is too much; None: none are known.
        limit_on: the day the limit was taken on.
        limit_wanted: the parameter that has no number for that day, by id; None: it has one.
        limit_set_by: who sets it, as the book says.
        limit_source: title of the document that the limit was read from.
        limit_checked: how well that was checked.
        assumed: whether what was found is an assumption of the question.
        set_aside: whether something is recorded that is no evidence; the notes say why.
        source: title of the document.
        article: article or paragraph in it.
        checked: "text", "secondary" or "unverified".
        reading: how its words were interpreted.
        reading_zh: the same in Chinese; None: the book says it in English alone.
        condition: the judgement on whether it applies.
        least: how many of the parts must be met, in a group.
        parts: judgements on the parts of a group.
    """

    id: str
    zh: str
    en: str
    form: Form
    outcome: Outcome
    asked: Outcome
    field: str | None = None
    value: str | None = None
    how: Comparison | None = None
    limit: str | None = None
    unit: str | None = None
    share: str | None = None
    share_of: str | None = None
    base: str | None = None
    short: Yuan | None = None
    limit_on: Day | None = None
    limit_wanted: str | None = None
    limit_set_by: str | None = None
    limit_source: str | None = None
    limit_checked: str | None = None
    assumed: bool = False
    set_aside: bool = False
    source: str
    article: str | None = None
    checked: str
    reading: str | None = None
    reading_zh: str | None = None
    condition: Judgement | None = None
    least: int | None = None
    parts: tuple[Judgement, ...] = ()

    def nodes(self) -> Iterator[Judgement]:
        """This judgement and all below it."""
        yield self
        for part in (*filter(None, [self.condition]), *self.parts):
            yield from part.nodes()

    def blamed(self, wrong: Outcome = Outcome.UNMET) -> Iterator[Judgement]:
        """The leaves that make it what it is, where that is what is wrong."""
        if wrong is not self.outcome:
            return
        if not self.parts and wrong is self.asked:
            yield self
        if self.condition is not None and wrong is Outcome.MET:  # it may be met by not applying
            yield from self.condition.blamed()
        for part in self.parts if wrong is self.asked else ():
            yield from part.blamed(~wrong if self.form == "not" else wrong)

    def open(self) -> Iterator[Judgement]:
        """The unknown leaves that could still change it, leaves taken as independent."""
        if self.outcome.known:
            return
        if not self.parts and not self.asked.known:
            yield self
        if self.condition is not None:
            yield from self.condition.open()
        for part in self.parts if not self.asked.known else ():
            yield from part.open()


@attrs.frozen(kw_only=True)
class Verdict(Boundary):
    """What a criterion says of one subject on one day (认定结论).

    Example:
        >>> import fupin as fp
        >>> survey = fp.Survey(household="H-1", on="2016-12-01", food=True, clothing=False)
        >>> verdict = fp.criteria.assess(
        ...     survey, fp.policy.load("cn-2016"), "household-exit", on="2016-12-31"
        ... )
        >>> verdict.outcome, verdict.failing
        (<Outcome.UNMET: 'unmet'>, ('clothing',))

    Attributes:
        subject: id of the household or record, or code of the place.
        unit: what it is: "household", "village", "county", or the kind of a record.
        criterion: id of the criterion.
        zh: Chinese label of the criterion.
        en: English label of the criterion.
        book: id of the rulebook.
        yardstick: name of the reading, where not the criterion's own.
        on: the day of the question.
        seen: the day of the survey or record it stands on; None: there is none that counts.
        judgement: the tree of judgements.
        assumptions: what the question assumed.
        notes: why evidence was set aside, in English.
        version: version of this form; it rises when a field changes its meaning.
    """

    subject: str
    unit: str = "household"
    criterion: str
    zh: str
    en: str
    book: str
    yardstick: str | None = None
    on: Day
    seen: Day | None = None
    judgement: Judgement
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    version: Literal[1] = 1

    @property
    def outcome(self) -> Outcome:
        """Met, unmet or unknown."""
        return self.judgement.outcome

    @property
    def failing(self) -> tuple[str, ...]:
        """Ids of the leaves that are to blame, where it is unmet (未达标项)."""
        return tuple(dict.fromkeys(leaf.id for leaf in self.judgement.blamed()))

    @property
    def short(self) -> dict[str, Decimal]:
        """By leaf that is to blame, the yuan by which it falls short, or is too much (差额)."""
        return {leaf.id: leaf.short for leaf in self.judgement.blamed() if leaf.short is not None}

    @property
    def needed(self) -> tuple[str, ...]:
        """Ids of the unknown leaves that could still change the answer (尚需查明).

        A leaf is among them too where only its limit is wanting: `limit_wanted` tells which.
        """
        return tuple(dict.fromkeys(leaf.id for leaf in self.judgement.open()))

    def explain(self, language: Literal["zh", "en"] = "zh") -> str:
        """The verdict as a tree of lines, in Chinese or English."""
        from fupin.findings.shown import as_text

        return as_text(self, language)

    def to_html(self, language: Literal["zh", "en"] = "zh") -> str:
        """The verdict as an HTML tree."""
        from fupin.findings.shown import as_html

        return as_html(self, language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_json(self) -> str:
        """The verdict as JSON, in the form that `json_schema` describes."""
        return to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Verdict:
        """A verdict as `to_json` wrote it."""
        return from_json(cls, text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a verdict.

    Example:
        >>> json_schema()["title"]
        'Verdict'
    """
    return schema_of(Verdict)
