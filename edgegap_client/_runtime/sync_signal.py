"""Wake a waiting thread. `async_signal` is its counterpart for tasks.

It has no lock that interrupted code could still hold, so a signal handler may set it at any moment.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from typing import Final

__all__ = ["Signal"]

# On Windows, Ctrl-C does not interrupt a thread that waits for a lock, so it waits in steps.
MAX_WAIT_SECONDS: Final = 0.1 if sys.platform == "win32" else threading.TIMEOUT_MAX


class Signal:
    """Wakes a thread. One thread waits, and any thread may wake it."""

    __slots__ = ("__weakref__", "_asleep")

    def __init__(self) -> None:
        # Released to wake the waiter, which acquires it. The lock never protects a critical section.
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def set(self) -> bool:
        """Wake the waiter, now or when it next waits. Always return True."""
        with suppress(RuntimeError):  # it is set already
            self._asleep.release()
        return True

    def wait(self, seconds: float) -> None:
        """Wait until it is set, or for `seconds`."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._asleep.acquire(timeout=min(left, MAX_WAIT_SECONDS)):
            pass
