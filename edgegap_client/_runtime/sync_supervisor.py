"""Supervise work of threads that costs money if it is interrupted: launches, and stops of deployments.

As in `sync_sender`, no lock is held, because a signal handler may raise between any two steps, or close the client.
"""

from __future__ import annotations

import _thread
import os
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from typing import Final, NamedTuple, Protocol, TypeVar

from ..errors import ClientClosedError

__all__ = ["Supervisor"]

T = TypeVar("T")

# Closing a client waits this long for launches of other threads: for the create request's response and the clean-up.
GIVE_UP_SECONDS: Final = 10.0
# The interval of checks, while a client is being closed, whether the work of other threads has ended.
LOOK_SECONDS: Final = 0.01


def _nothing() -> None:
    """Do nothing, for work that cannot be given up."""


class _Entry(NamedTuple):
    pid: int
    thread: int | None
    give_up: Callable[[], float | None]


class Pending(Protocol):
    """A launch whose outcome is not known yet: see `Launch`."""

    is_settled: bool
    is_alive: Callable[[], bool]

    @property
    def is_stopped(self) -> bool: ...

    def settle_here(self) -> None: ...

    def hurry(self) -> float: ...


class Supervisor:
    """Track such work. This object owns it.

    Args:
        ended: Called when the last work has ended after the client was closed.
    """

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ended = ended
        self._entries: dict[object, _Entry] = {}
        self.is_closing = False

    def run(
        self, work: Callable[[], T], give_up: Callable[[], None] = _nothing, undo: Callable[[], object] = _nothing
    ) -> T:
        """Run work. Closing the client gives it up and waits for it.

        A signal handler may raise between the end of the work and its result. Then, as after any failure, this calls
        `undo`.
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

    def _enter(self, mark: object, thread: int | None, give_up: Callable[[], None]) -> None:
        self._entries[mark] = _Entry(os.getpid(), thread, give_up)
        if self.is_closing:  # checked last, because the code that closes the client checks the entries last
            self._entries.pop(mark, None)
            raise ClientClosedError("the client is closed")

    def _leave(self, mark: object) -> None:
        self._entries.pop(mark, None)
        if self.is_closing and not self._here():
            self._ended()

    def start(self, work: Callable[[], None], give_up: Callable[[], None]) -> None:
        """Start work that must not raise, in a separate thread. Closing the client gives it up and waits for it."""
        mark = object()

        def run() -> None:
            try:
                work()
            finally:
                self._leave(mark)

        is_started = False
        try:
            self._enter(mark, None, give_up)
            # Not a `threading.Thread`: see `sync_stream`.
            _thread.start_new_thread(copy_context().run, (run,))
            is_started = True
        except RuntimeError:  # the interpreter is ending, and starts none
            is_started = True
            run()
        finally:
            if not is_started:
                self._leave(mark)

    def settle(self, launch: Pending) -> Callable[[], bool]:
        """Let a launch settle itself in a separate thread, which no interrupt reaches.

        Closing the client hurries it, and waits for it.

        Returns:
            Whether the thread is still working.
        """
        mark = object()

        def run() -> None:
            try:
                launch.settle_here()
            finally:
                self._leave(mark)

        try:
            self._entries[mark] = _Entry(os.getpid(), None, launch.hurry)
            # Not a `threading.Thread`: see `sync_stream`.
            _thread.start_new_thread(copy_context().run, (run,))
        except RuntimeError:  # the interpreter is ending, and starts none
            launch.hurry()
            run()
        except BaseException:
            self._leave(mark)  # interrupted, possibly before the thread was started
            raise
        return lambda: mark in self._entries

    def give_up(self) -> bool:
        """End all work, and wait a short time for other threads. After that, closing the connections ends their work.

        Returns:
            Whether this thread still has work, because a signal handler closes the client.
        """
        self.is_closing = True
        here, deadline = threading.get_ident(), time.monotonic() + GIVE_UP_SECONDS
        ends: dict[_Entry, float | None] = {}
        while True:
            others = [entry for entry in self._here() if entry.thread != here]
            # Work that starts from now on settles launches whose callers wait. It is hurried when no caller waits.
            is_awaited = any(entry in ends and ends[entry] is None for entry in others)
            for entry in self._here() if not ends else () if is_awaited else others:
                if entry not in ends:
                    ends[entry] = entry.give_up()
            if not any(time.monotonic() < (ends.get(entry) or deadline) for entry in others):
                return any(entry.thread == here for entry in self._here())
            time.sleep(LOOK_SECONDS)

    def _here(self) -> list[_Entry]:
        return [entry for entry in tuple(self._entries.values()) if entry.pid == os.getpid()]
