"""Strategies of rulebooks: criteria as random trees over surveys and members, dated parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, zip_longest
from typing import Any, get_args

import attrs
from hypothesis import strategies as st

from fupin.amounts import Comparison
from fupin.policy import Node, Rulebook
from fupin.policy.fields import ITEM_FLAGS, RECORDS, Judged, Unit
from fupin.testing.alphabet import ON

Raw = dict[str, Any]

DRAWN = "drawn"
"""The id of the criterion of a drawn book."""

_DEEPEST = 4
_MOST = 12
_SOURCE: Raw = {"source": "made-up", "checked": "unverified"}
_EDGES = (
    dt.date(2014, 1, 1), dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2016, 6, 1), ON,
    dt.date(2016, 12, 31), dt.date(2017, 1, 1),
)  # fmt: skip


@attrs.frozen
class _Asked:
    """What trees over one unit ask.

    Attributes:
        flags: fields of yes or no.
        numbers: fields that are compared: the numbers at their edges, and the parameter in their
            unit.
        days: fields that say on which day a parameter is taken.
        within: the parameter that lists divisions; None: the unit has no division.
        bases: by number, the amounts that it may be a share of.
        populations: whom a criterion may be about.
    """

    flags: Sequence[str]
    numbers: Mapping[str, tuple[Sequence[str], str]]
    days: Sequence[str] = ()
    within: str | None = "area"
    bases: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    populations: Sequence[str | None] = (None,)


_YUAN = (("0", "2855", "2952", "2952.01", "2952.005"), "line")
_COUNTS = (("-1", "0", "1", "2", "2.5"), "number")
_SHARES = (("0", "0.02", "0.025", "0.1"), "share")
_MONEY = (("0", "420", "50000", "50000.005"), "line")
_RATES = (("0", "0.0435", "0.0475"), "share")
_YEARS = (("0", "1", "2", "3"), "years")

_ASKED: Mapping[Unit, _Asked] = {
    "household": _Asked(
        ("water", "housing", "education"),
        {"net_income_per_head": _YUAN, "disposable_income_per_head": _YUAN,
         "school_age_children": _COUNTS},
        ("income_until", "on"),
        populations=(None, "in_need", "exited", "registered", "ordinary", "all"),
    ),
    "village": _Asked(("clinic", "network"), {"incidence": _SHARES, "poor_persons": _COUNTS},
                      ("on",)),
    "county": _Asked(("township_schools",), {"incidence": _SHARES}, ("on",)),
    "person": _Asked(
        ("at_school", "insured"),
        {"age": (("0", "6", "15.5", "60", "300"), "number")}, within=None,
    ),
    "item": _Asked(ITEM_FLAGS, {}, within=None),
    "treatment": _Asked(
        ("inpatient", "in_county", "recovery"),
        {"own_payment": _MONEY, "total_cost": _MONEY, "in_policy_cost": _MONEY}, ("on",),
        bases={"own_payment": ("total_cost", "in_policy_cost")},
        populations=(None, "registered"),
    ),
    "contribution": _Asked(
        ("registered",), {"by_budget": _MONEY, "year": _COUNTS}, ("on",),
        bases={"by_budget": ("contribution",)}, populations=(None, "registered"),
    ),
    "loan": _Asked(
        ("production", "collateral", "guarantee"),
        {"principal": _MONEY, "interest_rate": _RATES, "term": _YEARS}, ("on", "due"),
        populations=(None, "production"),
    ),
}  # fmt: skip
_OWN: Mapping[Unit, _Asked] = {
    "household": _Asked(("kitchen",), {"rooms": _COUNTS, "debt": _YUAN}),
    "person": _Asked(("married",), {"grade": _COUNTS, "pension": _YUAN}),
}


_PARAMETERS = ("line", "number", "share", "area", "years")


@st.composite
def rulebooks(
    draw: st.DrawFn, *, unit: Judged = "household", own: bool = False, most: int = _MOST
) -> Rulebook:
    """Rulebooks (规则书) of one criterion, called "drawn", with what its tree refers to.

    Its parameters have gaps and values that nobody knows; it may ask about members, and for fresh
    evidence; and it may have another reading, called "other".

    Example:
        >>> from hypothesis import given
        >>> import fupin as fp
        >>> @given(rulebooks())
        ... def test_a_book_travels_as_json(book):
        ...     assert fp.Rulebook.model_validate_json(book.model_dump_json()) == book
        >>> test_a_book_travels_as_json()

    Args:
        unit: what is judged: "household", "village", "county" or a kind of record.
        own: let it ask fields that only a table of one's own has: kitchen, rooms and debt of a
            household; married, grade and pension of a person.
        most: the most leaves that its tree has.
    """
    facts = draw(_facts(own)) if unit == "household" else []
    tree = draw(_trees(_with_facts(_asked(unit, own), facts), most))
    criterion: Raw = {
        "id": DRAWN, "zh": "虚构标准", "en": "made-up criterion", "unit": unit, "tree": tree,
        **_SOURCE,
    }  # fmt: skip
    if unit not in RECORDS and (months := draw(st.sampled_from((None, None, 1, 12)))):
        criterion["fresh_for"] = {"months": months}
    if population := draw(st.sampled_from(_ASKED[unit].populations)):
        criterion["population"] = population
    if compared := [leaf["id"] for leaf in _leaves(tree) if "compare" in leaf]:
        changed = st.dictionaries(
            st.sampled_from(compared), st.sampled_from(get_args(Comparison)), min_size=1
        )
        criterion["yardsticks"] = [
            {"id": "other", "zh": "另一口径", "en": "another reading", "comparisons": draw(changed)}
        ]
    return Rulebook.model_validate(
        {
            "id": "made-up", "zh": "虚构", "en": "made up", "life": {"since": "2010-01-01"},
            "sources": {"made-up": {"title": "虚构", "issuer": "虚构"}},
            "parameters": [draw(_parameters(name)) for name in _PARAMETERS],
            "fields": _own_fields() if own else [], "facts": facts, "criteria": [criterion],
        }
    )  # fmt: skip


def trees(*, unit: Unit = "household", most: int = _MOST) -> st.SearchStrategy[Node]:
    """Criterion trees (标准树) over what was seen of a unit, each node with a name of its own.

    Their parameters are those of `rulebooks`.

    Args:
        unit: what they ask about: "household", "village", "county", "person" or a record.
        most: the most leaves that one has.
    """
    return _trees(_ASKED[unit], most).map(Node.model_validate)


def _asked(unit: Unit, own: bool) -> _Asked:
    asked, more = _ASKED[unit], _OWN.get(unit) if own else None
    if more is None:
        return asked
    return attrs.evolve(
        asked, flags=(*asked.flags, *more.flags), numbers={**asked.numbers, **more.numbers}
    )


def _with_facts(asked: _Asked, facts: Sequence[Raw]) -> _Asked:
    """The same, with what members say."""
    flags = tuple(fact["id"] for fact in facts if fact["fold"] in ("every", "some"))
    numbers = {
        fact["id"]: _YUAN if fact.get("of") == "pension" else _COUNTS
        for fact in facts if fact["fold"] in ("count", "sum")
    }  # fmt: skip
    return attrs.evolve(asked, flags=(*asked.flags, *flags), numbers={**asked.numbers, **numbers})


def _own_fields() -> list[Raw]:
    kinds = {"kitchen": "flag", "rooms": "count", "debt": "yuan",
             "married": "flag", "grade": "count", "pension": "yuan"}  # fmt: skip
    return [
        {"name": name, "unit": unit, "kind": kinds[name], "zh": name, "en": name}
        for unit, asked in _OWN.items() for name in (*asked.flags, *asked.numbers)
    ]  # fmt: skip


@st.composite
def _facts(draw: st.DrawFn, own: bool) -> list[Raw]:
    facts = []
    for number in range(draw(st.integers(0, 2))):
        name = f"fact_{number}"
        over: Unit = draw(st.sampled_from(("person", "person", "item")))
        asked = _asked(over, own)
        folds = ("every", "some", "count", *(("sum",) if own and over == "person" else ()))
        fact: Raw = {
            "id": name, "zh": name, "en": name, "over": over, **_SOURCE,
            "fold": draw(st.sampled_from(folds)),
        }  # fmt: skip
        if fact["fold"] == "sum":
            fact["of"] = draw(st.sampled_from(("grade", "pension")))
        else:
            fact["holds"] = draw(_trees(asked, 3))
        if draw(st.booleans()):
            fact["where"] = draw(_trees(asked, 2))
        facts.append(fact)
    return facts


@st.composite
def _trees(draw: st.DrawFn, asked: _Asked, most: int) -> Raw:
    """Trees of so many leaves at most, each node with a name of its own."""
    numbers = count(1)

    def named(**form: Any) -> Raw:
        name = f"n{next(numbers)}"
        return {"id": name, "zh": name, "en": name, **form}

    def part(leaves: int, deep: int, *, may_apply: bool) -> Raw:
        if may_apply and leaves > 1 and deep < _DEEPEST and draw(st.integers(0, 3)) == 0:
            taken = draw(st.integers(1, leaves - 1))
            condition = part(taken, deep + 1, may_apply=False)
            return part(leaves - taken, deep, may_apply=False) | {"applies_when": condition}
        if deep < _DEEPEST and draw(st.integers(0, 5)) == 0:
            return named(**{"not": part(leaves, deep + 1, may_apply=False)})
        return named(**draw(_asks(asked))) if leaves == 1 else group(leaves, deep)

    def group(leaves: int, deep: int) -> Raw:
        form = draw(st.sampled_from(("all", "all", "any", "of")))
        sizes: list[int] = []
        while left := leaves - sum(sizes):
            sizes.append(1 if deep >= _DEEPEST else draw(st.integers(1, left)))
        parts = [part(size, deep + 1, may_apply=form == "all") for size in sizes]
        least = {"least": draw(st.integers(1, len(parts)))} if form == "of" else {}
        return named(**{form: parts}, **least)

    return part(draw(st.integers(1, most)), 1, may_apply=True)


@st.composite
def _asks(draw: st.DrawFn, asked: _Asked) -> Raw:
    """What a leaf asks."""
    compares = ("compare", "compare") if asked.numbers else ()
    forms = ("flag", *compares, *(("within",) if asked.within else ()))
    form = draw(st.sampled_from(forms))
    if form == "flag":
        return {"flag": draw(st.sampled_from(asked.flags))}
    if form == "within":
        return {"within": asked.within}
    field = draw(st.sampled_from(sorted(asked.numbers)))
    values, parameter = asked.numbers[field]
    leaf = {"compare": field, "is": draw(st.sampled_from(get_args(Comparison)))}
    if field in asked.bases and draw(st.booleans()):
        leaf["share_of"] = draw(st.sampled_from(asked.bases[field]))
        values, parameter = _SHARES
    if draw(st.booleans()):
        return {**leaf, "value": draw(st.sampled_from(values))}
    at = draw(st.none() | st.sampled_from(asked.days)) if asked.days else None
    return {**leaf, "parameter": parameter, **({"at": at} if at else {})}


@st.composite
def _parameters(draw: st.DrawFn, name: str) -> Raw:
    """A parameter that changes on a few days, with gaps and values that nobody knows."""
    units = {"line": "yuan per person per year", "number": "a number", "share": "share",
             "area": "divisions", "years": "years"}  # fmt: skip
    numbers = {"line": _YUAN[0], "number": _COUNTS[0], "share": _SHARES[0], "years": _YEARS[0]}
    said: Raw = {"id": name, "zh": name, "en": name, "unit": units[name]}
    begun = {_EDGES[0]} if draw(st.integers(0, 7)) else set()
    days = sorted(begun | draw(st.sets(st.sampled_from(_EDGES), max_size=3)))
    values = []
    for since, until in zip_longest(days, days[1:]):
        seldom = draw(st.integers(0, 23))
        if seldom == 0:
            continue
        value: Raw = {"since": since, "until": until, **_SOURCE}
        if seldom > 1:
            areas = st.sampled_from((["51"], ["5108", "510824"], ["510811"], ["52"]))
            given = "codes" if name == "area" else "number"
            value[given] = draw(areas if name == "area" else st.sampled_from(numbers[name]))
        values.append(value)
    return {**said, "values": values}


def _leaves(tree: Raw) -> Iterator[Raw]:
    parts = [tree.get("applies_when"), tree.get("not")]
    parts += [part for form in ("all", "any", "of") for part in tree.get(form, ())]
    given = [part for part in parts if part is not None]
    yield from (leaf for part in given for leaf in _leaves(part))
    if not given or given == [tree.get("applies_when")]:
        yield tree
