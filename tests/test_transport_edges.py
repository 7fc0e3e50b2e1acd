"""Connections by themselves, over real sockets: what they say of their ends, and what becomes of lost ones."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Iterator
from typing import Any

import httpcore
import httpx
import pytest

from edgegap_client._core.settings import ssl_context
from edgegap_client._transport import sync_stream
from edgegap_client._transport._async.pool import AsyncPool
from edgegap_client._transport._sync.pool import Pool
from edgegap_client._transport.async_stream import AsyncBackend
from edgegap_client._transport.private import client_apart, transport_of
from edgegap_client._transport.proxies import proxy_arguments
from edgegap_client.errors import ConfigurationError

OPTION = (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


async def test_a_connection_says_its_addresses_and_has_its_options(listener: socket.socket) -> None:
    stream = await AsyncBackend().connect_tcp("127.0.0.1", port_of(listener), socket_options=[OPTION])
    accepted, address = listener.accept()
    with accepted:
        assert stream.get_extra_info("client_addr") == address
        assert stream.get_extra_info("server_addr") == listener.getsockname()
        assert stream.get_extra_info("socket").getsockopt(*OPTION[:2])
        assert stream.get_extra_info("ssl_object") is None
        assert not stream.get_extra_info("is_readable")
        await stream.aclose()
        accepted.settimeout(10.0)
        assert await asyncio.to_thread(accepted.recv, 1) == b""
    assert stream.get_extra_info("is_readable")


async def test_a_tls_handshake_that_the_server_does_not_answer_ends_with_its_timeout(listener: socket.socket) -> None:
    stream = await AsyncBackend().connect_tcp("127.0.0.1", port_of(listener))
    with pytest.raises(httpcore.ConnectTimeout):
        await stream.start_tls(ssl.create_default_context(), "localhost", timeout=0.1)


async def test_a_connection_that_is_lost_during_its_tls_handshake_is_an_error(listener: socket.socket) -> None:
    stream = await AsyncBackend().connect_tcp("127.0.0.1", port_of(listener))
    accepted, _ = listener.accept()
    accepted.close()
    with pytest.raises(httpcore.ConnectError):
        await stream.start_tls(ssl.create_default_context(), "localhost", timeout=10.0)


def test_a_connection_of_a_loop_that_was_closed_is_closed(listener: socket.socket) -> None:
    """As a client does with what is left of an event loop that ended without closing it."""
    loop = asyncio.new_event_loop()
    stream = loop.run_until_complete(AsyncBackend().connect_tcp("127.0.0.1", port_of(listener)))
    accepted, _ = listener.accept()
    loop.close()
    with accepted:
        closing = asyncio.new_event_loop()
        closing.run_until_complete(stream.aclose())
        closing.close()
        accepted.settimeout(10.0)
        assert accepted.recv(1) == b""
    with warnings.catch_warnings():  # asyncio does not know that its socket is closed
        warnings.simplefilter("ignore", ResourceWarning)
        del stream
        gc.collect()


# Addresses of one host


def test_the_race_of_addresses_ends_with_its_deadline() -> None:
    over = threading.Event()
    late: list[str] = []

    def connect(address: str) -> Any:
        over.wait(10.0)
        late.append(address)
        raise OSError("late")

    with pytest.raises(httpcore.ConnectTimeout):
        sync_stream._race(["192.0.2.1", "192.0.2.2"], connect, time.monotonic() + 0.3)
    over.set()


def test_work_that_is_late_is_closed_when_it_comes() -> None:
    over, closed = threading.Event(), threading.Event()

    def work() -> str:
        over.wait(10.0)
        return "made"

    with pytest.raises(httpcore.ConnectTimeout):
        sync_stream._in_thread(work, time.monotonic() + 0.05, "late", lambda _: closed.set())
    over.set()
    assert closed.wait(10.0)


# Proxies and pools


@pytest.mark.parametrize(
    ("url", "kind", "has_tls"),
    [("socks5://127.0.0.1:1", "socks", False), ("http://127.0.0.1:1", "http", False), ("https://a:1", "http", True)],
)
def test_a_proxy_gets_what_its_kind_needs(url: str, kind: str, has_tls: bool) -> None:
    found, arguments = proxy_arguments(httpx.Proxy(url), ssl_context())
    assert found == kind
    assert ("proxy_headers" in arguments) is (kind == "http")
    assert (arguments.get("proxy_ssl_context") is ssl_context()) is has_tls


async def test_a_closed_pool_opens_nothing(listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{port_of(listener)}/"
    pool, sync_pool = AsyncPool(ssl_context(), None), Pool(ssl_context(), None)
    await pool.aclose()
    sync_pool.close()
    with pytest.raises(RuntimeError):
        await pool.handle_async_request(httpcore.Request("GET", url))
    with pytest.raises(RuntimeError):
        sync_pool.handle_request(httpcore.Request("GET", url))
    listener.settimeout(0.0)
    with pytest.raises(BlockingIOError):
        listener.accept()


class Lookalike:
    """A client of neither httpx nor httpx2."""

    _transport = "its own"


def test_a_client_of_another_package_has_no_copy() -> None:
    assert client_apart(Lookalike()) is None
    assert transport_of(Lookalike()) == "its own"
    assert transport_of(object()) is None


def test_a_version_of_httpx_without_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with httpx.Client() as client:
        monkeypatch.delattr(client, "_transport")
        with pytest.raises(ConfigurationError, match="httpx"):
            transport_of(client)
        monkeypatch.undo()
