"""Laws of poverty measures: the axioms they are known by, and what learning may change."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import fupin as fp
from fupin.amounts import from_fen
from tests import draws

ON = "2016-12-31"
LINE = 295_200  # fen
PLACES = ("510824102201", "510811101201")
MEASURES = ("headcount", "gap", "severity", "watts")
FLAGS = ("food", "clothing", "water")
WEIGHTS = {"food": "1/2", "clothing": "1/3", "water": "1/6"}

Person = tuple[int | None, int]  # income in fen, or unknown; size of the household
few = draws(15)


def persons(least: int = 1) -> st.SearchStrategy[list[Person]]:
    """Incomes around the line, and above nothing: Watts knows no other."""
    income = st.integers(1, 2 * LINE) | st.sampled_from([LINE, LINE - 1])
    return st.lists(st.tuples(income, st.integers(1, 9)), min_size=least, max_size=5)


def measured(people: Sequence[Person], line: int = LINE, **asked: Any) -> list[dict[str, Any]]:
    """The rows of the answer; households lie in two villages in turn."""
    registry = fp.Registry.of(
        households=[
            fp.Household(id=f"H-{n}", division=PLACES[n % 2], size=size)
            for n, (_, size) in enumerate(people)
        ],
        surveys=[
            fp.Survey(household=f"H-{n}", on="2016-12-01", net_income_per_head=from_fen(income))
            for n, (income, _) in enumerate(people)
            if income is not None
        ],
    )
    result = fp.coverage.poverty(registry, on=ON, line=from_fen(line), **asked)
    return result.rows.to_dicts()


def of(people: Sequence[Person], line: int = LINE) -> list[float]:
    """The four measures."""
    [row] = measured(people, line)
    return [row[name] for name in MEASURES]


def close(figures: Sequence[float]) -> Any:
    """Equal, but for the last digits."""
    return pytest.approx(figures, rel=1e-12, abs=1e-15)


@few
@given(people=persons())
def test_headcount_is_over_gap_is_over_severity_and_watts_is_over_gap(people: list[Person]) -> None:
    headcount, gap, severity, watts = of(people)
    assert 1 >= headcount >= gap >= severity >= 0
    assert watts >= gap * (1 - 1e-12)


@few
@given(people=persons(), factor=st.integers(2, 16))
def test_the_unit_of_money_does_not_matter(people: list[Person], factor: int) -> None:
    richer = [(income * factor, size) for income, size in people if income is not None]
    assert of(richer, LINE * factor) == close(of(people))


@few
@given(people=persons(), more=st.integers(0, 10**6))
def test_what_those_above_the_line_have_does_not_matter(people: list[Person], more: int) -> None:
    others = [(y + more if y is not None and y >= LINE else y, size) for y, size in people]
    assert of(others) == of(people)


@few
@given(people=persons(), loss=st.integers(1, LINE))
def test_a_poor_person_who_loses_income_raises_all_but_the_headcount(
    people: list[Person], loss: int
) -> None:
    (income, size), *others = people
    assume(income is not None and loss < income < LINE)
    before, after = of(people), of([((income or 0) - loss, size), *others])
    assert before[0] == after[0]
    assert all(b < a for b, a in zip(before[1:], after[1:], strict=True))


@few
@given(
    others=persons(0),
    size=st.integers(1, 9),
    incomes=st.tuples(st.integers(2, LINE // 2), st.integers(LINE // 2 + 1, LINE - LINE // 10)),
    share=st.floats(0.01, 0.99),
)
def test_the_poorer_giving_to_the_less_poor_raises_severity_and_watts_alone(
    others: list[Person], size: int, incomes: tuple[int, int], share: float
) -> None:
    """The transfer axiom, which headcount and gap do not know."""
    poorer, richer = incomes
    given_ = max(1, int(min(poorer - 1, LINE - 1 - richer) * share))
    before = of([(poorer, size), (richer, size), *others])
    after = of([(poorer - given_, size), (richer + given_, size), *others])
    assert after[:2] == close(before[:2])
    assert all(b < a for b, a in zip(before[2:], after[2:], strict=True))


@few
@given(people=persons(), times=st.integers(2, 4))
def test_counting_a_household_by_its_size_is_counting_its_members(
    people: list[Person], times: int
) -> None:
    """Frequency weights; and a population said several times over is no poorer."""
    each = [(income, 1) for income, size in people for _ in range(size)]
    assert of(each) == close(of(people))
    assert of(people * times) == close(of(people))


@few
@given(people=persons())
def test_measures_of_places_recombine_by_their_persons(people: list[Person]) -> None:
    rows = measured(people, by="village")
    whole = sum(row["persons_known"] for row in rows)
    for name, figure in zip(MEASURES, of(people), strict=True):
        parts = sum(row[name] * row["persons_known"] for row in rows)
        assert parts / whole == pytest.approx(figure, rel=1e-12)


@few
@given(people=persons(), unknown=st.integers(1, 3))
def test_learning_an_income_stays_within_the_bounds(people: list[Person], unknown: int) -> None:
    hidden = [(None, size) for _, size in people[:unknown]]
    [before] = measured([*hidden, *people[unknown:]])
    [after] = measured(people)
    assert before["low"] <= after["low"] == after["high"] <= before["high"]
    for name in ("gap", "severity"):
        assert before[f"{name}_low"] <= after[name] <= before[f"{name}_high"]
    assert before["watts_low"] <= after["watts"] * (1 + 1e-12)


Lacks = list[tuple[bool | None, ...]]


def lacking(*, known: bool) -> st.SearchStrategy[Lacks]:
    """What a few households lack of three things."""
    answer = st.booleans() if known else st.none() | st.booleans()
    return st.lists(st.tuples(*[answer] * len(FLAGS)), min_size=1, max_size=5)


def deprived(lacks: Lacks, cutoff: str = "1/2", **asked: Any) -> fp.coverage.Deprivation:
    """The answer; households have one, two, three persons in turn."""
    registry = fp.Registry.of(
        households=[
            fp.Household(id=f"H-{n}", division=PLACES[n % 2], size=n % 3 + 1)
            for n, _ in enumerate(lacks)
        ],
        surveys=[
            fp.Survey(household=f"H-{n}", on="2016-12-01", food=f, clothing=c, water=w)
            for n, row in enumerate(lacks)
            for f, c, w in [[None if g is None else not g for g in row]]
        ],
    )
    scale: dict[str, Any] = {"indicators": FLAGS, "weights": WEIGHTS, "cutoff": cutoff}
    return fp.coverage.deprivation(registry, on=ON, **scale, **asked)


@few
@given(lacks=lacking(known=False), cutoff=st.sampled_from(["1/6", "1/2", "5/6", "1"]))
def test_m0_is_headcount_times_intensity_and_the_sum_of_its_parts(
    lacks: Lacks, cutoff: str
) -> None:
    result = deprived(lacks, cutoff)
    [row], each = result.rows.to_dicts(), result.indicators.rows
    if row["m0"]:
        assert row["headcount"] * row["intensity"] == pytest.approx(row["m0"])
        assert (each["weight"] * each["censored"]).sum() == pytest.approx(row["m0"])
        assert each["contribution"].sum() == pytest.approx(1)
        assert row["intensity"] >= float(Fraction(cutoff)) - 1e-12
    assert (each["censored_low"] <= each["raw_low"]).all()
    assert (each["censored_high"] <= each["raw_high"]).all()


@few
@given(lacks=lacking(known=True), which=st.integers(0, 2))
def test_one_more_deprivation_never_lowers_a_measure(lacks: Lacks, which: int) -> None:
    (first, *others) = lacks
    worse = tuple(True if n == which else g for n, g in enumerate(first))
    [before], [after] = (deprived(t).rows.to_dicts() for t in (lacks, [worse, *others]))
    assert before["headcount"] <= after["headcount"]
    assert before["m0"] <= after["m0"] + 1e-12


@few
@given(lacks=lacking(known=True), hidden=st.lists(st.booleans(), min_size=15, max_size=15))
def test_learning_what_is_lacking_stays_within_the_bounds(lacks: Lacks, hidden: list[bool]) -> None:
    veil = iter(hidden)
    before = deprived([tuple(None if next(veil) else g for g in row) for row in lacks])
    after = deprived(lacks)
    [told], [learnt] = before.rows.to_dicts(), after.rows.to_dicts()
    assert told["low"] <= learnt["low"] == learnt["high"] <= told["high"]
    assert told["m0_low"] - 1e-12 <= learnt["m0"] <= told["m0_high"] + 1e-12
    for row, last in zip(
        before.indicators.rows.to_dicts(), after.indicators.rows.to_dicts(), strict=True
    ):
        for name in ("raw", "censored"):
            assert row[f"{name}_low"] <= last[name] <= row[f"{name}_high"]


@few
@given(lacks=lacking(known=True))
def test_m0_of_places_recombines_by_persons(lacks: Lacks) -> None:
    [whole] = deprived(lacks).rows.to_dicts()
    rows = deprived(lacks, by="village").rows
    assert (rows["m0"] * rows["persons"]).sum() == pytest.approx(whole["m0"] * whole["persons"])
