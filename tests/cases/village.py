"""The village of S7 to S10 as records: synthetic where the report gives only totals.

The report tells neither the code of the village, which was merged away since, nor the days of what
was done there. The code is made up, in its county; the days are those of its plan of 2015 to 2017,
up to the report.
"""

from __future__ import annotations

from typing import Any

import fupin as fp
from fupin.dates import add_days, day

ON = day("2016-09-09")
VILLAGE = "510824299299"
BY_THE_REPORT = fp.Period("2015-01-01", add_days(ON, 1))
"""What the report tells of was done on some day of these."""


def given(
    act: str,
    kind: str,
    item: str | None,
    quantity: Any = None,
    unit: str | None = None,
    **more: Any,
) -> fp.Act:
    """An act of the office in its village, some day before the report."""
    return fp.Act(
        id=act, kind=kind, item=item, division=VILLAGE, since=BY_THE_REPORT.since,
        until=BY_THE_REPORT.until, quantity=quantity, unit=unit,
        **{"givers": ["office"], **more},
    )  # fmt: skip
