"""The open objects of a block, such as its ticket. They are deleted at the end of the block or of the process.

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
# After the client is closed, attempts with its connections end after this time. Later attempts use new connections.
CLOSE_SECONDS: Final = 5.0
# How often to check whether a create request has ended.
LOOK_SECONDS: Final = 0.02


class AsyncOpenBlock(ABC, Generic[ClientT]):
    """The objects that a block has opened at a service, and whether they are deleted. This object owns that state.

    The block is registered from before the create request until all its objects are deleted. So SIGTERM, the end of the
    interpreter and the end of an event loop delete them, too. Objects that cannot be deleted in time expire at the
    service.

    Args:
        client: The client that sends the requests.
        seconds: The maximum time for deleting the objects.
        is_block: Whether SIGTERM leaves it to a program that has a handler of its own.

    Attributes:
        given_up: Whether the process is about to end, or the caller is cancelled: the block must not open any more
            objects.
        problem: Why an object could not be deleted, for instance because it was matched.
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
        # This is no launch: `deployments.pending` must not show it.
        self.is_unknown = False
        self.is_running = client._runtime.liveness()
        self.is_alive = self.is_running
        self.given_up = False
        self.problem: EdgegapError | None = None

    @property
    @abstractmethod
    def name(self) -> str:
        """How messages name the block's objects."""

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """Whether the service may still have an object of this block."""

    @property
    @abstractmethod
    def is_opening(self) -> bool:
        """Whether a create request is on its way whose task or thread still runs."""

    @abstractmethod
    def stop_work(self) -> None:
        """Open no more objects, and wake the waiting calls. Safe in a signal handler."""

    @abstractmethod
    async def delete(self, client: ClientT, until: float) -> None:
        """Try once to delete all open objects, until a moment of the monotonic clock.

        Raises:
            EdgegapError: An object is left, and `is_open` is true; or the object was matched.
        """

    def begin(self) -> None:
        """Register the block.

        Raises:
            ClientError: The process is about to end.
        """
        try:
            self._client._runtime.register(self)
        except LaunchCancelled:
            self.settle_now()
            raise ClientError("not sent: this process has received SIGTERM and is about to end") from None

    def give_up(self) -> None:
        """Open no more objects. Safe in a signal handler."""
        self.given_up = True
        self.stop_work()

    async def close(self, background: AsyncBackground | None) -> None:
        """End the block of a writer in the background, with `finish` after the writer has ended. Safe to repeat."""
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
        """End the block: delete the open objects, and wait at most `seconds` for that. Safe to repeat.

        Returns:
            Why an object is left or was matched; None if all are deleted.
        """
        self.end()
        if not self.is_stopped:
            with suppress(ConfigurationError):  # The event loop has ended, and another thread deletes the objects.
                await self._client._runtime.settle(self, seconds)
        if not self.is_settled and self.problem is None:
            return TimedOut(f"{self.name} could not be deleted within {seconds:g} s")
        return self.problem

    def end(self) -> None:
        """Note that the block has ended, which starts the time limit of its deletion. Safe to repeat."""
        if self.is_stopped:
            return
        self._until = min(self._until, time.monotonic() + self._seconds)
        # The order matters: an interrupt may come between any two lines, and its handler then ends the block once more.
        self.is_pending = True
        register(self)
        self.is_block = False
        if not (self.is_open or self.is_opening):
            self.settle_now()

    def settle_now(self) -> None:
        """Note that no object is left."""
        self.is_settled, self.is_pending = True, False
        unregister(self)

    # --- methods for the runtime, see `Pending`

    @property
    def is_stopped(self) -> bool:
        """Whether all attempts have ended."""
        return self.is_settled or time.monotonic() >= self._until

    async def settle_here(self) -> None:
        """Delete the objects with the client of the block, until that client is closed."""
        with suppress(ClientClosedError):
            await self._settle(self._client, math.inf)

    def hurry(self) -> float:
        """Shorten the attempts, as the client or its event loop is closed. Returns the moment at which they end."""
        self._hurried_until = min(self._hurried_until, time.monotonic() + CLOSE_SECONDS)
        return self._hurried_until

    async def clean_up(self, seconds: float) -> None:
        """Delete the objects with new connections, when the process or the event loop ends."""
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
        """Describe in one line the objects that may be left, and why."""
        problem = "" if self.problem is None else f" ({' '.join(str(self.problem).split())})"
        return f"{self.name} may not be deleted: the service then removes it when it expires{problem}"
