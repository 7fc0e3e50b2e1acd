"""Read a ticket: GET /tickets/{ticket_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.ticket import Ticket
from ...types import path_segment

OPERATION = Operation(
    id="get_ticket",
    method="GET",
    path="/tickets/{ticket_id}",
    tag="tickets",
    statuses=("2XX", "401", "404", "429", "500"),
    rate_group="read",
)


def _path(ticket_id: str) -> str:
    return f"/tickets/{path_segment(ticket_id, 'ticket_id')}"


def sync(ticket_id: str, *, client: Client) -> Ticket:
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
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        The `Ticket`.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(ticket_id))
    return decode(OPERATION, response, Ticket.read)


def sync_detailed(ticket_id: str, *, client: Client) -> Response[Ticket]:
    """Read a ticket.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(ticket_id))
    parsed = decode(OPERATION, response, Ticket.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(ticket_id: str, *, client: AsyncClient) -> Ticket:
    """Read a ticket.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, _path(ticket_id))
    return decode(OPERATION, response, Ticket.read)


async def asyncio_detailed(ticket_id: str, *, client: AsyncClient) -> Response[Ticket]:
    """Read a ticket.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(ticket_id))
    parsed = decode(OPERATION, response, Ticket.read)
    return Response(response.status_code, response.content, response.headers, parsed)
