"""The page `docs/synthetic.md` states what the registry is made with, and what came out."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from fupin.datasets.margins import COUNTS, MIXES, SHARES, described

PAGE = (Path(__file__).parents[2] / "docs" / "synthetic.md").read_text(encoding="utf-8")
Tables = dict[str, pl.DataFrame]
c = pl.col


def links(made: Tables, kind: str) -> pl.DataFrame:
    """Links of one kind."""
    return made["links"].filter(kind=kind)


def helpers(made: Tables, post: str, **wanted: str) -> pl.DataFrame:
    """Helpers of one post."""
    return made["helpers"].filter(post=post, **wanted)


def events(made: Tables, *wanted: str) -> pl.DataFrame:
    """Households whose events, in order and once each, are these."""
    once = made["events"].unique(maintain_order=True)
    stories = once.group_by("household", maintain_order=True).agg("event")
    return stories.filter(c("event").list.join(",") == ",".join(wanted))


def households(made: Tables) -> pl.DataFrame:
    """Each household once, as its first row says."""
    return made["households"].unique("id", keep="first", maintain_order=True)


def twice(table: pl.DataFrame) -> int:
    """Rows that say again what another says."""
    return table.height - table.unique().height


def true(column: pl.Series) -> int:
    """Rows that are true."""
    return int(column.sum())


def shown(made: Tables) -> dict[str, int]:
    """What the page counts, by the words it uses."""
    one, deputy_links = households(made), links(made, "deputy-household")
    no_code = c("division").str.slice(6, 3) + "-" + c("division").str.slice(9, 3) == "000-201"
    members = made["memberships"].filter(c("until").is_null()).group_by("household").len("members")
    sized = one.join(members, left_on="id", right_on="household")
    dated = made["events"].filter(event="registered")
    kept = deputy_links.filter(c("until").is_null())
    ids, people = made["helpers"]["id"], made["households"]["id"]
    reversed_ = made["links"].filter(c("until") < c("since"))
    counts: dict[str, int] = {f"rows of {name}": table.height for name, table in made.items()}
    counts |= {
        "households": one.height,
        "households: division not known": one["division"].null_count(),
        "households: division known to the township only": one.filter(
            c("division").str.ends_with("000")
        ).height,
        "households: fault, division is no code": one.filter(no_code).height,
        "households: size not known, or gone": one["size"].null_count(),
        "households: fault, size is not the members": sized.filter(
            c("size") == c("members") + 1
        ).height,
        "households: cause not known": one["cause"].null_count(),
        "households: fault, a row twice alike": twice(made["households"]),
        "households: fault, two rows that differ": made["households"].unique()["id"].len()
        - one.height,
        "households: no event, status seen on 2016-06-30": true(one["registration"].eq("in-need")),
        "households: fault, status is no word": true(one["registration"].eq("poor?")),
        "households: never registered": one.filter(
            ~c("id").is_in(made["events"]["household"].implode()), c("registration").is_null()
        ).height,
        "events: registered in a year, no day": true(dated["year"].is_not_null()),
        "events: fault, neither day nor year": made["events"]
        .filter(c("on").is_null(), c("year").is_null())
        .unique()
        .height,
        "events: exited in a year, no day": made["events"]
        .filter(c("year").is_not_null(), event="exited")
        .height,
        "events: fault, unknown word": made["events"].filter(event="left-list").unique().height,
        "events: fault, twice alike": twice(made["events"]),
        "events: fault, exited before registered": events(made, "exited", "registered").height,
        "events: fault, two on one day": events(
            made, "registered", "pending-exit", "deregistered"
        ).height,
        "events: relapsed": events(made, "registered", "exited", "relapsed").height,
        "events: exit annulled": events(made, "registered", "exited", "exit-annulled").height,
        "events: exit refused": events(made, "registered", "pending-exit", "exit-refused").height,
        "events: registered again": events(made, "registered", "deregistered", "registered").height,
        "events: deregistered, and not again": events(made, "registered", "deregistered").height,
        "events: split": events(made, "registered", "split").height,
        "events: merged": events(made, "registered", "merged").height,
        "events: gone": events(made, "registered", "gone").height,
        "persons: day of birth not known": made["persons"]["born"].null_count(),
        "memberships: first day not known": made["memberships"]["since"].null_count(),
        "memberships: a newcomer": true(made["memberships"]["person"].str.ends_with("9")),
        "city deputies": helpers(made, "deputy", level="city").height,
        "county deputies": helpers(made, "deputy", level="county").height,
        "township deputies": helpers(made, "deputy", level="township").height,
        "provincial deputies": helpers(made, "deputy", level="province").height,
        "deputies: two mandates of one person": twice(helpers(made, "deputy").select("person")),
        "deputies: quota lifted": made["exemptions"]["quota"].null_count(),
        "deputies: quota lowered": true(made["exemptions"]["quota"].eq(1)),
        "members": helpers(made, "member").height,
        "cadres": helpers(made, "cadre").unique("id").height,
        "cadres of the committee's office": helpers(made, "cadre", office="O-001").height,
        "cadres: first day not known": helpers(made, "cadre").unique("id")["since"].null_count(),
        "cadres: fault, until before since": helpers(made, "cadre")
        .filter(c("until") < c("since"))
        .unique()
        .height,
        "cadres: fault, division is no code": helpers(made, "cadre")
        .filter(no_code)
        .unique()
        .height,
        "cadres: fault, twice alike": twice(helpers(made, "cadre")),
        "poor villages": true(made["villages"]["poor"]),
        "poor villages: first Party secretary changed in 2016": made["postings"]
        .filter(c("until").is_not_null())
        .height,
        "pairings of deputies": deputy_links.height,
        "pairings of deputies in force without an end": kept.height,
        "pairings of cadres": links(made, "cadre-household").height,
        "pairings of medical staff": links(made, "medical-household").height,
        "pairings: fault, unknown kind": links(made, "deputy-family").height,
        "pairings: fault, until before since": reversed_.height,
        "pairings: fault, until on the day of since": made["links"]
        .filter(c("until") == c("since"))
        .height,
        "pairings: fault, no helper": made["links"]["helper"].null_count(),
        "pairings: fault, no household": made["links"]["party"].null_count(),
        "pairings: fault, helper not among helpers": made["links"]
        .filter(~c("helper").is_in(ids.implode()))
        .height,
        "pairings: fault, household not among households": made["links"]
        .filter(c("kind").str.ends_with("household"), ~c("party").is_in(people.implode()))
        .height,
        "pairings: first day not known": made["links"]["since"].null_count(),
        "pairings: fault, twice alike": twice(made["links"]),
        "pairings: fault, twice with unlike ends": true(
            made["links"]
            .unique()
            .drop_nulls(["since", "helper", "party"])
            .select("kind", "helper", "party", "since")
            .is_duplicated()
        )
        // 2,
        "links with voters": links(made, "deputy-voter").height,
        "links of members with deputies": links(made, "member-deputy").height,
        "voters: division not known": made["voters"]["division"].null_count(),
        "visits to households": made["meetings"].filter(kind="deputy-household").height,
        "meetings of members with deputies": made["meetings"].filter(kind="member-deputy").height,
        "meetings: day not known": made["meetings"]["on"].null_count(),
        "meetings: fault, twice alike": twice(made["meetings"]),
        "reports of 2016": made["reports"].filter(year=2016).height,
    }
    return counts | surveyed(made)


def surveyed(made: Tables) -> dict[str, int]:
    """What the page counts of surveys, persons and places."""
    surveys, persons, places = made["surveys"], made["persons"], made["village_surveys"]
    this_year = surveys.filter(income_until=dt.date(2016, 9, 30))
    by_day = surveys.unique().drop_nulls("on").select("household", "on")
    net, one = c("net_income_per_head"), this_year.unique("household", maintain_order=True)
    told = made["populations"].unique("division", maintain_order=True)
    return {
        "households surveyed": surveys.filter(c("household").str.starts_with("H"))[
            "household"
        ].n_unique(),
        "unregistered households surveyed": surveys.filter(c("household").str.starts_with("U"))[
            "household"
        ].n_unique(),
        "surveys of 2015": surveys.filter(income_until=dt.date(2015, 9, 30)).height,
        "surveys: fault, day not known": surveys["on"].null_count(),
        "surveys: fault, day in 2017": surveys.filter(c("on").dt.year() == 2017).height,
        "surveys: fault, twice alike": twice(surveys),
        "surveys: fault, two of a day that differ": true(by_day.is_duplicated()) // 2,
        "surveys: net income by its parts, or not known": one["net_income_per_head"].null_count(),
        "surveys: fault, net income below 0": one.filter(net < 0).height,
        "surveys: fault, net income over 100,000 yuan": one.filter(net > 100_000).height,
        "surveys: net income on the line of 2016": one.filter(net == 2_952).height,
        "surveys: steady or not, not known": one["income_steady"].null_count(),
        "surveys: housing not known": one["housing"].null_count(),
        "surveys: housing not safe": one.filter(~c("housing")).height,
        "surveys: compulsory education not secured": one.filter(~c("education")).height,
        "incomes: a part not known": made["incomes"]["transfer"].null_count(),
        "persons: at school or not, not known": persons["at_school"].null_count(),
        "persons: insured or not, not known": persons["insured"].null_count(),
        "persons: not insured": persons.filter(~c("insured")).height,
        "villages surveyed": places["division"].n_unique(),
        "surveys of villages, of 2015": places.filter(c("on").dt.year() == 2015).height,
        "surveys of villages: an answer not known": places.null_count().sum_horizontal().item(),
        "villages whose rural population is told": told.filter(
            ~c("division").str.ends_with("000")
        ).height,
        "villages: fault, two rural populations": made["populations"].height - told.height,
        "rural registered population of the city": told.filter(division="510800000000")[
            "persons"
        ].item(),
    }


def stated() -> dict[str, int]:
    """The counts of the page's last table."""
    rows = PAGE.split("## What came out")[1].splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows if row.startswith("| ")][2:]
    return {what: int(number.replace(",", "")) for what, number in cells}


