"""Start the search of players who stay together: POST /group-tickets"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.group_ticket_request import GroupTicketRequest
from ...models.group_tickets import GroupTickets
from ...types import json_body

OPERATION = Operation(
    id="create_group_tickets",
    method="POST",
    path="/group-tickets",
    tag="tickets",
    statuses=("2XX", "400", "401", "429", "500"),
    rate_group="create",
)


def sync(*, client: Client, body: GroupTicketRequest) -> GroupTickets:
    """Start the search of players who stay together.

    Starts the search of several players as one group. The tickets in the response have the order of the
    request. Each request creates another group, and there is no idempotency key. A retry can therefore
    create a second group.

    `POST /group-tickets`, counted in the limit `create` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.
        body: The request body.

    Returns:
        The `GroupTickets`.

    Raises:
        BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, GroupTickets.read)


def sync_detailed(*, client: Client, body: GroupTicketRequest) -> Response[GroupTickets]:
    """Start the search of players who stay together.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, GroupTickets.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: GroupTicketRequest) -> GroupTickets:
    """Start the search of players who stay together.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, GroupTickets.read)


async def asyncio_detailed(*, client: AsyncClient, body: GroupTicketRequest) -> Response[GroupTickets]:
    """Start the search of players who stay together.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, GroupTickets.read)
    return Response(response.status_code, response.content, response.headers, parsed)
