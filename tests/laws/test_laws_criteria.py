"""Laws of criteria: what is blamed, what is needed, and what learning more may change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import fupin as fp
from fupin.criteria.evidence import Evidence
from fupin.criteria.judging import Judging
from fupin.errors import NotInForceError, NoValueError
from fupin.findings import Judgement, json_schema
from fupin.policy import Node, Parameter, walk
from fupin.policy.fields import Judged
from fupin.testing import (
    DRAWN,
    ON,
    county_surveys,
    households,
    incomes,
    loans,
    outcomes,
    persons,
    rulebooks,
    surveys,
    treatments,
    trees,
    village_surveys,
)
from tests import draws
from tests.toml import as_toml

MET, UNMET, UNKNOWN = fp.Outcome
Answers = Mapping[str, fp.Outcome]
Known = dict[str, Any]

# --- Trees that ask each thing once -----------------------------------------------------------


@attrs.frozen
class Tree:
    """A tree over flags of its own, one a leaf."""

    root: Node
    book: fp.Rulebook

    @classmethod
    def of(cls, root: Node) -> Tree:
        """The same shape, each leaf asking a flag that no other asks."""
        raw = root.model_dump(mode="json", exclude_defaults=True)
        for number, leaf in enumerate(_leaves(raw)):
            for asked in set(leaf) - {"id", "zh", "en", "applies_when"}:
                del leaf[asked]
            leaf["flag"] = f"flag_{number}"
        fields = [
            {"name": leaf["flag"], "unit": "household", "kind": "flag", "zh": "某", "en": "some"}
            for leaf in _leaves(raw)
        ]
        grounds = {"source": "made-up", "checked": "unverified"}
        about = {"id": DRAWN, "zh": "某", "en": "some", "unit": "household", **grounds}
        book = fp.Rulebook.model_validate(
            {
                "id": "made-up", "zh": "虚构", "en": "made up", "life": {"since": "2010-01-01"},
                "sources": {"made-up": {"title": "虚构", "issuer": "虚构"}},
                "fields": fields, "criteria": [{**about, "tree": raw}],
            }
        )  # fmt: skip
        return cls(book.criterion(DRAWN).tree, book)

    def judged(self, answers: Answers) -> Judgement:
        """What it says, given what each leaf says."""
        told = {leaf.flag or "": _flag(answers[leaf.id]) for leaf in self.root.leaves()}
        criterion = self.book.criterion(DRAWN)
        fields = self.book.fields_of("household")
        return walk(self.root, Judging(self.book, criterion, fields, Evidence(told), ON))

    def outcome(self, answers: Answers) -> fp.Outcome:
        """Met, unmet or unknown."""
        return self.judged(answers).outcome


def _node(name: str, **form: Any) -> Node:
    return Node.model_validate({"id": name, "zh": "某", "en": "some", **form})


def _leaves(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The leaves of a tree as it is written."""
    parts = [raw[key] for key in ("applies_when", "not") if key in raw]
    parts += [part for key in ("all", "any", "of") for part in raw.get(key, ())]
    for part in parts:
        yield from _leaves(part)
    if not any(key in raw for key in ("all", "any", "of", "not")):
        yield raw


def _flag(outcome: fp.Outcome) -> bool | None:
    return None if outcome is UNKNOWN else outcome is MET


def completions(answers: Answers) -> Iterator[Answers]:
    """Every way in which what is unknown may turn out."""
    open_ = [name for name, outcome in answers.items() if outcome is UNKNOWN]
    for told in product((MET, UNMET), repeat=len(open_)):
        yield {**answers, **dict(zip(open_, told, strict=True))}


@st.composite
def answered(draw: st.DrawFn) -> tuple[Tree, dict[str, fp.Outcome]]:
    """A tree, and what each of its leaves says."""
    tree = Tree.of(draw(trees(most=6)))
    return tree, {leaf.id: draw(outcomes()) for leaf in tree.root.leaves()}


