"""Registries and questions of the chain of exits: places whose incidence lies about the lines."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
from hypothesis import strategies as st

import fupin as fp
from fupin.testing import ON, county_surveys, incomes, memberships, persons, village_surveys

Drawn = dict[str, list[Any]]

VILLAGES = (
    "510824102201", "510824102202", "510811101201",  # Sichuan
    "520102001201", "420102001201", "441900003001",  # the west, elsewhere, a city without counties
)  # fmt: skip
ABOVE = ("510824102", "510824", "420102", "5108", "441900", "51x8", None)
PLACES = (*VILLAGES, *VILLAGES[:3] * 3, *VILLAGES, *ABOVE)
TOLD = (*VILLAGES, "510824102", "510824", "510811", "520102", "420102", "441900", "5108", "51x8")

_FLAGS = ("income_steady", "food", "clothing", "medical", "housing", "water", "power", "broadcast")
GOOD: dict[str, Any] = {
    "on": ON, "income_until": dt.date(2015, 12, 31), "net_income_per_head": "2856",
    "school_age_children": 0, **dict.fromkeys(_FLAGS, True),
}  # fmt: skip
_SEEN: tuple[tuple[dict[str, Any], ...], ...] = (
    ({},), ({},), ({"housing": False},), ({"housing": False},), ({"water": None},),
    ({"net_income_per_head": "2855"},), ({"net_income_per_head": None},), (),
    ({"on": ON + dt.timedelta(1), "housing": False},), ({"medical": None}, {"on": "2016-01-01"}),
    ({"housing": False}, {}), ({"on": None},),
)  # fmt: skip
"""What surveys of one household say beside the good."""

_REGISTERED = ("registered", "2014-04-01")
_EVENTS: tuple[tuple[tuple[str, str | int], ...], ...] = (
    *[(_REGISTERED,)] * 5, *[(_REGISTERED, ("exited", "2015-12-31"))] * 3,
    (_REGISTERED, ("exited", "2016-12-31")), (_REGISTERED, ("exited", "2016-09-09")),
    (("registered", 2016),), (("exited", "2015-12-31"),), (),
)  # fmt: skip
_STATUS = (*["in-need"] * 6, *["exited"] * 4, "ordinary", "thriving", None)
_SIZES = (*range(1, 6), *range(1, 6), *range(1, 4), None, 0)
_PERSONS = (20, 50, 100, 100, 133, 200, 300, 1000, 2, 0, None)


@st.composite
def chains(draw: st.DrawFn, most: int = 24) -> Drawn:
    """Registries of many households in few places, with what the places are judged by."""
    events = draw(st.integers(0, 2)) > 0
    drawn: Drawn = {
        "households": [
            draw(_households(f"H-{n}", events=events)) for n in range(draw(st.integers(0, most)))
        ],
        "unregistered": [
            draw(_households(f"U-{n}", events=False)) for n in range(draw(st.integers(0, 6)))
        ],
        "persons": draw(st.lists(persons(), max_size=2)),
        "populations": [*draw(_populations()), *draw(st.lists(_population(TOLD), max_size=4))],
        "villages": draw(st.lists(_villages(), max_size=6)),
        "village_surveys": draw(st.lists(_surveyed(village_surveys(), VILLAGES), max_size=8)),
        "county_surveys": draw(st.lists(_surveyed(county_surveys(), TOLD[7:12]), max_size=5)),
    }
    if draw(st.booleans()) and drawn["households"]:  # one stands in both tables, and twice
        one = draw(st.sampled_from(drawn["households"]))
        drawn["unregistered"].append(attrs.evolve(one, events=(), registration=None))
        drawn["households"].append(attrs.evolve(one, division=draw(st.sampled_from(PLACES))))
    every = [*drawn["households"], *drawn["unregistered"]]
    drawn["surveys"] = [
        fp.Survey(household=household.id, **{**GOOD, **said})
        for household in every
        for said in draw(st.sampled_from(_SEEN))
    ]
    if draw(st.integers(0, 3)) == 0:
        names = st.sampled_from([household.id for household in every] or ["H-1"])
        by_parts = st.builds(lambda i, n: attrs.evolve(i, household=n), incomes(), names)
        drawn["incomes"] = draw(st.lists(by_parts, min_size=1, max_size=6))
    for name in ("unregistered", "populations", "villages", "village_surveys", "county_surveys"):
        if draw(st.integers(0, 7)) == 0:
            del drawn[name]
    return drawn


@st.composite
def _households(draw: st.DrawFn, name: str, *, events: bool) -> fp.Household:
    told = draw(st.sampled_from(_EVENTS)) if events else ()
    return fp.Household(
        id=name,
        division=draw(st.sampled_from(PLACES)),
        size=draw(st.sampled_from(_SIZES)),
        registration=None if events or name.startswith("U") else draw(st.sampled_from(_STATUS)),
        events=[
            fp.Event(event=word, year=at) if isinstance(at, int) else fp.Event(event=word, on=at)
            for word, at in told
        ],
        members=draw(st.lists(memberships(), max_size=3)) if draw(st.integers(0, 7)) == 0 else (),
    )


def _populations() -> st.SearchStrategy[list[fp.RuralPopulation]]:
    """What is said of each place that is told of, but a few."""
    each = st.tuples(*(_population((place,)) for place in TOLD))
    return st.builds(lambda told, n: [*told[:n], *told[n + 2 :]], each, st.integers(0, len(TOLD)))


def _population(places: tuple[str, ...]) -> st.SearchStrategy[fp.RuralPopulation]:
    years = st.sampled_from((2016, 2016, 2016, 2016, 2015, 2014, 2017, None))
    return st.builds(
        fp.RuralPopulation, division=st.sampled_from(places), year=years,
        persons=st.sampled_from(_PERSONS),
    )  # fmt: skip


def _villages() -> st.SearchStrategy[fp.Village]:
    places = st.sampled_from((*VILLAGES, "510824102", "441900", "51x8"))
    return st.builds(fp.Village, division=places, poor=st.sampled_from((True, True, False, None)))


def _surveyed(of: st.SearchStrategy[Any], places: Any) -> st.SearchStrategy[Any]:
    """Surveys of places in which all is as it should be, or all but one thing."""

    def good(seen: Any, place: str, on: Any, lacks: int) -> Any:
        flags = [f.name for f in attrs.fields(type(seen)) if f.name not in _NUMBERS]
        kept = {name: True for n, name in enumerate(flags) if n != lacks}
        return attrs.evolve(seen, division=place, on=on, **kept)

    days = st.sampled_from((ON, ON, ON, dt.date(2016, 1, 1), ON + dt.timedelta(1), None))
    return st.builds(good, of, st.sampled_from(places), days, st.integers(0, 12))


_NUMBERS = ("division", "on", "poor_persons", "poor_persons_most", "rural_population")
