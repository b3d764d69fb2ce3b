"""How a verdict is shown: as a tree of lines, or of HTML, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Literal

from fupin.findings.verdicts import Judgement, Verdict
from fupin.outcomes import Outcome

Language = Literal["zh", "en"]

_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "met": "达标", "unmet": "未达标", "unknown": "不详", "no": "不适用",
        "needed": "尚需查明", "failing": "未达标项", "assumed": "按假定", "nothing": "未登记",
        "when": "适用条件", "source": "依据", "seen": "核查日",
        "never": "无有效核查记录", "all": "全部", "any": "其中一项", "least": "其中至少 {n} 项",
        "not": "不得", "over": "＞", "at_least": "≥", "under": "＜", "at_most": "≤",
        "exactly": "＝", "text": "原文", "secondary": "二手资料", "unverified": "未核实",
    },
    "en": {
        "met": "met", "unmet": "unmet", "unknown": "unknown", "no": "does not apply",
        "needed": "still needed", "failing": "failing", "assumed": "assumed",
        "nothing": "not recorded", "when": "applies when", "source": "source",
        "reading": "reading", "seen": "seen on", "never": "no survey that counts",
        "all": "all of", "any": "any of", "least": "at least {n} of", "not": "not",
        "over": ">", "at_least": "≥", "under": "<", "at_most": "≤", "exactly": "=",
        "text": "text", "secondary": "secondary", "unverified": "unverified",
    },
}  # fmt: skip
_UNITS: dict[Language, dict[str, str]] = {
    "zh": {"yuan": " 元", "count": "", "share": ""},
    "en": {"yuan": " yuan", "count": "", "share": ""},
}


def as_text(verdict: Verdict, language: Language) -> str:
    """A verdict as lines: what was found of each node, what fails, what is needed, the sources."""
    root = verdict.judgement
    lines = [_headline(verdict, language)]
    lines += [f"  {'│ ' * deep}{line}" for deep, line in _tree(root, language)]
    lines += _after(verdict, language)
    return "\n".join(lines)


def as_html(verdict: Verdict, language: Language) -> str:
    """A verdict as nested lists, for a notebook or a page."""
    after = "".join(f"<br>{escape(line)}" for line in _after(verdict, language))
    head = escape(_headline(verdict, language))
    return (
        f'<div class="fupin-verdict" lang="{language}"><p><b>{head}</b></p>'
        f"{_list(verdict.judgement.parts or (verdict.judgement,), language)}"
        f"<p>{after.removeprefix('<br>')}</p></div>"
    )


def _headline(verdict: Verdict, language: Language) -> str:
    words = _WORDS[language]
    label = {"zh": verdict.zh, "en": verdict.en}[language]
    book = verdict.book + (f", {verdict.yardstick}" if verdict.yardstick else "")
    seen = f"{words['seen']} {verdict.seen}" if verdict.seen else words["never"]
    outcome = words[verdict.outcome.value]
    if language == "zh":
        return f"{verdict.subject}，{verdict.on}，{label}（{book}）：{outcome}；{seen}"
    return f"{verdict.subject} on {verdict.on}, {label} ({book}): {outcome}; {seen}"


def _after(verdict: Verdict, language: Language) -> Iterator[str]:
    """What stands below the tree: reasons, needs, assumptions, notes, sources."""
    words = _WORDS[language]
    colon, comma = ("：", "、") if language == "zh" else (": ", ", ")
    labels = {node.id: getattr(node, language) for node in verdict.judgement.nodes()}
    for name, ids in (("failing", verdict.failing), ("needed", verdict.needed)):
        if ids:
            yield words[name] + colon + comma.join(labels[i] for i in ids)
    for assumption in verdict.assumptions:
        yield words["assumed"] + colon + assumption
    yield from verdict.notes
    nodes = list(verdict.judgement.nodes())
    told: dict[tuple[str, str | None, str], None] = {}
    told |= dict.fromkeys((node.source, node.article, node.checked) for node in nodes)
    told |= dict.fromkeys(
        (n.limit_source, None, n.limit_checked) for n in nodes if n.limit_source and n.limit_checked
    )
    for source, article, checked in told:
        place = f" {article}" if article else ""
        yield f"{words['source']}{colon}{source}{place} ({words[checked]})"
    if language == "en":  # books say in English how words were read
        readings = dict.fromkeys(n.reading for n in nodes if n.reading)
        yield from (words["reading"] + colon + reading for reading in readings)


def _tree(node: Judgement, language: Language, deep: int = 0) -> Iterator[tuple[int, str]]:
    """Lines of a node and all below it, each with its depth; the root's own line is the head."""
    if deep or not node.parts:
        yield max(deep - 1, 0), _line(node, language)
    for part in node.parts:
        yield from _tree(part, language, deep + 1)


def _line(node: Judgement, language: Language) -> str:
    words = _WORDS[language]
    label = {"zh": node.zh, "en": node.en}[language]
    state = words[node.outcome.value]
    if node.condition is not None and node.condition.outcome is Outcome.UNMET:
        state = words["no"]
    said = [f"{_MARKS[node.outcome]} {state}", label]
    if (found := _found(node, language)) is not None:
        said.append(found)
    if node.condition is not None:
        condition = {"zh": node.condition.zh, "en": node.condition.en}[language]
        outcome = words[node.condition.outcome.value]
        said.append(f"{words['when']} {condition} ({outcome})")
    return "  ".join(said)


def _found(node: Judgement, language: Language) -> str | None:
    """What was found and what it was compared with, such as 3210.00 元 ＞ 2952 元."""
    words = _WORDS[language]
    if node.parts:
        group = words[node.form]
        return group.format(n=node.least) if node.form != "all" else None
    if node.form == "flag" and node.value is not None:  # the outcome says it
        return f"[{words['assumed']}]" if node.assumed else None
    value = words["nothing"] if node.value is None else node.value
    unit = _UNITS[language].get(node.unit or "", "")
    said = value + (unit if node.value is not None else "")
    if node.how is not None and node.limit is not None:
        said += f" {words[node.how]} {node.limit}{unit}"
    elif node.how is not None:
        said += f" {words[node.how]} {words['unknown']}"
    if node.limit_on is not None:
        said += f" ({node.limit_on})"
    return said + (f" [{words['assumed']}]" if node.assumed else "")


_MARKS = {Outcome.MET: "√", Outcome.UNMET: "×", Outcome.UNKNOWN: "？"}


def _list(nodes: tuple[Judgement, ...], language: Language) -> str:
    items = (
        f'<li class="{node.outcome.value}">{escape(_line(node, language))}'
        f"{_list(node.parts, language) if node.parts else ''}</li>"
        for node in nodes
    )
    return f"<ul>{''.join(items)}</ul>"
