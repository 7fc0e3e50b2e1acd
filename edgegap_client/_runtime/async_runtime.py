"""What one `AsyncEdgegap` has in each event loop: a sender, supervised work and watchers; and who closes them.

`sync_runtime` is its counterpart, written separately: threads have no cancellation, and event loops no signals.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol, TypeVar
from weakref import ref

import httpx

from .._core.error_mapping import closed_during_call
from .._core.exchange import Exchange
from ..errors import ClientClosedError
from .async_sender import AsyncSender
from .async_supervisor import AsyncSupervisor, to_the_end
from .running_loop import running_loop

__all__ = ["AsyncRuntime"]

T = TypeVar("T")

# Closing a client waits for so long for what other event loops clean up.
ELSEWHERE_SECONDS: Final = 90.0
# An event loop takes no infinite time.
NEVER_SECONDS: Final = 1e6


class Watcher(Protocol):
    """What waits for news of something."""

    def wake(self, key: str) -> None:
        """There is news."""
        ...


WatcherT = TypeVar("WatcherT", bound=Watcher)


class _Here:
    """What belongs to one event loop."""

    def __init__(self, sender: AsyncSender, ended: Callable[[], object]) -> None:
        self.sender = sender
        self.supervisor = AsyncSupervisor()
        self.watchers: dict[object, Any] = {}
        self.pid = os.getpid()
        self.guard = self._until_loop_ends(ended)

    async def _until_loop_ends(self, ended: Callable[[], object]) -> AsyncGenerator[None]:
        # asyncio.run and its like close the asynchronous generators of their loop while it still runs. There is no
        # other hook for a library to close its connections at the end of somebody else's loop.
        try:
            yield
        finally:
            await self.supervisor.give_up()  # what costs money comes first
            ended()
            await self.sender.aclose()


class AsyncRuntime:
    """One sender for each event loop, closed when its loop ends. This object owns them.

    Connections belong to the loop that opened them: a client that outlives `asyncio.run` would fail in the next loop
    with 'Event loop is closed', or leak its sockets.

    Args:
        make: Makes the sender of a loop.
    """

    def __init__(self, make: Callable[[], AsyncSender]) -> None:
        self._make = make
        # By the loop's id. Loops may run in several threads, so each step is one operation of the dict.
        self._loops: dict[int, tuple[ref[asyncio.AbstractEventLoop], _Here]] = {}
        self._is_closing = False
        self._is_closed = False

    def reopened(self) -> AsyncRuntime:
        """The same, not closed."""
        return AsyncRuntime(self._make)

    async def here(self) -> _Here:
        """What the running loop has.

        Raises:
            ClientClosedError: The client is closed.
            ConfigurationError: There is no asyncio loop.
        """
        loop = running_loop()
        found = self._found(loop)
        # Supervised work in another loop than the one that closed the client still comes to its end.
        if self._is_closed and not (found and found.supervisor.tasks):
            raise ClientClosedError("the client is closed")
        if found is not None and found.pid == os.getpid():
            return found
        self._drop_closed_loops()
        key = id(loop)
        made = _Here(self._make(), lambda: self._loops.pop(key, None))
        self._loops[key] = (ref(loop), made)
        await anext(made.guard)
        return made

    def _found(self, loop: asyncio.AbstractEventLoop) -> _Here | None:
        loop_ref, here = self._loops.get(id(loop), (None, None))
        return here if loop_ref is not None and loop_ref() is loop else None

    def _drop_closed_loops(self) -> None:
        """Let go of loops that were closed without `shutdown_asyncgens`: their connections hold them, and we those."""
        for key, (loop_ref, _) in tuple(self._loops.items()):
            loop = loop_ref()
            if loop is None or loop.is_closed():
                self._loops.pop(key, None)

    def check(self) -> None:
        """Check that this client can be used here.

        Raises:
            ConfigurationError: There is no asyncio loop.
        """
        running_loop()

    async def send(self, write: Callable[[Any], Any], exchange: Exchange) -> httpx.Response:
        """Send one request."""
        here = await self.here()
        try:
            return await here.sender.send(write, exchange)
        except (RuntimeError, httpx.TransportError) as error:
            if self._is_closed and not here.supervisor.tasks:
                raise closed_during_call(exchange.was_sent) from error
            raise

    async def within(self, seconds: float, work: Awaitable[T]) -> T | None:
        """The result of `work`, or None if it takes longer than `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            return None

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def supervise(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        give_up: Callable[[], None] = lambda: None,
        undo: Callable[[], Coroutine[Any, Any, object]] | None = None,
    ) -> T:
        """See `AsyncSupervisor.run`. Closing the client gives the work up and waits for it."""
        here = await self.here()
        if self._is_closing:
            raise ClientClosedError("the client is closed")
        return await here.supervisor.run(work, give_up, undo)

    async def to_the_end(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do work that may be repeated, whoever is cancelled meanwhile."""
        return await to_the_end(work)

    async def until_given_up(self, work: Callable[[], Coroutine[Any, Any, T]], plan: GivenUp) -> T:
        """Do work that is cancelled when `plan` is given up, as long as nothing of it was sent."""
        task = asyncio.ensure_future(work())
        given_up = asyncio.ensure_future(plan.signal.wait(NEVER_SECONDS))
        try:
            await asyncio.wait((task, given_up), return_when=asyncio.FIRST_COMPLETED)
            if not task.done() and not plan.sent:
                task.cancel()
            await asyncio.wait((task,))
        except BaseException:
            task.cancel()
            raise
        finally:
            given_up.cancel()
        if task.cancelled():
            plan.check()
        try:
            return task.result()
        finally:
            del task

    async def watcher(self, kind: type[WatcherT], of: object, make: Callable[[], WatcherT]) -> WatcherT:
        """The one watcher of a kind in the running loop, for each `of`."""
        watchers: dict[object, WatcherT] = (await self.here()).watchers
        if (kind, of) not in watchers:
            watchers[kind, of] = make()
        return watchers[kind, of]

    def wake(self, key: str) -> None:
        """Tell all watchers, of whatever loop, that there is news of something; may be called from any thread."""
        for _, here in tuple(self._loops.values()):
            for watcher in tuple(here.watchers.values()):
                watcher.wake(key)

    async def aclose(self) -> None:
        """Close what was made here for the running loop, and end what is on its way.

        Supervised work in other loops is given up too, and waited for.
        """
        loop = running_loop()
        self._is_closing = True
        await self._give_up_elsewhere()
        found = self._found(loop)
        if found is not None:
            await found.supervisor.give_up()
        self._is_closed = True
        if found is None or found.pid != os.getpid():
            return
        found.sender.end(lambda exchange: closed_during_call(exchange.was_sent))
        await asyncio.sleep(0)  # whose callers get their error now
        await found.guard.aclose()

    async def _give_up_elsewhere(self) -> None:
        mine = asyncio.get_running_loop()
        ended = [
            asyncio.wrap_future(asyncio.run_coroutine_threadsafe(here.supervisor.give_up(), loop))
            for loop_ref, here in tuple(self._loops.values())
            if (loop := loop_ref()) is not None
            and loop is not mine
            and here.supervisor.tasks
            and loop.is_running()
            and here.pid == os.getpid()
        ]
        if ended:
            # Not for ever: a loop may end meanwhile, and its launches with it.
            await asyncio.wait(ended, timeout=ELSEWHERE_SECONDS)


class GivenUp(Protocol):
    """A launch on its way: see `AsyncLaunch`."""

    sent: bool

    @property
    def signal(self) -> Any: ...

    def check(self) -> None: ...
