"""The words that fields of the model may hold (词表); any other word is kept, and is not known."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fupin.amounts import RECORDED
from fupin.divisions import Level
from fupin.model.acts import RHYTHMS, ActKind
from fupin.model.links import KINDS
from fupin.model.matters import MatterKind
from fupin.model.statuses import EVENTS, Monitoring, Registration

POSTS = frozenset({"deputy", "member", "cadre", "medical", "office"})
LEVELS = frozenset(level.value for level in Level if level is not Level.VILLAGE)
SERVICES = frozenset({"full-time", "part-time"})
ROLES = frozenset({"first", "second", "joint"})
POSTINGS = frozenset({"first-secretary", "work-team", "full-time-deputy-secretary", "technician"})
MATTERS = frozenset(kind.value for kind in MatterKind)
HANDLINGS = frozenset({"reply", "follow-up", "closed", "reopened"})
FORMS = frozenset({"report", "special-inquiry", "field-study", "inspection"})
WAYS = frozenset({"split", "merged"})
ACTS = frozenset(ActKind)
TERMS = frozenset({"long", "short"})
REACHES = frozenset({"common", "characteristic"})

GROUPS: Mapping[str, frozenset[str]] = MappingProxyType({"level": LEVELS, "service": SERVICES})
"""What a pairing rule groups helpers by, and the groups there are."""

WORDS: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("households", "registration"): frozenset(Registration),
        ("households", "monitoring"): frozenset(Monitoring),
        ("events", "event"): EVENTS,
        ("successions", "how"): WAYS,
        ("helpers", "post"): POSTS,
        ("helpers", "level"): LEVELS,
        ("helpers", "service"): SERVICES,
        ("links", "kind"): KINDS,
        ("links", "role"): ROLES,
        ("meetings", "kind"): KINDS,
        ("postings", "post"): POSTINGS,
        ("acts", "kind"): ACTS,
        ("acts", "unit"): RECORDED,
        ("acts", "every"): frozenset(RHYTHMS),
        ("plan_items", "kind"): ACTS,
        ("plan_items", "unit"): RECORDED,
        ("plan_items", "term"): TERMS,
        ("plan_items", "reach"): REACHES,
        ("matters", "kind"): MATTERS,
        ("handlings", "step"): HANDLINGS,
        ("agenda", "form"): FORMS,
    }
)
"""The words of a column, by table and column."""
