"""Progress (办理进度): where a case stands in a procedure on a day, step by step, in words.

A step is done where it surely was passed, hung long enough, and came after all before it. The worse
error is to call a procedure kept that was not: what is undated or open stays unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile
from typing import Literal

import attrs

from fupin.amounts import Bounds
from fupin.boundary import Boundary, Day
from fupin.dates import add_days
from fupin.findings.wording import Language, said_in
from fupin.outcomes import Outcome, all_of


class StepState(StrEnum):
    """Where one step stands on a day (步骤状态).

    Example:
        >>> StepState("too-short") is StepState.TOO_SHORT
        True
    """

    DONE = "done"  # 已完成
    RUNNING = "running"  # 进行中
    TOO_SHORT = "too-short"  # 公示期不足
    OUT_OF_ORDER = "out-of-order"  # 顺序不符
    MISSING = "missing"  # 缺
    TO_COME = "to-come"  # 未到
    UNKNOWN = "unknown"  # 不详


@attrs.frozen(kw_only=True)
class StepFinding(Boundary):
    """What was found of one step (步骤核查).

    Attributes:
        id: id of the step.
        zh: Chinese label.
        en: English label.
        by: who takes it: "household", or the level of those who do; None: not said.
        state: where it stands: missing, where a later one was taken; to come, where none was.
        on: the day it was taken, or began; the earliest, where `latest` is given; None: not known,
            or it is not there.
        latest: the last day on which it may have begun, where that is not known to the day.
        until: first day after it, where it took several.
        days: how many days a notice hung, or will have.
        asked: for how many days it is to hang; None: no number is set.
        source: title of the document that asks for it.
        article: article or paragraph in it.
        checked: "text", "secondary" or "unverified".
        reading: how its words were interpreted.
    """

    id: str
    zh: str
    en: str
    by: str | None = None
    state: StepState
    on: Day | None = None
    latest: Day | None = None
    until: Day | None = None
    days: Bounds | None = None
    asked: Bounds | None = None
    source: str
    article: str | None = None
    checked: str
    reading: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Whether it was passed as the procedure asks."""
        return _OUTCOMES.get(self.state, Outcome.UNMET)


_OUTCOMES = {StepState.DONE: Outcome.MET, StepState.UNKNOWN: Outcome.UNKNOWN}


