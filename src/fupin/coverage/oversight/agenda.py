"""The agenda of oversight (监督计划执行情况): which items of a year's plan were carried out."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.grouping import By
from fupin.dates import DayLike, day
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.planes import CERTAIN, count, known
from fupin.frames.repeats import one_row_each

SHARES = {"items": Measure("done", "items", "unknown", "unplaced")}
MEASURES = ("items", "done", "to_come", "unknown", "unplaced")
_WHY = "coverage.agenda"


def agenda(
    registry: Registry,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
    year: int | None = None,
) -> Coverage:
    """Which items of the oversight plan were carried out by a day (监督计划执行情况).

    Example:
        >>> import fupin as fp
        >>> items = [
        ...     fp.AgendaItem(id="A-1", form="special-inquiry", year=2016, on="2016-06-28"),
        ...     fp.AgendaItem(id="A-2", form="field-study", year=2016, on="2016-10-20"),
        ... ]
        >>> told = agenda(fp.Registry.of(agenda=items), on="2016-09-09", by="form", year=2016)
        >>> told.rows.select("form", "items", "done", "to_come").rows()
        [('field-study', 1, 0, 1), ('special-inquiry', 1, 1, 0)]

    Args:
        registry: needs `agenda`.
        on: the day asked about.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels and columns of `agenda`, such as "form" or "year".
        year: the year of the plan; None: of any.

    Returns:
        By place: items, of them done by the day, to_come and unknown (of which nobody says when);
        unplaced, those of an unknown year where one is asked about. `low` and `high` bound the
        share done.

    Raises:
        SchemaError: the table is missing.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    grouping = By.of(by, registry, "agenda")
    listed = tuple(dict.fromkeys(("form", "year", "division", "subject", "on", *grouping.needed)))
    units = one_row_each(registry, "agenda", listed, _WHY)
    asked = CERTAIN if year is None else known(nw.col("year") == year)
    done = known(nw.col("on") <= nw.lit(at))
    rows = units if year is None else units.filter(asked.possible)
    measures = {
        "items": count(asked.sure),
        "done": count(asked.sure & done.sure),
        "to_come": count(asked.sure & ~done.possible),
        "unknown": count(asked.sure & done.unknown),
        "unplaced": count(asked.unknown),
    }
    sound = registry.sound("agenda.division unreadable")
    summed = grouping.sums(rows, measures, sound=sound)
    low, high = SHARES["items"].bounds()
    open_ = nw.when(asked.sure & ~done.possible).then(nw.lit("unmet"))
    left_out = rows.filter(~done.sure).select(
        nw.col("id").alias("item"), "form", "year", "subject", "on",
        open_.otherwise(nw.lit("unknown")).alias("outcome"),
    )  # fmt: skip
    return Coverage(
        frame=summed.select(*grouping.keys, *MEASURES).with_columns(low, high),
        kind=registry.kind,
        keys=grouping.keys,
        measures=MEASURES,
        provenance=registry.provenance("agenda", at, asked={"year": year, "by": grouping.names}),
        shares=SHARES,
        levels=tuple(level.value for level in grouping.levels),
        left_out=left_out,
    )
