"""Event loops that come and go while one client stays: none leaves a connection behind."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import stat
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import trustme
import uvloop

from edgegap_client import AsyncEdgegap
from edgegap_client._core.settings import Backend

from . import test_network
from .conftest import TOKEN

authority = test_network.authority

LOOPS: list[Callable[[], asyncio.AbstractEventLoop]] = [asyncio.new_event_loop, uvloop.new_event_loop]
# asyncio warns of a connection, or a loop, that was not closed in time, and it is right.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


def connections_to(port: int) -> int:
    """How many sockets of this process are connected to a port."""
    found = 0
    for name in Path("/dev/fd").iterdir():
        with suppress(OSError):  # the folder's own; or not connected
            if stat.S_ISSOCK(os.fstat(int(name.name)).st_mode):
                with socket.socket(fileno=os.dup(int(name.name))) as copy:
                    found += copy.getpeername()[1:2] == (port,)
    return found


@pytest.fixture(params=["http", "https"])
def url(request: pytest.FixtureRequest, authority: trustme.CA) -> Iterator[str]:
    server = test_network.Server()
    context = test_network.certified(authority, "localhost") if request.param == "https" else None
    with server.serve(context, host="localhost") as port:
        yield f"{request.param}://localhost:{port}"
        until = time.monotonic() + 2
        while server.open and time.monotonic() < until:  # it is about to notice
            time.sleep(0.01)


async def two_calls(edgegap: AsyncEdgegap) -> None:
    await asyncio.gather(*(edgegap.applications.get("1") for _ in range(2)))


@pytest.mark.parametrize("make", LOOPS, ids=["asyncio", "uvloop"])
@pytest.mark.parametrize("backend", ["httpx", "aiohttp"])
def test_a_loop_that_is_closed_without_a_word_leaves_nothing_behind(
    url: str, backend: Backend, make: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    port = int(url.rpartition(":")[2])
    edgegap = AsyncEdgegap(TOKEN, base_url=url, backend=backend)
    loops: list[weakref.ref[asyncio.AbstractEventLoop]] = []
    for _ in range(50):
        loop = make()
        loop.run_until_complete(two_calls(edgegap))
        assert connections_to(port) == 2
        loop.close()
        # At once, and not when the garbage collector comes.
        assert connections_to(port) == 0
        loops.append(weakref.ref(loop))
        del loop
    assert not edgegap._runtime._loops
    gc.collect()
    assert not any(loop() for loop in loops)


def test_a_loop_that_is_never_closed_is_collected_with_its_connections(url: str) -> None:
    edgegap = AsyncEdgegap(TOKEN, base_url=url)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(two_calls(edgegap))
    living = weakref.ref(loop)
    del loop
    gc.collect()
    gc.collect()
    assert living() is None
    assert connections_to(int(url.rpartition(":")[2])) == 0


async def test_a_client_that_is_never_closed_is_collected_with_its_connections(url: str) -> None:
    edgegap = AsyncEdgegap(TOKEN, base_url=url)
    await two_calls(edgegap)
    assert connections_to(int(url.rpartition(":")[2])) == 2
    del edgegap
    gc.collect()
    await asyncio.sleep(0.05)
    assert connections_to(int(url.rpartition(":")[2])) == 0


CALLS_ON_THE_WAY = """
import asyncio, sys, uvloop
from edgegap_client import AsyncEdgegap

edgegap = AsyncEdgegap("a-token", base_url=sys.argv[1], max_connections=2)
for make in (asyncio.new_event_loop, uvloop.new_event_loop):
    for steps in range(20):
        loop = make()
        calls = [loop.create_task(edgegap.applications.get("1")) for _ in range(5)]
        for _ in range(steps):
            loop.run_until_complete(asyncio.sleep(0))
        loop.close()
print(asyncio.run(edgegap.applications.get("1")).name)
"""


def test_a_client_works_after_loops_that_were_closed_with_calls_on_the_way() -> None:
    # In a process of its own, as asyncio complains on stderr about each call that is lost so.
    server = test_network.Server()
    with server.serve() as port:
        command = [sys.executable, "-c", CALLS_ON_THE_WAY, f"http://127.0.0.1:{port}"]
        assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout == "1\n"
