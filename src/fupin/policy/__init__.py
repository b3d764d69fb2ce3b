"""Rulebooks (规则书): what should be, as dated and sourced data.

Example:
    >>> from fupin import policy
    >>> policy.shipped()
    ('cn-2016', 'cn-2026', 'cn-lines', 'cn-microcredit-2014', 'cn-microcredit-2021',
    'cn-monitoring-2021', 'guangyuan-2016', 'sichuan-2015', 'sichuan-2016', 'zhaohua-2016')
    >>> policy.load("guangyuan-2016").rule("deputy-voters").en
    'voter quota'
"""

from fupin.policy.amending import amend
from fupin.policy.books import Applied, Assumptions, Books, nearest
from fupin.policy.criteria import Criterion, Fact
from fupin.policy.entries import Source
from fupin.policy.fields import Field
from fupin.policy.load import json_schema, load, parse, shipped
from fupin.policy.parameters import Parameter, Value
from fupin.policy.procedures import Procedure, Stage
from fupin.policy.quotas import Duty, PairingRule, Quota, Yardstick
from fupin.policy.schema import Life, Rulebook
from fupin.policy.tree import Algebra, Node, walk

__all__ = [
    "Algebra",
    "Applied",
    "Assumptions",
    "Books",
    "Criterion",
    "Duty",
    "Fact",
    "Field",
    "Life",
    "Node",
    "PairingRule",
    "Parameter",
    "Procedure",
    "Quota",
    "Rulebook",
    "Source",
    "Stage",
    "Value",
    "Yardstick",
    "amend",
    "json_schema",
    "load",
    "nearest",
    "parse",
    "shipped",
    "walk",
]
