"""What all generated models promise, and the values in them; and what the errors promise.

The models come from edgegap_client.models and their samples from the schemas in openapi/edgegap.yaml, so that a new
schema is tested without a new line here.
"""

from __future__ import annotations

import copy
import datetime
import enum
import inspect
import json
import math
import pickle
import re
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, assert_type, cast

import httpx
import pytest
from lowering import lowered
from ruamel.yaml import YAML

from edgegap_client import (
    UNSET,
    Edgegap,
    EdgegapError,
    NoCapacityError,
    Outcome,
    RateLimitedError,
    Response,
    ResponseFormatError,
    Unset,
    errors,
    models,
)
from edgegap_client._core.decoding import MapModel, Model, OpenEnum, to_bool, to_datetime, to_float, to_int, to_str
from edgegap_client._core.unreadable import strict
from edgegap_client.errors import LaunchError, SearchError, SessionError
from edgegap_client.models import (
    Application,
    AppVersion,
    AppVersionPort,
    AppVersionUpdateRequest,
    DeploymentPort,
    DeploymentPorts,
    DeploymentReportMetadata,
    DeploymentState,
    DeploymentStatus,
    EnvVar,
    MetricsSeries,
    RegistryCredentials,
    SessionKind,
)

ROOT = Path(__file__).resolve().parent.parent
Schema = dict[str, Any]
Json = dict[str, Any]

SPEC: dict[str, Any] = lowered(
    cast("Any", YAML(typ="safe")).load((ROOT / "openapi" / "edgegap.yaml").read_text("utf-8"))
)
SCHEMAS: dict[str, Schema] = SPEC["components"]["schemas"]
NAMES = cast("tuple[str, ...]", vars(models)["__all__"])
ENUMS: list[str] = [name for name in NAMES if issubclass(getattr(models, name), enum.Enum)]
MODELS: list[str] = [name for name in NAMES if name in SCHEMAS and name not in ENUMS]
# Without the maps, whose names are free.
OBJECTS: list[str] = [name for name in MODELS if "properties" in SCHEMAS[name]]

SECRET_TEXT = "hunter2-hunter2"
SECRET_NUMBER = 918273645546372819
TIME = "2026-04-22T12:00:46.000001+00:00"


def model_of(name: str) -> type[Model]:
    return cast("type[Model]", getattr(models, name))


# Samples


def received(spec: Any) -> set[str]:
    """The schemas in responses and webhooks, found without the generator."""
    parts = [
        operation["responses"]
        for path in spec["paths"].values()
        for name, operation in path.items()
        if name != "parameters"
    ]
    parts += [operation["requestBody"] for hook in spec["webhooks"].values() for operation in hook.values()]
    found: set[str] = set()
    while parts:
        for kind, name in re.findall(r"#/components/(\w+)/(\w+)", json.dumps(parts.pop(), default=str)):
            if kind != "schemas" or name not in found:
                parts.append(spec["components"][kind][name])
                found |= {name} if kind == "schemas" else set()
    return found


