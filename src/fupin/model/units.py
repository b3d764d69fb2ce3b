"""Units (对象): places and people, and those who help: a helper is one mandate or post.

One person may hold two posts; `person` tells. What an object says on a day, `period` answers.
"""

from __future__ import annotations

from typing import Literal

import attrs

from fupin.boundary import Boundary, Day
from fupin.model.dated import Dated
from fupin.model.fields import as_day, as_words, typed


@attrs.frozen(kw_only=True, field_transformer=typed)
class Person(Boundary):
    """A person (人员), known by an id alone.

    Example:
        >>> Person(id="P-1", born="2009-02-28").born
        datetime.date(2009, 2, 28)

    Attributes:
        id: id of the person; never a name or a number of identity.
        born: day of birth.
        at_school: whether the person is at school (在校).
        insured: whether the person has basic medical insurance (参加基本医疗保险).
    """

    id: str
    born: Day | None = attrs.field(default=None, converter=as_day)
    at_school: bool | None = None
    insured: bool | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class Village(Boundary):
    """A village (村), perhaps a poor one (贫困村).

    Example:
        >>> Village(division="510824001001", poor=True, tags=["革命老区"]).tags
        ('革命老区',)

    Attributes:
        division: code of the village, 12 digits.
        poor: whether it is a poor village; None: not known.
        tags: names of areas it belongs to, such as contiguous poor area (连片贫困地区).
    """

    division: str
    poor: bool | None = None
    tags: tuple[str, ...] = attrs.field(default=(), converter=as_words)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Voter(Boundary):
    """A voter (选民) whom a deputy contacts, known by an id alone.

    Example:
        >>> Voter(id="V-1", division="510824").division
        '510824'

    Attributes:
        id: id of the voter.
        division: code of where the voter lives, 2 to 12 digits.
    """

    id: str
    division: str | None = None


@attrs.frozen(kw_only=True, field_transformer=typed)
class Deputy(Dated):
    """A mandate in a people's congress (人大代表), at one of five levels.

    Example:
        >>> deputy = Deputy(id="D-17", level="city", division="5108", since="2011-12-01")
        >>> deputy.post, str(deputy.period)
        ('deputy', '2011-12-01..')

    Attributes:
        id: id of the mandate.
        level: "nation", "province", "city", "county" or "township".
        division: code of the constituency or place of the mandate, 2 to 12 digits.
        person: id of the person who holds it.
        since: first day in office; None: not known.
        until: first day no longer in office; None: still in office.
        post: always "deputy".
    """

    id: str
    level: str | None = None
    division: str | None = None
    person: str | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    post: Literal["deputy"] = attrs.field(default="deputy", repr=False)


@attrs.frozen(kw_only=True, field_transformer=typed)
class StandingCommitteeMember(Dated):
    """A member of a standing committee (常委会组成人员), its chair and secretary-general too.

    Example:
        >>> StandingCommitteeMember(id="M-1", service="full-time", division="5108").post
        'member'

    Attributes:
        id: id of the office held.
        service: "full-time" (驻会) or "part-time" (非驻会).
        division: code of the division of the congress, 2 to 12 digits.
        person: id of the person who holds it.
        since: first day in office; None: not known.
        until: first day no longer in office; None: still in office.
        post: always "member".
    """

    id: str
    service: str | None = None
    division: str | None = None
    person: str | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    post: Literal["member"] = attrs.field(default="member", repr=False)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Cadre(Dated):
    """A cadre paired with households (结对帮扶干部).

    Example:
        >>> Cadre(id="C-1", office="O-1", division="510824").post
        'cadre'

    Attributes:
        id: id of the post.
        division: code of the division of the post, 2 to 12 digits.
        office: id of the office the cadre belongs to.
        person: id of the person who holds it.
        since: first day in the post; None: not known.
        until: first day no longer in it; None: still in it.
        post: always "cadre".
    """

    id: str
    division: str | None = None
    office: str | None = None
    person: str | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    post: Literal["cadre"] = attrs.field(default="cadre", repr=False)


@attrs.frozen(kw_only=True, field_transformer=typed)
class MedicalStaff(Dated):
    """Medical staff paired with households of patients (结对医务人员).

    Example:
        >>> MedicalStaff(id="S-1", division="510811").post
        'medical'

    Attributes:
        id: id of the post.
        division: code of the division of the post, 2 to 12 digits.
        person: id of the person who holds it.
        since: first day in the post; None: not known.
        until: first day no longer in it; None: still in it.
        post: always "medical".
    """

    id: str
    division: str | None = None
    person: str | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    post: Literal["medical"] = attrs.field(default="medical", repr=False)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Office(Dated):
    """An office with designated assistance to villages (定点帮扶单位).

    Example:
        >>> Office(id="O-1", division="5108").post
        'office'

    Attributes:
        id: id of the office.
        division: code of the division of the office, 2 to 12 digits.
        since: first day it gives assistance; None: not known.
        until: first day it no longer does; None: it still does.
        post: always "office".
    """

    id: str
    division: str | None = None
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    post: Literal["office"] = attrs.field(default="office", repr=False)


Helper = Deputy | StandingCommitteeMember | Cadre | MedicalStaff | Office
"""Whoever helps (帮扶责任人)."""
