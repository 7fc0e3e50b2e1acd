"""Event loops whose time passes only when a test says so: a minute takes no longer than what is done in it.

Each loop stands for a process. It may stand still, or be killed: then nothing of it runs any more, not even clean-up.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

import pytest

# The moment at which a simulation begins.
START_SECONDS: Final = 1_000_000.0


class VirtualTime:
    """The clock of the loops. This object owns it, and replaces the functions of the module `time` until `close`.

    Attributes:
        now: Seconds since the beginning.
        loops: Those that run. One that is taken out of the list stands still.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.loops: list[Any] = []
        self._all: list[Any] = []
        # In the order in which they began: asyncio has no order of tasks, but that of their addresses in memory.
        self._tasks: list[asyncio.Task[Any]] = []
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(time, "monotonic", lambda: START_SECONDS + self.now)
        self._patch.setattr(time, "time", lambda: START_SECONDS + self.now)

    @staticmethod
    def _ignore(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
        pass

    def new_loop(self) -> asyncio.AbstractEventLoop:
        """A loop that runs whenever time passes."""
        loop = asyncio.SelectorEventLoop()
        loop.set_exception_handler(self._ignore)
        loop.set_task_factory(self._task)
        self.loops.append(loop)
        self._all.append(loop)
        return loop

    def _task(self, loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **options)
        self._tasks = [each for each in self._tasks if not each.done()] + [task]
        return task

    def settle(self) -> None:
        """Do all that is due now."""
        while True:
            busy = [loop for loop in self.loops if loop._ready or self._due(loop) <= self.now]
            if not busy:
                return
            for loop in busy:
                loop.call_soon(loop.stop)
                loop.run_forever()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        self.settle()
        while (due := min(map(self._due, self.loops), default=until)) < until:
            self.now = max(self.now, due)
            self.settle()
        self.now = until
        self.settle()

    @staticmethod
    def _due(loop: Any) -> float:
        heap = loop._scheduled
        if heap and not heap[0]._cancelled:
            return float(heap[0]._when) - START_SECONDS
        timers = [each._when for each in heap if not each._cancelled]
        return min(timers, default=float("inf")) - START_SECONDS

    def close(self) -> None:
        """End all loops, and give the computer's time back."""
        self.loops = list(self._all)
        for _ in range(10):
            tasks = [task for task in self._tasks if not task.done()]
            if not tasks:
                break
            for task in tasks:
                task.cancel()
            self.advance(30)
        for loop in self._all:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
        self._patch.undo()
