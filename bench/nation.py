"""The nation in one command: its tables are made, and five questions answered.

Made are 30 million households in all real villages, part by part (`bench.make_data`); a run that
was stopped goes on where it stopped. Then the library and queries written by hand in Polars answer
in turn, each in a process of its own. Said are the time, the peak memory and the ratios.

    python -m bench.nation --size million
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.make_data import SIZES
from bench.run import HERE, ROOT, Ground, child, measure, summary

QUESTIONS = ("households", "quotas", "duties", "screen", "exits")
WHO = ("library-polars", "hand-polars")
AIM_GIB = 3.0
HEAD = "| {} | s | CPU s | peak GiB | s by hand | CPU s by hand | GiB by hand | ratio, CPU |"


def made(size: str, folder: Path, threads: int, maker: str = "bench.make_data") -> dict[str, float]:
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


def main() -> None:
    """Make, ask, write; exit 1 where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.nation", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="nation")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench", metavar="FOLDER")
    parser.add_argument("--results", type=Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    data = given.data.resolve()
    made("small", data / "small", given.threads)
    told = made(given.size, data / given.size, given.threads)
    ground = Ground(data / given.size, data / "small", given.threads)
    questions = {q: summary(measure(q, WHO, ground, given.rounds)) for q in QUESTIONS}
    results = {
        "size": given.size,
        "threads": given.threads,
        "rounds": given.rounds,
        "made": told,
        "questions": questions,
    }
    written = given.results / f"{given.size}-run.json"
    given.results.mkdir(parents=True, exist_ok=True)
    written.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    written.with_suffix(".md").write_text(table(results) + "\n", encoding="utf-8")
    print(table(results))
    peaks = {q: found["contestants"][WHO[0]]["peak_gib"] for q, found in questions.items()}
    for what, gib in {**peaks, "making": told["peak_gib"]}.items():
        if gib > AIM_GIB:
            print(f"falls short: {what} took {gib:.2f} GiB, aim {AIM_GIB}")
    if differing := [q for q, found in questions.items() if not found["same_answer"]]:
        sys.exit(f"unlike answers to {', '.join(differing)}: the ratios mean nothing")


if __name__ == "__main__":
    main()
