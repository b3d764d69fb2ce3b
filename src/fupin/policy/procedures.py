"""Procedures (程序): the steps that a case must pass, in order, and who takes each."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from fupin.outcomes import Outcome
from fupin.policy.entries import Checked, Entry, Slug, Sourced, Words, once


class Stage(Entry):
    """One step that a procedure asks for (程序环节).

    Grounds that are not given are those of the procedure.

    Attributes:
        id: name by which records say that it was passed.
        zh: Chinese label.
        en: English label.
        by: who takes it: "household", or the level of those who do, such as "village" or "county";
            None: the source does not say.
        notice: whether it is a public notice (公示), which hangs for days.
        days: the parameter that says for how many days at least; for notices only.
        for_class: the class of cases it is asked of, such as "national"; None: all.
        credited_since: first credited year of the cases it is asked of; None: any.
        credited_until: first credited year it is no longer asked of; None: none.
        source: key of the source, where not the procedure's.
        article: article or paragraph in the source.
        checked: how well it was checked, where not as the procedure.
        reading: how the words were interpreted.
    """

    id: Slug
    zh: Words
    en: Words
    by: Slug | None = None
    notice: bool = False
    days: Slug | None = None
    for_class: Slug | None = None
    credited_since: int | None = None
    credited_until: int | None = None
    source: Words | None = None
    article: Words | None = None
    checked: Checked | None = None
    reading: Words | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.days is not None and not self.notice:
            raise ValueError("days says how long a notice hangs: give notice = true")
        since, until = self.credited_since, self.credited_until
        if since is not None and until is not None and since >= until:
            raise ValueError("credited_until must come after credited_since")
        return self

    def asked_of(self, county_class: str | None, credited: int | None) -> Outcome:
        """Whether it is asked of a case.

        Example:
            >>> group = Stage(
            ...     id="evaluation", zh="专项评估检查", en="special evaluation", by="nation",
            ...     for_class="national", credited_until=2018,
            ... )
            >>> group.asked_of("national", 2017), group.asked_of(None, 2018)
            (<Outcome.MET: 'met'>, <Outcome.UNMET: 'unmet'>)
            >>> group.asked_of(None, 2017)
            <Outcome.UNKNOWN: 'unknown'>

        Args:
            county_class: class of the case; None: not known.
            credited: the year it is counted in; None: not known.
        """
        asked = Outcome.MET
        if self.for_class is not None:
            asked &= Outcome.of(None if county_class is None else county_class == self.for_class)
        if self.credited_since is not None:
            asked &= Outcome.of(None if credited is None else credited >= self.credited_since)
        if self.credited_until is not None:
            asked &= Outcome.of(None if credited is None else credited < self.credited_until)
        return asked


class Procedure(Sourced):
    """The steps that a case must pass, in order (程序), such as the exit of a county (贫困县退出).

    Example:
        >>> from fupin.policy import load
        >>> [stage.id for stage in load("cn-2016").procedure("village-exit").steps]
        ['public-notice', 'announcement']

    Attributes:
        id: name of the procedure.
        zh: Chinese label.
        en: English label.
        unit: whose case it is: "household", "village" or "county".
        classes: the classes that its cases fall into, where some steps are asked of one only.
        steps: the steps, in order.
    """

    id: Slug
    zh: Words
    en: Words
    unit: Literal["household", "village", "county"]
    classes: tuple[Slug, ...] = ()
    steps: tuple[Stage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        once(f"step of {self.id}", [stage.id for stage in self.steps])
        classes = {stage.for_class for stage in self.steps} - {None}
        if strange := sorted(filter(None, classes - set(self.classes))):
            raise ValueError(f"for_class is not among the classes: {', '.join(strange)}")
        if self.steps[-1].asked_of(None, None) is not Outcome.MET:
            raise ValueError(
                "the last step must be asked of every case: it completes the procedure"
            )
        return self
