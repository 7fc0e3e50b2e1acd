"""What the replicas of a program share through Redis: a thread of each process, which serves its parts.

No caller waits for Redis longer than `STORE_TIMEOUT_SECONDS`, as only the thread does. Rate limits are one part; each
part is in a module of its own.
"""

from __future__ import annotations

import _thread
import asyncio
import hashlib
import inspect
import logging
import os
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TypeVar
from weakref import finalize

from .._core.extras import missing_extra
from .._core.public import public_in
from .._core.redaction import Secret
from ..errors import ConfigurationError, TimedOut
from .redis_scripts import COUNT_REPLICAS, RECOVERY_SECONDS

if TYPE_CHECKING:
    from .._core.replicas_report import ReplicasReport
    from .redis_reports import ReportRequest, Wakeup

__all__ = ["AsyncRedis", "Part", "ReplicaThread", "Replicas", "read_replicas"]

logger: Final = logging.getLogger("edgegap_client")

T = TypeVar("T")
PartT = TypeVar("PartT", bound="Part")

# A command takes no longer, or Redis has failed. Callers wait a little longer for the thread: `STORE_TIMEOUT_SECONDS`.
COMMAND_SECONDS: Final = 0.15
# It is measured in so many steps.
TIMEOUT_STEPS: Final = 10
# To connect may take so long in the background. Calls go on meanwhile.
CONNECT_SECONDS: Final = 1.0
# How often a process reports to Redis that it lives, and learns how many others do.
HEARTBEAT_SECONDS: Final = 0.5
# A process without a heartbeat for so long is gone.
REPLICA_SECONDS: Final = 5.0
# After a warning, the next outages within so many seconds are logged as information.
QUIET_SECONDS: Final = 10.0
# How often to look for a Redis that failed.
PROBE_SECONDS: Final = 0.25
# How long the end of the process, or `close`, waits for Redis.
CLOSE_SECONDS: Final = 0.3

PACKAGES: Final = {
    **dict.fromkeys(("redis", "rediss", "unix"), ("redis.asyncio", "valkey.asyncio")),
    **dict.fromkeys(("valkey", "valkeys"), ("valkey.asyncio",)),
}


class AsyncRedis(Protocol):
    """What is needed of an asyncio client of the packages `redis` and `valkey`."""

    def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
        """Run a Lua script."""
        ...

    def xread(self, streams: Any, count: int | None = None, block: int | None = None) -> Any:
        """Read a stream, and wait for its next message for `block` milliseconds."""
        ...


class Part:
    """One thing that replicas share. Its methods run in the thread of the process, except `__init__`.

    A subclass overrides what it needs. There is one object of each subclass for each thread.

    Args:
        thread: The thread, which may not run yet.
    """

    def __init__(self, thread: ReplicaThread) -> None:
        self.thread = thread

    @property
    def is_awaited(self) -> bool:
        """Whether callers wait for Redis now, so that a slow connection counts as lost after `COMMAND_SECONDS`."""
        return False

    @property
    def has_unsent(self) -> bool:
        """Whether a process that ends waits for a connection, to send something in `leave`."""
        return False

    def started(self) -> None:
        """The event loop of the thread runs. Called also if there is no connection."""

    def connected(self) -> None:
        """There is a connection, for the first time or again; or Redis has lost its data."""

    def lost(self) -> None:
        """Redis has failed: every process is alone from now on."""

    async def beat(self) -> None:
        """The process has reported that it lives. What this raises counts as a failure of Redis."""

    def report(self) -> dict[str, Any]:
        """What the report of this process is to have besides, JSON-ready: see `_core.replicas_report`."""
        return {}

    async def leave(self) -> None:
        """The process ends, and Redis still responds."""

    def ended(self) -> None:
        """The thread has ended."""


