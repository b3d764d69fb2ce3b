"""Results carry their question: rows, rates, digest, words; and timelines of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError
from fupin.policy import parse
from tests.policy.books import TEXT

ON = "2016-09-09"
HOUSEHOLDS = [
    fp.Household(id="H-1", division="510824102201", size=4, registration="in-need"),
    fp.Household(id="H-2", division="510811101201", size=2, registration="in-need"),
]
LINKS = [fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2016-02-01")]
REGISTRY = fp.Registry.of(households=HOUSEHOLDS, links=LINKS)
KINDS = ["deputy-household"]
BOOK = fp.policy.load("guangyuan-2016")


def covered(**asked: object) -> fp.Coverage:
    """The coverage by county."""
    said = {"on": ON, "kinds": KINDS, "by": "county", **asked}
    return fp.coverage.households(REGISTRY, **said)  # type: ignore[arg-type]  # as the case says


def test_a_result_says_what_was_asked_and_of_what() -> None:
    assert covered().provenance.lines() == [
        "households on 2016-09-09: population in_need, kinds deputy-household, times 1, by county",
        "assumed: status is taken from households.registration alone: no events were given",
        "assumed: persons are counted from households.size: no memberships were given",
        "data unchecked: registry.check() was not called",
    ]


def test_a_result_names_the_source_of_each_rule_and_how_well_it_was_checked() -> None:
    lines = fp.coverage.capacity(BOOK, {"city": 359}, on=ON).provenance.lines()
    assert lines == [
        "capacity on 2016-09-09: heads city 359",
        "rulebook guangyuan-2016",
        "rule deputy-households of guangyuan-2016: 助力脱贫攻坚 彰显责任担当 (checked: text)",
        "rule deputy-voters of guangyuan-2016: 助力脱贫攻坚 彰显责任担当 (checked: text)",
        "assumed: guangyuan-2016 is attested on 2016-09-09 and answers for that year",
        "data not needed: head counts alone",
    ]


def test_a_number_whose_source_is_not_the_rules_has_its_own_in_the_words_of_a_result() -> None:
    text = TEXT.replace(
        'links = 2, source = "notice", checked = "unverified"',
        'links = 2, source = "law", checked = "secondary"',
    ).replace(
        "[[pairing]]",
        '[sources.law]\ntitle = "虚构条例"\nissuer = "fupin"\ndate = 2015-01-01\n\n[[pairing]]',
    )
    asked = fp.coverage.capacity(parse(text), {"county": 1}, on=ON)
    assert (
        "rule deputy-households of made-up: 虚构通知 (checked: unverified); "
        "虚构条例 (checked: secondary)"
    ) in asked.provenance.lines()


def test_what_names_no_source_of_its_own_adds_none_to_the_words_of_a_result() -> None:
    """The nodes of a tree stand on the source of their criterion."""
    seen = fp.coverage.screen(
        fp.Registry.of(surveys=[fp.Survey(household="H-1", on="2016-12-01")]),
        fp.policy.load("cn-2016"), "household-exit", on="2016-12-31",
    )  # fmt: skip
    [line] = [line for line in seen.provenance.lines() if line.startswith("rule ")]
    assert line.startswith("rule household-exit of cn-2016: 关于建立贫困退出机制的意见")


def test_the_digest_is_the_same_whatever_the_order_of_rows() -> None:
    turned = fp.Registry.of(households=HOUSEHOLDS[::-1], links=LINKS)
    again = fp.coverage.households(turned, on=ON, kinds=KINDS, by="county")
    assert again.digest == covered().digest
    assert len(again.digest) == 64


@pytest.mark.parametrize(
    "change", [{"on": "2016-09-10"}, {"by": "city"}, {"times": 2}, {"population": "registered"}]
)
def test_another_question_has_another_digest(change: dict[str, object]) -> None:
    assert covered(**change).digest != covered().digest


def test_other_records_have_another_digest() -> None:
    fewer = fp.Registry.of(households=HOUSEHOLDS[:1], links=LINKS)
    other = fp.coverage.households(fewer, on=ON, kinds=KINDS, by="county")
    assert other.digest != covered().digest


def test_a_result_shows_itself_with_its_question() -> None:
    shown = repr(covered())
    assert shown.startswith("households on 2016-09-09")
    assert "510824000000" in shown
    html = covered()._repr_html_()
    assert html.startswith("<p>households on 2016-09-09")
    assert "510824000000" in html


def test_words_of_a_user_are_escaped_in_html() -> None:
    result = fp.coverage.households(REGISTRY, on=ON, kinds=["<b>bold</b>"])
    assert "<b>" not in result._repr_html_()
    assert "&lt;b&gt;" in result._repr_html_()


def test_a_rate_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(QuestionError, match="no rate of 'cats': expected one of households, pers"):
        covered().rate("cats")
    with pytest.raises(QuestionError, match="no key column village: expected one of level, div"):
        covered().rate(village="x")


@pytest.mark.parametrize(
    "ask",
    [
        lambda registry, by: fp.coverage.households(registry, on=ON, kinds=KINDS, by=by),
        lambda registry, by: fp.coverage.quotas(registry, BOOK, on=ON, by=by),
    ],
    ids=["households", "quotas"],
)
def test_more_levels_read_no_table_again(ask: Any, tmp_path: Path) -> None:
    tables = {
        "households": pl.DataFrame({"id": ["H-1"], "division": ["510824102201"]}),
        "helpers": pl.DataFrame({"id": ["D-1"], "post": ["deputy"]}),
        "links": pl.DataFrame({"kind": KINDS, "helper": ["D-1"], "party": ["H-1"]}),
    }
    files = {name: tmp_path / f"{name}.parquet" for name in tables}
    for name, table in tables.items():
        table.write_parquet(files[name])
    registry = fp.Registry.of(**{name: pl.scan_parquet(file) for name, file in files.items()})
    plans = [ask(registry, by).native.explain() for by in (None, ["city", "county", "township"])]
    for file in files.values():
        once, levels = (plan.count(file.name) for plan in plans)
        assert once == levels


def test_a_timeline_has_the_rows_of_each_day() -> None:
    line = fp.coverage.timeline(
        fp.coverage.households, REGISTRY, kinds=KINDS, days=["2016-02-01", "2016-01-31"]
    )
    assert line.rows.select("on", "paired").rows() == [
        (fp.Period("2016-01-31").since, 0),
        (fp.Period("2016-02-01").since, 1),
    ]
    assert line.provenance.asked["days"] == ("2016-02-01", "2016-01-31")
    assert line.provenance.calculator == "timeline of households"


def test_a_timeline_of_quotas_takes_the_book() -> None:
    deputy = fp.Deputy(id="D-1", level="city", division="5108", since="2011-12-01")
    registry = fp.Registry.of(helpers=[deputy], links=LINKS)
    line = fp.coverage.timeline(
        fp.coverage.quotas, registry, BOOK, rule="deputy-households", days=[ON, "2016-12-31"]
    )
    assert line.rows["held"].to_list() == [1, 1]
    rule = "rule deputy-households of guangyuan-2016: 助力脱贫攻坚 彰显责任担当 (checked: text)"
    assert line.provenance.lines().count(rule) == 1


@pytest.mark.parametrize("days", [[], [ON, ON]])
def test_a_timeline_asks_at_least_one_day_and_none_twice(days: list[str]) -> None:
    with pytest.raises(QuestionError, match="at least one day, and none of them twice"):
        fp.coverage.timeline(fp.coverage.households, REGISTRY, kinds=KINDS, days=days)
