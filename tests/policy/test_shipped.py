"""Shipped rules: every figure is that of its source, and every value says where it was read."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest
from pydantic import ValidationError

import fupin as fp
from fupin import policy
from fupin.errors import NotInForceError, NoValueError
from fupin.outcomes import Outcome
from fupin.policy import Books, Node, Parameter

FOLDER = resources.files("fupin.policy") / "rules"
BOOKS = {name: policy.load(name) for name in policy.shipped()}
MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
SOURCED = ("pairing", "duties", "terms", "facts", "criteria", "procedures")


def sourced(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every entry of a book, as it is written, that must name a source."""
    yield from (entry for part in SOURCED for entry in raw.get(part, ()))
    yield from (v for parameter in raw.get("parameters", ()) for v in parameter.get("values", ()))
    for rule in raw.get("pairing", ()):
        yield from (q for one in (rule, *rule.get("yardsticks", ())) for q in one["quotas"])


def node(book: str, criterion: str, name: str) -> Node:
    """A node of a criterion, by id."""
    return next(n for n in BOOKS[book].criterion(criterion).tree.nodes() if n.id == name)


def parameter(book: str, name: str) -> Parameter:
    return BOOKS[book].parameter(name)


# --- Every value has its grounds ----------------------------------------------------------------


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_that_leaves_out_one_source_is_refused(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text("utf-8")
    for number in range(len(list(sourced(tomllib.loads(text))))):
        raw = tomllib.loads(text)
        del list(sourced(raw))[number]["source"]
        with pytest.raises(ValidationError) as told:
            policy.Rulebook.model_validate({**raw, "extends": ()}, context={"whole": False})
        assert [fault["loc"][-1] for fault in told.value.errors()] == ["source"]


@pytest.mark.parametrize("name", BOOKS)
def test_every_number_of_a_tree_rests_on_a_source_of_its_book(name: str) -> None:
    book = BOOKS[name]
    for criterion in book.criteria:
        cited = {n.source or criterion.source for n in criterion.tree.nodes()}
        assert cited <= set(book.sources)


@pytest.mark.parametrize("name", BOOKS)
def test_what_is_not_the_text_itself_says_how_it_was_read(name: str) -> None:
    values = [value for p in BOOKS[name].parameters for value in p.values]
    assert all(value.reading for value in values if value.checked != "text")


def test_a_source_whose_date_was_not_seen_has_none() -> None:
    assert BOOKS["cn-lines"].sources["yearbook"].date is None


# --- Where and when -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "division", "life", "extends", "replaced"),
    [
        ("cn-lines", None, "2010-01-01..", (), None),
        ("cn-2016", None, "2016-04-29..", ("cn-lines",), None),
        ("sichuan-2015", "51", "2015-12-18..2016-08-17", ("cn-lines",), "sichuan-2016"),
        ("sichuan-2016", "51", "2016-08-18..", ("cn-2016",), None),
        ("cn-monitoring-2021", None, "2021-01-01..2026-02-02", (), "cn-2026"),
        ("cn-2026", None, "2026-02-03..", (), None),
        ("cn-microcredit-2014", None, "2015-01-01..2020-12-31", (), "cn-microcredit-2021"),
        ("cn-microcredit-2021", None, "2021-01-01..2025-12-31", (), None),
        ("guangyuan-office-2016", None, "2016-09-09..2016-12-31", (), None),
        ("zhaohua-2016", "510811", "2016-09-09..2016-12-31", (), None),
        ("cn-deputies-2015", None, "2015-08-29..2025-03-10", (), "cn-deputies-2025"),
        ("cn-deputies-2025", None, "2025-03-11..", (), None),
        ("cn-supervision", None, "2007-01-01..", (), None),
    ],
)
def test_a_book_holds_in_its_place_and_days(
    name: str, division: str | None, life: str, extends: tuple[str, ...], replaced: str | None
) -> None:
    book = BOOKS[name]
    assert (book.division, str(book.life.period)) == (division, life)
    assert (book.extends, book.superseded_by) == (extends, replaced)


@pytest.mark.parametrize("name", sorted(set(BOOKS) - {"guangyuan-2016"}))
def test_days_that_no_source_gives_are_told_as_a_reading(name: str) -> None:
    assert BOOKS[name].life.reading


def test_a_book_that_is_replaced_ends_on_the_day_the_next_begins() -> None:
    pairs = [(b, BOOKS[b.superseded_by]) for b in BOOKS.values() if b.superseded_by]
    assert len(pairs) == 4
    assert all(old.life.until == new.life.period.since for old, new in pairs)


@pytest.mark.parametrize(
    ("on", "ids", "limit"),
    [
        (dt.date(2016, 8, 17), ("sichuan-2015",), "0.04"),
        (dt.date(2016, 8, 18), ("sichuan-2016",), "0.03"),
    ],
)
def test_the_day_before_is_the_old_rule_and_the_day_itself_the_new(
    on: dt.date, ids: tuple[str, ...], limit: str
) -> None:
    books = Books.of([BOOKS["sichuan-2015"], BOOKS["sichuan-2016"]]).on(on)
    assert books.ids == ids
    [applied] = books.criteria("village-exit")
    assert applied.book.parameter("incidence-limit").on(on).number == Decimal(limit)


