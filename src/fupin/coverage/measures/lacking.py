"""What households lack (剥夺): the indicators of a count of deprivations, as planes.

An indicator is a yes-or-no column of the surveys, lacking where the answer is no; or a part of a
criterion, such as safe housing in the exit of a household, lacking where it is not met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import attrs
import narwhals.stable.v2 as nw

from fupin.coverage.cited import cited_criterion
from fupin.coverage.evidence import beside, latest
from fupin.coverage.leaving.questions import BOOK_HOLDS, Question
from fupin.coverage.leaving.verdicts import judged
from fupin.errors import QuestionError
from fupin.frames import SPECS, Registry
from fupin.frames.engines import Frame
from fupin.frames.planes import CERTAIN, Plane, known, plane
from fupin.policy import Node

Indicators = Sequence[str] | Mapping[str, str]


class Lacking(Protocol):
    """Where indicators come from."""

    @property
    def names(self) -> Mapping[str, str]:
        """The column, or the part of a criterion, by name of the indicator."""
        ...

    @property
    def books(self) -> tuple[str, ...]:
        """Ids of the rulebooks."""
        ...

    @property
    def rules(self) -> tuple[Mapping[str, Any], ...]:
        """The criterion, as a result cites it."""
        ...

    @property
    def readings(self) -> tuple[str, ...]:
        """What was assumed."""
        ...

    def beside(self, rows: Frame) -> Frame:
        """Households with a plane for each indicator, `_g0`, `_g1`, …: is it lacking?"""
        ...


def named(indicators: Indicators) -> dict[str, str]:
    """Indicators by name, each with what it is taken from.

    Raises:
        QuestionError: there are none, or one twice.
    """
    if isinstance(indicators, Mapping):
        told = dict(indicators)
    else:
        names = [indicators] if isinstance(indicators, str) else [*indicators]
        told = {name: name for name in names}
        if len(told) < len(names):
            raise QuestionError("indicators= names something twice")
    if not told:
        raise QuestionError("indicators= names nothing: say what is counted")
    return told


@attrs.frozen(eq=False)
class Flags:
    """Indicators that are columns of the surveys.

    Attributes:
        registry: needs `surveys`.
        names: the column by name of the indicator.
        on: the day asked about.
        why: what asks, for messages.
    """

    registry: Registry
    names: Mapping[str, str]
    on: dt.date
    why: str
    books: tuple[str, ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    readings: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        types = SPECS["surveys"].types
        if wrong := [c for c in self.names.values() if types.get(c, "flag") != "flag"]:
            raise QuestionError(
                f"{', '.join(wrong)} does not say yes or no: expected columns that do"
            )

    def beside(self, rows: Frame) -> Frame:
        """Households with what their latest survey says they lack."""
        columns = tuple(dict.fromkeys(self.names.values()))
        own = {c: "flag" for c in columns if c not in SPECS["surveys"].types}
        seen = latest(
            self.registry, "household", columns=columns, on=self.on, why=self.why, own=own
        )
        planes = [known(~nw.col(column)) for column in self.names.values()]
        told = seen.select("_of", *_laid(planes))
        joined = rows.join(told, left_on="id", right_on="_of", how="left")
        # Of those who were never surveyed anything may be lacking.
        return joined.with_columns(
            nw.col(f"{name}{end}").fill_null(value=bool(end)).cast(nw.Boolean)
            for name in _columns(planes)
            for end in ("", "?")
        )


@attrs.frozen(eq=False)
class Parts:
    """Indicators that are the parts of a criterion.

    Attributes:
        question: the criterion, asked of a registry.
        names: the part by name of the indicator.
        yardstick: the reading it is asked by.
    """

    question: Question
    names: Mapping[str, str]
    yardstick: str | None

    @classmethod
    def of(cls, question: Question, indicators: Indicators | None, yardstick: str | None) -> Parts:
        """The parts of a criterion that are named; None: all there are.

        Raises:
            QuestionError: a criterion of something other than households, of several books, or
                without such a part.
        """
        if question.unit != "household" or len(question.group) > 1:
            raise QuestionError(
                f"{question.criterion.id} is of a {question.unit}, in {len(question.group)} books: "
                "expected a criterion of households, in one"
            )
        parts = [node.id for node in _parts(question.trees[0])]
        names = named(parts if indicators is None else indicators)
        if strange := [name for name in names.values() if name not in parts]:
            raise QuestionError(
                f"{question.criterion.id} has no part {', '.join(strange)}: expected one of "
                f"{', '.join(parts)}"
            )
        return cls(question, names, yardstick)

    @property
    def books(self) -> tuple[str, ...]:
        """The id of the rulebook."""
        return self.question.books.ids

    @property
    def rules(self) -> tuple[Mapping[str, Any], ...]:
        """The criterion with its limits."""
        asked, [applied] = self.question, self.question.group
        return (cited_criterion(applied, asked.on, self.yardstick, carry=asked.carry),)

    @property
    def readings(self) -> tuple[str, ...]:
        """What was assumed."""
        return (*self.question.readings, *(() if self._placed else (BOOK_HOLDS,)))

    @property
    def _placed(self) -> bool:
        return self.question.registry.has("households", "division")

    def beside(self, rows: Frame) -> Frame:
        """Households with the parts that are not met; those for whom no book holds belong not."""
        told = self.question.judged(beside(rows, self.question.surveyed()), placed=self._placed)
        tree = self.question.trees[0]
        parts = _parts(tree)
        condition = None if parts[0] is tree else tree.applies_when
        # Leaves are numbered from the root on: those of its condition come first.
        number = 0 if condition is None else len(condition.leaves())
        applies = CERTAIN if condition is None else judged(condition).plane
        lacks: dict[str, Plane] = {}
        for part in parts:
            met = judged(part, number).plane
            lacks[part.id] = applies & Plane(~met.possible, ~met.sure)
            number += len(part.leaves())
        member = plane("_member") & plane("_bound")
        return told.with_columns(
            *member.columns("_member"), *_laid([lacks[part] for part in self.names.values()])
        )


def _parts(tree: Node) -> tuple[Node, ...]:
    """The parts of a group; a leaf and a negation are of one piece."""
    return (tree,) if tree.is_leaf or tree.not_ is not None else tree.parts


def _columns(planes: Iterable[Plane]) -> list[str]:
    return [f"_g{n}" for n, _ in enumerate(planes)]


def _laid(planes: Sequence[Plane]) -> list[nw.Expr]:
    names = _columns(planes)
    return [c for name, lack in zip(names, planes, strict=True) for c in lack.columns(name)]
