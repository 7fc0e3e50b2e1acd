"""Clean-up at exit: stop the deployments of unfinished launches and blocks, and delete searches, backfills and server
instances.

These belong to daemon threads, and to event loops that ended without being closed. All others have cleaned up before.
"""

from __future__ import annotations

import atexit
import os
import sys
from typing import Final

from .clean_up import report, stop_all
from .registry import registered, unregister

__all__ = ["run_at_process_exit"]

# The exit waits this long for stops that fail, and less long in a search for deployments that may not exist.
LIMIT_SECONDS: Final = 60.0

_processes: Final[set[int]] = set()


def run_at_process_exit() -> None:
    """Run the clean-up at the exit of this process, too, if it is a child of `multiprocessing`.

    Before Python 3.13, forked children end without calling the functions that are registered with `atexit`.
    """
    if os.getpid() in _processes:
        return
    _processes.add(os.getpid())
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None and processes.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, _clean_up, exitpriority=10)


def _clean_up() -> None:
    launches = registered()
    for launch in launches:
        launch.give_up()
    if launches:
        stop_all(launches, LIMIT_SECONDS)
        report(launches)
    for launch in launches:
        unregister(launch)


atexit.register(_clean_up)
