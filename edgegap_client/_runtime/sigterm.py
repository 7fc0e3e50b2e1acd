"""SIGTERM: let launches stop their deployments before the process ends.

By default SIGTERM runs no Python code, and a server such as uvicorn ends its process without waiting for tasks. So a
launch wraps the handler that is installed when it begins. The wrapped handler is called a little later, when all
launches have cleaned up or after `LIMIT_SECONDS`. Until then the program continues, and the launches clean up in their
own threads and event loops, with their own connections.

The handler itself does not wait, for two reasons. The main thread, which it interrupts, may hold locks that the
clean-up needs, such as those of logging. And the event loop of the launches may run in that thread.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any, Final
from weakref import WeakSet

from ..errors import LaunchCancelled
from .clean_up import report, stop_all
from .registry import Stoppable, registered

__all__ = ["handle_sigterm", "refuse_when_terminating", "restore_sigterm"]

# Platforms kill a process some seconds after SIGTERM: by default Docker after 10 s, Kubernetes after 30 s.
LIMIT_SECONDS: Final = 5.0

# After that, the callers of the launches get this long to handle their errors.
CALLERS_SECONDS: Final = 0.1

# The processes that have received SIGTERM: this one, or its parent.
_terminated: Final[set[int]] = set()
_users: Final[WeakSet[object]] = WeakSet()


class _Handler:
    """This package's handler, which wraps another one.

    Args:
        wrapped: The wrapped handler: a function, or `signal.SIG_DFL`.
    """

    def __init__(self, wrapped: Any) -> None:
        self.wrapped = wrapped
        # asyncio and uvloop call their handlers from the event loop. C code has woken the loop before this call.
        self._is_of_loop = (getattr(wrapped, "__module__", None) or "").partition(".")[0] in ("asyncio", "uvloop")
        self._cleaning = 0
        self._is_done = False

    @property
    def is_idle(self) -> bool:
        """Whether it is not withholding SIGTERM from the wrapped handler at the moment."""
        return self._is_done or self._cleaning != os.getpid()

    def __call__(self, number: int, frame: FrameType | None) -> None:
        pid = os.getpid()
        if not self.is_idle:
            return  # SIGTERM was sent twice
        launches = [] if pid in _terminated else self._launches()
        _terminated.add(pid)
        if not launches or self._is_of_loop:
            self._pass_on(number, frame)
        if not launches:
            return
        self._cleaning, self._is_done = pid, False
        for launch in launches:
            launch.give_up()
        try:
            # Not a `threading.Thread`, which takes locks.
            _thread.start_new_thread(self._clean_up, (launches,))
        except RuntimeError:  # no thread can be started, so only the clean-up at exit remains
            self._is_done = True
            if not self._is_of_loop:
                self._pass_on(number, frame)

    def _launches(self) -> list[Stoppable]:
        # A block belongs to its caller. But no caller continues after the default handler.
        return [
            launch
            for launch in registered()
            if launch.handles_sigterm and (not launch.is_block or self.wrapped is signal.SIG_DFL)
        ]

    def _clean_up(self, launches: list[Stoppable]) -> None:
        try:
            stop_all(launches, LIMIT_SECONDS)
            report(launches)
            time.sleep(CALLERS_SECONDS)
        finally:
            self._is_done = True
            main = threading.main_thread().ident
            # On Windows no handler is wrapped.
            if sys.platform != "win32" and main is not None and not self._is_of_loop:
                # The wrapped handler must run in the main thread, like all handlers, so the signal is raised once more.
                signal.pthread_kill(main, signal.SIGTERM)

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        if callable(self.wrapped):
            self.wrapped(number, frame)
        else:
            signal.signal(number, self.wrapped)
            signal.raise_signal(number)


def refuse_when_terminating() -> None:
    """Raise for a launch that begins after SIGTERM, for instance when a pool replaces its stopped servers.

    Raises:
        LaunchCancelled: This process has received SIGTERM while this package handled the signal.
    """
    if os.getpid() in _terminated:
        raise LaunchCancelled("not launched: this process has received SIGTERM and is about to end", stopped=True)


def handle_sigterm(user: object) -> None:
    """Wrap the handler of SIGTERM, unless it is wrapped already.

    It does nothing if wrapping is impossible (outside of the main thread, in subinterpreters, on Windows), or if
    SIGTERM is ignored.

    Args:
        user: The object that needs the handler until `restore_sigterm`.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return
    _users.add(user)
    current = signal.getsignal(signal.SIGTERM)
    if isinstance(current, _Handler) or not (callable(current) or current is signal.SIG_DFL):
        return
    try:
        signal.signal(signal.SIGTERM, _Handler(current))
    except ValueError:  # in a subinterpreter
        return


def restore_sigterm(user: object) -> None:
    """Restore the wrapped handler if no other object needs the wrapper. It does nothing outside of the main thread."""
    if user not in _users or threading.current_thread() is not threading.main_thread():
        return
    _users.discard(user)
    current = signal.getsignal(signal.SIGTERM)
    if not _users and isinstance(current, _Handler) and current.is_idle:
        signal.signal(signal.SIGTERM, current.wrapped)
