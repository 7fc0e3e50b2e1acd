"""Connections: over TLS, with answers larger than any buffer, and when the server hangs up between two requests."""

from __future__ import annotations

import asyncio
import gc
import json
import select
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpcore
import pytest
import trustme

from edgegap_client import (
    AsyncEdgegap,
    ClientClosedError,
    ConfigurationError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    Outcome,
)
from edgegap_client._core.exchange import Exchange, current_exchange
from edgegap_client._core.settings import ssl_context
from edgegap_client._runtime.sync_sender import Sender
from edgegap_client._transport.async_stream import AsyncBackend
from edgegap_client._transport.sync_stream import Backend, Stream

from .conftest import TOKEN
from .servers.ports import silent_port

Get = Callable[[str], Any]


class Server:
    """Answers each request with an application whose picture is as large as the name says, and keeps its connections.

    Attributes:
        connections: How many there were.
        requests: How many there were.
        open: How many connections there are.
        pause: Seconds until it answers.
        hang_up: Whether to close each connection once it has answered.
        speaks_tls: Otherwise it greets with something else.
    """

    def __init__(self) -> None:
        self.connections = 0
        self.requests = 0
        self.hang_up = False
        self.open = 0
        self.pause = 0.0
        self.speaks_tls = True
        self._tasks: set[asyncio.Task[None]] = set()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        self.open += 1
        try:
            if not self.speaks_tls:
                writer.write(b"220 mail.example ESMTP\r\n")
                return
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.requests += 1
                await asyncio.sleep(self.pause)
                name = head.split(b" ", 2)[1].rsplit(b"/", 1)[1].decode()
                body = json.dumps({"name": name, "is_active": True, "image": "x" * int(name)}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()
                if self.hang_up:
                    return
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.close()

    @contextmanager
    def serve(self, context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Generator[int]:
        """The port."""
        loop = asyncio.new_event_loop()
        ports: list[int] = []
        is_up = threading.Event()
        stop = asyncio.Event()

        async def run() -> None:
            async with await asyncio.start_server(self.talk, host, 0, ssl=context) as server:
                ports.append(server.sockets[0].getsockname()[1])
                is_up.set()
                await stop.wait()
            # A loop that closes over them would leave their sockets to the garbage collector, in some later test.
            for task in tuple(self._tasks):
                task.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks)
            await asyncio.sleep(0)  # what `writer.close` has scheduled

        thread = threading.Thread(target=lambda: (loop.run_until_complete(run()), loop.close()))
        thread.start()
        is_up.wait()
        try:
            yield ports[0]
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture(params=["sync", "async"])
def play(request: pytest.FixtureRequest) -> Callable[[str, Callable[[Get], Awaitable[None]]], None]:
    """Run a story of GETs with one client, sync or async."""

    def run(url: str, story: Callable[[Get], Awaitable[None]]) -> None:
        async def with_async() -> None:
            async with AsyncEdgegap(TOKEN, base_url=url, backend="httpx", max_retries=0) as edgegap:
                await story(edgegap.applications.get)

        async def with_sync() -> None:
            with Edgegap(TOKEN, base_url=url, max_retries=0) as edgegap:

                async def get(name: str) -> Any:
                    return await asyncio.to_thread(edgegap.applications.get, name)

                await story(get)

        asyncio.run(with_async() if request.param == "async" else with_sync())

    return run


Play = Callable[[str, Callable[[Get], Awaitable[None]]], None]


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[trustme.CA]:
    """Who vouches for servers, and is trusted in this test."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    ssl_context.cache_clear()
    yield made
    ssl_context.cache_clear()


def certified(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)  # pyright: ignore[reportUnknownMemberType]
    return context


def test_tls_connections_are_verified_kept_and_read_whole(server: Server, authority: trustme.CA, play: Play) -> None:
    async def story(get: Get) -> None:
        assert (await get("10")).image == "x" * 10
        # Larger than what may wait to be read, so that the server is held up and goes on.
        assert len((await get("3000000")).image) == 3_000_000
        assert server.connections == 1

    with server.serve(certified(authority, "localhost"), host="localhost") as port:
        play(f"https://localhost:{port}", story)


def test_a_certificate_for_another_host_is_refused_before_anything_is_sent(
    server: Server, authority: trustme.CA, play: Play
) -> None:
    async def story(get: Get) -> None:
        with pytest.raises(ConnectionFailed, match=r"(?i)certificate") as caught:
            await get("1")
        assert caught.value.outcome is Outcome.NOT_SENT

    with server.serve(certified(authority, "elsewhere.example"), host="localhost") as port:
        play(f"https://localhost:{port}", story)
    assert server.requests == 0


def test_tls_with_a_server_that_speaks_none_fails_in_time(server: Server, authority: trustme.CA, play: Play) -> None:
    async def story(get: Get) -> None:
        with pytest.raises(ConnectionFailed) as caught:
            await get("1")
        assert caught.value.outcome is Outcome.NOT_SENT

    server.speaks_tls = False
    with server.serve(host="localhost") as port:
        play(f"https://localhost:{port}", story)
    assert server.requests == 0


def test_large_answers_come_whole_over_one_connection(server: Server, play: Play) -> None:
    async def story(get: Get) -> None:
        for size in (5_000_000, 1, 300_000):
            assert len((await get(str(size))).image) == size
        assert server.connections == 1

    with server.serve() as port:
        play(f"http://127.0.0.1:{port}", story)


def test_a_connection_that_the_server_has_closed_is_not_used_again(server: Server, play: Play) -> None:
    """A request on it would be lost, and nobody could tell whether it was carried out."""

    async def story(get: Get) -> None:
        server.hang_up = True
        for number in (1, 2, 3):
            await get(str(number))
            assert server.connections == number
            # The end of the connection comes a moment after the answer.
            await asyncio.sleep(0.02)

    with server.serve() as port:
        play(f"http://127.0.0.1:{port}", story)


def test_a_name_with_a_silent_address_is_reached_by_the_other(server: Server, play: Play) -> None:
    """`localhost` has two addresses here, and the server listens at one."""

    async def story(get: Get) -> None:
        assert (await get("5")).name == "5"

    with server.serve(host="127.0.0.1") as port:
        play(f"http://localhost:{port}", story)


async def test_timeouts_and_refusals_have_httpcores_names() -> None:
    backend = AsyncBackend()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        connection = await backend.connect_tcp("127.0.0.1", port, timeout=5)
        try:
            with pytest.raises(httpcore.ReadTimeout):
                await connection.read(10, timeout=0.01)
            # Nobody reads: the buffers are full, and the wait for room ends.
            with pytest.raises(httpcore.WriteTimeout):
                for _ in range(100):
                    await connection.write(b"x" * 1_000_000, timeout=0.01)
        finally:
            await connection.aclose()
        with pytest.raises(httpcore.WriteError):
            await connection.write(b"x")
        assert connection.get_extra_info("is_readable")
    with pytest.raises(httpcore.ConnectError):
        await backend.connect_tcp("127.0.0.1", port, timeout=5)


def test_what_waits_when_the_sync_client_is_closed_is_not_sent(server: Server) -> None:
    server.pause = 0.3
    with server.serve() as port:
        edgegap = Edgegap(TOKEN, base_url=f"http://127.0.0.1:{port}", max_connections=1)
        ended: list[object] = []

        def get() -> None:
            try:
                ended.append(edgegap.applications.get("1"))
            except EdgegapError as error:
                ended.append(error)

        threads = [threading.Thread(target=get) for _ in range(4)]
        for thread in threads:
            thread.start()
        while server.requests < 1:
            time.sleep(0.005)
        edgegap.close()
        for thread in threads:
            thread.join()
    assert server.requests == 1
    waited = [error for error in ended if isinstance(error, ClientClosedError) and error.outcome is Outcome.NOT_SENT]
    assert len(waited) == 3


def test_what_begins_while_the_sync_client_is_being_closed_is_not_sent(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client has ended what was on its way, and has not closed its connections yet."""
    close = Sender.close
    ended: list[object] = []

    def get_and_close(sender: Sender) -> None:
        exchange = Exchange(time.monotonic() + 5)
        with pytest.raises(ClientClosedError):
            sender.send(lambda client: client.build_request("GET", f"http://127.0.0.1:{port}/v1/app/1"), exchange)
        ended.append(exchange.sent)
        close(sender)

    with server.serve() as port, Edgegap(TOKEN, base_url=f"http://127.0.0.1:{port}") as edgegap:
        edgegap._runtime.here()
        monkeypatch.setattr(Sender, "close", get_and_close)
        edgegap.close()
    assert ended == [False]
    assert server.requests == 0


class Watched(httpcore.NetworkStream):
    """A connection that notes whether it is closed while a thread waits for it."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._is_waited_for = False
        self.is_read = threading.Event()
        self.closed_while_waited_for: list[bool] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._is_waited_for = True
        self.is_read.set()
        try:
            return self._stream.read(max_bytes, timeout)
        finally:
            self._is_waited_for = False

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self.closed_while_waited_for.append(self._is_waited_for)
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def test_the_thread_that_waits_for_a_connection_closes_its_descriptor() -> None:
    """Another connection could have the same number before the kernel has woken the thread, which would wait for it."""
    ended: list[bytes | Exception] = []

    def read() -> None:
        try:
            ended.append(stream.read(10, timeout=30))
        except httpcore.ReadError as error:
            ended.append(error)

    with silent_port() as port:
        watched = Watched(httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout=5))
        stream = Stream(watched)
        thread = threading.Thread(target=read)
        thread.start()
        assert watched.is_read.wait(20)
        stream.close()
        thread.join(20)
        assert len(ended) == 1
        # The one that closes it may do that once more when the thread waits no more.
        assert set(watched.closed_while_waited_for) == {False}
        with pytest.raises(httpcore.ReadError):
            stream.read(10)


def test_a_connection_that_nobody_waits_for_is_closed_at_once() -> None:
    with silent_port() as port:
        watched = Watched(httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout=5))
        stream = Stream(watched)
        with pytest.raises(httpcore.ReadTimeout):
            stream.read(10, timeout=0.01)
        thread = threading.Thread(target=stream.close)
        thread.start()
        thread.join()
        assert watched.closed_while_waited_for == [False]
        with pytest.raises(httpcore.WriteError):
            stream.write(b"x")


async def test_a_cancelled_close_closes_all_the_same(server: Server) -> None:
    with server.serve() as port:
        edgegap = AsyncEdgegap(TOKEN, base_url=f"http://127.0.0.1:{port}", backend="httpx")
        await asyncio.gather(*(edgegap.applications.get("1") for _ in range(10)))
        closing = asyncio.ensure_future(edgegap.aclose())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait((closing,))
        for _ in range(100):
            if server.open == 0:
                break
            await asyncio.sleep(0.01)
        assert server.open == 0


def test_a_client_does_not_keep_the_loops_that_it_has_outlived(server: Server) -> None:
    loops: list[weakref.ref[asyncio.AbstractEventLoop]] = []
    with server.serve() as port:
        edgegap = AsyncEdgegap(TOKEN, base_url=f"http://127.0.0.1:{port}", backend="httpx")

        async def get() -> None:
            loops.append(weakref.ref(asyncio.get_running_loop()))
            await edgegap.applications.get("1")

        for _ in range(3):
            asyncio.run(get())
        gc.collect()
        assert [loop() for loop in loops] == [None, None, None]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="asyncio has no eager tasks yet")
def test_it_runs_with_eager_tasks(server: Server) -> None:
    async def story() -> None:
        asyncio.get_running_loop().set_task_factory(vars(asyncio)["eager_task_factory"])
        async with AsyncEdgegap(TOKEN, base_url=f"http://localhost:{port}", backend="httpx") as edgegap:
            assert (await edgegap.applications.get("5")).name == "5"

    with server.serve() as port:
        asyncio.run(story())


@pytest.mark.parametrize("host", ["a..example.com", "x" * 70 + ".example.com"])
def test_a_name_that_cannot_be_is_no_connection(host: str, play: Play) -> None:
    async def story(get: Get) -> None:
        with pytest.raises(ConnectionFailed) as caught:
            await get("1")
        assert caught.value.outcome is Outcome.NOT_SENT

    play(f"http://{host}", story)


@pytest.mark.parametrize("proxy", ["socks5://user:Xq7-proxy@127.0.0.1:1", "foo://user:Xq7-proxy@127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_a_configuration_error(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)

    for kind in (Edgegap, AsyncEdgegap):
        with pytest.raises(ConfigurationError, match="ALL_PROXY") as caught:
            kind(TOKEN, base_url="http://edgegap.example")
        assert "Xq7-proxy" not in "".join(traceback.format_exception(caught.value))


class Permitted:
    """The permission of a create request."""

    sent = False

    def check(self) -> None:
        """Never withdrawn."""


@contextmanager
def resetting_port() -> Generator[tuple[int, Callable[[], None]]]:
    """A port, and what resets the connection that was made to it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def reset() -> None:
            connection, _ = listening.accept()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

        yield listening.getsockname()[1], reset


@pytest.mark.parametrize("permission", [None, Permitted])
def test_what_a_lost_connection_refuses_to_take_was_not_sent_sync(permission: type[Permitted] | None) -> None:
    permitted = None if permission is None else permission()
    exchange = Exchange(time.monotonic() + 20, permitted)
    with resetting_port() as (port, reset):
        stream = Backend().connect_tcp("127.0.0.1", port)
        reset()
        select.select([stream.get_extra_info("socket")], (), (), 20)
        token = current_exchange.set(exchange)
        try:
            with pytest.raises(httpcore.WriteError):
                stream.write(b"POST / HTTP/1.1\r\n\r\n")
        finally:
            current_exchange.reset(token)
            stream.close()
    assert exchange.was_sent is False
    assert permitted is None or not permitted.sent


@pytest.mark.parametrize("permission", [None, Permitted])
async def test_what_a_lost_connection_refuses_to_take_was_not_sent_async(permission: type[Permitted] | None) -> None:
    permitted = None if permission is None else permission()
    exchange = Exchange(time.monotonic() + 20, permitted)
    with resetting_port() as (port, reset):
        stream = await AsyncBackend().connect_tcp("127.0.0.1", port)
        reset()
        with pytest.raises(httpcore.ReadError):
            await stream.read(1, 20)
        current_exchange.set(exchange)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"POST / HTTP/1.1\r\n\r\n")
        await stream.aclose()
    assert exchange.was_sent is False
    assert permitted is None or not permitted.sent


def test_it_runs_on_uvloop(server: Server) -> None:
    pytest.importorskip("uvloop")
    code = (
        "import sys, uvloop\n"
        "from edgegap_client import AsyncEdgegap\n"
        "async def main():\n"
        "    async with AsyncEdgegap('0123456789', base_url=sys.argv[1], backend='httpx') as edgegap:\n"
        "        print(len((await edgegap.applications.get('1000000')).image))\n"
        "uvloop.run(main())\n"
    )
    with server.serve() as port:
        for host in ("127.0.0.1", "localhost"):
            done = subprocess.run(
                [sys.executable, "-W", "error", "-c", code, f"http://{host}:{port}"], capture_output=True, text=True
            )
            assert done.stdout == "1000000\n", done.stderr
