"""fupin (扶贫): the rules of targeted poverty alleviation as typed, dated, sourced Python.

Who is recorded (`model`), what should be (`policy`), is it so for this one (`criteria`, `pairing`,
`duty`, `procedure`, `matter`), and how much of it is so, where, on which day (`coverage`).

Example:
    >>> import fupin as fp
    >>> book = fp.policy.load("guangyuan-2016")
    >>> deputy = fp.Deputy(id="D-17", level="city", division="5108", since="2011-12-01")
    >>> held = [
    ...     fp.Link(kind="deputy-household", helper="D-17", party="H-1", since="2015-03-01"),
    ...     fp.Link(kind="deputy-household", helper="D-17", party="H-2", since="2015-03-01"),
    ... ]
    >>> found = fp.pairing.check(deputy, held, book, rule="deputy-households", on="2016-09-09")
    >>> found.outcome
    <Outcome.UNMET: 'unmet'>
    >>> print(found.explain("zh"))
    2016-09-09 已结对 2 户，应不少于 3 户（guangyuan-2016，代表联系贫困户）
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fupin import coverage, credit, criteria, datasets, duty, matter, pairing, policy, procedure
    from fupin.amounts import Bounds, Quantity, Rate
    from fupin.dates import Period, Timeline
    from fupin.divisions import Division, Level
    from fupin.errors import FupinError
    from fupin.findings import Finding, MatterFinding, Progress, Standing, Verdict
    from fupin.frames import Coverage, Registry, Table, reopen
    from fupin.model import (
        Act,
        ActKind,
        AgendaItem,
        Cadre,
        Contribution,
        CountySurvey,
        Deputy,
        Event,
        Exemption,
        Handling,
        Household,
        Income,
        Inspection,
        Kind,
        Link,
        Loan,
        Matter,
        MatterKind,
        MedicalStaff,
        Meeting,
        Membership,
        Office,
        Person,
        Plan,
        PlanItem,
        Posting,
        Report,
        RuralPopulation,
        Scheme,
        Session,
        StandingCommitteeMember,
        Step,
        Succession,
        Survey,
        Treatment,
        Village,
        VillageSurvey,
        Voter,
    )
    from fupin.outcomes import Outcome
    from fupin.policy import Rulebook

# Where each name of the front door lives: modules are loaded when they are first asked for, so that
# `import fupin` loads nothing heavier than itself.
_ROOMS = {
    "Act": "model",
    "ActKind": "model",
    "AgendaItem": "model",
    "Bounds": "amounts",
    "Cadre": "model",
    "Contribution": "model",
    "CountySurvey": "model",
    "Coverage": "frames",
    "Deputy": "model",
    "Division": "divisions",
    "Event": "model",
    "Exemption": "model",
    "Finding": "findings",
    "FupinError": "errors",
    "Handling": "model",
    "Household": "model",
    "Income": "model",
    "Inspection": "model",
    "Kind": "model",
    "Level": "divisions",
    "Link": "model",
    "Loan": "model",
    "Matter": "model",
    "MatterFinding": "findings",
    "MatterKind": "model",
    "MedicalStaff": "model",
    "Meeting": "model",
    "Membership": "model",
    "Office": "model",
    "Outcome": "outcomes",
    "Period": "dates",
    "Person": "model",
    "Plan": "model",
    "PlanItem": "model",
    "Posting": "model",
    "Progress": "findings",
    "Quantity": "amounts",
    "Rate": "amounts",
    "Registry": "frames",
    "Report": "model",
    "Rulebook": "policy",
    "RuralPopulation": "model",
    "Scheme": "model",
    "Session": "model",
    "Standing": "findings",
    "StandingCommitteeMember": "model",
    "Step": "model",
    "Succession": "model",
    "Survey": "model",
    "Table": "frames",
    "Timeline": "dates",
    "Treatment": "model",
    "Verdict": "findings",
    "Village": "model",
    "VillageSurvey": "model",
    "Voter": "model",
    "reopen": "frames",
}
_MODULES = frozenset(
    {
        "coverage", "credit", "criteria", "datasets", "duty", "matter", "pairing", "policy",
        "procedure",
    }
)  # fmt: skip

__all__ = [
    "Act",
    "ActKind",
    "AgendaItem",
    "Bounds",
    "Cadre",
    "Contribution",
    "CountySurvey",
    "Coverage",
    "Deputy",
    "Division",
    "Event",
    "Exemption",
    "Finding",
    "FupinError",
    "Handling",
    "Household",
    "Income",
    "Inspection",
    "Kind",
    "Level",
    "Link",
    "Loan",
    "Matter",
    "MatterFinding",
    "MatterKind",
    "MedicalStaff",
    "Meeting",
    "Membership",
    "Office",
    "Outcome",
    "Period",
    "Person",
    "Plan",
    "PlanItem",
    "Posting",
    "Progress",
    "Quantity",
    "Rate",
    "Registry",
    "Report",
    "Rulebook",
    "RuralPopulation",
    "Scheme",
    "Session",
    "Standing",
    "StandingCommitteeMember",
    "Step",
    "Succession",
    "Survey",
    "Table",
    "Timeline",
    "Treatment",
    "Verdict",
    "Village",
    "VillageSurvey",
    "Voter",
    "coverage",
    "credit",
    "criteria",
    "datasets",
    "duty",
    "matter",
    "pairing",
    "policy",
    "procedure",
    "reopen",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"fupin.{name}")
    if name in _ROOMS:
        return getattr(importlib.import_module(f"fupin.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'fupin' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
