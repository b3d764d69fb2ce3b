"""Verdicts: who is to blame, what is needed, and the JSON they travel as."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import jsonschema
import pytest

import fupin as fp
from fupin.findings import Judgement, json_schema
from tests.rules.criteria import SICHUAN, judged, survey, village

MET, UNMET, UNKNOWN = fp.Outcome
ON = dt.date(2016, 12, 31)


def node(
    name: str, outcome: fp.Outcome, *parts: Judgement, form: str = "all", **said: Any
) -> Judgement:
    """One node, made up; without parts it is a leaf."""
    told: dict[str, Any] = {
        "id": name, "zh": name, "en": name, "form": form if parts else "flag", "outcome": outcome,
        "asked": outcome, "parts": parts, "source": "某文件", "checked": "text", **said,
    }  # fmt: skip
    return Judgement(**told)


def names(judgements: Any) -> list[str]:
    return [told.id for told in judgements]


A, B, C = node("a", UNMET), node("b", UNKNOWN), node("c", MET)


@pytest.mark.parametrize(
    ("root", "blamed", "needed"),
    [
        (node("all", UNMET, A, B, C), ["a"], []),
        (node("all", UNKNOWN, B, C), [], ["b"]),
        (node("all", MET, C), [], []),
        (node("any", UNMET, A, node("d", UNMET), form="any"), ["a", "d"], []),
        (node("any", UNKNOWN, A, B, form="any"), [], ["b"]),
        (node("any", MET, A, B, C, form="any"), [], []),
        (node("least", UNMET, A, node("d", UNMET), C, form="least"), ["a", "d"], []),
        (node("least", UNKNOWN, A, B, C, form="least"), [], ["b"]),
        (node("not", UNMET, C, form="not"), ["c"], []),
        (node("not", UNKNOWN, B, form="not"), [], ["b"]),
        (node("not", UNMET, node("any", MET, A, C, form="any"), form="not"), ["c"], []),
        (node("not", MET, A, form="not"), [], []),
        (A, ["a"], []),
        (B, [], ["b"]),
        (C, [], []),
    ],
)
def test_a_group_blames_and_needs_the_parts_that_decide_it(
    root: Judgement, blamed: list[str], needed: list[str]
) -> None:
    assert (names(root.blamed()), names(root.open())) == (blamed, needed)


@pytest.mark.parametrize(
    ("condition", "asked", "outcome", "blamed", "needed"),
    [
        (MET, UNMET, UNMET, ["body"], []),
        (MET, UNKNOWN, UNKNOWN, [], ["body"]),
        (UNMET, UNMET, MET, [], []),
        (UNKNOWN, UNMET, UNKNOWN, [], ["when"]),
        (UNKNOWN, UNKNOWN, UNKNOWN, [], ["body", "when"]),
        (UNKNOWN, MET, MET, [], []),
    ],
)
def test_a_condition_is_needed_and_never_blamed_for_what_is_asked(
    condition: fp.Outcome, asked: fp.Outcome, outcome: fp.Outcome, blamed: list[str],
    needed: list[str],
) -> None:  # fmt: skip
    root = node("body", outcome, asked=asked, condition=node("when", condition))
    assert (names(root.blamed()), names(root.open())) == (blamed, needed)


def test_not_to_be_asked_is_what_fails_under_a_negation() -> None:
    lifted = node("body", MET, asked=UNMET, condition=node("when", UNMET))
    root = node("not", UNMET, node("all", MET, lifted), form="not")
    assert names(root.blamed()) == ["when"]


def test_the_nodes_of_a_verdict_are_those_of_its_criterion() -> None:
    found = judged(survey()).judgement
    assert names(found.nodes()) == [n.id for n in SICHUAN.criterion("household-exit").tree.nodes()]


def test_every_leaf_stands_on_its_grounds() -> None:
    """Its own source where it has one, else that of the criterion; and that of its limit."""
    income = judged(survey()).judgement.parts[0]
    assert (income.value, income.how, income.limit, income.unit) == (
        "3210", "over", "2952", "yuan",
    )  # fmt: skip
    assert str(income.limit_on) == "2016-12-31"
    assert income.limit_source == "云南调查年鉴2017"
    assert income.source == "四川省贫困县贫困村贫困户退出实施方案"
    assert (income.checked, income.limit_checked) == ("text", "text")
    told = judged(village(), fp.policy.load("cn-2016"), criterion="village-exit")
    west = next(n for n in told.judgement.nodes() if n.id == "western")
    criterion = fp.policy.load("cn-2016").criterion("village-exit")
    assert west.source != fp.policy.load("cn-2016").sources[criterion.source].title


VERDICTS = {
    "a household": judged(survey(water=None, income_steady=None), assume={"income_steady": True}),
    "a village": judged(village(poor_persons=30, poor_persons_most=40), criterion="village-exit"),
    "one never seen": judged(survey(on=None)),
    "by a yardstick": judged(village(), criterion="village-exit", yardstick="under"),
}


@pytest.mark.parametrize("verdict", VERDICTS.values(), ids=list(VERDICTS))
def test_a_verdict_travels_as_json(verdict: fp.Verdict) -> None:
    text = verdict.to_json()
    assert fp.Verdict.from_json(text) == verdict
    raw = json.loads(text)
    jsonschema.validate(raw, json_schema())
    assert raw["version"] == 1
    assert raw["judgement"]["outcome"] == verdict.outcome.value


def test_the_json_of_a_verdict_is_the_one_that_was_agreed_on() -> None:
    """What others read: a change of names or meanings raises the version."""
    raw = json.loads(judged(survey(water=False)).to_json())
    assert list(raw) == [
        "subject", "unit", "criterion", "zh", "en", "book", "yardstick", "on", "seen", "judgement",
        "assumptions", "notes", "version",
    ]  # fmt: skip
    [water] = [part for part in raw["judgement"]["parts"] if part["id"] == "water"]
    assert water == {
        "id": "water", "zh": "有安全饮用水", "en": "safe drinking water", "form": "flag",
        "outcome": "unmet", "asked": "unmet", "field": "water", "value": "no", "how": None,
        "limit": None, "unit": None, "share": None, "share_of": None, "base": None,
        "short": None, "limit_on": None, "limit_wanted": None, "limit_set_by": None,
        "limit_source": None, "limit_checked": None, "assumed": False,
        "set_aside": False,
        "source": "四川省贫困县贫困村贫困户退出实施方案", "article": None, "checked": "text",
        "reading": None, "reading_zh": None, "condition": None, "least": None, "parts": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2}, {"tea": 1}, {"on": "soon"}, {"judgement": {}}, {"subject": None},
        {"assumptions": "none"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_verdict_is_neither_read_nor_described(change: dict[str, Any]) -> None:
    raw = {**json.loads(judged(survey()).to_json()), **change}
    with pytest.raises(ValueError, match=r"Verdict|verdict"):
        fp.Verdict.from_json(json.dumps(raw))
    if change != {"on": "soon"}:  # a schema tells the form of a day, and no validator asks it
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(raw, json_schema())


def test_the_schema_says_what_every_field_means() -> None:
    schema = json_schema()
    assert schema["title"] == "Verdict"
    told = {**schema["properties"], **schema["$defs"]["Judgement"]["properties"]}
    assert all("description" in field for field in told.values())


def test_a_verdict_shows_itself_as_html_and_its_words_are_not_markup() -> None:
    sneaky = judged(survey(household="<b>H&1</b>"))
    for shown in (sneaky._repr_html_(), sneaky.to_html("en")):
        assert "&lt;b&gt;H&amp;1&lt;/b&gt;" in shown
        assert "<b>H" not in shown


def test_a_verdict_names_its_condition_where_nothing_else_is_asked() -> None:
    """A root that does not apply is met, and says why."""
    root = node("root", MET, A, asked=UNMET, condition=node("when", UNMET))
    verdict = fp.Verdict(
        subject="H-1", criterion="c", zh="某", en="some", book="b", on=ON, judgement=root
    )
    assert "– n/a      root; asked only if when: no" in verdict.explain("en")
    assert verdict.failing == ()
