"""What one `Edgegap` sends through: one transport for all threads of a process, and who closes it.

`_async_pools` is its counterpart, written separately, as an event loop and its cancellation have none.
"""

from __future__ import annotations

import os
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import httpx

from .._core.call import closed_meanwhile
from .._core.exchange import Exchange
from .._core.settings import Backend
from .._sync.sending import exchange as send_and_read
from ..errors import ClientClosedError

if TYPE_CHECKING:
    from .._sync.watchers import Watcher

T = TypeVar("T")
Sender: TypeAlias = httpx.Client | httpx.BaseTransport


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
        self._guarded: dict[object, tuple[int, int | None, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._closed = False
        self._on_the_way: set[Exchange] = set()

    def reopened(self) -> Pools:
        """Such pools that are not closed."""
        return Pools(self._make, self._injected, self._slots, self._largest, self.watched, cancels=False)

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
            self._on_the_way.add(exchange)
            if self._closed:  # while it waited
                raise closed_meanwhile(exchange)
            return send_and_read(sender, write(sender), exchange, self._largest)
        except (RuntimeError, httpx.TransportError) as error:
            if not self._closed:
                raise
            raise closed_meanwhile(exchange) from error
        finally:
            self._on_the_way.discard(exchange)
            gate.release()

    def within(self, seconds: float, result: T) -> T | None:
        """The counterpart of `AsyncPools.within`: what was waited for is here already."""
        return result

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def guarded(
        self, work: Callable[[], T], give_up: Callable[[], None] = _nothing, undo: Callable[[], object] = _nothing
    ) -> T:
        """Do work that costs money if it is broken off: closing the client ends it (`give_up`) and waits for it.

        An interrupt may come between its end and its result: then, as after any failure, `undo` is called.
        """
        mark = object()
        try:
            self._enter(mark, threading.get_ident(), give_up)
            result = work()
            self._leave(mark)
        except BaseException:
            try:
                undo()
            finally:
                self._leave(mark)
            raise
        return result

    def _enter(self, mark: object, thread: int, give_up: Callable[[], None]) -> None:
        with self._changed:
            if self._closing:
                raise ClientClosedError("The client is closed.")
            self._guarded[mark] = (os.getpid(), thread, give_up)

    def _leave(self, mark: object) -> None:
        with self._changed:
            self._guarded.pop(mark, None)
            self._changed.notify_all()
            last = self._closing and not self._guarded_here()
        if last:
            self._close()

    def through(self, work: Callable[[], T]) -> T:
        """Do work that no interrupt breaks off.

        These come to the main thread, so the work is done in another. When the main thread is interrupted while it
        waits for that, the work goes on: closing the client waits for it, and so does the end of the interpreter.
        """
        if threading.current_thread() is not threading.main_thread():
            return work()
        mark = object()
        result: Future[T] = Future()

        def run() -> None:
            try:
                result.set_result(work())
            except BaseException as error:
                result.set_exception(error)
            finally:
                self._leave(mark)

        thread = threading.Thread(target=copy_context().run, args=(run,), name="edgegap-guarded")
        try:
            with self._changed:
                self._guarded[mark] = (os.getpid(), None, _nothing)  # of no thread that may close the client
            thread.start()
        except BaseException as error:
            # Interrupted once more; or the interpreter is ending, and starts no threads.
            if thread.ident is None:
                run()
            if not isinstance(error, RuntimeError):
                raise
        return result.result()

    def _guarded_here(self) -> list[tuple[int | None, Callable[[], None]]]:
        return [(thread, give_up) for pid, thread, give_up in self._guarded.values() if pid == os.getpid()]

    def _give_up(self) -> bool:
        """End what is under guard, and wait for that in other threads; tells whether this thread has something left."""
        here = threading.get_ident()

        def others() -> bool:
            return any(thread != here for thread, _ in self._guarded_here())

        with self._changed:
            self._closing = True
            for _, give_up in self._guarded_here():
                give_up()
            self._changed.wait_for(lambda: not others())
            return bool(self._guarded_here())

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
        """Close what was made here; an injected client is its owner's.

        What this thread itself has under guard, as when a signal handler closes the client, is still cleaned up.
        """
        if not self._give_up():
            self._close()

    def _close(self) -> None:
        with self._lock:
            current, self._current, self._closed = self._current, None, True
        for exchange in tuple(self._on_the_way):
            exchange.abandoned = True  # what is not sent yet will not be
        if current is not None and current[0] == os.getpid() and self._injected is None:
            current[1].close()
