"""Every Python block of README and docs is run, page by page, in an empty folder."""

from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCES = ("```python", "```bash", "```toml", "```text", "```json", "```csv", "```mermaid")

reader = Sybil(
    [PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE), SkipParser()],
    path=str(ROOT),
)


def fences(page: Path) -> Iterator[tuple[int, str]]:
    """The opening line of each block of a page, with its line number."""
    inside = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            if not inside:
                yield number, line.strip()
            inside = not inside


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_blocks_of_a_page_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page shows is what happens; blocks of one page share their names."""
    monkeypatch.chdir(tmp_path)
    for example in reader.parse(page).examples():
        example.evaluate()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_of_a_page_says_what_it_is(page: Path) -> None:
    """A block without a language, or a Python block by another name, would not be run."""
    unknown = [f"line {number}: {line}" for number, line in fences(page) if line not in FENCES]
    assert not unknown
