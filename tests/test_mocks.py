"""Tools that mock httpx replace a method of its transports or of httpcore's connections: nothing is sent then.

Here are the methods that pytest-httpx, vcrpy and respx replace; `make test-observers` runs the tools themselves.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpcore
import httpx
import pytest

from edgegap_client import AsyncEdgegap, ConnectionFailed, Edgegap, Outcome
from edgegap_client.beacons import users_from_ips
from edgegap_client.sandbox import Sandbox

from .conftest import TOKEN

# Nobody listens: a request that is not mocked is refused.
NOWHERE = "http://127.0.0.1:1"
Respond = Callable[[str, str], tuple[int, Any]]


def mock_transports(patch: pytest.MonkeyPatch, respond: Respond) -> None:
    """As pytest-httpx and vcrpy do it."""

    def handle_request(self: object, request: httpx.Request) -> httpx.Response:
        status, body = respond(request.method, request.url.path)
        return httpx.Response(status, json=body)

    async def handle_async_request(self: object, request: httpx.Request) -> httpx.Response:
        return handle_request(self, request)

    patch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    patch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request)


def mock_connections(patch: pytest.MonkeyPatch, respond: Respond) -> None:
    """As respx does it."""

    def handle_request(self: object, request: httpcore.Request) -> httpcore.Response:
        status, body = respond(request.method.decode(), request.url.target.decode().partition("?")[0])
        stream = httpx.ByteStream(json.dumps(body).encode())
        return httpcore.Response(status, headers={"Content-Type": "application/json"}, content=stream)

    async def handle_async_request(self: object, request: httpcore.Request) -> httpcore.Response:
        return handle_request(self, request)

    patch.setattr(httpcore.HTTPConnection, "handle_request", handle_request)
    patch.setattr(httpcore.AsyncHTTPConnection, "handle_async_request", handle_async_request)


@pytest.fixture(params=[mock_transports, mock_connections])
def mock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Respond], None]:
    return lambda respond: request.param(monkeypatch, respond)


def create(edgegap: Any) -> Any:
    return edgegap.applications.create(name="my-game", is_active=True, image="")


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_mock_answers_in_place_of_the_server(kind: str, mock: Callable[[Respond], None]) -> None:
    requests: list[tuple[str, str]] = []

    def respond(method: str, path: str) -> tuple[int, Any]:
        requests.append((method, path))
        return 200, {"name": "mocked", "is_active": True, "image": ""}

    mock(respond)
    if kind == "sync":
        with Edgegap(TOKEN, base_url=NOWHERE) as edgegap:
            assert create(edgegap).name == "mocked"
    else:
        async with AsyncEdgegap(TOKEN, base_url=NOWHERE) as async_edgegap:
            assert (await create(async_edgegap)).name == "mocked"
    assert requests == [("POST", "/v1/app")]


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_mocked_loss_of_the_response_leaves_the_outcome_unknown(
    kind: str, mock: Callable[[Respond], None]
) -> None:
    attempts: list[str] = []

    def lose(method: str, path: str) -> tuple[int, Any]:
        attempts.append(path)
        raise httpx.ReadError("lost")

    mock(lose)
    with pytest.raises(ConnectionFailed) as caught:
        if kind == "sync":
            with Edgegap(TOKEN, base_url=NOWHERE) as edgegap:
                create(edgegap)
        else:
            async with AsyncEdgegap(TOKEN, base_url=NOWHERE) as async_edgegap:
                await create(async_edgegap)
    assert caught.value.outcome is Outcome.UNKNOWN
    assert attempts == ["/v1/app"]  # a POST that may have been carried out is not retried


async def test_a_launch_with_a_mocked_create_request_stops_its_deployment(mock: Callable[[Respond], None]) -> None:
    created = asyncio.Event()
    stopped: list[str] = []

    def respond(method: str, path: str) -> tuple[int, Any]:
        if method == "POST":
            created.set()
            return 202, {"request_id": "a69f8e3e0555"}
        if method == "DELETE":
            stopped.append(path)
            return 200, {"message": "stopping"}
        return 503, {}  # its state cannot be read yet

    mock(respond)
    async with AsyncEdgegap(TOKEN, base_url=NOWHERE) as edgegap:
        users = users_from_ips(["8.8.8.8"])
        launch = asyncio.create_task(edgegap.deployments.launch(application="my-game", version="v1", users=users))
        await created.wait()
        await asyncio.sleep(0.05)
        launch.cancel()
        with pytest.raises(asyncio.CancelledError):
            await launch
    assert set(stopped) == {"/v1/stop/a69f8e3e0555"}  # again and again, as its end cannot be seen


class Forwarding(httpx.AsyncHTTPTransport):
    """A transport of a user's: httpx's by its class, but others send."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()
        self._other = sandbox.transport()
        self.is_carried_out = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._other.handle_async_request(request)
        if request.method == "POST":
            self.is_carried_out.set()
            await asyncio.sleep(0.2)
        return response


async def test_a_launch_cancelled_in_a_transport_that_sends_otherwise_leaves_nothing() -> None:
    sandbox = Sandbox()
    sandbox.add_version("my-game", "v1", token=TOKEN)
    transport = Forwarding(sandbox)
    async with AsyncEdgegap(TOKEN, transport=transport) as edgegap:
        users = users_from_ips(["8.8.8.8"])
        launch = asyncio.create_task(edgegap.deployments.launch(application="my-game", version="v1", users=users))
        await transport.is_carried_out.wait()
        launch.cancel()
        with pytest.raises(asyncio.CancelledError):
            await launch
    assert not sandbox.orphans()
    changes = [request.operation_id for request in sandbox.requests if request.method != "GET"]
    launch_began = changes.index("create_deployment")
    assert set(changes[launch_began + 1 :]) == {"stop_deployment"}


class Losing(httpx.HTTPTransport):
    """The same, when the response is lost."""

    attempts = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.attempts += 1
        raise httpx.ReadError("lost")


class AsyncLosing(httpx.AsyncHTTPTransport):
    attempts = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.attempts += 1
        raise httpx.ReadError("lost")


async def test_a_response_lost_in_a_transport_that_sends_otherwise_leaves_the_outcome_unknown() -> None:
    with Edgegap(TOKEN, transport=(losing := Losing())) as edgegap, pytest.raises(ConnectionFailed) as caught:
        create(edgegap)
    assert (caught.value.outcome, losing.attempts) == (Outcome.UNKNOWN, 1)
    async with AsyncEdgegap(TOKEN, transport=(async_losing := AsyncLosing())) as async_edgegap:
        with pytest.raises(ConnectionFailed) as caught:
            await create(async_edgegap)
    assert (caught.value.outcome, async_losing.attempts) == (Outcome.UNKNOWN, 1)
