"""Share rate limits, polling and webhooks of replicas through Redis. A thread of each process serves its parts.

Only the thread waits for Redis, so no caller waits longer than `STORE_TIMEOUT_SECONDS`. Each part, such as the rate
limits, has its own module.
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
from .redis_server import server_name

if TYPE_CHECKING:
    from .._core.replicas_report import ReplicasReport
    from .redis_reports import ReportRequest, Wakeup

__all__ = ["AsyncRedis", "Part", "ReplicaThread", "Replicas", "read_replicas"]

logger: Final = logging.getLogger("edgegap_client")

T = TypeVar("T")
PartT = TypeVar("PartT", bound="Part")

# The timeout of a command, after which Redis counts as failed. Callers wait a little longer for the thread:
# `STORE_TIMEOUT_SECONDS`.
COMMAND_SECONDS: Final = 0.15
# The timeout is measured in this many steps.
TIMEOUT_STEPS: Final = 10
# The timeout of connecting in the background. Calls continue meanwhile.
CONNECT_SECONDS: Final = 1.0
# The interval at which a process reports to Redis that it lives, and reads how many others do.
HEARTBEAT_SECONDS: Final = 0.5
# A process without a heartbeat for this long counts as gone.
REPLICA_SECONDS: Final = 5.0
# After a warning, further outages within this time are logged at INFO.
QUIET_SECONDS: Final = 10.0
# The interval of attempts to reach Redis after a failure.
PROBE_SECONDS: Final = 0.25
# The maximum wait for Redis of `close` and of the process's end.
CLOSE_SECONDS: Final = 0.3

PACKAGES: Final = {
    **dict.fromkeys(("redis", "rediss", "unix"), ("redis.asyncio", "valkey.asyncio")),
    **dict.fromkeys(("valkey", "valkeys"), ("valkey.asyncio",)),
}


class AsyncRedis(Protocol):
    """The methods of an asyncio client of the packages `redis` and `valkey` that this package calls."""

    def eval(self, script: str, numkeys: int, *keys_and_args: Any) -> Any:
        """Run a Lua script."""
        ...

    def xread(self, streams: Any, count: int | None = None, block: int | None = None) -> Any:
        """Read a stream, and wait for its next message for `block` milliseconds."""
        ...


class Part:
    """One feature that replicas share. Its methods run in the thread of the process, except `__init__`.

    A subclass overrides the methods that it needs. Each thread has one object of each subclass.

    Args:
        thread: The thread. It may not run yet.
    """

    def __init__(self, thread: ReplicaThread) -> None:
        self.thread = thread

    @property
    def is_awaited(self) -> bool:
        """Whether callers wait for Redis now. Then a slow connection counts as failed after `COMMAND_SECONDS`."""
        return False

    @property
    def has_unsent(self) -> bool:
        """Whether the process must wait for a connection at its end, to send data in `leave`."""
        return False

    def started(self) -> None:
        """Called when the event loop of the thread runs, even without a connection."""

    def connected(self) -> None:
        """Called when there is a connection, for the first time or again, or when Redis has lost its data."""

    def lost(self) -> None:
        """Called when Redis has failed, so that every process works alone."""

    async def beat(self) -> None:
        """Called after a heartbeat of the process. An exception counts as a failure of Redis."""

    def report(self) -> dict[str, Any]:
        """Return additional JSON-ready data for the report of this process; see `_core.replicas_report`."""
        return {}

    async def leave(self) -> None:
        """Called when the process ends while Redis responds."""

    def ended(self) -> None:
        """Called when the thread has ended."""


@public_in("replicas")
class Replicas:
    """Share rate limits, polling and webhooks between the replicas of a program through Redis.

        replicas = Replicas("redis://localhost:6379")
        edgegap = Edgegap(replicas=replicas)

    One object serves all clients of a process, synchronous and async, in all threads and event loops. It owns a thread
    and connections. `close` and the end of the process end both. A forked child opens its own.

    If Redis does not respond within 0.15 s, no call fails. Each process continues with its share of each limit: the
    limit divided by the last known number of processes. It logs one warning, and tries to reach Redis four times a
    second. Keys contain a digest of the organisation's token, never the token.

    Args:
        redis: A URL: `redis://`, `rediss://`, `unix://`, `valkey://` or `valkeys://`. For Redis Cluster, Sentinel and
            anything else, a function without arguments that returns an asyncio client, such as a
            `redis.asyncio.RedisCluster`. This object calls it again after a failure, and closes the clients.
        prefix: The prefix of the names of the keys. Default: `edgegap`.

    Raises:
        ConfigurationError: `redis` is not a supported URL or a function, or the URL's Python package is not installed.
    """

    def __init__(self, redis: str | Callable[[], AsyncRedis], *, prefix: str = "edgegap") -> None:
        hidden = Secret(redis)
        del redis
        self._prefix = prefix
        self._server = server_name(hidden)
        self._make = _maker(hidden)
        # The threads by process id, because a forked child starts its own.
        self._threads: dict[int, ReplicaThread] = {}
        self._is_closed = False

    def __repr__(self) -> str:
        return f"Replicas(prefix={self._prefix!r})"

    def start(self) -> None:
        """Connect in the background, so that the first call finds a connection. Clients do this at their first call."""
        self._working()

    def close(self) -> None:
        """Stop sharing, and close the connections within 0.3 s. Clients in use then enforce the limits alone."""
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
        """Return the reports of all processes that share this Redis server: their names, used limits and waiting calls.

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
        """Return the same as `report`, without blocking the event loop.

        Raises:
            TimedOut: Redis has not responded within 1 s.
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
            raise ConfigurationError("this Replicas is closed: create a new one")
        return reports.ask(wakeup)

    def _reported(self, request: ReportRequest) -> ReplicasReport:
        if request.result is None:
            raise TimedOut(
                f"{self._server} has not responded within {CONNECT_SECONDS:g} s, so the replicas are unknown"
            )
        return request.result

    def _part(self, kind: type[PartT]) -> PartT | None:
        """Return the part of a class in this process; None after `close`."""
        thread = self._working()
        return None if thread is None else thread.part(kind)

    def _working(self) -> ReplicaThread | None:
        """Return the thread of this process; None after `close`."""
        pid = os.getpid()
        thread = self._threads.get(pid)
        if thread is None and not self._is_closed:
            made = ReplicaThread(self._make, self._prefix, self._server)
            # Of several threads that are here at once all get the same.
            thread = self._threads.setdefault(pid, made)
            if thread is made:
                from .redis_reports import Reports

                made.part(Reports)
                made.start()
                finalize(self, made.end)
        return thread if thread is not None and thread.is_working() else None


# One object, with one thread, for all clients of the process. The key is a digest of the URL, which may contain a
# password.
_by_url: Final[dict[str, Replicas]] = {}


def read_replicas(given: Secret[Replicas | str | None]) -> Replicas | None:
    """Read the option `replicas` of a client. The same URL returns the same object.

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
    raise ConfigurationError(f"replicas= must be a URL of Redis or a Replicas, got {type(found).__name__}")


