"""One odd field never hides a running server, and never the rest of a response.

The server is not the sandbox: it sends what the specification does not allow.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from edgegap_client import NotFoundError, ResponseFormatError
from edgegap_client.deployments import Deployment
from edgegap_client.drift import Unknown
from edgegap_client.models import DeploymentPort, DeploymentState, DeploymentStatus, DeploymentUser, PortProtocol

from .spec import AnyClient, open_client
from .test_operations import outcome

Json = dict[str, Any]

STATUS: Json = {
    "request_id": "d1",
    "app_name": "my-game",
    "app_version": "v1",
    "current_status": "Status.READY",
    "fqdn": "d1.pr.edgegap.net",
    "public_ip": "192.0.2.1",
    "running": True,
    "ports": {"gameport": {"internal": 7777, "external": 31000, "protocol": "UDP", "name": "gameport"}},
    "tags": [],
}
# What servers were seen to send, or might.
ODD_STATUS: list[Json] = [
    {"elapsed_time": 1.5},
    {"location": "Montreal"},
    {"app_name": None},
    {"app_name": ...},  # left out
    {"ports": []},
    {"tags": "a"},
    {"error_detail": {"why": 1}, "error": []},
    {"current_status": "ready"},
    {"last_status": 5.5, "start_time": "soon", "max_duration": "many"},
]
ODD_ITEMS: list[Json] = [{"ports": []}, {"tags": "a"}, {"ready": 1}, {"request_id": None}, {"start_time": 7}]


class OddService:
    """A small Edgegap that sends what `odd` says, and remembers what it was asked to do."""

    def __init__(self, server: HTTPServer) -> None:
        self.odd: Json = {}
        self.odd_item: Json | None = None
        self.stop_body: bytes = b'{"message": "stopping"}'
        self.loses_create = False
        self.tags: list[str] = []
        self.stopped: list[str] = []
        server.expect_request("/v2/deployments").respond_with_handler(self._create)
        server.expect_request("/v1/deployments").respond_with_handler(self._list)
        server.expect_request("/v1/status/d1").respond_with_handler(self._status)
        server.expect_request("/v1/stop/d1").respond_with_handler(self._stop)
        server.expect_request("/v1/deployments/d1/tags/launching").respond_with_handler(self._tag)
        server.expect_request("/v1/deployments/bulk-stop").respond_with_data("nothing", status=202)

    def _create(self, request: Request) -> Response:
        self.tags = request.get_json()["tags"]
        return Response("", 502) if self.loses_create else _json({"request_id": "d1"}, 202)

    def _status(self, request: Request) -> Response:
        found = {**STATUS, "tags": self.tags, **self.odd}
        if self.stopped:
            found["current_status"] = "Status.TERMINATED"
        return _json({name: value for name, value in found.items() if value is not ...})

    def _list(self, request: Request) -> Response:
        ours = {"request_id": "d1", "ready": True, "tags": self.tags}
        items = [{"request_id": "other", "ready": True, **self.odd_item}] if self.odd_item is not None else []
        return _json({"data": [*items, 5, ours], "total_count": "3", "pagination": []})

    def _tag(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.tags.remove("launching")
            return Response("", 204)
        return _json({"name": "launching", "create_time": "2026-01-01 00:00:00.000000", "last_updated": 5})

    def _stop(self, request: Request) -> Response:
        self.stopped.append("d1")
        return Response(self.stop_body, 200)


def _json(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


@pytest.fixture
def service(httpserver: HTTPServer) -> OddService:
    return OddService(httpserver)


@pytest.fixture(params=["sync", "async"])
async def client(request: pytest.FixtureRequest, httpserver: HTTPServer) -> AsyncIterator[AnyClient]:
    async with open_client(request.param, httpserver.url_for("").rstrip("/")) as opened:
        yield opened


async def launch(client: AnyClient) -> Deployment:
    users = [DeploymentUser.from_dict({"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}})]
    found: Deployment = await outcome(
        lambda: client.deployments.launch(application="my-game", version="v1", users=users, timeout=10)
    )
    return found


@pytest.mark.parametrize("odd", ODD_STATUS, ids=repr)
async def test_a_launch_hands_over_a_server_whose_status_has_odd_fields(
    odd: Json, client: AnyClient, service: OddService
) -> None:
    service.odd = odd
    deployment = await launch(client)
    assert (deployment.request_id, deployment.status, service.stopped) == ("d1", "READY", [])
    if "ports" not in odd:
        assert deployment.address("gameport") == "d1.pr.edgegap.net:31000"
    if "location" in odd:
        with pytest.raises(ResponseFormatError, match="field 'location' should be an object, got str"):
            _ = deployment.location
    assert isinstance(deployment.to_dict(), dict)


async def test_an_odd_field_is_counted_and_logged(
    client: AnyClient, service: OddService, caplog: pytest.LogCaptureFixture
) -> None:
    service.odd = {"elapsed_time": 1.5}
    with caplog.at_level(logging.WARNING, "edgegap_client"):
        await launch(client)
    seen = Unknown("get_deployment", "unreadable", "DeploymentStatus", "elapsed_time")
    assert client.drift.counts()[seen] == 1
    assert "get_deployment: unreadable field elapsed_time of DeploymentStatus" in caplog.text


@pytest.mark.parametrize("odd_item", ODD_ITEMS, ids=repr)
async def test_a_lost_create_request_is_found_beside_an_odd_deployment(
    odd_item: Json, client: AnyClient, service: OddService
) -> None:
    service.loses_create, service.odd_item = True, odd_item
    deployment = await launch(client)
    assert (deployment.request_id, service.stopped) == ("d1", [])


@pytest.mark.parametrize("odd_item", ODD_ITEMS, ids=repr)
async def test_a_list_gives_all_others_and_the_odd_item(odd_item: Json, client: AnyClient, service: OddService) -> None:
    service.odd_item = odd_item
    items = await outcome(lambda: client.deployments.list().collect())
    assert [type(item).__name__ for item in items] == ["DeploymentListItem"] * 3
    assert items[2].request_id == "d1"
    name = next(iter(odd_item))
    with pytest.raises(ResponseFormatError, match=f"field '{name}' should be"):
        getattr(items[0], name)
    with pytest.raises(ResponseFormatError, match="should be an object, got int"):
        _ = items[1].request_id
    assert [item.to_dict() for item in items[:2]] == [{"request_id": "other", "ready": True, **odd_item}, 5]


@pytest.mark.parametrize("odd_item", ODD_ITEMS, ids=repr)
async def test_a_sweep_stops_what_it_can_read(odd_item: Json, client: AnyClient, service: OddService) -> None:
    service.odd_item, service.tags = odd_item, ["launching", "launch-1"]
    swept = await outcome(lambda: client.deployments.sweep())
    assert [(each.request_id, each.stopped) for each in swept if each.since is not None] == [("d1", True)]
    assert service.stopped == ["d1"]


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b'"ok"', b"<html>ok</html>", b"{}", b"\xff", b'{"message": 5.5}']
)
async def test_a_stop_accepts_any_body(body: bytes, client: AnyClient, service: OddService) -> None:
    service.stop_body = body
    await outcome(lambda: client.deployments.stop("d1"))
    assert service.stopped == ["d1"]


async def test_any_delete_accepts_any_body(client: AnyClient, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/app/my-game/version/v1", "DELETE").respond_with_data("gone", status=201)
    await outcome(lambda: client.app_versions.delete("my-game", "v1"))


async def test_the_id_of_the_older_create_survives_odd_fields(client: AnyClient, httpserver: HTTPServer) -> None:
    body = {"request_id": "d1", "request_user_count": "many", "env": 5, "tags": {"a": 1}}
    httpserver.expect_request("/v1/deploy").respond_with_json(body)
    created = await outcome(lambda: client.deployments.create_v1(app_name="my-game", ip_list=["203.0.113.7"]))  # pyright: ignore[reportDeprecated]
    assert created.request_id == "d1"
    with pytest.raises(ResponseFormatError) as raised:
        _ = created.request_user_count
    assert (raised.value.operation, raised.value.field) == ("create_deployment_v1", "request_user_count")


def test_what_is_kept_as_received_is_given_back_until_it_is_changed() -> None:
    received = {"internal": "7777", "external": 31000.0, "protocol": "udp", "name": 7, "tls_upgrade": "false"}
    port = DeploymentPort.from_dict(received)
    assert (port.internal, port.external, port.protocol, port.name, port.tls_upgrade) == (
        7777,
        31000,
        PortProtocol.UDP,
        "7",
        False,
    )
    assert port.protocol is PortProtocol.UDP
    assert port.to_dict() == port.additional_properties == received
    port.internal, port.protocol = 8888, PortProtocol.TCP
    assert port.to_dict() == {**received, "internal": 8888, "protocol": "TCP"}


def hint_of(model: DeploymentPort | DeploymentStatus, name: str) -> str:
    with pytest.raises(ResponseFormatError) as raised:
        getattr(model, name)
    assert str(raised.value).endswith(raised.value.hint)
    return raised.value.hint


@pytest.mark.parametrize("value", [["a list"], None, "no map"], ids=repr)
def test_the_error_for_a_field_that_was_received_says_where_its_value_is(value: Any) -> None:
    status = DeploymentStatus.from_dict({**STATUS, "ports": value, "running": {}})
    assert hint_of(status, "running").startswith("the value as received is in additional_properties; ")
    assert status.additional_properties["running"] == {}
    if value is not None:
        assert hint_of(status, "ports").startswith("the value as received is in additional_properties; ")
        assert status.additional_properties["ports"] == value


def test_the_error_for_a_field_that_is_missing_says_that_nothing_was_received() -> None:
    read = DeploymentStatus.from_dict({name: value for name, value in STATUS.items() if name != "current_status"})
    made = DeploymentStatus(request_id="d1", app_name="my-game", app_version="v1")
    for status in (read, made):
        hint = hint_of(status, "status")
        assert hint.startswith("no value was received: 'current_status' in the model is False; ")
        assert "additional_properties" not in hint
        assert "current_status" not in status
        assert "current_status" not in status.additional_properties


def test_the_error_for_what_is_no_model_at_all_says_where_it_is() -> None:
    status = DeploymentStatus.from_dict({**STATUS, "ports": {"gameport": "UDP"}})
    assert status.ports is not None
    port = status.ports["gameport"]
    assert hint_of(port, "external").startswith("to_dict() gives what was received; ")
    assert port.additional_properties == {}
    received: object = port.to_dict()
    assert received == "UDP"


def test_a_status_is_a_state_and_its_text() -> None:
    for text in ("Status.READY", "READY", "ready", "status.ready"):
        status = DeploymentStatus.from_dict({**STATUS, "current_status": text})
        assert status.status is DeploymentState.READY
        assert status.status == "READY"
        assert {"READY": 1}[status.status] == 1
        assert status.to_dict()["current_status"] == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"title": "Not here", "detail": "no such application", "status": 404}, "Not here: no such application"),
        ({"detail": [{"loc": ["body", "name"], "msg": "field required"}]}, "body.name: field required"),
        ({"errors": [{"code": "E1", "message": "first"}, "second"]}, "first (E1); second"),
        ({"error": {"code": "E1", "message": "inner"}}, "inner (E1)"),
        ({"code": "APP_NOT_FOUND"}, "APP_NOT_FOUND"),
        ({"errors": {"name": ["is too short"]}}, "name: is too short"),
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/problem+json"])
async def test_an_error_of_another_shape_shows_its_text(
    body: Json, text: str, kind: str, client: AnyClient, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/v1/app/x").respond_with_data(json.dumps(body), status=404, content_type=kind)
    with pytest.raises(NotFoundError) as raised:
        await outcome(lambda: client.applications.get("x"))
    assert raised.value.message == text