@draws(150)
@given(answered())
def test_a_tree_says_what_all_that_is_possible_agrees_on(drawn: tuple[Tree, Answers]) -> None:
    """Kleene's logic, against every way in which the unknown may turn out."""
    tree, answers = drawn
    possible = {tree.outcome(told) for told in completions(answers)}
    assert UNKNOWN not in possible
    assert tree.outcome(answers) is (possible.pop() if len(possible) == 1 else UNKNOWN)


@draws(150)
@given(answered())
def test_needed_are_the_unknown_leaves_that_could_still_change_the_answer(
    drawn: tuple[Tree, Answers],
) -> None:
    tree, answers = drawn
    needed = {leaf.id for leaf in tree.judged(answers).open()}
    swing = {
        name
        for name, outcome in answers.items()
        if outcome is UNKNOWN and any(
            tree.outcome({**told, name: MET}) is not tree.outcome({**told, name: UNMET})
            for told in completions(answers)
        )
    }  # fmt: skip
    assert needed == swing


@draws(150)
@given(answered())
def test_whoever_fails_is_told_why_and_nobody_else_is(drawn: tuple[Tree, Answers]) -> None:
    """Without the leaves that are blamed, nothing is unmet."""
    tree, answers = drawn
    judged = tree.judged(answers)
    blamed = [leaf.id for leaf in judged.blamed()]
    assert bool(blamed) is (judged.outcome is UNMET)
    assert len(blamed) == len(set(blamed))
    assert UNKNOWN not in {answers[name] for name in blamed}
    assert tree.outcome({**answers, **dict.fromkeys(blamed, UNKNOWN)}) is not UNMET


@draws(150)
@given(answered(), st.data())
def test_one_more_unmet_leaf_of_a_tree_without_negation_makes_nobody_exit(
    drawn: tuple[Tree, Answers], data: st.DataObject
) -> None:
    tree, answers = drawn
    nodes = list(tree.root.nodes())
    assume(not any(node.not_ or node.applies_when for node in nodes))
    lost = data.draw(st.sampled_from(sorted(answers)))
    order = [UNMET, UNKNOWN, MET]
    after = tree.outcome({**answers, lost: UNMET})
    assert order.index(after) <= order.index(tree.outcome(answers))


@draws(30)
@given(answered())
def test_one_more_unmet_criterion_beside_it_makes_nobody_exit(
    drawn: tuple[Tree, Answers],
) -> None:
    tree, answers = drawn
    beside = _node("beside", flag="beside")
    both = Tree.of(_node("both", all=[tree.root, beside]))
    assert both.outcome({**answers, "beside": UNMET}) is UNMET
    assert both.outcome({**answers, "beside": MET}) is tree.outcome(answers)


@draws(40)
@given(st.lists(answered(), min_size=1, max_size=2), st.booleans())
def test_a_negated_group_says_what_its_negated_parts_say(
    drawn: list[tuple[Tree, Answers]], every: bool
) -> None:
    """De Morgan: the outcome, and the leaves that are needed, and blamed."""
    parts = [_node(f"part-{n}", all=[_renamed(tree.root, n)]) for n, (tree, _) in enumerate(drawn)]
    answers = {f"{name}-{n}": o for n, (_, told) in enumerate(drawn) for name, o in told.items()}
    swapped = [_node(f"not-{n}", **{"not": part}) for n, part in enumerate(parts)]
    form, other = ("all", "any") if every else ("any", "all")
    one = _node("root", **{"not": _node("group", **{form: parts})})
    same = _node("root", **{other: swapped})
    first, second = (Tree.of(root).judged(answers) for root in (one, same))
    assert first.outcome is second.outcome
    assert [leaf.id for leaf in first.open()] == [leaf.id for leaf in second.open()]
    assert [leaf.id for leaf in first.blamed()] == [leaf.id for leaf in second.blamed()]


