"""Places on 9 September 2016: four villages of two counties, three of them poor."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.coverage import Inspected, Planned, Posted
from fupin.errors import DivisionError, QuestionError, SchemaError

ON = "2016-09-09"
ONE, TWO, THREE, RICH = "510824102201", "510824102202", "510811101201", "510811101202"
VILLAGES = [
    fp.Village(division=ONE, poor=True), fp.Village(division=TWO, poor=True),
    fp.Village(division=THREE, poor=True), fp.Village(division=RICH, poor=False),
]  # fmt: skip


def seen(village: str | None, number: int | None = 1, **said: Any) -> fp.Inspection:
    """A village inspected by all three levels in spring."""
    told = {"levels": ["city", "county", "township"], "lead": "C-1", "on": "2016-05-04", **said}
    return fp.Inspection(division=village, round=number, **told)


def posted(post: str | None, place: str, person: str | None = "P-1", **said: Any) -> fp.Posting:
    return fp.Posting(person=person, post=post, division=place, **{"since": "2015-07-01", **said})


def ask(
    what: Any, of: Any = "poor-village", on: str = ON, by: Any = None, **tables: Any
) -> fp.Coverage:
    registry = fp.Registry.of(**{"villages": VILLAGES, **tables})
    return fp.coverage.places(registry, what, on=on, of=of, by=by)


def left_out(told: fp.Coverage) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = told.missing().select("place", "outcome").sort("place").rows()
    return rows


# --- Inspected -----------------------------------------------------------------------------------


def test_those_left_out_of_a_round_are_named() -> None:
    told = ask(Inspected(1), inspections=[seen(ONE), seen(TWO), seen(RICH)])
    assert told.total == fp.Rate(2, 3)
    assert left_out(told) == [(THREE, "unmet")]
    assert ask(Inspected(1), of="village", inspections=[seen(RICH)]).total == fp.Rate(1, 4)


def test_consecutive_rounds_are_every_one_of_them() -> None:
    rows = [seen(ONE, 1), seen(ONE, 2), seen(TWO, 1), seen(TWO, 1, lead="C-2"), seen(THREE, 2)]
    told = ask([Inspected(1), Inspected(2), Inspected(1, 2), Inspected()], inspections=rows)
    rates = {row["what"]: row["met"] for row in told.rows.to_dicts()}
    assert rates == {
        "inspected in round 1": 2, "inspected in round 2": 2, "inspected in rounds 1, 2": 1,
        "inspected": 3,
    }  # fmt: skip
    with pytest.raises(QuestionError, match="rows of several what= are never added together"):
        _ = told.total
    assert told.rate(what="inspected in rounds 1, 2") == fp.Rate(1, 3)


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        ({}, fp.Rate(1, 3)),
        ({"levels": ["county"]}, fp.Rate(0, 3)),
        ({"levels": []}, fp.Rate(0, 3, unknown=1)),
        ({"levels": ["city", "clan"]}, fp.Rate(0, 3, unknown=1)),
        ({"on": "2016-09-10"}, fp.Rate(0, 3)),
        ({"on": None}, fp.Rate(0, 3, unknown=1)),
        ({"assisting": True}, fp.Rate(0, 3)),
        ({"assisting": None}, fp.Rate(0, 3, unknown=1)),
        ({"number": None}, fp.Rate(0, 3, unknown=1)),
        ({"number": 0}, fp.Rate(0, 3, unknown=1)),
        ({"number": 2}, fp.Rate(0, 3)),
        ({"lead": None}, fp.Rate(1, 3)),
        ({"village": "510824102"}, fp.Rate(0, 3)),
        ({"village": None}, fp.Rate(0, 3)),
        ({"village": "51x8"}, fp.Rate(0, 3)),
    ],
)
def test_what_is_not_known_of_an_inspection_leaves_the_village_unknown(
    said: Any, rate: fp.Rate
) -> None:
    rows = [seen(**{"village": ONE, **said}), seen(RICH)]
    assert ask(Inspected(1, level="city"), inspections=rows).total == rate


def test_rows_that_contradict_each_other_are_not_sure() -> None:
    twice = [seen(ONE), seen(ONE, levels=["county"])]
    assert ask(Inspected(1, level="city"), inspections=twice).total == fp.Rate(1, 3)
    both = [seen(ONE), seen(ONE, levels=["city"])]
    assert ask(Inspected(1, level="city"), inspections=both).total == fp.Rate(0, 3, unknown=1)
    assert ask(Inspected(1, level="city"), inspections=[seen(ONE)] * 2).total == fp.Rate(1, 3)


@pytest.mark.parametrize(
    ("findings", "rate"),
    [
        ([["poverty-funds"]], fp.Rate(1, 3)),
        ([["poverty-by-illness", "poverty-funds"]], fp.Rate(1, 3)),
        ([["none"]], fp.Rate(0, 3)),
        ([["poverty-funds-late"]], fp.Rate(0, 3)),
        ([[]], fp.Rate(0, 3, unknown=1)),
        ([["none"], ["poverty-funds"]], fp.Rate(1, 3)),
        ([["poverty-funds"], ["poverty-funds", "staff"]], fp.Rate(0, 3, unknown=1)),
    ],
)
def test_what_was_found_is_asked_word_by_word(findings: Any, rate: fp.Rate) -> None:
    rows = [seen(ONE, findings=words) for words in findings]
    told = ask(Inspected(1, found="poverty-funds"), inspections=rows)
    assert told.total == rate
    assert ask(Inspected(2, found="poverty-funds"), inspections=rows).total == fp.Rate(0, 3)
    assert ask(Inspected(1), inspections=rows).total == fp.Rate(1, 3)


def test_words_may_have_spaces_about_them() -> None:
    row = {"division": ONE, "round": 1, "on": "2016-05-04", "assisting": "no"}
    told = pl.DataFrame([{**row, "levels": "county; city", "findings": "staff ; poverty-funds "}])
    asked = Inspected(1, level="city", found="poverty-funds")
    assert ask(asked, inspections=told).total == fp.Rate(1, 3)
    untold = ask(asked, inspections=told.drop("findings"))
    assert untold.total == fp.Rate(0, 3, unknown=1)


def test_inspections_that_assist_a_body_above_are_told_apart() -> None:
    rows = [seen(ONE), seen(TWO, assisting=True, lead="C-51")]
    told = ask([Inspected(), Inspected(assisting=True)], inspections=rows)
    assert dict(told.rows.select("what", "met").rows()) == {
        "inspected": 1, "inspected, assisting a body above": 1,
    }  # fmt: skip
    assert told.provenance.assumptions == ()
    plain = pl.DataFrame({"division": [ONE], "round": [1], "on": ["2016-05-04"]})
    registry = fp.Registry.of(villages=[*VILLAGES], inspections=plain)
    untold = fp.coverage.places(registry, [Inspected(), Inspected(assisting=True)], on=ON)
    assert dict(untold.rows.select("what", "met").rows()) == {
        "inspected": 1, "inspected, assisting a body above": 0,
    }  # fmt: skip
    said = "no column inspections.assisting: every inspection is taken as the congresses' own"
    assert untold.provenance.assumptions == (said,)


# --- Posted --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "rate"),
    [
        ("county", fp.Rate(1, 2)),
        ("township", fp.Rate(1, 2)),
        ("poor-village", fp.Rate(1, 3)),
        ("village", fp.Rate(1, 4)),
        (["510824", "510811000000", "5108"], fp.Rate(1, 3)),
    ],
)
def test_a_post_is_filled_at_the_place_itself(of: Any, rate: fp.Rate) -> None:
    """The secretary of a county is none of its townships and villages."""
    post = "full-time-deputy-secretary"
    rows = [posted(post, place) for place in ("510824", "510824102", ONE)]
    told = ask(Posted(post), of=of, postings=rows)
    assert told.total == rate
    assumed = "the places are those that the villages given lie in"
    assert (assumed in told.provenance.assumptions) is (of in ("county", "township"))


def test_every_post_of_a_list_must_be_filled_on_the_day() -> None:
    rows = [
        posted("first-secretary", ONE), posted("work-team", ONE, "P-2"),
        posted("first-secretary", TWO), posted("work-team", TWO, "P-3", until=ON),
        posted("work-team", THREE), posted("work-team", THREE, "P-4"),
    ]  # fmt: skip
    both = Posted("work-team", "first-secretary")
    told = ask(both, postings=rows, by="county")
    assert told.total == fp.Rate(1, 3)
    assert told.rows.select("division", "met", "unmet").rows() == [
        ("510811000000", 0, 1), ("510824000000", 1, 1),
    ]  # fmt: skip
    assert ask(both, postings=rows, on="2016-09-08").total == fp.Rate(2, 3)


@pytest.mark.parametrize(
    "row",
    [
        posted(None, ONE),
        posted("guest", ONE),
        posted("work-team", ONE, None),
        posted("work-team", ONE, since=None),
        posted("work-team", ONE, since="2016-01-01", until="2015-01-01"),
    ],
)
def test_a_posting_that_is_not_sure_fills_no_post_for_sure(row: fp.Posting) -> None:
    assert ask(Posted("work-team"), postings=[row]).total == fp.Rate(0, 3, unknown=1)
    ended = [posted("work-team", ONE), posted("work-team", ONE, until="2016-01-01")]
    assert ask(Posted("work-team"), postings=ended).total == fp.Rate(1, 3)


# --- Planned -------------------------------------------------------------------------------------


def plan(of: str | None = ONE, **said: Any) -> fp.Plan:
    return fp.Plan(id="N-1", division=of, **{"since": "2015-01-01", "until": "2018-01-01", **said})


@pytest.mark.parametrize(
    ("plans", "rate"),
    [
        ([plan()], fp.Rate(1, 3)),
        ([plan(until=ON)], fp.Rate(0, 3)),
        ([plan(), plan(version=2, since="2016-03-01")], fp.Rate(1, 3)),
        ([plan(since=None)], fp.Rate(0, 3, unknown=1)),
        ([plan(), plan(until=None)], fp.Rate(0, 3, unknown=1)),
        ([plan(), plan(TWO)], fp.Rate(0, 3, unknown=2)),
        ([plan(None)], fp.Rate(0, 3)),
    ],
)
def test_a_plan_of_the_village_is_in_force(plans: list[fp.Plan], rate: fp.Rate) -> None:
    assert ask(Planned(), plans=plans).total == rate


# --- Which places --------------------------------------------------------------------------------


def test_a_village_of_which_nobody_says_whether_it_is_poor_may_be_on_the_list() -> None:
    villages = [*VILLAGES, fp.Village(division="510811101203")]
    told = ask(Inspected(1), villages=villages, inspections=[seen(ONE)])
    assert told.total == fp.Rate(1, 3, unplaced=1)
    assert ("510811101203", "unknown") in left_out(told)


def test_places_that_cannot_be_asked_are_refused() -> None:
    rows: dict[str, Any] = {"inspections": [seen(ONE)], "plans": [], "postings": []}
    for what in (Inspected(1), [Planned(), Posted("work-team")]):
        with pytest.raises(QuestionError, match="asked of villages, not of a county"):
            ask(what, of="county", **rows)
    with pytest.raises(QuestionError, match="no places 'hamlet': expected poor-village, village"):
        ask(Inspected(1), of="hamlet", **rows)
    with pytest.raises(QuestionError, match="by= cannot be poor: only villages have columns"):
        ask(Posted("work-team"), of="county", by="poor", **rows)
    with pytest.raises(QuestionError, match="at least one condition, and none of them twice"):
        ask([Inspected(1), Inspected(1)], **rows)
    with pytest.raises(QuestionError, match="at least one condition"):
        ask([], **rows)
    with pytest.raises(DivisionError):
        ask(Inspected(1), of=["51x8"], **rows)
    with pytest.raises(SchemaError, match=r"coverage\.places needs the table: pass inspections="):
        ask(Inspected(1))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Inspected(0), "rounds are counted from 1"),
        (lambda: Inspected(found="funds;staff"), "found= must be one kind of finding, in one word"),
        (lambda: Inspected(found=" "), "found= must be one kind of finding"),
        (lambda: Inspected(1, level="clan"), "no level 'clan' of congresses: expected one of city"),
        (Posted, "posts are none: expected one or more of first-secretary"),
        (lambda: Posted("guest", "work-team"), "posts are guest: expected one or more of"),
    ],
)
def test_a_condition_is_refused_where_it_asks_nothing_there_is(make: Any, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        make()


def test_villages_may_be_counted_by_a_column_of_theirs_and_day_by_day() -> None:
    told = ask(Inspected(1), of="village", by="poor", inspections=[seen(ONE)])
    assert told.rows.select("poor", "places", "met").rows() == [(False, 1, 0), (True, 3, 1)]
    registry = fp.Registry.of(villages=VILLAGES, inspections=[seen(ONE)])
    days = ["2016-05-03", "2016-05-04"]
    line = fp.coverage.timeline(fp.coverage.places, registry, Inspected(1), days=days)
    assert line.rows["met"].to_list() == [0, 1]


# --- The agenda ----------------------------------------------------------------------------------


def test_items_of_a_plan_are_done_to_come_or_not_known() -> None:
    items = [
        fp.AgendaItem(id="A-1", form="report", year=2016, division="5108", on="2016-04-28"),
        fp.AgendaItem(id="A-2", form="report", year=2016, division="5108", on="2016-10-20"),
        fp.AgendaItem(id="A-3", form="special-inquiry", year=2016, division="5108"),
        fp.AgendaItem(id="A-4", form="report", year=2015, division="5108", on="2015-04-28"),
        fp.AgendaItem(id="A-5", form="report", division="5108"),
    ]
    registry = fp.Registry.of(agenda=items)
    told = fp.coverage.agenda(registry, on=ON, year=2016, by=["city", "form"])
    assert told.rows.select("division", "form", *told.measures).rows() == [
        ("510800000000", "report", 2, 1, 1, 0, 1),
        ("510800000000", "special-inquiry", 1, 0, 0, 1, 0),
    ]
    assert told.total == fp.Rate(1, 3, unknown=1, unplaced=1)
    assert told.missing().select("item", "outcome").rows() == [
        ("A-2", "unmet"), ("A-3", "unknown"), ("A-5", "unknown"),
    ]  # fmt: skip
    assert fp.coverage.agenda(registry, on=ON).total == fp.Rate(2, 5, unknown=2)