def test_sichuan_goes_before_the_nation_and_only_in_sichuan() -> None:
    group = Books.of([BOOKS["cn-2016"], BOOKS["sichuan-2016"]]).criteria("household-exit")
    assert [applied.book.id for applied in group] == ["sichuan-2016", "cn-2016"]


def test_an_attested_book_says_until_when_it_answers() -> None:
    said = Books.of(BOOKS["sichuan-2015"]).assumed(None)
    assert said == ("sichuan-2015 is attested on 2015-12-18 and answers until 2016-08-17",)


@pytest.mark.parametrize(
    ("name", "on"), [("cn-2016", "2016-04-28"), ("cn-monitoring-2021", "2020-12-31")]
)
def test_before_its_first_day_a_book_raises(name: str, on: str) -> None:
    with pytest.raises(NotInForceError):
        Books.of(BOOKS[name]).on(dt.date.fromisoformat(on))


# --- What the sources ask -----------------------------------------------------------------------

HOUSEHOLD = ["income", "income-steady", "food", "clothing", "education", "medical", "housing"]


@pytest.mark.parametrize(
    ("name", "criterion", "leaves"),
    [
        ("cn-2016", "household-exit", HOUSEHOLD),
        ("sichuan-2016", "household-exit", [*HOUSEHOLD, "water", "power", "broadcast"]),
        ("sichuan-2015", "household-exit", ["income", "income-steady", "housing", "education"]),
        ("cn-2016", "village-exit", ["incidence-general", "in-the-west"]),
        ("cn-2016", "county-exit", ["incidence-general", "in-the-west"]),
        (
            "sichuan-2015",
            "village-exit",
            [
                "incidence", "collective-income", "paved-road", "water", "power", "clinic",
                "culture-room", "network",
            ],
        ),
        (
            "sichuan-2016",
            "village-exit",
            ["incidence", "collective-income", "paved-road", "clinic", "culture-room", "network"],
        ),
        (
            "sichuan-2016",
            "county-exit",
            ["incidence", "township-schools", "township-clinics", "service-centres"],
        ),
        ("cn-monitoring-2021", "unstable-after-exit", ["exited", "weak-income", "risk"]),
        ("cn-monitoring-2021", "marginal-at-risk", ["not-exited", "weak-income", "risk"]),
        (
            "cn-monitoring-2021",
            "sudden-difficulty",
            ["income-not-low", "sudden-hardship", "risk"],
        ),
        (
            "cn-monitoring-2021",
            "risk-eliminated",
            [
                "income-steady", "income", "spending-settled", "education", "medical", "housing",
                "water", "risk-gone", "months-watched", "measures", "labour",
            ],
        ),
        ("cn-2026", "at-risk", ["strained", "risk"]),
    ],
)  # fmt: skip
def test_a_criterion_asks_what_its_source_asks(
    name: str, criterion: str, leaves: list[str]
) -> None:
    assert [part.id for part in BOOKS[name].criterion(criterion).tree.parts] == leaves


def test_the_first_rule_of_sichuan_for_counties_is_the_incidence_alone() -> None:
    tree = BOOKS["sichuan-2015"].criterion("county-exit").tree
    assert (tree.compare, tree.is_, tree.parameter) == ("incidence", "under", "incidence-limit")


@pytest.mark.parametrize("name", ["cn-2016", "sichuan-2015", "sichuan-2016"])
def test_exit_of_a_household_is_asked_of_those_in_need(name: str) -> None:
    assert BOOKS[name].criterion("household-exit").population == "in_need"


@pytest.mark.parametrize("name", ["cn-2016", "sichuan-2015", "sichuan-2016"])
def test_income_must_be_over_the_national_line_of_its_own_year(name: str) -> None:
    income = node(name, "household-exit", "income")
    asked = (income.compare, income.is_, income.parameter, income.at)
    assert asked == ("net_income_per_head", "over", "national-line", "income_until")
    assert "disposable" in (income.reading or "")


@pytest.mark.parametrize(
    ("name", "limit", "number", "checked"),
    [
        ("cn-2016", "incidence-limit", "0.02", "text"),
        ("cn-2016", "incidence-limit-west", "0.03", "text"),
        ("sichuan-2015", "incidence-limit", "0.04", "text"),
        ("sichuan-2016", "incidence-limit", "0.03", "text"),
        ("cn-monitoring-2021", "monitoring-floor", "6000", "secondary"),
    ],
)
def test_a_limit_is_the_number_of_its_source(
    name: str, limit: str, number: str, checked: str
) -> None:
    [value] = parameter(name, limit).values
    assert (value.number, value.checked) == (Decimal(number), checked)


def test_half_a_year_and_one_measure_are_the_practice_of_a_district() -> None:
    criterion = BOOKS["cn-monitoring-2021"].criterion("risk-eliminated")
    found = {n.id: f"{n.is_} {n.value}" for n in criterion.tree.leaves() if n.value is not None}
    assert (found["months-watched"], found["measures"]) == ("at_least 6", "at_least 1")
    assert (criterion.source, criterion.checked) == ("yijiang", "secondary")


