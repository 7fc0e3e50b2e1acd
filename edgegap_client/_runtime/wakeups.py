"""A waiter that others can wake: the one thing about waiting that differs between threads and tasks.

Neither kind has a lock that interrupted code could still hold, so a signal handler may set any of them at any moment.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from contextlib import suppress
from typing import Final

# On Windows, Ctrl-C does not interrupt a thread that waits for a lock, so it waits in pieces.
MAX_WAIT_SECONDS: Final = 0.1 if sys.platform == "win32" else threading.TIMEOUT_MAX


class Signal:
    """For threads. One waits, any may wake it."""

    __slots__ = ("__weakref__", "_asleep")

    def __init__(self) -> None:
        # Released to wake the waiter, who acquires it: nobody ever holds it in the sense of a critical section.
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def set(self) -> bool:
        """Wake the waiter, now or when it next waits; True."""
        with suppress(RuntimeError):  # it is set already
            self._asleep.release()
        return True

    def wait(self, seconds: float) -> None:
        """Wait until it is set, or for `seconds`."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._asleep.acquire(timeout=min(left, MAX_WAIT_SECONDS)):
            pass


class AsyncSignal:
    """For tasks. One waits, in any event loop; any thread may wake it."""

    __slots__ = ("__weakref__", "_is_set", "_waiter")

    def __init__(self) -> None:
        self._is_set = False
        self._waiter: tuple[asyncio.AbstractEventLoop, asyncio.Future[None]] | None = None

    def set(self) -> bool:
        """Wake the waiter, now or when it next waits; False if its event loop is closed."""
        # In this order, and the other way round in `wait`: one of the two sees what the other has done.
        self._is_set = True
        waiter = self._waiter
        if waiter is not None:
            loop, future = waiter
            try:
                # Also from the loop's own thread: a signal handler runs while the loop waits for its sockets.
                loop.call_soon_threadsafe(_wake, future)
            except RuntimeError:
                return False
        return True

    async def wait(self, seconds: float) -> None:
        """Wait until it is set, or for `seconds`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._waiter = loop, future
        timer = loop.call_later(seconds, _wake, future)
        try:
            if not self._is_set:
                await future
        finally:
            timer.cancel()
            self._waiter = None
            self._is_set = False


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
