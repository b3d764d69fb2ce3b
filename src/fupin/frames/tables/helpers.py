"""Tables of who helps whom, and who is posted where (帮扶与派驻)."""

from __future__ import annotations

from fupin.frames.tables.columns import HELD, PAIRED, Column, TableSpec, period

_KIND = Column("kind", "text", "kind of link, such as deputy-household", PAIRED)
_HELPER = Column("helper", "id", "id of the helper", PAIRED)
_PARTY = Column("party", "id", "id of the other end: household, deputy, voter or village", PAIRED)

HELPERS: tuple[TableSpec, ...] = (
    TableSpec(
        "helpers",
        "帮扶责任人",
        "a mandate or post of somebody who helps; one person may hold two",
        ("id",),
        (
            Column("id", "id", "id of the mandate or post", HELD),
            Column("person", "id", "id of the person who holds it", used_by=("loads",)),
            Column("post", "text", "deputy, member, cadre, medical or office", HELD),
            Column("level", "text", "level of a deputy: nation to township", used_by=HELD),
            Column("service", "text", "full-time or part-time, of a member", used_by=HELD),
            Column("division", "code", "the division of the mandate or post", used_by=HELD),
            Column("office", "id", "office that a cadre belongs to"),
            *period((*HELD, "changes"), "in office"),
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
            Column("role", "text", "first, second or joint helper", used_by=PAIRED),
            *period(PAIRED, "in force"),
        ),
    ),
    TableSpec(
        "postings",
        "驻村派驻",
        "a person posted to a place",
        ("person", "post", "division", "since"),
        (
            Column("person", "id", "id of the person", ("changes",)),
            Column(
                "post",
                "text",
                "first-secretary, work-team, full-time-deputy-secretary or technician",
                ("changes",),
            ),
            Column("division", "code", "the place of the posting", ("changes",), ("places",)),
            *period(("changes", "places"), "in force"),
        ),
    ),
    TableSpec(
        "exemptions",
        "免除、减少",
        "a helper's quota lifted or lowered for a time",
        ("helper", "rule", "since"),
        (
            Column("helper", "id", "id of the helper", HELD),
            Column("rule", "text", "id of the rule or duty", HELD),
            Column("quota", "count", "links still asked; empty: the quota is lifted", used_by=HELD),
            *period(HELD, "in force"),
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
)
