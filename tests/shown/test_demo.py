"""What `make demo` prints and writes: the figures of the report, and a table for each question."""

import runpy
from pathlib import Path

import polars as pl
import pytest

import fupin as fp

DEMO = Path(__file__).parents[2] / "examples" / "guangyuan.py"


class Demo:
    """The example, run in an empty folder with arguments as they are typed."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(folder)
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys

    def prints(self, *arguments: str) -> str:
        """What it prints."""
        self._monkeypatch.setattr("sys.argv", [DEMO.name, *arguments])
        runpy.run_path(str(DEMO), run_name="__main__")
        return self._capsys.readouterr().out

    def told(self, *arguments: str) -> str:
        """What it says where it cannot go on."""
        with pytest.raises(SystemExit) as told:
            self.prints(*arguments)
        return str(told.value)


@pytest.fixture
def demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Demo:
    """The demo, ready to run."""
    return Demo(tmp_path, monkeypatch, capsys)


def test_the_demo_prints_what_the_rules_ask_and_who_is_left_out(demo: Demo) -> None:
    """The figures come from the report's head counts; all else is made up, and it says so."""
    said = demo.prints()
    assert "(代表联系贫困户): 13,456 links asked; checked: text" in said
    assert "(代表联系选民): 125,585 links asked; checked: text" in said
    assert "SYNTHETIC DATA" in said
    written = {path.stem: pl.read_csv(path) for path in demo.folder.glob("out/guangyuan/*.csv")}
    counties = written["households_by_county"].filter(placed="here")
    assert set(counties["name"]) == {
        "利州区", "昭化区", "朝天区", "旺苍县", "青川县", "剑阁县", "苍溪县",
    }  # fmt: skip
    for name in ("left_out_households", "left_out_deputies", "left_out_duties"):
        for outcome, number in written[name]["outcome"].value_counts().iter_rows():
            assert f"{number:,} {'certain' if outcome == 'unmet' else 'unknown'}" in said
    both = [written[f"quotas_{name}"]["met"].sum() for name in ("rule", "at-least-one")]
    assert both[0] < both[1]  # the rule is never taken for the yardstick that was reported


def test_the_demo_says_which_table_it_lacks(demo: Demo) -> None:
    """Households and links alone have a coverage, and no quotas."""
    made = fp.datasets.tables("510824", households=300, seed=1)
    for name in ("households", "links"):
        made[name].write_csv(f"{name}.csv")
    said = demo.prints(".")
    assert said.count("left out: it needs helpers.csv") == 2
    assert "SYNTHETIC" not in said


def test_the_demo_tells_in_a_sentence_what_it_cannot_read(demo: Demo) -> None:
    """A folder without files, and a file that is no table, are not a page of Python."""
    assert demo.told(".").startswith("no CSV files in .: expected households.csv")
    Path("people.csv").write_text("id\n1\n", encoding="utf-8")
    assert demo.told(".").startswith("no such table: expected one of")
