"""A virtual clock for asyncio, and a Redis that has its time: an hour takes no longer than what is done in it."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections import Counter
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from typing import Any, Final, TypeVar
from unittest import mock

from edgegap_client._runtime.replicas import ReplicaThread

T = TypeVar("T")

# What the scripts in Redis ask for, and what takes its place: the last two arguments.
TIME: Final = 'redis.call("TIME")'
GIVEN: Final = "{ARGV[#ARGV - 1], ARGV[#ARGV]}"
# Redis lets keys expire by a clock of its own. They live a thousand times longer; the scripts compare times themselves.
EXPIRE: Final = ('redis.call("PEXPIRE"', 'redis.call("EXPIRE"')
# The way to Redis and back.
REDIS_SECONDS: Final = 0.001
START_SECONDS: Final = 1_000_000.0


class _Selector(selectors.SelectSelector):
    """Does not wait, but moves the clock on. There is no other input."""

    now = START_SECONDS

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("nothing will ever happen")
        self.now += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop with a clock of its own."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        """Seconds; they pass only while nothing is to be done."""
        return self._virtual.now


def _start(thread: ReplicaThread) -> None:
    """Run what is a thread otherwise as a task."""
    tasks.add(asyncio.get_running_loop().create_task(thread._work()))


tasks: Final[set[asyncio.Task[None]]] = set()


@contextmanager
def virtual_time() -> Generator[VirtualLoop]:
    """A loop whose time `time.monotonic` has as well, and in which replicas have tasks in the place of threads."""
    loop = VirtualLoop()
    with mock.patch.object(time, "monotonic", loop.time), mock.patch.object(ReplicaThread, "start", _start):
        try:
            yield loop
        finally:
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            tasks.clear()
            loop.close()


class VirtualRedis:
    """A client of a real Redis, for the scripts of the client. They run as they are, but with the virtual time.

    Args:
        redis: A synchronous client of that Redis.
        counted: Where commands are counted, by the last part of the key.
    """

    def __init__(self, redis: Any, counted: Counter[str]) -> None:
        self._redis = redis
        self._counted = counted
        self._scripts: dict[str, Any] = {}

    def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Coroutine[Any, Any, Any]:
        """Run a Lua script."""
        return self._eval(script, numkeys, keys_and_args)

    async def _eval(self, script: str, numkeys: int, given: tuple[Any, ...]) -> Any:
        await asyncio.sleep(REDIS_SECONDS / 2)
        if script not in self._scripts:
            assert TIME in script
            self._scripts[script] = self._redis.register_script(script.replace(TIME, GIVEN).replace(*EXPIRE))
        whole, part = divmod(time.monotonic(), 1)
        self._counted[str(given[0]).split(":")[1]] += 1
        arguments = (*given[numkeys:], int(whole), int(part * 1e6))
        response = self._scripts[script](keys=given[:numkeys], args=arguments)
        await asyncio.sleep(REDIS_SECONDS / 2)
        return response

    async def aclose(self) -> None:
        """Nothing: the connection is used by the other replicas."""
