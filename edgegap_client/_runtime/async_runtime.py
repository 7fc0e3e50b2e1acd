"""What one `AsyncEdgegap` has in each event loop: a sender, supervised work and watchers; and who closes them.

`sync_runtime` is its counterpart, written separately: threads have no cancellation, and event loops no signals.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, Protocol, TypeVar
from weakref import ref

import httpx

from .._core.error_mapping import closed_during_call
from .._core.exchange import Exchange
from ..errors import ClientClosedError
from .async_sender import AsyncSender
from .async_supervisor import AsyncSupervisor, to_the_end
from .at_exit import run_at_process_exit
from .registry import Stoppable, register
from .running_loop import running_loop
from .settler import settle_in_background
from .sigterm import handle_sigterm, refuse_when_terminating, restore_sigterm

__all__ = ["AsyncRuntime"]

T = TypeVar("T")

# Closing a client waits for so long for what other event loops clean up.
ELSEWHERE_SECONDS: Final = 90.0
# How long a launch that was given up waits for the response to its create request.
RESPONSE_SECONDS: Final = 5.0
# How often to look whether a pending launch is stopped.
LOOK_SECONDS: Final = 0.03
# An event loop takes no infinite time.
NEVER_SECONDS: Final = 1e6


class Watcher(Protocol):
    """What waits for news of something."""

    def wake(self, key: str) -> None:
        """There is news."""
        ...


WatcherT = TypeVar("WatcherT", bound=Watcher)


def no_ref() -> None:
    """Stands for a weak reference to nothing."""


class _Here:
    """What belongs to one event loop, and lives as long as that or its client.

    The loop owns it, through a timer that is never due. A loop that is closed lets go of its timers, and so of this:
    with nothing else would a library learn that somebody else's loop was closed.

    Args:
        loop: The event loop.
        sender: What sends in it.
        ended: Called when the loop or the client has ended.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, sender: AsyncSender, ended: Callable[[], object]) -> None:
        self.loop = loop
        self.sender = sender
        self.supervisor = AsyncSupervisor()
        self.watchers: dict[object, Any] = {}
        self.pid = os.getpid()
        self.guard = _until_loop_ends(self.supervisor, sender, ended)
        self.stay()

    def stay(self) -> None:
        """Let the loop own this. It is called again by a loop whose clock goes faster, such as one of a test."""
        # Only a weak reference, or the two would hold each other when the loop has let go of them.
        self._timer = ref(self.loop.call_later(NEVER_SECONDS, self.stay))

    def let_go(self) -> None:
        """End the loop's ownership; may be called from any thread."""
        timer = self._timer()
        if timer is not None:
            with suppress(RuntimeError):  # it is closed
                self.loop.call_soon_threadsafe(timer.cancel)

    def __del__(self) -> None:
        # After a fork, the connections are the parent's.
        if self.loop.is_closed() and self.pid == os.getpid():
            self.sender.abandon()


async def _until_loop_ends(
    supervisor: AsyncSupervisor, sender: AsyncSender, ended: Callable[[], object]
) -> AsyncGenerator[None]:
    # asyncio.run and its like close the asynchronous generators of their loop while it still runs. A library has no
    # better moment to close its connections at the end of somebody else's loop.
    try:
        yield
    finally:
        await supervisor.give_up()  # what costs money comes first
        ended()
        await sender.aclose()


