"""Backfills offer the free seats of a running server, for as long as the seats are free."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from .._core.matchmaker import Polled
from .._core.matchmaker_environment import Match, PlayerTicket, assignment_here
from .._core.public import public_in
from .._generated.matchmaking.api.backfills import AsyncBackfillsResource
from .._runtime.async_background import AsyncBackground
from .._runtime.async_signal import AsyncSignal
from ..errors import (
    ClientClosedError,
    ConfigurationError,
    ConflictError,
    EdgegapError,
    GoneError,
    NotFoundError,
    Outcome,
)
from .open_block import AsyncOpenBlock

if TYPE_CHECKING:
    from .._generated.matchmaking.models.backfill_response import BackfillResponse
    from .matchmaker import AsyncMatchmaker

__all__ = ["AsyncBackfill"]

logger: Final = logging.getLogger("edgegap_client")

# Changes within this time make one new backfill.
COALESCING_SECONDS: Final = 0.2
# A backfill is renewed after this share of its lifetime.
RENEWAL_SHARE: Final = 0.8
# The minimum wait after a failed request.
BACK_OFF_SECONDS: Final = 2.0
CALL_TIMEOUT_SECONDS: Final = 10.0
# The maximum wait between two rounds.
MAX_IDLE_SECONDS: Final = 10.0


class _Open:
    """A backfill that the service has.

    Attributes:
        id: The id of the backfill.
        until: When it is renewed.
        players: The tickets of the players who were in the team when it was created.
        seats: The number of seats that it offers.
        polled: The schedule of its reads.
    """

    def __init__(self, backfill_id: str, until: float, players: frozenset[str], seats: int, polled: Polled) -> None:
        self.id = backfill_id
        self.until = until
        self.players = players
        self.seats = seats
        self.polled = polled


class _OpenBackfills(AsyncOpenBlock["AsyncMatchmaker"]):
    """The backfills of a block, until they are deleted."""

    def __init__(self, backfill: AsyncBackfill) -> None:
        super().__init__(backfill._matchmaker, seconds=backfill._closing_timeout, is_block=True)
        self._backfill = backfill

    @property
    def name(self) -> str:
        return f"the backfills {', '.join(self._backfill.open_backfills.values()) or 'whose ids are not known'}"

    @property
    def is_open(self) -> bool:
        return bool(self._backfill._open)

    @property
    def is_opening(self) -> bool:
        background = self._backfill._background
        return self._backfill._is_creating and background is not None and background.is_alive

    def stop_work(self) -> None:
        self._backfill._is_closing = True
        self._backfill._signal.set()

    async def delete(self, client: AsyncMatchmaker, until: float) -> None:
        problem: EdgegapError | None = None
        for team in list(self._backfill._open):
            try:
                await self._backfill._withdraw(team, client, until)
            except EdgegapError as error:
                problem = error
        if problem is not None:
            raise problem


@public_in("matchmaking")
class AsyncBackfill:
    """Keeps one backfill for each team with free seats, for the length of a block. A preview: not verified live.

        match = Match.read()
        async with AsyncBackfill(matchmaker, match=match, team_size=4, on_assigned=expect) as backfill:
            ...
            backfill.remove(ticket_id)  # a player has left

    The client creates each backfill from the injected tickets, renews it before it expires, and replaces it when
    players leave. When the service assigns a player, the seat is taken: the player counts as present until `remove`.
    The end of the block deletes all backfills within `closing_timeout`. There are never more backfills than free seats.
    A backfill whose create response was lost counts too, until it must have expired.

    This object owns the list of present players, and has one writer. `remove` and `add` may be called from any thread.

    Args:
        matchmaker: The client.
        team_size: The seats of each team.
        match: The match. Default: from the environment.
        assignment: The address and ports of this server, with its `request_id`. Default: from the environment.
        attributes: Additional attributes of a backfill.
        has_group_size_rule: Whether the profile has the rule `backfill_group_size`. The backfill then lists the group
            sizes that still fit. Without that rule, a group may be larger than the free seats.
        expiration: Seconds after which the service removes a backfill: the profile's `ticket_expiration_period`.
        closing_timeout: Maximum seconds that the end of the block takes.
        on_assigned: Called with the ticket of each assigned player, for instance to admit the player later.

    Raises:
        ConfigurationError: There is no match, or no assignment with a `request_id`.
    """

    def __init__(
        self,
        matchmaker: AsyncMatchmaker,
        *,
        team_size: int,
        match: Match | None = None,
        assignment: Mapping[str, Any] | None = None,
        attributes: Mapping[str, Any] | None = None,
        has_group_size_rule: bool = False,
        expiration: float = 300.0,
        closing_timeout: float = 10.0,
        on_assigned: Callable[[PlayerTicket], object] | None = None,
    ) -> None:
        match = match or Match.read()
        if match is None:
            raise ConfigurationError("There is no MM_MATCH_ID: pass match= outside a matchmaker's deployment.")
        self._assignment = dict(assignment_here() if assignment is None else assignment)
        if not self._assignment.get("request_id"):
            raise ConfigurationError("The assignment of a backfill needs the request_id of the deployment.")
        if team_size < 1 or expiration <= 0:
            raise ConfigurationError("team_size must be at least 1, and expiration more than 0 seconds.")
        self._matchmaker = matchmaker
        self._profile = match.profile
        self._team_size = team_size
        self._attributes = dict(attributes or {})
        self._has_group_size_rule = has_group_size_rule
        self._expiration = expiration
        self._closing_timeout = closing_timeout
        self._on_assigned = on_assigned
        self._present: dict[str, PlayerTicket] = {}
        self._teams: dict[str, None] = dict.fromkeys(match.teams)
        for ticket_id in match.ticket_ids:
            ticket = match.tickets.get(ticket_id) or PlayerTicket(ticket_id, team_id=match.team_of(ticket_id))
            self.add(ticket)
        self._open: dict[str, _Open] = {}
        # For each team, the moments at which the backfills with a lost create response must have expired.
        self._lost: dict[str, list[float]] = {}
        self._signal = AsyncSignal()
        self._is_closing = False
        self._is_creating = False
        self._background: AsyncBackground | None = None
        self._block: _OpenBackfills | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(free_seats={self.free_seats!r})"

    @property
    def free_seats(self) -> dict[str, int]:
        """The number of free seats of each team."""
        return {team: max(0, self._team_size - len(self._players(team))) for team in list(self._teams)}

    @property
    def open_backfills(self) -> dict[str, str]:
        """The id of the backfill that the service has for each team."""
        return {team: found.id for team, found in list(self._open.items())}

    def add(self, ticket: PlayerTicket) -> None:
        """Add a player who was not assigned by a backfill."""
        self._teams.setdefault(ticket.team_id or "")
        self._present[ticket.id] = ticket
        self._changed()

    def remove(self, ticket_id: str) -> None:
        """Remove a player who has left, or who was assigned and has not come. You may repeat the call."""
        if self._present.pop(ticket_id, None) is not None:
            self._changed()

    def _changed(self) -> None:
        signal = self.__dict__.get("_signal")
        if signal is not None:
            signal.set()

    def _players(self, team: str) -> dict[str, PlayerTicket]:
        return {each.id: each for each in list(self._present.values()) if (each.team_id or "") == team}

    # --- the writer

    async def __aenter__(self) -> Self:
        self._matchmaker._runtime.check()
        self._block = _OpenBackfills(self)
        try:
            self._block.begin()
            self._background = AsyncBackground(self._run, "edgegap-backfill")
        except BaseException:
            await self.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Delete all backfills, within `closing_timeout`. You may repeat the call."""
        if self._block is not None:
            await self._block.close(self._background)

    async def _run(self) -> None:
        delay = 0.0
        while not self._is_closing:
            await self._signal.wait(delay)
            await self._matchmaker._runtime.sleep(COALESCING_SECONDS)
            try:
                is_well = await self._round()
            except ClientClosedError:
                break
            delay = max(0.0 if is_well else BACK_OFF_SECONDS, self._next_at() - time.monotonic())
        if self._block is not None and not self._is_closing:
            # After the client is closed, nothing reads the backfills: the service would assign players unknown to this
            # server.
            self._block.give_up()
            await self._block.finish(0.0)

    def _next_at(self) -> float:
        """The moment of the next read, renewal or create request, by the monotonic clock."""
        limit = self._matchmaker._tier.read
        moments = [time.monotonic() + MAX_IDLE_SECONDS, *(until for lost in self._lost.values() for until in lost)]
        for found in self._open.values():
            found.polled.look()  # This counts the backfill as read by this process.
            moments += [found.polled.due(limit), found.until]
        return min(moments)

    async def _round(self) -> bool:
        """Update the backfill of each team. Returns whether all requests succeeded."""
        is_well = True
        for team in list(self._teams):
            if self._is_closing:
                break
            try:
                await self._update(team)
            except ClientClosedError:
                raise
            except EdgegapError as error:
                logger.info("a request for a backfill failed, the client retries it: %s", type(error).__name__)
                is_well = False
        return is_well

    async def _update(self, team: str) -> None:
        found = self._open.get(team)
        if found is not None:
            await self._read(team, found, self._matchmaker)
        found, players, seats = self._open.get(team), self._players(team), self._seats(team)
        if found is not None:
            is_current = found.players == players.keys() and found.seats == seats
            if is_current and time.monotonic() < found.until:
                return
            await self._withdraw(team, self._matchmaker, time.monotonic() + CALL_TIMEOUT_SECONDS)
            players, seats = self._players(team), self._seats(team)
        if seats > 0 and not self._is_closing:
            await self._create(team, players, seats)

    def _seats(self, team: str) -> int:
        """The free seats of a team, without those that lost backfills may fill."""
        now = time.monotonic()
        self._lost[team] = [until for until in self._lost.get(team, ()) if until > now]
        return self._team_size - len(self._players(team)) - len(self._lost[team])

    async def _create(self, team: str, players: dict[str, PlayerTicket], seats: int) -> None:
        from .._generated.matchmaking.models.backfill_attributes import BackfillAttributes
        from .._generated.matchmaking.models.injected_tickets import InjectedTickets

        attributes: dict[str, Any] = {**self._attributes, "assignment": self._assignment}
        if self._has_group_size_rule:
            attributes["backfill_group_size"] = [str(size) for size in range(seats, 0, -1)]
        now = time.monotonic()
        try:
            self._is_creating = True
            if self._is_closing:  # Read this last: whoever closes the block reads `_is_creating` last.
                return
            created = await self._backfills(self._matchmaker, now + CALL_TIMEOUT_SECONDS).create(
                profile=self._profile,
                attributes=BackfillAttributes.from_dict(attributes),
                tickets=InjectedTickets.from_dict({key: ticket.to_dict() for key, ticket in players.items()}),
            )
        except EdgegapError as error:
            if error.outcome is Outcome.UNKNOWN:
                self._lost[team].append(time.monotonic() + self._expiration)
            raise
        else:
            polled = self._matchmaker._poller.of(("backfill", created.id))
            until = now + self._expiration * RENEWAL_SHARE
            self._open[team] = _Open(created.id, until, frozenset(players), seats, polled)
        finally:
            self._is_creating = False
        self._see(team, created)

    async def _read(self, team: str, found: _Open, matchmaker: AsyncMatchmaker) -> None:
        try:
            backfill = await self._backfills(matchmaker, time.monotonic() + CALL_TIMEOUT_SECONDS).get(found.id)
            found.polled.saw(backfill.status)
            self._see(team, backfill)
        except (NotFoundError, GoneError):
            self._drop(team)
        except EdgegapError as error:
            found.polled.failed(error)
            raise

    def _see(self, team: str, backfill: BackfillResponse) -> None:
        """Apply a response: it may have an assigned player."""
        assigned = backfill.assigned_ticket or None
        if assigned is None:
            return
        self._drop(team)
        ticket = PlayerTicket.of(assigned.to_dict(), team_id=team or None)
        if (ticket.team_id or "") != team:
            self._teams.setdefault(ticket.team_id or "")
        self._present[ticket.id] = ticket
        if self._on_assigned is not None:
            try:
                self._on_assigned(ticket)
            except Exception:
                logger.exception("on_assigned of a backfill raised an exception")
        self._signal.set()

    async def _withdraw(self, team: str, matchmaker: AsyncMatchmaker, until: float) -> None:
        """Delete the backfill of a team. If a player was assigned just before, add the player instead."""
        found = self._open.get(team)
        if found is None:
            return
        try:
            with suppress(NotFoundError, GoneError):
                await self._backfills(matchmaker, until).delete(found.id)
        except ConflictError:
            await self._read(team, found, matchmaker)
            if team in self._open:
                raise
        else:
            self._drop(team)

    def _drop(self, team: str) -> None:
        found = self._open.pop(team, None)
        if found is not None:
            found.polled.leave(self._signal)

    @staticmethod
    def _backfills(matchmaker: AsyncMatchmaker, until: float) -> AsyncBackfillsResource:
        """The operations, with calls that end by the given moment."""
        left = min(max(0.1, until - time.monotonic()), CALL_TIMEOUT_SECONDS)
        return AsyncBackfillsResource(matchmaker.with_options(timeout=left))