@public_in("replicas")
class Replicas:
    """What the replicas of a program share through Redis: rate limits, polling and webhooks.

        replicas = Replicas("redis://localhost:6379")
        edgegap = Edgegap(replicas=replicas)

    One object serves all clients of a process, synchronous and async, in all threads and event loops. It has a thread
    and connections of its own, which `close` ends, as does the end of the process. A forked child opens its own.

    When Redis does not respond within 0.15 s, no call fails. Each process goes on with its share of each limit: the
    limit divided by the number of processes that it last saw. It logs one warning, and looks for Redis four times a
    second. Keys hold a digest of the organisation's token, never the token.

    Args:
        redis: A URL: `redis://`, `rediss://`, `unix://`, `valkey://` or `valkeys://`. For Redis Cluster, Sentinel and
            anything else, a function without arguments that returns an asyncio client, such as a
            `redis.asyncio.RedisCluster`. It is called again after a failure; this object closes the clients.
        prefix: What the names of the keys begin with.

    Raises:
        ConfigurationError: `redis` is neither, or the Python package of the URL is not installed.
    """

    def __init__(self, redis: str | Callable[[], AsyncRedis], *, prefix: str = "edgegap") -> None:
        hidden = Secret(redis)
        del redis
        self._make = _maker(hidden)
        self._prefix = prefix
        # By process; a forked child starts one of its own.
        self._threads: dict[int, ReplicaThread] = {}
        self._is_closed = False

    def __repr__(self) -> str:
        return f"Replicas(prefix={self._prefix!r})"

    def start(self) -> None:
        """Connect in the background, so that the first call finds a connection. Clients do this at their first call."""
        self._working()

    def close(self) -> None:
        """Leave: close the connections, within 0.3 s. Clients that are still used keep the limits by themselves."""
        self._is_closed = True
        thread = self._threads.get(os.getpid())
        if thread is not None:
            thread.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def report(self) -> ReplicasReport:
        """What all processes that share this Redis report: who they are, and what they use and wait for.

        Raises:
            TimedOut: Redis has not responded within 1 s.
        """
        from .sync_signal import Signal

        signal = Signal()
        request, until = self._ask_report(signal), time.monotonic() + CONNECT_SECONDS
        while not request.is_over and (left := until - time.monotonic()) > 0:
            signal.wait(left)
        return self._reported(request)

    async def areport(self) -> ReplicasReport:
        """`report` for an event loop.

        Raises:
            TimedOut: As of `report`.
        """
        from .async_signal import AsyncSignal

        signal = AsyncSignal()
        request, until = self._ask_report(signal), time.monotonic() + CONNECT_SECONDS
        while not request.is_over and (left := until - time.monotonic()) > 0:
            await signal.wait(left)
        return self._reported(request)

    def _ask_report(self, wakeup: Wakeup) -> ReportRequest:
        from .redis_reports import Reports

        reports = self._part(Reports)
        if reports is None:
            raise ConfigurationError("these replicas are closed: make another Replicas")
        return reports.ask(wakeup)

    @staticmethod
    def _reported(request: ReportRequest) -> ReplicasReport:
        if request.result is None:
            raise TimedOut(f"Redis has not responded within {CONNECT_SECONDS:g} s: nothing is known of the replicas")
        return request.result

    def _part(self, kind: type[PartT]) -> PartT | None:
        """The part of a class in this process, None once this is closed."""
        thread = self._working()
        return None if thread is None else thread.part(kind)

    def _working(self) -> ReplicaThread | None:
        """The thread of this process, None once this is closed."""
        pid = os.getpid()
        thread = self._threads.get(pid)
        if thread is None and not self._is_closed:
            made = ReplicaThread(self._make, self._prefix)
            # Of several threads that are here at once all get the same.
            thread = self._threads.setdefault(pid, made)
            if thread is made:
                from .redis_reports import Reports

                made.part(Reports)
                made.start()
                finalize(self, made.end)
        return thread if thread is not None and thread.is_working() else None


# By the digest of the URL, which may have a password: one object, with one thread, for all clients of the process.
_by_url: Final[dict[str, Replicas]] = {}


def read_replicas(given: Secret[Replicas | str | None]) -> Replicas | None:
    """The option `replicas` of a client: the same object for the same URL.

    Raises:
        ConfigurationError: The URL is malformed, or its Python package is not installed.
    """
    if not isinstance(given.reveal(), str):
        return _checked(given.reveal())
    name = hashlib.sha256(str(given.reveal()).encode()).hexdigest()
    return _by_url.get(name) or _by_url.setdefault(name, Replicas(str(given.reveal())))


def _checked(found: Any) -> Replicas | None:
    if found is None or isinstance(found, Replicas):
        return found
    raise ConfigurationError(f"replicas= is a URL of Redis or a Replicas, got {type(found).__name__}")


