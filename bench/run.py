"""Measure the library against the hand-written queries, and say how they compare.

Every measurement is a process of its own, so that its peak memory is its own, on two threads. The
contestants take turns, round after round, another one beginning each round, so that a slow
minute of the machine falls on all of them; the median counts. All must give the same answer, or
the bench fails. "Library checked" is asked after `registry.check()`, which has a row of its own.

    python -m bench --size nation
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
SIZES = ("small", "million", "nation")
ROUNDS = {"small": 3, "million": 7, "nation": 5}
QUESTIONS = ("households", "quotas")
HAND = ("hand-polars", "hand-duckdb")
LIBRARY = ("library-polars", "library-duckdb", "library-checked")
AIM_RATIO, AIM_GIB = 1.15, 2.5

Runs = list[dict[str, Any]]


@dataclass(frozen=True)
class Ground:
    """Where and how it is measured.

    Attributes:
        folder: the tables asked.
        small: the small tables asked first, outside the clock.
        threads: threads of either engine.
    """

    folder: Path
    small: Path
    threads: int


def child(arguments: Sequence[str], threads: int) -> str:
    """What a process of its own prints."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    command = [sys.executable, "-W", "ignore", "-m", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout


def measure(
    question: str, contestants: Sequence[str], ground: Ground, rounds: int
) -> dict[str, Runs]:
    """Each contestant's measurements, one a round."""
    runs: dict[str, Runs] = {who: [] for who in contestants}
    for number in range(rounds):
        turn = number % len(contestants)
        for who in (*contestants[turn:], *contestants[:turn]):
            asked = [question, who, str(ground.folder), str(ground.small)]
            printed = child(["bench.contestants", *asked], ground.threads)
            runs[who].append(json.loads(printed))
            last = runs[who][-1]
            print(
                f"{question:<11}{who:<16}{last['seconds']:8.2f} s {last['peak_gib']:6.2f} GiB",
                file=sys.stderr,
            )
    return runs


def summary(runs: Mapping[str, Runs]) -> dict[str, Any]:
    """Medians, ratios to the hand-written queries, and whether the answers agree."""
    contestants: dict[str, dict[str, Any]] = {}
    for who, taken in runs.items():
        contestants[who] = {
            "seconds": round(statistics.median(r["seconds"] for r in taken), 3),
            "cpu_seconds": round(statistics.median(r["cpu_seconds"] for r in taken), 3),
            "peak_gib": round(max(r["peak_gib"] for r in taken), 2),
            "runs": [round(r["seconds"], 3) for r in taken],
        }
    by_hand = {who: contestants[who]["seconds"] for who in HAND if who in contestants}
    for who in LIBRARY:
        if who in contestants and by_hand:
            ratios = {
                f"to {name}": round(contestants[who]["seconds"] / taken, 2)
                for name, taken in by_hand.items()
            }
            ratios["to the faster"] = max(ratios.values())
            contestants[who]["ratio"] = ratios
    answers = {r["answer"] for taken in runs.values() for r in taken}
    return {"same_answer": len(answers) == 1, "contestants": contestants}


def table(results: Mapping[str, Any]) -> str:
    """The results as a Markdown table."""
    lines = [
        f"| {results['size']} | s | CPU s | peak GiB | to Polars | to DuckDB |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for question, found in results["questions"].items():
        for who, taken in found["contestants"].items():
            ratio = taken.get("ratio", {})
            cells = [
                f"{question}, {who.replace('-', ' ')}",
                f"{taken['seconds']:.2f}",
                f"{taken['cpu_seconds']:.2f}",
                f"{taken['peak_gib']:.2f}",
                *(f"{ratio[f'to {hand}']:.2f}" if ratio else "" for hand in HAND),
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def said_of_aim(results: Mapping[str, Any]) -> list[str]:
    """What falls short of the aim, in words; nothing where all is reached."""
    short = []
    for question in QUESTIONS:
        taken = results["questions"][question]["contestants"]["library-polars"]
        ratio = taken["ratio"]["to the faster"]
        if ratio > AIM_RATIO:
            short.append(f"{question}: {ratio:.2f} times the faster one, aim {AIM_RATIO}")
        if taken["peak_gib"] > AIM_GIB:
            short.append(f"{question}: {taken['peak_gib']:.2f} GiB at most, aim {AIM_GIB}")
    return short


def main() -> None:
    """Make the tables, measure, write JSON and a Markdown table; exit 1 where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("SIZE", "million"))
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench", metavar="FOLDER")
    parser.add_argument("--results", type=Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    data = given.data.resolve()
    ground = Ground(data / given.size, data / "small", given.threads)
    for size in ("small", given.size):
        child(["bench.make_data", size, str(data / size)], given.threads)
    rounds = given.rounds or ROUNDS[given.size]
    measured = {
        question: measure(question, (*LIBRARY, *HAND), ground, rounds) for question in QUESTIONS
    }
    measured["check"] = measure("check", ("library-polars",), ground, 1)
    results = {
        "size": given.size,
        "threads": given.threads,
        "rounds": rounds,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "versions": {name: version(name) for name in ("polars", "narwhals", "duckdb")},
        "questions": {question: summary(runs) for question, runs in measured.items()},
    }
    results["falls_short"] = said_of_aim(results)
    given.results.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, indent=2) + "\n"
    (given.results / f"{given.size}.json").write_text(text, encoding="utf-8")
    (given.results / f"{given.size}.md").write_text(table(results) + "\n", encoding="utf-8")
    print(table(results))
    for line in results["falls_short"]:
        print(f"falls short: {line}")
    if differing := [q for q, found in results["questions"].items() if not found["same_answer"]]:
        sys.exit(f"unlike answers to {', '.join(differing)}: the ratios mean nothing")


if __name__ == "__main__":
    main()
