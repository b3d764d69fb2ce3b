"""Measures of poverty by their definitions: person by person, in exact fractions.

What is not known is tried out: every answer that it could have, and the least and the most of what
comes out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import floor, log
from typing import Any

from fupin.criteria import assess
from fupin.model import Household, Survey
from fupin.model.surveys import PLAUSIBLE
from fupin.outcomes import Outcome
from fupin.policy import Rulebook
from tests.oracles import Key, one_each, summed

Drawn = Mapping[str, Sequence[Any]]
Figures = dict[Key, dict[str, Any]]
LineOn = Callable[[dt.date | None], Fraction | None]
Has = Callable[[Drawn, Household, str, dt.date], bool | None]


def poverty(
    tables: Drawn,
    *,
    on: dt.date,
    line: LineOn,
    income: str = "net_income_per_head",
    by: Sequence[str] = (),
    population: str | None = None,
    weight: str = "persons",
) -> tuple[Figures, list[tuple[str, str]]]:
    """Every column of the result by key, and who is listed."""
    rows, listed = [], []
    for unit, within in _units(tables, population, on, by):
        y, taken = _income(tables, unit, income, on)
        z = line(taken)
        known = y is not None and z is not None
        poor = y is not None and z is not None and y < z
        size, surely = unit.persons(on), within is Outcome.MET
        flags = {
            "households": surely,
            "known": surely and known,
            "poor": surely and poor,
            "unknown": surely and not known,
            "unplaced": within is Outcome.UNKNOWN,
            "no_income": surely and known and y == 0,
        }
        w = (size or 0) if weight == "persons" else 1
        lacks = z - y if surely and poor and z is not None and y is not None else Fraction(0)
        measures: dict[str, Any] = {
            **_counted(flags, within, size),
            "shortfall_fen": int((size or 0) * lacks * 100),
            "_gap": w * lacks / z if z else Fraction(0),
            "_severity": w * (lacks / z) ** 2 if z else Fraction(0),
            "_watts": w * log(z / y) if lacks and z and y else 0.0,
        }
        rows.append((_about(unit), measures))
        if within is not Outcome.UNMET and (poor or not known):
            listed.append((unit.id, "poor" if surely and poor else "unknown"))
    figures = {key: _with_rates(dict(sums), weight) for key, sums in summed(rows, by).items()}
    return figures, sorted(listed)


def _with_rates(sums: dict[str, Any], weight: str) -> dict[str, Any]:
    n, known, poor, unknown, unplaced = (
        sums[_of(weight, name)] for name in ("households", "known", "poor", "unknown", "unplaced")
    )
    uncounted = sums["size_unknown"] if weight == "persons" else 0
    totals = {"headcount": poor} | {m: sums.pop(f"_{m}") for m in ("gap", "severity", "watts")}
    told = {name: total / known if known else None for name, total in totals.items()}
    for name, total in totals.items():
        low, high = _between(total, total + unknown, n, unplaced, uncounted)
        prefix = "" if name == "headcount" else f"{name}_"
        told |= {f"{prefix}low": low, f"{prefix}high": high}
    del told["watts_high"]
    return {**sums, **told}


def deprivation(
    tables: Drawn,
    *,
    on: dt.date,
    weights: Mapping[str, Fraction],
    cutoff: Fraction,
    by: Sequence[str] = (),
    population: str | None = None,
    weight: str = "persons",
    has: Has | None = None,
) -> tuple[Figures, Figures, list[tuple[str, str]]]:
    """Every column of the result by key, those by indicator, and who is listed.

    Args:
        has: whether a household has what an indicator asks; None: its surveys say so.
    """
    rows, listed = [], []
    for unit, within in _units(tables, population, on, by):
        flags = [(has or flagged)(tables, unit, name, on) for name in weights]
        lacks = [None if flag is None else not flag for flag in flags]
        tried = [
            _person(answers, list(weights.values()), cutoff)
            for answers in product(*([False, True] if g is None else [g] for g in lacks))
        ]
        size = unit.persons(on)
        surely, all_known = within is Outcome.MET, None not in lacks
        w = (size or 0) if weight == "persons" else 1
        # The last answers tried are the worst, the first the best.
        (poor_low, score_low, each_low), (poor_high, score_high, each_high) = tried[0], tried[-1]
        assert score_low == min(t[1] for t in tried)
        assert score_high == max(t[1] for t in tried)
        counted = {
            "households": surely,
            "known": surely and all_known,
            "known_poor": surely and all_known and poor_low,
            "poor": surely and poor_low,
            "unknown": surely and poor_high and not poor_low,
            "unplaced": within is Outcome.UNKNOWN,
        }
        measures: dict[str, Any] = {
            **_counted(counted, within, size),
            "_score": w * score_low * (surely and all_known),
            "_score_low": w * score_low * surely,
            "_score_high": w * score_high * surely,
        }
        for name, low, high in zip(weights, each_low, each_high, strict=True):
            for kind, least, most in zip(("raw", "censored"), low, high, strict=True):
                measures |= {
                    f"_{name}_{kind}": w * least * (surely and all_known),
                    f"_{name}_{kind}_low": w * least * surely,
                    f"_{name}_{kind}_high": w * most * surely,
                }
        rows.append((_about(unit), measures))
        if within is not Outcome.UNMET and poor_high:
            listed.append((unit.id, "poor" if surely and poor_low else "unknown"))
    main: Figures = {}
    each: Figures = {}
    for key, sums in summed(rows, by).items():
        main[key], told = _deprived(dict(sums), weights, weight)
        each |= {(*key, name): figures for name, figures in told.items()}
    return main, each, sorted(listed)


def _person(
    lacks: Sequence[bool], weights: Sequence[Fraction], cutoff: Fraction
) -> tuple[bool, Fraction, list[tuple[bool, bool]]]:
    """Whether poor; the score, 0 if not; of each indicator: lacking, and lacking and poor."""
    score = sum((v for v, g in zip(weights, lacks, strict=True) if g), Fraction(0))
    poor = score >= cutoff
    return poor, score if poor else Fraction(0), [(g, g and poor) for g in lacks]


def _deprived(
    sums: dict[str, Any], weights: Mapping[str, Fraction], weight: str
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    n, known, known_poor, poor, unknown, unplaced = (
        sums[_of(weight, name)]
        for name in ("households", "known", "known_poor", "poor", "unknown", "unplaced")
    )
    uncounted = sums["size_unknown"] if weight == "persons" else 0
    hidden = {name: sums.pop(name) for name in [*sums] if name.startswith("_")}
    low, high = _between(poor, poor + unknown, n, unplaced, uncounted)
    m0_low, m0_high = _between(hidden["_score_low"], hidden["_score_high"], n, unplaced, uncounted)
    main = {
        **sums,
        "low": low,
        "high": high,
        "headcount": known_poor / known if known else None,
        "intensity": hidden["_score"] / known_poor if known_poor else None,
        "m0": hidden["_score"] / known if known else None,
        "m0_low": m0_low,
        "m0_high": m0_high,
    }
    each = {}
    for name, v in weights.items():
        figures: dict[str, Any] = {"weight": v}
        for kind in ("raw", "censored"):
            total, least, most = (hidden[f"_{name}_{kind}{end}"] for end in ("", "_low", "_high"))
            low, high = _between(least, most, n, unplaced, uncounted)
            figures |= {
                kind: total / known if known else None,
                f"{kind}_low": low,
                f"{kind}_high": high,
            }
        share = v * hidden[f"_{name}_censored"]
        figures["contribution"] = share / hidden["_score"] if hidden["_score"] else None
        each[name] = figures
    return main, each


def _between(least: Any, most: Any, whole: int, unplaced: int, uncounted: int) -> tuple[Any, Any]:
    if uncounted:
        return 0, 1
    of = whole + unplaced
    return (least / of, (most + unplaced) / of) if of else (None, None)


def _of(weight: str, name: str) -> str:
    """The column of a count, in households or persons."""
    if name == "households":
        return weight
    return name if weight == "households" else f"persons_{name}"


def _counted(flags: Mapping[str, bool], within: Outcome, size: int | None) -> dict[str, int]:
    told = {}
    for name, flag in flags.items():
        told[name] = int(flag)
        told[_of("persons", name)] = flag * (size or 0)
    return {**told, "size_unknown": int(within is not Outcome.UNMET and size is None)}


def _about(unit: Household) -> dict[str, Any]:
    return {"division": unit.division, "cause": unit.cause, "size": unit.size}


def _units(
    tables: Drawn, population: str | None, on: dt.date, by: Sequence[str]
) -> list[tuple[Household, Outcome]]:
    """Households and whether they belong; where there are none, one that does not."""
    units: list[Household] = one_each(tables["households"])
    if not units and not by:
        return [(Household(id="nobody"), Outcome.UNMET)]
    if population is None:
        return [(unit, Outcome.MET) for unit in units]
    return [(unit, unit.within(population, on)) for unit in units]


def _latest(rows: Sequence[Any], unit: Household, day: str, on: dt.date) -> list[Any]:
    """All rows of a household's last day, and those without a day, which may be of it too."""
    own = [(getattr(row, day), row) for row in rows if row.household == unit.id]
    last = max((at for at, _ in own if at is not None and at <= on), default=None)
    return [] if last is None else [row for at, row in own if at in (last, None)]


