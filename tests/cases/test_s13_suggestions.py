"""S13: over 420 suggestions of deputies in five named fields.

"Over 420" is a lower bound: the 420 that are entered are at least as many, and no more is claimed.
Which field each lies in, and every day, is made up here.
"""

from __future__ import annotations

import attrs

import fupin as fp
from fupin.amounts import Bounds

ON = "2016-09-09"
FIELDS = (
    "beautiful new villages", "industries", "rural roads", "safe drinking water",
    "basic medical care",
)  # fmt: skip
SUGGESTIONS = [
    fp.Matter(
        id=f"S-{n}", kind="suggestion", issuer=f"D-{n % 359}", addressee="GOV", division="5108",
        field=FIELDS[n % 5], raised="2016-02-24", assigned="2016-03-10", hard=n % 10 == 0,
    )
    for n in range(420)
]  # fmt: skip
REPLIES = [
    fp.Handling(matter=f"S-{n}", step="reply", on="2016-06-10", by="GOV", answer="A")
    for n in range(420)
]
LAW = fp.policy.load("cn-deputies-2015")


def told(replies: list[fp.Handling], on: str = ON, **asked: object) -> fp.Coverage:
    registry = fp.Registry.of(matters=SUGGESTIONS, handlings=replies)
    return fp.coverage.matters(registry, LAW, on=on, **asked)  # type: ignore[arg-type]


def test_s13_over_420_suggestions_in_five_fields() -> None:
    """S13: the number entered is a lower bound of the number made."""
    result = told(REPLIES, by="field")
    assert set(result.rows["field"]) == set(FIELDS)
    entered = int(result.rows["raised"].sum())
    made = Bounds(entered, None)
    assert made.at_least(420) is fp.Outcome.MET
    assert made.at_least(421) is fp.Outcome.UNKNOWN


def test_s13_over_420_may_be_entered_as_one_number() -> None:
    """S13: an act that is only a lower bound; its kind is none of help, and the check says so."""
    registry = fp.Registry.of(
        acts=[
            fp.Act(
                id="S", kind="suggestion", division="5108", on="2016-02-24", quantity=420,
                unit="item", at_least=["quantity"],
            )
        ]
    )  # fmt: skip
    assert str(fp.coverage.deliveries(registry, on=ON).quantity("item")) == "≥ 420 item"
    assert registry.check().counts == {"acts.kind unknown": 1}


def test_s13_each_was_answered_within_its_term() -> None:
    """S13: three months from the assignment, six for the hard ones."""
    assert told(REPLIES).total == fp.Rate(420, 420)


def test_s13_a_day_late_is_late_for_those_that_are_not_hard() -> None:
    """S13 broken: a reply on 11 June keeps six months and not three."""
    late = [attrs.evolve(row, on="2016-06-11") for row in REPLIES]
    result = told(late)
    assert result.total == fp.Rate(42, 420)
    assert result.rows["late"].item() == 378


def test_s13_without_replies_what_is_not_hard_is_overdue_and_the_hard_not_yet_due() -> None:
    """S13 broken: nobody answered by 9 September."""
    result = told([])
    assert result.rows.select("overdue", "not_yet_due").rows() == [(378, 42)]
