"""The front door: every name resolves, is documented, and costs nothing until it is used."""

import inspect
import subprocess
import sys
from typing import Annotated, Any

import pytest
from fastapi import Body, FastAPI
from fastapi.testclient import TestClient

import fupin as fp

# What `import fupin` may load besides the standard library and itself.
ALLOWED = {"attr", "attrs", "fupin"}


def loaded(code: str) -> set[str]:
    """The packages, other than those of Python, that a fresh interpreter loads for some code."""
    probe = (
        "import sys\nbefore = set(sys.modules)\n"
        f"{code}\n"
        "print(*{m.partition('.')[0] for m in set(sys.modules) - before} - sys.stdlib_module_names)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, encoding="utf-8", check=True
    )
    return {name for name in done.stdout.split() if not name.startswith("__")}


def test_importing_it_loads_attrs_and_nothing_heavier() -> None:
    assert loaded("import fupin") <= ALLOWED


@pytest.mark.parametrize(
    "code",
    ["fupin.Household(id='H-1')", "fupin.Division.of('5108')", "fupin.Rate(1, 2)"],
)
def test_the_model_and_the_alphabet_need_no_more(code: str) -> None:
    assert loaded(f"import fupin\n{code}") <= ALLOWED


@pytest.mark.parametrize("name", fp.__all__)
def test_every_name_resolves(name: str) -> None:
    assert getattr(fp, name).__doc__


@pytest.mark.parametrize("name", [name for name in fp.__all__ if name[0].isupper()])
def test_every_type_has_chinese_in_its_docstring_or_is_an_error(name: str) -> None:
    doc = inspect.getdoc(getattr(fp, name)) or ""
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in doc)
    assert chinese or name == "FupinError"


CALLABLES = [
    getattr(module, name)
    for module in (fp.coverage, fp.datasets, fp.policy)
    for name in module.__all__
    if inspect.isfunction(getattr(module, name))
]
CALLABLES += [fp.pairing.check, fp.duty.check, fp.duty.sessions, fp.procedure.check]


@pytest.mark.parametrize("function", CALLABLES, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_every_function_is_documented_with_what_it_returns_or_raises(function: object) -> None:
    doc = inspect.getdoc(function) or ""
    assert len(doc.splitlines()) > 3


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Tea'"):
        fp.Tea  # noqa: B018


def test_the_door_lists_its_names() -> None:
    assert dir(fp) == sorted(fp.__all__)


def test_a_service_takes_and_gives_households_and_shows_no_value_it_refused() -> None:
    service = FastAPI()

    @service.post("/households")
    def watch(household: Annotated[fp.Household, Body()]) -> fp.Household:
        return household

    client = TestClient(service)
    sent = {"id": "H-1", "division": "510824102201", "size": 4}
    given = client.post("/households", json=sent)
    assert given.status_code == 200
    assert given.json()["division"] == "510824102201"
    refused = client.post("/households", json={"id": "H-1", "registration_on": "secret"})
    assert refused.status_code == 422
    assert "expected" in refused.text


OF_REGISTRIES = [
    function
    for function in CALLABLES
    if function.__module__.startswith("fupin.coverage")
    and "registry" in inspect.signature(function).parameters
    and function is not fp.coverage.timeline
]


@pytest.mark.parametrize("function", OF_REGISTRIES, ids=lambda f: f.__name__)
def test_every_calculator_of_a_registry_can_be_asked_what_was_known_on_a_day(
    function: Any,
) -> None:
    """A timeline hands the day on to its calculator."""
    known_on = inspect.signature(function).parameters["known_on"]
    assert (known_on.default, known_on.kind) == (None, inspect.Parameter.KEYWORD_ONLY)
