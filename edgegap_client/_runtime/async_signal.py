"""Wake a waiting task. `sync_signal` is its counterpart for threads.

It has no lock that interrupted code could still hold, so a signal handler may set it at any moment.
"""

from __future__ import annotations

import asyncio

__all__ = ["AsyncSignal"]


class AsyncSignal:
    """Wakes a task. One task waits, in any event loop. Any thread may wake it."""

    __slots__ = ("__weakref__", "_is_set", "_waiter")

    def __init__(self) -> None:
        self._is_set = False
        self._waiter: tuple[asyncio.AbstractEventLoop, asyncio.Future[None]] | None = None

    def set(self) -> bool:
        """Wake the waiter, now or when it next waits; False if its event loop is closed."""
        # `wait` does the two steps in the opposite order, so that one side always sees the change of the other.
        self._is_set = True
        waiter = self._waiter
        if waiter is not None:
            loop, future = waiter
            try:
                # This is needed in the loop's own thread, too, because a signal handler runs while the loop waits for
                # its sockets.
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
