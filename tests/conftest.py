"""How the tests run: laws are searched the same way each time, or harder when asked.

`HYPOTHESIS_PROFILE=thorough make tests` draws new and more examples; `quick` draws few and does
not look for the smallest one, for the moment between two edits.
"""

import os

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "steady",
    derandomize=True,  # the same examples on every machine; a red run can be repeated
    deadline=None,  # a shared machine is not a fault of the code
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("steady"), derandomize=False, max_examples=2_000
)
settings.register_profile(
    "quick", settings.get_profile("steady"), max_examples=10, phases=[Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
