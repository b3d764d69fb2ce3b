"""Rulebooks as pages (规则说明): every value with its days, unit, operator, source and reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from fupin.dates import Period
from fupin.policy.criteria import Criterion, Fact
from fupin.policy.entries import Entry, Sourced
from fupin.policy.load import load, shipped
from fupin.policy.parameters import Parameter, Value
from fupin.policy.procedures import Procedure, Stage
from fupin.policy.quotas import Duty, PairingRule, Quota
from fupin.policy.schema import Rulebook
from fupin.policy.terms import Term
from fupin.policy.tree import Node

E = TypeVar("E", bound=Entry)

CHECKED = {
    "text": "the original, or a reprint of it, was read",
    "secondary": "it was read in a text about the original, or one place's practice stands for it",
    "unverified": "it is told, and no text with it was read",
}
"""What is meant by each word for how well a value was checked."""

FOLDS = {
    "every": "whether it holds of every member",
    "some": "whether it holds of some member",
    "count": "of how many members it holds",
    "sum": "the sum over members",
}
"""What each fold says of a household."""


def described() -> str:
    """The page `docs/rules.md`: every rule that comes with the library.

    Example:
        >>> described().splitlines()[0]
        '# Rules'
    """
    lines = [
        "# Rules",
        "",
        "Made from the shipped rulebooks by `make rules`; do not edit by hand.",
        "",
        "| checked | what was done |",
        "| --- | --- |",
        *(f"| {word} | {meaning} |" for word, meaning in CHECKED.items()),
        "",
        "A parameter without a number is known to exist, and no source that was read gives it:",
        "asking for it raises, and says how to supply it. *Reading* says how words were taken.",
    ]
    for name in shipped():
        book = load(name)
        lines += ["", describe(book, (load(parent) for parent in book.extends))]
    return "\n".join(lines) + "\n"


def describe(book: Rulebook, beyond: Iterable[Rulebook] = ()) -> str:
    """One book as a section of a page in Markdown.

    Example:
        >>> print(describe(load("cn-2026")).splitlines()[0])
        ## cn-2026: China 2026: standing monitoring against poverty, by local standards

    Args:
        book: the book.
        beyond: the books it builds on; what stands in them is not told again.
    """
    below = tuple(beyond)
    lines = [f"## {book.id}: {book.en}", "", f"{book.zh}. {_life(book)}", ""]
    known = {key for other in below for key in other.sources}
    lines += _table(
        ("source", "title", "issuer", "number", "date"),
        (
            (key, s.title, s.issuer, s.number, "not seen" if s.date is None else s.date)
            for key, s in book.sources.items()
            if key not in known
        ),
    )
    for parameter in _own(book.parameters, (other.parameters for other in below)):
        lines += _parameter(parameter)
    for rule in _own(book.pairing, (other.pairing for other in below)):
        lines += _pairing(rule)
    if duties := _own(book.duties, (other.duties for other in below)):
        lines += _duties(duties)
    if terms := _own(book.terms, (other.terms for other in below)):
        lines += _terms(terms)
    for field in _own(book.fields, (other.fields for other in below)):
        lines += ["", f"### Field `{field.name}` of a {field.unit}: {field.en} ({field.kind})"]
    for fact in _own(book.facts, (other.facts for other in below)):
        lines += _fact(fact)
    for criterion in _own(book.criteria, (other.criteria for other in below)):
        lines += _criterion(criterion)
    for procedure in _own(book.procedures, (other.procedures for other in below)):
        lines += _procedure(procedure)
    return "\n".join(lines)


def _own(mine: tuple[E, ...], theirs: Iterable[tuple[E, ...]]) -> list[E]:
    """The entries that do not stand, word for word, in a book below."""
    known = [entry for entries in theirs for entry in entries]
    return [entry for entry in mine if entry not in known]


def _life(book: Rulebook) -> str:
    """Where and when a book holds, and what it builds on."""
    where = "everywhere" if book.division is None else f"in division {book.division}"
    said = f"It holds {where}" if book.office is None else f"It holds for office {book.office}"
    attested = f" (attested on {book.life.attested})" if book.life.attested else ""
    said += f" and answers {_days(book.life.period)}{attested}."
    if book.extends:
        said += f" It builds on {', '.join(book.extends)}."
    if book.superseded_by:
        said += f" Replaced by {book.superseded_by}."
    return f"{said} {book.life.reading}" if book.life.reading else said


def _days(period: Period) -> str:
    """The first and the last day, as a sentence has them."""
    return f"from {period.since}" + (f" to {period.last}" if period.last else "")


def _parameter(parameter: Parameter) -> Iterator[str]:
    yield from ("", f"### Parameter `{parameter.id}`: {parameter.en}", "")
    yield f"{parameter.zh}; {parameter.unit}." + _sentence(" *Who sets it:*", parameter.set_by)
    if parameter.values:
        yield ""
        yield from _table(
            ("days", "value", "income", *_GROUNDS),
            ((_days(v.period), _given(v), v.income, *_grounds(v)) for v in parameter.values),
        )


def _given(value: Value) -> str:
    if value.codes:
        return " ".join(value.codes)
    return "not found" if value.number is None else f"{value.number:f}"


def _pairing(rule: PairingRule) -> Iterator[str]:
    yield from ("", f"### Pairing rule `{rule.id}`: {rule.en}", "")
    yield f"{rule.zh}; of {rule.post} by {rule.grouped_by}, within: {rule.within}. {_cited(rule)}"
    yield ""
    measures = [("", rule.quotas), *((y.id, y.quotas) for y in rule.yardsticks)]
    yield from _table(
        ("yardstick", "group", "asks", *_GROUNDS),
        ((name, q.group, _asked(q), *_grounds(q)) for name, quotas in measures for q in quotas),
    )


def _asked(quota: Quota) -> str:
    return f"{_words(quota.operator)} {quota.links}"


def _duties(duties: list[Duty]) -> Iterator[str]:
    yield from ("", "### Duties", "")
    yield from _table(
        ("duty", "meaning", "of", "times", "in each", *_GROUNDS),
        (
            (f"`{d.id}`", d.en, d.post, d.times or "no number set", d.window, *_grounds(d))
            for d in duties
        ),
    )


def _terms(terms: list[Term]) -> Iterator[str]:
    yield from ("", "### Terms", "")
    yield from _table(
        ("term", "中文", "meaning", "of a", "months", "hard ones", "counted from", *_GROUNDS),
        (
            (
                f"`{t.id}`", t.zh, t.en, t.kind, t.months or "no term set", t.hard_months,
                t.counted_from, *_grounds(t),
            )
            for t in terms
        ),
    )  # fmt: skip


def _fact(fact: Fact) -> Iterator[str]:
    yield from ("", f"### Fact `{fact.id}`: {fact.en}", "")
    of = f" of `{fact.of}`" if fact.of else ""
    folds = FOLDS[fact.fold].replace("member", "item") if fact.over == "item" else FOLDS[fact.fold]
    yield f"{fact.zh}; {folds}{of}. {_cited(fact)}"
    whom = "Of items that:" if fact.over == "item" else "Of members who:"
    for word, tree in ((whom, fact.where), ("What is asked of them:", fact.holds)):
        if tree is not None:
            yield from ("", word, "", *_tree(tree))


def _criterion(criterion: Criterion) -> Iterator[str]:
    about = criterion.unit + (f", {criterion.population}" if criterion.population else "")
    fresh = criterion.fresh_for
    old = f" Evidence of at most {fresh.months} months." if fresh else ""
    yield from ("", f"### Criterion `{criterion.id}`: {criterion.en}", "")
    yield f"{criterion.zh}; of a {about}.{old} {_cited(criterion)}"
    yield from ("", *_tree(criterion.tree))
    if criterion.yardsticks:
        yield ""
    for y in criterion.yardsticks:
        changed = [f"`{node}` {_words(how)}" for node, how in y.comparisons.items()]
        changed += [f"`{node}` of `{base}`" for node, base in y.bases.items()]
        yield f"Yardstick `{y.id}`: {y.en} ({', '.join(changed)})."


def _tree(node: Node, deep: int = 0) -> Iterator[str]:
    """A tree as a nested list, one node a line."""
    said = f"{'  ' * deep}- `{node.id}` {node.zh}, {node.en}: {_asks(node)}"
    if node.applies_when is not None:
        said += f", where {_asks(node.applies_when)}"
    told = ", ".join(filter(None, (node.source, node.article, node.checked)))
    said += f" ({told})" if told else ""
    yield said + _sentence(". *Reading:*", node.reading) + _sentence("", node.reading_zh)
    for part in node.parts:
        yield from _tree(part, deep + 1)


def _asks(node: Node) -> str:
    """What a node asks, in words."""
    if node.flag is not None:
        return f"`{node.flag}` is yes"
    if node.within is not None:
        return f"lies in one of `{node.within}`"
    if node.compare is not None and node.is_ is not None:
        limit = f"`{node.parameter}`" if node.value is None else f"{node.value:f}"
        day = f" {'on' if node.share_of else 'of'} `{node.at}`" if node.at else ""
        base = f" of `{node.share_of}`" if node.share_of else ""
        return f"`{node.compare}` {_words(node.is_)} {limit}{base}{day}"
    return {"all": "all of", "any": "any of", "not": "not"}.get(
        node.form, f"at least {node.needed} of"
    )


def _procedure(procedure: Procedure) -> Iterator[str]:
    yield from ("", f"### Procedure `{procedure.id}`: {procedure.en}", "")
    yield f"{procedure.zh}; of a {procedure.unit}. {_cited(procedure)}"
    yield ""
    yield from _table(
        ("step", "中文", "meaning", "taken by", "asked of", "notice", *_GROUNDS),
        (
            (
                f"{number}. `{s.id}`", s.zh, s.en, s.by, _cases(s),
                (f"`{s.days}`" if s.days else "days not said") if s.notice else "",
                s.source, s.article, s.checked, s.reading,
            )
            for number, s in enumerate(procedure.steps, 1)
        ),
    )  # fmt: skip


def _cases(stage: Stage) -> str:
    """Which cases a step is asked of; nothing for all."""
    since, until = stage.credited_since, stage.credited_until
    told = (
        stage.for_class,
        f"credited from {since}" if since else None,
        f"credited before {until}" if until else None,
    )
    return ", ".join(filter(None, told))


_GROUNDS = ("source", "article", "checked", "reading")


def _grounds(entry: Sourced) -> tuple[str | None, ...]:
    return entry.source, entry.article, entry.checked, entry.reading


def _cited(entry: Sourced) -> str:
    """Source, article and check of an entry, and how it was read."""
    article = f", {entry.article}" if entry.article else ""
    said = f"Source: {entry.source}{article} ({entry.checked})."
    return said + _sentence(" *Reading:*", entry.reading)


def _sentence(start: str, words: str | None) -> str:
    """Words with what they are, and a full stop; nothing where there are none."""
    if words is None:
        return ""
    return f"{start} {words}" + ("" if words.endswith((".", "。")) else ".")


def _words(operator: str) -> str:
    return operator.replace("_", " ")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield _row(heads)
    yield _row("---" for _ in heads)
    yield from (_row("" if cell is None else cell for cell in row) for row in rows)


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"
