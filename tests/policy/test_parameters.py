"""Parameters: values by their own days, gaps, values nobody knows, and the last one carried on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from fupin import policy
from fupin.divisions import Division
from fupin.errors import NotInForceError, NoValueError
from fupin.outcomes import Outcome
from fupin.policy import Parameter, Value
from fupin.policy.limits import limit_on, limits
from fupin.policy.parameters import holds_codes
from tests.policy.criteria import TEXT, problems, with_leaf

MET, UNMET, UNKNOWN = Outcome
LINE = policy.parse(TEXT).parameter("line")
GROUNDS = {"source": "notice", "checked": "text"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def parameter(*values: tuple[str, str | None, str | None]) -> Parameter:
    """A parameter of values by their days; None: nobody knows the number."""
    return Parameter(
        id="line", zh="扶贫标准", en="line", unit="yuan per person per year", set_by="the state",
        values=[
            Value(since=since, until=until, number=number, **GROUNDS)  # type: ignore[arg-type]
            for since, until, number in values
        ],
    )  # fmt: skip


GAPS = parameter(
    ("2014-01-01", "2015-01-01", "2800"),
    ("2016-01-01", "2017-01-01", "2952"),
    ("2017-01-01", "2018-01-01", None),
    ("2019-01-01", "2020-01-01", "3218"),
)


@pytest.mark.parametrize(
    ("on", "number"),
    [
        ("2014-01-01", 2800), ("2014-12-31", 2800), ("2016-01-01", 2952), ("2016-12-31", 2952),
        ("2019-01-01", 3218), ("2019-12-31", 3218),
    ],
)  # fmt: skip
def test_a_value_holds_from_its_first_day_up_to_the_first_it_no_longer_does(
    on: str, number: int
) -> None:
    assert GAPS.on(day(on)).number == number
    assert GAPS.on(day(on), carry=True).number == number


@pytest.mark.parametrize(
    ("on", "nearest", "carried"),
    [
        ("2013-12-31", ["2014-01-01"], None),
        ("2015-01-01", ["2014-12-31", "2016-01-01"], 2800),
        ("2018-06-30", ["2016-12-31", "2019-01-01"], 2952),
        ("2020-01-01", ["2019-12-31"], 3218),
    ],
)
def test_in_a_gap_it_has_no_value_and_names_the_nearest_days_that_have(
    on: str, nearest: list[str], carried: int | None
) -> None:
    with pytest.raises(NotInForceError) as told:
        GAPS.on(day(on))
    assert [str(near) for near in told.value.nearest] == nearest
    assert f"line has no value on {on}: the nearest is on {' or '.join(nearest)}" in str(told.value)
    if carried is None:
        with pytest.raises(NotInForceError):
            GAPS.on(day(on), carry=True)
    else:
        assert GAPS.on(day(on), carry=True).number == carried


def test_a_value_nobody_knows_is_told_with_who_sets_it_and_carried_over() -> None:
    with pytest.raises(NoValueError, match=r"2017-06-30: the state\. Supply it: policy\.amend"):
        GAPS.on(day("2017-06-30"))
    assert GAPS.on(day("2017-06-30"), carry=True).number == 2952


@pytest.mark.parametrize("empty", [parameter(), parameter(("2016-01-01", None, None))])
@pytest.mark.parametrize("carry", [False, True])
def test_a_parameter_without_any_value_says_how_to_supply_one(
    empty: Parameter, carry: bool
) -> None:
    for on in ("2015-12-31", "2016-06-30"):
        with pytest.raises(NoValueError, match="Supply it"):
            empty.on(day(on), carry=carry)
    assert empty.known(carry=carry) == ()


def test_without_anybody_who_sets_it_its_source_is_silent() -> None:
    silent = parameter().model_copy(update={"set_by": None})
    with pytest.raises(NoValueError, match="its source does not give it"):
        silent.on(day("2016-06-30"))


def test_what_is_known_stands_in_order_and_reaches_to_the_next_where_it_is_carried() -> None:
    assert [str(period) for period, _ in GAPS.known()] == [
        "2014-01-01..2014-12-31", "2016-01-01..2016-12-31", "2019-01-01..2019-12-31",
    ]  # fmt: skip
    assert [str(period) for period, _ in GAPS.known(carry=True)] == [
        "2014-01-01..2015-12-31", "2016-01-01..2018-12-31", "2019-01-01..",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("since = 2016-01-01, until = 2017-01-01", "since = 2015-12-31", "two values on one day"),
        ("since = 2016-01-01, until", "since = 2017-06-01, until", "ends after it"),
        ('codes = ["51"]', 'codes = ["51"], number = 1', "give a number or codes, not both"),
        ('codes = ["51"]', 'codes = ["51x8"]', "no division code"),
        ("number = 2855", "number = nan", "finite number"),
        ("number = 2855", "number = inf", "finite number"),
        ("number = 2855", "number = true", "Decimal"),
        ("number = 2855", "number = 1e10", "less than or equal to 1000000000"),
        ("number = 2855", "number = -1e10", "greater than or equal to -1000000000"),
        ("number = 2855", "number = 2855.0000001", "no more than 6 decimal places"),
        ("number = 2855", "since_when = 1", "Extra inputs"),
        ("since = 2015-01-01, until", "since = 2015, until", "date"),
        ('id = "places"', 'id = "line"', "parameter stands twice: line"),
    ],
)
def test_a_value_that_is_none_is_refused_with_its_place(old: str, new: str, fault: str) -> None:
    told = problems(TEXT.replace(old, new, 1))
    assert any(fault in one for one in told)
    assert all(" @ mine" in one for one in told)


def test_two_values_on_one_day_are_told_with_their_periods() -> None:
    [told] = problems(TEXT.replace("until = 2016-01-01", "until = 2016-01-02"))
    assert told == (
        "2015-01-01..2016-01-01 and 2016-01-01..2016-12-31: two values on one day; expected one "
        "@ mine: parameters[0]"
    )


def test_a_value_cannot_be_changed_after_it_was_read() -> None:
    with pytest.raises(ValidationError):
        LINE.values[0].number = Decimal(1)


# --- Limits ---------------------------------------------------------------------------------------


def leaf_of(said: str) -> tuple[policy.Rulebook, policy.Node]:
    """A book whose second leaf asks something."""
    book = policy.parse(with_leaf(said))
    return book, book.criterion("exit").tree.all[1]


def test_a_number_of_the_criterion_itself_is_the_limit_on_every_day() -> None:
    [limit] = limits(*leaf_of('compare = "rooms", is = "over", value = 2.5'), day("1999-01-01"))
    assert (limit.number, limit.period, limit.value) == (Fraction(5, 2), None, None)


def test_a_parameter_is_taken_on_the_day_of_the_question() -> None:
    asked = leaf_of('compare = "net_income_per_head", is = "over", parameter = "line"')
    [limit] = limits(*asked, day("2016-06-30"))
    assert (int(limit.number), limit.period) == (2952, None)
    with pytest.raises(NotInForceError):
        limits(*asked, day("2017-01-01"))
    [carried] = limits(*asked, day("2017-01-01"), carry=True)
    assert carried.number == 2952


def test_or_on_a_day_of_the_evidence() -> None:
    """Then it has a limit for every period, whatever day is asked about."""
    asked = 'compare = "net_income_per_head", is = "over", parameter = "line", at = "on"'
    told = limits(*leaf_of(asked), day("2030-01-01"))
    assert [(int(limit.number), str(limit.period)) for limit in told] == [
        (2855, "2015-01-01..2015-12-31"), (2952, "2016-01-01..2016-12-31"),
    ]  # fmt: skip
    carried = limits(*leaf_of(asked), day("2030-01-01"), carry=True)
    assert [str(limit.period) for limit in carried] == ["2015-01-01..2015-12-31", "2016-01-01.."]


def test_a_parameter_without_a_value_says_so_whatever_day_it_is_taken_on() -> None:
    text = with_leaf('compare = "net_income_per_head", is = "over", parameter = "line", at = "on"')
    bare = text.replace("number = 2855, ", "").replace("number = 2952, ", "")
    book = policy.parse(bare)
    with pytest.raises(NoValueError, match="Supply it"):
        limits(book, book.criterion("exit").tree.all[1], day("2016-06-30"))


# --- Places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "place", "outcome"),
    [
        (["51"], "5108", MET), (["5108"], "51", UNMET), (["5108"], "510824102201", MET),
        (["51", "52"], "520000000000", MET), (["52"], "5108", UNMET), (["52"], None, UNKNOWN),
        (["441900"], "441900003", MET), (["510824000000"], "510824", MET),
    ],
)  # fmt: skip
def test_a_place_lies_in_a_list_of_divisions_or_not(
    codes: list[str], place: str | None, outcome: Outcome
) -> None:
    value = Value(since=day("2016-01-01"), codes=tuple(codes), source="notice", checked="text")
    assert holds_codes(value, None if place is None else Division.of(place)) is outcome


def test_evidence_of_an_unknown_day_or_of_one_without_a_value_meets_no_limit() -> None:
    asked = 'compare = "net_income_per_head", is = "over", parameter = "line", at = "on"'
    leaf = leaf_of(asked)
    assert limit_on(*leaf, day("2016-06-30"), None) is None
    assert limit_on(*leaf, day("2016-06-30"), day("2019-12-31")) is None
    found = limit_on(*leaf, day("2016-06-30"), day("2015-12-31"))
    assert found is not None
    assert found.number == 2855
