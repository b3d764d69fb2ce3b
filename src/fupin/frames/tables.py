"""The canonical tables (规范表): which columns a registry has, what they mean, who needs them.

Names are a stable contract. `docs/tables.md` is made from this file.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal, get_args, get_type_hints

import attrs

from fupin.boundary import documented
from fupin.model import CountySurvey, Income, RuralPopulation, Survey, VillageSurvey

ColumnType = Literal["id", "text", "code", "day", "count", "flag", "yuan"]
Calculator = Literal[
    "households", "quotas", "duties", "screen", "exits", "poverty", "deprivation", "check"
]

TYPES: dict[ColumnType, str] = {
    "id": "text or integer, one type through a registry",
    "text": "text",
    "code": "division code: text or integer of 2, 4, 6, 9 or 12 digits",
    "day": "date, naive timestamp, or text YYYY-MM-DD",
    "count": "integer, or text of digits",
    "flag": "boolean, 0 and 1, or a word such as yes, no, 是, 否",
    "yuan": "yuan with at most two decimals: integer, decimal, float or text of digits",
}


@attrs.frozen
class Column:
    """One column of a canonical table (字段).

    Attributes:
        name: name of the column.
        type: a key of `TYPES`.
        meaning: what a cell says, with its unit where it has one.
        needed_by: calculators that cannot run without it; others use it where it is there.
        used_by: calculators that use it where it is there.
    """

    name: str
    type: ColumnType
    meaning: str
    needed_by: tuple[Calculator, ...] = ()
    used_by: tuple[Calculator, ...] = ()


@attrs.frozen
class TableSpec:
    """One canonical table (规范表).

    Attributes:
        name: name of the table, a keyword of `Registry.of`.
        zh: Chinese name.
        meaning: what a row is.
        key: the columns that tell rows apart; rows of one key that differ contradict each other.
        columns: its columns, in order. Other columns are kept, and may be asked for in `by=`.
    """

    name: str
    zh: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def types(self) -> dict[str, ColumnType]:
        """Type by column name."""
        return {column.name: column.type for column in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which the table cannot be read: those of its key."""
        return tuple(c.name for c in self.columns if c.needed_by)


_ALL: tuple[Calculator, ...] = ("households", "quotas", "duties")
_HELD: tuple[Calculator, ...] = ("quotas", "duties")
_JUDGED: tuple[Calculator, ...] = ("screen", "exits")
_MEASURED: tuple[Calculator, ...] = ("poverty", "deprivation")


def _period(used_by: tuple[Calculator, ...], what: str) -> tuple[Column, Column]:
    """The two columns of a half-open period."""
    return (
        Column(
            "since",
            "day",
            f"first day {what}; empty: not known, and unknown on every day before until",
            used_by=used_by,
        ),
        Column("until", "day", f"first day no longer {what}; empty: still {what}", used_by=used_by),
    )


_KINDS: dict[type, ColumnType] = {
    bool: "flag", int: "count", Decimal: "yuan", dt.date: "day", str: "text",
}  # fmt: skip


def _seen(cls: type[Any], key: Column, used_by: tuple[Calculator, ...]) -> tuple[Column, ...]:
    """The columns of a table of surveys: the fields of its class, in the words of its docstring."""
    _, meanings = documented(cls)
    hints = get_type_hints(cls)
    columns = [key]
    for field in attrs.fields(cls):
        if field.name != key.name:
            hint = hints[field.name]
            plain = next((a for a in get_args(hint) if a is not type(None)), hint)
            needed = key.needed_by if field.name == "on" else ()
            columns.append(
                Column(field.name, _KINDS[plain], meanings[field.name].rstrip("."), needed, used_by)
            )
    return tuple(columns)


