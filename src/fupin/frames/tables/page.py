"""The page `docs/tables.md` (规范表说明), made from the tables."""

from __future__ import annotations

from collections.abc import Iterable

from fupin.frames.tables.columns import KNOWLEDGE, TYPES, TableSpec


def page(tables: Iterable[TableSpec]) -> str:
    """The page `docs/tables.md`: every table and column, its type, and who needs it."""
    lines = [
        "# Tables",
        "",
        "Made from `fupin.frames.tables` by `make tables`; do not edit by hand.",
        "",
        "A registry takes the tables you have. A column marked *needed* must be there for that",
        "calculator; *used* columns sharpen its answer where they are there. Other columns are",
        "kept, and may be asked for in `by=`.",
        "",
        "| type | what is accepted |",
        "| --- | --- |",
        *(f"| {name} | {meaning} |" for name, meaning in TYPES.items()),
        "",
        "Every table may carry two more, which every calculator heeds: [what was known on a",
        "day](known.md).",
        "",
        "| column | type | meaning |",
        "| --- | --- | --- |",
        *(f"| {c.name} | {c.type} | {c.meaning} |" for c in KNOWLEDGE),
    ]
    for spec in tables:
        lines += [
            "",
            f"## {spec.name} ({spec.zh})",
            "",
            f"One row is {spec.meaning}. Key: {', '.join(spec.key)}.",
            "",
            "| column | type | meaning | needed by | used by |",
            "| --- | --- | --- | --- | --- |",
        ]
        for c in spec.columns:
            needed, used = ", ".join(c.needed_by), ", ".join(c.used_by)
            lines.append(f"| {c.name} | {c.type} | {c.meaning} | {needed} | {used} |")
    return "\n".join(lines) + "\n"