def without_null(schema: Schema) -> Schema:
    """The schema itself, or what a nullable one is when it is not null; references are followed."""
    if "$ref" in schema:
        return without_null(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    if "oneOf" in schema:
        return without_null(next(item for item in schema["oneOf"] if item.get("type") != "null"))
    if isinstance(schema.get("type"), list):
        return {**schema, "type": next(kind for kind in schema["type"] if kind != "null")}
    return schema


def is_nullable(schema: Schema) -> bool:
    kinds = [item.get("type") for item in schema.get("oneOf", ())] + [*schema.get("type", ())]
    return "null" in kinds


RECEIVED = received(SPEC)


def needed(schema: Schema) -> list[str]:
    """The fields that every source has, and those that every sample has."""
    return [*schema.get("required", ()), *schema.get("x-edgegap-always", ())]


def sample(schema: Schema, *, full: bool = True) -> Any:
    """JSON that the schema describes: with all its fields, or with the required ones only."""
    secret = schema.get("x-edgegap-secret", False)
    schema = without_null(schema)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            if "properties" in schema:
                required = needed(schema)
                fields = schema["properties"].items()
                return {name: sample(field, full=full) for name, field in fields if full or name in required}
            inner = schema["additionalProperties"]
            return {"one": {"two": [3]} if inner is True else sample(inner, full=full)}
        case "array":
            return [sample(schema["items"], full=full)]
        case "string":
            return SECRET_TEXT if secret else TIME if schema.get("format") == "date-time" else "text"
        case "integer":
            return SECRET_NUMBER if secret else 7
        case "number":
            return 1.5
        case "boolean":
            return True
        case _:
            return {"any": ["thing", None]}


def full(name: str) -> Json:
    return cast("Json", sample(SCHEMAS[name]))


def minimal(name: str) -> Json:
    return cast("Json", sample(SCHEMAS[name], full=False))


def attribute(model: type[Model], field: str) -> str:
    """The attribute of a JSON field."""
    return next(name for name in model.__match_args__ if model._json_names.get(name, name) == field)


def absent(model: type[Model], field: str) -> Unset | None:
    """What an optional field is without a value: `UNSET` in requests, None in responses."""
    default = inspect.signature(model).parameters[attribute(model, field)].default
    assert default is UNSET or default is None
    return default


def fields_where(accepts: Callable[[Schema, bool], bool]) -> Iterator[tuple[str, str]]:
    """Each (model, field) whose schema is accepted, together with whether the field is required."""
    for name in MODELS:
        required = needed(SCHEMAS[name])
        for field, schema in SCHEMAS[name].get("properties", {}).items():
            if accepts(schema, field in required):
                yield name, field


def is_required(name: str, field: str) -> bool:
    return field in needed(SCHEMAS[name])


def is_time(schema: Schema) -> bool:
    return without_null(schema).get("format") == "date-time"


NULLABLE = list(fields_where(lambda schema, _: is_nullable(schema)))
TOLERATED = list(
    fields_where(lambda schema, required: not required and not is_nullable(schema) and without_null(schema) != {})
)
TIMES = list(fields_where(lambda schema, _: is_time(schema)))
NULLABLE_IN_REQUESTS = [
    (name, field) for name, field in NULLABLE if not is_required(name, field) and absent(model_of(name), field) is UNSET
]
SECRETS = list(fields_where(lambda schema, _: schema.get("x-edgegap-secret", False)))


def test_the_samples_reach_everything_that_is_promised_below() -> None:
    assert len(MODELS) > 120
    assert len(ENUMS) > 20
    assert set(NAMES) == {*MODELS, *ENUMS} == {*SCHEMAS}  # each model is a schema that has a name
    assert len(SECRETS) >= 14
    assert min(len(NULLABLE), len(TIMES)) >= 20


# Models


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("made", [full, minimal])
def test_a_model_gives_back_what_it_was_read_from(name: str, made: Callable[[str], Json]) -> None:
    data = made(name)
    model = model_of(name).from_dict(copy.deepcopy(data))
    assert type(model) is model_of(name)
    assert model.to_dict() == data
    assert json.loads(json.dumps(model.to_dict())) == data
    assert model == model_of(name).read(data, "")


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("made", [full, minimal])
def test_copies_of_a_model_are_equal(name: str, made: Callable[[str], Json]) -> None:
    data = made(name)
    model = model_of(name).from_dict({**data, "from the future": [1]} if "properties" in SCHEMAS[name] else data)
    for copied in (
        copy.copy(model),
        copy.deepcopy(model),
        *(pickle.loads(pickle.dumps(model, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)),
    ):
        assert copied is not model
        assert type(copied) is type(model)
        assert copied == model
        assert copied.to_dict() == model.to_dict()
        assert repr(copied) == repr(model)


@pytest.mark.parametrize("name", MODELS)
def test_unknown_fields_are_kept_and_sent_back(name: str) -> None:
    def with_unknown(value: Any) -> Any:
        if isinstance(value, dict):
            items = cast("Json", value)
            return {**{key: with_unknown(item) for key, item in items.items()}, "from the future": {"a": [1, None]}}
        return list(map(with_unknown, cast("list[object]", value))) if isinstance(value, list) else value

    is_map_of_models = SCHEMAS[name].get("additionalProperties") not in (None, True)
    data = with_unknown(full(name))
    if is_map_of_models:
        del data["from the future"]
    assert model_of(name).from_dict(data).to_dict() == data


@pytest.mark.parametrize("name", OBJECTS)
def test_fields_that_were_not_sent_are_unset_and_show_nowhere(name: str) -> None:
    model = model_of(name).from_dict(minimal(name))
    shown: list[str] = []
    for field, schema in SCHEMAS[name]["properties"].items():
        value = getattr(model, attribute(type(model), field))
        if field in needed(SCHEMAS[name]):
            value = "***" if schema.get("x-edgegap-secret") else value
            shown.append(f"{attribute(type(model), field)}={value!r}")
        else:
            assert value is absent(type(model), field)
            assert field not in model.to_dict()
    assert sorted(repr(model)) == sorted(f"{name}({', '.join(shown)})")  # in the order of the class, not of the schema


@pytest.mark.parametrize(("name", "field"), NULLABLE_IN_REQUESTS)
def test_none_is_sent_as_null_where_null_means_something(name: str, field: str) -> None:
    model = model_of(name).from_dict({**minimal(name), field: None})
    assert getattr(model, attribute(type(model), field)) is None
    assert model.to_dict() == {**minimal(name), field: None}
    setattr(model, attribute(type(model), field), UNSET)
    assert model.to_dict() == minimal(name)
    assert model.additional_properties == {}


def test_none_given_to_a_request_is_sent_and_what_was_not_given_is_not() -> None:
    assert AppVersionUpdateRequest(command=None, is_active=False).to_dict() == {"command": None, "is_active": False}


@pytest.mark.parametrize(("name", "field"), TOLERATED)
def test_null_for_any_other_optional_field_is_no_value_and_is_given_back(name: str, field: str) -> None:
    data = {**minimal(name), field: None}
    model = model_of(name).from_dict(data)
    assert getattr(model, attribute(type(model), field)) is absent(type(model), field)
    assert model.additional_properties == {field: None}
    assert model.to_dict() == data


@pytest.mark.parametrize(("name", "field"), NULLABLE)
def test_null_in_a_response_is_none_and_is_given_back(name: str, field: str) -> None:
    data = {**minimal(name), field: None}
    model = model_of(name).from_dict(data)
    assert getattr(model, attribute(type(model), field)) is None
    assert model.to_dict() == data


@pytest.mark.parametrize("name", sorted(set(OBJECTS) & RECEIVED))
def test_no_field_of_a_response_is_ever_unset(name: str) -> None:
    """Strict type checkers need no check for what cannot be: T where it is always there, `T | None` elsewhere."""
    model = model_of(name)
    hints = typing.get_type_hints(model.__init__)
    for field in SCHEMAS[name]["properties"]:
        kinds = set(typing.get_args(hints[attribute(model, field)])) or {hints[attribute(model, field)]}
        nullable = is_nullable(SCHEMAS[name]["properties"][field])
        if (name, field) != ("ContainerLogStorage", "endpoint_storage"):  # sent, too, where null means something
            assert Unset not in kinds, f"{name}.{field}"
            assert (type(None) in kinds) is (nullable or not is_required(name, field)), f"{name}.{field}"


def test_a_value_that_is_set_later_replaces_the_kept_null() -> None:
    application = Application.from_dict({"name": "my-game", "is_active": True, "image": None})
    application.image = "iVBORw0KGgo="
    assert application.to_dict()["image"] == "iVBORw0KGgo="


# Secrets


@pytest.mark.parametrize(("name", "field"), SECRETS)
def test_a_secret_shows_as_three_stars(name: str, field: str) -> None:
    shown = repr(model_of(name).from_dict(full(name)))
    assert f"{attribute(model_of(name), field)}='***'" in shown
    assert model_of(name)._secrets >= {field}


def test_as_many_secrets_are_masked_as_the_specification_marks() -> None:
    masked = {(name, field) for name in MODELS for field in model_of(name)._secrets}
    assert masked == set(SECRETS)


CONTAINING = [name for name in MODELS if any(str(s) in json.dumps(full(name)) for s in (SECRET_TEXT, SECRET_NUMBER))]


@pytest.mark.parametrize("name", CONTAINING)
def test_a_secret_shows_in_no_model_that_contains_it(name: str) -> None:
    model = model_of(name).from_dict(full(name))
    response = Response(200, json.dumps(full(name)).encode(), httpx.Headers({"x-secret": SECRET_TEXT}), model)
    for shown in (repr(model), str(model), f"{model}", repr([model]), repr({"a": model}), repr(response)):
        assert SECRET_TEXT not in shown
        assert str(SECRET_NUMBER) not in shown
        assert "'***'" in shown


def test_models_that_contain_secrets_by_way_of_others_are_among_those_tested() -> None:
    assert {"AppVersionList", "AppVersionCreateResponse", "DeployRequestV2", "RelaySessionList"} <= set(CONTAINING)


def test_unknown_fields_and_free_maps_show_their_names_only() -> None:
    credentials = RegistryCredentials.from_dict({"token": SECRET_TEXT, "refresh": SECRET_TEXT})
    assert repr(credentials) == "RegistryCredentials(token='***', additional_properties=<refresh>)"
    assert repr(DeploymentReportMetadata({"key": SECRET_TEXT})) == "DeploymentReportMetadata({'key': ...})"


def test_a_secret_of_an_impossible_type_does_not_show_in_the_error() -> None:
    variable = EnvVar.from_dict({"key": "a", "value": [SECRET_TEXT]})
    with pytest.raises(ResponseFormatError) as raised:
        _ = variable.value
    assert SECRET_TEXT not in f"{raised.value} {raised.value!r} {raised.value.__dict__} {variable!r}"


# Times


@pytest.mark.parametrize(("name", "field"), TIMES)
@pytest.mark.parametrize("odd", ["soon", "", 1_776_859_246, {"at": "noon"}], ids=repr)
def test_an_odd_time_is_kept_and_given_back(name: str, field: str, odd: object) -> None:
    data = {**full(name), field: odd}
    model = model_of(name).from_dict(data)
    with pytest.raises(ResponseFormatError, match=f"field '{field}' should be a time"):
        getattr(model, attribute(type(model), field))
    assert model.additional_properties == {field: odd}
    assert model.to_dict() == data


def test_an_odd_time_in_a_list_keeps_the_whole_list() -> None:
    data = {"timestamps": ["2026-04-22 12:00:46", "soon"], "labels": ["a", "b"]}
    series = MetricsSeries.from_dict(data)
    with pytest.raises(ResponseFormatError, match="field 'timestamps' has an item 1 that should be a time, got str"):
        _ = series.timestamps
    assert series.labels == ["a", "b"]
    assert series.to_dict() == data


NOON = datetime.datetime(2026, 4, 22, 12, 0, 46, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-22 12:00:46",
        "2026-04-22T12:00:46Z",
        "2026-04-22T12:00:46.000000+00:00",
        "2026-04-22T14:00:46+02:00",
        "20260422T120046Z",
        "2026/04/22 12:00:46",
        "22 Apr 2026 14:00:46 +0200",
        "Mon, 22 Apr 2026 12:00:46 GMT",
        "Wed, 22 Apr 2026 12:00:46 GMT",
        "Wed Apr 22 12:00:46 UTC 2026",
        "April 22, 2026 12:00:46 PM",
    ],
)
def test_times_in_the_forms_that_services_use_are_read(text: str) -> None:
    moment = to_datetime(text, "at")
    assert moment == NOON
    assert moment.tzinfo is not None


@pytest.mark.parametrize(
    "text", ["12", "May", "2026", "22 Apr", "Wednesday", "12:00", "12:00:46 GMT", "1776859246", "0000-00-00 00:00:00"]
)
def test_a_fragment_of_a_time_is_kept_and_not_guessed_at(text: str) -> None:
    with pytest.raises(ResponseFormatError, match="field 'at' should be a time, got str"):
        to_datetime(text, "at")


@pytest.mark.parametrize("text", ["x" * 5000, "[" * 5000, "\0", "9999-99-99T99:99:99", "22 Apr 99999"])
def test_no_text_is_too_odd_for_a_time_field(text: str) -> None:
    application = Application.from_dict({"name": "my-game", "is_active": True, "create_time": text})
    with pytest.raises(ResponseFormatError):
        _ = application.create_time
    assert application.to_dict()["create_time"] == text


@pytest.mark.parametrize("text", ["2026-04-22T12:00:46+99:00", "22 Apr 2026 12:00:46 +9900"])
def test_a_time_with_an_impossible_offset_is_kept(text: str) -> None:
    application = Application.from_dict({"name": "my-game", "is_active": True, "create_time": text})
    with pytest.raises(ResponseFormatError):
        _ = application.create_time
    assert application.to_dict()["create_time"] == text


@pytest.mark.parametrize("text", ["22 Apr 2026 12:00:46 EST", "Wed Apr 22 12:00:46 CEST 2026"])
def test_a_time_in_a_zone_that_has_no_clear_meaning_is_kept(text: str) -> None:
    with pytest.raises(ResponseFormatError, match="field 'at' should be a time, got str"):
        to_datetime(text, "at")


def test_dateutil_is_imported_only_when_a_time_needs_it() -> None:
    script = """
import sys
import edgegap_client
from edgegap_client.models import Application
def read(time):
    application = Application.from_dict({"name": "my-game", "is_active": True, "create_time": time})
    print(application.create_time is not None, "dateutil" in sys.modules)
read("2026-04-22 12:00:46.000001")
read("2026-04-22T12:00:46Z")
read("Wed, 22 Apr 2026 12:00:46 GMT")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True False", "True False", "True True"]


# Conversions


@pytest.mark.parametrize(
    ("read", "value", "wanted"),
    [
        (to_int, "5", 5),
        (to_int, " 5 ", 5),
        (to_int, "-5", -5),
        (to_int, 5.0, 5),
        (to_float, 512, 512.0),
        (to_float, "512", 512.0),
        (to_float, "0.5", 0.5),
        (to_str, 7, "7"),
        (to_str, 1.5, "1.5"),
        (to_bool, "true", True),
        (to_bool, "False", False),
    ],
)
def test_a_value_that_can_be_converted_without_loss_is(
    read: Callable[[Any, str], Any], value: Any, wanted: Any
) -> None:
    got = read(value, "field")
    assert got == wanted
    assert type(got) is type(wanted)


def test_models_convert_as_well() -> None:
    port = AppVersionPort.from_dict({"port": "7777", "protocol": "UDP", "name": 7, "to_check": "true"})
    assert (port.port, port.name, port.to_check) == (7777, "7", True)
    version = AppVersion.from_dict({**minimal("AppVersion"), "caching_percent": 1})
    assert (version.caching_percent, type(version.caching_percent)) == (1.0, float)


IMPOSSIBLE: dict[str, list[Any]] = {
    "string": [{"a": 1}, ["a"], True],
    "integer": ["abc", "", "1.5", 1.5, True, "nan", "inf", float("nan"), float("inf"), ["1"], {"a": 1}],
    "number": ["abc", "", True, [1.5], {"a": 1}, 10**400],
    "boolean": ["yes", 1, 0, [], {}],
    "array": [{"a": 1}, "text", 5, True],
    "object": [["a"], "text", 5, True],
}
NOT_A_NUMBER = ["nan", "inf", "-Infinity", "1e400", float("nan"), float("inf")]


def impossible_for(schema: Schema) -> list[Any]:
    """What a field of this schema can't be."""
    schema = without_null(schema)
    return [] if is_time(schema) else IMPOSSIBLE.get(schema.get("type", ""), [])


@pytest.mark.parametrize("name", OBJECTS)
def test_an_impossible_value_or_a_missing_one_raises_when_it_is_used(name: str) -> None:
    data, model = full(name), model_of(name)
    for field, schema in SCHEMAS[name]["properties"].items():
        for value in impossible_for(schema):
            if isinstance(value, float) and math.isnan(value):
                continue  # not a number, which equals nothing
            read = model.from_dict({**data, field: value})
            check_unreadable(read, field, "should be", f"{name}.{field}")
            assert read.to_dict() == {**data, field: value}
    for field in needed(SCHEMAS[name]):
        check_unreadable(
            model.from_dict({key: value for key, value in data.items() if key != field}), field, "is missing", field
        )


def check_unreadable(model: Model, field: str, reason: str, what: str) -> None:
    """One field raises, and everything else works."""
    odd = attribute(type(model), field)
    with pytest.raises(ResponseFormatError) as raised:
        getattr(model, odd)
    assert raised.value.field == field, what
    assert reason in raised.value.reason, what
    for name in type(model).__match_args__:
        if name != odd:
            getattr(model, name)
    assert (f"{odd}=<unreadable>" in repr(model)) is (reason != "is missing")
    for copied in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert copied == model, what
        assert copied.to_dict() == model.to_dict()
        assert repr(copied) == repr(model)
        with pytest.raises(ResponseFormatError):
            getattr(copied, odd)
    assert isinstance(model, model_of(type(model).__name__))
    assert model != model_of(type(model).__name__).from_dict(full(type(model).__name__))


@pytest.mark.parametrize("value", NOT_A_NUMBER)
def test_what_is_not_a_finite_number_is_no_number(value: object) -> None:
    version = AppVersion.from_dict({**minimal("AppVersion"), "caching_percent": value})
    with pytest.raises(ResponseFormatError):
        _ = version.caching_percent


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_an_answer_with_a_number_that_is_not_finite_is_refused(number: str) -> None:
    body = json.dumps({**minimal("AppVersion"), "caching_percent": 0}).replace(
        '"caching_percent": 0', f'"caching_percent": {number}'
    )
    assert number in body
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    with (
        Edgegap("a-token", base_url="http://test", transport=transport, max_retries=0) as edgegap,
        pytest.raises(ResponseFormatError),
    ):
        _ = edgegap.app_versions.get("my-game", "v1").caching_percent


VERSION = minimal("AppVersion")
BAD_PORTS: list[Json] = [{"protocol": "UDP", "port": "x"}]
BAD_ENVS: list[Json] = [{"key": "a", "value": "b"}, {"key": "c", "value": {}}]


DEEP: list[tuple[str, Json, str]] = [
    ("AppVersionList", {"versions": [VERSION, {**VERSION, "ports": BAD_PORTS}]}, "versions[1].ports[0].port"),
    ("AppVersionList", {"versions": [{**VERSION, "envs": BAD_ENVS}]}, "versions[0].envs[1].value"),
    ("AppVersionList", {"versions": [VERSION, "v2"]}, "versions[1]"),
    ("AppVersionList", {"versions": [VERSION, None]}, "versions[1]"),
    ("AppVersionList", {"versions": {"v1": VERSION}}, "versions"),
    ("AppVersionList", {"pagination": {"paginator": {"num_pages": "many"}}}, "pagination.paginator.num_pages"),
    ("DeploymentPorts", {"gameport": {"external": "x"}}, "gameport.external"),
    ("DeploymentListItem", {"request_id": "a", "ports": {"7777": 5}}, "ports.7777"),
    ("DeploymentListItem", {"request_id": "a", "tags": ["a", {}]}, "tags[1]"),
    ("DeploymentListItem", {"request_id": {}}, "request_id"),
    ("MetricsSeries", {"datasets": [1, 2.5, "x"]}, "datasets[2]"),
    ("MetricsSeries", {"timestamps": "2026-04-22"}, "timestamps"),
]


@pytest.mark.parametrize(("model", "data", "path"), DEEP)
def test_a_strict_reader_names_an_impossible_value_by_its_full_path(model: str, data: Json, path: str) -> None:
    with strict(), pytest.raises(ResponseFormatError) as raised:
        model_of(model).from_dict(data)
    assert raised.value.field == path
    assert f"'{path}'" in str(raised.value)
    assert model_of(model).from_dict(data).to_dict() == data


# Maps


def test_a_map_is_a_dict_of_models() -> None:
    ports = DeploymentPorts.from_dict({"gameport": {"internal": 7777, "external": 31000}, "8080": {"internal": 8080}})
    assert ports["gameport"].external == 31000
    assert (len(ports), list(ports), "8080" in ports, "other" in ports) == (2, ["gameport", "8080"], True, False)
    assert ports.get("other") is None
    assert [port.internal for port in ports.values()] == [7777, 8080]
    assert dict(ports) == ports
    assert ports == dict(ports)
    assert ports != DeploymentPorts()
    with pytest.raises(KeyError):
        ports["other"]
    ports["query"] = DeploymentPort(internal=9000)
    del ports["8080"]
    assert ports.pop("gameport").internal == 7777
    assert ports.setdefault("query", DeploymentPort()) == DeploymentPort(internal=9000)
    assert ports.to_dict() == {"query": {"internal": 9000}}
    assert not DeploymentPorts()
    assert repr(ports) == "DeploymentPorts({'query': DeploymentPort(internal=9000)})"


def test_every_map_model_is_a_mapping() -> None:
    maps = [name for name in MODELS if name not in OBJECTS]
    assert "DeploymentPorts" in maps
    for name in maps:
        model = model_of(name).from_dict(full(name))
        assert isinstance(model, MapModel)
        assert list(cast("MapModel[object]", model)) == ["one"]


def test_empty_maps_do_not_share_their_entries() -> None:
    first, second = DeploymentReportMetadata(), DeploymentReportMetadata()
    first["a"] = 1
    assert second == {}


# Enumerations


def enum_of(name: str) -> type[OpenEnum]:
    return cast("type[OpenEnum]", getattr(models, name))


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_knows_the_values_of_the_specification_and_keeps_all_others(name: str) -> None:
    kind = enum_of(name)
    prefix = "Status." if name == "DeploymentState" else ""
    assert sorted(prefix + member for member in kind) == sorted(SCHEMAS[name]["enum"])
    for text in [*SCHEMAS[name]["enum"], "From.The Future", "ключ", ""]:
        member = kind(text)
        value = text.removeprefix(prefix)
        assert member == kind(value) == kind(value.swapcase() if member.is_known else value) == value
        assert value == member
        assert str(member) == f"{member}" == member.value == value
        assert member.is_known is (text in SCHEMAS[name]["enum"])
        assert member.encoded == (text if member.is_known else prefix + text)
        assert {value: 1}[member] == 1
        assert json.dumps({"at": member}) == json.dumps({"at": value})
        for copied in (copy.copy(member), copy.deepcopy(member), pickle.loads(pickle.dumps(member)), kind(member)):
            assert copied == member
            assert type(copied) is kind
            assert copied.is_known is member.is_known
    assert len(kind) == len(SCHEMAS[name]["enum"])  # the unknown ones did not become members


def test_an_unknown_value_equals_itself_and_known_values_are_members() -> None:
    assert DeploymentState("Status.HIBERNATING") == DeploymentState("Status.HIBERNATING")
    assert DeploymentState("Status.HIBERNATING") != DeploymentState("Status.READY")
    assert DeploymentState("Status.READY") is DeploymentState("ready") is DeploymentState.READY == "READY"
    assert hash(DeploymentState.READY) == hash("READY")
    assert pickle.loads(pickle.dumps(DeploymentState.READY)) is DeploymentState.READY
    assert "HIBERNATING" in repr(DeploymentState("Status.HIBERNATING"))


def test_a_number_where_text_is_listed_is_kept_as_text_and_nothing_else_is_taken() -> None:
    assert SessionKind.read(5, "kind") == "5"
    for impossible in (None, True, ["Seat"], {"kind": "Seat"}):
        with pytest.raises(ResponseFormatError) as raised:
            SessionKind.read(impossible, "kind")
        assert raised.value.field == "kind"
    with pytest.raises(ValueError, match="5 is not a valid SessionKind"):
        SessionKind(cast("str", 5))


def test_an_unknown_enum_value_is_sent_back_as_it_came() -> None:
    data = {**minimal("DeploymentStatus"), "current_status": "Status.HIBERNATING"}
    status = DeploymentStatus.from_dict(data)
    assert not status.status.is_known
    assert status.status == "HIBERNATING"
    assert status.to_dict() == data


# What was not given


def test_unset_is_one_falsy_object_that_type_checkers_narrow() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(UNSET, protocol)) is UNSET
    assert copy.copy(UNSET) is UNSET
    assert copy.deepcopy({"a": [UNSET]})["a"][0] is UNSET
    assert isinstance(UNSET, Unset)

    def narrowed(value: str | Unset) -> str:
        if value is UNSET:
            return "nothing"
        assert_type(value, str)
        return value

    assert [narrowed(UNSET), narrowed("text")] == ["nothing", "text"]


