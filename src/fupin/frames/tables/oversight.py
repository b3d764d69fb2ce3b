"""Tables of oversight: matters and what was done about them, the agenda, inspections (监督)."""

from __future__ import annotations

from fupin.frames.tables.columns import Calculator, Column, TableSpec

_MATTERS: tuple[Calculator, ...] = ("matters",)

OVERSIGHT: tuple[TableSpec, ...] = (
    TableSpec(
        "matters",
        "监督事项",
        "an opinion, an item of an inquiry or a suggestion put to a body",
        ("id",),
        (
            Column("id", "id", "id of the matter", _MATTERS),
            Column(
                "kind", "text", "deliberation-opinion, inquiry-item or suggestion", used_by=_MATTERS
            ),
            Column("issuer", "id", "id of the deputy or body that raised it", used_by=_MATTERS),
            Column("addressee", "id", "id of the body that is to answer", used_by=_MATTERS),
            Column("division", "code", "the place of the congress", used_by=_MATTERS),
            Column("item", "id", "id of the agenda item it came out of"),
            Column("field", "text", "what it is about"),
            Column("raised", "day", "the day it was raised; empty: not known", used_by=_MATTERS),
            Column(
                "assigned",
                "day",
                "the day it was assigned to the body (交办); empty: not known",
                used_by=_MATTERS,
            ),
            Column("hard", "flag", "whether it is wide or hard to deal with", used_by=_MATTERS),
            Column("problems", "text", "the problems it names, separated by ;"),
        ),
    ),
    TableSpec(
        "handlings",
        "事项办理",
        "something done about a matter: a reply, a follow-up, its closure",
        ("matter", "step", "on", "by"),
        (
            Column("matter", "id", "id of the matter", ("check",), _MATTERS),
            Column("step", "text", "reply, follow-up, closed or reopened", ("check",), _MATTERS),
            Column("on", "day", "the day; empty: some day, not known which", ("check",), _MATTERS),
            Column("by", "id", "id of the body that did it", used_by=_MATTERS),
            Column("answer", "text", "class of a reply, as people use it"),
            Column("satisfaction", "text", "what those who raised it say of a reply"),
        ),
    ),
    TableSpec(
        "agenda",
        "监督计划",
        "an item of a year's oversight plan",
        ("id",),
        (
            Column("id", "id", "id of the item", ("agenda",)),
            Column(
                "form",
                "text",
                "report, special-inquiry, field-study or inspection",
                used_by=("agenda",),
            ),
            Column("year", "count", "calendar year of the plan", used_by=("agenda",)),
            Column("division", "code", "the place of the committee", used_by=("agenda",)),
            Column("subject", "text", "what it is about"),
            Column("on", "day", "the day it was carried out, or is to be", used_by=("agenda",)),
        ),
    ),
    TableSpec(
        "inspections",
        "执法检查",
        "a village inspected in a round of an inspection",
        ("division", "round", "lead", "on"),
        (
            Column("division", "code", "code of the village, 12 digits", ("check",), ("places",)),
            Column("round", "count", "number of the round, from 1", ("check",), ("places",)),
            Column("lead", "id", "id of the body that leads it", used_by=("places",)),
            Column(
                "levels",
                "text",
                "levels of the congresses taking part, separated by ;: city, county, township",
                used_by=("places",),
            ),
            Column(
                "assisting",
                "flag",
                "whether it assists the inspection of a body above",
                used_by=("places",),
            ),
            Column("on", "day", "the day; empty: some day, not known which", used_by=("places",)),
            Column(
                "findings",
                "text",
                "kinds of what was found, separated by ;, or a word such as none; empty: not told",
                used_by=("places",),
            ),
        ),
    ),
)
