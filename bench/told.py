"""The results of the bench in words: Markdown tables, and what falls short of the aims."""

from collections.abc import Iterator, Mapping
from typing import Any

BY_HAND = ("households", "quotas", "screen")
AIM_RATIO, AIM_GIB, AIM_FASTER, AIM_ONE = 1.15, 2.5, 2.0, 200e-6
STEPS = ("reading", "setting up", "calculating")


def table(results: Mapping[str, Any]) -> str:
    """The results as Markdown tables."""
    questions = results["questions"]
    by_hand = {q: found for q, found in questions.items() if q in (*BY_HAND, "check")}
    lines = [*_by_hand(results["size"], by_hand)]
    if "met" in questions:
        lines += ["", *_met(questions["met"]["contestants"])]
    if "one" in questions:
        lines += ["", *_one(questions["one"]["contestants"])]
    return "\n".join(lines)


def _by_hand(size: str, questions: Mapping[str, Any]) -> Iterator[str]:
    yield f"| {size} | s | CPU s | peak GiB | to Polars | to DuckDB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for question, found in questions.items():
        for who, taken in found["contestants"].items():
            ratio = taken.get("ratio", {})
            ratios = (f"{ratio[f'to hand-{e}']:.2f}" if ratio else "" for e in ("polars", "duckdb"))
            yield _row(f"{question}, {_named(who)}", *_taken(taken), *ratios)


def _met(contestants: Mapping[str, Any]) -> Iterator[str]:
    yield "| who meets the criterion | s | CPU s | peak GiB | " + " | ".join(STEPS) + " |"
    yield "| --- " + "| ---: " * (3 + len(STEPS)) + "|"
    for who, taken in contestants.items():
        steps = (f"{taken['steps'][step]:.2f}" if "steps" in taken else "" for step in STEPS)
        yield _row(_named(who), *_taken(taken), *steps)


def _one(contestants: Mapping[str, Any]) -> Iterator[str]:
    survey = contestants["library-survey"]
    yield "| one household | µs | CPU µs | CPU, times the survey |"
    yield "| --- | ---: | ---: | ---: |"
    for who, name in (("library-survey", "survey made"), ("library-assess", "assessed, explained")):
        taken = contestants[who]
        clocks = (f"{taken[what] * 1e6:.0f}" for what in ("seconds", "cpu_seconds"))
        yield _row(name, *clocks, f"{taken['cpu_seconds'] / survey['cpu_seconds']:.0f}")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _named(who: str) -> str:
    return who.replace("-", " ")


def _taken(taken: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{taken[what]:.2f}" for what in ("seconds", "cpu_seconds", "peak_gib"))


def falls_short(results: Mapping[str, Any]) -> list[str]:
    """What falls short of the aims, in words; nothing where all is reached."""
    questions, short = results["questions"], []
    for question in BY_HAND:
        taken = questions.get(question, {}).get("contestants", {}).get("library-polars")
        if taken and (ratio := taken["ratio"]["to the faster"]) > AIM_RATIO:
            short.append(f"{question}: {ratio:.2f} times the faster one, aim {AIM_RATIO}")
        if taken and taken["peak_gib"] > AIM_GIB:
            short.append(f"{question}: {taken['peak_gib']:.2f} GiB at most, aim {AIM_GIB}")
    if "met" in questions:
        told = questions["met"]["contestants"]
        own = told["library-polars"]
        for who, taken in told.items():
            if who == "library-polars":
                continue
            faster = taken["seconds"] / own["seconds"]
            if faster < AIM_FASTER:
                short.append(f"met: {faster:.2f} times as fast as {who}, aim {AIM_FASTER}")
            if own["peak_gib"] >= taken["peak_gib"]:
                short.append(f"met: {own['peak_gib']} GiB, {who} {taken['peak_gib']}")
    if "one" in questions:
        seconds = questions["one"]["contestants"]["library-assess"]["seconds"]
        if seconds > AIM_ONE:
            short.append(f"one: {seconds * 1e6:.0f} µs, aim {AIM_ONE * 1e6:.0f}")
    return short
