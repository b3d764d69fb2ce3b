"""Links (结对、联系) and what goes with them: postings, exemptions, meetings, reports, sessions.

A link without an end, or of an unreadable kind, is kept: it may be anybody's.
"""

from __future__ import annotations

from enum import StrEnum

import attrs

from fupin.boundary import Boundary, Day
from fupin.model.dated import Dated
from fupin.model.fields import as_day, typed


class Kind(StrEnum):
    """Kind of a link (联系类型), the helper first; a rulebook may define more.

    Example:
        >>> Kind("deputy-household") is Kind.DEPUTY_HOUSEHOLD
        True
    """

    DEPUTY_HOUSEHOLD = "deputy-household"  # 结对帮扶
    CADRE_HOUSEHOLD = "cadre-household"  # 结对帮扶
    MEDICAL_HOUSEHOLD = "medical-household"  # 结对帮扶
    MEMBER_DEPUTY = "member-deputy"  # 联系代表
    DEPUTY_VOTER = "deputy-voter"  # 联系选民
    OFFICE_VILLAGE = "office-village"  # 定点帮扶


KINDS = frozenset(kind.value for kind in Kind)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Link(Dated):
    """A helper tied to a household, deputy, voter or village (结对、联系).

    Example:
        >>> link = Link(kind="deputy-household", helper="D-17", party="H-1", since="2015-03-01")
        >>> link.holds("2015-02-28"), link.holds("2015-03-01")
        (<Outcome.UNMET: 'unmet'>, <Outcome.MET: 'met'>)

    Attributes:
        kind: kind of link, such as a value of `Kind`; None: not known.
        helper: id of the helper; None: not known.
        party: id of the other end; None: not known.
        role: "first", "second" or "joint" helper.
        since: first day in force; None: not known, and unknown on every day before `until`.
        until: first day no longer in force; None: still in force.
    """

    kind: str | None
    helper: str | None
    party: str | None
    role: str | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Posting(Dated):
    """A person posted to a place (驻村派驻), such as a first Party secretary (第一书记).

    Example:
        >>> Posting(
        ...     person="P-1", post="first-secretary", division="510824001001", since="2015-07-01"
        ... ).holds("2016-09-09")
        <Outcome.MET: 'met'>

    Attributes:
        person: id of the person; None: not known.
        post: "first-secretary" (第一书记), "work-team" (驻村工作队),
            "full-time-deputy-secretary" (专职副书记) or "technician" (技术人员).
        division: code of the place, 2 to 12 digits.
        since: first day of the posting; None: not known, and unknown on every day before `until`.
        until: first day no longer posted; None: still posted.
    """

    person: str | None
    post: str | None
    division: str | None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Exemption(Dated):
    """A helper's quota lifted or lowered for a time (免除、减少).

    Example:
        >>> Exemption(helper="D-17", rule="deputy-households", quota=1, since="2016-01-01").quota
        1

    Attributes:
        helper: id of the helper; None: not known.
        rule: id of the rule or duty; None: not known.
        quota: links still asked; None: the quota is lifted.
        since: first day in force; None: not known, and unknown on every day before `until`.
        until: first day no longer in force; None: still in force.
    """

    helper: str | None
    rule: str | None
    quota: int | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Meeting(Boundary):
    """A day on which a helper met the other end of a link (走访、会见).

    Example:
        >>> Meeting(kind="member-deputy", helper="M-1", party="D-9", on="2016-05-04").on
        datetime.date(2016, 5, 4)

    Attributes:
        kind: kind of the link, such as a value of `Kind`; None: not known.
        helper: id of the helper; None: not known.
        party: id of the other end; None: not known.
        on: the day; None: some day, not known which.
    """

    kind: str | None
    helper: str | None
    party: str | None
    on: Day | None = attrs.field(converter=as_day)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Report(Boundary):
    """A report handed in by a helper (书面报告).

    Example:
        >>> Report(helper="M-1", year=2016, on="2016-12-20").duty is None
        True

    Attributes:
        helper: id of the helper; None: not known.
        year: calendar year it reports on; None: not known.
        on: the day it was handed in; None: not known.
        duty: id of the duty; None: it counts for every report duty of the helper.
    """

    helper: str | None
    year: int | None
    on: Day | None = attrs.field(default=None, converter=as_day)
    duty: str | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class Session(Boundary):
    """A session of a committee on one of its duties (会议研究).

    Example:
        >>> Session(duty="committee-session", division="5108", year=2016, on="2016-11-08").year
        2016

    Attributes:
        duty: id of the duty; None: not known.
        division: code of the division of the committee, 2 to 12 digits.
        year: calendar year it counts for; None: not known.
        on: the day it was held; None: not known.
    """

    duty: str | None
    division: str | None = None
    year: int | None
    on: Day | None = attrs.field(default=None, converter=as_day)
