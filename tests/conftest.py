"""The common parts of all tests: a token that must never be shown, and servers on real sockets."""

from __future__ import annotations

import _thread
import os
import re
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from edgegap_client import AsyncEdgegap, Edgegap
from edgegap_client._async.launches import AsyncLaunch
from edgegap_client._runtime import sigterm
from edgegap_client._runtime.registry import registered, unregister
from edgegap_client._sync.launches import Launch

from .servers.redis import RunningRedis, running_redis

TOKEN = "11112222-3333-4444-5555-666677778888"
# In the background of a shell without job control, Ctrl-C is ignored. The programs that tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Tests use httpx. `make test` runs the tests of reliability once more with EDGEGAP_BACKEND=aiohttp.
ON_AIOHTTP = os.environ.setdefault("EDGEGAP_BACKEND", "httpx") == "aiohttp"


def trace_all_threads() -> None:
    """Let `make coverage` see what `_thread` starts, too: `threading` traces its own threads only."""
    start = _thread.start_new_thread

    def start_traced(function: Callable[..., object], arguments: tuple[Any, ...], *more: Any) -> int:
        def run(*given: Any, **named: Any) -> object:
            sys.settrace(threading.gettrace())
            return function(*given, **named)

        return start(run, arguments, *more)

    _thread.start_new_thread = start_traced


if threading.gettrace() is not None:
    trace_all_threads()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the tests of the synchronous client once only: it has no other backend."""
    if ON_AIOHTTP:
        sync = [item for item in items if "sync" in re.split(r"[][-]", item.nodeid)]
        config.hook.pytest_deselected(items=sync)
        items[:] = [item for item in items if item not in sync]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Append each skipped test with its reason, and each that failed, to the file that `.ci/run` prints at its end."""
    if path := os.environ.get("EDGEGAP_SKIPPED_TESTS"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(
                f"{report.nodeid}: {report.longrepr[2]}\n" for report in terminalreporter.getreports("skipped")
            )
            file.writelines(f"{report.nodeid}: failed\n" for report in terminalreporter.getreports("failed"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    # The folder never exists, so tests do not read the contexts of the developer.
    monkeypatch.setenv("EDGEGAP_CONFIG_DIR", str(tmp_path_factory.getbasetemp() / "no-contexts"))
    for name in ("EDGEGAP_API_TOKEN", "EDGEGAP_CONTEXT", "EDGEGAP_BASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True)
def _no_launches_of_other_tests() -> Iterator[None]:
    """Settle the launches of the test's end. Its servers are gone, so the exit would wait for pending launches.

    A thread that continues to settle them could even send its stops to a later server on the same port.
    """
    before = signal.getsignal(signal.SIGTERM)
    yield
    for launch in registered():
        unregister(launch)
        if isinstance(launch, AsyncLaunch | Launch):
            launch.settle_now()
    signal.signal(signal.SIGTERM, before)  # A client that was not closed still wraps the handler.
    sigterm._users.clear()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RunningRedis]:
    with running_redis(tmp_path) as server:
        yield server


@pytest.fixture
def base_url(httpserver: HTTPServer) -> str:
    return httpserver.url_for("")


@pytest.fixture
def edgegap(base_url: str) -> Iterator[Edgegap]:
    with Edgegap(TOKEN, base_url=base_url, max_retries=0) as client:
        yield client


@pytest.fixture
async def async_edgegap(base_url: str) -> AsyncIterator[AsyncEdgegap]:
    async with AsyncEdgegap(TOKEN, base_url=base_url, max_retries=0) as client:
        yield client


@pytest.fixture(params=["sync", "async"])
def names_of(request: pytest.FixtureRequest, edgegap: Edgegap, base_url: str) -> Callable[..., list[str]]:
    """Return the names of all applications, with the sync or the async client, for guarantees that both must keep."""
    import asyncio

    def by_sync(**options: int) -> list[str]:
        return [application.name for application in edgegap.applications.list(**options)]

    def by_async(**options: int) -> list[str]:
        async def walk() -> list[str]:
            async with AsyncEdgegap(TOKEN, base_url=base_url, max_retries=0) as client:
                return [application.name async for application in client.applications.list(**options)]

        return asyncio.run(walk())

    return by_sync if request.param == "sync" else by_async
