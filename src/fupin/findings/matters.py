"""Findings of matters (事项办理核查): was it answered in time, closed, followed up, in words.

Only a reply of the body that was asked answers a matter. The worse error is to call one answered
that was not: a reply without a day, or from before the assignment, leaves that unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from fupin.boundary import Boundary, Day
from fupin.findings.counts import Grounds, Standing
from fupin.findings.wording import Language, said_in
from fupin.outcomes import Outcome


@attrs.frozen(kw_only=True)
class MatterFinding(Boundary):
    """What became of one matter by a day (事项办理核查).

    Example:
        >>> import fupin as fp
        >>> matter = fp.Matter(
        ...     id="S-1", kind="suggestion", addressee="O-3", raised="2016-02-24",
        ...     assigned="2016-03-10", hard=False,
        ... )
        >>> found = fp.matter.check(matter, fp.policy.load("cn-deputies-2015"), on="2016-09-09")
        >>> found.status, found.due.isoformat()
        ('overdue', '2016-06-10')

    Attributes:
        subject: id of the matter.
        kind: its kind; None: not known.
        on: the day of the question: what is dated later is not there yet.
        raised: the day it was raised; None: not known.
        assigned: the day it was assigned; None: not known.
        due: the last day on which a reply surely is in time; None: no term runs.
        due_latest: the last day on which it may be, where it is not known whether it is hard.
        standing: whether it is judged by a term.
        outcome: whether it was answered in time; None where nothing is judged.
        answered: whether the body that was asked replied.
        answered_on: the day of its first reply that surely counts; None: there is none.
        closed: whether it is closed, and not reopened since.
        reopened: whether it ever was reopened.
        followed_up: whether it was followed up by the day it was closed.
        others: ids of bodies that replied and were not asked.
        faults: what cannot have been so.
        grounds: the term and its source; None: no book has one for this kind.
    """

    subject: str
    kind: str | None
    on: Day
    raised: Day | None
    assigned: Day | None
    due: Day | None = None
    due_latest: Day | None = None
    standing: Standing
    outcome: Outcome | None
    answered: Outcome
    answered_on: Day | None = None
    closed: Outcome
    reopened: Outcome
    followed_up: Outcome
    others: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    grounds: Grounds | None = None

    @property
    def status(self) -> str:
        """In time, late (answered too late) or overdue (not answered, too late); or its standing.

        Where it is judged and not known, "unknown".
        """
        if self.standing is not Standing.JUDGED or self.outcome is None:
            return self.standing.value
        if self.outcome is Outcome.UNMET:
            return "late" if self.answered is Outcome.MET else "overdue"
        return "in-time" if self.outcome is Outcome.MET else "unknown"

    def explain(self, language: Language = "zh") -> str:
        """The finding with its days and reasons, a line each, in Chinese or English.

        Example:
            >>> import fupin as fp
            >>> opinion = fp.Matter(
            ...     id="Y-1", kind="deliberation-opinion", addressee="GOV", raised="2013-06-01"
            ... )
            >>> reply = fp.Handling(matter="Y-1", step="reply", on="2013-09-01", by="PARTY")
            >>> book = fp.policy.load("cn-supervision")
            >>> found = fp.matter.check(opinion, book, on="2013-12-31", handlings=[reply])
            >>> print(found.explain("en"))
            Y-1, deliberation opinion, on 2013-12-31: no term set (cn-supervision, report on how a \
deliberation opinion was dealt with)
              raised 2013-06-01; assigned on a day not known
              answered: no; closed: no; reopened: no
              replied and was not asked: PARTY
        """
        return "\n".join(_told(self, language))


_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "suggestion": "意见建议", "deliberation-opinion": "审议意见",
        "inquiry-item": "专题询问意见", "in-time": "按期答复", "late": "逾期答复",
        "overdue": "逾期未答复", "unknown": "是否按期不详",
        "not-yet-due": "未到期", "no-number": "未规定期限", "unplaced": "期限是否适用不详",
        "no-duty": "尚未提出",
        "head": "{subject}，{kind}，{on}：{status}{cited}", "cited": "（{book}，{label}）",
        "raised": "提出 {day}", "assigned": "交办 {day}", "due": "应于 {day} 前（含）答复",
        "due-latest": "，至迟 {day}", "day": "日期不详", "of": "{head}：{body}", "join": "；",
        "answered": "已答复", "answered-on": "已答复 {day}", "closed": "已办结",
        "reopened": "曾重新办理", "followed-up": "跟踪监督至办结",
        "others": "未被交办而答复：{body}", "fault": "不合情理：{body}",
        "source": "依据：{source}", "kind": "事项",
        "reply": "答复", "follow-up": "跟踪监督", "assignment": "交办", "step": "办理",
        "met": "是", "unmet": "否", "not-known": "不详", "comma": "、",
    },
    "en": {
        "suggestion": "suggestion", "deliberation-opinion": "deliberation opinion",
        "inquiry-item": "inquiry item",
        "in-time": "answered in time", "late": "answered too late",
        "overdue": "overdue and not answered", "unknown": "not known whether answered in time",
        "not-yet-due": "not yet due", "no-number": "no term set",
        "unplaced": "not known whether a term runs", "no-duty": "not raised yet",
        "head": "{subject}, {kind}, on {on}: {status}{cited}", "cited": " ({book}, {label})",
        "raised": "raised {day}", "assigned": "assigned {day}", "due": "due by {day}",
        "due-latest": ", at the latest {day}", "day": "on a day not known", "of": "{head}: {body}",
        "join": "; ",
        "answered": "answered", "answered-on": "answered {day}", "closed": "closed",
        "reopened": "reopened", "followed-up": "followed up until closure",
        "others": "replied and was not asked: {body}", "fault": "cannot be: {body}",
        "source": "source: {source}", "kind": "matter",
        "met": "yes", "unmet": "no", "not-known": "not known", "comma": ", ",
    },
}  # fmt: skip


def _told(found: MatterFinding, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    cited = ""
    if found.grounds is not None:
        label = getattr(found.grounds, language)
        cited = words["cited"].format(book=found.grounds.book, label=label)
    kind = words.get(found.kind or "kind", found.kind or "")
    yield words["head"].format(
        subject=found.subject, kind=kind, on=found.on, status=words[found.status], cited=cited
    )
    yield f"  {words['join'].join(_days(found, words))}"
    yield f"  {words['join'].join(_states(found, words))}"
    if found.others:
        yield f"  {words['others'].format(body=words['comma'].join(found.others))}"
    for fault in found.faults:
        yield f"  {words['fault'].format(body=said_in(language, fault, words))}"
    if found.due is not None and found.grounds is not None:
        yield f"  {words['source'].format(source=found.grounds.source)}"


def _days(found: MatterFinding, words: dict[str, str]) -> Iterator[str]:
    for name, day in (("raised", found.raised), ("assigned", found.assigned)):
        yield words[name].format(day=day or words["day"])
    if found.due is not None:
        later = found.due_latest if found.due_latest != found.due else None
        yield words["due"].format(day=found.due) + (
            words["due-latest"].format(day=later) if later else ""
        )


def _states(found: MatterFinding, words: dict[str, str]) -> Iterator[str]:
    if found.answered_on is not None:
        yield words["answered-on"].format(day=found.answered_on)
    else:
        yield _state("answered", found.answered, words)
    yield _state("closed", found.closed, words)
    yield _state("reopened", found.reopened, words)
    if found.closed is not Outcome.UNMET:
        yield _state("followed-up", found.followed_up, words)


def _state(name: str, outcome: Outcome, words: dict[str, str]) -> str:
    said = words["not-known" if outcome is Outcome.UNKNOWN else outcome.value]
    return words["of"].format(head=words[name], body=said)
