"""A game server in a server browser: it is registered, kept alive and unregistered, and its seats are counted."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from .._core.matchmaker_environment import assignment_here
from .._core.public import public_in
from .._generated.server_browser.api.instances import AsyncInstancesResource
from .._generated.server_browser.api.reservations import AsyncReservationsResource
from .._generated.server_browser.api.slots import AsyncSlotsResource
from .._runtime.async_background import AsyncBackground
from .._runtime.async_signal import AsyncSignal
from ..errors import (
    ClientClosedError,
    ClientError,
    ConfigurationError,
    ConflictError,
    EdgegapError,
    GoneError,
    InvalidRequestError,
    NotFoundError,
    Outcome,
)
from .open_block import AsyncOpenBlock

if TYPE_CHECKING:
    from .._generated.server_browser.models.confirmation import Confirmation
    from .server_browser import AsyncServerBrowser

__all__ = ["AsyncServerInstance"]

logger: Final = logging.getLogger("edgegap_client")

# Each interval between two keep-alives is a random part of the configured one, within these bounds.
INTERVAL_JITTER: Final = 0.1
# After a failed keep-alive, the next one follows after this part of the interval.
RETRY_SHARE: Final = 0.2
# The timeout of a request in the background, and of the registration at the start of a block.
CALL_TIMEOUT_SECONDS: Final = 5.0
REGISTERING_SECONDS: Final = 30.0
BACK_OFF_SECONDS: Final = 0.5


class _OpenInstance(AsyncOpenBlock["AsyncServerBrowser"]):
    """The server instance of a block, until it is deleted."""

    def __init__(self, instance: AsyncServerInstance) -> None:
        super().__init__(instance._browser, seconds=instance._closing_timeout, is_block=True)
        self._instance = instance

    @property
    def name(self) -> str:
        return f"the server instance {self._instance.request_id}"

    @property
    def is_open(self) -> bool:
        return self._instance._may_be_registered

    @property
    def is_opening(self) -> bool:
        background = self._instance._background
        return self._instance._is_registering and (self.is_running() if background is None else background.is_alive)

    def stop_work(self) -> None:
        self._instance._is_closing = True
        self._instance._signal.set()

    async def delete(self, client: AsyncServerBrowser, until: float) -> None:
        instance = self._instance
        with suppress(NotFoundError, GoneError):
            await AsyncInstancesResource(instance._calls(client)).delete(instance.request_id)
        instance._is_registered = instance._may_be_registered = False


@public_in("server_browser")
class AsyncServerInstance:
    """Registers this server for the length of a block, and keeps it in the list. A preview: not verified live.

        async with AsyncServerInstance(browser, slots={"main": 10}, metadata={"mode": "ctf"}) as instance:
            result = await instance.confirm([user_id])     # a player has connected
            ...
            instance.leave(user_id)                        # and leaves

    The client keeps the instance alive every `interval` seconds, and registers it again with its present state when it
    has expired. Failed keep-alives never unregister it. If the server is registered already, for instance after a
    restart of the process, the client takes the instance over. The end of the block unregisters it within
    `closing_timeout`.

    This object owns the seats: it knows which user has a seat in which slot. One writer sets the absolute number of
    available seats of each slot. After a failed write, it reads the slot, and writes it again if the number is wrong.
    `seat`, `leave` and `set_capacity` may be called from any thread.

    Args:
        browser: A client with the server token.
        slots: The number of seats of each slot, by its name.
        request_id: The id of the deployment. Default: from the environment.
        server: The address and ports of this server. Default: from the environment.
        metadata: Values of your own for the server.
        slot_metadata: Values of your own for slots, by the slot's name.
        interval: Seconds between two keep-alives; the service's default expiration is 30 seconds.
        closing_timeout: Maximum seconds that the end of the block takes.

    Raises:
        ConfigurationError: The client has the client token, there is no slot, or the environment does not describe the
            server.
    """

    def __init__(
        self,
        browser: AsyncServerBrowser,
        *,
        slots: Mapping[str, int],
        request_id: str | None = None,
        server: Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        slot_metadata: Mapping[str, Mapping[str, Any]] | None = None,
        interval: float = 10.0,
        closing_timeout: float = 10.0,
    ) -> None:
        if not browser._is_server:
            raise ConfigurationError("A ServerInstance needs the server token: pass token=ServerToken(...).")
        if not slots or any(seats < 0 for seats in slots.values()):
            raise ConfigurationError("A ServerInstance needs at least one slot, with 0 seats or more.")
        if interval <= 0:
            raise ConfigurationError(f"interval must be more than 0 seconds, got {interval}.")
        here = assignment_here() if server is None or request_id is None else {}
        self.request_id: str = request_id or str(here["request_id"])
        given = here if server is None else server
        self._server = {name: value for name, value in given.items() if name != "request_id"}
        self._browser = browser
        self._capacity = dict(slots)
        self._slot_metadata = {name: dict(values) for name, values in (slot_metadata or {}).items()}
        self._metadata = dict(metadata or {})
        self._interval = interval
        self._closing_timeout = closing_timeout
        # Which user has a seat in which slot. A mere number would be wrong after two threads had changed it at once.
        self._seated: dict[str, str] = {}
        # The number of seats that the service had at the last read or write; None where it is unknown.
        self._written: dict[str, int | None] = {}
        self._is_registered = False
        # True from before a create request until the request was certainly not carried out or the instance is deleted.
        self._may_be_registered = False
        self._is_registering = False
        self._is_closing = False
        self._keep_alive_at = 0.0
        self._signal = AsyncSignal()
        self._background: AsyncBackground | None = None
        self._block: _OpenInstance | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(request_id={self.request_id!r}, available_seats={self.available_seats!r})"

    @property
    def available_seats(self) -> dict[str, int]:
        """The available seats of each slot, as this object counts them. The service may lag behind."""
        taken = list(self._seated.values())
        return {slot: max(0, seats - taken.count(slot)) for slot, seats in list(self._capacity.items())}

    @property
    def seated(self) -> dict[str, str]:
        """The slot of each user who has a seat."""
        return dict(self._seated)

    # --- seats

    async def confirm(self, user_ids: Iterable[str], *, admit_expired: bool = False) -> Confirmation:
        """Confirm the reservations of users who have connected. Each accepted user takes one seat.

        Args:
            user_ids: The ids of the users.
            admit_expired: Whether users whose reservation has expired take a seat, too.

        Returns:
            The users who are accepted, expired or unknown. Disconnect all who are not accepted.

        Raises:
            EdgegapError: The request failed. If its `outcome` is `unknown`, call `confirm` again.
        """
        confirmation = await AsyncReservationsResource(self._browser).confirm(self.request_id, user_ids=list(user_ids))
        for slot in confirmation.slots or ():
            admitted = [*(slot.accepted_user_ids or ()), *((slot.expired_user_ids or ()) if admit_expired else ())]
            for user_id in admitted:
                self.seat(user_id, slot.name)
        return confirmation

    def seat(self, user_id: str, slot_name: str) -> None:
        """Give a user a seat, with or without a reservation. A user has at most one seat.

        Raises:
            InvalidRequestError: There is no such slot.
        """
        if slot_name not in self._capacity:
            raise InvalidRequestError(f"there is no slot {slot_name!r}: the slots are {', '.join(self._capacity)}.")
        self._seated[user_id] = slot_name
        self._signal.set()

    def leave(self, user_id: str) -> None:
        """Free the seat of a user who leaves. You may repeat the call."""
        if self._seated.pop(user_id, None) is not None:
            self._signal.set()

    def set_capacity(self, slot_name: str, seats: int) -> None:
        """Set the total number of seats of a slot, taken seats included. A new name adds a slot."""
        if seats < 0:
            raise InvalidRequestError(f"seats must be 0 or more, got {seats}.")
        self._capacity[slot_name] = seats
        self._signal.set()

    async def synced(self, timeout: float = 10.0) -> bool:
        """Wait until the service has the present seats. Returns False if that takes longer than the timeout."""
        until = time.monotonic() + timeout
        while not self._is_synced():
            if time.monotonic() >= until:
                return False
            await self._browser._runtime.sleep(0.02)
        return True

    def _is_synced(self) -> bool:
        return self._is_registered and self._written == self.available_seats

    async def update_metadata(self, **values: Any) -> None:
        """Change metadata of the server. The client sends all values, as the service may replace the whole set.

        Raises:
            EdgegapError: The request failed. The next registration contains the new values.
        """
        self._metadata.update(values)
        await self._send_metadata(self._calls(self._browser))

    async def _send_metadata(self, browser: AsyncServerBrowser) -> None:
        from .._generated.server_browser.models.metadata import Metadata

        metadata = Metadata.from_dict(self._metadata)
        await AsyncInstancesResource(browser).update(self.request_id, metadata=metadata)

    # --- the block

    async def __aenter__(self) -> Self:
        runtime = self._browser._runtime
        runtime.check()
        block = self._block = _OpenInstance(self)

        async def undo() -> None:
            await block.finish(self._closing_timeout)

        try:
            block.begin()
            await runtime.supervise(self._first_registration, block.give_up, undo, max_wait=self._closing_timeout)
            if block.given_up:
                raise ClientError("the server is not registered: its client is closed, or the process is about to end")
            self._background = AsyncBackground(self._run, "edgegap-server-instance")
        except BaseException:
            await self.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Unregister the server, within `closing_timeout`. You may repeat the call."""
        if self._block is not None:
            await self._block.close(self._background)

    async def _first_registration(self) -> None:
        until = time.monotonic() + REGISTERING_SECONDS
        while not self._is_closing:
            try:
                await self._register()
                return
            except EdgegapError as error:
                # A lost response does no harm: the next attempt finds that the server is registered.
                is_hopeless = error.outcome is Outcome.REJECTED and error.status not in (404, 409, 429)
                if isinstance(error, ClientError) or is_hopeless or time.monotonic() + BACK_OFF_SECONDS >= until:
                    raise
            await self._browser._runtime.sleep(BACK_OFF_SECONDS)

    # --- the writer

    async def _run(self) -> None:
        delay = 0.0
        while not self._is_closing:
            await self._signal.wait(delay)
            try:
                await self._round()
                delay = max(0.0, self._keep_alive_at - time.monotonic())
            except ClientClosedError:
                break
            except EdgegapError as error:
                logger.info("a request for the server instance failed, the client retries it: %s", type(error).__name__)
                delay = self._drawn(self._interval * RETRY_SHARE)
        if self._block is not None and not self._is_closing:
            # After the client is closed, nobody can keep the instance alive.
            self._block.give_up()
            await self._block.finish(0.0)

    async def _round(self) -> None:
        """Keep the server alive if a keep-alive is due, and write the changed seats."""
        if self._is_closing:
            return
        try:
            if not self._is_registered:
                await self._register()
            elif time.monotonic() >= self._keep_alive_at:
                await AsyncInstancesResource(self._calls(self._browser)).keep_alive(self.request_id)
                self._keep_alive_at = time.monotonic() + self._drawn(self._interval)
            for slot, seats in self.available_seats.items():
                if self._written.get(slot) != seats and not self._is_closing:
                    await self._write(slot, seats)
        except (NotFoundError, GoneError):
            # The instance has expired. Register it with its present state.
            self._is_registered = self._may_be_registered = False
            await self._register()

    async def _register(self) -> None:
        from .._generated.server_browser.models.metadata import Metadata
        from .._generated.server_browser.models.server import Server
        from .._generated.server_browser.models.slot_request import SlotRequest

        seats, browser, may_be_registered = self.available_seats, self._calls(self._browser), self._may_be_registered
        try:
            self._is_registering = True
            if self._is_closing:  # Read this last: whoever closes the block reads `_is_registering` last.
                return
            self._may_be_registered = True
            await AsyncInstancesResource(browser).create(
                request_id=self.request_id,
                server=Server.from_dict(self._server),
                slots=[
                    SlotRequest.from_dict(
                        {
                            "name": slot,
                            "available_seats": number,
                            "metadata": self._slot_metadata.get(slot, {}),
                        }
                    )
                    for slot, number in seats.items()
                ],
                metadata=Metadata.from_dict(self._metadata),
            )
            self._written = dict(seats)
        except ConflictError:
            # The instance exists already, after a restart or a lost response. Read the seats that it has.
            found = await AsyncInstancesResource(browser).get(self.request_id)
            self._written = {slot.name: slot.available_seats or 0 for slot in found.slots or ()}
            await self._send_metadata(browser)
        except EdgegapError as error:
            self._may_be_registered = may_be_registered or error.outcome is Outcome.UNKNOWN
            raise
        finally:
            self._is_registering = False
        self._is_registered = True
        self._keep_alive_at = time.monotonic() + self._drawn(self._interval)

    async def _write(self, slot: str, seats: int) -> None:
        from .._generated.server_browser.models.metadata import Metadata

        slots = AsyncSlotsResource(self._calls(self._browser))
        if slot not in self._written:
            try:
                metadata = Metadata.from_dict(self._slot_metadata.get(slot, {}))
                await slots.create(self.request_id, name=slot, available_seats=seats, metadata=metadata)
                self._written[slot] = seats
                return
            except ConflictError:
                self._written[slot] = None
        # Unknown until the response arrives: the seats of an earlier write must not count as the service's.
        self._written[slot] = None
        try:
            await slots.update(self.request_id, slot, available_seats=seats)
        except (NotFoundError, GoneError):
            raise
        except EdgegapError:
            # The write failed, or its outcome is unknown. The next round writes the seats that are still wrong.
            found = (await slots.get(self.request_id, slot)).available_seats
            self._written[slot] = found if isinstance(found, int) else None
            if self._written[slot] != seats:
                raise
        else:
            self._written[slot] = seats

    def _drawn(self, seconds: float) -> float:
        return seconds * random.uniform(1 - INTERVAL_JITTER, 1 + INTERVAL_JITTER)  # noqa: S311

    @staticmethod
    def _calls(browser: AsyncServerBrowser) -> AsyncServerBrowser:
        """A client with short timeouts and no retries: the next round is the retry."""
        return browser.with_options(timeout=min(CALL_TIMEOUT_SECONDS, browser._settings.timeout), max_retries=0)
