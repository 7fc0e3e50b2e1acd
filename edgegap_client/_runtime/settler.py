"""One thread of the process that settles pending launches which nobody else does: their client or event loop is closed.

It lives as long as there are any.
"""

from __future__ import annotations

import _thread
import os
import time
from contextlib import suppress
from typing import Final

from .clean_up import stop_all
from .registry import Stoppable, registered

__all__ = ["settle_in_background"]

# One round takes so long at the most.
ROUND_SECONDS: Final = 30.0
FIRST_PAUSE_SECONDS: Final = 0.2
MAX_PAUSE_SECONDS: Final = 10.0

# The processes that have such a thread; a forked child has none. One operation of a dict each, as in `registry`.
_running: Final[dict[int, object]] = {}


def settle_in_background() -> None:
    """See to it that pending launches are settled, for as long as the process lives."""
    pid, mark = os.getpid(), object()
    if _running.setdefault(pid, mark) is not mark:
        return
    try:
        # Not a `threading.Thread`, which takes locks: a signal handler may have interrupted who holds them.
        _thread.start_new_thread(_run, (pid,))
    except RuntimeError:  # the interpreter is ending, and its clean-up does this
        _running.pop(pid, None)


def _run(pid: int) -> None:
    pause = FIRST_PAUSE_SECONDS
    while _pending():
        time.sleep(pause)
        alone = [launch for launch in _pending() if not launch.is_alive()]
        if not alone:
            pause = FIRST_PAUSE_SECONDS
            continue
        with suppress(Exception):
            stop_all(alone, ROUND_SECONDS)
        pause = min(MAX_PAUSE_SECONDS, pause * 2)
    _running.pop(pid, None)
    if _pending():  # one came just before
        settle_in_background()


def _pending() -> list[Stoppable]:
    return [launch for launch in registered() if launch.is_pending and not launch.is_settled]
