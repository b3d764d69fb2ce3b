"""Tables of what was found at households and places (核查)."""

from __future__ import annotations

from fupin.frames.tables.columns import JUDGED, MEASURED, Column, TableSpec, seen
from fupin.model import CountySurvey, Income, Survey, VillageSurvey

SURVEYS: tuple[TableSpec, ...] = (
    TableSpec(
        "surveys",
        "入户核查",
        "what was found at a household on a day; the latest one counts",
        ("household", "on"),
        seen(
            Survey,
            Column("household", "id", "id of the household", (*JUDGED, *MEASURED)),
            (*JUDGED, *MEASURED),
        ),
    ),
    TableSpec(
        "incomes",
        "家庭收入",
        "a household's income of a period by its parts",
        ("household", "until"),
        seen(
            Income,
            Column("household", "id", "id of the household", ("check",)),
            (*JUDGED, *MEASURED),
        ),
    ),
    TableSpec(
        "village_surveys",
        "村级核查",
        "what was found at a village on a day; the latest one counts",
        ("division", "on"),
        seen(
            VillageSurvey,
            Column("division", "code", "code of the village, 12 digits", ("check",)),
            JUDGED,
        ),
    ),
    TableSpec(
        "county_surveys",
        "县级核查",
        "what was found at a county on a day; the latest one counts",
        ("division", "on"),
        seen(
            CountySurvey,
            Column("division", "code", "code of the county, 6 digits", ("check",)),
            JUDGED,
        ),
    ),
)
