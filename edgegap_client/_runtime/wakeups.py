"""What wakes a waiter: the one thing about waiting that differs between threads and tasks."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue

__all__ = ["AsyncSignal", "Signal"]


class Signal:
    """For threads. Any thread, and any signal handler, may set it: a queue takes no lock that could stay locked."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        """Wake the waiter, now or when it next waits."""
        self._queue.put(None)

    def wait(self, seconds: float) -> None:
        """Wait until it is set, or for `seconds`."""
        with suppress(Empty):
            self._queue.get(timeout=min(max(0.0, seconds), threading.TIMEOUT_MAX))
            while True:
                self._queue.get_nowait()


class AsyncSignal:
    """For tasks. Any thread may set it.

    Attributes:
        event: What tasks of its event loop wait for.
    """

    def __init__(self) -> None:
        self.event = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()

    def set(self) -> None:
        """Wake the waiter, now or when it next waits."""
        if threading.get_ident() == self._thread:
            self.event.set()
        else:
            with suppress(RuntimeError):  # the loop is closed: nobody waits there any more
                self._loop.call_soon_threadsafe(self.event.set)

    async def wait(self, seconds: float) -> None:
        """Wait until it is set, or for `seconds`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.event.wait()
        self.event.clear()
