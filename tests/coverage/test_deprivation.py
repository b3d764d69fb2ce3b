"""Who lacks too much at once: the published example, and cases worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.errors import QuestionError, SchemaError

ON = "2016-12-31"
EXIT = fp.policy.load("cn-2016")
FOUR = ("food", "clothing", "water", "power")


def registry(
    *lacks: Sequence[int | None], sizes: Sequence[int | None] | None = None
) -> fp.Registry:
    """A household for each row: 1 where it lacks one of the four, 0 where not, None unknown."""
    told = sizes or [1] * len(lacks)
    flags = [[None if g is None else not g for g in row] for row in lacks]
    return fp.Registry.of(
        households=[fp.Household(id=f"H-{n}", size=size) for n, size in enumerate(told)],
        surveys=[
            fp.Survey(household=f"H-{n}", on="2016-12-01", food=f, clothing=c, water=w, power=p)
            for n, (f, c, w, p) in enumerate(flags)
        ],
    )


def ask(
    *lacks: Sequence[int | None], sizes: Sequence[int | None] | None = None, **asked: Any
) -> fp.coverage.Deprivation:
    """The answer of the four indicators at a cutoff of a half, unless told."""
    return fp.coverage.deprivation(
        registry(*lacks, sizes=sizes),
        **{"on": ON, "indicators": FOUR, "cutoff": "1/2", **asked},
    )


def row(result: fp.frames.Table) -> dict[str, Any]:
    """The one row."""
    [only] = result.rows.to_dicts()
    return only


# Alkire and Foster 2011 (Journal of Public Economics 95), the worked example of four persons: the
# matrix of deprivations, equal weights, and a cutoff of half of them.
ALKIRE_FOSTER = ((0, 0, 0, 0), (1, 0, 0, 1), (1, 1, 1, 1), (0, 1, 0, 0))


def test_the_published_example_comes_out() -> None:
    result = ask(*ALKIRE_FOSTER)
    told = row(result)
    assert (told["headcount"], told["intensity"], told["m0"]) == (0.5, 0.75, 0.375)
    assert (told["low"], told["high"], told["m0_low"], told["m0_high"]) == (0.5, 0.5, 0.375, 0.375)
    assert result.missing()["household"].to_list() == ["H-1", "H-2"]


def test_raw_headcounts_count_everybody_and_censored_ones_the_poor() -> None:
    """Clothing is lacked by two, one of whom is not poor and is not counted among the poor."""
    each = ask(*ALKIRE_FOSTER).indicators
    assert each.rows.select("indicator", "raw", "censored", "weight").rows() == [
        ("clothing", 0.5, 0.25, 0.25),
        ("food", 0.5, 0.5, 0.25),
        ("power", 0.5, 0.5, 0.25),
        ("water", 0.25, 0.25, 0.25),
    ]
    assert each.rows["contribution"].to_list() == pytest.approx([1 / 6, 1 / 3, 1 / 3, 1 / 6])


def test_who_reaches_the_cutoff_exactly_is_poor() -> None:
    """Three thirds are weights that no decimal holds, and a third is a cutoff."""
    thirds = {"food": "1/3", "clothing": "1/3", "water": "1/3"}
    asked: dict[str, Any] = {"indicators": [*thirds], "weights": thirds}
    assert ask((1, 0, 0, 0), cutoff="1/3", **asked).total == fp.Rate(1, 1)
    assert ask((1, 0, 0, 0), cutoff="0.334", **asked).total == fp.Rate(0, 1)
    assert ask((1, 1, 0, 0), cutoff=Fraction(2, 3), **asked).total == fp.Rate(1, 1)


def test_weights_may_differ_and_equal_ones_are_told() -> None:
    weights = {"food": "0.7", "clothing": "0.1", "water": "0.1", "power": "0.1"}
    unequal = ask((1, 0, 0, 0), (0, 1, 1, 1), weights=weights)
    assert unequal.missing().select("household", "score_low").rows() == [("H-0", 0.7)]
    assert unequal.provenance.asked["indicators"] == (
        "clothing 1/10", "food 7/10", "power 1/10", "water 1/10",
    )  # fmt: skip
    assert "indicators weigh 1/4 each" in ask((1, 0, 0, 0)).provenance.assumptions
    assert not any("weigh" in text for text in unequal.provenance.assumptions)


def test_sizes_are_frequency_weights_and_households_count_as_one() -> None:
    lacks = ((1, 1, 1, 1), (0, 0, 0, 0))
    assert row(ask(*lacks, sizes=[3, 1]))["m0"] == 0.75
    assert row(ask(*lacks, sizes=[3, 1], weight="households"))["m0"] == 0.5


def test_what_was_not_looked_at_moves_the_bounds() -> None:
    """The first is poor whatever the unknown is, the second may be, the third is not."""
    result = ask((1, 1, None, 0), (1, None, 0, 0), (None, 0, 0, 0), (0, 0, 0, 0))
    assert result.total == fp.Rate(1, 4, unknown=1)
    told = row(result)
    assert (told["m0_low"], told["m0_high"]) == (0.5 / 4, (0.75 + 0.5) / 4)
    assert (told["known"], told["headcount"], told["m0"], told["intensity"]) == (1, 0, 0, None)
    listed = result.missing().select("household", "lacks", "not_known", "outcome")
    assert listed.rows() == [
        ("H-0", "food; clothing", "water", "poor"),
        ("H-1", "food", "clothing", "unknown"),
    ]


def test_bounds_of_an_indicator_are_those_of_its_own_answers() -> None:
    each = ask((1, 1, None, 0), (1, None, 0, 0)).indicators.rows
    bounds = ("raw_low", "raw_high", "censored_low", "censored_high")
    assert dict(zip(each["indicator"], each.select(bounds).rows(), strict=True)) == {
        "clothing": (0.5, 1, 0.5, 1),
        "food": (1, 1, 0.5, 1),
        "power": (0, 0, 0, 0),
        "water": (0, 0.5, 0, 0.5),
    }


def test_nobody_surveyed_leaves_everything_open() -> None:
    told = fp.Registry.of(households=[fp.Household(id="H-1", size=2)], surveys=[])
    result = fp.coverage.deprivation(told, on=ON, indicators=FOUR, cutoff=1)
    assert result.total == fp.Rate(0, 2, unknown=2)
    assert (row(result)["m0_low"], row(result)["m0_high"]) == (0, 1)
    assert result.indicators.rows["contribution"].to_list() == [None] * 4


def test_a_household_of_unknown_size_leaves_nothing_sure_about_persons() -> None:
    result = ask((1, 1, 1, 1), (0, 0, 0, 0), sizes=[1, None])
    told = row(result)
    assert (told["low"], told["high"], told["m0_low"], told["m0_high"]) == (0, 1, 0, 1)
    assert set(result.indicators.rows["raw_high"]) == {1}


def test_indicators_may_have_names_of_their_own_and_columns_of_the_user() -> None:
    told = fp.Registry.of(
        households=pl.DataFrame({"id": ["H-1", "H-2"], "size": [1, 1]}),
        surveys=pl.DataFrame(
            {"household": ["H-1", "H-2"], "on": ["2016-12-01"] * 2,
             "water": [False, True], "latrine": ["否", "是"]}
        ),
    )  # fmt: skip
    names = {"safe water": "water", "sanitation": "latrine"}
    result = fp.coverage.deprivation(told, on=ON, indicators=names, cutoff=1)
    assert result.missing()["lacks"].to_list() == ["safe water; sanitation"]
    assert result.provenance.asked["indicators"] == (
        "safe water (water) 1/2",
        "sanitation (latrine) 1/2",
    )


def test_rows_by_place_each_have_their_own_indicators() -> None:
    told = fp.Registry.of(
        households=[
            fp.Household(id=f"H-{n}", division=place, size=1)
            for n, place in enumerate(["510824102201", "510811101201"])
        ],
        surveys=[
            fp.Survey(household=f"H-{n}", on="2016-12-01", water=bool(n), power=False)
            for n in range(2)
        ],
    )
    asked: dict[str, Any] = {"indicators": ["water", "power"], "cutoff": 1, "by": "county"}
    result = fp.coverage.deprivation(told, on=ON, **asked)
    assert result.rows.select("division", "m0").rows() == [
        ("510811000000", 0),
        ("510824000000", 1),
    ]
    assert result.indicators.rows.select("division", "indicator", "raw", "censored").rows() == [
        ("510811000000", "power", 1, 0),
        ("510811000000", "water", 0, 0),
        ("510824000000", "power", 1, 1),
        ("510824000000", "water", 1, 1),
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"indicators": []}, "names nothing"),
        ({"indicators": ["food", "food"]}, "names something twice"),
        ({"indicators": ["measures"]}, "measures does not say yes or no"),
        ({"weights": {"food": 1}}, "weights= are of food"),
        ({"weights": dict.fromkeys(FOUR, "0.2")}, "add up to 4/5"),
        ({"weights": dict.fromkeys(FOUR, 0.25)}, "float is not exact"),
        ({"weights": dict.fromkeys(FOUR, "1/0")}, "no number"),
        ({"weights": dict.fromkeys(FOUR, "many")}, "no number"),
        ({"weights": {**dict.fromkeys(FOUR, "1/3"), "food": 0}}, "weight of food"),
        ({"weights": {**dict.fromkeys(FOUR, "0.0000001"), "food": "0.9999997"}}, "finer than"),
        ({"carry": True}, "carry says how a criterion is asked"),
        ({"policy": EXIT}, "give policy and criterion together"),
        ({"criterion": "household-exit"}, "give policy and criterion together"),
        ({"cutoff": 0}, "cutoff is 0"),
        ({"cutoff": "1.1"}, "cutoff is 11/10"),
        ({"cutoff": True}, "bool is not exact"),
        ({"weight": "heads"}, "no weight"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        ask((0, 0, 0, 0), **asked)


# ---------------------------------------------------------------- the parts of a criterion


def surveyed(*surveys: dict[str, Any], division: str | None = None) -> fp.Registry:
    """A household of one for each survey."""
    said = {"on": "2016-12-01", "income_until": ON}
    return fp.Registry.of(
        households=[
            fp.Household(id=f"H-{n}", size=1, division=division) for n, _ in enumerate(surveys)
        ],
        surveys=[fp.Survey(household=f"H-{n}", **{**said, **s}) for n, s in enumerate(surveys)],
    )


WELL: dict[str, Any] = {
    "net_income_per_head": 5000, "income_steady": True, "food": True, "clothing": True,
    "school_age_children": 0, "medical": True, "housing": True,
}  # fmt: skip


def test_the_parts_of_a_criterion_are_indicators() -> None:
    """Income is lacking on the line; education only where there are children of school age."""
    told = surveyed(
        WELL,
        {**WELL, "net_income_per_head": 2952, "food": False},
        {**WELL, "school_age_children": 1, "education": False, "housing": None},
    )
    result = fp.coverage.deprivation(told, EXIT, "household-exit", on=ON, cutoff="2/7")
    assert result.missing().select("household", "lacks", "not_known", "outcome").rows() == [
        ("H-1", "income; food", "", "poor"),
        ("H-2", "education", "housing", "unknown"),
    ]
    assert "indicators weigh 1/7 each" in result.provenance.assumptions
    assert result.provenance.books == ("cn-2016",)
    [rule] = result.provenance.rules
    assert rule["rule"] == "household-exit"


def test_some_parts_may_be_named_and_answers_assumed() -> None:
    told = surveyed({**WELL, "income_steady": None, "food": False})
    result = fp.coverage.deprivation(
        told, EXIT, "household-exit", on=ON, cutoff="1/2",
        indicators={"earning": "income-steady", "eating": "food"}, assume={"income_steady": False},
    )  # fmt: skip
    assert result.missing()["lacks"].to_list() == ["earning; eating"]
    assert result.provenance.asked["assume"] == {"income_steady": "False"}


def test_only_those_for_whom_the_book_holds_are_counted() -> None:
    sichuan = fp.policy.load("sichuan-2016")
    asked: dict[str, Any] = {"on": ON, "indicators": ["food"], "cutoff": 1}
    poor = {**WELL, "food": False}
    for division, rate in (
        ("510824102201", fp.Rate(1, 1)),
        ("610102001001", fp.Rate(0, 0)),
        ("51x8", fp.Rate(0, 0, unplaced=1)),
    ):
        told = surveyed(poor, division=division)
        result = fp.coverage.deprivation(told, sichuan, "household-exit", **asked)
        assert result.total == rate, division
    anywhere = fp.coverage.deprivation(surveyed(poor), sichuan, "household-exit", **asked)
    assert anywhere.total == fp.Rate(1, 1)
    assert any("taken to hold" in text for text in anywhere.provenance.assumptions)


MADE_UP = """
id = "made-up"
zh = "测试用（虚构）"
en = "made up"

