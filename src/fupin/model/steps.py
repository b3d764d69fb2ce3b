"""Steps (程序步骤): what a case passed in a procedure, and on which days.

A step says that something was passed, never whether that was in order or long enough: what must
follow what, and for how many days, stands in the rulebooks.
"""

from __future__ import annotations

import attrs

from fupin.boundary import Boundary, Day
from fupin.model.fields import as_day, typed


@attrs.frozen(kw_only=True, field_transformer=typed)
class Step(Boundary):
    """A step that a case passed in a procedure (程序步骤), such as its public notice (公示).

    What was refused, or met with an objection, was not passed: it is no step.

    Example:
        >>> notice = Step(
        ...     subject="510824", procedure="county-exit", step="public-notice",
        ...     on="2020-01-14", until="2020-01-21", credited=2019,
        ... )
        >>> (notice.until - notice.on).days
        7

    Attributes:
        subject: id of the household, or code of the village or county; None: not known.
        procedure: id of the procedure; None: not known.
        step: id of the step; None: not known.
        on: the day it was taken, or its first day, where it took several; None: not known.
        latest: the last day on which it may have begun, where `on` is only the earliest, or not
            known; None: it began on `on`.
        until: first day after it, where it took several days, as a public notice does; None: of a
            notice, not known; of any other step, the day after.
        credited: the year that the exit is counted in (退出年度), which is not the year of its
            approval; None: the step counts for whichever year is asked about.
    """

    subject: str | None
    procedure: str | None
    step: str | None
    on: Day | None = attrs.field(converter=as_day)
    latest: Day | None = attrs.field(default=None, converter=as_day)
    until: Day | None = attrs.field(default=None, converter=as_day)
    credited: int | None = None