def _maker(redis: Secret[str | Callable[[], AsyncRedis]]) -> Callable[[], AsyncRedis]:
    given = redis.reveal()
    if callable(given):
        return given
    scheme = given.partition("://")[0] if isinstance(given, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    del given  # the frame of an error must not have the password
    if scheme not in PACKAGES:
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
    """Serves the parts of this process, in a thread with its own event loop and Redis client. It owns their state.

    Args:
        make: Creates the client.
        prefix: The prefix of the names of the keys.
        server: The name of the server in logs.

    Attributes:
        replica: The unique name of this process.
        prefix: The prefix of the names of the keys.
        client: The client; None until there is a connection, and while Redis fails.
        is_alone: Whether Redis has failed.
        replicas: The last known number of processes, at least 1.
        is_ending: Whether the thread ends.
        recovers_until: The time, by the monotonic clock, until which other processes may not have rewritten data that
            Redis has lost.
    """

    def __init__(self, make: Callable[[], AsyncRedis], prefix: str, server: str) -> None:
        self._make = make
        self._server = server
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

    # --- Called by other threads

    def start(self) -> None:
        """Start the thread, unless the interpreter is shutting down."""
        self._runs.acquire()
        try:
            # Not a `threading.Thread`, which takes locks that code interrupted by a signal handler may hold.
            _thread.start_new_thread(self._run, ())
        except RuntimeError:
            self.is_ending = True

    def is_working(self) -> bool:
        """Whether it serves its parts; False in a forked child, which does not have the thread."""
        return not self.is_ending and self._pid == os.getpid()

    def part(self, kind: type[PartT]) -> PartT:
        """Return the part of a class."""
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
        """Call a function in the thread, if the thread runs already."""
        loop = self._loop
        if loop is not None and self._pid == os.getpid():
            with suppress(RuntimeError):  # it is closed
                loop.call_soon_threadsafe(function)

    def end(self) -> None:
        """End the thread, and wait a short time for its end."""
        if not self.is_working():
            return
        self.is_ending = True
        self.call(self._news.set)
        if _thread.get_ident() != self._thread_id and self._runs.acquire(timeout=CLOSE_SECONDS):
            self._runs.release()

    # --- Called in the thread

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
        """Start a part once. The part may be new, or older than the event loop."""
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
        """Connect, and report to Redis that this process lives, until Redis fails."""
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
                if is_new:  # the connection returned quickly, or was not lost
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
            logger.info("%s works again: replicas share the rate limits", self._server)
            self.is_alone = False
            self.recovers_until = time.monotonic() + RECOVERY_SECONDS
        self._saw(replicas)
        self.client = client
        for part in self._begun:
            part.connected()

    def _has_unsent(self) -> bool:
        return any(part.has_unsent for part in self._begun)

    def _saw(self, replicas: int) -> None:
        # After an outage, the server does not know all processes yet.
        is_recovering = time.monotonic() < self.recovers_until
        self.replicas = max(self.replicas, replicas) if is_recovering else max(1, replicas)

    def lost(self, error: Exception) -> None:
        """Continue alone, and log it once, even if the connection returns and fails repeatedly."""
        self.client = None
        self._news.set()
        if not self.is_alone and not self.is_ending:
            now = time.monotonic()
            logger.log(
                logging.WARNING if self._warned_at + QUIET_SECONDS < now else logging.INFO,
                "%s failed with %s: this process continues with 1/%d of each rate limit",
                self._server,
                f"{type(error).__name__}: {error}" if isinstance(error, ConfigurationError) else type(error).__name__,
                self.replicas,
            )
            self._warned_at = now
        if not self.is_alone:
            self.is_alone = True
            for part in self._begun:
                part.lost()

    async def _count_replicas(self, client: AsyncRedis, verb: str = "stay") -> tuple[int, bool]:
        """Return how many processes there are, and whether Redis did not know this one."""
        key = f"{self.prefix}:replicas"
        count, is_new = await _run(client, COUNT_REPLICAS, [key], self.replica, REPLICA_SECONDS, verb)
        return int(count), bool(is_new)

    async def _leave(self, client: AsyncRedis) -> None:
        """Report that this process ends."""
        await asyncio.gather(
            self.command(self._count_replicas(client, "leave")), *(part.leave() for part in self._begun)
        )

    # --- Tasks

    def go_on(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start a task. This object keeps a reference to it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._is_over)
        return task

    def _is_over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # otherwise asyncio would log that the exception was never retrieved

    async def run(self, script: str, keys: Sequence[str], *arguments: Any) -> Any:
        """Run a script in Redis, with a timeout of `COMMAND_SECONDS`.

        Raises:
            Exception: Redis has failed. The thread has been notified.
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
            raise TimeoutError  # the connection was lost meanwhile
        return response

    async def command(self, work: Coroutine[Any, Any, T]) -> T:
        """Return the result of a command, with a timeout of `COMMAND_SECONDS`.

        Raises:
            Exception: The command has failed.
        """
        return await _within(COMMAND_SECONDS, self.go_on(work))


async def _within(seconds: float, task: asyncio.Task[T]) -> T:
    """Return the result of a task. Cancel it after `seconds`, whatever timeouts the client of Redis has."""
    try:
        if not await _is_done(task, seconds):
            raise TimeoutError
        return task.result()
    finally:
        task.cancel()


async def _is_done(task: asyncio.Task[Any], seconds: float) -> bool:
    """Wait for a task in steps, so that a thread that gets no CPU for a while loses only a part of the timeout."""
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
