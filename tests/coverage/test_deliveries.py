"""What acts of help gave: what counts when, how often, for whom, and what is not known of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pytest

import fupin as fp
from fupin.dates import Period
from fupin.errors import AmountError, QuestionError, SchemaError

ON = "2016-09-09"


def told(*acts: Any, **asked: Any) -> fp.coverage.Deliveries:
    """What some acts gave, on the day of the report."""
    return fp.coverage.deliveries(fp.Registry.of(acts=list(acts)), **{"on": ON, **asked})


def act(id: str = "A-1", **said: Any) -> fp.Act:  # noqa: A002 - as the field is called
    """An act of planting, of a day unless another time is said."""
    when = {} if {"on", "since", "until"} & set(said) else {"on": "2016-03-12"}
    return fp.Act(**{"id": id, "kind": "planting", **when, **said})


@pytest.mark.parametrize(
    ("on", "number"), [("2016-09-08", 1), ("2016-09-09", 1), ("2016-09-10", 0)]
)
def test_an_act_counts_from_its_day_on(on: str, number: int) -> None:
    """The day of knowledge is in the window; the day after it is not."""
    assert told(act(on=on)).quantity("act") == fp.Quantity.of(number, "act")


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2016-01-01", "2017-01-01", "0 to 1 act"),
        ("2016-01-01", "2016-09-10", "1 act"),
        ("2015-12-31", "2016-09-10", "0 to 1 act"),
        ("2015-01-01", "2016-01-01", "0 act"),
        ("2016-09-10", "2016-12-01", "0 act"),
        ("2016-01-01", None, "0 to 1 act"),
        (None, "2016-03-01", "0 to 1 act"),
        ("2016-03-01", "2016-02-01", "0 to 1 act"),
    ],
)
def test_an_act_of_some_day_of_a_period_counts_where_all_of_it_is_inside(
    since: str, until: str | None, expected: str
) -> None:
    """In 2016, as known on 9 September: inside, outside, or nobody knows."""
    given = told(act(since=since, until=until), window=Period.year(2016))
    assert str(given.quantity("act")) == expected


def test_without_a_beginning_of_the_window_what_ended_before_the_day_was_done() -> None:
    """All days up to the day: an act of some day before March was done."""
    assert str(told(act(since=None, until="2016-03-01")).quantity("act")) == "1 act"


@pytest.mark.parametrize(
    ("every", "since", "until", "times"),
    [
        ("month", "2016-01-31", None, 8),
        ("month", "2016-01-09", None, 9),
        ("month", "2016-01-10", None, 8),
        ("month", "2015-11-30", "2016-03-01", 2),
        ("quarter", "2015-11-30", None, 3),
        ("year", "2014-02-28", None, 1),
        ("month", "2016-09-10", None, 0),
        ("month", "2014-01-01", "2015-01-01", 0),
    ],
)
def test_a_rhythm_counts_as_often_as_it_falls_into_the_window(
    every: str, since: str, until: str | None, times: int
) -> None:
    """In 2016 up to 9 September, on the day of the month that it began on, or its last."""
    given = told(act(every=every, since=since, until=until), window=Period.year(2016))
    assert given.quantity("act") == fp.Quantity.of(times, "act")


@pytest.mark.parametrize(
    "said",
    [
        {"every": "week", "since": "2016-01-01"},
        {"every": "month", "since": None},
        {"every": "month", "since": "2016-03-01", "until": "2016-02-01"},
        {"every": "month", "since": "2016-03-01", "on": "2016-03-01"},
    ],
)
def test_a_rhythm_of_which_something_is_not_known_has_no_bound(said: dict[str, Any]) -> None:
    """A word that is none, no beginning, an end before it, or a day beside it."""
    given = told(act(quantity=3, unit="mu", **said))
    assert str(given.quantity("mu")) == "≥ 0 mu"
    assert given.rows["unknown"].to_list() == [1, 1]


def test_a_rhythm_gives_its_amount_every_time() -> None:
    """20 kg of rice every month, from January to March."""
    given = told(
        act(every="month", since="2016-01-05", until="2016-04-01", quantity=40, unit="jin")
    )
    assert str(given.quantity("kg")) == "60 kg"


def test_a_quantity_in_yuan_or_persons_is_money_or_persons() -> None:
    """Told in a unit that has a column of its own, it counts there, and once."""
    given = told(
        act("A-1", quantity=500, unit="yuan"),
        act("A-2", quantity=30, unit="person-time"),
        act("A-3", quantity=7, unit="person", persons=5),
        act("A-4", money="0.50"),
    )
    amounts = [str(given.quantity(unit)) for unit in ("yuan", "person-time", "person")]
    assert amounts == ["500.5 yuan", "30 person-time", "5 person"]


def test_a_household_that_is_named_is_one_household_reached() -> None:
    """Unless a number is given with it; and a number that cannot be is not known."""
    given = told(act("A-1", household="H-1"), act("A-2", households=4))
    assert str(given.quantity("household")) == "5 household"
    given = told(act("A-1", household="H-1", households=-1), act("A-2", households=4))
    assert str(given.quantity("household")) == "≥ 4 household"


def test_rows_of_one_act_that_agree_are_one_act() -> None:
    """Said twice, given once."""
    assert (
        str(told(act(quantity=5, unit="mu"), act(quantity=5, unit="mu")).quantity("mu")) == "5 mu"
    )


def test_rows_of_one_act_that_differ_leave_what_they_differ_in_unknown() -> None:
    """In the amount: unknown. In whether it is a lower bound: it is one. In the unit: no unit."""
    assert (
        str(told(act(quantity=5, unit="mu"), act(quantity=6, unit="mu")).quantity("mu")) == "≥ 0 mu"
    )
    loose = act(quantity=5, unit="mu", at_least=["quantity"])
    assert str(told(act(quantity=5, unit="mu"), loose).quantity("mu")) == "≥ 5 mu"
    other = told(act(quantity=5, unit="mu"), act(quantity=5, unit="m"))
    assert None in other.rows["unit"].to_list()


def test_rows_of_one_act_that_differ_in_when_leave_how_often_unknown() -> None:
    """Two days, or a day and a rhythm."""
    given = told(act(on="2016-03-12"), act(on="2016-03-13"))
    assert str(given.quantity("act")) == "≥ 0 act"


def test_after_the_check_found_no_repeats_the_answer_is_the_same() -> None:
    """What is known to be sound is not looked at again."""
    registry = fp.Registry.of(acts=[act(quantity=5, unit="mu")])
    before = fp.coverage.deliveries(registry, on=ON).digest
    registry.check()
    assert fp.coverage.deliveries(registry, on=ON).digest == before


def test_by_giver_without_givers_nobody_is_known() -> None:
    """No table of givers: every act stands in the row of the unknown."""
    given = told(act(), by="giver")
    assert given.rows.select("giver", "given", "acts").row(0) == (None, "unknown", 1)


def test_rows_by_place_have_one_for_those_above_and_one_for_those_unknown() -> None:
    """They add up to the whole; of several levels, each does by itself."""
    acts = [act("A-1", division="510824102201"), act("A-2", division="5108"), act("A-3")]
    given = told(*acts, by=["county", "city"])
    placed = given.rows.filter(level="county").sort("placed")["placed"].to_list()
    assert placed == ["above", "here", "unknown"]
    assert str(given.quantity("act")) == "3 act"
    assert str(given.quantity("act", division="510824000000", level="county")) == "1 act"


def test_an_act_known_to_the_year_stands_in_no_month_and_the_rows_add_up() -> None:
    """It was done in 2016, before the day; in which month nobody says."""
    acts = [act("A-1", since="2016-01-01", until="2016-09-01"), act("A-2", on="2016-03-31"),
            act("A-3", since="2016-05-02", until="2016-06-01")]  # fmt: skip
    given = told(*acts, by="month", window=Period.year(2016))
    assert given.rows.select("period", "acts").rows() == [("2016-03", 1), ("2016-05", 1), (None, 1)]


def test_periods_need_a_window_and_are_asked_one_at_a_time() -> None:
    """Months of which days? Months or quarters? Not of a thousand years."""
    with pytest.raises(QuestionError, match="window="):
        told(act(), by="month")
    with pytest.raises(QuestionError, match="say one"):
        told(act(), by=["month", "year"], window=Period.year(2016))
    with pytest.raises(QuestionError, match="600 at most"):
        told(act(), by="month", window=Period("1900-01-01", "2016-01-01"))


def test_a_column_that_is_not_there_is_named() -> None:
    """As by every calculator; so is a key of the result, and a unit."""
    with pytest.raises(QuestionError, match="by= cannot be colour"):
        told(act(), by="colour")
    given = told(act(), by="kind")
    with pytest.raises(QuestionError, match="no key column item"):
        given.quantity("mu", item="walnut")
    with pytest.raises(AmountError, match="no unit 'acre'"):
        given.quantity("acre")
    with pytest.raises(SchemaError, match="needs the table"):
        fp.coverage.deliveries(fp.Registry.of(households=[]), on=ON)


def test_a_column_of_ones_own_groups_as_well() -> None:
    """Such as the source of the money."""
    rows = pd.DataFrame(
        {"id": ["A-1", "A-2"], "on": ["2016-01-05"] * 2, "money": [1000, 500.5],
         "source": ["county", "office"]}
    )  # fmt: skip
    given = fp.coverage.deliveries(fp.Registry.of(acts=rows), on=ON, by="source")
    assert str(given.quantity("yuan", source="office")) == "500.5 yuan"
    assert isinstance(given.native, pd.DataFrame)


def test_acts_alone_are_counted_where_no_amount_was_given() -> None:
    """A table of ids and days, and one of nothing at all."""
    days = pl.DataFrame({"id": ["A-1", "A-2"], "on": ["2016-01-05", "soon"]})
    assert (
        str(fp.coverage.deliveries(fp.Registry.of(acts=days), on=ON).quantity("act"))
        == "1 to 2 act"
    )
    assert told().rows.is_empty()
    assert str(told().quantity("act")) == "0 act"


def test_cells_that_cannot_be_read_are_unknown_amounts() -> None:
    """An amount too fine, text for money: the act speaks of them, and the number is not known."""
    rows = pl.DataFrame(
        {"id": ["A-1"], "on": ["2016-01-05"], "quantity": ["0.00001"], "unit": ["km"],
         "money": ["much"]}
    )  # fmt: skip
    registry = fp.Registry.of(acts=rows)
    given = fp.coverage.deliveries(registry, on=ON)
    assert [str(given.quantity(unit)) for unit in ("m", "yuan")] == ["≥ 0 m", "≥ 0 yuan"]
    assert set(registry.check().counts) == {"acts.quantity unreadable", "acts.money unreadable"}


def test_the_result_is_shown_with_its_amounts_in_words() -> None:
    """On a screen and in a notebook; a plan that was not run says so."""
    acts = [act("A-1", quantity=5, unit="mu"), act("A-2", quantity=5)]
    given = told(*acts)
    assert "not known" in repr(given)
    assert "<td>5</td>" in given._repr_html_()
    lazy = fp.Registry.of(acts=pl.LazyFrame({"id": ["A-1"], "on": ["2016-01-05"]}))
    assert "not yet computed" in repr(fp.coverage.deliveries(lazy, on=ON))


def test_what_was_known_on_a_day_answers() -> None:
    """An act entered late is not there before it was."""
    rows = [{"id": "A-1", "on": "2016-01-05", "recorded": "2016-10-01"}]
    registry = fp.Registry.of(acts=rows)
    assert told_acts(registry, "2016-09-30") == "0 act"
    assert told_acts(registry, "2016-10-01") == "1 act"


def told_acts(registry: fp.Registry, known_on: str) -> str:
    """How many acts were known of on a day."""
    given = fp.coverage.deliveries(registry, on="2016-09-09", known_on=known_on)
    return str(given.quantity("act"))
