"""respx, with the decorators and fixtures that it documents."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
import respx

from edgegap_client import (
    AsyncEdgegap,
    ConnectionFailed,
    Edgegap,
    InvalidRequestError,
    NotFoundError,
    Outcome,
    ServerError,
)

from ..conftest import TOKEN
from .callers import Caller
from .server import APPLICATION, DEPLOYMENT_ID, Server
from .table import times_seen

ORDER: dict[str, Any] = {
    "application": "my-game",
    "version": "v1",
    "users": [{"user_type": "ip_address", "user_data": {"ip_address": "203.0.113.7"}}],
}
MOCKED = "mocked"
NOT_FOUND = {"message": "no such application"}


def test_a_mocked_request_is_seen_once_and_sent_to_no_server(caller: Caller, server: Server) -> None:
    with respx.mock(base_url=server.url, assert_all_called=False) as router:
        route = router.post("/v2/deployments").respond(202, json={"request_id": MOCKED})
        created = caller.create()
    seen = times_seen("respx", caller.kind)
    assert route.call_count == seen
    assert created == (MOCKED if seen else DEPLOYMENT_ID)
    assert len(server.received) == 1 - seen
    if seen:
        request = route.calls.last.request
        assert request.method == "POST"
        assert str(request.url) == f"{server.url}/v2/deployments"
        assert json.loads(request.content) == ORDER
    # Afterwards everything is as before.
    assert caller.create() == DEPLOYMENT_ID


def test_requests_are_mocked_on_aiohttp_when_respx_patches_httpx_itself(server: Server) -> None:
    for kind in ("sync", "async", "aiohttp"):
        with Caller(kind, server.url) as caller, respx.mock(base_url=server.url, using="httpx") as router:
            route = router.post("/v2/deployments").respond(202, json={"request_id": MOCKED})
            assert caller.create() == MOCKED
        assert route.call_count == 1
    assert server.received == []


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_behind_a_proxy_respx_must_patch_httpx_itself(
    kind: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    url = "http://api.example.com"
    with Caller(kind, url) as caller:
        with respx.mock(base_url=url, using="httpx") as router:
            router.post("/v2/deployments").respond(202, json={"request_id": MOCKED})
            assert caller.create() == MOCKED
        # Otherwise it takes the proxy's address for that of the request. The call fails; it is not sent.
        with respx.mock(base_url=url, assert_all_called=False) as router:
            router.post("/v2/deployments").respond(202, json={"request_id": MOCKED})
            with pytest.raises(InvalidRequestError):
                caller.create()
    assert server.received == []


@respx.mock
def test_the_decorator_of_a_synchronous_test(server: Server) -> None:
    route = respx.post(f"{server.url}/v2/deployments").mock(
        return_value=httpx.Response(202, json={"request_id": MOCKED})
    )
    with Edgegap(TOKEN, base_url=server.url) as edgegap:
        assert edgegap.deployments.create(**ORDER).request_id == MOCKED
    assert route.call_count == 1
    assert server.received == []


@respx.mock
async def test_the_decorator_of_an_asynchronous_test(server: Server) -> None:
    route = respx.post(f"{server.url}/v2/deployments").mock(
        return_value=httpx.Response(202, json={"request_id": MOCKED})
    )
    async with AsyncEdgegap(TOKEN, base_url=server.url) as edgegap:
        assert (await edgegap.deployments.create(**ORDER)).request_id == MOCKED
    assert route.call_count == 1
    assert server.received == []


async def test_the_fixture(respx_mock: respx.MockRouter, server: Server) -> None:
    respx_mock.get(f"{server.url}/v1/app/my-game").respond(404, json=NOT_FOUND)
    async with AsyncEdgegap(TOKEN, base_url=server.url) as edgegap:
        with pytest.raises(NotFoundError, match="no such application"):
            await edgegap.applications.get("my-game")
    assert server.received == []


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_errors_and_retries_are_those_of_a_real_server(kind: str, server: Server) -> None:
    with Caller(kind, server.url) as caller, respx.mock(base_url=server.url) as router:
        reading = router.get("/v1/app/my-game")
        reading.side_effect = [httpx.ConnectError, httpx.Response(503), httpx.Response(200, json=APPLICATION)]
        assert caller.get() == "my-game"
        assert reading.call_count == 3
        creating = router.post("/v2/deployments")
        creating.side_effect = httpx.ReadError
        with pytest.raises(ConnectionFailed) as lost:
            caller.create()
        assert lost.value.outcome is Outcome.UNKNOWN
        assert creating.call_count == 1
        creating.side_effect = [httpx.Response(500)]
        with pytest.raises(ServerError):
            caller.create()
        assert creating.call_count == 2
    assert server.received == []


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_request_without_a_route_fails_the_test(kind: str, server: Server) -> None:
    with (
        Caller(kind, server.url) as caller,
        respx.mock(base_url=server.url),
        pytest.raises(AssertionError, match="not mocked"),
    ):
        caller.create()
    assert server.received == []
