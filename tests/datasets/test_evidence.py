"""What was found at households and places fits what they are: surveys, incomes, persons, people."""

import datetime as dt

import polars as pl
import pytest

from fupin.datasets import tables
from fupin.datasets.circumstances import IN_NEED, SECURED
from fupin.datasets.events import STEPS
from fupin.datasets.margins import COUNTS, MIXES
from fupin.datasets.rural import FACILITIES, SERVICES
from fupin.datasets.surveys import FLAGS

Tables = dict[str, pl.DataFrame]
c = pl.col
YEAR_END = dt.date(2016, 12, 31)
PARTS = ("wage", "business", "property", "transfer", "business_expenses")


def latest(made: Tables) -> pl.DataFrame:
    """Each household's last survey of 2016, where that day has one only."""
    dated = made["surveys"].unique().filter(c("on") <= YEAR_END)
    last = dated.filter(c("on") == c("on").max().over("household"))
    return last.filter(~c("household").is_duplicated())


def members(made: Tables) -> pl.DataFrame:
    """Who is in a household at the end of 2016, with what is known of each person."""
    now = made["memberships"].filter(c("until").is_null())
    return now.join(made["persons"], left_on="person", right_on="id")


def of_school_age() -> pl.Expr:
    """Whether a person is 6 to 14 years old at the end of 2016."""
    born = c("born")
    return (born > pl.lit(dt.date(2001, 12, 31))) & (born <= pl.lit(dt.date(2010, 12, 31)))


def test_what_a_household_may_want_is_what_is_asked_of_it() -> None:
    """Each word of the mix is a column, and each answer but steadiness such a word."""
    assert set(SECURED) == set(FLAGS) - {"income_steady"}
    assert {*FACILITIES, "nothing"} == set(MIXES["village want"].parts)
    assert {*SERVICES, "nothing"} == set(MIXES["county want"].parts)


def test_those_in_need_have_events_that_leave_them_so() -> None:
    """Every such story is one of the mix, or of a family, and none ends in an exit."""
    last = {story: step.event for step in STEPS for story in step.stories}
    assert {last.get(story, "snapshot") for story in IN_NEED} == {
        "registered", "relapsed", "exit-annulled", "exit-refused", "pending-exit", "snapshot",
    }  # fmt: skip


def test_only_households_that_are_there_were_surveyed(made: Tables) -> None:
    """Those of the register, or outside it; none that is gone, split or merged."""
    known = pl.concat([made["households"]["id"], made["unregistered"]["id"]])
    surveyed = made["surveys"]["household"]
    assert surveyed.is_in(known.implode()).all()
    gone = made["events"].filter(c("event").is_in(["gone", "split", "merged"]))["household"]
    assert not surveyed.is_in(gone.implode()).any()


def test_a_household_that_came_out_of_others_was_surveyed_after_that(made: Tables) -> None:
    new = made["successions"].select(household="successor", born="on").unique()
    seen = made["surveys"].drop_nulls("on").join(new, on="household")
    assert seen.height > 250
    assert (seen["on"] >= seen["born"]).all()


def test_the_latest_survey_tells_how_a_household_lives_now(made: Tables) -> None:
    """Some had no safe housing forty days before; an income is of the year to September."""
    surveys = made["surveys"].unique().filter(c("on") < dt.date(2017, 1, 1))
    twice = surveys.filter(c("on") > dt.date(2016, 8, 1)).filter(
        c("household").is_duplicated(), ~c("housing") & (c("on") == c("on").min().over("household"))
    )
    assert twice.height > 4_000
    periods = surveys.group_by("income_until").agg(c("on").min().alias("a"), c("on").max())
    assert sorted(periods.iter_rows()) == [
        (dt.date(2015, 9, 30), dt.date(2015, 9, 20), dt.date(2015, 11, 28)),
        (dt.date(2016, 9, 30), dt.date(2016, 8, 11), dt.date(2016, 12, 20)),
    ]


def test_amounts_are_exact_yuan_and_fen(made: Tables) -> None:
    """Not floats."""
    money = [made["surveys"]["net_income_per_head"], *(made["incomes"][part] for part in PARTS)]
    assert {str(column.dtype) for column in money} == {"Decimal(precision=14, scale=2)"}


def test_parts_of_an_income_are_what_they_can_be(made: Tables) -> None:
    """None is below 0; they add up to the income of all members, over the line or under it."""
    incomes = made["incomes"]
    assert all((incomes[part].drop_nulls() >= 0).all() for part in PARTS)
    sizes = made["households"].unique("id").select(household="id", size="size")
    whole = incomes.drop_nulls().join(sizes, on="household").drop_nulls("size")
    net = c("wage") + c("business") + c("property") + c("transfer") - c("business_expenses")
    each = whole.select(net / c("size")).to_series()
    assert each.min() >= 0  # type: ignore[operator]
    assert each.max() < 30_000  # type: ignore[operator]
    assert 15 < (each < 2_952).sum() * 100 // len(each) < 35
    told = latest(made).filter(c("income_until").dt.year() == 2016)
    told = told.join(incomes, on="household")
    assert told["net_income_per_head"].null_count() == told.height


def test_children_of_school_age_are_counted_as_they_are(made: Tables) -> None:
    """6 to 14 years old at the end of 2016, of those whose births are all known."""
    people = members(made)
    counted = people.group_by("household").agg(
        c("born").is_null().any().alias("dark"), of_school_age().sum().alias("children")
    )
    both = latest(made).join(counted.filter(~c("dark")), on="household")
    assert both.height > 90_000
    assert (both["school_age_children"] == both["children"]).all()


