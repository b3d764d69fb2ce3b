"""Criteria (标准认定): may this household, village or county leave poverty, and why not?

The answer for one subject, from plain objects. `fupin.coverage.screen` gives the same answer for a
whole registry; the two are held against each other in the tests.

The worse error is to strike off a household that is still poor: nothing unknown counts as met.
"""

from fupin.criteria.assessing import assess

__all__ = ["assess"]