# Errors

KINDS: list[type[EdgegapError]] = [
    kind for name in errors.__all__ if inspect.isclass(kind := getattr(errors, name)) and issubclass(kind, EdgegapError)
]


def loaded(kind: type[EdgegapError]) -> EdgegapError:
    """An error of this kind with something in each of its attributes."""
    error = kind("it failed")
    error.operation, error.method, error.path = "get_application", "GET", "/v1/app/my-game"
    error.status, error.body, error.details = 418, '{"message": "it failed"}', {"why": ["a", {"b": None}]}
    error.headers, error.outcome = {"x-request-id": "r1"}, Outcome.REJECTED
    for name, value in (("deployment_id", "d1"), ("retry_after", 1.5), ("field", "versions[0]")):
        if hasattr(error, name):
            setattr(error, name, value)
    error.hint = "a hint of its own"
    error.add_note("a note")
    return error


def bare(kind: type[EdgegapError]) -> EdgegapError:
    return kind("it failed")


def test_every_error_of_the_tree_is_tested_here_and_public() -> None:
    def below(kind: type[EdgegapError]) -> set[type[EdgegapError]]:
        return {kind}.union(*(below(child) for child in kind.__subclasses__() if child.__module__ == kind.__module__))

    assert set(KINDS) == below(EdgegapError)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("made", [loaded, bare])
