"""Hashes are splitmix64, the same as in plain Python, and wrap at 2**64."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from fupin.datasets.hashing import GOLDEN, WHOLE, Draw, mixed
from fupin.datasets.margins import MIXES, SHARES

WORD = (1 << 64) - 1
SEEDS = st.integers(0, WORD)


def splitmix64(state: int) -> int:
    """The next output of the generator in this state, as its authors published it."""
    z = (state + 0x9E3779B97F4A7C15) & WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def test_the_published_outputs_come_out() -> None:
    """Seed 1234567 gives the numbers that every implementation gives."""
    state, found = 1234567, []
    for _ in range(3):
        found.append(splitmix64(state))
        state = (state + GOLDEN) & WORD
    assert found == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert mixed(1234567 + GOLDEN) == found[0]


@given(SEEDS, st.integers(1, 999), st.integers(1, 40))
def test_polars_and_python_hash_alike(seed: int, stream: int, rows: int) -> None:
    """Unsigned arithmetic of Polars wraps; it neither saturates nor turns into floats."""
    draw = Draw(seed)
    start = draw.key(stream)
    expected = [splitmix64((start + row * GOLDEN) & WORD) for row in range(rows)]
    assert draw.values(stream, rows) == expected


@given(SEEDS, st.integers(0, 1 << 44), st.integers(1, 1 << 63))
def test_any_row_can_be_made_without_those_before_it(seed: int, row: int, limit: int) -> None:
    """A row far down is the row's own hash, below its limit."""
    draw = Draw(seed)
    hashed = splitmix64((draw.key(7) + row * GOLDEN) & WORD)
    frame = pl.DataFrame({"row": [row]}).select(
        value=draw.value(7), below=draw.below(7, limit), by_row=draw.below(7, pl.col("row") + 1)
    )
    assert frame.row(0) == (hashed, hashed % limit, hashed % (row + 1))


def test_a_limit_of_nothing_gives_nothing() -> None:
    """Where there is nothing to choose from, nothing is chosen."""
    rows = pl.DataFrame({"row": [0, 1], "limit": [0, 5]})
    found = rows.select(Draw(1).below(1, pl.col("limit"))).to_series()
    assert found.is_null().to_list() == [True, False]


def test_words_are_picked_by_their_parts() -> None:
    """A number of 0 to 9,999 falls into the part that holds it."""
    rows = pl.select(row=pl.int_range(20_000, dtype=pl.Int64))
    drawn = [x % WHOLE for x in Draw(5).values(MIXES["begun"].stream, 20_000)]
    words = rows.select(Draw(5).pick("begun")).to_series().to_list()
    assert words == [2015 if x < 7_000 else 2016 for x in drawn]


def test_a_share_happens_below_its_part() -> None:
    """A share compares whole numbers only."""
    share = SHARES["outside"]
    rows = pl.select(row=pl.int_range(5_000, dtype=pl.Int64))
    happens = rows.select(Draw(5).happens("outside")).to_series().to_list()
    assert happens == [x % WHOLE < share.per_10_000 for x in Draw(5).values(share.stream, 5_000)]


def test_days_lie_in_their_span() -> None:
    """A day is one of so many from the first on."""
    rows = pl.select(row=pl.int_range(2_000, dtype=pl.Int64))
    days = rows.select(Draw(5).day(3, dt.date(2016, 2, 28), 3)).to_series()
    assert sorted(set(days)) == [dt.date(2016, 2, 28), dt.date(2016, 2, 29), dt.date(2016, 3, 1)]
