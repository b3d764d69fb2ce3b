"""Rulebooks (规则书): what should be, as dated and sourced data.

Example:
    >>> from fupin import policy
    >>> "guangyuan-2016" in policy.shipped()
    True
    >>> policy.load("guangyuan-2016").rule("deputy-voters").en
    'voter quota'
"""

from fupin.policy.amending import amend
from fupin.policy.books import Applied, Assumptions, Books, Policy, nearest, term_on
from fupin.policy.criteria import Criterion, Fact
from fupin.policy.entries import Source
from fupin.policy.fields import Field
from fupin.policy.load import json_schema, load, parse, shipped
from fupin.policy.parameters import Parameter, Value
from fupin.policy.procedures import Procedure, Stage
from fupin.policy.quotas import Duty, PairingRule, Quota, Yardstick
from fupin.policy.schema import Life, Rulebook
from fupin.policy.terms import EARLIEST, Term
from fupin.policy.tree import Algebra, Node, walk

__all__ = [
    "EARLIEST",
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
    "Policy",
    "Procedure",
    "Quota",
    "Rulebook",
    "Source",
    "Stage",
    "Term",
    "Value",
    "Yardstick",
    "amend",
    "json_schema",
    "load",
    "nearest",
    "parse",
    "shipped",
    "term_on",
    "walk",
]
