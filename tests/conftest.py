"""How the tests run: laws are searched the same way each time, or harder when asked.

`HYPOTHESIS_PROFILE=thorough make tests` draws new and more examples; `quick` draws few and does
not look for the smallest one, for the moment between two edits.

Engines that are slow, or that another stands for, are put one question of each kind; every question
where the profile is `thorough`. With `--spark`, tests that are put to every engine are put to
Spark, on a cluster, and nothing else runs but what is about Spark. Without it nothing of Spark is
so much as imported.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "steady",
    derandomize=True,  # the same examples on every machine; a red run can be repeated
    max_examples=50,
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

SPARK = Path(__file__).parent / "spark"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--spark`, which `make test-spark` passes."""
    parser.addoption("--spark", action="store_true", help="ask Spark, on a cluster, and no other")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Tests of Spark are not read where Spark is not asked."""
    return True if collection_path == SPARK and not config.getoption("--spark") else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow engines, and one that another stands for, are put one question of each kind.

    With `--spark` only what is about Spark is left.
    """
    put = {_of_one_kind(item): item for item in reversed(items) if _engine(item)}
    one_of_each = set(put.values())
    if config.getoption("--spark"):
        on_spark = [i for i in items if i in one_of_each and _engine(i) == "pyspark"]
        _keep([i for i in items if SPARK in i.path.parents or i in on_spark], config, items)
        _need_the_cluster(on_spark, items)
    elif os.environ.get("HYPOTHESIS_PROFILE") != "thorough":
        slow = {i for i in items if _engine(i) in OF_ONE_KIND} - one_of_each
        _keep([i for i in items if i not in slow], config, items)


OF_ONE_KIND = ("ibis", "polars-lazy", "pandas", "pyarrow")
"""Ibis writes SQL for DuckDB, slowly; the others are computed by Polars once they are read."""


def _keep(chosen: list[pytest.Item], config: pytest.Config, items: list[pytest.Item]) -> None:
    left = set(items) - set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = chosen


def _need_the_cluster(put: list[pytest.Item], items: list[pytest.Item]) -> None:
    """What is put to Spark needs the cluster; where there is no Java it is skipped."""
    from tests.spark.rule import NO_JAVA, java

    for item in put:
        item.fixturenames.insert(0, "spark")  # type: ignore[attr-defined]
    for item in items:
        if "spark" in getattr(item, "fixturenames", ()) and not java():
            item.add_marker(pytest.mark.skip(reason=NO_JAVA))


def _of_one_kind(item: pytest.Item) -> tuple[object, ...]:
    """What tests share that ask the same in other words."""
    if item.get_closest_marker("every_way"):
        return (item.nodeid,)
    params: dict[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    said = {name: str(value).split()[0] for name, value in params.items() if name != "number"}
    return (item.path, getattr(item, "originalname", item.name), *sorted(said.items()))


def _engine(item: pytest.Item) -> str | None:
    params: dict[str, str] = getattr(getattr(item, "callspec", None), "params", {})
    return params.get("engine")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where Spark was asked, what was skipped is told."""
    config = terminalreporter.config
    if config.getoption("--spark"):
        from tests.spark.rule import judged

        terminalreporter.write_line(judged(len(terminalreporter.stats.get("skipped", ())))[1])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A Spark test that is skipped where there is Java is a failed run."""
    reporter: Any = session.config.pluginmanager.getplugin("terminalreporter")
    if reporter is None or not session.config.getoption("--spark"):
        return  # one of several processes, which reports to another; or Spark was not asked
    if session.exitstatus == pytest.ExitCode.OK:
        from tests.spark.rule import judged

        session.exitstatus = judged(len(reporter.stats.get("skipped", ())))[0]


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A cluster with worker processes, for all tests that ask Spark in this process."""
    from tests.spark.cluster import cluster

    with cluster(tmp_path_factory.mktemp("spark")) as session:
        yield session
