"""Models in json, pydantic and FastAPI. tests/observers has the other libraries."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

import attrs
import pytest

from edgegap_client import UNSET, Edgegap, InvalidRequestError, beacons, webhooks
from edgegap_client.deployments import Deployment, Stopped
from edgegap_client.models import (
    AppVersion,
    AppVersionCreateRequest,
    AppVersionEnv,
    AppVersionPort,
    AppVersionUpdateRequest,
    DeploymentListItem,
    DeploymentPorts,
    DeploymentState,
    DeploymentStatus,
    PortProtocol,
)
from edgegap_client.serialization import json_default
from edgegap_client.types import HIDDEN

STATUS: dict[str, Any] = {
    "request_id": "d1",
    "app_name": "my-game",
    "app_version": "v1",
    "current_status": "Status.READY",
    "fqdn": "d1.pr.edgegap.net",
    "public_ip": "2001:db8::1",
    "running": True,
    "start_time": "2026-04-22T12:00:46+00:00",
    "ports": {
        "gameport": {"internal": 7777, "external": 31000, "protocol": "UDP", "name": "gameport"},
        "web": {
            "internal": 8080,
            "external": 31001,
            "protocol": "WS",
            "name": "web",
            "tls_upgrade": True,
            "link": "https://d1.pr.edgegap.net:31001",
        },
        "8081": {"internal": 8081, "external": 31002, "protocol": "HTTP", "name": ""},
    },
    "location": {
        "city": "Montreal",
        "country": "Canada",
        "continent": "North America",
        "administrative_division": "Quebec",
        "timezone": "EST",
        "latitude": 45.5,
        "longitude": -73.6,
    },
    "tags": ["launch-1"],
}


LISTED = ("request_id", "fqdn", "public_ip", "start_time", "ports", "tags")

# One vocabulary.


def test_deployments_have_the_same_names_and_types_wherever_they_come_from() -> None:
    status = DeploymentStatus.from_dict(STATUS)
    item = DeploymentListItem.from_dict({"ready": True, **{name: STATUS[name] for name in LISTED}})
    launched = Deployment.from_status(status)
    for name in ("request_id", "status", "fqdn", "public_ip", "ports", "tags", "start_time"):
        assert getattr(status, name) == getattr(item, name) == getattr(launched, name), name
        assert type(getattr(status, name)) is type(getattr(item, name)) is type(getattr(launched, name)), name
    for each in (status, item, launched):
        assert each.status is DeploymentState.READY
        assert each.address("gameport") == "d1.pr.edgegap.net:31000"
        assert each.url("gameport") == "udp://d1.pr.edgegap.net:31000"
        assert each.url("web") == "wss://d1.pr.edgegap.net:31001"
        assert each.url("8081") == "http://d1.pr.edgegap.net:31002"
        with pytest.raises(InvalidRequestError, match="deployment d1 has no port 'other'; it has 'gameport', 'web'"):
            each.address("other")
    assert DeploymentListItem.from_dict({"request_id": "d1", "ready": False}).status is None
    assert Deployment.from_list_item(item).to_dict() == {
        name: value for name, value in launched.to_dict().items() if name != "location"
    }


def test_an_address_without_a_name_is_that_of_the_host() -> None:
    deployment = Deployment("d1", public_ip="2001:db8::1", ports=DeploymentPorts.from_dict(STATUS["ports"]))
    assert deployment.address("gameport") == "[2001:db8::1]:31000"
    deployment.public_ip = ""
    with pytest.raises(InvalidRequestError, match="deployment d1 has no host yet: wait until it is ready"):
        deployment.url("gameport")


def test_a_launched_deployment_is_written_and_read() -> None:
    deployment = Deployment.from_status(DeploymentStatus.from_dict(STATUS))
    data = json.loads(json.dumps(deployment.to_dict()))
    assert data["status"] == "READY"
    assert Deployment.from_dict(data) == deployment
    assert pickle.loads(pickle.dumps(deployment)) == copy.deepcopy(deployment) == deployment


# json


def test_one_default_writes_everything_that_the_client_returns() -> None:
    version = AppVersion.from_dict({"name": "v1", "ports": [{"port": 7777, "protocol": "udp"}]})
    text = json.dumps({"a": [version], "b": Stopped(("x",)), "c": DeploymentState.READY}, default=json_default)
    assert json.loads(text) == {
        "a": [{"name": "v1", "ports": [{"port": 7777, "protocol": "udp"}]}],
        "b": {"accepted": ["x"], "not_accepted": []},
        "c": "READY",
    }
    for impossible in (UNSET, object()):
        with pytest.raises(TypeError):
            json.dumps(impossible, default=json_default)
    with pytest.raises(TypeError, match="UNSET means that there is no value"):
        str(UNSET)


def test_nobody_takes_a_model_for_an_attrs_class() -> None:
    """They would write attributes that have other names in JSON."""
    assert not attrs.has(AppVersion)
    assert not attrs.has(Deployment)


def test_a_model_is_a_mapping_of_its_json() -> None:
    status = DeploymentStatus.from_dict(STATUS)
    assert isinstance(status, Mapping)
    assert dict(cast("Mapping[str, Any]", status)) == {**cast("Mapping[str, Any]", status)} == status.to_dict()
    assert status["current_status"] == "Status.READY"
    assert "fqdn" in status
    assert len(status) == len(STATUS)
    assert AppVersionUpdateRequest()  # true, though nothing is in it


def test_pydantic_is_not_imported_by_us() -> None:
    script = """
