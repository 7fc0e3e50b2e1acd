"""Tickets: searches that a backend begins for its players."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING, Any

from .._core.decoding import UNSET
from .._core.matchmaker import SearchState
from .._core.public import public_in
from .._generated.matchmaking.api.tickets import AsyncTicketsResource
from ..errors import ConflictError, GoneError, InvalidRequestError, NotFoundError
from .matchmaker_search import AsyncSearch, AsyncSource, begun

if TYPE_CHECKING:
    from .._generated.matchmaking.models.ticket import Ticket
    from .._generated.matchmaking.models.ticket_request import TicketRequest
    from .matchmaker import AsyncMatchmaker

__all__ = ["AsyncTicketSearch", "AsyncTickets"]


class AsyncTicketSource(AsyncSource):
    """Tickets of players who stay together, or of one player. The first one that is left is read: all share a match."""

    def __init__(self, ticket_ids: list[str]) -> None:
        self.id = ticket_ids[0]
        self.ticket_ids = ticket_ids
        self._left = list(ticket_ids)

    @property
    def key(self) -> tuple[str, ...]:
        return "ticket", next(iter(self._left), self.id)

    async def read(self, matchmaker: AsyncMatchmaker) -> SearchState:
        _, ticket_id = self.key
        return SearchState.of_ticket(await AsyncTicketsResource(matchmaker).get(ticket_id))

    async def delete(self, matchmaker: AsyncMatchmaker) -> None:
        tickets, conflict = AsyncTicketsResource(matchmaker), None
        for ticket_id in list(self._left):
            try:
                await tickets.delete(ticket_id)
            except (NotFoundError, GoneError):
                pass
            except ConflictError as error:
                conflict = error
                continue
            with suppress(ValueError):  # the end of the process may delete it at the same time
                self._left.remove(ticket_id)
        if conflict is not None:
            raise conflict


@public_in("matchmaking")
class AsyncTicketSearch(AsyncSearch[AsyncTicketSource]):
    """The search of one player, or of players who stay together: see `AsyncSearch`."""

    @property
    def ticket_ids(self) -> list[str]:
        """The tickets, in the order of the players."""
        return list(self._source.ticket_ids)


@public_in("matchmaking")
class AsyncTickets(AsyncTicketsResource):
    """A ticket is one player's search for a match.

    Besides the operations of the API: `search` and `search_group` give a server, or leave no ticket behind; `attach`
    goes on with a ticket that exists.
    """

    __slots__ = ("_matchmaker",)

    def __init__(self, matchmaker: AsyncMatchmaker) -> None:
        super().__init__(matchmaker)
        self._matchmaker = matchmaker

    def search(
        self, *, profile: str, attributes: Mapping[str, Any], player_ip: str | None = None
    ) -> AbstractAsyncContextManager[AsyncTicketSearch]:
        """Search a match for one player, for the length of a block. The ticket is deleted at its end, unless matched.

            async with matchmaker.tickets.search(profile="casual", attributes={}, player_ip=ip) as search:
                assignment = await search.assigned(timeout=120)

        The create request is retried only if it was certainly not carried out. If its response is lost, the error says
        so: its `outcome` is `unknown`.

        Args:
            profile: The profile.
            attributes: What the player brings for the rules of the profile: see `latencies` and its like.
            player_ip: The player's address. Without it the matchmaker takes the address of the caller.

        Returns:
            A context manager that gives the search.

        Raises:
            InvalidRequestError: The configuration of the client does not allow it; nothing was sent.
            EdgegapError: The create request failed; or, at the end of the block, the ticket could not be deleted.
        """
        request = _request({"profile": profile, "attributes": attributes, "player_ip": player_ip})
        if self._matchmaker._configuration is not None:
            self._matchmaker._configuration.check(profile, attributes)

        async def create(client: AsyncMatchmaker) -> AsyncTicketSearch:
            ticket = await AsyncTicketsResource(client).create(
                profile=request.profile, attributes=request.attributes, player_ip=request.player_ip
            )
            return self._made([ticket])

        return begun(self._matchmaker, create)

    def search_group(
        self, players: Iterable[TicketRequest | Mapping[str, Any]]
    ) -> AbstractAsyncContextManager[AsyncTicketSearch]:
        """`search` for players who stay together. All get the same server.

        Args:
            players: For each player a `TicketRequest`, or a mapping with `profile`, `attributes` and `player_ip`.

        Returns:
            A context manager that gives the search.

        Raises:
            InvalidRequestError: There is no player, or the configuration does not allow it; nothing was sent.
            EdgegapError: As of `search`.
        """
        requests = [_request(player) for player in players]
        if not requests:
            raise InvalidRequestError("search_group needs at least one player.")
        if self._matchmaker._configuration is not None:
            self._matchmaker._configuration.check_group((each.profile, each.attributes) for each in requests)

        async def create(client: AsyncMatchmaker) -> AsyncTicketSearch:
            response = await AsyncTicketsResource(client).create_group(player_tickets=requests)
            return self._made(response.player_tickets)

        return begun(self._matchmaker, create)

    async def attach(self, ticket_id: str) -> AsyncTicketSearch:
        """Go on with a ticket that exists, such as one that another process has created. It is not deleted by itself.

        Args:
            ticket_id: The ticket.

        Raises:
            NotFoundError: The matchmaker does not know it (any more).
        """
        ticket = await self.get(ticket_id)
        source = AsyncTicketSource([ticket_id])
        return AsyncTicketSearch(self._matchmaker, source, SearchState.of_ticket(ticket), is_owned=False)

    def _made(self, tickets: list[Ticket]) -> AsyncTicketSearch:
        source = AsyncTicketSource([ticket.id for ticket in tickets])
        return AsyncTicketSearch(self._matchmaker, source, SearchState.of_ticket(tickets[0]), is_owned=True)


def _request(player: TicketRequest | Mapping[str, Any]) -> TicketRequest:
    """What a player wants, as its model."""
    from .._generated.matchmaking.models.attributes import Attributes
    from .._generated.matchmaking.models.ticket_request import TicketRequest

    if isinstance(player, TicketRequest):
        return player
    known = ("profile", "attributes", "player_ip")
    if odd := player.keys() - set(known):
        raise InvalidRequestError(f"a player has {', '.join(known)}, got {', '.join(sorted(map(str, odd)))}.")
    if not isinstance(player.get("profile"), str) or not isinstance(player.get("attributes"), Mapping):
        raise InvalidRequestError("a player needs a profile (text) and attributes (a mapping).")
    player_ip = player.get("player_ip")
    return TicketRequest(
        profile=player["profile"],
        attributes=Attributes.from_dict(player["attributes"]),
        player_ip=UNSET if player_ip is None else str(player_ip),
    )
