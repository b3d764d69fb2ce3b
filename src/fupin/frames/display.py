"""How the rows of a result look on a screen: thousands apart, shares short, empty where nothing is.

Only looks are made here, for a console and a notebook: the rows themselves stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import polars as pl

MOST = 60
"""Rows shown at most; the words below them say how many there are."""


def as_text(rows: pl.DataFrame, keys: Sequence[str]) -> str:
    """Rows as a table of characters, numbers on the right.

    Args:
        rows: the rows of a result.
        keys: the columns that name a row: a number among them is a name, and is left as it is.
    """
    shown = {}
    for name in rows.columns:
        cells = [_cell(value, of_key=name in keys) for value in rows[name].head(MOST)]
        width = max(map(len, cells), default=0) if rows[name].dtype.is_numeric() else 0
        shown[name] = [cell.rjust(width) for cell in cells]
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_width_chars=240,
        fmt_str_lengths=80,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
    ):
        table = str(pl.DataFrame(shown, schema=dict.fromkeys(shown, pl.String)))
    return "\n".join([table, *_rest(rows)])


def as_html(rows: pl.DataFrame, keys: Sequence[str]) -> str:
    """Rows as a table of HTML, numbers on the right.

    Args:
        rows: the rows of a result.
        keys: the columns that name a row.
    """
    names = "".join(f"<th>{escape(name)}</th>" for name in rows.columns)
    numeric = [dtype.is_numeric() for dtype in rows.dtypes]
    lines = []
    for row in rows.head(MOST).iter_rows(named=True):
        cells = [escape(_cell(value, of_key=name in keys)) for name, value in row.items()]
        lines.append(
            "".join(
                f'<td style="text-align: right">{cell}</td>' if right else f"<td>{cell}</td>"
                for cell, right in zip(cells, numeric, strict=True)
            )
        )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    rest = "".join(f"<p>{line}</p>" for line in _rest(rows))
    return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _cell(value: Any, *, of_key: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4f}"
    if isinstance(value, int) and not isinstance(value, bool) and not of_key:
        return f"{value:,}"
    return str(value)


def _rest(rows: pl.DataFrame) -> list[str]:
    return [f"the first {MOST} of {rows.height:,} rows"] if rows.height > MOST else []
