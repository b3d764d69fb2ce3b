"""A book with a made-up procedure, and the steps of its cases."""

import fupin as fp
from fupin import policy
from fupin.findings import StepState
from tests.policy.books import TEXT

VALUES = """
[[parameters.values]]
since = 2010-01-01
number = 7
source = "notice"
checked = "unverified"
"""
EXIT = (
    TEXT.replace('division = "5108"', "")
    + f"""
[[parameters]]
id = "notice-days"
zh = "公示天数"
en = "days of notice"
unit = "days"
{VALUES}
[[procedures]]
id = "household-exit"
zh = "退出程序"
en = "exit procedure"
unit = "household"
source = "notice"
article = "1"
checked = "unverified"
steps = [
  {{ id = "proposal", zh = "提出", en = "proposed", by = "village" }},
  {{ id = "consent", zh = "认可", en = "recognised", by = "household" }},
  {{ id = "public-notice", zh = "公示", en = "notice", notice = true, days = "notice-days" }},
  {{ id = "announcement", zh = "公告", en = "announced", article = "2", reading = "As told." }},
]
"""
)
BOOK = policy.parse(EXIT)
NAMES = ("proposal", "consent", "public-notice", "announcement")


def step(name: str | None, on: str | None, until: str | None = None, **more: object) -> fp.Step:
    """A step of household H-1."""
    said = {"subject": "H-1", "procedure": "household-exit", **more}
    return fp.Step(step=name, on=on, until=until, **said)  # type: ignore[arg-type]


def kept() -> list[fp.Step]:
    """All four in order, the notice from 1 to 7 March."""
    return [
        step("proposal", "2016-02-01"),
        step("consent", "2016-02-10"),
        step("public-notice", "2016-03-01", "2016-03-08"),
        step("announcement", "2016-03-08"),
    ]


def check(steps: list[fp.Step], on: str = "2016-12-31", book: fp.Rulebook = BOOK) -> fp.Progress:
    """Where household H-1 stands."""
    return fp.procedure.check(steps, book, on=on, procedure="household-exit", subject="H-1")


def states(progress: fp.Progress) -> list[StepState]:
    """Where each step stands."""
    return [found.state for found in progress.steps]


def replaced(number: int, *steps: fp.Step) -> list[fp.Step]:
    """The kept procedure with other records of one step."""
    return [*kept()[:number], *steps, *kept()[number + 1 :]]


def of_values(*lines: str) -> fp.Rulebook:
    """The book with other values of its number of days."""
    grounds = 'source = "notice"\nchecked = "unverified"\n'
    values = "".join(f"[[parameters.values]]\n{line}\n{grounds}" for line in lines)
    return policy.parse(EXIT.replace(VALUES, values))
