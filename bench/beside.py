"""The library beside queries written by hand in Polars: tables made, questions answered in turn.

Each answer is a process of its own. Written down are the time, the peak memory and the ratio of
processor seconds, as JSON and as a Markdown table.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.run import HERE, ROOT, Ground, child, measure, summary

WHO = ("library-polars", "hand-polars")
HEAD = "| {} | s | CPU s | peak GiB | s by hand | CPU s by hand | GiB by hand | ratio, CPU |"


@dataclass(frozen=True)
class Comparison:
    """What is asked, and of which tables.

    Attributes:
        program: what is run: `python -m` this.
        about: what it does, for the help.
        maker: the module that makes the tables.
        sizes: the sizes it makes.
        size: the one that is made unless another is named.
        questions: the questions.
        rounds: how often each is asked, unless said otherwise.
        folder: what is added to a size to name the folder of its tables.
        results: what is added to a size to name its results.
    """

    program: str
    about: str
    maker: str
    sizes: Sequence[str]
    size: str
    questions: Sequence[str]
    rounds: int
    folder: str = ""
    results: str = ""

    def run(self) -> dict[str, Any]:
        """The results, made, written and printed; exit 1 where answers differ."""
        given = self._given()
        small, asked = (given.data.resolve() / f"{s}{self.folder}" for s in ("small", given.size))
        made("small", small, given.threads, self.maker)
        results: dict[str, Any] = {
            "size": given.size,
            "threads": given.threads,
            "rounds": given.rounds,
            "made": made(given.size, asked, given.threads, self.maker),
        }
        ground = Ground(asked, small, given.threads)
        questions = {q: summary(measure(q, WHO, ground, given.rounds)) for q in self.questions}
        results["questions"] = questions
        written = given.results / f"{given.size}{self.results}.json"
        given.results.mkdir(parents=True, exist_ok=True)
        written.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
        written.with_suffix(".md").write_text(table(results) + "\n", encoding="utf-8")
        print(table(results))
        if differing := [q for q, found in questions.items() if not found["same_answer"]]:
            sys.exit(f"unlike answers to {', '.join(differing)}: the ratios mean nothing")
        return results

    def _given(self) -> argparse.Namespace:
        build = ROOT / "build" / "bench"
        parser = argparse.ArgumentParser(prog=f"python -m {self.program}", description=self.about)
        parser.add_argument("--size", choices=self.sizes, default=self.size)
        parser.add_argument("--data", type=Path, default=build, metavar="FOLDER")
        parser.add_argument("--results", type=Path, default=HERE / "results", metavar="FOLDER")
        parser.add_argument("--rounds", type=int, default=self.rounds)
        parser.add_argument("--threads", type=int, default=2)
        return parser.parse_args()


def made(size: str, folder: Path, threads: int, maker: str) -> dict[str, float]:
    """The tables of a size, and what it took to make what was not there yet."""
    start = time.perf_counter()
    told = json.loads(child([maker, size, str(folder)], threads))
    seconds = round(time.perf_counter() - start, 1)
    size_gib = sum(f.stat().st_size for f in folder.rglob("*.parquet")) / 2**30
    return {**told, "seconds": seconds, "on_disk_gib": size_gib}


def table(results: Mapping[str, Any]) -> str:
    """The results as a Markdown table."""
    lines = [HEAD.format(results["size"]), "| --- " + "| ---: " * 7 + "|"]
    for question, found in results["questions"].items():
        own, hand = (found["contestants"][who] for who in WHO)
        cells = [f"{c[k]:.2f}" for c in (own, hand) for k in ("seconds", "cpu_seconds", "peak_gib")]
        ratio = f"{own['cpu_seconds'] / hand['cpu_seconds']:.2f}"
        lines.append(f"| {' | '.join([question, *cells, ratio])} |")
    told = results["made"]
    taken = f"| {told['seconds']:.0f} | {told['cpu_seconds']:.0f} | {told['peak_gib']:.2f} "
    return "\n".join([*lines, f"| tables made {taken}| | | | |"])


def own(results: Mapping[str, Any]) -> dict[str, Any]:
    """What the library took, by question."""
    return {q: found["contestants"][WHO[0]] for q, found in results["questions"].items()}
