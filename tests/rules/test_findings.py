"""Findings: judged between bounds, and said in Chinese and English."""

import datetime as dt

import pytest
from pydantic import TypeAdapter

import fupin as fp
from fupin.findings import Asked, Finding, Grounds, Operator, Standing

MET, UNMET, UNKNOWN = fp.Outcome
GROUNDS = Grounds(rule="r", book="b", zh="某要求", en="some rule", source="某文件", checked="text")


def finding(**change: object) -> Finding:
    """A finding of a helper who holds one or two of three households."""
    said: dict[str, object] = {
        "subject": "D-1", "on": "2016-09-09", "counts": "deputy-household",
        "standing": Standing.JUDGED, "outcome": UNMET, "value": fp.Bounds(1, 2),
        "asked": Asked("at_least", fp.Bounds(3, 3)), "grounds": GROUNDS, **change,
    }  # fmt: skip
    said["on"] = dt.date.fromisoformat(str(said["on"]))
    return Finding(**said)  # type: ignore[arg-type]  # made up of what the cases say


@pytest.mark.parametrize(
    ("operator", "asked", "held", "outcome"),
    [
        ("at_least", (3, 3), (3, 4), MET),
        ("at_least", (3, 3), (2, 3), UNKNOWN),
        ("at_least", (3, 3), (0, 2), UNMET),
        ("at_least", (1, 3), (1, 1), UNKNOWN),
        ("at_least", (3, 3), (3, None), MET),
        ("at_least", (3, 3), (1, None), UNKNOWN),
        ("at_most", (2, 2), (0, 2), MET),
        ("at_most", (2, 2), (2, 3), UNKNOWN),
        ("at_most", (2, 2), (3, 3), UNMET),
        ("at_most", (2, 2), (1, None), UNKNOWN),
        ("exactly", (5, 5), (5, 5), MET),
        ("exactly", (5, 5), (4, 5), UNKNOWN),
        ("exactly", (5, 5), (6, 7), UNMET),
        ("exactly", (4, 5), (5, 5), UNKNOWN),
    ],
)
def test_a_count_is_judged_between_its_bounds(
    operator: Operator, asked: tuple[int, int], held: tuple[int, int | None], outcome: fp.Outcome
) -> None:
    assert Asked(operator, fp.Bounds(*asked)).judge(fp.Bounds(*held)) is outcome


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, (1, 2)),
        ({"value": fp.Bounds(1, None)}, (0, 2)),
        ({"value": fp.Bounds(4, 4)}, (0, 0)),
        ({"asked": Asked("at_most", fp.Bounds(1, 1))}, (0, 0)),
        ({"standing": Standing.EXEMPT}, (0, 0)),
        ({"asked": None}, (0, 0)),
    ],
    ids=str,
)
def test_what_is_missing_has_a_sure_and_a_possible_side(
    change: dict[str, object], missing: tuple[int, int]
) -> None:
    assert finding(**change).missing == fp.Bounds(*missing)


@pytest.mark.parametrize(
    ("change", "english", "chinese"),
    [
        (
            {},
            "holds 1 to 2 of at least 3 households on 2016-09-09 (b, some rule)",
            "2016-09-09 已结对 1 至 2 户，应不少于 3 户（b，某要求）",
        ),
        (
            {"value": fp.Bounds(3, None), "asked": Asked("exactly", fp.Bounds(2, 3))},
            "holds ≥ 3 of exactly 2 to 3 households on 2016-09-09 (b, some rule)",
            "2016-09-09 已结对 ≥ 3 户，应恰为 2 至 3 户（b，某要求）",
        ),
        (
            {"counts": "office-village", "asked": Asked("at_most", fp.Bounds(1, 1))},
            "holds 1 to 2 of at most 1 villages on 2016-09-09 (b, some rule)",
            "2016-09-09 已定点帮扶 1 至 2 个村，应不超过 1 个村（b，某要求）",
        ),
        (
            {"standing": Standing.EXEMPT, "asked": None, "counts": "own-kind"},
            "holds 1 to 2 links on 2016-09-09: exempt (b, some rule)",
            "2016-09-09 已联系 1 至 2 条联系，已免除（b，某要求）",
        ),
        (
            {"counts": "report", "window": fp.Period.year(2016), "value": fp.Bounds(0, 0),
             "asked": Asked("at_least", fp.Bounds(1, 1)), "standing": Standing.NOT_YET_DUE},
            (
                "handed in 0 of at least 1 reports in 2016-01-01..2016-12-31, known on 2016-09-09: "
                "not yet due (b, some rule)"
            ),
            (
                "2016-01-01..2016-12-31（截至 2016-09-09） 已提交报告 0 份，应不少于 1 份，"
                "尚未到期（b，某要求）"
            ),
        ),
    ],
    ids=["between", "open", "villages", "exempt", "report"],
)  # fmt: skip
def test_a_finding_says_itself_in_both_languages(
    change: dict[str, object], english: str, chinese: str
) -> None:
    found = finding(**change)
    assert found.explain("en") == english
    assert found.explain("zh") == chinese
    assert found.explain() == chinese


def test_the_yardstick_is_named_where_it_is_not_the_rules_own() -> None:
    grounds = Grounds(
        rule="r", book="b", zh="某要求", en="some rule", source="某文件", checked="text",
        yardstick="as-reported",
    )  # fmt: skip
    assert finding(grounds=grounds).explain("en").endswith("(b, some rule, as-reported)")


def test_grounds_say_where_it_is_written_and_how_well_that_was_checked() -> None:
    book = fp.policy.load("guangyuan-2016")
    grounds = Grounds.of(book.rule("deputy-voters"), book)
    assert grounds.source == "助力脱贫攻坚 彰显责任担当"
    assert (grounds.rule, grounds.checked) == ("deputy-voters", "text")


def test_a_finding_travels_as_json() -> None:
    findings = TypeAdapter(Finding)
    assert findings.validate_json(findings.dump_json(finding())) == finding()


def test_every_standing_but_judged_has_words() -> None:
    for standing in set(Standing) - {Standing.JUDGED}:
        found = finding(standing=standing, asked=None)
        assert found.explain("en") != finding(asked=None).explain("en")
