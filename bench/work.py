"""The work itself: deliveries, matters and places, beside queries written by hand in Polars.

Asked are 10 million acts of help, a million matters with what was done about them, and three
million inspections of all real villages (`bench.make_work`).

    python -m bench.work --rounds 5
"""

from bench.beside import Comparison, own
from bench.make_work import SIZES

AIM = 1.15
WORK = Comparison(
    program="bench.work",
    about="Acts, matters and inspections made, and three questions answered.",
    maker="bench.make_work",
    sizes=[*SIZES],
    size="work",
    questions=("deliveries", "matters", "places"),
    rounds=5,
    folder="-work",
)


def main() -> None:
    """Make, ask, write, and say what took longer than it was to."""
    for question, taken in own(WORK.run()).items():
        ratio = taken["ratio"]["to the faster"]
        if ratio > AIM:
            print(f"falls short: {question} takes {ratio} times the query by hand, aim {AIM}")


if __name__ == "__main__":
    main()
