"""Work at the exit of the interpreter: stopping the deployments of launches and blocks that nobody finishes any more.

These belong to daemon threads, and to event loops that were left without being closed. All others have cleaned up
before. Threads cannot be started so late in some versions of Python, so asyncio's default name resolution cannot work.
"""

from __future__ import annotations

import atexit
import os
import socket
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final

_registered: Final[dict[object, tuple[int, Callable[[], None]]]] = {}


def sync_at_exit(work: Callable[[], None]) -> Callable[[], None]:
    """Register `work` for the exit of this process; returns a function that unregisters it, also if called twice."""
    key = object()
    _registered[key] = (os.getpid(), work)

    def unregister() -> None:
        _registered.pop(key, None)

    return unregister


def async_at_exit(work: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """As `sync_at_exit`, for a coroutine function: it runs in an event loop of its own."""
    return sync_at_exit(lambda: _run(work))


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    import asyncio

    class LastLoop(asyncio.SelectorEventLoop):
        async def getaddrinfo(self, host: Any, port: Any, **options: Any) -> Any:
            return socket.getaddrinfo(host, port, **options)  # so late, no thread can be started for it

    loop = LastLoop()
    try:
        loop.run_until_complete(work())
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


def _run_all() -> None:
    work = [each for pid, each in tuple(_registered.values()) if pid == os.getpid()]
    _registered.clear()
    if len(work) < 2:  # threads can be started no more in some versions of Python
        for each in work:
            each()
        return
    try:
        threads = [threading.Thread(target=each) for each in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except RuntimeError:
        for each in work:
            each()


atexit.register(_run_all)
