"""Frames (数据表): the canonical tables, the registry that holds them, and results."""

from fupin.frames.differences import Difference
from fupin.frames.frozen import Frozen, reopen
from fupin.frames.registry import Registry
from fupin.frames.results import Coverage, Measure, Provenance, Table
from fupin.frames.tables import SPECS, TABLES, Column, TableSpec

__all__ = [
    "SPECS",
    "TABLES",
    "Column",
    "Coverage",
    "Difference",
    "Frozen",
    "Measure",
    "Provenance",
    "Registry",
    "Table",
    "TableSpec",
    "reopen",
]
