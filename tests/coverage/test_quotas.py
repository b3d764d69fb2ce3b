"""Which helpers keep their quota on 9 September 2016: worked by hand from Guangyuan's rules."""

from __future__ import annotations

from typing import Any

import pytest

import fupin as fp
from fupin.errors import NotInForceError, QuestionError, SchemaError, UnknownRuleError
from fupin.policy import parse
from tests.policy.books import TEXT

ON = "2016-09-09"
BOOK = fp.policy.load("guangyuan-2016")


def deputy(name: str, level: str | None = "city", **change: Any) -> fp.Deputy:
    """A deputy in office."""
    said = {"division": "5108", "since": "2011-12-01", **change}
    return fp.Deputy(id=name, level=level, **said)


def links(helper: str, number: int, kind: str = "deputy-household", **change: Any) -> list[fp.Link]:
    """So many links of one helper."""
    said = {"since": "2015-03-01", **change}
    return [fp.Link(kind=kind, helper=helper, party=f"P-{n}", **said) for n in range(number)]


def ask(helpers: list[Any], held: list[fp.Link], **asked: Any) -> fp.Coverage:
    """The quotas on the day, of one rule where nothing else is said."""
    more = {name: asked.pop(name) for name in ("exemptions", "households") if name in asked}
    registry = fp.Registry.of(helpers=helpers, links=held, **more)
    policy = asked.pop("policy", BOOK)
    said = {"on": ON, "rule": "deputy-households", **asked}
    return fp.coverage.quotas(registry, policy, **said)


def row(result: fp.Coverage) -> dict[str, Any]:
    """The measures of the only row that are not 0."""
    [told] = result.rows.select(result.measures).to_dicts()
    return {name: value for name, value in told.items() if value}


@pytest.mark.parametrize(
    ("helper", "held", "expected"),
    [
        (
            deputy("D-1"), links("D-1", 3),
            {"helpers": 1, "obliged": 1, "met": 1, "asked": 3, "held": 3, "held_possible": 3},
        ),
        (
            deputy("D-1"), links("D-1", 2),
            {"helpers": 1, "obliged": 1, "unmet": 1, "asked": 3, "held": 2, "held_possible": 2,
             "missing": 1, "missing_possible": 1},
        ),
        (
            deputy("D-1"), [*links("D-1", 2), *links("D-1", 3, since=None)],
            {"helpers": 1, "obliged": 1, "unknown": 1, "asked": 3, "held": 2, "held_possible": 3,
             "missing_possible": 1},
        ),
        (
            deputy("D-1", "county"), links("D-1", 4),
            {"helpers": 1, "obliged": 1, "met": 1, "asked": 1, "held": 4, "held_possible": 4},
        ),
        (deputy("D-1", "province"), links("D-1", 1), {"helpers": 1, "no_duty": 1}),
        (deputy("D-1", None), links("D-1", 3), {"helpers": 1, "unplaced": 1}),
        (deputy("D-1", since=None), links("D-1", 3), {"helpers": 1, "unplaced": 1}),
        (deputy("D-1", division=None), links("D-1", 3), {"helpers": 1, "unplaced": 1}),
        (deputy("D-1", division="1101"), links("D-1", 3), {"helpers": 1, "no_duty": 1}),
    ],
    ids=["kept", "short", "perhaps", "over", "province", "no level", "no day", "no place",
         "elsewhere"],
)  # fmt: skip
def test_what_one_deputy_adds_to_the_table(
    helper: fp.Deputy, held: list[fp.Link], expected: dict[str, int]
) -> None:
    assert row(ask([helper], held)) == expected


@pytest.mark.parametrize("helper", [deputy("D-1", until=ON), fp.Cadre(id="D-1", division="5108")])
def test_who_is_out_of_office_or_no_deputy_is_not_in_the_table(helper: Any) -> None:
    assert row(ask([helper, deputy("D-2")], links("D-1", 1)))["helpers"] == 1


def test_the_rule_and_what_was_reported_are_two_yardsticks() -> None:
    helpers = [deputy("D-1"), deputy("D-2", "county"), deputy("D-3", "township")]
    held = [*links("D-1", 1), *links("D-2", 1), *links("D-3", 1)]
    assert ask(helpers, held).total == fp.Rate(2, 3)
    assert ask(helpers, held, yardstick="at-least-one").total == fp.Rate(3, 3)


