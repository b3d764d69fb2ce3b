"""S13, practical deeds: over 380 of them, in a year that is not over."""

from __future__ import annotations

import fupin as fp
from fupin.dates import Period

ON = "2016-09-09"
THIS_YEAR = Period.year(2016)
DEEDS = fp.Act(
    id="S-1", kind="deed", division="5108", since="2016-01-01", until="2016-09-10",
    quantity=380, unit="item", at_least=["quantity"],
)  # fmt: skip
ONE_BY_ONE = [
    fp.Act(id=f"D-{n}", kind="deed", division="510824", on=f"2016-0{n % 8 + 1}-15")
    for n in range(380)
]


def test_over_380_deeds_come_back_as_a_lower_bound() -> None:
    """S13: over 380 practical deeds; whether they are 400 nobody knows, 380 they are."""
    done = fp.coverage.deliveries(fp.Registry.of(acts=[DEEDS]), on=ON, window=THIS_YEAR)
    deeds = done.quantity("item")
    assert str(deeds) == "≥ 380 item"
    assert deeds.is_("over", fp.Quantity.of(400, "item")) is fp.Outcome.UNKNOWN
    assert deeds.is_("at_least", fp.Quantity.of(380, "item")) is fp.Outcome.MET


def test_deeds_entered_one_by_one_are_counted_by_month() -> None:
    """S13: 380 deeds of known days, by month; the months add up to the year so far."""
    registry = fp.Registry.of(acts=ONE_BY_ONE)
    done = fp.coverage.deliveries(registry, on=ON, by="month", window=THIS_YEAR)
    assert done.rows["acts"].sum() == 380
    assert str(done.quantity("act", period="2016-02")) == "48 act"
    assert "2016-09" not in done.rows["period"].to_list()


def test_a_lower_bound_is_no_limit_to_compare_with() -> None:
    """S13, broken: "over 380" taken as 380 exactly is refused where a limit is asked."""
    import pytest

    done = fp.Quantity.of(380, "item", at_least=True)
    with pytest.raises(fp.FupinError, match="≥ 380 item: expected an exact quantity"):
        fp.Quantity.of(400, "item").is_("over", done)
