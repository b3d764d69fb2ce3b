"""One year of one county's congress, from plan to closure: records, calculators, tables.

    python year_of_a_congress.py

Households, helpers and links are the synthetic registry of Cangxi (苍溪县, 510824); what the
congress did in the year is written down below, invented too, in the shape of the report that this
library began with.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

import fupin as fp
from fupin.coverage import Inspected, Planned, Posted

COUNTY, CONGRESS, GOVERNMENT, OFFICE = "510824", "C-510824", "G-510824", "O-510824"
YEAR = fp.Period("2016-01-01", "2017-01-01")
LAWS = [fp.policy.load(name) for name in ("cn-deputies-2015", "cn-supervision")]


def main() -> None:
    print("SYNTHETIC DATA: nobody in it exists, and nothing in it was done.")
    tables = fp.datasets.tables(COUNTY, households=3_000, seed=2016)
    poor = tables["villages"].filter("poor")["division"].to_list()
    deputies = tables["helpers"].filter(post="deputy", level="county").sort("id")
    registry = fp.Registry.of(
        **tables,
        agenda=agenda(),
        inspections=inspections(poor),
        matters=matters(deputies["id"].to_list()),
        handlings=handlings(),
        plans=[plan(poor[0])],
        acts=acts(poor[0], deputies["id"][1]),
    )
    last = YEAR.last
    assert last is not None
    coverage = fp.coverage

    title("January: the year's oversight, by form")
    show(coverage.agenda(registry, on="2016-09-09", year=2016, by="form").rows)

    title("Spring: the law inspected in every poor village, two rounds, three levels")
    asked = [
        Inspected(1),
        Inspected(1, 2),
        Inspected(1, level="township"),
        Inspected(assisting=True),
    ]
    inspected = coverage.places(registry, asked, on=last)
    show(inspected.rows)
    print("left out:", inspected.missing().group_by("what").len("villages").sort("what").rows())

    title("Who stands in the villages, and which have a plan")
    posts = [Posted("first-secretary"), Posted("first-secretary", "work-team"), Planned()]
    show(coverage.places(registry, posts, on=last).rows)

    title("From the session to closure: suggestions, an opinion, items of an inquiry")
    told = coverage.matters(registry, LAWS, on=last)
    show(
        told.rows.select(
            "kind", "raised", "judged", "in_time", "late", "overdue", "no_term", "closed"
        )
    )
    print("suggestions answered in time:", told.rate(kind="suggestion"))
    show(told.missing())
    late = registry.records("matters", id="S-3")[0]
    print(fp.matter.check(late, LAWS[0], on=last, handlings=handlings()).explain("en"))

    title("What was delivered in the year, by unit")
    given = coverage.deliveries(registry, on=last, window=YEAR, by="kind")
    show(given.shown.select("kind", "unit", "amount", "acts", "at_least", "unknown"))

    title("The plan of one village against what was delivered")
    planned = coverage.plans(registry, on=last)
    print("items delivered:", planned.total)
    show(planned.missing().select("kind", "item", "planned", "delivered", "unit", "outcome"))

    title("Autumn: deputies of the county and their households")
    held = coverage.quotas(registry, fp.policy.load("guangyuan-2016"), on="2016-09-09", by="level")
    columns = ["obliged", "met", "unmet", "unknown", "exempt", "missing", "low", "high"]
    show(held.rows.filter(rule="deputy-households", level="county").select(columns))

    title("December: one deputy's year, over all his posts")
    person = deputies["person"][1]
    show(
        coverage.helper_year(registry, person, on=last).rows.select(
            "posts", "links", "meetings", "acts", "suggestions"
        )
    )

    title("And what the data lack")
    print(registry.check())


def agenda() -> list[fp.AgendaItem]:
    """What the committee means to look into this year."""
    items = {
        "report": ("cattle and sheep", "2016-04-27"),
        "special-inquiry": ("vegetables", "2016-06-28"),
        "field-study": ("special education", "2016-10-20"),
        "inspection": ("the regulation on rural poverty alleviation", "2016-05-04"),
    }
    return [
        fp.AgendaItem(id=f"A-{n}", form=form, year=2016, division=COUNTY, subject=subject, on=on)
        for n, (form, (subject, on)) in enumerate(items.items(), 1)
    ]


def inspections(villages: list[str]) -> list[fp.Inspection]:
    """Two rounds over every village; the townships joined in half of them, the province once."""
    rounds = [
        fp.Inspection(
            division=village,
            round=number,
            lead=CONGRESS,
            levels=["city", "county", "township"] if place % 2 else ["city", "county"],
            on=first + dt.timedelta(place % 20),
            findings=["poverty-funds"] if place % 7 == 0 else [],
        )
        for number, first in ((1, dt.date(2016, 3, 7)), (2, dt.date(2016, 9, 5)))
        for place, village in enumerate(villages)
        if (number, place) != (2, 3)  # snowed in
    ]
    assisting = fp.Inspection(
        division=villages[0],
        round=1,
        lead="C-51",
        levels=["county"],
        assisting=True,
        on="2016-10-11",
    )
    return [*rounds, assisting]


def matters(deputies: list[str]) -> list[fp.Matter]:
    """Three suggestions of the session, an opinion of the committee, two items of the inquiry."""
    fields = {"rural roads": True, "safe drinking water": False, "basic medical care": False}
    suggestions = [
        fp.Matter(
            id=f"S-{n}", kind="suggestion", issuer=deputies[n], addressee=OFFICE, division=COUNTY,
            field=field, raised="2016-02-24", assigned="2016-03-10", hard=hard,
        )
        for n, (field, hard) in enumerate(fields.items(), 1)
    ]  # fmt: skip
    opinion = fp.Matter(
        id="Y-1", kind="deliberation-opinion", issuer=CONGRESS, addressee=GOVERNMENT,
        division=COUNTY, item="A-1", raised="2016-04-28", problems=["no joint force"],
    )  # fmt: skip
    inquiry = [
        fp.Matter(
            id=f"X-{n}", kind="inquiry-item", issuer=CONGRESS, addressee=GOVERNMENT,
            division=COUNTY, item="A-2", field=field, raised="2016-06-28",
        )
        for n, field in enumerate(("bases", "markets"), 1)
    ]  # fmt: skip
    return [*suggestions, opinion, *inquiry]


def handlings() -> list[fp.Handling]:
    """What was done about them."""
    told = [
        ("S-1", "reply", "2016-08-30", OFFICE),
        ("S-2", "reply", "2016-05-20", OFFICE),
        ("S-2", "closed", "2016-06-30", CONGRESS),
        ("S-3", "reply", "2016-07-04", OFFICE),
        ("Y-1", "reply", "2016-06-20", GOVERNMENT),
        ("Y-1", "reply", "2016-06-27", "P-510824"),  # the Party committee took it up too
        ("Y-1", "follow-up", "2016-11-15", CONGRESS),
        ("Y-1", "closed", "2016-12-02", CONGRESS),
        ("X-1", "reply", "2016-09-01", GOVERNMENT),
        ("X-1", "closed", "2016-12-20", CONGRESS),
    ]
    return [fp.Handling(matter=of, step=step, on=on, by=by) for of, step, on, by in told]


def plan(village: str) -> fp.Plan:
    """What one village is to get in three years."""
    return fp.Plan(
        id="N-1", division=village, since="2015-01-01", until="2018-01-01",
        items=[
            fp.PlanItem(kind="infrastructure", item="road", quantity="7.7", unit="km"),
            fp.PlanItem(kind="planting", item="walnut", quantity=450, unit="mu", term="long"),
            fp.PlanItem(kind="training", quantity=1000, unit="person-time"),
        ],
    )  # fmt: skip


def acts(village: str, deputy: str) -> list[fp.Act]:
    """What was given there, and by a deputy elsewhere."""
    return [
        fp.Act(
            id="D-1",
            kind="infrastructure",
            item="road",
            division=village,
            on="2016-05-30",
            quantity=7700,
            unit="m",
            givers=["office"],
        ),
        fp.Act(
            id="D-2",
            kind="planting",
            item="walnut",
            division=village,
            on="2016-03-12",
            quantity=20,
            unit="hectare",
            givers=["office", "villagers"],
        ),
        fp.Act(
            id="D-3",
            kind="training",
            division=village,
            on="2016-06-15",
            person_times=1000,
            at_least=["person_times"],
            givers=["office"],
        ),
        fp.Act(
            id="D-4",
            kind="daily-goods",
            division=village,
            every="month",
            since="2015-11-05",
            quantity=25,
            unit="kg",
            households=1,
            givers=[deputy],
        ),
    ]


def title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def show(table: pl.DataFrame) -> None:
    with pl.Config(
        tbl_rows=30,
        tbl_cols=-1,
        tbl_width_chars=180,
        fmt_str_lengths=50,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        float_precision=3,
    ):
        print(table)


if __name__ == "__main__":
    main()
