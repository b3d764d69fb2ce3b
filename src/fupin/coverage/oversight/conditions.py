"""What may be asked of a place (对一地的要求): inspected in some rounds, some posts filled, a plan.

Each is the same question: of how many distinct things is it surely so, of how many may it be?
A place keeps it where there are enough: every round, every post, one plan.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.codes import is_at, padded, readable_division
from fupin.divisions import Level
from fupin.errors import QuestionError
from fupin.frames import Registry
from fupin.frames.engines import Frame
from fupin.frames.oversight import ONE_OR_MORE_LEVELS
from fupin.frames.planes import CERTAIN, NEVER, Plane, count, holds, known, one_of, plane
from fupin.frames.repeats import Pairing, parted, same, spread
from fupin.model.vocabulary import LEVELS, POSTINGS

OWN = "no column inspections.assisting: every inspection is taken as the congresses' own"


class Condition(Protocol):
    """Something asked of a place (要求)."""

    @property
    def least(self) -> int:
        """Of how many distinct things it must be so."""
        ...

    @property
    def only_villages(self) -> bool:
        """Whether it can be asked of villages alone."""
        ...

    def evidence(self, registry: Registry, on: dt.date, why: str) -> Frame:
        """By place (`_of`): of how many things it is so, surely (`_low`) and possibly (`_high`)."""
        ...


@attrs.frozen(init=False)
class Inspected:
    """Inspected in every one of some rounds (执法检查覆盖), and perhaps something found in each.

    Example:
        >>> print(Inspected(1, 2, level="city"))
        inspected in rounds 1, 2 by city
        >>> print(Inspected(found="poverty-funds"))
        inspected, poverty-funds found
        >>> print(Inspected(assisting=True))
        inspected, assisting a body above

    Attributes:
        rounds: numbers of the rounds; none: any round will do.
        level: the level that must take part, such as "city"; None: any.
        assisting: whether inspections that assist a body above are asked about, and not one's own.
        found: the kind of finding that must have been made, in the word that `findings` has for
            it; None: whatever was found. Where `findings` is empty, it may have been.
    """

    rounds: tuple[int, ...]
    level: str | None
    assisting: bool
    found: str | None

    def __init__(
        self,
        *rounds: int,
        level: str | None = None,
        assisting: bool = False,
        found: str | None = None,
    ) -> None:
        if level is not None and level not in LEVELS:
            expected = ", ".join(sorted(LEVELS))
            raise QuestionError(f"no level {level!r} of congresses: expected one of {expected}")
        if any(number < 1 for number in rounds):
            raise QuestionError("rounds are counted from 1")
        if found is not None and (";" in found or not found.strip()):
            raise QuestionError("found= must be one kind of finding, in one word and without ;")
        told = (tuple(sorted(set(rounds))), level, assisting, found)
        self.__attrs_init__(*told)  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def least(self) -> int:
        """As many as there are rounds; one, where any will do."""
        return len(self.rounds) or 1

    @property
    def only_villages(self) -> bool:
        """Inspections are of villages."""
        return True

    def evidence(self, registry: Registry, on: dt.date, why: str) -> Frame:
        """Rounds in which a village was inspected by a day."""
        columns = ("division", "round", "lead", "levels", "assisting", "on", "findings")
        rows = registry.frame("inspections", *columns, why=why)
        number = nw.when(nw.col("round") >= 1).then(nw.col("round"))
        told = rows.with_columns(number.alias("_thing"))
        asked = known(nw.col("on") <= nw.lit(on)) & self._levels() & self._kind(registry)
        asked = asked & self._found()
        if self.rounds:
            told_one = nw.col("_thing").fill_null(0)
            inside = told_one.is_in(self.rounds)
            asked = asked & Plane(inside, inside | (told_one == 0))
        agree = ("levels", "assisting", *(("findings",) if self.found else ()))
        return _counted(told, asked, self.rounds, ("lead", "on"), agree)

    def _levels(self) -> Plane:
        if self.level is None:
            return CERTAIN
        levels = nw.col("levels").fill_null("")
        there, readable = _names(levels, self.level), levels.str.contains(ONE_OR_MORE_LEVELS)
        return Plane(there & readable, there | ~readable)

    def _found(self) -> Plane:
        if self.found is None:
            return CERTAIN
        findings = nw.col("findings").fill_null("")
        there = _names(findings, self.found)
        return Plane(there, there | (findings == ""))

    def _kind(self, registry: Registry) -> Plane:
        if not registry.has("inspections", "assisting"):
            return NEVER if self.assisting else CERTAIN
        assists = known(nw.col("assisting"))
        return assists if self.assisting else Plane(~assists.possible, ~assists.sure)

    def __str__(self) -> str:
        number = ", ".join(map(str, self.rounds))
        rounds = f" in round{'s' if len(self.rounds) > 1 else ''} {number}" if number else ""
        level = f" by {self.level}" if self.level else ""
        assisting = ", assisting a body above" if self.assisting else ""
        return f"inspected{rounds}{level}{assisting}{f', {self.found} found' if self.found else ''}"


@attrs.frozen(init=False)
class Posted:
    """Every one of some posts filled on the day (派驻到位).

    Example:
        >>> print(Posted("first-secretary", "work-team"))
        posted: first-secretary, work-team

    Attributes:
        posts: the posts, such as "full-time-deputy-secretary" (专职副书记).
    """

    posts: tuple[str, ...]

    def __init__(self, *posts: str) -> None:
        if strange := sorted(set(posts) - POSTINGS) or not posts:
            named = ", ".join(strange) if isinstance(strange, list) else "none"
            expected = ", ".join(sorted(POSTINGS))
            raise QuestionError(f"posts are {named}: expected one or more of {expected}")
        told = tuple(sorted(set(posts)))
        self.__attrs_init__(told)  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def least(self) -> int:
        """As many as there are posts."""
        return len(self.posts)

    @property
    def only_villages(self) -> bool:
        """A place of any level may have a post."""
        return False

    def evidence(self, registry: Registry, on: dt.date, why: str) -> Frame:
        """Posts that somebody holds on a day."""
        columns = ("person", "post", "division", "since", "until")
        rows = registry.frame("postings", *columns, why=why)
        readable = nw.col("post").fill_null("").is_in(sorted(POSTINGS))
        told = rows.with_columns(nw.when(readable).then(nw.col("post")).alias("_thing"))
        somebody = Plane(~nw.col("person").is_null(), nw.lit(value=True))
        asked = one_of("post", self.posts, POSTINGS) & holds(on) & somebody
        return _counted(told, asked, self.posts, ("person", "since"), ("until",))

    def __str__(self) -> str:
        return f"posted: {', '.join(self.posts)}"


@attrs.frozen
class Planned:
    """A plan of its own in force on the day (一村一规划).

    Example:
        >>> print(Planned())
        a plan in force
    """

    @property
    def least(self) -> int:
        """One plan is enough."""
        return 1

    @property
    def only_villages(self) -> bool:
        """Plans are of villages."""
        return True

    def evidence(self, registry: Registry, on: dt.date, why: str) -> Frame:
        """Plans of which a version is in force on a day."""
        rows, held = versions(registry, "plans", "division", on, why)
        return _counted(rows, held, (), ("version",), ("since", "until"))

    def __str__(self) -> str:
        return "a plan in force"


def versions(
    registry: Registry, table: str, end: str, on: dt.date, why: str
) -> tuple[Frame, Plane]:
    """Versions of plans or schemes, each of a `_thing`, and whether they are in force on a day.

    A version that is said to be of several villages or households is of none for sure.

    Args:
        registry: needs the table.
        table: "plans" or "schemes".
        end: the column of whose they are.
        on: the day asked about.
        why: what asks, for messages.
    """
    columns = ("id", "version", end, "since", "until")
    rows = registry.frame(table, *columns, why=why)
    told = rows.with_columns(nw.col("id").alias("_thing"))
    alone, several = parted(told, "id", "version")
    key, names = ["id", "version"], (*columns, "_thing", "_one")
    ends = several.group_by(*key).agg(nw.len().alias("_rows"), *spread(end))
    one = ends.select(*key, same(end).alias("_one"))
    judged = several.join(one, on=key, how="left").select(*names)
    sure = alone.with_columns(nw.lit(value=True).alias("_one")).select(*names)
    both = nw.concat([sure, judged], how="vertical")
    return both, holds(on) & Plane(nw.col("_one"), nw.lit(value=True))


def assumed(registry: Registry, asked: Iterable[Condition]) -> tuple[str, ...]:
    """What is assumed of the data, for some conditions."""
    apart = registry.has("inspections", "assisting")
    return () if apart or not any(isinstance(one, Inspected) for one in asked) else (OWN,)


def _counted(
    rows: Frame, asked: Plane, things: Sequence[object], key: Sequence[str], agree: Sequence[str]
) -> Frame:
    """Of how many things (`_thing`) it is so at each place; one that is not told may be any.

    Args:
        rows: needs `division`, `_thing`, and the columns of `key` and `agree`.
        asked: of which rows it is so.
        things: those asked about, each a column of its own until they are added up; none: any one
            will do.
        key: as of `Pairing`.
        agree: as of `Pairing`.
    """
    thing = nw.col("_thing")
    whole = asked & Plane(~thing.is_null(), nw.lit(value=True))
    laid = rows.with_columns(*whole.columns("_so"))
    told = laid.filter(readable_division() & plane("_so").possible).select(
        padded().alias("_of"),
        "_thing",
        *key,
        *agree,
        count(plane("_so").sure).alias("_held"),
        nw.lit(1).alias("_held?"),
    )
    each = Pairing(("_of", "_thing"), tuple(key), tuple(agree), ("_held",)).periods(told)
    here = [(thing == one).fill_null(value=False) for one in things] or [~thing.is_null()]
    sure, may = ([f"_{n}{mark}" for n in range(len(here))] for mark in ("", "?"))
    flags = {}
    for number, one in enumerate(here):
        flags[sure[number]] = count(one & (nw.col("_held") > 0))
        flags[may[number]] = count(one)
    told = each.select("_of", **flags, _any=nw.when(thing.is_null()).then(nw.col("_held?")))
    sums = told.group_by("_of").agg(*(nw.col(n).max() for n in (*sure, *may)), nw.col("_any").sum())
    return sums.select(
        "_of",
        nw.sum_horizontal(*sure).alias("_low"),
        nw.sum_horizontal(*may, "_any").alias("_high"),
    )


def _names(words: nw.Expr, word: str) -> nw.Expr:
    """Whether a word is among words separated by semicolons."""
    return words.str.contains(f"(^|;) *{re.escape(word.strip())} *(;|$)")


def listed(registry: Registry, level: Level, why: str) -> Frame:
    """The places of a level that the villages given lie in, by `id`, their code of 12 digits."""
    rows = registry.frame("villages", "division", why=why).filter(readable_division())
    zeros = "0" * (12 - level.digits)
    code = nw.concat_str(padded().str.slice(0, level.digits), nw.lit(zeros))
    return rows.select(code.alias("id")).unique("id").filter(is_at(level, nw.col("id")))
