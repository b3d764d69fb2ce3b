"""Frozen results (存档): figures, provenance and digest in a folder, to be compared with others.

The folder holds the rows as Parquet and the rest as JSON. The JSON is put in place last and names
the file of the rows that belong to it: a reader finds the one result or the other, never half.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl

from fupin.errors import FrozenError
from fupin.frames.results import Measure, Provenance, Rates, Table, as_json

if TYPE_CHECKING:
    from fupin.frames.differences import Difference

NAME = "frozen.json"
FORMAT = "fupin frozen result"
VERSION = 1


@attrs.frozen(kw_only=True, eq=False, slots=False, repr=False)
class Frozen(Rates):
    """A result as it was frozen (存档结果): its rows, provenance, digest and rates.

    Attributes:
        result: what it was, such as "Coverage" or "Exits".
    """

    result: str

    def compare(self, recomputed: Table) -> Difference:
        """What differs between this result and one computed anew (存档比对).

        Example:
            >>> import tempfile
            >>> import fupin as fp
            >>> book = fp.policy.load("guangyuan-2016")
            >>> def asked(heads):
            ...     return fp.coverage.capacity(
            ...         book, {"city": heads}, on="2016-09-09", rule="deputy-households"
            ...     )
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     found = asked(359).freeze(folder + "/asked").compare(asked(360))
            >>> found.same, found.same_digest
            (False, False)
            >>> found.rows.select("group", "column", "frozen", "recomputed").rows()[0]
            ('city', 'heads', '359', '360')
            >>> found.provenance.rows()
            [('asked: heads: city', '359', '360')]

        Args:
            recomputed: a result of the same calculator, on any engine; or a frozen one.
        """
        from fupin.frames.differences import differences  # it looks at frozen ones: it comes later

        return differences(self, recomputed)


def freeze(result: Table, folder: Path, *, overwrite: bool) -> Frozen:
    """Write a result to a folder; see `Table.freeze`."""
    _look(folder, overwrite=overwrite)
    rows = BytesIO()
    result.rows.write_parquet(rows)
    data = rows.getvalue()
    seal = hashlib.sha256(data).hexdigest()
    file = f"rows-{seal[:16]}.parquet"
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "result": result.result if isinstance(result, Frozen) else type(result).__name__,
        "digest": result.digest,
        "provenance": attrs.asdict(result.provenance, recurse=False),
        "keys": result.keys,
        "measures": result.measures,
        "rates": _of_rates(result),
        "rows": {"file": file, "sha256": seal, "count": result.rows.height},
    }
    told = json.loads(as_json(told, ordered=False))
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / file, data)
    _put(folder / NAME, as_json({**told, "seal": _seal(told)}, ordered=False).encode())
    for other in folder.glob("rows-*.parquet"):
        if other.name != file:
            other.unlink()
    return reopen(folder)


def reopen(path: str | Path) -> Frozen:
    """A result that was frozen, once it is known to be whole (存档读取).

    Args:
        path: the folder that `.freeze` wrote.

    Raises:
        FrozenError: nothing is frozen there, or what is there is not what was written.
    """
    folder = Path(path)
    told = _told(folder / NAME)
    file = folder / told["rows"]["file"]
    if not file.is_file():
        raise FrozenError(f"the rows are not there: freeze the result anew @ {file}")
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != told["rows"]["sha256"]:
        raise FrozenError(f"the rows are not those that were frozen: {_AGAIN} @ {file}")
    source, rates = told["provenance"], told["rates"]
    days = {name: dt.date.fromisoformat(source[name]) for name in _DAYS if source[name]}
    lists = {name: tuple(source[name]) for name in ("books", "rules", "assumptions")}
    frozen = Frozen(
        frame=nw.from_native(pl.read_parquet(data).lazy()),
        kind="polars",
        keys=tuple(told["keys"]),
        measures=tuple(told["measures"]),
        provenance=Provenance(**{**source, **lists, **days}),
        shares={name: Measure(**columns) for name, columns in rates["shares"].items()},
        split=rates["split"],
        levels=tuple(rates["levels"]),
        result=told["result"],
    )
    if frozen.digest != told["digest"]:
        raise FrozenError(f"the digest is not that of the rows: {_AGAIN} @ {folder / NAME}")
    return frozen


_DAYS = ("on", "known_on")
_AGAIN = "take the file from a copy, or freeze the result anew"


def _look(folder: Path, *, overwrite: bool) -> None:
    """Refuse a place where something is."""
    if folder.exists() and not folder.is_dir():
        raise FrozenError(f"this is a file: expected a folder, or nothing @ {folder}")
    if not folder.exists():
        return
    others = [
        p.name for p in folder.iterdir() if not p.name.lstrip(".").startswith(("rows-", NAME))
    ]
    if others:
        raise FrozenError(f"other files are here: name a folder of its own @ {folder}")
    if (folder / NAME).exists() and not overwrite:
        raise FrozenError(
            f"a result is frozen here: name another folder, or say overwrite=True @ {folder}"
        )


def _of_rates(result: Table) -> dict[str, Any]:
    """What rates are made of, where the result gives any."""
    if not isinstance(result, Rates):
        return {"shares": {}, "split": None, "levels": ()}
    shares = {name: attrs.asdict(measure) for name, measure in result.shares.items()}
    return {"shares": shares, "split": result.split, "levels": result.levels}


def _put(file: Path, data: bytes) -> None:
    """A file that is there whole, or not at all."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _told(file: Path) -> dict[str, Any]:
    """The JSON of a frozen result, as it was written."""
    if not file.is_file():
        raise FrozenError(f"no result is frozen here: expected {NAME} @ {file.parent}")
    try:
        told = json.loads(file.read_bytes())
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise FrozenError(f"no frozen result: {_AGAIN} @ {file}")
    if told.get("version") != VERSION:
        raise FrozenError(
            f"a frozen result of another version: expected version {VERSION}; reopen it by the "
            f"fupin that wrote it, or freeze it anew @ {file}"
        )
    if _seal({name: part for name, part in told.items() if name != "seal"}) != told.get("seal"):
        raise FrozenError(f"the text is not the one that was frozen: {_AGAIN} @ {file}")
    return told


def _seal(told: dict[str, Any]) -> str:
    return hashlib.sha256(as_json(told).encode()).hexdigest()
