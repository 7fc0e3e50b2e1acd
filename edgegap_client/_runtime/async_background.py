"""Work in the background of a block: a task here, a thread in `sync_background`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

__all__ = ["AsyncBackground"]


class AsyncBackground:
    """One piece of work, which ends by itself once its owner says so. This object owns its task.

    Args:
        work: The work.
        name: What to call the task.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        self._task = asyncio.get_running_loop().create_task(work(), name=name)

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._task.get_loop().is_running() and not self._task.done()

    async def end(self, seconds: float) -> None:
        """Wait until the work has ended, at most so many seconds; then break it off."""
        try:
            await asyncio.wait((self._task,), timeout=seconds)
        finally:
            self._task.cancel()
