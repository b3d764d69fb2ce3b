"""From a registry down to one: rows come back as the model objects they were."""

from typing import Any

import polars as pl
import pytest

import fupin as fp
from fupin.frames import SPECS

HOUSEHOLD = fp.Household(
    id="H-1",
    division="510824102201",
    size=2,
    events=[fp.Event(event="registered", on="2014-04-01"), fp.Event(event="exited", year=2015)],
    members=[
        fp.Membership(person="P-1", since="2014-04-01"),
        fp.Membership(person="P-2", since=None, until="2016-01-01"),
    ],
)
SURVEY = fp.Survey(
    household="H-1", on="2016-12-01", income_until="2016-09-30", net_income_per_head="3210.50",
    housing=False, school_age_children=1,
)  # fmt: skip
INCOME = fp.Income(household="H-1", until="2016-12-31", wage="9000", business_expenses="0.07")
VILLAGE = fp.VillageSurvey(division="510824102201", on="2016-12-31", poor_persons=3, clinic=True)
COUNTY = fp.CountySurvey(division="510824", on="2016-12-31", service_centres=False)
PERSON = fp.Person(id="P-1", born="1980-05-06", insured=True)
PEOPLE = fp.RuralPopulation(division="510824102201", year=2016, persons=1210)
LINK = fp.Link(kind="deputy-household", helper=None, party="H-1", since="2015-03-01")
MET = fp.Meeting(kind="deputy-household", helper="D-1", party="H-1", on="2016-05-04")
OTHER = fp.Household(id="H-2", division="510824102202", size=5)
OTHER_SURVEY = fp.Survey(household="H-2", on="2016-12-01", housing=True)


def registry() -> fp.Registry:
    """A registry of all those, and a few others."""
    return fp.Registry.of(
        households=[HOUSEHOLD, OTHER],
        surveys=[SURVEY, OTHER_SURVEY],
        incomes=[INCOME], village_surveys=[VILLAGE], county_surveys=[COUNTY], persons=[PERSON],
        populations=[PEOPLE], links=[LINK], meetings=[MET],
    )  # fmt: skip


def moved(how: str) -> fp.Registry:
    """The same, in another kind of frame."""
    given = registry()
    frames: dict[str, Any] = {}
    for table in given.tables:
        rows = given.native(table)
        types = SPECS[table].types
        yuan = [column for column in rows.columns if types[column] == "yuan"]
        rows = rows.with_columns((pl.col(c).cast(pl.Decimal(14, 2)) / 100) for c in yuan)
        frames[table] = rows
    if how == "duckdb":
        import duckdb

        connection = duckdb.connect()
        return fp.Registry.of(**{n: connection.from_arrow(f.to_arrow()) for n, f in frames.items()})
    change = {
        "polars": pl.DataFrame.clone,
        "lazy": pl.DataFrame.lazy,
        "pyarrow": pl.DataFrame.to_arrow,
        "pandas": pl.DataFrame.to_pandas,
    }[how]
    return fp.Registry.of(**{n: change(f) for n, f in frames.items()})


@pytest.mark.parametrize("how", ["polars", "lazy", "pandas", "pyarrow", "duckdb"])
def test_rows_of_any_engine_come_back_as_the_objects_they_were(how: str) -> None:
    """A household with its events and members; amounts to the fen."""
    given = moved(how)
    assert given.records("households", id="H-1") == [HOUSEHOLD]
    assert given.records("surveys", household="H-1") == [SURVEY]
    assert given.records("incomes", household="H-1") == [INCOME]
    assert given.records("persons", id="P-1") == [PERSON]
    assert given.records("links", party="H-1") == [LINK]
    assert given.records("meetings", helper="D-1") == [MET]


@pytest.mark.parametrize("code", ["510824", "510824000000", 510824, fp.Division.of("510824")])
def test_a_place_is_found_by_any_form_of_its_code(code: Any) -> None:
    assert registry().records("county_surveys", division=code) == [COUNTY]


def test_a_village_is_found_with_its_people() -> None:
    code = "510824102201"
    assert registry().records("village_surveys", division=code) == [VILLAGE]
    assert registry().records("populations", division=code, year=2016) == [PEOPLE]
    assert registry().records("populations", division=code, year=2015) == []
    assert registry().records("populations", division="a village") == []


def test_an_answer_and_what_was_said_of_it_come_back_in_their_words() -> None:
    """Class and satisfaction of a reply are kept as declared."""
    reply = fp.Handling(
        matter="S-1", step="reply", on="2016-05-20", by="O-3", answer="A", satisfaction="基本满意"
    )
    other = fp.Handling(matter="S-2", step="closed", on="2016-06-01")
    given = fp.Registry.of(handlings=[reply, other])
    assert given.records("handlings", matter="S-1") == [reply]
    assert given.records("handlings", satisfaction="基本满意") == [reply]


def test_several_are_found_at_once_in_a_steady_order() -> None:
    found = registry().records("households", id=["H-2", "H-1", "H-9"])
    assert [one.id for one in found] == ["H-1", "H-2"]


def test_ids_that_are_numbers_come_back_as_text() -> None:
    """The model knows ids as text; the question may ask by either."""
    given = fp.Registry.of(
        households=pl.DataFrame({"id": [7, None], "division": ["510824", "510824"]}),
        events=pl.DataFrame({"household": [7], "event": ["registered"], "on": ["2014-04-01"]}),
    )
    [one] = given.records("households", division="510824")
    assert (one.id, one.events[0].event, one.members) == ("7", "registered", ())
    assert given.records("households", id="7") == given.records("households", id=7) == [one]


def test_a_household_of_the_synthetic_registry_can_be_asked_about() -> None:
    """Its income by parts and all: the object says what the column says."""
    made = fp.datasets.registry("510824102", households=300, seed=7)
    book = fp.policy.load("sichuan-2016")
    told = fp.coverage.screen(made, book, "household-exit", on="2016-12-31").verdicts
    for name, outcome in told.select("id", "outcome").head(40).iter_rows():
        surveys = made.records("surveys", household=name)
        if not surveys:
            assert outcome == "unknown"
            continue
        [household] = made.records("households", id=name)
        income = next(iter(made.records("incomes", household=name)), None)
        verdict = fp.criteria.assess(
            surveys, book, "household-exit", on="2016-12-31", household=household, income=income
        )
        assert verdict.outcome.value == outcome


def test_what_has_no_class_of_its_own_is_refused() -> None:
    with pytest.raises(fp.FupinError, match="no records of helpers: expected one of households"):
        registry().records("helpers", id="D-1")
    with pytest.raises(fp.FupinError, match="records of all surveys are many: say which"):
        registry().records("surveys")
    with pytest.raises(fp.FupinError, match="no column colour"):
        registry().records("surveys", colour="red")
