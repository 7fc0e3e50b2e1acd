"""Searches for a match. Polls read them until they end, and the client deletes abandoned ones."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from .._core.matchmaker import CANCELLED, MATCH_FOUND, AsyncCreate, Cancelled, Matched, Polled, SearchState
from .._core.public import public_in
from .._runtime.async_signal import AsyncSignal
from ..errors import (
    AuthenticationError,
    ClientClosedError,
    ClientError,
    ConflictError,
    EdgegapError,
    GoneError,
    NotFoundError,
    Outcome,
    PermissionDeniedError,
    SearchCancelled,
    SearchExpired,
    SearchTimedOut,
)
from .open_block import AsyncOpenBlock

if TYPE_CHECKING:
    from .._generated.matchmaking.models.assignment import Assignment
    from .matchmaker import AsyncMatchmaker

__all__ = ["AsyncSearch", "begun"]

logger: Final = logging.getLogger("edgegap_client")

# A new ticket may be unknown to the service for this long.
UNKNOWN_FOR_SECONDS: Final = 5.0
# When a search has timed out and is matched already, the client waits this long for its server.
MATCHED_SECONDS: Final = 60.0
# How long the end of a block tries to delete a search.
DELETING_SECONDS: Final = 30.0
# A cancelled call waits this long for the deletion. After that, the deletion continues in the background.
CANCEL_SECONDS: Final = 5.0
# The timeout of one read, with the wait for its slot.
READ_TIMEOUT_SECONDS: Final = 30.0
# The minimum timeout of a call.
MIN_TIMEOUT_SECONDS: Final = 0.05
MAY_EXIST: Final = (
    "The request may have been carried out: a search with an unknown id may exist. "
    "It ends by itself after the profile's ticket_expiration_period."
)


class AsyncSource(ABC):
    """The operations that read and delete a search.

    Attributes:
        id: The ticket, or the member of a group.
    """

    id: str

    @property
    @abstractmethod
    def key(self) -> tuple[str, ...]:
        """The key of the reads: searches with the same key share their reads."""

    @abstractmethod
    async def read(self, matchmaker: AsyncMatchmaker) -> SearchState:
        """Read the state of the search."""

    @abstractmethod
    async def delete(self, matchmaker: AsyncMatchmaker) -> None:
        """Delete the search. Raises `ConflictError` if a match is found."""


SourceT = TypeVar("SourceT", bound=AsyncSource)
SearchT = TypeVar("SearchT", bound="AsyncSearch[Any]")


class _OpenSearch(AsyncOpenBlock["AsyncMatchmaker"], Generic[SearchT]):
    """The search of a block, registered from before its create request.

    Attributes:
        sent: Whether a byte of the create request was sent.
        signal: Wakes the call that waits for the response when the caller is cancelled.
        search: The search, once the response has arrived.
    """

    def __init__(self, matchmaker: AsyncMatchmaker) -> None:
        # Like a launch, and unlike the block of a running deployment, SIGTERM always gives it up.
        super().__init__(matchmaker, seconds=DELETING_SECONDS, is_block=False)
        self.sent = False
        self.signal = AsyncSignal()
        self.search: SearchT | None = None
        # The only key is None. Its value says which came first, the create request or the end of the block.
        self._first: dict[None, str] = {}
        self._is_created = False
        self._is_lost = False
        self._is_matched = False

    async def create(self, create: AsyncCreate[AsyncMatchmaker, SearchT], matchmaker: AsyncMatchmaker) -> SearchT:
        """Send the create request, unless the block has ended already."""
        if self._first.setdefault(None, "create") != "create":
            raise ClientClosedError("the search was cancelled before its create request was sent")
        try:
            self.search = search = await create(matchmaker)
        except EdgegapError as error:
            self._is_lost = error.outcome is Outcome.UNKNOWN
            raise
        except BaseException:
            self._is_lost = self.sent
            raise
        finally:
            self._is_created = True
        if self.given_up:
            self.stop_work()
        return search

    def check(self) -> None:
        """Raise if the create request must not be sent any more."""
        if self.given_up:
            raise ClientClosedError("the search was cancelled before its create request was sent")

    @property
    def may_exist(self) -> bool:
        """Whether a search may exist whose id is unknown."""
        return self.search is None and (self._is_lost or (self.sent and not self._is_created))

    @property
    def name(self) -> str:
        return "a search whose id is not known" if self.search is None else f"the search {self.search.id}"

    @property
    def is_open(self) -> bool:
        if self.search is None:
            return self._is_broken_off
        return self.search.result is None and not self._is_matched

    @property
    def _is_broken_off(self) -> bool:
        """Whether the create request was sent, but its event loop or thread has ended before the response arrived."""
        return self.sent and not self._is_created and not self.is_running()

    @property
    def is_opening(self) -> bool:
        return self._first.setdefault(None, "end") == "create" and not self._is_created and self.is_running()

    def stop_work(self) -> None:
        self.signal.set()
        if self.search is not None:
            self.search._is_given_up = True
            self.search._wake()

    async def delete(self, client: AsyncMatchmaker, until: float) -> None:
        if self.search is None:
            raise ClientError(
                "the event loop ended during the create request of a search: the search may exist until it expires"
            )
        try:
            await self.search._delete(client, until)
        except ConflictError:
            self._is_matched = True
            raise


@public_in("matchmaking")
class AsyncSearch(Generic[SourceT]):
    """A search for a match, from `tickets.search` and similar methods. This object owns the state of the search.

    Attributes:
        id: The id of the ticket, or of the member of a group.
        state: The state that was read last.
        result: The result of the search: `Cancelled` or `Matched`, or None before its end.
    """

    def __init__(self, matchmaker: AsyncMatchmaker, source: SourceT, state: SearchState, *, is_owned: bool) -> None:
        self._matchmaker = matchmaker
        self._source = source
        self._is_owned = is_owned
        self._began = time.monotonic()
        self.id = source.id
        self.state = state
        self.result: Cancelled | Matched | None = None
        self._is_expired = False
        self._is_given_up = False
        self._signals: dict[int, AsyncSignal] = {}
        self._polled = self._shared(source)
        # A search that shares the reads of this ticket has this state already.
        self._polled.saw(state)
        self._take()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r}, status={self.state.status!r})"

    async def assigned(self, timeout: float = 120.0) -> Assignment:
        """Wait until the player has a server.

        A lost read, a 429 or a failure of the service does not end the search. After the timeout, the client deletes
        the search. If a match was found just before, the client cannot delete it. It then waits at most 60 more
        seconds, because the server expects the player. A search from `attach` is not deleted: `assigned` raises
        `SearchTimedOut`, and the search continues.

        Args:
            timeout: Seconds until the end of the wait.

        Returns:
            The address of the server: `fqdn`, `ports` and `location`.

        Raises:
            SearchCancelled: The matchmaker ended the search, or the process is about to end.
            SearchExpired: The matchmaker no longer knows the search.
            SearchTimedOut: There was no server in time.
            EdgegapError: The service refuses the read, for instance because the token is wrong.
        """
        deadline = time.monotonic() + timeout
        if not await self._until_ended(deadline) and self._is_owned:
            await self.cancel(timeout=MATCHED_SECONDS)
            if isinstance(self.result, Cancelled):
                raise SearchTimedOut(f"no server within {timeout:g} s", **self._facts())
        match self.result:
            case Matched(assignment):
                return assignment
            case Cancelled():
                if self._is_expired:
                    raise SearchExpired("the matchmaker no longer knows the search", **self._facts())
                self._check_given_up()
                raise SearchCancelled("the matchmaker ended the search", **self._facts())
            case _:
                raise SearchTimedOut(f"no server within {timeout:g} s", **self._facts())

    async def changes(self, timeout: float = 600.0) -> AsyncIterator[SearchState]:
        """Iterate over the states, from the present one on, that differ in a value that a player sees.

        The iterator ends after the last state, or after the timeout. It does not yield states that begin and end
        between two reads.

        Args:
            timeout: Seconds until the iterator ends.

        Raises:
            EdgegapError: The service refuses the read.
        """
        deadline = time.monotonic() + timeout
        seen: SearchState | None = None
        while True:
            if self.state != seen:
                seen = self.state
                yield seen
            elif self.result is not None or not await self._next(deadline):
                return

    async def cancel(self, timeout: float = 60.0) -> Cancelled | Matched:
        """Cancel the search. If a match was found already, wait for the server.

        Args:
            timeout: Seconds for the cancellation and the wait.

        Returns:
            `Cancelled`, or `Matched` with the server. That server expects the player.

        Raises:
            SearchTimedOut: The service did not respond in time, or the server did not start in time. The attribute
                `is_deleted` of the error is False.
            EdgegapError: The service refuses the request.
        """
        deadline = time.monotonic() + timeout
        while self.result is None:
            is_too_late = self.state.status == MATCH_FOUND
            try:
                if not is_too_late:
                    await self._delete(self._matchmaker, deadline)
                    continue
            except ConflictError:
                self._polled.hurry()  # The search is matched: its server will be ready soon.
            except EdgegapError as error:
                self._check(error)
            if not await self._next(deadline):
                raise SearchTimedOut("the search could not be deleted in time", **self._facts())
        return self.result

    # --- shared reads

    async def _until_ended(self, deadline: float) -> bool:
        while self.result is None:
            if not await self._next(deadline):
                return False
        return True

    def _shared(self, source: SourceT) -> Polled:
        """The state that all searches of this process with the same ticket or member share."""
        return self._matchmaker._poller.of(source.key)

    async def _next(self, deadline: float) -> bool:
        """Wait until a waiter, this one or another, has read the search once more. Returns False at the deadline."""
        if self._polled.key != self._source.key:
            self._polled = self._shared(self._source)
            self._reads = self._polled.reads
        polled, signal, limit = self._polled, AsyncSignal(), self._matchmaker._tier.read
        self._signals[id(signal)] = signal
        polled.join(signal)
        try:
            while polled.reads == self._reads and self.result is None:
                self._check_given_up()
                if self._matchmaker._runtime.is_closing:
                    raise ClientClosedError("the client is closed")
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                wait = polled.claim(signal, min(left, READ_TIMEOUT_SECONDS), limit)
                if wait > 0:
                    await signal.wait(min(wait, left))
                    continue
                try:
                    await self._read(polled, deadline)
                finally:
                    polled.release(signal)
        finally:
            polled.leave(signal)
            self._signals.pop(id(signal), None)
        self._take()
        return True

    async def _read(self, polled: Polled, deadline: float) -> None:
        """Read the state for all waiters of the same search."""
        try:
            polled.saw(await self._source.read(self._limited(self._matchmaker, deadline)))
        except (NotFoundError, GoneError):
            polled.saw_nothing()
        except EdgegapError as error:
            self._check(error)
            # If the deadline of this waiter ended the read, another waiter reads.
            if time.monotonic() < deadline:
                polled.failed(error)

    def _take(self) -> None:
        """Apply a response that this waiter or another one has read."""
        self._reads = self._polled.reads
        state = self._polled.state
        if self._polled.is_unknown:
            if self.result is None and time.monotonic() - self._began >= UNKNOWN_FOR_SECONDS:
                self._is_expired = True
                self.result = Cancelled()
        elif isinstance(state, SearchState):
            self.state = state
            if state.assignment is not None:
                self.result = Matched(state.assignment)
            elif state.status == CANCELLED:
                self.result = Cancelled()

    def _check(self, error: EdgegapError) -> None:
        """Handle a failed read. Waiting continues, unless no read of this client can ever succeed."""
        if isinstance(error, AuthenticationError | PermissionDeniedError | ClientError):
            raise error
        logger.info("a read of the search %s failed, the client retries it: %s", self.id, type(error).__name__)

    def _check_given_up(self) -> None:
        if self._is_given_up:
            raise SearchCancelled("the search was cancelled, as its process is about to end", **self._facts())

    def _wake(self) -> None:
        """Wake the waiting calls of this search."""
        for signal in tuple(self._signals.values()):
            signal.set()

    async def _delete(self, matchmaker: AsyncMatchmaker, deadline: float) -> None:
        """Delete the search, unless it has ended.

        Raises:
            ConflictError: A match is found.
            EdgegapError: The request failed.
        """
        if self.result is not None:
            return
        # The search is unknown: an earlier attempt with a lost response deleted it, or the service removed it after its
        # end.
        with suppress(NotFoundError, GoneError):
            await self._source.delete(self._limited(matchmaker, deadline))
        self.result = self.result or Cancelled()
        self._wake()

    @staticmethod
    def _limited(matchmaker: AsyncMatchmaker, deadline: float) -> AsyncMatchmaker:
        """A client whose calls end by the deadline and are not retried: the next attempt is the retry."""
        left = max(MIN_TIMEOUT_SECONDS, deadline - time.monotonic())
        timeout = min(left, READ_TIMEOUT_SECONDS, matchmaker._settings.timeout)
        return matchmaker.with_options(timeout=timeout, max_retries=0)

    def _facts(self) -> dict[str, Any]:
        return {
            "search_id": self.id,
            "last_status": self.state.status,
            "is_deleted": isinstance(self.result, Cancelled),
        }


@asynccontextmanager
async def begun(matchmaker: AsyncMatchmaker, create: AsyncCreate[AsyncMatchmaker, SearchT]) -> AsyncGenerator[SearchT]:
    """Run a search for the length of a block.

    Args:
        matchmaker: The client.
        create: Sends the create request with the client that it receives, and returns the search.
    """
    runtime = matchmaker._runtime
    block: _OpenSearch[SearchT] = _OpenSearch(matchmaker)
    creator = matchmaker.__copy__()
    creator._permission = block

    async def undo() -> None:
        await block.finish(CANCEL_SECONDS)

    try:
        block.begin()
        search = await runtime.supervise(
            lambda: runtime.until_response(lambda: block.create(create, creator), block),
            block.give_up,
            undo,
            max_wait=CANCEL_SECONDS,
        )
        search._check_given_up()
        yield search
        problem = await block.finish(DELETING_SECONDS)
    except BaseException as error:
        try:
            problem = await block.finish(DELETING_SECONDS if isinstance(error, Exception) else CANCEL_SECONDS)
        except BaseException as another:  # cancelled once more
            _note_open_search(block, another, None)
            raise
        _note_open_search(block, error, problem)
        raise
    if problem is not None:
        raise problem


def _note_open_search(block: _OpenSearch[Any], error: BaseException, problem: EdgegapError | None) -> None:
    """Say in a note that the search may continue. Without it, the player could miss a server that expects them."""
    search = block.search
    if search is None:
        if block.may_exist:
            error.add_note(MAY_EXIST)
        return
    if search.result is not None:
        return
    group = f" of the group {search.state.group_id}" if search.state.group_id else ""
    name = f"the search {search.id}{group}"
    if isinstance(problem, ConflictError):
        error.add_note(
            f"A match was found for {name} just before, so it could not be deleted: a server will expect the player."
        )
    elif problem is not None:
        error.add_note(f"It was not possible to delete {name}, which may still get a match: {problem}")
    else:
        error.add_note(f"It is not known yet whether {name} was deleted, so it may still get a match.")
