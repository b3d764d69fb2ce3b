"""Tables of households and their members (农户与人员)."""

from __future__ import annotations

from fupin.frames.tables.columns import COUNTED, JUDGED, MEASURED, Column, TableSpec, period

HOUSEHOLDS: tuple[TableSpec, ...] = (
    TableSpec(
        "households",
        "农户",
        "a household, poor or not; with no status and no events every one is taken as in need",
        ("id",),
        (
            Column("id", "id", "id of the household", (*COUNTED, "exits"), ("screen",)),
            Column(
                "division",
                "code",
                "the village it lives in",
                used_by=(*COUNTED, "quotas", *JUDGED, *MEASURED),
            ),
            Column(
                "size",
                "count",
                "registered members, persons",
                used_by=(*COUNTED, *JUDGED, *MEASURED),
            ),
            Column(
                "registration",
                "text",
                "status in the register: ordinary, in-need, relapsed, pending-exit, exited, "
                "deregistered or gone",
                used_by=(*COUNTED, *JUDGED),
            ),
            Column(
                "registration_on",
                "day",
                "the day that status was seen; unknown before it; empty: it always stands",
                used_by=(*COUNTED, *JUDGED),
            ),
            Column(
                "monitoring",
                "text",
                "status in monitoring: none, at-risk or risk-eliminated",
                used_by=COUNTED,
            ),
            Column(
                "monitoring_on",
                "day",
                "the day that status was seen; unknown before it; empty: it always stands",
                used_by=COUNTED,
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
            Column("household", "id", "id of the household", COUNTED, JUDGED),
            Column(
                "event",
                "text",
                "what happened, such as registered or exited",
                COUNTED,
                JUDGED,
            ),
            Column("on", "day", "the day it took effect", used_by=(*COUNTED, *JUDGED)),
            Column(
                "year",
                "count",
                "calendar year, where no day is known: unknown inside that year",
                used_by=(*COUNTED, *JUDGED),
            ),
        ),
    ),
    TableSpec(
        "memberships",
        "家庭成员",
        "a person's time in a household",
        ("household", "person", "since"),
        (
            Column("household", "id", "id of the household", ("households",), ("flows", *JUDGED)),
            Column("person", "id", "id of the person", ("households",), ("flows", *JUDGED)),
            *period((*COUNTED, *JUDGED), "in the household"),
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
            Column("born", "day", "day of birth", used_by=JUDGED),
            Column("at_school", "flag", "whether the person is at school", used_by=JUDGED),
            Column(
                "insured",
                "flag",
                "whether the person has basic medical insurance",
                used_by=JUDGED,
            ),
        ),
    ),
)