def test_the_page_states_every_margin() -> None:
    """It holds the tables that `described` makes."""
    assert described() in PAGE


def test_the_page_counts_what_is_there(made: Tables) -> None:
    """Exactly, for 100,000 households and seed 2016."""
    assert shown(made) == stated()


def test_parts_of_a_mix_add_up() -> None:
    """Ten thousand, each."""
    assert {name: sum(mix.parts.values()) for name, mix in MIXES.items()} == dict.fromkeys(
        MIXES, 10_000
    )


def test_each_figure_has_its_own_stream() -> None:
    """Two figures that shared one would not be independent."""
    streams = [share.stream for share in SHARES.values()]
    streams += [mix.stream for mix in MIXES.values()]
    assert len(set(streams)) == len(streams)


def test_the_mean_size_is_the_published_one() -> None:
    """89.62 million persons in 29.48 million households: 3.04."""
    persons = sum(int(size) * part for size, part in MIXES["size"].parts.items())
    assert persons == 30_400
    assert round(8_962 / 2_948, 2) == 3.04


@pytest.mark.parametrize("mix", ["cause", "attribute"])
def test_words_come_in_the_stated_parts(made: Tables, mix: str) -> None:
    """Each word as often as stated, within what chance allows."""
    sizes = dict(households(made).group_by(mix).len().iter_rows())
    parts = dict(MIXES[mix].parts)
    if mix == "attribute":  # most five-guarantee households are turned into ordinary ones
        small = sum(MIXES["size"].parts[n] for n in (1, 2))
        kept = parts["五保贫困户"] * small // 10_000
        parts["一般贫困户"] += parts["五保贫困户"] - kept
        parts["五保贫困户"] = kept
    known = sum(n for word, n in sizes.items() if word is not None)
    for word, part in parts.items():
        assert near(sizes[word], known * part // 10_000), word


@pytest.mark.parametrize(
    ("what", "share", "base"),
    [
        ("households: division not known", "division unknown", "households"),
        ("households: division known to the township only", "division coarse", "households"),
        ("households: fault, division is no code", "division wrong", "households"),
        ("households: cause not known", "cause unknown", "households"),
        ("households: fault, a row twice alike", "household twice", "households"),
        ("events: fault, twice alike", "event twice", "rows of events"),
        ("persons: day of birth not known", "born unknown", "rows of persons"),
        ("deputies: two mandates of one person", "two mandates", "county deputies"),
        ("deputies: quota lowered", "quota lowered", "city deputies"),
        ("cadres: first day not known", "cadre unknown", "cadres"),
        (
            "poor villages: first Party secretary changed in 2016",
            "secretary changed",
            "poor villages",
        ),
        ("voters: division not known", "voter unknown", "rows of voters"),
        ("meetings: day not known", "visit undated", "rows of meetings"),
        ("meetings: fault, twice alike", "visit twice", "rows of meetings"),
        ("reports of 2016", "reported", "members"),
        ("surveys: fault, day not known", "survey undated", "rows of surveys"),
        ("surveys: fault, net income below 0", "income negative", "households surveyed"),
        ("persons: at school or not, not known", "school unknown", "rows of persons"),
        ("persons: insured or not, not known", "insured unknown", "rows of persons"),
        ("surveys of villages, of 2015", "village before", "villages surveyed"),
        ("incomes: a part not known", "part unknown", "rows of incomes"),
    ],
)
def test_what_came_out_is_near_what_was_stated(
    made: Tables, what: str, share: str, base: str
) -> None:
    """Counts lie about their shares."""
    counts = shown(made)
    assert near(counts[what], counts[base] * SHARES[share].per_10_000 // 10_000)


def near(found: int, expected: int) -> bool:
    """Whether a count lies within four standard deviations of a rare event's."""
    return abs(found - expected) <= 4 * int(expected**0.5) + 2


def test_exact_numbers_are_exact(made: Tables) -> None:
    """359, 1,428 and 10,951 deputies, 739 poor villages, 45 cadres, as the report has them."""
    counts = shown(made)
    for level in ("city", "county", "township"):
        assert counts[f"{level} deputies"] == COUNTS[f"{level} deputies"].count
    assert counts["poor villages"] == COUNTS["poor villages"].count
    assert counts["cadres of the committee's office"] == COUNTS["office cadres"].count
    assert counts["rows of voters"] == 359 * 5 + (1_428 + 10_951) * 10 == 125_585


def test_shares_of_stories_are_those_of_the_city(made: Tables) -> None:
    """Out of 348,200: 56,700 in 2014, 60,200 in 2015, half the rest of 250,800 in 2016."""
    parts = MIXES["story"].parts
    out = {
        2014: parts["exited 2014"] + parts["relapsed"],
        2015: parts["exited 2015"] + parts["exit annulled"],
        2016: parts["exited 2016"],
    }
    rest = (250_800 - 56_700 - 60_200) // 2
    assert out == {2014: 1_628, 2015: 1_729, 2016: 1_923}
    for persons, part in zip((56_700, 60_200, rest), out.values(), strict=True):
        assert abs(persons * 10_000 / 348_200 - part) < 1
    exits = (
        made["events"]
        .filter(event="exited")
        .with_columns(year=pl.coalesce("year", c("on").dt.year().cast(pl.Int64)))
    )
    early = dict(exits.group_by("year").len().iter_rows())
    for year, part in out.items():
        assert near(early[year], part * 10), year
    assert exits["on"].max() == dt.date(2016, 12, 31)
