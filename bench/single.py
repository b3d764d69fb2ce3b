"""One household: its survey made, and the survey assessed and explained in Chinese.

python -m bench.single library-assess
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

import fupin as fp
from bench.measured import named, peak_gib

BOOK = fp.policy.load("sichuan-2016")
CALLS, TIMES = 500, 9
"""So many calls are timed together, so often; the median counts."""


def survey() -> fp.Survey:
    """A household that has everything but safe water, of which nothing is known."""
    return fp.Survey(
        household="H-1", on="2016-12-01", income_until="2016-12-31", net_income_per_head="3210.50",
        income_steady=True, food=True, clothing=True, education=True, school_age_children=1,
        medical=True, housing=True, power=True, broadcast=True,
    )  # fmt: skip


SURVEY = survey()


def assessed() -> str:
    """The verdict in Chinese: a tree of lines, with what is missing and every source."""
    verdict = fp.criteria.assess(SURVEY, BOOK, "household-exit", on="2016-12-31")
    return verdict.explain("zh")


def each(call: Callable[[], object]) -> dict[str, object]:
    """What one call takes, of many."""
    taken, cpu = [], []
    for _ in range(TIMES):
        start, worked = time.perf_counter(), time.process_time()
        for _ in range(CALLS):
            call()
        taken.append((time.perf_counter() - start) / CALLS)
        cpu.append((time.process_time() - worked) / CALLS)
    return {
        "seconds": statistics.median(taken),
        "cpu_seconds": statistics.median(cpu),
        "peak_gib": peak_gib(),
        "rows": 1,
        "answer": named([(assessed(),)]),
    }


if __name__ == "__main__":
    print(json.dumps(each(assessed if sys.argv[1] == "library-assess" else survey)))