def _renamed(node: Node, number: int) -> Node:
    """The same tree with other ids."""
    deeper: dict[str, Any] = {
        form: tuple(_renamed(part, number) for part in getattr(node, form))
        for form in ("all", "any", "of")
    }
    for form in ("not_", "applies_when"):
        deeper[form] = (part := getattr(node, form)) and _renamed(part, number)
    return node.model_copy(update={"id": f"{node.id}-{number}", **deeper})


# --- Whole books, and whatever is known of a subject ---------------------------------------------

each = pytest.mark.parametrize("unit", ["household", "village", "county"])
every = pytest.mark.parametrize("unit", ["household", "village", "county", "treatment", "loan"])


@st.composite
def subjects(draw: st.DrawFn, unit: Judged) -> Known:
    """What is known of one household, village or county, or a record."""
    if unit == "treatment":
        return {"surveys": draw(_seen(treatments(), id="T-1", division="510811"))}
    if unit == "loan":
        return {"surveys": draw(_seen(loans(), id="L-1", division="510811"))}
    if unit == "village":
        return {"surveys": draw(_seen(village_surveys(), division="510824102201"))}
    if unit == "county":
        return {"surveys": draw(_seen(county_surveys(), division="510824"))}
    income = incomes().map(lambda told: attrs.evolve(told, household="H-1"))
    return {
        "surveys": draw(_seen(surveys(), household="H-1")),
        "household": draw(households(ids=st.just("H-1"))),
        "persons": draw(st.lists(persons(), min_size=1, max_size=4)),
        "income": draw(st.none() | income),
    }


def _seen(of: st.SearchStrategy[Any], **subject: str) -> st.SearchStrategy[list[Any]]:
    """Surveys of one subject, most of them on the day or shortly before."""
    days = st.sampled_from([ON, ON, ON, ON - dt.timedelta(1), ON - dt.timedelta(60), None])
    one = st.builds(lambda survey, day: attrs.evolve(survey, on=day, **subject), of, days)
    return st.lists(one, min_size=1, max_size=2)


def assessed(known: Known, book: fp.Rulebook, **asked: Any) -> fp.Verdict:
    """The verdict; without one, where a parameter has no value on the day."""
    try:
        return fp.criteria.assess(**known, policy=book, criterion=DRAWN, on=ON, **asked)
    except (NotInForceError, NoValueError):
        assume(False)
        raise


KEPT = {  # without these more is known: an end that is not told is open, a bound is exact
    "id", "household", "person", "until", "poor_persons_most", "size", "registration",
    "registration_on", "monitoring", "monitoring_on", "cause", "events", "members",
}  # fmt: skip


def erasable(known: Known) -> list[tuple[str, int, str]]:
    """Where something is known that might not be: the record and the field."""
    records = [("surveys", n, record) for n, record in enumerate(known["surveys"])]
    records += [("persons", n, record) for n, record in enumerate(known.get("persons", ()))]
    records += [(name, 0, known[name]) for name in ("household", "income") if known.get(name)]
    kept = {**dict.fromkeys(["surveys", "persons", "household"], KEPT), "income": {"household"}}
    return [
        (name, number, field.name)
        for name, number, record in records
        for field in attrs.fields(type(record))
        if field.name not in kept[name] and getattr(record, field.name) is not None
        and not (name == "surveys" and field.name == "division")
        # Where the survey gives no income, that by its parts counts.
        and not (field.name == "net_income_per_head" and known.get("income"))
    ]  # fmt: skip


def without(known: Known, where: tuple[str, int, str]) -> Known:
    """The same with one thing less."""
    name, number, field = where
    if name in ("household", "income"):
        return {**known, name: attrs.evolve(known[name], **{field: None})}
    records = list(known[name])
    records[number] = attrs.evolve(records[number], **{field: None})
    return {**known, name: records}


