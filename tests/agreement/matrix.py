"""The page of engines (docs/engines.md): which calculator is asked on which, read off the tests.

python -m tests.agreement.matrix > docs/engines.md
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import fupin as fp

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "engines.md"
WITHOUT_TABLES = {"capacity"}  # it answers from head counts
ALSO = {"registry.check": "faults", "known_on=": "known", "reading columns": "reading"}
"""What is asked beside calculators, by the word in the name of its tests."""
NAMES = {
    "pandas": "pandas",
    "polars": "Polars",
    "polars-lazy": "Polars lazy",
    "pyarrow": "PyArrow",
    "duckdb": "DuckDB",
    "ibis": "Ibis",
    "pyspark": "PySpark",
}
"""The columns of the page, by the name that an engine has in the tests."""
ENGINE = re.compile(rf"[\[-]({'|'.join(sorted(NAMES, key=len, reverse=True))})[\]-]")


def asked(*options: str) -> dict[str, str]:
    """By engine, the names of the tests that ask it, without running one."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "--no-cov", *options]
    place = "tests/agreement"
    done = subprocess.run(
        [*command, place], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    told: dict[str, str] = {}
    for line in done.stdout.splitlines():
        if found := ENGINE.search(line):
            names = line.removeprefix(place).replace("_", " ")
            told[found.group(1)] = f"{told.get(found.group(1), '')} {names}"
    return told


def table(names: Mapping[str, str]) -> str:
    """Calculators by engine: ✓ where a test puts the one to the other."""
    public = [n for n in fp.coverage.__all__ if inspect.isfunction(getattr(fp.coverage, n))]
    rows = {n: n.replace("_", " ") for n in sorted(set(public) - WITHOUT_TABLES)} | ALSO
    lines = [f"| | {' | '.join(NAMES.values())} |", f"| --- |{' :---: |' * len(NAMES)}"]
    for row, word in rows.items():
        told = re.compile(rf"\b{word}\b")
        cells = ("✓" if told.search(names.get(engine, "")) else "" for engine in NAMES)
        lines.append(f"| `{row}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the page anew: the words around the table stay, the table is made."""
    sys.stdout.write(page(PAGE.read_text("utf-8")))


def page(text: str) -> str:
    """The page with its table made from the tests."""
    head, rest = text.split("<!-- made from the tests -->\n", 1)
    _, tail = rest.split("<!-- end -->\n", 1)
    made = table(asked() | asked("--spark"))
    return f"{head}<!-- made from the tests -->\n{made}\n<!-- end -->\n{tail}"


if __name__ == "__main__":
    main()
