"""Criterion trees (标准树): all, any, at least k, not, over leaves that ask one thing of one field.

A tree is data. `walk` is the one way through it: an algebra says what a leaf, a group, a negation
and a condition are, and so one tree gives outcomes, columns of a frame, or an explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, Protocol, Self, TypeVar

from pydantic import Field, model_validator

from fupin.amounts import Comparison
from fupin.policy.entries import (
    Checked,
    Entry,
    FieldName,
    Number,
    Place,
    Positive,
    Slug,
    Words,
    once,
)

T = TypeVar("T")

MOST_LEAVES = 63  # a reason mask has so many bits
DEEPEST = 8

Form = Literal["all", "any", "least", "not", "compare", "flag", "within"]


_FORMS: Mapping[Form, str] = MappingProxyType(
    {
        "all": "all", "any": "any", "least": "of", "not": "not_",
        "compare": "compare", "flag": "flag", "within": "within",
    }
)  # fmt: skip


class Node(Entry):
    """One node of a tree: a group of others, or a leaf (标准项).

    It has exactly one of `all`, `any`, `of` (with `least`), `not`, `compare`, `flag`, `within`.
    Grounds that are not given are those of the criterion.

    Attributes:
        id: name of the node; reasons name it.
        zh: Chinese label.
        en: English label.
        applies_when: where this is not met, the node does not apply, and is met.
        all: nodes that must all be met.
        any: nodes of which one must be met.
        least: of the nodes of `of`, so many must be met.
        of: the nodes that `least` counts.
        not_: the node that must not be met; the key is `not`.
        compare: the field that is compared.
        is_: how: "over" (超过), "at_least" (不低于), "under" (低于), "at_most" (不超过) or
            "exactly"; the key is `is`.
        value: the number it is compared with.
        parameter: or the parameter, by id.
        share_of: the field that the number is a share of: the limit is so many times what that
            says.
        at: the field whose day the parameter is taken on; None: the day of the question.
        flag: the field that must be yes.
        within: the parameter that lists the divisions in which the unit must lie.
        source: key of the source, where not the criterion's.
        article: article or paragraph in the source.
        checked: how well it was checked, where not as the criterion.
        reading: how the words were interpreted.
        reading_zh: the same in Chinese.
    """

    id: Slug
    zh: Words
    en: Words
    applies_when: Node | None = None
    all: tuple[Node, ...] = ()
    any: tuple[Node, ...] = ()
    least: Positive | None = None
    of: tuple[Node, ...] = ()
    not_: Node | None = Field(None, alias="not")
    compare: FieldName | None = None
    is_: Comparison | None = Field(None, alias="is")
    value: Number | None = None
    parameter: Slug | None = None
    share_of: FieldName | None = None
    at: FieldName | None = None
    flag: FieldName | None = None
    within: Slug | None = None
    source: Words | None = None
    article: Words | None = None
    checked: Checked | None = None
    reading: Words | None = None
    reading_zh: Words | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = list(self._forms())
        if len(forms) != 1:
            given = ", ".join(forms) or "none"
            raise ValueError(
                f"give exactly one of all, any, of, not, compare, flag, within: {given}"
            )
        compares = self.compare is not None
        if compares != (self.is_ is not None):
            raise ValueError("compare and is stand together, and nowhere else")
        if [self.value, self.parameter].count(None) != (1 if compares else 2):
            raise ValueError("compare needs either value or parameter, and nothing else has them")
        if self.share_of is not None and not compares:
            raise ValueError("share_of says what the number of a comparison is a share of")
        if self.at is not None and self.parameter is None:
            raise ValueError("at says on which day a parameter is taken: give parameter")
        if (self.least is None) != (not self.of):
            raise ValueError("least and of stand together")
        if self.least is not None and self.least > len(self.of):
            raise ValueError(f"least is {self.least}, of {len(self.of)} nodes")
        if any(part.applies_when for part in (*self.any, *self.of, *filter(None, [self.not_]))):
            raise ValueError("applies_when stands at the root and on the children of all only")
        if self.reading_zh is not None and self.reading is None:
            raise ValueError("reading_zh is a reading in Chinese: give reading too")
        if self.applies_when is not None and self.applies_when.applies_when is not None:
            raise ValueError("applies_when has no condition of its own")
        return self

    def _forms(self) -> Iterator[Form]:
        """The forms it was given, one if it is sound."""
        for form, field in _FORMS.items():
            if getattr(self, field) not in (None, ()):
                yield form

    @property
    def form(self) -> Form:
        """Which of the forms it has."""
        return next(self._forms())

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes of a group, or the one that is negated; a leaf has none."""
        return (*self.all, *self.any, *self.of, *((self.not_,) if self.not_ else ()))

    @property
    def is_leaf(self) -> bool:
        """Whether it asks something of a field."""
        return not self.parts

    @property
    def needed(self) -> int:
        """How many of the parts of a group must be met."""
        if self.least is not None:
            return self.least
        return len(self.all) if self.all else 1

    def nodes(self) -> Iterator[Node]:
        """This node and all below it; its condition goes before its parts."""
        yield self
        for part in (*filter(None, [self.applies_when]), *self.parts):
            yield from part.nodes()

    def placed(self, *place: str | int) -> Iterator[tuple[Node, Place]]:
        """This node and all below it, each with where it stands."""
        yield self, place
        if self.applies_when is not None:
            yield from self.applies_when.placed(*place, "applies_when")
        for form in ("all", "any", "of"):
            for number, part in enumerate(getattr(self, form)):
                yield from part.placed(*place, form, number)
        if self.not_ is not None:
            yield from self.not_.placed(*place, "not")

    def leaves(self) -> tuple[Node, ...]:
        """The leaves in order: the order of the bits of a mask."""
        return tuple(node for node in self.nodes() if node.is_leaf)

    def read_as(self, comparisons: Mapping[str, Comparison], bases: Mapping[str, str]) -> Node:
        """The tree with other comparisons, and bases of shares, in the nodes of some ids."""
        deeper = {
            "all": tuple(part.read_as(comparisons, bases) for part in self.all),
            "any": tuple(part.read_as(comparisons, bases) for part in self.any),
            "of": tuple(part.read_as(comparisons, bases) for part in self.of),
            "not_": self.not_ and self.not_.read_as(comparisons, bases),
            "applies_when": self.applies_when and self.applies_when.read_as(comparisons, bases),
        }
        own: dict[str, Mapping[str, str]] = {"is_": comparisons, "share_of": bases}
        changed = {field: told[self.id] for field, told in own.items() if self.id in told}
        return self.model_copy(update={**deeper, **changed})


