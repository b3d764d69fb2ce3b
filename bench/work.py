"""The work itself: deliveries, matters and places, beside queries written by hand in Polars.

Asked are 10 million acts of help, a million matters with what was done about them, and three
million inspections of all real villages (`bench.make_work`). The library and the queries answer in
turn, each in a process of its own.

    python -m bench.work --rounds 5
"""

import argparse
import json
import sys
from pathlib import Path

from bench.make_work import SIZES
from bench.nation import WHO, made, table
from bench.run import HERE, ROOT, Ground, measure, summary

QUESTIONS = ("deliveries", "matters", "places")
AIM = 1.15


def main() -> None:
    """Make, ask, write; exit 1 where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.work", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="work")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench", metavar="FOLDER")
    parser.add_argument("--results", type=Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    data, maker = given.data.resolve(), "bench.make_work"
    small, folder = data / "small-work", data / f"{given.size}-work"
    made("small", small, given.threads, maker)
    told = made(given.size, folder, given.threads, maker)
    ground = Ground(folder, small, given.threads)
    questions = {q: summary(measure(q, WHO, ground, given.rounds)) for q in QUESTIONS}
    results = {"size": given.size, "rounds": given.rounds, "made": told, "questions": questions}
    written = given.results / f"{given.size}.json"
    given.results.mkdir(parents=True, exist_ok=True)
    written.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    written.with_suffix(".md").write_text(table(results) + "\n", encoding="utf-8")
    print(table(results))
    for question, found in questions.items():
        ratio = found["contestants"][WHO[0]]["ratio"]["to the faster"]
        if ratio > AIM:
            print(f"falls short: {question} takes {ratio} times the query by hand, aim {AIM}")
    if differing := [q for q, found in questions.items() if not found["same_answer"]]:
        sys.exit(f"unlike answers to {', '.join(differing)}: the ratios mean nothing")


if __name__ == "__main__":
    main()
