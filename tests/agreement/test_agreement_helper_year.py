"""A helper's year on every engine, against plain loops."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given

import fupin as fp
from fupin.testing import ON, tables
from tests import draws
from tests.agreement.engines import held_by, listed
from tests.agreement.joined import together
from tests.oracles.helper_year import helper_year

YEARS = (fp.Period.year(2016), fp.Period("2015-03-01", "2016-09-01"))


@draws(20)
@given(drawn=tables("helpers", "links", "meetings", "acts", "matters"))
def test_lists_of_objects_answer_as_the_oracle(drawn: dict[str, list[Any]]) -> None:
    registry = fp.Registry.of(**drawn)
    for window in YEARS:
        told = fp.coverage.helper_year(registry, on=ON, window=window)
        rows = {
            (row["person"], row["helper"]): {m: row[m] for m in told.measures}
            for row in told.rows.to_dicts()
        }
        givers = {name for act in drawn["acts"] for name in act.givers}
        expected = helper_year(drawn, on=ON, window=window)
        if not givers:  # a table that was not given: nothing is counted of it
            expected = {k: {**v, "acts": 0, "acts_possible": 0} for k, v in expected.items()}
        assert rows == expected


@cache
def by_lists() -> fp.Table:
    """What lists of those rows answer."""
    return fp.coverage.helper_year(listed(together()), on=ON, window=YEARS[0])


def test_every_engine_answers_as_lists_do(engine: str) -> None:
    """Rows and digest, many registries at once."""
    told = fp.coverage.helper_year(held_by(engine, together()), on=ON, window=YEARS[0])
    assert (told.rows.equals(by_lists().rows), told.digest) == (True, by_lists().digest)
