"""A helper's year on every engine, against plain loops."""

from __future__ import annotations

from typing import Any

from hypothesis import given

import fupin as fp
from fupin.testing import ON, tables
from tests import draws
from tests.agreement.engines import held_by, listed
from tests.agreement.joined import cases, joined
from tests.oracles.helper_year import helper_year

YEARS = (fp.Period.year(2016), fp.Period("2015-03-01", "2016-09-01"))


@draws(25)
@given(drawn=tables())
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


def test_every_engine_answers_as_lists_do(engine: str) -> None:
    """Rows and digest, many registries at once."""
    frames = joined(cases(tables()))
    told, expected = (
        fp.coverage.helper_year(registry, on=ON, window=YEARS[0])
        for registry in (held_by(engine, frames), listed(frames))
    )
    assert (told.rows.equals(expected.rows), told.digest) == (True, expected.digest)
