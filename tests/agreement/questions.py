"""The questions that every engine and the oracle are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import attrs
from hypothesis import strategies as st

import fupin as fp
from fupin.coverage import Condition, Inspected, Planned, Posted
from fupin.dates import Period
from fupin.testing import ON
from tests.agreement.answers import rows_of, sums_of
from tests.oracles import Sums
from tests.oracles.deliveries import deliveries
from tests.oracles.helpers import Drawn, duties, quotas
from tests.oracles.households import households, tells
from tests.oracles.matters import matters
from tests.oracles.places import agenda, places
from tests.oracles.plans import plans
from tests.oracles.schemes import schemes

GUANGYUAN = fp.policy.load("guangyuan-2016")
STRICT = fp.policy.load(Path(__file__).parent / "strict.toml")
LAWS = tuple(fp.policy.load(name) for name in ("cn-deputies-2015", "cn-supervision"))
CHANGING = tuple(
    fp.policy.load(Path(__file__).parent / f"{n}.toml") for n in ("old", "new", "city")
)

Answer = tuple[Sums, list[Any]]


@attrs.frozen
class Question:
    """One question, put to the library and to the oracle.

    What is asked of a registry may name columns to group by, beside its own.
    """

    name: str
    ask: Callable[..., fp.Table]
    expect: Callable[[Drawn], Answer]
    left_out: tuple[str, ...] = ()
    may_ask: Callable[[Drawn], bool] = lambda _: True

    def __str__(self) -> str:
        return self.name

    @property
    def calculator(self) -> str:
        """Who is asked: the first word of the name."""
        return self.name.split()[0]

    def told(self, result: fp.Table) -> Answer:
        """A result in the oracle's form."""
        if not isinstance(result, fp.Coverage):
            return sums_of(result), []
        return sums_of(result), rows_of(result.missing(), self.left_out)


def _households(name: str, **asked: Any) -> Question:
    asked = {"on": ON, "kinds": ["deputy-household"], "by": (), **asked}
    population = asked.get("population", "in_need")
    return Question(
        name,
        lambda registry, *by: fp.coverage.households(
            registry, **{**asked, "by": (*asked["by"], *by)}
        ),
        lambda drawn: households(drawn, **asked),
        ("household", "outcome"),
        lambda drawn: tells(drawn, population),
    )


