"""Every example runs in an empty folder: as a script, or a notebook-script cell by cell."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jupytext
import pytest

import fupin as fp

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(set(ROOT.glob("examples/*.py")) - {ROOT / "examples" / "on_spark.py"})
"""Spark's is run with the tests of Spark."""
NOTEBOOKS = [path for path in SCRIPTS if "\n# %%" in path.read_text(encoding="utf-8")]


def show(value: object) -> str:
    """What a notebook shows for the last value of a cell."""
    html = getattr(value, "_repr_html_", None)
    return str(html() if callable(html) else repr(value))


def run_cell(source: str, names: dict[str, Any], where: str) -> str | None:
    """Run one cell; the text or HTML of its last line, if that is a value."""
    body = ast.parse(source, where).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), where, "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    value = eval(compile(ast.Expression(last.value), where, "eval"), names)
    return None if value is None else show(value)


def run(folder: Path, *command: object) -> str:
    """What a script prints, run in a folder; every warning is an error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", *map(str, command)],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("script", sorted({*SCRIPTS} - {*NOTEBOOKS}), ids=lambda path: path.name)
def test_an_example_runs_as_a_script(script: Path, tmp_path: Path) -> None:
    """A newcomer runs it with no arguments, from any folder, with no one at the keyboard."""
    assert run(tmp_path, script).strip()


@pytest.mark.parametrize("name", ["guangyuan.py", "exit.py"])
def test_an_example_reads_a_folder_of_files(name: str, tmp_path: Path) -> None:
    """One CSV file a table, all cells as text; the results are files too."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for table, rows in fp.datasets.tables("510824102", households=300, seed=7).items():
        rows.write_csv(folder / f"{table}.csv")
    said = run(tmp_path, ROOT / "examples" / name, folder, "--on", "2016-12-20", "--out", "found")
    assert "SYNTHETIC" not in said
    assert "2016-12-20" in said
    assert len(list((tmp_path / "found").glob("*.csv"))) > 5


def test_the_month_of_a_county_answers_every_question_from_a_folder_of_files(
    tmp_path: Path,
) -> None:
    """One heading a question, on the tables of one's own."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for table, rows in fp.datasets.tables("510824102", households=300, seed=7).items():
        rows.write_csv(folder / f"{table}.csv")
    road = "A-1,infrastructure,2016-11-04,510824102201,1.2,km"
    (folder / "acts.csv").write_text(f"id,kind,on,division,quantity,unit\n{road}\n", "utf-8")
    plan = "id,division,since\nN-1,510824102201,2015-01-01\n"
    (folder / "plans.csv").write_text(plan, "utf-8")
    seen = "division,round,levels,on\n510824102201,1,county,2016-05-04\n"
    (folder / "inspections.csv").write_text(seen, "utf-8")
    month = ("--since", "2016-11-01", "--until", "2016-12-01")
    said = run(tmp_path, ROOT / "examples" / "county_month.py", folder, *month).splitlines()
    numbers = [line.split()[0] for line in said if line[:1].isdigit()]
    assert numbers == [str(number) for number in range(1, 11)]
    assert any("1,200" in line or "1200" in line for line in said[-8:])
    assert not any("SYNTHETIC" in line for line in said)
    for asked in ("a plan in force", "inspected", "posted: first-secretary"):
        assert any(line.startswith(f"│ {asked} ") for line in said), asked
    assert any("510824102" in line and "a plan in force, inspected" in line for line in said)


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_script_runs_cell_by_cell(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens as a notebook with words and code, and each cell runs and shows its end."""
    monkeypatch.chdir(tmp_path)
    cells = jupytext.read(script).cells
    assert {"markdown", "code"} <= {cell.cell_type for cell in cells}
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cells, 1):
        if cell.cell_type == "code":
            shown = run_cell(cell.source, names, f"{script.name}, cell {number}")
            assert shown is None or shown.strip()