_KIND = Column("kind", "text", "kind of link, such as deputy-household", _ALL)
_HELPER = Column("helper", "id", "id of the helper", _ALL)
_PARTY = Column("party", "id", "id of the other end: household, deputy, voter or village", _ALL)

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "households",
        "农户",
        "a household, poor or not; with no status and no events every one is taken as in need",
        ("id",),
        (
            Column("id", "id", "id of the household", ("households", "exits"), ("screen",)),
            Column(
                "division",
                "code",
                "the village it lives in",
                used_by=("households", "quotas", *_JUDGED, *_MEASURED),
            ),
            Column(
                "size",
                "count",
                "registered members, persons",
                used_by=("households", *_JUDGED, *_MEASURED),
            ),
            Column(
                "registration",
                "text",
                "status in the register: ordinary, in-need, relapsed, pending-exit, exited, "
                "deregistered or gone",
                used_by=("households", *_JUDGED),
            ),
            Column(
                "registration_on",
                "day",
                "the day that status was seen; unknown before it; empty: it always stands",
                used_by=("households", *_JUDGED),
            ),
            Column(
                "monitoring",
                "text",
                "status in monitoring: none, at-risk or risk-eliminated",
                used_by=("households",),
            ),
            Column(
                "monitoring_on",
                "day",
                "the day that status was seen; unknown before it; empty: it always stands",
                used_by=("households",),
            ),
            Column("cause", "text", "main cause of poverty (主要致贫原因)"),
        ),
    ),
    TableSpec(
        "events",
        "农户事件",
        "something that changed a household's status",
        ("household", "event", "on"),
        (
            Column("household", "id", "id of the household", ("households",), _JUDGED),
            Column(
                "event",
                "text",
                "what happened, such as registered or exited",
                ("households",),
                _JUDGED,
            ),
            Column("on", "day", "the day it took effect", used_by=("households", *_JUDGED)),
            Column(
                "year",
                "count",
                "calendar year, where no day is known: unknown inside that year",
                used_by=("households", *_JUDGED),
            ),
        ),
    ),
    TableSpec(
        "memberships",
        "家庭成员",
        "a person's time in a household",
        ("household", "person", "since"),
        (
            Column("household", "id", "id of the household", ("households",), _JUDGED),
            Column("person", "id", "id of the person", ("households",), _JUDGED),
            *_period(("households", *_JUDGED), "in the household"),
        ),
    ),
    TableSpec(
        "successions",
        "分户并户",
        "a household that came out of another",
        ("household", "successor"),
        (
            Column("household", "id", "id of the household that was", ("check",)),
            Column("successor", "id", "id of the household that followed", ("check",)),
            Column("on", "day", "the day of the change"),
            Column("how", "text", "split or merged"),
        ),
    ),
    TableSpec(
        "persons",
        "人员",
        "a person; no name, no number",
        ("id",),
        (
            Column("id", "id", "id of the person", ("check",)),
            Column("born", "day", "day of birth", used_by=_JUDGED),
            Column("at_school", "flag", "whether the person is at school", used_by=_JUDGED),
            Column(
                "insured",
                "flag",
                "whether the person has basic medical insurance",
                used_by=_JUDGED,
            ),
        ),
    ),
    TableSpec(
        "surveys",
        "入户核查",
        "what was found at a household on a day; the latest one counts",
        ("household", "on"),
        _seen(
            Survey,
            Column("household", "id", "id of the household", (*_JUDGED, *_MEASURED)),
            (*_JUDGED, *_MEASURED),
        ),
    ),
    TableSpec(
        "incomes",
        "家庭收入",
        "a household's income of a period by its parts",
        ("household", "until"),
        _seen(
            Income,
            Column("household", "id", "id of the household", ("check",)),
            (*_JUDGED, *_MEASURED),
        ),
    ),
    TableSpec(
        "village_surveys",
        "村级核查",
        "what was found at a village on a day; the latest one counts",
        ("division", "on"),
        _seen(
            VillageSurvey,
            Column("division", "code", "code of the village, 12 digits", ("check",)),
            _JUDGED,
        ),
    ),
    TableSpec(
        "county_surveys",
        "县级核查",
        "what was found at a county on a day; the latest one counts",
        ("division", "on"),
        _seen(
            CountySurvey,
            Column("division", "code", "code of the county, 6 digits", ("check",)),
            _JUDGED,
        ),
    ),
    TableSpec(
        "populations",
        "农业户籍人口",
        "the rural registered population of a place, what incidence is a share of",
        ("division", "year"),
        _seen(
            RuralPopulation,
            Column("division", "code", "code of the village or larger place", ("exits",)),
            ("exits",),
        ),
    ),
    TableSpec(
        "unregistered",
        "未建档农户",
        "a rural household that is not in the register and was surveyed",
        ("id",),
        (
            Column("id", "id", "id of the household", ("check",)),
            Column("division", "code", "the village it lives in", used_by=("exits",)),
            Column("size", "count", "members, persons", used_by=("exits",)),
        ),
    ),
    TableSpec(
        "villages",
        "村",
        "a village",
        ("division",),
        (
            Column("division", "code", "code of the village", ("check",), _JUDGED),
            Column("poor", "flag", "whether it is a poor village (贫困村)", used_by=_JUDGED),
            Column("tags", "text", "names of areas it belongs to, separated by ;"),
        ),
    ),
    TableSpec(
        "helpers",
        "帮扶责任人",
        "a mandate or post of somebody who helps; one person may hold two",
        ("id",),
        (
            Column("id", "id", "id of the mandate or post", _HELD),
            Column("person", "id", "id of the person who holds it"),
            Column("post", "text", "deputy, member, cadre, medical or office", _HELD),
            Column("level", "text", "level of a deputy: nation to township", used_by=_HELD),
            Column("service", "text", "full-time or part-time, of a member", used_by=_HELD),
            Column("division", "code", "the division of the mandate or post", used_by=_HELD),
            Column("office", "id", "office that a cadre belongs to"),
            *_period(_HELD, "in office"),
        ),
    ),
    TableSpec(
        "links",
        "结对、联系",
        "a helper tied to a household, deputy, voter or village",
        ("kind", "helper", "party", "since"),
        (
            _KIND,
            _HELPER,
            _PARTY,
            Column("role", "text", "first, second or joint helper", used_by=_ALL),
            *_period(_ALL, "in force"),
        ),
    ),
    TableSpec(
        "postings",
        "驻村派驻",
        "a person posted to a place",
        ("person", "post", "division", "since"),
        (
            Column("person", "id", "id of the person", ("check",)),
            Column(
                "post",
                "text",
                "first-secretary, work-team, full-time-deputy-secretary or technician",
                ("check",),
            ),
            Column("division", "code", "the place of the posting", ("check",)),
            *_period((), "in force"),
        ),
    ),
    TableSpec(
        "exemptions",
        "免除、减少",
        "a helper's quota lifted or lowered for a time",
        ("helper", "rule", "since"),
        (
            Column("helper", "id", "id of the helper", _HELD),
            Column("rule", "text", "id of the rule or duty", _HELD),
            Column(
                "quota", "count", "links still asked; empty: the quota is lifted", used_by=_HELD
            ),
            *_period(_HELD, "in force"),
        ),
    ),
    TableSpec(
        "voters",
        "选民",
        "a voter whom a deputy contacts",
        ("id",),
        (
            Column("id", "id", "id of the voter", ("check",)),
            Column("division", "code", "where the voter lives", used_by=("quotas",)),
        ),
    ),
    TableSpec(
        "meetings",
        "走访、会见",
        "a day on which a helper met the other end of a link",
        ("kind", "helper", "party", "on"),
        (
            Column("kind", "text", "kind of the link that was met", ("duties",)),
            Column("helper", "id", "id of the helper", ("duties",)),
            Column("party", "id", "id of the other end", ("duties",)),
            Column("on", "day", "the day; empty: some day, not known which", ("duties",)),
        ),
    ),
    TableSpec(
        "reports",
        "书面报告",
        "a report handed in by a helper",
        ("helper", "year", "duty"),
        (
            Column("helper", "id", "id of the helper", ("duties",)),
            Column("year", "count", "calendar year it reports on", ("duties",)),
            Column("on", "day", "the day it was handed in", ("duties",)),
            Column("duty", "text", "id of the duty; empty: every report duty", used_by=("duties",)),
        ),
    ),
    TableSpec(
        "sessions",
        "会议",
        "a session of a committee on a duty",
        ("duty", "year", "division", "on"),
        (
            Column("duty", "text", "id of the duty", ("duties",)),
            Column("year", "count", "calendar year it counts for", ("duties",)),
            Column("division", "code", "division of the committee", ("duties",)),
            Column("on", "day", "the day of the session", ("duties",)),
        ),
    ),
)

SPECS: dict[str, TableSpec] = {spec.name: spec for spec in TABLES}


def described() -> str:
    """The page `docs/tables.md`: every table and column, its type, and who needs it."""
    lines = [
        "# Tables",
        "",
        "Made from `fupin.frames.tables` by `make tables`; do not edit by hand.",
        "",
        "A registry takes the tables you have. A column marked *needed* must be there for that",
        "calculator; *used* columns sharpen its answer where they are there. Other columns are",
        "kept, and may be asked for in `by=`.",
        "",
        "| type | what is accepted |",
        "| --- | --- |",
        *(f"| {name} | {meaning} |" for name, meaning in TYPES.items()),
    ]
    for spec in TABLES:
        lines += [
            "",
            f"## {spec.name} ({spec.zh})",
            "",
            f"One row is {spec.meaning}. Key: {', '.join(spec.key)}.",
            "",
            "| column | type | meaning | needed by | used by |",
            "| --- | --- | --- | --- | --- |",
        ]
        for c in spec.columns:
            needed, used = ", ".join(c.needed_by), ", ".join(c.used_by)
            lines.append(f"| {c.name} | {c.type} | {c.meaning} | {needed} | {used} |")
    return "\n".join(lines) + "\n"
