"""Results are frozen, reopened, and compared with what is computed later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl
import pytest

import fupin as fp
from fupin.errors import FrozenError, QuestionError
from fupin.frames import Frozen, frozen
from fupin.frames.frozen import NAME
from fupin.policy import parse
from tests.policy.books import TEXT

ON = "2016-09-09"
HOUSEHOLDS = [
    fp.Household(id="H-1", division="510824102201", size=4, registration="in-need"),
    fp.Household(id="H-2", division="510811101201", size=2, registration="in-need"),
]
LINKS = [fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2016-02-01")]
BOOK = fp.policy.load("guangyuan-2016")


def covered(households: Any = HOUSEHOLDS, **asked: Any) -> fp.Coverage:
    """The coverage by county, of these households."""
    registry = fp.Registry.of(households=households, links=LINKS)
    said = {"on": ON, "kinds": ["deputy-household"], "by": "county", **asked}
    return fp.coverage.households(registry, **said)


def asks(book: fp.Rulebook = BOOK, heads: int = 1, **asked: Any) -> fp.coverage.Capacity:
    """What a book asks of deputies of a city."""
    said = {"on": ON, "rule": "deputy-households", **asked}
    return fp.coverage.capacity(book, {"city": heads}, **said)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which a coverage is frozen."""
    covered().freeze(tmp_path / "figures" / "2016-09")
    return tmp_path / "figures" / "2016-09"


def test_a_frozen_result_is_the_one_it_was(folder: Path) -> None:
    result, again = covered(), fp.reopen(folder)
    assert isinstance(again, Frozen)
    assert again.result == "Coverage"
    assert again.digest == result.digest
    assert again.rows.equals(result.rows)
    assert again.provenance.lines() == result.provenance.lines()
    assert (again.total, again.rate("persons")) == (result.total, result.rate("persons"))
    assert again.rate(division="510824000000") == fp.Rate(1, 1)
    assert again.kind == "polars"
    assert repr(again) == repr(result)


def test_the_folder_holds_rows_and_text_that_anybody_can_read(folder: Path) -> None:
    """And nothing of who is left out."""
    told = json.loads((folder / NAME).read_text("utf-8"))
    assert sorted(file.name for file in folder.iterdir()) == [NAME, told["rows"]["file"]]
    assert (told["format"], told["version"]) == ("fupin frozen result", 1)
    assert told["provenance"]["on"] == ON
    assert told["rows"]["count"] == 2
    assert pl.read_parquet(folder / told["rows"]["file"]).equals(covered().rows)
    assert "H-2" not in (folder / NAME).read_text("utf-8")


def test_what_is_frozen_is_not_written_over_unless_one_says_so(folder: Path) -> None:
    [before] = folder.glob("rows-*")
    other = covered(HOUSEHOLDS[:1])
    with pytest.raises(FrozenError, match=r"a result is frozen here.*overwrite=True @ .*2016-09"):
        other.freeze(folder)
    assert fp.reopen(folder).digest == covered().digest
    assert other.freeze(str(folder), overwrite=True).digest == other.digest
    [after] = folder.glob("rows-*")
    assert before != after
    assert other.freeze(folder, overwrite=True).compare(other).same


def test_a_result_is_not_frozen_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FrozenError, match="other files are here: name a folder of its own @ "):
        covered().freeze(tmp_path, overwrite=True)
    with pytest.raises(FrozenError, match=r"this is a file: expected a folder, or nothing @ .*txt"):
        covered().freeze(tmp_path / "notes.txt", overwrite=True)


