"""Strategies of the records of a registry: units, links and what goes with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from fupin.model import (
    Cadre,
    Deputy,
    Event,
    Exemption,
    Household,
    Kind,
    Link,
    MedicalStaff,
    Meeting,
    Membership,
    Office,
    Person,
    Posting,
    Report,
    Session,
    StandingCommitteeMember,
    Step,
    Succession,
    Village,
    Voter,
)
from fupin.model.statuses import EVENTS, TRACKS, Monitoring, Registration
from fupin.model.vocabulary import LEVELS, POSTINGS, ROLES, SERVICES, WAYS
from fupin.testing.alphabet import ON, days, periods

T = TypeVar("T")
Strategy = st.SearchStrategy

PLACES = ("5108", "510811", "510824", "510824102", "510824102201", "510824102202", "510811101201")
"""Divisions of drawn records, from a city to its villages: few, so that records meet in them."""

_WRONG_PLACES = ("51x8", "5108001", "510800102", "000000000000", "441900")


def events(*, faulty: bool = True) -> Strategy[Event]:
    """Events of a household (农户事件), dated or known by year; faulty ones by neither."""
    word = st.sampled_from(sorted(EVENTS))
    dated = st.builds(Event, event=word, on=days())
    yearly = st.builds(Event, event=word, year=st.integers(2014, 2018))
    if not faulty:
        return dated | yearly
    return dated | yearly | st.builds(Event, event=word | st.just("became rich"))


def memberships(*, faulty: bool = True) -> Strategy[Membership]:
    """A person's time in a household (家庭成员)."""
    return _with_period(Membership, faulty, person=ids_of("P"))


@st.composite
def households(
    draw: st.DrawFn, *, ids: Strategy[str] | None = None, faulty: bool = True
) -> Household:
    """Households (农户) with histories and members; without faults, histories that can happen."""
    history = st.lists(events(), max_size=4) if faulty else _histories()
    seen = st.none() | st.sampled_from(sorted(Registration))
    return Household(
        id=draw(either(ids, "H")),
        division=draw(places(faulty)),
        size=draw(st.none() | st.integers(0 if faulty else 1, 6)),
        registration=draw(perhaps(seen, "thriving", faulty)),
        registration_on=draw(st.none() | days()),
        monitoring=draw(st.none() | st.sampled_from(sorted(Monitoring))),
        monitoring_on=draw(st.none() | days()),
        cause=draw(st.none() | st.sampled_from(["illness", "disability", "schooling"])),
        events=draw(history | st.just([])),
        members=draw(st.lists(memberships(faulty=faulty), max_size=3) | st.just([])),
    )


def unregistered(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Household]:
    """Households outside the register (未建档农户), with their members."""
    return st.builds(
        Household, id=either(ids, "U"), division=places(faulty),
        size=st.none() | st.integers(0 if faulty else 1, 6),
        members=st.lists(memberships(faulty=faulty), max_size=2) | st.just([]),
    )  # fmt: skip


def successions(*, faulty: bool = True) -> Strategy[Succession]:
    """Households split and merged (分户、合户)."""
    how = perhaps(st.sampled_from(sorted(WAYS)), "sold", faulty)
    on = st.none() | days()
    return st.builds(Succession, household=ids_of("H"), successor=ids_of("H"), on=on, how=how)


def persons(*, faulty: bool = True) -> Strategy[Person]:
    """Persons (人员), known by id; a faulty one may not be born yet."""
    born = seldom(st.none(), st.dates(dt.date(1920, 1, 1), ON + dt.timedelta(days=faulty)))
    said = seldom(st.none(), st.booleans())
    return st.builds(Person, id=ids_of("P"), born=born, at_school=said, insured=said)


def villages(*, faulty: bool = True) -> Strategy[Village]:
    """Villages (村), poor ones among them."""
    place = st.sampled_from([*PLACES[4:], *(_WRONG_PLACES if faulty else ())])
    return st.builds(Village, division=place, poor=st.none() | st.booleans())


def voters(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Voter]:
    """Voters (选民), known by id."""
    return st.builds(Voter, id=either(ids, "V"), division=places(faulty))


