"""Rate limits that several processes share, in Redis.

Each process leases parts of the limits from Redis, for its clients in all threads and event loops. A thread of its own
does that, so that no caller waits for Redis longer than `STORE_TIMEOUT_SECONDS`.
"""

from __future__ import annotations

import _thread
import asyncio
import inspect
import logging
import os
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from importlib import import_module
from itertools import count
from types import TracebackType
from typing import Any, Final, Protocol, Self, TypeVar
from weakref import finalize, ref

from .._core.extras import missing_extra
from .._core.lease import Lease, Offer
from .._core.public import public_in
from .._core.rate_limiter import WINDOW_SECONDS, Limit
from .._core.redaction import Secret
from ..errors import ConfigurationError
from .redis_scripts import COUNT_REPLICAS, RECOVERY_SECONDS, SHARE, TTL_SECONDS, WAITS_SECONDS

__all__ = ["AsyncRedis", "RedisRateLimits"]

logger: Final = logging.getLogger("edgegap_client")

T = TypeVar("T")

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
# A lease is valid for so long, and is renewed this often.
VALID_SECONDS: Final = 1.0
RENEWAL_SECONDS: Final = 0.25
# Requests of a process for the same limit that come within this time share a command.
BATCH_SECONDS: Final = 0.01
# After Redis was lost, requests that other processes have started with their leases may count for so long.
SETTLE_SECONDS: Final = VALID_SECONDS + WINDOW_SECONDS
# How often to ask at the most for what other processes give up, for each of the processes: all do.
LOOK_SECONDS: Final = 0.02
LOOK_SECONDS_EACH: Final = 0.002
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


