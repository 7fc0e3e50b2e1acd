"""Work in the background of a block: a thread here, a task in `async_background`."""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["Background"]


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

    def end(self, seconds: float) -> None:
        """Wait until the work has ended, at most so many seconds. A thread cannot be broken off."""
        self._thread.join(seconds)