def test_the_west_is_twelve_provinces_by_a_list_that_nobody_checked() -> None:
    [west] = parameter("cn-2016", "western-regions").values
    assert " ".join(west.codes) == "15 45 50 51 52 53 54 61 62 63 64 65"
    assert west.checked == "unverified"


def test_the_number_of_the_national_text_is_the_one_that_provinces_cite() -> None:
    assert BOOKS["cn-2016"].sources["opinion-2016"].number == "厅字〔2016〕16号"
    assert "中办发〔2016〕16号" in (BOOKS["cn-2016"].life.reading or "")


# --- What no source gives -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "asked", "on"),
    [
        ("cn-2016", "western-counties-beyond", "2016-12-31"),
        ("cn-monitoring-2021", "monitoring-line", "2021-06-30"),
        ("cn-monitoring-2021", "monitoring-line", "2025-12-31"),
        ("cn-2026", "monitoring-line", "2026-06-30"),
    ],
)
def test_what_is_set_locally_has_no_value_and_says_who_sets_it(
    name: str, asked: str, on: str
) -> None:
    entry = parameter(name, asked)
    with pytest.raises(NoValueError, match=r"Supply it: policy\.amend") as told:
        entry.on(dt.date.fromisoformat(on))
    assert entry.set_by
    assert entry.set_by in str(told.value)


def test_the_floor_of_2021_is_told_for_no_other_year() -> None:
    with pytest.raises(NotInForceError):
        parameter("cn-monitoring-2021", "monitoring-floor").on(dt.date(2022, 1, 1))


def test_places_beyond_the_west_stand_in_no_tree_so_that_the_east_is_not_in_doubt() -> None:
    asked = {n.within for c in BOOKS["cn-2016"].criteria for n in c.tree.leaves()}
    assert asked == {None, "western-regions"}


# --- On the line --------------------------------------------------------------------------------


def village(division: str, poor: int) -> fp.VillageSurvey:
    return fp.VillageSurvey(
        division=division, on="2016-12-31", poor_persons=poor, rural_population=1000,
        collective_income=True, paved_road=True, clinic=True, culture_room=True, network=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "division", "poor", "own", "strict"),
    [
        ("cn-2016", "320324104201", 19, MET, MET),
        ("cn-2016", "320324104201", 20, MET, UNMET),
        ("cn-2016", "320324104201", 21, UNMET, UNMET),
        ("cn-2016", "320324104201", 30, UNMET, UNMET),
        ("cn-2016", "510824102201", 29, MET, MET),
        ("cn-2016", "510824102201", 30, MET, UNMET),
        ("cn-2016", "510824102201", 31, UNMET, UNMET),
        ("sichuan-2016", "510824102201", 29, MET, MET),
        ("sichuan-2016", "510824102201", 30, MET, UNMET),
        ("sichuan-2016", "510824102201", 31, UNMET, UNMET),
    ],
)
def test_on_the_line_the_two_readings_part(
    name: str, division: str, poor: int, own: Outcome, strict: Outcome
) -> None:
    seen, book = village(division, poor), BOOKS[name]
    found = [
        fp.criteria.assess(seen, book, "village-exit", on="2016-12-31", yardstick=y).outcome
        for y in (None, "under")
    ]
    assert found == [own, strict]


@pytest.mark.parametrize(("poor", "outcome"), [(39, MET), (40, UNMET)])
def test_on_the_four_per_cent_of_2015_there_is_one_reading(poor: int, outcome: Outcome) -> None:
    county = fp.CountySurvey(
        division="510824", on="2016-06-30", poor_persons=poor, rural_population=1000
    )
    book = BOOKS["sichuan-2015"]
    assert fp.criteria.assess(county, book, "county-exit", on="2016-06-30").outcome is outcome
    assert book.criterion("county-exit").yardsticks == ()


@pytest.mark.parametrize(
    ("yuan", "outcome"), [("2951.99", UNMET), ("2952", UNMET), ("2952.01", MET)]
)
def test_income_on_the_line_is_not_over_it(yuan: str, outcome: Outcome) -> None:
    survey = fp.Survey(
        household="H-1", on="2017-03-01", income_until="2016-12-31", net_income_per_head=yuan,
        income_steady=True, food=True, clothing=True, school_age_children=0, medical=True,
        housing=True,
    )  # fmt: skip
    found = fp.criteria.assess(survey, BOOKS["cn-2016"], "household-exit", on="2017-03-31")
    assert found.outcome is outcome


def test_income_of_2017_meets_a_line_that_is_not_known() -> None:
    survey = fp.Survey(
        household="H-1", on="2018-01-10", income_until="2017-12-31", net_income_per_head="3300"
    )
    found = fp.criteria.assess(survey, BOOKS["cn-2016"], "household-exit", on="2018-01-31")
    assert found.outcome is UNKNOWN
    assert "income" in found.needed
