"""The launches and blocks of this process that are not settled. The process stops them when it ends.

A signal handler may read this registry at any moment, so no lock is held: each step is one operation of a dict.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import Any, Final, Protocol

__all__ = ["Stoppable", "register", "registered", "settle_pending", "unregister"]


class Stoppable(Protocol):
    """A launch, a block with a running deployment, or a block with an open object at another service.

    Attributes:
        base_url: The base URL of its service.
        handles_sigterm: Whether SIGTERM stops it.
        is_block: Whether it has handed its deployment over to a block.
        is_pending: Whether it has ended, but its outcome is not known yet.
        is_unknown: Whether it may have an orphaned deployment.
        is_settled: Whether there is nothing to stop.
        is_alive: Returns whether its thread or event loop still runs, so that it cleans up by itself.
    """

    base_url: str
    handles_sigterm: bool
    is_block: bool
    is_pending: bool
    is_settled: bool
    is_alive: Callable[[], bool]

    @property
    def is_unknown(self) -> bool: ...

    def give_up(self) -> None:
        """Let it clean up, and neither create nor hand over anything else. A signal handler may call this."""
        ...

    def clean_up(self, seconds: float) -> Any:
        """Stop its deployment with new connections. The result is a coroutine if its client is async.

        Afterwards `is_settled` returns whether this has succeeded.
        """
        ...

    def settle_now(self) -> None:
        """Note that it is settled, and unregister it."""
        ...

    def describe(self) -> str:
        """Describe in one line which deployment may still run, and why."""
        ...


_registered: Final[dict[int, tuple[int, Stoppable]]] = {}


def register(launch: Stoppable) -> None:
    """Register a launch, so that the end of this process stops it."""
    _registered[id(launch)] = (os.getpid(), launch)


def unregister(launch: Stoppable) -> None:
    """Unregister a launch. It may be repeated."""
    _registered.pop(id(launch), None)


def settle_pending(base_urls: Collection[str]) -> None:
    """Settle the pending launches of services that have ended, such as a sandbox, with all their deployments."""
    for launch in registered():
        if launch.is_pending and launch.base_url in base_urls:
            launch.settle_now()


def registered() -> list[Stoppable]:
    """Return the launches of this process, without those that a forked child has inherited from its parent."""
    return [launch for pid, launch in tuple(_registered.values()) if pid == os.getpid()]
