"""Criteria (标准): what a household, village or county must reach, as a tree over its evidence."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from fupin.amounts import Comparison
from fupin.errors import UnknownRuleError
from fupin.model.statuses import POPULATIONS
from fupin.policy.entries import Entry, FieldName, Positive, Slug, Sourced, Words, once
from fupin.policy.fields import RECORDS, Judged, Owned
from fupin.policy.tree import Node, check_size


class OtherField(Entry):
    """A field that surveys of the model do not have, and a book's own tables do (自定义字段).

    Attributes:
        name: its name, that of a column too.
        unit: what it is said of.
        kind: "flag", "count" or "yuan".
        zh: Chinese label.
        en: English label.
    """

    name: FieldName
    unit: Owned
    kind: Literal["flag", "count", "yuan"]
    zh: Words
    en: Words


class Fact(Sourced):
    """What is said of a household through its members (成员情况): every one, some, how many.

    Or through the items of its schemes (户方案项目): what is planned for it on the day.

    Attributes:
        id: name by which a criterion refers to it, as to a field.
        zh: Chinese label.
        en: English label.
        over: "person" for its members, "item" for what its schemes in force plan; a scheme that
            lists nothing has one item, of which nothing is known.
        fold: "every", "some", "count", or "sum".
        where: which members are asked; None: all.
        holds: what is asked of each; not for a sum.
        of: the field that is summed.
    """

    id: FieldName
    zh: Words
    en: Words
    over: Literal["person", "item"] = "person"
    fold: Literal["every", "some", "count", "sum"]
    where: Node | None = None
    holds: Node | None = None
    of: FieldName | None = None

    @model_validator(mode="after")
    def _as_folded(self) -> Self:
        if (self.fold == "sum") != (self.of is not None):
            raise ValueError("a sum names the field it is of, and no other fold does")
        if (self.fold == "sum") == (self.holds is not None):
            raise ValueError("every, some and count say in holds what is asked of each member")
        if self.over == "item" and self.fold == "sum":
            raise ValueError("items are not summed: unlike things never add")
        for tree in self.trees:
            check_size(tree, self.id)
        return self

    @property
    def counted(self) -> bool:
        """Whether it is a number, and not a yes or no."""
        return self.fold in ("count", "sum")

    @property
    def trees(self) -> tuple[Node, ...]:
        """The trees over a member."""
        return tuple(tree for tree in (self.where, self.holds) if tree is not None)


class Reading(Entry):
    """Another reading of the same criterion (口径): other comparisons or bases in named nodes.

    Attributes:
        id: name by which a question asks for it, as yardstick.
        zh: Chinese label.
        en: English label.
        comparisons: comparison by id of node.
        bases: by id of node, the field that its number is a share of.
    """

    id: Slug
    zh: Words
    en: Words
    comparisons: dict[Slug, Comparison] = Field(default_factory=dict)
    bases: dict[Slug, FieldName] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _another(self) -> Self:
        if not self.comparisons and not self.bases:
            raise ValueError("a yardstick changes comparisons, or bases: give one")
        return self


class Freshness(Entry):
    """How old evidence may be (时效).

    Attributes:
        months: at most so many months before the day of the question.
    """

    months: Positive


class Criterion(Sourced):
    """What a unit must reach (标准), such as the exit of a household (贫困户退出标准).

    A unit may be a record, such as a loan: then a population is a flag of its own.

    Attributes:
        id: name of the criterion.
        zh: Chinese label.
        en: English label.
        unit: what is judged: "household", "village", "county", "treatment", "contribution" or
            "loan".
        population: the households it is about, by name; None: those in need. Of records the name
            of a flag that says it; None: all.
        fresh_for: how old a survey may be; older, it is no evidence. None: the source says nothing.
        tree: what must be met.
        yardsticks: other readings, kept apart from the criterion's own.
    """

    id: Slug
    zh: Words
    en: Words
    unit: Judged
    population: FieldName | None = None
    fresh_for: Freshness | None = None
    tree: Node
    yardsticks: tuple[Reading, ...] = ()

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        check_size(self.tree, self.id)
        if self.population is not None and self.unit in ("village", "county"):
            raise ValueError("a population is one of households or of records")
        if self.unit == "household" and self.population not in (None, *POPULATIONS):
            raise ValueError(f"no population {self.population}: expected {', '.join(POPULATIONS)}")
        if self.fresh_for is not None and self.unit in RECORDS:
            raise ValueError("fresh_for is asked of surveys: a record does not grow old")
        once(f"yardstick of {self.id}", [y.id for y in self.yardsticks])
        compared = {node.id for node in self.tree.leaves() if node.compare}
        if strange := sorted({n for y in self.yardsticks for n in y.comparisons} - compared):
            raise ValueError(f"a yardstick changes what is no comparison: {', '.join(strange)}")
        shares = {node.id for node in self.tree.leaves() if node.share_of}
        if strange := sorted({n for y in self.yardsticks for n in y.bases} - shares):
            raise ValueError(f"a yardstick changes the base of no share: {', '.join(strange)}")
        return self

    def measured_by(self, yardstick: str | None) -> Node:
        """The tree of the criterion itself, or of a named reading.

        Raises:
            UnknownRuleError: no yardstick of that name; the message lists those there are.
        """
        if yardstick is None:
            return self.tree
        for reading in self.yardsticks:
            if reading.id == yardstick:
                return self.tree.read_as(reading.comparisons, reading.bases)
        known = ", ".join(y.id for y in self.yardsticks) or "none"
        raise UnknownRuleError(f"{self.id} has no yardstick {yardstick!r}; it has: {known}")
