"""The check (数据核查): every fault in the data at once, as a table; nothing is mended or dropped.

A row says what is wrong, where, what was expected and what to do. It names records by their ids;
it never shows the cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from fupin.frames.engines import Frame, Kind, collect, give

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("table", "row", "column", "rule", "what", "expected", "remedy")


@attrs.frozen
class Rule:
    """One rule of the check (核查规则).

    Attributes:
        name: its name; `Registry.sound` asks by it.
        table: the table it looks at.
        column: the column at fault.
        what: what is wrong.
        expected: what was expected.
        remedy: what to do.
    """

    name: str
    table: str
    column: str
    what: str
    expected: str
    remedy: str

    def rows(self, faulty: Frame, *key: str) -> Frame:
        """The faulty rows, told in the words of the rule."""
        told = {
            "table": self.table,
            "column": self.column,
            "rule": self.name,
            "what": self.what,
            "expected": self.expected,
            "remedy": self.remedy,
        }
        named = [nw.col(k).cast(nw.String).fill_null("–") for k in key]
        row = named[0] if len(named) == 1 else nw.concat_str(*named, separator=" | ")
        laid = faulty.select(row.alias("row"), *(nw.lit(v).alias(k) for k, v in told.items()))
        return laid.select(*COLUMNS)


@attrs.frozen(eq=False, slots=False)
class Check:
    """What a check found (核查结果).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     households=[fp.Household(id="H-1", division="51x8", size=0)],
        ... )
        >>> found = registry.check()
        >>> found.counts
        {'households.division unreadable': 1, 'households.size below 1': 1}
        >>> print(found.sentences()[0])
        households.division of H-1: the code cannot be read; expected 2, 4, 6, 9 or 12 digits of \
an administrative division; correct it: until then its division is unknown

    Attributes:
        frame: one row a fault, as a plan.
        kind: the kind of frame it is handed back as.
        counts: number of faults by rule; rules without any are left out.
    """

    frame: Frame
    kind: Kind
    counts: Mapping[str, int]

    @cached_property
    def native(self) -> Any:
        """The faults, one a row, in the registry's kind of frame."""
        return give(self.frame, self.kind)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The faults in memory, sorted."""
        return collect(self.frame).sort(COLUMNS)

    def sentences(self, most: int = 20) -> list[str]:
        """The first faults, each as a sentence."""
        return [
            f"{f['table']}.{f['column']} of {f['row']}: {f['what']}; "
            f"expected {f['expected']}; {f['remedy']}"
            for f in self.rows.head(most).to_dicts()
        ]

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __str__(self) -> str:
        if not self.counts:
            return "checked: no faults"
        return f"checked: {len(self):,} faults of {len(self.counts)} kinds"

    def __repr__(self) -> str:
        return "\n".join([str(self), *(f"  {n:>9,}  {rule}" for rule, n in self.counts.items())])

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td>{n:,}</td><td>{r}</td></tr>" for r, n in self.counts.items())
        return f"<p>{self}</p><table>{rows}</table>"
