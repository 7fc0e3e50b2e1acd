"""What one `AsyncEdgegap` sends through: a transport for each event loop, who closes it, and how to send.

`_sync_pools` is its counterpart, written separately, as an event loop and its cancellation have none.

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
from weakref import WeakKeyDictionary, ref

import httpx

from .._async.sending import exchange as send_and_read
from .._core.call import closed_meanwhile
from .._core.exchange import Exchange
from .._core.settings import Backend, has_aiohttp
from ..errors import ClientClosedError, ConfigurationError

# Seconds after which an exchange that nobody waits for any more is looked after, and its connection closed.
PATIENCE: Final = 1.0

if TYPE_CHECKING:
    from .._async.watchers import AsyncWatcher

T = TypeVar("T")
AsyncSender: TypeAlias = httpx.AsyncClient | httpx.AsyncBaseTransport

# Requests that begin in one turn of an event loop: a millisecond's work or two.
AT_A_TURN: Final = 6
# Seconds that closing a client waits for what other loops clean up.
ELSEWHERE_FOR: Final = 90.0
# How often a clean-up is begun again before a cancellation is let through.
CANCELLED_AT_MOST: Final = 3


def _nothing() -> None:
    """Some work cannot be given up."""


Guard = AsyncGenerator[None, None]
Task = asyncio.Task[httpx.Response]


class _Loop:
    """What belongs to one event loop."""

    __slots__ = ("_ended", "_left", "_starting", "gate", "guard", "guarded", "on_the_way", "pid", "sender", "watchers")

    def __init__(self, sender: AsyncSender, slots: int, ended: Callable[[], None]) -> None:
        self._ended = ended
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
            asyncio.get_running_loop().call_soon(self._next_turn)
        if self._left > 0:
            self._left -= 1
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
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
            asyncio.get_running_loop().call_soon(self._next_turn)

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
            try:
                await asyncio.gather(*self.on_the_way, return_exceptions=True)
            finally:
                self._ended()
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
        self._closing = False
        self._closed = False

    def reopened(self) -> AsyncPools:
        """Such pools that are not closed."""
        return AsyncPools(self._make, self._injected, self._slots, self._largest, self.watched, self._cancels)

    @staticmethod
    def bridge(
        backend: Backend, verify: ssl.SSLContext, connections: int
    ) -> Callable[[], httpx.AsyncBaseTransport] | None:
        """What makes transports that are not httpx's own; None where these are wanted."""
        # Proxies of the environment are httpx's business: aiohttp would read .netrc as well, and both for each request.
        if backend == "httpx" or (backend == "auto" and not has_aiohttp()) or getproxies():
            return None
        try:
            from .._transport.aiohttp_transport import transport
        except ImportError as error:
            raise ConfigurationError("aiohttp is not installed: pip install 'edgegap-client[aiohttp]'.") from error
        return partial(transport, verify, connections)

    async def get(self) -> AsyncSender:
        """What sends in the running loop."""
        return (await self._loop()).sender

    async def _loop(self) -> _Loop:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError as error:
            raise ConfigurationError("The asynchronous client needs asyncio; it does not run under trio.") from error
        found = self._loops.get(loop)
        # What is under guard in another loop than the one that closed the client still comes to its end.
        if self._closed and not (found and found.guarded):
            raise ClientClosedError("The client is closed.")
        if found is not None and found.pid == os.getpid():
            return found
        of = ref(loop)  # what is kept of a loop must not keep the loop
        made = _Loop(self._injected or self._make(), self._slots, lambda: self._forget(of))
        with self._lock:
            self._loops[loop] = made
        if self._injected is None:
            await anext(made.guard)
        return made

    def _forget(self, of: ref[asyncio.AbstractEventLoop]) -> None:
        loop = of()
        if loop is not None:
            with self._lock:
                self._loops.pop(loop, None)

    async def send(self, write: Callable[[AsyncSender], httpx.Request], exchange: Exchange) -> httpx.Response:
        here = await self._loop()
        if here.gate.locked():
            try:
                async with asyncio.timeout(exchange.deadline - time.monotonic()):
                    await here.gate.acquire()
            except TimeoutError as error:
                raise httpx.PoolTimeout("all connections are busy") from error
        else:
            await here.gate.acquire()  # at once
        try:
            await here.turn()
            if self._closed and not here.guarded:
                raise closed_meanwhile(exchange)
            # Only now, for the same reason.
            request = write(here.sender)
        except BaseException:
            here.gate.release()
            raise
        exchange.patience = PATIENCE
        loop = asyncio.get_running_loop()
        task = loop.create_task(send_and_read(here.sender, request, exchange, self._largest), name="edgegap-exchange")
        here.on_the_way.add(task)
        # Unlike awaiting the task, this leaves it alone when the caller is cancelled or runs out of time.
        waiter: asyncio.Future[None] = loop.create_future()

        def wake() -> None:
            if not waiter.done():
                waiter.set_result(None)

        def over(task: Task) -> None:
            here.on_the_way.discard(task)
            here.gate.release()
            if not task.cancelled():
                task.exception()  # its caller may have left; nobody else is to be told
            wake()

        task.add_done_callback(over)
        timer = loop.call_later(max(0.0, exchange.deadline - time.monotonic()), wake)
        try:
            await waiter
        finally:
            timer.cancel()
            exchange.abandoned = not task.done()
            if exchange.abandoned and self._cancels:
                task.cancel()  # other than httpx's, its pool survives that
        if exchange.abandoned:
            raise TimeoutError("the deadline has passed")
        try:
            if task.cancelled() and self._closed:
                raise closed_meanwhile(exchange)
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
        undo: Callable[[], Coroutine[Any, Any, object]] | None = None,
    ) -> T:
        """Do work that costs money if it is broken off, in a task of its own.

        When the caller is cancelled, the work is told (`give_up`) and cleans up by itself; if it has succeeded all the
        same, `undo` is called. The caller's cancellation waits for that. If it is cancelled once more, the clean-up
        goes on in the background, and closing the client waits for it. Closing the client also tells work whose caller
        still waits.
        """
        here = await self._loop()
        if self._closing:
            raise ClientClosedError("The client is closed.")
        task = self._keep(here, work(), give_up)
        try:
            await asyncio.wait((task,))
        except BaseException as error:
            give_up()
            if task.get_loop().is_running():
                undone = self._keep(here, self.through(lambda: self._undone(task, undo)))
                if isinstance(error, asyncio.CancelledError):
                    await asyncio.wait((undone,))
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
    async def _undone(task: asyncio.Task[Any], undo: Callable[[], Coroutine[Any, Any, object]] | None) -> None:
        await asyncio.wait((task,))
        if undo is not None:
            await undo()

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
        """Close what was made here for the running loop, and end what is on its way; an injected client is left.

        What is under guard in other loops is ended too.
        """
        self._closing = True
        await self._give_up_elsewhere()
        found = self._loops.get(asyncio.get_running_loop())
        if found is not None:
            await found.give_up()
        self._closed = True
        with self._lock:
            self._loops.pop(asyncio.get_running_loop(), None)
        if found is not None and self._injected is None and found.pid == os.getpid():
            await found.guard.aclose()

    async def _give_up_elsewhere(self) -> None:
        mine = asyncio.get_running_loop()
        with self._lock:
            others = [(loop, here) for loop, here in self._loops.items() if loop is not mine and here.guarded]
        ended = [
            asyncio.wrap_future(asyncio.run_coroutine_threadsafe(here.give_up(), loop))
            for loop, here in others
            if loop.is_running() and here.pid == os.getpid()
        ]
        if ended:
            # Not for ever: a loop may end meanwhile, and its launches with it.
            await asyncio.wait(ended, timeout=ELSEWHERE_FOR)
