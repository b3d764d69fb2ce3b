"""The library on each engine, against a query by hand in that engine's own language; and growth.

Each measurement is a process of its own (`bench.engine`); contestants take turns, and each is
written down as it comes, so that a run can be stopped, and another one adds to it. The medians of
all that was written down are shown: by engine the ratio of processor seconds to the query by
hand, and by size how the library grows, with the exponent above a million households.

    python -m bench.engines --sizes tenth million three --engines polars duckdb --rounds 3
"""

import argparse
import json
import math
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.engine import ENGINES
from bench.make_data import SIZES
from bench.run import HERE, ROOT, child

QUESTIONS = ("households", "quotas", "screen")
AIMS = {"polars": 1.15, "duckdb": 1.2, "pandas": 1.5, "pyarrow": 1.5, "pyspark": 1.5}
AIM_EXPONENT = 1.1
RATIOS_OF = "million"

Record = dict[str, Any]


def measurements(given: argparse.Namespace, data: Path) -> Iterator[Record]:
    """Round after round, each engine by the library and by hand, on each size."""
    small = str(data / "small")
    for turn in range(given.rounds):
        for size in given.sizes:
            for question in given.questions:
                first = turn % len(given.engines)
                for engine in (*given.engines[first:], *given.engines[:first]):
                    for by in ("library", "hand"):
                        asked = ["bench.engine", question, f"{engine}-{by}"]
                        told = json.loads(child([*asked, str(data / size), small], given.threads))
                        told |= {"size": size, "question": question, "engine": engine, "by": by}
                        yield told


def tables(records: Sequence[Record]) -> str:
    """The ratios and the growth, as Markdown tables."""
    return "\n".join([*_ratios(records), "", *_growth(records)])


def _of(records: Sequence[Record], **where: str) -> list[Record]:
    return [r for r in records if all(r[k] == v for k, v in where.items())]


def _median(records: Sequence[Record], what: str) -> float:
    return statistics.median(r[what] for r in records)


def _ratios(records: Sequence[Record]) -> Iterator[str]:
    taken = "CPU s | peak GiB | CPU s by hand | GiB by hand"
    yield f"| {RATIOS_OF} | runs | {taken} | ratio, CPU | aim |"
    yield "| --- " + "| ---: " * 7 + "|"
    for question in QUESTIONS:
        for engine in ENGINES:
            where = {"size": RATIOS_OF, "question": question, "engine": engine}
            own, hand = (_of(records, by=by, **where) for by in ("library", "hand"))
            if own and hand:
                both = [(_median(r, "cpu_seconds"), _median(r, "peak_gib")) for r in (own, hand)]
                cells = " | ".join(f"{cpu:.2f} | {gib:.2f}" for cpu, gib in both)
                ratio = f"{both[0][0] / both[1][0]:.2f} | {AIMS[engine]}"
                yield f"| {question}, {engine} | {len(own)} | {cells} | {ratio} |"


def _growth(records: Sequence[Record]) -> Iterator[str]:
    there = [size for size in SIZES if _of(records, size=size)]
    heads = " | ".join(f"{SIZES[size].households:,}" for size in there)
    yield f"| library, CPU s, by households | {heads} | exponent above a million |"
    yield "| --- " + "| ---: " * (len(there) + 1) + "|"
    own = _of(records, by="library")
    for question in QUESTIONS:
        for engine in ENGINES:
            taken = {
                size: _median(found, "cpu_seconds")
                for size in there
                if (found := _of(own, question=question, engine=engine, size=size))
            }
            if taken:
                cells = (f"{taken[size]:.2f}" if size in taken else "" for size in there)
                yield f"| {question}, {engine} | {' | '.join(cells)} | {exponent(taken)} |"


def exponent(taken: dict[str, float]) -> str:
    """The slope of the logarithms from a million households up, by least squares."""
    large = {SIZES[s].households: cpu for s, cpu in taken.items() if SIZES[s].households >= 10**6}
    if len(large) < 2:
        return ""
    xs, ys = ([math.log(v) for v in side] for side in (large.keys(), large.values()))
    return f"{statistics.linear_regression(xs, ys).slope:.2f}"


def unlike(records: Sequence[Record]) -> list[str]:
    """Questions and engines to which unlike answers were given."""
    wrong = []
    for size in SIZES:
        for question in QUESTIONS:
            answers = {r["answer"] for r in _of(records, size=size, question=question)}
            if len(answers) > 1:
                wrong.append(f"{question} of {size}")
    return wrong


def main() -> None:
    """Make what is not there, measure, write down; exit 1 where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["tenth", "million", "three"])
    parser.add_argument("--questions", nargs="+", choices=QUESTIONS, default=list(QUESTIONS))
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench", metavar="FOLDER")
    parser.add_argument("--results", type=Path, default=HERE / "results", metavar="FOLDER")
    given = parser.parse_args()
    data, written = given.data.resolve(), given.results / "engines.json"
    for size in ("small", *given.sizes):
        child(["bench.make_data", size, str(data / size)], given.threads)
    records = json.loads(written.read_text(encoding="utf-8")) if written.exists() else []
    for record in measurements(given, data):
        records.append(record)
        named = " ".join(str(record[k]) for k in ("size", "question", "engine", "by"))
        print(f"{named:<40}{record['cpu_seconds']:9.2f} CPU s", file=sys.stderr)
        written.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")
    written.with_suffix(".md").write_text(tables(records) + "\n", encoding="utf-8")
    print(tables(records))
    if wrong := unlike(records):
        sys.exit(f"unlike answers to {', '.join(wrong)}: the ratios mean nothing")


if __name__ == "__main__":
    main()
