"""A helper's year (个人履职情况): links, meetings, acts, suggestions over all posts of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.pairing.loads import by_person, owners
from fupin.coverage.pairing.pairs import pairs
from fupin.coverage.work.acts import one_act_each
from fupin.coverage.work.rhythms import counted, outside
from fupin.dates import DayLike, Period, add_days, day
from fupin.dates import window as calendar_window
from fupin.errors import QuestionError
from fupin.frames import Registry, Table
from fupin.frames.engines import Frame
from fupin.frames.planes import Plane, count, known, one_of, overlaps
from fupin.frames.repeats import one_row_each
from fupin.model.links import KINDS
from fupin.model.vocabulary import MATTERS

COUNTED = ("links", "meetings", "acts", "suggestions")
MEASURES = ("posts", *(f"{name}{more}" for name in COUNTED for more in ("", "_possible")))
_WHY = "coverage.helper_year"


def helper_year(
    registry: Registry,
    person: str | int | Sequence[str | int] | None = None,
    *,
    on: DayLike,
    known_on: DayLike | None = None,
    window: Period | None = None,
) -> Table:
    """What persons did in a year, over all their posts, one row each (个人履职情况).

    Example:
        >>> import fupin as fp
        >>> registry = fp.Registry.of(
        ...     helpers=[
        ...         fp.Deputy(id="D-1", level="county", division="510824", person="P-1"),
        ...         fp.Cadre(id="C-1", division="510824", person="P-1"),
        ...     ],
        ...     links=[
        ...         fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01"),
        ...         fp.Link(kind="cadre-household", helper="C-1", party="H-2", since="2015-03-01"),
        ...     ],
        ...     meetings=[
        ...         fp.Meeting(kind="deputy-household", helper="D-1", party="H-1", on="2016-05-04")
        ...     ],
        ... )
        >>> told = helper_year(registry, "P-1", on="2016-09-09")
        >>> told.rows.select("person", "posts", "links", "meetings").rows()
        [('P-1', 2, 2, 1)]

    Args:
        registry: needs `helpers`; uses `links`, `meetings`, `acts` with `givers`, and `matters`.
        person: id of the person, or several; None: everybody.
        on: the day of knowledge: what is dated later is not there yet.
        known_on: the day whose knowledge answers, by `recorded` and `withdrawn`; None: every row
            that was not withdrawn.
        window: the days asked about; None: the calendar year that holds `on`.

    Returns:
        By `person`: posts; links, the parties linked at any time of the window; meetings, distinct
        days with each party; acts given, alone or with others, one in a rhythm once where it fell
        into the window; suggestions raised: each surely, and with `_possible` beside it. A post of
        nobody known has a row by itself, under `helper`. Tables that were not given are named among
        the assumptions, and count nothing.

    Raises:
        SchemaError: no helpers.
        QuestionError: the window begins after the day.
    """
    at = day(on, where="on")
    registry = registry.known(known_on)
    whole = window or calendar_window("year", at)
    if whole.since is None or whole.since > at:
        raise QuestionError(f"window {whole} has not begun on {at}")
    later = add_days(at, 1)
    asked = _Asked(registry, at, Period(whole.since, min(whole.until or later, later)))
    posts = owners(registry, (), _WHY)
    rows = posts.group_by("_who", "_named").agg(nw.len().cast(nw.Int64).alias("posts"))
    lacks = []
    for name, (tables, told) in asked.counts().items():
        missing = [table for table in tables if not registry.has(table)]
        lacks += [f"{name} are not counted: no {', '.join(missing)}"] if missing else []
        counted = _none(posts) if missing else told(posts)
        names = {"_low": f"_{name}", "_high": f"_{name}?"}
        rows = rows.join(counted.rename(names), on=["_who", "_named"], how="left")
    named, who = nw.col("_named"), nw.col("_who")
    cells = [
        nw.col(f"_{name}{mark}").fill_null(0).cast(nw.Int64).alias(f"{name}{more}")
        for name in COUNTED
        for mark, more in (("", ""), ("?", "_possible"))
    ]
    told_rows = rows.select(
        nw.when(named).then(who).alias("person"),
        nw.when(~named).then(who).alias("helper"),
        nw.col("posts").cast(nw.Int64).alias("posts"),
        *cells,
    )
    wanted = _wanted(registry, person)
    if wanted is not None:
        told_rows = told_rows.filter(nw.col("person").is_in(wanted))
    return Table(
        frame=told_rows,
        kind=registry.kind,
        keys=("person", "helper"),
        measures=MEASURES,
        provenance=registry.provenance(
            "helper_year",
            at,
            asked={"window": str(whole), "persons": tuple(map(str, wanted or ()))},
            assumptions=tuple(lacks),
        ),
    )


def _wanted(
    registry: Registry, person: str | int | Sequence[str | int] | None
) -> list[str] | list[int] | None:
    if person is None:
        return None
    several = [person] if isinstance(person, (str, int)) else list(person)
    if registry.ids == nw.Int64:
        return sorted(int(one) for one in several)
    return sorted(str(one) for one in several)


def _none(posts: Frame) -> Frame:
    """Nothing is counted of anybody."""
    return posts.group_by("_who", "_named").agg(
        (nw.len() * 0).alias("_low"), (nw.len() * 0).alias("_high")
    )


@attrs.frozen(eq=False)
class _Asked:
    """The days asked about, of one registry."""

    registry: Registry
    on: dt.date
    window: Period

    def counts(self) -> dict[str, tuple[tuple[str, ...], Callable[[Frame], Frame]]]:
        """What is counted: the tables it needs, and how."""
        return {
            "links": (("links",), self._links),
            "meetings": (("meetings",), self._meetings),
            "acts": (("acts", "givers"), self._acts),
            "suggestions": (("matters",), self._suggestions),
        }

    def _links(self, posts: Frame) -> Frame:
        there = known(nw.col("since") <= nw.lit(self.on)) & overlaps(self.window)
        held = pairs(self.registry, sorted(KINDS), {"_held": there}, _WHY, latest=self.on)
        return by_person(held, posts)

    def _meetings(self, posts: Frame) -> Frame:
        rows = self.registry.frame("meetings", "helper", "party", "on", why=_WHY)
        return _distinct(rows, posts, "helper", ("party", "on"), self._inside("on"))

    def _acts(self, posts: Frame) -> Frame:
        begins, end = nw.lit(self.window.since), self.window.until or dt.date.max
        rhythms = self.registry.has("acts", "every")
        not_then = outside(begins, end, rhythms=rhythms)
        acts = one_act_each(self.registry, (), _WHY, unless=not_then)
        told = counted(acts, begins, end, rhythms=rhythms)
        done = nw.col("_times") > 0
        told = told.with_columns(*Plane(done, done | (nw.col("_may") > 0)).columns("_gave"))
        givers = self.registry.frame("givers", "act", "giver", why=_WHY)
        both = givers.filter(~nw.col("act").is_null()).join(
            told.select("id", "_gave", "_gave?"), left_on="act", right_on="id", how="inner"
        )
        gave = Plane(nw.col("_gave"), nw.col("_gave?"))
        return _distinct(both, posts, "giver", ("act",), gave)

    def _suggestions(self, posts: Frame) -> Frame:
        rows = one_row_each(self.registry, "matters", ("kind", "issuer", "raised"), _WHY)
        asked = one_of("kind", ("suggestion",), MATTERS) & self._inside("raised")
        return _distinct(rows, posts, "issuer", ("id",), asked)

    def _inside(self, column: str) -> Plane:
        cell = nw.col(column)
        return known((cell >= nw.lit(self.window.since)) & (cell < nw.lit(self.window.until)))


def _distinct(rows: Frame, posts: Frame, end: str, key: Sequence[str], counts: Plane) -> Frame:
    """Of each person, how many distinct keys count; what lacks part of it may be one more."""
    whose = posts.filter(~nw.col("id").is_null()).select(
        nw.col("id").alias("_id"), "_who", "_named"
    )
    lacks = nw.any_horizontal(*(nw.col(c).is_null() for c in key), ignore_nulls=True)
    laid = rows.filter(counts.possible).with_columns(
        count(counts.sure & ~lacks).alias("_held"), count(counts.possible).alias("_held?")
    )
    both = laid.join(whose, left_on=end, right_on="_id", how="inner")
    each = both.group_by("_who", "_named", *key).agg(
        nw.col("_held").max(), nw.col("_held?").max(), nw.col("_held?").sum().alias("_all")
    )
    several = nw.when(lacks).then(nw.col("_all")).otherwise(nw.col("_held?"))
    sums = each.with_columns(several.alias("_all")).group_by("_who", "_named")
    return sums.agg(nw.col("_held").sum().alias("_low"), nw.col("_all").sum().alias("_high"))
