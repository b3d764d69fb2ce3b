"""The glossary and the page of errors name everything there is."""

from pathlib import Path

import pytest

import fupin as fp
from fupin import errors
from fupin.findings import Standing
from fupin.model.statuses import POPULATIONS, Monitoring, Registration
from fupin.model.vocabulary import POSTINGS, SERVICES, WAYS

DOCS = Path(__file__).parents[2] / "docs"
TYPES = [name for name in fp.__all__ if name[0].isupper() and name != "FupinError"]
WORDS = sorted(
    {*Registration, *Monitoring, *POPULATIONS, *POSTINGS, *SERVICES, *WAYS, *fp.Kind, *fp.Level}
)
ERRORS = [
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, fp.FupinError) and name[0] != "_"
]


@pytest.mark.parametrize("name", [*TYPES, *WORDS])
def test_the_glossary_has_every_type_and_word(name: str) -> None:
    """A word that the library speaks and the glossary lacks cannot be looked up."""
    assert f"`{name}`" in (DOCS / "glossary.md").read_text("utf-8")


@pytest.mark.parametrize("name", ERRORS)
def test_the_page_of_errors_has_every_error(name: str) -> None:
    """Whoever meets an error finds what to do."""
    assert f"`{name}`" in (DOCS / "errors.md").read_text("utf-8")


def test_every_standing_is_explained_on_the_page_of_duties() -> None:
    """What stands outside a rate has a column, and the column a word."""
    page = (DOCS / "duties.md").read_text("utf-8")
    outside = {Standing.NOT_YET_DUE, Standing.NOT_JUDGED, Standing.NO_NUMBER, Standing.UNPLACED}
    assert all(standing.value.replace("-", "_") in page for standing in outside)
