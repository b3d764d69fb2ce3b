"""Measure the library against hand-written queries and OpenFisca, and say how they compare.

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

from bench.told import falls_short, table

HERE = Path(__file__).parent
ROOT = HERE.parent
OPENFISCA = ROOT / "build" / "openfisca" / "bin" / "python"
SIZES = ("small", "million", "nation")
ROUNDS = {"small": 3, "million": 7, "nation": 5}
HAND = ("hand-polars", "hand-duckdb")
LIBRARY = ("library-polars", "library-duckdb", "library-checked")
FISCA = ("openfisca-members", "openfisca-alone")
QUESTIONS: Mapping[str, Sequence[str]] = {
    "households": (*LIBRARY, *HAND),
    "quotas": (*LIBRARY, *HAND),
    "screen": ("library-polars", "library-duckdb", *HAND),
    "met": ("library-polars", *FISCA),
    "one": ("library-assess", "library-survey"),
    "check": ("library-polars",),
}
"""Who answers what."""
NOT_OF_A_NATION = ("met", "one")

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


def child(arguments: Sequence[str], threads: int, python: Path | str = sys.executable) -> str:
    """What a process of its own prints."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    command = [str(python), "-W", "ignore", "-m", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return done.stdout


def measurement(question: str, who: str, ground: Ground) -> dict[str, Any]:
    """One measurement by one contestant."""
    tables = (str(ground.folder), str(ground.small))
    if who in FISCA:
        printed = child(["bench.openfisca", who, *tables], ground.threads, OPENFISCA)
    elif question == "one":
        printed = child(["bench.single", who], ground.threads)
    else:
        printed = child(["bench.contestants", question, who, *tables], ground.threads)
    told: dict[str, Any] = json.loads(printed)
    return told


def measure(
    question: str, contestants: Sequence[str], ground: Ground, rounds: int
) -> dict[str, Runs]:
    """Each contestant's measurements, one a round."""
    runs: dict[str, Runs] = {who: [] for who in contestants}
    for number in range(rounds):
        turn = number % len(contestants)
        for who in (*contestants[turn:], *contestants[:turn]):
            runs[who].append(measurement(question, who, ground))
            last = runs[who][-1]
            print(
                f"{question:<11}{who:<18}{last['seconds']:10.4f} s {last['peak_gib']:6.2f} GiB",
                file=sys.stderr,
            )
    return runs


def summary(runs: Mapping[str, Runs]) -> dict[str, Any]:
    """Medians, ratios of the library to the others, and whether the answers agree."""
    contestants: dict[str, dict[str, Any]] = {}
    for who, taken in runs.items():
        contestants[who] = {
            "seconds": median(taken, "seconds"),
            "cpu_seconds": median(taken, "cpu_seconds"),
            "peak_gib": round(max(r["peak_gib"] for r in taken), 2),
            "runs": [rounded(r["seconds"]) for r in taken],
        }
        if "steps" in taken[0]:
            steps = [run["steps"] for run in taken]
            contestants[who]["steps"] = {step: median(steps, step) for step in steps[0]}
    others = {w: c["seconds"] for w, c in contestants.items() if not w.startswith("library")}
    for who, told in contestants.items():
        if who.startswith("library") and others:
            ratios = {f"to {w}": round(told["seconds"] / s, 2) for w, s in others.items()}
            told["ratio"] = {**ratios, "to the faster": max(ratios.values())}
    answers = {r["answer"] for taken in runs.values() for r in taken}
    return {"same_answer": len(answers) == 1, "contestants": contestants}


def median(taken: Sequence[Mapping[str, Any]], what: str) -> float:
    """The median of one number of several runs."""
    return rounded(statistics.median(run[what] for run in taken))


def rounded(seconds: float) -> float:
    """To the millisecond; what is shorter, to four digits."""
    return round(seconds, 3) if seconds > 0.1 else float(f"{seconds:.4g}")


def asked(size: str) -> list[str]:
    """The questions of a size, without those that cannot be asked here."""
    questions = [q for q in QUESTIONS if size != "nation" or q not in NOT_OF_A_NATION]
    if "met" in questions and not OPENFISCA.exists():
        print("without OpenFisca: `make bench` sets it up in build/openfisca", file=sys.stderr)
        questions.remove("met")
    return questions


def main() -> None:
    """Make the tables, measure, write JSON and a Markdown table; exit 1 where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default=os.environ.get("SIZE", "million"))
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench", metavar="FOLDER")
    parser.add_argument("--results", type=Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--only", nargs="+", choices=QUESTIONS, help="keep the last results of the other questions"
    )
    given = parser.parse_args()
    data = given.data.resolve()
    ground = Ground(data / given.size, data / "small", given.threads)
    for size in ("small", given.size):
        child(["bench.make_data", size, str(data / size)], given.threads)
    rounds = given.rounds or ROUNDS[given.size]
    written = given.results / f"{given.size}.json"
    kept = json.loads(written.read_text(encoding="utf-8"))["questions"] if given.only else {}
    for question in asked(given.size):
        if not given.only or question in given.only:
            times = 1 if question == "check" else rounds
            kept[question] = summary(measure(question, QUESTIONS[question], ground, times))
    results = {
        "size": given.size,
        "threads": given.threads,
        "rounds": rounds,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "versions": {name: version(name) for name in ("polars", "narwhals", "duckdb")},
        "questions": {question: kept[question] for question in QUESTIONS if question in kept},
    }
    results["falls_short"] = falls_short(results)
    given.results.mkdir(parents=True, exist_ok=True)
    written.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    (given.results / f"{given.size}.md").write_text(table(results) + "\n", encoding="utf-8")
    print(table(results))
    for line in results["falls_short"]:
        print(f"falls short: {line}")
    if differing := [q for q, found in results["questions"].items() if not found["same_answer"]]:
        sys.exit(f"unlike answers to {', '.join(differing)}: the ratios mean nothing")


if __name__ == "__main__":
    main()
