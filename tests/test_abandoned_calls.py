"""An abandoned call ends its connection and returns its slot at once, in every phase, whatever sends it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import httpx2
import pytest

from edgegap_client import AsyncEdgegap, EdgegapError

from .all_clients import client_of, get
from .servers.ports import deaf_port

SENDERS = ("httpx", "aiohttp", "httpx client", "httpx2 client", "httpx transport")
APPLICATION = b'{"name": "x", "is_active": true, "image": ""}'
HEALTHY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
    len(APPLICATION),
    APPLICATION,
)
# The figure is 50 ms; a loaded machine gets a margin.
AT_ONCE_SECONDS = 0.5


class Server:
    """Hangs in one phase for every path that ends in `hang`, and serves all others.

    Attributes:
        phase: Where it hangs.
        hanging: The connections that hang now.
        requests: The paths of all requests.
    """

    def __init__(self, phase: str) -> None:
        self.phase = phase
        self.hanging: set[asyncio.StreamWriter] = set()
        self.requests: list[str] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                self.requests.append(path)
                if not path.endswith("hang"):
                    writer.write(HEALTHY)
                    continue
                self.hanging.add(writer)
                if self.phase == "write":
                    transport: Any = writer.transport
                    transport.pause_reading()
                    await asyncio.sleep(30)
                if self.phase == "body":
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                await reader.read()
                return
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.hanging.discard(writer)
            writer.transport.abort()


@asynccontextmanager
async def serving(talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]) -> AsyncGenerator[str]:
    """The address of a server; whoever still talks at the end is cancelled."""
    tasks: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await talk(reader, writer)
        except (asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    async with await asyncio.start_server(converse, "127.0.0.1", 0) as listener:
        yield f"127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)
        await asyncio.sleep(0)


@asynccontextmanager
async def sending_with(sender: str, url: str, kind: str = "async", **options: Any) -> AsyncGenerator[Any]:
    owned: list[Any] = []
    match sender:
        case "httpx client":
            owned.append(httpx.AsyncClient(timeout=10))
            options["http_client"] = owned[0]
        case "httpx2 client":
            owned.append(httpx2.AsyncClient(timeout=10))
            options["http_client"] = owned[0]
        case "httpx transport":
            options["transport"] = httpx.AsyncHTTPTransport()
        case _:
            options["backend"] = sender
    async with client_of(kind, url, max_retries=0, **options) as opened:
        yield opened
    for client in owned:
        await client.aclose()


async def is_soon(condition: Callable[[], object], seconds: float = AT_ONCE_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.002)
    return True


def call(client: Any, phase: str) -> Any:
    if phase == "write":
        return client.applications.update("hang", image="x" * 5_000_000)
    return get(client, "hang")


@pytest.mark.parametrize(
    ("kind", "sender", "phase"),
    [
        *(("async", sender, phase) for sender in SENDERS for phase in ("write", "head", "body")),
        *((kind, sender, "head") for kind in ("async matchmaker", "async browser") for sender in ("httpx", "aiohttp")),
    ],
)
@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")  # of aiohttp
async def test_an_abandoned_call_closes_its_connection_and_returns_its_slot(kind: str, sender: str, phase: str) -> None:
    server = Server(phase)
    async with serving(server.talk) as address:
        url = f"http://{address}"
        async with sending_with(sender, url, kind, max_connections=1) as client:
            for _ in range(3):
                abandoned = asyncio.ensure_future(call(client, phase))
                assert await is_soon(lambda: server.hanging, 10), f"the request did not arrive: {server.requests}"
                await asyncio.sleep(0.02)
                abandoned.cancel()
                left = time.monotonic()
                with pytest.raises(asyncio.CancelledError):
                    await abandoned
                await get(client.with_options(timeout=AT_ONCE_SECONDS), "x")
                assert time.monotonic() - left < AT_ONCE_SECONDS
                if phase != "write":  # there, the server does not look
                    assert await is_soon(lambda: not server.hanging), "the connection stayed open"
                server.hanging.clear()


@pytest.mark.parametrize("sender", SENDERS)
async def test_a_call_abandoned_while_it_connects_returns_its_slot(sender: str) -> None:
    with deaf_port() as port:
        async with sending_with(sender, f"http://127.0.0.1:{port}", max_connections=1) as edgegap:
            for _ in range(3):
                abandoned = asyncio.ensure_future(edgegap.applications.get("hang"))
                await asyncio.sleep(0.05)
                abandoned.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await abandoned
                slots = (await edgegap._runtime.here()).sender._slots
                assert await is_soon(lambda: not slots.locked())  # noqa: B023


@pytest.mark.parametrize("sender", ["httpx", "aiohttp"])
async def test_a_call_abandoned_while_tls_begins_closes_its_connection(
    sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        with suppress(ConnectionError):
            await reader.read()
        closed.set()

    async with serving(silent) as address:
        url = f"https://{address}"
        async with sending_with(sender, url, max_connections=1) as edgegap:
            abandoned = asyncio.ensure_future(edgegap.applications.get("hang"))
            await asyncio.sleep(0.1)
            abandoned.cancel()
            with pytest.raises(asyncio.CancelledError):
                await abandoned
            async with asyncio.timeout(AT_ONCE_SECONDS):
                await closed.wait()


@pytest.mark.parametrize("sender", SENDERS)
async def test_healthy_calls_survive_a_brown_out(sender: str) -> None:
    """300 calls a second, of which 45 % hang and are abandoned after 0.2 s: the others all succeed."""
    server = Server("head")
    chance = random.Random(1)
    lost: list[EdgegapError] = []
    healthy = 0

    async def one(edgegap: AsyncEdgegap, hangs: bool) -> None:
        nonlocal healthy
        try:
            async with asyncio.timeout(0.2 if hangs else 5):
                await edgegap.applications.get("hang" if hangs else "x")
                healthy += 1
        except TimeoutError:
            assert hangs
        except EdgegapError as error:
            lost.append(error)

    async with serving(server.talk) as address:
        url = f"http://{address}"
        async with sending_with(sender, url, timeout=5) as edgegap:
            calls: list[asyncio.Task[None]] = []
            for _ in range(450):
                calls.append(asyncio.create_task(one(edgegap, chance.random() < 0.45)))
                await asyncio.sleep(1 / 300)
            await asyncio.gather(*calls)
            slots = (await edgegap._runtime.here()).sender._slots
            assert await is_soon(lambda: slots._value == 100)
    assert not lost
    assert healthy > 200


async def test_a_launch_cancelled_while_it_waits_for_a_connection_is_never_sent() -> None:
    server = Server("head")
    async with serving(server.talk) as address:
        url = f"http://{address}"
        async with sending_with("httpx", url, max_connections=1) as edgegap:
            busy = asyncio.ensure_future(edgegap.applications.get("hang"))
            assert await is_soon(lambda: server.hanging)
            launch = asyncio.ensure_future(
                edgegap.deployments.launch(application="a", version="v", users=["203.0.113.7"], timeout=5)
            )
            await asyncio.sleep(0.05)
            launch.cancel()
            left = time.monotonic()
            await asyncio.wait((launch,))
            assert launch.cancelled()
            assert time.monotonic() - left < AT_ONCE_SECONDS
            busy.cancel()
            await asyncio.wait((busy,))
            await edgegap.applications.get("x")
    assert not [path for path in server.requests if "deploy" in path]


@pytest.mark.parametrize("sender", ["httpx", "aiohttp"])
async def test_bytes_that_come_on_an_idle_connection_are_nobodys_response(sender: str) -> None:
    """On aiohttp they were read as the response to the next request."""
    forged = HEALTHY.replace(b'"x"', b'"F"')

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(HEALTHY)
            await writer.drain()
            await asyncio.sleep(0.02)
            writer.write(forged)

    async with serving(talk) as address:
        url = f"http://{address}"
        async with sending_with(sender, url) as edgegap:
            for _ in range(3):
                assert (await edgegap.applications.get("x")).name == "x"
                await asyncio.sleep(0.1)
