"""What is recorded (模型): who there is, who is tied to whom, and what became of each household.

Frozen values that hold under any policy: no thresholds, no tables, no names, no today. What is
wrong in the data is kept as given and answers unknown; only a wrong type is refused.

Example:
    >>> household = Household(id="H-1", division="510824", size=4, registration="in-need")
    >>> link = Link(kind="deputy-household", helper="D-17", party="H-1", since="2015-03-01")
    >>> household.within("in_need", "2016-09-09") & link.holds("2016-09-09")
    <Outcome.MET: 'met'>
"""

from fupin.model.acts import Act, ActKind
from fupin.model.credit import Loan
from fupin.model.health import Contribution, Treatment
from fupin.model.holdings import holdings
from fupin.model.households import Event, Household, Membership, Succession
from fupin.model.inspections import Inspection
from fupin.model.links import Exemption, Kind, Link, Meeting, Posting, Report, Session
from fupin.model.matters import AgendaItem, Handling, Matter, MatterKind
from fupin.model.plans import Plan, PlanItem, Scheme
from fupin.model.statuses import Monitoring, Registration
from fupin.model.steps import Step
from fupin.model.surveys import CountySurvey, Income, RuralPopulation, Survey, VillageSurvey
from fupin.model.units import (
    Cadre,
    Deputy,
    Helper,
    MedicalStaff,
    Office,
    Person,
    StandingCommitteeMember,
    Village,
    Voter,
)

__all__ = [
    "Act",
    "ActKind",
    "AgendaItem",
    "Cadre",
    "Contribution",
    "CountySurvey",
    "Deputy",
    "Event",
    "Exemption",
    "Handling",
    "Helper",
    "Household",
    "Income",
    "Inspection",
    "Kind",
    "Link",
    "Loan",
    "Matter",
    "MatterKind",
    "MedicalStaff",
    "Meeting",
    "Membership",
    "Monitoring",
    "Office",
    "Person",
    "Plan",
    "PlanItem",
    "Posting",
    "Registration",
    "Report",
    "RuralPopulation",
    "Scheme",
    "Session",
    "StandingCommitteeMember",
    "Step",
    "Succession",
    "Survey",
    "Treatment",
    "Village",
    "VillageSurvey",
    "Voter",
    "holdings",
]