@each
@draws(60)
@given(data=st.data())
def test_one_more_unknown_takes_an_answer_away_and_gives_no_other(
    unit: Judged, data: st.DataObject
) -> None:
    """So it never turns unmet into met, and what is filled in never contradicts an answer."""
    known, book = data.draw(subjects(unit)), data.draw(rulebooks(unit=unit))
    before = assessed(known, book, carry=True)
    for where in erasable(known):
        after = assessed(without(known, where), book, carry=True)
        assert after.outcome in (before.outcome, UNKNOWN), where


@draws(30)
@given(data=st.data())
def test_a_membership_whose_beginning_nobody_knows_gives_no_other_answer(
    data: st.DataObject,
) -> None:
    known, book = data.draw(subjects("household")), data.draw(rulebooks())
    before = assessed(known, book, carry=True)
    members = known["household"].members
    for number in range(len(members)):
        told = [attrs.evolve(m, since=None) if n == number else m for n, m in enumerate(members)]
        household = attrs.evolve(known["household"], members=told)
        after = assessed({**known, "household": household}, book, carry=True)
        assert after.outcome in (before.outcome, UNKNOWN)


@every
@draws(40)
@given(data=st.data())
def test_nobody_fails_but_the_unmet_and_nothing_is_needed_of_the_known(
    unit: Judged, data: st.DataObject
) -> None:
    known, book = data.draw(subjects(unit)), data.draw(rulebooks(unit=unit))
    verdict = assessed(known, book)
    assert bool(verdict.failing) is (verdict.outcome is UNMET)
    assert bool(verdict.needed) is (verdict.outcome is UNKNOWN)
    leaves = [leaf.id for leaf in book.criterion(DRAWN).tree.leaves()]
    for told in (verdict.failing, verdict.needed):
        assert [leaf for leaf in leaves if leaf in told] == list(told)


@every
@draws(30)
@given(data=st.data())
def test_an_assumption_answers_only_what_is_unknown(unit: Judged, data: st.DataObject) -> None:
    known, book = data.draw(subjects(unit)), data.draw(rulebooks(unit=unit))
    before = assessed(known, book, carry=True)
    flags = sorted({leaf.flag for leaf in book.criterion(DRAWN).tree.leaves() if leaf.flag})
    after = assessed(known, book, carry=True, assume={name: data.draw(st.booleans())
                                                      for name in flags})  # fmt: skip
    assert after.outcome is before.outcome or before.outcome is UNKNOWN


@every
@draws(30)
@given(data=st.data())
def test_a_verdict_travels_as_json_that_its_schema_describes(
    unit: Judged, data: st.DataObject
) -> None:
    verdict = assessed(data.draw(subjects(unit)), data.draw(rulebooks(unit=unit)))
    text = verdict.to_json()
    assert fp.Verdict.from_json(text) == verdict
    jsonschema.validate(json.loads(text), json_schema())


# --- Registries ----------------------------------------------------------------------------------


@draws(15)
@given(data=st.data())
def test_one_more_unknown_widens_the_bounds_of_a_share(data: st.DataObject) -> None:
    """Filling in an unknown never moves it outside what was stated."""
    book = data.draw(rulebooks(most=4))
    known = [data.draw(subjects("household")) for _ in range(3)]
    for number, told in enumerate(known):
        _rename(told, f"H-{number}")
    which = data.draw(st.integers(0, 2))
    where = data.draw(st.sampled_from([("household", 0, "division"), *erasable(known[which])]))
    assume(where[0] != "persons")
    fewer = [without(k, where) if n == which else k for n, k in enumerate(known)]
    more, less = (_share(told, book) for told in (known, fewer))
    if more.low_exact is not None and more.high_exact is not None:
        assert less.low_exact is not None
        assert less.high_exact is not None
        assert less.low_exact <= more.low_exact <= more.high_exact <= less.high_exact


def _rename(known: Known, name: str) -> None:
    known["household"] = attrs.evolve(known["household"], id=name)
    known["surveys"] = [attrs.evolve(survey, household=name) for survey in known["surveys"]]
    known["income"] = known["income"] and attrs.evolve(known["income"], household=name)