@attrs.frozen(kw_only=True)
class Progress(Boundary):
    """Where a case stands in a procedure on a day (办理进度).

    Example:
        >>> import fupin as fp
        >>> proposed = fp.Step(
        ...     subject="H-1", procedure="household-exit", step="proposal", on="2016-11-01"
        ... )
        >>> progress = fp.procedure.check(
        ...     [proposed], fp.policy.load("cn-2016"), procedure="household-exit", subject="H-1",
        ...     on="2016-11-30",
        ... )
        >>> progress.outcome, progress.reached, progress.next
        (<Outcome.UNMET: 'unmet'>, 'proposal', 'verification')

    Attributes:
        subject: id of the household, or code of the place.
        procedure: id of the procedure.
        zh: Chinese label of the procedure.
        en: English label of the procedure.
        book: id of the rulebook.
        on: the day of the question.
        county_class: class of the case, where it is known.
        credited: the year the exit is counted in (退出年度); None: not known.
        steps: what was found of each step that is asked of the case, or may be, in order.
        assumptions: what the question assumed.
        version: version of this form; it rises when a field changes its meaning.
    """

    subject: str
    procedure: str
    zh: str
    en: str
    book: str
    on: Day
    county_class: str | None = None
    credited: int | None = None
    steps: tuple[StepFinding, ...]
    assumptions: tuple[str, ...] = ()
    version: Literal[1] = 1

    @property
    def outcome(self) -> Outcome:
        """Whether the procedure was completed in order."""
        return all_of(*(step.outcome for step in self.steps))

    @property
    def reached(self) -> str | None:
        """Id of the last step up to which all surely are done; None: not even the first."""
        return self._last(Outcome.MET)

    @property
    def may_have_reached(self) -> str | None:
        """Id of the last step up to which all may be done."""
        return self._last(Outcome.MET, Outcome.UNKNOWN)

    def _last(self, *outcomes: Outcome) -> str | None:
        kept = [step.id for step in takewhile(lambda step: step.outcome in outcomes, self.steps)]
        return kept[-1] if kept else None

    @property
    def next(self) -> str | None:
        """Id of the first step that is not surely done; None: all are."""
        return next((step.id for step in self.steps if step.outcome is not Outcome.MET), None)

    @property
    def completed(self) -> dt.date | None:
        """The day of the last step: for a county, of the approval of its exit (批准退出).

        None where it is not there, or has no one day; it may be there though steps before it are
        not.
        """
        last = self.steps[-1]
        return last.on if (last.latest, last.until) == (None, None) else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of the steps that are not there, though a later one was taken (缺)."""
        return self.ids(StepState.MISSING)

    @property
    def out_of_order(self) -> tuple[str, ...]:
        """Ids of the steps that were taken before one was over that they must follow (顺序不符)."""
        return self.ids(StepState.OUT_OF_ORDER)

    @property
    def too_short(self) -> tuple[str, ...]:
        """Ids of the notices that hung for too few days (公示期不足)."""
        return self.ids(StepState.TOO_SHORT)

    def ids(self, state: StepState) -> tuple[str, ...]:
        """Ids of the steps in some state, in order."""
        return tuple(step.id for step in self.steps if step.state is state)

    def explain(self, language: Language = "zh") -> str:
        """The progress as lines, one a step, in Chinese or English."""
        return "\n".join(_told(self, language))


_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "met": "已按程序完成", "unmet": "未按程序完成", "unknown": "是否按程序完成不详",
        "done": "已完成", "running": "进行中", "too-short": "公示期不足",
        "out-of-order": "顺序不符", "missing": "缺", "to-come": "未到", "unknown-step": "不详",
        "count": "{all} 步中按序完成 {done} 步", "perhaps": "（至多 {may} 步）",
        "next": "下一步：{step}", "credited": "退出年度：{year}",
        "completed": "末步日期：{day}", "days": "{days} 天", "asked": "应不少于 {days} 天",
        "none": "未规定天数", "not-told": "应达天数不详",
        "text": "原文", "secondary": "二手资料", "unverified": "未核实",
        "source": "依据：{source}（{checked}）",
        "assumed": "按假定：{said}", "by": "不晚于 {day}",
    },
    "en": {
        "met": "completed in order", "unmet": "not completed in order",
        "unknown": "not known whether completed in order",
        "done": "done", "running": "running", "too-short": "too short",
        "out-of-order": "out of order", "missing": "missing", "to-come": "to come",
        "unknown-step": "not known",
        "count": "{done} of {all} steps done in order", "perhaps": " (perhaps {may})",
        "next": "next: {step}", "credited": "credited to {year}",
        "completed": "last step on {day}", "days": "{days} days", "asked": "at least {days} days",
        "none": "no number of days set", "not-told": "days asked not known",
        "text": "text", "secondary": "secondary", "unverified": "unverified",
        "source": "source: {source} ({checked})",
        "reading": "reading: {reading}", "assumed": "assumed: {said}", "by": "by {day}",
    },
}  # fmt: skip
_MARKS = {
    StepState.DONE: "√", StepState.RUNNING: "…", StepState.TOO_SHORT: "×",
    StepState.OUT_OF_ORDER: "×", StepState.MISSING: "×", StepState.TO_COME: "·",
    StepState.UNKNOWN: "?",
}  # fmt: skip


def _told(progress: Progress, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    yield _headline(progress, language)
    for number, step in enumerate(progress.steps, 1):
        yield f"  {_line(step, number, language)}"
    sources = dict.fromkeys((step.source, step.article, step.checked) for step in progress.steps)
    for source, article, checked in sources:
        named = f"{source} {article}" if article else source
        yield words["source"].format(source=named, checked=words[checked])
    if language == "en":  # books say in English how words were read
        for reading in dict.fromkeys(step.reading for step in progress.steps if step.reading):
            yield words["reading"].format(reading=reading)
    for assumption in progress.assumptions:
        yield words["assumed"].format(said=said_in(language, assumption))


def _headline(progress: Progress, language: Language) -> str:
    words = _WORDS[language]
    labels = {step.id: getattr(step, language) for step in progress.steps}
    places = [*labels]
    done, may = (
        0 if step is None else places.index(step) + 1
        for step in (progress.reached, progress.may_have_reached)
    )
    count = words["count"].format(all=len(places), done=done)
    said = [count + (words["perhaps"].format(may=may) if may > done else "")]
    if progress.next is not None:
        said.append(words["next"].format(step=labels[progress.next]))
    if progress.credited is not None:
        said.append(words["credited"].format(year=progress.credited))
    if progress.completed is not None:
        said.append(words["completed"].format(day=progress.completed))
    outcome = words[progress.outcome.value]
    if language == "zh":
        head = f"{progress.subject}，{progress.on}，{progress.zh}：{outcome}（{progress.book}）"
        return f"{head}；{'；'.join(said)}"
    head = f"{progress.subject} on {progress.on}, {progress.en}: {outcome} ({progress.book})"
    return f"{head}; {'; '.join(said)}"


def _line(step: StepFinding, number: int, language: Language) -> str:
    """One step: its state, its label, its days."""
    words = _WORDS[language]
    state = words["unknown-step" if step.state is StepState.UNKNOWN else step.state.value]
    wide = state.ljust(5, "\N{IDEOGRAPHIC SPACE}") if language == "zh" else state.ljust(12)
    said = [f"{_MARKS[step.state]} {wide}", f"{number} {getattr(step, language)}"]
    if (when := _when(step, words)) is not None:
        said.append(when)
    if step.days is not None:
        said.append(words["days"].format(days=_number(step.days)))
        said.append(_asked(step.asked, words))
    return "  ".join(said)


def _asked(asked: Bounds | None, words: dict[str, str]) -> str:
    if asked is None:
        return words["none"]
    return words["not-told" if asked.high is None else "asked"].format(days=_number(asked))


def _when(step: StepFinding, words: dict[str, str]) -> str | None:
    """The days of a step, such as 2020-01-14..2020-01-20: the last one is in it."""
    if step.on is None and step.latest is None and step.until is None:
        return None
    first = f"{step.on or '?'}" + (f"–{step.latest}" if step.latest else "")
    if step.on is None and step.latest is not None:
        first = words["by"].format(day=step.latest)
    if step.until is None:
        return first
    return f"{first}..{add_days(step.until, -1)}"


def _number(bounds: Bounds) -> str:
    return str(bounds.low) if bounds.low == bounds.high else f"{bounds.low}–{bounds.high}"