def test_an_error_is_pickled_and_copied_with_all_that_it_says(
    kind: type[EdgegapError], made: Callable[[type[EdgegapError]], EdgegapError]
) -> None:
    error = made(kind)
    for copied in (
        copy.copy(error),
        copy.deepcopy(error),
        *(pickle.loads(pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),
    ):
        assert type(copied) is kind
        assert vars(copied) == vars(error)
        assert copied.args == error.args
        assert str(copied) == str(error)
        assert repr(copied) == repr(error)
        assert copied.request_id == error.request_id


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_told_in_one_line(kind: type[EdgegapError]) -> None:
    for error in (loaded(kind), bare(kind)):
        assert "\n" not in str(error)
        assert "it failed" in str(error)
    text = str(loaded(kind))
    if not issubclass(
        kind, LaunchError | SessionError | SearchError
    ):  # these say what became of the deployment instead
        assert "GET /v1/app/my-game: HTTP 418: " in text
        assert "(request id r1)" in text
        assert "a hint of its own" in text


def raised_for(status: int, body: bytes | str, **headers: str) -> EdgegapError:
    """What a client raises for this answer."""
    answer = httpx.Response(status, content=body, headers=headers)
    transport = httpx.MockTransport(lambda _: answer)
    with (
        Edgegap("a-token", base_url="http://test", transport=transport, max_retries=0) as edgegap,
        pytest.raises(EdgegapError) as raised,
    ):
        edgegap.applications.get("my-game")
    return raised.value


ODD_TEXT = "first\nsecond\r\n\tthird\x1b[31m\x00\u2028fourth"


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"message": ODD_TEXT}),
        json.dumps({"messages": ["first", "second\nthird", "fourth"]}),
        json.dumps({"error": ODD_TEXT}),
        f"<html><title>\n{ODD_TEXT}\n</title></html>",
        ODD_TEXT,
        "fourth " * 10_000,
    ],
)
@pytest.mark.parametrize("status", [400, 500])
def test_whatever_the_server_says_is_told_in_one_short_line(status: int, body: str) -> None:
    error = raised_for(status, body, **{"x-request-id": "r1"})
    assert str(error).isprintable()
    assert "fourth" in str(error)
    assert len(str(error)) < 700
    assert len(error.body) < 2_100