def test_a_freezing_that_broke_off_leaves_nothing_that_is_taken_for_a_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be done anew in the same place."""

    def fails(_: Path, target: Path) -> None:
        raise OSError(f"no room for {target.name}")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", fails)
        with pytest.raises(OSError, match="no room for rows-"):
            covered().freeze(tmp_path)
    with pytest.raises(FrozenError, match=r"no result is frozen here: expected frozen.json @ "):
        fp.reopen(tmp_path)
    assert covered().freeze(tmp_path).digest == covered().digest


def changed(folder: Path, **parts: Any) -> None:
    """Other words in the text of a frozen result."""
    told = json.loads((folder / NAME).read_text("utf-8"))
    (folder / NAME).write_text(json.dumps({**told, **parts}), "utf-8")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"digest": "0" * 64}, "the text is not the one that was frozen: take the file from a cop"),
        ({"seal": None}, "the text is not the one that was frozen"),
        ({"version": 2}, "a frozen result of another version: expected version 1; reopen it by"),
        ({"format": "else"}, "no frozen result"),
    ],
)
def test_a_text_that_was_changed_is_refused(folder: Path, parts: Any, said: str) -> None:
    changed(folder, **parts)
    with pytest.raises(FrozenError, match=rf"{said}.* @ .*frozen\.json"):
        fp.reopen(folder)


@pytest.mark.parametrize("text", ["{", "[]", "\\xff"])
def test_a_text_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / NAME).write_bytes(text.encode("latin-1"))
    with pytest.raises(FrozenError, match="no frozen result"):
        fp.reopen(folder)


def test_rows_that_were_changed_or_lost_are_refused(folder: Path) -> None:
    [rows] = folder.glob("rows-*")
    pl.read_parquet(rows).with_columns(paired=pl.lit(2)).write_parquet(rows)
    with pytest.raises(FrozenError, match=r"the rows are not those that were frozen.* @ .*parquet"):
        fp.reopen(folder)
    rows.unlink()
    with pytest.raises(FrozenError, match=r"the rows are not there.* @ .*parquet"):
        fp.reopen(folder)


def test_a_digest_that_is_not_that_of_the_rows_is_refused(folder: Path) -> None:
    """Whoever seals it anew does not get past it."""
    told = json.loads((folder / NAME).read_text("utf-8"))
    del told["seal"]
    told["provenance"]["asked"]["times"] = 2
    changed(folder, **told, seal=frozen._seal(told))
    with pytest.raises(FrozenError, match=r"the digest is not that of the rows.* @ .*json"):
        fp.reopen(folder)


def test_a_result_without_rates_is_frozen_by_its_figures(tmp_path: Path) -> None:
    frozen = asks().freeze(tmp_path)
    assert frozen.result == "Capacity"
    with pytest.raises(QuestionError, match=r"no rate of 'anything': expected one of none: its fi"):
        frozen.rate()
    assert frozen.freeze(tmp_path / "again").result == "Capacity"


def test_rates_by_rule_stay_apart(tmp_path: Path) -> None:
    registry = fp.Registry.of(helpers=[fp.Deputy(id="D-1", level="city")], links=LINKS)
    frozen = fp.coverage.quotas(registry, BOOK, on=ON, by="county").freeze(tmp_path)
    with pytest.raises(QuestionError, match="rows of several rule= are never added together"):
        frozen.rate()
    assert frozen.rate(rule="deputy-voters").denominator == 0


def test_the_same_computed_anew_differs_in_nothing(folder: Path) -> None:
    found = fp.reopen(folder).compare(covered())
    assert found.same
    assert found.lines == (
        f"one digest, {covered().digest[:12]}",
        "0 differences of the provenance",
        "0 differences of the rows",
    )
    assert repr(found) == "\n".join(found.lines)
    assert found._repr_html_() == f"<p>{'<br>'.join(found.lines)}</p>"


def test_cells_that_differ_stand_by_key_with_both_values(folder: Path) -> None:
    """A household more in one county."""
    more = [*HOUSEHOLDS, fp.Household(id="H-3", division="510824", registration="in-need")]
    found = fp.reopen(folder).compare(covered(more))
    assert (found.same, found.same_digest) == (False, False)
    assert found.rows.drop("level", "placed").rows() == [
        ("510824000000", "households", "1", "2"),
        ("510824000000", "size_unknown", "0", "1"),
        ("510824000000", "low", "1.0", "0.5"),
        ("510824000000", "high", "1.0", "0.5"),
    ]
    assert found.provenance.is_empty()
    assert found.lines[0].startswith("another digest: ")
    assert found.lines[2] == "4 differences of the rows"
    assert "size_unknown" in repr(found)
    assert "size_unknown" in found._repr_html_()


def test_rows_on_one_side_only_are_told(folder: Path) -> None:
    elsewhere = [HOUSEHOLDS[0], fp.Household(id="H-9", division=None, registration="in-need")]
    found = fp.reopen(folder).compare(covered(elsewhere))
    assert found.rows.drop("level").rows() == [
        ("510811000000", "here", "row", "there", None),
        (None, "unknown", "row", None, "there"),
    ]


def test_a_total_is_compared_though_it_has_no_key(tmp_path: Path) -> None:
    frozen = covered(by=None).freeze(tmp_path)
    found = frozen.compare(covered(HOUSEHOLDS[:1], by=None))
    assert found.rows.columns == ["column", "frozen", "recomputed"]
    assert found.rows.row(0) == ("households", "2", "1")


def test_floats_may_differ_in_their_last_digits(tmp_path: Path) -> None:
    """And in no other; a number that is there or not differs always."""

    def told(share: pl.Expr) -> fp.Coverage:
        result = covered()
        frame: Any = nw.from_native(result.rows.lazy().with_columns(low=share))
        return attrs.evolve(result, frame=frame)

    def share(number: float | None) -> pl.Expr:
        return pl.lit(number, dtype=pl.Float64)

    frozen = told(share(0.1)).freeze(tmp_path)
    for number, differ in ((0.1 + 1e-16, 0), (0.1 + 1e-6, 2), (None, 2)):
        found = frozen.compare(told(share(number)))
        assert (found.rows.height, found.same_digest) == (differ, True)
        assert found.same is (differ == 0)
    # Unlike types are compared as they are written.
    assert frozen.compare(told(pl.lit("0.1"))).rows.is_empty()


def test_another_question_is_told_by_its_parts(tmp_path: Path) -> None:
    frozen = covered().freeze(tmp_path)
    found = frozen.compare(covered(on="2016-09-10", times=2, population="registered"))
    assert found.provenance.rows() == [
        ("on", ON, "2016-09-10"),
        ("asked: population", "in_need", "registered"),
        ("asked: times", "1", "2"),
    ]
    assert not found.same_digest


def test_results_of_unlike_keys_are_not_laid_beside_each_other(tmp_path: Path) -> None:
    """The provenance says so."""
    found = covered().freeze(tmp_path).compare(asks())
    assert found.rows.is_empty()
    told = {row["what"]: row for row in found.provenance.to_dicts()}
    assert told["calculator"] == {
        "what": "calculator", "frozen": "households", "recomputed": "capacity",
    }  # fmt: skip
    assert told["keys"]["recomputed"] == "rule, book, group, operator"
    assert told["columns"]["frozen"].startswith("households, paired")
    assert told["asked: heads: city"]["frozen"] is None


def test_another_number_in_a_rule_is_told_where_it_stands(tmp_path: Path) -> None:
    """A book that was amended keeps its name: the rule it cites tells."""
    old, new = parse(TEXT), parse(TEXT.replace("links = 2,", "links = 3,"))
    asked: Any = {"rule": None}
    frozen = fp.coverage.capacity(old, {"county": 1}, on=ON, **asked).freeze(tmp_path)
    found = frozen.compare(fp.coverage.capacity(new, {"county": 1}, on=ON, **asked))
    [what] = found.provenance.rows()
    assert what[0].startswith("rule deputy-households of made-up")
    assert what[0].endswith("links")
    assert what[1:] == ("2", "3")
    assert not found.same_digest


def test_rules_cited_on_several_days_are_told_one_by_one(tmp_path: Path) -> None:
    registry = fp.Registry.of(helpers=[fp.Deputy(id="D-1", level="city")], links=LINKS)
    line = fp.coverage.timeline(
        fp.coverage.quotas, registry, BOOK, days=[ON, "2016-09-10"], rule="deputy-households"
    )
    frozen = line.freeze(tmp_path)
    assert frozen.result == "Table"
    assert frozen.compare(line).same
    alone = fp.coverage.timeline(
        fp.coverage.quotas, registry, BOOK, days=[ON], rule="deputy-households"
    )
    told = frozen.compare(alone).provenance["what"].to_list()
    rule = "rule deputy-households of guangyuan-2016 in 510800000000"
    assert f"{rule} (2): rule" in told
    assert f"{rule}: rule" not in told


def test_columns_called_as_those_of_a_difference_keep_apart(tmp_path: Path) -> None:
    registry = fp.Registry.of(
        households=[{"id": "H-1", "frozen": "yes", "registration": "in-need"}], links=LINKS
    )
    asked: Any = {"on": ON, "kinds": ["deputy-household"], "by": "frozen"}
    frozen = fp.coverage.households(registry, **asked).freeze(tmp_path)
    found = frozen.compare(fp.coverage.households(registry, times=2, **asked))
    assert found.rows.columns == ["own_frozen", "column", "frozen", "recomputed"]
    assert found.rows.row(0) == ("yes", "paired", "1", "0")
