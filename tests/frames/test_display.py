"""Rows on a screen: thousands apart, shares short, nothing where nothing is, keys as they are."""

import datetime as dt

import polars as pl

from fupin.frames.display import as_html, as_text

ROWS = pl.DataFrame(
    {
        "year": [2016, 2017],
        "place": ["510824000000", None],
        "on": [dt.date(2016, 9, 9)] * 2,
        "poor": [True, False],
        "households": [1_234_567, 45],
        "low": [0.174_623_8, None],
    }
)
KEYS = ("year", "place", "on", "poor")


def test_rows_in_a_console() -> None:
    assert as_text(ROWS, KEYS).splitlines()[1:-1] == [
        "│ year ┆ place        ┆ on         ┆ poor  ┆ households ┆ low    │",
        "╞══════╪══════════════╪════════════╪═══════╪════════════╪════════╡",
        "│ 2016 ┆ 510824000000 ┆ 2016-09-09 ┆ True  ┆ 1,234,567  ┆ 0.1746 │",
        "│ 2017 ┆              ┆ 2016-09-09 ┆ False ┆        45  ┆        │",
    ]


def test_rows_in_a_notebook() -> None:
    html = as_html(ROWS, KEYS)
    assert "<th>households</th>" in html
    assert '<td style="text-align: right">1,234,567</td>' in html
    assert '<td style="text-align: right">2016</td>' in html
    assert "<td></td>" in html
    assert "null" not in html


def test_cells_cannot_write_html() -> None:
    rows = pl.DataFrame({"<i>": ["<b>"]})
    assert "<td>&lt;b&gt;</td>" in as_html(rows, ["<i>"])
    assert "<th>&lt;i&gt;</th>" in as_html(rows, ["<i>"])


def test_of_many_rows_the_first_are_shown_and_the_number_said() -> None:
    rows = pl.DataFrame({"n": range(1_500)})
    for shown in (as_text(rows, []), as_html(rows, [])):
        assert "the first 60 of 1,500 rows" in shown
        assert "59" in shown
        assert "1,499" not in shown


def test_no_rows_are_shown_as_none() -> None:
    assert as_text(ROWS.clear(), KEYS)
    assert "<tbody></tbody>" in as_html(ROWS.clear(), KEYS)
