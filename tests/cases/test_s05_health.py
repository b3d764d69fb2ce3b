"""S5, health protection of Zhaohua district: three targets, entered as records and got back.

The report gives targets and no cases: the records are made up, each beside its limit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import fupin as fp

MET, UNMET, UNKNOWN = fp.Outcome
BOOK = fp.policy.load("zhaohua-2016")
ON = "2016-09-09"


def stay(name: str = "T-1", **told: Any) -> fp.Treatment:
    """An in-patient stay of 4,200 yuan inside the district, of which the patient paid 420."""
    fine: dict[str, Any] = {
        "id": name, "division": "510811101201", "on": "2016-08-30", "registered": True,
        "inpatient": True, "in_county": True, "recovery": False, "total_cost": "4200",
        "in_policy_cost": "4000", "own_payment": "420",
    }  # fmt: skip
    return fp.Treatment(**{**fine, **told})


def paid(name: str = "B-1", **told: Any) -> fp.Contribution:
    """A contribution of 120 yuan that the budget paid."""
    fine: dict[str, Any] = {
        "id": name, "division": "510811101201", "on": "2016-02-01", "registered": True,
        "year": 2016, "contribution": "120", "by_budget": "120",
    }  # fmt: skip
    return fp.Contribution(**{**fine, **told})


def judged(record: Any, criterion: str, **asked: Any) -> fp.Verdict:
    return fp.criteria.assess(record, BOOK, criterion, on=ON, **asked)


def screened(criterion: str, *records: Any, **asked: Any) -> fp.coverage.Screening:
    """The same, of a registry."""
    table = "contributions" if isinstance(records[0], fp.Contribution) else "treatments"
    registry = fp.Registry.of(**{table: [*records]})
    return fp.coverage.screen(registry, BOOK, criterion, on=ON, **asked)


@pytest.mark.parametrize(
    ("told", "outcome", "short"),
    [
        ({}, MET, None),
        ({"own_payment": "420.01"}, UNMET, "0.01"),
        ({"own_payment": "500"}, UNMET, "80.00"),
        ({"total_cost": "0.15", "in_policy_cost": "0", "own_payment": "0.01"}, MET, None),
        ({"total_cost": "0.15", "in_policy_cost": "0", "own_payment": "0.02"}, UNMET, "0.01"),
        ({"own_payment": None}, UNKNOWN, None),
        ({"total_cost": None}, UNKNOWN, None),
        ({"own_payment": "4200.01"}, UNKNOWN, None),  # more than all
        ({"own_payment": "-1"}, UNKNOWN, None),
        ({"total_cost": "-4200"}, UNKNOWN, None),
        ({"on": "2016-09-10"}, UNKNOWN, None),  # not yet
        ({"on": None}, UNKNOWN, None),
    ],
    ids=str,
)
def test_s5_a_patient_pays_a_tenth_of_a_stay_at_most(
    told: dict[str, Any], outcome: fp.Outcome, short: str | None
) -> None:
    """S5: at most 10 % of an in-patient stay inside the district, exact to the fen."""
    verdict = judged(stay(**told), "stay")
    assert verdict.outcome is outcome
    assert verdict.short == ({} if short is None else {"own-payment": Decimal(short)})


def test_s5_the_base_of_the_tenth_is_a_named_reading() -> None:
    """S5: the base is not stated: all cost, or by the yardstick the cost within the policy."""
    found = [judged(stay(), "stay", yardstick=name) for name in (None, "in-policy-cost")]
    assert [(f.outcome, f.short) for f in found] == [
        (MET, {}), (UNMET, {"own-payment": Decimal("20.00")}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "outcome"), [("0", MET), ("0.01", UNMET), (None, UNKNOWN)], ids=str
)
def test_s5_treatment_to_recover_working_ability_costs_nothing(
    own: str | None, outcome: fp.Outcome
) -> None:
    """S5: 0 for treatment to recover working ability."""
    verdict = judged(stay(recovery=True, own_payment=own), "recovery")
    assert verdict.outcome is outcome


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({}, MET),
        ({"by_budget": "119.99"}, UNMET),
        ({"by_budget": None}, UNKNOWN),
        ({"by_budget": "121"}, UNKNOWN),  # more than was due
        ({"contribution": "0", "by_budget": "0"}, UNKNOWN),
    ],
    ids=str,
)
def test_s5_the_budget_pays_the_whole_contribution(
    told: dict[str, Any], outcome: fp.Outcome
) -> None:
    """S5: the district's budget pays 100 % of the contribution of registered poor patients."""
    assert judged(paid(**told), "insurance").outcome is outcome


def test_s5_of_a_district_the_shares_and_what_falls_short_are_counted() -> None:
    """S5: per record and summed, with what is unknown, and what the criterion is not asked of."""
    found = screened(
        "stay", stay(), stay("T-2", own_payment="500"), stay("T-3", own_payment="420.5"),
        stay("T-4", own_payment="5000"), stay("T-5", inpatient=False), stay("T-6", in_county=None),
        stay("T-7", registered=False), stay("T-8", registered=None), stay("T-9", on="2017-01-01"),
        stay("T-0", division="510824101201"),
        by="county",
    )  # fmt: skip
    columns = ("division", "units", "met", "unmet", "unknown", "unplaced", "no_rule", "short")
    assert found.rows.select(*columns, "short_fen").rows() == [
        ("510811000000", 4, 1, 2, 1, 2, 1, 2, 8050),
        ("510824000000", 0, 0, 0, 0, 0, 1, 0, 0),
    ]
    each = dict(found.verdicts.select("id", "short_fen").rows())
    assert (each["T-1"], each["T-2"], each["T-3"]) == (0, 8000, 50)
    assert found.total == fp.Rate(1, 4, unknown=1, unplaced=2)


def test_s5_all_contributions_of_a_district_are_paid_by_the_budget() -> None:
    """S5: 100 % of registered poor patients; one that falls short breaks it."""
    whole = screened("insurance", paid(), paid("B-2", contribution="150", by_budget="150"))
    assert (whole.total.value, whole.rows["short_fen"].to_list()) == (1.0, [0])
    broken = screened("insurance", paid(), paid("B-2", contribution="150"))
    assert (broken.total.value, broken.rows["short_fen"].to_list()) == (0.5, [3000])


def test_s5_what_cannot_be_is_a_finding_that_names_the_record() -> None:
    """S5 broken: an own payment over the bill, and money below nothing."""
    found = fp.Registry.of(
        treatments=[stay(own_payment="5000"), stay("T-2", total_cost="-1")],
        contributions=[paid(by_budget="121")],
    ).check()
    assert found.counts == {
        "contributions.by_budget over contribution": 1,
        "treatments.in_policy_cost over total_cost": 1,
        "treatments.own_payment over total_cost": 2,
        "treatments.total_cost implausible": 1,
    }
    named = "treatments.own_payment, total_cost of T-1: the part is more than the whole; expected"
    assert any(told.startswith(named) for told in found.sentences())
