"""Tables as people have them are read the canonical way, or refused with every fault at once."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import dask.dataframe
import duckdb
import ibis
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fupin as fp
from fupin.errors import MissingExtraError, SchemaError
from fupin.frames import SPECS, engines

ON = "2016-09-09"
LINKS = {
    "kind": ["deputy-household"], "helper": ["D-1"], "party": ["H-1"], "since": ["2015-03-01"],
}  # fmt: skip


def problems(**tables: Any) -> list[str]:
    """The faults of tables that are refused."""
    with pytest.raises(SchemaError) as told:
        fp.Registry.of(**tables)
    return list(told.value.problems)


def paired(households: Any, links: Any) -> str:
    """The coverage of households on the day, in words."""
    registry = fp.Registry.of(households=households, links=links)
    return str(fp.coverage.households(registry, on=ON, kinds=["deputy-household"]).total)


def in_duckdb(frame: pl.DataFrame) -> Any:
    """The same rows, held by DuckDB."""
    return duckdb.from_arrow(frame.to_arrow())


def households(**columns: Any) -> pl.DataFrame:
    """One household."""
    return pl.DataFrame({"id": ["H-1"], "division": ["510824102201"], **columns})


def test_an_unknown_table_is_told_with_those_there_are() -> None:
    [told] = problems(household=[])
    assert told == f"no such table: expected one of {', '.join(SPECS)} @ household"


def test_missing_columns_are_told_with_what_is_there() -> None:
    told = problems(households=pl.DataFrame({"size": [3]}), links=pl.DataFrame({"kind": ["x"]}))
    assert told == [
        "missing column id: households has size @ households",
        "missing column helper: links has kind @ links",
        "missing column party: links has kind @ links",
    ]


@pytest.mark.parametrize(
    ("column", "cells", "fault"),
    [
        ("since", [True], "type Boolean: expected days @ links.since (polars)"),
        ("since", [3.5], "type Float64: expected days @ links.since (polars)"),
        ("kind", [1], "type Int64: expected text @ links.kind (polars)"),
        ("party", [True], "type Boolean: expected id @ links.party (polars)"),
        (
            "since",
            [dt.datetime(2016, 9, 9, tzinfo=dt.UTC)],
            (
                "timestamps with a time zone: expected days, or naive timestamps at midnight "
                "@ links.since (polars)"
            ),
        ),
    ],
)
def test_a_wrong_type_is_told_with_what_was_expected(
    column: str, cells: list[Any], fault: str
) -> None:
    assert problems(links=pl.DataFrame({**LINKS, column: cells})) == [fault]


def test_wrong_types_of_counts_and_flags_are_told() -> None:
    assert problems(households=households(size=[dt.date(2016, 1, 1)])) == [
        "type Date: expected whole numbers @ households.size (polars)"
    ]
    villages = pl.DataFrame({"division": ["510824102201"], "poor": [dt.date(2016, 1, 1)]})
    assert problems(villages=villages) == ["type Date: expected yes or no @ villages.poor (polars)"]


def test_ids_of_two_types_are_refused() -> None:
    told = problems(households=pl.DataFrame({"id": [1]}), links=pl.DataFrame(LINKS))
    assert told == [
        "ids are text in links.helper and integer in households.id: give them one type @ registry"
    ]


def test_frames_of_two_kinds_are_refused() -> None:
    told = problems(households=households(), links=pd.DataFrame(LINKS))
    assert told == [
        (
            "frames of unlike kinds: households is polars, links is pandas. Pass all of one kind "
            "@ registry"
        )
    ]


@pytest.mark.parametrize("table", [3, "households.csv", {"id": ["H-1"]}])
def test_what_is_no_table_is_refused(table: Any) -> None:
    [told] = problems(households=table)
    assert told.endswith("expected a frame of pandas, Polars, PyArrow, DuckDB, Ibis or PySpark, or "
                         "a list of model objects @ households")  # fmt: skip


@pytest.mark.parametrize("table", [households(), households().lazy()], ids=["eager", "lazy"])
def test_an_engine_that_is_not_supported_is_refused(
    table: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(engines._EAGER, nw.Implementation.POLARS)
    monkeypatch.delitem(engines._LAZY, nw.Implementation.POLARS)
    [told] = problems(households=table)
    assert told.startswith("frames of polars are not supported: expected a frame of pandas")
    assert told.endswith("@ households")


def test_a_frame_of_dask_is_refused_with_the_reason() -> None:
    frame: Any = dask.dataframe.from_pandas(pd.DataFrame({"id": ["H-1"]}), npartitions=1)  # type: ignore[no-untyped-call]
    [told] = problems(households=frame)
    assert told.startswith("frames of dask are not supported: through narwhals Dask reads no day")
    assert told.endswith(".compute() makes a pandas frame of it @ households")


@pytest.mark.parametrize(
    ("hold", "kind"),
    [
        (lambda frame: frame.lazy(), "polars-lazy"),
        (pl.DataFrame.to_pandas, "pandas"),
        (pl.DataFrame.to_arrow, "pyarrow"),
        (in_duckdb, "duckdb"),
        (lambda frame: ibis.memtable(frame.to_arrow()), "ibis"),
    ],
    ids=["polars-lazy", "pandas", "pyarrow", "duckdb", "ibis"],
)
def test_a_wrong_type_is_told_with_the_kind_of_frame(hold: Any, kind: str) -> None:
    links = pl.DataFrame({**LINKS, "since": [3.5]})
    assert problems(links=hold(links)) == [f"type Float64: expected days @ links.since ({kind})"]
    assert problems(links=links.to_dicts()) == ["type Float64: expected days @ links.since"]


def test_a_list_of_something_else_is_refused() -> None:
    assert problems(households=[1, "a"]) == [
        "list of int, str: expected model objects, or a frame @ households"
    ]


def test_cells_of_unlike_types_are_told_without_being_shown() -> None:
    rows = [{"id": "H-1", "size": 3}, {"id": "H-2", "size": "secret"}]
    assert problems(households=rows) == ["cells of unlike types @ households.size"]
    [told] = problems(households=pd.DataFrame(rows))
    assert told.startswith("cells of unlike types")
    assert told.endswith("expected one type in a column @ households.size")
    assert "secret" not in told


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ([dt.date(2015, 3, 1)], "1 of 1: 100.0 %"),
        ([dt.datetime(2015, 3, 1)], "1 of 1: 100.0 %"),  # noqa: DTZ001
        (["2015-03-01"], "1 of 1: 100.0 %"),
        (["2015-02-29"], "0 of 1, unknown 1: 0.0 % to 100.0 %"),
        (["2015-03"], "0 of 1, unknown 1: 0.0 % to 100.0 %"),
        ([dt.datetime(2015, 3, 1, 8)], "0 of 1, unknown 1: 0.0 % to 100.0 %"),  # noqa: DTZ001
        ([""], "0 of 1, unknown 1: 0.0 % to 100.0 %"),
        ([None], "0 of 1, unknown 1: 0.0 % to 100.0 %"),
    ],
    ids=str,
)
def test_a_day_is_read_or_unknown(since: list[Any], expected: str) -> None:
    links = pl.DataFrame({**LINKS, "since": since})
    assert paired(households(), links) == expected


def test_a_link_whose_end_cannot_be_read_is_unknown_on_every_day() -> None:
    links = pl.DataFrame({**LINKS, "until": ["soon"]})
    assert paired(households(), links) == "0 of 1, unknown 1: 0.0 % to 100.0 %"


@pytest.mark.parametrize(
    ("size", "persons"),
    [
        ([4], "4 of 4: 100.0 %"),
        (["4"], "4 of 4: 100.0 %"),
        ([4.0], "4 of 4: 100.0 %"),
        (["four"], "0 of 0, uncounted 1: undefined of those counted"),
        ([4.5], "0 of 0, uncounted 1: undefined of those counted"),
        ([float("nan")], "0 of 0, uncounted 1: undefined of those counted"),
        ([0], "0 of 0, uncounted 1: undefined of those counted"),
        ([None], "0 of 0, uncounted 1: undefined of those counted"),
    ],
    ids=str,
)
def test_a_size_is_read_or_not_counted(size: list[Any], persons: str) -> None:
    registry = fp.Registry.of(households=households(size=size), links=pl.DataFrame(LINKS))
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert str(covered.rate("persons")) == persons


@pytest.mark.parametrize(
    "kind",
    [
        "decimal(5, 2)",
        "decimal(12, 2)",
        "decimal(18, 0)",
        "decimal(18, 3)",
        "decimal(38, 2)",
        "double",
        "bigint",
    ],
)
@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_an_amount_is_read_to_the_fen(kind: str, engine: str) -> None:
    part = ".05" if kind not in ("bigint", "decimal(18, 0)") else ""
    told = duckdb.sql(
        "select 'H-1' as household, date '2016-12-01' as \"on\", "
        f"amount::{kind} as net_income_per_head "
        f"from (values (321{part}), (-7), (null)) as rows(amount)"
    )
    assert told is not None
    registry = fp.Registry.of(surveys=told if engine == "duckdb" else told.pl())
    fen = engines.collect(registry.frame("surveys", "net_income_per_head"))
    assert fen["net_income_per_head"].to_list() == [32105 if part else 32100, -700, None]


@pytest.mark.parametrize(
    ("amount", "kind"),
    [
        ("1000000000000.01", "decimal(18, 2)"),
        ("1000000000000.01", "decimal(38, 2)"),
        ("1.005", "decimal(5, 3)"),
    ],
)
def test_an_amount_in_parts_of_a_fen_or_beyond_all_is_unreadable(amount: str, kind: str) -> None:
    told = duckdb.sql(
        "select 'H-1' as household, date '2016-12-01' as \"on\", "
        f"{amount}::{kind} as net_income_per_head"
    )
    registry = fp.Registry.of(surveys=told)
    fen = engines.collect(registry.frame("surveys", "net_income_per_head"))
    assert fen.rows() == [(None,)]
    assert registry.check().counts["surveys.net_income_per_head unreadable"] == 1


DECIMAL = pl.Decimal(30, 10)


@pytest.mark.parametrize(
    "engine", [lambda f: f, pl.DataFrame.lazy, in_duckdb], ids=["polars", "polars-lazy", "duckdb"]
)
@pytest.mark.parametrize(
    ("cells", "fen"),
    [
        (pl.Series([100, -1, None], dtype=pl.Int8), [10000, -100, None]),
        (pl.Series([3210, 0], dtype=pl.UInt16), [321000, 0]),
        (pl.Series([10**12, 10**12 + 1, -(2**63)], dtype=pl.Int64), [10**14, None, None]),
        (pl.Series([3210, 2**64 - 1], dtype=pl.UInt64), [321000, None]),
        (pl.Series([3210.5, 2952.01, -0.01, 1e12]), [321050, 295201, -1, 10**14]),
        (pl.Series([0.1 + 0.2, 1200.1 + 1800.2, 123456789012.34]), [30, 300030, 12345678901234]),
        (pl.Series([2952.005, 2952.0000001, 1e13, float("inf")]), [None] * 4),
        (pl.Series([float("nan"), None]), [None, None]),
        (pl.Series(["2952.01", "-5", "3210.5"]).cast(DECIMAL), [295201, -500, 321050]),
        (pl.Series(["2952.005", "2952.0000000001"]).cast(DECIMAL), [None, None]),
        (pl.Series(["3210", "3210.5", "-5.00", "999999999999.99"]),
         [321000, 321050, -500, 99999999999999]),
        (pl.Series(["3,210", "1e3", "+5", "3210.505", "３２１０", "9999999999999"]), [None] * 6),
        (pl.Series(["", None]), [None, None]),
    ],
    ids=str,
)  # fmt: skip
def test_yuan_are_read_as_whole_fen_or_not_at_all(
    cells: pl.Series, fen: list[int | None], engine: Any
) -> None:
    frame = pl.DataFrame({"household": ["H-1"] * len(cells), "on": [None] * len(cells)})
    frame = frame.with_columns(pl.col("on").cast(pl.Date), net_income_per_head=cells)
    registry = fp.Registry.of(surveys=engine(frame))
    told = engines.collect(registry.frame("surveys", "net_income_per_head"))
    assert told["net_income_per_head"].to_list() == fen
    lost = sum(f is None for f in fen) - sum(str(c) in ("None", "nan", "") for c in cells)
    assert registry.check().counts.get("surveys.net_income_per_head unreadable", 0) == lost


def test_yuan_of_less_than_a_double_are_refused_by_type() -> None:
    surveys = pl.DataFrame({"household": ["H-1"], "on": ["2016-12-01"]})
    for kind in (pl.Float32, pl.Boolean):
        told = surveys.with_columns(net_income_per_head=pl.lit(1).cast(kind))
        assert problems(surveys=told) == [
            f"type {kind.__name__}: expected yuan @ surveys.net_income_per_head (polars)"
        ]


def test_a_nan_of_pandas_is_no_evidence() -> None:
    """Neither of an amount nor of a yes or no, in pandas and in Polars."""
    nan = float("nan")
    cells = {"household": ["H-1", "H-2"], "on": ["2016-12-01"] * 2,
             "net_income_per_head": [3210.0, nan], "water": [nan, 1.0]}  # fmt: skip
    for frame in (pd.DataFrame(cells), pl.DataFrame(cells)):
        registry = fp.Registry.of(surveys=frame)
        told = engines.collect(registry.frame("surveys", "net_income_per_head", "water"))
        assert told.rows() == [(321000, None), (None, True)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (pl.Series([4], dtype=pl.UInt8), 4),
        (pl.Series([10**15], dtype=pl.Int64), 10**15),
        (pl.Series([-(2**63)], dtype=pl.Int64), None),
        (pl.Series([2**64 - 1], dtype=pl.UInt64), None),
        (pl.Series([1e300]), None),
        (pl.Series(["４"]), None),
    ],
    ids=str,
)
def test_a_number_too_large_to_count_or_in_other_digits_is_not_read(
    size: pl.Series, expected: int | None
) -> None:
    registry = fp.Registry.of(households=households(size=size))
    assert engines.collect(registry.frame("households", "size"))["size"].to_list() == [expected]


def test_ids_have_as_many_digits_as_they_have() -> None:
    registry = fp.Registry.of(households=pl.DataFrame({"id": [10**17 + 1]}))
    assert engines.collect(registry.frame("households", "id"))["id"].to_list() == [10**17 + 1]
    halves = fp.Registry.of(households=pl.DataFrame({"id": [1.0, 1.5, float("nan")]}))
    assert engines.collect(halves.frame("households", "id"))["id"].to_list() == [1, None, None]
    assert halves.check().counts["households.id unreadable"] == 1


def test_full_width_digits_are_no_day_and_no_code() -> None:
    """They are digits to some engines, and no numbers."""
    links = pl.DataFrame({**LINKS, "since": ["２015-03-01"]})
    place = pl.DataFrame({"id": ["H-1"], "division": ["5１0824102201"]})
    registry = fp.Registry.of(households=place, links=links)
    assert registry.check().counts == {
        "households.division unreadable": 1, "links.since unreadable": 1,
    }  # fmt: skip


@pytest.mark.parametrize("poor", [[True], [1], ["是"], ["Yes"], ["√"], [1.0]], ids=str)
def test_yes_has_many_spellings(poor: list[Any]) -> None:
    registry = fp.Registry.of(villages=pl.DataFrame({"division": ["510824102201"], "poor": poor}))
    assert registry.frame("villages", "poor").collect()["poor"].to_list() == [True]


@pytest.mark.parametrize(
    ("poor", "expected", "faults"),
    [
        (["否"], False, 0), ([0], False, 0), ([0.0], False, 0), (["maybe"], None, 1),
        ([7], None, 1), ([0.5], None, 1), ([""], None, 0), ([float("nan")], None, 0),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_neither_yes_nor_no_is_unknown_and_told(
    poor: list[Any], expected: bool | None, faults: int
) -> None:
    registry = fp.Registry.of(villages=pl.DataFrame({"division": ["510824102201"], "poor": poor}))
    assert registry.frame("villages", "poor").collect()["poor"].to_list() == [expected]
    assert registry.check().counts.get("villages.poor unreadable", 0) == faults


@pytest.mark.parametrize(
    "division", [["510824102201"], [510824102201], [510824102201.0], ["510824"], [510824]], ids=str
)
def test_a_division_may_be_text_or_a_number_short_or_long(division: list[Any]) -> None:
    registry = fp.Registry.of(
        households=pl.DataFrame({"id": ["H-1"], "division": division}), links=pl.DataFrame(LINKS)
    )
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"], by="county")
    assert covered.rows["division"].to_list() == ["510824000000"]


def test_words_may_be_categories() -> None:
    links = pl.DataFrame(LINKS).with_columns(pl.col("kind").cast(pl.Categorical))
    assert paired(households(), links) == "1 of 1: 100.0 %"


def test_ids_may_be_integers_and_a_table_may_lack_any() -> None:
    registry = fp.Registry.of(
        households=pl.DataFrame({"id": [1, 2]}),
        links=pl.DataFrame(
            {"kind": ["deputy-household"], "helper": [None], "party": [1], "since": ["2015-03-01"]}
        ),
    )
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert str(covered.total) == "0 of 2, unknown 1: 0.0 % to 50.0 %"
    assert covered.missing()["household"].to_list() == [1, 2]


def test_the_columns_of_a_user_are_kept_and_may_be_grouped_by() -> None:
    registry = fp.Registry.of(
        households=households(valley=["east"]), links=pl.DataFrame({**LINKS, "note": ["x"]})
    )
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"], by="valley")
    assert covered.rows.select("valley", "paired").rows() == [("east", 1)]
    assert registry.columns("links") == ("kind", "helper", "party", "since", "note")


def test_a_table_is_given_back_as_it_was_read() -> None:
    registry = fp.Registry.of(households=pd.DataFrame({"id": [7], "division": [510824.0]}))
    given = registry.native("households")
    assert isinstance(given, pd.DataFrame)
    assert given.to_dict("list") == {"id": [7], "division": ["510824"]}


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    registry = fp.Registry.of(households=households())
    with pytest.raises(SchemaError, match="no column valley: households has id, division"):
        registry.frame("households", "valley")
    with pytest.raises(SchemaError, match=r"not given: pass links= to Registry\.of"):
        registry.frame("links")


def test_a_table_that_is_none_is_left_out() -> None:
    assert repr(fp.Registry.of(households=households(), links=None)) == (
        "Registry(households; polars)"
    )


def test_events_stand_inside_households_or_in_a_table_and_not_in_both() -> None:
    whole = fp.Household(id="H-1", events=[fp.Event(event="registered", on="2014-04-01")])
    told = problems(households=[whole], events=[{"household": "H-1", "event": "exited"}])
    assert told == [
        "events stand inside households and in a table of their own: give them once @ events"
    ]


def test_the_kind_of_a_registry_is_that_of_its_frames() -> None:
    frame = households()
    kinds = {
        "polars": frame,
        "polars-lazy": frame.lazy(),
        "pandas": frame.to_pandas(),
        "pyarrow": frame.to_arrow(),
        "duckdb": duckdb.from_arrow(frame.to_arrow()),
    }
    for kind, table in kinds.items():
        registry = fp.Registry.of(households=table, links=[fp.Link(
            kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01"
        )])  # fmt: skip
        assert registry.kind == kind
        result = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
        assert str(result.total) == "1 of 1: 100.0 %"
        assert type(result.native) is type(table)
        assert type(result.missing()) is type(table)
        assert type(registry.check().native) is type(table)


def test_relations_of_a_connection_of_ones_own_are_answered_there() -> None:
    own = duckdb.connect()
    own.execute("create table h as select 'H-1' as id, '510824102201' as division")
    link = fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01")
    registry = fp.Registry.of(households=own.table("h"), links=[link])
    result = fp.coverage.households(registry, on=ON, kinds=["deputy-household"], by="county")
    assert result.native.fetchall()[0][:5] == ("county", "510824000000", "here", 1, 1)


def test_a_list_beside_tables_of_ibis_is_moved_there() -> None:
    link = fp.Link(kind="deputy-household", helper="D-1", party="H-1", since="2015-03-01")
    registry = fp.Registry.of(households=ibis.memtable(households().to_arrow()), links=[link])
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert registry.kind == "ibis"
    assert str(covered.total) == "1 of 1: 100.0 %"


def test_lazy_frames_are_not_run_until_somebody_looks() -> None:
    def explode(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError

    frame = households()
    bomb = frame.lazy().map_batches(explode, schema=frame.schema)
    registry = fp.Registry.of(households=bomb, links=pl.LazyFrame(LINKS))
    result = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert isinstance(result.native, pl.LazyFrame)
    assert not result.computed
    assert "not yet computed" in repr(result)
    assert "not yet computed" in result._repr_html_()


def test_an_arrow_table_of_strings_in_dictionaries_is_read() -> None:
    table = pa.table({"id": pa.array(["H-1"]).dictionary_encode(), "division": ["510824"]})
    registry = fp.Registry.of(households=table, links=pa.table(LINKS))
    covered = fp.coverage.households(registry, on=ON, kinds=["deputy-household"])
    assert covered.total == fp.Rate(1, 1)


def test_pandas_without_pyarrow_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = households().with_columns(size=4).to_pandas()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="read through PyArrow, which is not installed"):
        fp.Registry.of(households=frame)


def test_duckdb_without_pyarrow_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = fp.Registry.of(households=duckdb.from_arrow(households().to_arrow()))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="read through PyArrow, which is not installed"):
        registry.check()
