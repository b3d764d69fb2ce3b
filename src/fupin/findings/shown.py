"""How a verdict is shown: as a tree of lines, or of HTML, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from fupin.findings.verdicts import Judgement, Verdict
from fupin.findings.wording import Language, said_in
from fupin.outcomes import Outcome

_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "met": "符合", "unmet": "不符合", "unknown": "不详", "no": "不适用", "nothing": "未登记",
        "set aside": "已登记，不作依据",
        "needed": "尚需查明：{}", "failing": "不符合项：{}", "assumed": "按假定：{}",
        "by assumption": "（按假定）", "when": "适用条件：{}（{}）",
        "source": "依据：{}（{}）", "reading": "口径说明：{}",
        "seen": "核查日 {}", "never": "无有效核查记录", "dated": "记录日 {}",
        "undated": "无有效记录",
        "share": "（{} 的 {}）", "short": "，差 {} 元", "years": " 年",
        "all": "全部", "any": "其中一项", "least": "其中至少 {} 项", "not": "与下项相反",
        "over": "应超过", "at_least": "应不少于", "under": "应低于", "at_most": "应不超过",
        "exactly": "应等于", "no limit": "限值不详", "limit": "（{}）",
        "no number": "{} 的限值无有据可查的数字",
        "wanted": "缺限值：{}：{} 在 {} 无有据可查的数字；由谁确定：{}；补充方法：{}",
        "unsaid": "规则书未说明",
        "text": "原文", "secondary": "二手资料", "unverified": "未核实",
    },
    "en": {
        "met": "met", "unmet": "unmet", "unknown": "unknown", "no": "n/a",
        "nothing": "not recorded", "set aside": "recorded, but no evidence",
        "needed": "still needed: {}", "failing": "failing: {}", "assumed": "assumed: {}",
        "by assumption": " (assumed)", "when": "asked only if {}: {}",
        "source": "source: {} ({})", "reading": "reading: {}",
        "seen": "seen on {}", "never": "no survey that counts", "dated": "dated {}",
        "undated": "no record that counts",
        "share": " ({1} of {0})", "short": ", {} yuan off", "years": " years",
        "all": "all of", "any": "any of", "least": "at least {} of", "not": "the opposite of",
        "over": "must be over", "at_least": "must be at least", "under": "must be under",
        "at_most": "must be at most", "exactly": "must be", "no limit": "limit not known",
        "no number": "the limit of {} has no sourced number",
        "wanted": "limit wanting: {}: {} has no sourced number for {}; set by: {}; supply it: {}",
        "unsaid": "the book does not say",
        "limit": " ({})",
        "text": "text", "secondary": "secondary", "unverified": "unverified",
    },
}  # fmt: skip
_ANSWERS: dict[Language, dict[Outcome, str]] = {
    "zh": {Outcome.MET: "是", Outcome.UNMET: "否", Outcome.UNKNOWN: "不详"},
    "en": {Outcome.MET: "yes", Outcome.UNMET: "no", Outcome.UNKNOWN: "not known"},
}
_UNITS: dict[Language, str] = {"zh": " 元", "en": " yuan"}
_SUPPLY = 'policy.amend(book, parameters={{"{}": ...}})'
_MARKS = {Outcome.MET: "√", Outcome.UNMET: "×", Outcome.UNKNOWN: "?"}
_COLOURS = {"met": "inherit", "unmet": "#b3261e", "unknown": "#8a5a00", "no": "#6b6b6b"}


def as_text(verdict: Verdict, language: Language) -> str:
    """A verdict as lines: what was found of each node, what fails, what is needed, the sources."""
    lines = [_headline(verdict, language)]
    for top in _tops(verdict):
        lines += [f"  {'│ ' * deep}{line}" for deep, line in _tree(top, language)]
    lines += _after(verdict, language)
    return "\n".join(lines)


def as_html(verdict: Verdict, language: Language) -> str:
    """A verdict as nested lists, for a notebook or a page."""
    after = "<br>".join(escape(line) for line in _after(verdict, language))
    head = escape(_headline(verdict, language))
    return (
        f'<div class="fupin-verdict" lang="{language}"><p><b>{head}</b></p>'
        f"{_list(_tops(verdict), language)}<p><small>{after}</small></p></div>"
    )


def _tops(verdict: Verdict) -> tuple[Judgement, ...]:
    """The nodes to begin with: where all parts are asked, the root is what the head says."""
    root = verdict.judgement
    plain = root.form == "all" and root.condition is None
    return root.parts if plain else (root,)


def _headline(verdict: Verdict, language: Language) -> str:
    words = _WORDS[language]
    label = {"zh": verdict.zh, "en": verdict.en}[language]
    surveyed = verdict.unit in ("household", "village", "county")
    dated, never = ("seen", "never") if surveyed else ("dated", "undated")
    seen = words[dated].format(verdict.seen) if verdict.seen else words[never]
    outcome = words[verdict.outcome.value]
    if language == "zh":
        book = verdict.book + (f"，口径 {verdict.yardstick}" if verdict.yardstick else "")
        return f"{verdict.subject}，{verdict.on}，{label}：{outcome}（{book}）；{seen}"
    book = verdict.book + (f", yardstick {verdict.yardstick}" if verdict.yardstick else "")
    return f"{verdict.subject} on {verdict.on}, {label}: {outcome} ({book}); {seen}"


def _after(verdict: Verdict, language: Language) -> Iterator[str]:
    """What stands below the tree: reasons, needs, assumptions, notes, sources."""
    words, comma = _WORDS[language], {"zh": "、", "en": ", "}[language]
    nodes = list(verdict.judgement.nodes())
    labels = {node.id: getattr(node, language) for node in nodes}
    wanting = {n.id: n for n in nodes if n.limit_wanted is not None}
    # What was found needs no inquiry where nothing but the limit is wanting.
    needed = [i for i in verdict.needed if i not in wanting or wanting[i].value is None]
    for name, ids in (("failing", verdict.failing), ("needed", needed)):
        if ids:
            yield words[name].format(comma.join(labels[i] for i in ids))
    for node in (wanting[i] for i in verdict.needed if i in wanting):
        by, how = node.limit_set_by or words["unsaid"], _SUPPLY.format(node.limit_wanted)
        yield words["wanted"].format(labels[node.id], node.limit_wanted, node.limit_on, by, how)
    fields = {node.field: getattr(node, language) for node in nodes if node.field}
    for assumption in verdict.assumptions:
        yield words["assumed"].format(said_in(language, assumption, fields))
    yield from (said_in(language, note, fields) for note in verdict.notes)
    told = dict.fromkeys((node.source, node.article, node.checked) for node in nodes)
    told |= dict.fromkeys(
        (n.limit_source, None, n.limit_checked) for n in nodes if n.limit_source and n.limit_checked
    )
    for source, article, checked in told:
        named = f"{source} {article}" if article else source
        yield words["source"].format(named, words[checked])
    chinese = language == "zh"  # where a book has none, its English stands
    readings = dict.fromkeys((n.reading_zh if chinese else None) or n.reading for n in nodes)
    yield from (words["reading"].format(reading) for reading in readings if reading)


def _tree(node: Judgement, language: Language, deep: int = 0) -> Iterator[tuple[int, str]]:
    """Lines of a node and all below it, each with its depth."""
    mark, state, said = _line(node, language)
    yield deep, f"{mark} {_padded(state, language)}  {said}"
    for part in node.parts:
        yield from _tree(part, language, deep + 1)


def _padded(state: str, language: Language) -> str:
    """A state as wide as the widest one: Chinese words are filled up with a wide space."""
    return state.ljust(3, "\N{IDEOGRAPHIC SPACE}") if language == "zh" else state.ljust(7)


def _applies(node: Judgement) -> bool:
    """Whether it is asked at all, or may be."""
    return node.condition is None or node.condition.outcome is not Outcome.UNMET


def _line(node: Judgement, language: Language) -> tuple[str, str, str]:
    """The mark of a node, its state, and what it says."""
    words, colon = _WORDS[language], {"zh": "：", "en": ": "}[language]
    mark, state = _MARKS[node.outcome], words[node.outcome.value]
    said = {"zh": node.zh, "en": node.en}[language]
    if not _applies(node):
        mark, state = "–", words["no"]
    elif found := _found(node, language):
        said += found if node.form == "flag" and node.assumed else colon + found
    if node.condition is not None:
        condition = {"zh": node.condition.zh, "en": node.condition.en}[language]
        answer = _ANSWERS[language][node.condition.outcome]
        said += {"zh": "；", "en": "; "}[language] + words["when"].format(condition, answer)
    return mark, state, said


def _found(node: Judgement, language: Language) -> str | None:
    """What was found and what it must be, such as 3210 元，应超过 2952 元（2016-12-31）."""
    words = _WORDS[language]
    if node.parts:
        group = words[node.form]
        return group.format(node.least) if node.form != "all" else None
    assumed = words["by assumption"] if node.assumed else ""
    if node.form == "flag" and node.value is not None:  # the outcome says it
        return assumed or None
    unit = {"yuan": _UNITS[language], "term": words["years"]}.get(node.unit or "", "")
    nothing = words["set aside" if node.set_aside else "nothing"]
    found = nothing if node.value is None else node.value + unit
    if node.how is None:
        return found + assumed
    comma = {"zh": "，", "en": ", "}[language]
    if node.limit is None:
        why = "no limit" if node.limit_wanted is None else "no number"
        return f"{found}{assumed}{comma}{words[why].format(node.limit_on)}"
    day = "" if node.limit_on is None else words["limit"].format(node.limit_on)
    shared = "" if node.base is None else words["share"].format(node.base + unit, node.share)
    short = "" if node.short is None else words["short"].format(node.short)
    return f"{found}{assumed}{comma}{words[node.how]} {node.limit}{unit}{shared}{day}{short}"


def _list(nodes: tuple[Judgement, ...], language: Language) -> str:
    return f'<ul style="list-style: none">{"".join(_item(n, language) for n in nodes)}</ul>'


def _item(node: Judgement, language: Language) -> str:
    mark, state, said = _line(node, language)
    kind = node.outcome.value if _applies(node) else "no"
    style = f"display: inline-block; min-width: 5.5em; color: {_COLOURS[kind]}"
    inside = _list(node.parts, language) if node.parts else ""
    head = f'<span style="{style}">{mark} {state}</span>'
    return f'<li class="{kind}">{head}{escape(said)}{inside}</li>'