def _share(known: list[Known], book: fp.Rulebook) -> fp.Rate:
    registry = fp.Registry.of(
        households=[told["household"] for told in known],
        surveys=[survey for told in known for survey in told["surveys"]],
        incomes=[told["income"] for told in known if told["income"]] or None,
        persons=[person for told in known for person in told["persons"]],
    )
    try:
        found = fp.coverage.screen(registry, book, DRAWN, on=ON, carry=True, population="in_need")
    except (NotInForceError, NoValueError):
        assume(False)
        raise
    return found.total


@draws(15)
@given(data=st.data())
def test_screened_rows_add_up_whatever_their_order(data: st.DataObject) -> None:
    """Every level to the same total; the verdicts are as many as the units."""
    book, drawn = data.draw(rulebooks(most=4)), data.draw(st.lists(subjects("household")))
    for number, told in enumerate(drawn):
        _rename(told, f"H-{number}")
    tables: dict[str, Any] = {
        "households": [told["household"] for told in drawn],
        "surveys": [survey for told in drawn for survey in told["surveys"]],
    }
    backwards = {name: rows[::-1] for name, rows in tables.items()}
    asked: dict[str, Any] = {"on": ON, "carry": True, "population": "in_need"}
    levels = ["county", "village"]
    try:
        whole = fp.coverage.screen(fp.Registry.of(**tables), book, DRAWN, **asked)
    except (NotInForceError, NoValueError):
        assume(False)
    by_place, again = (
        fp.coverage.screen(fp.Registry.of(**t), book, DRAWN, by=levels, **asked)
        for t in (tables, backwards)
    )
    assert by_place.digest == again.digest
    for level in levels:
        rows = by_place.rows.filter(level=level)
        assert all(rows[m].sum() == whole.rows[m].sum() for m in whole.measures)
    total = whole.rows.to_dicts()[0]
    assert total["met"] + total["unmet"] + total["unknown"] == total["units"]
    assert whole.verdicts.height == total["units"] + total["unplaced"]
    assert whole.reasons["needed"].max() <= whole.verdicts.height


# --- Books ---------------------------------------------------------------------------------------

EVERY = rulebooks(own=True) | rulebooks(unit="village") | rulebooks(unit="county")


@draws(60)
@given(EVERY)
def test_the_day_before_a_value_begins_is_the_old_one_and_the_day_itself_the_new(
    book: fp.Rulebook,
) -> None:
    """And on the first day it no longer holds, it does not; with carry it does."""
    for parameter in book.parameters:
        ends = [day for v in parameter.values for day in (v.since, v.until) if day is not None]
        for day in {end + dt.timedelta(n) for end in ends for n in (-1, 0)}:
            told = [v for v in parameter.values
                    if v.since <= day and (v.until is None or day < v.until)]  # fmt: skip
            before = [v for v in parameter.values if v.given and v.since <= day]
            assert value_on(parameter, day) == next((v for v in told if v.given), None)
            assert value_on(parameter, day, carry=True) == (before[-1] if before else None)


def value_on(parameter: Parameter, day: dt.date, *, carry: bool = False) -> Any:
    """The value of a day; None where there is none, or none is known."""
    try:
        return parameter.on(day, carry=carry)
    except (NotInForceError, NoValueError):
        return None


@draws(60)
@given(EVERY)
def test_a_book_travels_as_toml_and_as_json(book: fp.Rulebook) -> None:
    for dumped in (book.model_dump(), book.model_dump(exclude_defaults=True)):
        assert fp.policy.parse(as_toml(dumped)) == book
    assert fp.Rulebook.model_validate_json(book.model_dump_json()) == book


@pytest.mark.parametrize("name", fp.policy.shipped())
def test_a_shipped_book_travels_as_toml(name: str) -> None:
    """With all it takes from the books it builds on; it then stands alone."""
    book = fp.policy.load(name)
    assert fp.policy.parse(as_toml(book.model_dump(exclude={"extends"}))) == book.model_copy(
        update={"extends": ()}
    )
