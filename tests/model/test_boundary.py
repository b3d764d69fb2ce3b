"""pydantic reads and writes what fupin models, without a field written twice."""

import copy
import datetime as dt
import json
import pickle
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Optional, get_args, get_origin

import attrs
import pytest
from fastapi import Body, FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

import fupin.model
from fupin.boundary import Boundary, Day, Parsed, from_json, schema_of, to_json
from fupin.dates import Period
from fupin.errors import FupinError
from fupin.model import Deputy, Event, Helper, Household, Link, Membership, Village
from fupin.testing import yuan

CLASSES = sorted(
    (
        noun
        for noun in vars(fupin.model).values()
        if isinstance(noun, type) and issubclass(noun, Boundary)
    ),
    key=lambda noun: noun.__name__,
)

SECRET = "510824199001011234"
HOUSEHOLD = Household(
    id="H-1",
    division="510824",
    size=2,
    registration="in-need",
    registration_on="2015-12-31",
    events=[Event(event="registered", on="2014-04-01"), Event(event="exited", year=2016)],
    members=[Membership(person="P-1", since="2014-04-01")],
)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of the type of a field."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return values(args[0])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(values(args[0]), max_size=3).map(tuple)
    if args:
        return st.none() | values(args[0])
    if kind is Decimal:
        return yuan()
    return objects(kind) if attrs.has(kind) else st.from_type(kind)


