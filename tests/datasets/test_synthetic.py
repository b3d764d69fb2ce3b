"""The synthetic registry holds together: everything in it fits, except the faults it states."""

import datetime as dt
import sys

import polars as pl
import pytest

from fupin.datasets import registry, tables
from fupin.divisions import NATION
from fupin.errors import DivisionError, MissingExtraError, QuestionError
from fupin.frames import SPECS

Tables = dict[str, pl.DataFrame]
c = pl.col
REPORT, YEAR_END = dt.date(2016, 9, 9), dt.date(2016, 12, 31)


def in_force(table: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """Rows whose period holds the day for sure."""
    return table.filter(c("since") <= on, c("until").is_null() | (c("until") > on))


def outside(left: pl.DataFrame, on: str, right: pl.DataFrame, key: str) -> int:
    """Rows of one table whose id is given and is not in the other."""
    return left.drop_nulls(on).join(right, left_on=on, right_on=key, how="anti").height


def test_tables_and_columns_are_canonical(made: Tables) -> None:
    """As docs/tables.md says; the attribute is a column of the user's own.

    What a congress and its helpers did in a year is not drawn: examples write it down.
    """
    assert set(SPECS) - set(made) == {
        "acts", "givers", "plans", "schemes", "plan_items", "inspections", "matters", "handlings",
        "agenda", "treatments", "contributions", "loans",
    }  # fmt: skip
    for name, table in made.items():
        assert set(table.columns) - {"attribute"} <= set(SPECS[name].types), name
        assert set(SPECS[name].required) <= set(table.columns), name


@pytest.mark.parametrize("on", [dt.date(2014, 12, 31), REPORT, YEAR_END])
def test_members_are_as_many_as_the_size(made: Tables, on: dt.date) -> None:
    """On any day, of a household that is there, but for the stated unknowns and faults."""
    there = made["households"].unique("id", keep="none").drop_nulls("size")
    dark = made["memberships"].filter(c("since").is_null())["household"]
    new = made["successions"].filter(c("on") > on)["successor"]
    sure = there.filter(~c("id").is_in(dark.implode()), ~c("id").is_in(new.implode()))
    members = in_force(made["memberships"], on).group_by("household").len("members")
    both = sure.join(members, left_on="id", right_on="household", how="left")
    assert both["members"].null_count() == 0
    unlike = both.filter(c("size") != c("members"))
    assert (unlike["size"] - unlike["members"]).unique().to_list() == [1]
    assert unlike.height <= 100_000 * 20 // 10_000


def test_a_person_is_in_one_household_on_a_day(made: Tables) -> None:
    """Also on the day that a household splits or merges; and every member is a person."""
    for on in [REPORT, *made["successions"]["on"].head(20)]:
        assert not in_force(made["memberships"], on)["person"].is_duplicated().any()
    assert outside(made["memberships"], "person", made["persons"], "id") == 0
    assert outside(made["memberships"], "household", made["households"], "id") == 0
    assert not made["persons"]["id"].is_duplicated().any()


def test_successors_take_over_everyone(made: Tables) -> None:
    """No person is lost when households split or merge; each household is gone that day."""
    moves = made["successions"]
    assert dict(moves.group_by("how").len().iter_rows()) == {"split": 200, "merged": 200}
    left = made["memberships"].join(
        moves.unique("household").select("household", "on"), on="household"
    )
    assert (left["until"] == left["on"]).all()
    came = made["memberships"].join(
        moves.unique("successor").select(household="successor", on="on"), on="household"
    )
    assert (came["since"] == came["on"]).all()
    assert sorted(left["person"]) == sorted(came["person"])
    gone = made["events"].filter(c("event").is_in(["split", "merged"])).unique()
    assert moves.join(gone, on=["household", "on"], how="anti").is_empty()


def test_households_live_in_places_there_are(made: Tables) -> None:
    """Villages for most; a township or county where that is all that is known."""
    short = c("division").str.strip_chars_end("0").str.len_chars()
    villages = made["villages"]["division"]
    others = made["households"].filter(~c("division").is_in(villages.implode()))
    faulty = others.filter(c("division").str.slice(6, 6) == "000201")
    coarse = others.filter(c("division").str.ends_with("000"))
    assert faulty.height + coarse.height == others.drop_nulls("division").height
    assert others.select(short.max()).item() <= 12


def test_poor_villages_are_village_committees(made: Tables) -> None:
    """Never residents' committees; and they hold more households than others do."""
    poor = made["villages"].filter("poor")
    assert poor["division"].str.slice(9, 1).unique().to_list() == ["2"]
    sizes = made["households"].group_by("division").len()
    mean = made["villages"].join(sizes, on="division").group_by("poor").agg(c("len").mean())
    means = dict(mean.iter_rows())
    assert means[True] > 2 * means[False]


def test_deputies_carry_no_fault(made: Tables) -> None:
    """Each has a level, a division of that level, a first day, and is in office through 2016."""
    deputies = made["helpers"].filter(post="deputy")
    assert (
        deputies.select("id", "person", "level", "division", "since").null_count().row(0)
        == (0,) * 5
    )
    assert not deputies["id"].is_duplicated().any()
    assert in_force(deputies, dt.date(2015, 1, 1)).height == deputies.height
    assert deputies["until"].null_count() == deputies.height
    codes = {"city": "00000000", "county": "000000", "township": "000", "province": "0000000000"}
    for level, zeros in codes.items():
        assert deputies.filter(level=level)["division"].str.ends_with(zeros).all(), level
    assert deputies.filter(level="township")["division"].n_unique() == 146
    assert deputies.filter(level="county")["division"].n_unique() == 7


def test_one_person_may_hold_two_mandates(made: Tables) -> None:
    """A county deputy one in a township of that county; a member one of the city."""
    helpers = made["helpers"]
    two = helpers.filter(c("post") == "deputy", c("person").is_duplicated())
    pairs = two.filter(level="county").join(two.filter(level="township"), on="person")
    assert (pairs["division"].str.slice(0, 6) == pairs["division_right"].str.slice(0, 6)).all()
    assert pairs.height == 45
    city = helpers.filter(post="deputy", level="city")
    assert outside(helpers.filter(post="member"), "person", city, "person") == 0


def test_nobody_is_linked_to_himself(made: Tables) -> None:
    """A member is a deputy, and contacts others."""
    person = made["helpers"].select("id", "person")
    links = made["links"].filter(kind="member-deputy")
    both = links.join(person, left_on="helper", right_on="id").join(
        person, left_on="party", right_on="id", suffix="_met"
    )
    assert both.height == links.height
    assert (both["person"] != both["person_met"]).all()
    counts = dict(
        links.join(made["helpers"], left_on="helper", right_on="id")
        .group_by("helper", "service")
        .len()
        .group_by("service")
        .agg(c("len").max())
        .iter_rows()
    )
    assert counts == {"full-time": 3, "part-time": 2}


def test_most_deputies_keep_their_quota(made: Tables) -> None:
    """Three households for a city deputy, one for the others; some have fewer, a few none."""
    held = in_force(made["links"].filter(kind="deputy-household"), REPORT)
    numbers = held.group_by("helper").agg(c("party").n_unique().alias("held"))
    deputies = (
        made["helpers"]
        .filter(post="deputy")
        .join(numbers, left_on="id", right_on="helper", how="left")
    )
    quota = c("level").replace_strict({"city": 3, "county": 1, "township": 1, "province": 0})
    met = deputies.group_by("level").agg(
        (c("held").fill_null(0) >= quota).mean().alias("met"),
        c("held").is_null().sum().alias("none"),
    )
    for level, share, none in met.filter(c("level") != "province").iter_rows():
        assert 0.75 < share < 0.97, level
        assert none > 0, level


def test_a_handover_leaves_no_day_between(made: Tables) -> None:
    """One ends on the day on which the next begins, for the same household."""
    links = made["links"].filter(kind="deputy-household")
    handed = links.join(
        links, left_on=["party", "until"], right_on=["party", "since"], suffix="_next"
    ).filter(c("helper") != c("helper_next"))
    assert 300 < handed.height < 600
    moved = links.join(
        links, left_on=["helper", "until"], right_on=["helper", "since"], suffix="_next"
    ).filter(c("party") != c("party_next"))
    assert 200 < moved.height < 500


def test_most_households_of_township_deputies_are_in_their_township(made: Tables) -> None:
    """Nine in ten and more; the others are anywhere."""
    township = made["helpers"].filter(post="deputy", level="township")
    rows = (
        made["links"]
        .filter(kind="deputy-household")
        .join(township, left_on="helper", right_on="id")
        .join(made["households"].drop_nulls("division"), left_on="party", right_on="id")
    )
    own = rows["division"].str.slice(0, 9) == rows["division_right"].str.slice(0, 9)
    assert 0.90 < float(own.cast(pl.Int64).sum()) / rows.height < 0.95


def test_the_office_assists_one_poor_village(made: Tables) -> None:
    """In Cangxi; its 45 cadres are paired with households there and nowhere else."""
    link = made["links"].filter(kind="office-village")
    village = link["party"][0]
    assert link.height == 1
    assert village.startswith("510824")
    assert made["villages"].filter(division=village)["poor"].item() is True
    office = made["helpers"].filter(office="O-001")
    rows = made["links"].join(office, left_on="helper", right_on="id")
    homes = rows.join(made["households"].unique("id"), left_on="party", right_on="id")
    assert homes["division_right"].drop_nulls().str.slice(0, 9).unique().to_list() == [village[:9]]
    assert rows["helper"].n_unique() == 45


def test_medical_staff_are_paired_with_the_ill_of_one_district(made: Tables) -> None:
    """Zhaohua alone; the cause is illness, where it is known."""
    rows = made["links"].filter(kind="medical-household")
    homes = rows.join(made["households"].unique("id"), left_on="party", right_on="id")
    assert homes["cause"].drop_nulls().unique().to_list() == ["因病"]
    assert homes["division"].drop_nulls().str.slice(0, 6).unique().to_list() == ["510811"]


def test_every_post_the_report_names_is_filled(made: Tables) -> None:
    """A first secretary and a team a poor village; deputy secretaries at three levels."""
    posts = (
        in_force(made["postings"], REPORT)
        .group_by("post")
        .agg(c("division").n_unique().alias("places"), pl.len().alias("persons"))
    )
    assert sorted(posts.iter_rows()) == [
        ("first-secretary", 739, 739),
        ("full-time-deputy-secretary", 739 + 7 + 146, 739 + 7 + 146),
        ("work-team", 739, 3 * 739),
    ]


def test_voters_are_each_contacted_once(made: Tables) -> None:
    """But for a sixth voter, who is another deputy's."""
    links = made["links"].filter(kind="deputy-voter")
    assert outside(links, "party", made["voters"], "id") == 0
    numbers = links.group_by("helper").len().join(made["helpers"], left_on="helper", right_on="id")
    most = dict(numbers.group_by("level").agg(c("len").max()).iter_rows())
    assert most == {"city": 6, "county": 10, "township": 10}
    assert links.height < 125_585


def test_meetings_are_held_through_the_year(made: Tables) -> None:
    """Some before the day of the report, some after, none after 2016."""
    days = made["meetings"].drop_nulls("on")
    by_month = days.group_by(c("on").dt.month()).len()
    assert by_month.height == 12
    assert days["on"].max() <= YEAR_END  # type: ignore[operator]
    held = made["meetings"].filter(kind="member-deputy").group_by("helper", "party").len()
    reached = held.filter(c("len") >= 2).height
    assert 0.7 < reached / 93 < 1


def test_a_session_was_held_each_year(made: Tables) -> None:
    """Of the city's committee, near the year's end."""
    assert made["sessions"]["year"].to_list() == [2015, 2016]
    assert made["sessions"]["on"].max() <= YEAR_END  # type: ignore[operator]


@pytest.mark.parametrize("number", [1, 2, 12, 13, 1_003])
def test_any_number_of_households_will_do(number: int) -> None:
    """Deputies and poor villages stay as they are; families stand whole or not at all."""
    made = tables("5108", households=number, seed=11)
    assert made["households"]["id"].n_unique() == number
    assert made["villages"]["poor"].sum() == 739
    assert made["helpers"].filter(post="deputy", level="township").height == 10_951
    assert outside(made["successions"], "successor", made["households"], "id") == 0
    assert outside(made["successions"], "household", made["households"], "id") == 0


def test_parts_of_the_city_add_up() -> None:
    """The counties' deputies and poor villages are those of the city."""
    counties = ["510802", "510811", "510812", "510821", "510822", "510823", "510824"]
    parts = [tables(county, households=10, seed=3) for county in counties]
    assert sum(part["villages"]["poor"].sum() for part in parts) == 739
    deputies = [part["helpers"].filter(post="deputy") for part in parts]
    assert sum(d.filter(level="county").height for d in deputies) == 1_428
    assert sum(d.filter(level="township").height for d in deputies) == 10_951
    assert all(part["links"].filter(kind="office-village").is_empty() for part in parts)


@pytest.mark.parametrize(
    ("division", "levels"),
    [
        ("5101", {"province", "city", "county", "township"}),  # a city elsewhere
        ("110105", {"county", "township"}),  # a district of a municipality
        ("11", {"county", "township"}),  # a municipality: its counties' city is only a name
        ("441900", {"county", "township"}),  # a city without counties
        ("429004", {"county", "township"}),  # a county right under its province
        ("510824102", {"township"}),
        ("110105001", {"township"}),
    ],
)
def test_any_division_will_do(division: str, levels: set[str]) -> None:
    """It has the deputies of its congress and of those inside it, and households to pair."""
    made = tables(division, households=50, seed=3)
    helpers = made["helpers"].filter(post="deputy")
    assert set(helpers["level"]) == levels
    assert made["households"]["id"].n_unique() == 50
    assert made["links"].filter(kind="deputy-household").height > 0
    inside = helpers.filter(c("level") != "province")["division"]
    assert inside.str.starts_with(division[:6]).all()


def test_a_village_of_guangyuan_will_do() -> None:
    """It has no congress: cadres are left, and families."""
    made = tables("510824102204", households=100, seed=3)
    assert made["helpers"]["post"].unique().to_list() == ["cadre"]
    assert made["villages"].height == 1
    assert made["voters"].is_empty()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"division": NATION}, "no registry of the nation yet"),
        ({"division": "519900"}, "519900000000 is not among the codes of 2023-06-30"),
        ({"division": "110101001001"}, "is a village outside Guangyuan"),
        ({"households": 0}, "expected a whole number from 1 to"),
        ({"households": True}, "@ households"),
        ({"households": "many"}, "@ households"),
        ({"seed": -1}, "expected a whole number from 0 to 18446744073709551615 @ seed"),
        ({"seed": 2**64}, "@ seed"),
    ],
)
def test_what_cannot_be_made_is_refused(asked: dict[str, object], says: str) -> None:
    """The message says what was expected, where."""
    with pytest.raises(QuestionError, match=says):
        tables(**asked)  # type: ignore[arg-type]


def test_what_is_no_code_is_refused() -> None:
    """A division is asked for by its code."""
    with pytest.raises(DivisionError):
        tables("广元市")


def test_faults_lie_only_where_they_were_put() -> None:
    """The check finds some in seven tables, and none in the others."""
    found = registry("5108", households=20_000, seed=7).check().rows
    assert set(found["table"]) == {
        "households", "events", "helpers", "links", "meetings", "surveys", "populations",
    }  # fmt: skip


def test_an_engine_that_is_none_is_refused() -> None:
    """Before anything is made."""
    with pytest.raises(QuestionError, match="'spark' are not made: expected one of polars, lazy"):
        registry("5108", households=10, as_="spark")  # type: ignore[arg-type]


def test_an_engine_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match="duckdb need a library that is not installed"):
        registry("510824102", households=10, as_="duckdb")
