"""Work in the background of a block: a thread here, a task in `async_background`."""

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

# An interrupt waits for so long for work that it cannot break off; after that, the work goes on without its caller.
INTERRUPT_SECONDS: Final = 5.0


class Background:
    """One piece of work, which ends by itself once its owner says so. This object owns its thread.

    Args:
        work: The work.
        name: What to call the thread.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        # A process that ends does not wait for it.
        self._thread = threading.Thread(target=work, name=name, daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._thread.is_alive()

    def end(self, seconds: float) -> None:
        """Wait until the work has ended, at most so many seconds. A thread cannot be broken off."""
        self._thread.join(seconds)


def to_the_end(work: Callable[[], T]) -> T:
    """Do work that no interrupt breaks off. Interrupts come to the main thread, so the work is done in another."""
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
    except RuntimeError:  # the interpreter is ending, and starts none
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
