"""A waiter that others can wake: the one thing about waiting that differs between threads and tasks."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress


class Signal:
    """For threads."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Wake the waiter, now or when it next waits."""
        self._event.set()

    def wait(self, seconds: float) -> None:
        """Wait until it is set, or for `seconds`."""
        self._event.wait(seconds)
        self._event.clear()


class AsyncSignal:
    """For tasks; it may be set from any thread."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def set(self) -> None:
        """Wake the waiter, now or when it next waits."""
        if threading.get_ident() == getattr(self._loop, "_thread_id", None):
            self._event.set()
        else:
            with suppress(RuntimeError):  # the loop is closed: nobody waits there any more
                self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Wait until it is set, or for `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()
