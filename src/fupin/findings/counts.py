"""Findings of counts (核查结论): what was found of one subject, and the sentences that say so.

A finding is an answer with its grounds: the rule, the day, what was counted, what was asked, and
where that is written. It owns its words, Chinese and English, so that no caller composes them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import attrs

from fupin.amounts import Bounds
from fupin.boundary import Boundary, Day
from fupin.dates import Period
from fupin.outcomes import Outcome

if TYPE_CHECKING:
    from fupin.policy.quotas import Duty, PairingRule
    from fupin.policy.schema import Rulebook
    from fupin.policy.terms import Term

Language = Literal["zh", "en"]
Operator = Literal["at_least", "at_most", "exactly"]


class Standing(StrEnum):
    """Whether a subject is judged at all (是否纳入考核).

    Only what is judged stands in a rate; every other standing is counted beside it.
    """

    JUDGED = "judged"
    NOT_YET_DUE = "not-yet-due"
    NOT_JUDGED = "not-judged"
    EXEMPT = "exempt"
    NO_DUTY = "no-duty"
    NO_NUMBER = "no-number"
    UNPLACED = "unplaced"


@attrs.frozen
class Asked(Boundary):
    """What a rule asks (要求): an operator and a number, the number known between bounds.

    Example:
        >>> Asked("at_least", Bounds(3, 3)).judge(Bounds(2, 4))
        <Outcome.UNKNOWN: 'unknown'>

    Attributes:
        operator: "at_least", "at_most" or "exactly".
        number: the quota; its two ends differ where it is not known whether an exemption lowers it.
    """

    operator: Operator
    number: Bounds

    def judge(self, held: Bounds) -> Outcome:
        """Whether a count that lies between bounds keeps what is asked."""
        low, high = held.low, _open_end(held)
        least, most = self.number.low, _open_end(self.number)
        if self.operator == "at_least":
            return Outcome.bounds(low >= most, high >= least)
        if self.operator == "at_most":
            return Outcome.bounds(high <= least, low <= most)
        return Outcome.bounds(low == high == least == most, low <= most and high >= least)


def _open_end(bounds: Bounds) -> float:
    return float("inf") if bounds.high is None else bounds.high


@attrs.frozen(kw_only=True)
class Grounds(Boundary):
    """Where a finding stands on (依据): the rule, its book and its source.

    Attributes:
        rule: id of the rule or duty.
        book: id of the rulebook.
        zh: Chinese label of the rule.
        en: English label of the rule.
        source: title of the source.
        checked: "text", "secondary" or "unverified".
        reading: how the source's words were interpreted.
        yardstick: name of the yardstick, where not the rule's own.
    """

    rule: str
    book: str
    zh: str
    en: str
    source: str
    checked: str
    reading: str | None = None
    yardstick: str | None = None

    @classmethod
    def of(
        cls, entry: PairingRule | Duty | Term, book: Rulebook, yardstick: str | None = None
    ) -> Grounds:
        """The grounds that a rule, duty or term of a book gives."""
        return cls(
            rule=entry.id,
            book=book.id,
            zh=entry.zh,
            en=entry.en,
            source=book.sources[entry.source].title,
            checked=entry.checked,
            reading=entry.reading,
            yardstick=yardstick,
        )


@attrs.frozen(kw_only=True)
class Finding(Boundary):
    """What was found of one subject on one day under one rule (核查结论).

    Attributes:
        subject: id of the helper, or code of the place, that was asked about.
        party: the other end of the link, where one link was asked about.
        on: the day of the question.
        counts: what was counted: a kind of link, "meeting", "report" or "session".
        standing: whether the subject is judged.
        outcome: met, unmet or unknown; None where nothing is judged.
        value: how many there surely and possibly are.
        asked: what the rule asks; None where it asks nothing of this subject.
        window: the period counted in, for duties.
        grounds: the rule and its source.
    """

    subject: str
    party: str | None = None
    on: Day
    counts: str
    standing: Standing
    outcome: Outcome | None
    value: Bounds
    asked: Asked | None = None
    window: Period | None = None
    grounds: Grounds

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return self.grounds.rule

    @property
    def missing(self) -> Bounds:
        """How many more are asked, surely and possibly (尚缺); 0 where nothing is asked."""
        if self.standing is not Standing.JUDGED or self.asked is None:
            return Bounds(0, 0)
        if self.asked.operator == "at_most":
            return Bounds(0, 0)
        least, most = self.asked.number.low, self.asked.number.high or 0
        high = least if self.value.high is None else self.value.high
        return Bounds(max(least - high, 0), max(most - self.value.low, 0))

    def explain(self, language: Language = "zh") -> str:
        """The finding in one sentence, in Chinese or English.

        Example:
            >>> from fupin import Deputy, pairing, policy
            >>> deputy = Deputy(id="D-1", level="county", division="510824", since="2011-12-01")
            >>> book = policy.load("guangyuan-2016")
            >>> found = pairing.check(deputy, [], book, rule="deputy-households", on="2016-09-09")
            >>> found.explain("en")
            'holds 0 of at least 1 households on 2016-09-09 (guangyuan-2016, household quota)'
        """
        return _SENTENCES[language](self)


_NOUNS = {
    "deputy-household": ("households", "户", "已结对"),
    "cadre-household": ("households", "户", "已结对"),
    "medical-household": ("households", "户", "已结对"),
    "member-deputy": ("deputies", "名代表", "已联系"),
    "deputy-voter": ("voters", "名选民", "已联系"),
    "office-village": ("villages", "个村", "已定点帮扶"),
    "meeting": ("times", "次", "已走访会见"),
    "report": ("reports", "份", "已提交报告"),
    "session": ("sessions", "次", "已召开会议研究"),
}
_ANY_LINK = ("links", "条联系", "已联系")

_OPERATORS = {
    "at_least": ("at least", "应不少于"),
    "at_most": ("at most", "应不超过"),
    "exactly": ("exactly", "应恰为"),
}
_VERBS = {"meeting": "met", "report": "handed in", "session": "held"}
_STANDINGS = {
    Standing.NOT_YET_DUE: ("not yet due", "尚未到期"),
    Standing.NOT_JUDGED: ("not judged: there for part of the window only", "不作评价：期间内变动"),
    Standing.EXEMPT: ("exempt", "已免除"),
    Standing.NO_DUTY: ("nothing is asked of this subject", "不适用"),
    Standing.NO_NUMBER: ("no number set", "未规定次数"),
    Standing.UNPLACED: ("not known whether the rule binds this subject", "是否适用不详"),
}


def _number(bounds: Bounds, to: str) -> str:
    if bounds.high is None:
        return f"≥ {bounds.low}"
    return str(bounds.low) if bounds.low == bounds.high else f"{bounds.low}{to}{bounds.high}"


def _in_english(found: Finding) -> str:
    noun = _NOUNS.get(found.counts, _ANY_LINK)[0]
    verb = _VERBS.get(found.counts, "holds")
    count = _number(found.value, " to ")
    if found.asked is not None:
        count += f" of {_OPERATORS[found.asked.operator][0]} {_number(found.asked.number, ' to ')}"
    when = f"on {found.on}"
    if found.window is not None:
        when = f"in {found.window}, known on {found.on}"
    state = _STANDINGS.get(found.standing)
    also = f": {state[0]}" if state else ""
    return f"{verb} {count} {noun} {when}{also} ({_cited(found, found.grounds.en, ', ')})"


def _in_chinese(found: Finding) -> str:
    _, unit, verb = _NOUNS.get(found.counts, _ANY_LINK)
    when = str(found.on)
    if found.window is not None:
        when = f"{found.window}（截至 {found.on}）"
    asked = ""
    if found.asked is not None:
        number = _number(found.asked.number, " 至 ")
        asked = f"，{_OPERATORS[found.asked.operator][1]} {number} {unit}"
    state = _STANDINGS.get(found.standing)
    also = f"，{state[1]}" if state else ""
    count = _number(found.value, " 至 ")
    return f"{when} {verb} {count} {unit}{asked}{also}（{_cited(found, found.grounds.zh, '，')}）"


def _cited(found: Finding, label: str, comma: str) -> str:
    """The book, the rule's label and the yardstick, if it is not the rule's own."""
    named = [found.grounds.book, label]
    if found.grounds.yardstick is not None:
        named.append(found.grounds.yardstick)
    return comma.join(named)


_SENTENCES = {"en": _in_english, "zh": _in_chinese}