def test_levels_stand_in_rows_of_their_own() -> None:
    helpers = [deputy("D-1"), deputy("D-2", "county"), deputy("D-3", "county")]
    result = ask(helpers, [*links("D-1", 3), *links("D-2", 1)], by="level")
    assert result.rows.select("level", "obliged", "met").rows() == [
        ("city", 1, 1),
        ("county", 2, 1),
    ]
    assert result.rate(level="county") == fp.Rate(1, 2)


def test_a_city_deputy_stands_above_the_counties() -> None:
    helpers = [deputy("D-1"), deputy("D-2", "county", division="510824")]
    result = ask(helpers, links("D-2", 1), by="county")
    assert result.rows.select("division", "placed", "obliged", "met").rows() == [
        ("510800000000", "above", 1, 0),
        ("510824000000", "here", 1, 1),
    ]


def test_members_have_quotas_by_service_and_voters_by_level() -> None:
    members = [
        fp.StandingCommitteeMember(id=name, service=service, division="5108", since="2012-01-01")
        for name, service in (("M-1", "full-time"), ("M-2", "part-time"))
    ]
    held = [*links("M-1", 2, "member-deputy"), *links("M-2", 2, "member-deputy")]
    result = ask(members, held, rule="member-deputies", by="service")
    assert result.rows.select("service", "met", "missing").rows() == [
        ("full-time", 0, 1),
        ("part-time", 1, 0),
    ]
    voters = ask([deputy("D-1")], links("D-1", 5, "deputy-voter"), rule="deputy-voters")
    assert voters.total == fp.Rate(1, 1)


def test_without_a_rule_there_is_a_row_for_each_and_they_are_never_added() -> None:
    result = ask([deputy("D-1")], links("D-1", 3), rule=None)
    assert result.rows["rule"].to_list() == ["deputy-households", "deputy-voters"]
    assert result.rate(rule="deputy-households") == fp.Rate(1, 1)
    assert result.rate(rule="deputy-voters") == fp.Rate(0, 1)
    with pytest.raises(QuestionError, match="rows of several rule= are never added together"):
        result.rate()
    with pytest.raises(QuestionError, match="no 'tea': say rule= one of deputy-households"):
        result.rate(rule="tea")


@pytest.mark.parametrize(
    ("exemption", "expected"),
    [
        ({}, {"helpers": 1, "exempt": 1}),
        ({"since": None}, {"helpers": 1, "unplaced": 1}),
        ({"rule": None}, {"helpers": 1, "unplaced": 1}),
        (
            {"quota": 1},
            {"helpers": 1, "obliged": 1, "met": 1, "asked": 1, "held": 1, "held_possible": 1},
        ),
        (
            {"quota": 1, "since": None},
            {"helpers": 1, "obliged": 1, "unknown": 1, "asked": 3, "held": 1, "held_possible": 1,
             "missing_possible": 2},
        ),
        (
            {"quota": 9},
            {"helpers": 1, "obliged": 1, "unmet": 1, "asked": 3, "held": 1, "held_possible": 1,
             "missing": 2, "missing_possible": 2},
        ),
    ],
    ids=["lifted", "perhaps lifted", "of an unknown rule", "lowered", "perhaps lowered", "raised"],
)  # fmt: skip
def test_what_an_exemption_makes_of_a_deputy_with_one_household(
    exemption: dict[str, Any], expected: dict[str, int]
) -> None:
    said = {"helper": "D-1", "rule": "deputy-households", "since": "2016-01-01", **exemption}
    assert row(ask([deputy("D-1")], links("D-1", 1), exemptions=[fp.Exemption(**said)])) == expected


def test_links_of_an_exempt_deputy_still_cover_households() -> None:
    registry = fp.Registry.of(
        households=[fp.Household(id="P-0")],
        helpers=[deputy("D-1")],
        links=links("D-1", 1),
        exemptions=[fp.Exemption(helper="D-1", rule="deputy-households", since="2016-01-01")],
    )
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert covered.total == fp.Rate(1, 1)


def test_what_lies_out_of_scope_is_counted_beside_and_does_not_fill_the_quota() -> None:
    result = ask(
        [deputy("D-1", "county", division="510824")],
        links("D-1", 3),
        policy=parse(TEXT),
        households=[
            fp.Household(id="P-0", division="510824102201"),
            fp.Household(id="P-1", division="510811101201"),
            fp.Household(id="P-2", division="51x8"),
        ],
    )
    assert row(result) == {
        "helpers": 1, "obliged": 1, "unknown": 1, "asked": 2, "held": 1, "held_possible": 2,
        "missing_possible": 1, "out_of_scope": 1,
    }  # fmt: skip


