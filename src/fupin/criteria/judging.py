"""The algebra of judgements: what each node of a criterion says, with value, limit and grounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from fupin.amounts import compared, lacking
from fupin.criteria.evidence import Evidence, Span
from fupin.findings import Judgement
from fupin.outcomes import Outcome, any_of, at_least
from fupin.policy import Criterion, Field, Node, Rulebook, Source
from fupin.policy.entries import Sourced
from fupin.policy.fields import RECORDS
from fupin.policy.limits import Limit, limit_on
from fupin.policy.parameters import holds_codes


@attrs.frozen
class Judging:
    """One criterion, judged by one subject's evidence on a day.

    Attributes:
        book: the book it stands in.
        grounds: the entry that nodes without grounds of their own rest on.
        fields: the fields of its unit.
        evidence: what is known of the subject.
        on: the day asked about.
        carry: let the last value of a parameter hold on.
    """

    book: Rulebook
    grounds: Sourced
    fields: dict[str, Field]
    evidence: Evidence
    on: dt.date
    carry: bool = False

    def leaf(self, node: Node) -> Judgement:
        """What a field says."""
        if node.flag is not None:
            outcome = self.evidence.flag(node.flag)
            found = {Outcome.MET: "yes", Outcome.UNMET: "no"}.get(outcome)
            return self._told(node, outcome, value=found, field=node.flag)
        if node.within is not None:
            place = self.evidence.place
            listed = self.book.parameter(node.within).on(self.on, carry=self.carry)
            found = None if place is None else place.short
            return self._told(node, holds_codes(listed, place), value=found, field="division")
        return self._compared(node)

    def at_least(self, node: Node, parts: Sequence[Judgement]) -> Judgement:
        """Whether enough of the parts are met."""
        outcome = at_least(node.needed, [part.outcome for part in parts])
        return self._told(node, outcome, parts=tuple(parts), least=node.needed)

    def negated(self, node: Node, part: Judgement) -> Judgement:
        """Whether the part is not met."""
        return self._told(node, ~part.outcome, parts=(part,))

    def conditioned(self, node: Node, applies: Judgement, body: Judgement) -> Judgement:
        """Whether the body is met, or does not apply."""
        del node
        outcome = any_of(~applies.outcome, body.outcome)
        return attrs.evolve(body, outcome=outcome, condition=applies)

    def _compared(self, node: Node) -> Judgement:
        assert node.compare is not None
        assert node.is_ is not None
        field, span = self.fields[node.compare], self.evidence.span(node.compare)
        taken = self.on if node.at is None else self.evidence.day(node.at, of=node.compare)
        limit = limit_on(self.book, node, self.on, taken, carry=self.carry)
        value = None if limit is None else limit.value
        number, shared = self._limit(node, limit)
        wanted = taken is not None and limit is None
        outcome, short = Outcome.UNKNOWN, None
        if span is not None and number is not None:
            outcome = compared(*span, node.is_, number)
            if outcome is Outcome.UNMET and field.kind == "yuan" and self._recorded:
                short = lacking(span[0], node.is_, number)
        return self._told(
            node,
            outcome,
            field=node.compare,
            value=_said(span, field.kind),
            unit=field.kind,
            how=node.is_,
            limit=None if number is None else _number(number, field.kind),
            short=short,
            **shared,
            limit_on=None if value is None and not wanted else taken,
            limit_wanted=node.parameter if wanted else None,
            limit_set_by=self.book.parameter(node.parameter or "").set_by if wanted else None,
            limit_source=None if value is None else self.book.sources[value.source].title,
            limit_checked=None if value is None else value.checked,
        )

    @property
    def _recorded(self) -> bool:
        """Whether it is a record that is judged: of such, what falls short is told."""
        return isinstance(self.grounds, Criterion) and self.grounds.unit in RECORDS

    def _limit(self, node: Node, limit: Limit | None) -> tuple[Fraction | None, dict[str, str]]:
        """The number that a leaf compares with; of a share of another field, also that share."""
        if limit is None or node.share_of is None:
            return None if limit is None else limit.number, {}
        base = self.evidence.span(node.share_of)
        shared = {"share": _number(limit.number, "share"), "share_of": node.share_of}
        if base is None:
            return None, shared
        return limit.number * base[0], {**shared, "base": _number(base[0], "yuan")}

    def _told(
        self,
        node: Node,
        outcome: Outcome,
        *,
        field: str | None = None,
        **said: Any,
    ) -> Judgement:
        source: Source = self.book.sources[node.source or self.grounds.source]
        return Judgement(
            id=node.id,
            zh=node.zh,
            en=node.en,
            form=node.form,
            outcome=outcome,
            asked=outcome,
            field=field,
            assumed=field in self.evidence.assumed,
            set_aside=said.get("value") is None and field in self.evidence.set_aside,
            source=source.title,
            article=node.article or (None if node.source else self.grounds.article),
            checked=node.checked or self.grounds.checked,
            reading=node.reading,
            reading_zh=node.reading_zh,
            **said,
        )


def _said(span: Span | None, kind: str) -> str | None:
    if span is None:
        return None
    if kind == "term" and span[0].denominator == 2:  # between two whole numbers of years
        span = span[0] - Fraction(1, 2), span[0] + Fraction(1, 2)
    ends = (_number(end, kind) for end in dict.fromkeys(span))
    return "–".join(dict.fromkeys(ends))


def _number(number: Fraction, kind: str) -> str:
    """A number in digits: yuan to the fen, a share in per cent; ≈ where it has no end."""
    told = number * 100 if kind == "share" else number
    least = 2 if kind == "yuan" and told.denominator != 1 else 0
    places = next((n for n in range(least, _PLACES) if 10**n % told.denominator == 0), _PLACES)
    digits = f"{Decimal(round(told * 10**places)).scaleb(-places):f}"
    rounded = "" if 10**places % told.denominator == 0 else "≈"
    return f"{rounded}{digits}" + (" %" if kind == "share" else "")


_PLACES = 6