def objects(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Objects of a class of the model, however senseless."""
    return st.builds(
        cls, **{a.name: values(a.type) for a in attrs.fields(attrs.resolve_types(cls))}
    )


@pytest.mark.parametrize("cls", CLASSES)
@given(data=st.data())
def test_every_class_survives_json_and_python(cls: type[Any], data: st.DataObject) -> None:
    """What is written is read back the same, and so is a pickled or copied object."""
    value = data.draw(objects(cls))
    adapter: TypeAdapter[Any] = TypeAdapter(cls)
    assert adapter.validate_json(adapter.dump_json(value)) == value
    assert adapter.validate_python(adapter.dump_python(value)) == value
    assert adapter.validate_python(value) is value
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.deepcopy(value) == copy.copy(value) == value


def test_json_is_what_one_would_write_by_hand() -> None:
    """Days are ISO text, nested values objects, empty fields null."""
    assert TypeAdapter(Household).dump_python(HOUSEHOLD, mode="json") == {
        "id": "H-1",
        "division": "510824",
        "size": 2,
        "registration": "in-need",
        "registration_on": "2015-12-31",
        "monitoring": None,
        "monitoring_on": None,
        "cause": None,
        "events": [
            {"event": "registered", "on": "2014-04-01", "year": None},
            {"event": "exited", "on": None, "year": 2016},
        ],
        "members": [{"person": "P-1", "since": "2014-04-01", "until": None}],
    }


def test_left_out_fields_have_their_defaults() -> None:
    """Only what has no default must be given."""
    assert TypeAdapter(Household).validate_json('{"id": "H-1"}') == Household(id="H-1")


@pytest.mark.parametrize(
    ("text", "at", "kind"),
    [
        ('{"id": 17}', ("id",), "string_type"),
        ("{}", ("id",), "missing"),
        ('{"id": "H-1", "phone": "13900000000"}', ("phone",), "extra_forbidden"),
        ('{"id": "H-1", "size": true}', ("size",), "int_type"),
        ('{"id": "H-1", "size": "4"}', ("size",), "int_type"),
        ('{"id": "H-1", "registration_on": 20160909}', ("registration_on",), "DayError"),
        ('{"id": "H-1", "registration_on": "2016-09"}', ("registration_on",), "DayError"),
        ('{"id": "H-1", "events": [{"event": 3}]}', ("events", 0, "event"), "string_type"),
        ('{"id": "H-1", "members": [{}]}', ("members", 0, "person"), "missing"),
        ('{"id": "H-1", "events": [{"event": "gone", "on": 0}]}', ("events", 0, "on"), "DayError"),
        ('["H-1"]', (), "dict_type"),
    ],
)
def test_an_error_has_a_clean_path(text: str, at: tuple[str | int, ...], kind: str) -> None:
    """The path names fields and places in lists, and nothing of how they are read."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Household).validate_json(text)
    [error] = caught.value.errors()
    assert (error["loc"], error["type"]) == (at, kind)


@pytest.mark.parametrize(
    "given_",
    [
        {"id": int(SECRET)},
        {"id": "H-1", "size": SECRET},
        {"id": "H-1", "cause": [SECRET]},
        {"size": 3, "cause": SECRET},
        {"id": "H-1", "name": SECRET},
        {"id": "H-1", "members": [{"person": "P-1", "since": SECRET}]},
        {"id": "H-1", "members": [{"person": {"id": SECRET}}]},
        SECRET,
    ],
)
def test_an_error_never_shows_the_value(given_: Any) -> None:
    """Neither text nor JSON nor the list of errors holds what was given."""

    class Form(BaseModel):
        household: Household

    for adapter, value in (
        (TypeAdapter[Any](Household), given_),
        (TypeAdapter[Any](list[Household]), [given_]),
        (TypeAdapter[Any](Form), {"household": given_}),
    ):
        with pytest.raises(ValidationError) as caught:
            adapter.validate_python(value)
        told = f"{caught.value} {caught.value.json()} {caught.value.errors()}"
        assert SECRET not in told
        assert "(not shown)" in told


def test_all_faults_are_told_at_once() -> None:
    """One answer lists every field that is wrong."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Link).validate_python({"kind": 1, "helper": 2, "since": "soon", "x": None})
    assert [error["loc"] for error in caught.value.errors()] == [
        ("kind",),
        ("helper",),
        ("party",),
        ("since",),
        ("x",),
    ]


def test_a_model_of_the_users_own_may_hold_them() -> None:
    """Nested, in lists, optional; read from JSON, from Python and as they are."""

    class Visit(BaseModel):
        household: Household
        helpers: list[Deputy] = []
        link: Optional[Link] = None  # noqa: UP045 - users write both
        on: Day

    visit = Visit.model_validate(
        {"household": HOUSEHOLD, "helpers": [{"id": "D-1"}], "on": dt.date(2016, 9, 9)}
    )
    assert visit.household is HOUSEHOLD
    assert visit.helpers == [Deputy(id="D-1")]
    assert Visit.model_validate_json(visit.model_dump_json()) == visit
    with pytest.raises(ValidationError) as caught:
        Visit(household=HOUSEHOLD, on="2016-09")  # type: ignore[arg-type]
    assert caught.value.errors()[0]["loc"] == ("on",)


def test_helpers_of_any_kind_are_told_apart_by_post() -> None:
    """A union of all helpers reads each as what it is."""
    adapter: TypeAdapter[list[Helper]] = TypeAdapter(list[Helper])
    helpers = [make(id="X-1") for make in get_args(Helper)]
    assert adapter.validate_json(adapter.dump_json(helpers)) == helpers
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python([{"id": "X-1", "post": "king"}])
    assert "Deputy" in str(caught.value.errors()[0]["loc"])


def test_the_json_schema_says_what_fields_mean() -> None:
    """Meanings come from docstrings, types and defaults from the fields."""
    schema = TypeAdapter(Household).json_schema()
    assert schema["title"] == "Household"
    assert schema["description"].startswith("A household, poor or not")
    assert ">>>" not in schema["description"]
    assert schema["required"] == ["id"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["division"]["description"].startswith("code of the village")
    assert schema["properties"]["size"]["anyOf"] == [{"type": "integer"}, {"type": "null"}]
    assert schema["properties"]["registration_on"]["anyOf"][0] == {
        "type": "string",
        "format": "date",
    }
    assert schema["properties"]["events"]["items"] == {"$ref": "#/$defs/Event"}
    described = schema["$defs"]["Event"]["properties"]["event"]["description"]
    assert described.endswith("any other word makes the status unknown.")


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_every_field_is_described(
    cls: type[Any], mode: Literal["validation", "serialization"]
) -> None:
    """No field of the model goes without a meaning, in what is read as in what is written."""
    schema = TypeAdapter[Any](cls).json_schema(mode=mode)
    properties = schema["properties"]
    assert list(properties) == [a.name for a in attrs.fields(cls)]
    assert all(field["description"] for field in properties.values())
    assert json.dumps(schema)


class Order(StrEnum):
    """A word of a closed list."""

    FIRST = "first"


@attrs.frozen
class Nested(Boundary):
    """Whatever a value may hold; the docstring has no list of fields."""

    period: Period
    order: Order | None = None
    either: int | str = 0
    words: dict[str, int] = attrs.field(factory=dict)
    within: "Nested | None" = None
    made: int = attrs.field(default=7, init=False)


def test_values_of_the_layers_below_are_read_too() -> None:
    """A period within a value, a word of an enum, a choice, and the class within itself."""
    inner = Nested(Period.year(2015), either="x")
    value = Nested(Period.year(2016), Order.FIRST, 3, {"a": 1}, inner)
    adapter = TypeAdapter(Nested)
    text = adapter.dump_json(value)
    assert json.loads(text)["period"] == {"since": "2016-01-01", "until": "2017-01-01"}
    assert adapter.validate_json(text) == value
    schema = adapter.json_schema()
    assert schema["$defs"]["Nested"]["properties"]["order"]["default"] is None
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python({"period": {"since": 2016}, "within": {"period": {"until": "x"}}})
    assert [error["loc"] for error in caught.value.errors()] == [
        ("period", "since"),
        ("within", "period", "until"),
    ]


@attrs.frozen
class Undocumented(Boundary):
    number: int

    def __attrs_post_init__(self) -> None:
        if self.number < 0:
            raise FupinError("number: expected {0} or more")


def test_what_the_constructor_refuses_pydantic_refuses() -> None:
    """An error of fupin's becomes one of pydantic's, word for word."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Undocumented).validate_python({"number": -1})
    [error] = caught.value.errors()
    assert (error["msg"], error["type"]) == ("number: expected {0} or more", "FupinError")
    assert "description" not in TypeAdapter(Undocumented).json_schema()


def test_a_parser_of_fupin_reads_a_users_field() -> None:
    """`Parsed` makes any parser an annotation."""
    adapter = TypeAdapter[Any](Annotated[dt.date, Parsed(lambda _: dt.date(2016, 9, 9))])
    assert adapter.validate_python("whenever") == dt.date(2016, 9, 9)


app = FastAPI()


@app.post("/households")
def register(household: Annotated[Household, Body()]) -> Household:
    """A service that registers a household."""
    return household.apply(Event(event="registered", on="2014-04-01"))


@app.post("/villages")
def villages(given: list[Village]) -> list[Village]:
    """A service that gives villages back."""
    return given


def test_a_class_of_the_users_own_is_written_read_and_described() -> None:
    """By the same three functions as a verdict."""

    @attrs.frozen(kw_only=True)
    class Visit(Boundary):
        """One look at a household.

        Attributes:
            on: the day of it.
        """

        on: Day

    visit = Visit(on=dt.date(2016, 9, 9))
    assert to_json(visit) == '{"on":"2016-09-09"}'
    assert from_json(Visit, to_json(visit)) == visit
    assert schema_of(Visit)["properties"]["on"]["description"] == "the day of it."


def test_a_web_service_takes_and_gives_them() -> None:
    """As a body and as an answer, described in its OpenAPI page; a fault is told by its path."""
    client = TestClient(app)
    answer = client.post("/households", json={"id": "H-1"})
    assert answer.status_code == 200
    assert answer.json()["events"] == [{"event": "registered", "on": "2014-04-01", "year": None}]
    village = {"division": "510824001001", "poor": True, "tags": ["革命老区"]}
    assert client.post("/villages", json=[village]).json() == [village]
    refused = client.post("/households", json={"id": "H-1", "cause": [SECRET]})
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "cause"]
    assert SECRET not in refused.text
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert {"Household", "Event", "Membership", "Village"} <= set(schemas)
