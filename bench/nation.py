"""The nation in one command: its tables are made, and five questions answered.

Made are 30 million households in all real villages, part by part (`bench.make_data`); a run that
was stopped goes on where it stopped. Then the library and queries written by hand answer in turn.

    python -m bench.nation --size million
"""

from bench.beside import Comparison, own
from bench.make_data import SIZES

AIM_GIB = 3.0
NATION = Comparison(
    program="bench.nation",
    about="Thirty million households made, and five questions answered.",
    maker="bench.make_data",
    sizes=[*SIZES],
    size="nation",
    questions=("households", "quotas", "duties", "screen", "exits"),
    rounds=1,
    results="-run",
)


def main() -> None:
    """Make, ask, write, and say what took more memory than it was to."""
    results = NATION.run()
    peaks = {question: taken["peak_gib"] for question, taken in own(results).items()}
    for what, gib in {**peaks, "making": results["made"]["peak_gib"]}.items():
        if gib > AIM_GIB:
            print(f"falls short: {what} took {gib:.2f} GiB, aim {AIM_GIB}")


if __name__ == "__main__":
    main()
