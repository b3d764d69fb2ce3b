"""What hypothesis calls when it is imported: types of fupin get their strategies, loaded late."""

from __future__ import annotations

import importlib
from typing import Any

# The strategy of each public type, in fupin.testing.
STRATEGIES = {
    "Act": "acts",
    "AgendaItem": "agenda",
    "Bounds": "bounds",
    "Cadre": "cadres",
    "Contribution": "contributions",
    "CountySurvey": "county_surveys",
    "Deputy": "deputies",
    "Division": "divisions",
    "Event": "events",
    "Exemption": "exemptions",
    "Handling": "handlings",
    "Household": "households",
    "Income": "incomes",
    "Inspection": "inspections",
    "Link": "links",
    "Loan": "loans",
    "Matter": "matters",
    "MedicalStaff": "medical_staff",
    "Meeting": "meetings",
    "Membership": "memberships",
    "Office": "offices",
    "Period": "periods",
    "Person": "persons",
    "Plan": "plans",
    "PlanItem": "plan_items",
    "Posting": "postings",
    "Quantity": "quantities",
    "Rate": "rates",
    "Report": "reports",
    "RuralPopulation": "rural_populations",
    "Scheme": "schemes",
    "Session": "sessions",
    "StandingCommitteeMember": "members",
    "Step": "steps",
    "Succession": "successions",
    "Survey": "surveys",
    "Treatment": "treatments",
    "Village": "villages",
    "VillageSurvey": "village_surveys",
    "Voter": "voters",
}


def register() -> None:
    """Tell hypothesis of the strategies, so that `st.from_type(fupin.Household)` works."""
    from hypothesis import strategies as st

    import fupin

    for name, strategy in STRATEGIES.items():
        st.register_type_strategy(getattr(fupin, name), _late(strategy))


def _late(strategy: str) -> Any:
    def strategy_for(_: object) -> Any:
        return getattr(importlib.import_module("fupin.testing"), strategy)()

    return strategy_for
