"""A ticket is one player's search for a match. A backend starts it.

The resource classes of `Matchmaker.tickets` and `AsyncMatchmaker.tickets`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...arguments import AttributesLike, TicketRequestLike
    from ...client import AsyncClient, Client
    from ...models.group_tickets import GroupTickets
    from ...models.ticket import Ticket
    from . import create_group_tickets as create_group_tickets
    from . import create_ticket as create_ticket
    from . import delete_ticket as delete_ticket
    from . import get_ticket as get_ticket

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.matchmaking.tickets"

__all__ = (
    "AsyncTicketsResource",
    "TicketsResource",
    "create_group_tickets",
    "create_ticket",
    "delete_ticket",
    "get_ticket",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class TicketsResource:
    """A ticket is one player's search for a match. A backend starts it."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(self, *, profile: str, attributes: AttributesLike, player_ip: str | None | Unset = UNSET) -> Ticket:
        """Start the search of one player.

        Starts the search of one player. Each request creates another ticket, and there is no idempotency key. A
        retry can therefore create a second ticket. A backend must send the address of the player in
        `player_ip`. By default, the service takes the address of the caller.

        `POST /tickets`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5; a third party's script for Unity Cloud Code.

        Args:
            profile: The name of a profile in the configuration of the matchmaker.
            attributes: The player's values for the rules of the profile.
            player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
                service takes the address of the caller.

        Returns:
            The `Ticket`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.ticket_request import TicketRequest
        from . import create_ticket

        body = make_body(TicketRequest, {"profile": profile, "attributes": attributes, "player_ip": player_ip})

        return create_ticket.sync(client=self._client, body=body)

    def get(self, ticket_id: str) -> Ticket:
        """Read a ticket.

        Returns the state of a ticket. After a server is assigned, the response has the assignment. Poll this
        request. The service removes the ticket about a minute after the end of the search, and then returns
        404.

        `GET /tickets/{ticket_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5; a third party's script for Unity Cloud Code.

        Args:
            ticket_id: Id of the ticket.

        Returns:
            The `Ticket`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_ticket

        return get_ticket.sync(ticket_id, client=self._client)

    def delete(self, ticket_id: str) -> None:
        """End the search of one player.

        Removes a player from the search. The service returns 409 if it has already found a match. The player
        then gets a server, so continue to read the ticket.

        `DELETE /tickets/{ticket_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5.

        Args:
            ticket_id: Id of the ticket.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_ticket

        delete_ticket.sync(ticket_id, client=self._client)

    def create_group(self, *, player_tickets: Iterable[TicketRequestLike]) -> GroupTickets:
        """Start the search of players who stay together.

        Starts the search of several players as one group. The tickets in the response have the order of the
        request. Each request creates another group, and there is no idempotency key. A retry can therefore
        create a second group.

        `POST /group-tickets`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            player_tickets: One item for each player.

        Returns:
            The `GroupTickets`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.group_ticket_request import GroupTicketRequest
        from . import create_group_tickets

        body = make_body(GroupTicketRequest, {"player_tickets": player_tickets})

        return create_group_tickets.sync(client=self._client, body=body)


class AsyncTicketsResource:
    """A ticket is one player's search for a match. A backend starts it."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self, *, profile: str, attributes: AttributesLike, player_ip: str | None | Unset = UNSET
    ) -> Ticket:
        """Start the search of one player.

        Starts the search of one player. Each request creates another ticket, and there is no idempotency key. A
        retry can therefore create a second ticket. A backend must send the address of the player in
        `player_ip`. By default, the service takes the address of the caller.

        `POST /tickets`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5; a third party's script for Unity Cloud Code.

        Args:
            profile: The name of a profile in the configuration of the matchmaker.
            attributes: The player's values for the rules of the profile.
            player_ip: The player's IP address. The service derives the region from it. If it is null or unset, the
                service takes the address of the caller.

        Returns:
            The `Ticket`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.ticket_request import TicketRequest
        from . import create_ticket

        body = make_body(TicketRequest, {"profile": profile, "attributes": attributes, "player_ip": player_ip})

        return await create_ticket.asyncio(client=self._client, body=body)

    async def get(self, ticket_id: str) -> Ticket:
        """Read a ticket.

        Returns the state of a ticket. After a server is assigned, the response has the assignment. Poll this
        request. The service removes the ticket about a minute after the end of the search, and then returns
        404.

        `GET /tickets/{ticket_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5; a third party's script for Unity Cloud Code.

        Args:
            ticket_id: Id of the ticket.

        Returns:
            The `Ticket`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_ticket

        return await get_ticket.asyncio(ticket_id, client=self._client)

    async def delete(self, ticket_id: str) -> None:
        """End the search of one player.

        Removes a player from the search. The service returns 409 if it has already found a match. The player
        then gets a server, so continue to read the ticket.

        `DELETE /tickets/{ticket_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5.

        Args:
            ticket_id: Id of the ticket.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            ConflictError: The service has already found a match, the search has started, or the group is full (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_ticket

        await delete_ticket.asyncio(ticket_id, client=self._client)

    async def create_group(self, *, player_tickets: Iterable[TicketRequestLike]) -> GroupTickets:
        """Start the search of players who stay together.

        Starts the search of several players as one group. The tickets in the response have the order of the
        request. Each request creates another group, and there is no idempotency key. A retry can therefore
        create a second group.

        `POST /group-tickets`, counted in the limit `create` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            player_tickets: One item for each player.

        Returns:
            The `GroupTickets`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.group_ticket_request import GroupTicketRequest
        from . import create_group_tickets

        body = make_body(GroupTicketRequest, {"player_tickets": player_tickets})

        return await create_group_tickets.asyncio(client=self._client, body=body)
