"""The launches and blocks of this process that are not settled: what has to be stopped when the process ends.

A signal handler may look here at any moment, so no lock is held: each step is one operation of a dict.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import Any, Final, Protocol

__all__ = ["Stoppable", "register", "registered", "settle_pending", "unregister"]


class Stoppable(Protocol):
    """A launch, or a block with a running deployment; or a block that has something open at another service.

    Attributes:
        base_url: Where its service is.
        handles_sigterm: Whether SIGTERM stops it.
        is_block: Whether it has given its deployment to a block.
        is_pending: Whether it is over, and what became of it is not known yet.
        is_unknown: Whether a deployment of it may run that nobody holds.
        is_settled: Whether nothing is left to stop.
        is_alive: Returns whether the thread or event loop that runs it still does, so that it cleans up by itself.
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
        """Let it clean up, and create and hand over nothing more. Safe in a signal handler."""
        ...

    def clean_up(self, seconds: float) -> Any:
        """Stop what it created, with connections of its own; a coroutine if its client is asynchronous.

        Afterwards `is_settled` returns whether that has succeeded.
        """
        ...

    def settle_now(self) -> None:
        """Note that nothing is left, and unregister it."""
        ...

    def describe(self) -> str:
        """What may be left, and why, in one line."""
        ...


_registered: Final[dict[int, tuple[int, Stoppable]]] = {}


def register(launch: Stoppable) -> None:
    """Let the end of this process stop a launch."""
    _registered[id(launch)] = (os.getpid(), launch)


def unregister(launch: Stoppable) -> None:
    """Take that back. Safe to repeat."""
    _registered.pop(id(launch), None)


def settle_pending(base_urls: Collection[str]) -> None:
    """Settle what is pending at services that have ended with all that they had."""
    for launch in registered():
        if launch.is_pending and launch.base_url in base_urls:
            launch.settle_now()


def registered() -> list[Stoppable]:
    """The launches of this process; those that a forked child has inherited are its parent's."""
    return [launch for pid, launch in tuple(_registered.values()) if pid == os.getpid()]