def _agreed(rows: Sequence[Any], name: str) -> Any:
    """What they all say; None where they differ, or there are none."""
    values = {getattr(row, name) for row in rows}
    return values.pop() if len(values) == 1 else None


def flagged(tables: Drawn, unit: Household, name: str, on: dt.date) -> bool | None:
    """What the latest surveys say of a flag."""
    told: bool | None = _agreed(_latest(tables["surveys"], unit, "on", on), name)
    return told


def part_of(book: Rulebook, criterion: str) -> Has:
    """What the verdict on a household says of a part of a criterion."""

    def has(tables: Drawn, unit: Household, name: str, on: dt.date) -> bool | None:
        # One without a day says nothing of who was never surveyed.
        nothing = Survey(household=unit.id)
        surveys = [s for s in tables["surveys"] if s.household == unit.id] or [nothing]
        [income] = [i for i in tables["incomes"] if i.household == unit.id] or [None]
        verdict = assess(surveys, book, criterion, on=on, household=unit, income=income)
        [part] = [p for p in verdict.judgement.parts if p.id == name]
        return {Outcome.MET: True, Outcome.UNMET: False}.get(part.outcome)

    return has


def _income(
    tables: Drawn, unit: Household, income: str, on: dt.date
) -> tuple[Fraction | None, dt.date | None]:
    """Yuan per head, and the day they run to: of the survey, or of its parts in whole fen."""
    surveys = _latest(tables["surveys"], unit, "on", on)
    told = _agreed(surveys, income)
    least, most = PLAUSIBLE[income]
    until = _agreed(surveys, "income_until")
    over = until is None or until <= on
    somebody = unit.size is None or unit.size >= 1
    if told is not None and least <= told <= most and over and somebody:
        return Fraction(told), until
    if income != "net_income_per_head" or "incomes" not in tables:
        return None, _agreed(surveys, "income_until")
    parts = _latest(tables["incomes"], unit, "until", on)
    names = ("wage", "business", "property", "transfer", "business_expenses")
    said = [_agreed(parts, name) for name in names]
    taken, size = _agreed(parts, "until"), unit.persons(on)
    if taken is None or size is None or any(part is None for part in said):
        return None, taken
    if any(not 0 <= part <= PLAUSIBLE[name][1] for name, part in zip(names, said, strict=True)):
        return None, taken
    net = Fraction(sum(said[:4]) - said[4])
    if not least * size <= net <= most * size:
        return None, taken
    return Fraction(floor(net * 100 / size), 100), taken