def deputies(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Deputy]:
    """Mandates of deputies (人大代表) at any level."""
    level = perhaps(st.sampled_from(sorted(LEVELS)), "continent", faulty)
    return _post(Deputy, either(ids, "D"), faulty, level=level)


def members(
    *, ids: Strategy[str] | None = None, faulty: bool = True
) -> Strategy[StandingCommitteeMember]:
    """Members of a standing committee (常委会组成人员)."""
    service = perhaps(st.sampled_from(sorted(SERVICES)), "retired", faulty)
    return _post(StandingCommitteeMember, either(ids, "M"), faulty, service=service)


def cadres(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Cadre]:
    """Cadres paired with households (结对帮扶干部)."""
    return _post(Cadre, either(ids, "C"), faulty, office=st.none() | ids_of("O"))


def medical_staff(
    *, ids: Strategy[str] | None = None, faulty: bool = True
) -> Strategy[MedicalStaff]:
    """Medical staff paired with households (结对医务人员)."""
    return _post(MedicalStaff, either(ids, "S"), faulty)


def offices(*, ids: Strategy[str] | None = None, faulty: bool = True) -> Strategy[Office]:
    """Offices with designated assistance (定点帮扶单位)."""
    return _with_period(Office, faulty, id=either(ids, "O"), division=places(faulty))


def links(kind: Kind | str | None = None, *, faulty: bool = True) -> Strategy[Link]:
    """Links (结对、联系) of one kind or of any; their ends are ids that `tables` gives too."""
    kinds = st.just(kind) if kind else perhaps(st.sampled_from(Kind), "friendship", faulty)
    return kinds.flatmap(lambda one: _link(one and str(one), faulty))


def postings(*, faulty: bool = True) -> Strategy[Posting]:
    """Persons posted to places (驻村派驻)."""
    post = perhaps(st.sampled_from(sorted(POSTINGS)), "guest", faulty)
    return _with_period(Posting, faulty, person=ids_of("P"), post=post, division=places(faulty))


def exemptions(*, faulty: bool = True) -> Strategy[Exemption]:
    """Quotas lifted or lowered (免除、减少), of the rules and duties of Guangyuan 2016."""
    rules = st.sampled_from(["deputy-households", "member-deputies", "member-meetings"])
    rule = perhaps(rules, "no-such-rule", faulty)
    quota = st.none() | st.integers(-1 if faulty else 0, 4)
    return _with_period(Exemption, faulty, helper=_helpers(faulty), rule=rule, quota=quota)


def meetings(*, faulty: bool = True) -> Strategy[Meeting]:
    """Days on which a helper met the other end of a link (走访、会见)."""
    on = st.none() | days() if faulty else days()
    met = links(Kind.MEMBER_DEPUTY, faulty=faulty) | links(faulty=faulty)
    return st.builds(
        lambda link, on: Meeting(kind=link.kind, helper=link.helper, party=link.party, on=on),
        met, on,
    )  # fmt: skip


def reports(*, faulty: bool = True) -> Strategy[Report]:
    """Reports handed in (书面报告)."""
    year = or_none(st.integers(2015, 2017), faulty)
    duty = st.none() | perhaps(st.just("member-report"), "no-such-duty", faulty)
    on = st.none() | days()
    return st.builds(Report, helper=_helpers(faulty), year=year, on=on, duty=duty)


def sessions(*, faulty: bool = True) -> Strategy[Session]:
    """Sessions of a committee on a duty (会议研究)."""
    duty = perhaps(st.just("committee-session"), "no-such-duty", faulty)
    year = or_none(st.integers(2015, 2017), faulty)
    place = or_none(st.sampled_from(["5108", "510800000000", "510824"]), faulty)
    return st.builds(Session, duty=duty, division=place, year=year, on=st.none() | days())


_STEPS = (
    "proposal", "verification", "consent", "public-notice", "announcement", "taken-off-count"
)  # fmt: skip


