"""Procedures (程序核查): where a case stands on a day, and what is missing, too soon or too short.

The answer for one case, from plain records of its steps. The day is that of knowledge: what is
dated later is not there yet.

The worse error is to call a procedure kept that was not: nothing unknown counts as done.
"""

from fupin.procedure.checking import check

__all__ = ["check"]
