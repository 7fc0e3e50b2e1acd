"""The objects of one `Edgegap` in a process: a sender for all threads, supervised work and watchers. It also closes
them.

`async_runtime` is its counterpart. It is written separately, because event loops have cancellation, and threads have
signals. This module holds no lock; see `sync_sender`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar
from weakref import WeakKeyDictionary

import httpx

from .._core.error_mapping import closed_during_call
from .._core.exchange import Exchange
from ..errors import ClientClosedError
from .at_exit import run_at_process_exit
from .registry import Stoppable, register
from .settler import settle_in_background
from .sigterm import handle_sigterm, refuse_when_terminating, restore_sigterm
from .sync_background import to_the_end
from .sync_sender import Sender
from .sync_supervisor import Pending, Supervisor

__all__ = ["Runtime"]

T = TypeVar("T")

# The interval of checks whether a launch is settled.
LOOK_SECONDS: Final = 0.005


def _is_not() -> bool:
    """Return False: no thread settles the launch."""
    return False


class Watcher(Protocol):
    """Waits for news of a deployment or session."""

    def wake(self, key: str) -> None:
        """Note that there is news."""
        ...


WatcherT = TypeVar("WatcherT", bound=Watcher)


class Runtime:
    """Keeps one sender for all threads of a process. A forked child creates its own. This object owns the senders.

    Args:
        make: Creates the sender of a process. With True the sender has its own connections, even if the caller passed a
            client.
        handles_sigterm: Whether SIGTERM stops launches.
    """

    def __init__(self, make: Callable[[bool], Sender], *, handles_sigterm: bool) -> None:
        self._make = make
        self._is_apart = False
        self.handles_sigterm = handles_sigterm
        self._senders: dict[int, Sender] = {}
        self._watchers: dict[tuple[int, object, object], Any] = {}
        self._supervisor = Supervisor(self._close)
        self._is_closed = False
        # The launches that this client has started to settle. An interrupt may cause a second request to settle one.
        self._settling: WeakKeyDictionary[Pending, None] = WeakKeyDictionary()

    def reopened(self) -> Runtime:
        """Return an open copy with its own connections."""
        made = Runtime(self._make, handles_sigterm=self.handles_sigterm)
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
        """Return a function that returns whether the current thread still runs."""
        return threading.current_thread().is_alive

    def here(self) -> Sender:
        """Return the sender of this process.

        Raises:
            ClientClosedError: The client is closed.
        """
        if self._is_closed:
            raise ClientClosedError("the client is closed")
        pid = os.getpid()
        found = self._senders.get(pid)
        # After a fork, the parent's sender is not touched, because its sockets belong to the parent.
        return found or self._senders.setdefault(pid, self._make(self._is_apart))

    def check(self) -> None:
        """Do nothing: the client works in any thread. This is the counterpart of `AsyncRuntime.check`."""

    def send(self, write: Callable[[Any], Any], exchange: Exchange) -> httpx.Response:
        """Send one request."""
        sender = self.here()
        try:
            return sender.send(write, exchange)
        except (RuntimeError, httpx.TransportError) as error:
            if self._is_closed:
                raise closed_during_call(exchange.was_sent) from error
            raise

    def off_loop(self, work: Callable[[], T]) -> T:
        """Run work that may block directly, because a thread may block. This is the counterpart of
        `AsyncRuntime.off_loop`."""
        return work()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def supervise(
        self,
        work: Callable[[], T],
        give_up: Callable[[], None] = lambda: None,
        undo: Callable[[], object] = lambda: None,
        *,
        max_wait: float,  # as in `AsyncRuntime`; a thread only waits in `settle`
    ) -> T:
        """Run work with `Supervisor.run`."""
        return self._supervisor.run(work, give_up, undo)

    @property
    def is_closing(self) -> bool:
        """Whether the client is closed, or is being closed."""
        return self._is_closed or self._supervisor.is_closing

    def starter(self) -> Callable[[Callable[[], None], Callable[[], None]], None]:
        """Return the function that starts work in a separate thread; see `Supervisor.start`.

        Raises:
            ClientClosedError: The client is closed.
        """
        self.here()
        return self._supervisor.start

    def to_the_end(self, work: Callable[[], T]) -> T:
        """Run work that no interrupt stops."""
        return to_the_end(work)

    def settle(self, launch: Pending, seconds: float) -> None:
        """Let a pending launch settle itself in the background, and wait at most `seconds` for it."""
        until = time.monotonic() + seconds
        try:
            if launch not in self._settling:
                launch.is_alive = _is_not  # so that after an interrupt the process's thread settles it
                if self._is_closed:  # the launch outlives its client
                    settle_in_background()
                else:
                    self._settling[launch] = None
                    launch.is_alive = self._supervisor.settle(launch)
            while not launch.is_stopped and (self._is_closed or launch.is_alive()) and time.monotonic() < until:
                time.sleep(LOOK_SECONDS)
        finally:
            if not launch.is_settled:
                settle_in_background()

    def until_given_up(self, work: Callable[[], T], plan: object) -> T:
        """Run work whose `plan` may be given up. A thread cannot be cancelled, so the work itself checks `plan`."""
        return work()

    def until_response(self, work: Callable[[], T], plan: object) -> T:
        """Send a create request whose result only its response names. No interrupt stops it."""
        return to_the_end(work)

    def watcher(self, kind: type[WatcherT], of: object, make: Callable[[], WatcherT]) -> WatcherT:
        """Return the watcher of a class in this process. There is one for each `of`."""
        key = (os.getpid(), kind, of)
        found: Any = self._watchers.get(key) or self._watchers.setdefault(key, make())
        return found  # type: ignore[no-any-return]

    def wake(self, key: str) -> None:
        """Notify all watchers that there is news of `key`."""
        for (pid, _, _), watcher in tuple(self._watchers.items()):
            if pid == os.getpid():
                watcher.wake(key)

    def close(self) -> None:
        """Close the sender, and give up the work in progress.

        If a signal handler closes the client, supervised work of the interrupted thread is still cleaned up.
        """
        if not self._supervisor.give_up():
            self._close()

    def _close(self) -> None:
        self._is_closed = True
        restore_sigterm(self)
        sender = self._senders.pop(os.getpid(), None)
        if sender is not None:
            sender.end(lambda exchange: closed_during_call(exchange.was_sent))
            sender.close()
