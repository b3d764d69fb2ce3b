"""What a measurement takes: by the clock, of the processors, and of memory."""

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl


def measured(answer: Callable[[], pl.DataFrame]) -> dict[str, object]:
    """What an answer takes, by the clock and of the processors, and a name for the answer."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    rows = answer()
    seconds = time.perf_counter() - start
    after, peak = resource.getrusage(resource.RUSAGE_SELF), peak_gib()
    cells = rows.sort(rows.columns, nulls_last=True).rows()
    return {
        "seconds": seconds,
        "cpu_seconds": after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime,
        "peak_gib": peak,
        "rows": len(cells),
        "answer": named(cells),
    }


def named(cells: Sequence[tuple[Any, ...]]) -> str:
    """A name for an answer: equal answers have one name."""
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def peak_gib() -> float:
    """The most memory this process has held; without what started it, on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        return held_gib(status)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (2**30 if sys.platform == "darwin" else 2**20)


def held_gib(status: Path) -> float:
    """The most memory that a process has held, by what Linux says of it."""
    lines = status.read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 2**20
