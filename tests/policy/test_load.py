"""Reading rulebooks: every fault at once, each with its place; books that build on others."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from fupin import policy
from fupin.errors import RulebookError, UnknownRuleError
from tests.policy.books import TEXT


def problems(text: str) -> list[str]:
    """The faults of a text."""
    with pytest.raises(RulebookError) as told:
        policy.parse(text, name="mine")
    return list(told.value.problems)


def test_the_made_up_book_is_sound() -> None:
    book = policy.parse(TEXT, name="mine")
    assert (book.id, book.rule("deputy-households").within) == ("made-up", "own-division")
    assert str(book.life.period) == "2016-01-01..2016-12-31"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("links = 2", "links = -1", "mine: pairing[0].quotas[0].links"),
        ('operator = "at_least", ', "", "mine: pairing[0].quotas[0].operator"),
        ('operator = "at_least"', 'operator = ">="', "mine: pairing[0].quotas[0].operator"),
        ('within = "own-division"', 'within = "near"', "mine: pairing[0].within"),
        ('en = "visits"', 'en = "visits"\ntea = 1', "mine: duties[0].tea"),
        ("times = 1", "times = 0", "mine: duties[0].times"),
        ('id = "visits"', 'id = "Visits of Spring"', "mine: duties[0].id"),
        ("date = 2015-12-31", 'date = "spring"', "mine: sources.notice.date"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, place: str) -> None:
    [told] = problems(TEXT.replace(old, new, 1))
    assert told.endswith(f"@ {place}")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('source = "notice"', 'source = "rumour"', "not among the book's sources: rumour"),
        ('id = "visits"', 'id = "deputy-households"', "id stands twice: deputy-households"),
        ('kind = "deputy-household"\nwindow', "window", "names the kind of link that is met"),
        ("since = 2016-01-01", "", "give either since or attested"),
        ("until = 2017-01-01", "until = 2015-01-01", "until must come after since"),
        ('division = "5108"', 'division = "510"', "no division code"),
    ],
)
def test_what_does_not_hold_together_is_told(old: str, new: str, fault: str) -> None:
    assert any(fault in told for told in problems(TEXT.replace(old, new)))


def test_a_group_asked_twice_is_told() -> None:
    quota = '  { group = "county", operator = "at_least", links = 2, source = "notice",'
    assert any(
        "group of deputy-households stands twice: county" in told
        for told in problems(TEXT.replace(quota, f'{quota} checked = "text" }},\n{quota}'))
    )


def test_all_faults_are_told_at_once() -> None:
    text = TEXT.replace("links = 2", 'links = "two"').replace(
        'window = "quarter"', 'window = "week"'
    )
    assert [told.split(" @ ")[1] for told in problems(text)] == [
        "mine: pairing[0].quotas[0].links",
        "mine: duties[0].window",
    ]


def test_what_is_no_toml_is_told() -> None:
    [told] = problems("id = ")
    assert told.startswith("not TOML: ")
    assert told.endswith("@ mine")


def test_a_rule_duty_or_yardstick_that_is_not_there_is_answered_with_those_that_are() -> None:
    book = policy.parse(TEXT)
    with pytest.raises(UnknownRuleError, match="there are: deputy-households"):
        book.rule("tea")
    with pytest.raises(UnknownRuleError, match="there are: visits"):
        book.duty("tea")
    with pytest.raises(UnknownRuleError, match="it has: none"):
        book.rule("deputy-households").measured_by("tea")
    assert policy.Books.of(book).ids == ("made-up",)


def test_a_book_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownRuleError, match=r"shipped are .*guangyuan-2016"):
        policy.load("guangyuan")
    with pytest.raises(UnknownRuleError, match="no rulebook file"):
        policy.load(tmp_path / "none.toml")


def test_a_book_builds_on_one_beside_it_and_replaces_what_has_its_id(tmp_path: Path) -> None:
    (tmp_path / "made-up.toml").write_text(TEXT, "utf-8")
    quota = (
        '{ group = "county", operator = "at_least", links = 4, source = "own", checked = "text" }'
    )
    (tmp_path / "own.toml").write_text(
        f"""
id = "own"
zh = "自定"
en = "own"
division = "510824"
extends = ["made-up", "guangyuan-2016"]
life = {{ since = 2016-06-01 }}
[sources.own]
title = "虚构"
issuer = "虚构"
date = 2016-05-01
[[pairing]]
id = "deputy-households"
zh = "代表联系贫困户"
en = "household quota"
kind = "deputy-household"
post = "deputy"
grouped_by = "level"
within = "anywhere"
source = "own"
checked = "text"
quotas = [{quota}]
""",
        "utf-8",
    )
    book = policy.load(tmp_path / "own.toml")
    assert book.rule("deputy-households").quotas[0].links == 4
    assert {duty.id for duty in book.duties} >= {"visits", "member-report"}
    assert set(book.sources) == {"own", "notice", "report"}
    assert book.extends == ("made-up", "guangyuan-2016")


def test_text_builds_on_shipped_books_too() -> None:
    """There is no folder to look beside it."""
    text = TEXT.replace('id = "made-up"', 'id = "made-up"\nextends = ["cn-lines"]')
    book = policy.parse(text, name="made-up")
    assert book.parameter("national-line").values
    with pytest.raises(RulebookError, match=r"no rulebook 'beside'.* @ made-up: extends"):
        policy.parse(text.replace("cn-lines", "beside"), name="made-up")


def test_books_that_build_on_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    for one, other in (("one", "other"), ("other", "one")):
        text = TEXT.replace('id = "made-up"', f'id = "{one}"\nextends = ["{other}"]')
        (tmp_path / f"{one}.toml").write_text(text, "utf-8")
    with pytest.raises(RulebookError, match="goes round: one → other → one"):
        policy.load(tmp_path / "one.toml")


def test_the_schema_of_a_book_describes_what_the_reader_takes() -> None:
    schema = policy.json_schema()
    assert schema["additionalProperties"] is False
    assert {"id", "zh", "en", "life", "sources"} <= set(schema["required"])
    book = policy.parse(TEXT)
    again = TypeAdapter(policy.Rulebook).validate_json(book.model_dump_json())
    assert again == book
