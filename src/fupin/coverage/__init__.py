"""Coverage calculators (覆盖率计算): how much of what the rules ask is done, where, on which day.

Each takes a registry and answers with a `Table` or a `Coverage` of the registry's own kind of
frame. Nothing here loops over rows: a question is a plan of column expressions, the same for ten
households in a notebook and for a nation in a database.
"""

from fupin.coverage.agenda import agenda
from fupin.coverage.capacity import Capacity, capacity
from fupin.coverage.changes import Changes, changes
from fupin.coverage.compare import Comparison, compare
from fupin.coverage.conditions import Condition, Inspected, Planned, Posted
from fupin.coverage.deliveries import Deliveries, deliveries
from fupin.coverage.deprivation import Deprivation, deprivation
from fupin.coverage.duties import duties
from fupin.coverage.exits import Exits, exits
from fupin.coverage.flows import Flows, flows
from fupin.coverage.gaps import gaps
from fupin.coverage.helper_year import helper_year
from fupin.coverage.households import households
from fupin.coverage.interest import Interests, interest
from fupin.coverage.loads import loads
from fupin.coverage.matters import matters
from fupin.coverage.places import places
from fupin.coverage.plans import plans
from fupin.coverage.poverty import poverty
from fupin.coverage.quotas import quotas
from fupin.coverage.schemes import schemes
from fupin.coverage.screen import Screening, screen
from fupin.coverage.timeline import timeline

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
