"""Background work of a block: a thread here, a task in `async_background`."""

from __future__ import annotations

import _thread
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

__all__ = ["Background", "to_the_end"]

T = TypeVar("T")

# An interrupt waits this long for work that it cannot cancel. After that, the work continues without its caller.
INTERRUPT_SECONDS: Final = 5.0


class Background:
    """One piece of background work, which ends by itself once its owner requests it. This object owns its thread.

    Args:
        work: The work.
        name: The name of the thread.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        # The process does not wait for this thread at its end.
        self._thread = threading.Thread(target=work, name=name, daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether the work still runs."""
        return self._thread.is_alive()

    def end(self, seconds: float) -> None:
        """Wait at most `seconds` until the work has ended. A thread cannot be cancelled."""
        self._thread.join(seconds)


def to_the_end(work: Callable[[], T]) -> T:
    """Run work that no interrupt stops. Interrupts reach the main thread, so the work runs in another thread."""
    if threading.current_thread() is not threading.main_thread():
        return work()
    results: SimpleQueue[tuple[T] | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            results.put((work(),))
        except BaseException as error:
            results.put(error)

    try:
        # Not a `threading.Thread`: see `sync_stream`.
        _thread.start_new_thread(copy_context().run, (run,))
    except RuntimeError:  # the interpreter is shutting down, and starts no threads
        return work()
    try:
        result = results.get()
    except BaseException:
        with suppress(Empty):
            results.get(timeout=INTERRUPT_SECONDS)
        raise
    if isinstance(result, BaseException):
        raise result
    return result[0]