def test_too_many_are_counted_where_a_rule_sets_a_limit() -> None:
    result = ask(
        [deputy("D-1")], links("D-1", 7, "deputy-voter"),
        rule="deputy-voters", yardstick="exactly-five",
    )  # fmt: skip
    assert row(result)["over"] == 2
    assert result.total == fp.Rate(0, 1)


def test_the_book_of_the_county_replaces_that_of_the_city() -> None:
    county = parse(
        TEXT.replace('"made-up"', '"county"')
        .replace('division = "5108"', 'division = "510824"')
        .replace("own-division", "anywhere")
    )
    helpers = [
        deputy("D-1", "county", division="510824"),
        deputy("D-2", "county", division="510811"),
        deputy("D-3", "county", division="51x8"),
    ]
    held = [*links("D-1", 1), *links("D-2", 1), *links("D-3", 1)]
    result = ask(helpers, held, policy=[BOOK, county], by="division")
    assert result.rows.select("division", "asked", "met", "unplaced").rows() == [
        ("510811", 1, 1, 0),
        ("510824", 2, 0, 0),
        ("51x8", 0, 0, 1),
    ]
    assert result.provenance.books == ("guangyuan-2016", "county")


def test_who_is_short_is_listed_with_what_is_asked_and_held() -> None:
    result = ask([deputy("D-1"), deputy("D-2", None)], links("D-1", 2))
    assert result.missing().select("helper", "asked", "held", "outcome").rows() == [
        ("D-1", 3, 2, "unmet"),
        ("D-2", None, 0, "unknown"),
    ]


def test_a_helper_without_an_id_is_not_known_to_be_bound() -> None:
    import polars as pl

    helpers = pl.DataFrame(
        {"id": [None, "D-2"], "post": ["deputy"] * 2, "level": ["city"] * 2,
         "division": ["5108"] * 2, "since": ["2011-12-01"] * 2}
    )  # fmt: skip
    registry = fp.Registry.of(helpers=helpers, links=pl.DataFrame(
        {"kind": ["deputy-household"], "helper": [None], "party": ["P-1"], "since": ["2015-01-01"]}
    ))  # fmt: skip
    result = fp.coverage.quotas(registry, BOOK, on=ON, rule="deputy-households")
    assert row(result) == {
        "helpers": 2, "obliged": 1, "unmet": 1, "unplaced": 1, "asked": 3, "missing": 3,
        "missing_possible": 3,
    }  # fmt: skip


def test_outside_the_days_of_the_book_the_question_is_refused_or_assumed() -> None:
    with pytest.raises(NotInForceError):
        ask([deputy("D-1")], [], on="2017-06-30")
    assumed = ask([deputy("D-1")], [], on="2017-06-30", assume={"in_force": True})
    assert any("taken as in force" in line for line in assumed.provenance.assumptions)


def test_an_unknown_rule_or_yardstick_is_refused() -> None:
    with pytest.raises(UnknownRuleError, match="no pairing rule 'tea'"):
        ask([deputy("D-1")], [], rule="tea")
    with pytest.raises(UnknownRuleError, match="no yardstick 'tea'"):
        ask([deputy("D-1")], [], yardstick="tea")


def test_the_tables_it_needs_are_named() -> None:
    registry = fp.Registry.of(households=[])
    with pytest.raises(SchemaError, match=r"coverage\.quotas needs the table: pass helpers="):
        fp.coverage.quotas(registry, BOOK, on=ON)


def test_no_helpers_are_no_rate_of_any_rule() -> None:
    result = ask([], [])
    assert result.total == fp.Rate(0, 0)


def test_who_is_surely_exempt_is_so_whatever_his_quota_would_be() -> None:
    lifted = fp.Exemption(helper="D-1", rule="deputy-households", since="2016-01-01")
    assert row(ask([deputy("D-1", None)], [], exemptions=[lifted])) == {"helpers": 1, "exempt": 1}


def test_a_book_without_a_division_holds_everywhere() -> None:
    everywhere = parse(TEXT.replace('division = "5108"', "").replace("own-division", "anywhere"))
    helpers = [deputy("D-1", "county", division="1101"), deputy("D-2", "county", division=None)]
    result = ask(helpers, links("D-1", 2), policy=everywhere)
    assert result.total == fp.Rate(1, 2)