def _quotas(name: str, book: fp.Rulebook = GUANGYUAN, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    return Question(
        name,
        lambda registry, *by: fp.coverage.quotas(
            registry, book, **{**asked, "by": (*asked["by"], *by)}
        ),
        lambda drawn: quotas(drawn, book, parties=_homes(drawn), **asked),
        ("rule", "helper", "outcome"),
    )


def _homes(drawn: Drawn) -> dict[str, str | None]:
    """Where households are; of one that stands in several places it is not known."""
    seen: dict[str, set[str | None]] = {}
    for household in drawn["households"]:
        seen.setdefault(household.id, set()).add(household.division)
    return {name: places.pop() if len(places) == 1 else None for name, places in seen.items()}


def _duties(name: str, book: fp.Rulebook = GUANGYUAN, *, on: Any = ON, **asked: Any) -> Question:
    by, duty = asked.get("by", ()), asked.get("duty")
    return Question(
        name,
        lambda registry, *also: fp.coverage.duties(
            registry, book, on=on, by=(*by, *also), duty=duty
        ),
        lambda drawn: duties(drawn, book, on=on, by=by, duty_id=duty),
        ("rule", "helper", "party", "outcome"),
    )


def _plans(name: str, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    return Question(
        name,
        lambda registry, *by: fp.coverage.plans(registry, **{**asked, "by": (*asked["by"], *by)}),
        lambda drawn: plans(drawn, **asked),
        ("plan", "kind", "item", "unit", "outcome"),
        lambda drawn: any(plan.items for plan in (*drawn["plans"], *drawn["schemes"])),
    )


def _deliveries(name: str, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    return Question(
        name,
        lambda registry, *by: fp.coverage.deliveries(
            registry, **{**asked, "by": (*asked["by"], *by)}
        ),
        lambda drawn: (deliveries(drawn, **asked), []),
    )


def _matters(name: str, books: Sequence[fp.Rulebook] = LAWS, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    return Question(
        name,
        lambda registry, *by: fp.coverage.matters(
            registry, books, **{**asked, "by": (*asked["by"], *by)}
        ),
        lambda drawn: matters(drawn, books, **asked),
        ("matter", "kind", "due", "due_latest", "status"),
    )


def _places(name: str, *what: Condition, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    return Question(
        name,
        lambda registry, *_: fp.coverage.places(registry, what, **asked),
        lambda drawn: places(drawn, what, **asked),
        ("what", "place", "outcome"),
        lambda drawn: "of" in asked or any(v.poor is not None for v in drawn["villages"]),
    )


def _schemes(name: str, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    return Question(
        name,
        lambda registry, *by: fp.coverage.schemes(registry, **{**asked, "by": (*asked["by"], *by)}),
        lambda drawn: schemes(drawn, **asked),
        ("household", "outcome"),
    )


def _agenda(name: str, **asked: Any) -> Question:
    asked = {"on": ON, "by": (), **asked}
    return Question(
        name,
        lambda registry, *by: fp.coverage.agenda(registry, **{**asked, "by": (*asked["by"], *by)}),
        lambda drawn: agenda(drawn, **asked),
        ("item", "outcome"),
    )


PLACES = ["510824102201", "510824102202", "510811101201", "510824102000", "510824000000"]
QUESTIONS = [
    _households("households in all"),
    _households("households by county", by=("county",)),
    _households("households by every level", by=("city", "county", "township", "village")),
    _households("households by cause", by=("cause",)),
    _households("households by county and cause", by=("county", "cause")),
    _households("households exited", population="exited", by=("township",)),
    _households("households registered", population="registered"),
    _households("households monitored", population="monitored"),
    _households("households ordinary and registered", population="all", by=("township",)),
    _households("households with two helpers", times=2, by=("city",)),
    _households("households of every kind", kinds=["deputy-household", "cadre-household"]),
    _households("households visited in the year", met=fp.Period.year(2016), by=("county",)),
    _households("households a day before", on=ON.replace(day=8), by=("county",)),
    _quotas("quotas"),
    _quotas("quotas by level", by=("level",)),
    _quotas("quotas by place", by=("city", "county")),
    _quotas("quotas by place and level", by=("county", "level"), rule="deputy-households"),
    _quotas(
        "quotas by yardstick", by=("level",), rule="deputy-households", yardstick="at-least-one"
    ),
    _quotas("quotas of own division", STRICT, by=("level",)),
    _duties("duties"),
    _duties("duties at the end of the year", on=ON.replace(month=12, day=31), by=("county",)),
    _deliveries("deliveries by kind and county", by=("county", "kind")),
    _deliveries("deliveries by place and item", by=("city", "township", "item")),
    _deliveries(
        "deliveries by giver and year", by=("giver", "year"), window=Period("2014-07-01", ON)
    ),
    _deliveries("deliveries by quarter", by=("quarter",), window=Period("2015-02-10", ON)),
    _deliveries("deliveries by month", by=("month", "kind"), window=Period.year(2016)),
    _plans("plans in all"),
    _plans("plans by place and kind", by=("county", "village", "kind")),
    _duties("duties of a book of the city", STRICT, by=("service",)),
    _matters("matters by place", by=("city", "county")),
    _matters("matters of laws that follow each other", CHANGING, by=("year", "addressee")),
    _matters("matters of a law taken as in force", LAWS[:1], assume={"in_force": True}),
    _places(
        "places inspected",
        Inspected(1),
        Inspected(1, 2, level="city"),
        Inspected(assisting=True),
        Inspected(found="poverty-funds"),
        of="village",
        by=("county",),
    ),
    _places("places planned", Planned(), Inspected()),
    _places("places posted", Posted("work-team"), Posted("work-team", "technician"), of=PLACES),
    _places("places of townships", Posted("first-secretary"), of="township", by=("county",)),
    _schemes("schemes by county", by=("county",)),
    _agenda("agenda by form", by=("form",)),
    _agenda("agenda of a year", year=2016, by=("city",)),
]
CALCULATORS = list(dict.fromkeys(question.calculator for question in QUESTIONS))
READS = {
    "households": ("households", "links", "meetings"),
    "quotas": ("households", "helpers", "links", "exemptions"),
    "duties": ("helpers", "links", "exemptions", "meetings", "reports", "sessions"),
    "deliveries": ("acts",),
    "plans": ("acts", "plans", "schemes"),
    "matters": ("matters", "handlings"),
    "places": ("villages", "households", "inspections", "plans", "postings"),
    "schemes": ("households", "schemes"),
    "agenda": ("agenda",),
}
"""What a calculator reads; what else a registry holds is drawn where all tables are."""


def asked_of(calculator: str, drawn: Drawn) -> list[Question]:
    """The questions to a calculator that such tables can answer."""
    return [q for q in QUESTIONS if q.calculator == calculator and q.may_ask(drawn)]


LEVELS = ("city", "county", "township", "village")


@st.composite
def of_households(draw: st.DrawFn) -> Question:
    """A question about households, whatever may be asked of them."""
    kinds = st.lists(st.sampled_from(sorted(fp.Kind)), min_size=1, max_size=3, unique=True)
    asked: dict[str, Any] = {
        "on": ON + dt.timedelta(draw(st.integers(-400, 400))),
        "kinds": draw(kinds),
        "by": tuple(draw(st.lists(st.sampled_from((*LEVELS, "cause")), max_size=3, unique=True))),
        "population": draw(st.sampled_from(["in_need", "exited", "registered", "monitored"])),
        "times": draw(st.integers(1, 3)),
    }
    if draw(st.booleans()):
        asked["met"] = fp.Period.year(draw(st.integers(2014, 2017)))
    return _households("households drawn", **asked)


@st.composite
def of_helpers(draw: st.DrawFn) -> Question:
    """A question about quotas, under either book."""
    asked: dict[str, Any] = {
        "on": ON + dt.timedelta(draw(st.sampled_from([0, 1, 30]))),
        "by": tuple(draw(st.lists(st.sampled_from((*LEVELS, "level")), max_size=3, unique=True))),
    }
    return _quotas("quotas drawn", draw(st.sampled_from([GUANGYUAN, STRICT])), **asked)
