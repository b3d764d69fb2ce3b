"""The layers told to builders are those that a machine checks, in the same order."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def checked() -> list[set[str]]:
    """The layers of import-linter, from the lowest; siblings together."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [layers] = [c["layers"] for c in tool["contracts"] if c["type"] == "layers"]
    return [set(layer.split(" | ")) for layer in reversed(layers)]


def told() -> list[set[str]]:
    """The layers of the page for builders, a line each; names apart by commas are layers too."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    block = page.split("## Layers")[1].split("```text\n")[1].split("```")[0]
    names = [re.split(r" {2,}", line)[0].replace("/", "") for line in block.splitlines()]
    return [set(layer.split(" | ")) for line in names for layer in line.split(", ")]


def test_the_page_for_builders_tells_the_layers_that_are_checked() -> None:
    """A module that came or moved is told where it is looked for."""
    assert told() == checked()
