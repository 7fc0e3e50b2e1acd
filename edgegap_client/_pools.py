"""What one Edgegap client sends through: for which thread, loop or process, who closes it, and how to send.

Written for sync and async separately, as an event loop and its cancellation have no counterpart without one.

httpx 0.28 loses a connection of its pool for good when a request is cancelled at the wrong moment: 20 workers on 10
connections, cancelled at random for some seconds, and no request ever succeeds again. So a request is never cancelled.
It runs in a task of its own, which its caller may leave; what ends it early are time-outs at the socket (`_deadlines`),
which the pool survives. A gate before the pool bounds these tasks, and keeps a call that is cancelled while it waits
for a connection from being sent at all.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar
from urllib.request import getproxies
from weakref import WeakKeyDictionary

import httpx

from ._async import sending as async_sending
from ._deadlines import Exchange
from ._settings import Backend, has_aiohttp
from ._sync import sending
from .errors import ClientClosedError, ConfigurationError, Outcome

# Seconds after which an exchange that nobody waits for any more is looked after, and its connection closed.
PATIENCE: Final = 1.0

if TYPE_CHECKING:
    from ._async.waiting import AsyncWatcher
    from ._sync.waiting import Watcher

T = TypeVar("T")
Sender: TypeAlias = httpx.Client | httpx.BaseTransport
AsyncSender: TypeAlias = httpx.AsyncClient | httpx.AsyncBaseTransport

# Requests that begin in one turn of an event loop: a millisecond's work or two.
AT_A_TURN: Final = 6
# How often a clean-up is begun again before a cancellation is let through.
CANCELLED_AT_MOST: Final = 3


def _nothing() -> None:
    """Some work cannot be given up."""


class Pools:
    """One transport for all threads of a process; a forked child makes its own.

    Args:
        make: Makes a transport, or a client where that takes care of proxies.
        injected: A client to use instead, which stays its owner's.
        slots: How many requests may be on their way at once.
        largest: How many bytes of an answer to read at the most.
        watched: Whether the connections tell how far a request came; those of others do not.
        cancels: Whether a request that nobody waits for is cancelled at once.
    """

    def __init__(
        self,
        make: Callable[[], Sender],
        injected: httpx.Client | None,
        slots: int,
        largest: int,
        watched: bool,
        cancels: bool,
    ) -> None:
        self._make = make
        self._injected = injected
        self._largest = largest
        self.watched = watched
        self._slots = slots
        self._current: tuple[int, Sender, threading.Semaphore] | None = None
        self._watchers: tuple[int, dict[object, Watcher]] | None = None
        self._lock = threading.Lock()
        self._guarded: dict[object, tuple[int, int, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._closed = False

    @staticmethod
    def bridge(backend: Backend, verify: ssl.SSLContext, connections: int) -> Callable[[], httpx.BaseTransport] | None:
        """The counterpart of `AsyncPools.bridge`: without asyncio there is only httpx."""
        return None

    def get(self) -> Sender:
        """What sends in this process."""
        return self._here()[1]

    def _here(self) -> tuple[int, Sender, threading.Semaphore]:
        if self._closed:
            raise ClientClosedError("The client is closed.")
        current = self._current
        if current is not None and current[0] == os.getpid():
            return current
        with self._lock:
            if self._current is None or self._current[0] != os.getpid():
                # After a fork the parent's client is left alone: its sockets are the parent's.
                self._current = (os.getpid(), self._injected or self._make(), threading.Semaphore(self._slots))
            return self._current

    def send(self, write: Callable[[Sender], httpx.Request], exchange: Exchange) -> httpx.Response:
        _, sender, gate = self._here()
        if not gate.acquire(timeout=max(0.0, exchange.deadline - time.monotonic())):
            raise httpx.PoolTimeout("all connections are busy")
        try:
            return sending.exchange(sender, write(sender), exchange, self._largest)
        except RuntimeError as error:
            if not self._closed:
                raise
            raise _closed(exchange) from error
        finally:
            gate.release()

    def within(self, seconds: float, result: T) -> T | None:
        """The counterpart of `AsyncPools.within`: what was waited for is here already."""
        return result

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def guarded(
        self, work: Callable[[], T], give_up: Callable[[], None] = _nothing, undo: Callable[[T], object] | None = None
    ) -> T:
        """Do work that costs money if it is broken off: closing the client ends it (`give_up`) and waits for it."""
        mark = object()
        with self._changed:
            self._guarded[mark] = (os.getpid(), threading.get_ident(), give_up)
        try:
            return work()
        finally:
            with self._changed:
                self._guarded.pop(mark)
                self._changed.notify_all()

    def through(self, work: Callable[[], T]) -> T:
        """The counterpart of `AsyncPools.through`."""
        return work()

    def _give_up(self) -> None:
        """End what other threads have under guard, and wait for that."""
        here = (os.getpid(), threading.get_ident())

        def others() -> list[Callable[[], None]]:
            return [give_up for pid, thread, give_up in self._guarded.values() if pid == here[0] and thread != here[1]]

        with self._changed:
            for give_up in others():
                give_up()
            self._changed.wait_for(lambda: not others())

    def watcher(self, kind: object, make: Callable[[], Watcher]) -> Watcher:
        """The one watcher of a kind in this process."""
        with self._lock:
            if self._watchers is None or self._watchers[0] != os.getpid():
                self._watchers = (os.getpid(), {})
            watchers = self._watchers[1]
            if kind not in watchers:
                watchers[kind] = make()
            return watchers[kind]

    def wake(self, key: str) -> None:
        """Tell all watchers that there is news of something."""
        with self._lock:
            found = [] if self._watchers is None else list(self._watchers[1].values())
        for watcher in found:
            watcher.wake(key)

    def close(self) -> None:
        """Close what was made here; an injected client is its owner's."""
        self._give_up()
        with self._lock:
            current, self._current, self._closed = self._current, None, True
        if current is not None and current[0] == os.getpid() and self._injected is None:
            current[1].close()


