"""Settle pending launches whose client or event loop is closed, in one background thread of the process.

The thread lives as long as there are such launches. Separate threads settle them, so that the outage of one service
does not delay the launches of another.
"""

from __future__ import annotations

import _thread
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from .clean_up import stop_all
from .registry import Stoppable, registered

__all__ = ["settle_in_background"]

# The maximum duration of a round. A launch has its own back-offs within it.
ROUND_SECONDS: Final = 30.0
# The interval between two rounds, in case a round fails at once.
PAUSE_SECONDS: Final = 1.0
# The interval of checks for launches that no client settles.
LOOK_SECONDS: Final = 0.2

# The processes that have such a thread. A forked child has none. Each step is one operation of a dict, as in
# `registry`.
_running: Final[dict[int, object]] = {}


def settle_in_background() -> None:
    """Settle pending launches in the background, as long as the process lives."""
    pid, mark = os.getpid(), object()
    if _running.setdefault(pid, mark) is mark and not _start(partial(_watch, pid)):
        _running.pop(pid, None)


def _start(work: Callable[[], None]) -> bool:
    """Run work in a thread. Return False if the interpreter is shutting down, so that the clean-up at exit does it."""
    try:
        # Not a `threading.Thread`, which takes locks that code interrupted by a signal handler may hold.
        _thread.start_new_thread(work, ())
    except RuntimeError:
        return False
    return True


def _watch(pid: int) -> None:
    in_work: dict[int, Stoppable] = {}
    while _pending():
        alone = [launch for launch in _pending() if id(launch) not in in_work and not launch.is_alive()]
        in_work.update((id(launch), launch) for launch in alone)
        if alone and not _start(partial(_settle, alone, in_work)):
            break
        time.sleep(LOOK_SECONDS)
    _running.pop(pid, None)
    if _pending():  # a launch was added just before
        settle_in_background()


def _settle(launches: list[Stoppable], in_work: dict[int, Stoppable]) -> None:
    with suppress(Exception):  # the next round tries again
        stop_all(launches, ROUND_SECONDS)
    time.sleep(PAUSE_SECONDS)
    for launch in launches:
        in_work.pop(id(launch), None)


def _pending() -> list[Stoppable]:
    return [launch for launch in registered() if launch.is_pending and not launch.is_settled]
