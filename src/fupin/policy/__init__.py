"""Rulebooks (规则书): what should be, as dated and sourced data.

Example:
    >>> from fupin import policy
    >>> policy.shipped()
    ('guangyuan-2016',)
    >>> policy.load("guangyuan-2016").rule("deputy-voters").en
    'voter quota'
"""

from fupin.policy.books import Applied, Assumptions, Books, nearest
from fupin.policy.load import json_schema, load, parse, shipped
from fupin.policy.schema import (
    Duty,
    Life,
    PairingRule,
    Quota,
    Rulebook,
    Source,
    Yardstick,
)

__all__ = [
    "Applied",
    "Assumptions",
    "Books",
    "Duty",
    "Life",
    "PairingRule",
    "Quota",
    "Rulebook",
    "Source",
    "Yardstick",
    "json_schema",
    "load",
    "nearest",
    "parse",
    "shipped",
]
