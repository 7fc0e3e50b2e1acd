"""Tickets: searches that a backend begins for its players."""
# Written by `make generate` from _async/matchmaker_tickets.py; do not edit.

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any

from .._core.decoding import UNSET
from .._core.matchmaker import SearchState
from .._core.public import public_in
from .._generated.matchmaking.api.tickets import TicketsResource
from ..errors import ConflictError, GoneError, InvalidRequestError, NotFoundError
from .matchmaker_search import Search, Source, begun

if TYPE_CHECKING:
    from .._generated.matchmaking.models.ticket import Ticket
    from .._generated.matchmaking.models.ticket_request import TicketRequest
    from .matchmaker import Matchmaker

__all__ = ["TicketSearch", "Tickets"]


class TicketSource(Source):
    """The tickets of one player, or of players who stay together.

    As all share a match, only the first one left is read.
    """

    def __init__(self, ticket_ids: list[str]) -> None:
        self.id = ticket_ids[0]
        self.ticket_ids = ticket_ids
        self._left = list(ticket_ids)

    @property
    def key(self) -> tuple[str, ...]:
        return "ticket", next(iter(self._left), self.id)

    def read(self, matchmaker: Matchmaker) -> SearchState:
        _, ticket_id = self.key
        return SearchState.of_ticket(TicketsResource(matchmaker).get(ticket_id))

    def delete(self, matchmaker: Matchmaker) -> None:
        tickets, conflict = TicketsResource(matchmaker), None
        for ticket_id in list(self._left):
            try:
                tickets.delete(ticket_id)
            except (NotFoundError, GoneError):
                pass
            except ConflictError as error:
                conflict = error
                continue
            with suppress(ValueError):  # The end of the process may delete the ticket at the same time.
                self._left.remove(ticket_id)
        if conflict is not None:
            raise conflict


@public_in("matchmaking")
class TicketSearch(Search[TicketSource]):
    """The search of one player, or of players who stay together: see `Search`."""

    @property
    def ticket_ids(self) -> list[str]:
        """The ids of the tickets, in the order of the players."""
        return list(self._source.ticket_ids)


@public_in("matchmaking")
class Tickets(TicketsResource):
    """A ticket is one player's search for a match.

    `search` and `search_group` return a server, or leave no ticket behind. `attach` continues an existing ticket. The
    other methods are the operations of the API.
    """

    __slots__ = ("_matchmaker",)

    def __init__(self, matchmaker: Matchmaker) -> None:
        super().__init__(matchmaker)
        self._matchmaker = matchmaker

    def search(
        self, *, profile: str, attributes: Mapping[str, Any], player_ip: str | None = None
    ) -> AbstractContextManager[TicketSearch]:
        """Search for a match for one player.

        At the end of the block, the client deletes the ticket unless it is matched.

            with matchmaker.tickets.search(profile="casual", attributes={}, player_ip=ip) as search:
                assignment = search.assigned(timeout=120)

        The client retries the create request only if it was certainly not carried out. If its response is lost, the
        `outcome` of the error is `unknown`.

        Args:
            profile: The name of the profile.
            attributes: The player's values for the rules of the profile. `latencies` and similar functions make them.
            player_ip: The player's IP address. Default: the matchmaker uses the IP address of the caller.

        Returns:
            A context manager that returns the search.

        Raises:
            InvalidRequestError: The configuration of the client does not allow the search. Nothing was sent.
            EdgegapError: The create request failed. Or, at the end of the block, the ticket could not be deleted.
        """
        request = _request({"profile": profile, "attributes": attributes, "player_ip": player_ip})
        if self._matchmaker._configuration is not None:
            self._matchmaker._configuration.check(profile, attributes)

        def create(client: Matchmaker) -> TicketSearch:
            ticket = TicketsResource(client).create(
                profile=request.profile, attributes=request.attributes, player_ip=request.player_ip
            )
            return self._made([ticket])

        return begun(self._matchmaker, create)

    def search_group(
        self, players: Iterable[TicketRequest | Mapping[str, Any]]
    ) -> AbstractContextManager[TicketSearch]:
        """`search` for players who stay together. All players get the same server.

        Args:
            players: For each player a `TicketRequest`, or a mapping with `profile`, `attributes` and `player_ip`.

        Returns:
            A context manager that returns the search.

        Raises:
            InvalidRequestError: There is no player, or the configuration does not allow the search. Nothing was sent.
            EdgegapError: As for `search`.
        """
        requests = [_request(player) for player in players]
        if not requests:
            raise InvalidRequestError("search_group needs at least one player.")
        if self._matchmaker._configuration is not None:
            self._matchmaker._configuration.check_group((each.profile, each.attributes) for each in requests)

        def create(client: Matchmaker) -> TicketSearch:
            response = TicketsResource(client).create_group(player_tickets=requests)
            return self._made(response.player_tickets)

        return begun(self._matchmaker, create)

    def attach(self, ticket_id: str) -> TicketSearch:
        """Continue the search of an existing ticket, such as one of another process.

        The returned search does not delete the ticket, neither after a timeout nor at the end of the process: call
        `cancel`. The block that started the search still deletes the ticket when it ends.

        Args:
            ticket_id: The id of the ticket.

        Raises:
            NotFoundError: The matchmaker does not know the ticket.
        """
        ticket = self.get(ticket_id)
        source = TicketSource([ticket_id])
        return TicketSearch(self._matchmaker, source, SearchState.of_ticket(ticket), is_owned=False)

    def _made(self, tickets: list[Ticket]) -> TicketSearch:
        source = TicketSource([ticket.id for ticket in tickets])
        return TicketSearch(self._matchmaker, source, SearchState.of_ticket(tickets[0]), is_owned=True)


def _request(player: TicketRequest | Mapping[str, Any]) -> TicketRequest:
    """The values of a player as a model."""
    from .._generated.matchmaking.models.attributes import Attributes
    from .._generated.matchmaking.models.ticket_request import TicketRequest

    if isinstance(player, TicketRequest):
        return player
    known = ("profile", "attributes", "player_ip")
    if odd := player.keys() - set(known):
        raise InvalidRequestError(f"a player has the keys {', '.join(known)}, got {', '.join(sorted(map(str, odd)))}.")
    if not isinstance(player.get("profile"), str) or not isinstance(player.get("attributes"), Mapping):
        raise InvalidRequestError("a player must have a profile (text) and attributes (a mapping).")
    player_ip = player.get("player_ip")
    return TicketRequest(
        profile=player["profile"],
        attributes=Attributes.from_dict(player["attributes"]),
        player_ip=UNSET if player_ip is None else str(player_ip),
    )
