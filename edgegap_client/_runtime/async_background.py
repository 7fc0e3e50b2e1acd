"""Background work of a block: a task here, a thread in `sync_background`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

__all__ = ["AsyncBackground"]


class AsyncBackground:
    """One piece of background work, which ends by itself once its owner requests it. This object owns its task.

    Args:
        work: The work.
        name: The name of the task.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        self._task = asyncio.get_running_loop().create_task(work(), name=name)

    @property
    def is_alive(self) -> bool:
        """Whether the work still runs."""
        return self._task.get_loop().is_running() and not self._task.done()

    async def end(self, seconds: float) -> None:
        """Wait at most `seconds` until the work has ended, and then cancel it."""
        try:
            await asyncio.wait((self._task,), timeout=seconds)
        finally:
            self._task.cancel()
