"""Quotas and duties (联系数量、履职要求): how many links are asked, and how often one must meet."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from fupin.errors import UnknownRuleError
from fupin.policy.entries import Entry, Slug, Sourced, Words, once

Operator = Literal["at_least", "at_most", "exactly"]


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


class Yardstick(Entry):
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
    def _namedonce(self) -> Self:
        once("yardstick", [y.id for y in self.yardsticks])
        measures: tuple[PairingRule | Yardstick, ...] = (self, *self.yardsticks)
        for measure in measures:
            once(f"group of {measure.id}", [q.group for q in measure.quotas])
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
