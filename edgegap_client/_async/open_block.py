"""What a block has open at a service, such as a ticket: it is deleted at the end of the block, or of the process.

Launches are registered in the same way, see `_runtime.registry`.
"""

from __future__ import annotations

import logging
import math
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Final, Generic, TypeVar

from .._runtime.async_background import AsyncBackground
from .._runtime.registry import register, unregister
from ..errors import (
    ClientClosedError,
    ClientError,
    ConfigurationError,
    EdgegapError,
    LaunchCancelled,
    TimedOut,
)
from .service_client import AsyncServiceClient

__all__ = ["AsyncOpenBlock"]

logger: Final = logging.getLogger("edgegap_client")

ClientT = TypeVar("ClientT", bound=AsyncServiceClient)

# The back-off between two attempts to delete.
BACK_OFF_SECONDS: Final = 1.0
# When the client is closed, the attempts with its connections end so much later. They go on with other connections.
CLOSE_SECONDS: Final = 5.0
# How often to look whether a request has ended that opens something.
LOOK_SECONDS: Final = 0.02


class AsyncOpenBlock(ABC, Generic[ClientT]):
    """What a block has open, and whether that is deleted. This object owns that state.

    It is registered from before the create request until all is deleted: SIGTERM, the end of the interpreter and the
    end of an event loop then lead to its deletion, too. What cannot be deleted in time ends by itself at the service.

    Args:
        client: What to send with.
        seconds: How long to try to delete it.
        is_block: Whether SIGTERM leaves it to a program that has a handler of its own.

    Attributes:
        given_up: Whether the process is about to end, or the caller is cancelled: nothing more is to be opened.
        problem: Why something is left, or a match was made of it.
    """

    def __init__(self, client: ClientT, *, seconds: float, is_block: bool) -> None:
        self._client = client
        self._seconds = seconds
        self._until = math.inf
        self._hurried_until = math.inf
        self.base_url = client._settings.base_url
        self.handles_sigterm = client._runtime.handles_sigterm
        self.is_block = is_block
        self.is_pending = False
        self.is_settled = False
        # No launch, which `deployments.pending` would show.
        self.is_unknown = False
        self.is_running = client._runtime.liveness()
        self.is_alive = self.is_running
        self.given_up = False
        self.problem: EdgegapError | None = None

    @property
    @abstractmethod
    def name(self) -> str:
        """What to call it."""

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """Whether something may have to be deleted."""

    @property
    @abstractmethod
    def is_opening(self) -> bool:
        """Whether a request is on its way that opens something, and whoever sends it still runs."""

    @abstractmethod
    def stop_work(self) -> None:
        """Open nothing more, and wake who waits. Safe in a signal handler."""

    @abstractmethod
    async def delete(self, client: ClientT, until: float) -> None:
        """Try once to delete all that is open, by a moment of the monotonic clock.

        Raises:
            EdgegapError: Something is left, as `is_open` says then; or a match was made of it.
        """

    def begin(self) -> None:
        """Register it.

        Raises:
            ClientError: The process is about to end.
        """
        try:
            self._client._runtime.register(self)
        except LaunchCancelled:
            self.settle_now()
            raise ClientError("not sent: this process has received SIGTERM and is about to end") from None

    def give_up(self) -> None:
        """Open nothing more. Safe in a signal handler."""
        self.given_up = True
        self.stop_work()

    async def close(self, background: AsyncBackground | None) -> None:
        """End the block of a writer in the background: `finish`, once that has ended. Safe to repeat."""
        try:
            self.give_up()
            self.end()
            if background is not None:
                await background.end(self._seconds / 2)
            await self.finish(self._seconds)
        except BaseException:
            await self.finish(CLOSE_SECONDS)
            raise

    async def finish(self, seconds: float) -> EdgegapError | None:
        """End the block: delete what is open, and wait for that, at most so many seconds. Safe to repeat.

        Returns:
            Why something is left, or a match was made of it.
        """
        self.end()
        if not self.is_stopped:
            with suppress(ConfigurationError):  # its event loop was left, and another thread goes on
                await self._client._runtime.settle(self, seconds)
        if not self.is_settled and self.problem is None:
            return TimedOut(f"{self.name} could not be deleted within {seconds:g} s")
        return self.problem

    def end(self) -> None:
        """Note that the block has ended: from now on its deletion has so many seconds. Safe to repeat."""
        if self.is_stopped:
            return
        self._until = min(self._until, time.monotonic() + self._seconds)
        # In this order: an interrupt may come between any two lines, and who handles it then ends the block once more.
        self.is_pending = True
        register(self)
        self.is_block = False
        if not (self.is_open or self.is_opening):
            self.settle_now()

    def settle_now(self) -> None:
        """Note that nothing is left."""
        self.is_settled, self.is_pending = True, False
        unregister(self)

    # --- for the runtime, see `Pending`

    @property
    def is_stopped(self) -> bool:
        """Whether nothing more is tried."""
        return self.is_settled or time.monotonic() >= self._until

    async def settle_here(self) -> None:
        """Delete it with the client of the block, until that is closed."""
        with suppress(ClientClosedError):
            await self._settle(self._client, math.inf)

    def hurry(self) -> float:
        """Let that end soon, as the client or its event loop is closed. Returns until when."""
        self._hurried_until = min(self._hurried_until, time.monotonic() + CLOSE_SECONDS)
        return self._hurried_until

    async def clean_up(self, seconds: float) -> None:
        """Delete it with connections of its own, as when the process or the event loop ends."""
        self.end()
        try:
            async with self._client._reopened() as client:
                self._hurried_until = math.inf
                await self._settle(client, time.monotonic() + seconds)
        except EdgegapError as error:
            self.problem = error

    async def _settle(self, client: ClientT, until: float) -> None:
        while not self.is_settled:
            end = min(until, self._until, self._hurried_until)
            while self.is_opening and time.monotonic() < end:
                await client._runtime.sleep(LOOK_SECONDS)
            try:
                await self.delete(client, max(end, time.monotonic() + BACK_OFF_SECONDS))
                self.problem = None
            except ClientClosedError:
                raise
            except EdgegapError as error:
                self.problem = error
            if not (self.is_open or self.is_opening):
                self.settle_now()
                return
            is_hopeless = isinstance(self.problem, ClientError)
            if is_hopeless or time.monotonic() + BACK_OFF_SECONDS >= self._until:
                self._until = 0.0
                self.is_pending = False
                unregister(self)
                logger.warning("%s", self.describe())
                return
            if time.monotonic() + BACK_OFF_SECONDS >= end:
                return
            await client._runtime.sleep(BACK_OFF_SECONDS)

    def describe(self) -> str:
        """What may be left, and why, in one line."""
        problem = "" if self.problem is None else f" ({' '.join(str(self.problem).split())})"
        return f"{self.name} may not be deleted, and then ends by itself when it expires{problem}"
