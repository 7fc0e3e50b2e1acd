"""Supervise work of one event loop that costs money if it is interrupted: launches, and stops of deployments."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

__all__ = ["AsyncSupervisor"]

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]

# Cancelled work is restarted this many times before the cancellation takes effect.
MAX_CANCELLATIONS: Final = 3


# The interval of checks whether hurried work is overdue.
LOOK_SECONDS: Final = 0.05


def _nothing() -> None:
    """Do nothing, for work that cannot be given up."""


class AsyncSupervisor:
    """Run such work in separate tasks, which this object owns."""

    def __init__(self) -> None:
        self.tasks: dict[asyncio.Task[Any], Callable[[], float | None]] = {}
        self._settling: dict[object, asyncio.Task[None]] = {}

    async def run(
        self,
        work: Work[T],
        give_up: Callable[[], None] = _nothing,
        undo: Work[object] | None = None,
        *,
        max_wait: float,
    ) -> T:
        """Run `work` to its end, even if the caller is cancelled.

        If the caller is cancelled, this calls `give_up`, and the work cleans up by itself. If the work succeeds anyway,
        this calls `undo`. The caller's cancellation waits at most `max_wait` seconds for that. After that, or after
        another cancellation, the clean-up continues in the background.
        """
        task = self._start(work(), give_up)
        try:
            await asyncio.wait((task,))
        except BaseException as error:
            give_up()
            if task.get_loop().is_running():
                undone = self._start(to_the_end(lambda: _undone(task, undo)))
                if isinstance(error, asyncio.CancelledError):
                    await asyncio.wait((undone,), timeout=max_wait)
            raise
        return task.result()

    def start(self, work: Work[None], give_up: Callable[[], None]) -> None:
        """Start background work that must not raise. Closing the client gives it up and waits for it."""
        self._start(work(), give_up)

    def settle(self, launch: object, work: Work[None], hurry: Callable[[], float]) -> asyncio.Task[None]:
        """Start the work that settles a launch, in the background. Closing the client hurries it, and waits for it.

        Args:
            launch: The launch.
            work: The work that settles it.
            hurry: Makes `work` end soon, and returns its latest end, by the monotonic clock.
        """
        task = self._settling.get(launch)
        if task is None:
            task = self._settling[launch] = self._start(_settled(work, hurry), hurry)
            task.add_done_callback(lambda _: self._settling.pop(launch, None))
        return task

    async def give_up(self) -> None:
        """End all work, and wait for its end. Work that settles launches is cancelled when its time is over."""
        ends: dict[asyncio.Task[Any], float | None] = {}
        while self.tasks:
            settling = set(self._settling.values())
            # Work that starts to settle from now on has a waiting caller. It is hurried when no caller waits.
            is_awaited = bool(ends) and any(task not in settling for task in self.tasks)
            for task, give_up in tuple(self.tasks.items()):
                if task not in ends and not (is_awaited and task in settling):
                    ends[task] = give_up()
                end = ends.get(task)
                if end is not None and time.monotonic() >= end:
                    task.cancel()
            await asyncio.wait(tuple(self.tasks), timeout=LOOK_SECONDS)

    def _start(self, work: Coroutine[Any, Any, T], give_up: Callable[[], float | None] = _nothing) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work, name="edgegap-supervised")
        self.tasks[task] = give_up
        task.add_done_callback(lambda task: self.tasks.pop(task, None))
        task.add_done_callback(lambda task: task.cancelled() or task.exception())
        return task


async def to_the_end(work: Work[T]) -> T:
    """Run repeatable work to its end. The end of a loop cancels all tasks, so interrupted work starts again."""
    for _ in range(MAX_CANCELLATIONS):
        try:
            return await work()
        except asyncio.CancelledError:
            continue
    return await work()


async def _undone(task: asyncio.Task[Any], undo: Work[object] | None) -> None:
    await asyncio.wait((task,))
    if undo is not None:
        await undo()


async def _settled(work: Work[None], hurry: Callable[[], float]) -> None:
    """Run `work`. If the end of a loop cancels it, there is one more short attempt."""
    try:
        await work()
    except asyncio.CancelledError:
        hurry()
        await work()
