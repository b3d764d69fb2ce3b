"""Plans against deliveries (规划完成情况): which items of the plans in force were delivered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import narwhals.stable.v2 as nw

from fupin.coverage.codes import padded, readable_division
from fupin.coverage.grouping import By
from fupin.coverage.work.acts import ONE, amounts_of, in_parts, one_act_each, told_in
from fupin.coverage.work.deliveries import OFTEN, STILL, by_unit, measures, parts_of_one
from fupin.coverage.work.rhythms import counted
from fupin.coverage.work.versions import NO_VERSION, versions
from fupin.dates import DayLike, add_days, day
from fupin.frames import Coverage, Measure, Registry
from fupin.frames.engines import Frame
from fupin.frames.marks import lacks, whole
from fupin.frames.planes import Plane, count, plane
from fupin.frames.repeats import same, spread

SHARES = {"items": Measure("met", "items", "unknown", "unplaced")}
MEASURES = ("items", "met", "unknown", "unplaced", "planned_parts", "delivered_parts", "open")
ITS_OWN = "an act counts for the plan of the division that it was given at, and for no other"
_WHY = "coverage.plans"
_OF = ("plan", "_version")
_ITEM = (*_OF, "kind", "item", "unit")


def plans(
    registry: Registry,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    by: str | Sequence[str] | None = None,
) -> Coverage:
    """Which items of the plans in force were delivered, and which fall short (规划完成情况).

    An item is met by the acts of its kind, given at the plan's own division since the first day of
    the plan's first version. One without a quantity is met by one act.

    Example:
        >>> import fupin as fp
        >>> village = "510824102201"
        >>> registry = fp.Registry.of(
        ...     plans=[
        ...         fp.Plan(
        ...             id="N-1", division=village, since="2015-01-01", until="2018-01-01",
        ...             items=[
        ...                 fp.PlanItem(kind="planting", item="walnut", quantity=450, unit="mu"),
        ...                 fp.PlanItem(kind="planting", item="ginkgo", quantity=400, unit="mu"),
        ...             ],
        ...         )
        ...     ],
        ...     acts=[
        ...         fp.Act(id="A-1", kind="planting", item="walnut", division=village,
        ...                on="2016-03-12", quantity=30, unit="hectare"),
        ...         fp.Act(id="A-2", kind="planting", item="ginkgo", division=village,
        ...                on="2016-03-12", quantity=300, unit="mu", at_least=["quantity"]),
        ...     ],
        ... )
        >>> done = plans(registry, on="2016-09-09", by="item")
        >>> print(done.total)
        1 of 2, unknown 1: 50.0 % to 100.0 %
        >>> done.missing().select("item", "planned", "delivered", "outcome").row(0)
        ('ginkgo', 400.0, 300.0, 'unknown')

    Args:
        registry: needs `plans`, `plan_items` and `acts`.
        on: the day asked about: plans in force on it, acts up to it.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        by: division levels and columns of `plan_items`.

    Returns:
        By place, column and `unit` ("act": items without a quantity; empty: not known): items of
        plans in force, met, unknown, and unplaced, of which it is not known whether the version is
        in force; `planned_parts` and `delivered_parts`, what was planned and surely delivered, with
        `planned` and `delivered` in the unit; `open`, items whose deliveries may be more. `low` and
        `high` bound the share of items met.

    Raises:
        SchemaError: a table is missing.
        QuestionError: an unknown level or column.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    names = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    grouping = By.of([n for n in names if n != "unit"], registry, "plan_items")
    held = versions(registry, at, _WHY)
    own = tuple(c for c in grouping.columns if c not in (*_ITEM, "division"))
    items = _items(registry, own).join(held, on=list(_OF), how="inner")
    judged = _judged(items, _delivered(registry, held, at))
    summed = grouping.sums(
        judged, _measures(), also=("unit",), sound=registry.sound("plans.division unreadable")
    )
    low, high = SHARES["items"].bounds()
    keys = (*grouping.keys, "unit")
    amounts = {name: nw.col(f"{name}_parts") / parts_of_one() for name in ("planned", "delivered")}
    return Coverage(
        frame=summed.select(*keys, *MEASURES).with_columns(**amounts, low=low, high=high),
        kind=registry.kind,
        keys=keys,
        measures=MEASURES,
        provenance=registry.provenance(
            "plans", at, asked={"by": tuple(sorted(names))}, assumptions=(ITS_OWN, STILL)
        ),
        shares=SHARES,
        levels=tuple(level.value for level in grouping.levels),
        left_out=_left_out(judged),
    )


