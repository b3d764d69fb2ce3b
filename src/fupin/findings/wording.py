"""Notes in the language of the reader (措辞): written in English, said in Chinese too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]

_IN_CHINESE: tuple[tuple[str, str], ...] = (
    (r"^(\d+) without a day: no evidence$", "{} 份核查无日期，不作依据"),
    (r"^(\d+) dated after (\S+): no evidence$", "{} 份核查晚于 {}，不作依据"),
    (r"^(\w+): beyond what can be, no evidence$", "{}：登记值不可能，不作依据"),
    (r"^(\w+): of a period to (\S+), after (\S+): no evidence$", "{}：截至 {}，晚于 {}，不作依据"),
    (r"^the household has a size below 1: no evidence$", "登记人口不足 1 人，不作依据"),
    (r"^seen on (\S+): older than (\d+) months$", "核查日 {}，已超过 {} 个月，不作依据"),
    (r"^(\w+): surveys of one day, or without a day, differ$", "{}：同日或无日期的核查不一致"),
    (r"^the last known value of a parameter holds on$", "参数沿用最近一期已知值"),
    (r"^(.+): taken as in force, as the question said$", "{}：按提问视为有效"),
    (r"^(.+) is attested on (\S+) and answers until (\S+)$", "{} 见于 {}，适用至 {}"),
    (r"^(.+) is attested on (\S+) and answers for that year$", "{} 见于 {}，适用于当年"),
    (
        r"^(.+) is the practice of (\S+): what is asked .+$",
        "{} 系 {} 的做法，所问记录视为该单位的记录",
    ),
    (r"^([\w-]+) on (\S+), before the matter was raised$", "{}（{}）早于提出之日"),
    (r"^([\w-]+) on (\S+), before the assignment$", "{}（{}）早于交办之日"),
    (r"^reopened, and never closed before$", "未曾办结而重新办理"),
    (r"^(\w+) = True$", "{}为是"),
    (r"^(\w+) = False$", "{}为否"),
    (r"^(\w+) = (.+)$", "{}为 {}"),
)


def said_in(language: Language, text: str, labels: Mapping[str, str] | None = None) -> str:
    """A note in the language of the reader; as it is, where nobody put it into Chinese.

    Example:
        >>> said_in("zh", "water = True", {"water": "有安全饮用水"})
        '有安全饮用水为是'

    Args:
        language: "zh" or "en".
        text: the note, in English.
        labels: label of a field, by name, in that language.
    """
    if language == "en":
        return text
    for english, chinese in _IN_CHINESE:
        if found := re.match(english, text):
            name, *others = found.groups() or ("",)
            return chinese.format((labels or {}).get(name, name), *others)
    return text