class Algebra(Protocol[T]):
    """What the forms of a node are in some world: outcomes, columns, explanations."""

    def leaf(self, node: Node) -> T:
        """What a field says."""
        ...

    def at_least(self, node: Node, parts: Sequence[T]) -> T:
        """Whether `node.needed` of the parts hold: all, any or some."""
        ...

    def negated(self, node: Node, part: T) -> T:
        """Whether the part does not hold."""
        ...

    def conditioned(self, node: Node, applies: T, body: T) -> T:
        """Whether the body holds, or the node does not apply."""
        ...


def walk(node: Node, algebra: Algebra[T]) -> T:
    """What a tree is in a world, from the leaves up: the one way through a tree.

    Example:
        >>> tree = Node.model_validate(
        ...     {"id": "dry", "zh": "安全饮用水", "en": "safe water", "flag": "water"}
        ... )
        >>> class Names:
        ...     def leaf(self, node): return node.flag
        >>> walk(tree, Names())
        'water'
    """
    if node.is_leaf:
        body = algebra.leaf(node)
    elif node.not_ is not None:
        body = algebra.negated(node, walk(node.not_, algebra))
    else:
        body = algebra.at_least(node, [walk(part, algebra) for part in node.parts])
    if node.applies_when is None:
        return body
    return algebra.conditioned(node, walk(node.applies_when, algebra), body)


def check_size(tree: Node, name: str) -> None:
    """Refuse a tree that no mask can hold, or whose reasons could not be told apart.

    Raises:
        ValueError: too many leaves, too many levels, or two nodes of one id.
    """
    once(f"node of {name}", (node.id for node in tree.nodes()))
    if (leaves := len(tree.leaves())) > MOST_LEAVES:
        raise ValueError(f"{name} has {leaves} leaves: expected {MOST_LEAVES} at most")
    if (levels := _depth(tree)) > DEEPEST:
        raise ValueError(f"{name} has {levels} levels: expected {DEEPEST} at most")


def _depth(node: Node) -> int:
    """How many levels a tree has; a leaf has one."""
    below = (*filter(None, [node.applies_when]), *node.parts)
    return 1 + max((_depth(part) for part in below), default=0)