class AsyncRuntime:
    """One sender for each event loop, closed when its loop ends. This object and the loop own them together.

    Connections belong to the loop that opened them: a client that outlives `asyncio.run` would fail in the next loop
    with 'Event loop is closed', or leak its sockets.

    Args:
        make: Makes the sender of a loop. With True it has connections of its own also if a client was passed in.
        handles_sigterm: Whether SIGTERM stops launches.
    """

    def __init__(self, make: Callable[[bool], AsyncSender], *, handles_sigterm: bool) -> None:
        self._make = make
        self._is_apart = False
        self.handles_sigterm = handles_sigterm
        # By the loop's id. Loops may run in several threads, so each step is one operation of the dict.
        self._loops: dict[int, ref[_Here]] = {}
        self._is_closing = False
        self._is_closed = False

    def __del__(self) -> None:
        for here in self._everywhere():
            here.let_go()

    def reopened(self) -> AsyncRuntime:
        """The same, not closed and with connections of its own: it may be used in any thread and any loop."""
        made = AsyncRuntime(self._make, handles_sigterm=self.handles_sigterm)
        made._is_apart = True
        return made

    def register(self, launch: Stoppable) -> None:
        """Let the end of this process stop a launch.

        Raises:
            LaunchCancelled: The process is about to end.
        """
        register(launch)
        run_at_process_exit()
        if self.handles_sigterm:
            handle_sigterm(self)
            refuse_when_terminating()

    def liveness(self) -> Callable[[], bool]:
        """What returns whether the running loop still runs."""
        return running_loop().is_running

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
        loops, key = self._loops, id(loop)

        def ended() -> None:
            here = loops.pop(key, no_ref)()
            if here is not None:
                here.let_go()

        def unregister(dead: ref[_Here]) -> None:
            if loops.get(key) is dead:
                del loops[key]

        made = _Here(loop, self._make(self._is_apart), ended)
        loops[key] = ref(made, unregister)
        await anext(made.guard)
        return made

    def _found(self, loop: asyncio.AbstractEventLoop) -> _Here | None:
        here = self._loops.get(id(loop), no_ref)()
        return here if here is not None and here.loop is loop else None

    def _everywhere(self) -> list[_Here]:
        """What all loops have, those of this process only."""
        found = [here() for here in tuple(self._loops.values())]
        return [here for here in found if here is not None and here.pid == os.getpid()]

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

    async def off_loop(self, work: Callable[[], T]) -> T:
        """The result of work that may block."""
        try:
            return await asyncio.to_thread(work)
        except RuntimeError as error:
            if "interpreter shutdown" not in str(error) and "after shutdown" not in str(error):
                raise
            return work()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def supervise(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        give_up: Callable[[], None] = lambda: None,
        undo: Callable[[], Coroutine[Any, Any, object]] | None = None,
        *,
        max_wait: float,
    ) -> T:
        """See `AsyncSupervisor.run`. Closing the client gives the work up and waits for it."""
        here = await self.here()
        if self._is_closing:
            raise ClientClosedError("the client is closed")
        return await here.supervisor.run(work, give_up, undo, max_wait=max_wait)

    @property
    def is_closing(self) -> bool:
        """Whether the client is closed, or is being closed."""
        return self._is_closing

    async def starter(self) -> Callable[[Callable[[], Coroutine[Any, Any, None]], Callable[[], None]], None]:
        """What starts work in the background of the running loop; see `AsyncSupervisor.start`.

        Raises:
            ClientClosedError: The client is closed.
        """
        here = await self.here()
        if self._is_closing:
            raise ClientClosedError("the client is closed")
        return here.supervisor.start

    async def to_the_end(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do work that may be repeated, whoever is cancelled meanwhile."""
        return await to_the_end(work)

    async def settle(self, launch: Pending, seconds: float) -> None:
        """Let a pending launch settle itself in the background, and wait for that, at most so many seconds."""
        try:
            try:
                here = await self.here()
            except ClientClosedError:  # the launch has outlived its client
                launch.is_alive = lambda: False
                settle_in_background()
                until = time.monotonic() + seconds
                while not launch.is_stopped and time.monotonic() < until:  # noqa: ASYNC110  # another thread settles it
                    await asyncio.sleep(LOOK_SECONDS)
                return
            task = here.supervisor.settle(launch, launch.settle_here, launch.hurry)
            launch.is_alive = lambda: here.loop.is_running() and not task.done()
            until = time.monotonic() + seconds
            while not launch.is_stopped and (left := until - time.monotonic()) > 0 and not task.done():
                await asyncio.wait((task,), timeout=min(LOOK_SECONDS, left))
        finally:
            if not launch.is_settled:
                settle_in_background()

    async def until_given_up(self, work: Callable[[], Coroutine[Any, Any, T]], plan: GivenUp) -> T:
        """Do work that is cancelled when `plan` is given up: at once if nothing of it was sent, otherwise a bit later.

        A response is worth waiting for, as it names what was created, but not for long.
        """
        task = asyncio.ensure_future(work())
        given_up = asyncio.ensure_future(plan.signal.wait(NEVER_SECONDS))
        try:
            await asyncio.wait((task, given_up), return_when=asyncio.FIRST_COMPLETED)
            if not task.done() and not plan.sent:
                task.cancel()
            await asyncio.wait((task,), timeout=RESPONSE_SECONDS if given_up.done() else None)
            if not task.done():
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

    async def until_response(self, work: Callable[[], Coroutine[Any, Any, T]], plan: GivenUp) -> T:
        """`until_given_up` for a create request that nothing but its response names."""
        return await self.until_given_up(work, plan)

    async def watcher(self, kind: type[WatcherT], of: object, make: Callable[[], WatcherT]) -> WatcherT:
        """The one watcher of a kind in the running loop, for each `of`."""
        watchers: dict[object, WatcherT] = (await self.here()).watchers
        if (kind, of) not in watchers:
            watchers[kind, of] = make()
        return watchers[kind, of]

    def wake(self, key: str) -> None:
        """Notify all watchers, of whatever loop, that there is news of something; may be called from any thread."""
        for here in self._everywhere():
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
        restore_sigterm(self)
        if found is None or found.pid != os.getpid():
            return
        found.sender.end(lambda exchange: closed_during_call(exchange.was_sent))
        await asyncio.sleep(0)  # whose callers get their error now
        await found.guard.aclose()

    async def _give_up_elsewhere(self) -> None:
        mine = asyncio.get_running_loop()
        ended = [
            asyncio.wrap_future(asyncio.run_coroutine_threadsafe(here.supervisor.give_up(), here.loop))
            for here in self._everywhere()
            if here.loop is not mine and here.supervisor.tasks and here.loop.is_running()
        ]
        if ended:
            # Not for ever: a loop may end meanwhile, and its launches with it.
            await asyncio.wait(ended, timeout=ELSEWHERE_SECONDS)


class Pending(Protocol):
    """A launch whose outcome is not known: see `AsyncLaunch`."""

    is_settled: bool
    is_alive: Callable[[], bool]

    @property
    def is_stopped(self) -> bool: ...

    async def settle_here(self) -> None: ...

    def hurry(self) -> float: ...


class GivenUp(Protocol):
    """A launch on its way: see `AsyncLaunch`."""

    @property
    def sent(self) -> bool: ...

    @property
    def signal(self) -> Any: ...

    def check(self) -> None: ...
