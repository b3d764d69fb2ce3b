"""Capacity (联系任务测算): from head counts alone, what the quotas ask."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals.stable.v2 as nw
import polars as pl

from fupin.coverage.cited import cited
from fupin.dates import DayLike, day
from fupin.errors import QuestionError
from fupin.frames import Provenance, Table
from fupin.policy import Assumptions, Books, Policy


class Capacity(Table):
    """A result of head counts (测算结果), one row a rule and group."""

    @property
    def asked(self) -> dict[str, int]:
        """Links that each rule asks, all groups together, by rule id."""
        sums = self.rows.group_by("rule", maintain_order=True).agg(pl.col("links_asked").sum())
        return {rule: int(links) for rule, links in sums.iter_rows()}


def capacity(
    policy: Policy,
    heads: Mapping[str, int],
    *,
    on: DayLike,
    rule: str | None = None,
    yardstick: str | None = None,
    assume: Assumptions | None = None,
) -> Capacity:
    """What the quotas ask of so many helpers, without any registry (联系任务测算).

    The counts are of mandates, not of persons: one person may hold two.

    Example:
        >>> import fupin as fp
        >>> book = fp.policy.load("guangyuan-2016")
        >>> heads = {"city": 359, "county": 1428, "township": 10951}
        >>> capacity(book, heads, on="2016-09-09").asked
        {'deputy-households': 13456, 'deputy-voters': 125585}

    Args:
        policy: the rulebook, or several.
        heads: how many helpers there are, by level or service.
        on: the day asked about.
        rule: id of one pairing rule; None: every rule that asks something of these groups.
        yardstick: another measure of that rule; None: the rule's own numbers.
        assume: `{"in_force": True}` to ask a book outside its known days.

    Returns:
        By rule and group: operator, quota (links a helper), heads, links_asked (quota × heads)
        and covered_at_most, the other ends that exactly so many links reach, each a different
        one: at the minimum for "at least", at the limit for "at most".

    Raises:
        NotInForceError: no book answers on that day.
        UnknownRuleError: no such rule or yardstick.
        QuestionError: a negative count, or a group that no rule knows.
    """
    at = day(on, where="on")
    if negative := sorted(group for group, n in heads.items() if n < 0):
        raise QuestionError(f"heads= is negative for {', '.join(negative)}: expected 0 or more")
    books = Books.of(policy).on(at, assume)
    rules = books.pairing(rule)
    known = [a for group in rules.values() for a in group]
    applied = [a for a in known if any(q.group in heads for q in a.entry.measured_by(yardstick))]
    rows = [
        {
            "rule": a.entry.id,
            "book": a.book.id,
            "group": quota.group,
            "operator": quota.operator,
            "quota": quota.links,
            "heads": heads[quota.group],
            "links_asked": quota.links * heads[quota.group],
            "covered_at_most": quota.links * heads[quota.group],
        }
        for a in applied
        for quota in a.entry.measured_by(yardstick)
        if quota.group in heads
    ]
    if strange := sorted(set(heads) - {str(row["group"]) for row in rows}):
        raise QuestionError(
            f"no rule asks anything of {', '.join(strange)}: expected groups such as "
            + ", ".join(sorted({q.group for a in known for q in a.entry.quotas}))
        )
    measures = ("quota", "heads", "links_asked", "covered_at_most")
    schema = {"rule": pl.String, "book": pl.String, "group": pl.String, "operator": pl.String}
    frame = pl.LazyFrame(rows, schema={**schema, **dict.fromkeys(measures, pl.Int64)})
    return Capacity(
        frame=nw.from_native(frame),
        kind="polars",
        keys=("rule", "book", "group", "operator"),
        measures=measures,
        provenance=Provenance(
            calculator="capacity",
            on=at,
            asked={"heads": dict(heads), "yardstick": yardstick},
            books=books.ids,
            rules=tuple(cited(a, yardstick) for a in applied),
            assumptions=books.assumed(assume),
            checked="not needed: head counts alone",
        ),
    )
