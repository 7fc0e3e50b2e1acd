"""Models in msgspec, cattrs, orjson, pandas and in web frameworks. What is not installed is skipped by its name."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Any

import httpx
import pytest

from edgegap_client import UNSET, Edgegap, ResponseFormatError
from edgegap_client.deployments import Deployment
from edgegap_client.models import AppVersion, AppVersionUpdateRequest, DeploymentStatus, PortProtocol
from edgegap_client.serialization import json_default, msgspec_decode, msgspec_encode, register_cattrs
from edgegap_client.types import Model

STATUS: dict[str, Any] = {
    "request_id": "d1",
    "app_name": "my-game",
    "app_version": "v1",
    "current_status": "Status.READY",
    "running": True,
    "start_time": "2026-04-22T12:00:46+00:00",
    "ports": {"gameport": {"internal": 7777, "external": 31000, "protocol": "UDP", "name": "gameport"}},
}
STATUS_MODEL = DeploymentStatus.from_dict(STATUS)
UPDATE = AppVersionUpdateRequest(docker_tag="2")


def test_msgspec_writes_and_reads_with_the_hooks_and_raises_without() -> None:
    msgspec = pytest.importorskip("msgspec")
    text = msgspec.json.encode({"a": [STATUS_MODEL], "b": UPDATE}, enc_hook=msgspec_encode)
    assert json.loads(text) == {"a": [STATUS], "b": {"docker_tag": "2"}}
    assert msgspec.json.decode(json.dumps(STATUS), type=DeploymentStatus, dec_hook=msgspec_decode) == STATUS_MODEL
    assert msgspec.convert([STATUS], type=list[DeploymentStatus], dec_hook=msgspec_decode) == [STATUS_MODEL]
    with pytest.raises((msgspec.ValidationError, ResponseFormatError), match="request_id"):
        msgspec.json.decode(b'{"request_id": []}', type=DeploymentStatus, dec_hook=msgspec_decode)
    for value in (STATUS_MODEL, UPDATE, UNSET, {"a": UNSET}):
        with pytest.raises(TypeError):
            msgspec.json.encode(value)
    with pytest.raises((TypeError, NotImplementedError)):
        msgspec.json.encode({"a": UNSET}, enc_hook=msgspec_encode)


def test_cattrs_writes_and_reads_with_the_hooks() -> None:
    cattrs = pytest.importorskip("cattrs")
    converter = cattrs.Converter()
    register_cattrs(converter)
    assert converter.unstructure({"a": [STATUS_MODEL], "b": UPDATE, "c": PortProtocol.UDP}) == {
        "a": [STATUS],
        "b": {"docker_tag": "2"},
        "c": "UDP",
    }
    assert converter.structure([STATUS], list[DeploymentStatus]) == [STATUS_MODEL]
    assert converter.structure("udp", PortProtocol) is PortProtocol.UDP
    # Without them it raises, or leaves the model as it is: never a word for what is not there.
    try:
        plain = cattrs.Converter().unstructure(UPDATE)
    except (TypeError, AttributeError, ValueError):
        pass
    else:
        assert plain in (UPDATE, {"docker_tag": "2"})


def test_orjson_writes_with_the_default() -> None:
    orjson = pytest.importorskip("orjson")
    assert json.loads(orjson.dumps({"a": [STATUS_MODEL]}, default=json_default)) == {"a": [STATUS]}
    with pytest.raises(TypeError):
        orjson.dumps(STATUS_MODEL)
    with pytest.raises(TypeError):
        orjson.dumps({"a": UNSET}, default=json_default)


def test_a_data_frame_has_real_times() -> None:
    pandas = pytest.importorskip("pandas")
    page = {"data": [{"request_id": "d1", "ready": True, "tags": [], "start_time": "2026-04-22 12:00:46.000001"}]}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=page))
    with Edgegap("a-token", base_url="http://test", transport=transport) as edgegap:
        frame = pandas.DataFrame(edgegap.deployments.list().to_dicts())
    assert str(frame["start_time"].dtype).startswith("datetime64")
    assert list(pandas.DataFrame([STATUS_MODEL])["request_id"]) == ["d1"]


def test_flask_returns_models() -> None:
    flask = pytest.importorskip("flask")
    app = flask.Flask("app")
    app.json.default = json_default
    app.add_url_rule("/", view_func=lambda: flask.jsonify(STATUS_MODEL), endpoint="one")
    app.add_url_rule("/list", view_func=lambda: [STATUS_MODEL], endpoint="list")
    client = app.test_client()
    assert client.get("/").get_json() == STATUS
    assert client.get("/list").get_json() == [STATUS]


def test_quart_returns_models() -> None:
    quart = pytest.importorskip("quart")
    app = quart.Quart("app")
    app.json.default = json_default

    async def one() -> Any:
        return quart.jsonify(STATUS_MODEL)

    app.add_url_rule("/", view_func=one)

    async def ask() -> Any:
        return await (await app.test_client().get("/")).get_json()

    assert asyncio.run(ask()) == STATUS


def test_django_returns_models() -> None:
    pytest.importorskip("django")
    from django.conf import settings
    from django.http import JsonResponse

    if not settings.configured:
        settings.configure()
    response = JsonResponse(STATUS_MODEL, safe=False, json_dumps_params={"default": json_default})
    assert json.loads(response.content) == STATUS


def test_aiohttp_returns_models() -> None:
    web = pytest.importorskip("aiohttp.web")
    response = web.json_response([STATUS_MODEL], dumps=partial(json.dumps, default=json_default))
    assert json.loads(response.text) == [STATUS]


async def get() -> DeploymentStatus:
    return STATUS_MODEL


async def launch(data: AppVersion) -> AppVersion:
    return data


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_litestar_takes_and_returns_models() -> None:
    litestar = pytest.importorskip("litestar")
    testing = pytest.importorskip("litestar.testing")
    app = litestar.Litestar(
        [litestar.get("/")(get), litestar.post("/")(launch)],
        type_encoders={Model: msgspec_encode},
        type_decoders=[(lambda kind: isinstance(kind, type) and issubclass(kind, Model), msgspec_decode)],
        openapi_config=None,
    )
    with testing.TestClient(app) as client:
        assert client.get("/").json() == STATUS
        assert client.post("/", json={"name": "v1"}).json() == {"name": "v1"}
        assert client.post("/", json={"name": []}).status_code in (400, 500)


def test_temporal_carries_models_with_its_converter_for_pydantic() -> None:
    converter = pytest.importorskip("temporalio.contrib.pydantic").pydantic_data_converter.payload_converter
    deployment = Deployment.from_status(STATUS_MODEL)
    payloads = converter.to_payloads([deployment])
    assert converter.from_payloads(payloads, [Deployment]) == [deployment]
