"""Work of one event loop that costs money if it is broken off: launches, and the stops of what they created."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

__all__ = ["AsyncSupervisor"]

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]

# How often work is begun again before a cancellation is let through.
MAX_CANCELLATIONS: Final = 3


# Between two looks whether what was hurried is overdue.
LOOK_SECONDS: Final = 0.05


def _nothing() -> None:
    """Some work cannot be given up."""


class AsyncSupervisor:
    """Runs such work in tasks of its own, which this object owns."""

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
        """Do `work` to its end, whatever happens to the caller.

        When the caller is cancelled, `give_up` is called and the work cleans up by itself. If it has succeeded all the
        same, `undo` is called. The caller's cancellation waits for that, `max_wait` seconds at the most. After that, or
        if it is cancelled once more, the clean-up goes on in the background.
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
        """Do work in the background, which closing the client gives up and waits for. It must not raise."""
        self._start(work(), give_up)

    def settle(self, launch: object, work: Work[None], hurry: Callable[[], float]) -> asyncio.Task[None]:
        """Do the work that settles a launch, in the background. Closing the client hurries it, and waits for it.

        Args:
            launch: The launch.
            work: What settles it.
            hurry: Lets `work` end soon, and returns until when, by the monotonic clock.
        """
        task = self._settling.get(launch)
        if task is None:
            task = self._settling[launch] = self._start(_settled(work, hurry), hurry)
            task.add_done_callback(lambda _: self._settling.pop(launch, None))
        return task

    async def give_up(self) -> None:
        """End all work, and wait for that. What settles launches is cancelled when its time is over."""
        ends: dict[asyncio.Task[Any], float | None] = {}
        while self.tasks:
            settling = set(self._settling.values())
            # What begins from now on to settle has a caller that waits for it: it is hurried when none does.
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
    """Do work that may be repeated. The end of a loop cancels all tasks: what is broken off then is begun again."""
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
    """Do `work`. When the end of a loop cancels it, there is one more try, for a short time."""
    try:
        await work()
    except asyncio.CancelledError:
        hurry()
        await work()
