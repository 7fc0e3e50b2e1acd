"""The objects of one `AsyncEdgegap` in each event loop: a sender, supervised work and watchers. It also closes them.

`sync_runtime` is its counterpart. It is written separately, because threads have no cancellation, and event loops no
signals.
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

# Closing a client waits this long for the clean-up in other event loops.
ELSEWHERE_SECONDS: Final = 90.0
# A launch that was given up waits this long for the response to its create request.
RESPONSE_SECONDS: Final = 5.0
# The interval of checks whether a pending launch is stopped.
LOOK_SECONDS: Final = 0.03
# An event loop does not accept infinity as a time.
NEVER_SECONDS: Final = 1e6


class Watcher(Protocol):
    """Waits for news of a deployment or session."""

    def wake(self, key: str) -> None:
        """Note that there is news."""
        ...


WatcherT = TypeVar("WatcherT", bound=Watcher)


def no_ref() -> None:
    """A replacement for a dead weak reference."""


class _Here:
    """The objects of one event loop. They live as long as the loop or its client.

    The loop owns this object through a timer that is never due. A closed loop drops its timers, and so this object. A
    library has no other way to learn that the loop of its caller was closed.

    Args:
        loop: The event loop.
        sender: Sends the requests of this loop.
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
        """Let the loop own this object. A loop with a faster clock, such as one of a test, calls this again."""
        # Only a weak reference, because otherwise the two would be a reference cycle when the loop has dropped them.
        self._timer = ref(self.loop.call_later(NEVER_SECONDS, self.stay))

    def let_go(self) -> None:
        """End the loop's ownership. Any thread may call this."""
        timer = self._timer()
        if timer is not None:
            with suppress(RuntimeError):  # the loop is closed
                self.loop.call_soon_threadsafe(timer.cancel)

    def __del__(self) -> None:
        # After a fork, the connections belong to the parent.
        if self.loop.is_closed() and self.pid == os.getpid():
            self.sender.abandon()


async def _until_loop_ends(
    supervisor: AsyncSupervisor, sender: AsyncSender, ended: Callable[[], object]
) -> AsyncGenerator[None]:
    # asyncio.run and similar functions close the async generators of their loop while it still runs. A library has no
    # better moment to close its connections when its caller's loop ends.
    try:
        yield
    finally:
        await supervisor.give_up()  # deployments come first, because they cost money
        ended()
        await sender.aclose()