def steps(*, faulty: bool = True) -> Strategy[Step]:
    """Steps of households on their way out of poverty (贫困户退出程序)."""
    drawn = {
        "subject": or_none(ids_of("H"), faulty),
        "procedure": perhaps(st.just("household-exit"), "no-such-procedure", faulty),
        "step": perhaps(st.sampled_from(_STEPS), "no-such-step", faulty),
        "on": or_none(days(), faulty),
        "latest": or_none(days(), faulty) if faulty else st.none(),
        "credited": st.none() | st.integers(2015, 2017),
    }
    until = st.none() | st.integers(-1 if faulty else 1, 9)
    return st.builds(_ended, st.fixed_dictionaries(drawn), until)


def _ended(said: dict[str, Any], after: int | None) -> Step:
    on = said["on"]
    return Step(**said, until=None if None in (on, after) else on + dt.timedelta(after or 0))


_ENDS = {
    Kind.DEPUTY_HOUSEHOLD: ("D", "H"), Kind.CADRE_HOUSEHOLD: ("C", "H"),
    Kind.MEDICAL_HOUSEHOLD: ("S", "H"), Kind.MEMBER_DEPUTY: ("M", "D"),
    Kind.DEPUTY_VOTER: ("D", "V"), Kind.OFFICE_VILLAGE: ("O", "B"),
}  # fmt: skip


def _link(kind: str | None, faulty: bool) -> Strategy[Link]:
    helper, party = _ENDS.get(Kind(kind), ("D", "H")) if kind in set(Kind) else ("D", "H")
    return _with_period(
        Link, faulty, kind=st.just(kind), helper=or_none(ids_of(helper), faulty),
        party=or_none(ids_of(party), faulty), role=st.none() | st.sampled_from(sorted(ROLES)),
    )  # fmt: skip


def _post(
    make: Callable[..., T], ids: Strategy[str], faulty: bool, **more: Strategy[Any]
) -> Strategy[T]:
    person = st.none() | ids_of("P")
    return _with_period(make, faulty, id=ids, division=places(faulty), person=person, **more)


def _with_period(make: Callable[..., T], faulty: bool, /, **fields: Strategy[Any]) -> Strategy[T]:
    drawn = st.fixed_dictionaries(fields)
    return st.builds(
        lambda period, said: make(since=period.since, until=period.until, **said),
        periods(faulty=faulty), drawn,
    )  # fmt: skip


@st.composite
def _histories(draw: st.DrawFn) -> list[Event]:
    """Events of both tracks on days of their own, each possible where it stands."""
    told: list[Event] = []
    last: dict[str, str | None] = dict.fromkeys(TRACKS)
    for on in sorted(draw(st.sets(days(), max_size=5))):
        choices = [
            (name, event)
            for name, track in TRACKS.items()
            for event, after in track.follows.items()
            if last[name] in after
        ]
        name, event = draw(st.sampled_from(choices))
        told.append(Event(event=event, on=on))
        last[name] = event
    return told


def ids_of(prefix: str) -> Strategy[str]:
    """Ids of one kind of record: few, so that records meet."""
    return st.integers(1, 4).map(lambda n: f"{prefix}-{n}")


def either(ids: Strategy[str] | None, prefix: str) -> Strategy[str]:
    """Ids as asked for, or few of one kind."""
    return ids_of(prefix) if ids is None else ids


def _helpers(faulty: bool) -> Strategy[str | None]:
    return or_none(st.sampled_from("DMC").flatmap(ids_of), faulty)


def places(faulty: bool) -> Strategy[str | None]:
    """Codes of places, few, some of them wrong."""
    sound = st.none() | st.sampled_from(PLACES)
    return seldom(st.sampled_from(_WRONG_PLACES), sound) if faulty else sound


def or_none(of: Strategy[T], faulty: bool) -> Strategy[T | None]:
    """What is asked for, or nothing where it must be something."""
    return seldom(st.none(), of) if faulty else of


def perhaps(of: Strategy[T], wrong: T, faulty: bool) -> Strategy[T | None]:
    """Words of a list, or none of it."""
    return seldom(st.none() | st.just(wrong), of) if faulty else of


def seldom(fault: Strategy[Any], sound: Strategy[Any]) -> Strategy[Any]:
    """A fault in one of six: records that are all faults say nothing of one another."""
    return st.integers(0, 5).flatmap(lambda n: sound if n else fault)
