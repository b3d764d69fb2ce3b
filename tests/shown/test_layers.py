"""The layers told to builders are those that a machine checks, in the same order."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def checked(container: str) -> list[set[str]]:
    """The layers of import-linter in a package, from the lowest; siblings together."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [layers] = [c["layers"] for c in tool["contracts"] if c.get("containers") == [container]]
    return [set(layer.split(" | ")) for layer in reversed(layers)]


def told(block: int) -> list[set[str]]:
    """The layers of the page for builders, a line each; names apart by commas are layers too."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    text = page.split("## Layers")[1].split("```text\n")[block].split("```")[0]
    names = [re.split(r" {2,}", line)[0].replace("/", "") for line in text.splitlines()]
    return [set(layer.split(" | ")) for line in names for layer in line.split(", ")]


@pytest.mark.parametrize(("block", "container"), [(1, "fupin"), (2, "fupin.coverage")])
def test_the_page_for_builders_tells_the_layers_that_are_checked(
    block: int, container: str
) -> None:
    """A module that came or moved is told where it is looked for."""
    assert told(block) == checked(container)
