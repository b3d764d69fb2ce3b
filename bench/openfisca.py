"""The same criterion by OpenFisca-Core, in an environment of its own, and what it takes.

It knows no unknowns and no dated surveys, so it is given the answers of `bench.make_surveys.known`:
one row a household, nothing missing. A simulation is made anew each time, in one of two ways:

- openfisca-members: households as groups of their members, the way its models are built.
- openfisca-alone: the household as the one entity there is, the least it can be asked to do.

    build/openfisca/bin/python -m bench.openfisca openfisca-alone DATA SMALL
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.measured import measured

PERIOD = "2016"
NUMBERS = {"net_income_per_head": float, "income_year": int, "school_age_children": int}
ASKED_OF_ALL = (
    "income_steady", "food", "clothing", "medical", "housing", "water", "power", "broadcast",
)  # fmt: skip

Answers = dict[str, Any]


def income_over_line(household: Any, period: Any, parameters: Any) -> Any:
    """The income of a year is over the line of that year."""
    year = household("income_year", period)
    lines = [parameters(f"{known}-12-31").line for known in (2015, 2016)]
    line = np.select([year == 2015, year == 2016], lines, np.inf)
    return household("net_income_per_head", period) > line


def education_secured(household: Any, period: Any) -> Any:
    """Education is secured, or there is nobody to go to school."""
    return (household("school_age_children", period) < 1) | household("education", period)


def household_exit(household: Any, period: Any) -> Any:
    """All of One Over and Six Haves."""
    met = household("income_over_line", period) & household("education_secured", period)
    for flag in ASKED_OF_ALL:
        met = met & household(flag, period)
    return met


class Exit(TaxBenefitSystem):
    """The line of two years, the inputs, and the three formulas."""

    def __init__(self, *, members: bool) -> None:
        person = build_entity("person", "persons", "a registered person", is_person=True)
        role = {"key": "member", "plural": "members", "label": "member"}
        kind: dict[str, Any] = {"roles": [role]} if members else {"is_person": True}
        self.household = build_entity("household", "households", "a registered household", **kind)
        super().__init__([person, self.household] if members else [self.household])
        values = {"2015-01-01": 2855, "2016-01-01": 2952}
        self.parameters = ParameterNode("", data={"line": {"values": values}})
        for name, type_ in {**NUMBERS, **dict.fromkeys((*ASKED_OF_ALL, "education"), bool)}.items():
            self._define(name, type_)
        for formula in (income_over_line, education_secured, household_exit):
            self._define(formula.__name__, bool, formula=formula)

    def _define(self, name: str, kind: type, **formula: Callable[..., Any]) -> None:
        """A variable of a household for a year: an input, or what a formula makes of others."""
        told = {"value_type": kind, "entity": self.household, "definition_period": YEAR}
        self.add_variable(type(name, (Variable,), {**told, "label": name, **formula}))


def read(folder: Path) -> Answers:
    """The known answers as arrays."""
    known = pl.read_parquet(folder / "known" / "*.parquet")
    told = known.with_columns(income_year=pl.col("income_until").dt.year())
    return {name: told[name].to_numpy() for name in told.columns if name != "income_until"}


def simulated(system: Exit, answers: Answers, *, members: bool) -> Simulation:
    """A simulation of the households, with their answers."""
    ids, sizes, builder = answers.pop("household"), answers.pop("size"), SimulationBuilder()
    if members:
        builder.create_entities(system)
        persons = np.repeat(ids, sizes)
        builder.declare_person_entity("person", np.arange(len(persons)))
        groups = builder.declare_entity("household", ids)
        builder.join_with_persons(groups, persons, roles=np.zeros(len(persons), dtype=np.int64))
        simulation = builder.build(system)
    else:
        simulation = builder.build_default_simulation(system, len(ids))
    for name, column in answers.items():
        simulation.set_input(name, PERIOD, column)
    return simulation


def timed(system: Exit, folder: Path, *, members: bool) -> dict[str, object]:
    """What it takes, step by step, to know how many households meet the criterion."""
    clock = [time.perf_counter()]

    def answer() -> pl.DataFrame:
        answers = read(folder)
        clock.append(time.perf_counter())
        simulation = simulated(system, answers, members=members)
        clock.append(time.perf_counter())
        met = simulation.calculate("household_exit", PERIOD)
        return pl.DataFrame({"met": [int(met.sum())]})

    told = measured(answer)
    clock.append(time.perf_counter())
    steps = zip(("reading", "setting up", "calculating"), clock, clock[1:], strict=False)
    return {**told, "steps": {step: end - start for step, start, end in steps}}


if __name__ == "__main__":
    MEMBERS = sys.argv[1] == "openfisca-members"
    SYSTEM = Exit(members=MEMBERS)
    timed(SYSTEM, Path(sys.argv[3]), members=MEMBERS)  # no import falls under the clock
    print(json.dumps(timed(SYSTEM, Path(sys.argv[2]), members=MEMBERS)))
