"""The httpx clients behind one Edgegap client: who makes them, for which thread, loop or process, and who closes them.

Written for sync and async separately: an event loop has no counterpart.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, Callable
from weakref import WeakKeyDictionary

import httpx

from .errors import ClientClosedError


class Pools:
    """One `httpx.Client` for all threads of a process; a forked child makes its own."""

    def __init__(self, make: Callable[[], httpx.Client], injected: httpx.Client | None = None) -> None:
        self._make = make
        self._injected = injected
        self._current: tuple[int, httpx.Client] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def get(self) -> httpx.Client:
        current = self._current
        if current is not None and current[0] == os.getpid():
            return current[1]
        if self._closed:
            raise ClientClosedError("The client is closed.")
        if self._injected is not None:
            return self._injected
        with self._lock:
            if self._current is None or self._current[0] != os.getpid():
                # After a fork the parent's client is left alone: its sockets are the parent's.
                self._current = (os.getpid(), self._make())
            return self._current[1]

    def close(self) -> None:
        """Close what was made here; an injected client is its owner's."""
        with self._lock:
            current, self._current, self._closed = self._current, None, True
        if current is not None and current[0] == os.getpid():
            current[1].close()


class AsyncPools:
    """One `httpx.AsyncClient` for each event loop, closed when its loop ends.

    Connections belong to the loop that opened them: a client that outlives `asyncio.run` fails in the next one with
    'Event loop is closed', or leaks its sockets.
    """

    def __init__(self, make: Callable[[], httpx.AsyncClient], injected: httpx.AsyncClient | None = None) -> None:
        self._make = make
        self._injected = injected
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[int, httpx.AsyncClient, _Guard]] = (
            WeakKeyDictionary()
        )
        self._lock = threading.Lock()  # loops may run in several threads
        self._closed = False

    async def get(self) -> httpx.AsyncClient:
        if self._closed:
            raise ClientClosedError("The client is closed.")
        if self._injected is not None:
            return self._injected
        loop = asyncio.get_running_loop()
        found = self._by_loop.get(loop)
        if found is not None and found[0] == os.getpid():
            return found[1]
        client = self._make()
        guard = _closing_with_loop(client)
        with self._lock:
            self._by_loop[loop] = (os.getpid(), client, guard)
        await anext(guard)
        return client

    async def aclose(self) -> None:
        """Close what was made here for the running loop; an injected client is its owner's."""
        self._closed = True
        with self._lock:
            found = self._by_loop.pop(asyncio.get_running_loop(), None)
        if found is not None and found[0] == os.getpid():
            await found[2].aclose()


_Guard = AsyncGenerator[None, None]


async def _closing_with_loop(client: httpx.AsyncClient) -> _Guard:
    # asyncio.run and its like close the asynchronous generators of their loop while it still runs: the one hook that a
    # library has to close connections at the end of a loop that is not its own.
    try:
        yield
    finally:
        await client.aclose()
