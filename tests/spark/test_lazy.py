"""On Spark nothing is collected behind anybody's back: plans are made, and jobs run when asked."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import fupin as fp
from tests.agreement.asked import ASKS, TABLES
from tests.spark.cluster import FOR_FEW_ROWS, laid_down

BY_DEFAULT = ("households", "quotas", "screen")


@pytest.fixture
def by_default(request: pytest.FixtureRequest, spark: Any) -> Iterator[None]:
    """For some questions Spark plans anew between stages and compiles, as it does by default."""
    settings = FOR_FEW_ROWS if request.node.callspec.params["name"] in BY_DEFAULT else {}
    for name in settings:
        spark.conf.unset(name)
    yield
    for name, value in settings.items():
        spark.conf.set(name, value)


LOOKED_AT = ("households", "quotas", "screen")
"""What is looked at too, as Spark plans by default; the others are by the tests of every engine."""


@contextmanager
def jobs(spark: Any, of: str) -> Iterator[Callable[[], int]]:
    """How many jobs were run since, by this thread."""
    context = spark.sparkContext
    context.setJobGroup(of, of)
    yield lambda: len(context.statusTracker().getJobIdsForGroup(of))
    context.setLocalProperty("spark.jobGroup.id", None)


def test_a_job_that_runs_is_counted(spark: Any) -> None:
    """Or the other tests would prove nothing."""
    with jobs(spark, "counted") as ran:
        spark.range(3).count()
        assert ran() > 0


@pytest.mark.usefixtures("by_default")
@pytest.mark.parametrize("name", [name for name in ASKS if name != "capacity"])
def test_asking_runs_no_job_and_looking_does(spark: Any, name: str) -> None:
    """From the registry to the result and its plans nothing runs; then it is what others say."""
    frames = {table: laid_down(frame) for table, frame in TABLES.items()}
    with jobs(spark, name) as ran:
        registry = fp.Registry.of(**frames)
        result = ASKS[name](registry)
        assert not result.computed
        plans = [result.native]
        plans += [result.missing()] if isinstance(result, fp.Coverage) else []
        kind = importlib.import_module("pyspark.sql").DataFrame
        assert all(isinstance(plan, kind) for plan in plans)
        assert "not yet computed" in repr(result)
        assert ran() == 0
        if name in LOOKED_AT:
            assert result.digest == ASKS[name](fp.Registry.of(**TABLES)).digest
            assert ran() > 0