import sys
import edgegap_client, edgegap_client.models, edgegap_client.serialization, edgegap_client.deployments
edgegap_client.models.AppVersion.from_dict({}), edgegap_client.deployments.Deployment("a").to_dict()
print("pydantic" in sys.modules, "pydantic_core" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# pydantic and FastAPI


def test_a_model_is_a_pydantic_field() -> None:
    pydantic = pytest.importorskip("pydantic")
    match: Any = pydantic.create_model("Match", deployment=(Deployment, ...), versions=(list[AppVersion], []))
    deployment = Deployment.from_status(DeploymentStatus.from_dict(STATUS))
    made = match(deployment=deployment, versions=[{"name": "v1"}])
    assert made.deployment is deployment
    assert made.versions[0].name == "v1"
    assert match.model_validate_json(made.model_dump_json()) == made
    assert made.model_dump()["deployment"] == deployment.to_dict()
    with pytest.raises(pydantic.ValidationError, match=r"field 'ports\[0\].port' should be a whole number, got str"):
        match(deployment=deployment, versions=[{"ports": [{"port": "x", "protocol": "UDP"}]}])
    with pytest.raises(pydantic.ValidationError, match="should be an object or a Deployment"):
        match(deployment=5)
    for mode in ("validation", "serialization"):
        schema = match.model_json_schema(mode=mode)
        assert set(schema["$defs"]) == {"AppVersion", "Deployment"}
        port = schema["$defs"]["AppVersion"]["properties"]["ports"]["items"]
        assert port["properties"]["port"]["type"] == "integer"
        assert "UDP" in port["properties"]["protocol"]["x-extensible-enum"]
        assert schema["properties"]["deployment"] == {"$ref": "#/$defs/Deployment"}


def test_models_go_through_fastapi() -> None:
    fastapi = pytest.importorskip("fastapi")
    client_of: Callable[[Any], Any] = pytest.importorskip("fastapi.testclient").TestClient
    app = fastapi.FastAPI()

    def get() -> DeploymentStatus:
        return DeploymentStatus.from_dict({**STATUS, "elapsed_time": 1.5})

    def everything() -> Any:
        return DeploymentStatus.from_dict(STATUS)

    def listed() -> list[Deployment]:
        return [Deployment.from_status(DeploymentStatus.from_dict(STATUS))]

    def post(body: AppVersionCreateRequest) -> AppVersion:
        return AppVersion.from_dict(body.to_dict())

    # Annotations are texts here; frameworks look them up in this module.
    for path, function in (("/get", get), ("/plain", everything), ("/list", listed)):
        app.get(path)(function)
    app.post("/post")(post)
    client = client_of(app)
    assert client.get("/get").json() == {**STATUS, "elapsed_time": 1.5}
    assert client.get("/plain").json() == STATUS
    assert client.get("/list").json()[0]["status"] == "READY"
    body = {
        "name": "v1",
        "docker_repository": "r",
        "docker_image": "i",
        "docker_tag": "t",
        "req_cpu": 1,
        "req_memory": 2,
    }
    assert client.post("/post", json=body).json() == body
    refused = client.post("/post", json={**body, "ports": [{"port": []}]})
    assert refused.status_code == 422
    assert "field 'ports[0].port' should be a whole number, got list" in refused.text
    document = client.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert schemas["AppVersion"]["properties"]["ports"]["items"]["required"] == ["port", "protocol"]
    assert document["paths"]["/post"]["post"]["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/AppVersionCreateRequest"
    }
    assert {"Deployment", "DeploymentStatus"} <= set(schemas)


# Secrets that the service hides


MASKED = "This value is set and encrypted"


def test_a_hidden_secret_reads_as_set_and_not_known() -> None:
    version = AppVersion.from_dict(
        {"name": "v1", "private_token": MASKED, "envs": [{"key": "a", "value": MASKED}, {"key": "b", "value": "plain"}]}
    )
    assert version.private_token is HIDDEN
    assert version.envs[0].value is HIDDEN
    assert version.envs[1].value == "plain"
    assert repr(HIDDEN) == "HIDDEN"
    for copied in (copy.copy(version), copy.deepcopy(version), pickle.loads(pickle.dumps(version))):
        assert copied.private_token is HIDDEN
        assert copied == version


def sent_by(call: Callable[[Edgegap], object]) -> list[dict[str, Any]]:
    import httpx

    bodies: list[dict[str, Any]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(200, json={})

    with Edgegap("a-token", base_url="http://test", transport=httpx.MockTransport(handle), max_retries=0) as edgegap:
        call(edgegap)
    return bodies


def update_envs(envs: list[AppVersionEnv], edgegap: Edgegap) -> object:
    return edgegap.app_versions.update("g", "v1", envs=envs)


def test_a_hidden_secret_is_never_sent_back() -> None:
    assert sent_by(
        lambda edgegap: [
            edgegap.app_versions.update("g", "v1", private_token=token, docker_tag="2") for token in (HIDDEN, MASKED)
        ]
    ) == [{"docker_tag": "2"}, {"docker_tag": "2"}]
    for hidden in ([AppVersionEnv(key="a", value=HIDDEN)], [AppVersionEnv(key="a", value=MASKED)]):
        update = partial(update_envs, hidden)
        with pytest.raises(InvalidRequestError, match=r"envs\[0\].value is hidden by the service"):
            sent_by(update)
    with pytest.raises(InvalidRequestError, match="private_token is hidden by the service"):
        sent_by(
            lambda edgegap: edgegap.app_versions.create(
                "g",
                name="v2",
                docker_repository="r",
                docker_image="i",
                docker_tag="t",
                req_cpu=100,
                req_memory=200,
                private_token=HIDDEN,
                ports=[AppVersionPort(port=7777, protocol=PortProtocol.UDP)],
            )
        )


# What shows in an editor and a notebook


def test_dir_offers_what_is_public() -> None:
    for module in (beacons, webhooks):
        assert dir(module) == sorted(module.__all__)


def test_pagers_and_resources_say_what_they_are() -> None:
    with Edgegap("a-token") as edgegap:
        assert repr(edgegap.deployments.list()).startswith("<Pager of deployments.list(...): iterate over it, or call ")
        assert repr(edgegap.lobbies) == "<LobbiesResource of Edgegap>"


def test_rows_of_a_table_have_real_times() -> None:
    import httpx

    page = {"data": [{**STATUS, "ready": True}, {"request_id": "d2", "ready": True, "start_time": "soon"}]}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=page))
    with Edgegap("a-token", base_url="http://test", transport=transport) as edgegap:
        first, second = edgegap.deployments.list().to_dicts()
    assert first["start_time"] == datetime(2026, 4, 22, 12, 0, 46, tzinfo=UTC)
    assert first["ports"]["gameport"]["external"] == 31000
    assert second["start_time"] == "soon"
    assert PortProtocol("udp") is PortProtocol.UDP