@public_in("rate_limits")
class RedisRateLimits:
    """Documented rate limits shared by all processes that use the same Redis.

        limits = RedisRateLimits("redis://localhost:6379")
        edgegap = Edgegap(shared_limits=limits)

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

    def __init__(self, redis: str | Callable[[], AsyncRedis], *, prefix: str = "edgegap:limits") -> None:
        hidden = Secret(redis)
        del redis
        self._make = _maker(hidden)
        self._prefix = prefix
        # By process; a forked child starts one of its own.
        self._threads: dict[int, _LeaseThread] = {}
        self._is_closed = False

    def __repr__(self) -> str:
        return f"RedisRateLimits(prefix={self._prefix!r})"

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

    def attach(self, key: str, limit: Limit) -> None:
        """Share a limit from now on. Clients do this; safe to repeat.

        Args:
            key: Its name, the same in all processes.
            limit: The limit of this process.
        """
        lessor = limit.lessor
        if lessor is not None and lessor.is_working():
            return
        thread = self._working()
        if thread is not None:
            thread.attach(f"{self._prefix}:{{{key}}}", limit)

    def _working(self) -> _LeaseThread | None:
        """The thread of this process, None once this is closed."""
        pid = os.getpid()
        thread = self._threads.get(pid)
        if thread is None and not self._is_closed:
            made = _LeaseThread(self._make, f"{self._prefix}:{{replicas}}")
            # Of several threads that are here at once all get the same.
            thread = self._threads.setdefault(pid, made)
            if thread is made:
                made.start()
                finalize(self, made.end)
        return thread if thread is not None and thread.is_working() else None


def _maker(redis: Secret[str | Callable[[], AsyncRedis]]) -> Callable[[], AsyncRedis]:
    given = redis.reveal()
    if callable(given):
        return given
    scheme = given.partition("://")[0] if isinstance(given, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    if scheme not in PACKAGES:
        del given
        raise ConfigurationError(
            "RedisRateLimits needs a URL (redis://, rediss://, unix://, valkey:// or valkeys://) or a function that "
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


class _Shared:
    """One limit that processes share. The lease thread owns its state, but for `is_asked`."""

    def __init__(self, thread: _LeaseThread, key: str, limit: Limit) -> None:
        self._thread = thread
        self.key = key
        self.rate = limit.rate
        # When nobody uses the limit any more, neither does the thread.
        self.limit = ref(limit, lambda _: self.ask())
        self.is_asked = True
        self.asks = asyncio.Event()
        self.has_begun = False
        self.was_alone = False
        self.asked_at = 0.0

    def ask(self) -> None:
        # In this order, and the other way round in the thread: one of the two sees what the other has done.
        if not self.is_asked:
            self.is_asked = True
            self._thread.call(self.asks.set)

    def is_working(self) -> bool:
        return self._thread.is_working()


class _LeaseThread:
    """Gets leases for the limits of this process, in a thread with an event loop and a client of its own.

    Args:
        make: Makes the client.
        replicas_key: The key under which processes are counted.
    """

    def __init__(self, make: Callable[[], AsyncRedis], replicas_key: str) -> None:
        self._make = make
        self._replicas_key = replicas_key
        self._replica = os.urandom(8).hex()
        self._pid = os.getpid()
        self._thread_id = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._shared: dict[str, _Shared] = {}
        self._numbers = count(1)
        # None until there is a connection, and while Redis fails.
        self._client: AsyncRedis | None = None
        self._is_alone = False
        self._replicas = 1
        self._recovers_until = 0.0
        self._warned_at = float("-inf")
        self._settling: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._is_ending = False
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
            self._is_ending = True

    def is_working(self) -> bool:
        """Whether it gets leases. It does not in a forked child, where the thread is missing."""
        return not self._is_ending and self._pid == os.getpid()

    def attach(self, key: str, limit: Limit) -> None:
        """Get leases for a limit from now on."""
        shared = self._shared.get(key)
        if shared is None or shared.limit() is not limit:
            self._shared.pop(key, None)
            made = _Shared(self, key, limit)
            shared = self._shared.setdefault(key, made)
            limit.lease_from(shared, self._replicas)
            if shared is made:
                self.call(partial(self._begin, shared))
        else:
            limit.lease_from(shared, self._replicas)

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
        self._is_ending = True
        self.call(self._news.set)
        if _thread.get_ident() != self._thread_id and self._runs.acquire(timeout=CLOSE_SECONDS):
            self._runs.release()

    # --- What runs in the thread

    def _run(self) -> None:
        self._thread_id = _thread.get_ident()
        try:
            asyncio.run(self._work())
        finally:
            self._is_ending = True
            for shared in list(self._shared.values()):
                limit = shared.limit()
                if limit is not None:
                    limit.leased_no_more(shared)
            self._runs.release()

    async def _work(self) -> None:
        self._loop = asyncio.get_running_loop()
        for shared in list(self._shared.values()):
            self._begin(shared)
        while not self._is_ending:
            await self._stay_connected()
            if not self._is_ending:
                await self._pause(PROBE_SECONDS)

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
            connecting = self._go_on(self._count_replicas(client))
            until = time.monotonic() + CONNECT_SECONDS
            while not await _is_done(connecting, COMMAND_SECONDS):
                if time.monotonic() > until or self._is_ending:
                    connecting.cancel()
                    raise TimeoutError
                if self._shared:  # somebody waits, but no longer
                    self._lost(TimeoutError())
            replicas = connecting.result()
            if self._is_alone:
                replicas = await self._command(self._count_replicas(client))
            self._connected(client, replicas)
            while True:
                await self._pause(HEARTBEAT_SECONDS)
                if self._client is not client:
                    return
                if self._is_ending:
                    await self._leave(client)
                    return
                self._saw(await self._command(self._count_replicas(client)))
        except Exception as error:
            self._lost(error)
        finally:
            self._client = None
            if client is not None:
                closing = self._go_on(_close(client))
                if self._is_ending:
                    await _is_done(closing, COMMAND_SECONDS)

    def _connected(self, client: AsyncRedis, replicas: int) -> None:
        if self._is_alone:
            logger.info("rate limits are shared through Redis again")
            self._is_alone = False
            if self._settling is not None:
                self._settling.cancel()
            self._recovers_until = time.monotonic() + RECOVERY_SECONDS
        self._saw(replicas)
        self._client = client
        for shared in list(self._shared.values()):
            shared.asks.set()

    def _saw(self, replicas: int) -> None:
        # A server that was away has not heard of all processes yet.
        is_recovering = time.monotonic() < self._recovers_until
        self._replicas = max(self._replicas, replicas) if is_recovering else max(1, replicas)

    def _lost(self, error: Exception) -> None:
        """Go on alone, and say so: once, also if the connection comes and goes."""
        self._client = None
        self._news.set()
        if not self._is_alone and not self._is_ending:
            now = time.monotonic()
            logger.log(
                logging.WARNING if self._warned_at + QUIET_SECONDS < now else logging.INFO,
                "Redis failed with %s: this process goes on with its share of each rate limit, one of %d",
                f"{type(error).__name__}: {error}" if isinstance(error, ConfigurationError) else type(error).__name__,
                self._replicas,
            )
            self._warned_at = now
        if not self._is_alone:
            self._is_alone = True
            self._leave_alone(settles=True)
            self._settling = self._go_on(self._settle())

    async def _settle(self) -> None:
        await asyncio.sleep(SETTLE_SECONDS)
        self._leave_alone()

    def _leave_alone(self, *, settles: bool = False) -> None:
        for shared in list(self._shared.values()):
            limit = shared.limit()
            if limit is not None:
                shared.was_alone = True
                limit.alone(self._replicas, settles=settles)

    async def _count_replicas(self, client: AsyncRedis, verb: str = "stay") -> int:
        return int(await _run(client, COUNT_REPLICAS, self._replicas_key, self._replica, REPLICA_SECONDS, verb))

    # --- The limits

    def _begin(self, shared: _Shared) -> None:
        if not shared.has_begun:
            shared.has_begun = True
            limit = shared.limit()
            if self._is_alone and limit is not None:
                shared.was_alone = True
                limit.alone(self._replicas)
            self._go_on(self._renew(shared))

    async def _renew(self, shared: _Shared) -> None:
        """Renew the lease of a limit whenever that is asked for, and before it ends."""
        seconds: float | None = 0.0
        while not self._is_ending:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await shared.asks.wait()
            await asyncio.sleep(shared.asked_at + BATCH_SECONDS - time.monotonic())
            shared.asks.clear()
            shared.is_asked = False
            limit, client, seconds = shared.limit(), self._client, None
            if limit is None:
                if self._shared.get(shared.key) is shared:
                    del self._shared[shared.key]
                return
            if client is not None:
                seconds = await self._renewed(client, shared, limit)
            del limit

    async def _renewed(self, client: AsyncRedis, shared: _Shared, limit: Limit) -> float | None:
        """Get one lease. Seconds until the next is needed if nobody asks; None if none is."""
        asked_at = shared.asked_at = time.monotonic()
        offer = limit.offer()
        try:
            response = await self._share(client, shared, offer)
            capacity, target, replicas = (int(number) for number in response[:3])
            next_free, pause = (float(number) for number in response[3:])
        except Exception as error:
            if self._client is client:
                self._lost(error)
            return None
        if self._client is not client:  # lost meanwhile
            return None
        shared.was_alone = False
        self._replicas = max(self._replicas, replicas)
        needs_more = offer.wants > capacity
        gets_more = needs_more and capacity < target
        if not gets_more:
            next_free = WINDOW_SECONDS
        limit.leased(
            Lease(
                capacity,
                target,
                limit.rate,
                valid_until=asked_at + VALID_SECONDS,
                as_of=asked_at,
                next_free=time.monotonic() + next_free,
                share=limit.share(self._replicas),
            ),
            pause,
        )
        if not offer.wants and not capacity:
            return None
        seconds = RENEWAL_SECONDS
        if gets_more:
            seconds = min(seconds, max(next_free, LOOK_SECONDS + LOOK_SECONDS_EACH * replicas))
        if capacity > target or not needs_more:
            seconds = min(seconds, max(offer.frees_in, LOOK_SECONDS))
        return seconds

    async def _share(self, client: AsyncRedis, shared: _Shared, offer: Offer, leaves_in: float = -1.0) -> Any:
        state = (self._replica, next(self._numbers), shared.rate, offer.held, offer.wants)
        moments = (f"{offer.frees_in:.6f}", f"{offer.pause:.6f}")
        replicas = self._replicas if shared.was_alone else 0
        rules = (TTL_SECONDS, WAITS_SECONDS, RECOVERY_SECONDS)
        work = _run(client, SHARE, shared.key, *state, *moments, replicas, f"{leaves_in:.6f}", *rules)
        return await self._command(work)

    async def _leave(self, client: AsyncRedis) -> None:
        """Say that this process ends, so that others have its slots as soon as nothing of it counts."""
        leaving: list[Coroutine[Any, Any, Any]] = [self._command(self._count_replicas(client, "leave"))]
        for shared in list(self._shared.values()):
            limit = shared.limit()
            if limit is not None:
                offer = limit.offer()
                leaving.append(self._share(client, shared, offer, offer.over_in))
        await asyncio.gather(*leaving)

    # --- Tasks

    def _go_on(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start a task, which this object keeps."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._is_over)
        return task

    def _is_over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # or asyncio would log that nobody has looked at it

    async def _command(self, work: Coroutine[Any, Any, T]) -> T:
        return await _within(COMMAND_SECONDS, self._go_on(work))


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


async def _run(client: AsyncRedis, script: str, key: str, *arguments: Any) -> Any:
    response = client.eval(script, 1, key, *arguments)
    if not inspect.isawaitable(response):
        raise ConfigurationError(f"the function must return an asyncio client, not a {type(client).__name__}")
    return await response


async def _close(client: Any) -> None:
    with suppress(Exception):
        async with asyncio.timeout(CONNECT_SECONDS):
            # redis-py before 5.0.1 has no `aclose`.
            await (client.aclose() if hasattr(client, "aclose") else client.close())
