"""Connecting: hosts with several addresses of which some are dead, slow resolvers, and the deadline over all of it."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from edgegap_client import AsyncEdgegap, Edgegap, Outcome, TimedOut
from edgegap_client.sandbox import Sandbox

from .conftest import TOKEN
from .servers.ports import deaf_port, unused_port

# The issue allows 0.5 s more than raw httpx needs; a loaded machine gets a margin.
SOON_SECONDS = 2.0
HOST = "several.edgegap.test"


@contextmanager
def silent(*addresses: tuple[str, int]) -> Generator[None]:
    """None of these addresses responds to a connection."""
    with ExitStack() as ports:
        for host, port in addresses:
            ports.enter_context(deaf_port(host, port))
        yield


def resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str, after: float = 0.0) -> None:
    """Let HOST have these addresses."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host not in (HOST, HOST.encode()):
            return real(host, port, *arguments, **options)
        if options.get("flags", 0) & socket.AI_NUMERICHOST:
            raise socket.gaierror(socket.EAI_NONAME, "a name")
        is_over.wait(after)
        return [found for address in addresses for found in real(address, port, type=socket.SOCK_STREAM)]

    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def url() -> Generator[str]:
    with Sandbox().serve() as url:
        yield url


@pytest.mark.skipif(sys.platform != "linux", reason="needs the addresses 127.0.0.2 and so on")
def test_a_dead_first_address_costs_little_sync(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(url.rpartition(":")[2])
    resolve(monkeypatch, "127.0.0.2", "127.0.0.1")
    with silent(("127.0.0.2", port)), Edgegap(TOKEN, base_url=f"http://{HOST}:{port}") as edgegap:
        started = time.monotonic()
        edgegap.applications.list_page()
        assert time.monotonic() - started < SOON_SECONDS


ASYNC = """
import asyncio, socket, sys, time
sys.path.insert(0, {root!r})
from edgegap_client import AsyncEdgegap
kind, port = sys.argv[1], int(sys.argv[2])

def addresses(port):
    return [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in ("127.0.0.2", "127.0.0.1")
    ]

async def main():
    loop = asyncio.get_running_loop()
    real = loop.getaddrinfo
    async def getaddrinfo(host, port, **options):
        return addresses(port) if "several" in str(host) else await real(host, port, **options)
    if kind == "uvloop":
        import uvloop
        assert isinstance(loop, uvloop.Loop)
    if kind == "eager":
        loop.set_task_factory(asyncio.eager_task_factory)
    if kind == "sentry":
        import sentry_sdk
        from sentry_sdk.integrations.asyncio import AsyncioIntegration
        sentry_sdk.init(dsn=None, integrations=[AsyncioIntegration()], traces_sample_rate=1.0)
    type(loop).getaddrinfo = lambda self, host, port, **options: getaddrinfo(host, port, **options)
    async with AsyncEdgegap("0123456789", base_url=f"http://several.edgegap.test:{{port}}") as edgegap:
        started = time.monotonic()
        await edgegap.applications.list_page()
        print(time.monotonic() - started)

if kind == "uvloop":
    import uvloop
    class Loop(uvloop.Loop):
        pass
    loop = Loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(main())
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
else:
    asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs the addresses 127.0.0.2 and so on")
@pytest.mark.parametrize("kind", ["asyncio", "uvloop", "eager", "sentry"])
def test_a_dead_first_address_costs_little_async(kind: str, url: str) -> None:
    if kind == "eager" and sys.version_info < (3, 12):
        pytest.skip("asyncio has no eager tasks yet")
    if kind in ("uvloop", "sentry"):
        pytest.importorskip({"uvloop": "uvloop", "sentry": "sentry_sdk"}[kind])
    port = int(url.rpartition(":")[2])
    root = str(Path(__file__).parent.parent)
    with silent(("127.0.0.2", port)):
        done = subprocess.run(
            [sys.executable, "-c", ASYNC.format(root=root), kind, str(port)], capture_output=True, text=True, timeout=40
        )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < SOON_SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="needs the addresses 127.0.0.2 and so on")
def test_silent_addresses_end_with_the_deadline_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """They took the timeout of connecting each: 8 s with timeout=2, which would be 4 s here."""
    port = unused_port()
    hosts = [f"127.0.0.{number}" for number in range(2, 6)]
    resolve(monkeypatch, *hosts)
    with silent(*((host, port) for host in hosts)), Edgegap(TOKEN, base_url=f"http://{HOST}:{port}") as edgegap:
        started = time.monotonic()
        with pytest.raises(TimedOut) as caught:
            edgegap.with_options(timeout=1.0, max_retries=0).applications.list_page()
        assert 0.9 < time.monotonic() - started < 3.5
    assert caught.value.outcome is Outcome.NOT_SENT
    assert HOST in str(caught.value)
    assert str(port) in str(caught.value)


def test_a_resolver_that_hangs_ends_with_the_deadline_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, "127.0.0.1", after=5.0)
    with Edgegap(TOKEN, base_url=f"http://{HOST}:1") as edgegap:
        started = time.monotonic()
        with pytest.raises(TimedOut) as caught:
            edgegap.with_options(timeout=0.3, max_retries=0).applications.list_page()
        assert time.monotonic() - started < 4
    assert caught.value.outcome is Outcome.NOT_SENT


async def test_a_resolver_that_hangs_ends_with_the_deadline_async(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: Any, **__: Any) -> Any:
        await asyncio.sleep(30)

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", never)
    async with AsyncEdgegap(TOKEN, base_url=f"http://{HOST}:1") as edgegap:
        started = time.monotonic()
        with pytest.raises(TimedOut):
            await edgegap.with_options(timeout=0.3, max_retries=0).applications.list_page()
        assert time.monotonic() - started < 4


def test_no_socket_of_a_lost_race_stays_open(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both addresses accept, one of them late: its socket is closed."""
    port = int(url.rpartition(":")[2])
    resolve(monkeypatch, "127.0.0.2", "127.0.0.1")
    accepted: list[socket.socket] = []
    with socket.create_server(("127.0.0.2", port)) as late:
        real = socket.create_connection

        def slow(address: Any, *arguments: Any, **options: Any) -> Any:
            if address[0] == "127.0.0.2":
                time.sleep(0.6)
            return real(address, *arguments, **options)

        monkeypatch.setattr(socket, "create_connection", slow)
        with Edgegap(TOKEN, base_url=f"http://{HOST}:{port}") as edgegap:
            edgegap.applications.list_page()
            late.settimeout(5)
            accepted.append(late.accept()[0])
            accepted[0].settimeout(5)
            assert accepted[0].recv(10) == b""
        accepted[0].close()
