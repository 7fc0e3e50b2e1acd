"""Stop the deployments of launches while their process ends, whatever the state of their threads and event loops."""

from __future__ import annotations

import _thread
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, Final

from .registry import Stoppable

__all__ = ["report", "stop_all"]

# The interval of checks whether a launch has been cleaned up.
LOOK_SECONDS: Final = 0.01
# A launch whose thread or loop still runs has this long to clean up by itself, with its own connections.
BY_ITSELF_SECONDS: Final = 1.0


def stop_all(launches: list[Stoppable], seconds: float) -> None:
    """Stop launches and blocks, and wait for it.

    Args:
        launches: The launches and blocks to stop. They must have been given up.
        seconds: The maximum wait, in seconds. After it, the stops continue in the background while the process lives.
    """
    until = time.monotonic() + seconds
    own_time = min(until, time.monotonic() + BY_ITSELF_SECONDS)
    while time.monotonic() < own_time and any(_cleans_up(launch) for launch in launches):
        time.sleep(LOOK_SECONDS)
    running = 0
    ended: list[None] = []

    def start(work: Callable[[], object]) -> None:
        nonlocal running
        running += 1

        def run() -> None:
            try:
                work()
            finally:
                ended.append(None)

        try:
            # Not a `threading.Thread`, which takes locks that code interrupted by a signal handler may hold.
            _thread.start_new_thread(run, ())
        except RuntimeError:  # the interpreter is shutting down, and starts no threads
            run()

    left = [launch for launch in launches if not launch.is_settled]
    asynchronous = [launch for launch in left if iscoroutinefunction(launch.clean_up)]
    if asynchronous:
        start(lambda: _run(_together(asynchronous, seconds)))
    for launch in left:
        if launch not in asynchronous:
            start(partial(launch.clean_up, seconds))
    while len(ended) < running and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)


def report(launches: list[Stoppable]) -> None:
    """Write one line to stderr for each launch that may have left an orphaned deployment."""
    for launch in launches:
        if not launch.is_settled:
            with suppress(Exception):  # stderr may be closed
                print(f"edgegap_client: {launch.describe()}", file=sys.stderr, flush=True)


def _cleans_up(launch: Stoppable) -> bool:
    return not launch.is_settled and not launch.is_block and launch.is_alive()


async def _together(launches: list[Stoppable], seconds: float) -> None:
    import asyncio

    await asyncio.gather(*(launch.clean_up(seconds) for launch in launches))


def _run(work: Coroutine[Any, Any, object]) -> None:
    """Run `work` in a new event loop."""
    import asyncio

    class LastLoop(asyncio.SelectorEventLoop):
        async def getaddrinfo(self, host: Any, port: Any, **options: Any) -> Any:
            return socket.getaddrinfo(host, port, **options)  # at exit, no thread can be started

    loop = LastLoop()
    try:
        loop.run_until_complete(work)
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
