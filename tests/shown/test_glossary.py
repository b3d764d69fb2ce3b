"""The glossary and the page of errors name everything there is."""

from pathlib import Path

import pytest

import fupin as fp
from fupin import errors, findings, frames, model
from fupin.amounts import UNITS
from fupin.findings import Standing, StepState
from fupin.model.statuses import EVENTS, POPULATIONS, Monitoring, Registration
from fupin.model.vocabulary import (
    ACTS,
    FORMS,
    HANDLINGS,
    MATTERS,
    POSTINGS,
    POSTS,
    REACHES,
    ROLES,
    SERVICES,
    TERMS,
    WAYS,
)

DOCS = Path(__file__).parents[2] / "docs"
ROOMS = (fp, fp.coverage, fp.policy, findings, frames, model)
TYPES = sorted(
    {name for room in ROOMS for name in room.__all__ if name[0].isupper() and not name.isupper()}
    - {"FupinError"}
)
WORDS = sorted(
    {
        *Registration, *Monitoring, *EVENTS, *POPULATIONS, *WAYS,
        *POSTS, *ROLES, *POSTINGS, *SERVICES, *fp.Kind, *fp.Level,
        *ACTS, *TERMS, *REACHES, *UNITS, *MATTERS, *HANDLINGS, *FORMS,
    }
)  # fmt: skip
ERRORS = [
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, fp.FupinError) and name[0] != "_"
]


@pytest.mark.parametrize("name", [*TYPES, *WORDS])
def test_the_glossary_has_every_type_and_word(name: str) -> None:
    """A word that the library speaks and the glossary lacks cannot be looked up."""
    assert f"`{name}`" in (DOCS / "glossary.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("建档立卡贫困户", "registered poor household"),
        ("结对帮扶", "paired assistance"),
        ("定点帮扶", "designated assistance"),
        ("第一书记", "first Party secretary"),
        ("驻村工作队", "village-based work team"),
        ("专职副书记", "full-time deputy Party secretary"),
        ("常委会组成人员", "member of the Standing Committee"),
        ("返贫", "relapsed into poverty"),
        ("脱贫回退", "exit annulled"),
        ("清退", "deregistered as ineligible"),
        ("风险消除", "risk eliminated"),
    ],
)
def test_the_glossary_gives_the_usual_english_of_a_term(zh: str, en: str) -> None:
    """One English for one Chinese term, everywhere."""
    assert f"| {zh} | {en} |" in (DOCS / "glossary.md").read_text("utf-8")


def test_the_glossary_tells_full_time_from_part_time_as_congresses_do() -> None:
    """Who sits in office and who does not; another pair of words is about posts."""
    page = (DOCS / "glossary.md").read_text("utf-8")
    assert "full-time (`full-time`, 驻会) or part-time (`part-time`, 非驻会)" in page


@pytest.mark.parametrize("name", ERRORS)
def test_the_page_of_errors_has_every_error(name: str) -> None:
    """Whoever meets an error finds what to do."""
    assert f"`{name}`" in (DOCS / "errors.md").read_text("utf-8")


def test_every_standing_is_explained_on_the_page_of_duties() -> None:
    """What stands outside a rate has a column, and the column a word."""
    page = (DOCS / "duties.md").read_text("utf-8")
    outside = {Standing.NOT_YET_DUE, Standing.NOT_JUDGED, Standing.NO_NUMBER, Standing.UNPLACED}
    assert all(standing.value.replace("-", "_") in page for standing in outside)


@pytest.mark.parametrize("state", StepState)
def test_every_state_of_a_step_is_explained_on_the_page_of_procedures(state: StepState) -> None:
    """Whoever reads a word in an answer finds what it means."""
    assert f"| `{state.value}` |" in (DOCS / "procedures.md").read_text("utf-8")