def _items(registry: Registry, own: Sequence[str]) -> Frame:
    """One row an item: what is planned, in parts; empty where it is not known."""
    registry.frame("plan_items", "plan", *own, why=_WHY)  # which says what is missing
    bare = lacks("quantity") & lacks("unit")
    value = nw.when(nw.col("quantity") >= 0).then(nw.col("quantity"))
    rows = whole(registry, "plan_items").with_columns(
        _version=nw.col("version").fill_null(NO_VERSION).cast(nw.Int64),
        _bare=count(bare),
        _quantity=nw.when(bare).then(nw.lit(ONE)).otherwise(value).cast(nw.Int64),
    )
    laid = rows.with_columns(_planned=in_parts()).with_columns(
        _planned=nw.when(bare).then(nw.lit(ONE)).otherwise(nw.col("_planned")).cast(nw.Int64),
        unit=nw.when(bare).then(nw.lit("act")).otherwise(told_in()),
    )
    named = laid.filter(~nw.col("plan").is_null())
    seen = named.group_by(*_ITEM).agg(
        nw.len().alias("_rows"), *(expr for c in ("_planned", *own) for expr in spread(c))
    )
    return seen.select(
        *_ITEM, *(nw.when(same(c)).then(nw.col(f"_{c}_min")).alias(c) for c in ("_planned", *own))
    )


def _delivered(registry: Registry, held: Frame, on: dt.date) -> Frame:
    """What acts gave at the division of each plan, since its beginning, by kind, item and unit."""
    acts = one_act_each(registry, ("division", "kind", "item"), _WHY)
    placed = acts.filter(readable_division()).with_columns(_at=padded())
    places = held.filter(readable_division()).select(*_OF, "_begins", padded().alias("_place"))
    here = placed.join(places, left_on="_at", right_on="_place", how="inner").with_columns(
        _agreed=nw.col("_agreed") & ~nw.col("_begins").is_null()
    )
    names = amounts_of(registry)
    rhythms = registry.has("acts", "every")
    done = counted(here, nw.col("_begins"), add_days(on, 1), rhythms=rhythms)
    laid = done if "quantity" in names else done.with_columns(unit=nw.lit("act"))
    keys = (*_OF, "kind", "item")
    sums = By((), ()).sums(laid, measures(names), also=(*keys, "unit", *OFTEN), sound=True)
    return by_unit(sums, keys, names)


def _judged(items: Frame, delivered: Frame) -> Frame:
    """Items with what was surely delivered, what more may have been, and the plane `_met`."""
    given = delivered.select(
        *_OF,
        nw.col("kind").alias("_kind"),
        nw.col("item").alias("_item"),
        nw.col("unit").alias("_unit"),
        "parts",
        "parts_unplaced",
        nw.lit(1).alias("_row"),
        (nw.col("at_least") + nw.col("unknown")).alias("_open"),
    )
    fits = _same("kind") & _same("unit") & _any_or_same("item")
    pairs = items.join(given, on=list(_OF), how="left").with_columns(
        *Plane(fits.sure, fits.possible & ~nw.col("_row").is_null()).columns("_fits")
    )
    fit = plane("_fits")
    parts, more = nw.col("parts").fill_null(0), nw.col("parts_unplaced").fill_null(0)
    laid = pairs.with_columns(
        _low=count(fit.sure) * parts,
        _more=count(fit.possible) * more + count(fit.unknown) * parts,
        _open=count(fit.possible & (nw.col("_open").fill_null(0) > 0)),
    )
    own = [c for c in items.collect_schema().names() if c not in _ITEM]
    each = laid.group_by(*_ITEM).agg(
        nw.col("_low").sum(),
        nw.col("_more").sum(),
        nw.col("_open").max(),
        *(nw.col(c).max() for c in own),
    )
    planned, low = nw.col("_planned"), nw.col("_low")
    reached = (low >= planned).fill_null(value=False)
    may = (low + nw.col("_more") >= planned).fill_null(value=True) | (nw.col("_open") > 0)
    may = may | ~readable_division()  # whatever was given may have been given there
    return each.with_columns(*Plane(reached, may).columns("_met"))


def _same(column: str) -> Plane:
    """Whether an item and what was given say the same; where either says nothing, perhaps."""
    alike = nw.col(column) == nw.col(f"_{column}")
    return Plane(alike.fill_null(value=False), alike.fill_null(value=True))


def _any_or_same(column: str) -> Plane:
    """As `_same`, for what an item need not say: then it may be any."""
    told, any_ = _same(column), nw.col(column).is_null()
    return Plane(told.sure | any_, told.possible | any_)


def _measures() -> dict[str, nw.Expr]:
    """The columns of the result, each an integer an item."""
    member, met = plane("_held"), plane("_met")
    surely = count(member.sure)
    return {
        "items": surely,
        "met": count(member.sure & met.sure),
        "unknown": count(member.sure & met.unknown),
        "unplaced": count(member.unknown),
        "planned_parts": surely * nw.col("_planned").fill_null(0),
        "delivered_parts": surely * nw.col("_low"),
        "open": surely * count((nw.col("_open") > 0) | (nw.col("_more") > 0)),
    }


def _left_out(judged: Frame) -> Frame:
    """Items of plans in force that were not surely delivered: certain, or unknown."""
    member, met = plane("_held"), plane("_met")
    certain = member.sure & ~met.possible
    outcome = nw.when(certain).then(nw.lit("unmet")).otherwise(nw.lit("unknown"))
    rows = judged.filter(member.possible & ~met.sure)
    return rows.select(
        "plan",
        "division",
        "kind",
        "item",
        "unit",
        (nw.col("_planned") / parts_of_one()).alias("planned"),
        (nw.col("_low") / parts_of_one()).alias("delivered"),
        outcome.alias("outcome"),
    )
