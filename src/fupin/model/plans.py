"""Plans (规划与方案): what a village is to get, what a household is to be helped with.

One plan a village, one scheme a household (一村一规划、一户一方案). Both are refined again as
needed: each refinement is a version, and the highest one in force is the one that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import attrs

from fupin.amounts import RECORDED, Quantity
from fupin.boundary import Amount, Boundary, Day
from fupin.dates import DayLike
from fupin.model.dated import Dated
from fupin.model.fields import as_amount, as_day, as_tuple, typed
from fupin.outcomes import Outcome, all_of


@attrs.frozen(kw_only=True, field_transformer=typed)
class PlanItem(Boundary):
    """One thing that a plan or a scheme plans (规划项目).

    Example:
        >>> print(PlanItem(kind="planting", item="walnut", quantity=450, unit="mu").amount)
        450 mu

    Attributes:
        kind: what kind of help, such as a value of `ActKind`; None: not known.
        item: what it is, in the word that acts use too; None: any of its kind.
        quantity: how much, with at most four decimals; None: not said.
        unit: the unit of that, a word of `fupin.amounts.RECORDED`, "yuan" among them.
        term: "long" or "short": when it brings a return (长短结合).
        reach: "common" or "characteristic": for all, or of this place (共性与特色).
    """

    kind: str | None
    item: str | None = None
    quantity: Amount | None = attrs.field(default=None, converter=as_amount)
    unit: str | None = None
    term: str | None = None
    reach: str | None = None

    @property
    def amount(self) -> Quantity | None:
        """What is planned; None where it is not said, or cannot be."""
        if self.quantity is None or self.unit is None or self.unit not in RECORDED:
            return None
        return None if self.quantity < 0 else Quantity.of(self.quantity, self.unit)


def _items(value: Iterable[PlanItem]) -> tuple[PlanItem, ...]:
    return as_tuple(value)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Plan(Dated):
    """One version of a village's plan (一村一规划).

    Example:
        >>> plan = Plan(
        ...     id="N-1", division="510824102201", since="2015-01-01", until="2018-01-01",
        ...     items=[PlanItem(kind="planting", item="walnut", quantity=450, unit="mu")],
        ... )
        >>> plan.holds("2016-09-09")
        <Outcome.MET: 'met'>

    Attributes:
        id: id of the plan, the same for all its versions.
        division: code of the village.
        version: number of the version, higher for a later one; None: not known.
        since: first day in force; None: not known, and unknown on every day before `until`.
        until: first day no longer in force; None: still in force, or until the next version.
        items: what is planned.
    """

    id: str
    division: str | None
    version: int | None = 1
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    items: tuple[PlanItem, ...] = attrs.field(default=(), converter=_items)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Scheme(Dated):
    """One version of a household's scheme (一户一方案).

    Example:
        >>> scheme = Scheme(
        ...     id="X-1", household="H-1", since="2015-01-01",
        ...     items=[
        ...         PlanItem(kind="planting", item="kiwifruit", term="long", reach="common"),
        ...         PlanItem(kind="breeding", item="chicken", term="short", reach="characteristic"),
        ...     ],
        ... )
        >>> scheme.holds("2016-09-09")
        <Outcome.MET: 'met'>

    Attributes:
        id: id of the scheme, the same for all its versions.
        household: id of the household.
        version: number of the version, higher for a later one; None: not known.
        since: first day in force; None: not known, and unknown on every day before `until`.
        until: first day no longer in force; None: still in force, or until the next version.
        items: what is planned.
    """

    id: str
    household: str | None
    version: int | None = 1
    since: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    items: tuple[PlanItem, ...] = attrs.field(default=(), converter=_items)


Drawn = TypeVar("Drawn", Plan, Scheme)


def in_force(versions: Sequence[Drawn], on: DayLike) -> dict[int, Outcome]:
    """Which versions of plans or schemes hold on a day: the highest in force of each id.

    Example:
        >>> first = Plan(id="N-1", division="510824102201", since="2015-01-01")
        >>> second = Plan(id="N-1", division="510824102201", version=2, since="2016-03-01")
        >>> [held.value for held in in_force([first, second], "2016-09-09").values()]
        ['unmet', 'met']

    Args:
        versions: versions of one or more plans, or schemes.
        on: the day asked about.

    Returns:
        By place in the sequence, whether that version holds.
    """
    held = [one.holds(on) for one in versions]
    told: dict[int, Outcome] = {}
    for place, one in enumerate(versions):
        above = [
            held[other] & _above(it.version, one.version)
            for other, it in enumerate(versions)
            if it.id == one.id and other != place
        ]
        told[place] = all_of(held[place], *(~higher for higher in above))
    return told


def _above(version: int | None, other: int | None) -> Outcome:
    if version is None or other is None:
        return Outcome.UNKNOWN
    return Outcome.of(version > other)