def _maker(redis: Secret[str | Callable[[], AsyncRedis]]) -> Callable[[], AsyncRedis]:
    given = redis.reveal()
    if callable(given):
        return given
    scheme = given.partition("://")[0] if isinstance(given, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    if scheme not in PACKAGES:
        del given
        raise ConfigurationError(
            "replicas needs a URL (redis://, rediss://, unix://, valkey:// or valkeys://) or a function that "
            f"returns an asyncio client, got {f'the scheme {scheme!r}' if scheme else type(redis.reveal()).__name__}."
        )
    for name in PACKAGES[scheme]:
        with suppress(ImportError):
            return partial(_from_url, import_module(name), redis)
    package = PACKAGES[scheme][0].partition(".")[0]
    what = f"A URL with {scheme}://"
    if package == "redis":
        raise ConfigurationError(missing_extra(what, "redis", package))
    raise ConfigurationError(f"{what} needs {package}, which is not installed: pip install {package}")


def _from_url(package: Any, url: Secret[Any]) -> AsyncRedis:
    client: AsyncRedis = package.from_url(url.reveal())
    return client


class ReplicaThread:
    """Serves the parts of this process, in a thread with an event loop and a client of its own. It owns their state.

    Args:
        make: Makes the client.
        prefix: What the names of the keys begin with.

    Attributes:
        replica: The name of this process, new in each.
        prefix: What the names of the keys begin with.
        client: The client; None until there is a connection, and while Redis fails.
        is_alone: Whether Redis has failed.
        replicas: How many processes were last seen, at least 1.
        is_ending: Whether the thread ends.
        recovers_until: Until when the others may not have written again what Redis has lost, by the monotonic clock.
    """

    def __init__(self, make: Callable[[], AsyncRedis], prefix: str) -> None:
        self._make = make
        self.prefix = prefix
        self.replica = os.urandom(8).hex()
        self._pid = os.getpid()
        self._thread_id = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._parts: dict[type[Part], Part] = {}
        self._begun: list[Part] = []
        self.client: AsyncRedis | None = None
        self.is_alone = False
        self.replicas = 1
        self.recovers_until = 0.0
        self._warned_at = float("-inf")
        self._news = asyncio.Event()
        self.is_ending = False
        # Released when the thread has ended.
        self._runs = _thread.allocate_lock()

    # --- What other threads call

    def start(self) -> None:
        """Start the thread, unless the interpreter is ending."""
        self._runs.acquire()
        try:
            # Not a `threading.Thread`, which takes locks: a signal handler may have interrupted who holds them.
            _thread.start_new_thread(self._run, ())
        except RuntimeError:
            self.is_ending = True

    def is_working(self) -> bool:
        """Whether it serves its parts. It does not in a forked child, where the thread is missing."""
        return not self.is_ending and self._pid == os.getpid()

    def part(self, kind: type[PartT]) -> PartT:
        """The one part of a class."""
        found = self._parts.get(kind)
        if found is None:
            made = kind(self)
            # Of several threads that are here at once all get the same.
            found = self._parts.setdefault(kind, made)
            if found is made:
                self.call(partial(self._begin, found))
        assert isinstance(found, kind)
        return found

    def call(self, function: Callable[[], object]) -> None:
        """Call a function in the thread, if it runs already."""
        loop = self._loop
        if loop is not None and self._pid == os.getpid():
            with suppress(RuntimeError):  # it is closed
                loop.call_soon_threadsafe(function)

    def end(self) -> None:
        """End the thread, and wait for that, but not long."""
        if not self.is_working():
            return
        self.is_ending = True
        self.call(self._news.set)
        if _thread.get_ident() != self._thread_id and self._runs.acquire(timeout=CLOSE_SECONDS):
            self._runs.release()

    # --- What runs in the thread

    def _run(self) -> None:
        self._thread_id = _thread.get_ident()
        try:
            asyncio.run(self._work())
        finally:
            self.is_ending = True
            for part in self._everything():
                part.ended()
            self._runs.release()

    def _everything(self) -> list[Part]:
        return list(self._parts.values())

    async def _work(self) -> None:
        self._loop = asyncio.get_running_loop()
        for part in self._everything():
            self._begin(part)
        while not self.is_ending or self._has_unsent():
            await self._stay_connected()
            if self.is_ending:
                return
            await self._pause(PROBE_SECONDS)

    def _begin(self, part: Part) -> None:
        """Start a part, once. It may be new, or older than the event loop."""
        if part not in self._begun:
            self._begun.append(part)
            part.started()
            if self.client is not None:
                part.connected()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()

    # --- The connection

    async def _stay_connected(self) -> None:
        """Connect, and report to Redis that this process lives until Redis fails."""
        client: AsyncRedis | None = None
        try:
            client = self._make()
            connecting = self.go_on(self._count_replicas(client))
            until = time.monotonic() + CONNECT_SECONDS
            while not await _is_done(connecting, COMMAND_SECONDS):
                if time.monotonic() > until or (self.is_ending and not self._has_unsent()):
                    connecting.cancel()
                    raise TimeoutError
                if any(part.is_awaited for part in self._begun):  # no longer
                    self.lost(TimeoutError())
            replicas, _ = connecting.result()
            if self.is_alone:
                replicas, _ = await self.command(self._count_replicas(client))
            self._connected(client, replicas)
            while True:
                if not self.is_ending:
                    await self._pause(HEARTBEAT_SECONDS)
                if self.client is not client:
                    return
                if self.is_ending:
                    await self._leave(client)
                    return
                replicas, is_new = await self.command(self._count_replicas(client))
                if is_new:  # the connection was quick to come back, or was not lost
                    self.recovers_until = time.monotonic() + RECOVERY_SECONDS
                    for part in self._begun:
                        part.connected()
                self._saw(replicas)
                for part in self._begun:
                    await part.beat()
        except Exception as error:
            self.lost(error)
        finally:
            self.client = None
            if client is not None:
                closing = self.go_on(_close(client))
                if self.is_ending:
                    await _is_done(closing, COMMAND_SECONDS)

    def _connected(self, client: AsyncRedis, replicas: int) -> None:
        if self.is_alone:
            logger.info("replicas share through Redis again")
            self.is_alone = False
            self.recovers_until = time.monotonic() + RECOVERY_SECONDS
        self._saw(replicas)
        self.client = client
        for part in self._begun:
            part.connected()

    def _has_unsent(self) -> bool:
        return any(part.has_unsent for part in self._begun)

    def _saw(self, replicas: int) -> None:
        # A server that was away has not heard of all processes yet.
        is_recovering = time.monotonic() < self.recovers_until
        self.replicas = max(self.replicas, replicas) if is_recovering else max(1, replicas)

    def lost(self, error: Exception) -> None:
        """Go on alone, and say so: once, also if the connection comes and goes."""
        self.client = None
        self._news.set()
        if not self.is_alone and not self.is_ending:
            now = time.monotonic()
            logger.log(
                logging.WARNING if self._warned_at + QUIET_SECONDS < now else logging.INFO,
                "Redis failed with %s: this process goes on with its share of each rate limit, one of %d",
                f"{type(error).__name__}: {error}" if isinstance(error, ConfigurationError) else type(error).__name__,
                self.replicas,
            )
            self._warned_at = now
        if not self.is_alone:
            self.is_alone = True
            for part in self._begun:
                part.lost()

    async def _count_replicas(self, client: AsyncRedis, verb: str = "stay") -> tuple[int, bool]:
        """How many processes there are, and whether Redis did not know this one."""
        key = f"{self.prefix}:replicas"
        count, is_new = await _run(client, COUNT_REPLICAS, [key], self.replica, REPLICA_SECONDS, verb)
        return int(count), bool(is_new)

    async def _leave(self, client: AsyncRedis) -> None:
        """Say that this process ends."""
        await asyncio.gather(
            self.command(self._count_replicas(client, "leave")), *(part.leave() for part in self._begun)
        )

    # --- Tasks

    def go_on(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start a task, which this object keeps."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._is_over)
        return task

    def _is_over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # or asyncio would log that nobody has looked at it

    async def run(self, script: str, keys: Sequence[str], *arguments: Any) -> Any:
        """Run a script in Redis, which takes `COMMAND_SECONDS` at the most.

        Raises:
            Exception: Redis has failed, which the thread knows then.
        """
        client = self.client
        if client is None:
            raise TimeoutError
        try:
            response = await self.command(_run(client, script, keys, *arguments))
        except Exception as error:
            if self.client is client:
                self.lost(error)
            raise
        if self.client is not client:
            raise TimeoutError  # lost meanwhile
        return response

    async def command(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a command, which takes `COMMAND_SECONDS` at the most.

        Raises:
            Exception: It has failed.
        """
        return await _within(COMMAND_SECONDS, self.go_on(work))


async def _within(seconds: float, task: asyncio.Task[T]) -> T:
    """The result of a task, which is cancelled after so many seconds: whatever timeouts the client of Redis has."""
    try:
        if not await _is_done(task, seconds):
            raise TimeoutError
        return task.result()
    finally:
        task.cancel()


async def _is_done(task: asyncio.Task[Any], seconds: float) -> bool:
    """Wait for a task. A thread that gets no CPU for a while loses a part of the time only, not all of it."""
    for _ in range(TIMEOUT_STEPS):
        await asyncio.wait((task,), timeout=seconds / TIMEOUT_STEPS)
        if task.done():
            break
    return task.done()


async def _run(client: AsyncRedis, script: str, keys: Sequence[str], *arguments: Any) -> Any:
    response = client.eval(script, len(keys), *keys, *arguments)
    if not inspect.isawaitable(response):
        raise ConfigurationError(f"the function must return an asyncio client, not a {type(client).__name__}")
    return await response


async def _close(client: Any) -> None:
    with suppress(Exception):
        async with asyncio.timeout(CONNECT_SECONDS):
            # redis-py before 5.0.1 has no `aclose`.
            await (client.aclose() if hasattr(client, "aclose") else client.close())
