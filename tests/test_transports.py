"""What sends: httpx, or aiohttp where it is installed. `make test` runs the tests of reliability with each."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import httpx2
import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import (
    AsyncEdgegap,
    ConfigurationError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    NotFoundError,
    Outcome,
    TimedOut,
)
from edgegap_client._transport._async.pool import AsyncPooledTransport
from edgegap_client._transport.aiohttp_transport import _Transport
from edgegap_client._transport.private import transport_of
from edgegap_client.sandbox import Sandbox

from .conftest import TOKEN
from .servers.ports import unused_port

# What sends: with our own transports, or with a client that is passed in.
SENDERS = ("httpx", "aiohttp", "httpx client", "httpx2 client")
APPLICATION = {"name": "my game/1", "is_active": True, "image": ""}


@asynccontextmanager
async def serving(talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> AsyncGenerator[str]:
    """The address of a server whose conversations are over when the block is."""
    conversations: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        conversations.add(task)
        try:
            await talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async with await asyncio.start_server(converse, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with asyncio.timeout(10):
            await asyncio.gather(*conversations)


@asynccontextmanager
async def sending_with(sender: str, url: str, **options: Any) -> AsyncGenerator[AsyncEdgegap]:
    if sender.endswith("client"):
        kind: Any = {"httpx client": httpx.AsyncClient, "httpx2 client": httpx2.AsyncClient}[sender]
        options["http_client"] = kind(timeout=5)
    else:
        options["backend"] = sender
    async with AsyncEdgegap(TOKEN, base_url=url, **options) as edgegap:
        yield edgegap
    if "http_client" in options:
        await options["http_client"].aclose()


async def sends_with(edgegap: AsyncEdgegap) -> type[Any]:
    transport: object = transport_of((await edgegap._runtime.here()).sender.client)
    return type(transport)


async def test_aiohttp_is_used_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDGEGAP_BACKEND", raising=False)
    async with AsyncEdgegap(TOKEN, base_url="http://127.0.0.1:1") as edgegap:
        assert await sends_with(edgegap) is AsyncPooledTransport
    async with AsyncEdgegap(TOKEN, base_url="http://127.0.0.1:1", backend="aiohttp") as edgegap:
        assert await sends_with(edgegap) is _Transport
    monkeypatch.setenv("EDGEGAP_BACKEND", "aiohttp")
    async with AsyncEdgegap(TOKEN, base_url="http://127.0.0.1:1") as edgegap:
        assert await sends_with(edgegap) is _Transport
    async with AsyncEdgegap(TOKEN, base_url="http://127.0.0.1:1", backend="httpx") as edgegap:
        assert await sends_with(edgegap) is AsyncPooledTransport


def test_an_unknown_backend_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGEGAP_BACKEND", "curl")
    for kind in (Edgegap, AsyncEdgegap):
        with pytest.raises(ConfigurationError, match="backend must be"):
            kind(TOKEN)


@pytest.mark.parametrize("sender", SENDERS)
async def test_a_refused_connection_was_not_sent(sender: str) -> None:
    async with sending_with(sender, f"http://127.0.0.1:{unused_port()}", max_retries=0) as edgegap:
        with pytest.raises(ConnectionFailed) as caught:
            await edgegap.applications.create(name="x", is_active=True, image="")
    assert caught.value.outcome is Outcome.NOT_SENT


@pytest.mark.parametrize("sender", SENDERS)
async def test_a_connection_lost_after_sending_leaves_the_outcome_in_doubt_and_is_sent_once(sender: str) -> None:
    received: list[bytes] = []

    async def close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.readuntil(b"\r\n\r\n"))

    async with serving(close) as url, sending_with(sender, url) as edgegap:
        with pytest.raises(ConnectionFailed) as caught:
            await edgegap.applications.create(name="x", is_active=True, image="")
        assert caught.value.outcome is Outcome.UNKNOWN
        assert len(received) == 1
        # What may be repeated is repeated by our own rules, not by those of aiohttp.
        with pytest.raises(ConnectionFailed):
            await edgegap.with_options(max_retries=0).applications.get("x")
        assert len(received) == 2


# A client that is passed in keeps its own timeouts at the socket.
@pytest.mark.parametrize("sender", ["httpx", "aiohttp"])
async def test_an_answer_that_comes_by_drops_ends_with_the_deadline_and_frees_its_connection(sender: str) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not reader.at_eof():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with serving(drip) as url, sending_with(sender, url, timeout=0.2, max_retries=0) as edgegap:
        with pytest.raises(TimedOut):
            await edgegap.applications.get("x")
        assert not (await edgegap._runtime.here()).sender._slots.locked()


@pytest.mark.parametrize("sender", SENDERS)
async def test_names_arrive_as_they_were_encoded(httpserver: HTTPServer, sender: str) -> None:
    httpserver.expect_request("/v1/app/my game/1").respond_with_json(APPLICATION)
    async with sending_with(sender, httpserver.url_for("")) as edgegap:
        assert (await edgegap.applications.get("my game/1")).name == "my game/1"
    request, _ = httpserver.log[0]
    assert request.environ["REQUEST_URI"] == "/v1/app/my%20game%2F1"
    assert request.headers["Authorization"] == f"token {TOKEN}"


@pytest.mark.parametrize("sender", SENDERS)
async def test_no_answer_in_time_leaves_the_outcome_in_doubt(sender: str) -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(listen) as url, sending_with(sender, url, timeout=0.5) as edgegap:
        with pytest.raises(TimedOut) as caught:
            await edgegap.applications.create(name="x", is_active=True, image="")
        assert caught.value.outcome is Outcome.UNKNOWN
        assert caught.value.attempts == 1


@pytest.mark.parametrize("sender", SENDERS)
async def test_errors_keep_their_status_when_their_body_breaks_off(sender: str) -> None:
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n{"message": "no suc')

    async with serving(break_off) as url, sending_with(sender, url) as edgegap:
        with pytest.raises(NotFoundError):
            await edgegap.applications.get("x")


@pytest.mark.parametrize("kind", [httpx.Client, httpx2.Client])
def test_sync_clients_that_are_passed_in_send_too(httpserver: HTTPServer, kind: Any) -> None:
    httpserver.expect_request("/v1/app/my game/1").respond_with_json(APPLICATION)
    with kind(timeout=5) as mine:
        with Edgegap(TOKEN, base_url=httpserver.url_for(""), http_client=mine) as edgegap:
            assert edgegap.applications.get("my game/1").name == "my game/1"
        with Edgegap(TOKEN, base_url="http://127.0.0.1:1", http_client=mine, max_retries=0) as edgegap:
            with pytest.raises(ConnectionFailed) as caught:
                edgegap.applications.get("x")
            assert caught.value.outcome is Outcome.NOT_SENT


async def test_what_a_hook_of_a_client_raises_is_one_of_our_errors(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/app/x").respond_with_json({}, status=500)

    async def check(response: Any) -> None:
        response.raise_for_status()

    for kind in (httpx.AsyncClient, httpx2.AsyncClient):
        async with (
            kind(event_hooks={"response": [check]}) as mine,
            AsyncEdgegap(TOKEN, base_url=httpserver.url_for(""), http_client=mine, max_retries=0) as edgegap,
        ):
            with pytest.raises(EdgegapError):
                await edgegap.applications.get("x")


def test_what_is_no_client_is_refused_at_once() -> None:
    with httpx.Client() as blocking, pytest.raises(ConfigurationError, match=r"httpx2\.AsyncClient, not Client"):
        AsyncEdgegap(TOKEN, http_client=blocking)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    wrong: Any = object()
    with pytest.raises(ConfigurationError, match=r"httpx2\.Client, not object"):
        Edgegap(TOKEN, http_client=wrong)


@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
def test_warming_up_loads_what_the_first_call_needs(kind: Any) -> None:
    import subprocess
    import sys

    code = (
        f"import sys; from edgegap_client import {kind.__name__}; {kind.__name__}('0123456789').warm_up()\n"
        "before = set(sys.modules)\n"
        "from edgegap_client.models import DeploymentStatus\n"
        "from edgegap_client.api.deployments import get_deployment\n"
        "print({name for name in set(sys.modules) - before if 'edgegap_client._' in name})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


async def test_unused_connections_are_closed_and_few_are_kept_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox().serve() as url:
        async with AsyncEdgegap(TOKEN, base_url=url, backend="httpx") as edgegap:
            await asyncio.gather(*(edgegap.applications.list_page() for _ in range(10)))
            transport: Any = transport_of((await edgegap._runtime.here()).sender.client)
            pool = transport._pool
            kept = len(pool._all)
            assert kept > 1
            await edgegap.applications.list_page()
            assert len(pool._all) == kept
            monkeypatch.setattr("edgegap_client._transport._async.pool.IDLE_SECONDS", 0.0)
            await edgegap.applications.list_page()
            assert len(pool._all) == 1


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_what_must_not_be_sent_twice_gets_a_new_connection(kind: str) -> None:
    """A server that closes a pooled connection just then leaves it unknown whether it has read the request."""
    used: list[int] = []

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = max(used, default=0) + 1
        for count in itertools.count():
            head = await reader.readuntil(b"\r\n\r\n")
            used.append(number)
            if head.startswith(b"POST") and count:
                writer.transport.abort()  # as nginx does when its worker ends just then
                return
            if head.startswith(b"POST"):
                await reader.readuntil(b"}")
            body = json.dumps(APPLICATION).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
            await writer.drain()

    def play(url: str) -> None:
        with Edgegap(TOKEN, base_url=url) as edgegap:
            for _ in range(2):
                edgegap.applications.get("x")
                edgegap.applications.create(name="x", is_active=True, image="")

    async with serving(once) as url:
        if kind == "sync":
            await asyncio.to_thread(play, url)
        else:
            async with AsyncEdgegap(TOKEN, base_url=url, backend="httpx") as edgegap:
                for _ in range(2):
                    await edgegap.applications.get("x")
                    await edgegap.applications.create(name="x", is_active=True, image="")
    assert used == [1, 2, 2, 3]  # the second GET uses the connection of the first POST