[life]
since = 2016-01-01

[sources.notice]
title = "虚构通知"
issuer = "虚构单位"

[[criteria]]
id = "enough"
zh = "达标"
en = "enough"
unit = "household"
source = "notice"
checked = "unverified"
tree = {{ id = "root", zh = "根", en = "root", {tree} }}
"""
WATER = '{ id = "wet", zh = "水", en = "water", flag = "water" }'
POWER = '{ id = "lit", zh = "电", en = "power", flag = "power" }'
LABOUR = '{ id = "able", zh = "劳动力", en = "labour", flag = "labour" }'


@pytest.mark.parametrize(
    ("tree", "lacks"),
    [
        ('flag = "water"', "root"),
        (f"not = {POWER}", "root"),
        (f"any = [{WATER}, {LABOUR}]", "wet"),
        (f"all = [{WATER}, {POWER}], applies_when = {LABOUR}", "wet"),
        (f"least = 1, of = [{WATER}, {POWER}]", "wet"),
        (f'flag = "water", applies_when = {LABOUR}', "root"),
    ],
    ids=["leaf", "not", "any", "condition", "least", "leaf with a condition"],
)
def test_the_parts_are_those_of_the_root(tree: str, lacks: str) -> None:
    """Of a household without water, with power, and able to work."""
    book = fp.policy.parse(MADE_UP.format(tree=tree))
    told = surveyed({"water": False, "power": True, "labour": True})
    result = fp.coverage.deprivation(told, book, "enough", on=ON, cutoff="1/2")
    assert result.missing()["lacks"].to_list() == [lacks]


def test_where_a_criterion_does_not_apply_nothing_is_lacking() -> None:
    tree = f"all = [{WATER}], applies_when = {LABOUR}"
    book = fp.policy.parse(MADE_UP.format(tree=tree))
    told = surveyed({"water": False, "labour": False}, {"water": False, "labour": None})
    result = fp.coverage.deprivation(told, book, "enough", on=ON, cutoff=1)
    assert result.missing().select("household", "not_known").rows() == [("H-1", "wet")]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"criterion": "village-exit"}, "is of a village, in 1 books"),
        ({"policy": [EXIT, fp.policy.load("sichuan-2016")]}, "is of a household, in 2 books"),
        ({"indicators": ["food", "shoes"]}, "household-exit has no part shoes"),
        ({"by": "housing"}, "by= cannot be housing"),
    ],
)
def test_a_criterion_that_gives_no_indicators_is_refused(
    asked: dict[str, Any], message: str
) -> None:
    told = fp.Registry.of(
        households=pl.DataFrame({"id": ["H-1"], "housing": ["brick"]}),
        surveys=pl.DataFrame({"household": ["H-1"], "on": ["2016-12-01"]}),
    )
    policy, criterion = asked.pop("policy", EXIT), asked.pop("criterion", "household-exit")
    with pytest.raises(QuestionError, match=message):
        fp.coverage.deprivation(told, policy, criterion, on=ON, cutoff=1, **asked)


def test_one_indicator_may_stand_alone_as_text() -> None:
    assert ask((1, 0, 0, 0), indicators="food", cutoff=1).total == fp.Rate(1, 1)


def test_a_column_that_surveys_lack_is_named() -> None:
    with pytest.raises(SchemaError, match="no column latrine"):
        ask((0, 0, 0, 0), indicators=["latrine"])