def test_education_is_secured_where_every_such_child_is_at_school(made: Tables) -> None:
    """The survey says what the persons say; where there is none, it does not ask."""
    people = members(made).filter(of_school_age()).drop_nulls("at_school")
    kept = people.group_by("household").agg(c("at_school").all())
    both = latest(made).join(kept, on="household").drop_nulls("education")
    assert both.filter(~c("education")).height > 200
    assert (both["education"] == both["at_school"]).all()
    nobody = latest(made).filter(school_age_children=0)
    assert nobody["education"].null_count() == nobody.height


def test_medical_care_is_secured_where_everyone_is_insured(made: Tables) -> None:
    insured = (
        members(made)
        .group_by("household")
        .agg(c("insured").is_null().any().alias("dark"), c("insured").all())
    )
    both = latest(made).join(insured.filter(~c("dark")), on="household").drop_nulls("medical")
    assert both.filter(~c("medical")).height > 1_000
    assert (both["medical"] == both["insured"]).all()


def test_those_out_of_poverty_live_better_than_those_in_need(made: Tables) -> None:
    """And few of them fail anything."""
    exited = made["events"].filter(event="exited")["household"]
    fails = ~pl.all_horizontal(c(name).fill_null(value=True) for name in FLAGS)
    shares = dict(
        latest(made).group_by(c("household").is_in(exited.implode())).agg(fails.mean()).iter_rows()
    )
    assert 0.005 < shares[True] < 0.02
    assert shares[False] > 0.2


def test_villages_of_a_county_add_up_to_it(made: Tables) -> None:
    """So do townships, and counties to the city; a few villages are not told of."""
    told = made["populations"].unique("division", keep="first", maintain_order=True)
    code, persons = c("division"), c("persons")
    of = {"510800000000": 4, "510824000000": 6}
    for place, digits in of.items():
        whole = told.filter(division=place)["persons"].item()
        inside = told.filter(code.str.starts_with(place[:digits]))
        by_level = {
            "county": inside.filter(code.str.ends_with("000000"), code != "510800000000"),
            "township": inside.filter(code.str.ends_with("000"), ~code.str.ends_with("000000")),
        }
        assert all(level["persons"].sum() == whole for level in by_level.values()), place
        villages = inside.filter(~code.str.ends_with("000")).select(persons.sum()).item()
        assert 0.97 * whole < villages <= whole


def test_nobody_is_registered_who_does_not_live_there(made: Tables) -> None:
    """Each village has more rural people than persons in its register."""
    told = made["populations"].unique("division", keep="first")
    there = made["households"].unique("id").group_by("division").agg(c("size").sum())
    both = told.join(there, on="division")
    assert (both["persons"] > both["size"]).all()


def test_the_share_ever_in_the_register_is_the_published_one(made: Tables) -> None:
    """14.6 % of the rural population, and somewhat less: some are gone, some places small."""
    whole = made["populations"].filter(division="510800000000")["persons"].item()
    registered = made["households"].unique("id")["size"].sum()
    share = registered * 1_000 // whole
    assert COUNTS["incidence"].count - 5 <= share <= COUNTS["incidence"].count


def test_a_village_tells_of_the_poor_that_its_register_has(made: Tables) -> None:
    """Some tell of too few."""
    seen = made["village_surveys"].filter(c("on").dt.year() == 2016)
    registered = dict(
        made["households"].unique("id").group_by("division").agg(c("size").sum()).iter_rows()
    )
    assert all(
        poor <= registered.get(division, 0) + 20
        for division, poor in seen.select("division", "poor_persons").iter_rows()
    )
    assert made["county_surveys"]["poor_persons"].sum() >= seen["poor_persons"].sum()


def test_a_county_tells_of_all_that_its_villages_have(made: Tables) -> None:
    """Its people are those of the table of populations."""
    counties = made["county_surveys"].with_columns(division=c("division") + "000000")
    both = counties.join(made["populations"], on="division")
    assert both.height == 7
    assert (both["rural_population"] == both["persons"]).all()
    share = both.select(c("poor_persons").sum() * 1_000 // c("persons").sum()).item()
    assert 60 <= share <= 75  # 14.6 % in 2014, less those who left


def test_lizhou_is_one_step_further(made: Tables) -> None:
    """More of its households in need would meet what is asked of housing and income."""
    events = made["events"].unique().filter(c("event").is_in(["exited", "gone", "deregistered"]))
    rows = latest(made).join(made["households"].unique("id"), left_on="household", right_on="id")
    in_need = rows.filter(~c("household").is_in(events["household"].implode()))
    over = in_need.group_by(c("division").str.slice(0, 6) == "510802").agg(
        (c("net_income_per_head") > 2_952).mean()
    )
    shares = dict(over.drop_nulls().iter_rows())
    assert shares[True] > shares[False] + 0.1


@pytest.mark.parametrize(
    ("division", "levels"),
    [("510824102204", {12}), ("510824102", {9, 12}), ("510824", {6, 9, 12}), ("5101", {4, 6, 9})],
)
def test_only_places_that_are_there_in_whole_are_told_of(division: str, levels: set[int]) -> None:
    """A village alone says nothing of its township; elsewhere there are no villages."""
    made = tables(division, households=300, seed=3)
    sizes = {
        next(n for n in (2, 4, 6, 9, 12) if code[n:] == "0" * (12 - n))
        for code in made["populations"]["division"]
    }
    assert sizes == levels
    counties = {6} & levels
    assert made["county_surveys"].is_empty() == (not counties)
    assert made["village_surveys"].is_empty() == (12 not in levels)