def _closed(exchange: Exchange) -> ClientClosedError:
    sent = exchange.sent or not exchange.watched
    error = ClientClosedError("The client was closed while a request was on its way.")
    error.outcome = Outcome.UNKNOWN if sent else Outcome.NOT_SENT
    return error


Guard = AsyncGenerator[None, None]
Task = asyncio.Task[httpx.Response]


class _Loop:
    """What belongs to one event loop."""

    __slots__ = ("_left", "_loop", "_starting", "gate", "guard", "guarded", "on_the_way", "pid", "sender", "watchers")

    def __init__(self, loop: asyncio.AbstractEventLoop, sender: AsyncSender, slots: int) -> None:
        self._loop = loop
        self._left = AT_A_TURN
        self._starting: deque[asyncio.Future[None]] = deque()
        self.sender = sender
        self.gate = asyncio.Semaphore(slots)
        self.on_the_way: set[Task] = set()
        self.guarded: dict[asyncio.Task[Any], Callable[[], None]] = {}
        self.watchers: dict[object, AsyncWatcher] = {}
        self.pid = os.getpid()
        self.guard: Guard = self._closing_with_loop()

    async def turn(self) -> None:
        """Wait until a request may begin: few do in one turn of the loop, so that hundreds do not hold up all else."""
        if self._left == AT_A_TURN:
            self._loop.call_soon(self._next_turn)
        if self._left > 0:
            self._left -= 1
            return
        waiter: asyncio.Future[None] = self._loop.create_future()
        self._starting.append(waiter)
        await waiter

    def _next_turn(self) -> None:
        self._left = AT_A_TURN
        while self._starting and self._left > 0:
            waiter = self._starting.popleft()
            if not waiter.done():  # its caller may have left
                waiter.set_result(None)
                self._left -= 1
        if self._left < AT_A_TURN:
            self._loop.call_soon(self._next_turn)

    async def give_up(self) -> None:
        """End what is under guard, and wait for that."""
        while self.guarded:
            for give_up in tuple(self.guarded.values()):
                give_up()
            await asyncio.wait(tuple(self.guarded))

    async def _closing_with_loop(self) -> Guard:
        # asyncio.run and its like close the asynchronous generators of their loop while it still runs: the one hook
        # that a library has to close connections at the end of a loop that is not its own.
        try:
            yield
        finally:
            # What costs money is cleaned up first.
            await self.give_up()
            for task in self.on_the_way:
                task.cancel()
            await asyncio.gather(*self.on_the_way, return_exceptions=True)
            await self.sender.aclose()


