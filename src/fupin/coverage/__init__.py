"""Coverage calculators (覆盖率计算): how much of what the rules ask is done, where, on which day.

Each takes a registry and answers with a `Table` or a `Coverage` of the registry's own kind of
frame. Nothing here loops over rows: a question is a plan of column expressions, the same for ten
households in a notebook and for a nation in a database.
"""

from fupin.coverage.interest import Interests, interest
from fupin.coverage.leaving.compare import Comparison, compare
from fupin.coverage.leaving.exits import Exits, exits
from fupin.coverage.leaving.screen import Screening, screen
from fupin.coverage.measures.deprivation import Deprivation, deprivation
from fupin.coverage.measures.poverty import poverty
from fupin.coverage.movement.changes import Changes, changes
from fupin.coverage.movement.flows import Flows, flows
from fupin.coverage.movement.gaps import gaps
from fupin.coverage.oversight.agenda import agenda
from fupin.coverage.oversight.conditions import Condition, Inspected, Planned, Posted
from fupin.coverage.oversight.matters import matters
from fupin.coverage.oversight.places import places
from fupin.coverage.oversight.schemes import schemes
from fupin.coverage.pairing.capacity import Capacity, capacity
from fupin.coverage.pairing.duties import duties
from fupin.coverage.pairing.households import households
from fupin.coverage.pairing.loads import loads
from fupin.coverage.pairing.quotas import quotas
from fupin.coverage.timeline import timeline
from fupin.coverage.work.deliveries import Deliveries, deliveries
from fupin.coverage.work.helper_year import helper_year
from fupin.coverage.work.plans import plans

__all__ = [
    "Capacity",
    "Changes",
    "Comparison",
    "Condition",
    "Deliveries",
    "Deprivation",
    "Exits",
    "Flows",
    "Inspected",
    "Interests",
    "Planned",
    "Posted",
    "Screening",
    "agenda",
    "capacity",
    "changes",
    "compare",
    "deliveries",
    "deprivation",
    "duties",
    "exits",
    "flows",
    "gaps",
    "helper_year",
    "households",
    "interest",
    "loads",
    "matters",
    "places",
    "plans",
    "poverty",
    "quotas",
    "schemes",
    "screen",
    "timeline",
]
