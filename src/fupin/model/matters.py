"""Matters (监督事项): what a congress raised with a body, and what was done about it, day by day.

What the addressee did and what another body did stand side by side: a reply of a body that was not
asked is kept, and is no answer of the one that was.
"""

from __future__ import annotations

from enum import StrEnum

import attrs

from fupin.boundary import Boundary, Day
from fupin.model.fields import as_day, as_words, typed


class MatterKind(StrEnum):
    """Kind of a matter (事项类型); a rulebook may define more.

    Example:
        >>> MatterKind("suggestion") is MatterKind.SUGGESTION
        True
    """

    DELIBERATION_OPINION = "deliberation-opinion"  # 审议意见
    INQUIRY_ITEM = "inquiry-item"  # 专题询问意见
    SUGGESTION = "suggestion"  # 意见建议


@attrs.frozen(kw_only=True, field_transformer=typed)
class Matter(Boundary):
    """An opinion, inquiry item or suggestion put to a body (审议意见、询问事项、意见建议).

    Example:
        >>> matter = Matter(
        ...     id="S-1", kind="suggestion", issuer="D-17", addressee="O-3", raised="2016-02-24",
        ...     assigned="2016-03-10", hard=False,
        ... )
        >>> matter.assigned
        datetime.date(2016, 3, 10)

    Attributes:
        id: id of the matter.
        kind: kind of matter, such as a value of `MatterKind`; None: not known.
        issuer: id of who raised it: a deputy, or the body whose opinion it is.
        addressee: id of the body that is to answer; None: not known.
        division: code of the place of the congress, 2 to 12 digits.
        item: id of the agenda item it came out of.
        field: what it is about, in the words of whoever keeps the record.
        raised: the day it was raised (提出); None: not known.
        assigned: the day it was assigned to the body (交办); None: not known.
        hard: whether it is wide or hard to deal with (涉及面广、处理难度大); None: not known.
        problems: the problems it names.
    """

    id: str
    kind: str | None = None
    issuer: str | None = None
    addressee: str | None = None
    division: str | None = None
    item: str | None = None
    field: str | None = None
    raised: Day | None = attrs.field(default=None, converter=as_day)
    assigned: Day | None = attrs.field(default=None, converter=as_day)
    hard: bool | None = None
    problems: tuple[str, ...] = attrs.field(default=(), converter=as_words)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Handling(Boundary):
    """Something done about a matter on a day (办理): a reply, a follow-up, its closure.

    Example:
        >>> Handling(matter="S-1", step="reply", on="2016-05-20", by="O-3", answer="A").step
        'reply'

    Attributes:
        matter: id of the matter; None: not known.
        step: "reply" (答复), "follow-up" (跟踪监督), "closed" (办结、销号) or "reopened"
            (重新办理); None: not known.
        on: the day; None: some day, not known which.
        by: id of the body that did it; None: not known.
        answer: class of a reply as people use it, such as "A"; kept as declared.
        satisfaction: what those who raised it say of a reply; kept as declared.
    """

    matter: str | None
    step: str | None
    on: Day | None = attrs.field(default=None, converter=as_day)
    by: str | None = None
    answer: str | None = None
    satisfaction: str | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class AgendaItem(Boundary):
    """An item of a year's oversight plan (监督计划), by the form it takes.

    Example:
        >>> AgendaItem(id="A-1", form="special-inquiry", year=2016, subject="vegetables").on is None
        True

    Attributes:
        id: id of the item.
        form: "report" (听取和审议报告), "special-inquiry" (专题询问), "field-study" (调研) or
            "inspection" (执法检查); None: not known.
        year: calendar year of the plan; None: not known.
        division: code of the place of the committee, 2 to 12 digits.
        subject: what it is about.
        on: the day it was carried out, or is to be; None: not known.
    """

    id: str
    form: str | None = None
    year: int | None = None
    division: str | None = None
    subject: str | None = None
    on: Day | None = attrs.field(default=None, converter=as_day)
