"""`http_client=` and `transport=` take the objects of httpx and of httpx2 alike."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

import httpx
import httpx2
import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import AsyncEdgegap, ConnectionFailed, Edgegap, EdgegapError, NotFoundError, Outcome, TimedOut
from edgegap_client.sandbox import Sandbox

from .conftest import TOKEN
from .servers.ports import silent_port

APPLICATION = {"name": "my-game", "is_active": True, "image": ""}
LIBRARIES = [pytest.param(httpx, id="httpx"), pytest.param(httpx2, id="httpx2")]
KINDS = ["sync", "async"]

pytestmark = [pytest.mark.parametrize("library", LIBRARIES), pytest.mark.parametrize("kind", KINDS)]


@asynccontextmanager
async def calling(kind: str, **options: Any) -> AsyncGenerator[Callable[[Callable[[Any], Any]], Any]]:
    """Calls a client of either kind: `await call(lambda edgegap: edgegap.applications.get("x"))`."""
    if kind == "async":
        async with AsyncEdgegap(TOKEN, **options) as edgegap:

            async def call(work: Callable[[Any], Any]) -> Any:
                return await work(edgegap)

            yield call
        return
    with Edgegap(TOKEN, **options) as blocking:

        async def in_thread(work: Callable[[Any], Any]) -> Any:
            return await asyncio.to_thread(work, blocking)

        yield in_thread


def get(edgegap: Any) -> Any:
    return edgegap.applications.get("my-game")


def create(edgegap: Any) -> Any:
    return edgegap.applications.create(name="my-game", is_active=True, image="")


async def test_a_mock_transport_responds(kind: str, library: ModuleType) -> None:
    received: list[Any] = []

    def respond(request: Any) -> Any:
        received.append(request)
        return library.Response(200, json=APPLICATION)

    async with calling(kind, transport=library.MockTransport(respond)) as call:
        assert (await call(get)).name == "my-game"
        assert (await call(create)).name == "my-game"
    # Requests of the library that the transport belongs to: they are sent through its own client.
    assert [type(request) for request in received] == [library.Request] * 2
    assert [request.method for request in received] == ["GET", "POST"]
    assert json.loads(received[1].content) == APPLICATION
    for request in received:
        assert str(request.url).startswith("https://api.edgegap.com/v1/app")
        assert request.headers.get_list("authorization") == [f"token {TOKEN}"]
        assert request.headers["user-agent"].startswith("edgegap-client/")


async def test_its_loggers_show_no_query(kind: str, library: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    def respond(request: Any) -> Any:
        assert request.url.params["query"] == "a-secret"
        return library.Response(404, json={})

    caplog.set_level(logging.DEBUG)
    async with calling(kind, transport=library.MockTransport(respond)) as call:
        with pytest.raises(NotFoundError):
            await call(lambda edgegap: edgegap.deployments.list_page(query="a-secret"))
    assert "GET /v1/deployments" in caplog.text
    assert "a-secret" not in caplog.text


async def test_an_error_status_becomes_our_error(kind: str, library: ModuleType) -> None:
    def respond(request: Any) -> Any:
        return library.Response(404, json={"message": "no such application"})

    async with calling(kind, transport=library.MockTransport(respond)) as call:
        with pytest.raises(NotFoundError, match="no such application"):
            await call(get)


@pytest.mark.parametrize(
    ("name", "error", "outcome"),
    [
        ("ConnectError", ConnectionFailed, Outcome.NOT_SENT),
        ("ConnectTimeout", EdgegapError, Outcome.NOT_SENT),
        ("ReadError", ConnectionFailed, Outcome.UNKNOWN),
        ("ReadTimeout", TimedOut, Outcome.UNKNOWN),
        ("RemoteProtocolError", ConnectionFailed, Outcome.UNKNOWN),
    ],
)
async def test_an_error_of_a_transport_becomes_our_error(
    kind: str, library: ModuleType, name: str, error: type[EdgegapError], outcome: Outcome
) -> None:
    def fail(request: Any) -> Any:
        raise getattr(library, name)("broken")

    async with calling(kind, transport=library.MockTransport(fail), max_retries=0) as call:
        with pytest.raises(error) as caught:
            await call(create)
    assert caught.value.outcome is outcome


async def test_a_transport_of_its_own_sends_and_is_closed_with_the_client(
    kind: str, library: ModuleType, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/v1/app/my-game").respond_with_json(APPLICATION)
    closed: list[str] = []
    transport: Any = library.HTTPTransport() if kind == "sync" else library.AsyncHTTPTransport()
    close = transport.close if kind == "sync" else transport.aclose

    def closing() -> Any:
        closed.append(kind)
        return close()

    if kind == "sync":
        transport.close = closing
    else:
        transport.aclose = closing
    async with calling(kind, transport=transport, base_url=httpserver.url_for("")) as call:
        assert (await call(get)).name == "my-game"
        assert closed == []
    assert closed == [kind]
    assert len(httpserver.log) == 1


async def test_a_transport_that_does_not_respond_ends_with_the_deadline(kind: str, library: ModuleType) -> None:
    transport = library.HTTPTransport() if kind == "sync" else library.AsyncHTTPTransport()
    # The kernel accepts the connection and the request; nobody reads it.
    with silent_port() as port:
        async with calling(kind, transport=transport, base_url=f"http://127.0.0.1:{port}", timeout=1.5) as call:
            with pytest.raises(TimedOut) as caught:
                await call(create)
    assert caught.value.outcome is Outcome.UNKNOWN


async def test_a_response_that_is_too_large_is_refused(kind: str, library: ModuleType) -> None:
    def respond(request: Any) -> Any:
        return library.Response(200, stream=library.ByteStream(b" " * 2000))

    async with calling(kind, transport=library.MockTransport(respond), max_response_bytes=1000) as call:
        with pytest.raises(EdgegapError, match=r"1,?000"):
            await call(get)


async def test_a_client_sends_with_its_hooks_and_stays_open(
    kind: str, library: ModuleType, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/v1/app/my-game").respond_with_json(APPLICATION)
    seen: list[str] = []

    def record(request: Any) -> None:
        seen.append(request.method)

    async def record_later(request: Any) -> None:
        seen.append(request.method)

    hooks = {"request": [record if kind == "sync" else record_later]}
    mine = (library.Client if kind == "sync" else library.AsyncClient)(event_hooks=hooks)
    async with calling(kind, http_client=mine, base_url=httpserver.url_for("")) as call:
        assert (await call(get)).name == "my-game"
    assert seen == ["GET"]
    assert not mine.is_closed
    if kind == "sync":
        mine.close()
    else:
        await mine.aclose()


async def test_a_transport_to_an_application_in_this_process_sends_to_it(kind: str, library: ModuleType) -> None:
    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(APPLICATION).encode()]

    transport = library.WSGITransport(application) if kind == "sync" else library.ASGITransport(Sandbox().app)
    async with calling(kind, transport=transport) as call:
        assert (await call(create)).name == "my-game"
        assert (await call(get)).name == "my-game"


async def test_an_application_may_have_httpx2_in_the_place_of_httpx(
    kind: str, library: ModuleType, httpserver: HTTPServer
) -> None:
    """httpx2 offers this to applications: whoever imports httpx gets httpx2."""
    httpserver.expect_request("/v1/app/my-game").respond_with_json(APPLICATION)
    alias = "import httpx2; httpx2.alias_httpx()\n" if library is httpx2 else ""
    calls = {
        "sync": "with Edgegap('0123456789', base_url=sys.argv[1]) as edgegap:\n"
        "    print(edgegap.applications.get('my-game').name)",
        "async": "async def main():\n"
        "    async with AsyncEdgegap('0123456789', base_url=sys.argv[1]) as edgegap:\n"
        "        print((await edgegap.applications.get('my-game')).name)\n"
        "asyncio.run(main())",
    }
    code = f"{alias}import asyncio, sys\nfrom edgegap_client import AsyncEdgegap, Edgegap\n{calls[kind]}"
    program = [sys.executable, "-W", "error", "-c", code, httpserver.url_for("")]
    # The server responds in this process.
    done = await asyncio.to_thread(subprocess.run, program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == ("my-game", "")
