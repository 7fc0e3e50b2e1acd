"""What one `Edgegap` has in a process: a sender for all threads, supervised work and watchers; and who closes them.

`async_runtime` is its counterpart, written separately: event loops have cancellation, and threads signals. No lock is
held here, see `sync_sender`.
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

# How often to look whether a launch is settled.
LOOK_SECONDS: Final = 0.005


def _is_not() -> bool:
    """Says that nobody settles a launch."""
    return False


class Watcher(Protocol):
    """What waits for news of something."""

    def wake(self, key: str) -> None:
        """There is news."""
        ...


WatcherT = TypeVar("WatcherT", bound=Watcher)


class Runtime:
    """One sender for all threads of a process. A forked child makes its own. This object owns them.

    Args:
        make: Makes the sender of a process. With True it has connections of its own also if a client was passed in.
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
        # Whose settling was begun by this client; an interrupt may let it be asked for twice.
        self._settling: WeakKeyDictionary[Pending, None] = WeakKeyDictionary()

    def reopened(self) -> Runtime:
        """The same, not closed and with connections of its own."""
        made = Runtime(self._make, handles_sigterm=self.handles_sigterm)
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
        """What returns whether the current thread still runs."""
        return threading.current_thread().is_alive

    def here(self) -> Sender:
        """What sends in this process.

        Raises:
            ClientClosedError: The client is closed.
        """
        if self._is_closed:
            raise ClientClosedError("the client is closed")
        pid = os.getpid()
        found = self._senders.get(pid)
        # After a fork the parent's sender is left alone: its sockets are the parent's.
        return found or self._senders.setdefault(pid, self._make(self._is_apart))

    def check(self) -> None:
        """The counterpart of `AsyncRuntime.check`: any thread will do."""

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
        """The counterpart of `AsyncRuntime.off_loop`: a thread may block."""
        return work()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def supervise(
        self,
        work: Callable[[], T],
        give_up: Callable[[], None] = lambda: None,
        undo: Callable[[], object] = lambda: None,
        *,
        max_wait: float,  # as in `AsyncRuntime`; a thread waits in `settle` only
    ) -> T:
        """See `Supervisor.run`."""
        return self._supervisor.run(work, give_up, undo)

    @property
    def is_closing(self) -> bool:
        """Whether the client is closed, or is being closed."""
        return self._is_closed or self._supervisor.is_closing

    def starter(self) -> Callable[[Callable[[], None], Callable[[], None]], None]:
        """What starts work in a thread of its own; see `Supervisor.start`.

        Raises:
            ClientClosedError: The client is closed.
        """
        self.here()
        return self._supervisor.start

    def to_the_end(self, work: Callable[[], T]) -> T:
        """Do work that no interrupt breaks off."""
        return to_the_end(work)

    def settle(self, launch: Pending, seconds: float) -> None:
        """Let a pending launch settle itself in the background, and wait for that, at most so many seconds."""
        until = time.monotonic() + seconds
        try:
            if launch not in self._settling:
                launch.is_alive = _is_not  # so that an interrupt leaves it to the thread of the process
                if self._is_closed:  # the launch has outlived its client
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
        """The counterpart of `AsyncRuntime.until_given_up`: a thread cannot be cancelled, but `plan` can be asked."""
        return work()

    def until_response(self, work: Callable[[], T], plan: object) -> T:
        """Send a create request that nothing but its response names: no interrupt breaks it off."""
        return to_the_end(work)

    def watcher(self, kind: type[WatcherT], of: object, make: Callable[[], WatcherT]) -> WatcherT:
        """The one watcher of a kind in this process, for each `of`."""
        key = (os.getpid(), kind, of)
        found: Any = self._watchers.get(key) or self._watchers.setdefault(key, make())
        return found  # type: ignore[no-any-return]

    def wake(self, key: str) -> None:
        """Notify all watchers that there is news of something."""
        for (pid, _, _), watcher in tuple(self._watchers.items()):
            if pid == os.getpid():
                watcher.wake(key)

    def close(self) -> None:
        """Close what was made here, and give up what is on its way.

        Supervised work of this thread itself, as when a signal handler closes the client, is still cleaned up.
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
