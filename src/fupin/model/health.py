"""Health protection (健康扶贫): what a treatment cost whom, and who paid for insurance.

A record says what was charged and paid, never whether that is what was promised: shares are the
rulebooks'. Patients are known by id; what they suffer from is not recorded.
"""

from __future__ import annotations

import attrs

from fupin.boundary import Boundary, Day, Yuan
from fupin.model.fields import as_day, as_yuan, typed


@attrs.frozen(kw_only=True, field_transformer=typed)
class Treatment(Boundary):
    """A treatment of a patient, and who bore its cost (就医费用); None: not known.

    Example:
        >>> stay = Treatment(
        ...     id="T-1", division="510811", on="2016-08-30", registered=True, inpatient=True,
        ...     in_county=True, total_cost="4200", own_payment="300",
        ... )
        >>> stay.own_payment, stay.in_policy_cost
        (Decimal('300.00'), None)

    Attributes:
        id: id of the treatment.
        on: the day it was settled (结算日).
        household: id of the household of the patient.
        person: id of the patient.
        division: code of where the patient is registered, 2 to 12 digits.
        registered: whether the patient is of a registered poor household (建档立卡贫困患者).
        inpatient: whether it was an in-patient stay (住院).
        in_county: whether it was inside the patient's own county or district (县域内).
        recovery: whether it was to recover working ability (恢复劳动能力治疗).
        total_cost: all that was charged (总费用), yuan.
        in_policy_cost: what of it lies within the policy (政策范围内费用), yuan.
        own_payment: what the patient paid in the end (个人自付), yuan.
    """

    id: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    household: str | None = None
    person: str | None = None
    division: str | None = None
    registered: bool | None = None
    inpatient: bool | None = None
    in_county: bool | None = None
    recovery: bool | None = None
    total_cost: Yuan | None = attrs.field(default=None, converter=as_yuan)
    in_policy_cost: Yuan | None = attrs.field(default=None, converter=as_yuan)
    own_payment: Yuan | None = attrs.field(default=None, converter=as_yuan)


@attrs.frozen(kw_only=True, field_transformer=typed)
class Contribution(Boundary):
    """A person's contribution to medical insurance, and who paid it (参合费用); None: not known.

    Example:
        >>> Contribution(
        ...     id="B-1", division="510811", on="2016-02-01", registered=True,
        ...     contribution="120", by_budget="120",
        ... ).by_budget
        Decimal('120.00')

    Attributes:
        id: id of the contribution.
        on: the day it was paid, or was due.
        household: id of the household of the insured.
        person: id of the insured.
        division: code of where the insured is registered, 2 to 12 digits.
        registered: whether the insured is a registered poor patient (建档立卡贫困患者).
        year: the year it insures.
        contribution: what a person has to contribute (个人缴费额), yuan.
        by_budget: what of it the budget paid (财政代缴), yuan.
    """

    id: str
    on: Day | None = attrs.field(default=None, converter=as_day)
    household: str | None = None
    person: str | None = None
    division: str | None = None
    registered: bool | None = None
    year: int | None = None
    contribution: Yuan | None = attrs.field(default=None, converter=as_yuan)
    by_budget: Yuan | None = attrs.field(default=None, converter=as_yuan)
