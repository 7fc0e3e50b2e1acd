"""Start the search of one player: POST /tickets"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.ticket import Ticket
from ...models.ticket_request import TicketRequest
from ...types import json_body

OPERATION = Operation(
    id="create_ticket",
    method="POST",
    path="/tickets",
    tag="tickets",
    statuses=("2XX", "400", "401", "429", "500"),
    rate_group="create",
)


def sync(*, client: Client, body: TicketRequest) -> Ticket:
    """Start the search of one player.

    Starts the search of one player. Each request creates another ticket, and there is no idempotency key. A
    retry can therefore create a second ticket. A backend must send the address of the player in
    `player_ip`. By default, the service takes the address of the caller.

    `POST /tickets`, counted in the limit `create` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
    3.2.5; a third party's script for Unity Cloud Code.

    Args:
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.
        body: The request body.

    Returns:
        The `Ticket`.

    Raises:
        BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Ticket.read)


def sync_detailed(*, client: Client, body: TicketRequest) -> Response[Ticket]:
    """Start the search of one player.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Ticket.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: TicketRequest) -> Ticket:
    """Start the search of one player.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Ticket.read)


async def asyncio_detailed(*, client: AsyncClient, body: TicketRequest) -> Response[Ticket]:
    """Start the search of one player.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Ticket.read)
    return Response(response.status_code, response.content, response.headers, parsed)