class AsyncPools:
    """One transport for each event loop, closed when its loop ends.

    Connections belong to the loop that opened them: a client that outlives `asyncio.run` fails in the next one with
    'Event loop is closed', or leaks its sockets.

    Args: as for `Pools`.
    """

    def __init__(
        self,
        make: Callable[[], AsyncSender],
        injected: httpx.AsyncClient | None,
        slots: int,
        largest: int,
        watched: bool,
        cancels: bool,
    ) -> None:
        self._make = make
        self.watched = watched
        self._cancels = cancels
        self._injected = injected
        self._slots = slots
        self._largest = largest
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, _Loop] = WeakKeyDictionary()
        self._lock = threading.Lock()  # loops may run in several threads
        self._closed = False

    @staticmethod
    def bridge(
        backend: Backend, verify: ssl.SSLContext, connections: int
    ) -> Callable[[], httpx.AsyncBaseTransport] | None:
        """What makes transports that are not httpx's own; None where these are wanted."""
        # Proxies of the environment are httpx's business: aiohttp would read .netrc as well, and both for each request.
        if backend == "httpx" or (backend == "auto" and not has_aiohttp()) or getproxies():
            return None
        try:
            from ._aiohttp import transport
        except ImportError as error:
            raise ConfigurationError("aiohttp is not installed: pip install 'edgegap-client[aiohttp]'.") from error
        return partial(transport, verify, connections)

    async def get(self) -> AsyncSender:
        """What sends in the running loop."""
        return (await self._loop()).sender

    async def _loop(self) -> _Loop:
        if self._closed:
            raise ClientClosedError("The client is closed.")
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError as error:
            raise ConfigurationError("The asynchronous client needs asyncio; it does not run under trio.") from error
        found = self._loops.get(loop)
        if found is not None and found.pid == os.getpid():
            return found
        made = _Loop(loop, self._injected or self._make(), self._slots)
        with self._lock:
            self._loops[loop] = made
        if self._injected is None:
            await anext(made.guard)
        return made

    async def send(self, write: Callable[[AsyncSender], httpx.Request], exchange: Exchange) -> httpx.Response:
        here = await self._loop()
        try:
            async with asyncio.timeout(exchange.deadline - time.monotonic()):
                await here.gate.acquire()
        except TimeoutError as error:
            raise httpx.PoolTimeout("all connections are busy") from error
        try:
            await here.turn()
            if self._closed:
                raise _closed(exchange)
            # Only now, for the same reason.
            request = write(here.sender)
        except BaseException:
            here.gate.release()
            raise
        exchange.patience = PATIENCE
        task = asyncio.get_running_loop().create_task(
            async_sending.exchange(here.sender, request, exchange, self._largest), name="edgegap-exchange"
        )
        here.on_the_way.add(task)

        def over(task: Task) -> None:
            here.on_the_way.discard(task)
            here.gate.release()
            if not task.cancelled():
                task.exception()  # its caller may have left; nobody else is to be told

        task.add_done_callback(over)
        try:
            # Unlike awaiting the task, this leaves it alone when the caller is cancelled or runs out of time.
            await asyncio.wait((task,), timeout=exchange.deadline - time.monotonic())
        finally:
            exchange.abandoned = not task.done()
            if exchange.abandoned and self._cancels:
                task.cancel()  # other than httpx's, its pool survives that
        if exchange.abandoned:
            raise TimeoutError("the deadline has passed")
        try:
            if task.cancelled() and self._closed:
                raise _closed(exchange)
            return task.result()
        finally:
            del task  # or its exception and this frame would hold each other until the garbage collector comes

    async def within(self, seconds: float, work: Awaitable[T]) -> T | None:
        """The result of `work`, or None if it takes longer than `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            return None

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def guarded(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        give_up: Callable[[], None] = _nothing,
        undo: Callable[[T], Coroutine[Any, Any, object]] | None = None,
    ) -> T:
        """Do work that costs money if it is broken off, in a task of its own.

        When the caller is cancelled, the work is told (`give_up`) and cleans up by itself; if it has succeeded all the
        same, its result is undone. The caller's cancellation waits for that. If it is cancelled once more, the clean-up
        goes on in the background, and closing the client waits for it. Closing the client also tells work whose caller
        still waits.
        """
        here = await self._loop()
        task = self._keep(here, work(), give_up)
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError:
            give_up()
            await asyncio.wait((self._keep(here, self.through(lambda: self._undone(task, undo))),))
            raise
        return task.result()

    async def through(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do work that may be repeated. The end of a loop cancels all tasks: what is broken off then is begun again."""
        for _ in range(CANCELLED_AT_MOST):
            try:
                return await work()
            except asyncio.CancelledError:
                continue
        return await work()

    @staticmethod
    def _keep(here: _Loop, work: Coroutine[Any, Any, T], give_up: Callable[[], None] = _nothing) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work, name="edgegap-guarded")
        here.guarded[task] = give_up
        task.add_done_callback(lambda task: here.guarded.pop(task, None))
        task.add_done_callback(lambda task: task.cancelled() or task.exception())
        return task

    @staticmethod
    async def _undone(task: asyncio.Task[T], undo: Callable[[T], Coroutine[Any, Any, object]] | None) -> None:
        await asyncio.wait((task,))
        if undo is not None and not task.cancelled() and task.exception() is None:
            await undo(task.result())

    async def watcher(self, kind: object, make: Callable[[], AsyncWatcher]) -> AsyncWatcher:
        """The one watcher of a kind in the running loop."""
        watchers = (await self._loop()).watchers
        if kind not in watchers:
            watchers[kind] = make()
        return watchers[kind]

    def wake(self, key: str) -> None:
        """Tell all watchers, of whatever loop, that there is news of something; may be called from any thread."""
        with self._lock:
            found = [watcher for here in self._loops.values() for watcher in here.watchers.copy().values()]
        for watcher in found:
            watcher.wake(key)

    async def aclose(self) -> None:
        """Close what was made here for the running loop, and end what is on its way; an injected client is left."""
        found = self._loops.get(asyncio.get_running_loop())
        if found is not None:
            await found.give_up()
        self._closed = True
        with self._lock:
            self._loops.pop(asyncio.get_running_loop(), None)
        if found is not None and self._injected is None and found.pid == os.getpid():
            await found.guard.aclose()