class AsyncRuntime:
    """Keeps one sender for each event loop, and closes it when the loop ends. This object and the loop own it together.

    Connections belong to the loop that opened them. Otherwise a client that outlives `asyncio.run` would fail in the
    next loop with 'Event loop is closed', or leak its sockets.

    Args:
        make: Creates the sender of a loop. With True the sender has its own connections, even if the caller passed a
            client.
        handles_sigterm: Whether SIGTERM stops launches.
    """

    def __init__(self, make: Callable[[bool], AsyncSender], *, handles_sigterm: bool) -> None:
        self._make = make
        self._is_apart = False
        self.handles_sigterm = handles_sigterm
        # The key is the loop's id. Loops may run in several threads, so each step is one operation of the dict.
        self._loops: dict[int, ref[_Here]] = {}
        self._is_closing = False
        self._is_closed = False

    def __del__(self) -> None:
        for here in self._everywhere():
            here.let_go()

    def reopened(self) -> AsyncRuntime:
        """Return an open copy with its own connections, for use in any thread and any loop."""
        made = AsyncRuntime(self._make, handles_sigterm=self.handles_sigterm)
        made._is_apart = True
        return made

    def register(self, launch: Stoppable) -> None:
        """Register a launch, so that the end of this process stops it.

        Raises:
            LaunchCancelled: The process is about to end.
        """
        register(launch)
        run_at_process_exit()
        if self.handles_sigterm:
            handle_sigterm(self)
            refuse_when_terminating()

    def liveness(self) -> Callable[[], bool]:
        """Return a function that returns whether the running loop still runs."""
        return running_loop().is_running

    async def here(self) -> _Here:
        """Return the objects of the running loop.

        Raises:
            ClientClosedError: The client is closed.
            ConfigurationError: No asyncio event loop runs.
        """
        loop = running_loop()
        found = self._found(loop)
        # Supervised work in other loops still runs to its end after one loop has closed the client.
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
        """Return the objects of all loops of this process."""
        found = [here() for here in tuple(self._loops.values())]
        return [here for here in found if here is not None and here.pid == os.getpid()]

    def check(self) -> None:
        """Check that this client can be used here.

        Raises:
            ConfigurationError: No asyncio event loop runs.
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
        """Run work that may block outside of the event loop, and return its result."""
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
        """Run work with `AsyncSupervisor.run`. Closing the client gives the work up and waits for it."""
        here = await self.here()
        if self._is_closing:
            raise ClientClosedError("the client is closed")
        return await here.supervisor.run(work, give_up, undo, max_wait=max_wait)

    @property
    def is_closing(self) -> bool:
        """Whether the client is closed, or is being closed."""
        return self._is_closing

    async def starter(self) -> Callable[[Callable[[], Coroutine[Any, Any, None]], Callable[[], None]], None]:
        """Return the function that starts background work in the running loop; see `AsyncSupervisor.start`.

        Raises:
            ClientClosedError: The client is closed.
        """
        here = await self.here()
        if self._is_closing:
            raise ClientClosedError("the client is closed")
        return here.supervisor.start

    async def to_the_end(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run repeatable work to its end, even if the caller is cancelled meanwhile."""
        return await to_the_end(work)

    async def settle(self, launch: Pending, seconds: float) -> None:
        """Let a pending launch settle itself in the background, and wait at most `seconds` for it."""
        try:
            try:
                here = await self.here()
            except ClientClosedError:  # the launch outlives its client
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
        """Run work that is cancelled when `plan` is given up: at once if nothing was sent, otherwise a little later.

        A short wait for the response is useful, because it names the created deployment.
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
        """Run `until_given_up` for a create request whose result only its response names."""
        return await self.until_given_up(work, plan)

    async def watcher(self, kind: type[WatcherT], of: object, make: Callable[[], WatcherT]) -> WatcherT:
        """Return the watcher of a class in the running loop. There is one for each `of`."""
        watchers: dict[object, WatcherT] = (await self.here()).watchers
        if (kind, of) not in watchers:
            watchers[kind, of] = make()
        return watchers[kind, of]

    def wake(self, key: str) -> None:
        """Notify the watchers of all loops that there is news of `key`. Any thread may call this."""
        for here in self._everywhere():
            for watcher in tuple(here.watchers.values()):
                watcher.wake(key)

    async def aclose(self) -> None:
        """Close the objects of the running loop, and end its requests.

        It also gives up supervised work in other loops, and waits for it.
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
        await asyncio.sleep(0)  # their callers get an error now
        await found.guard.aclose()

    async def _give_up_elsewhere(self) -> None:
        mine = asyncio.get_running_loop()
        ended = [
            asyncio.wrap_future(asyncio.run_coroutine_threadsafe(here.supervisor.give_up(), here.loop))
            for here in self._everywhere()
            if here.loop is not mine and here.supervisor.tasks and here.loop.is_running()
        ]
        if ended:
            # The wait is limited, because a loop and its launches may end meanwhile.
            await asyncio.wait(ended, timeout=ELSEWHERE_SECONDS)


class Pending(Protocol):
    """A launch whose outcome is not known yet: see `AsyncLaunch`."""

    is_settled: bool
    is_alive: Callable[[], bool]

    @property
    def is_stopped(self) -> bool: ...

    async def settle_here(self) -> None: ...

    def hurry(self) -> float: ...


class GivenUp(Protocol):
    """A launch in progress: see `AsyncLaunch`."""

    @property
    def sent(self) -> bool: ...

    @property
    def signal(self) -> Any: ...

    def check(self) -> None: ...