@pytest.mark.parametrize("name", ["a\nb", "a" * 10_000])
def test_a_field_that_the_server_named_is_told_in_one_short_line(name: str) -> None:
    with strict(), pytest.raises(ResponseFormatError) as raised:
        DeploymentPorts.from_dict({name: 5})
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 700


@pytest.mark.parametrize(
    "body",
    [
        {"message": "no", "token": SECRET_TEXT},
        {"message": "no", "private_token": SECRET_TEXT},
        {"message": "no", "secret_access_key": [SECRET_TEXT, {"a": SECRET_TEXT}]},
        {"message": "no", "version": {"envs": [{"key": "PASSWORD", "value": SECRET_TEXT}]}},
        {"message": "no", "Authorization": SECRET_TEXT, "api_key": SECRET_TEXT, "apikey": SECRET_TEXT},
        {"message": "no", "authorization_token": SECRET_NUMBER},
        {"message": f"sent was: token {SECRET_TEXT}"},
        {"message": ["no", {"password": SECRET_TEXT}]},
        {"detail": [{"credentials": SECRET_TEXT}]},
        {"message": "no", "details": {"token": SECRET_TEXT}},
        f"Bearer {SECRET_TEXT} is not known",
        f"<html><title>token {SECRET_TEXT}</title></html>",
    ],
    ids=repr,
)
def test_a_secret_in_an_error_answer_is_masked(body: Json | str) -> None:
    told_nowhere(SECRET_TEXT, raised_for(400, body if isinstance(body, str) else json.dumps(body)))


