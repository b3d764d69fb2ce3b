"""Findings (核查结论): what was found of one subject on one day, with its reasons and its words."""

from fupin.findings.counts import Asked, Finding, Grounds, Operator, Standing
from fupin.findings.matters import MatterFinding
from fupin.findings.progress import Progress, StepFinding, StepState
from fupin.findings.verdicts import Judgement, Verdict, json_schema

__all__ = [
    "Asked",
    "Finding",
    "Grounds",
    "Judgement",
    "MatterFinding",
    "Operator",
    "Progress",
    "Standing",
    "StepFinding",
    "StepState",
    "Verdict",
    "json_schema",
]
