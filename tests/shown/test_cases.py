"""Every case of the report says which of the sixteen systems it is of."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parents[1].glob("cases/test_s*.py"))


def cases(file: Path) -> Iterator[tuple[str, str]]:
    """The tests of a file, and what each says of itself."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node.name, ast.get_docstring(node) or ""


def told() -> list[str]:
    """What all the cases say of themselves."""
    return [text for file in FILES for _, text in cases(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_each_case_names_a_system_of_its_file(file: Path) -> None:
    """The numbers in the name of a file are those of its systems."""
    own = "|".join(f"S{int(number)}" for number in re.findall(r"s(\d\d)_", file.name))
    assert own
    found = list(cases(file))
    assert found
    assert [name for name, text in found if not re.search(rf"\b({own})\b", text)] == []


@pytest.mark.parametrize("number", range(1, 17))
def test_each_system_has_a_case_and_a_broken_one(number: int) -> None:
    """What keeps a rule is shown, and what breaks it."""
    assert any(re.search(rf"\bS{number}\b", text) for text in told())
    assert any(re.search(rf"\bS{number},? broken: ", text) for text in told())