def told_nowhere(secret: str, error: EdgegapError) -> None:
    told = f"{error} {error!r} {vars(error)} {error.args}"
    assert "***" in told
    assert secret not in told
    assert str(SECRET_NUMBER) not in told


@pytest.mark.parametrize(
    "body",
    [
        f'{{"message": "no", "private_token": "{SECRET_TEXT}", "cut off',
        f"private_token={SECRET_TEXT}",
        json.dumps({"message": json.dumps({"private_token": SECRET_TEXT})}),
        json.dumps({"message": f"Authorization: {SECRET_TEXT}"}),
        json.dumps({"detail": [{"loc": ["body", "private_token"], "msg": "too short", "input": SECRET_TEXT}]}),
    ],
)
def test_a_secret_in_an_error_answer_of_another_form_is_masked(body: str) -> None:
    told_nowhere(SECRET_TEXT, raised_for(400, body))


@pytest.mark.parametrize(
    "said", ["Token expired", "Invalid token provided", "The token belongs to another organisation"]
)
def test_what_the_server_says_about_a_token_stays_readable(said: str) -> None:
    assert raised_for(401, json.dumps({"message": said})).message == said


def test_an_error_answer_that_is_nested_deeply_is_raised_as_an_error_of_ours() -> None:
    assert raised_for(400, "[" * 600 + "]" * 600).status == 400


def test_what_an_error_adds_to_the_others_is_told() -> None:
    limited, capacity = RateLimitedError("slow down"), NoCapacityError("no room")
    limited.retry_after, capacity.deployment_id = 2.5, "d1"
    assert "try again in 2.5 s" in str(limited)
    assert "stop deployment d1" in str(capacity)


class Mine(Application):
    """A model of a user's own."""

    def __init__(self, *args: Any, extra: int = 5, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.extra = extra


def test_a_users_subclass_of_a_model_is_made_by_its_own_init() -> None:
    made = Mine.from_dict({**full("Application"), "name": "x", "new": 1})
    assert (type(made), made.name, made.extra, made.additional_properties) == (Mine, "x", 5, {"new": 1})


def test_a_users_subclass_may_have_unreadable_fields() -> None:
    made = Mine.from_dict({"name": "x", "image": 5.5, "create_time": []})
    assert (isinstance(made, Mine), made.name, made.extra, made.image) == (True, "x", 5, "5.5")
    with pytest.raises(ResponseFormatError, match="create_time"):
        _ = made.create_time
